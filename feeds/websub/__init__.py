"""Subscribers told of changes (WebSub, W3C Recommendation of 23 January 2018)."""
