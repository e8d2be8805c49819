"""Moonshot's list of models: what each can do, in its description, and which ended, in notes between the tables."""

from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Claim, Claims, Link, Quote
from spiders.days import days_in
from spiders.page import Page
from spiders.source import Documentation
from spiders.updates import replaced_by

CONTEXT = (r"[Cc]ontext (?:length )?(\d+k)\b", r"(\d+M)-token context window")
CAPABILITIES = {"vision": r"visual|[Vv]ision model|images?\b", "reasoning": r"\bthinking\b"}


class MoonshotModels(Documentation):
    publisher = "moonshotai"
    links = [Link.markdown("models", "https://platform.kimi.ai/docs/models")]
    expect = {"descriptions": range(6, 400), "endings": range(1, 400)}

    def descriptions(self, page: Page) -> Claims:
        for route, description in self.models(page):
            if description.text == "Deprecated":
                yield Claim(route=route, attribute="status", quote=description)
            for pattern in CONTEXT:
                if context := description.find(pattern):
                    yield Claim(route=route, attribute="context_tokens", quote=context)
            if parameters := description.find(r"([\d.]+ (?:trillion|billion)) parameters"):
                yield Claim(route=route, attribute="parameters_total", quote=parameters)
            for capability, pattern in CAPABILITIES.items():
                if stated := description.find(pattern):
                    yield Claim(route=route, attribute="capability", variant=capability, quote=stated, says="yes")

    def models(self, page: Page) -> Iterator[tuple[Quote, Quote]]:
        for table in page.outline.tables("Model Name", "Description"):
            for row in table.rows():
                yield row.pop("Model Name"), row.pop("Description")

    def endings(self, page: Page) -> Claims:
        notes = [note for section in page.outline.sections() for note, _ in section.lines("discontinued on")]
        routes = [route for route, _ in self.models(page)]
        return self.each(page, "endings", notes, lambda note: self.ended(note, routes))

    def ended(self, note: Quote, routes: list[Quote]) -> Claims:
        """The model that a note names, or those of the series that it names."""
        day, name = days_in(note), note.find(r"`([\w.-]+)`")
        ended = [route for route in routes if name and route.text.startswith(f"{name.text}-")]
        ended = ended if "` series" in note.text else [name] if name else []
        if len(day) != 1 or not ended:
            raise PageChanged("a note of an ending has no one day or no model", where=note.locator, found=note.text)
        for route in ended:
            yield Claim(route=route, attribute="retired_date", quote=day[0].quote)
            yield from replaced_by(route, note.finds(r"the latest (?:Kimi )?model \[([^\]]+)\]"))
