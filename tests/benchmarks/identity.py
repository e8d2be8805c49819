"""What it takes to decide what 400,000 stated names are, beside sorting them."""

import random
import time

from pipeline.identity.resolve import resolve
from pipeline.identity.statements import StatedSubject
from tests.benchmarks.processes import forget_peak, peak_megabytes

NAMES = 400_000
SELLERS = 150
LABS = 60


def run(scale: float = 1) -> None:
    count = max(100, int(NAMES * scale))
    subjects = made_up_names(count)
    random.Random(count).shuffle(subjects)
    began = time.process_time()
    sorted(subjects)
    floor = time.process_time() - began
    forget_peak()
    before = peak_megabytes()
    began = time.process_time()
    identities, models = resolve(subjects)
    took = time.process_time() - began
    print(
        f"  {len(subjects):,} names: {took:.1f} CPU s, {took / len(subjects) * 1e6:.0f} us a name, sorting "
        f"them {floor:.2f} s; {len(models):,} models, {sum(each.is_provisional for each in identities):,} "
        f"provisional; {peak_megabytes() - before:.0f} MB beyond the names"
    )


def made_up_names(count: int) -> list[StatedSubject]:
    """Names as sellers write them: an owner in front or not, a version, a size, a variant behind."""
    chance = random.Random(count)
    names: list[StatedSubject] = []
    for number in range(count):
        lab, version = number % LABS, chance.randrange(1, 9)
        family = f"Nova{number // SELLERS % 5000}"
        name = f"{family}-{version}-{chance.choice((7, 13, 70, 405))}b{chance.choice(('', '-instruct', ':free'))}"
        stated = chance.choice((name, f"lab{lab}/{name.lower()}"))
        names.append(StatedSubject(f"seller-{number % SELLERS}", "route", stated))
    return names
