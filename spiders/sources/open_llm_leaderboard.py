"""Open LLM Leaderboard v2: Hugging Face's own runs of open models, as a table.

A column is the share of points above chance, in percent; beside it the same share as measured, in a column "_raw".
The leaderboard ended in 2025, and its page runs scripts: what is read is a copy of its table in a public repository.
"""

from spiders.claims import Claim, Claims, Link, Quote, Score
from spiders.hub import lab_of
from spiders.page import Page
from spiders.source import Leaderboard
from spiders.tables import Row

BENCHMARKS = {
    "average": "average", "ifeval": "IFEval", "bbh": "BBH", "math_lvl_5": "MATH Lvl 5", "gpqa": "GPQA", "musr": "MuSR",
    "mmlupro": "MMLU-Pro",
}  # fmt: skip
IGNORED = (
    "t", "model", "weight_type", "not_merged", "params_b", "hub_hearts", "available_on_the_hub", "model_sha", "flagged",
    "moe", "type", "architecture", "hub_license", "upload_to_hub_date", "maintainers_highlight", "url",
    *(f"{name}_raw" for name in BENCHMARKS),
)  # fmt: skip


class OpenLlmLeaderboard(Leaderboard):
    publisher = "huggingface"
    terms = "open data; the copy is in a public repository"
    every = "30d"
    links = [
        Link(
            kind="table",
            url="https://raw.githubusercontent.com/fboulnois/llm-leaderboard-csv/main/csv/huggingface_v2.csv",
            aliases=("https://huggingface.co/spaces/open-llm-leaderboard/open_llm_leaderboard",),
        )
    ]
    expect = {"rows": range(14, 100_000)}

    def rows(self, page: Page) -> Claims:
        for row in page.csv().rows(ignore=IGNORED):
            yield from self.row(row, row.pop("fullname"))

    def row(self, row: Row, model: Quote) -> Claims:
        measured = row.pop("submission_date").as_context("measured")
        is_chat = row.pop("chat_template").text == "TRUE"
        setting = ", ".join([row.pop("precision").text, *(["chat template"] if is_chat else [])])
        for header, benchmark in BENCHMARKS.items():
            score = Score(benchmark=f"Open LLM Leaderboard {benchmark}", version="2", unit="percent")
            yield Claim(model=model, seller=lab_of(model.text), attribute="score", score=score, variant=setting,
                        quote=row.pop(header).within(measured))  # fmt: skip
