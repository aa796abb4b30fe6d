"""One module per CMS vendor: what the listings and articles of its sites look like."""
