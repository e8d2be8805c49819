"""The catalog beside tables of others: what each format states, how names meet, and how values
compare.
"""

import hashlib
import io
import json
import tarfile
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pipeline.audit.comparison import FIRST_BAND, Audit, audit_table, is_rounded
from pipeline.audit.report import (
    COLUMNS,
    audit_markdown,
    audit_summary,
    comparison_rows,
    qualifiers_text,
)
from pipeline.cli import cardkeep
from pipeline.facts.money import decimal_text
from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.set_aside import SetAside
from pipeline.failures import Failure
from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load, source_locator
from pipeline.tables.files import read_table_files
from pipeline.tables.formats import FORMATS, find_format, is_of_format
from pipeline.tables.statement import LeftOut, TablePrice, Unreadable
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS as IMPORT_COLUMNS
from spiders.extraction import extract
from spiders.parsing.json_tree import resolve_pointer
from spiders.parsing.page import Page
from spiders.readers.price_keys import UNKNOWN_CONDITION
from spiders.registry import load_sources
from tests.support import ROOT
from tests.support.empty_warehouse import give_empty_warehouse
from warehouse.store import open_catalog
from warehouse.working import Warehouse

SAMPLES = ROOT / "spiders" / "samples"
DAY = date(2026, 8, 4)

GENAI = """
name: Anthropic
id: anthropic
models:
  - id: claude-haiku-4-5
    match: {starts_with: claude-haiku-4-5}
    prices: {input_mtok: 1, cache_write_mtok: 1.25, cache_read_mtok: 0.1, output_mtok: 5, requests_kcount: 2}
  - id: claude-sonnet-4-5
    prices:
      - prices:
          input_mtok: {base: 3, tiers: [{start: 200000, price: 6}]}
      - constraint: {start_date: 2026-09-01}
        prices: {input_mtok: 4}
  - id: night-owl
    prices:
      - prices: {input_mtok: 0.5}
      - constraint: {start_time: 00:30:00Z, end_time: 16:30:00Z}
        prices: {input_mtok: 2}
"""
MODELS_DEV = {
    "anthropic": {
        "id": "anthropic",
        "env": ["KEY"],
        "models": {
            "claude-haiku-4-5": {
                "id": "claude-haiku-4-5",
                "cost": {
                    "input": 1,
                    "output": 5,
                    "input_audio": 2,
                    "citation": 9,
                    "tiers": [
                        {"input": 1.5, "tier": {"type": "context", "size": 200000}},
                        {"input": 1.7, "tier": {"type": "images", "size": 4}},
                    ],
                },
                "experimental": {
                    "modes": {
                        "fast": {"cost": {"input": 6}, "provider": {"body": {"speed": "fast"}}}
                    }
                },
            },
            "unpriced": {"id": "unpriced"},
        },
    }
}
LITELLM = {
    "sample_spec": {"litellm_provider": "one of many", "input_cost_per_token": 0},
    "vertex_ai/claude-haiku-4-5": {
        "litellm_provider": "vertex_ai-anthropic_models",
        "input_cost_per_token": 1e-06,
        "input_cost_per_token_batches": 5e-07,
        "cache_creation_input_token_cost_above_1hr": 2e-06,
        "output_cost_per_token_above_200k_tokens": 7.5e-06,
        "output_cost_per_reasoning_token": 5e-06,
        "input_cost_per_audio_token": None,
        "input_cost_per_image": 0.01,
        "max_tokens": 64000,
    },
}
LLM_PRICES = {
    "vendor": "google",
    "models": [
        {
            "id": "gemini-2.5-pro",
            "name": "Gemini 2.5 Pro ≤200k",
            "price_history": [
                {
                    "input": 1,
                    "output": 9,
                    "input_cached": None,
                    "from_date": None,
                    "to_date": "2026-01-01",
                },
                {
                    "input": 1.25,
                    "output": 10,
                    "input_cached": 0.125,
                    "from_date": "2026-01-01",
                    "to_date": None,
                },
            ],
        },
        {
            "id": "gemini-2.5-pro-200k",
            "name": "Gemini 2.5 Pro >200k",
            "price_history": [
                {
                    "input": 2.5,
                    "output": 15,
                    "input_cached": None,
                    "from_date": None,
                    "to_date": None,
                }
            ],
        },
    ],
}
PORTKEY = {
    "default": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": 0}}}},
    "claude-haiku-4-5": {
        "pricing_config": {
            "pay_as_you_go": {
                "request_token": {"price": 0.0001},
                "response_audio_token": {"price": 0.002},
                "additional_units": {"web_search": {"price": 1}},
            },
            "batch_config": {"request_token": {"price": 0.00005}},
        }
    },
    "yuan-model": {
        "pricing_config": {"currency": "CNY", "pay_as_you_go": {"request_token": {"price": 1}}}
    },
}
OPENROUTER = {
    "data": [
        {
            "id": "anthropic/claude-haiku-4.5",
            "pricing": {
                "prompt": "0.000001",
                "completion": "0.000005",
                "web_search": "0.01",
                "input_cache_write_1h": "0.000002",
                "overrides": [{"min_prompt_tokens": 200000, "prompt": "0.000002"}],
            },
        },
        {"id": "openrouter/auto", "pricing": {"prompt": "-1"}},
    ]
}
LLM_STATS = [
    {
        "model_id": "claude-haiku-4-5",
        "provider_id": "anthropic",
        "provider_model_id_used": "claude-haiku-4-5-20251001",
        "input_cents_per_million_tokens": 100,
        "output_cents_per_million_tokens": 500,
    }
]
TRUEFOUNDRY = """
model: claude-haiku-4-5
costs:
  input_cost_per_token: 0.000001
  output_cost_per_token_batches: 0.0000025
  input_cost_per_image: 0.01
  tiered_pricing:
    input: [{from: 200000, cost_per_token: 0.000002}]
"""
PLAIN = """provider,id,tier,over_tokens,upto_tokens,input,output
anthropic,claude-haiku-4-5,,,,1,5
google,gemini-2.5-pro,batch,200000,,1.25,
"""
LANGFUSE: list[dict[str, Any]] = [
    {
        "modelName": "claude-haiku-4-5",
        "matchPattern": r"(?i)^(anthropic\/)?(claude-haiku-4-5)$",
        "pricingTiers": [
            {
                "isDefault": True,
                "conditions": [],
                "prices": {"input": 1e-6, "input_tokens": 1e-6, "output": 5e-6, "grounding": 0.01},
            },
            {
                "isDefault": False,
                "conditions": [
                    {"usageDetailPattern": "(input|prompt)", "operator": "gt", "value": 200000}
                ],
                "prices": {"input": 2e-6},
            },
            {
                "isDefault": False,
                "conditions": [{"usageDetailPattern": "^output", "operator": "gt", "value": 1}],
                "prices": {"input": 3e-6},
            },
        ],
    },
    {"modelName": "some-model", "matchPattern": "^some-model$", "pricingTiers": []},
]
ROW = {
    "provider": "anthropic",
    "id": "claude-haiku-4-5",
    "meter": "input",
    "tier": "standard",
    "currency": "USD",
    "unit": "1M tokens",
    "usd_per_mtok": 1,
    "fact_id": "a",
}
JSON_LINES = [
    ROW,
    {**ROW, "tier": "batch", "usd_per_mtok": 0.5, "context_from_tokens": 200001, "fact_id": "b"},
    {**ROW, "region": "eu", "fact_id": "c"},
    {**ROW, "currency": "CNY", "fact_id": "d"},
    {**ROW, "unit": "image", "usd_per_mtok": None, "fact_id": "e"},
]
TABLES = {
    "genai-prices": {"prices/providers/anthropic.yml": GENAI},
    "models.dev": {"api.json": json.dumps(MODELS_DEV)},
    "litellm": {"model_prices.json": json.dumps(LITELLM)},
    "llm-prices": {"data/google.json": json.dumps(LLM_PRICES)},
    "llm-stats": {"data/providers/anthropic/models.json": json.dumps(LLM_STATS)},
    "portkey": {"pricing/anthropic.json": json.dumps(PORTKEY)},
    "openrouter": {"models.json": json.dumps(OPENROUTER)},
    "truefoundry": {"providers/anthropic/claude-haiku-4-5.yaml": TRUEFOUNDRY},
    "langfuse": {"default-model-prices.json": json.dumps(LANGFUSE)},
    "csv": {"prices.csv": PLAIN},
    "jsonl": {"prices.jsonl": "".join(json.dumps(row) + "\n" for row in JSON_LINES)},
}
STATED = {
    "genai-prices": [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 cache_write: 1.25",
        "anthropic claude-haiku-4-5 cache_read: 0.1",
        "anthropic claude-haiku-4-5 output: 5",
        "anthropic claude-sonnet-4-5 input: 3",
        "anthropic claude-sonnet-4-5 input (from 200,000 tokens): 6",
        "anthropic night-owl input (16:30-00:30 UTC): 0.5",
        "anthropic night-owl input (00:30-16:30 UTC): 2",
    ],
    "models.dev": [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 output: 5",
        "anthropic claude-haiku-4-5 input (audio): 2",
        "anthropic claude-haiku-4-5 input (from 200,000 tokens): 1.5",
        "anthropic claude-haiku-4-5 input (fast): 6",
    ],
    "litellm": [
        "vertex_ai vertex_ai/claude-haiku-4-5 input: 1",
        "vertex_ai vertex_ai/claude-haiku-4-5 input (batch): 0.5",
        "vertex_ai vertex_ai/claude-haiku-4-5 cache_write (1h cache): 2",
        "vertex_ai vertex_ai/claude-haiku-4-5 output (from 200,000 tokens): 7.5",
        "vertex_ai vertex_ai/claude-haiku-4-5 reasoning: 5",
    ],
    "llm-prices": [
        "google gemini-2.5-pro input (under 200,000 tokens): 1.25",
        "google gemini-2.5-pro output (under 200,000 tokens): 10",
        "google gemini-2.5-pro cache_read (under 200,000 tokens): 0.125",
        "google gemini-2.5-pro input (from 200,000 tokens): 2.5",
        "google gemini-2.5-pro output (from 200,000 tokens): 15",
    ],
    "llm-stats": [
        "anthropic claude-haiku-4-5-20251001 input: 1",
        "anthropic claude-haiku-4-5-20251001 output: 5",
    ],
    "portkey": [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 output (audio): 20",
        "anthropic claude-haiku-4-5 input (batch): 0.5",
    ],
    "openrouter": [
        "openrouter anthropic/claude-haiku-4.5 input: 1",
        "openrouter anthropic/claude-haiku-4.5 output: 5",
        "openrouter anthropic/claude-haiku-4.5 cache_write (1h cache): 2",
        "openrouter anthropic/claude-haiku-4.5 input (from 200,000 tokens): 2",
    ],
    "truefoundry": [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 output (batch): 2.5",
        "anthropic claude-haiku-4-5 input (from 200,000 tokens): 2",
    ],
    "langfuse": [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 output: 5",
        "anthropic claude-haiku-4-5 input (from 200,000 tokens): 2",
    ],
    "jsonl": [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 input (batch, from 200,001 tokens): 0.5",
    ],
    "csv": [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 output: 5",
        "google gemini-2.5-pro input (batch, from 200,000 tokens): 1.25",
    ],
}
LEFT_OUT = {
    "genai-prices": ["no price per token"],
    "models.dev": ["no price per token", "a band of images"],
    "litellm": ["no price per token"],
    "portkey": ["no price per token", "another currency than USD"],
    "openrouter": ["no price per token", "a number that is no price"],
    "truefoundry": ["no price per token"],
    "langfuse": ["no price per token", "a condition that is not known", "no seller is named"],
    "jsonl": [
        "for a region, mode, plan, variant or class",
        "another currency than USD",
        "no price per token",
    ],
}


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def told(path: Path, day: date = DAY) -> tuple[list[TablePrice], list[LeftOut]]:
    files = read_table_files(path).files
    known = find_format(path, files)
    both = list(known.read([file for file in files if is_of_format(known, file)], day))
    return [one for one in both if isinstance(one, TablePrice)], [
        one for one in both if isinstance(one, LeftOut)
    ]


