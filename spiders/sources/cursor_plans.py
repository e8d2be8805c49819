"""What the plans of Cursor cost."""

from spiders.authoring import Link, PlanPage


class CursorPlans(PlanPage):
    """What the plans of Cursor cost, in dollars a month."""

    publisher = "cursor"
    product = "Cursor"
    links = [Link(kind="plans", url="https://cursor.com/pricing")]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )
