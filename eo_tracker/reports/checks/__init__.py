"""What `check` has found, in one module for each format."""
