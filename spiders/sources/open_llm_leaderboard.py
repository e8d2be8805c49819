"""Open LLM Leaderboard v2: Hugging Face's own runs of open models, as a table.

A column is the share of points above chance, in percent; beside it the same share as measured, in a
column "_raw". The leaderboard ended in 2025, and its page runs scripts: what is read is a copy of
its table in a public repository.
"""

from spiders.claims import Claim, Claims, Link, Quote, Score
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.platforms.huggingface import lab_of
from spiders.source import Leaderboard

BENCHMARKS = {
    "average": "average",
    "ifeval": "IFEval",
    "bbh": "BBH",
    "math_lvl_5": "MATH Lvl 5",
    "gpqa": "GPQA",
    "musr": "MuSR",
    "mmlupro": "MMLU-Pro",
}
_TABLE = (
    "https://raw.githubusercontent.com/fboulnois/llm-leaderboard-csv/main/csv/huggingface_v2.csv"
)
_SPACE = "https://huggingface.co/spaces/open-llm-leaderboard/open_llm_leaderboard"
NAME = "Open LLM Leaderboard"
IGNORED = (
    "t",
    "model",
    "weight_type",
    "not_merged",
    "params_b",
    "hub_hearts",
    "available_on_the_hub",
    "model_sha",
    "flagged",
    "moe",
    "type",
    "architecture",
    "hub_license",
    "upload_to_hub_date",
    "maintainers_highlight",
    "url",
    *(f"{name}_raw" for name in BENCHMARKS),
)


class OpenLlmLeaderboard(Leaderboard):
    publisher = "huggingface"
    terms = "open data; the copy is in a public repository"
    refresh_every = "30d"
    links = [Link(kind="table", url=_TABLE, aliases=(_SPACE,))]
    expect = {"rows": range(14, 100_000)}

    def rows(self, page: Page) -> Claims:
        for row in page.csv().rows(ignore=IGNORED):
            yield from self.row(row, row.pop("fullname"))

    def row(self, row: Row, model: Quote) -> Claims:
        day, is_chat = row.pop("submission_date"), row.pop("chat_template").text == "TRUE"
        setting = row.pop("precision").text + ", chat template" * is_chat
        for header, benchmark in BENCHMARKS.items():
            score, cell = (
                Score(benchmark=f"{NAME} {benchmark}", version="2", unit="percent"),
                row.pop(header),
            )
            yield Claim(
                model=model,
                seller=lab_of(model.text),
                attribute="score",
                score=score,
                variant=setting,
                quote=cell.with_context(measured=day),
            )
