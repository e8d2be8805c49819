"""A small web on the loopback interface: pages by path, over TLS if wanted, and a proxy in front of
it.
"""

import socket
import ssl
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.support.serving import serving


class LocalWeb(ThreadingHTTPServer):
    """Answers paths with bodies, and keeps what was asked: the request's target, and its headers."""

    daemon_threads = True

    def __init__(self, pages: Mapping[str, str]) -> None:
        super().__init__(("127.0.0.1", 0), _Pages)
        self.pages = dict(pages)
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.tunnel_to: int | None = None
        """As a proxy: the port that every tunnel leads to."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that gives up is no error."""


class _Pages(BaseHTTPRequestHandler):
    server: LocalWeb  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 10

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers.items())))
        parts = urlsplit(self.path)
        body = self.server.pages.get(parts.path, "").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "text/markdown; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_CONNECT(self) -> None:
        self.server.asked.append((f"CONNECT {self.path}", dict(self.headers.items())))
        with socket.create_connection(("127.0.0.1", self.server.tunnel_to or 0), 10) as other:
            self.send_response(200, "tunnel")
            self.end_headers()
            self.wfile.flush()
            back = Thread(target=_pump, args=(other, self.connection))
            back.start()
            _pump(self.connection, other)
            back.join()
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


@contextmanager
def local_web(
    pages: Mapping[str, str], certificate: tuple[Path, Path] | None = None
) -> Generator[LocalWeb]:
    """Serve pages, over TLS with a certificate and its key."""
    web = LocalWeb(pages)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        web.socket = context.wrap_socket(
            web.socket, server_side=True, do_handshake_on_connect=False
        )
    with serving(web) as server:
        yield server


def own_certificate(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate for a host that nobody but its own authority signed, and its key, as PEM files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName(
        [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.1"))]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "ca.pem", folder / "key.pem"
    paths[0].write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths
