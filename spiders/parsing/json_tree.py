"""JSON as a tree of nodes: every value is a quote with a JSON pointer as its locator, and numbers
keep the digits they were written with.
"""

import json
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import TypeAlias

from spiders.characters import plain_characters
from spiders.claims import Context, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.entries import Entries


class JsonNumber(str):
    """A number exactly as the page writes it: 0.7999999999999999 and 1e-06 stay what they are."""

    __slots__ = ()


Json: TypeAlias = "dict[str, Json] | list[Json] | str | JsonNumber | bool | None"

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_PRICE_NAME = re.compile(
    r"price|cost|cents|usd|mtok|input|output|prompt|completion|cache|request|reasoning|search|audio|image|per_|"
    r"^(?:in|out)$",
    re.IGNORECASE,
)
_NO_PRICE_NAME = re.compile(
    r"supports|min_|max_|limit|threshold|unit|currency|type|tier|modalit|start|end_|valid|effective|"
    r"(?:input|output|prompt|completion)_tokens|tokens_",
    re.IGNORECASE,
)
_LONGEST_EXCERPT = 60
"""Characters of an unexpected value that an error message shows."""


def parse_json(text: str) -> Json:
    """The value of a JSON text.

    Raises LayoutChanged for anything that is not JSON: NaN, Infinity, half a surrogate pair.
    """
    try:
        value = json.loads(
            text,
            parse_float=JsonNumber,
            parse_int=JsonNumber,
            parse_constant=_refuse_constant,
        )
        if _SURROGATE.search(text):
            # Encoding fails for a surrogate without its partner, which is no character.
            json.dumps(value, ensure_ascii=False).encode()
    except (json.JSONDecodeError, RecursionError, UnicodeEncodeError) as error:
        position = getattr(error, "pos", 0)
        raise LayoutChanged(
            "the body is not JSON", where=f"character {position}", found=str(error)
        ) from None
    return value


def _refuse_constant(constant: str) -> Json:
    raise LayoutChanged(f"{constant} stands where JSON has a number")


def scalar_text(value: Json) -> str | None:
    """The text of a scalar, or of a list of scalars joined by commas, in plain characters; None for
    null, objects and nested lists.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return plain_characters(str(value))
    if not isinstance(value, list):
        return None
    texts: list[str] = []
    for item in value:
        if not isinstance(item, bool | str):
            return None
        texts.append(scalar_text(item) or "")
    return ", ".join(texts)


def extend_pointer(pointer: str, key: str | int) -> str:
    """`pointer` extended by one step, escaped as RFC 6901 says; ">", which separates the steps of
    a locator, is escaped as ~2.
    """
    if isinstance(key, int):
        return f"{pointer}/{key}"
    return f"{pointer}/{_escaped(key)}"


@lru_cache(maxsize=10_000)
def _escaped(key: str) -> str:
    """A key as a step of a pointer: the keys of a page's objects are few."""
    return key.replace("~", "~0").replace("/", "~1").replace(">", "~2")


def unescape_step(step: str) -> str:
    """The key in one step of a pointer: the reverse of the escaping in `extend_pointer`."""
    return step.replace("~2", ">").replace("~1", "/").replace("~0", "~")


