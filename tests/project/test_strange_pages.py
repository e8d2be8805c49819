"""Every test that docs/strange-pages.md names is there."""

import re

from tests.support import ROOT

NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def test_the_tests_of_strange_pages_are_there() -> None:
    page = (ROOT / "docs/strange-pages.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert all(NAMED.search(row) for row in rows)
    for path, name in NAMED.findall(page):
        assert f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), name
