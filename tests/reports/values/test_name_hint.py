"""What is said of a name that is not known."""

import pytest

from reports.values.name_hint import name_hint

SELLERS = ["anthropic", "openai", "together", "togetherai-eu"]


@pytest.mark.parametrize(
    ("name", "known", "said"),
    [
        ("opnai", SELLERS, "do you mean openai?"),
        ("OpenAI", SELLERS, "do you mean openai?"),
        ("togther", SELLERS, "do you mean together or togetherai-eu?"),
        ("nobody", SELLERS, "there are anthropic, openai, together, togetherai-eu"),
        ("nobody", [], "there are none"),
        ("nobody", [f"seller-{n}" for n in range(9)], "there are 9: `cardkeep status` lists them"),
    ],
)
def test_the_nearest_names_are_told_or_all_or_what_lists_them(
    name: str, known: list[str], said: str
) -> None:
    assert name_hint(name, known, "`cardkeep status`") == said