def resolve_pointer(value: Json, pointer: str) -> Json:
    """The value at an RFC 6901 pointer. Raises LayoutChanged when there is none."""
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
    """An object or a list of a JSON page. Reading a key marks it read; `unread_keys` lists the
    rest.

    `get`, `require` and `find` give the scalar at a key as a quote; `get_node`, `require_node` and
    `find_node` the object or list at a key. `get` and `find` give None for what is absent, `find`
    takes a path of keys, and `require` raises LayoutChanged.

    `base` is the locator of the text that the pointers start in: "json:" for a whole page,
    "css:... > attr:props > json:" for data inside an attribute.
    """

    __slots__ = ("_children", "_entries", "_read", "base", "pointer", "value")

    def __init__(
        self,
        value: Json,
        pointer: str = "",
        base: str = "json:",
        entries: Entries | None = None,
    ) -> None:
        self.value, self.pointer, self.base = value, pointer, base
        self._entries = Entries() if entries is None else entries
        self._read: set[str] = set()
        self._children: dict[str, Node] = {}

    @property
    def where(self) -> str:
        """The locator of this node."""
        return self.base + self.pointer

    def _object(self) -> dict[str, Json]:
        if not isinstance(self.value, dict):
            raise LayoutChanged(
                "an object is missing",
                where=self.where,
                expected="an object",
                found=_excerpt(self.value),
            )
        return self.value

    def __contains__(self, key: str) -> bool:
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def key_quote(self, key: str) -> Quote:
        """The name of a key as a quote (models are often keyed by their id)."""
        locator = f"{self.base}{extend_pointer(self.pointer, key)} > key:"
        return Quote(text=plain_characters(key), locator=locator)

    def get(self, key: str, *context: Context) -> Quote | None:
        """The scalar (or list of scalars) at `key`; None when it is absent, null, an empty text
        or an empty list, and for a price that is no such value where odd prices are collected.
        """
        value, pointer = self._at(key)
        is_empty = value is None or value == [] or value == ""
        if is_empty:
            return None
        text = scalar_text(value)
        if text is None:
            odd = LayoutChanged(
                f"{key!r} is no plain value",
                where=self.where,
                expected="a scalar",
                found=_excerpt(value),
            )
            odd_prices = self._entries.odd_prices
            if odd_prices is None or not names_price(key):
                raise odd
            odd_prices[self.base + pointer] = str(odd)
            return None
        return Quote(text=text, locator=self.base + pointer, context=context)

    def require(self, key: str, *context: Context) -> Quote:
        """The scalar at `key`, which must be there."""
        quote = self.get(key, *context)
        if quote is None:
            present = ", ".join(repr(name) for name in self._object())
            raise LayoutChanged(
                f"{key!r} is missing", where=self.where, expected=repr(key), found=present
            )
        return quote

    def find(self, path: str) -> Quote | None:
        """The scalar at a path of keys, "limit/context"; None when any of them is absent, null or
        an empty list.
        """
        parent_path, _, key = path.rpartition("/")
        parent = self.find_node(parent_path) if parent_path else self
        if parent is None:
            return None
        return parent.get(key)

    def find_node(self, path: str) -> "Node | None":
        """The object or list at a path of keys; None when any of them is absent, null or empty."""
        node: Node = self
        for key in path.split("/"):
            if not node.value:
                return None
            child = node.get_node(key)
            if child is None:
                return None
            node = child
        return node if node.value else None

    def children(self, path: str) -> Iterator["Node"]:
        """The values of the object or list at a path of keys; none when any of them is absent,
        null or empty.
        """
        node = self.find_node(path)
        if node is None:
            return iter(())
        return node.nodes()

    def _unwrap(self, value: Json, pointer: str) -> tuple[Json, str]:
        """The value and its pointer, without the wrapping that this kind of JSON puts around
        values.
        """
        return value, pointer

    def _at(self, key: str) -> tuple[Json, str]:
        """The value at `key` and its pointer; marks the key as read."""
        self._read.add(key)
        value = self._object().get(key)
        if value is None:
            return None, ""
        return self._unwrap(value, extend_pointer(self.pointer, key))

    def _child(self, value: Json, pointer: str) -> "Node":
        if pointer not in self._children:
            self._children[pointer] = type(self)(value, pointer, self.base, self._entries)
        return self._children[pointer]

    def require_node(self, key: str) -> "Node":
        """The object or list at `key`, which must be there."""
        node = self.get_node(key)
        if node is None:
            raise LayoutChanged(
                f"{key!r} is missing", where=self.where, expected="an object or a list"
            )
        return node

    def get_node(self, key: str) -> "Node | None":
        """The object or list at `key`; None when it is absent or a scalar."""
        value, pointer = self._at(key)
        if not isinstance(value, dict | list):
            return None
        return self._child(value, pointer)

    def elements(self) -> list[Quote | None]:
        """The elements of this list, each with its own locator; None for an element that is null
        or not a scalar.
        """
        if not isinstance(self.value, list):
            raise LayoutChanged("a list is missing", where=self.where, found=_excerpt(self.value))
        quotes: list[Quote | None] = []
        for index, element in enumerate(self.value):
            value, pointer = self._unwrap(element, extend_pointer(self.pointer, index))
            text = scalar_text(value)
            if text is None:
                quotes.append(None)
            else:
                quotes.append(Quote(text=text, locator=self.base + pointer))
        return quotes

    def scalars(self, key: str) -> list[Quote]:
        """The scalars of the list at `key`; empty when it is absent or null. A text stands for a
        list of one.
        """
        node = self.get_node(key)
        if node is None:
            value = self._object().get(key)
            alone = self.get(key) if isinstance(value, str) else None
            if value is not None and alone is None and value != "":
                raise LayoutChanged(f"{key!r} is no list", where=self.where, found=_excerpt(value))
            return [alone] if alone else []
        return [quote for quote in node.elements() if quote]

    def nodes(self) -> Iterator["Node"]:
        """The values of this object or list, in order, as nodes."""
        return self._entries.each((node.where, node) for node in self._values())

    def _values(self) -> Iterator["Node"]:
        match self.value:
            case dict():
                for key in self.value:
                    yield self._child(*self._at(key))
            case list():
                for index, value in enumerate(self.value):
                    pointer = extend_pointer(self.pointer, index)
                    yield self._child(*self._unwrap(value, pointer))
            case _:
                raise LayoutChanged(
                    "a list or an object is missing",
                    where=self.where,
                    found=_excerpt(self.value),
                )

    def objects_with_keys(self, *keys: str) -> Iterator["Node"]:
        """Every object at or below this node that has all of these keys, in order. Searching does
        not mark keys as read.
        """
        members: list[tuple[str | int, Json]] = []
        if isinstance(self.value, dict):
            members += self.value.items()
            if all(key in self for key in keys):
                yield self
        elif isinstance(self.value, list):
            members += enumerate(self.value)
        for key, value in members:
            child = self._child(*self._unwrap(value, extend_pointer(self.pointer, key)))
            yield from child.objects_with_keys(*keys)

    def __iter__(self) -> Iterator[str]:
        """The keys of this object."""
        return iter(self._object())

    def members(self) -> Iterator[tuple[str, Json]]:
        """(key, value) of this object, as they are. Marks no key as read."""
        yield from self._object().items()

    def object_members(self, *, skip: Collection[str] = ()) -> Iterator[tuple[Quote, "Node"]]:
        """(key, value) of the members of this object that are objects themselves. Those in `skip`
        and members of other types stay unread.
        """
        return self._entries.each(self._placed_members(skip))

    def _placed_members(self, skip: Collection[str]) -> Iterator[tuple[str, tuple[Quote, "Node"]]]:
        for key, value in self._object().items():
            if isinstance(value, dict) and key not in skip:
                child = self._child(*self._at(key))
                yield child.where, (self.key_quote(key), child)

    def ignore(self, *keys: str) -> None:
        """Mark keys, or paths of keys such as "limit/context", as read on purpose."""
        self._read.update(keys)
        for key in keys:
            # A key may itself contain a slash; only another one is a path.
            if "/" not in key or key in self._object():
                continue
            parent_path, _, last = key.rpartition("/")
            parent = self.find_node(parent_path)
            if parent is not None:
                parent.ignore(last)

    def unread_keys(self) -> Iterator[tuple[str, str]]:
        """(key, locator) of every value at or below this node that nobody read, but for null and
        empty lists.
        """
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                is_empty = value is None or value == []
                if key not in self._read and not is_empty:
                    yield key, self.base + extend_pointer(self.pointer, key)
        for child in self._children.values():
            yield from child.unread_keys()


@lru_cache(maxsize=10_000)
def names_price(key: str) -> bool:
    """Whether what stands under a key is a price, on which nothing beside it depends."""
    return _PRICE_NAME.search(key) is not None and _NO_PRICE_NAME.search(key) is None


def _excerpt(value: Json) -> str:
    return str(value)[:_LONGEST_EXCERPT]


class AstroNode(Node):
    """The properties of an Astro island, in which every value is wrapped: [0, value], and a list
    as [1, [...]].
    """

    __slots__ = ()

    def _unwrap(self, value: Json, pointer: str) -> tuple[Json, str]:
        match value:
            case [kind, inner] if kind in ("0", "1") and isinstance(kind, JsonNumber):
                return inner, f"{pointer}/1"
            case [kind] if isinstance(kind, JsonNumber):
                return None, pointer
            case _:
                return value, pointer
