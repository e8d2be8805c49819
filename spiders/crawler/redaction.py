"""Secrets kept out of archive, log and outcomes: credentials that a redirect or an error puts into
a url.
"""

import re

_NAMES = (
    r"[^=&?#;\s]{0,64}(?:key|token|secret|sig|passw|auth|credential|session|jwt)[^=&?#;\s]{0,64}"
)
_IN_QUERY = re.compile(rf"([?&#;]{_NAMES}=)[^&\s\"'<>#]+", re.IGNORECASE)
_USER = re.compile(r"(://)[^/?#\s@]+@")

HIDDEN_HEADERS = frozenset(
    {
        "set-cookie",
        "set-cookie2",
        "www-authenticate",
        "proxy-authenticate",
        "authorization",
        "cookie",
    }
)


def redact(text: str) -> str:
    """A url, or a text with urls in it, without user names and without the values of secret query
    parameters.
    """
    return _IN_QUERY.sub(r"\1REDACTED", _USER.sub(r"\1", text))


def recorded_url(url: str, planned: str) -> str:
    """A url as it may be written down: what a link says in the open stays, what was added on the
    way is redacted.
    """
    return url if url == planned else redact(url)
