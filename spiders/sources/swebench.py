"""SWE-bench's boards of systems and models."""

import re
from functools import partial

from spiders.authoring import Claim, Claims, Leaderboard, Link, Node, Page, Quote, Score

SITE = "https://www.swebench.com"
IGNORED = (
    "logo",
    "site",
    "folder",
    "logs",
    "trajs",
    "trajs_docent",
    "os_model",
    "os_system",
    "warning",
    "cost",
    "instance_cost",
    "instance_calls",
    "per_instance_details",
    "model_release_date",
    "model_display",
    "agent_org",
)
# What stands before the model in "SWE-agent 1.0 (Claude 3.7 Sonnet)" and "RAG (v2024) + GPT 4o
# (2024-05-13)".
SYSTEM = re.compile(r"(.+)(?: \+ [^+]+| \((?!v?\d)[^()]*\d[^()]*\))")
# The effort in "GPT-5 (2025-08-07) (medium reasoning)".
EFFORT = r"\((\w+) reasoning\)"


class SweBench(Leaderboard):
    """SWE-bench's results: issues of real repositories resolved, in percent.

    A board has a row for each run of one system with one model, the newest of which counts. A run
    of several models, or of none that is named, says nothing of a model and stays unread, as does
    one that resolves more than all. Costs of runs are not read.
    """

    publisher = "swebench"
    terms = "open data in a public repository"
    links = [Link(kind="boards", url=f"{SITE}/data/leaderboards.json", aliases=(SITE, f"{SITE}/"))]
    expect = {"results": range(4, 20_000)}

    def results(self, page: Page) -> Claims:
        boards = self.boards(page)
        for board in boards.nodes():
            yield from self.board(page, board)
        page.note_unread_keys("results", boards)

    def boards(self, page: Page) -> Node:
        if page.is_html:
            return page.script("leaderboard-data")
        return page.json().require_node("leaderboards")

    def board(self, page: Page, board: Node) -> Claims:
        """The newest run of each model in each setting."""
        read: set[tuple[str, str]] = set()
        name = board.require("name").text
        rows = self.newest_first(board)
        for claim in self.read_each(page, "results", rows, partial(self.result, page, name)):
            run = claim.subject_name, claim.variant or ""
            if run in read:
                page.note_unread(
                    "results", f"an earlier run of {run[0]} in {run[1]}", claim.quote.locator
                )
                continue
            read.add(run)
            yield claim

    def newest_first(self, board: Node) -> list[Node]:
        rows = board.require_node("results").nodes()
        return sorted(rows, key=_day, reverse=True)

    def result(self, page: Page, board: str, row: Node) -> Claims:
        row.ignore(*IGNORED)
        resolved = row.require("resolved", row.require("date").as_context("measured"))
        models = self.tagged(row, "Model")
        teams = self.tagged(row, "Org")
        attempts = self.tagged(row, "System")
        setting = self.setting(row)
        submitter = ", ".join(team.text for team in teams) or setting[0]
        checked = row.get("checked")
        is_checked = checked is not None and checked.text == "true"
        if len(models) != 1:
            page.note_unread(
                "results", "a run of several models, or of none that is named", resolved.locator
            )
            return
        if float(resolved.text) > 100:
            page.note_unread(
                "results",
                f"{row.require('name').text!r} resolves {resolved.text} %",
                resolved.locator,
            )
            return
        yield Claim(
            model=models[0],
            attribute="score",
            score=Score(
                benchmark=f"SWE-bench {board}",
                unit="percent",
                runner=None if is_checked else submitter,
            ),
            variant=", ".join([*setting, *(tag.text for tag in attempts)]),
            quote=resolved,
        )

    def tagged(self, row: Node, word: str) -> list[Quote]:
        """What the tags of a row say under a word: the GLM-4.5 of "Model: GLM-4.5"."""
        pattern = re.compile(rf"{word}: (?:https://huggingface\.co/)?(.+)")
        found: list[Quote] = []
        for tag in row.scalars("tags"):
            match = pattern.match(tag.text)
            if match:
                found.append(tag.slice(*match.span(1)))
        return found

    def setting(self, row: Node) -> list[str]:
        """The system, with the version of the common one, and the effort."""
        label = row.require("name").text
        system = self.system(row, label)
        effort = row.get("reasoning_effort")
        if effort:
            return [system, effort.text]
        return [system, *re.findall(EFFORT, label)]

    def system(self, row: Node, label: str) -> str:
        agent = row.get("agent")
        mini_version = row.get("mini-swe-agent_version")
        if mini_version:
            return f"mini-SWE-agent {mini_version.text}"
        if agent:
            return agent.text
        named = SYSTEM.fullmatch(label)
        return named[1] if named else label


def _day(row: Node) -> str:
    """The day of a run, as it is written; empty where it has none."""
    day = row.get("date")
    return day.text if day else ""
