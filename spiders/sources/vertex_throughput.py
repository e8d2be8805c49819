"""Google Cloud's models that are sold by reserved throughput."""

from spiders.authoring import Claim, Claims, Documentation, Link, Page, Quote, bare_name, read_name

MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
# The id in "Latest supported version: `gemini-2.5-pro`".
VERSION = r"Latest supported version.*?: `?([\w.@-]+)"
LINKED_NAME = r"^\[([^\]]+)\]"
# The name before the version in one cell; some stand there twice.
NAME_BEFORE_VERSION = r"^(.+?)(?: \1)? Latest"


class VertexThroughput(Documentation):
    """Which models Google Cloud sells by reserved throughput, and under which id.

    Models stand in lines or in tables with their ids; one table says which are served on the global
    endpoint. Burndown rates turn tokens into units of throughput:
    they compare a model's tokens with each other, are no prices, and are not read.
    """

    publisher = "google-vertex"
    terms = "public documentation, CC BY 4.0; robots allow"
    refresh_every = "7d"
    links = [Link(kind="throughput", url=f"{MODELS}/provisioned-throughput/supported-models")]
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
            for line, _ in section.lines(rf"{LINKED_NAME}\(|^{VERSION}"):
                route = line.find(VERSION)
                if route:
                    yield from self.version(line, route, name)
                else:
                    name = line.find(LINKED_NAME)

    def tables(self, page: Page) -> Claims:
        for table in page.outline.tables("Model", "Burndown rates"):
            page.note_unread("tables", "burndown rates are no prices", table.where)
            for row in table.rows(ignore=table.labels):
                yield from self.labelled(row.pop("Model"))

    def labelled(self, label: Quote) -> Claims:
        """The model in a cell that has its name and its id, or just its name."""
        route = label.find(VERSION)
        if route:
            yield from self.version(label, route, label.find(NAME_BEFORE_VERSION))
            return
        route, _, note, *_ = read_name(bare_name(label))
        yield self.offered(route)
        if note:
            yield Claim(route=route, attribute="status", quote=note)

    def version(self, line: Quote, route: Quote, name: Quote | None) -> Claims:
        yield self.offered(route)
        if name:
            yield Claim(route=route, attribute="name", quote=name)
        preview = line.find(r"\[(preview)\]")
        if preview:
            yield Claim(route=route, attribute="status", quote=preview)

    def global_endpoint(self, page: Page) -> Claims:
        for row in page.outline.rows("Model", "Latest supported model version", ignore=["Model"]):
            yield self.offered(row.pop("Latest supported model version"), "_on_global_endpoint")

    def offered(self, route: Quote, where: str = "") -> Claim:
        variant = f"provisioned_throughput{where}"
        return Claim(route=route, attribute="capability", variant=variant, value="yes", quote=route)
