"""Detection of block pages: answers of status 200 that are not the page. A captcha, a login, an
empty shell, an error page, a request for consent.

The cost is bounded: the first SKIMMED bytes are read once, from left to right, and reading stops at
what no block page has, a table or PAGE_TEXT characters of text.
"""

import json
import re
from html import unescape
from typing import NamedTuple, cast
from urllib.parse import urlsplit

SKIMMED = 1_000_000
PAGE_TEXT = 3_000
"""Characters of visible text from which on a body is no block page."""
BLOCK_TEXT = 1_500
"""Characters of visible text up to which a body that mentions a challenge is a block page."""
SHELL_TEXT = 200
"""Characters of visible text below which a body without embedded data is an empty shell. The
shortest real page we know shows 269 characters.
"""
DATA_TEXT = 200
"""Characters from which on a script or an attribute counts as the data of the page."""

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
_TITLE = re.compile(r"<title\b[^>]{0,200}>([^<]{0,300})", re.IGNORECASE)
_HEADING = re.compile(r"<h[1-3]\b[^>]{0,500}>([^<]{0,300})", re.IGNORECASE)
_CONSENT_TITLE = re.compile(
    r"before (?:you|we) continue|\bcookies?\b|\bconsent\b|(?:your|value).{0,20}\bprivacy\b|"
    r"privacy (?:choices|settings|preferences|center)|bevor sie|avant de continuer|隐私|同意",
    re.IGNORECASE,
)
_CONSENT_WORDS = (
    "accept all",
    "accept cookies",
    "reject all",
    "agree and continue",
    "manage your choices",
    "manage choices",
    "manage preferences",
    "manage options",
    "cookie settings",
    "more options",
    "legitimate interest",
    "we value your privacy",
    "our partners",
    " partners store",
    "information on a device",
    "information on your device",
    "personalised ads",
    "personalized ads",
    "consent",
    "before you continue",
    "alle akzeptieren",
    "tout accepter",
    "全部接受",
    "接受所有",
)
_ERROR_KEYS = {"error", "errors", "message", "detail", "details", "meta", "metadata", "request"}
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
_TAG_NAME = re.compile(r"<([a-z][\w-]*)")
_PASSWORD_FIELD = re.compile(r"type=(?:\"password\"|'password'|password)")
_HIDDEN_TAGS = ("script", "style", "noscript", "template", "svg")
_LONGEST_TITLE = 1_000


class _Skim(NamedTuple):
    """The features that tell block pages from pages."""

    title: str
    text: str
    hidden: str
    """The tags, in lower case, and the content, as written, that a reader does not see."""
    has_table: bool
    has_data: bool
    has_password: bool


def detect_block(url: str, status: int, media_type: str, body: bytes) -> str | None:
    """Why this answer is not the page that `url` stands for, or None if it looks like one."""
    if not body.strip():
        return f"the body of the answer {status} is empty"
    text = body[:SKIMMED].decode("utf-8", "replace").removeprefix("\ufeff")
    is_document = _DOCUMENT.match(text, _after_comments(text)) is not None
    expected = _expected_other_than_html(url)
    if is_document and expected is not None:
        return f"{expected} was asked for, and an HTML page came"
    is_fragment = "html" in media_type and text.lstrip().startswith("<")
    if is_document or is_fragment:
        return _consent_block(text) or _html_block(_skim(text))
    if len(body) <= BLOCK_TEXT:
        return _text_block(text)
    return None


def _expected_other_than_html(url: str) -> str | None:
    """What a url promises, when that is not HTML."""
    parts = urlsplit(url)
    extension = _TEXT_FILE.search(parts.path)
    if extension:
        return f"a file {extension[0]}"
    host = parts.hostname or ""
    is_api = _API.search(parts.path) is not None or host.startswith("api.")
    # Documentation of an API is HTML, and has "api" and versions in its address too.
    is_documentation = "docs" in url or "/pricing" in url
    return "an API's answer" if is_api and not is_documentation else None


def _text_block(text: str) -> str | None:
    if text.lstrip().startswith("{"):
        return _error_answer(text)
    found = _CHALLENGE.search(text)
    return f"a short text that speaks of a wall: {found[0]!r}" if found else None


