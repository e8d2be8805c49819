"""A server on the loopback interface that answers as an S3 store does, and fails on demand."""

import logging
import time
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from werkzeug.serving import make_server

from spiders.archive import storage
from spiders.archive.storage import BUCKET, BucketStorage

SLOW = 0
"""A fault: the answer comes later than the client waits. Any other is the status of an answer."""
SLOW_SECONDS = 1.5


class Bucket:
    """A running store. It answers each of `faults`, in their order, in the place of a request; a
    fault that `applies` lets the request do what it asks, and only its answer is lost.
    """

    def __init__(self) -> None:
        self.endpoint = ""
        self.faults: list[int] = []
        self.applies = False
        self.requests: Counter[str] = Counter()
        self._store = DomainDispatcherApplication(create_backend_app)

    @property
    def variables(self) -> dict[str, str]:
        """What a process needs in its environment to use the store."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": "samples",
            "AWS_SECRET_ACCESS_KEY": "samples",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def new_url(self) -> str:
        """The url of a prefix in a new, empty bucket."""
        bucket = f"{BUCKET}cardkeep-{uuid4().hex[:12]}"
        files: Any = vars(BucketStorage(bucket))["_files"]
        files.mkdir(bucket.removeprefix(BUCKET))
        return f"{bucket}/samples"

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        self.requests[str(environ["REQUEST_METHOD"])] += 1
        if not self.faults:
            return self._store(environ, start_response)
        fault = self.faults.pop(0)
        if self.applies:
            list(self._store(environ, _no_answer))
        if fault == SLOW:
            time.sleep(SLOW_SECONDS)
        start_response(f"{fault or 503} Fault", [("Content-Length", "0")])
        return [b""]


def _no_answer(*_: object) -> None:
    """Take the answer of a request that nobody hears."""


@contextmanager
def bucket_server() -> Generator[Bucket]:
    """A store that is up, and named by the environment, until the block ends."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    bucket = Bucket()
    server = make_server("127.0.0.1", 0, bucket, threaded=True, request_handler=MotoRequestHandler)
    bucket.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in bucket.variables.items():
                patch.setenv(name, value)
            yield bucket
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def impatient() -> Generator[None]:
    """Let requests wait for an answer less than a slow one takes, and be made twice."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(storage, "_READ_SECONDS", SLOW_SECONDS / 3)
        patch.setattr(storage, "ATTEMPTS", 2)
        yield
