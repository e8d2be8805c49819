"""What usages cost, worked out by hand from the tables of tests/truth and from documentation."""

import csv
import json
import re
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from pipeline.home import Home
from reports.bill.answer import CostInterval, ExactCost, UnknownCost
from reports.bill.price_at import price_at
from reports.bill.usage import Usage
from tests.support import ROOT
from warehouse.store import Database, Parameters, PublishedCatalog, Results, open_catalog

pytestmark = pytest.mark.recorded

EXAMPLES = ROOT / "tests" / "truth" / "cost" / "examples.csv"


class Remembering(Database):
    """A catalog that answers the same question once."""

    def __init__(self, catalog: PublishedCatalog) -> None:
        self._catalog = catalog
        self._answers: dict[str, Results] = {}

    def query(self, name: str, parameters: Parameters = ()) -> Results:
        key = f"{name} {parameters}"
        if key not in self._answers:
            self._answers[key] = self._catalog.query(name, parameters)
        return self._answers[key]


def examples(path: Path = EXAMPLES) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def value_of(arithmetic: str) -> Fraction:
    """What an expression of numbers, + * / and parentheses comes to, without rounding."""
    assert re.fullmatch(r"[\d.+*/() ]+", arithmetic), arithmetic
    exact = re.sub(r"[\d.]+", lambda number: f"Fraction('{number[0]}')", arithmetic)
    return eval(exact, {"Fraction": Fraction})  # noqa: S307 numbers only, as the line above sees to


@pytest.fixture(scope="module")
def catalogs(recorded_home: Home) -> dict[str, Remembering]:
    """The catalog as of each day that an example is of."""
    opened: dict[str, Remembering] = {}
    for day in sorted({example["as_of"] for example in examples()}):
        catalog = open_catalog(recorded_home.path, date.fromisoformat(day))
        catalog.query("keep_day")
        opened[day] = Remembering(catalog)
    return opened


def test_there_are_two_hundred() -> None:
    found = examples()
    assert len(found) >= 200
    assert len({(row["model"], row["as_of"], row["asked"], row["usage"]) for row in found}) == len(
        found
    )


@pytest.mark.parametrize("end", ["from", "to"])
def test_the_arithmetic_of_each_comes_to_its_amount(end: str) -> None:
    for example in examples():
        arithmetic = example[f"arithmetic_{end}"] or example["arithmetic_from"]
        if arithmetic:
            assert value_of(arithmetic) == Fraction(example[f"cost_{end}"]), example


def test_each_costs_what_was_worked_out(catalogs: Mapping[str, Remembering]) -> None:
    wrong: list[str] = []
    for number, example in enumerate(examples(), 2):
        asked: dict[str, Any] = json.loads(example["asked"])
        cost = price_at(
            catalogs[example["as_of"]],
            example["model"],
            example["seller"],
            Usage.model_validate_json(example["usage"]),
            currency=example["currency"],
            **asked,
        )
        match cost:
            case ExactCost():
                found = f"{cost.cost.normalize():f} {cost.cost.normalize():f}"
            case CostInterval():
                found = f"{cost.cost_from.normalize():f} {cost.cost_to.normalize():f}"
            case UnknownCost():
                found = "; ".join(cost.missing)
        expected = example["missing"] or f"{example['cost_from']} {example['cost_to']}"
        is_right = expected in found if example["missing"] else expected == found
        if not is_right:
            wrong.append(f"line {number}, {example['model']}: expected {expected}, found {found}")
    assert not wrong, "\n".join(wrong)
