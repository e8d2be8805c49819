"""Markdown as an outline: headings, tables and lines of text, each with its source line."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.mdx_tables import component_tables
from spiders.parsing.outline import Block, Heading, Html, Line
from spiders.parsing.tables import Header, Table

# Pages indent what stands inside a component: to them four spaces are no code.
_PARSER = MarkdownIt("commonmark").enable("table").disable("code")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:[^\r\n]*\r?\n)*?---[ \t]*(?:\r?\n|$)")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_TABLE_MARK = re.compile(r"<(/?)table\b", re.IGNORECASE)
_COMPONENT_TAG = re.compile(r"\s*</?[A-Z][\w.]*(?:\s[^>]*)?>\s*$")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")


def visible_inline_text(inline: Token) -> str:
    """The text of an inline token as a reader sees it: links by their text, tags dropped, breaks as
    spaces.
    """
    return " ".join("".join(map(_shown, inline.children or [])).split())


def _shown(child: Token) -> str:
    if child.type in {"text", "code_inline"}:
        return child.content
    if child.type in {"softbreak", "hardbreak"} or (
        child.type == "html_inline" and re.match(r"<[bh]r", child.content)
    ):
        return " "
    return visible_inline_text(child) if child.type == "image" else ""


def pieces(inline: Token) -> list[tuple[int, int]]:
    """Where in the visible text each picture's name, each link's text and each text between them
    stands.
    """
    texts = [""]
    for child in inline.children or []:
        if child.type in {"image", "link_open", "link_close"}:
            texts += [_shown(child), ""]
        else:
            texts[-1] += _shown(child)
    whole, found, end = visible_inline_text(inline), list[tuple[int, int]](), 0
    for text in filter(None, (" ".join(text.split()) for text in texts)):
        start = whole.index(text, end)
        end = start + len(text)
        found.append((start, end))
    return found


def source_lines(text: str) -> list[str]:
    """The lines as Markdown counts them: a form feed or U+2028 ends none, as it would for
    str.splitlines.
    """
    return re.split(r"\r\n?|\n", text)


def line_text(line: str) -> str:
    """What the locator `line:N` gives: the source line without a heading's marks and without space
    around it.
    """
    return re.sub(r"^#{1,6}\s+", "", line.strip())


def html_tables(lines: list[str]) -> list[tuple[int, int]]:
    """The first and the last line of every HTML table between the Markdown, outside fenced code,
    counted from 1.
    """
    found: list[tuple[int, int]] = []
    fence = ""
    first = depth = 0
    for number, line in enumerate(lines, start=1):
        if not depth and (mark := _FENCE.match(line)) and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        if fence or not (depth or re.match(r"\s*<table\b", line, re.IGNORECASE)):
            continue
        first = first if depth else number
        depth += sum(-1 if mark[1] else 1 for mark in _TABLE_MARK.finditer(line))
        if depth <= 0:
            found.append((first, number))
            depth = 0
    return found


def component_tags(lines: list[str]) -> list[int]:
    """The lines outside fenced code that are nothing but the tag of a component, `<Tab
    title="Batch">`, from 1.
    """
    found: list[int] = []
    fence = ""
    for number, line in enumerate(lines, start=1):
        if (mark := _FENCE.match(line)) and fence in ("", mark[1]):
            fence = "" if fence else mark[1]
        if not fence and _COMPONENT_TAG.match(line):
            found.append(number)
    return found


class MarkdownDocument:
    """A parsed Markdown text. Lines count from 1, and so do the cells of a row."""

    def __init__(self, text: str) -> None:
        self.lines = source_lines(text)
        self._cells: dict[int, list[str]] = {}
        self._inline: dict[tuple[int, int], Token] = {}
        self.blocks = list(self._read())

    def line(self, number: int) -> str:
        if not 1 <= number <= len(self.lines):
            raise LayoutChanged(
                "the line is not there", where=f"line:{number}", found=f"{len(self.lines)} lines"
            )
        return line_text(self.lines[number - 1])

    def source(self, first: int, last: int) -> str:
        """The lines from `first` to `last`, as they are written."""
        if not 1 <= first <= last <= len(self.lines):
            raise LayoutChanged(
                "the lines are not there",
                where=f"lines:{first}-{last}",
                found=f"{len(self.lines)} lines",
            )
        return "\n".join(self.lines[first - 1 : last])

    def cell(self, line: int, number: int) -> str:
        cells = self._cells.get(line, [])
        if not 1 <= number <= len(cells):
            raise LayoutChanged(
                "the cell is not there",
                where=f"line:{line} > cell:{number}",
                found=f"{len(cells)} cells",
            )
        return cells[number - 1]

    def pieces(self, line: int, number: int) -> list[tuple[int, int]]:
        """Where in the text of a cell its pictures, its links and the texts between them stand."""
        return pieces(self._inline[line, number])

    def _read(self) -> Iterator[Block]:
        rest = self.lines.copy()
        # A front matter states nothing of the page, and its last line would make a heading of it.
        if front := _FRONT_MATTER.match("\n".join(rest)):
            rest[: front[0].count("\n")] = [""] * front[0].count("\n")
        # The parser sees what is read apart as blank lines, so that all of it comes in the order of
        # the page.
        apart: list[tuple[int, Block]] = []
        for first, last, table in list(component_tables(rest)):
            rest[first - 1 : last] = [""] * (last - first + 1)
            apart.append((first, table))
        for first, last in html_tables(rest):
            rest[first - 1 : last] = [""] * (last - first + 1)
            apart.append((first, Html(first, last)))
        # What stands inside a component is Markdown, also where no blank line parts it from the
        # tags.
        for number in component_tags(rest):
            rest[number - 1] = ""
            apart.append((number, Line(self._quote_line(number))))
        apart.sort(key=lambda block: block[0])
        tokens = iter(_PARSER.parse("\n".join(rest)))
        for token in tokens:
            while apart and token.map and apart[0][0] <= token.map[0]:
                yield apart.pop(0)[1]
            if token.type == "table_open":
                yield self._table(tokens)
            elif token.type == "heading_open" and self.line((token.map or [0])[0] + 1).strip(
                "#= -"
            ):
                yield Heading(int(token.tag[1]), self._quote_line((token.map or [0])[0] + 1))
            elif token.type == "inline" or token.type == "html_block":
                first, last = token.map or [0, 0]
                for number in range(first + 1, last + 1):
                    if self.line(number):
                        yield Line(self._quote_line(number))
            if token.type == "heading_open":
                next(tokens)  # its text, which the heading has already
        yield from (block for _, block in apart)

    def _quote_line(self, number: int) -> Quote:
        return Quote(text=self.line(number), locator=f"line:{number}")

    def _table(self, tokens: Iterator[Token]) -> Table:
        rows: list[list[Quote]] = []
        row: list[Quote] = []
        line = 0
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                line, row = (token.map or [0])[0] + 1, []
            elif token.type == "inline":
                row.append(
                    Quote(
                        text=visible_inline_text(token),
                        locator=f"line:{line} > cell:{len(row) + 1}",
                    )
                )
                self._inline[line, len(row)] = token
            elif token.type == "tr_close":
                self._cells[line] = [cell.text for cell in row]
                rows.append(self._as_written(line, row))
        return Table(rows[0][0].locator, [Header((cell,)) for cell in rows[0]], rows[1:])

    def _as_written(self, line: int, row: list[Quote]) -> list[Quote]:
        # The parser pads short rows and drops what is over: count what the page really has.
        written = self.lines[line - 1].strip()
        count = (
            len(_UNESCAPED_PIPE.findall(written))
            + 1
            - written.startswith("|")
            - bool(re.search(r"(?<!\\)\|$", written))
        )
        extra = [
            Quote(text="", locator=f"line:{line} > cell:{number}")
            for number in range(len(row) + 1, count + 1)
        ]
        return [*row, *extra][:count]
