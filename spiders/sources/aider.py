"""Aider's polyglot leaderboard: coding exercises solved within two tries, in percent, a row a run.

A row's label names a model, and in brackets or behind a comma or a plus how it was run; digits in
brackets are a revision and belong to the name.
"""

import re

from spiders.claims import Claim, Claims, Link, Score
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.source import Leaderboard


class Aider(Leaderboard):
    publisher = "aider"
    terms = "open data in a public repository, Apache-2.0 licence"
    links = [
        Link(
            kind="polyglot",
            url="https://raw.githubusercontent.com/Aider-AI/aider/main/aider/website/_data/polyglot_leaderboard.yml",
        )
    ]
    expect = {"runs": range(5, 2_000)}

    ignore = re.compile(
        r"dirname|test_cases|commit_hash|pass_rate_[13]|pass_num_\d|percent_cases_well_formed|error_outputs|num_\w+|"
        r"user_asks|lazy_comments|syntax_errors|indentation_errors|exhausted_context_windows|test_timeouts|"
        r"total_tests|command|versions|seconds_per_case|total_cost|prompt_tokens|completion_tokens|released"
    )

    def runs(self, page: Page) -> Claims:
        rows = page.yaml()
        for row in rows.nodes():
            row.ignore(*(key for key in row if self.ignore.fullmatch(key)))
            yield self.run(row)
        page.note_unread_keys("runs", rows)

    def run(self, row: Node) -> Claim:
        label, edit_format = row.require("model"), row.require("edit_format").text
        name, plus, editor = label.text.partition(" + ")
        name, *spoken = name.split(", ")
        brackets = re.findall(r"\(([^()]*)\)", name)
        settings = [words for words in brackets if not re.fullmatch(r"[\d-]+", words)]
        for words in settings:
            name = name.replace(f"({words})", "")
        named = " ".join(re.sub(r"[()]", "", name).removesuffix(f" {edit_format}").split())
        editor_format = row.get("editor_edit_format")
        row.ignore("editor_model")
        effort, thinking = row.get("reasoning_effort"), row.get("thinking_tokens")
        variant = [edit_format, *settings, *spoken]
        if plus:
            variant.append(
                f"editor {editor}" + (f" ({editor_format.text})" if editor_format else "")
            )
        if effort and effort.text not in settings:
            variant.append(effort.text)
        if thinking and not settings:
            variant.append(f"{thinking.text} thinking tokens")
        return Claim(
            model=label.slice(0, len(label.text.partition(" + ")[0])) if plus else label,
            full_name=named,
            attribute="score",
            score=Score(benchmark="aider polyglot", unit="percent"),
            variant=", ".join(variant),
            quote=row.require("pass_rate_2", row.require("date").as_context("measured")),
        )
