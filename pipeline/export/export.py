"""One export: the file, and what became of every value."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from pipeline.exact_json import exact_json
from pipeline.export.formats import ExportFormat
from pipeline.export.offers import read_offers
from pipeline.tables.offers.account import REASONS, Account
from warehouse.store import Database


class Export(NamedTuple):
    """The bytes of an exported table, and the account of what they hold and lack."""

    format: str
    body: bytes
    account: Account


def export_catalog(
    catalog: Database, known: ExportFormat, providers: Sequence[str], day: date
) -> Export:
    """The catalog in a format: what it knows of some sellers, or of all, on its day."""
    account = Account()
    offers = read_offers(catalog, providers, account, with_past=known.needs_past)
    body = known.write(offers, day, account)
    return Export(known.name, body, account)


def losses_as_json_lines(account: Account) -> bytes:
    """Every value left out, a line each, in a fixed order."""
    lines: list[bytes] = []
    for loss in sorted(account.losses):
        said = {**loss._asdict(), "reason": REASONS[loss.why]}
        lines.append(exact_json(said, indented=False))
    return b"".join(lines)


def export_summary(export: Export) -> list[str]:
    """What was written, and a line for each reason why something was not."""
    account = export.account
    left_out = f"{len(account.losses):,} values left out"
    lines = [
        f"{export.format}: {account.models:,} models, {len(account.written):,} values written; {left_out}"
    ]
    for why, count in sorted(account.counts().items(), key=lambda item: (-item[1], item[0])):
        lines.append(f"  left out {count:,}: {REASONS[why]} ({why})")
    return lines
