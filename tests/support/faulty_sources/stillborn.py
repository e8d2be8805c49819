"""A source that cannot even be made."""

from typing import Any

from spiders.source import Source
from tests.support.faulty_sources import links


class Stillborn(Source):
    publisher = "test"
    links = links("healthy", "first")

    def __init__(self, **kwargs: Any) -> None:
        raise RuntimeError("no such thing")
