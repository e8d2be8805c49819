"""DeepSeek's change log."""

from collections.abc import Iterable, Iterator

from spiders.authoring import (
    Claim,
    Claims,
    Day,
    Documentation,
    Link,
    Page,
    Quote,
    Score,
    Section,
    read_benchmark,
    read_days,
)

URL = "https://api-docs.deepseek.com/updates"
API_NAME = r"deepseek-(?:chat|reasoner|coder)\b"
RELEASE_TITLE = r"^(DeepSeek-[VR][\w.-]*\w)(?: Release)?$"
UPDATE_TITLE = r"^(DeepSeek-[VR][\w.-]*\w) Update$"
# "... has been upgraded to DeepSeek-V3.1"
BECAME = r"(?:(?i:upgraded to)|is our new model)[\s`*]*(DeepSeek[- ][A-Z][\w.-]*\w)"
ENDS = "will be discontinued|available until"
# "- AIME 2024 (Pass@1): 39.6 → 59.4 (+19.8)": the benchmark before the colon, the score after the
# arrow, the gain in brackets.
SCORE_LABEL = r"^[-*]?\s*([A-Z][^:]*): (?:[\d.]+%? (?:→|->) )?[\d.]+%?(?: \([+-].*\))?$"
SCORE = r"([\d.]+)%?(?: \([+-].*\))?$"


class DeepseekUpdates(Documentation):
    """DeepSeek's updates: one chapter per day, one section per model.

    They say which model a name of the API stands for since when, which models are released, which
    end, and what they score in benchmarks. Announcements of prices are listed as unread: the price
    list states them.
    """

    publisher = "deepseek"
    role = "changelog"
    links = [Link(kind="updates", url=URL, aliases=(f"{URL}/", f"{URL}.md"))]
    expect = {"entries": range(10, 3000)}
    unverified_reason = "only a conversion of its page by others was at hand"
    money_pattern = r"prices? (?:will )?take effect|prices set at"

    def entries(self, page: Page) -> Claims:
        for first, *sections in page.outline.chapters(2):
            days = read_days(first.title)
            if days:
                for section in sections:
                    yield from self.entry(section, days[0])

    def entry(self, section: Section, day: Day) -> Claims:
        lines = [section.title, *(line for line, _ in section.lines("."))]
        released = section.title.find_all(RELEASE_TITLE)
        for line in lines:
            models = line.find_all(BECAME)
            released += models
            for model in models:
                for route in line.find_all(API_NAME):
                    yield Claim(route=route, attribute="points_to", quote=model, valid_from=day.iso)
        for model in released:
            yield Claim(model=model, attribute="released_date", quote=day.quote)
        scored = released[0] if released else section.title.find(UPDATE_TITLE)
        if scored:
            yield from self.scores(scored, lines)
        yield from self.endings(section)

    def scores(self, model: Quote, lines: Iterable[Quote]) -> Claims:
        for score, setting, quote in read_score_lines(lines):
            yield Claim(model=model, attribute="score", score=score, variant=setting, quote=quote)

    def endings(self, section: Section) -> Claims:
        for sentence in section.sentences(ENDS):
            routes = sentence.find_all(API_NAME) or [section.title]
            for day in read_days(sentence)[:1]:
                for route in routes:
                    yield Claim(route=route, attribute="retired_date", quote=day.quote)


def read_score_lines(lines: Iterable[Quote]) -> Iterator[tuple[Score, str | None, Quote]]:
    """The benchmark, how it was run, and the score in each line that states one."""
    for line in lines:
        label = line.find(SCORE_LABEL)
        number = line.find(SCORE)
        if label and number:
            score, setting = read_benchmark(label.text.replace("\\", ""))
            yield score, setting, number.with_context(row=label)
