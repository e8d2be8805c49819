"""Hugging Face's model API."""

from collections.abc import Iterator

from spiders.authoring import (
    REPOSITORIES,
    Attribute,
    Claim,
    Claims,
    Link,
    Node,
    Page,
    Quote,
    Source,
    StatedLicence,
    lab_of,
    packed_weights,
    seller_id,
    stated_licence,
)

API_URL = "https://huggingface.co/api/models"
LISTS = tuple(f"list_{number}" for number in range(1, 6))
# By the path of keys to each; of two paths to one attribute the first that is there counts.
ATTRIBUTES: dict[str, Attribute] = {
    "cardData/base_model": "base_model",
    "cardData/language": "languages",
    "pipeline_tag": "task",
    "config/architectures": "architecture",
    "safetensors/total": "parameters_total",
    "gguf/total": "parameters_total",
    "createdAt": "listed_date",
    "gated": "gated",
}
# When the hub began to keep the days on which repositories are made: that of every older one.
OLDEST_CREATED_AT = "2022-03-02T23:29:0"
LICENCE_TAG = "license:"


class HuggingfaceModels(Source):
    """What the hub knows of a repository, for the most downloaded ones and for some one by one.

    A repository speaks for itself only. `createdAt` is the day of the repository, which may be
    later than the model's. Who serves a model stands in the same answer; prices do not.
    """

    publisher = "huggingface"
    lineage = "own_card"
    terms = "public API, rate limited"
    refresh_every = "7d"
    links = [
        Link(
            kind=LISTS[0],
            url=f"{API_URL}?full=true&cardData=true&sort=downloads&limit=1000",
            document="list",
        ),
        *(Link(kind="model", url=f"{API_URL}/{name}", document=name) for name in REPOSITORIES),
    ]
    follow_patterns = {
        "model": r"https://huggingface\.co/api/models/([\w.-]+(?:/[\w.-]+)?)(?:\?.*)?"
    }
    expect = {"models": range(1, 50_000)}
    partial_kinds = LISTS

    def follow(self, page: Page) -> Iterator[Link]:
        address = page.next_address()
        if address and page.kind in LISTS[:-1]:
            next_kind = LISTS[LISTS.index(page.kind) + 1]
            yield Link(kind=next_kind, url=address, document="list")

    def models(self, page: Page) -> Claims:
        entries = [page.json()] if page.kind == "model" else page.json().nodes()
        return self.read_each(page, "models", entries, self.model)

    def model(self, entry: Node) -> Claims:
        model = entry.require("id")
        lab = lab_of(model.text)
        for attribute, quote in self.stated(entry).items():
            doubt = packed_weights(entry) if attribute == "parameters_total" else ""
            yield Claim(
                model=model, seller=lab, attribute=attribute, quote=quote, doubt=doubt or None
            )
            if attribute == "parameters_total":
                # They are counted in the weights, which are there.
                yield Claim(
                    model=model, seller=lab, attribute="open_weights", quote=quote, value="yes"
                )
        licence = self.licence(entry)
        if licence:
            yield Claim(model=model, seller=lab, attribute="licence", **licence._asdict())
        yield from self.offers(model, entry)

    def stated(self, entry: Node) -> dict[Attribute, Quote]:
        stated: dict[Attribute, Quote] = {}
        for path, attribute in ATTRIBUTES.items():
            quote = entry.find(path)
            if quote and not quote.text.startswith(OLDEST_CREATED_AT):
                stated.setdefault(attribute, quote)
        return stated

    def licence(self, entry: Node) -> StatedLicence | None:
        """The licence of the card, or else that of a tag."""
        card = entry.find_node("cardData")
        licence = stated_licence(card) if card else None
        if licence:
            return licence
        for tag in entry.scalars("tags"):
            if tag.text.startswith(LICENCE_TAG):
                return StatedLicence(tag.slice(len(LICENCE_TAG), len(tag.text)))
        return None

    def offers(self, model: Quote, entry: Node) -> Claims:
        """Who serves the model: a list of objects, or one object per seller, as older answers have
        it.
        """
        mapping = entry.get_node("inferenceProviderMapping")
        if mapping is None:
            return
        for offer in mapping.nodes():
            provider = offer.get("provider")
            route = offer.require("providerId")
            own_key = offer.pointer.rpartition("/")[2]
            seller = seller_id(provider.text if provider else own_key)
            status = offer.require("status")
            yield Claim(route=route, seller=seller, attribute="status", quote=status)
            yield Claim(
                route=route, seller=seller, attribute="alias", variant="huggingface", quote=model
            )
