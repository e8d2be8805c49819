"""Words of a cell, or of a text as short, that stand beside an amount and that nobody knows: they may be
a condition, another currency or another unit, so the amount is no plain price.
"""

import re
from decimal import Decimal

from spiders.claims import Claim, Unit
from spiders.conditions import CONDITION


def _words(written: str) -> frozenset[str]:
    return frozenset(re.findall(r"\S+", written))


_LONGEST_REST = 40
"""Characters beside its amount of a text outside tables that is read as a cell is."""
_LONGEST_REST_OF_PLANS = 100
_CELL = re.compile(r" > cell:\d+$|(?:^|> )t[dh]:nth-child\(\d+\)(?: > [\w-]+:nth-child\(\d+\))*$")
_CLAUSE_MARK = re.compile(r"[;|\n。；]|(?<=\w{4})\.\s")
_WORD = re.compile(r"[A-Za-z][A-Za-z_'-]*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_LONGEST_CHINESE = 16
"""Characters of Chinese that are words; more of them are a sentence, which explains."""
_SIGN_BEHIND = re.compile(r"\s*(?:\?|%|\u00b1|\u00d7|\.\.\.|…|x \d)", re.IGNORECASE)
_SIGN_BEFORE = re.compile(r"(?:\d\s?[x\u00d7]|…|\.\.\.)\s*$", re.IGNORECASE)
_EXPLAINED = re.compile(r"\bsame as [^$]*|(?:text and|including) thinking", re.IGNORECASE)
_LETTERS_AT_SIGN = re.compile(r"[A-Z]+$")
_KNOWN = _words(
    """
    a an and approximately at audio billed busy by cache cached caches characters chars cost costs
    equivalent every flash for free gb granted grounded hit hits hours idle image images in input is k limit lite list m
    million mtok of or out output pd per pricing price prompt prompts read reads rpd shared speech limited
    starting text then thousand tier to tok token tokens up-to usd us video videos with write writes
    """
)
_MODALITIES = _words("audio image images speech video videos")
_KNOWN_OF_MONTHS = _words(
    "annual annually billed billing month monthly mo otherwise person seat user users year"
)
_KNOWN_CHINESE = re.compile(
    "首次使用时收取|试听另收|百万|输入|输出|缓存|命中|存储|每|元|千|万|张|次|起|分钟|小时|秒|音频|视频|图片|文本|"
    "像素|字符|音色|包含|不含|有声|无声|约|首|限免|免费|版|价格|单价"
)
_UNIT_BEHIND = re.compile(
    r"\s*(?:USD|CNY|RMB)?\s*(?:/|\bper\b|每)\s*(?:per\b|of\b)?\s*"
    r"(?P<number>\d[\d,.]*)?\s*(?P<size>(?:k|m|b|thousand|million|billion)(?![a-z])|千|百万|万)?\s*"
    r"(?:(?:input|output|cached|grounded|search|generated|输入|输出)\s+)*"
    r"(?P<noun>session-hour|[kmb]?[a-z]+|[\u4e00-\u9fff]+)?",
    re.IGNORECASE,
)
_SIZES = {
    **dict.fromkeys(("k", "thousand", "千"), 10**3),
    "万": 10**4,
    **dict.fromkeys(("m", "million", "百万"), 10**6),
    **dict.fromkeys(("b", "billion"), 10**9),
}
_NOUNS = {
    "token": ("tok", "token", "tokens"),
    "request": _words(
        "request requests call calls use uses search searches query queries prompt prompts source sources 次"
    ),
    "character": ("char", "chars", "character", "characters", "字符"),
    "image": ("image", "images", "张"),
    "page": ("page", "pages"),
    "second": ("second", "seconds", "sec", "s", "秒"),
    "minute": ("minute", "minutes", "min", "分钟"),
    "session": ("session", "sessions"),
    "hour": ("session-hour", "hour", "hours", "hr", "h", "小时"),
    "month": ("month", "mo"),
    "day": ("day", "days"),
    "year": ("year", "yr"),
}
_NOUN_OF = {word: noun for noun, words in _NOUNS.items() for word in words}
_COUNTED: dict[Unit, tuple[int, str]] = {
    "token": (1, "token"),
    "1K tokens": (10**3, "token"),
    "1M tokens": (10**6, "token"),
    "10B tokens": (10**10, "token"),
    "character": (1, "character"),
    "1K characters": (10**3, "character"),
    "10K characters": (10**4, "character"),
    "1M characters": (10**6, "character"),
    "request": (1, "request"),
    "1K requests": (10**3, "request"),
    "image": (1, "image"),
    "1K images": (10**3, "image"),
    "page": (1, "page"),
    "1K pages": (10**3, "page"),
    "session": (1, "session"),
    "second": (1, "second"),
    "minute": (1, "minute"),
    "hour": (1, "hour"),
    "month": (1, "month"),
}
"""What units count, for those of one noun."""


def unknown_words(
    text: str, place: tuple[int, int], around: tuple[int, int], claim: Claim, said: str, base: str
) -> str:
    """The first word, sign or unit beside an amount that its claim knows nothing of; "" for none.

    `place` is where the amount begins and ends in a text, `around` where the one before it ends and
    the next one begins; `said` are the words of the claim's context; `base` is the locator of the text.
    Conditions behind an amount are known words: whether the claim has them is another question.
    """
    start, end = place
    rest = len(text) - (end - start)
    longest = _LONGEST_REST_OF_PLANS if claim.unit == "month" else _LONGEST_REST
    if not _CELL.search(base) and rest > longest:
        return ""
    before = _CLAUSE_MARK.split(text[around[0] : start])[-1]
    behind = _CLAUSE_MARK.split(text[end : around[1]])[0]
    sign = _SIGN_BEFORE.search(before) or _SIGN_BEHIND.match(behind)
    if not around[0] and before.strip() == "(" and behind.lstrip().startswith(")"):
        return "("  # a loss, a remark, a price for some
    currency = _LETTERS_AT_SIGN.search(before) if text[start : start + 1] == "$" else None
    if currency and currency[0] not in ("US", "USD"):
        return currency[0]
    if sign:
        return sign[0].strip()
    unit = _other_unit(behind, claim.unit)
    words = _EXPLAINED.sub(" ", f"{before} {CONDITION.sub(' ', behind)}")
    return unit or _unknown_in(words, claim, said)


def _other_unit(behind: str, unit: Unit | None) -> str:
    """The unit directly behind an amount where it is not the claim's; "" for none."""
    counted = _COUNTED.get(unit) if unit else None
    stated = _UNIT_BEHIND.match(behind)
    if counted is None or stated is None:
        return ""
    count = _SIZES.get((stated["size"] or "").casefold(), 1)
    number = (stated["number"] or "").replace(",", "").rstrip(".")
    if number:
        count = int(Decimal(number) * count)
    word = (stated["noun"] or "").casefold()
    noun = _NOUN_OF.get(word)
    if noun is None and word[1:] in ("tok", "token", "tokens"):
        count, noun = count * _SIZES.get(word[0], 1), "token"
    if counted[1] == "image" and stated["size"] and word != "images":
        return ""  # "per 4K image" has a size, and is one
    has_count = bool(stated["size"] or number or noun)
    is_alike = count == counted[0] and noun in (None, counted[1])
    return "" if is_alike or not has_count else stated[0].strip()


def _unknown_in(words_beside: str, claim: Claim, said: str) -> str:
    """The first of some words that is no known one, and that neither the claim nor its context has."""
    known = _KNOWN | _KNOWN_OF_MONTHS if claim.unit == "month" else _KNOWN
    if claim.modality is None and claim.meter in ("input", "output"):
        known -= _MODALITIES
    qualifiers = (claim.variant, claim.region, claim.modality, claim.tier, claim.unit, claim.meter)
    around = " ".join([said, claim.subject_name, *(str(value) for value in qualifiers if value)])
    said_words = {match[0].casefold() for match in _WORD.finditer(around)}
    for match in _WORD.finditer(words_beside):
        word = match[0].casefold()
        parts = {word} if word in known else set(word.split("-"))
        if word not in said_words and any(
            part not in known and part not in _NOUN_OF and part not in said_words for part in parts
        ):
            return match[0]
    chinese: list[str] = _CHINESE.findall(words_beside)
    if sum(map(len, chinese)) > _LONGEST_CHINESE:
        return ""
    for run in chinese:
        left = _KNOWN_CHINESE.sub("", run)
        if left and left not in around:
            return run
    return ""
