"""Which tables a source asked a page for, and what the page had instead."""

from collections.abc import Sequence

from spiders.parsing.tables.table import Table


class TableSearches:
    """Which headers a source asked tables for, and whether a table had them."""

    def __init__(self) -> None:
        self._is_met: dict[tuple[str, ...], bool] = {}
        self._tables: dict[int, Table] = {}

    def note(self, headers: tuple[str, ...], tables: Sequence[Table], *, is_met: bool) -> None:
        """Remember one search among some tables."""
        if not headers:
            return
        self._is_met[headers] = is_met or self._is_met.get(headers, False)
        self._tables.update((id(table), table) for table in tables)

    def forget(self) -> None:
        """Begin anew: for the next part of a page."""
        self._is_met.clear()
        self._tables.clear()

    def missing(self) -> str:
        """The headers that no table had among those searched, in words; empty where each search
        met one.
        """
        words: list[str] = []
        for headers, is_met in self._is_met.items():
            if is_met:
                continue
            absent = [
                header
                for header in headers
                if not any(table.has_headers(header) for table in self._tables.values())
            ]
            named = ", ".join(map(repr, absent)) or " together with ".join(map(repr, headers))
            words.append(f"no table has the header {named}")
        if not words:
            return ""
        shown = [", ".join(map(repr, table.labels)) for table in self._tables.values()]
        found = " | ".join(shown) or "no table at all"
        return f"{'; '.join(words)}, found {found}"
