"""The configuration: what a team sets in `cardkeep.toml` in the home, and what is refused of it.

docs/configuration.md describes every key. A file with faults is refused whole, and every fault is
told with its line and column.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from pipeline.alerting.freshness_rules import FreshnessRule
from pipeline.failures import ExitCode, Failure
from pipeline.home import Home
from pipeline.toml_places import KeyPath, TomlPlace, nearest_place, toml_places
from reports.values.publishing import Publishing
from reports.values.traffic_profiles import PROFILES, Profile
from spiders.claims import Frozen
from spiders.source_names import source_names
from warehouse.plain_file import what_else

AlertKind = Literal[
    "source-failing",
    "part-broken",
    "page-thin",
    "source-stale",
    "values-held",
    "facts-old",
    "publishing-blocked",
    "catalog-unreadable",
    "links-failing",
    "browser-missing",
    "publisher-failing",
    "run-died",
    "log-damaged",
    "no-refresh",
    "retirement",
]


def _names_sources(pattern: str, info: ValidationInfo) -> str:
    known: list[str] = info.context["sources"] if info.context else source_names()
    if any(fnmatchcase(name, pattern) for name in known):
        return pattern
    raise PydanticCustomError("unknown_source", "{text}", {"text": _no_source(pattern, known)})


def _no_source(name: str, known: Sequence[str]) -> str:
    close = get_close_matches(name, known, n=3)
    hint = f" such as {', '.join(close)}" if close else ""
    return f"the name of a source{hint} (`cardkeep source list`)"


def _is_variable(name: str) -> str:
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        return name
    # What stands there may be the secret itself, so it is not shown.
    raise PydanticCustomError("variable", "the name of an environment variable, such as HF_TOKEN")


def _is_runner(runner: str) -> str:
    if RUNNER.fullmatch(runner):
        return runner
    raise PydanticCustomError("runner", "threads, dask or dask://HOST:PORT")


def _is_storage(url: str) -> str:
    parts = urlsplit(url)
    is_bucket = parts.scheme == "s3" and parts.hostname and "@" not in parts.netloc
    if is_bucket or (parts.scheme in ("", "file") and parts.path.startswith("/")):
        return url
    # What stands there may hold a key, so it is not shown.
    raise PydanticCustomError("storage", "s3://BUCKET/PREFIX or the absolute path of a folder")


def _is_proxy(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme in ("http", "https") and parts.hostname:
        return url
    raise PydanticCustomError("proxy", "a url such as http://proxy.example:3128")


def _is_file(path: Path, info: ValidationInfo) -> Path:
    folder: Path = info.context["folder"] if info.context else Path()
    if (folder / path).is_file():
        return folder / path
    raise PydanticCustomError("no_file", "a file of certificates (PEM) that is there")


SourcePattern = Annotated[str, AfterValidator(_names_sources)]
"""The name of a source; `*` stands for any letters."""
RUNNER = re.compile(r"threads|dask|dask://[^\s:/@]+:\d{1,5}")
"""What runs the tasks of the engine prefect: threads of this process, or a Dask cluster."""
Variable = Annotated[str, AfterValidator(_is_variable)]
"""The name of an environment variable. What it holds is in no file, log or message."""
ProxyUrl = Annotated[str, AfterValidator(_is_proxy)]
Texts = tuple[Annotated[str, Field(min_length=1)], ...]


class SourceChoice(Frozen):
    """Which sources are fetched: those that `on` names, or else all, but for those that `off`
    names.
    """

    on: tuple[SourcePattern, ...] | None = None
    off: tuple[SourcePattern, ...] = ()

    def is_on(self, name: str) -> bool:
        chosen = self.on is None or _matches(name, self.on)
        return chosen and not _matches(name, self.off)


class Network(Frozen):
    """How pages are fetched."""

    http_proxy: ProxyUrl | None = None
    https_proxy: ProxyUrl | None = None
    no_proxy: Texts = ()
    """Hosts that are asked without a proxy, with all below them."""
    ca_file: Annotated[Path, AfterValidator(_is_file)] | None = None
    """Certificates (PEM) that are trusted beside the system's: those of a proxy that opens TLS."""


class Tokens(Frozen):
    """The environment variables that hold keys of single publishers."""

    huggingface: Variable | None = None
    artificial_analysis: Variable | None = None


