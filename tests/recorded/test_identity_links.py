"""Identity scored on links that its rules do not use: what an aggregator calls the same, and what
it does not.

A link is scored when both of its names are stated by somebody. truth/identity/wrong_links.csv holds
the links that are known to be wrong, with the reason; every other link counts as right.
"""

import csv
import re
from collections import defaultdict

import pytest

from pipeline.home import Home
from pipeline.identity.resolve import StatedSubject, resolve
from tests.support import TRUTH
from warehouse.store import open_catalog

TABLES = TRUTH / "identity"
LINKS = {
    "canonical_slug": "SELECT DISTINCT k.subject_stated, f.quote FROM internal.fact_key k"
    " JOIN internal.fact f USING (key_id)"
    " WHERE k.source = 'openrouter_models' AND starts_with(k.variant, 'canonical_slug: ')",
    "hugging_face_id": "SELECT DISTINCT k.subject_stated, f.quote FROM internal.fact_key k"
    " JOIN internal.fact f USING (key_id)"
    " WHERE k.source = 'openrouter_models' AND starts_with(k.variant, 'hugging_face_id: ')",
    # Sellers that give a model one name and one day of release.
    "models.dev name": """
        WITH named AS (
            SELECT DISTINCT n.subject_stated, n.value_text AS name, r.value_text AS released
            FROM internal.fact_as_of n JOIN internal.fact_as_of r USING (source, provider, subject_stated)
            WHERE n.source = 'models_dev' AND n.attribute = 'name' AND r.attribute = 'released_date'
        )
        SELECT DISTINCT a.subject_stated, b.subject_stated
        FROM named a JOIN named b USING (name, released) WHERE a.subject_stated < b.subject_stated
    """,
}
# Offers of one seller, by one source, that are one model: plain standard input prices further apart
# than a region makes them, or days of release more than 45 days apart.
APART = """
    WITH priced AS (
        SELECT source, provider, model_id, coalesce(route_variant, '') AS variant, subject_stated, currency,
               any_value(value_number) AS price
        FROM internal.fact_as_of
        WHERE attribute = 'price' AND meter = 'input' AND tier = 'standard' AND is_plain AND subject_kind = 'route'
          AND is_on_newest_page AND unit IN ('token', '1K tokens', '1M tokens') AND value_number > 0
          AND context_from_tokens IS NULL AND valid_from IS NULL AND valid_to IS NULL
        GROUP BY ALL
    ), released AS (
        SELECT source, provider, model_id, coalesce(route_variant, '') AS variant, try_cast(value_text AS DATE) AS day
        FROM internal.fact_as_of WHERE attribute = 'released_date' AND subject_kind = 'route' AND is_on_newest_page
    )
    SELECT source, provider, model_id, variant FROM priced GROUP BY ALL HAVING max(price) > 1.21 * min(price)
    UNION
    SELECT source, provider, model_id, variant FROM released GROUP BY ALL HAVING max(day) - min(day) > 45
    ORDER BY ALL
"""
Link = tuple[str, str]


def last(name: str) -> str:
    """The name without the path before it and the tag of a free route, in lower case."""
    return name.casefold().rpartition("/")[2].removesuffix(":free")


