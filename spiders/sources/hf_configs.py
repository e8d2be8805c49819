"""Hugging Face repositories: config.json."""

from spiders.authoring import (
    REPOSITORIES,
    Claim,
    Claims,
    LayoutChanged,
    Page,
    Source,
    any_repository_patterns,
    attribute_claims,
    newest_file_link,
    repository_subject,
)


class HfConfigs(Source):
    """The native context and the architecture of a repository's model; nothing else is read."""

    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    refresh_every = "7d"
    links = [newest_file_link(name, "config", "config.json") for name in REPOSITORIES]
    follow_patterns = {"config": any_repository_patterns(r"config\.json")}
    expect = {"config": range(1, 3)}

    def config(self, page: Page) -> Claims:
        about = repository_subject(page)
        config = page.json()
        context = config.find("max_position_embeddings")
        if context is None:
            context = config.find("text_config/max_position_embeddings")
        if context is None:
            raise LayoutChanged(
                "the config names no context",
                expected="max_position_embeddings",
                found=", ".join(config),
            )
        yield Claim(attribute="context_tokens", quote=context, **about)
        yield from attribute_claims(config, {"architectures": "architecture"}, **about)
