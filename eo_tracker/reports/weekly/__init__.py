"""The report of a week: what is gathered of it, what it says, and the formats that it is written in."""
