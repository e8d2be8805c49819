"""Hugging Face's model API."""

from collections.abc import Iterator

from spiders.authoring import (
    LABS,
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
# What a list says of each repository: it has all of these only where they are asked for.
EXPANDED = (
    "baseModels",
    "cardData",
    "config",
    "createdAt",
    "gated",
    "gguf",
    "inferenceProviderMapping",
    "pipeline_tag",
    "safetensors",
    "tags",
)
LIST_OF_LAB = f"{API_URL}?author={{}}&sort=createdAt&direction=-1&limit=100" + "".join(
    f"&expand[]={name}" for name in EXPANDED
)
# By the path of keys to each; of two paths to one attribute the first that is there counts.
ATTRIBUTES: dict[str, Attribute] = {
    "cardData/language": "languages",
    "pipeline_tag": "task",
    "config/architectures": "architecture",
    "gguf/architecture": "architecture",
    "safetensors/total": "parameters_total",
    "gguf/total": "parameters_total",
    "gguf/context_length": "context_tokens",
    "createdAt": "listed_date",
    "gated": "gated",
}
# When the hub began to keep the days on which repositories are made: that of every older one.
OLDEST_CREATED_AT = "2022-03-02T23:29:0"
LICENCE_TAG = "license:"


class HuggingfaceModels(Source):
    """What the hub knows of the repositories of the known labs, list by list, and of every other
    repository that the catalog's pages name, one by one.

    A repository speaks for itself only. `createdAt` is the day of the repository, which may be
    later than the model's. Who serves a model stands in the same answer; prices do not.
    """

    publisher = "huggingface"
    lineage = "own_card"
    terms = "public API, rate limited"
    refresh_every = "7d"
    due_by_page = True
    links = [Link(kind="list", url=LIST_OF_LAB.format(owner), document=owner) for owner in LABS]
    follow_patterns = {
        "model": r"https://huggingface\.co/api/models/([\w.-]+(?:/[\w.-]+)?)(?:\?.*)?",
        "list": r"https://huggingface\.co/api/models\?(?:.*&)?author=([\w.-]+)(?:&.*)?",
    }
    expect = {"models": range(50_000)}
    partial_kinds = ("list",)

    def repository_link(self, repository: str, *, is_listed: bool) -> Link | None:
        if is_listed:
            return None
        return Link(kind="model", url=f"{API_URL}/{repository}", document=repository)

    def follow(self, page: Page) -> Iterator[Link]:
        address = page.next_address()
        owner = page.quote_in_url(r"[?&]author=([\w.-]+)") if page.kind == "list" else None
        if address and owner:
            yield Link(kind="list", url=address, document=owner.text)

    def models(self, page: Page) -> Claims:
        if page.kind == "list":
            yield from self.read_each(page, "models", page.json().nodes(), self.model)
            return
        entry = page.json()
        yield from self.read_each(page, "models", [entry], self.model)
        asked = page.quote_in_url(r"/api/models/([\w.-]+(?:/[\w.-]+)?)")
        model = entry.require("id")
        if asked.text != model.text:
            # It was renamed: the hub answers under the name that it has now.
            yield Claim(
                model=model,
                seller=lab_of(model.text),
                attribute="alias",
                variant="renamed_from",
                quote=asked,
            )

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
        base = entry.find("cardData/base_model")
        if base:
            relation = entry.find("baseModels/relation")
            yield Claim(
                model=model,
                seller=lab,
                attribute="base_model",
                variant=relation.text if relation else None,
                quote=base,
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
