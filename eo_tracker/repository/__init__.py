"""Bytes to values: the only floor that touches the disk or git."""
