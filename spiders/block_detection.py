"""Walls: answers that call themselves a page (200) and are none. A captcha, a login, an empty
shell, an error page.

The cost is bounded: the first SKIMMED bytes are read once, from left to right, and reading stops as
soon as the body shows what no wall has, a table or PAGE_TEXT characters of text.
"""

import re
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

SKIMMED = 1_000_000
PAGE_TEXT = 3_000
"""A body with this much visible text is no wall."""
WALL_TEXT = 1_500
"""Up to this much text, a body that speaks of a challenge is one."""
SHELL_TEXT = 200
"""Less text than this, and nothing embedded, is an empty shell. The shortest real page we know
shows 269 characters.
"""
DATA_TEXT = 200
"""A script or an attribute with data of this length is what the page's own scripts draw it from."""

_DOCUMENT = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)
_TEXT_FILE = re.compile(r"\.(?:md|mdx|json|jsonl|ya?ml|csv|txt)$", re.IGNORECASE)
_API = re.compile(r"(?:^|/)api/|/v\d+(?:\.\d+)?/")
_CHALLENGE = re.compile(
    r"just a moment|attention required|are you (?:a )?(?:human|robot)|"
    r"(?:confirm|verify|prove)(?:ing)? (?:that )?you(?:'| a)re (?:a )?human|not a (?:ro)?bot\b|"
    r"human verification|robot check|security check|unusual traffic|"
    r"checking (?:if the site connection is secure|your browser)|verifying your browser|pardon our interruption|"
    r"press (?:and|&) hold|enable (?:javascript and )?cookies|captcha|incapsula incident|ddos protection|"
    r"access (?:to this page has been )?denied|you have been blocked|request (?:was )?blocked|"
    r"人机验证|安全验证|访问验证|滑动验证|验证码|请完成验证",
    re.IGNORECASE,
)
_CHALLENGE_CODE = re.compile(
    r"_cf_chl_opt|cf-turnstile|g-recaptcha|h-captcha|hcaptcha\.com/1/api|captcha-delivery\.com|px-captcha|"
    r"awswafintegration|challenge\.js|aliyun_waf|_incapsula_resource|geetest|ddos-guard",
    re.IGNORECASE,
)
_LOGIN_TITLE = re.compile(
    r"\s*(?:sign|log)[ -]?in\b|.*\b(?:please (?:sign|log) in|login required)\b|\s*登录",
    re.IGNORECASE,
)
_LOGIN_TEXT = re.compile(
    r"(?:sign|log)[ -]?in to (?:continue|your|view|access)|must be (?:signed|logged) in|请(?:先)?登录",
    re.IGNORECASE,
)
_ERROR_TITLE = re.compile(
    r"\s*(?:error )?(?:40[0-9]|410|429|50[0-9])\b|"
    r".{0,40}(?:page not found|service unavailable|bad gateway|too many requests)",
    re.IGNORECASE,
)
_NEEDS_SCRIPTS = re.compile(
    r"(?:enable|requires?|need|without) (?:javascript|js)|javascript (?:is )?(?:required|disabled|to run)",
    re.IGNORECASE,
)
_DATA_SCRIPT = re.compile(
    r"__next_f|__NEXT_DATA__|__NUXT|__INITIAL_STATE__|__PRELOADED_STATE__|__APOLLO_STATE__|__remixContext|__data\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[\s\u200b-\u200d\ufeff\xa0]+")
_UNSEEN = ("script", "style", "noscript", "template", "svg")


class _Skim(NamedTuple):
    """What a wall and a page differ in."""

    title: str
    text: str
    unseen: str
    has_table: bool
    has_data: bool
    has_password: bool


def detect_block(url: str, status: int, media_type: str, body: bytes) -> str | None:
    """Why this answer is not the page that `url` stands for, or None if it looks like one."""
    if not body.strip():
        return f"the body of the answer {status} is empty"
    text = body[:SKIMMED].decode("utf-8", "replace").removeprefix("\ufeff")
    is_document = _DOCUMENT.match(text, _after_comments(text)) is not None
    if is_document and (asked := _not_html(url)):
        return f"{asked} was asked for, and an HTML page came"
    if is_document or ("html" in media_type and text.lstrip().startswith("<")):
        return _html_wall(_skim(text))
    return _plain_wall(text) if len(body) <= WALL_TEXT else None


