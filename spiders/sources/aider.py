"""Aider's polyglot leaderboard."""

import re

from spiders.authoring import Claim, Claims, Leaderboard, Link, Node, Page, Quote, Score

REPOSITORY_URL = "https://raw.githubusercontent.com/Aider-AI/aider/main"
IN_BRACKETS = r"\(([^()]*)\)"
# In "DeepSeek V3 (0324)" the brackets hold a revision of the model.
REVISION = r"[\d-]+"


class Aider(Leaderboard):
    """Coding exercises that a model solves within two tries, in percent: one row per run.

    A row's label names the model and says how it was run, in brackets, behind a comma or behind a
    plus: "o3 (high) + gpt-4.1". Digits in brackets are a revision, which is part of the name.
    The costs, token counts and error counts of a run are facts of no model and are left out.
    """

    publisher = "aider"
    terms = "open data in a public repository, Apache-2.0 licence"
    links = [
        Link(
            kind="polyglot",
            url=f"{REPOSITORY_URL}/aider/website/_data/polyglot_leaderboard.yml",
        )
    ]
    expect = {"runs": range(5, 2_000)}

    ignore = re.compile(
        r"dirname|test_cases|commit_hash|pass_rate_[13]|pass_num_\d|percent_cases_well_formed"
        r"|error_outputs|num_\w+|user_asks|lazy_comments|syntax_errors|indentation_errors"
        r"|exhausted_context_windows|test_timeouts|total_tests|command|versions|seconds_per_case"
        r"|total_cost|prompt_tokens|completion_tokens|released"
    )

    def runs(self, page: Page) -> Claims:
        rows = page.yaml()
        for row in rows.nodes():
            row.ignore(*(key for key in row if self.ignore.fullmatch(key)))
            yield self.run(row)
        page.note_unread_keys("runs", rows)

    def run(self, row: Node) -> Claim:
        label = row.require("model")
        edit_format = row.require("edit_format").text
        model, plus, editor = label.text.partition(" + ")
        model_label = label.slice(0, len(model)) if plus else label
        model, *behind_commas = model.split(", ")
        settings = self.settings_in_brackets(model)

        variant = [edit_format, *settings, *behind_commas]
        editor_format = row.get("editor_edit_format")
        if plus:
            variant.append(self.editor_setting(editor, editor_format))
        row.ignore("editor_model")
        effort = row.get("reasoning_effort")
        if effort and effort.text not in settings:
            variant.append(effort.text)
        thinking = row.get("thinking_tokens")
        if thinking and not settings:
            variant.append(f"{thinking.text} thinking tokens")

        return Claim(
            model=model_label,
            full_name=self.model_name(model, settings, edit_format),
            attribute="score",
            score=Score(benchmark="aider polyglot", unit="percent"),
            variant=", ".join(variant),
            quote=self.pass_rate(row),
        )

    def settings_in_brackets(self, model: str) -> list[str]:
        """How the model was run: the "high" of "o3 (high)"."""
        brackets = re.findall(IN_BRACKETS, model)
        return [words for words in brackets if not re.fullmatch(REVISION, words)]

    def model_name(self, model: str, settings: list[str], edit_format: str) -> str:
        """The name without settings, brackets and the edit format that some labels end in."""
        for words in settings:
            model = model.replace(f"({words})", "")
        model = re.sub(r"[()]", "", model)
        return " ".join(model.removesuffix(f" {edit_format}").split())

    def editor_setting(self, editor: str, edit_format: Quote | None) -> str:
        """The second model, which edits the files, and the format that it edits in."""
        if edit_format:
            return f"editor {editor} ({edit_format.text})"
        return f"editor {editor}"

    def pass_rate(self, row: Node) -> Quote:
        measured_on = row.require("date").as_context("measured")
        return row.require("pass_rate_2", measured_on)
