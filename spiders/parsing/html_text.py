"""The text of an HTML element as a reader sees it."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from bs4 import BeautifulSoup, Tag
from bs4.element import CData, NavigableString

from spiders.characters import plain_characters, raised, without_raised_digits

HIDDEN_TAGS = {"script", "style", "template", "noscript", "svg"}
STRUCK_TAGS = {"s", "del", "strike"}
# A line that begins with a raised number is the note that the number marks.
_NOTE_TAGS = {"p", "li", "small", "dd", "figcaption"}
_INLINE_TAG = re.compile(r"<(/?)([A-Za-z][\w-]*)")
_SPACE_BEFORE_PUNCTUATION = re.compile(r" (?=[,.;:!?)])")
_HIDING_STYLE = re.compile(r"\b(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))")
_STRIKING_STYLE = re.compile(r"\btext-decoration(?:-line)?\s*:[^;]*\bline-through")
_STRIKING_CLASSES = {"line-through", "strikethrough", "strike-through", "struck"}
# "hidden md:block" is shown where the window is wide.
_HIDING_CLASSES = {"hidden", "d-none", "is-hidden"}
_SHOWING_CLASS = re.compile(r"\w+:(?!hidden)[\w-]+|d-\w+-(?!none)\w+")
_UNSEEN_CLASSES = {
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-text",
    "screen-reader-only",
    "a11y-hidden",
}
# A click on a tab or a fold, or a pointer over a word, shows these.
_SHOWN_ON_DEMAND = re.compile(
    r"(?<![a-z])tab(?!le|ul|let|in)|(?<![a-z])(?:pane|panel|fold)|accordion|collaps|switcher|"
    r"carousel|swiper|tooltip|popover|popper",
    re.IGNORECASE,
)
# What React's server sends as <div hidden id="S:1">, scripts show.
_STREAMED_ID = re.compile(r"S:[\da-f]+")


def visible_source_text(source: str) -> str:
    """The text of HTML source as a reader sees it."""
    return visible_text(BeautifulSoup(source, "lxml"))


def visible_text(element: Tag) -> str:
    """An element's text as a reader sees it: without scripts, hidden and struck text, the marks of
    footnotes, invisible characters and runs of space.

    An element whose only text is for some readers, such as the name of a picture, has that text.
    """
    for unseen in (True, False):
        text = "".join(_shown(element, without_unseen=unseen))
        one_spaced = " ".join(plain_characters(text).split())
        if one_spaced:
            return _SPACE_BEFORE_PUNCTUATION.sub("", without_raised_digits(one_spaced))
    return ""


def _shown(element: Tag, *, without_unseen: bool) -> Iterator[str]:
    """The texts of an element without those that are not shown, each with a space before it, but
    for one behind a place where a long word may break.
    """
    before = ""
    space = " "
    for child in element.children:
        if type(child) in (NavigableString, CData):
            before = f"{space}{child}"
            space = " "
            yield before
        elif isinstance(child, Tag):
            if child.name in HIDDEN_TAGS or is_hidden(child) or is_struck(child):
                continue
            if without_unseen and is_unseen(child):
                continue
            text = "".join(_shown(child, without_unseen=without_unseen))
            if child.name == "sup" and text.strip():
                is_label = element.name in _NOTE_TAGS and not before.strip()
                text = text if is_label else raised(before, text)
            if child.name == "wbr":  # to some parsers the text behind it is in it
                text = text.removeprefix(" ")
                space = " " if text else ""
            before = text if text.strip() else before
            yield text


class InlineTags:
    """The HTML elements that are open at a place in a line of Markdown."""

    def __init__(self) -> None:
        self._open: list[Tag] = []

    def follow(self, source: str) -> None:
        """Open or close the element whose tag is written here."""
        match = _INLINE_TAG.match(source)
        if match is None:
            return
        if match[1] != "/":
            element = _element_of(source)
            if element is not None and not source.endswith("/>"):
                self._open.append(element)
            return
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position].name == match[2].casefold():
                del self._open[position:]
                return

    @property
    def are_raised(self) -> bool:
        """Whether a text here stands above the line."""
        return any(tag.name == "sup" for tag in self._open)

    def show_text(self, *, without_unseen: bool) -> bool:
        """Whether a text here is shown, and not struck through."""
        left_out = [is_hidden, is_struck, *([is_unseen] if without_unseen else [])]
        return not any(is_left_out(tag) for is_left_out in left_out for tag in self._open)


@lru_cache(maxsize=1_000)
def _element_of(source: str) -> Tag | None:
    """The element that begins with this tag; None where it is no tag."""
    return BeautifulSoup(source, "html.parser").find(True)


def is_hidden(element: Tag) -> bool:
    """Whether a page hides an element for good: not the content of a tab, a fold or a tooltip, as
    its attributes name them.
    """
    if not _is_marked_hidden(element):
        return False
    name = str(element.get("id") or "")
    if _STREAMED_ID.fullmatch(name):
        return False
    words = [*element.attrs, *_classes(element), name, str(element.get("role") or "")]
    return _SHOWN_ON_DEMAND.search(" ".join(words)) is None


def _is_marked_hidden(element: Tag) -> bool:
    if not element.attrs:
        return False
    if "hidden" in element.attrs and element["hidden"] != "until-found":
        return True
    if _HIDING_STYLE.search(str(element.get("style") or "").casefold()):
        return True
    classes = _classes(element)
    if not classes.isdisjoint(_HIDING_CLASSES):
        return not any(_SHOWING_CLASS.fullmatch(name) for name in classes)
    return False


def is_unseen(element: Tag) -> bool:
    """Whether an element is for some readers only: text for a screen reader, or a picture that one
    leaves out.
    """
    if not element.attrs:
        return False
    return element.get("aria-hidden") == "true" or not _classes(element).isdisjoint(_UNSEEN_CLASSES)


def is_struck(element: Tag) -> bool:
    """Whether an element is struck through: it holds no longer."""
    if element.name in STRUCK_TAGS:
        return True
    if not element.attrs:
        return False
    style = str(element.get("style") or "").casefold()
    is_styled = _STRIKING_STYLE.search(style) is not None
    return is_styled or not _classes(element).isdisjoint(_STRIKING_CLASSES)


def is_offered(element: Tag, within: Tag | None = None, folds: Collection[int] = ()) -> bool:
    """Whether a page shows an element, a card or a row, to its readers: neither itself nor anything
    around it, up to the element `within`, is hidden. `folds` are the `id()` of hidden elements that
    a click shows.
    """
    for around in (element, *element.parents):
        if around is within:
            break
        if id(around) not in folds and is_hidden(around):
            return False
    return not is_unseen(element)


def _classes(element: Tag) -> set[str]:
    return {str(name) for name in element.get_attribute_list("class") if name}
