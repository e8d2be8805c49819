"""A simulated Hugging Face hub on 127.0.0.1, at /huggingface.co/...: it answers as the hub's API is
built, for the repositories of hub_repositories.csv.

The table has every repository that the recorded pages name. Its column `parameters_from` says
whether the number of parameters stands on a recorded page or is the one that the maker published in
words ("671B"); licences, architectures and contexts are the simulation's, and no copy of the hub.
"""

import csv
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from tests.support import ROOT

TABLE = ROOT / "tests/support/hub_repositories.csv"
HOST = "/huggingface.co"
API = f"{HOST}/api/models"
LIST_PAGE = 20
"""The most entries of a page of a list: fewer than the hub's, so that lists have several pages."""


class HubRepository(NamedTuple):
    """A row of the table."""

    repository: str
    state: str
    """open, gated (its files are answered with 401), renamed, or missing."""
    renamed_to: str
    licence: str
    """Of a licence that the hub calls "other": its name after a colon."""
    parameters: str
    architecture: str
    context: str
    parameters_from: str

    def entry(self) -> dict[str, Any]:
        """What the API says of it."""
        licence, _, own_name = self.licence.partition(":")
        card = {"license": licence, "pipeline_tag": "text-generation"}
        if own_name:
            card["license_name"] = own_name
        count = int(self.parameters)
        return {
            "_id": hashlib.sha256(self.repository.encode()).hexdigest()[:24],
            "id": self.repository,
            "gated": "manual" if self.state == "gated" else False,
            "pipeline_tag": "text-generation",
            "createdAt": "2026-01-05T08:00:00.000Z",
            "tags": ["safetensors", f"license:{licence}"],
            "cardData": card,
            "config": {"architectures": [self.architecture]},
            "safetensors": {"parameters": {"BF16": count}, "total": count},
        }

    def files(self) -> dict[str, str]:
        """Its files by name."""
        licence, _, own_name = self.licence.partition(":")
        named = f"license_name: {own_name}\n" if own_name else ""
        card = f"---\nlicense: {licence}\n{named}---\n# {self.repository}\n"
        config: dict[str, Any] = {"architectures": [self.architecture]}
        if self.context:
            config["max_position_embeddings"] = int(self.context)
        return {"README.md": card, "config.json": json.dumps(config)}


@cache
def hub_repositories() -> dict[str, HubRepository]:
    """The table's rows by repository."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["repository"]: HubRepository(**row) for row in csv.DictReader(file)}


class SimulatedHub(ThreadingHTTPServer):
    """Answers, and counts by path and by status. The `limited_after`-th request is told to wait."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, limited_after: int = 100) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.limited_after = limited_after
        self.asked: Counter[str] = Counter()
        self.statuses: Counter[int] = Counter()
        self.conditional = 0
        """How many requests named a version that they have."""
        self.lock = threading.Lock()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def forget(self) -> None:
        """Begin to count anew."""
        self.asked.clear()
        self.statuses.clear()
        self.conditional = 0

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gives up is no error."""


@contextmanager
def simulated_hub(limited_after: int = 100) -> Generator[SimulatedHub]:
    """Serve the hub until the block ends."""
    with SimulatedHub(limited_after) as hub:
        thread = threading.Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield hub
        finally:
            hub.shutdown()
            thread.join()


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SimulatedHub  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/robots.txt" or parts.path == f"{HOST}/robots.txt":
            self.answer(200, "User-agent: *\nAllow: /\n")
            return
        with self.server.lock:
            self.server.asked[parts.path] += 1
            self.server.conditional += self.headers.get("If-None-Match") is not None
            is_limited = self.server.asked.total() == self.server.limited_after
        if is_limited:
            self.answer(429, "too many requests", Retry_After="1")
        elif parts.path == API:
            self.list_page(parse_qs(parts.query))
        elif parts.path.startswith(f"{API}/"):
            self.model(parts.path.removeprefix(f"{API}/"))
        else:
            self.file(parts.path.removeprefix(f"{HOST}/"))

    def list_page(self, query: dict[str, list[str]]) -> None:
        """The repositories of an owner from a cursor on, and where the next page is."""
        (author,) = query["author"]
        start = int(query.get("cursor", ["0"])[0])
        own = [
            repository
            for repository in hub_repositories().values()
            if repository.repository.startswith(f"{author}/")
            and repository.state in ("open", "gated")
        ]
        entries = [repository.entry() for repository in own[start : start + LIST_PAGE]]
        headers: dict[str, str] = {}
        if len(own) > start + LIST_PAGE:
            url = self.path.removeprefix("/").partition("&cursor=")[0]
            headers["Link"] = f'<https://{url}&cursor={start + LIST_PAGE}>; rel="next"'
        self.answer(200, json.dumps(entries), "application/json", **headers)

    def model(self, name: str) -> None:
        repository = hub_repositories().get(name)
        if repository is None or repository.state == "missing":
            self.answer(404, '{"error":"Repository not found"}', X_Error_Code="RepoNotFound")
        elif repository.renamed_to:
            self.answer(307, "", Location=f"{API}/{repository.renamed_to}")
        else:
            self.answer(200, json.dumps(repository.entry()), "application/json")

    def file(self, path: str) -> None:
        """A file: the address of its newest version leads to the one that is kept."""
        is_kept = path.startswith("api/resolve-cache/models/")
        name, _, file = path.removeprefix("api/resolve-cache/models/").partition("/resolve/main/")
        if is_kept:
            owner, repository_name, _, file = name.split("/", 3)
            name = f"{owner}/{repository_name}"
        repository = hub_repositories().get(name)
        if repository is None or repository.state == "missing":
            self.answer(404, "Repository not found", X_Error_Code="RepoNotFound")
        elif repository.renamed_to:
            self.answer(307, "", Location=f"{HOST}/{repository.renamed_to}/resolve/main/{file}")
        elif repository.state == "gated":
            self.answer(401, "Access to this model is restricted", X_Error_Code="GatedRepo")
        elif not is_kept:
            kept = f"{HOST}/api/resolve-cache/models/{name}/0123abcd/{file}"
            self.answer(307, "", Location=kept)
        else:
            self.answer(200, repository.files()[file])

    def answer(
        self, status: int, text: str, media_type: str = "text/plain", **headers: str
    ) -> None:
        body = text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        with self.server.lock:
            self.server.statuses[status] += 1
        self.send_response(status)
        self.send_header("Content-Type", f"{media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", etag)
        stated = {"RateLimit": '"api";r=4999;t=10'} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        for name, value in stated.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
