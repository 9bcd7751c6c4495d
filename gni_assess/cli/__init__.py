"""The command line: one command a file, consoles, exit codes, and the one error boundary."""
