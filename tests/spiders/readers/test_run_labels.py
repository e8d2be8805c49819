"""Labels of runs: which model, and how it was set."""

import pytest

from spiders.claims import Quote
from spiders.readers.run_labels import read_run_label


@pytest.mark.parametrize(
    ("label", "name", "setting"),
    [
        (
            "claude-opus-4-5-20251101-thinking-64k-high-effort",
            "claude-opus-4-5-20251101",
            "64k thinking, high",
        ),
        ("claude-4-1-opus-20250805-base", "claude-4-1-opus-20250805", "base"),
        ("openai/gpt-5-minimal-2025-08-07", "openai/gpt-5-2025-08-07", "minimal"),
        ("gpt-5.1-2025-11-13-nothinking", "gpt-5.1-2025-11-13", "no thinking"),
        ("gpt-5.1-codex-max-high", "gpt-5.1-codex-max", "high"),
        ("deepseek-v3.2-exp-thinking", "deepseek-v3.2-exp", "thinking"),
        ("kimi-k2-thinking", "kimi-k2-thinking", None),
        ("qwen3-235b-a22b-thinking-2507", "qwen3-235b-a22b-thinking-2507", None),
        ("mistral-medium", "mistral-medium", None),
        ("phi-3-medium", "phi-3-medium", None),
        ("gpt-5-mini", "gpt-5-mini", None),
    ],
)
def test_a_label_is_a_model_and_how_it_was_run(label: str, name: str, setting: str | None) -> None:
    assert read_run_label(Quote(text=label, locator="line:1"))[1:] == (name, setting)
