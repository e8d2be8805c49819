"""The tools as an assistant uses them: the official client over standard input and output."""

import json
import sys
from typing import Any

import anyio
import pytest
from mcp import StdioServerParameters
from mcp.client import Client
from mcp.client.stdio import stdio_client

from pipeline.home import Home
from tests.support import ROOT
from tests.support.small_catalog import GRANITE, NOVA, THEN

Call = tuple[str, dict[str, Any]]
CALLS: tuple[Call, ...] = (
    ("search", {"text": "nova", "limit": 3}),
    ("compare", {"first": "Nova 1", "second": GRANITE}),
    ("price_as_of", {"model": NOVA, "as_of": str(THEN)}),
    (
        "cost",
        {"model": NOVA, "usage": {"input_tokens": 1_000, "output_tokens": 10}, "as_of": str(THEN)},
    ),
    ("changes", {"model": NOVA, "since": "2026-01-01"}),
    ("search", {"text": "\x1b[31m\u202e" + "x" * 150}),
    ("compare", {"first": NOVA, "second": NOVA}),
    ("price_as_of", {"model": "no such model at all"}),
    ("price_as_of", {"model": NOVA, "as_of": "1999-01-01"}),
    ("receipt", {"fact_id": "' OR 1=1 --"}),
    ("cost", {"model": NOVA, "usage": {"input_tokens": -1}}),
)


class Told:
    """What the server answered."""

    def __init__(self, result: Any) -> None:
        self.is_error: bool = bool(result.is_error)
        self.text: str = "".join(getattr(part, "text", "") for part in result.content)

    @property
    def answer(self) -> dict[str, Any]:
        assert not self.is_error, self.text
        found: dict[str, Any] = json.loads(self.text)
        return found


async def converse(home: Home) -> tuple[list[str], list[Told]]:
    arguments = ["-m", "pipeline.cli", "--home", str(home.path), "mcp"]
    server = StdioServerParameters(command=sys.executable, args=arguments, cwd=str(ROOT))
    async with Client(stdio_client(server)) as client:
        tools = [tool.name for tool in (await client.list_tools()).tools]
        told = [Told(await client.call_tool(name, asked)) for name, asked in CALLS]
        offers = told[2].answer["offers"]
        asked = {"fact_id": offers[0]["output_fact_id"]}
        told.append(Told(await client.call_tool("receipt", asked)))
        return tools, told


@pytest.fixture(scope="module")
def conversation(small_home: Home) -> tuple[list[str], list[Told]]:
    return anyio.run(converse, small_home)


def test_the_tools_are_those_of_the_documentation(
    conversation: tuple[list[str], list[Told]],
) -> None:
    tools, _ = conversation
    page = (ROOT / "docs/assistants.md").read_text(encoding="utf-8")
    assert sorted(tools) == sorted(name for name in tools if f"| `{name}` |" in page)
    assert len(tools) == 6


def test_every_answer_holds_its_receipts(conversation: tuple[list[str], list[Told]]) -> None:
    _, told = conversation
    for (name, _), each in zip(CALLS[:5], told, strict=False):
        receipts = each.answer["receipts"]
        assert receipts, name
        for receipt in receipts:
            assert receipt["quote"]
            assert receipt["url"].startswith("https://")
            assert len(receipt["page_sha256"]) == 64


def test_what_the_tools_say(conversation: tuple[list[str], list[Told]]) -> None:
    _, told = conversation
    assert told[0].answer["models"][0]["model_id"] == NOVA
    compared = told[1].answer
    assert {compared["a"], compared["b"]} == {"Nova 1", "Granite 4B"}
    assert compared["verdict"]
    assert any(row["about"] == "Context window" for row in compared["specs"])
    assert told[2].answer["as_of"] == str(THEN)
    assert told[3].answer["costs"]
    receipt = told[-1].answer["receipt"]
    assert receipt["quote"] in receipt["value_text"] or receipt["locator"]


def test_bad_questions_are_told_and_end_nothing(
    conversation: tuple[list[str], list[Told]],
) -> None:
    _, told = conversation
    assert told[5].answer["models"] == []
    for each in told[6:11]:
        assert each.is_error
        assert "Traceback" not in each.text
    assert "no such model at all" in told[7].text
