"""What runs tasks in other processes: a Dask cluster. The only module that imports Dask."""

import logging
import os
from typing import Any

from spiders.archive.storage import ScaleMissing

CONNECT_SECONDS = 20
"""How long a scheduler that does not answer is waited for."""


def dask_runner(runner: str) -> Any:
    """Prefect's task runner for `dask` (a cluster of this machine, for one run) or dask://HOST:PORT (one that
    runs). Raises ScaleMissing.
    """
    try:
        from dask import config
        from prefect_dask.task_runners import DaskTaskRunner
    except ImportError as error:
        raise ScaleMissing(f"--runner {runner}", str(error.name)) from None
    # Workers come and go; what a task came to is told by the run.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    config.set({"distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s"})
    if runner == "dask":
        cluster: dict[str, Any] = {
            "n_workers": max(2, os.cpu_count() or 2),
            "threads_per_worker": 1,
            "dashboard_address": None,
        }
        return DaskTaskRunner(cluster_kwargs=cluster)
    return DaskTaskRunner(address=f"tcp://{runner.removeprefix('dask://')}")
