"""Tables of benchmark scores: a benchmark a row, a model a column, and columns that say how each
was run.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spiders.claims import Quote, Score
from spiders.errors import LayoutChanged
from spiders.parsing.tables import Table, normalised

_BENCHMARKS = ("Benchmark", "Benchmark (Metric)", "Metric")
_MODE = re.compile(r"(.+) \(([^()\d]+)\)")
_GROUPS = ("category", "capability", "modality", "")


class ScoreCell(NamedTuple):
    """A number in a table of scores: the label of the model, its name, the benchmark, how it was
    run, the cell.
    """

    label: Quote
    name: str
    score: Score
    setting: str | None
    cell: Quote


def read_benchmark(label: str, *settings: str) -> tuple[Score, str | None]:
    """The benchmark in a label such as "MMLU (5-shot, CoT)" or "X (10/01/2024-02/01/2025)", and how
    it was run.
    """
    brackets = re.findall(r"\(([^()]*)\)", label)
    releases = [words for words in brackets if re.search(r"\d/\d{4}\b", words)]
    spoken = [
        word.strip() for words in brackets if words not in releases for word in words.split(",")
    ]
    once: dict[str, str] = {}
    for words in filter(None, [*spoken, *settings]):
        once.setdefault(words.casefold(), words)
    name = " ".join(re.sub(r"\([^()]*\)", " ", label).split()).rstrip("^*†")
    score = Score(benchmark=name, version=releases[0] if releases else None)
    return score, ", ".join(once.values()) or None


def read_score_table(table: Table, models: str) -> Iterator[ScoreCell]:
    """Every number in a table of scores.

    With a column "Benchmark" or, without one, "Metric", the headers that match `models` name the
    models, with how they ran in brackets, as in "GPT-5 (high)", and every other column but those
    that only group the rows tells how the row's benchmark was run. With the columns "Model" and
    "Size" every other header is a benchmark. Any other table is no table of scores.
    """
    benchmarks = [header for header in _BENCHMARKS if table.has_headers(header)]
    if benchmarks:
        yield from _by_column(table, models, benchmarks[0])
    elif table.has_headers("Model", "Size"):
        yield from _by_row(table)


def _by_column(table: Table, models: str, benchmarks: str) -> Iterator[ScoreCell]:
    columns = {
        h.label: h.quotes[-1] for h in table.headers if h.quotes and re.search(models, h.label)
    }
    groups = [h.label for h in table.headers if normalised(h.label) in _GROUPS]
    label: Quote | None = None
    for row in table.rows(ignore=groups):
        above, label = label, row.pop(benchmarks)
        cells = row.pop_rest(skip=groups)
        if (
            not label.text
        ):  # a blank cell goes on with the benchmark above, a blank row says nothing
            label = above
        scored = [
            (header, cell)
            for header, cell in cells
            if header in columns and re.search(r"\d", cell.text)
        ]
        if label is None and not scored:
            continue
        if label is None:
            raise LayoutChanged("a row of scores names no benchmark", where=row.where)
        settings = [
            f"{cell.text}-shot"
            if "shots" in header.casefold() and cell.text[-1:].isdigit()
            else cell.text
            for header, cell in cells
            if header not in columns and re.search(r"\w", cell.text)
        ]
        score, setting = read_benchmark(label.text, *settings)
        for header, cell in scored:
            ran = _MODE.fullmatch(header)
            name, mode = (ran[1], ran[2].lower()) if ran else (header, None)
            how = ", ".join(filter(None, [setting, mode])) or None
            yield ScoreCell(
                columns[header], name, score, how, cell.with_context(label.as_context("row"))
            )


def _by_row(table: Table) -> Iterator[ScoreCell]:
    for row in table.rows():
        model, size = row.pop("Model"), row.pop("Size")
        for header, cell in row.pop_rest():
            name = f"{model.text} {size.text}"
            yield ScoreCell(
                model, name, *read_benchmark(header), cell.with_context(size.as_context("row"))
            )
