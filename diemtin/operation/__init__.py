"""The service: what is due, the processes that do it, the loop that starts them."""
