"""Draws docs/prefect-run.svg: a run of the nightly deployment on the samples, as Prefect recorded
it.

`python -m tests.support.run_picture` starts a server, the deployments and one run, and writes the
picture: a line for each task run, from its start to its end.
"""

import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.samples.server import serve_samples
from tests.support import ROOT
from tests.support.prefect_server import prefect_server, scheduled

PICTURE = ROOT / "docs" / "prefect-run.svg"
PROVIDERS = ["anthropic", "cohere", "google", "groq", "mistral", "openai", "xai", "zai"]
COLORS = {"COMPLETED": "#2e7d32", "FAILED": "#c62828"}
LEFT, WIDTH, LINE = 250, 560, 18


class Bar(NamedTuple):
    """A task run: its name, its state, and the seconds from the start of the run to its begin and
    end.
    """

    name: str
    state: str
    begin: float
    end: float


def bars(tasks: Sequence[dict[str, Any]]) -> list[Bar]:
    """The task runs of a flow run, in the order in which they began."""
    times = {task["id"]: (_time(task["start_time"]), _time(task["end_time"])) for task in tasks}
    first = min(begin for begin, _ in times.values())
    made = [
        Bar(
            task["name"],
            task["state_type"],
            (times[task["id"]][0] - first).total_seconds(),
            (times[task["id"]][1] - first).total_seconds(),
        )
        for task in tasks
    ]
    return sorted(made, key=lambda bar: (bar.begin, bar.name))


def picture(title: str, drawn: Sequence[Bar]) -> str:
    """The bars under a title, as SVG."""
    total = max(bar.end for bar in drawn) or 1
    height = (len(drawn) + 3) * LINE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + 60}" height="{height}">',
        '<g font-family="sans-serif" font-size="12">',
        '<rect width="100%" height="100%" fill="#ffffff"/>',
        f'<text x="8" y="{LINE}" font-weight="bold">{escape(title)}</text>',
    ]
    for number, bar in enumerate(drawn):
        top = (number + 2) * LINE
        begin = LEFT + WIDTH * bar.begin / total
        length = max(WIDTH * (bar.end - bar.begin) / total, 2)
        color = COLORS.get(bar.state, "#757575")
        parts += [
            f'<text x="8" y="{top}">{escape(bar.name)}</text>',
            f'<rect x="{begin:.0f}" y="{top - 11}" width="{length:.0f}" height="13" fill="{color}"/>',
            f'<text x="{begin + length + 4:.0f}" y="{top}">{bar.end - bar.begin:.1f} s</text>',
        ]
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


def main() -> None:
    with tempfile.TemporaryDirectory() as path:
        folder = Path(path)
        with (
            serve_samples(1) as samples,
            prefect_server(folder) as prefect,
            scheduled(prefect, folder, folder / "home", samples.base_url),
        ):
            wanted = [name for name in samples.sources if name.partition("_")[0] in PROVIDERS]
            run = prefect.start("nightly", providers=wanted)
            prefect.end(run)
            (told,) = prefect.ask("/flow_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
            tasks = prefect.ask("/task_runs/filter", {"flow_runs": {"id": {"any_": [run]}}})
    title = f"refresh/nightly: {told['name']}, {told['state_name']}"
    PICTURE.write_text(picture(title, bars(tasks)), encoding="utf-8")
    sys.stdout.write(f"{PICTURE}\n")


if __name__ == "__main__":
    main()
