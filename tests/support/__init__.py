"""What tests share and what is no test: servers that misbehave, receivers of alerts, faulty
sources, mutations of pages, builders of catalogs. Test modules import from here and never from each
other.
"""

from pathlib import Path

ROOT = Path(__file__).parents[2]
"""The checkout."""
TRUTH = ROOT / "tests" / "truth"
"""Tables made by hand, which readings are compared with."""
CHROMIUM = Path("/usr/bin/chromium")
