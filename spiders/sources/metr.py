"""METR's time horizons: how long the tasks are, in minutes of a person's work, that a model does as
often as not.

The scaffolds are those that METR found best for a model; it compares all models of one version with
each other.
"""

import re

from spiders.claims import Claim, Claims, Link, Quote, Score
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.run_labels import RunLabel
from spiders.source import Leaderboard


class Metr(Leaderboard):
    publisher = "metr"
    terms = "data files on the organisation's public site"
    links = [
        Link(
            kind=f"horizon_{version}",
            url=f"https://metr.org/assets/benchmark_results_{version}.yaml",
        )
        for version in ("1_1", "1_0")
    ]
    expect = {"results": range(8, 5_000)}

    def results(self, page: Page) -> Claims:
        document = page.yaml()
        document.ignore(
            "benchmark_name", "doubling_time_in_days", "long_tasks_version", "swaa_version"
        )
        for key, entry in document.require_node("results").object_members():
            yield from self.result(key, entry)
        page.note_unread_keys("results", document)

    def result(self, key: Quote, entry: Node) -> Claims:
        benchmark = re.fullmatch(r"(.+)-v([\d.]+)", entry.require("benchmark_name").text)
        if benchmark is None:
            raise LayoutChanged(
                "the benchmark has no version",
                where=entry.where,
                expected="such as METR-Horizon-v1.1",
            )
        name, elicited, _ = key.text.removesuffix("_inspect").partition("_elicited")
        entry.ignore("scaffolds")
        run = RunLabel(key, name, elicited.strip("_") or None)
        yield Claim(
            model=key,
            full_name=name,
            attribute="released_date",
            quote=entry.require("release_date"),
        )
        entry.require_node("metrics").ignore("is_sota")
        for measure, metric in entry.require_node("metrics").object_members():
            score = Score(benchmark=f"{benchmark[1]} {measure.text}", version=benchmark[2])
            quote = metric.require("estimate").with_context(
                lower=metric.get("ci_low"), upper=metric.get("ci_high")
            )
            yield run.scored(score, quote)
