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