def words(statement: TablePrice) -> str:
    about = qualifiers_text(statement)
    amount = format(statement.usd_per_mtok.normalize(), "f")
    return (
        f"{statement.provider} {statement.stated} "
        f"{statement.meter}{f' ({about})' if about else ''}: {amount}"
    )


every_format = pytest.mark.parametrize("name", FORMATS)


@every_format
def test_a_table_states_just_this(name: str, tmp_path: Path) -> None:
    statements, left_out = told(written(tmp_path, TABLES[name]))
    assert [words(statement) for statement in statements] == STATED[name]
    assert [one.why for one in left_out] == LEFT_OUT.get(name, [])


@every_format
def test_a_table_is_recognised_by_its_content(name: str, tmp_path: Path) -> None:
    assert (
        find_format(tmp_path, read_table_files(written(tmp_path, TABLES[name])).files).name == name
    )


@every_format
def test_a_folder_an_archive_and_a_file_are_read_alike(name: str, tmp_path: Path) -> None:
    folder = written(tmp_path / "table", TABLES[name])
    archive = tmp_path / "table.tar"
    with tarfile.open(archive, "w") as out:
        for file, text in TABLES[name].items():
            member = tarfile.TarInfo(file)
            member.size = len(text.encode())
            out.addfile(member, io.BytesIO(text.encode()))
    assert told(archive) == told(folder)
    (file,) = TABLES[name]
    if name != "truefoundry":  # there the folder is the provider
        assert [words(one) for one in told(folder / file)[0]] == [
            words(one) for one in told(folder)[0]
        ]


