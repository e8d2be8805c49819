"""The contact that publishers see: asked for before the first pages are fetched from the web."""

import os
import sys
from typing import TYPE_CHECKING

import click

from pipeline.activity import activity
from pipeline.output import echo
from pipeline.run.whole_file import write_whole

if TYPE_CHECKING:
    from pipeline.home import Home


def ask_contact(home: "Home") -> None:
    """Where no contact is set: ask for one on a terminal and keep it in cardkeep.toml of the home;
    else say how to set one, and go on.
    """
    from pipeline.configuration import load_configuration

    if os.environ.get("CARDKEEP_CONTACT", "").strip() or load_configuration(home).contact:
        return
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        echo(
            "! publishers cannot see whose crawler this is: set CARDKEEP_CONTACT, or contact in "
            f"{home.configuration}, to a url or an address",
            err=True,
        )
        return
    activity.end()
    contact = click.prompt(
        "Publishers see in the user agent whom to ask about this crawler. A url or an address of "
        "yours",
        err=True,
    )
    path = home.configuration
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    # A key of the whole file stands before its first table.
    write_whole(path, f"contact = {_toml_text(contact)}\n{before}".encode())
    echo(f"kept in {path}", err=True)


def _toml_text(text: str) -> str:
    """A text of one line in quotes, as TOML has it."""
    line = " ".join(text.split())
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
