"""Moonshot's list of models: what each can do, in its description, and which ended, in notes
between the tables.
"""

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims, capability_claims
from spiders.readers.changelogs import successor_claims
from spiders.readers.dates import read_days
from spiders.source import Documentation

FACTS: dict[str, Attribute] = {
    r"^Deprecated$": "status",
    r"([\d.]+ (?:trillion|billion)) parameters": "parameters_total",
    r"[Cc]ontext (?:length )?(\d+k)\b": "context_tokens",
    r"(\d+M)-token context window": "context_tokens",
}
CAPABILITIES = {r"visual|[Vv]ision model|images?\b": "vision", r"\bthinking\b": "reasoning"}


class MoonshotModels(Documentation):
    publisher = "moonshotai"
    links = [Link.markdown("models", "https://platform.kimi.ai/docs/models")]
    expect = {"descriptions": range(6, 400), "endings": range(1, 400)}

    def descriptions(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", "Description"):
            route, description = row.pop("Model Name"), row.pop("Description")
            yield from attribute_claims(description, FACTS, route=route)
            yield from capability_claims(description, CAPABILITIES, route=route, value="yes")

    def endings(self, page: Page) -> Claims:
        notes = [note for note, _ in page.outline.lines("discontinued on")]
        rows = page.outline.rows("Model Name", "Description", ignore=["Description"])
        routes = [row.pop("Model Name") for row in rows]
        return self.read_each(page, "endings", notes, lambda note: self.ended(note, routes))

    def ended(self, note: Quote, routes: list[Quote]) -> Claims:
        """The model that a note names, or those of the series that it names."""
        day, name = read_days(note), note.find(r"`([\w.-]+)`")
        ended = [route for route in routes if name and route.text.startswith(f"{name.text}-")]
        ended = ended if "` series" in note.text else [name] if name else []
        if len(day) != 1 or not ended:
            raise LayoutChanged(
                "a note of an ending has no one day or no model",
                where=note.locator,
                found=note.text,
            )
        for route in ended:
            yield Claim(route=route, attribute="retired_date", quote=day[0].quote)
            yield from successor_claims(
                route, note.find_all(r"the latest (?:Kimi )?model \[([^\]]+)\]")
            )
