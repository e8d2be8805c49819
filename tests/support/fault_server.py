"""A web server on 127.0.0.1 that misbehaves in a way for each path, and counts what was asked of
it.
"""

import gzip
import socket
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

PAGE = (
    "<!doctype html><html><head><title>Prices</title></head><body><h1>Prices</h1><table>"
    + "".join(f"<tr><td>model-{number}</td><td>${number}.00</td></tr>" for number in range(200))
    + "</table></body></html>"
).encode()
CAPTCHA = b"<!doctype html><html><head><title>Just a moment...</title></head><body>Verify you are human</body></html>"
LOGIN = (
    b"<!doctype html><html><head><title>Sign in</title></head><body><form><input name=user><input type=password></form>"
    b"</body></html>"
)
SHELL = (
    b"<!doctype html><html><head><title>App</title></head><body><div id=root></div><script src=/app.js></script></body>"
    b"</html>"
)
BOMB = gzip.compress(bytes(2**26), 6) * 16
"""A gigabyte of zeros."""


class FaultServer(ThreadingHTTPServer):
    """Serves the faults below. `robots` says how /robots.txt is answered: a status, a body, a
    whole answer, or "reset".
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, robots: int | str = 404) -> None:
        super().__init__(("127.0.0.1", 0), Faults)
        self.robots = robots
        self.asked: Counter[str] = Counter()
        self.times: list[tuple[str, float]] = []
        self.user_agents: set[str] = set()
        self.stopping = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gives up is what these tests are about."""


