"""Paths to the elements of an HTML page: nth-child steps from the nearest element with an id of its own."""

from functools import cached_property

from bs4 import BeautifulSoup, Tag

from spiders.errors import LayoutChanged


class ElementPaths:
    """Makes paths of elements, and finds elements by them, in one tree of one page.

    A path is run on the same tree that it was made of: the one that the parser makes of the bytes.
    """

    def __init__(self, root: BeautifulSoup) -> None:
        self._root = root
        self._children: dict[int, list[Tag]] = {}

    @cached_property
    def _elements_by_id(self) -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for element in self._root.find_all(id=True):
            found.setdefault(str(element["id"]), []).append(element)
        return found

    def children_of(self, element: Tag) -> list[Tag]:
        """The elements directly inside an element; kept, since every path needs them."""
        known = self._children.get(id(element))
        if known is None:
            known = [child for child in element.children if isinstance(child, Tag)]
            self._children[id(element)] = known
        return known

    def path_to(self, element: Tag, ancestor: Tag | None = None) -> str:
        """The path to an element: from `ancestor`, or else from the nearest element whose id no
        other has, or from the root.
        """
        steps: list[str] = []
        while element.parent is not None and element is not ancestor:
            if ancestor is None and self._has_unique_id(element):
                steps.append(f"#{element['id']}")
                break
            siblings = self.children_of(element.parent)
            steps.append(f"{element.name}:nth-child({_position(element, siblings)})")
            element = element.parent
        return " > ".join(reversed(steps))

    def _has_unique_id(self, element: Tag) -> bool:
        name = str(element.get("id") or "")
        # An id with the separator of a path in it would be read as two steps.
        if not name or " > " in name:
            return False
        return len(self._elements_by_id[name]) == 1

    def element_at(self, path: str) -> Tag:
        """The element that a path leads to. Raises LayoutChanged when there is none."""
        element: Tag = self._root
        for step in path.split(" > "):
            if step.startswith("#"):
                name = step.removeprefix("#")
                matching = self._elements_by_id.get(name, [])
                if len(matching) != 1:
                    raise LayoutChanged(
                        f"{len(matching)} elements have the id {name!r}",
                        where=f"css:{path}",
                        expected="one",
                    )
                element = matching[0]
                continue
            name, _, position = step.removesuffix(")").partition(":nth-child(")
            index = int(position) - 1
            children = self.children_of(element)
            if not 0 <= index < len(children) or children[index].name != name:
                raise LayoutChanged("the element is not there", where=f"css:{path}", expected=step)
            element = children[index]
        return element


def _position(element: Tag, siblings: list[Tag]) -> int:
    """The position of an element among its siblings, counted from 1. Equal elements differ here:
    `list.index` would find the first of them.
    """
    for position, sibling in enumerate(siblings, start=1):
        if sibling is element:
            return position
    raise ValueError("an element is one of its siblings")
