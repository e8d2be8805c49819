"""Measures the steps of a run."""

import time


class Stopwatch:
    """Keeps the seconds that each step took, to the millisecond."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._lap_started = time.perf_counter()

    def lap(self, step: str) -> None:
        """Record the time since the lap before as that of `step`."""
        now = time.perf_counter()
        self.seconds[step] = round(now - self._lap_started, 3)
        self._lap_started = now
