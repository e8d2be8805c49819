"""The data folder: files that validators accept, and that say what the views say."""

import json
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import icalendar
import jsonschema
import pyarrow.parquet as pq
import pytest

from pipeline.home import Home
from reports.dataset.endings_calendar import endings_calendar
from reports.site.build import build_site
from reports.values.publishing import Publishing
from tests.support.small_catalog import GRANITE, NOVA, NOW
from warehouse.store import Database, open_catalog

TABLES = ("models", "offers", "prices", "changes", "capabilities", "scores")
URL = "https://cards.example/"


@pytest.fixture(scope="module")
def site(small_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with open_catalog(small_home.path, NOW) as catalog:
        build_site(
            catalog,
            folder,
            [(NOVA, GRANITE)],
            base_url=URL,
            publishing=Publishing(licence="CC-BY-4.0", url=URL),
        )
    return folder


@pytest.fixture
def catalog(small_home: Home) -> Iterator[Database]:
    with open_catalog(small_home.path, NOW) as opened:
        yield opened


def read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def validate(document: Any, schema: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_what_its_schema_says(site: Path, catalog: Database, name: str) -> None:
    document = read(site / f"data/v1/{name}.json")
    schema = read(site / f"data/v1/schema/{name}.json")
    validate(document, schema)
    assert document["licence"] == "CC-BY-4.0"
    assert len(document["rows"]) == len(catalog.query(f"dataset/{name}").rows)
    assert document["rows"] or name == "scores"  # of which the small catalog has none
    fields = schema["properties"]["rows"]["items"]["properties"]
    assert all(field.get("description") for field in fields.values())
    assert not [row for row in document["rows"] if None in row.values()]


@pytest.mark.parametrize("name", TABLES)
def test_parquet_says_what_the_view_says(site: Path, catalog: Database, name: str) -> None:
    table = pq.read_table(site / f"data/v1/{name}.parquet")
    expected = catalog.query(f"dataset/{name}").dicts()
    assert table.to_pylist() == expected
    schema: Any = table.schema
    described = [field.metadata for field in schema]
    assert all(each and each[b"description"] for each in described)


def test_a_model_has_a_file_of_its_own(site: Path, catalog: Database) -> None:
    files = sorted((site / "data/v1/models").iterdir())
    schema = read(site / "data/v1/schema/model.json")
    for file in files:
        validate(read(file), schema)
    nova = read(site / "data/v1/models/nova-1.json")
    ((count,),) = catalog.query_sql(
        "SELECT count(*) FROM prices WHERE model_id = $model", {"model": NOVA}
    ).rows
    assert nova["model"]["model_id"] == NOVA
    assert len(nova["prices"]) == count
    amounts = {price["amount"] for price in nova["prices"] if "amount" in price}
    assert all(str(Decimal(amount).normalize()) for amount in amounts)


def test_descriptions_name_the_files_as_they_are(site: Path) -> None:
    package = read(site / "data/datapackage.json")
    described = read(site / "data/croissant.json")
    assert [each["name"] for each in package["resources"]] == list(TABLES)
    for resource, file in zip(package["resources"], described["distribution"], strict=True):
        path = site / "data" / resource["path"]
        assert resource["bytes"] == path.stat().st_size
        assert file["contentUrl"] == f"{URL}data/{resource['path']}"
        assert resource["hash"] == f"sha256:{file['sha256']}"
        columns = pq.read_schema(path).names
        assert [field["name"] for field in resource["schema"]["fields"]] == columns
    for records in described["recordSet"]:
        columns = pq.read_schema(site / f"data/v1/{records['name']}.parquet").names
        assert [field["source"]["extract"]["column"] for field in records["field"]] == columns


def test_every_address_of_the_map_and_of_llms_txt_is_a_file(site: Path) -> None:
    places = [
        element.text or ""
        for element in ET.fromstring((site / "sitemap.xml").read_bytes()).iter()  # noqa: S314 - ours if element.text
    ]
    assert f"{URL}models/nova-1/" in places
    named = re.findall(r"\]\((\S+)\)", (site / "llms.txt").read_text(encoding="utf-8"))
    for address in [*places, *(each for each in named if "NAME" not in each)]:
        path = site / address.removeprefix(URL)
        assert path.is_file() or (path / "index.html").is_file(), address


def test_without_an_address_nothing_claims_one(small_home: Home, tmp_path: Path) -> None:
    with open_catalog(small_home.path, NOW) as catalog:
        build_site(catalog, tmp_path, [])
    assert not (tmp_path / "sitemap.xml").exists()
    assert "licence" not in read(tmp_path / "data/v1/models.json")


def test_feeds_of_a_model_and_of_a_seller(site: Path) -> None:
    for feed in ("models/nova-1/changes.atom", "providers/bazaar/changes.atom"):
        root = ET.fromstring((site / feed).read_bytes())  # noqa: S314 - ours
        entries = root.findall("{http://www.w3.org/2005/Atom}entry")
        ids = [entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in entries]
        assert ids
        assert len(set(ids)) == len(ids)
        page = (site / feed).with_name("index.html").read_text(encoding="utf-8")
        assert 'href="changes.atom"' in page


def test_the_calendar_is_read_by_a_parser(catalog: Database) -> None:
    text = endings_calendar(catalog, date(2020, 1, 1), URL)
    calendar = icalendar.Calendar.from_ical(text)
    events = calendar.walk("VEVENT")
    endings = catalog.query("dataset/endings", {"day": date(2020, 1, 1)}).dicts()
    assert [event.decoded("dtstart") for event in events] == [row["ends_on"] for row in endings]
    assert events
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))


def test_a_hostile_name_ends_no_line_of_the_calendar() -> None:
    class Endings:
        def query(self, *_: object) -> "Endings":
            return self

        def dicts(self) -> list[dict[str, Any]]:
            name = "a;b,c\\d\r\nEND:VCALENDAR\u202e" + "長" * 60
            return [
                {
                    "ends_on": NOW,
                    "what": "retires",
                    "model_id": "m",
                    "provider_name": "x",
                    "provider_model_id": name,
                    "successor": None,
                    "value_text": None,
                    "fact_id": "0" * 16,
                }
            ]

    catalog: Any = Endings()
    text = endings_calendar(catalog, NOW)
    (event,) = icalendar.Calendar.from_ical(text).walk("VEVENT")
    assert str(event["summary"]).startswith("a;b,c\\d")
    assert text.count("END:VCALENDAR\r\n") == 1
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