def wrong_links() -> dict[Link, str]:
    with (TABLES / "wrong_links.csv").open(encoding="utf-8", newline="") as file:
        return {(row["one"], row["other"]): row["why"] for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def models(recorded_home: Home) -> dict[str, set[str]]:
    """The models that a name is, by its last part."""
    found: dict[str, set[str]] = defaultdict(set)
    with open_catalog(recorded_home.path) as catalog:
        for stated, model in catalog.query_sql(
            "SELECT subject_stated, model_id FROM internal.identity WHERE subject_kind = 'route'"
        ).rows:
            found[last(stated)].add(model)
    return found


@pytest.fixture(scope="module")
def links(recorded_home: Home, models: dict[str, set[str]]) -> dict[str, list[Link]]:
    with open_catalog(recorded_home.path) as catalog:
        told = {kind: catalog.query_sql(sql).rows for kind, sql in LINKS.items()}
    return {
        kind: sorted(
            (one, other) for one, other in pairs if last(one) in models and last(other) in models
        )
        for kind, pairs in told.items()
    }


@pytest.mark.recorded
@pytest.mark.parametrize("kind", LINKS)
def test_right_links_are_found(
    models: dict[str, set[str]], links: dict[str, list[Link]], kind: str
) -> None:
    wrong = wrong_links()
    right = [link for link in links[kind] if link not in wrong]
    missed = [link for link in right if not models[last(link[0])] & models[last(link[1])]]
    assert len(right) > 150
    assert len(missed) <= 0.05 * len(right), missed


@pytest.mark.recorded
def test_no_wrong_link_is_believed(
    models: dict[str, set[str]], links: dict[str, list[Link]]
) -> None:
    stated = {link for pairs in links.values() for link in pairs}
    wrong = wrong_links()
    assert [
        link for link in wrong if link in stated and models[last(link[0])] & models[last(link[1])]
    ] == []


@pytest.mark.recorded
def test_pairs_near_the_boundary_are_as_they_were_judged_by_hand(
    models: dict[str, set[str]],
) -> None:
    """The least alike of the merged names, the most alike of those apart: none is one model that
    was judged two.
    """
    with (TABLES / "boundary_pairs.csv").open(encoding="utf-8", newline="") as file:
        pairs = [(row["one"], row["other"], row["verdict"]) for row in csv.DictReader(file)]
    assert len(pairs) == 300
    joined = {
        (one, other): bool(models[last(one)] & models[last(other)]) for one, other, _ in pairs
    }
    assert [
        pair for *pair, verdict in pairs if verdict == "different" and joined[pair[0], pair[1]]
    ] == []
    same = [joined[one, other] for one, other, verdict in pairs if verdict == "same"]
    assert sum(same) >= 0.9 * len(same)


def models_named(home: Home, pattern: str) -> set[str]:
    """The models of all offers whose name is like the pattern."""
    with open_catalog(home.path) as catalog:
        rows = catalog.query_sql(
            "SELECT subject_stated, model_id FROM internal.identity WHERE subject_kind = 'route'"
        ).rows
    return {model for stated, model in rows if re.fullmatch(pattern, stated, re.IGNORECASE)}


@pytest.mark.recorded
def test_one_model_in_many_spellings_is_one(recorded_home: Home) -> None:
    # "16e" is one seller's slip for Maverick's 128 experts: a size that is stated is never erased.
    slip = {"llama-4-maverick-17b-16e-instruct"}
    assert models_named(recorded_home, ".*maverick.*") - slip == {"llama-4-maverick"}
    large = ".*(mistral-large-3|mistral-3-large|mistral-large-2512|Mistral Large 3).*"
    assert models_named(recorded_home, large) == {"mistral-large-2512"}


@pytest.mark.recorded
def test_one_name_of_many_makers_is_many_models(recorded_home: Home) -> None:
    assert len(models_named(recorded_home, ".*/search")) == 14
    assert models_named(recorded_home, "deepgram/nova-2") == {"deepgram/nova-2"}
    assert models_named(recorded_home, "voyage/rerank-2") == {"voyageai/rerank-2"}


@pytest.mark.recorded
def test_offers_priced_or_released_apart_are_not_one_model_of_a_seller(recorded_home: Home) -> None:
    """Other than by region, tier or variant; the exceptions were looked at, and are the list's own
    mistakes.
    """
    with (TABLES / "apart.csv").open(encoding="utf-8", newline="") as file:
        known = {
            (row["source"], row["provider"], row["model"], row["variant"])
            for row in csv.DictReader(file)
        }
    with open_catalog(recorded_home.path) as catalog:
        found = {row[:4] for row in catalog.query_sql(APART).rows}
    assert found - known == set()


def test_wrong_links_join_nothing_where_only_they_are_known() -> None:
    # Where a family has one snapshot the bare name is that snapshot: only what else is known tells
    # these apart.
    by_others = ("a family", "a date", "a pointer")
    lasting = [link for link, why in wrong_links().items() if not why.startswith(by_others)]
    assert len(lasting) > 80
    for one, other in lasting:
        found, _ = resolve([StatedSubject("a", "route", one), StatedSubject("b", "route", other)])
        assert len({identity.model_id for identity in found}) == 2, (one, other)
