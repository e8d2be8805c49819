"""Reads the usage objects of providers' answers, each in its own meaning (docs/cost.md).

What differs between them: whether the count of the input has in it what was read from a cache, and
whether the count of the answer has in it what was thought.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast

from reports.bill.usage import ToolCalls, Usage

Json = Mapping[str, Any]


class UnknownUsage(Exception):
    """A usage object of no known form, or one that contradicts itself."""

    exit_code = 2
    code = "unknown-usage"


class ReadUsage(NamedTuple):
    """A usage object understood."""

    usage: Usage
    form: str
    """Whose form it has: openai, anthropic, gemini or bedrock."""
    tier: str | None
    """None where the answer does not say how it was processed."""
    region: str | None
    model: str | None
    """The model's id, where the whole answer was given."""
    unread: tuple[str, ...]
    """Counts that have no meaning here and are charged nothing: for a person to look at."""


MOST = 10**18
"""The largest count that is believed: no bill has as many tokens."""
_DEEPEST = 20


class Counts:
    """The counts of a usage object. Remembers which were read."""

    def __init__(self, found: Json) -> None:
        self._found: dict[str, Any] = dict(_flatten(found))
        self._read: set[str] = set()

    def take(self, *paths: str) -> int:
        """The first of these counts that is there, or 0. Raises UnknownUsage for what is no count."""
        found = self.take_if_stated(*paths)
        return 0 if found is None else found

    def take_if_stated(self, *paths: str) -> int | None:
        """The first of these counts that is there."""
        first: int | None = None
        for path in paths:
            value = self._found.get(path)
            if value is None:
                continue
            if (
                isinstance(value, bool)
                or not isinstance(value, int | float)
                or not 0 <= value <= MOST
                or value % 1
            ):
                raise UnknownUsage(
                    f"{path[:200]}: expected a count such as 1200, found {_shown(value)}"
                )
            self._read.add(path)
            first = int(value) if first is None else first
        return first

    def text(self, path: str) -> str | None:
        value = self._found.get(path)
        return value if isinstance(value, str) else None

    def unread(self) -> tuple[str, ...]:
        left = [
            path
            for path, value in self._found.items()
            if isinstance(value, int | float)
            and not isinstance(value, bool)
            and value
            and path not in self._read
        ]
        return tuple(sorted(left))

    def __contains__(self, path: str) -> bool:
        return path in self._found


def read_usage(found: object) -> ReadUsage:
    """Read a usage object, or a whole answer that holds one. Raises UnknownUsage."""
    if not isinstance(found, Mapping):
        raise UnknownUsage(
            f"expected a JSON object with counts of tokens, found {type(found).__name__}"
        )
    answer = cast("Json", found)
    holder = _holder(answer)
    usage = _usage_of(holder)
    counts = Counts(usage)
    for is_form, read in _FORMS:
        if is_form(usage):
            result = read(counts)
            break
    else:
        keys = ", ".join(sorted(map(str, usage))) or "none"
        raise UnknownUsage(
            "expected the usage object of OpenAI, Anthropic, Gemini or Bedrock, or a compatible "
            "one "
            f"(prompt_tokens, input_tokens, promptTokenCount or inputTokens); found the keys {keys}"
        )
    model = holder.get("model") or holder.get("modelVersion")
    tier = result.tier or _tier(holder.get("service_tier"))
    return result._replace(
        model=model if isinstance(model, str) else None, tier=tier, unread=counts.unread()
    )


def _holder(answer: Json) -> Json:
    """The object that has the usage: the answer itself, or what an event of a stream wraps."""
    for key in ("response", "message"):
        inner = answer.get(key)
        if isinstance(inner, Mapping) and "usage" in inner:
            return cast("Json", inner)
    return answer


def _usage_of(holder: Json) -> Json:
    for key in ("usage", "usageMetadata", "usage_metadata"):
        inner = holder.get(key)
        if isinstance(inner, Mapping):
            return cast("Json", inner)
    return holder


def _shown(value: object) -> str:
    """A value, where it is short: a number may have too many digits to be written."""
    if isinstance(value, int) and abs(value) > MOST:
        return "a number of more than 18 digits"
    return repr(value)[:100]


