"""The names of the sources, also of those that do not load. Imports none of them."""

import pkgutil

import spiders.sources


def source_names() -> list[str]:
    """The names of all files in spiders/sources, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(spiders.sources.__path__))
