"""GitHub Copilot's plans."""

from spiders.authoring import Claim, Claims, Documentation, Link, Page

PRICE = r"(\$[\d.,]+) USD per (?:granted seat per |user per )?month"
URL = "https://docs.github.com/en/copilot/get-started/plans"


class GithubCopilotPlans(Documentation):
    """What GitHub Copilot's plans cost a month, in dollars: a table with a column for each plan and
    a row of prices. What a plan holds is not read: it sells no model by the token.
    """

    publisher = "github-copilot"
    role = "priced"
    refresh_every = "7d"
    links = [Link(kind="plans", url=URL, aliases=(f"{URL}.md",))]
    expect = {"plans": range(2, 40)}
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def plans(self, page: Page) -> Claims:
        for table in page.outline.tables():
            for labels, cell in table.melt():
                price = cell.find(PRICE)
                if labels[0].text != "Pricing" or price is None:
                    continue
                plan = labels[-1]
                yield Claim(
                    service=plan,
                    full_name=f"GitHub {plan.text}",
                    meter="subscription",
                    unit="month",
                    plan=plan.text,
                    quote=price,
                )
