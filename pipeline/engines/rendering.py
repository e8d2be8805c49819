"""Rendering pages of models elsewhere: batches of what to render go out with the number of the catalog
that they are rendered from, and the files of the pages come back.
"""

import json
import zlib
from collections.abc import Callable, Generator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.activity import activity
from pipeline.engines.generations import catalog_home
from reports.site.incremental import ModelPageRequest, PageFiles
from reports.site.site_builder import SiteBuilder, model_page_renderer
from reports.values.traffic_profiles import Profile
from warehouse.store import open_catalog

BATCH_MODELS = 100
"""How many models a task renders: about four seconds of work."""

Here = Callable[[Sequence[ModelPageRequest]], list[PageFiles]]
"""Renders in this process."""


class RenderingBatch(NamedTuple):
    """Pages of models to render from a generation of the catalog. `storage` is the url of what holds it."""

    storage: str
    generation: int
    pairs: tuple[tuple[str, str], ...]
    profiles: tuple[Profile, ...]
    base_url: str
    pages: tuple[ModelPageRequest, ...]


WaitForPages = Callable[[], bytes]
Submit = Callable[[RenderingBatch], WaitForPages]


def render_batch(batch: RenderingBatch) -> bytes:
    """Render the pages of a batch, in this process: their files in order, compressed. Raises
    NotPublished, StorageFailed, ContradictionFound.
    """
    folder = catalog_home(batch.storage, batch.generation)
    renderer = _renderer(folder, batch.generation, batch.pairs, batch.profiles, batch.base_url)
    pages = [dict(page.files) for page in renderer.model_pages(batch.pages)]
    return zlib.compress(json.dumps(pages).encode())


@lru_cache(maxsize=1)
def _renderer(
    home: Path,
    generation: int,  # noqa: ARG001 (another generation is another renderer)
    pairs: tuple[tuple[str, str], ...],
    profiles: tuple[Profile, ...],
    base_url: str,
) -> SiteBuilder:
    return model_page_renderer(open_catalog(home), pairs, profiles, base_url)


class RenderingElsewhere:
    """Renders pages of models by tasks that `submit` gives out. `told` is what happened to batches that
    this process had to render itself.
    """

    def __init__(
        self,
        storage: str,
        generation: int,
        pairs: Sequence[tuple[str, str]],
        profiles: Sequence[Profile],
        base_url: str,
        submit: Submit,
    ) -> None:
        self._common = (storage, generation, tuple(pairs), tuple(profiles), base_url)
        self._submit = submit
        self.told: list[str] = []

    def render(self, pages: Sequence[ModelPageRequest], here: Here) -> Generator[PageFiles]:
        """The files of each page, in order."""
        waiting: list[tuple[RenderingBatch, WaitForPages]] = []
        for start in range(0, len(pages), BATCH_MODELS):
            some = tuple(pages[start : start + BATCH_MODELS])
            batch = RenderingBatch(*self._common, some)
            waiting.append((batch, self._give_out(batch)))
        for batch, wait in waiting:
            try:
                files = json.loads(zlib.decompress(wait()))
                found = [PageFiles(of_page) for of_page in files]
            except Exception as error:  # noqa: BLE001 (rendered here whatever happened elsewhere)
                self._tell(batch, error)
                found = here(batch.pages)
            yield from found

    def _give_out(self, batch: RenderingBatch) -> WaitForPages:
        try:
            return self._submit(batch)
        except Exception as error:  # noqa: BLE001 (whatever runs tasks may be gone)
            return _failing(error)

    def _tell(self, batch: RenderingBatch, error: Exception) -> None:
        self.told.append(
            f"{len(batch.pages)} pages of models were to be rendered elsewhere and were rendered by this process: "
            f"{type(error).__name__}: {error}"
        )
        activity.note(self.told[-1])


def _failing(error: Exception) -> WaitForPages:
    def wait() -> bytes:
        raise error

    return wait
