"""What reading claims costs beside the parse it needs, on the recorded pages."""

import json
import os
from pathlib import Path

from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from pipeline.refresh import all_sources
from spiders.extract import extract
from spiders.page import Page
from tests.benchmarks.timing import medians

PAGES = {
    "models_dev": "models_dev/2026-06-13__models-dev.json",
    "openrouter_models": "openrouter/models/2026-07-26__openrouter_raw.json",
    "openai_pricing": "openai/pricing/2026-08-21__openai_pricing_raw.html",
    "anthropic_pricing": "anthropic/pricing/2026-07-21__pricing.md",
}
PARSERS = {
    ".json": lambda text: json.loads(text),
    ".html": lambda text: BeautifulSoup(text, "lxml"),
    ".md": lambda text: MarkdownIt("commonmark").enable("table").parse(text),
}


def run() -> None:
    recorded = Path(os.environ.get("CARDKEEP_RECORDED", "../shared/recorded"))
    if not recorded.is_dir():
        print("  no recorded pages: set CARDKEEP_RECORDED")
        return
    sources, _ = all_sources()
    for name, path in PAGES.items():
        body = (recorded / path).read_bytes()
        parse = PARSERS[Path(path).suffix]
        claims = len(extract(sources[name], Page(body, url="")).claims)
        measured = medians(
            {
                "parse": lambda body=body, parse=parse: parse(body.decode()),
                "extract": lambda body=body, name=name: extract(sources[name], Page(body, url="")),
            },
            rounds=3,
        )
        each = (measured["extract"] - measured["parse"]) / claims * 1e6
        print(
            f"  {name:<20} parse {measured['parse'] * 1000:8.1f} ms   parse and claims {measured['extract'] * 1000:8.1f} ms"
            f"   {claims:>6} claims   {each:6.1f} us a claim beyond the parse"
        )
