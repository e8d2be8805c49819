"""Every way in which a run can end is told: one that dies leaves a line in the run log, and a
message to the channels.
"""

from collections.abc import Generator
from contextlib import contextmanager, suppress

from pipeline import run_log
from pipeline.alerting import alerts, channels, watch
from pipeline.alerting.channels import BadChannels
from pipeline.configuration import BadConfiguration
from pipeline.failures import ExpectedFailure, NotFound, PublishingBlocked
from pipeline.home import Home
from pipeline.run import clock
from pipeline.run.steps import new_run_id
from pipeline.run_log import BegunRun, RunKind, RunRecord
from spiders.archive import ArchiveBusy
from spiders.crawler.redaction import redact
from warehouse.errors import Locked

DETAIL_LENGTH = 500


@contextmanager
def told_if_it_dies(home: Home, kind: RunKind) -> Generator[None]:
    """Record and tell how what runs in this context dies, and let the exception go on.

    What another run prevents is no death, and neither is a name that nothing has.
    """
    run = BegunRun(run_id=new_run_id(kind), kind=kind, started_at=clock.now())
    run_log.settle_killed(home)
    with run_log.begun(home, run):
        try:
            yield
        except (Locked, ArchiveBusy, NotFound):
            raise
        except PublishingBlocked:  # it has its line in the log
            _tell(home)
            raise
        except KeyboardInterrupt:
            _record(home, _death(run, "stopped by a person"))
            raise
        except BaseException as error:
            kind_of_error = (
                "" if isinstance(error, ExpectedFailure) else f"{type(error).__name__}: "
            )
            death = _death(run, f"{kind_of_error}{error}")
            _record(home, death)
            _tell(home, death)
            raise


def _death(run: BegunRun, cause: str) -> RunRecord:
    detail = redact(" ".join(cause.split()))[:DETAIL_LENGTH]
    return RunRecord(**run.model_dump(), finished_at=clock.now(), outcome="died", detail=detail)


def _record(home: Home, death: RunRecord) -> None:
    with suppress(OSError):  # a full disk is told by the message
        run_log.append(home, death)


def _tell(home: Home, death: RunRecord | None = None) -> None:
    """Deliver what is due: of a death what files tell, as what killed it may be the database."""
    try:
        urls = channels.load(home)
    except (BadChannels, BadConfiguration, OSError):
        return
    if death is None:
        alerts.notify(home, urls)
    else:
        alerts.notify(home, urls, only=watch.CAUSES, also=[watch.died(death)])
