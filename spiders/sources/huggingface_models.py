"""Hugging Face's model API: what the hub knows of a repository, for the most downloaded ones and
for some one by one.

A repository speaks for itself only. `createdAt` is the day of the repository, which may be later
than the model's.
"""

from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.platforms.huggingface import REPOSITORIES, lab_of
from spiders.readers.seller_ids import seller_id
from spiders.source import Source

API = "https://huggingface.co/api/models"
LISTS = tuple(f"list_{number}" for number in range(1, 6))
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
BEGINNING = "2022-03-02T23:29:0"  # when the hub began to keep such days: of every older repository


class HuggingfaceModels(Source):
    publisher = "huggingface"
    lineage = "own_card"
    terms = "public API, rate limited"
    refresh_every = "7d"
    links = [
        Link(
            kind=LISTS[0],
            url=f"{API}?full=true&cardData=true&sort=downloads&limit=1000",
            document="list",
        ),
        *(Link(kind="model", url=f"{API}/{name}", document=name) for name in REPOSITORIES),
    ]
    follow_patterns = {
        "model": r"https://huggingface\.co/api/models/([\w.-]+(?:/[\w.-]+)?)(?:\?.*)?"
    }
    partial_kinds = LISTS
    expect = {"models": range(1, 50_000)}

    def follow(self, page: Page) -> Iterator[Link]:
        address = page.next_address()
        if address and page.kind in LISTS[:-1]:
            yield Link(kind=LISTS[LISTS.index(page.kind) + 1], url=address, document="list")

    def models(self, page: Page) -> Claims:
        found = [page.json()] if page.kind == "model" else page.json().nodes()
        return self.read_each(page, "models", found, self.model)

    def model(self, entry: Node) -> Claims:
        model = entry.require("id")
        lab = lab_of(model.text)
        values: dict[Attribute, Quote] = {}
        for path, attribute in ATTRIBUTES.items():
            if (quote := entry.find(path)) and not quote.text.startswith(BEGINNING):
                values.setdefault(attribute, quote)
        if licence := self.licence(entry):
            values["licence"] = licence
        for attribute, quote in values.items():
            yield Claim(model=model, seller=lab, attribute=attribute, quote=quote)
            if attribute == "parameters_total":  # counted in the weights, which are there
                yield Claim(
                    model=model, seller=lab, attribute="open_weights", quote=quote, value="yes"
                )
        yield from self.offers(model, entry)

    def licence(self, entry: Node) -> Quote | None:
        stated, name = entry.find("cardData/license"), entry.find("cardData/license_name")
        tags = [
            tag.slice(8, len(tag.text))
            for tag in entry.scalars("tags")
            if tag.text.startswith("license:")
        ]
        return (
            (name if stated and stated.text == "other" else None)
            or stated
            or next(iter(tags), None)
        )

    def offers(self, model: Quote, entry: Node) -> Claims:
        """Who serves the model: a list of objects, or one object a seller, as older answers have
        it.
        """
        mapping = entry.get_node("inferenceProviderMapping")
        for offer in mapping.nodes() if mapping else ():
            name, route = offer.get("provider"), offer.require("providerId")
            seller = seller_id(name.text if name else offer.pointer.rpartition("/")[2])
            yield Claim(
                route=route, seller=seller, attribute="status", quote=offer.require("status")
            )
            yield Claim(
                route=route, seller=seller, attribute="alias", variant="huggingface", quote=model
            )
