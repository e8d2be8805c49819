"""Between recorded copies of pages, what anchors confirm is what the source reads."""

import pytest

from tests.page_changes.report import outcomes
from tests.support.recorded_pages import further_folder, recorded_folder


@pytest.mark.recorded
def test_nothing_that_anchors_confirm_is_wrong() -> None:
    if not (recorded_folder() and further_folder()):
        pytest.skip("needs both folders of recorded pages")
    found = outcomes()
    assert len(found) >= 10
    assert [one.wrong + one.unread for one in found if one.wrong or one.unread] == []
    by_table = [one for one in found if one.change.source.name == "anthropic_pricing"]
    kept = sum(one.kept for one in by_table)
    assert kept >= 0.85 * sum(one.standing for one in by_table)
