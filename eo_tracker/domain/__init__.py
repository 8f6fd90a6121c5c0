"""What an order, a deadline, a record and a standing are: pure values and rules.

Nothing here knows the disk, git, the clock or a terminal.
"""
