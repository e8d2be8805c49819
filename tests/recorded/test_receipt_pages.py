"""Figures of pages clicked: each leads to the receipt with its quote marked, as it stands in the archived bytes."""

import os
import random
import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from pipeline.excerpts import ArchiveExcerpts
from pipeline.home import Home
from reports.serve.app import create_app
from spiders.archive import Archive
from spiders.parsing.page import Page
from warehouse.store import open_catalog

pytestmark = [pytest.mark.recorded, pytest.mark.slow]

FIGURES = 30 if os.environ.get("CARDKEEP_SHORT") else 300
OF_ONE_PAGE = 5
_LINK = re.compile(r'href="((?:\.\./)+receipts/[^"#]+)#f([0-9a-f]+)"')


def test_random_figures_lead_to_their_quotes(recorded_home: Home) -> None:
    chance = random.Random(15)
    archive = Archive(recorded_home.archive)
    app = create_app(recorded_home.path, recorded_home.site, excerpts=ArchiveExcerpts(archive))
    with open_catalog(recorded_home.path) as catalog:
        models = [row[0] for row in catalog.query("pages/known_ids").rows]
        facts = {row["fact_id"]: row for row in catalog.query_sql("FROM facts").dicts()}
    chance.shuffle(models)
    followed = 0
    with TestClient(app) as client:
        while followed < FIGURES:
            page = client.get(f"/models/{models.pop()}/").text
            links = sorted(set(_LINK.findall(page)))
            for address, fact_id in chance.sample(links, min(OF_ONE_PAGE, len(links))):
                receipts = client.get(f"/{address.replace('../', '')}")
                assert receipts.status_code == 200, address
                found = re.search(
                    rf'<article id="f{fact_id}">.*?</article>', receipts.text, re.DOTALL
                )
                assert found, (address, fact_id)
                (marked,) = re.findall(r"<mark>(.*?)</mark>", found[0], re.DOTALL)
                assert "only the quote is shown" not in found[0]
                if fact_id in facts:
                    stands_there(unescape(marked), facts[fact_id], archive)
                followed += 1


def stands_there(marked: str, fact: dict[str, str], archive: Archive) -> None:
    """The marked text is what the locator leads to in the archived bytes, or, where a line is written
    with marks of Markdown, stands so in them.
    """
    page = Page(archive.body(fact["page_sha256"]), url=fact["url"])
    quote = page.text_at(fact["locator"])
    assert quote == fact["quote"]
    shown = marked.removesuffix("…")
    assert quote.startswith(shown) or shown in page.text
