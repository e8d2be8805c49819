"""Pages of models that are rendered elsewhere are, byte for byte, those that are rendered here."""

from pathlib import Path

import pytest

from pipeline.engines.rendering import (
    RenderingBatch,
    RenderingElsewhere,
    WaitForPages,
    render_batch,
)
from pipeline.run.publish_site import SiteContent, write_site
from reports.site.incremental import STATE_FILE
from reports.site.site_builder import RenderModels
from tests.support.demo_run import DemoRun
from tests.support.messages import as_sent

pytestmark = pytest.mark.slow


def files(folder: Path) -> dict[str, bytes]:
    """Every file of a site by its path. Two DuckDB files of the same rows have other ids in them:
    that there is one is compared.
    """
    found: dict[str, bytes] = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.name != STATE_FILE:
            body = b"" if path.suffix == ".duckdb" else path.read_bytes()
            found[path.relative_to(folder).as_posix()] = body
    return found


def sent(batch: RenderingBatch) -> WaitForPages:
    answer = render_batch(as_sent(batch))
    return lambda: answer


@pytest.fixture(scope="module")
def rendered_here(demo: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("here")
    write_site(demo.home, folder)
    return folder


@pytest.mark.parametrize("fails", [False, True])
def test_a_site_is_the_same_wherever_its_pages_are_rendered(
    demo: DemoRun, rendered_here: Path, tmp_path: Path, fails: bool
) -> None:
    elsewhere: list[RenderingElsewhere] = []
    batches: list[RenderingBatch] = []

    def submit(batch: RenderingBatch) -> WaitForPages:
        batches.append(batch)
        if fails and len(batches) == 1:
            raise ConnectionError("the scheduler is gone")
        return sent(batch)

    def renderer(content: SiteContent) -> RenderModels:
        url = str(content.home.path)
        elsewhere.append(
            RenderingElsewhere(
                url,
                content.generation,
                content.pairs,
                content.profiles,
                content.publishing.url or "",
                submit,
            )
        )
        return elsewhere[0].render

    write_site(demo.home, tmp_path, renderer)
    assert files(tmp_path) == files(rendered_here)
    assert sum(len(batch.pages) for batch in batches) > 50
    assert len(elsewhere[0].told) == fails
    write_site(demo.home, tmp_path, renderer)
    assert len(elsewhere) == 2, "asked again"
    assert sum(len(batch.pages) for batch in batches) == len(
        [
            name
            for name in files(tmp_path)
            if name.startswith("models/") and name.endswith("page.json")
        ]
    ), "and nothing was rendered again"
