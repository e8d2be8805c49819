"""Hugging Face repositories: the native context and the architecture in config.json."""

from spiders.claims import Claim, Claims
from spiders.errors import PageChanged
from spiders.parsing.page import Page
from spiders.platforms.huggingface import REPOSITORIES, anyones, newest, subject_of
from spiders.readers.attributes import attributes
from spiders.source import Source


class HfConfigs(Source):
    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    every = "7d"
    links = [newest(name, "config", "config.json") for name in REPOSITORIES]
    followed = {"config": anyones(r"config\.json")}
    expect = {"config": range(1, 3)}

    def config(self, page: Page) -> Claims:
        about, config = subject_of(page), page.json()
        context = config.find("max_position_embeddings") or config.find(
            "text_config/max_position_embeddings"
        )
        if context is None:
            raise PageChanged(
                "the config names no context",
                expected="max_position_embeddings",
                found=", ".join(config),
            )
        yield Claim(attribute="context_tokens", quote=context, **about)
        yield from attributes(config, {"architectures": "architecture"}, **about)
