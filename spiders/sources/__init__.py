"""One file per source, and nothing else: the file's name is the source's name."""
