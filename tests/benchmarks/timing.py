"""Interleaved timing: both sides of a comparison in turns, the median of each."""

import statistics
import time
from collections.abc import Callable, Mapping


def medians(sides: Mapping[str, Callable[[], object]], rounds: int = 5) -> dict[str, float]:
    """Seconds of each side, the median of `rounds` turns."""
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            began = time.perf_counter()
            side()
            taken[name].append(time.perf_counter() - began)
    return {name: statistics.median(times) for name, times in taken.items()}


def show(measured: Mapping[str, float], floor: str) -> None:
    """Print each side in ms, and as a multiple of `floor`."""
    for name, seconds in measured.items():
        print(f"  {name:<44} {seconds * 1000:9.1f} ms  {seconds / measured[floor]:6.2f} x {floor}")


def rounds_of(scale: float) -> int:
    """How many turns a benchmark of this scale takes: one in miniature."""
    return 5 if scale >= 1 else 1
