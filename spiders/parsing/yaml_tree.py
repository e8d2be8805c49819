"""YAML as data with places: every scalar is the text that the page writes, and nothing in it runs
or multiplies.

The same form as JSON has here, so that a Node reads it. "no" stays "no" and 1.10 stays 1.10.
Anchors, merge keys, tags, doubled keys, deep nesting and large texts are refused: a page of facts
needs none of them.
"""

import re
from collections.abc import Iterator

import yaml

from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json

DEEPEST, LONGEST = 20, 2**20
_NULL = {"", "~", "null", "Null", "NULL"}


def front_matter(text: str) -> str:
    """The YAML between the first line, "---", and the next such line; the whole text where it does
    not begin so.
    """
    lines = re.split(r"(?<=\n)", text)
    if lines[0].rstrip() != "---":
        return text
    end = next(
        (number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---"),
        len(lines),
    )
    return "".join(lines[1:end])


def parse_yaml(text: str) -> Json:
    """The value of the first YAML document in a text. Raises LayoutChanged for anything it refuses."""
    if len(text) > LONGEST:
        raise LayoutChanged(
            "the YAML is too long", expected=f"at most {LONGEST} characters", found=str(len(text))
        )
    try:
        events = _checked(yaml.parse(text, Loader=yaml.CSafeLoader))
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                return _value(next(events), events)
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise LayoutChanged("the text is not YAML", found=" ".join(str(error).split())) from None
    return None


def _checked(events: Iterator[yaml.Event]) -> Iterator[yaml.Event]:
    # libyaml hands out one event at a time: what is refused here was never built.
    depth = 0
    for event in events:
        where = _where(event)
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            raise LayoutChanged(
                "the YAML has an anchor or an alias", where=where, expected="plain values"
            )
        if (
            isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent)
            and event.tag is not None
        ):
            raise LayoutChanged(
                "the YAML has a tag", where=where, expected="plain values", found=event.tag
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise LayoutChanged(
                "the YAML is nested too deep", where=where, expected=f"at most {DEEPEST} levels"
            )
        yield event


def _where(event: yaml.Event) -> str:
    return f"line {event.start_mark.line + 1} of the YAML" if event.start_mark else "the YAML"


def _value(event: yaml.Event, events: Iterator[yaml.Event]) -> Json:
    if isinstance(event, yaml.ScalarEvent):
        return None if event.implicit[0] and event.value in _NULL else event.value
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Json] = []
        while not isinstance(item := next(events), yaml.SequenceEndEvent):
            items.append(_value(item, events))
        return items
    members: dict[str, Json] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        where = _where(key)
        if not isinstance(key, yaml.ScalarEvent) or (key.value == "<<" and key.implicit[0]):
            raise LayoutChanged("a key of the YAML is no plain text", where=where)
        if key.value in members:
            raise LayoutChanged(
                "a key stands twice in the YAML", where=where, found=repr(key.value)
            )
        members[key.value] = _value(next(events), events)
    return members
