"""ARC Prize's boards of ARC-AGI."""

from functools import partial

from spiders.authoring import Claims, Leaderboard, Link, Node, Page, Score, read_run_label

FILES = "https://arcprize.org/media/data/leaderboard"
VERSIONS = ("v1", "v2", "v3")
# What is no answer of a model alone: people, systems around models, entries of a competition.
MODEL_TYPES = ("Base LLM", "CoT")
IGNORED = (
    "datasetDisplayName",
    "modelId",
    "modelGroup",
    "modelReleaseDate",
    "providerId",
    "providerDisplayName",
    "cost",
    "costPerTask",
    "totalCost",
    "resultsUrl",
)


class ArcPrize(Leaderboard):
    """ARC Prize's verified results on the semi-private tasks of each version of ARC-AGI.

    A score is a share of the tasks, from 0 to 1. Rows that the board does not show, people, and systems
    that are no model are left out. Costs of runs are not read.
    """

    publisher = "arc-prize"
    terms = "public files of a public board; no terms found on 2026-11-30"
    links = [Link(kind=version, url=f"{FILES}/{version}.json") for version in VERSIONS]
    expect = {"results": range(1, 10_000)}
    unverified_reason = "written from descriptions of its files by others; none was seen"

    def results(self, page: Page) -> Claims:
        board = page.json()
        board.ignore("generatedAt")
        rows = list(board.children("evaluations"))
        yield from self.read_each(page, "results", rows, partial(self.result, page.kind))
        page.note_unread_keys("results", board)

    def result(self, version: str, row: Node) -> Claims:
        row.ignore(*IGNORED)
        dataset = row.require("datasetId")
        shown = row.get("display")
        kind = row.get("modelType")
        score = row.get("score")
        label = row.require("modelDisplayName")
        is_model = kind is not None and kind.text in MODEL_TYPES
        is_hidden = shown is not None and shown.text == "false"
        if score is None or is_hidden or not is_model:
            return
        if dataset.text != f"{version}_Semi_Private":
            return
        benchmark = Score(benchmark="ARC-AGI", version=f"{version}, semi-private")
        yield read_run_label(label).scored(benchmark, score)
