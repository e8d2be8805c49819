"""JSON with places: every value is a quote with a pointer, numbers keep the digits they were
written with.
"""

import json
import re
from collections.abc import Collection, Iterator
from typing import TypeAlias

from spiders.claims import Context, Quote
from spiders.errors import LayoutChanged


class JsonNumber(str):
    """A number exactly as the page writes it: 0.7999999999999999 and 1e-06 stay what they are."""

    __slots__ = ()


Json: TypeAlias = "dict[str, Json] | list[Json] | str | JsonNumber | bool | None"


def parse_json(text: str) -> Json:
    """The value of a JSON text. Raises LayoutChanged for anything that is not JSON: NaN, Infinity,
    half a character.
    """

    def refuse(constant: str) -> Json:
        raise LayoutChanged(f"{constant} stands where JSON has a number")

    try:
        value = json.loads(
            text, parse_float=JsonNumber, parse_int=JsonNumber, parse_constant=refuse
        )
        if _SURROGATE.search(text):
            json.dumps(
                value, ensure_ascii=False
            ).encode()  # one that has no partner is no character
    except (json.JSONDecodeError, RecursionError, UnicodeEncodeError) as error:
        raise LayoutChanged(
            "the body is not JSON", where=f"character {getattr(error, 'pos', 0)}", found=str(error)
        ) from None
    return value


def scalar_text(value: Json) -> str | None:
    """The text of a scalar, or of a list of scalars joined by commas; None for null, objects,
    nested lists.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, bool | str) for item in value):
        return ", ".join(scalar_text(item) or "" for item in value)
    return None


_ESCAPES = {"~": "~0", "/": "~1", ">": "~2"}
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def extend_pointer(pointer: str, key: str | int) -> str:
    """`pointer` extended by one step, escaped as RFC 6901 says; ">", which parts the steps of a
    locator, is ~2.
    """
    return (
        f"{pointer}/{key}"
        if isinstance(key, int)
        else f"{pointer}/{re.sub('[~/>]', lambda m: _ESCAPES[m[0]], key)}"
    )


def unescape_step(step: str) -> str:
    """The key in one step of a pointer."""
    return step.replace("~2", ">").replace("~1", "/").replace("~0", "~")


def resolve_pointer(value: Json, pointer: str) -> Json:
    """The value at an RFC 6901 pointer. Raises LayoutChanged where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        key = unescape_step(step)
        match value:
            case dict() if key in value:
                value = value[key]
            case list() if key.isdigit() and int(key) < len(value):
                value = value[int(key)]
            case _:
                raise LayoutChanged("the pointer leads nowhere", where=pointer, found=f"no {key!r}")
    return value


