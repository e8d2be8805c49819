"""OpenAI's catalog of models."""

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    shared_claims,
    shared_statements,
)

# A line of the catalog: "- [GPT-4](/api/docs/models/gpt-4.md): Deprecated".
ENTRY = (
    r"^[-*] \[(?P<name>[^\]]+)\]"
    r"\(\S*/docs/models/(?P<id>[a-z][\w.-]*?)(?:\.md)?\): (?P<status>Deprecated\b)?"
)


class OpenaiModels(Documentation):
    """OpenAI's list of all its models: the name of each beside the id that its own page is called
    by.

    A line also says whether the model is deprecated. What else it says of the model is not read.
    What a sentence says of the latest models is said of those that the page recommends.
    """

    publisher = "openai"
    links = [
        Link.markdown(
            "models",
            "https://developers.openai.com/api/docs/models",
            "https://platform.openai.com/docs/models",
            "https://platform.openai.com/docs/models.md",
        )
    ]
    expect = {"catalog": range(20, 3000), "latest": range(1000)}

    def catalog(self, page: Page) -> Claims:
        for line, entry in page.outline.lines(ENTRY):
            route = line.slice(*entry.span("id"))
            yield Claim(route=route, attribute="name", quote=line.slice(*entry.span("name")))
            if entry["status"]:
                status = line.slice(*entry.span("status"))
                yield Claim(route=route, attribute="status", quote=status)

    def latest(self, page: Page) -> Claims:
        shared = shared_statements(page.outline)
        for section in page.outline.sections("Recommended models"):
            for line, entry in section.lines(ENTRY):
                yield from shared_claims(shared, route=line.slice(*entry.span("id")))
