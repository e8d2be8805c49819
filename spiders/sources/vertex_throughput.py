"""Which models Google Cloud sells by reserved throughput, and under which id.

Burndown rates turn tokens into units of throughput: they compare a model's tokens with each other
and are no prices.
"""

from spiders.claims import Claim, Claims, Link, Quote
from spiders.parsing.page import Page
from spiders.readers.phrases import bare_name, read_name
from spiders.source import Documentation

_MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
_VERSION = r"Latest supported version.*?: `?([\w.@-]+)"


class VertexThroughput(Documentation):
    publisher = "google-vertex"
    terms = "public documentation, CC BY 4.0; robots allow"
    refresh_every = "7d"
    links = [Link(kind="throughput", url=f"{_MODELS}/provisioned-throughput/supported-models")]
    expect = {
        "listed": range(16, 2000),
        "tables": range(16, 2000),
        "global_endpoint": range(8, 2000),
    }

    def listed(self, page: Page) -> Claims:
        """The models of a table that the page writes as lines: a linked name, then the lines with
        its ids.
        """
        for section in page.outline.sections():
            name: Quote | None = None
            for line, _ in section.lines(rf"^\[[^\]]+\]\(|^{_VERSION}"):
                if route := line.find(_VERSION):
                    yield from self.version(line, route, name)
                else:
                    name = line.find(r"^\[([^\]]+)\]")

    def tables(self, page: Page) -> Claims:
        for table in page.outline.tables("Model", "Burndown rates"):
            page.note_unread("tables", "burndown rates are no prices", table.where)
            for row in table.rows(ignore=table.labels):
                label = row.pop("Model")
                if route := label.find(_VERSION):
                    name = label.find(r"^(.+?)(?: \1)? Latest")  # some stand there twice
                    yield from self.version(label, route, name)
                else:
                    route, _, note, *_ = read_name(bare_name(label))
                    yield self.offered(route)
                    if note:
                        yield Claim(route=route, attribute="status", quote=note)

    def version(self, line: Quote, route: Quote, name: Quote | None) -> Claims:
        yield self.offered(route)
        if name:
            yield Claim(route=route, attribute="name", quote=name)
        if preview := line.find(r"\[(preview)\]"):
            yield Claim(route=route, attribute="status", quote=preview)

    def global_endpoint(self, page: Page) -> Claims:
        for row in page.outline.rows("Model", "Latest supported model version", ignore=["Model"]):
            yield self.offered(row.pop("Latest supported model version"), "_on_global_endpoint")

    def offered(self, route: Quote, where: str = "") -> Claim:
        variant = f"provisioned_throughput{where}"
        return Claim(route=route, attribute="capability", variant=variant, value="yes", quote=route)
