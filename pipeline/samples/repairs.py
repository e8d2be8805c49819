"""Proposed repairs of sources in words, and applied with a sample where somebody says so."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.facts import repairs
from pipeline.facts.repairs import BrokenPage, Proposal, patched, patched_text
from pipeline.samples.pages import cover_sample, expected_file, sample_pages, write_expected

_SHOWN = 10
"""Facts of a kind that a report names."""


def sample_of(proposal: Proposal) -> tuple[Path, str] | None:
    """(path, text) of a sample of the page of now: the source's newest sample, which is our own
    writing, with the new names. None where no sample has the names before.
    """
    for path in reversed(sample_pages(proposal.broken.source.name)):
        text = path.read_text(encoding="utf-8")
        names = {**proposal.patch.headers, **proposal.patch.headings}
        if not all(before in text for before in names.values()):
            continue
        for now, before in names.items():
            text = text.replace(before, now)
        return path, text
    return None


def report(document: str, broken: BrokenPage, proposal: Proposal | None) -> Iterator[str]:
    """What is proposed for a page, with its proof, in lines."""
    failing = ", ".join(broken.parts)
    yield f"{broken.source.name}, {document}: {failing} cannot be read"
    yield f"read by anchors: {broken.anchored.summary}"
    for moved in broken.anchored.moved[:_SHOWN]:
        claim = moved.believed
        yield (
            f"  moved: {claim.subject_name} {claim.meter} {claim.quote.text} -> "
            f"{moved.cell.quote.text} at {moved.cell.quote.locator}"
        )
    for new in broken.anchored.new[:_SHOWN]:
        yield f"  new: {new.cell.name.text} {new.column.meaning.meter} {new.cell.quote.text}"
    if proposal is None:
        yield "no proposal: what is believed does not show what the page renamed"
        return
    yield "proposal:"
    yield from proposal.diff().splitlines()
    proof = proposal.proof
    yield (
        f"proof: {proof.unchanged} lost facts read as believed, {len(proof.moved)} moved, "
        f"{len(proof.new)} new, {len(proof.lost)} not read"
    )
    for kind, facts in (("moved", proof.moved), ("new", proof.new), ("not read", proof.lost)):
        yield from (f"  {kind}: {fact}" for fact in facts[:_SHOWN])
    yield from (f"! {fault}" for fault in proof.faults[:_SHOWN])
    sample = sample_of(proposal)
    if sample is not None:
        yield (
            f"sample: {sample[0].parent.parent.name}, as {sample[0].parent.name} with the new names"
        )


def apply(proposal: Proposal, day: date) -> list[Path]:
    """Write the patch into the source's file, and a sample of that day with what it must yield; the
    paths that were written. Raises ValueError for a proposal whose proof does not hold.
    """
    if not proposal.proof.holds:
        raise ValueError("a proposal whose proof does not hold is not applied")
    path = repairs.SOURCES_FOLDER / f"{proposal.broken.source.name}.py"
    text = path.read_text(encoding="utf-8")
    path.write_text(patched_text(text, proposal.patch), encoding="utf-8")
    written = [path]
    sample = sample_of(proposal)
    if sample is not None:
        old, content = sample
        new = old.parent.parent / day.isoformat() / old.name
        new.parent.mkdir(exist_ok=True)
        new.write_text(content, encoding="utf-8")
        source = patched(proposal.broken.source, proposal.patch)
        write_expected(new, cover_sample(source, new).rows)
        written += [new, expected_file(new)]
    return written
