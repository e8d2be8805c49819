"""What the plans of ChatGPT cost."""

from spiders.authoring import Link, PlanPage


class ChatgptPlans(PlanPage):
    """What the plans of ChatGPT cost, in dollars a month."""

    publisher = "openai"
    product = "ChatGPT"
    links = [
        Link(
            kind="plans",
            url="https://chatgpt.com/pricing",
            aliases=("https://openai.com/chatgpt/pricing",),
        )
    ]
    unverified_reason = (
        "no copy was recorded, and its structure is not documented: it is read by its words alone"
    )
