"""One module per portal."""
