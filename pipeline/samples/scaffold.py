"""A new source: its file, a sample page and what that must yield, from spiders/templates. Nothing
else is touched.

What is left to a person is marked FILL IN, and the tests fail while a mark is left.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

import spiders
from pipeline.failures import Failure
from pipeline.samples.server import sample_days

PACKAGE = Path(spiders.__file__).parent
PLACEHOLDER = "FILL IN"


def create_source(name: str, url: str, package: Path = PACKAGE) -> list[Path]:
    """Write the files of a source that reads `url`, and return them. Raises Failure where there is
    one of this name.
    """
    _check_arguments(name, url)
    suffix = _suffix(url)
    sample = package / "samples" / name / sample_days()[0]
    templates = {
        package / "sources" / f"{name}.py": "json.txt" if suffix == ".json" else "tables.txt",
        sample / f"page{suffix}": f"page{suffix}",
        sample / "expected.csv": "expected.csv",
    }
    existing = [path for path in templates if path.exists()]
    if existing:
        raise Failure(f"{existing[0]} exists; nothing was written", code="exists")
    words = {
        "title": name.replace("_", " ").capitalize(),
        "class_name": "".join(word.capitalize() for word in name.split("_")),
        "publisher": _host(url).split(".")[-2],
        "url": url,
    }
    for path, template in templates.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (PACKAGE / "templates" / template).read_text(encoding="utf-8")
        text = Template(text).substitute(words)
        path.write_text(text, encoding="utf-8")
    return list(templates)


def _check_arguments(name: str, url: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise Failure(
            f"expected a name such as acme_pricing, found {name!r}",
            exit_code=2,
            code="usage",
        )
    if urlsplit(url).scheme not in ("http", "https") or "." not in _host(url):
        raise Failure(
            f"expected the url of a public page, found {url!r}",
            exit_code=2,
            code="usage",
        )


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _suffix(url: str) -> str:
    """The suffix of the sample page: by the end of the url's path, and HTML where that says
    nothing.
    """
    path = urlsplit(url).path
    if re.search(r"\.(md|mdx|txt)$", path):
        return ".md"
    if path.endswith(".json") or re.search(r"/api/|/v\d+/", path):
        return ".json"
    return ".html"


def placeholders(source: str, package: Path = PACKAGE) -> Iterator[str]:
    """The places of a source that are still to be filled in, as file and line."""
    code = package / "sources" / f"{source}.py"
    samples = package / "samples" / source
    for path in [code, *sorted(samples.glob("*/*"))]:
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(package.parent)
        for number, line in enumerate(lines, start=1):
            if PLACEHOLDER in line:
                yield f"{name} line {number}: {line.strip()[:80]}"
