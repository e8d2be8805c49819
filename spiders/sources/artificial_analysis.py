"""Artificial Analysis' API: the benchmarks that it runs itself, a model and a setting an entry.

Its prices are medians over sellers and its speeds are measured, not promised: neither is a fact of
a route.
"""

import os
import re

from spiders.claims import Claim, Claims, Link, Score
from spiders.crawler.settings import DEFAULT_REQUEST_HEADERS
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Leaderboard

SETTING = re.compile(r" \(([^()]*(?:[Rr]easoning|Effort|low|medium|high|minimal)[^()]*)\)")


class ArtificialAnalysis(Leaderboard):
    publisher = "artificial-analysis"
    terms = "free API with a key; attribution asked"
    required_env = "CARDKEEP_ARTIFICIAL_ANALYSIS_KEY"
    unverified_reason = "its API answers to a key only; a rewritten copy of one answer was seen"
    custom_settings = {
        "DEFAULT_REQUEST_HEADERS": DEFAULT_REQUEST_HEADERS
        | {"x-api-key": os.environ.get(required_env, "")},
        "REDIRECT_ENABLED": False,  # the key goes nowhere else
    }
    links = [Link(kind="models", url="https://artificialanalysis.ai/api/v2/data/llms/models")]
    expect = {"models": range(4, 100_000)}

    def models(self, page: Page) -> Claims:
        return self.read_each(page, "models", page.json().require_node("data").nodes(), self.model)

    def model(self, entry: Node) -> Claims:
        label = entry.require("name")
        settings = [words.lower() for words in SETTING.findall(label.text)]
        named = SETTING.sub("", label.text)
        if released := entry.get("release_date"):
            yield Claim(model=label, full_name=named, attribute="released_date", quote=released)
        evaluations = entry.require_node("evaluations")
        for name in evaluations:
            if result := evaluations.get(name):
                score = Score(
                    benchmark=f"Artificial Analysis {name.removeprefix('artificial_analysis_')}"
                )
                yield Claim(
                    model=label,
                    full_name=named,
                    attribute="score",
                    score=score,
                    quote=result,
                    variant=", ".join(settings) or None,
                )
