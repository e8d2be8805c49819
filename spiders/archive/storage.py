"""Where several machines keep what they share: a folder, or a bucket of an S3 store. The only module
that imports fsspec, s3fs and boto, and only for a bucket.

    archive/2026-11/...warc.gz       sealed files, which never change
    parts/...                        what was read of bodies, until it is loaded
    published/current.json           the pointer to what readers open
    published/catalog-...            generations, named by number and digest
    site/...                         pages

An object is written whole or not at all. `swap` writes only where the object is what the writer has
read: of two that write at once, one is told that it lost. Where a bucket is and who may use it say the
variables of the environment that every tool for S3 reads (AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID ...).
"""

import errno
import fcntl
import hashlib
import mimetypes
import os
import shutil
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any, NamedTuple, Protocol, cast
from uuid import uuid4

BUCKET = "s3://"
ATTEMPTS = 6
"""How often a request that failed for a moment (503, time out) is made, at growing intervals."""
_CONNECT_SECONDS, _READ_SECONDS = 10, 60
_LOST = {HTTPStatus.PRECONDITION_FAILED, HTTPStatus.CONFLICT}


class StorageFailed(Exception):
    """The storage does not answer, or refuses."""

    exit_code = 75
    code = "storage"

    def __init__(self, url: str, cause: object) -> None:
        super().__init__(
            f"{url} cannot be read or written: {cause or type(cause).__name__}; what was archived and published "
            "is kept, and nothing half-done was published; run the command again when the storage answers"
        )


class ObjectMissing(Exception):
    """There is no object of this name."""

    exit_code = 3
    code = "not-found"


class RaceLost(Exception):
    """Another writer has written this object meanwhile."""

    exit_code = 7
    code = "locked"


class ScaleMissing(Exception):
    """What is needed for several machines is not installed."""

    exit_code = 2
    code = "not-installed"

    def __init__(self, what: str, missing: str) -> None:
        super().__init__(
            f"{what} needs {missing}, which is not installed; nothing was changed; "
            "pip install 'cardkeep[scale]'"
        )


class StoredObject(NamedTuple):
    """The content of an object, and the tag by which `swap` knows that nobody has written it since."""

    content: bytes
    tag: str


class Storage(Protocol):
    """A folder or a bucket. All methods raise StorageFailed; those that read, ObjectMissing."""

    url: str

    def read(self, name: str) -> StoredObject: ...

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        """So many bytes from there on, less at the end of the object."""
        ...

    def fetch(self, name: str, path: Path) -> None:
        """Copy an object into a file, which is whole as soon as it is there."""
        ...

    def sizes(self, prefix: str) -> dict[str, int]:
        """The size in bytes of each object whose name begins so, by name."""
        ...

    def write(self, name: str, content: bytes) -> None: ...

    def create(self, name: str, path: Path) -> bool:
        """Write a file as an object, unless there is one of this name. Returns whether it did."""
        ...

    def swap(self, name: str, content: bytes, tag: str | None) -> str:
        """Write an object that still has the tag; None: that is not there yet. Returns its new tag.
        Raises RaceLost.
        """
        ...

    def delete(self, name: str) -> None:
        """Delete an object, if it is there."""
        ...


def open_storage(url: str) -> Storage:
    """The storage at a url: `s3://BUCKET/PREFIX`, `file:///FOLDER` or the path of a folder. Raises
    ScaleMissing.
    """
    if url.startswith(BUCKET):
        return BucketStorage(url.rstrip("/"))
    return FolderStorage(Path(url.removeprefix("file://")))