def _not_html(url: str) -> str:
    """What a url promises that is not HTML, if anything."""
    parts = urlsplit(url)
    if found := _TEXT_FILE.search(parts.path):
        return f"a file {found[0]}"
    is_api = _API.search(parts.path) is not None or (parts.hostname or "").startswith("api.")
    # Documentation of an API is HTML, and has "api" and versions in its address too.
    return "an API's answer" if is_api and "docs" not in url and "/pricing" not in url else ""


def _plain_wall(text: str) -> str | None:
    found = _CHALLENGE.search(text)
    return f"a short text that speaks of a wall: {found[0]!r}" if found else None


def _html_wall(page: _Skim) -> str | None:
    if page.has_table or len(page.text) >= PAGE_TEXT:
        return None
    if len(page.text) <= WALL_TEXT:
        if (
            found := _CHALLENGE.search(page.title)
            or _CHALLENGE.search(page.text)
            or _CHALLENGE_CODE.search(page.unseen)
        ):
            return f"a captcha or challenge instead of the page: {found[0]!r}"
        if page.has_password or _LOGIN_TITLE.match(page.title) or _LOGIN_TEXT.search(page.text):
            return "a login instead of the page"
        if _ERROR_TITLE.match(page.title):
            return f"an error page that is titled {page.title[:80]!r}"
    if page.has_data:
        return None
    if len(page.text) < SHELL_TEXT or (
        len(page.text) < 3 * SHELL_TEXT and _NEEDS_SCRIPTS.search(page.text + page.unseen)
    ):
        return f"an empty shell: {len(page.text)} characters of text, no table, no embedded data"
    return None


def _skim(html: str) -> _Skim:
    title, texts, unseen = "", list[str](), list[str]()
    length, position = 0, 0
    has_table = has_data = has_password = False
    lowered = html.lower()
    while position < len(html) and length < PAGE_TEXT and not has_table:
        start = html.find("<", position)
        start = len(html) if start < 0 else start
        seen = _SPACE.sub(" ", unescape(html[position:start])).strip()
        if seen:
            texts.append(seen)
            length += len(seen) + 1
        if lowered.startswith("<!--", start):
            position = _after(html, "-->", start + 4)
            continue
        position = _after(html, ">", start)
        tag = lowered[start:position]
        name = re.match(r"<([a-z][\w-]*)", tag)
        match name[1] if name else "":
            case "table":
                has_table = True
            case "input":
                has_password = (
                    has_password
                    or 'type="password"' in tag
                    or "type='password'" in tag
                    or "type=password" in tag
                )
            case "title" if not title:
                end = lowered.find("</title", position, position + 1000)
                title = (
                    unescape(html[position : end if end >= 0 else position + 1000]).strip()
                    or "untitled"
                )
                position = max(position, end)
            case element if element in _UNSEEN and not tag.endswith("/>"):
                end = lowered.find(f"</{element}", position)
                inside = html[position : end if end >= 0 else len(html)]
                unseen.append(tag + inside)
                has_data = has_data or (element == "script" and _is_data(tag, inside))
                position = _after(html, ">", end) if end >= 0 else len(html)
            case _:
                unseen.append(tag if "captcha" in tag or "turnstile" in tag else "")
                has_data = has_data or ("props=" in tag and len(tag) > DATA_TEXT)
    return _Skim(title, " ".join(texts), "".join(unseen), has_table, has_data, has_password)


def _is_data(tag: str, inside: str) -> bool:
    return len(inside) >= DATA_TEXT and (
        "application/json" in tag or _DATA_SCRIPT.search(inside) is not None
    )


def _after_comments(html: str) -> int:
    position = len(html) - len(html.lstrip())
    while html.startswith("<!--", position):
        position = _after(html, "-->", position)
        position += len(html[position : position + 100]) - len(
            html[position : position + 100].lstrip()
        )
    return position


def _after(html: str, mark: str, position: int) -> int:
    found = html.find(mark, position)
    return len(html) if found < 0 else found + len(mark)
