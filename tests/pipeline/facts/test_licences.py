"""Licences: an SPDX expression where there is one, else as stated, or set aside."""

import pytest

from pipeline.facts.licences import read_licence
from pipeline.facts.set_aside import SetAside


@pytest.mark.parametrize(
    ("text", "licence"),
    [
        ("apache-2.0", "Apache-2.0"),
        ("Apache 2.0", "Apache-2.0"),
        ("the MIT License", "MIT"),
        ("gpl-3.0", "GPL-3.0-only"),
        ("mit OR apache-2.0", "MIT OR Apache-2.0"),
        ("llama3.2", "LicenseRef-scancode-llama-3.2-license-2024"),
        ("Llama 3.2 Community License Agreement", "LicenseRef-scancode-llama-3.2-license-2024"),
        ("Some House License", "Some House License"),
        ("bigscience-openrail-m", "bigscience-openrail-m"),
    ],
)
def test_a_licence_is_spdx_or_as_stated(text: str, licence: str) -> None:
    assert read_licence(text) == licence


@pytest.mark.parametrize(
    "text", ["other", "no", "", "-", "https://example.com/LICENSE", "x " * 100]
)
def test_what_names_no_licence_is_set_aside(text: str) -> None:
    with pytest.raises(SetAside, match="licence"):
        read_licence(text)
