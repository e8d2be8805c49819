"""Edits recorded pages and judges what is kept:

python -m tests.reader_mutations [--json] [--short] [KIND ...]
"""

import sys

from tests.reader_mutations.json_report import run_json
from tests.reader_mutations.report import run

if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    edit_and_judge = run_json if "--json" in sys.argv else run
    sys.exit(edit_and_judge(named, is_short="--short" in sys.argv))
