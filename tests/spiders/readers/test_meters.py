"""Meters' names taken apart: what the last words say, and where they begin."""

import pytest

from spiders.errors import LayoutChanged
from spiders.readers.meters import MeterReading, MeterWords

WORDS = MeterWords(
    {
        "cache_write": "write wr",
        "cache_read": "cache cached cd",
        "output": "output opt",
        "input": "input inp",
    },
    tiers={"batch": "batch", "priority": "pp"},
    modalities={"text": "txt", "audio": "aud"},
    lifetimes={"1h": "1h"},
    variants={"global": "glbl global", "data zone": "dz"},
    silent="tokens token count 1m",
)


@pytest.mark.parametrize(
    ("name", "kept", "measured"),
    [
        (
            "gpt-4o-0806-Inp-glbl Tokens",
            "gpt-4o-0806-",
            MeterReading("input", None, None, None, "global"),
        ),
        (
            "5.6 luna Cd Wr DZ 1M Tokens",
            "5.6 luna ",
            MeterReading("cache_write", None, None, None, "data zone"),
        ),
        (
            "USE1_CacheWrite1hInputTokenCount_Global",
            "USE1_",
            MeterReading("cache_write", None, None, "1h", "global"),
        ),
        (
            "gpt-4o-rt-aud-0603-txt cd Inp",
            "gpt-4o-rt-aud-0603-",
            MeterReading("cache_read", None, "text", None, None),
        ),
        (
            "nova-pro-output-tokens-batch",
            "nova-pro-",
            MeterReading("output", "batch", None, None, None),
        ),
        (
            "Provisioned Managed Unit",
            "Provisioned Managed Unit",
            MeterReading(None, None, None, None, None),
        ),
    ],
)
def test_the_last_known_words_say_what_is_measured(
    name: str, kept: str, measured: MeterReading
) -> None:
    end, words = WORDS.split(name)
    assert name[:end] == kept
    assert WORDS.read(words) == measured


def test_words_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(LayoutChanged, match="contradict each other; found batch and priority"):
        WORDS.read(["input", "batch", "pp"])
