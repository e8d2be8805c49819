"""How the time of a run divides."""

import time


class Stopwatch:
    """Seconds by step, since the lap before."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._began = time.perf_counter()

    def lap(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = round(now - self._began, 3)
        self._began = now
