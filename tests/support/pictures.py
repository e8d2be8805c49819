"""Takes the pictures of docs/pictures in Chromium. `python -m tests.support.pictures [SITE]` makes them
again, from the site of the samples, which `make refresh` writes, or from another.
"""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from tests.support import CHROMIUM, ROOT
from tests.support.serving import serving

MOST_BYTES = 150_000


class Picture(NamedTuple):
    """A picture of the beginning of a page, or of what an address leads to within it."""

    name: str
    address: str
    height: int


PICTURES = (
    Picture("comparison", "compare/claude-haiku-4-5/gpt-5-mini/index.html", 830),
    Picture("catalog", "catalog/index.html", 900),
    Picture("receipt", "receipts/anthropic_pricing/pricing/claude-haiku-4-5/index.html", 620),
)
WIDTH = 1080


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of its parameter
        pass


def take_pictures(site: Path, folder: Path) -> list[Path]:
    """Writes a PNG for each picture into `folder`. Raises FileNotFoundError for a page that the site
    does not have, and ValueError for a picture that is too large to stand in a document.
    """
    taken: list[Path] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    folder.mkdir(parents=True, exist_ok=True)
    with serving(server), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for picture in PICTURES:
            if not (site / picture.address).is_file():
                raise FileNotFoundError(f"{site} has no {picture.address}")
            page = browser.new_page(
                viewport={"width": WIDTH, "height": picture.height}, color_scheme="light"
            )
            page.goto(f"http://127.0.0.1:{server.server_port}/{picture.address}")
            page.wait_for_load_state("networkidle")
            path = folder / f"{picture.name}.png"
            page.screenshot(path=path)
            page.close()
            taken.append(path)
        browser.close()
    too_large = [path.name for path in taken if path.stat().st_size > MOST_BYTES]
    if too_large:
        raise ValueError(f"larger than {MOST_BYTES} bytes: {', '.join(too_large)}")
    return taken


def main(arguments: list[str]) -> str:
    """Makes the pictures of the documents. Returns their names and sizes."""
    site = Path(arguments[0]) if arguments else ROOT / "data/samples/site"
    if not (site / "index.html").is_file():
        sys.exit(f"{site} has no site: `make refresh` makes it, or name the folder of another")
    taken = take_pictures(site, ROOT / "docs/pictures")
    return "".join(
        f"{path.relative_to(ROOT)}  {path.stat().st_size / 1000:.0f} kB\n" for path in taken
    )


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
