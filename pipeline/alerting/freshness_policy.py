"""The freshness policy: after how many days unchecked or unreviewed a fact warns, and is an error.

Read from TOML and refused where it does not say one clear thing: a run then keeps the rules that it
had. SQL evaluates it
(warehouse/views/freshness.sql).
"""

import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from pipeline.alerting.freshness_rules import FreshnessRule
from pipeline.configuration import load_configuration
from pipeline.failures import ExitCode, Failure
from pipeline.home import Home
from spiders.claims import Frozen
from spiders.source_names import source_names
from warehouse.plain_file import what_else

SHIPPED = Path(__file__).parents[1] / "vocabulary" / "freshness.toml"
KINDS = ("price", "lifecycle", "other")


class BadPolicy(Failure):
    """The policy does not say one clear thing."""

    exit_code = ExitCode.USAGE
    code = "bad-policy"

    def __init__(self, path: Path, faults: list[str]) -> None:
        self.path = path
        self.faults = faults
        super().__init__(
            f"{path}: {'; '.join(faults)}; nothing was fetched or changed; "
            "correct the file and run the command again"
        )


class Policy(Frozen):
    """Every rule. Each kind has a general one, so that every fact has a policy."""

    rule: list[FreshnessRule]


def load(home: Home) -> list[FreshnessRule]:
    """The rules of the home's own freshness.toml, or those that are shipped; each rule of
    cardkeep.toml in the place of that with its scope, or as one more. Raises BadPolicy and
    BadConfiguration.
    """
    rules = _read(home.policy, home.sources) if home.policy.exists() else shipped()
    by_scope = {rule.scope: rule for rule in rules}
    by_scope |= {rule.scope: rule for rule in load_configuration(home).freshness}
    return list(by_scope.values())


def shipped() -> list[FreshnessRule]:
    """The rules that come with cardkeep."""
    return _read(SHIPPED)


def fault(home: Home) -> str:
    """What a run says of a policy that cannot be read; empty where it can. Such a policy stops no
    run: the last rules that could be read hold.
    """
    try:
        load(home)
    except BadPolicy as error:
        faults = "; ".join(error.faults)
        return (
            f"{error.path}: {faults}; kept: the rules of the last run that could read it, or else "
            "those that cardkeep "
            "ships; correct the file, or `cardkeep doctor --repair` sets it aside"
        )
    return ""


def _read(path: Path, own_sources: Path | None = None) -> list[FreshnessRule]:
    if found := what_else(path):
        raise BadPolicy(path, [f"expected a file, found {found}"])
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        rules = Policy.model_validate(raw).rule
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadPolicy(path, [f"expected TOML, found {error}"]) from None
    except ValidationError as error:
        faults = [_describe(dict(fault)) for fault in error.errors(include_url=False)]
        raise BadPolicy(path, faults) from None
    faults = list(_contradictions(rules, source_names(own_sources)))
    if faults:
        raise BadPolicy(path, faults)
    return rules


def _contradictions(rules: list[FreshnessRule], sources: Sequence[str]) -> Iterator[str]:
    """Faults that no rule shows alone."""
    times = Counter(rule.scope for rule in rules)
    for number, rule in enumerate(rules, 1):
        if rule.source is not None and rule.source not in sources:
            yield (
                f"rule {number}, source: expected one of {', '.join(sources)}; found "
                f"{rule.source!r}"
            )
        if rule.tier is not None and rule.kind != "price":
            yield f'rule {number}, tier: expected none, as only kind = "price" has tiers; found {rule.tier!r}'
        if times.pop(rule.scope, 1) > 1:
            yield f"rule {number}: expected one rule for {_scope(rule)}; found more"
    general = {rule.kind for rule in rules if rule.source is None and rule.tier is None}
    for kind in KINDS:
        if kind not in general:
            yield f'rule: expected one for kind = "{kind}" without source and tier; found none'


def _scope(rule: FreshnessRule) -> str:
    names = ("kind", "source", "tier")
    return ", ".join(f"{name} = {value!r}" for name, value in zip(names, rule.scope, strict=True))


def _describe(fault: dict[str, Any]) -> str:
    """A fault that pydantic found: which key, what was expected there, what was found."""
    key = _key(fault["loc"])
    match fault["type"]:
        case "missing":
            return f"{key}: expected a value, found none"
        case "extra_forbidden":
            return f"{key}: expected no such key, found {fault['input']!r}"
        case _:
            expected = str(fault["msg"]).removeprefix("Input should be ")
            return f"{key}: expected {expected}, found {fault['input']!r}"


def _key(location: Sequence[str | int]) -> str:
    """Pydantic's location in words: ("rule", 0, "checked", "warn_days") is "rule 1,
    checked.warn_days".
    """
    path = list(location)
    if path[0] == "rule":
        path = path[1:]
    if not path:
        return "rule"
    first = path[0]
    if isinstance(first, int):
        first = f"rule {first + 1}"
    if len(path) == 1:
        return first
    return f"{first}, {'.'.join(map(str, path[1:]))}"
