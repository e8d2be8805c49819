"""Every benchmark runs to its end, on a little."""

import pytest

from tests.benchmarks.__main__ import BENCHMARKS, main


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", BENCHMARKS)
def test_a_benchmark_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--miniature", name])
    _, title, *measured = capsys.readouterr().out.splitlines()
    assert title == name
    assert measured