class FolderStorage:
    """A folder, which several machines may have mounted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self.url = str(self._folder)

    def read(self, name: str) -> StoredObject:
        with self._file_faults(name):
            content = self._file(name).read_bytes()
        return StoredObject(content, _digest(content))

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        with self._file_faults(name), self._file(name).open("rb") as file:
            file.seek(offset)
            return file.read(length)

    def fetch(self, name: str, path: Path) -> None:
        with self._file_faults(name), _written_whole(path) as new:
            shutil.copyfile(self._file(name), new)

    def sizes(self, prefix: str) -> dict[str, int]:
        folder = self._folder / prefix.rpartition("/")[0]
        with self._file_faults(prefix):
            files = [path for path in folder.rglob("[!.]*") if path.is_file()]
            sizes = {path.relative_to(self._folder).as_posix(): _size(path) for path in files}
        return {name: size for name, size in sorted(sizes.items()) if name.startswith(prefix)}

    def write(self, name: str, content: bytes) -> None:
        with self._file_faults(name), _written_whole(self._folder / name) as new:
            new.write_bytes(content)

    def create(self, name: str, path: Path) -> bool:
        target = self._folder / name
        with self._file_faults(name):
            if target.exists():
                return False
            new = _new_name(target)
            try:
                shutil.copyfile(path, new)
                os.link(new, target)
            except FileExistsError:
                return False
            finally:
                new.unlink(missing_ok=True)
        return True

    def swap(self, name: str, content: bytes, tag: str | None) -> str:
        target = self._folder / name
        with self._file_faults(name):
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.with_name(f".{target.name}.lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                found = _digest(self._file(name).read_bytes()) if target.exists() else None
                if found != tag:
                    raise _race(self.url, name)
                with _written_whole(target) as new:
                    new.write_bytes(content)
        return _digest(content)

    def delete(self, name: str) -> None:
        with self._file_faults(name):
            (self._folder / name).unlink(missing_ok=True)

    def working_files(self) -> list[Path]:
        """Files that are being written, by any machine, or that killed processes left."""
        return [path for path in self._folder.rglob(".*.new") if path.is_file()]

    def _file(self, name: str) -> Path:
        """Raises OSError where a pipe or a device stands there: reading it may never end."""
        path = self._folder / name
        if path.exists() and not path.is_file():
            raise OSError(errno.EINVAL, "expected a file, found something else", str(path))
        return path

    @contextmanager
    def _file_faults(self, name: str) -> Generator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise _missing(self.url, name) from error
        except OSError as error:
            raise StorageFailed(f"{self.url}/{name}", error) from error


class BucketStorage:
    """A bucket of an S3 store, or what begins with a prefix in it."""

    def __init__(self, url: str) -> None:
        try:
            from botocore.exceptions import BotoCoreError, ClientError
            from s3fs import S3FileSystem
        except ImportError as error:
            raise ScaleMissing(f"storage in {url}", str(error.name)) from None
        self.url = url
        self._failures = (BotoCoreError, ClientError, OSError)
        self._bucket, _, prefix = url.removeprefix(BUCKET).partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        config = {
            "connect_timeout": _CONNECT_SECONDS,
            "read_timeout": _READ_SECONDS,
            "retries": {"total_max_attempts": ATTEMPTS, "mode": "standard"},
        }
        self._files: Any = S3FileSystem(
            config_kwargs=config, use_listings_cache=False, skip_instance_cache=True
        )
        self._files.retries = 1  # botocore makes requests again; s3fs would do so on top of that

    def read(self, name: str) -> StoredObject:
        with self._request_faults(name):
            answer = self._call("get_object", Key=self._key(name))
            return StoredObject(self._body(answer), str(answer["ETag"]))

    def read_range(self, name: str, offset: int, length: int) -> bytes:
        with self._request_faults(name):
            wanted = f"bytes={offset}-{offset + length - 1}"
            return self._body(self._call("get_object", Key=self._key(name), Range=wanted))

    def fetch(self, name: str, path: Path) -> None:
        with self._request_faults(name), _written_whole(path) as new:
            self._files.get_file(self._path(name), str(new))

    def sizes(self, prefix: str) -> dict[str, int]:
        with self._request_faults(prefix):
            found: Mapping[str, Mapping[str, Any]] = self._files.find(
                f"{self._bucket}/{self._prefix}{prefix.rpartition('/')[0]}", detail=True
            )
        start = len(f"{self._bucket}/{self._prefix}")
        sizes = {path[start:]: int(about["size"]) for path, about in found.items()}
        return {name: size for name, size in sorted(sizes.items()) if name.startswith(prefix)}

    def write(self, name: str, content: bytes) -> None:
        kind, _ = mimetypes.guess_type(name)
        about = {"ContentType": kind} if kind else {}
        with self._request_faults(name):
            self._files.pipe_file(self._path(name), content, **about)

    def create(self, name: str, path: Path) -> bool:
        with self._request_faults(name):
            if self._files.exists(self._path(name)):
                return False
            try:
                self._files.put_file(str(path), self._path(name), mode="create")
            except self._failures as error:
                if _status(error) in _LOST or isinstance(error, FileExistsError):
                    return False
                raise
        return True

    def swap(self, name: str, content: bytes, tag: str | None) -> str:
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        with self._request_faults(name):
            try:
                answer = self._call("put_object", Key=self._key(name), Body=content, **condition)
                return str(answer["ETag"])
            except self._failures as error:
                if _status(error) not in {*_LOST, HTTPStatus.NOT_FOUND}:
                    raise
            # A request that was made again after its answer was lost finds its own object.
            with suppress(ObjectMissing):
                found = self.read(name)
                if found.content == content:
                    return found.tag
            raise _race(self.url, name)

    def delete(self, name: str) -> None:
        with self._request_faults(name):
            self._call("delete_object", Key=self._key(name))

    def _call(self, method: str, **arguments: object) -> Any:
        return self._files.call_s3(method, Bucket=self._bucket, **arguments)

    def _body(self, answer: Any) -> bytes:
        from fsspec import asyn

        wait: Any = cast(Any, asyn).sync
        return wait(self._files.loop, answer["Body"].read)

    def _key(self, name: str) -> str:
        return f"{self._prefix}{name}"

    def _path(self, name: str) -> str:
        return f"{self._bucket}/{self._key(name)}"

    @contextmanager
    def _request_faults(self, name: str) -> Generator[None]:
        try:
            yield
        except FileNotFoundError as error:
            raise _missing(self.url, name) from error
        except self._failures as error:
            if _status(error) == HTTPStatus.NOT_FOUND:
                raise _missing(self.url, name) from error
            raise StorageFailed(f"{self.url}/{name}", error) from error


def _status(error: BaseException) -> int:
    """The status that an S3 store answered with, 0 where it said none. s3fs raises errors of files from those
    of botocore.
    """
    if isinstance(error, OSError) and error.errno == errno.ENOENT:
        return HTTPStatus.NOT_FOUND
    told = error if hasattr(error, "response") else error.__cause__
    response: Mapping[str, Any] = getattr(told, "response", None) or {}
    return int(response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _missing(url: str, name: str) -> ObjectMissing:
    return ObjectMissing(f"{url} has no {name}; nothing was changed")


def _race(url: str, name: str) -> RaceLost:
    return RaceLost(
        f"another writer has written {name} in {url} meanwhile; theirs stands and nothing of this one was published; "
        "what was archived is kept; run the command again"
    )


@contextmanager
def _written_whole(target: Path) -> Generator[Path]:
    """A name to write a file under, which takes the place of `target` when the block ends."""
    new = _new_name(target)
    try:
        yield new
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.replace(target)
    finally:
        new.unlink(missing_ok=True)


def _new_name(target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    return target.with_name(f".{target.name}.{uuid4().hex[:12]}.new")


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _size(path: Path) -> int:
    """The size of a file; 0 of one that was deleted meanwhile."""
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