@contextmanager
def serving(robots: int | str = 404) -> Generator[FaultServer]:
    server = FaultServer(robots)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Faults(BaseHTTPRequestHandler):
    """One method for each fault: the path "/slow-body" is answered by slow_body."""

    protocol_version = "HTTP/1.1"
    server: FaultServer  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 30

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.server.asked[path] += 1
        self.server.times.append((path, monotonic()))
        self.server.user_agents.add(self.headers.get("User-Agent", ""))
        if path == "/robots.txt":
            self.robots(self.server.robots)
            return
        name = path.rpartition("/")[2].partition(".")[0].replace("-", "_")
        fault: Callable[[], None] = getattr(self, name, self.page)
        fault()

    # --- answers ----------------------------------------------------------------------------------

    def answer(self, status: int, body: bytes = PAGE, **headers: str) -> None:
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def asked_at_most(self, times: int) -> bool:
        """Whether this path was asked for at most so often."""
        return self.server.asked[self.path.partition("?")[0]] <= times

    def raw(self, data: bytes) -> None:
        self.wfile.write(data)
        self.close_connection = True

    def robots(self, how: int | str) -> None:
        if how == "reset":
            self.reset()
        elif isinstance(how, int):
            self.answer(how, b"", Content_Type="text/plain")
        elif how.startswith("HTTP/"):
            self.raw(how.encode())
        else:
            self.answer(200, how.encode(), Content_Type="text/plain")

    def page(self) -> None:
        self.answer(200)

    def listed(self) -> None:
        self.answer(200, Link=f'<{self.server.url}/page?cursor=abc>; rel="next"')

    def gzipped(self) -> None:
        self.answer(200, gzip.compress(PAGE), Content_Encoding="gzip")

    def deflated(self) -> None:
        self.answer(200, zlib.compress(PAGE), Content_Encoding="deflate")

    def stable(self) -> None:
        if self.headers.get("If-None-Match") == '"v1"':
            self.send_response(304)
            self.send_header("ETag", '"v1"')
            self.end_headers()
        else:
            self.answer(
                200,
                ETag='"v1"',
                Last_Modified="Mon, 02 Mar 2026 10:00:00 GMT",
                Set_Cookie="session=hidden",
            )

    def unasked_304(self) -> None:
        self.send_response(304)
        self.end_headers()

    # --- statuses ---------------------------------------------------------------------------------

    def error_500(self) -> None:
        self.answer(500, b"broken")

    def error_403(self) -> None:
        self.answer(403, CAPTCHA)

    def error_401(self) -> None:
        self.answer(401, LOGIN)

    def error_404(self) -> None:
        self.answer(404, b"not here")

    def error_410(self) -> None:
        self.answer(410, b"gone")

    def recovers(self) -> None:
        self.answer(500 if self.asked_at_most(1) else 200)

    def wait_seconds(self) -> None:
        self.wait("1")

    def wait_date(self) -> None:
        self.wait(format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True))

    def wait_garbage(self) -> None:
        self.wait("soon")

    def wait_unavailable(self) -> None:
        self.wait("1", 503)

    def wait_always(self) -> None:
        self.answer(429, b"", Retry_After="0")

    def wait_long(self) -> None:
        self.answer(429, b"", Retry_After="86400")

    def wait_year_9999(self) -> None:
        self.answer(503, b"", Retry_After="Fri, 31 Dec 9999 23:59:59 GMT")

    def wait(self, retry_after: str, status: int = 429) -> None:
        if self.asked_at_most(1):
            self.answer(status, b"", Retry_After=retry_after)
        else:
            self.page()

    # --- redirects --------------------------------------------------------------------------------

    def redirect(self, target: str) -> None:
        self.answer(302, b"", Location=target)

    def moved(self) -> None:
        self.redirect("/page?token=canary-in-a-redirect")

    def to_another_host(self) -> None:
        self.redirect(f"http://localhost:{self.server.server_address[1]}/page")

    def loop(self) -> None:
        self.redirect("/loop")

    def to_private(self) -> None:
        self.redirect("http://10.0.0.1/latest")

    def to_metadata(self) -> None:
        self.redirect("http://169.254.169.254/latest/meta-data/")

    def to_file(self) -> None:
        self.redirect("file:///etc/hostname")

    def to_data(self) -> None:
        self.redirect("data:text/html,x")

    # --- connections ------------------------------------------------------------------------------

    def timeout_before_answer(self) -> None:
        self.server.stopping.wait(10)

    def slow_body(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        while not self.server.stopping.wait(0.1):
            self.wfile.write(b"x")

    def reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def reset_in_body(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + PAGE[:500])
        self.reset()

    def garbage(self) -> None:
        self.raw(b"\x00\x01\x02 this is not HTTP\r\n\r\n")

    # --- bodies -----------------------------------------------------------------------------------

    def truncated(self) -> None:
        self.raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(PAGE)
            + PAGE[:-100]
        )

    def truncated_chunks(self) -> None:
        self.raw(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(PAGE), PAGE)
        )

    def truncated_gzip(self) -> None:
        self.answer(200, gzip.compress(PAGE)[:-20], Content_Encoding="gzip")

    def damaged_gzip(self) -> None:
        body = bytearray(gzip.compress(PAGE))
        body[len(body) // 2] ^= 255
        self.answer(200, bytes(body), Content_Encoding="gzip")

    def unknown_encoding(self) -> None:
        self.answer(200, PAGE, Content_Encoding="br")

    def without_length(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + PAGE)

    def gzip_bomb(self) -> None:
        self.answer(200, BOMB, Content_Encoding="gzip")

    def announced_too_large(self) -> None:
        self.raw(b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n" + PAGE)

    def endless_body(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        while not self.server.stopping.is_set():
            self.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    def endless_headers(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not self.server.stopping.is_set():
            self.wfile.write(b"X-Padding: " + b"x" * 1000 + b"\r\n")

    def long_header(self) -> None:
        self.raw(
            b"HTTP/1.1 200 OK\r\nX-Padding: " + b"x" * 1_000_000 + b"\r\nContent-Length: 0\r\n\r\n"
        )

    # --- walls ------------------------------------------------------------------------------------

    def captcha(self) -> None:
        self.answer(200, CAPTCHA)

    def login(self) -> None:
        self.answer(200, LOGIN)

    def shell(self) -> None:
        self.answer(200, SHELL)

    def empty(self) -> None:
        self.answer(200, b"")

    def no_content(self) -> None:
        self.send_response(204)
        self.end_headers()

    def refresh(self) -> None:
        self.answer(
            200, b'<!doctype html><html><meta http-equiv=refresh content="0;url=/never"></html>'
        )
