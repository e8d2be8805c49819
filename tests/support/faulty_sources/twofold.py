"""A file with two sources, of which nobody could say which is meant."""

from spiders.source import Source


class One(Source):
    publisher = "test"


class Other(Source):
    publisher = "test"
