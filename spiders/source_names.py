"""The files of the sources, by name, whether they load or not. Imports none of them."""

import pkgutil

import spiders.sources


def source_names() -> list[str]:
    """The name of every source that has a file."""
    return sorted(module.name for module in pkgutil.iter_modules(spiders.sources.__path__))
