"""Moonshot's list of models."""

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    attribute_claims,
    capability_claims,
    read_days,
    successor_claims,
)

FACTS: dict[str, Attribute] = {
    r"^Deprecated$": "status",
    r"([\d.]+ (?:trillion|billion)) parameters": "parameters_total",
    r"[Cc]ontext (?:length )?(\d+k)\b": "context_tokens",
    r"(\d+M)-token context window": "context_tokens",
}
CAPABILITIES = {r"visual|[Vv]ision model|images?\b": "vision", r"\bthinking\b": "reasoning"}
RECOMMENDED = r"the latest (?:Kimi )?model \[([^\]]+)\]"


class MoonshotModels(Documentation):
    """Moonshot's models, in tables of names and descriptions.

    A description says what a model can do, its size and its context. Notes between the tables say
    which models ended, on which day, and what to use instead. Prices are on other pages.
    """

    publisher = "moonshotai"
    links = [Link.markdown("models", "https://platform.kimi.ai/docs/models")]
    expect = {"descriptions": range(6, 400), "endings": range(1, 400)}

    def descriptions(self, page: Page) -> Claims:
        for row in page.outline.rows("Model Name", "Description"):
            route = row.pop("Model Name")
            description = row.pop("Description")
            yield from attribute_claims(description, FACTS, route=route)
            yield from capability_claims(description, CAPABILITIES, route=route, value="yes")

    def endings(self, page: Page) -> Claims:
        notes = [note for note, _ in page.outline.lines("discontinued on")]
        rows = page.outline.rows("Model Name", "Description", ignore=["Description"])
        routes = [row.pop("Model Name") for row in rows]
        return self.read_each(page, "endings", notes, lambda note: self.ended(note, routes))

    def ended(self, note: Quote, routes: list[Quote]) -> Claims:
        """What a note says of the models that it names."""
        days = read_days(note)
        ended = self.named_in(note, routes)
        if len(days) != 1 or not ended:
            raise LayoutChanged(
                "a note of an ending has no one day or no model",
                where=note.locator,
                found=note.text,
            )
        for route in ended:
            yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
            yield from successor_claims(route, note.find_all(RECOMMENDED))

    def named_in(self, note: Quote, routes: list[Quote]) -> list[Quote]:
        """The model that a note names, or those of the tables that are of the series it names."""
        name = note.find(r"`([\w.-]+)`")
        if name is None:
            return []
        if "` series" in note.text:
            return [route for route in routes if route.text.startswith(f"{name.text}-")]
        return [name]