def _error_answer(text: str) -> str | None:
    """The error that a short answer in JSON is about, and nothing else."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    members = cast("dict[str, object]", answer)
    errors = [members[key] for key in ("error", "errors") if members.get(key)]
    others = [value for key, value in members.items() if key not in _ERROR_KEYS]
    holds_data = any(json.dumps(value)[:1] in "[{" and bool(value) for value in others)
    if not errors or holds_data:
        return None
    return f"an error instead of the answer: {json.dumps(errors[0], ensure_ascii=False)[:80]}"


def _consent_block(html: str) -> str | None:
    """Whether a page asks for consent and shows nothing else, however long it is: by its title, or
    where it has no heading about anything else, and by the words that such pages have.
    """
    title = _TITLE.search(html)
    headings = [_SPACE.sub(" ", unescape(found)).strip() for found in _HEADING.findall(html)]
    shown = [heading for heading in headings if heading]
    is_titled_so = title is not None and _CONSENT_TITLE.search(unescape(title[1])) is not None
    speaks_of_nothing_else = bool(shown) and all(map(_CONSENT_TITLE.search, shown))
    if not is_titled_so and not speaks_of_nothing_else:
        return None
    lowered = html.lower()
    words = [phrase for phrase in _CONSENT_WORDS if phrase in lowered]
    if len(words) < (2 if is_titled_so else 3):
        return None
    return f"a page that asks for consent instead of the page: {', '.join(map(repr, words[:3]))}"


def _html_block(page: _Skim) -> str | None:
    if page.has_table or len(page.text) >= PAGE_TEXT:
        return None
    if len(page.text) <= BLOCK_TEXT:
        reason = _challenge_or_login(page)
        if reason is not None:
            return reason
    if page.has_data:
        return None
    is_short = len(page.text) < 3 * SHELL_TEXT
    needs_scripts = is_short and _NEEDS_SCRIPTS.search(page.text + page.hidden) is not None
    if len(page.text) < SHELL_TEXT or needs_scripts:
        return f"an empty shell: {len(page.text)} characters of text, no table, no embedded data"
    return None


def _challenge_or_login(page: _Skim) -> str | None:
    challenge = (
        _CHALLENGE.search(page.title)
        or _CHALLENGE.search(page.text)
        or _CHALLENGE_CODE.search(page.hidden)
    )
    if challenge:
        return f"a captcha or challenge instead of the page: {challenge[0]!r}"
    if page.has_password or _LOGIN_TITLE.match(page.title) or _LOGIN_TEXT.search(page.text):
        return "a login instead of the page"
    if _ERROR_TITLE.match(page.title):
        return f"an error page that is titled {page.title[:80]!r}"
    return None


def _skim(html: str) -> _Skim:
    skimmer = _Skimmer(html)
    while not skimmer.is_done:
        skimmer.read_text()
        skimmer.read_tag()
    return skimmer.result()


class _Skimmer:
    """Reads HTML from left to right, without building a tree."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._lowered = html.lower()
        self._position = 0
        self._title = ""
        self._texts: list[str] = []
        self._text_length = 0
        self._hidden: list[str] = []
        self._has_table = False
        self._has_data = False
        self._has_password = False

    @property
    def is_done(self) -> bool:
        is_at_end = self._position >= len(self._html)
        return is_at_end or self._has_table or self._text_length >= PAGE_TEXT

    def result(self) -> _Skim:
        return _Skim(
            title=self._title,
            text=" ".join(self._texts),
            hidden="".join(self._hidden),
            has_table=self._has_table,
            has_data=self._has_data,
            has_password=self._has_password,
        )

    def read_text(self) -> None:
        """Read up to the next tag."""
        found = self._html.find("<", self._position)
        start = len(self._html) if found < 0 else found
        text = _SPACE.sub(" ", unescape(self._html[self._position : start])).strip()
        if text:
            self._texts.append(text)
            self._text_length += len(text) + 1
        self._position = start

    def read_tag(self) -> None:
        """Read a tag, and what is inside it where that is no visible text."""
        start = self._position
        if self._lowered.startswith("<!--", start):
            self._position = _after(self._html, "-->", start + 4)
            return
        self._position = _after(self._html, ">", start)
        tag = self._lowered[start : self._position]
        match = _TAG_NAME.match(tag)
        name = match[1] if match else ""
        if name == "table":
            self._has_table = True
        elif name == "input":
            self._has_password = self._has_password or _PASSWORD_FIELD.search(tag) is not None
        elif name == "title" and not self._title:
            self._read_title()
        elif name in _HIDDEN_TAGS and not tag.endswith("/>"):
            self._read_hidden(name, tag)
        else:
            if "captcha" in tag or "turnstile" in tag:
                self._hidden.append(tag)
            self._has_data = self._has_data or ("props=" in tag and len(tag) > DATA_TEXT)

    def _read_title(self) -> None:
        longest_end = self._position + _LONGEST_TITLE
        end = self._lowered.find("</title", self._position, longest_end)
        title = self._html[self._position : end if end >= 0 else longest_end]
        self._title = unescape(title).strip() or "untitled"
        self._position = max(self._position, end)

    def _read_hidden(self, name: str, tag: str) -> None:
        end = self._find(f"</{name}", self._position)
        content = self._html[self._position : end]
        self._hidden.append(tag + content)
        if name == "script" and _is_data(tag, content):
            self._has_data = True
        self._position = _after(self._html, ">", end)

    def _find(self, mark: str, position: int) -> int:
        """The position of a mark in lower case, or else of the end."""
        found = self._lowered.find(mark, position)
        return len(self._html) if found < 0 else found


def _is_data(tag: str, content: str) -> bool:
    if len(content) < DATA_TEXT:
        return False
    return "application/json" in tag or _DATA_SCRIPT.search(content) is not None


def _after_comments(html: str) -> int:
    """The position behind the comments and white space at the begin."""
    position = len(html) - len(html.lstrip())
    while html.startswith("<!--", position):
        position = _after(html, "-->", position)
        following = html[position : position + 100]
        position += len(following) - len(following.lstrip())
    return position


def _after(html: str, mark: str, position: int) -> int:
    """The position behind the next mark, or the end."""
    found = html.find(mark, position)
    return len(html) if found < 0 else found + len(mark)
