"""METR's time horizons: how long the tasks are, in minutes of a person's work, that a model does as
often as not.

The scaffolds are those that METR found best for a model; it compares all models of one version with
each other.
"""

import re

from spiders.claims import Claim, Claims, Link, Quote, Score
from spiders.errors import PageChanged
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.readers.run_labels import Run
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
        for key, entry in document.node("results").members():
            yield from self.result(key, entry)
        page.audit("results", document)

    def result(self, key: Quote, entry: Node) -> Claims:
        benchmark = re.fullmatch(r"(.+)-v([\d.]+)", entry.text("benchmark_name").text)
        if benchmark is None:
            raise PageChanged(
                "the benchmark has no version",
                where=entry.where,
                expected="such as METR-Horizon-v1.1",
            )
        name, elicited, _ = key.text.removesuffix("_inspect").partition("_elicited")
        entry.ignore("scaffolds")
        run = Run(key, name, elicited.strip("_") or None)
        yield Claim(
            model=key, named=name, attribute="released_date", quote=entry.text("release_date")
        )
        entry.node("metrics").ignore("is_sota")
        for measure, metric in entry.node("metrics").members():
            score = Score(benchmark=f"{benchmark[1]} {measure.text}", version=benchmark[2])
            quote = metric.text("estimate").within(
                lower=metric.maybe("ci_low"), upper=metric.maybe("ci_high")
            )
            yield run.scored(score, quote)
