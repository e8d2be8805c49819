"""A publisher's platform for China is a seller of its own, and its prices are that publisher's word."""

from datetime import date
from pathlib import Path

from tests.support.small_catalog import NOW, derived, route


def test_a_publisher_speaks_for_its_platform_in_china_and_for_no_other_seller(
    tmp_path: Path,
) -> None:
    sellers = ("amazon", "amazon-cn", "amazon-us", "cn")
    rows = [route(seller, "nova-1", input="1", output="5") for seller in sellers]
    with derived(tmp_path, [(date(2026, 5, 20), {"amazon": rows})], NOW) as catalog:
        found = catalog.query_sql(
            "SELECT provider, standing, price_rule FROM offers ORDER BY provider"
        ).rows
    assert found == [
        ("amazon", "eligible", "own price"),
        ("amazon-cn", "eligible", "own price"),
        ("amazon-us", "stated once", "stated by amazon only"),
        ("cn", "stated once", "stated by amazon only"),
    ]


def test_a_variant_that_others_alone_list_ends_with_the_plain_route(tmp_path: Path) -> None:
    nights = [
        (
            date(2026, 5, 20),
            {
                "amazon": [route("amazon", "nova-1", status="retired", retired_date="2026-05-01")],
                "bazaar": [
                    route("amazon", "nova-1:beta", input="1", output="5"),
                    route("bazaar", "nova-1:beta", input="1", output="5"),
                ],
            },
        )
    ]
    with derived(tmp_path, nights, NOW) as catalog:
        found = catalog.query_sql(
            "SELECT provider, route_variant, status, rule, retired_date FROM routes ORDER BY ALL"
        ).rows
    assert found == [
        ("amazon", "beta", "retired", "the seller ended the plain route", "2026-05-01"),
        ("amazon", None, "retired", "the seller says retired", "2026-05-01"),
        ("bazaar", "beta", "listed", "own price", None),
    ]
