"""Open LLM Leaderboard v2: Hugging Face's own runs of open models."""

from spiders.authoring import Claim, Claims, Leaderboard, Link, Page, Row, Score, lab_of

TABLE = (
    "https://raw.githubusercontent.com/fboulnois/llm-leaderboard-csv/main/csv/huggingface_v2.csv"
)
SPACE = "https://huggingface.co/spaces/open-llm-leaderboard/open_llm_leaderboard"
BENCHMARKS = {
    "average": "average",
    "ifeval": "IFEval",
    "bbh": "BBH",
    "math_lvl_5": "MATH Lvl 5",
    "gpqa": "GPQA",
    "musr": "MuSR",
    "mmlupro": "MMLU-Pro",
}
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
    """A table of scores: one row per model and setting of a run, one column per benchmark.

    A column is the share of points above chance, in percent; beside it the same share as measured,
    in a column "_raw" that is not read. The leaderboard ended in 2025, and its page runs scripts:
    what is read is a copy of its table in a public repository.
    """

    publisher = "huggingface"
    terms = "open data; the copy is in a public repository"
    refresh_every = "30d"
    links = [Link(kind="table", url=TABLE, aliases=(SPACE,))]
    expect = {"rows": range(14, 100_000)}

    def rows(self, page: Page) -> Claims:
        for row in page.csv().rows(ignore=IGNORED):
            yield from self.row(row)

    def row(self, row: Row) -> Claims:
        model = row.pop("fullname")
        day = row.pop("submission_date")
        setting = row.pop("precision").text
        if row.pop("chat_template").text == "TRUE":
            setting += ", chat template"
        for header, benchmark in BENCHMARKS.items():
            score = Score(
                benchmark=f"Open LLM Leaderboard {benchmark}", version="2", unit="percent"
            )
            yield Claim(
                model=model,
                seller=lab_of(model.text),
                attribute="score",
                score=score,
                variant=setting,
                quote=row.pop(header).with_context(measured=day),
            )
