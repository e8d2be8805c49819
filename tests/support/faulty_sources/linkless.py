"""A source that does not say where its pages are."""

from spiders.source import Source


class Linkless(Source):
    publisher = "test"
