"""What runs tasks in other processes: a Dask cluster. The only module that imports Dask."""

import logging
import os
from typing import Any

CONNECT_SECONDS = 20
"""How long a scheduler that does not answer is waited for."""


def cluster_arguments(runner: str) -> dict[str, Any]:
    """What Prefect's runner of tasks takes for `dask` (a cluster of this machine, for one run) or for
    dask://HOST:PORT (one that runs). Raises ImportError where Dask is not installed.
    """
    from dask import config

    # Workers come and go; what a task came to is told by the run.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    config.set({"distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s"})
    if runner != "dask":
        return {"address": f"tcp://{runner.removeprefix('dask://')}"}
    cluster: dict[str, Any] = {
        "n_workers": max(2, os.cpu_count() or 2),
        "threads_per_worker": 1,
        "dashboard_address": None,
    }
    return {"cluster_kwargs": cluster}
