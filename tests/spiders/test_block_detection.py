"""Walls answered with 200 are told from pages, and no real page is taken for one."""

import csv
from pathlib import Path

import pytest

from spiders.block_detection import detect_block
from tests.support.marks import ends_in_linear_time

URL = "https://docs.acme.example/pricing"


def html(body: str, title: str = "Acme", head: str = "") -> str:
    return f"<!DOCTYPE html>\n<html lang=en><head><title>{title}</title>{head}</head><body>{body}</body></html>"


CHALLENGES = {
    "cloudflare": html(
        "<h1>docs.acme.example</h1><noscript>Enable JavaScript and cookies to continue</noscript>",
        "Just a moment...",
    ),
    "cloudflare block": html(
        "<h1>Sorry, you have been blocked</h1>", "Attention Required! | Cloudflare"
    ),
    "turnstile": html(
        '<div class="cf-turnstile" data-sitekey="x"></div><p>One more step before you proceed</p>'
    ),
    "recaptcha": html('<form><div class="g-recaptcha" data-sitekey="x"></div></form>'),
    "hcaptcha": html(
        '<script src="https://hcaptcha.com/1/api.js"></script><p>Please complete the check</p>'
    ),
    "datadome": html(
        '<iframe src="about:blank"></iframe><script src="https://ct.captcha-delivery.com/c.js"></script>',
        "acme.example",
    ),
    "human": html(
        "<p>Press &amp; Hold to confirm you are a human (and not a bot).</p>",
        "Access to this page has been denied",
    ),
    "akamai": html(
        "<h1>Access Denied</h1>You don't have permission to access this server. Reference #18.2",
        "Access Denied",
    ),
    "imperva": html(
        '<iframe src="/_Incapsula_Resource?x">Request unsuccessful. Incapsula incident ID: 7</iframe>',
        "",
    ),
    "aws waf": html(
        "<div id=challenge-container></div><script>AwsWafIntegration.getToken()</script>", ""
    ),
    "vercel": html("<p>We're verifying your browser</p>", "Vercel Security Checkpoint"),
    "proof of work": html(
        "<h1>Making sure you're not a bot!</h1><p>Loading...</p>", "Making sure you're not a bot!"
    ),
    "traffic": html(
        "<p>Our systems have detected unusual traffic from your computer network.</p>", "Sorry..."
    ),
    "slider": html("<p>访问验证 请拖动滑块完成拼图</p>", "验证"),
    "plain text": "Access denied: please verify you are human.",
}
LOGINS = {
    "form": html(
        '<form><input name=email><input type="password" name=p><button>Go</button></form>'
    ),
    "title": html(
        "<div id=app>Loading your workspace, this takes a moment</div>", "Sign in - Acme Console"
    ),
    "words": html("<p>Please wait. Log in to continue to the console.</p>"),
    "chinese": html("<p>请先登录</p>", "控制台"),
}
SHELLS = {
    "react": html(
        "<noscript>You need to enable JavaScript to run this app.</noscript><div "
        "id=root></div><script src=/a></script>"
    ),
    "angular": html("<app-root></app-root><script src=main.js type=module></script>"),
    "analytics only": html(
        "<div id=app></div><script>window.dataLayer=[];"
        + "gtag('config','G-1');" * 40
        + "</script>"
    ),
    "seo only": html(
        "<div id=app></div>",
        head='<script type="application/ld+json">' + '{"@type":"WebSite"}' * 40 + "</script>",
    ),
    "spinner": html(
        "<div id=app><div class=spinner>Loading</div></div><style>" + "p{}" * 500 + "</style>"
    ),
    "says so": html(
        "<p>This site needs JavaScript: please enable JavaScript. "
        + "Acme is a company. " * 15
        + "</p>"
    ),
    "refresh": html("", head='<meta http-equiv="refresh" content="0;url=/new">'),
    "no body": "<html></html>",
}
ERRORS = {
    "soft 404": html("<p>Go home</p>", "404: This page could not be found"),
    "gateway": html("<hr>nginx", "502 Bad Gateway"),
}
PARTNERS = "<p>Purposes and legitimate interest of a partner.</p>" * 200
CONSENTS = {
    "titled so": html(
        f"<h1>We value your privacy</h1><p>We and our 842 partners store information on a device."
        f"</p>{PARTNERS}<button>Accept all</button>",
        "Before you continue",
    ),
    "with a table": html(
        "<h1>Your privacy "
        f"choices</h1><table><tr><td>MODEL</td><td>$0.00</td></tr></table>{PARTNERS}"
        "<button>Accept cookies</button>",
        "Cookie settings",
    ),
    "titled as the page": html(
        f"<h2>We value your privacy</h2><p>Manage your choices.</p>{PARTNERS}<a>Reject all</a>",
        "Acme prices",
    ),
    "short": html("<h1>Cookie consent</h1><p>Accept all, or manage preferences.</p>", "Cookies"),
}
ERROR_ANSWERS = [
    '{"error": "Invalid username or password."}',
    '{"error": {"code": 429, "message": "Rate limited"}, "data": []}',
    '{"errors": ["not found"], "status": 404}',
]
PAGES = {
    "with a banner": html(
        f"<div><h2>We value your privacy</h2><p>We and our partners</p>{PARTNERS}<a>Accept all</a>"
        "</div><h1>Prices</h1><table><tr><td>nova-1</td><td>$5</td></tr></table>",
        "Acme prices",
    ),
    "about cookies in passing": html(
        "<h1>Cookies</h1><table><tr><td>nova-1</td><td>$5</td></tr></table>", "Acme prices"
    ),
    "an answer with a note of errors": '{"data": [{"id": "nova-1"}], "errors": ["one row left out"]}',
    "table": html("<table><tr><td>model</td><td>$5</td></tr></table>"),
    "table behind a login bar": html(
        "<a>Sign in</a><form><input type=password></form><table><tr><td>$5</td></tr></table>",
        "Sign in",
    ),
    "long text about captchas": html(
        "<p>" + "A captcha tells people from robots; verify you are human. " * 100 + "</p>"
    ),
    "next data": html(
        '<div id=__next></div><script>self.__next_f.push([1,"' + "price 0.5 " * 100 + '"])</script>'
    ),
    "json island": html(
        '<script id=d type="application/json">' + '{"price": 0.5}' * 30 + "</script>"
    ),
    "astro island": html(
        '<astro-island props="' + "{&quot;price&quot;:[0,5]}" * 20 + '"></astro-island>'
    ),
    "short but real": html("<h1>Prices</h1><ul>" + "<li>model: $5 / MTok</li>" * 12 + "</ul>"),
    "markdown": "# Prices\n\n| Model | Input |\n|---|---|\n| acme-1 | $5 |\n",
    "markdown with html": "<!-- a comment -->\n<p align=center>Acme</p>\n\n# acme-1\n",
    "json": '{"data": []}',
}


