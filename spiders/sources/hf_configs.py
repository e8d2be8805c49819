"""Hugging Face repositories: config.json."""

from spiders.authoring import (
    Claim,
    Claims,
    Link,
    Page,
    Source,
    any_repository_patterns,
    attribute_claims,
    newest_file_link,
    repository_subject,
)

CONTEXT_PATHS = (
    "max_position_embeddings",
    "text_config/max_position_embeddings",
    "language_config/max_position_embeddings",
    "llm_config/max_position_embeddings",
    "thinker_config/text_config/max_position_embeddings",
    "n_positions",
    "seq_length",
)


class HfConfigs(Source):
    """The native context and the architecture of a repository's model; nothing else is read.

    A model that hears, sees or embeds has its context in a part of its own, or none.
    """

    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    refresh_every = "7d"
    due_by_page = True
    links = []
    follow_patterns = {"config": any_repository_patterns(r"config\.json")}
    expect = {"config": range(3)}

    def repository_link(self, repository: str, *, is_listed: bool) -> Link | None:
        return newest_file_link(repository, "config", "config.json")

    def config(self, page: Page) -> Claims:
        about = repository_subject(page)
        config = page.json()
        for path in CONTEXT_PATHS:
            context = config.find(path)
            if context:
                yield Claim(attribute="context_tokens", quote=context, **about)
                break
        yield from attribute_claims(config, {"architectures": "architecture"}, **about)
