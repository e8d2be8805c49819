"""What a model costs that is sold by the time of day alone, after its page had announced that."""

import csv
import hashlib
from pathlib import Path

from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load, source_locator
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS
from spiders.registry import load_sources
from tests.support import ROOT
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.store import open_catalog
from warehouse.working import Warehouse

ANNOUNCED = ROOT / "spiders/samples/deepseek_pricing/2026-08-04/page.html"
SOLD_BY_HOUR = ROOT / "tests/spiders/sources/layouts/deepseek_pricing/usd--2026-09.html"
URL = "https://api-docs.deepseek.com/quick_start/pricing"


def test_prices_by_hour_stand_for_the_route_once_their_announcement_is_gone(tmp_path: Path) -> None:
    manifest, home = tmp_path / "MANIFEST.tsv", Home(tmp_path / "home")
    give_empty_warehouse(home)
    with manifest.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", lineterminator="\n")
        writer.writerow(COLUMNS)
        for page, day in ((ANNOUNCED, "2026-08-04"), (SOLD_BY_HOUR, "2026-11-29")):
            body = page.read_bytes()
            (tmp_path / f"{day}.html").write_bytes(body)
            digest = hashlib.sha256(body).hexdigest()
            about = (f"{day}.html", "deepseek", "page", "verbatim", URL, day, str(len(body)))
            writer.writerow((*about, digest, "us", ""))
    sources = {"deepseek_pricing": load_sources().sources["deepseek_pricing"]()}
    archive = Archive(home.archive)
    import_manifest(archive, manifest, run_id="import-1", locate=source_locator(sources))
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, archive, sources)
        derive(warehouse, home, sources)
        assert warehouse.publish("import-1") == 1
    with open_catalog(home.path) as catalog:
        offers = catalog.query_sql(
            """
            SELECT hours, input_usd_per_mtok::VARCHAR, dearest_input_usd_per_mtok::VARCHAR, depends_on
            FROM offers WHERE provider_model_id = 'deepseek-v4-pro'
            """
        ).rows
    assert [(hours[:7], float(low), float(high), what) for hours, low, high, what in offers] == [
        ("Mon-Fri", 0.66, 1.32, "hour")
    ]
