"""Repositories on Hugging Face. The repositories of a lab's organisation are statements of the lab;
others are statements of their owner.
"""

from typing import Any, NamedTuple

from spiders.claims import Link, Quote
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page

LABS = {
    "Qwen": "alibaba",
    "Alibaba-NLP": "alibaba",
    "deepseek-ai": "deepseek",
    "google": "google",
    "meta-llama": "meta",
    "zai-org": "zai",
    "MiniMaxAI": "minimax",
    "mistralai": "mistral",
    "moonshotai": "moonshotai",
    "openai": "openai",
    "microsoft": "microsoft",
    "nvidia": "nvidia",
    "ibm-granite": "ibm",
    "CohereLabs": "cohere",
    "ai21labs": "ai21",
    "XiaomiMiMo": "xiaomi",
    "tencent": "tencent",
    "xai-org": "xai",
    "stepfun-ai": "stepfun",
    "baidu": "baidu",
    "ByteDance-Seed": "bytedance",
    "amazon": "amazon",
    "arcee-ai": "arcee",
    "databricks": "databricks",
    "perplexity-ai": "perplexity",
    "stabilityai": "stability",
    "thinkingmachines": "thinkingmachines",
    "upstage": "upstage",
    "voyageai": "voyageai",
    "vectara": "vectara",
    "SakanaAI": "sakana",
}
"""The organisations of labs, each with the lab: their lists are where discovery begins."""


def lab_of(repository: str) -> str | None:
    """The lab whose repository this is, by its owner; None for every other."""
    return LABS.get(repository.partition("/")[0])


def newest_file_link(repository: str, kind: str, file: str) -> Link:
    """The newest version of a file, whose document is the repository.

    The address of downloads has the widest of the hub's limits on requests.
    """
    url = f"https://huggingface.co/{repository}/resolve/main/{file}"
    return Link(kind=kind, url=url, document=repository)


def any_repository_patterns(file: str) -> str:
    """The urls of a file in any repository, as `Source.follow_patterns` has them. Its page and its
    download are the same document. `file` is a regular expression.
    """
    return rf"https://huggingface\.co/([\w.-]+/[\w.-]+)/(?:raw|resolve|blob)/main/{file}"


class StatedLicence(NamedTuple):
    """The licence of a card: the fields of its claim that have the same names."""

    quote: Quote
    value: str | None = None
    """The licences, where the card lists several and does not say what joins them."""


def stated_licence(card: Node) -> StatedLicence | None:
    """The licence in the metadata of a card; one called "other" by its own name, or else with its
    link as context. None where the card states none.
    """
    listed = card.scalars("license")
    if len(listed) > 1:
        words = ", ".join(licence.text for licence in listed)
        return StatedLicence(card.require("license"), f"{words} (both or either is not said)")
    licence = listed[0] if listed else card.get("license")
    name = card.get("license_name")
    link = card.get("license_link")
    if licence is None or licence.text != "other":
        return StatedLicence(licence) if licence else None
    return StatedLicence(name or licence.with_context(caption=link))


_PACKED_TYPES = ("I32", "I64", "U32", "U8", "I4", "U4", "F4", "F6_E2M3", "F6_E3M2")
_FEW_BUFFERS = 20
"""One in so many numbers that are whole ones may be buffers beside the weights."""


def packed_weights(entry: Node) -> str:
    """Why the numbers that the hub counts in the weights of a repository are not its parameters: one
    number holds several of them. Empty where nothing says so.
    """
    counts = entry.find_node("safetensors/parameters")
    quantisation = entry.find_node("config/quantization_config")
    bits = quantisation.get("bits") if quantisation else None
    packed = 0
    total = 0
    for number_type in counts or ():
        count = counts.get(number_type) if counts else None
        numbers = int(count.text) if count and count.text.isdigit() else 0
        total += numbers
        packed += numbers if number_type in _PACKED_TYPES else 0
    if packed * _FEW_BUFFERS > total:
        return f"{packed} of the {total} numbers that are counted are whole numbers: packed weights"
    if bits and bits.text in ("2", "3", "4", "5", "6"):
        return f"the weights are packed: {bits.text} bits for each, and what is counted is not said"
    return ""


def repository_subject(page: Page) -> dict[str, Any]:
    """The fields `model` and `seller` of the claims of a file: the repository in the page's
    address, and its lab, if it has one.
    """
    repository = page.quote_in_url(r"huggingface\.co/([^/]+/[^/]+)/(?:raw|resolve|blob)/")
    return {"model": repository, "seller": lab_of(repository.text)}
