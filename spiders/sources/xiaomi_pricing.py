"""Xiaomi's price lists of MiMo, in yuan for China and in dollars for elsewhere."""

from spiders.authoring import Claims, Documentation, LayoutChanged, Link, Page, Row, Tier, model_row

TIERS: dict[str, Tier] = {"Real-time API": "standard", "Batch API": "batch"}
SELLERS = {"Domestic": "xiaomi-cn", "Overseas": None}
# The page is HTML within Markdown, so that the stars of strong text are letters.
KIND, MODEL = "**Inference Type**", "**Model Name**"
MODEL_IDS = r"mimo-[\w.-]*\w"


class XiaomiPricing(Documentation):
    """Xiaomi's prices per million tokens: a table for each of its two platforms, a row for the
    models that share a price.
    """

    publisher = "xiaomi"
    role = "priced"
    links = [Link(kind="pricing", url="https://mimo.mi.com/static/docs/price/pay-as-you-go.md")]
    expect = {"prices": range(6, 400)}
    money_pattern = r"[$¥]\d"
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def prices(self, page: Page) -> Claims:
        for section in page.outline.sections():
            place = section.name.partition(" ")[0]
            if place in SELLERS:
                rows = section.rows(KIND, MODEL)
                seller = SELLERS[place]
                yield from self.read_each(
                    page, "prices", rows, lambda row, seller=seller: self.row(row, seller)
                )

    def row(self, row: Row, seller: str | None) -> Claims:
        kind = row.pop(KIND)
        tier = TIERS.get(kind.text.strip("*"))
        if tier is None:
            raise LayoutChanged("a kind of use is not known", where=row.where, found=kind.text)
        names = row.pop(MODEL).find_all(MODEL_IDS)
        for claim in model_row(row, route=names[0], unit="1M tokens", seller=seller):
            for name in names:
                yield claim.model_copy(update={"route": name, "tier": tier})
