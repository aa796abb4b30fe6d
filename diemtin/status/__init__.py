"""How everything stands, for people and for programs: a page, a table in the terminal, metrics, JSON."""