class Node:
    """An object or a list of a JSON page. Reading a key marks it read; `unread` lists the rest.

    `base` is the locator of the text the pointers start in: "json:" for a whole page, "css:... >
    attr:props > json:" for data inside an attribute.
    """

    __slots__ = ("_children", "_read", "base", "pointer", "value")

    def __init__(self, value: Json, pointer: str = "", base: str = "json:") -> None:
        self.value, self.pointer, self.base = value, pointer, base
        self._read: set[str] = set()
        self._children: dict[str, Node] = {}

    @property
    def where(self) -> str:
        return self.base + self.pointer

    def _object(self) -> dict[str, Json]:
        if not isinstance(self.value, dict):
            raise LayoutChanged(
                "an object is missing",
                where=self.where,
                expected="an object",
                found=str(self.value)[:60],
            )
        return self.value

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def key_quote(self, key: str) -> Quote:
        """The name of a key as a quote (models are often keyed by their id)."""
        return Quote(text=key, locator=f"{self.base}{extend_pointer(self.pointer, key)} > key:")

    def get(self, key: str, *context: Context) -> Quote | None:
        """The scalar (or list of scalars) at `key`; None where it is absent, null or an empty list."""
        value, pointer = self._at(key)
        if value is None or value == [] or value == "":
            return None
        text = scalar_text(value)
        if text is None:
            raise LayoutChanged(
                f"{key!r} is no plain value",
                where=self.where,
                expected="a scalar",
                found=str(value)[:60],
            )
        return Quote(text=text, locator=self.base + pointer, context=context)

    def require(self, key: str, *context: Context) -> Quote:
        """The scalar at `key`, which must be there."""
        quote = self.get(key, *context)
        if quote is None:
            raise LayoutChanged(
                f"{key!r} is missing",
                where=self.where,
                expected=repr(key),
                found=", ".join(map(repr, self._object())),
            )
        return quote

    def find(self, path: str) -> Quote | None:
        """The scalar at a path of keys, "limit/context"; None where any of them is absent, null or
        an empty list.
        """
        path, _, last = path.rpartition("/")
        node = self.find_node(path) if path else self
        return node.get(last) if node else None

    def find_node(self, path: str) -> "Node | None":
        """The object or list at a path of keys; None where any of them is absent, null or an empty
        list.
        """
        node: Node | None = self
        for key in path.split("/"):
            node = node.get_node(key) if node and node.value else None
        return node if node and node.value else None

    def children(self, path: str) -> Iterator["Node"]:
        """The values of the object or list at a path of keys; none where any of them is absent or
        null.
        """
        node = self.find_node(path)
        return node.nodes() if node else iter(())

    def _open(self, value: Json, pointer: str) -> tuple[Json, str]:
        """The value and its pointer, out of whatever wrapping this kind of JSON puts around values."""
        return value, pointer

    def _at(self, key: str) -> tuple[Json, str]:
        self._read.add(key)
        return self._open(self._object().get(key), extend_pointer(self.pointer, key))

    def _child(self, value: Json, pointer: str) -> "Node":
        if pointer not in self._children:
            self._children[pointer] = type(self)(value, pointer, self.base)
        return self._children[pointer]

    def require_node(self, key: str) -> "Node":
        """The object or list at `key`, which must be there; an absent one is an empty object to
        `maybe_node`.
        """
        node = self.get_node(key)
        if node is None:
            raise LayoutChanged(
                f"{key!r} is missing", where=self.where, expected="an object or a list"
            )
        return node

    def get_node(self, key: str) -> "Node | None":
        value, pointer = self._at(key)
        return self._child(value, pointer) if isinstance(value, dict | list) else None

    def elements(self) -> list[Quote | None]:
        """The elements of this list, each with its own place; None where an element is null or no
        scalar.
        """
        if not isinstance(self.value, list):
            raise LayoutChanged("a list is missing", where=self.where, found=str(self.value)[:60])
        quotes: list[Quote | None] = []
        for index, element in enumerate(self.value):
            value, pointer = self._open(element, extend_pointer(self.pointer, index))
            text = scalar_text(value)
            quotes.append(None if text is None else Quote(text=text, locator=self.base + pointer))
        return quotes

    def scalars(self, key: str) -> list[Quote]:
        """The scalars of the list at `key`; empty where it is absent or null."""
        node = self.get_node(key)
        return [quote for quote in node.elements() if quote] if node else []

    def nodes(self) -> Iterator["Node"]:
        """The values of this object or list, in order, as nodes."""
        match self.value:
            case dict():
                for key in self.value:
                    yield self._child(*self._at(key))
            case list():
                for index, value in enumerate(self.value):
                    yield self._child(*self._open(value, extend_pointer(self.pointer, index)))
            case _:
                raise LayoutChanged(
                    "a list or an object is missing", where=self.where, found=str(self.value)[:60]
                )

    def objects_with_keys(self, *keys: str) -> Iterator["Node"]:
        """Every object in here, at whatever depth, that has all of these keys, in order. Searching
        reads nothing.
        """
        members: list[tuple[str | int, Json]] = []
        if isinstance(self.value, dict):
            members += self.value.items()
            if all(key in self for key in keys):
                yield self
        elif isinstance(self.value, list):
            members += enumerate(self.value)
        for key, value in members:
            yield from self._child(
                *self._open(value, extend_pointer(self.pointer, key))
            ).objects_with_keys(*keys)

    def __iter__(self) -> Iterator[str]:
        """The keys of this object."""
        return iter(self._object())

    def object_members(self, *, skip: Collection[str] = ()) -> Iterator[tuple[Quote, "Node"]]:
        """(key, value) of the members of this object that are objects; those in `skip` and any
        other stay unread.
        """
        for key, value in self._object().items():
            if isinstance(value, dict) and key not in skip:
                yield self.key_quote(key), self._child(*self._at(key))

    def ignore(self, *keys: str) -> None:
        """Mark keys, or paths of keys such as "limit/context", as read on purpose."""
        self._read.update(keys)
        for above, _, last in (
            key.rpartition("/") for key in keys if "/" in key and key not in self._object()
        ):
            if node := self.find_node(above):
                node.ignore(last)

    def unread_keys(self) -> Iterator[tuple[str, str]]:
        """(key, locator) of everything below this node that nobody read and that states something."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                if key not in self._read and value is not None and value != []:
                    yield key, self.base + extend_pointer(self.pointer, key)
        for child in self._children.values():
            yield from child.unread_keys()


class AstroNode(Node):
    """Properties of an Astro island: every value is wrapped as [0, value], every list as [1,
    [...]].
    """

    __slots__ = ()

    def _open(self, value: Json, pointer: str) -> tuple[Json, str]:
        match value:
            case [kind, inner] if kind in ("0", "1") and isinstance(kind, JsonNumber):
                return inner, f"{pointer}/1"
            case [kind] if isinstance(kind, JsonNumber):
                return None, pointer
            case _:
                return value, pointer
