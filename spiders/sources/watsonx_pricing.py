"""IBM watsonx's price list."""

from spiders.authoring import Link, PricePage


class WatsonxPricing(PricePage):
    """What models on IBM watsonx.ai cost, in dollars per million tokens."""

    publisher = "watsonx"
    links = [Link(kind="pricing", url="https://www.ibm.com/products/watsonx-ai/pricing")]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )
