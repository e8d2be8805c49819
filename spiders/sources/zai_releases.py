"""Z.ai's release notes: an entry a model, under the day of its release."""

import re

from spiders.claims import Attribute, Claim, Claims, Link
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.readers.changelogs import ChangelogEntry, changelog_entries
from spiders.source import Documentation


class ZaiReleases(Documentation):
    publisher = "zai"
    links = [Link.markdown("releases", "https://docs.z.ai/release-notes/new-released")]
    expect = {"releases": range(10, 1000)}

    facts: dict[str, Attribute] = {
        r"(\d+[BT]) total parameters": "parameters_total",
        r"total parameters and (\d+[BT]) activated": "parameters_active",
        r"(?:context window to|Supports) (\d+[KM])\b(?: lossless context)?": "context_tokens",
    }

    def releases(self, page: Page) -> Claims:
        return self.read_each(page, "releases", changelog_entries(page.outline), self.release)

    def release(self, update: ChangelogEntry) -> Claims:
        if update.about is None:
            raise LayoutChanged("an entry names no model", where=update.title.locator)
        name = update.about.find(r"^(.+?)(?: Series)?(?: ?\(beta\))?$") or update.about
        if re.search(r"\bAgent\b", name.text):
            yield Claim(service=name, attribute="released_date", quote=update.title)
            return
        yield Claim(model=name, attribute="released_date", quote=update.title)
        yield from attribute_claims(update, self.facts, model=name)
