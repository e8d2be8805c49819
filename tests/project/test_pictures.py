"""The pictures of the documents: made anew from the site of the samples, small, and those that documents show."""

import re
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.demo_run import DemoRun
from tests.support.pictures import MOST_BYTES, PICTURES, take_pictures

PNG = b"\x89PNG\r\n\x1a\n"


def test_documents_show_each_picture_and_no_other() -> None:
    shown: set[str] = set()
    for document in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        shown |= set(re.findall(r"pictures/(\w+)\.png", document.read_text(encoding="utf-8")))
    assert shown == {picture.name for picture in PICTURES}
    kept = {path.stem: path.stat().st_size for path in (ROOT / "docs/pictures").iterdir()}
    assert set(kept) == shown
    assert max(kept.values()) <= MOST_BYTES


@pytest.mark.browser
def test_pictures_are_made_anew_from_the_site_of_the_samples(demo: DemoRun, tmp_path: Path) -> None:
    taken = take_pictures(demo.home.site, tmp_path)
    assert [path.stem for path in taken] == [picture.name for picture in PICTURES]
    for path in taken:
        assert path.read_bytes().startswith(PNG)
        assert 20_000 < path.stat().st_size <= MOST_BYTES


@pytest.mark.browser
def test_a_site_without_the_page_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="has no compare/"):
        take_pictures(tmp_path, tmp_path / "pictures")
