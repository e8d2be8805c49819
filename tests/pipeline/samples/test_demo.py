"""The demo: `refresh --samples` is the same in any environment, and touches no catalog of the
user's.
"""

from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import cardkeep
from pipeline.run.refresh import RefreshResult
from pipeline.run.steps import LoadResult
from pipeline.samples.demo import without_told
from tests.support.demo_run import DemoRun


def test_the_settings_of_a_users_own_catalog_change_nothing(demo: DemoRun) -> None:
    assert demo.exit_code == 0, demo.stdout + demo.stderr
    assert "into data/samples" in demo.stdout
    assert demo.is_own_home_untouched
    assert sorted(path.name for path in demo.folder.iterdir()) == ["data"]
    assert (demo.folder / "data" / "samples" / "published" / "catalog.duckdb").exists()


def night(*errors: str) -> RefreshResult:
    return RefreshResult("r", "partial", {}, LoadResult(0, 0, 0), None, [], list(errors), {})


def test_what_the_first_night_told_is_not_told_again() -> None:
    first, second = night("a column is unread"), night("a column is unread", "a part broke")
    assert without_told(first, second) == night("a part broke")
    assert without_told(night(), second) == second


def test_a_home_that_the_command_line_names_holds_the_samples(tmp_path: Path) -> None:
    stranger = tmp_path / "samples" / "notes.txt"
    stranger.parent.mkdir()
    stranger.write_text("no samples", encoding="utf-8")
    command = ["--home", str(tmp_path), "refresh", "--samples"]
    done = CliRunner().invoke(cardkeep, command, env={"CARDKEEP_HOME": "/nowhere"})
    assert f"{tmp_path / 'samples'} holds something else than samples" in str(done.exception)
