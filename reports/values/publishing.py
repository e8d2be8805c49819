"""What whoever publishes the catalog says of its use."""

from typing import Annotated

from pydantic import Field

from reports.values.value import FrozenModel


class Publishing(FrozenModel):
    """The licence of the published data, and whom publishers ask to take something down."""

    licence: str | None = None
    takedown: str | None = None
    """A url or an address."""
    url: Annotated[str, Field(pattern=r"^https?://[^\s?#]+/$")] | None = None
    """Where the site lives: the address of its first page, with the slash at its end."""
    sql_engine: str | None = None
    """The archive of the npm package of DuckDB for WebAssembly, a path from the home's folder: with
    it the site has a page that answers SQL in the browser.
    """

    @property
    def takedown_link(self) -> str | None:
        """The address as a link, where it is one."""
        if self.takedown is None:
            return None
        if self.takedown.startswith(("https://", "http://", "mailto:")):
            return self.takedown
        return f"mailto:{self.takedown}" if "@" in self.takedown else None


NOTHING_SAID = Publishing()