class AlertRoute(Frozen):
    """A channel, and which alerts go there: those that all of its keys let through."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    url: str | None = None
    url_env: Variable | None = None
    """The environment variable that holds the url: a url often is a secret."""
    secret_env: Variable | None = None
    """Of a webhook: the environment variable with the secret that signs what is sent."""
    kinds: tuple[AlertKind, ...] = ()
    providers: Texts = ()
    models: Texts = ()
    severity: Literal["warn", "error"] = "warn"
    """The least severity that goes there."""

    @model_validator(mode="after")
    def _has_one_url(self) -> Self:
        if (self.url is None) == (self.url_env is None):
            raise PydanticCustomError("url", "either url or url_env")
        if self.url is not None and "://" not in self.url:
            raise PydanticCustomError("url", "a url with ://")
        return self


class Retirements(Frozen):
    """Which retirements are alerts, and how long before: of these models, at these sellers."""

    days_ahead: Annotated[int, Field(gt=0, strict=True)] = 30
    models: Texts = ("*",)
    providers: Texts = ("*",)

    def wants(self, model: str, provider: str) -> bool:
        return _matches(model, self.models) and _matches(provider, self.providers)


class TrafficProfile(Frozen):
    """A month of requests of one shape, for the pages' bills."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: Annotated[str, Field(min_length=1)]
    requests: Annotated[int, Field(gt=0, strict=True)]
    input_tokens: Annotated[int, Field(ge=0, strict=True)]
    output_tokens: Annotated[int, Field(ge=0, strict=True)]
    cached_share: Annotated[Decimal, Field(ge=0, le=1)] = Decimal(0)
    tier: Literal["standard", "batch", "flex", "priority"] = "standard"

    def profile(self) -> Profile:
        return Profile.model_validate(self.model_dump())


class Engine(Frozen):
    """What runs a refresh, and where other machines see its files. docs/scale.md"""

    name: Literal["plain", "prefect"] = "plain"
    runner: Annotated[str, AfterValidator(_is_runner)] = "threads"
    """Of prefect: what runs its tasks."""
    storage: Annotated[str, AfterValidator(_is_storage)] | None = None
    """The url of a bucket or a folder in which archive, generations, site and logs are kept."""


