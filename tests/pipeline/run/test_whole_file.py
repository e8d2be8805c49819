"""Files are written at once, and what kills leave is cleared."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.failures import Failure
from pipeline.run.whole_file import write_whole, written_whole
from tests.support import ROOT

KILLED = """
import os, signal, sys
from pathlib import Path
from pipeline.run.whole_file import written_whole
with written_whole(Path(sys.argv[1])) as new:
    new.write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_link_stays_a_link_and_a_pipe_a_pipe(tmp_path: Path) -> None:
    file, link, pipe = tmp_path / "prices.csv", tmp_path / "link.csv", tmp_path / "pipe"
    link.symlink_to(file)
    write_whole(link, b"prices")
    assert (link.is_symlink(), file.read_bytes()) == (True, b"prices")
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(pipe, b"prices")
    assert os.read(reader, 10) == b"prices"
    os.close(reader)
    assert pipe.is_fifo()
    assert sorted(tmp_path.iterdir()) == sorted([file, link, pipe])


def test_the_next_run_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    file = tmp_path / "prices [1].csv"
    file.write_bytes(b"old")
    subprocess.run([sys.executable, "-c", KILLED, str(file)], cwd=ROOT, check=False)
    (left,) = [path for path in tmp_path.iterdir() if path != file]
    assert (file.read_bytes(), left.read_bytes()) == (b"old", b"half")
    write_whole(file, b"new")
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"new"


def test_what_others_write_or_own_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    of_running = tmp_path / f".prices.csv.{os.getppid()}.new"
    of_user = tmp_path / "prices.csv.new"
    for path in (of_running, of_user):
        path.write_bytes(b"theirs")
    write_whole(file, b"new")
    assert sorted(tmp_path.iterdir()) == sorted([file, of_running, of_user])


def fail_half_way(file: Path) -> None:
    with written_whole(file) as new:
        new.write_bytes(b"half")
        raise OSError(28, "No space left on device")


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    file.write_bytes(b"old")
    with pytest.raises(Failure, match="what was there is as it was"):
        fail_half_way(file)
    assert list(tmp_path.iterdir()) == [file]
    assert file.read_bytes() == b"old"
