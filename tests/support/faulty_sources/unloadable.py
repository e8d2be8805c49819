"""A file that does not load."""

raise LookupError("this file fails when it is imported")