def _flatten(found: Json, prefix: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Every value under its path, "prompt_tokens_details.cached_tokens". Of lists of modalities (or
    of lifetimes) the entry's name is its place. Raises UnknownUsage for an object that is too deep.
    """
    if depth > _DEEPEST:
        raise UnknownUsage(f"expected a usage object, found one of more than {_DEEPEST} levels")
    for key, value in found.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping):
            yield from _flatten(cast("Json", value), f"{path}.", depth + 1)
        elif isinstance(value, list):
            for entry in cast("list[Any]", value):
                if isinstance(entry, Mapping):
                    yield from _entry(cast("Json", entry), path)
        else:
            yield path, value


def _entry(entry: Json, path: str) -> Iterator[tuple[str, Any]]:
    name = entry.get("modality") or entry.get("ttl")
    count = entry.get("tokenCount", entry.get("token_count", entry.get("inputTokens")))
    if isinstance(name, str):
        yield f"{path}.{name.lower()}", count


def _less(total: int, parts: int, what: str) -> int:
    """What is left of a total. Raises UnknownUsage where its parts are more."""
    if parts > total:
        raise UnknownUsage(f"{what}: its parts are {parts:,}, more than the whole, {total:,}")
    return total - parts


def _tier(stated: object) -> str | None:
    """The tier as prices name it; None for what leaves it open, as "auto" does."""
    names = {
        "default": "standard",
        "standard": "standard",
        "on_demand": "standard",
        "batch": "batch",
        "flex": "flex",
        "priority": "priority",
        "fast": "fast",
    }
    return names.get(stated.lower()) if isinstance(stated, str) else None


def _read_openai(counts: Counts) -> ReadUsage:
    """The input has in it what was read from the cache, the answer what was thought; but xAI's chat
    answers count thoughts beside the answer, which their total shows.
    """
    total_input = counts.take("prompt_tokens", "input_tokens")
    total_output = counts.take("completion_tokens", "output_tokens")
    into = [
        f"{name}."
        for name in ("prompt_tokens_details", "input_tokens_details", "input_token_details")
    ]
    out = [
        f"{name}."
        for name in ("completion_tokens_details", "output_tokens_details", "output_token_details")
    ]

    def part(places: list[str], *names: str) -> int:
        return counts.take(*(f"{place}{name}" for place in places for name in names))

    cached = counts.take(
        *(f"{place}cached_tokens" for place in into), "prompt_cache_hit_tokens", "cached_tokens"
    )
    counts.take("prompt_cache_miss_tokens")
    cached_audio = part(into, "cached_tokens_details.audio_tokens")
    cached_image = part(into, "cached_tokens_details.image_tokens")
    part(into, "cached_tokens_details.text_tokens")
    part(into, "text_tokens")
    part(out, "text_tokens", "accepted_prediction_tokens")
    # Predicted text that was not taken is charged as an answer, and is counted in it.
    part(out, "rejected_prediction_tokens")
    written = part(into, "cache_write_tokens", "cache_creation_tokens")
    audio, image, video = (part(into, f"{kind}_tokens") for kind in ("audio", "image", "video"))
    fresh_audio = _less(audio, cached_audio, "audio input")
    fresh_image = _less(image, cached_image, "image input")
    text = _less(total_input, cached + written + fresh_audio + fresh_image + video, "input")
    audio_output = part(out, "audio_tokens")
    image_output = part(out, "image_tokens")
    thought = counts.take_if_stated(
        *(f"{place}reasoning_tokens" for place in out), "reasoning_tokens"
    )
    total = counts.take_if_stated("total_tokens")
    if thought and total == total_input + total_output + thought:
        total_output += thought
    output = _less(total_output, audio_output + image_output, "output")
    usage = Usage(
        input_tokens=text,
        output_tokens=output,
        reasoning_tokens=thought,
        cache_read_tokens=_less(cached, cached_audio + cached_image, "cached input"),
        cache_write_tokens=written,
        audio_input_tokens=fresh_audio,
        image_input_tokens=fresh_image,
        video_input_tokens=video,
        audio_cache_read_tokens=cached_audio,
        image_cache_read_tokens=cached_image,
        audio_output_tokens=audio_output,
        image_output_tokens=image_output,
        searches=counts.take("num_search_queries"),
        tool_calls=_tools(counts, "server_side_tool_usage_details."),
    )
    return ReadUsage(usage, "openai", None, None, None, ())


def _read_anthropic(counts: Counts) -> ReadUsage:
    """The input is what came after the last cache point: reads and writes are counted beside it.
    The answer has in it what was thought.
    """
    written = counts.take("cache_creation_input_tokens")
    short = counts.take("cache_creation.ephemeral_5m_input_tokens")
    long = counts.take("cache_creation.ephemeral_1h_input_tokens")
    usage = Usage(
        input_tokens=counts.take("input_tokens"),
        output_tokens=counts.take("output_tokens"),
        cache_read_tokens=counts.take("cache_read_input_tokens"),
        cache_write_tokens=_less(max(written, short + long), short + long, "cache writes"),
        cache_write_5m_tokens=short,
        cache_write_1h_tokens=long,
        tool_calls=_tools(counts, "server_tool_use."),
    )
    geo = counts.text("inference_geo")
    region = None if geo in (None, "", "not_available") else geo
    tier = "fast" if counts.text("speed") == "fast" else _tier(counts.text("service_tier"))
    return ReadUsage(usage, "anthropic", tier, region, None, ())


def _read_gemini(counts: Counts) -> ReadUsage:
    """The prompt has in it what came from the cache; thoughts are counted beside the answer, and
    are charged as one; what tools put into the prompt is counted beside it.
    """

    def either(name: str) -> tuple[str, str]:
        snake = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)
        return name, snake

    def of(name: str, modality: str) -> int:
        camel, snake = either(name)
        return counts.take(f"{camel}.{modality}", f"{snake}.{modality}")

    prompt = counts.take(*either("promptTokenCount"))
    cached = counts.take(*either("cachedContentTokenCount"))
    answer = counts.take(*either("candidatesTokenCount"), *either("responseTokenCount"))
    thought = counts.take(*either("thoughtsTokenCount"))
    tools = counts.take(*either("toolUsePromptTokenCount"))
    counts.take(*either("totalTokenCount"))
    kinds = ("audio", "image", "video")
    read = {kind: of("cacheTokensDetails", kind) for kind in kinds}
    given = {kind: of("promptTokensDetails", kind) for kind in kinds}
    made = {
        kind: of("candidatesTokensDetails", kind) + of("responseTokensDetails", kind)
        for kind in kinds
    }
    for name in (
        "cacheTokensDetails",
        "promptTokensDetails",
        "candidatesTokensDetails",
        "responseTokensDetails",
        "toolUsePromptTokensDetails",
    ):
        for kind in ("text", "document"):
            of(name, kind)
    fresh = {kind: _less(given[kind], min(read[kind], given[kind]), kind) for kind in kinds}
    usage = Usage(
        input_tokens=_less(prompt, cached + sum(fresh.values()), "prompt") + tools,
        output_tokens=_less(answer, made["audio"] + made["image"], "candidates") + thought,
        reasoning_tokens=thought,
        cache_read_tokens=_less(cached, sum(read.values()), "cached content"),
        audio_input_tokens=fresh["audio"],
        image_input_tokens=fresh["image"],
        video_input_tokens=fresh["video"],
        audio_cache_read_tokens=read["audio"],
        image_cache_read_tokens=read["image"],
        video_cache_read_tokens=read["video"],
        audio_output_tokens=made["audio"],
        image_output_tokens=made["image"],
    )
    traffic = (counts.text("trafficType") or counts.text("traffic_type") or "").lower()
    tier = next((name for name in ("batch", "flex", "priority") if name in traffic), None)
    return ReadUsage(usage, "gemini", tier, None, None, ())


def _read_bedrock(counts: Counts) -> ReadUsage:
    """Converse: reads and writes of the cache are counted beside the input."""
    written = counts.take("cacheWriteInputTokens", "cacheWriteInputTokenCount")
    short, long = counts.take("cacheDetails.5m"), counts.take("cacheDetails.1h")
    counts.take("totalTokens")
    usage = Usage(
        input_tokens=counts.take("inputTokens", "inputTokenCount"),
        output_tokens=counts.take("outputTokens", "outputTokenCount"),
        cache_read_tokens=counts.take("cacheReadInputTokens", "cacheReadInputTokenCount"),
        cache_write_tokens=_less(max(written, short + long), short + long, "cache writes"),
        cache_write_5m_tokens=short,
        cache_write_1h_tokens=long,
    )
    return ReadUsage(usage, "bedrock", None, None, None, ())


def _tools(counts: Counts, prefix: str) -> tuple[ToolCalls, ...]:
    """The calls of tools in an object such as {"web_search_requests": 2}."""
    found: list[ToolCalls] = []
    for name, tool in _TOOLS.items():
        calls = counts.take(f"{prefix}{name}")
        if calls:
            found.append(ToolCalls(tool=tool, calls=calls))
    # Fetching a page costs its tokens only.
    counts.take(f"{prefix}web_fetch_requests")
    return tuple(found)


_TOOLS = {
    "web_search_requests": "web search",
    "web_search_calls": "web search",
    "x_search_calls": "x search",
    "code_interpreter_calls": "code execution",
}


def _has_cache_counts(usage: Json) -> bool:
    own = (
        "cache_creation_input_tokens",
        "cache_read_input_tokens",
        "cache_creation",
        "server_tool_use",
    )
    return "input_tokens" in usage and any(key in usage for key in own)


def _has_input(usage: Json) -> bool:
    is_openai = any(
        key in usage for key in ("total_tokens", "input_tokens_details", "input_token_details")
    )
    return "input_tokens" in usage and not is_openai


_FORMS: tuple[tuple[Callable[[Json], bool], Callable[[Counts], ReadUsage]], ...] = (
    (lambda usage: "promptTokenCount" in usage or "prompt_token_count" in usage, _read_gemini),
    (lambda usage: "inputTokens" in usage or "inputTokenCount" in usage, _read_bedrock),
    (_has_cache_counts, _read_anthropic),
    (lambda usage: "prompt_tokens" in usage or "input_tokens_details" in usage, _read_openai),
    (_has_input, _read_anthropic),
    (lambda usage: "input_tokens" in usage, _read_openai),
)
"""How each form is known, and what reads it."""
