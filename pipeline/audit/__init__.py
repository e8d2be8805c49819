"""The catalog against someone else's table of prices: a reader a format, and the comparison of what both state."""
