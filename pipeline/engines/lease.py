"""The lock of a storage: one machine writes at a time. It is an object that its holder changes every few
seconds; one that stays as it is for longer was left by a writer that died, and is taken over.

No clock of another machine is read: whoever waits measures, by its own clock, how long the object stayed
the same. Clocks may differ by hours.
"""

import os
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from uuid import uuid4

from pydantic import ValidationError

from pipeline.activity import activity
from spiders.archive.storage import ObjectMissing, RaceLost, Storage, StorageFailed
from spiders.claims import Frozen
from warehouse.errors import Locked

NAME = "writer.lease"
LEASE_SECONDS = 60
"""A lease that stays the same for so long belongs to nobody. It is renewed three times meanwhile."""
_POLL_SECONDS = 0.5


class LeaseContent(Frozen):
    """Who holds the lease, and how often it was renewed. An empty holder has given it back."""

    holder: str
    renewals: int = 0


class Lease:
    """The lease, while this process holds it."""

    def __init__(self, storage: Storage, content: LeaseContent, tag: str, told: str) -> None:
        self._storage = storage
        self._content = content
        self._tag = tag
        self._lock = Lock()
        self.told = told
        """What is said of the writer before that died; empty where none did."""

    def renew(self) -> None:
        """Hold it for longer. Raises Locked where another writer has taken it, StorageFailed."""
        with self._lock:
            self._write(self._content.holder)

    def give_back(self) -> None:
        """Let others write. One that another has taken, or a storage that is down, is left as it is."""
        with self._lock, suppress(Locked, StorageFailed):
            self._write("")

    def _write(self, holder: str) -> None:
        content = LeaseContent(holder=holder, renewals=self._content.renewals + 1)
        try:
            self._tag = self._storage.swap(NAME, _bytes(content), self._tag)
        except RaceLost:
            raise Locked(
                f"another writer took over {self._storage.url} while this one did not answer for {LEASE_SECONDS} s; "
                "nothing of this one was published there, and what was archived is kept; run the command again"
            ) from None
        self._content = content


@contextmanager
def lease(storage: Storage, wait_seconds: float) -> Generator[Lease]:
    """Hold the lease of a storage, renewed until the block ends. Raises Locked where another writer still
    renews it after so many seconds, StorageFailed.
    """
    held = _acquire(storage, wait_seconds)
    ended = Event()
    thread = Thread(target=_keep, args=(held, ended), daemon=True)
    thread.start()
    try:
        yield held
    finally:
        ended.set()
        thread.join()
        held.give_back()


def _keep(held: Lease, ended: Event) -> None:
    while not ended.wait(LEASE_SECONDS / 3):
        # Whoever publishes renews it first, and is told there.
        with suppress(Locked, StorageFailed):
            held.renew()


def _acquire(storage: Storage, wait_seconds: float) -> Lease:
    holder = f"{os.uname().nodename} {os.getpid()} {uuid4().hex[:12]}"
    begun = time.monotonic()
    seen, seen_at = None, begun
    is_alive = False
    while True:
        found, tag = _read(storage)
        now = time.monotonic()
        if tag != seen:
            is_alive = seen is not None
            seen, seen_at = tag, now
        has_died = found.holder != "" and now - seen_at >= LEASE_SECONDS
        if not found.holder or has_died:
            content = LeaseContent(holder=holder)
            with suppress(RaceLost):
                told = ""
                new = storage.swap(NAME, _bytes(content), tag)
                if has_died:
                    told = (
                        f"the writer {found.holder} of {storage.url} ended without a word; this run took over after "
                        f"{LEASE_SECONDS} s; what it had archived there is loaded now"
                    )
                    activity.note(told)
                return Lease(storage, content, new, told)
            continue
        if is_alive and now - begun >= wait_seconds:
            raise Locked(
                f"{found.holder} writes in {storage.url}; nothing was changed; try again when it has finished"
            )
        time.sleep(min(_POLL_SECONDS, LEASE_SECONDS / 10))


def _read(storage: Storage) -> tuple[LeaseContent, str | None]:
    """The lease and its tag. What is no lease, and none at all, belongs to nobody."""
    try:
        content, tag = storage.read(NAME)
    except ObjectMissing:
        return LeaseContent(holder=""), None
    try:
        return LeaseContent.model_validate_json(content), tag
    except ValidationError:
        return LeaseContent(holder=""), tag


def _bytes(content: LeaseContent) -> bytes:
    return content.model_dump_json().encode()
