"""From a portal's pages to articles in the archive."""
