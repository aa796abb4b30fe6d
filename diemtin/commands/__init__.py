"""The subcommands: each a few lines over the packages."""
