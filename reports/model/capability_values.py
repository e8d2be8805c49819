"""The capabilities of a model as values. A statement that implies a capability counts as a
statement of it.
"""

from collections.abc import Iterable

from reports.data.model_rows import ModelRows
from reports.data.rows import FactRow
from reports.values.citations import Citations
from reports.values.value import (
    YES,
    AbsentValue,
    DisputedValue,
    NotSourced,
    StatedValue,
    Statement,
    Value,
    yes_or_no_value,
)

ALWAYS_SHOWN = (
    "vision",
    "multimodal",
    "reasoning",
    "function_calling",
    "tool_use",
    "structured_outputs",
    "code_execution",
    "ide_integration",
    "computer_use",
    "parallel_agents",
)
WEAK = "one aggregator alone says no, which is too little"
_MODALITY = {"vision", "multimodal"}
_WRITTEN = {
    "api": "API",
    "google": "Google",
    "ide": "IDE",
    "maps": "Maps",
    "pdf": "PDF",
    "url": "URL",
}
_PROSE = {
    "multimodal": "multimodal input",
    "attachments": "file attachments",
    "temperature": "a temperature setting",
}


def capability_label(capability: str) -> str:
    words = _words(capability)
    return words[:1].upper() + words[1:]


def capability_in_prose(capability: str) -> str:
    return _PROSE.get(capability) or _words(capability)


def _words(capability: str) -> str:
    return " ".join(_WRITTEN.get(word, word) for word in capability.split("_"))


def capability_values(
    model_rows: ModelRows, names: Iterable[str], citations: Citations
) -> dict[str, Value]:
    """Every capability of the vocabulary with its value, in the order of the table."""
    order = [*ALWAYS_SHOWN, *(name for name in names if name not in ALWAYS_SHOWN)]
    values = {name: _value(model_rows, name, citations) for name in order}
    if isinstance(values["tool_use"], NotSourced):  # no source tells tool use from function calling
        values["tool_use"] = values["function_calling"]
    for implied, implying, rule in _implications(model_rows, values):
        values[implied] = _with_implied(model_rows, values[implied], implying, rule, citations)
    return values


def _value(model_rows: ModelRows, capability: str, citations: Citations) -> Value:
    about = f"{model_rows.model.model_id} can {capability}"
    row = model_rows.capabilities.get(capability)
    if row is None:
        return NotSourced(about=about)
    if row.state == "not sourced" and row.no_fact_id:
        denial, cited = model_rows.facts[row.no_fact_id], citations.cite(row.no_fact_id)
        return NotSourced(about=about, because=WEAK, quote=denial.quote, source=cited.source)
    if row.yes_fact_id and row.no_fact_id:
        says = {"yes": row.yes_fact_id, "no": row.no_fact_id}
        order = ("no", "yes") if row.state == "no" else ("yes", "no")
        statements = tuple(
            _statement(model_rows, capability, answer, says[answer], citations) for answer in order
        )
        return DisputedValue(about=about, is_led=row.state != "disputed", statements=statements)
    fact_id = row.yes_fact_id or row.no_fact_id or ""
    return yes_or_no_value(about, row.state, citations.cite(fact_id))


def _statement(
    model_rows: ModelRows, capability: str, answer: str, fact_id: str, citations: Citations
) -> Statement:
    fact = model_rows.facts[fact_id]
    is_said = fact.attribute == "capability"
    told = (other for other in model_rows.facts.values() if not other.is_rejected)
    alike = [other for other in told if _answer(other, capability) == answer]
    return Statement(
        text=answer.capitalize(),
        short=answer.capitalize(),
        number=None,
        publishers=tuple(sorted({other.publisher for other in alike})),
        sellers=tuple(sorted({other.provider_name for other in alike}, key=str.casefold)),
        receipt=citations.cite(fact_id),
        rule=None if is_said else f"input stated as: {fact.value_text}",
    )


def _answer(fact: FactRow, capability: str) -> str | None:
    """What a fact says on a capability, or implies by what the model reads; None where it says
    nothing.
    """
    if fact.attribute == "capability" and fact.qualifiers == capability:
        return fact.value_text
    if fact.attribute == "input_modalities" and capability in _MODALITY:
        kinds = fact.value_text.split(", ")
        return (
            "yes" if ("image" in kinds if capability == "vision" else kinds != ["text"]) else "no"
        )
    return None


def _implications(
    model_rows: ModelRows, values: dict[str, Value]
) -> Iterable[tuple[str, FactRow, str]]:
    """Each capability that another statement implies, with that statement and the rule."""
    vision = values["vision"]
    if isinstance(vision, StatedValue):
        yield "multimodal", model_rows.facts[vision.receipts[0].fact_id], "vision implies it"
    live = {offer.route_id for offer in model_rows.offers if offer.is_live}
    for price in model_rows.prices:
        if (
            price.meter == "reasoning"
            and price.in_effect
            and price.route_id in live
            and price.missing_since is None
        ):
            yield "reasoning", model_rows.facts[price.fact_id], "a price for reasoning implies it"
            break


def _with_implied(
    model_rows: ModelRows, value: Value, fact: FactRow, rule: str, citations: Citations
) -> Value:
    match value:
        case NotSourced():
            return yes_or_no_value(value.about, "yes", citations.cite(fact.fact_id))
        case AbsentValue():
            denial = model_rows.facts[value.receipts[0].fact_id]
            no = Statement(
                text="No",
                short="No",
                number=None,
                publishers=(denial.publisher,),
                sellers=(denial.provider_name,),
                receipt=value.receipts[0],
            )
            yes = Statement(
                text=YES,
                short=YES,
                number=None,
                publishers=(fact.publisher,),
                sellers=(fact.provider_name,),
                receipt=citations.cite(fact.fact_id),
                rule=rule,
            )
            return DisputedValue(about=value.about, is_led=False, statements=(yes, no))
        case _:
            return value
