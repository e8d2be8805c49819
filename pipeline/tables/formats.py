"""The formats of tables that can be compared, and which of them a table has."""

from pathlib import Path

from pipeline.failures import Failure
from pipeline.tables import (
    genai_prices,
    langfuse,
    litellm,
    llm_prices,
    llm_stats,
    models_dev,
    openrouter,
    plain_rows,
    portkey,
    price_rows,
    truefoundry,
)
from pipeline.tables.statement import TableFile, TableFormat
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
        langfuse,
        plain_rows,
        price_rows,
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
    fitting = [known for known in formats if _is_of_any(known, documents)]
    if len(fitting) != 1:
        expected = ", ".join(known.name for known in formats)
        found = " and ".join(known.name for known in fitting) or "none"
        raise Failure(
            f"{path}: expected a table of one format of {expected}, found {found} in "
            f"{len(documents)} JSON, YAML, TOML and CSV files; --table names the format where "
            "several fit",
            exit_code=2,
            code="unknown-format",
        )
    return fitting[0]


def _is_of_any(known: TableFormat, documents: list[TableFile]) -> bool:
    return any(is_of_format(known, document) for document in documents)


def is_of_format(known: TableFormat, document: TableFile) -> bool:
    """Whether a file is of a format."""
    try:
        return known.recognises(document)
    except LayoutChanged:  # it has another structure
        return False
