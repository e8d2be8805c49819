"""DeepSeek's change log: which model a name of its API stands for since when, releases, endings,
scores it reports.
"""

from itertools import product

from spiders.claims import Claim, Claims, Link
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.readers.benchmark_tables import read_score_lines
from spiders.readers.dates import Day, read_days
from spiders.source import Documentation

_URL = "https://api-docs.deepseek.com/updates"
ID = r"deepseek-(?:chat|reasoner|coder)\b"
BECAME = r"(?:(?i:upgraded to)|is our new model)[\s`*]*(DeepSeek[- ][A-Z][\w.-]*\w)"


class DeepseekUpdates(Documentation):
    publisher = "deepseek"
    unverified_reason = "only a conversion of its page by others was at hand"
    links = [Link(kind="updates", url=_URL, aliases=(f"{_URL}/", f"{_URL}.md"))]
    expect = {"entries": range(10, 3000)}
    money_pattern = r"prices? (?:will )?take effect|prices set at"

    def entries(self, page: Page) -> Claims:
        for first, *sections in page.outline.chapters(2):
            for day, section in product(read_days(first.title)[:1], sections):
                yield from self.entry(section, day)

    def entry(self, section: Section, day: Day) -> Claims:
        lines = [section.title, *(line for line, _ in section.lines("."))]
        released = section.title.find_all(r"^(DeepSeek-[VR][\w.-]*\w)(?: Release)?$")
        for line in lines:
            released += line.find_all(BECAME)
            for model, route in product(line.find_all(BECAME), line.find_all(ID)):
                yield Claim(route=route, attribute="points_to", quote=model, valid_from=day.iso)
        for model in released:
            yield Claim(model=model, attribute="released_date", quote=day.quote)
        about = (
            released[0] if released else section.title.find(r"^(DeepSeek-[VR][\w.-]*\w) Update$")
        )
        for score, setting, quote in read_score_lines(lines if about else ()):
            yield Claim(model=about, attribute="score", score=score, variant=setting, quote=quote)
        for sentence in section.sentences("will be discontinued|available until"):
            for end, route in product(
                read_days(sentence)[:1], sentence.find_all(ID) or [section.title]
            ):
                yield Claim(route=route, attribute="retired_date", quote=end.quote)
