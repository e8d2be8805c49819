"""The Anthropic and OpenAI price pages against tables made by hand: every price, nothing missing, nothing extra."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.normalise import normalise
from spiders.catalog import source_classes
from spiders.extract import extract
from spiders.page import Page

TRUTH = Path(__file__).parent / "truth"
PAGES = {
    "anthropic_pricing__2025-10-20": "anthropic/pricing/2025-10-20__pricing.md",
    "anthropic_pricing__2026-02-06": "anthropic/pricing/2026-02-06__pricing.md",
    "anthropic_pricing__2026-07-21": "anthropic/pricing/2026-07-21__pricing.md",
    "openai_pricing__2026-04-03": "openai/pricing/2026-04-03__pricing.md",
    "openai_pricing__2026-05-29": "openai/pricing/2026-05-29__pricing.md",
    "openai_pricing__2026-08-21": "openai/pricing/2026-08-21__openai_pricing_raw.html",
}
