"""What a configuration says of the network, as a crawl plan has it, and keys of single publishers."""

import os
from typing import Any
from urllib.request import getproxies_environment

from pipeline.configuration import Configuration

HUGGINGFACE_HOSTS = ("huggingface.co", "router.huggingface.co")
HUGGINGFACE_TOKEN = "HF_TOKEN"  # noqa: S105 (the name of a variable)
"""The variable with the hub's token where cardkeep.toml names no other."""
ARTIFICIAL_ANALYSIS = "CARDKEEP_ARTIFICIAL_ANALYSIS_KEY"
"""The variable that the source of Artificial Analysis asks for."""


def plan_settings(configuration: Configuration) -> dict[str, Any]:
    """The part of a crawl plan that says how pages are fetched.

    Proxies are those of cardkeep.toml, or else those that the environment names (HTTP_PROXY,
    HTTPS_PROXY, NO_PROXY).
    """
    network = configuration.network
    named = {"http": network.http_proxy, "https": network.https_proxy}
    proxies = {scheme: url for scheme, url in named.items() if url}
    no_proxy = network.no_proxy
    if not proxies:
        environment = getproxies_environment()
        proxies = {scheme: environment[scheme] for scheme in named if scheme in environment}
        no_proxy = (*no_proxy, *environment.get("no", "").replace(",", " ").split())
    token = configuration.tokens.huggingface or HUGGINGFACE_TOKEN
    tokens = dict.fromkeys(HUGGINGFACE_HOSTS, token)
    return {
        "contact": configuration.contact or "",
        "proxies": proxies,
        "no_proxy": no_proxy,
        "ca_file": network.ca_file.absolute() if network.ca_file else None,
        "tokens": tokens,
    }


def use_tokens(configuration: Configuration) -> None:
    """Let sources that read their own variable find the key under the name that the configuration
    gives. Variables go to the crawl process with the environment, never with a plan.
    """
    name = configuration.tokens.artificial_analysis
    if name and os.environ.get(name):
        os.environ[ARTIFICIAL_ANALYSIS] = os.environ[name]
