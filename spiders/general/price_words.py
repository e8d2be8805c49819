"""The words of price tables, in English and Chinese: what a header, a label or a key says of the
prices beside it, whoever wrote it.
"""

import re
from functools import lru_cache
from typing import NamedTuple, TypeVar

from spiders.claims import Currency, Lifetime, Meter, Modality, Mode, Tier, Unit
from spiders.conditions import without_conditions
from spiders.errors import LayoutChanged
from spiders.platforms.chinese_tables import CHINESE_METERS, CHINESE_MODES
from spiders.readers.token_ranges import Band, read_length_bands, read_token_range
from spiders.readers.units import find_unit

T = TypeVar("T")
TOKEN_UNITS: tuple[Unit, ...] = ("token", "1K tokens", "1M tokens")
"""What prices of tokens are per."""


def _chinese(meter: Meter) -> str:
    """The Chinese words for a meter, as a pattern."""
    return "|".join(word for word, meaning in CHINESE_METERS.items() if meaning == meter)


_CACHE = r"(?:(?:prompt|context|implicit|explicit)[\s-]+|显式|隐式|上下文)?(?:cach(?:e|ed|es|ing)\b|缓存)"
_OF = r"(?:[\s(（&-]|input|prompt|tokens?|and\b|&)*"
# The first that is found counts: a price of what a cache missed is one of input.
_CACHE_METERS: dict[str, Meter] = {
    rf"(?:input{_OF}|输入(?:价格|单价)?[\s(（]*)?{_CACHE}{_OF}(?:miss(?:es)?|未命中)": "input",
    rf"{_CACHE}{_OF}(?:storage|存储)(?: (?:cost|price))?|\bstorage\b|存储": "storage",
    rf"(?:input{_OF})?{_CACHE}{_OF}(?:writes?|writing|creation|写入|创建){_OF}": "cache_write",
    rf"(?:input{_OF}|输入(?:价格|单价)?[\s(（]*)?{_CACHE}"
    r"(?:[\s(（&-]|inputs?\b|prompt\b|tokens?\b|and\b|hits?\b|reads?\b|refreshes\b|命中|读取)*": "cache_read",
}
_METERS: dict[str, Meter] = {
    rf"\bfine[- ]?tun(?:ing|ed)\b|\btuning\b|\btrain(?:ing)?\b|{_chinese('training')}": "training",
    rf"\binput\b|\bprompts?\b|\bprefill\b|{_chinese('input')}": "input",
    rf"\boutput\b|\bcompletions?\b|\bsample\b|{_chinese('output')}": "output",
    r"\breasoning\b": "reasoning",
    r"\bweb[ -]?search\b|\bsearch(?: quer(?:y|ies)|es)?\b": "search",
}
_BOTH = re.compile(
    r"\binput\s*(?:and|&|/|\+|or)\s*output\b|输入(?:和|与|、|/|\+)?输出", re.IGNORECASE
)
_TIERS: dict[str, Tier] = {
    r"\b(?:offline )?batch(?:es| api| processing| requests| inference)?\b|批量(?:推理|调用)?|离线(?:推理)?": "batch",
    r"\bflex(?: processing)?\b": "flex",
    r"\bpriority(?: processing)?\b": "priority",
    r"\bfast mode\b|低延迟": "fast",
}
_LIFETIMES: dict[str, Lifetime] = {
    r"\b5[\s-]?m(?:in(?:utes?)?)?\b|5 ?分钟": "5m",
    r"\b1[\s-]?h(?:r|ours?)?\b|1 ?小时": "1h",
}
_MODALITIES: dict[str, Modality] = {
    r"\btext(?:-only)?\b|文本": "text",
    r"\bimages?\b|图(?:片|像)?": "image",
    r"\baudio\b|音频": "audio",
    r"\bvideos?\b|视频": "video",
    r"\bpdf\b": "pdf",
}
_CURRENCIES: dict[str, Currency] = {
    r"\bUSD\b|\bUS dollars?\b|美元|US\$|\$": "USD",
    r"\bCNY\b|\bRMB\b|人民币|元|[¥￥]": "CNY",
    r"\bEUR\b|\beuros?\b|€": "EUR",
}
_WAY = re.compile(
    r"输入(?:视频|图片|图像|音频)?(?:不|是否)?(?:包含|含)[^：:]*|[^，。 ]*输出视频分辨率[^：:]*|[有无]声视频|"
    r"仅纯文本输入|多模态输入|LoRA ?(?=[精微]调)|全[量参](?=[精微]调)|思维链[+和与]?回答"
)
_SAYS_NO_MORE = re.compile(
    r"\b(?:prices?|pricing|costs?|rates?|fees?|base|list|standard|regular|paid(?: tier)?|tokens?|per|in|for|the|of|"
    r"model|api|and|amount|value|default|on-demand|pay[- ]as[- ]you[- ]go|thinking|included|including)\b|"
    r"单价|价格|定价|计费|费用|推理|在线|常规|按量|模型|仅|非音频|无阶梯计价|不区分阶梯|思维链[+和与]?回答|[价个每]",
    re.IGNORECASE,
)
_FILLING = re.compile(r"[\s()（）\[\]【】:：,，;；/、|*_`+&.~=→-]+")
_HAS_BAND = re.compile(
    r"[<>≤≥＜＞]=?\s*\d|\d\s*[KM]?\s*[<≤＜]|[\[(（]\s*\d[\d.]*\s*[KM]?\s*[,，]|\[\s*\d+\s*\+|\b\d+ ?[KM]\s*\+",
    re.IGNORECASE,
)
_BAND_WORDS = re.compile(
    r"\b(?:prompts?|context|length|window|input(?= tokens?\b)|tokens?|short|long)\b|"
    r"输入长度|长度|上下文|Token(?:数|范围)?|条件|[KM]\b|"
    r"[<>≤≥＜＞=\d.,，∞\[\]()（）+k-]",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(text|images?|videos?|audio|文本|图片|视频|音频) ?/ ?(?=text|image|video|audio|文本|图片|视频|音频)",
    re.IGNORECASE,
)
_PER_SIZED = re.compile(
    r"(?:\bper|/)\s*(?P<size>(?:\d[\w/]*,?\s+)+)(?P<unit>video|image|song|music)s?\b", re.IGNORECASE
)
_SIZED: dict[str, Unit] = {"video": "video", "image": "image", "song": "song", "music": "song"}
_PRICE = re.compile(r"\b(?:prices?|pricing|costs?|rates?|fees?)\b|价|计费|费用", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")


class PriceWords(NamedTuple):
    """What a text says of prices; None and empty for what it does not say."""

    meters: tuple[Meter, ...] = ()
    unit: Unit | None = None
    currency: Currency | None = None
    modalities: tuple[Modality, ...] = ()
    tier: Tier | None = None
    lifetime: Lifetime | None = None
    mode: Mode | None = None
    band: Band = Band(None, None)
    is_price: bool = False
    """Whether it calls something a price, or names a unit, a currency or a meter of tokens."""
    rest: str = ""
    """Words that mean nothing known."""
    has_unknown_unit: bool = False
    """Whether it says that a price is per something that no unit is known for."""

    @property
    def says_something(self) -> bool:
        """Whether any of its words means something known."""
        known = (self.meters, self.unit, self.currency, self.tier, self.mode, self.is_price)
        return any(known) or any(self.band) or bool(self.modalities)


class _Text:
    """A text from which what is read is taken out."""

    def __init__(self, text: str) -> None:
        self.text = text

    def take(self, pattern: str | re.Pattern[str]) -> re.Match[str] | None:
        """The first match, taken out."""
        compiled = pattern if isinstance(pattern, re.Pattern) else _compiled(pattern)
        match = compiled.search(self.text)
        if match:
            self.text = f"{self.text[: match.start()]} {self.text[match.end() :]}"
        return match

    def first(self, meanings: dict[str, T]) -> T | None:
        """The meaning of the first pattern that is found, in the order of the patterns; every match
        of it is taken out.
        """
        for pattern, meaning in meanings.items():
            if self.take(pattern):
                while self.take(pattern):
                    pass
                return meaning
        return None

    def all(self, meanings: dict[str, T]) -> list[T]:
        """The meanings of all patterns that are found, in the order of the text."""
        places: dict[int, T] = {}
        for pattern, meaning in meanings.items():
            match = _compiled(pattern).search(self.text)
            if match:
                places.setdefault(match.start(), meaning)
        for pattern in meanings:
            while self.take(pattern):
                pass
        return [places[place] for place in sorted(places)]


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@lru_cache(maxsize=20_000)
def read_price_words(text: str, scale: int = 1) -> PriceWords:
    """What a header, a label or the words beside an amount say. `scale` is the unit of a number of
    tokens without K or M: that of a header "条件 千 token".
    """
    words = _Text(_LISTED.sub(r"\1, ", without_conditions(text).replace("非音频", "")))
    sized = words.take(_PER_SIZED)
    ways = [match[0].strip() for match in _WAY.finditer(words.text)]
    words.text = _WAY.sub(" ", words.text)
    is_price = _PRICE.search(words.text) is not None
    band, more = _read_band(words, scale)
    unit: Unit | None = None
    if sized:
        unit = _SIZED[sized["unit"].casefold()]
        more.append(sized["size"].strip(" ,"))
    found = None if sized else find_unit(words.text)
    has_unknown_unit = False
    if found:
        unit, has_unknown_unit = found.unit, found.unit is None
        words.text = f"{words.text[: found.start]} {words.text[found.end :]}"
    currency = words.first(_CURRENCIES)
    lifetime = words.first(_LIFETIMES) if _compiled(_CACHE).search(words.text) else None
    meters = _read_meters(words)
    tier = words.first(_TIERS)
    mode: Mode | None = words.first(CHINESE_MODES)
    modalities = words.all(_MODALITIES)
    rest = _FILLING.sub(" ", _SAYS_NO_MORE.sub(" ", words.text)).strip()
    said = [*(way for way in ways if not way.startswith("思维链")), *more, rest]
    return PriceWords(
        meters=tuple(meters),
        unit=unit,
        currency=currency,
        modalities=tuple(dict.fromkeys(modalities)),
        tier=tier,
        lifetime=lifetime,
        mode=mode,
        band=band,
        is_price=is_price or bool(unit or currency or meters),
        rest=", ".join(filter(None, said)),
        has_unknown_unit=has_unknown_unit,
    )


def _read_meters(words: _Text) -> list[Meter]:
    """The meters that words name: that of a cache, or else the first of the others; two where they
    stand side by side.
    """
    of_cache = words.first(_CACHE_METERS)
    if of_cache:
        for pattern in _METERS:
            if _METERS[pattern] in ("input", "output"):
                while words.take(pattern):
                    pass
        return [of_cache]
    if words.take(_BOTH):
        return ["input", "output"]
    return words.all(_METERS)[:1]


def _read_band(words: _Text, scale: int) -> tuple[Band, list[str]]:
    """The band of input in a text that holds one, with what it says of the output in words."""
    nothing = Band(None, None)
    if not _HAS_BAND.search(words.text):
        return nothing, []
    try:
        if "输出长度" in words.text:
            band, output = read_length_bands(words.text, scale)
        else:
            band, output = read_token_range(words.text, scale), None
    except LayoutChanged:
        return nothing, []
    words.text = _BAND_WORDS.sub(" ", words.text.replace("输出长度", "")).replace("且", "")
    return band, [output] if output else []


def words_of_key(key: str) -> str:
    """The words of a key: "input cost per token" of "input_cost_per_token" and "inputCostPerToken"."""
    return re.sub(r"[_\-.\s]+", " ", _CAPITAL.sub(" ", key)).strip()
