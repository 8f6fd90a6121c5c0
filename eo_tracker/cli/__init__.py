"""Options in, exit code out: one thin module for each command."""
