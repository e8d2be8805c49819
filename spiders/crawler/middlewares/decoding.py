"""Undoes the Content-Encoding of responses, after the archive has them as received."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from spiders.archive.content_encoding import BodyDamaged, decode


class Decoding:
    """Decodes every body. A body that is cut, damaged or too large fails its request; Scrapy's own
    middleware would pass it on. So does one whose length nobody said; but a robots.txt is often
    sent so, and without one no page of the host could be read.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        encodings = b",".join(response.headers.getlist("Content-Encoding")).decode("latin-1")
        if not encodings:
            is_robots = bool(request.meta.get("is_robots_txt"))
            if "partial" in response.flags and response.body and not is_robots:
                raise BodyDamaged(
                    "the server did not say how long the body is, so that a cut would go unnoticed"
                )
            return response
        decoded = response.replace(body=decode(response.body, encodings, self._limit))
        del decoded.headers["Content-Encoding"]
        return decoded
