"""Interleaved timing: both sides of a comparison in turns, the median of each."""

import statistics
import time
from collections.abc import Callable, Mapping


def medians(sides: Mapping[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """Seconds of each side, the median of `rounds` turns."""
    return _medians(sides, rounds, time.perf_counter)


def cpu_medians(sides: Mapping[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """CPU seconds of this process for each side, the median of `rounds` turns."""
    return _medians(sides, rounds, time.process_time)


def _medians(
    sides: Mapping[str, Callable[[], object]], rounds: int, clock: Callable[[], float]
) -> dict[str, float]:
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            began = clock()
            side()
            taken[name].append(clock() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def show(measured: Mapping[str, float], floor: str) -> None:
    """Print each side in ms, and as a multiple of `floor`."""
    for name, seconds in measured.items():
        print(f"  {name:<44} {seconds * 1000:9.1f} ms  {seconds / measured[floor]:6.2f} x {floor}")


def rounds_of(scale: float) -> int:
    """How many turns a benchmark of this scale takes: one in miniature."""
    return 5 if scale >= 1 else 1
