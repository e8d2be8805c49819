"""What the plans of Google AI cost."""

from spiders.authoring import Link, PlanPage


class GeminiPlans(PlanPage):
    """What the plans of Google AI cost, in dollars a month."""

    publisher = "google"
    product = "Google AI"
    links = [
        Link(
            kind="plans",
            url="https://gemini.google/subscriptions/",
            aliases=("https://one.google.com/about/google-ai-plans",),
        )
    ]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )
