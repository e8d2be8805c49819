"""Run by a Python that has jsonschema: whether a file is as models.dev's schema demands.

Arguments: the schema, the file. Prints each error; none where the file is right.
"""

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

schema, document = (json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:])
API_OF = {
    "@ai-sdk/openai-compatible": True,
    "@openrouter/ai-sdk-provider": True,
    "@ai-sdk/anthropic": None,
    "@ai-sdk/openai": None,
    "kiro-acp-ai-provider": None,
}
for error in Draft202012Validator(schema).iter_errors(document):
    print(f"{error.json_path}: {error.message[:200]}")
for name, provider in document.items():
    # An address is demanded, or allowed, by the client's package.
    demanded = API_OF.get(provider["npm"], False)
    if demanded is not None and demanded != ("api" in provider):
        print(f"{name}: {provider['npm']} {'lacks' if demanded else 'takes no'} api")
