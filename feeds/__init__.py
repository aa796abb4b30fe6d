"""From the archive to what subscribers read."""
