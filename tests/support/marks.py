"""Marks of tests."""

import pytest

# A megabyte of text is read in seconds where the work grows with its length; where it grows with
# the square, in many minutes or hours. Such work is stopped, and the test has failed: no test reads
# a clock.
ends_in_linear_time = pytest.mark.timeout(120)