@every_format
def test_every_place_leads_back_to_the_number(name: str, tmp_path: Path) -> None:
    folder = written(tmp_path, TABLES[name])
    data = {file.name: file.data for file in read_table_files(folder).files}
    for statement in told(folder)[0]:
        found = resolve_pointer(data[statement.file], statement.place.partition(":")[2])
        scale = {
            "openrouter": 10**6,
            "litellm": 10**6,
            "truefoundry": 10**6,
            "portkey": 10**4,
            "langfuse": 10**6,
            "llm-stats": Decimal("0.01"),
        }
        assert Decimal(str(found)) * scale.get(name, 1) == statement.usd_per_mtok


def test_a_price_from_a_later_day_counts_from_that_day(tmp_path: Path) -> None:
    folder = written(tmp_path, TABLES["genai-prices"])
    assert "anthropic claude-sonnet-4-5 input: 4" in [
        words(one) for one in told(folder, date(2026, 9, 1))[0]
    ]
    folder = written(tmp_path / "other", TABLES["llm-prices"])
    before = [words(one) for one in told(folder, date(2025, 12, 31))[0]]
    assert "google gemini-2.5-pro input (under 200,000 tokens): 1" in before


FROM_OCTOBER = """
id: anthropic
models:
  - id: claude-haiku-4-5
    prices:
      - constraint: {start_date: 2026-10-01}
        prices: {input_mtok: 1}
  - id: night-owl
    prices:
      - constraint: {start_time: 00:30:00Z, end_time: 16:30:00Z}
        prices: {input_mtok: 2}
"""


def test_where_no_price_holds_all_day_that_is_listed_and_the_hours_are_read(tmp_path: Path) -> None:
    folder = written(tmp_path, {"prices/providers/anthropic.yml": FROM_OCTOBER})
    statements, left_out = told(folder, date(2026, 9, 30))
    assert [words(one) for one in statements] == [
        "anthropic night-owl input (00:30-16:30 UTC): 2",
    ]
    assert [(one.why, one.place) for one in left_out] == [
        ("no price that holds all day", "yaml:/models/0/prices"),
        ("no price that holds all day", "yaml:/models/1/prices"),
    ]
    assert [words(one) for one in told(folder, date(2026, 10, 1))[0]] == [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic night-owl input (00:30-16:30 UTC): 2",
    ]


ODD: dict[str, tuple[dict[str, str], str, str]] = {
    "genai-prices": (
        {
            "data.json": json.dumps(
                [
                    {"id": "nobody", "models": 3},
                    {
                        "id": "anthropic",
                        "models": [
                            {"id": "lost"},
                            {"id": "x", "prices": {"input_mtok": {"base": 1}}},
                        ],
                    },
                    {"id": "anthropic", "models": [{"id": "x", "prices": {"input_mtok": 1}}]},
                ]
            )
        },
        "json:/1/models/1",
        "'tiers' is missing",
    ),
    "models.dev": (
        {
            "api.json": json.dumps(
                {
                    "anthropic": {
                        "env": [],
                        "models": {
                            "a": {"id": "a", "cost": {"input": 1, "tiers": [{"input": 2}]}},
                            "x": {"id": "x", "cost": {"input": 1}},
                        },
                    }
                }
            )
        },
        "json:/anthropic/models/a",
        "'tier' is missing",
    ),
    "litellm": (
        {
            "prices.json": json.dumps(
                {
                    "a": {
                        "litellm_provider": "anthropic",
                        "tiered_pricing": [{"range": ["many"], "input_cost_per_token": 1}],
                    },
                    "x": {"litellm_provider": "anthropic", "input_cost_per_token": 0.000001},
                }
            )
        },
        "json:/a",
        "expected a number of tokens, found 'many'",
    ),
    "llm-prices": (
        {
            "historical.json": json.dumps(
                {
                    "prices": [
                        {"id": "a", "vendor": "anthropic", "input": 1, "from_date": None},
                        {
                            "id": "x",
                            "name": "X",
                            "vendor": "anthropic",
                            "input": 1,
                            "from_date": None,
                        },
                    ]
                }
            )
        },
        "json:/prices/0",
        "'name' is missing",
    ),
    "langfuse": (
        {
            "models.json": json.dumps(
                [
                    {"modelName": "anthropic/a", "matchPattern": "a", "pricingTiers": [{}]},
                    {
                        "modelName": "anthropic/x",
                        "matchPattern": "x",
                        "pricingTiers": [{"prices": {"input": 1e-6}}],
                    },
                ]
            )
        },
        "json:/0",
        "'prices' is missing",
    ),
    "jsonl": (
        {
            "prices.jsonl": json.dumps(ROW | {"meter": "hope"})
            + "\n"
            + json.dumps(ROW | {"id": "x"})
        },
        "jsonl:/0",
        "/meter: expected one of",
    ),
    "llm-stats": (
        {
            "models.json": json.dumps(
                [
                    "a",
                    {
                        "model_id": "x",
                        "provider_id": "anthropic",
                        "input_cents_per_million_tokens": 100,
                    },
                ]
            )
        },
        "json:/0",
        "an object is missing",
    ),
    "portkey": (
        {
            "anthropic.json": json.dumps(
                {
                    "a": {"pricing_config": {"pay_as_you_go": {"request_token": {"price": [[1]]}}}},
                    "x": {
                        "pricing_config": {"pay_as_you_go": {"request_token": {"price": 0.0001}}}
                    },
                }
            )
        },
        "json:/a",
        "no plain value",
    ),
    "openrouter": (
        {
            "models.json": json.dumps(
                {
                    "data": [
                        {"id": "anthropic/a", "pricing": "free"},
                        {"id": "anthropic/x", "pricing": {"prompt": "0.000001"}},
                    ]
                }
            )
        },
        "json:/data/0",
        "'pricing' is missing",
    ),
    "truefoundry": (
        {
            "anthropic/a.yaml": "model: a\ncosts:\n  tiered_pricing: {sound: [{from: 1, cost_per_token: 2}]}\n",
            "anthropic/x.yaml": "model: x\ncosts: {input_cost_per_token: 0.000001}\n",
        },
        "yaml:",
        "sound",
    ),
    "csv": (
        {"prices.csv": "provider,id,tier,input\nanthropic,a,cheap,1\nanthropic,x,,1\n"},
        "csv:/0",
        "found 'cheap'",
    ),
}


@every_format
def test_one_odd_row_costs_one_row(name: str, tmp_path: Path) -> None:
    files, place, why = ODD[name]
    folder = written(tmp_path, files)
    read = read_table_files(folder).files
    known = find_format(folder, read)
    items = list(known.read(read, DAY))
    found = [item for item in items if isinstance(item, Unreadable)]
    assert (place, True) in [(one.place, why in one.why) for one in found]
    prices = [item for item in items if isinstance(item, TablePrice)]
    assert [(one.stated.rpartition("/")[2], one.usd_per_mtok) for one in prices] == [("x", 1)]
    assert len(found) == (3 if name == "genai-prices" else 1)


def test_one_file_of_several_that_cannot_be_read_costs_that_file(
    sample_home: Home, tmp_path: Path
) -> None:
    files = {"a.csv": "provider,id,input\nanthropic,claude-haiku-4-5,1\n", "b.csv": "id\n1,2\n"}
    folder = written(tmp_path / "table", files)
    assert [one.file for one in read_table_files(folder).unreadable] == ["b.csv"]
    audited = run_audit(sample_home, folder, "--as-of", "2026-08-04")
    assert audited[0] == 5
    assert (
        "cannot be read, and costs no other row: b.csv, csv:: no csv: row 1 has more" in audited[2]
    )
    report = run_audit(sample_home, folder, "-f", "md")[1]
    assert "| no csv: row 1 has more cells than the header | b.csv | csv: |" in report


# --- forms of this year ---------------------------------------------------------------------------


def stated_by(folder: Path, content: Any) -> list[str]:
    """What a JSON table states, in words, and what it leaves out, with the reason."""
    prices, left_out = told(written(folder, {"table.json": json.dumps(content)}))
    return [*map(words, prices), *(f"{one.place} {one.why}" for one in left_out)]


def test_genai_prices_beside_their_units_with_cache_lifetimes_and_modalities(
    tmp_path: Path,
) -> None:
    prices = {
        "cache_write_mtok": 1.25,
        "cache_write_1h_mtok": 2,
        "output_reasoning_mtok": 5,
        "cache_image_read_mtok": 0.1,
        "input_text_mtok": 1,
        "web_searches_kcount": 10,
    }
    unlike = [
        {"prices": {"input_mtok": 1}},
        {"constraint": {"weekdays": ["sat"]}, "prices": {"input_mtok": 2}},
    ]
    models = [{"id": "x", "prices": prices}, {"id": "y", "prices": unlike}]
    table: dict[str, Any] = {
        "units": {"input_tokens": {}},
        "providers": [{"id": "anthropic", "models": models}],
    }
    assert stated_by(tmp_path, table) == [
        "anthropic x cache_write: 1.25",
        "anthropic x cache_write (1h cache): 2",
        "anthropic x reasoning: 5",
        "anthropic x cache_read (image): 0.1",
        "anthropic x input (text): 1",
        "anthropic y input: 1",
        "json:/providers/0/models/0/prices/web_searches_kcount > key: no price per token",
        "json:/providers/0/models/1/prices/1 a condition that is not known: weekdays",
    ]


def test_models_dev_with_modes_that_cost_nothing_of_their_own(tmp_path: Path) -> None:
    modes = {
        "long": {"body": {"context": "1m"}},
        "fast": {"cost": {"input": 2}, "body": {"service_tier": "priority"}},
    }
    model = {"id": "x", "cost": {"input": 1}, "experimental": {"modes": modes}}
    table: dict[str, Any] = {"acme": {"id": "acme", "env": [], "models": {"x": model}}}
    assert stated_by(tmp_path, table) == ["acme x input: 1", "acme x input (priority): 2"]


def test_litellm_with_cheaper_hours_and_bands_without_an_end(tmp_path: Path) -> None:
    hours = {"hours_utc": ["16:30-00:30", "03:00-04:00"], "input_cost_per_token": 1e-06}
    table: dict[str, Any] = {
        "last_updated": "2026-08-04",
        "fallback_generalizations": {"rules": []},
        "night": {
            "litellm_provider": "acme",
            "input_cost_per_token": 2e-06,
            "output_cost_per_token": 8e-06,
            "off_peak_pricing": hours,
        },
        "weekend": {
            "litellm_provider": "acme",
            "input_cost_per_token": 2e-06,
            "output_cost_per_token": 8e-06,
            "off_peak_pricing": {**hours, "days": ["sat"]},
        },
        "long": {
            "litellm_provider": "acme",
            "tiered_pricing": [
                {"range": [0, 128000.0], "input_cost_per_token": 1e-06},
                {"range": [128000, None], "input_cost_per_token": 2e-06},
            ],
        },
    }
    assert stated_by(tmp_path, table) == [
        "acme night output: 8",
        "acme night input (04:00-16:30 UTC): 2",
        "acme night input (00:30-03:00 UTC): 2",
        "acme night input (16:30-00:30 UTC): 1",
        "acme night input (03:00-04:00 UTC): 1",
        "acme weekend output: 8",
        "acme long input (under 128,000 tokens): 1",
        "acme long input (from 128,000 tokens): 2",
        "json:/weekend/off_peak_pricing a condition that is not known",
    ]


def test_llm_prices_of_all_vendors_in_one_file(tmp_path: Path) -> None:
    price = {"id": "x", "vendor": "acme", "name": "X", "input_cached": None}
    table: dict[str, Any] = {
        "updated_at": "2026-08-04",
        "prices": [
            {**price, "input": 2, "output": 9, "from_date": None, "to_date": "2026-08-01"},
            {**price, "input": 1, "output": 4, "from_date": "2026-08-01", "to_date": None},
            {
                **price,
                "id": "x-200k",
                "name": "X >200k",
                "input": 3,
                "output": 6,
                "from_date": None,
                "to_date": None,
            },
        ],
    }
    assert stated_by(tmp_path, table) == [
        "acme x input: 1",
        "acme x output: 4",
        "acme x input (from 200,000 tokens): 3",
        "acme x output (from 200,000 tokens): 6",
    ]


def test_models_dev_as_a_folder_follows_the_links_that_lead_to_its_files(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        {
            "providers/anthropic/provider.toml": 'name = "Anthropic"\n',
            "providers/anthropic/models/claude-haiku-4-5.toml": "[cost]\ninput = 1.00\noutput = 5\n",
            "providers/vertex/models/haiku.toml": "../../anthropic/models/claude-haiku-4-5.toml",
            "providers/vertex/models/gone.toml": "../../nobody/models/gone.toml",
        },
    )
    statements, left_out = told(folder)
    assert [words(one) for one in statements] == [
        "anthropic claude-haiku-4-5 input: 1",
        "anthropic claude-haiku-4-5 output: 5",
        "vertex haiku input: 1",
        "vertex haiku output: 5",
    ]
    assert {one.file for one in statements} == {"providers/anthropic/models/claude-haiku-4-5.toml"}
    assert [one.why for one in left_out] == ["a link out of the table"]


