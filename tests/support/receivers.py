"""Where alerts arrive in tests: a mail server and a webhook on the loopback interface."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from socketserver import BaseRequestHandler, StreamRequestHandler, ThreadingTCPServer
from typing import Any

from tests.support.serving import serving


class Receiver(ThreadingTCPServer):
    """What arrived, in order."""

    daemon_threads = False

    def __init__(self, handler: type[BaseRequestHandler]) -> None:
        self.arrived: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.bodies: list[bytes] = []
        """Of a webhook: what came with each message, and its bytes."""
        self.status = 200
        super().__init__(("127.0.0.1", 0), handler)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Webhook(BaseHTTPRequestHandler):
    server: Receiver  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 5

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.status == 200:
            self.server.arrived.append(json.loads(body))
            self.server.headers.append(dict(self.headers.items()))
            self.server.bodies.append(body)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


class _Mail(StreamRequestHandler):
    server: Receiver  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 5

    def handle(self) -> None:
        self._say("220 here")
        for line in self.rfile:
            match line.decode().strip().upper().split(" ")[0]:
                case "DATA":
                    self._say("354 go on")
                    self.server.arrived.append(self._message())
                    self._say("250 taken")
                case "QUIT":
                    self._say("221 bye")
                    return
                case _:
                    self._say("250 yes")

    def _message(self) -> str:
        lines: list[str] = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        return "".join(lines)

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def webhook() -> Generator[Receiver]:
    """Takes JSON posts; `status` can be set to refuse them."""
    with serving(Receiver(_Webhook)) as server:
        yield server


@contextmanager
def mail_server() -> Generator[Receiver]:
    """Takes mail for anybody."""
    with serving(Receiver(_Mail)) as server:
        yield server
