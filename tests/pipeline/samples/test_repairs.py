"""source repair: what a page renamed is found by what was believed, and proposed with its proof."""

import hashlib
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cardkeep
from pipeline.facts import repairs
from pipeline.facts.repairs import BrokenPage, Copy, Patch, broken_page, patched_text, propose
from pipeline.home import Home
from pipeline.run.steps import source_locator
from pipeline.samples import repairs as applied
from pipeline.samples.pages import sample_pages
from pipeline.samples.repairs import sample_of
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS
from spiders.registry import load_sources

SOURCE = load_sources().sources["anthropic_pricing"]()
LINK = SOURCE.links[0]
PAGE = sample_pages("anthropic_pricing")[0].read_text(encoding="utf-8")


def broken(text: str) -> BrokenPage:
    """The sample page, and a text that its source cannot read."""
    good, bad = (Copy(body.encode(), LINK.url, LINK.kind) for body in (PAGE, text))
    found = broken_page(SOURCE, good, bad)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("Base Input Tokens", "Rate A"),
        ("5m Cache Writes", "Short-lived entries"),
        ("## Model pricing", "## API prices"),
    ],
)
def test_a_renaming_is_proposed_with_its_proof(before: str, now: str) -> None:
    proposal = propose(broken(PAGE.replace(before, now)))
    assert proposal is not None
    names = {**proposal.patch.headers, **proposal.patch.headings}
    assert names == {now.lstrip("# "): before.lstrip("# ")}
    assert proposal.proof.holds
    assert proposal.proof.unchanged == proposal.broken.anchored.believed
    assert not proposal.proof.moved
    assert not proposal.proof.lost
    assert f'"{now.lstrip("# ")}": "{before.lstrip("# ")}"' in proposal.diff()
    path, text = sample_of(proposal) or (Path(), "")
    assert path.name == "page.md"
    assert now in text


def test_a_unit_that_changed_too_is_no_renaming() -> None:
    slipped = PAGE.replace("Base Input Tokens", "Rate A").replace("/ MTok", "/ KTok")
    proposal = propose(broken(slipped))
    assert proposal is None or not proposal.proof.holds


def test_a_value_that_moved_is_named_and_never_taken_by_itself() -> None:
    text = PAGE.replace("Base Input Tokens", "Rate A")
    row = next(line for line in text.splitlines() if line.startswith("| Claude Haiku 4.5 |"))
    raised = row.replace("| $1 / MTok", "| $3 / MTok", 1)
    assert raised != row
    found = broken(text.replace(row, raised))
    assert [entry.cell.quote.text for entry in found.anchored.moved] in ([], ["$3"])
    assert "Claude Haiku 4.5" not in {
        claim.subject_name
        for claim in found.anchored.confirmed
        if claim.meter == "input" and claim.tier == "standard"
    }


def test_a_patch_extends_what_is_there() -> None:
    text = "class A:\n    expect = {}\n"
    once = patched_text(text, Patch({"Rate": "Input"}, {}))
    assert (
        once
        == 'class A:\n    renamed_headers = {\n        "Rate": "Input",\n    }\n    expect = {}\n'
    )
    twice = patched_text(once, Patch({"Fee": "Output"}, {}))
    assert '        "Fee": "Output",\n        "Rate": "Input",\n' in twice


def test_a_new_column_without_amounts_is_named_to_be_left_out() -> None:
    lines = PAGE.splitlines()
    start = next(n for n, line in enumerate(lines) if "Base Input Tokens" in line)
    place = start
    while place < len(lines) and lines[place].startswith("|"):
        cells = ("Availability", "---")[place - start] if place - start < 2 else "General"
        lines[place] += f" {cells} |"
        place += 1
    proposal = propose(broken("\n".join(lines)))
    assert proposal is not None
    assert proposal.patch == Patch({}, {}, ("Availability",))
    assert proposal.proof.holds
    assert '+    ignored_headers = ("Availability",)' in proposal.diff()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose newest page has another header."""
    rows = ["\t".join(COLUMNS)]
    texts = {"2026-08-04": PAGE, "2026-08-05": PAGE.replace("Base Input Tokens", "Rate A")}
    for day, text in texts.items():
        (tmp_path / f"{day}.md").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        about = (f"{day}.md", "anthropic", "pricing_md", "verbatim", LINK.url, day)
        rows.append("\t".join((*about, str(len(text.encode())), digest, "test", "")))
    (tmp_path / "MANIFEST.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    home = Home(tmp_path / "home")
    locate = source_locator({SOURCE.name: SOURCE})
    manifest = tmp_path / "MANIFEST.tsv"
    assert not import_manifest(
        Archive(home.archive), manifest, run_id="import-1", locate=locate
    ).refused
    return home


def test_the_command_prints_the_patch_and_writes_nothing(home: Home) -> None:
    file = repairs.SOURCES_FOLDER / "anthropic_pricing.py"
    before = file.read_bytes()
    ran = CliRunner().invoke(
        cardkeep, ["--home", str(home.path), "source", "repair", "anthropic_pricing"]
    )
    assert ran.exit_code == 0, ran.output
    assert "read by anchors: 100 % of" in ran.output
    assert '+        "Rate A": "Base Input Tokens",' in ran.output
    assert "nothing was written: --apply writes it" in ran.output
    assert file.read_bytes() == before


def test_apply_writes_the_patch_and_a_sample(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "sources"
    folder.mkdir()
    file = folder / "anthropic_pricing.py"
    file.write_bytes((repairs.SOURCES_FOLDER / file.name).read_bytes())
    monkeypatch.setattr(repairs, "SOURCES_FOLDER", folder)
    sample = tmp_path / "samples" / "2026-08-04" / "page.md"
    sample.parent.mkdir(parents=True)
    sample.write_text(PAGE, encoding="utf-8")

    def samples(source: str) -> list[Path]:
        assert source == SOURCE.name
        return [sample]

    monkeypatch.setattr(applied, "sample_pages", samples)
    ran = CliRunner().invoke(
        cardkeep, ["--home", str(home.path), "source", "repair", "anthropic_pricing", "--apply"]
    )
    assert ran.exit_code == 0, ran.output
    assert 'renamed_headers = {\n        "Rate A": "Base Input Tokens",' in file.read_text()
    (written,) = (path for path in sample.parent.parent.iterdir() if path.name != "2026-08-04")
    assert "Rate A" in (written / "page.md").read_text()
    assert "Claude" in (written / "expected.csv").read_text()


def test_a_source_that_reads_its_pages_needs_no_repair(tmp_path: Path) -> None:
    ran = CliRunner().invoke(
        cardkeep, ["--home", str(tmp_path), "source", "repair", "anthropic_pricing"]
    )
    assert ran.exit_code == 0, ran.output
    assert "are read without errors" in ran.output
