"""explain: the receipt of a fact."""

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from pipeline.activity import activity
from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import as_of, output
from pipeline.failures import Failure, NotFound
from pipeline.output import (
    Format,
    default_format,
    echo,
    print_rows,
    print_screen,
    screen_lines,
    screen_table,
)
from reports.values.plain_values import cell_text

if TYPE_CHECKING:
    from pipeline.facts.extraction import ArchivedBody
    from spiders.parsing.page import Page
    from warehouse.store import Database

Receipt = dict[str, Any]
INDENT = 13
"""Where the values of a receipt begin."""


class AmbiguousFact(Failure):
    """A question that several facts answer alike."""

    exit_code, code = 3, "ambiguous-fact"


@click.command("explain")
@click.argument("fact")
@click.argument("attribute", required=False)
@click.option("--provider", help="Only what this provider's offer costs or can do.")
@as_of
@output
@click.pass_obj
def explain_command(
    home: Path,
    fact: str,
    attribute: str | None,
    provider: str | None,
    as_of: date | None,
    form: Format | None,
) -> None:
    """The receipt of FACT (an id, or its beginning), or of a model's ATTRIBUTE when FACT is a
    model's name.

    Prints the value, its quote in its context, where it stands, which method of which source read
    it and which rule joined its name to a model, when it was fetched, checked and reviewed, whether
    the archived bytes still say so, and what every other source says. Where several facts answer
    alike, it asks which one is meant; without a terminal it lists them and ends with code 3.
    """
    with published_catalog(home, as_of) as catalog:
        fact_id = _fact_of_model(catalog, fact, attribute, provider) if attribute else fact
        receipt = _receipt(catalog, fact_id)
        others = catalog.query("other_statements", {"fact": receipt["fact_id"]})
    receipt |= _read_again(home, receipt)
    if (form or default_format()) == "table":
        lines = [*_lines(receipt), "", f"Other statements: {len(others.rows)}"]
        text = screen_lines(lines, INDENT)
        if others.rows:
            text += screen_table(others.columns, [list(row) for row in others.rows])
        print_screen(text)
    else:
        print_rows([*receipt, "others"], [[*receipt.values(), others.dicts()]], form)


def _receipt(catalog: "Database", fact_id: str) -> Receipt:
    found = catalog.query("receipt", {"fact": fact_id}).dicts()
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(receipt["fact_id"] for receipt in found[:5])
        raise NotFound(
            f"{len(found)} facts have an id that begins with {fact_id!r}; give more of it: {ids}"
        )
    raise NotFound(
        f"no facts have an id that begins with {fact_id!r}; "
        "`cardkeep history MODEL` and every page list fact ids"
    )


def _fact_of_model(catalog: "Database", model: str, attribute: str, provider: str | None) -> str:
    """The fact that answers for a model's attribute. Raises AmbiguousFact where several do."""
    from reports.data.model_lookup import find_model

    model_id = find_model(catalog, model)
    parameters = {"model": model_id, "attribute": attribute, "provider": provider}
    candidates = catalog.query("facts_of_model", parameters).dicts()
    if not candidates:
        at = f" at {provider}" if provider else ""
        raise NotFound(
            f"no source states {attribute!r} of {model_id}{at}; "
            f"`cardkeep show {model_id}` lists what is stated"
        )
    # Two pages of one seller that state the same give one answer: the first.
    answers: dict[tuple[str, str, str], Receipt] = {}
    for fact in candidates:
        if fact["standing"] == candidates[0]["standing"]:
            answer = (fact["provider"], fact["qualifiers"], fact["value_text"])
            answers.setdefault(answer, fact)
    if len(answers) == 1:
        return str(candidates[0]["fact_id"])
    return _ask_which(f"{attribute} of {model_id}", list(answers.values()))


def _ask_which(question: str, facts: list[Receipt]) -> str:
    """The fact that a person at a terminal chooses. Raises AmbiguousFact where there is nobody to
    ask.
    """
    lines = [
        f"{number:>3}  {fact['provider']}: {fact['value_text']}"
        f" ({fact['qualifiers'] or 'standard'}), {fact['source']}, fact {fact['fact_id']}"
        for number, fact in enumerate(facts, start=1)
    ]
    listed = "\n".join(lines)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise AmbiguousFact(
            f"{len(facts)} facts answer for {question}; ask for one by its id, or name its seller "
            f"with --provider:\n{listed}"
        )
    echo(f"{len(facts)} facts answer for {question}:\n{listed}", err=True)
    activity.end()
    number = click.prompt("Which one", type=click.IntRange(1, len(facts)), err=True)
    return str(facts[number - 1]["fact_id"])


def _read_again(home: Path, receipt: Receipt) -> Receipt:
    """Whether the archived bytes still say so, where, and which method of the source reads it
    there.
    """
    from pipeline.facts.extraction import ArchivedBody
    from pipeline.facts.reading_again import place_on, reading_method
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources
    from spiders.archive import Archive, ArchiveDamaged
    from spiders.errors import LayoutChanged
    from spiders.parsing.page import Page

    again: Receipt = {"archived_bytes_say_so": "", "read_by": None}
    archive = Archive(Home(home).archive)
    body = ArchivedBody(
        receipt["source"],
        receipt["document"],
        receipt["page_kind"],
        receipt["url"],
        receipt["page_sha256"],
        receipt["page_media_type"],
        receipt["page_bytes"],
    )
    source = all_sources(Home(home))[0].get(receipt["source"])
    try:
        page = Page(
            archive.body(body.sha256), url=body.url, kind=body.kind, media_type=body.media_type
        )
        found = _text_at(page, receipt["locator"])
        if found != receipt["quote"] and source:
            # As of an older day: the stored place is that of a newer page.
            place = place_on(archive, source, body, receipt["key_id"], _anchor(receipt))
            if place:
                again |= place._asdict()
                found = _text_at(page, place.locator)
    except (ArchiveDamaged, LayoutChanged, OSError) as error:
        return again | {"archived_bytes_say_so": f"no: {error}"}
    if found == receipt["quote"]:
        again["archived_bytes_say_so"] = "yes"
    else:
        again["archived_bytes_say_so"] = f"no: the locator leads to {found!r}"
    if source:
        about = receipt["meter"] or receipt["attribute"]
        locator = again.get("locator", receipt["locator"])
        again["read_by"] = reading_method(source, page, locator, about)
    return again


def _anchor(receipt: Receipt) -> "ArchivedBody | None":
    """The body that what anchors read of a page was believed of."""
    from pipeline.facts.extraction import ArchivedBody

    if receipt["anchor_sha256"] is None:
        return None
    return ArchivedBody(
        receipt["source"],
        receipt["document"],
        receipt["anchor_kind"],
        receipt["anchor_url"],
        receipt["anchor_sha256"],
        receipt["anchor_media_type"],
        0,
    )


def _text_at(page: "Page", locator: str) -> str | None:
    """The text at a locator; None where the page has no such place."""
    from spiders.errors import LayoutChanged

    try:
        return page.text_at(locator)
    except (LayoutChanged, LookupError):
        return None


def _stand_in(receipt: Receipt) -> str:
    """What is said where another server than the publisher's answered."""
    if urlsplit(str(receipt["url"])).hostname == urlsplit(str(receipt["answered_url"])).hostname:
        return ""
    return " (another host than the page's: a redirect, a mirror or samples)"


def _lines(receipt: Receipt) -> Iterator[str]:
    """The receipt as a person reads it."""
    qualifiers = f"({receipt['qualifiers']})" if receipt["qualifiers"] else None
    about = " ".join(filter(None, [receipt["attribute"], receipt["meter"], qualifiers]))
    yield f"{receipt['subject_stated']} at {receipt['provider']}: {about}"
    yield f"  value      {receipt['value_text']}"
    yield f"  quote      {receipt['quote']!r}"
    for context in json.loads(receipt["context"]):
        yield f"    {context['role']:<8} {context['text']!r}  ({context['locator']})"
    yield f"  place      {receipt['locator']}"
    yield f"  page       {receipt['url']}"
    if receipt["answered_url"] not in (None, receipt["url"]):
        yield f"  answered   {receipt['answered_url']}{_stand_in(receipt)}"
    yield f"  sha256     {receipt['page_sha256']}"
    yield (
        f"  archived   {receipt['archived_bytes_say_so']}: the quote derived again from the "
        "archived bytes"
    )
    if receipt["read_by"]:
        yield f"  read by    {receipt['read_by']} (spiders/sources/{receipt['source']}.py)"
    if receipt["anchored_since"]:
        yield (
            f"  anchored   since {cell_text(receipt['anchored_since'])}: its source cannot read the page, where "
            "this value stands unchanged beside its name"
        )
    if receipt["model_id"]:
        yield f"  model      {receipt['model_id']}, by the rule {receipt['identity_rule']!r}"
    yield f"  fetched    {cell_text(receipt['fetched_at'])} ({receipt['form']})"
    yield (
        f"  checked    {cell_text(receipt['last_checked_at'])}, first seen "
        f"{cell_text(receipt['first_seen_at'])}"
    )
    yield f"  reviewed   {cell_text(receipt['last_reviewed_at']) or 'never'}"
    if receipt["missing_since"]:
        yield f"  missing    since {cell_text(receipt['missing_since'])}: the last value stands"
    if receipt["held_value"]:
        yield (
            f"  held       a newer value {receipt['held_value']!r} waits for review: "
            f"{receipt['held_because']}"
        )
    yield f"  source     {receipt['source']}, fact {receipt['fact_id']}"
