"""What `check` has found, in the formats that CI systems read: one module each."""
