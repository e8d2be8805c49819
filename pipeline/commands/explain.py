"""explain: the receipt of a fact."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import as_of, output
from pipeline.failures import NotFound
from pipeline.output import Format, cell_text, print_rows


@click.command("explain")
@click.argument("fact")
@click.argument("attribute", required=False)
@as_of
@output
@click.pass_obj
def explain_command(
    home: Path, fact: str, attribute: str | None, as_of: date | None, form: Format | None
) -> None:
    """The receipt of FACT (an id, or its beginning), or of a model's ATTRIBUTE when FACT is a
    model's name.

    Prints the value, its quote in its context, where it stands, when it was fetched, checked and
    reviewed, whether the archived bytes still say so, and what every other source says.
    """
    with published_catalog(home, as_of) as catalog:
        fact_id = _fact_of_model(catalog, fact, attribute) if attribute else fact
        found = catalog.ask("receipt", {"fact": fact_id}).dicts()
        if len(found) != 1:
            raise NotFound(
                f"{len(found) or 'no'} facts have an id that begins with {fact_id!r}"
                + (
                    "; give more of it"
                    if found
                    else "; `cardkeep history MODEL` and every page list fact ids"
                )
            )
        receipt = found[0]
        others = catalog.ask("other_statements", {"fact": receipt["fact_id"]})
    receipt["archived_bytes_say_so"] = _derived_again(home, receipt)
    if form in (None, "table"):
        _print(receipt)
        click.echo(f"\nOther statements: {len(others.rows)}")
        if others.rows:
            print_rows(others.columns, others.rows, "table")
    else:
        print_rows([*receipt, "others"], [[*receipt.values(), others.dicts()]], form)


def _fact_of_model(catalog: Any, model: str, attribute: str) -> str:
    from reports.data.model_lookup import find_model

    model_id = find_model(catalog, model)
    found = catalog.ask("fact_of_model", {"model": model_id, "attribute": attribute}).rows
    if not found:
        raise NotFound(
            f"no source states {attribute!r} of {model_id}; `cardkeep show {model_id}` lists what is stated"
        )
    return str(found[0][0])


def _derived_again(home: Path, receipt: dict[str, Any]) -> str:
    from pipeline.home import Home
    from spiders.archive import Archive, ArchiveDamaged
    from spiders.errors import LayoutChanged
    from spiders.parsing.page import Page

    try:
        page = Page(Archive(Home(home).archive).body(receipt["page_sha256"]), url=receipt["url"])
        found = page.text_at(receipt["locator"])
    except (ArchiveDamaged, LayoutChanged, OSError) as error:
        return f"no: {error}"
    return "yes" if found == receipt["quote"] else f"no: the locator leads to {found!r}"


def _print(receipt: dict[str, Any]) -> None:
    about = " ".join(
        filter(
            None,
            [
                receipt["attribute"],
                receipt["meter"],
                receipt["qualifiers"] and f"({receipt['qualifiers']})",
            ],
        )
    )
    click.echo(f"{receipt['subject_stated']} at {receipt['provider']}: {about}")
    click.echo(f"  value      {receipt['value_text']}")
    click.echo(f"  quote      {receipt['quote']!r}")
    for context in json.loads(receipt["context"]):
        click.echo(f"    {context['role']:<8} {context['text']!r}  ({context['locator']})")
    click.echo(f"  place      {receipt['locator']}")
    click.echo(f"  page       {receipt['url']}")
    click.echo(f"  sha256     {receipt['page_sha256']}")
    click.echo(
        f"  archived   {receipt['archived_bytes_say_so']}: the quote derived again from the archived bytes"
    )
    click.echo(f"  fetched    {cell_text(receipt['fetched_at'])} ({receipt['form']})")
    click.echo(
        f"  checked    {cell_text(receipt['last_checked_at'])}, first seen {cell_text(receipt['first_seen_at'])}"
    )
    click.echo(f"  reviewed   {cell_text(receipt['last_reviewed_at']) or 'never'}")
    if receipt["missing_since"]:
        click.echo(
            f"  missing    since {cell_text(receipt['missing_since'])}: the last value stands"
        )
    if receipt["held_value"]:
        click.echo(
            f"  held       a newer value {receipt['held_value']!r} waits for review: {receipt['held_because']}"
        )
    click.echo(f"  source     {receipt['source']}, fact {receipt['fact_id']}")
