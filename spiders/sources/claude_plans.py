"""What the plans of Claude cost."""

from spiders.authoring import Link, PlanPage


class ClaudePlans(PlanPage):
    """What the plans of Claude cost, in dollars a month."""

    publisher = "anthropic"
    product = "Claude"
    links = [
        Link(
            kind="plans",
            url="https://claude.com/pricing",
            aliases=("https://www.anthropic.com/pricing",),
        )
    ]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )
