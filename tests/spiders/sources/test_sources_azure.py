"""Azure's meters: where a deployment runs is part of the region, so that its price can stand for a
route.
"""

import json

from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.sources.azure_retail import AzureRetail


def test_where_a_deployment_runs_is_part_of_its_region() -> None:
    row = {
        "type": "Consumption",
        "tierMinimumUnits": 0.0,
        "effectiveStartDate": "2025-09-01T00:00:00Z",
        "meterId": "m",
        "productName": "Azure OpenAI",
        "armRegionName": "eastus2",
        "unitOfMeasure": "1K",
        "retailPrice": 0.0025,
    }
    meters = ["gpt-4o-0806-Inp-glbl Tokens", "gpt-4o-0806-ft-Outp-dz Tokens"]
    items = [row | {"meterName": meter, "meterId": meter} for meter in meters]
    page = Page(
        json.dumps({"Items": items}).encode(), url="https://prices.azure.com", kind="openai"
    )
    claims, _ = extract(AzureRetail(), page)
    assert [(claim.region, claim.variant) for claim in claims] == [
        ("eastus2, global", None),
        ("eastus2, data zone", "fine_tuned"),
    ]
