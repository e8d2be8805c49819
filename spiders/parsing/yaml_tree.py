"""YAML as a tree of the same form as JSON, so that a Node reads it. Every scalar is the text that
the page writes: "no" stays "no", and 1.10 stays 1.10.

Nothing in it can run code or expand to a multiple of its size. Anchors, merge keys, tags, doubled
keys, deep nesting and large texts are refused: a page of facts needs none of them.
"""

import re
from collections.abc import Iterator

import yaml

from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json

DEEPEST = 20
"""Levels of nesting."""
LONGEST = 2**20
"""Characters of a text."""
_NULL = {"", "~", "null", "Null", "NULL"}


def front_matter(text: str) -> str | None:
    """The YAML between the first line with text, "---", and the next such line; None for a text that
    begins otherwise, or in which no second such line follows.
    """
    lines = re.split(r"(?<=\n)", text.lstrip("\ufeff \t\r\n"))
    if lines[0].rstrip() != "---":
        return None
    inner: list[str] = []
    for line in lines[1:]:
        if line.rstrip() == "---":
            return "".join(inner)
        inner.append(line)
    return None


def parse_yaml(text: str) -> Json:
    """The value of the first YAML document in a text. Raises LayoutChanged for anything it refuses."""
    if len(text) > LONGEST:
        raise LayoutChanged(
            "the YAML is too long", expected=f"at most {LONGEST} characters", found=str(len(text))
        )
    try:
        events = _checked_events(yaml.parse(text, Loader=yaml.CSafeLoader))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                return _value(next(events), events)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        message = " ".join(str(error).split())
        raise LayoutChanged("the text is not YAML", found=message) from None
    return None


def _checked_events(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    """The events of the parser, one at a time, so that nothing is built of what is refused here."""
    depth = 0
    for event in events:
        _refuse_anchors_and_tags(event)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise LayoutChanged(
                "the YAML is nested too deep",
                where=_where(event),
                expected=f"at most {DEEPEST} levels",
            )
        yield event


def _refuse_anchors_and_tags(event: yaml.Event) -> None:
    if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
        raise LayoutChanged(
            "the YAML has an anchor or an alias", where=_where(event), expected="plain values"
        )
    has_value = isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
    if has_value and event.tag is not None:
        raise LayoutChanged(
            "the YAML has a tag", where=_where(event), expected="plain values", found=event.tag
        )


def _where(event: yaml.Event) -> str:
    if not event.start_mark:
        return "the YAML"
    return f"line {event.start_mark.line + 1} of the YAML"


def _value(event: yaml.Event, events: Iterator[yaml.Event]) -> Json:
    """The value that begins with `event`; takes the events up to its end."""
    if isinstance(event, yaml.ScalarEvent):
        is_plain = event.implicit[0]
        return None if is_plain and event.value in _NULL else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events)
    return _mapping(events)


def _sequence(events: Iterator[yaml.Event]) -> list[Json]:
    items: list[Json] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_value(event, events))
    return items


def _mapping(events: Iterator[yaml.Event]) -> dict[str, Json]:
    members: dict[str, Json] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        key = _plain_key(event)
        if key in members:
            raise LayoutChanged(
                "a key stands twice in the YAML", where=_where(event), found=repr(key)
            )
        members[key] = _value(next(events), events)
    return members


def _plain_key(event: yaml.Event) -> str:
    """The key of a mapping. Raises LayoutChanged for a merge key, and for one that is no text."""
    if isinstance(event, yaml.ScalarEvent):
        is_plain = event.implicit[0]
        if event.value != "<<" or not is_plain:
            return event.value
    raise LayoutChanged("a key of the YAML is no plain text", where=_where(event))
