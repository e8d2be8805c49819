"""Open LLM Leaderboard v2: Hugging Face's own runs of open models."""

from spiders.authoring import Claim, Claims, Leaderboard, Link, Page, Quote, Row, Score, lab_of

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
# The names of the same columns in the longer table of 2025.
LONG_COLUMNS = {
    "average": "model_average_score",
    "math_lvl_5": "evaluations_math_normalized_score",
    "mmlupro": "evaluations_mmlu_pro_normalized_score",
    **{name: f"evaluations_{name}_normalized_score" for name in ("ifeval", "bbh", "gpqa", "musr")},
}
LONG_IGNORED = (
    "id",
    "model_sha",
    "model_type",
    "model_weight_type",
    "model_architecture",
    *(
        f"evaluations_{name}_{what}"
        for name in ("ifeval", "bbh", "math", "gpqa", "musr", "mmlu_pro")
        for what in ("name", "value")
    ),
    "features_is_not_available_on_hub",
    "features_is_merged",
    "features_is_moe",
    "features_is_flagged",
    "features_is_official_provider",
    "metadata_upload_date",
    "metadata_generation",
    "metadata_base_model",
    "metadata_hub_license",
    "metadata_hub_hearts",
    "metadata_params_billions",
    "metadata_co2_cost",
)
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

    A column is the share of points above chance, in percent; beside it the same share as measured
    is not read. The table of 2025 has more columns, under longer names. The leaderboard ended in
    2025, and its page runs scripts: what is read is a copy of its table in a public repository.
    """

    publisher = "huggingface"
    terms = "open data; the copy is in a public repository"
    refresh_every = "30d"
    links = [Link(kind="table", url=TABLE, aliases=(SPACE,))]
    expect = {"rows": range(14, 100_000)}

    def rows(self, page: Page) -> Claims:
        table = page.csv()
        if "model_name" in table.labels:
            for row in table.rows(ignore=LONG_IGNORED):
                model, day = row.pop("model_name"), row.pop("metadata_submission_date")
                setting = self.setting(
                    row.pop("model_precision"), row.pop("model_has_chat_template")
                )
                yield from self.scores(row, model, day, setting, LONG_COLUMNS)
            return
        for row in table.rows(ignore=IGNORED):
            model, day = row.pop("fullname"), row.pop("submission_date")
            setting = self.setting(row.pop("precision"), row.pop("chat_template"))
            yield from self.scores(row, model, day, setting, {name: name for name in BENCHMARKS})

    def setting(self, precision: Quote, chat_template: Quote) -> str:
        """The setting of a run: "bfloat16, chat template"."""
        return precision.text + (", chat template" if chat_template.text == "TRUE" else "")

    def scores(
        self, row: Row, model: Quote, day: Quote, setting: str, columns: dict[str, str]
    ) -> Claims:
        for name, benchmark in BENCHMARKS.items():
            score = Score(
                benchmark=f"Open LLM Leaderboard {benchmark}", version="2", unit="percent"
            )
            yield Claim(
                model=model,
                seller=lab_of(model.text),
                attribute="score",
                score=score,
                variant=setting,
                quote=row.pop(columns[name]).with_context(measured=day),
            )
