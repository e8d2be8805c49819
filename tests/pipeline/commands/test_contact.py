"""Whom publishers may ask: wanted before the first pages are fetched from the web."""

import io
import sys
from pathlib import Path

import click
import pytest

from pipeline.commands.contact import ask_contact
from pipeline.configuration import load_configuration
from pipeline.home import Home


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_it_is_asked_for_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path / "home")
    home.path.mkdir()
    home.configuration.write_text('[sources]\noff = ["litellm"]\n')
    asked: list[str] = []

    def prompt(text: str, **_: object) -> str:
        asked.append(text)
        return 'https://acme.example/"bot"\\'

    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(click, "prompt", prompt)
    ask_contact(home)
    ask_contact(home)
    assert len(asked) == 1, "once"
    configuration = load_configuration(home)
    assert configuration.contact == 'https://acme.example/"bot"\\'
    assert configuration.sources.off == ("litellm",)


def test_without_a_terminal_nobody_waits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(tmp_path)
    ask_contact(home)
    assert "set CARDKEEP_CONTACT, or contact in" in capsys.readouterr().err
    assert not home.configuration.exists()
    monkeypatch.setenv("CARDKEEP_CONTACT", "someone@example.org")
    ask_contact(home)
    assert capsys.readouterr().err == ""
