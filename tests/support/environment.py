"""What tests see of the environment: nothing of the user's. Loaded by pytest before anything of ours
(`-p` in pyproject.toml); processes that tests start inherit what is left.
"""

import os
import re
import sys
import time
from collections.abc import Iterator

import pytest

# These say which tests run, how long, and on what.
OURS = {
    "CARDKEEP_DUCKDB_WASM",
    "CARDKEEP_RECORDED",
    "CARDKEEP_RECORDED_MORE",
    "CARDKEEP_SHORT",
}
# Settings of cardkeep, its libraries and Python's output, proxies, the language, and how wide and coloured a
# terminal is.
FOREIGN = re.compile(
    r"(AWS|CARDKEEP|DASK|PREFECT|HF|HUGGING_?FACE|SCRAPY|PLAYWRIGHT|XDG|LC)_\w+"
    r"|PYTHON(UNBUFFERED|DONTWRITEBYTECODE)|[a-z]+_proxy|LANG|LANGUAGE|TZ|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|CLICOLOR\w*",
    re.IGNORECASE,
)
FIXED = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "DO_NOT_TRACK": "1"}


def clear() -> None:
    for name in list(os.environ):
        if FOREIGN.fullmatch(name) and name not in OURS:
            del os.environ[name]
    os.environ.update(FIXED)
    time.tzset()
    # Else pytest would rewrite, and every process that tests start compile, every module anew.
    sys.dont_write_bytecode = False


clear()


@pytest.fixture(scope="session", autouse=True)
def home_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home folder of the tests' own, for libraries that write into the user's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("user")))
        yield
