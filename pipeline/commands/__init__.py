"""The command line, one file for each group of commands: each reads its arguments, calls a room and
prints. May import every room of `pipeline`, and does so when it is called.
"""
