"""How long a command takes with all the processes that it starts, and how much memory; and how much
this process has.
"""

import os
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

EVERY_SECONDS = 0.25


class Measured(NamedTuple):
    """What a command came to. `cpu_seconds` are those of all its processes, `megabytes` what they had
    together at most: what several of them share counts once (the proportional set size).
    """

    exit_code: int
    seconds: float
    cpu_seconds: float
    megabytes: float
    output: str


def measured(command: Sequence[str], environment: dict[str, str] | None = None) -> Measured:
    """Run a command to its end. What a process used since the last look before its end is not seen."""
    started = time.monotonic()
    cpu_seconds: dict[int, float] = {}
    most = 0.0
    with subprocess.Popen(
        command,
        env=os.environ | (environment or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        process_group=0,
    ) as process:
        while process.poll() is None:
            family = _family(process.pid)
            cpu_seconds |= {pid: _cpu_seconds(pid) for pid in family}
            most = max(most, sum(_megabytes(pid) for pid in family))
            time.sleep(EVERY_SECONDS)
        output = process.stdout.read() if process.stdout else ""
    seconds = time.monotonic() - started
    return Measured(process.returncode, seconds, sum(cpu_seconds.values()), most, output)


def forget_peak() -> None:
    """Let peak_megabytes count from now on."""
    Path("/proc/self/clear_refs").write_text("5")


def peak_megabytes() -> float:
    """The most memory that this process had at once since forget_peak, resident."""
    lines = Path("/proc/self/status").read_text().splitlines()
    (peak,) = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(peak) / 1024


def _family(pid: int) -> list[int]:
    """A process and all below it."""
    family = [pid]
    for each in family:
        try:
            for thread in Path(f"/proc/{each}/task").iterdir():
                family += [int(child) for child in (thread / "children").read_text().split()]
        except OSError:
            continue
    return family


def _cpu_seconds(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
