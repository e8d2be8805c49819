"""SWE-bench: issues of real repositories resolved, in percent, a run of one system with one model a
row.

A run of several models, or of none that is named, says nothing of a model and stays unread.
"""

import re

from spiders.claims import Claim, Claims, Link, Quote, Score
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Leaderboard

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


class SweBench(Leaderboard):
    publisher = "swebench"
    terms = "open data in a public repository"
    links = [Link(kind="boards", url=f"{SITE}/data/leaderboards.json", aliases=(SITE, f"{SITE}/"))]
    expect = {"results": range(4, 20_000)}

    def results(self, page: Page) -> Claims:
        boards = (
            page.script("leaderboard-data")
            if page.is_html
            else page.json().require_node("leaderboards")
        )
        for board in boards.nodes():
            runs: set[tuple[str, str]] = set()
            rows = sorted(
                board.require_node("results").nodes(),
                key=lambda row: row.require("date").text,
                reverse=True,
            )
            for claim in (
                claim
                for row in rows
                for claim in self.result(page, board.require("name").text, row)
            ):
                run = claim.subject_name, claim.variant or ""
                if run in runs:
                    page.note_unread(
                        "results", f"an earlier run of {run[0]} in {run[1]}", claim.quote.locator
                    )
                else:
                    yield claim
                runs.add(run)
        page.note_unread_keys("results", boards)

    def result(self, page: Page, board: str, row: Node) -> Claims:
        row.ignore(*IGNORED)
        resolved = row.require("resolved", row.require("date").as_context("measured"))
        models, teams, attempts = (self.tagged(row, word) for word in ("Model", "Org", "System"))
        setting, is_checked = self.setting(row), row.require("checked").text == "true"
        submitter = ", ".join(team.text for team in teams) or setting[0]
        score = Score(
            benchmark=f"SWE-bench {board}", unit="percent", runner=None if is_checked else submitter
        )
        if len(models) != 1:
            page.note_unread(
                "results", "a run of several models, or of none that is named", resolved.locator
            )
        elif float(resolved.text) > 100:
            page.note_unread(
                "results",
                f"{row.require('name').text!r} resolves {resolved.text} %",
                resolved.locator,
            )
        else:
            variant = ", ".join([*setting, *(tag.text for tag in attempts)])
            yield Claim(
                model=models[0], attribute="score", score=score, variant=variant, quote=resolved
            )

    def tagged(self, row: Node, word: str) -> list[Quote]:
        said = re.compile(rf"{word}: (?:https://huggingface\.co/)?(.+)")
        return [
            tag.slice(*match.span(1))
            for tag in row.scalars("tags")
            if (match := said.match(tag.text))
        ]

    def setting(self, row: Node) -> list[str]:
        """The system, the version of the common one, the effort."""
        label, agent, mini = (
            row.require("name").text,
            row.get("agent"),
            row.get("mini-swe-agent_version"),
        )
        named, effort = SYSTEM.fullmatch(label), row.get("reasoning_effort")
        system = (
            f"mini-SWE-agent {mini.text}"
            if mini
            else agent.text
            if agent
            else named[1]
            if named
            else label
        )
        return [system, *([effort.text] if effort else re.findall(r"\((\w+) reasoning\)", label))]
