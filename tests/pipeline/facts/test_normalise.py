"""A claim that is no fact is set aside by itself, with a reason, whatever else its page says."""

import re

import pytest

from pipeline.facts.extraction import ArchivedBody, read_body
from pipeline.samples.server import SAMPLES
from spiders.registry import load_sources


@pytest.mark.parametrize("day", ["2026-02-30", "0000-01-01", "2026-13-01"])
def test_a_day_that_no_calendar_has_costs_its_claims_alone(day: str) -> None:
    path = max((SAMPLES / "genai_prices").glob("*/page.json"))
    stated = path.read_bytes()
    content = re.sub(rb"20\d\d-\d\d-\d\d", day.encode(), stated)
    source = load_sources().sources["genai_prices"]()
    body = ArchivedBody(
        "genai_prices", "page", "page", source.links[0].url, "0" * 64, "application/json", 1
    )
    whole, broken = (read_body(source, body, each, "1") for each in (stated, content))
    aside = broken.tables["claim_set_aside"].to_pylist()
    codes = [row["code"] for row in aside if day in row["message"]]
    assert set(codes) == {"not_a_date"}
    assert broken.tables["fact"].num_rows == whole.tables["fact"].num_rows - len(codes)
