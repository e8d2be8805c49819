"""Renders receipt pages as HTML. The facts are written without templates: a site has a hundred thousand."""

from collections.abc import Sequence
from html import escape
from itertools import groupby

from markupsafe import Markup

from reports.receipts.document_page import DocumentPage
from reports.receipts.excerpts import ExcerptLine
from reports.receipts.receipt_page import FactReceipt, OtherValue, ReceiptPage
from reports.render.page_forms import render_template
from reports.values.publishing import Publishing
from reports.values.stated_text import printed
from reports.values.visible_text import visible

ROOT = "../../../../"
_FOLDER = "../../../"
"""That of all receipts."""


def render_receipts(page: ReceiptPage, publishing: Publishing, base_url: str = "") -> str:
    """The page of what a document states of a model."""
    of_subjects: list[tuple[str, str, Markup]] = []
    for (subject, seller), facts in groupby(page.facts, key=_subject):
        html = Markup("".join(map(_fact, facts)))  # noqa: S704 - escaped piece by piece
        of_subjects.append((subject, seller, html))
    return render_template(
        "receipts.html",
        root=ROOT,
        base_url=base_url,
        page=page,
        subjects=of_subjects,
        publishing=publishing,
    )


def render_document(page: DocumentPage, publishing: Publishing, base_url: str = "") -> str:
    """The page of a document."""
    return render_template(
        "document.html", root="../../../", base_url=base_url, page=page, publishing=publishing
    )


def render_documents(
    pages: Sequence[DocumentPage], publishing: Publishing, base_url: str = ""
) -> str:
    """The list of documents."""
    return render_template(
        "documents.html", root="../", base_url=base_url, pages=pages, publishing=publishing
    )


def _subject(fact: FactReceipt) -> tuple[str, str]:
    return (fact.subject, fact.seller)


def _fact(fact: FactReceipt) -> str:
    """The receipt of one fact, with its anchor."""
    return (
        f'<article id="f{fact.fact_id}"><h3>{_text(fact.about)}: <b>{_value(fact, fact.value)}</b></h3>'
        f"{_excerpt(fact)}{_contexts(fact)}<p>{_dates(fact)}</p>{_earlier(fact)}{_others(fact)}"
        f"<p>{fact.fact_id} "
        f"<code>{_text(fact.locator)}</code></p></article>\n"
    )


def _excerpt(fact: FactReceipt) -> str:
    if fact.excerpt is None:
        return (
            f"<pre><span><mark>{_text(fact.quote)}</mark></span></pre>"
            '<p class="small soft">The archived page is not here or does not say so any more: '
            "only the quote is shown, as it was read.</p>"
        )
    return f"<pre>{''.join(map(_line, fact.excerpt))}</pre>"


def _line(line: ExcerptLine) -> str:
    label = f' data-n="{escape(visible(line.label))}"' if line.label else ""
    marked = f"<mark>{_text(line.marked)}</mark>" if line.marked else ""
    return f"<span{label}>{_text(line.before)}{marked}{_text(line.after)}</span>"


def _contexts(fact: FactReceipt) -> str:
    if not fact.contexts:
        return ""
    texts = (f"{_text(each.role)} <u>{_text(each.text)}</u>" for each in fact.contexts)
    return f"<p>{' · '.join(texts)}</p>"


def _dates(fact: FactReceipt) -> str:
    page = f'<a href="#p{fact.page.number}">Page {fact.page.number}</a>'
    words = [f"{page} of {fact.page.fetched}; stated since {fact.known_from}"]
    if fact.known_to is not None:
        words.append(f"until {fact.known_to}")
    words.append(f"checked {fact.checked}")
    if fact.missing_since is not None:
        words.append(f"gone from the page {fact.missing_since}")
    if fact.reviewed is not None:
        words.append(f"reviewed {fact.reviewed}")
    if fact.held_because is not None:
        words.append(f"not published, {_text(fact.held_because)}")
    return f"{', '.join(words)}."


def _earlier(fact: FactReceipt) -> str:
    if not fact.earlier:
        return ""
    items = (
        f'<a href="#f{other.fact_id}">{_value(fact, other.value)}</a> {other.known_from} to '
        f"{other.known_to or 'now'}"
        for other in fact.earlier
    )
    return f"<p>Other periods: {'; '.join(items)}.</p>"


def _others(fact: FactReceipt) -> str:
    if not fact.others:
        return ""
    said = (_other(fact, other) for other in fact.others)
    return f"<p>Other documents: {'; '.join(said)}.</p>"


def _other(fact: FactReceipt, other: OtherValue) -> str:
    names = (f'<a href="{_FOLDER}{link}">{_text(name)}</a>' for name, link in other.publishers)
    more = f" and {other.more} more" if other.more else ""
    return f"<b>{_value(fact, other.value)}</b> {', '.join(names)}{more}"


def _value(fact: FactReceipt, value_text: str) -> str:
    return _text(printed(fact.attribute, value_text))


def _text(text: str) -> str:
    """Text between tags, where a quotation mark needs no escape."""
    return escape(visible(text), quote=False)
