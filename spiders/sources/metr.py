"""METR's time horizons of models."""

import re

from spiders.authoring import (
    Claim,
    Claims,
    LayoutChanged,
    Leaderboard,
    Link,
    Node,
    Page,
    Quote,
    RunLabel,
    Score,
)

# The name and the version of a benchmark: "METR-Horizon-v1.1".
BENCHMARK = re.compile(r"(.+)-v([\d.]+)")


class Metr(Leaderboard):
    """METR's results, a YAML file for each version of its benchmark.

    A time horizon is how long the tasks are, in minutes of a person's work, that a model does as
    often as not. Each measure stands with the ends of its interval, each model with the day of its
    release. The scaffolds are not read: METR takes those that it found best for a model, and
    compares all models of one version with each other.
    """

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
        """The claims of one model, whose entry has a key such as "o1_elicited"."""
        benchmark = BENCHMARK.fullmatch(entry.require("benchmark_name").text)
        if benchmark is None:
            raise LayoutChanged(
                "the benchmark has no version",
                where=entry.where,
                expected="such as METR-Horizon-v1.1",
            )
        entry.ignore("scaffolds")
        name, elicited, _ = key.text.removesuffix("_inspect").partition("_elicited")
        run = RunLabel(key, name, "elicited" if elicited else None)
        release_date = entry.require("release_date")
        yield Claim(model=key, full_name=name, attribute="released_date", quote=release_date)
        metrics = entry.require_node("metrics")
        metrics.ignore("is_sota")
        for measure, metric in metrics.object_members():
            score = Score(benchmark=f"{benchmark[1]} {measure.text}", version=benchmark[2])
            lower = metric.get("ci_low")
            upper = metric.get("ci_high")
            estimate = metric.require("estimate").with_context(lower=lower, upper=upper)
            yield run.scored(score, estimate)
