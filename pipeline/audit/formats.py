"""The formats of tables that can be compared, and which of them a table has."""

from pathlib import Path

from pipeline.audit import (
    genai_prices,
    litellm,
    llm_prices,
    llm_stats,
    models_dev,
    openrouter,
    plain_rows,
    portkey,
    truefoundry,
)
from pipeline.audit.statement import TableFile, TableFormat
from pipeline.failures import Failure
from spiders.errors import LayoutChanged

FORMATS = {
    module.FORMAT.name: module.FORMAT
    for module in (
        genai_prices,
        models_dev,
        litellm,
        llm_prices,
        llm_stats,
        portkey,
        openrouter,
        truefoundry,
        plain_rows,
    )
}


def find_format(path: Path, documents: list[TableFile], named: str | None = None) -> TableFormat:
    """The format that is named, or else the one that files of the table have. Raises Failure where
    there is none.
    """
    if named is not None and named not in FORMATS:
        raise Failure(
            f"no format is called {named!r}; formats: {', '.join(FORMATS)}",
            exit_code=2,
            code="usage",
        )
    formats = [FORMATS[named]] if named else list(FORMATS.values())
    found = [
        known for known in formats if any(is_of_format(known, document) for document in documents)
    ]
    if len(found) != 1:
        raise Failure(
            f"{path}: expected a table of one format of {', '.join(known.name for known in formats)}, found "
            f"{' and '.join(known.name for known in found) or 'none'} in {len(documents)} JSON, YAML, TOML and CSV "
            "files; --table names the format where several fit",
            exit_code=2,
            code="unknown-format",
        )
    return found[0]


def is_of_format(known: TableFormat, document: TableFile) -> bool:
    """Whether a file is of a format."""
    try:
        return known.recognises(document)
    except LayoutChanged:  # it has another structure
        return False
