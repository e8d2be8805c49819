"""What is wrong with a claim that a source makes, in words for the person who writes the source."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from spiders.claims import Claim


def describe_wrong_claim(source: str, error: ValidationError) -> str:
    """Each fault of a claim with the source's file: the word that is not known and the nearest one
    that is, or the rule that the claim breaks. One line.
    """
    faults = "; ".join(_fault(fault) for fault in error.errors(include_url=False))
    return f"spiders/sources/{source}.py makes a wrong claim: {faults}"


def _fault(fault: Any) -> str:
    name = ".".join(str(part) for part in fault["loc"])
    match fault["type"]:
        case "literal_error":
            field = Claim.model_fields.get(name)
            known = list(_words(field.annotation)) if field else []
            return f"the {name} {fault['input']!r} is not known{_nearest(fault['input'], known)}"
        case "extra_forbidden":
            return f"a claim has no field {name!r}{_nearest(name, list(Claim.model_fields))}"
        case _:
            message = fault["msg"].removeprefix("Value error, ")
            return f"{name}: {message}" if name else message


def _words(annotation: Any) -> Iterator[str]:
    """The words of a vocabulary, however it is nested: of `Literal["a", "b"] | None`, a and b."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
        return
    for part in get_args(annotation):
        yield from _words(part)


def _nearest(word: object, known: Sequence[str]) -> str:
    near = get_close_matches(str(word), known, n=1)
    if near:
        return f"; the nearest that is: {near[0]!r}"
    return f"; known are {', '.join(known)}" if known else ""
