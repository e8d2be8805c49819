"""The freshness policy: what is refused, and which rule holds."""

from pathlib import Path

import pytest

from pipeline.alerting import freshness_policy
from pipeline.failures import Failure
from pipeline.home import Home
from pipeline.run.refresh import refresh
from pipeline.run.steps import derive
from pipeline.samples.server import serve_samples
from spiders.registry import load_sources
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sample_steps import sample_steps
from warehouse.working import Warehouse

GENERAL = "".join(
    f'[[rule]]\nkind = "{kind}"\nchecked = {{ warn_days = 7, error_days = 30 }}\n'
    for kind in freshness_policy.KINDS
)


def rule(*lines: str, checked: str = "{ warn_days = 1, error_days = 2 }") -> str:
    """A policy whose fourth rule is this one."""
    return "\n".join([f"{GENERAL}[[rule]]", *lines, f"checked = {checked}"])


BATCH = ('kind = "price"', 'tier = "batch"')
BAD = {
    "source": (
        rule('kind = "price"', 'source = "openia"'),
        "rule 4, source: expected one of ai21",
    ),
    "zero": (
        rule(*BATCH, checked="{ warn_days = 0, error_days = 2 }"),
        "rule 4, checked.warn_days: expected greater than 0, found 0",
    ),
    "order": (
        rule(*BATCH, checked="{ warn_days = 9, error_days = 2 }"),
        "rule 4, checked: expected a warn_days of at most error_days, found {'warn_days': 9",
    ),
    "text": (
        rule(*BATCH, checked='{ warn_days = "1", error_days = 2 }'),
        "rule 4, checked.warn_days: expected a valid integer, found '1'",
    ),
    "key": (rule(*BATCH, "colour = 1"), "rule 4, colour: expected no such key, found 1"),
    "top": (f"colour = 1\n{GENERAL}", "colour: expected no such key, found 1"),
    "kind": (
        rule('kind = "prices"'),
        "rule 4, kind: expected 'price', 'lifecycle' or 'other', found 'prices'",
    ),
    "tier": (rule('kind = "other"', 'tier = "batch"'), "rule 4, tier: expected none"),
    "twice": (GENERAL + GENERAL, "expected one rule for kind = 'price'"),
    "lacking": (GENERAL.replace('"other"', '"price"'), 'rule: expected one for kind = "other"'),
    "only narrow": (
        GENERAL.replace('kind = "price"\n', 'kind = "price"\ntier = "batch"\n'),
        'rule: expected one for kind = "price"',
    ),
    "missing": (
        f'{GENERAL}[[rule]]\nkind = "price"',
        "rule 4, checked: expected a value, found none",
    ),
    "syntax": ("[[rule", "expected TOML, found"),
    "deep": ("a = " + "[" * 5000, "expected TOML, found"),
    "empty": ("", "rule: expected a value, found none"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_policy_is_refused(name: str, tmp_path: Path) -> None:
    text, expected = BAD[name]
    home = Home(tmp_path)
    home.policy.write_text(text)
    with pytest.raises(Failure) as refused:
        freshness_policy.load(home)
    assert refused.value.exit_code == 2
    assert str(home.policy) in str(refused.value)
    assert expected in str(refused.value)
    assert "nothing was fetched or changed" in str(refused.value)


def test_the_shipped_policy_is_good(tmp_path: Path) -> None:
    assert {rule.kind for rule in freshness_policy.load(Home(tmp_path))} == set(
        freshness_policy.KINDS
    )


def test_the_narrowest_rule_holds(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    ages = "checked = {{ warn_days = {0}, error_days = {0} }}\n"
    home.policy.write_text(
        GENERAL
        + '[[rule]]\nkind = "price"\ntier = "batch"\n'
        + ages.format(11)
        + '[[rule]]\nkind = "price"\nsource = "models_dev"\n'
        + ages.format(12)
        + '[[rule]]\nkind = "price"\nsource = "models_dev"\ntier = "batch"\n'
        + ages.format(13)
    )
    with Warehouse(home.path) as warehouse:
        derive(warehouse, home, {name: cls() for name, cls in load_sources().sources.items()})
        rules = {
            (kind, source, tier): days
            for kind, source, tier, days in warehouse.query_sql(
                "SELECT kind, source, tier, checked_warn_days FROM internal.freshness_policy"
            ).rows
        }
    assert rules[("price", "models_dev", "batch")] == 13
    assert rules[("price", None, "batch")] == 11


def test_a_source_whose_file_does_not_load_keeps_its_last_good_values(tmp_path: Path) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    with serve_samples(1) as samples:
        refresh(home, ["models_dev", "openai_pricing"], steps=sample_steps(samples))
    loads = {name: cls() for name, cls in load_sources().sources.items() if name != "models_dev"}
    with Warehouse(home.path) as warehouse:
        facts = "SELECT source, count(*) FROM facts GROUP BY source ORDER BY source"
        before = warehouse.query_sql(facts).rows
        derive(warehouse, home, loads)
        assert warehouse.query_sql(facts).rows == before
