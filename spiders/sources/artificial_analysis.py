"""Artificial Analysis' API."""

import os
import re
from collections import defaultdict

from spiders.authoring import Claim, Claims, Leaderboard, Link, Node, Page, Score
from spiders.crawler.settings import DEFAULT_REQUEST_HEADERS

# How a model was run: the " (Reasoning, high Effort)" of "Model X (Reasoning, high Effort)".
SETTING = re.compile(r" \(([^()]*(?:[Rr]easoning|Effort|low|medium|high|minimal)[^()]*)\)")


class ArtificialAnalysis(Leaderboard):
    """The benchmarks that Artificial Analysis runs itself: one entry per model and setting.

    Its prices are medians over sellers and its speeds are measured, not promised: neither is a fact
    of a route, and both are left out.
    """

    publisher = "artificial-analysis"
    terms = "free API with a key; attribution asked"
    links = [Link(kind="models", url="https://artificialanalysis.ai/api/v2/data/llms/models")]
    expect = {"models": range(4, 100_000)}
    required_env = "CARDKEEP_ARTIFICIAL_ANALYSIS_KEY"
    custom_settings = {
        "DEFAULT_REQUEST_HEADERS": DEFAULT_REQUEST_HEADERS
        | {"x-api-key": os.environ.get(required_env, "")},
        "REDIRECT_ENABLED": False,  # the key goes nowhere else
    }

    def models(self, page: Page) -> Claims:
        data = page.json().require_node("data")
        yield from self.released_days(data)
        yield from self.read_each(page, "models", data.nodes(), self.model)

    def released_days(self, data: Node) -> Claims:
        """The release of each model. Where the entries of one model name several days, it has none
        that is sure.
        """
        days: defaultdict[str, dict[str, Claim]] = defaultdict(dict)
        for entry in data.nodes():
            label, released = entry.require("name"), entry.get("release_date")
            if released is None:
                continue
            name = SETTING.sub("", label.text)
            days[name][released.text] = Claim(
                model=label, full_name=name, attribute="released_date", quote=released
            )
        for name, claims in days.items():
            doubt = (
                None if len(claims) == 1 else f"{name} has entries of {', '.join(sorted(claims))}"
            )
            first = next(iter(claims.values()))
            yield first.model_copy(update={"doubt": doubt})

    def model(self, entry: Node) -> Claims:
        label = entry.require("name")
        settings = [words.lower() for words in SETTING.findall(label.text)]
        name = SETTING.sub("", label.text)
        evaluations = entry.require_node("evaluations")
        for key in evaluations:
            result = evaluations.get(key)
            if result:
                benchmark = f"Artificial Analysis {key.removeprefix('artificial_analysis_')}"
                yield Claim(
                    model=label,
                    full_name=name,
                    attribute="score",
                    score=Score(benchmark=benchmark),
                    quote=result,
                    variant=", ".join(settings) or None,
                )
