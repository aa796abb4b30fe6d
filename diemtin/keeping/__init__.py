"""What keeps an archive for years: copies of it, and room for it."""
