"""Run by a Python that has LiteLLM: what LiteLLM's own loader and cost function make of a file.

Arguments: the file. Prints how many rows were loaded, then a JSON object a row: its key, and what
1,000 tokens in and 500 out cost, and 300,000 in and 500 out, in dollars.
"""

import json
import os
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
package = find_spec("litellm")
assert package is not None
assert package.origin is not None
bundled = Path(package.origin).with_name("model_prices_and_context_window_backup.json")
kept = bundled.with_suffix(".kept")
shutil.copy(bundled, kept)
try:
    # With that variable set, LiteLLM loads its prices from this file.
    shutil.copy(sys.argv[1], bundled)
    import litellm
finally:
    shutil.move(kept, bundled)

litellm.suppress_debug_info = True
print(len(litellm.model_cost))
for key, row in sorted(litellm.model_cost.items()):
    costs = []
    for tokens in (1_000, 300_000):
        costs += litellm.cost_per_token(
            model=key,
            custom_llm_provider=row["litellm_provider"],
            prompt_tokens=tokens,
            completion_tokens=500,
        )
    print(json.dumps([key, costs]))