@pytest.mark.parametrize(
    ("files", "table", "words"),
    [
        ({"a.json": "{}"}, None, "found none in 1"),
        ({"a.json": json.dumps(PORTKEY), "b.csv": PLAIN}, None, "found portkey and csv"),
        ({"a.csv": PLAIN}, "portkey", "found none"),
        ({"a.csv": PLAIN}, "pricey", "formats: genai-prices, models.dev"),
        ({"a.json": "{nonsense"}, None, "a.json cannot be read: no json"),
        ({"a.toml": "= 1"}, None, "a.toml cannot be read: no toml"),
        ({"a.toml": "a = " + "[" * 5000}, None, "a.toml cannot be read: no toml"),
        ({"a.yaml": "&a [*a]"}, None, "a.yaml cannot be read: no yaml"),
        ({"a.csv": "provider,id,price\nanthropic,x,1\n"}, None, "found price"),
        ({"a.csv": "provider,id,input\nanthropic,x,1,2\n"}, None, "more cells than the header"),
    ],
)
def test_what_cannot_be_read_is_named(
    files: dict[str, str], table: str | None, words: str, tmp_path: Path
) -> None:
    folder = written(tmp_path, files)

    def read_all() -> None:
        found = read_table_files(folder).files
        list(find_format(folder, found, table).read(found, DAY))

    with pytest.raises(Failure) as failure:
        read_all()
    assert words in str(failure.value)


# --- beside a catalog -----------------------------------------------------------------------------


def compared(sample_home: Home, tmp_path: Path, text: str) -> Audit:
    folder = written(tmp_path, {"prices.csv": text})
    with open_catalog(sample_home.path, DAY) as catalog:
        return audit_table(catalog, FORMATS["csv"], read_table_files(folder).files, DAY)


def outcomes(found: Audit, provider: str = "anthropic") -> Counter[tuple[str, str, str]]:
    return Counter(
        (value.outcome, value.either.stated, value.either.meter)
        for value in found.values
        if value.either.provider == provider and value.outcome != "only here"
    )


def test_names_meet_by_the_rules_of_identity_and_no_other(
    sample_home: Home, tmp_path: Path
) -> None:
    table = "provider,id,input\n" + "".join(
        f"anthropic,{name},1\n"
        for name in (
            "Claude Haiku 4.5",
            "claude-haiku-4-5",
            "claude-haiku-4-5-20251001",
            "anthropic/claude-haiku-4.5",
            "claude-haiku-4",
            "claude-haiku-4-6",
            "claude-haiku-4.5-thinking-max",
        )
    )
    found = {
        value.there.stated: (value.outcome, value.same_by)
        for value in compared(sample_home, tmp_path, table).values
        if value.there
    }
    assert found["Claude Haiku 4.5"] == ("equal", "same name")
    assert {
        found[name][0]
        for name in ("claude-haiku-4-5", "claude-haiku-4-5-20251001", "anthropic/claude-haiku-4.5")
    } == {"equal"}
    assert "same name" not in {
        found[name][1] for name in ("claude-haiku-4-5", "anthropic/claude-haiku-4.5")
    }
    assert {
        found[name]
        for name in ("claude-haiku-4", "claude-haiku-4-6", "claude-haiku-4.5-thinking-max")
    } == {("only there", "")}


def test_a_value_is_equal_or_different_or_stands_on_one_side(
    sample_home: Home, tmp_path: Path
) -> None:
    found = compared(
        sample_home,
        tmp_path,
        "provider,id,input,output,cache_write,reasoning\nanthropic,claude-haiku-4-5,1.00,4,1.25,3\n",
    )
    assert outcomes(found) == {
        ("equal", "claude-haiku-4-5", "input"): 1,
        ("different", "claude-haiku-4-5", "output"): 1,
        ("equal", "claude-haiku-4-5", "cache_write"): 1,  # without a lifetime: the shortest one
        ("only there", "claude-haiku-4-5", "reasoning"): 1,
    }
    assert found.comparable == 3
    lacking = {
        (value.either.stated, value.either.meter)
        for value in found.values
        if value.outcome == "only here"
    }
    assert ("Claude Sonnet 4.5", "input") in lacking
    assert {meter for _, meter in lacking} == {"input", "output", "cache_write"}, (
        "no kind that the table has nowhere"
    )


def test_bands_meet_whether_their_end_is_inside_or_outside(
    sample_home: Home, tmp_path: Path
) -> None:
    table = (
        "provider,id,over_tokens,upto_tokens,input\n"
        "google,gemini-2.5-pro,,,1.25\n"
        "google,gemini-2.5-pro,200000,,2.5\n"
    )
    found = compared(sample_home, tmp_path, table)
    assert outcomes(found, "google") == {("equal", "gemini-2.5-pro", "input"): 2}


def test_a_flat_price_is_compared_with_ours_of_the_first_band(
    sample_home: Home, tmp_path: Path
) -> None:
    flat = compared(
        sample_home, tmp_path, "provider,id,input,output\ngoogle,gemini-2.5-pro,1.25,15\n"
    )
    assert outcomes(flat, "google") == {
        ("equal", "gemini-2.5-pro", "input"): 1,
        ("different", "gemini-2.5-pro", "output"): 1,
    }
    of_google = [value for value in flat.values if value.there]
    assert {value.here.context_to_tokens for value in of_google if value.here} == {200_001}
    assert {value.same_by for value in of_google} == {f"same name, {FIRST_BAND}"}
    assert not [
        value
        for value in flat.values
        if value.outcome == "only here" and value.either.stated == "gemini-2.5-pro"
    ]
    higher = "provider,id,over_tokens,input\ngoogle,gemini-2.5-pro,128000,2.5\n"
    assert outcomes(compared(sample_home, tmp_path, higher), "google") == {
        ("only there", "gemini-2.5-pro", "input"): 1
    }


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("0.125", "0.13", True),
        ("0.125", "0.12", True),
        ("0.295", "0.3", True),
        ("0.19999999", "0.2", True),
        ("14.996", "15", True),
        ("0.0327", "0.033", True),
        ("0.025", "0.03", False),  # a digit alone: that is a fifth more
        ("0.005", "0.01", False),
        ("14.7", "15", False),
        ("2.5", "3", False),
        ("0.12", "0.13", False),
        ("0.125", "0.14", False),
    ],
)
def test_rounding_to_cents_or_finer_is_no_difference(one: str, other: str, is_one: bool) -> None:
    assert is_rounded(Decimal(one), Decimal(other)) is is_one
    assert is_rounded(Decimal(other), Decimal(one)) is is_one


