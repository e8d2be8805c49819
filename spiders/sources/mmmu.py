"""MMMU's board of scores on questions with pictures."""

import re

from spiders.authoring import Claims, Leaderboard, Link, Node, Page, Score, read_run_label

MODEL_TYPES = ("proprietary", "open_source")
BENCHMARKS = {
    "validation": Score(benchmark="MMMU", version="validation", unit="percent"),
    "test": Score(benchmark="MMMU", version="test", unit="percent"),
    "pro": Score(benchmark="MMMU-Pro", unit="percent"),
}
PARTS = (
    "artDesign",
    "business",
    "science",
    "healthMedicine",
    "humanSocialSci",
    "techEng",
    "vision",
    "original",
)
SELF_REPORTED = "the model's authors"
# "GPT-5 w/ thinking": the setting of a run behind the model's name.
SETTING = re.compile(r"^(?P<name>.+?) (?P<with>w/o?) (?P<what>\w+)$")


class Mmmu(Leaderboard):
    """The share of questions answered rightly, in percent: one object per model, one key per set of
    questions.

    People and baselines are left out, and the scores of single disciplines and of the
    two halves of MMMU-Pro are not read. A score that
    the model's own authors reported says so.
    """

    publisher = "mmmu"
    terms = "public file of a public board; no terms found on 2026-12-01"
    links = [Link(kind="board", url="https://mmmu-benchmark.github.io/leaderboard_data.json")]
    expect = {"results": range(2, 10_000)}
    unverified_reason = "written from a copy of its file of 2025; no page of today was seen"

    def results(self, page: Page) -> Claims:
        board = page.json()
        yield from self.read_each(
            page, "results", list(board.children("leaderboardData")), self.result
        )
        page.note_unread_keys("results", board)

    def result(self, row: Node) -> Claims:
        info = row.require_node("info")
        info.ignore("size", "date", "link")
        kind = info.require("type")
        label = info.require("name")
        if kind.text not in MODEL_TYPES:
            row.ignore(*BENCHMARKS)
            return
        run = read_run_label(label)
        setting = SETTING.match(label.text)
        if setting:
            word = "" if setting["with"] == "w/" else "no "
            run = run._replace(name=setting["name"], setting=word + setting["what"])
        for key, benchmark in BENCHMARKS.items():
            results = row.get_node(key)
            if results is None:
                continue
            results.ignore(*PARTS)
            overall = results.get("overall")
            source = results.get("source")
            if overall:
                runner = SELF_REPORTED if source and source.text == "author" else None
                yield run.scored(benchmark.model_copy(update={"runner": runner}), overall)
