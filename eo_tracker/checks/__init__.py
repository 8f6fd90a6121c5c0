"""The numbered rules: a tracker as it was read in, findings out."""