def test_what_is_compared_does_not_depend_on_the_values(sample_home: Home, tmp_path: Path) -> None:
    table = "provider,id,input\nanthropic,claude-haiku-4-5,{}\nanthropic,nobody,7\n"
    right, wrong, zero = (
        compared(sample_home, tmp_path, table.format(price)) for price in ("1", "99", "0")
    )
    assert right.set_id == wrong.set_id == zero.set_id
    assert [
        outcomes(found)["different", "claude-haiku-4-5", "input"] for found in (right, wrong, zero)
    ] == [0, 1, 1]
    other = compared(sample_home, tmp_path, "provider,id,input\nanthropic,claude-sonnet-4-5,1\n")
    assert other.set_id != right.set_id


def test_a_zero_that_nobody_answers_is_left_out(sample_home: Home, tmp_path: Path) -> None:
    found = compared(sample_home, tmp_path, "provider,id,input\nanthropic,nobody,0\n")
    assert not outcomes(found)
    assert found.left_out["there: 0, which is free or unknown"] == 1


@pytest.fixture(scope="module")
def three_days(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A catalog of one price list on three days: Haiku 4.5 costs 1, 2 and 3, and Haiku 3.5 is left
    out on the last.
    """
    folder = tmp_path_factory.mktemp("days")
    source, home = load_sources().sources["anthropic_pricing"](), Home(folder / "home")
    body = (SAMPLES / "anthropic_pricing" / DAY.isoformat() / "page.md").read_text(encoding="utf-8")
    lines = ["\t".join(IMPORT_COLUMNS)]
    for dollars, day in enumerate(("2026-08-01", "2026-08-04", "2026-08-20"), 1):
        page = folder / f"{day}.md"
        text = body.replace("Claude Haiku 4.5 | $1 /", f"Claude Haiku 4.5 | ${dollars} /")
        last = "\n".join(
            line for line in text.splitlines() if not line.startswith("| Claude Haiku 3.5")
        )
        page.write_text(last if dollars == 3 else text, encoding="utf-8")
        size, digest = page.stat().st_size, hashlib.sha256(page.read_bytes()).hexdigest()
        lines.append(
            "\t".join(
                (
                    page.name,
                    source.name,
                    "page",
                    "verbatim",
                    source.links[0].url,
                    day,
                    str(size),
                    digest,
                    "us",
                    "",
                )
            )
        )
    (folder / "MANIFEST.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    archive = Archive(home.archive)
    sources = {source.name: source}
    import_manifest(
        archive, folder / "MANIFEST.tsv", run_id="import-1", locate=source_locator(sources)
    )
    give_empty_warehouse(home)
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, archive, sources)
        derive(warehouse, home, sources)
        warehouse.publish("import-1")
    return home


@pytest.mark.parametrize(
    ("day", "haiku", "leaves_out"),
    [
        ("2025-01-01", "1", False),
        ("2026-08-02", "1", False),
        ("2026-08-03", "2", False),
        ("2026-08-12", "2", False),
        ("2026-08-13", "3", True),
        ("2027-01-01", "3", True),
    ],
)
def test_the_page_nearest_to_the_day_answers(
    day: str, haiku: str, leaves_out: bool, three_days: Home, tmp_path: Path
) -> None:
    table = "provider,id,input\nanthropic,claude-haiku-4-5,1\nanthropic,claude-3-5-haiku,0.8\n"
    folder = written(tmp_path, {"prices.csv": table})
    with open_catalog(three_days.path) as catalog:
        found = audit_table(
            catalog,
            FORMATS["csv"],
            read_table_files(folder).files,
            date.fromisoformat(day),
            nearest=True,
        )
    said = {value.there.stated: value.here for value in found.values if value.there}
    assert (here := said["claude-haiku-4-5"])
    assert decimal_text(here.usd_per_mtok) == haiku
    assert here.quote == f"${haiku} / MTok"
    assert (said["claude-3-5-haiku"] is None) is leaves_out
    assert found.comparable == (1 if leaves_out else 2)


def test_a_pointer_is_compared_with_a_pointer_only(sample_home: Home, tmp_path: Path) -> None:
    found = compared(
        sample_home, tmp_path, "provider,id,input\nanthropic,claude-haiku-4-5-latest,1\n"
    )
    assert outcomes(found) == {("only there", "claude-haiku-4-5-latest", "input"): 1}


def test_a_publisher_is_no_witness_of_its_own_table(sample_home: Home, tmp_path: Path) -> None:
    table = written(
        tmp_path, {"table.json": (SAMPLES / "litellm" / DAY.isoformat() / "page.json").read_text()}
    )
    with open_catalog(sample_home.path, DAY) as catalog:
        found = audit_table(catalog, FORMATS["litellm"], read_table_files(table).files, DAY)
    assert "litellm" not in {value.here.source for value in found.values if value.here}


def test_both_receipts_stand_in_every_row(sample_home: Home, tmp_path: Path) -> None:
    found = compared(sample_home, tmp_path, "provider,id,input\nanthropic,claude-haiku-4-5,99\n")
    (row,) = (
        [*zip(COLUMNS, row, strict=True)]
        for row in comparison_rows(found.values)
        if row[0] == "different"
    )
    cells = dict(row)
    assert (cells["file"], cells["place"]) == ("prices.csv", "csv:/0/input")
    assert (cells["quote"], cells["source"], cells["authority"]) == (
        "$1 / MTok",
        "anthropic_pricing",
        0,
    )
    assert cells["url"] == "https://platform.claude.com/docs/en/about-claude/pricing.md"
    assert len(cells["fact_id"]) == 16
    report = audit_markdown(found, "prices.csv")
    assert (
        "| anthropic | claude-haiku-4-5 | input | 1 | 99 | “$1 / MTok”, https://platform.claude.com"
        in report
    )
    assert "| anthropic | itself | 0 | 1 | 0 |" in report
    assert "1 comparable values" in audit_summary(found)


def run_audit(home: Home, table: Path, *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(
        cardkeep, ["--home", str(home.path), "audit", str(table), *options], standalone_mode=False
    )
    assert done.exception is None, done.exception
    return done.return_value, done.stdout, done.stderr


def test_the_command_ends_with_5_where_a_value_differs(sample_home: Home, tmp_path: Path) -> None:
    folder = written(
        tmp_path, {"prices.csv": "provider,id,input,output\nanthropic,claude-haiku-4-5,1,4\n"}
    )

    code, out, err = run_audit(sample_home, folder, "--only", "different", "--as-of", "2026-08-04")
    assert code == 5
    (line,) = map(json.loads, out.splitlines())
    assert (line["id_there"], line["usd_per_mtok_here"], line["usd_per_mtok_there"]) == (
        "claude-haiku-4-5",
        "5",
        "4",
    )
    assert "2 comparable values" in err
    written(tmp_path, {"prices.csv": "provider,id,input,output\nanthropic,claude-haiku-4-5,1,5\n"})
    code, out, _ = run_audit(sample_home, folder, "--only", "equal", "-f", "csv")
    assert (code, len(out.splitlines())) == (0, 3)
    assert run_audit(sample_home, folder, "-f", "md")[1].startswith(
        f"# {folder.name} beside the catalog as of "
    )


# --- recorded tables ------------------------------------------------------------------------------


def recorded_tables(recorded: Path) -> list[Path]:
    folders = (
        "ground_truth/*/*.tar",
        "litellm/*.json",
        "models_dev/*.json",
        "openrouter/models/*.json",
    )
    return sorted(path for folder in folders for path in recorded.glob(folder))


def test_what_models_dev_asks_of_long_inputs_is_left_out_where_no_length_is_stated(
    tmp_path: Path,
) -> None:
    model = {"id": "nova", "cost": {"input": 1, "context_over_200k": {"input": 2}}}
    provider = {"id": "amazon", "env": ["KEY"], "models": {"nova": model}}
    path = tmp_path / "api.json"
    path.write_text(json.dumps({"amazon": provider}), encoding="utf-8")
    stated, left_out = told(path)
    assert [words(one) for one in stated] == ["amazon nova input: 1"]
    assert [(one.why, one.place) for one in left_out] == [
        (
            "prices of long inputs, from a length that is not stated",
            "json:/amazon/models/nova/cost/context_over_200k",
        )
    ]


@pytest.mark.recorded
def test_every_recorded_table_is_read_whole(recorded: Path) -> None:
    tables = recorded_tables(recorded)
    assert len(tables) >= 29
    for path in tables:
        statements, left_out = told(path)
        assert len(statements) > 200, path
        numberless = [one for one in left_out if one.why == "no number"]
        assert not numberless, (path, numberless[:3])


@pytest.mark.recorded
@pytest.mark.parametrize("name", ["litellm", "models_dev", "openrouter_models"])
def test_a_table_that_is_a_source_too_is_read_alike_by_both(name: str, recorded: Path) -> None:
    """Two readers, one for the catalog and one for audits, find the same prices per token in every
    copy. What holds under a condition that nobody knows is left out of audits.
    """
    source = load_sources().sources[name]()
    folder = {"openrouter_models": "openrouter/models"}.get(name, name)
    for path in sorted(recorded.glob(f"{folder}/*.json")):
        page = Page(path.read_bytes(), url=source.links[0].url, kind=source.links[0].kind)
        read: set[tuple[object, ...]] = set()
        for claim in extract(source, page).claims:
            key = fact_key(claim, source=name, document="", publisher=source.publisher)
            try:
                price = canonical_value(claim)
            except SetAside:
                continue
            is_unknown = (key.qualifiers.variant or "").startswith(UNKNOWN_CONDITION)
            if key.attribute == "price" and price.usd_per_mtok and not is_unknown:
                read.add(
                    (
                        key.subject_stated,
                        key.meter,
                        key.qualifiers.tier,
                        _tens(key.context_from_tokens),
                        key.qualifiers.lifetime,
                        key.qualifiers.modality,
                        price.usd_per_mtok,
                    )
                )
        stated = {
            (
                one.stated,
                one.meter,
                one.tier,
                _tens(one.context_from_tokens),
                one.lifetime,
                one.modality,
                one.usd_per_mtok,
            )
            for one in told(path)[0]
            if one.usd_per_mtok
        }
        assert read ^ stated == set(), path


def _tens(tokens: int | None) -> int | None:
    return tokens and tokens // 10
