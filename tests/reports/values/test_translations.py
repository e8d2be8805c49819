"""Chinese labels are translated, with the original beside."""

import pytest

from reports.values.translations import in_english


@pytest.mark.parametrize(
    ("label", "english"),
    [
        ("input, 新加坡, 国际", "input, Singapore (新加坡), international (国际)"),
        ("second, 华北2（北京）, 720P", "second, North China 2, Beijing (华北2（北京）), 720P"),
        # The longer term goes before the one that it holds.
        ("美国（弗吉尼亚）", "US, Virginia (美国（弗吉尼亚）)"),
        ("output, 某个新词", "output, 某个新词"),
        ("input, us-east-1", "input, us-east-1"),
    ],
)
def test_known_terms_have_english_before_them(label: str, english: str) -> None:
    assert in_english(label) == english
