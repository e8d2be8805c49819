"""Characters that look like nothing or like another one: a page's text as it is read."""

import re
import unicodedata

# No width, no ink: soft hyphen, joiners, marks of direction, byte order mark.
_INVISIBLE = [
    *(0xAD, 0x180E, 0xFEFF),
    *range(0x200B, 0x2010),
    *range(0x202A, 0x202F),
    *range(0x2060, 0x2070),
]
_SPACES = [0xA0, 0x202F, 0x205F, 0x3000, *range(0x2000, 0x200B)]
_HYPHENS = [0x2010, 0x2011, 0x2212, 0xFE63, 0xFF0D]
_FULL_WIDTH = [
    *(0xFF04, 0xFF0E),
    *range(0xFF10, 0xFF1A),
    *range(0xFF21, 0xFF3B),
    *range(0xFF41, 0xFF5B),
]
_PLAIN: dict[int, str] = {
    **dict.fromkeys(_INVISIBLE, ""),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_HYPHENS, "-"),
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in _FULL_WIDTH},
}
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", "^⁽⁾")
_RAISED_DIGITS = re.compile(r"(?<=\S)(?: ?⁽?[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:,?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*⁾?|\^\d{1,2}\^)")
_SIGNS = re.compile(r"[(\[]?[*†‡§¶]+[)\]]?")
_MARK = re.compile(r"[(\[]?(?:\d{1,2}|[a-z]|#)[)\]]?(?:\s*,\s*(?:\d{1,2}|[a-z]|[*†‡§¶]+))*")
_ORDINAL = {"st", "nd", "rd", "th"}
_BASE_OF_POWER = re.compile(r"(?<![\d.,])10$")


def plain_characters(text: str) -> str:
    """A text without invisible characters, with every space, hyphen and full-width letter or digit
    as the plain one that it looks like. Line breaks and dashes stay.
    """
    return text if text.isascii() else text.translate(_PLAIN)


def raised(base: str, text: str) -> str:
    """What a raised text adds to the text before it: nothing where it is the number of a footnote,
    "^6" behind a 10, "th" behind a number, a sign such as "*" itself, or else the text after a
    space. A sign may say that a value is of another kind, so who reads the value decides.
    """
    inside = text.strip()
    if inside in _ORDINAL or _SIGNS.fullmatch(inside):
        return inside
    if inside.isdigit() and _BASE_OF_POWER.search(base.rstrip()):
        return f"^{inside}"
    if _MARK.fullmatch(inside):
        return ""
    return f" {inside}"


def without_raised_digits(text: str) -> str:
    """A text without the raised digits of footnotes, "¹" or "^1^", that stand behind a word or a
    number. "10⁶" is "10^6".
    """

    def replace(match: re.Match[str]) -> str:
        if _BASE_OF_POWER.search(text[: match.start()]):
            return f"^{match[0].translate(_RAISED).strip()}"
        return ""

    return _RAISED_DIGITS.sub(replace, text)
