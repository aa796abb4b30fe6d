"""What is published, served over HTTP."""
