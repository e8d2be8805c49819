"""Keeps secrets out of archive, log and outcomes: credentials that a redirect or an error puts into
a url.
"""

import re

_SENSITIVE_NAME = (
    r"[^=&?#;\s]{0,64}(?:key|token|secret|sig|passw|auth|credential|session|jwt)[^=&?#;\s]{0,64}"
)
_SENSITIVE_PARAMETER = re.compile(rf"([?&#;]{_SENSITIVE_NAME}=)[^&\s\"'<>#]+", re.IGNORECASE)
_USER_INFO = re.compile(r"(://)[^/?#\s@]+@")

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
    return _SENSITIVE_PARAMETER.sub(r"\1REDACTED", _USER_INFO.sub(r"\1", text))


def recorded_url(url: str, planned: str) -> str:
    """A url as it may be recorded: a planned link is public and stays as it is, any other is
    redacted.
    """
    if url == planned:
        return url
    return redact(url)
