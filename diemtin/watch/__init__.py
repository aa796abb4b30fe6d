"""Rhythms, due times, monitors and incidents: what months of crawls tell, decided without a clock or a database."""
