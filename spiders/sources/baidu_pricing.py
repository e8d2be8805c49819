"""Baidu Qianfan's price list."""

from spiders.authoring import Link, PricePage


class BaiduPricing(PricePage):
    """Baidu Qianfan's prices in yuan per thousand tokens: a table with a row for input and one for output."""

    publisher = "baidu"
    links = [
        Link(
            kind="pricing",
            url="https://cloud.baidu.com/doc/WENXINWORKSHOP/s/hlqnms5rn",
            aliases=("https://cloud.baidu.com/doc/WENXINWORKSHOP/s/hlrk4akp7",),
        )
    ]
    unverified_reason = "its structure is known from public documentation; no copy was recorded"
