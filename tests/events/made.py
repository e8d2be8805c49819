"""The one page of an event that nobody recorded: OpenAI's price list of July 2026.

It is the list of May with a row of GPT-5.6 Luna in each tier, whose numbers tables that others kept
tell: five times those of August in every tier and meter.
"""

import re
from collections.abc import Iterable
from datetime import date

from tests.events.nights import RecordedPage

SOURCE = "openai_pricing"
MAY, JULY = date(2026, 5, 29), date(2026, 7, 27)
ROWS = {
    "standard": "1, 0.1, 6",
    "batch": "0.5, 0.05, 3",
    "flex": "0.5, 0.05, 3",
    "priority": "2, 0.2, 12",
}
TIER = re.compile(r'tier="(\w+)"')
BESIDE = '["gpt-5.5 ('
"""What begins the row of each tier before which the new one stands."""


def made_pages(pages: Iterable[RecordedPage]) -> list[RecordedPage]:
    """The list of July, made of that of May; nothing where May's is not there."""
    may = [page for page in pages if (page.source, page.day) == (SOURCE, MAY)]
    return [page.on(JULY)._replace(body=_with_luna(page.read().decode()).encode()) for page in may]


def _with_luna(text: str) -> str:
    lines: list[str] = []
    tier = ""
    for line in text.split("\n"):
        named = TIER.search(line)
        tier = named[1] if named else tier
        if line.lstrip().startswith(BESIDE) and tier in ROWS:
            indent = line[: line.index("[")]
            lines.append(f'{indent}["gpt-5.6-luna (<272K context length)", {ROWS[tier]}],')
        lines.append(line)
    return "\n".join(lines)
