"""What is told about a tracker, as values, and one module for each format it is told in."""
