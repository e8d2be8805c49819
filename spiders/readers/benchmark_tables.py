"""Tables of benchmark scores: one row per benchmark, one column per model, and columns that say how
each benchmark was run.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from spiders.claims import Quote, Score
from spiders.errors import LayoutChanged
from spiders.parsing.tables.headers import normalised
from spiders.parsing.tables.table import Table

_BENCHMARKS = ("Benchmark", "Benchmark (Metric)", "Metric")
_MODE = re.compile(r"(.+) \(([^()\d]+)\)")
_GROUPS = ("category", "capability", "modality", "")


class ScoreCell(NamedTuple):
    """A number in a table of scores."""

    label: Quote
    """The label of the model."""
    name: str
    """The model's name, without the setting that the label may have in brackets."""
    score: Score
    setting: str | None
    """How the benchmark was run: "5-shot, CoT"."""
    cell: Quote


def read_benchmark(label: str, *settings: str) -> tuple[Score, str | None]:
    """The benchmark in a label such as "MMLU (5-shot, CoT)" or "X (10/01/2024-02/01/2025)", and how
    it was run, with further settings. A version is written as a period of months.
    """
    in_brackets = re.findall(r"\(([^()]*)\)", label)
    versions = [words for words in in_brackets if re.search(r"\d/\d{4}\b", words)]
    all_settings: list[str] = []
    for words in in_brackets:
        if words not in versions:
            all_settings += [word.strip() for word in words.split(",")]
    all_settings += settings
    without_brackets = re.sub(r"\([^()]*\)", " ", label)
    name = " ".join(without_brackets.split()).rstrip("^*†")
    score = Score(benchmark=name, version=versions[0] if versions else None)
    return score, _joined_once(all_settings)


def _joined_once(settings: Iterable[str]) -> str | None:
    """The settings with commas between them, each once, also when it comes in other letter case."""
    once: dict[str, str] = {}
    for setting in settings:
        if setting:
            once.setdefault(setting.casefold(), setting)
    return ", ".join(once.values()) or None


def read_score_table(table: Table, models: str) -> Iterator[ScoreCell]:
    """Every number in a table of scores. A table of another form gives nothing.

    With a column "Benchmark" or "Metric", the headers that match `models` are the models, which may
    have a setting in brackets, as in "GPT-5 (high)". The other columns say how the row's benchmark
    was run, except those that only group the rows. With the columns "Model" and "Size", every other
    header is a benchmark.
    """
    for header in _BENCHMARKS:
        if table.has_headers(header):
            yield from _read_models_in_columns(table, models, header)
            return
    if table.has_headers("Model", "Size"):
        yield from _read_models_in_rows(table)


def _read_models_in_columns(
    table: Table, models: str, benchmark_header: str
) -> Iterator[ScoreCell]:
    model_labels: dict[str, Quote] = {}
    for header in table.headers:
        if header.quotes and re.search(models, header.label):
            model_labels[header.label] = header.quotes[-1]
    groups = [label for label in table.labels if normalised(label) in _GROUPS]
    benchmark: Quote | None = None
    for row in table.rows(ignore=groups):
        # A blank cell means the benchmark of the row above.
        stated = row.pop(benchmark_header)
        if stated.text:
            benchmark = stated
        cells = row.pop_rest(skip=groups)
        score_cells = [
            (header, cell)
            for header, cell in cells
            if header in model_labels and re.search(r"\d", cell.text)
        ]
        if benchmark is None and not score_cells:
            continue
        if benchmark is None:
            raise LayoutChanged("a row of scores names no benchmark", where=row.where)
        other_cells = [(header, cell) for header, cell in cells if header not in model_labels]
        score, setting = read_benchmark(benchmark.text, *_settings(other_cells))
        for header, cell in score_cells:
            name, mode = _name_and_mode(header)
            both_settings = ", ".join(filter(None, [setting, mode])) or None
            quote = cell.with_context(benchmark.as_context("row"))
            yield ScoreCell(model_labels[header], name, score, both_settings, quote)


def _settings(cells: Sequence[tuple[str, Quote]]) -> Iterator[str]:
    """How a benchmark was run, from (header, cell): "5" under a header "# Shots" is "5-shot"."""
    for header, cell in cells:
        if not re.search(r"\w", cell.text):
            continue
        is_number_of_shots = "shots" in header.casefold() and cell.text[-1].isdigit()
        yield f"{cell.text}-shot" if is_number_of_shots else cell.text


def _name_and_mode(header: str) -> tuple[str, str | None]:
    """The name of a model, and the setting in brackets after it."""
    match = _MODE.fullmatch(header)
    if match is None:
        return header, None
    return match[1], match[2].lower()


def _read_models_in_rows(table: Table) -> Iterator[ScoreCell]:
    for row in table.rows():
        model = row.pop("Model")
        size = row.pop("Size")
        name = f"{model.text} {size.text}"
        for header, cell in row.pop_rest():
            score, setting = read_benchmark(header)
            quote = cell.with_context(size.as_context("row"))
            yield ScoreCell(model, name, score, setting, quote)
