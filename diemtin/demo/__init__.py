"""Portals played on one's own machine: their real structure, our own articles, and no internet."""
