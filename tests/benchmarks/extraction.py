"""What reading claims costs beside the parse it needs, on the recorded pages."""

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from pipeline.run.refresh import all_sources
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page
from spiders.source import Source
from tests.benchmarks.timing import medians

PAGES = {
    "models_dev": "models_dev/2026-06-13__models-dev.json",
    "openrouter_models": "openrouter/models/2026-07-26__openrouter_raw.json",
    "openai_pricing": "openai/pricing/2026-08-21__openai_pricing_raw.html",
    "anthropic_pricing": "anthropic/pricing/2026-07-21__pricing.md",
}
SMALLEST = {"anthropic_pricing": PAGES["anthropic_pricing"]}
PARSERS: dict[str, Callable[[str], object]] = {
    ".json": json.loads,
    ".html": lambda text: BeautifulSoup(text, "lxml"),
    ".md": MarkdownIt("commonmark").enable("table").parse,
}


def run(scale: float = 1) -> None:
    recorded = Path(os.environ.get("CARDKEEP_RECORDED") or "no recorded pages")
    if not recorded.is_dir():
        print("  no recorded pages: set CARDKEEP_RECORDED")
        return
    sources, _ = all_sources()
    pages = PAGES if scale >= 1 else SMALLEST
    for name, path in pages.items():
        body = (recorded / path).read_bytes()
        parse = PARSERS[Path(path).suffix]
        claims = len(extract(sources[name], Page(body, url="")).claims)
        measured = medians(
            {"parse": partial(parse, body.decode()), "extract": partial(read, sources[name], body)},
            3,
        )
        each = (measured["extract"] - measured["parse"]) / claims * 1e6
        print(
            f"  {name:<20} parse {measured['parse'] * 1000:8.1f} ms   with claims "
            f"{measured['extract'] * 1000:8.1f} ms"
            f"   {claims:>6} claims   {each:6.1f} us a claim beyond the parse"
        )


def read(source: Source, body: bytes) -> Extraction:
    return extract(source, Page(body, url=""))
