"""Markdown as the blocks of an outline: headings, tables and lines of text, each with its source
line.

Pages of documentation are MDX: Markdown with the tags of components. The parser of Markdown does
not know these, so tables of components, HTML tables and tags of components are taken out before it
runs, and put back at their places.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from spiders.characters import plain_characters, raised, without_raised_digits
from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.html_text import InlineTags
from spiders.parsing.mdx_tables import component_tables
from spiders.parsing.outlines.blocks import Block, Heading, Html, Line
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table

# Pages indent what stands inside a component, so four spaces make no code block here.
_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?:[^\r\n]*\r?\n)*?---[ \t]*(?:\r?\n|$)")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_TABLE_BEGIN = re.compile(r"\s*<table\b", re.IGNORECASE)
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_COMPONENT_TAG = re.compile(r"\s*</?[A-Z][\w.]*(?:\s[^>]*)?>\s*$")
_BREAK_TAG = re.compile(r"<[bh]r")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_LAST_PIPE = re.compile(r"(?<!\\)\|$")


def visible_inline_text(inline: Token) -> str:
    """The text of an inline token as a reader sees it: links by their text, tags dropped, breaks as
    spaces, without hidden and struck text and the marks of footnotes.
    """
    children = inline.children or []
    shown = _one_spaced("".join(_shown_texts(children)))
    return shown or _one_spaced("".join(_shown_texts(children, without_unseen=False)))


def _shown_texts(children: Sequence[Token], *, without_unseen: bool = True) -> list[str]:
    """The text that each part of an inline token adds to what a reader sees; "" for none."""
    texts: list[str] = []
    tags = InlineTags()
    struck = 0
    raised_from: int | None = None
    follows_tag = False
    for child in children:
        texts.append("")
        if child.type in ("s_open", "s_close"):
            struck += 1 if child.type == "s_open" else -1
        elif child.type == "html_inline" and not _BREAK_TAG.match(child.content):
            was_raised = tags.are_raised
            tags.follow(child.content)
            if tags.are_raised and not was_raised:
                raised_from = len(texts)
            elif was_raised and not tags.are_raised and raised_from is not None:
                base = "".join(texts[:raised_from])
                inside = "".join(texts[raised_from:])
                texts[raised_from:] = [""] * len(texts[raised_from:])
                texts[-1] = raised(base, inside) if inside.strip() else ""
        elif struck == 0 and tags.show_text(without_unseen=without_unseen):
            texts[-1] = _visible_text(child)
            if follows_tag and _joins_digits(texts):
                texts[-1] = f" {texts[-1]}"
        follows_tag = child.type in ("html_inline", "link_open") or (follows_tag and not texts[-1])
    return texts


def _joins_digits(texts: Sequence[str]) -> bool:
    """Whether the last of these texts begins with a digit and the one before it ends with one: two
    numbers that a tag or a link parts, such as a price and the number of its note.
    """
    before = "".join(texts[:-1])
    return before[-1:].isdigit() and texts[-1][:1].isdigit()


def _visible_text(child: Token) -> str:
    """The text of a part of an inline token."""
    match child.type:
        case "text" | "code_inline":
            return child.content
        case "softbreak" | "hardbreak":
            return " "
        case "html_inline" if _BREAK_TAG.match(child.content):
            return " "
        case "image":
            return visible_inline_text(child)
        case _:
            return ""


def _one_spaced(text: str) -> str:
    return without_raised_digits(" ".join(text.split()))


def pieces(inline: Token) -> list[tuple[int, int]]:
    """Start and end, in the visible text, of each picture's name, each link's text and each text
    between them.
    """
    texts = [""]
    children = inline.children or []
    for child, shown in zip(children, _shown_texts(children), strict=True):
        if child.type in {"image", "link_open", "link_close"}:
            texts += [shown, ""]
        else:
            texts[-1] += shown
    whole_text = visible_inline_text(inline)
    spans: list[tuple[int, int]] = []
    end = 0
    for text in texts:
        piece = _one_spaced(text)
        start = whole_text.find(piece, end)
        if piece and start >= 0:
            end = start + len(piece)
            spans.append((start, end))
    return spans


def source_lines(text: str) -> list[str]:
    """The lines as Markdown counts them. Unlike `str.splitlines`, a form feed or U+2028 ends
    none.
    """
    return re.split(r"\r\n?|\n", text)


def line_text(line: str) -> str:
    """The text of the locator `line:N`: the source line without a heading's marks and without space
    around it.
    """
    return re.sub(r"^#{1,6}\s+", "", line.strip())


def _fence_after(line: str, fence: str) -> str:
    """The mark of the fenced code that is open after a line; "" for none. `fence` is the one that
    is open before it.
    """
    match = _FENCE.match(line)
    if match is None:
        return fence
    mark = match[1]
    if fence == "":
        return mark
    return "" if fence == mark else fence


def html_tables(lines: list[str]) -> list[tuple[int, int]]:
    """The first and the last line of every HTML table between the Markdown, outside fenced code,
    counted from 1.
    """
    found: list[tuple[int, int]] = []
    fence = ""
    first_line = 0
    depth = 0
    for number, line in enumerate(lines, start=1):
        if depth == 0:
            fence = _fence_after(line, fence)
            if fence or not _TABLE_BEGIN.match(line):
                continue
            first_line = number
        for tag in _TABLE_TAG.finditer(line):
            is_end_tag = tag[1] == "/"
            depth += -1 if is_end_tag else 1
        if depth <= 0:
            found.append((first_line, number))
            depth = 0
    return found


def component_tags(lines: list[str]) -> list[int]:
    """The lines outside fenced code that are nothing but the tag of a component, such as `<Tab
    title="Batch">`, counted from 1.
    """
    found: list[int] = []
    fence = ""
    for number, line in enumerate(lines, start=1):
        fence = _fence_after(line, fence)
        if not fence and _COMPONENT_TAG.match(line):
            found.append(number)
    return found


class MarkdownDocument:
    """A parsed Markdown text: `blocks` in reading order. Lines count from 1, and so do the cells of
    a row.
    """

    def __init__(self, text: str) -> None:
        self.lines = source_lines(plain_characters(text))
        self._cells: dict[int, list[str]] = {}
        self._cell_tokens: dict[tuple[int, int], Token] = {}
        self.blocks = list(self._read_blocks())

    def line(self, number: int) -> str:
        """The text of a line, without a heading's marks."""
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
        """The text of a cell of a table's row."""
        cells = self._cells.get(line, [])
        if not 1 <= number <= len(cells):
            raise LayoutChanged(
                "the cell is not there",
                where=f"line:{line} > cell:{number}",
                found=f"{len(cells)} cells",
            )
        return cells[number - 1]

    def pieces(self, line: int, number: int) -> list[tuple[int, int]]:
        """Start and end, in the text of a cell, of its pictures, its links and the texts between
        them.
        """
        return pieces(self._cell_tokens[line, number])

    def _read_blocks(self) -> Iterator[Block]:
        lines = self.lines.copy()
        # Front matter states nothing of the page, and its last line would make a heading of it.
        front_matter = _FRONT_MATTER.match("\n".join(lines))
        if front_matter:
            _blank_out(lines, 1, front_matter[0].count("\n"))
        other_blocks = self._take_other_blocks(lines)
        for lines_before, block in self._markdown_blocks("\n".join(lines)):
            while other_blocks and other_blocks[0][0] <= lines_before:
                yield other_blocks.pop(0)[1]
            if block is not None:
                yield block
        for _, block in other_blocks:
            yield block

    def _take_other_blocks(self, lines: list[str]) -> list[tuple[int, Block]]:
        """(first line, block) of what the Markdown parser must not see, in the order of the page:
        tables of components, HTML tables, and the tags of components. Blanks out their lines.
        """
        blocks: list[tuple[int, Block]] = []
        for first, last, table in list(component_tables(lines)):
            _blank_out(lines, first, last)
            blocks.append((first, table))
        for first, last in html_tables(lines):
            _blank_out(lines, first, last)
            blocks.append((first, Html(first, last)))
        # The content of a component is Markdown, even when no blank line separates it from the
        # tags.
        for number in component_tags(lines):
            _blank_out(lines, number, number)
            blocks.append((number, Line(self._quote_line(number))))
        blocks.sort(key=lambda numbered_block: numbered_block[0])
        return blocks

    def _markdown_blocks(self, text: str) -> Iterator[tuple[int, Block | None]]:
        """(number of lines before it, block) for each part of the Markdown; None as the block of a
        part that has none by itself, such as a list.
        """
        tokens = iter(_PARSER.parse(text))
        for token in tokens:
            if token.map is None:
                continue
            first, end = token.map
            match token.type:
                case "table_open":
                    yield first, self._table(tokens)
                case "heading_open":
                    next(tokens)  # the inline token with the heading's text
                    has_text = self.line(first + 1).strip("#= -") != ""
                    heading = Heading(int(token.tag[1]), self._quote_line(first + 1))
                    yield first, heading if has_text else None
                case "inline" | "html_block":
                    for number in range(first + 1, end + 1):
                        line = Line(self._quote_line(number))
                        yield first, line if line.quote.text else None
                case _:
                    yield first, None

    def _quote_line(self, number: int) -> Quote:
        """A line as a quote; may be blank."""
        return Quote(text=self.line(number), locator=f"line:{number}")

    def _table(self, tokens: Iterator[Token]) -> Table:
        """The table whose begin was the last token; takes the tokens up to its end."""
        rows: list[list[Quote]] = []
        row: list[Quote] = []
        line = 0
        for token in tokens:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                line = _first_line(token)
                row = []
            elif token.type == "inline":
                number = len(row) + 1
                text = visible_inline_text(token)
                row.append(Quote(text=text, locator=f"line:{line} > cell:{number}"))
                self._cell_tokens[line, number] = token
            elif token.type == "tr_close":
                self._cells[line] = [cell.text for cell in row]
                rows.append(self._with_written_length(line, row))
        headers = [Header((cell,)) for cell in rows[0]]
        return Table(rows[0][0].locator, headers, rows[1:])

    def _with_written_length(self, line: int, row: list[Quote]) -> list[Quote]:
        """A row with as many cells as the page writes. The parser fills up short rows, and drops
        the end of long ones; both hide that a row is torn.
        """
        written = self.lines[line - 1].strip()
        count = len(_UNESCAPED_PIPE.findall(written)) + 1
        if written.startswith("|"):
            count -= 1
        if _LAST_PIPE.search(written):
            count -= 1
        cells = row[:count]
        for number in range(len(row) + 1, count + 1):
            cells.append(Quote(text="", locator=f"line:{line} > cell:{number}"))
        return cells


def _blank_out(lines: list[str], first: int, last: int) -> None:
    """Make the lines from `first` to `last` blank, so that the other lines keep their numbers."""
    for number in range(first, last + 1):
        lines[number - 1] = ""


def _first_line(token: Token) -> int:
    """The number of the line on which a token begins."""
    return token.map[0] + 1 if token.map else 1
