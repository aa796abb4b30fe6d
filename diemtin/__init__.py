"""The command: configuration, schedule, service, everything wired in one place."""
