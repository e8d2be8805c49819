"""Z.ai's release notes."""

import re

from spiders.authoring import (
    Attribute,
    ChangelogEntry,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    attribute_claims,
    changelog_entries,
)

FACTS: dict[str, Attribute] = {
    r"(\d+[BT]) total parameters": "parameters_total",
    r"total parameters and (\d+[BT]) activated": "parameters_active",
    r"(?:context window to|Supports) (\d+[KM])\b(?: lossless context)?": "context_tokens",
}
# The GLM-4.5 of "GLM-4.5 Series", the AutoGLM of "AutoGLM (beta)".
BARE_NAME = r"^(.+?)(?: Series)?(?: ?\(beta\))?$"


class ZaiReleases(Documentation):
    """Z.ai's release notes: an entry per model, under the day of its release.

    An entry's text may say the size and the context. An agent is a service and no model.
    """

    publisher = "zai"
    role = "changelog"
    links = [Link.markdown("releases", "https://docs.z.ai/release-notes/new-released")]
    expect = {"releases": range(10, 1000)}

    def releases(self, page: Page) -> Claims:
        return self.read_each(page, "releases", changelog_entries(page.outline), self.release)

    def release(self, entry: ChangelogEntry) -> Claims:
        if entry.about is None:
            raise LayoutChanged("an entry names no model", where=entry.title.locator)
        name = entry.about.find(BARE_NAME) or entry.about
        if re.search(r"\bAgent\b", name.text):
            yield Claim(service=name, attribute="released_date", quote=entry.title)
            return
        yield Claim(model=name, attribute="released_date", quote=entry.title)
        yield from attribute_claims(entry, FACTS, model=name)
