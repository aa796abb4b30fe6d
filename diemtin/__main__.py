"""`python -m diemtin`."""

from diemtin.command import main

if __name__ == "__main__":
    main()