@pytest.mark.parametrize("name", CHALLENGES)
def test_a_challenge_is_a_wall(name: str) -> None:
    assert "challenge" in reason(CHALLENGES[name]) or "speaks of a wall" in reason(CHALLENGES[name])


@pytest.mark.parametrize("name", LOGINS)
def test_a_login_is_a_wall(name: str) -> None:
    assert reason(LOGINS[name]) == "a login instead of the page"


@pytest.mark.parametrize("name", CONSENTS)
def test_a_request_for_consent_is_a_wall_however_long_it_is(name: str) -> None:
    assert reason(CONSENTS[name]).startswith("a page that asks for consent instead of the page: ")


@pytest.mark.parametrize("answer", ERROR_ANSWERS)
def test_an_error_in_an_answer_is_a_wall(answer: str) -> None:
    url = "https://acme.example/api/v1/models"
    why = detect_block(url, 200, "application/json", answer.encode()) or ""
    assert why.startswith("an error instead of the answer: ")


@pytest.mark.parametrize("name", SHELLS)
def test_an_empty_shell_is_a_wall(name: str) -> None:
    assert reason(SHELLS[name]).startswith("an empty shell: ")


@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_is_a_wall(name: str) -> None:
    assert reason(ERRORS[name]).startswith("an error page that is titled ")


@pytest.mark.parametrize("body", ["", " \n\t"])
def test_an_empty_body_is_a_wall(body: str) -> None:
    assert reason(body) == "the body of the answer 200 is empty"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_none(name: str) -> None:
    assert (
        detect_block(
            URL, 200, "text/html" if PAGES[name].startswith("<!D") else "", PAGES[name].encode()
        )
        is None
    )


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("https://docs.acme.example/pricing.md", "a file .md"),
        ("https://docs.acme.example/pricing.md.txt?hl=en", "a file .txt"),
        ("https://acme.example/data/prices.JSON", "a file .JSON"),
        ("https://acme.example/api/v1/models", "an API's answer"),
        ("https://acme.example/api/models?limit=10", "an API's answer"),
        ("https://router.acme.example/v1/models", "an API's answer"),
        ("https://api.acme.example/models", "an API's answer"),
        ("https://docs.acme.example/api/docs/pricing", None),
        ("https://acme.example/pricing/api", None),
        ("https://docs.acme.example/v2/docs/models", None),
        ("https://acme.example/pricing", None),
    ],
)
def test_html_where_something_else_was_asked_for_is_a_wall(url: str, asked: str | None) -> None:
    expected = f"{asked} was asked for, and an HTML page came" if asked else None
    assert (
        detect_block(url, 200, "text/html", b"\xef\xbb\xbf<!-- x -->\n" + PAGES["table"].encode())
        == expected
    )


@ends_in_linear_time
@pytest.mark.parametrize(
    "piece",
    [
        "<!---->",
        "<!--",
        "<title>",
        "<script>",
        "<svg/>",
        "<",
        "<a ",
        "&",
        "<a>",
        "<input",
        "captcha ",
        "<p props='",
        "?" * 50,
    ],
)
def test_the_cost_is_bounded(piece: str) -> None:
    body = ("<html>" + piece * (2_000_000 // len(piece))).encode()
    detect_block(URL, 200, "text/html", body)
    detect_block(URL, 200, "text/html", body.removeprefix(b"<html>"))


def reason(body: str) -> str:
    return detect_block(URL, 200, "text/html; charset=utf-8", body.encode()) or ""


@pytest.mark.recorded
def test_no_recorded_page_is_taken_for_a_wall(recorded: Path) -> None:
    folder = recorded
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["url"]
        ]
    forms = ("verbatim", "rendered", "reduced", "converted")
    reasons = {
        row["path"]: why
        for row in rows
        if row["form"] in forms
        and (why := detect_block(row["url"], 200, "", (folder / row["path"]).read_bytes()))
    }
    assert reasons == {}
