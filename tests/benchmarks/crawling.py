"""A crawl that archives what it gets, beside a bare Scrapy spider on the same pages."""

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from spiders.archive import Archive
from tests.benchmarks.overhead import crawl_alone
from tests.benchmarks.timing import medians, rounds_of

PAGES = 600
PAGE_BYTES = 150_000
HOST = "many.example"
SOURCE = """
from collections.abc import Iterator
from typing import ClassVar

from spiders.authoring import Claim, Link, Page, Source


class Many(Source):
    publisher = "many"
    lineage = "first_party"
    terms = ""
    links: ClassVar = [
        Link(kind="page", url=f"https://{host}/{{number}}.html", document=str(number))
        for number in range({pages})
    ]
    expect: ClassVar = {{}}

    def claims(self, page: Page) -> Iterator[Claim]:
        yield from ()
"""
SPIDER = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    start_urls = [f"{sys.argv[1]}/{number}.html" for number in range(int(sys.argv[2]))]

    def parse(self, response):
        self.crawler.stats.inc_value("pages")

process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
process.crawl(Bare)
process.start()
"""


def run(scale: float = 1) -> None:
    pages = max(5, int(PAGES * scale))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        _write_pages(root / HOST, pages)
        sources = root / "sources"
        sources.mkdir()
        (sources / "many.py").write_text(SOURCE.format(host=HOST, pages=pages), encoding="utf-8")
        with _files_served(root) as base_url:
            bare = [sys.executable, "-c", SPIDER, f"{base_url}/{HOST}", str(pages)]
            archives: list[Path] = []

            def crawl() -> None:
                # Into an archive that has none of the pages: the server would say that they are as they were.
                archives.append(root / f"archive-{len(archives)}")
                crawl_alone(archives[-1], ["many"], base_url, own_sources=sources)()

            sides: dict[str, Callable[[], object]] = {
                "bare": lambda: subprocess.run(bare, check=True, capture_output=True),
                "crawl": crawl,
            }
            took = medians(sides, rounds_of(scale))
        archived = [each.outcome for each in Archive(archives[-1]).outcomes()]
    if archived != ["ok"] * pages:
        raise RuntimeError(f"expected {pages} archived pages, found {Counter(archived)}")
    print(
        f"  {pages} pages of {PAGE_BYTES // 1000} KB: bare Scrapy {pages / took['bare']:.0f} pages/s, crawl "
        f"and archive {pages / took['crawl']:.0f} pages/s: {took['bare'] / took['crawl']:.2f} of it"
    )


def _write_pages(folder: Path, pages: int) -> None:
    folder.mkdir()
    for number in range(pages):
        row = f"<tr><td>model {number}</td><td>$1.{number}</td></tr>\n"
        body = "<html><body><table>\n" + row * (PAGE_BYTES // len(row)) + "</table></body></html>\n"
        (folder / f"{number}.html").write_text(body, encoding="utf-8")


@contextmanager
def _files_served(folder: Path) -> Generator[str]:
    """The address of a server of the files in a folder, which is a process of its own."""
    command = ["-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    with subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        try:
            told = server.stdout.readline() if server.stdout else ""
            yield told.partition("(")[2].partition(")")[0].rstrip("/")
        finally:
            server.kill()