class Configuration(Frozen):
    """The content of cardkeep.toml. A home without one has the defaults."""

    contact: Annotated[str, Field(pattern=r"\A[^\x00-\x1f\x7f-\x9f]{1,200}\z")] | None = None
    """The url or address that publishers see in the user agent: one line of a header of HTTP."""
    sources: SourceChoice = SourceChoice()
    network: Network = Network()
    tokens: Tokens = Tokens()
    engine: Engine = Engine()
    freshness: tuple[FreshnessRule, ...] = ()
    """Each replaces the shipped rule of the same kind, source and tier, or is one more."""
    alerts: tuple[AlertRoute, ...] = ()
    retirements: Retirements | None = None
    """None: no retirement is an alert."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Models that get a comparison page beside the shipped pairs."""
    traffic: tuple[TrafficProfile, ...] = ()
    """Each replaces the shipped profile of its name, or is one more."""
    publishing: Publishing = Publishing()
    """What the pages say of the use of their data."""

    @field_validator("freshness")
    @classmethod
    def _rules_fit(
        cls, rules: tuple[FreshnessRule, ...], info: ValidationInfo
    ) -> tuple[FreshnessRule, ...]:
        known: list[str] = info.context["sources"] if info.context else source_names()
        for number, rule in enumerate(rules, 1):
            if rule.source is not None and rule.source not in known:
                raise _rule_fault(number, "source", _no_source(rule.source, known), rule.source)
            if rule.tier is not None and rule.kind != "price":
                raise _rule_fault(
                    number, "tier", 'none, as only kind = "price" has tiers', rule.tier
                )
        _refuse_repeated("rule", (str(rule.scope) for rule in rules))
        return rules

    @field_validator("alerts", "traffic")
    @classmethod
    def _names_differ(cls, named: tuple[Any, ...]) -> tuple[Any, ...]:
        _refuse_repeated("name", (each.name for each in named))
        return named

    @field_validator("pairs")
    @classmethod
    def _pairs_differ(cls, pairs: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        for pair in pairs:
            if pair[0] == pair[1]:
                raise PydanticCustomError(
                    "pair", "two different models in each pair, not {name} twice", {"name": pair[0]}
                )
        return pairs

    def profiles(self) -> tuple[Profile, ...]:
        """The traffic profiles: the shipped ones, those of this file in their place or behind them."""
        by_name = {profile.name: profile for profile in PROFILES}
        by_name |= {each.name: each.profile() for each in self.traffic}
        return tuple(by_name.values())


class BadConfiguration(Failure):
    """The configuration does not say one clear thing."""

    exit_code = ExitCode.USAGE
    code = "bad-configuration"

    def __init__(self, path: Path, faults: Sequence[str]) -> None:
        many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        listed = "".join(f"\n  {path}:{fault}" for fault in faults)
        super().__init__(
            f"{path} has {many}; nothing was fetched or changed; correct the file and run the "
            f"command again (docs/configuration.md):{listed}"
        )
        self.faults = tuple(faults)


def load_configuration(home: Home) -> Configuration:
    """The configuration of a home, the defaults where it has no cardkeep.toml. Raises
    BadConfiguration with every fault.
    """
    path = home.configuration
    if not path.exists():
        return Configuration()
    if found := what_else(path):
        raise BadConfiguration(path, [f" expected a file, found {found}"])
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadConfiguration(path, [f"1:1: expected text in UTF-8, found {error}"]) from None
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadConfiguration(path, [_syntax_fault(str(error), text)]) from None
    except RecursionError:
        raise BadConfiguration(path, ["1:1: expected TOML, found one too deep"]) from None
    context = {"sources": source_names(home.sources), "folder": home.path}
    try:
        return Configuration.model_validate(raw, context=context)
    except ValidationError as error:
        raise BadConfiguration(path, _describe(error, text)) from None


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _rule_fault(number: int, key: str, expected: str, found: str) -> PydanticCustomError:
    words = {"number": number, "key": key, "expected": expected, "found": found}
    return PydanticCustomError("rule", "in rule {number}, {key}: {expected}", words)


def _refuse_repeated(what: str, names: Iterable[str]) -> None:
    repeated = [name for name, times in Counter(names).items() if times > 1]
    if repeated:
        words = {"what": what, "names": ", ".join(repeated)}
        raise PydanticCustomError("repeated", "each {what} once, not {names} again", words)


def _syntax_fault(message: str, text: str) -> str:
    """What the parser says of text that is no TOML: it stops at the first such place."""
    said = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", message)
    if said is None:
        return f"1:1: expected TOML, found {message}"
    lines = text.split("\n")
    line, column = said[2] or str(len(lines)), said[3] or str(len(lines[-1]) + 1)
    return f"{line}:{column}: expected TOML, found: {said[1]}"


def _describe(error: ValidationError, text: str) -> list[str]:
    """Every fault with its place, in the order of the file."""
    places = toml_places(text)
    faults: list[tuple[TomlPlace, str]] = []
    for fault in error.errors(include_url=False):
        path: KeyPath = fault["loc"]
        words = fault.get("ctx", {})
        if fault["type"] == "rule":
            path = (*path, int(words["number"]) - 1, str(words["key"]))
        place = nearest_place(places, path)
        faults.append((place, f"{_key(path)}: {_fault_in_words(dict(fault), path)}"))
    return [f"{place.line}:{place.column}: {words}" for place, words in sorted(faults)]


def _fault_in_words(fault: dict[str, Any], path: KeyPath) -> str:
    match fault["type"]:
        case "missing":
            return "expected a value, found none"
        case "extra_forbidden":
            known = _keys_at(path[:-1])
            close = get_close_matches(str(path[-1]), known, n=1)
            hint = f"do you mean {close[0]}?" if close else f"there are {', '.join(known)}"
            return f"expected no such key; {hint}"
        case "rule":
            words = fault["ctx"]
            return f"expected {words['expected']}, found {words['found']!r}"
        case _ if fault["type"] in _SAID or "url" in str(path[-1]):
            # What was found may hold a password, or is said already.
            return f"expected {fault['msg']}"
        case _:
            expected = str(fault["msg"]).removeprefix("Input should be ")
            return f"expected {expected}, found {fault['input']!r}"


_SAID = ("variable", "url", "proxy", "repeated", "pair", "storage")


def _keys_at(path: KeyPath) -> list[str]:
    """The keys of the table at a path."""
    model: type[BaseModel] = Configuration
    for name in path:
        if isinstance(name, str) and name in model.model_fields:
            model = next(_models_in(model.model_fields[name].annotation), model)
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _key(path: KeyPath) -> str:
    """A path in words: ("freshness", 0, "checked") is freshness 1, checked."""
    words: list[str] = []
    for name in path:
        if isinstance(name, int) and words:
            words[-1] = f"{words[-1]} {name + 1}"
        else:
            words.append(str(name))
    return ", ".join(words)
