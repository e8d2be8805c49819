"""Run by a Python that has genai-prices: what its own calculation makes of a file.

Arguments: the file. Prints a JSON object a model: its provider, its id, and what 1,000 tokens in
and 500 out cost, and 300,000 in and 500 out, in dollars, as decimal texts.
"""

import json
import sys
from decimal import Decimal
from pathlib import Path

from genai_prices import Usage, calc_price
from genai_prices.data_snapshot import DataSnapshot, set_custom_snapshot
from genai_prices.types import _providers_from_raw

raw = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"), parse_float=Decimal)
providers = _providers_from_raw(raw)
set_custom_snapshot(DataSnapshot(providers, from_auto_update=False))
for provider in providers:
    for model in provider.models:
        costs = []
        for tokens in (1_000, 300_000):
            usage = Usage(input_tokens=tokens, output_tokens=500)
            price = calc_price(usage, model_ref=model.id, provider_id=provider.id)
            costs += [str(price.input_price), str(price.output_price)]
        print(json.dumps([provider.id, model.id, costs]))
