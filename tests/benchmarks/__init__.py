"""Benchmarks: each prints a figure beside the floor it is held against, measured in the same run,
interleaved.
"""
