"""What a source reads on an edited JSON page: nothing wrong, nothing lost but what was edited, and
nothing lost in silence.
"""

from typing import NamedTuple

from pipeline.facts.limits import check_limits
from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.set_aside import SetAside
from pipeline.samples.coverage import Row
from spiders.claims import Claim, Link
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.source import Source
from tests.support.json_edits import JsonEdit, Steps, pointer_steps


class Read(NamedTuple):
    """What a source reads on a page: the values of its prices and where each stands, by what they are
    about, and what it says besides.
    """

    values: dict[Row, str]
    places: dict[Row, Steps]
    said: frozenset[str]
    """The findings, and what was set aside."""
    claims: list[Claim]


class JudgedJson(NamedTuple):
    """What came out for an edited page. Counts are of prices that the edit does not touch."""

    page: str
    edit: JsonEdit
    untouched: int
    kept: int
    wrong: tuple[str, ...]
    silent: int
    """Prices lost of which nothing is said."""


def read_page(source: Source, link: Link, body: bytes) -> Read:
    """What a source reads on a page."""
    extraction = extract(source, Page(body, url=link.url, kind=link.kind))
    values: dict[Row, str] = {}
    places: dict[Row, Steps] = {}
    said = {f"{found.kind} {found.part}: {found.message}" for found in extraction.findings}
    contradicted = check_limits(extraction.claims)
    for claim in extraction.claims:
        if claim.meter is None:
            continue
        key = fact_key(
            claim, source=source.name, document=link.document, publisher=source.publisher
        )
        about = (key.subject_stated, key.provider, key.meter or "", key.qualifiers_text)
        try:
            values[about] = canonical_value(claim, contradicted).text
        except SetAside as reason:
            said.add(f"{about}: {reason.code}")
        else:
            places[about] = pointer_steps(claim.quote.locator)
    return Read(values, places, frozenset(said), extraction.claims)


def judge_json(page: str, before: Read, after: Read, edit: JsonEdit) -> JudgedJson:
    """Judge what is read on an edited copy of a page."""
    touched = {about for about in before.values if before.places[about] in edit.touched}
    untouched = before.values.keys() - touched
    kept = {about for about in untouched if after.values.get(about) == before.values[about]}
    conditional = {about[:3] for about in after.values.keys() - before.values.keys()}
    lost = {
        about
        for about in before.values.keys() - after.values.keys()
        if about not in touched or about[:3] not in conditional
    }
    if edit.kind == "price null":
        lost -= touched  # it states nothing
    said = after.said - before.said
    return JudgedJson(
        page=page,
        edit=edit,
        untouched=len(untouched),
        kept=len(kept),
        wrong=tuple(_wrong(before, after, edit, touched)),
        silent=0 if said else len(lost),
    )


def _wrong(before: Read, after: Read, edit: JsonEdit, touched: set[Row]) -> list[str]:
    wrong: list[str] = []
    for about, value in after.values.items():
        was = before.values.get(about)
        said = f"{about} is {value}, and was {was}"
        if was is None:
            if not _is_conditional(about, after, edit):
                wrong.append(said)
        elif about not in touched or edit.becomes in ("same", "same or lost"):
            if value != was:
                wrong.append(said)
        elif after.places[about][:-1] not in {place[:-1] for place in edit.touched}:
            continue  # the page states it in another place too
        elif value == was or not _is_other_money(value, was, edit):
            wrong.append(f"{said}, which is stale")
    return wrong


def _is_conditional(about: Row, after: Read, edit: JsonEdit) -> bool:
    """Whether a price that nothing said before holds under a condition: one that an edit added, or one
    that the source does not know.
    """
    qualifiers = about[-1].casefold()
    if "unknown condition" in qualifiers:
        return True
    if edit.added:
        return edit.added in qualifiers
    return edit.kind == "condition added" and after.places[about] in edit.touched


def _is_other_money(value: str, was: str, edit: JsonEdit) -> bool:
    """Whether a touched price has the currency, or the unit, that the edit gave it."""
    if edit.kind in ("currency added", "foreign amount", "key of another unit"):
        return value.split()[1] != was.split()[1]
    return edit.kind == "unit added" and value.split(" per ")[1] != was.split(" per ")[1]
