"""The section of specs: one row per attribute, and the attributes that contradict one another."""

from collections.abc import Mapping

from reports.pages.pair import Pair
from reports.pages.sections.paired_rows import Row, value_row
from reports.values.implications import Conflict, conflicts
from reports.values.value import FrozenModel

LABELS: Mapping[str, str] = {
    "released_date": "Released",
    "context_tokens": "Context window",
    "max_output_tokens": "Max output",
    "parameters_total": "Parameters",
    "parameters_active": "Active parameters",
    "architecture": "Architecture",
    "open_weights": "Weights published",
    "licence": "Licence",
    "knowledge_cutoff": "Knowledge cutoff",
    "input_modalities": "Input modalities",
    "output_modalities": "Output modalities",
}


class Specs(FrozenModel):
    rows: tuple[Row, ...]
    conflicts: tuple[Conflict, ...]
    """Values that exclude one another: both are shown, and that one of them is wrong."""


def specs(pair: Pair) -> Specs:
    rows = tuple(
        value_row(key, label, pair.a.attributes[key], pair.b.attributes[key])
        for key, label in LABELS.items()
    )
    found = [conflicts(side.entry.name, side.attributes, side.capabilities) for side in pair.sides]
    return Specs(rows=rows, conflicts=(*found[0], *found[1]))
