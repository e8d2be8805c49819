"""Repositories on Hugging Face. The repositories of a lab's organisation are statements of the lab;
others are statements of their owner.
"""

from typing import Any

from spiders.claims import Link
from spiders.parsing.page import Page

LABS = {
    "Qwen": "alibaba",
    "deepseek-ai": "deepseek",
    "google": "google",
    "meta-llama": "meta",
    "zai-org": "zai",
    "MiniMaxAI": "minimax",
    "mistralai": "mistral",
    "moonshotai": "moonshotai",
    "openai": "openai",
    "microsoft": "microsoft",
    "nvidia": "nvidia",
    "ibm-granite": "ibm",
    "CohereLabs": "cohere",
    "ai21labs": "ai21",
    "XiaomiMiMo": "xiaomi",
    "tencent": "tencent",
    "xai-org": "xai",
    "stepfun-ai": "stepfun",
    "baidu": "baidu",
}

# fmt: off
REPOSITORIES = (
    "Qwen/Qwen3.5-4B", "Qwen/Qwen3.5-9B", "Qwen/Qwen3.5-397B-A17B", "Qwen/Qwen3.6-27B", "Qwen/Qwen3-4B-Instruct-2507",
    "deepseek-ai/DeepSeek-R1-0528", "deepseek-ai/DeepSeek-V3.2", "google/gemma-3-1b-it", "google/gemma-3-1b-pt",
    "google/gemma-4-31B-it", "meta-llama/Llama-3.2-1B-Instruct", "moonshotai/Kimi-K2-Instruct", "moonshotai/Kimi-K2.6",
    "openai/gpt-oss-120b", "openai/gpt-oss-20b", "zai-org/GLM-4.7", "zai-org/GLM-5.2",
    *(f"Thireus/{name}-THIREUS-BF16-SPECIAL_SPLIT" for name in (
        "DeepSeek-R1-0528", "DeepSeek-V3.2", "GLM-4.7", "GLM-5.2", "Kimi-K2-Instruct", "Kimi-K2.6",
        "Qwen3-4B-Instruct-2507", "Qwen3.5-397B-A17B", "Qwen3.5-4B", "Qwen3.5-9B", "Qwen3.6-27B", "gemma-4-31B-it")))
# fmt: on
"""The repositories whose pages are read one by one."""


def lab_of(repository: str) -> str | None:
    """The lab whose repository this is, by its owner; None for every other."""
    return LABS.get(repository.partition("/")[0])


def newest_file_link(repository: str, kind: str, file: str) -> Link:
    """The newest version of a file. Its page and its download are the same document."""
    base = f"https://huggingface.co/{repository}"
    return Link(
        kind=kind,
        url=f"{base}/raw/main/{file}",
        document=f"{repository}/{file}",
        aliases=(f"{base}/resolve/main/{file}", f"{base}/blob/main/{file}"),
    )


def any_repository_patterns(file: str) -> str:
    """The urls of a file in any repository, as `Source.follow_patterns` has them. `file` is a
    regular expression.
    """
    return rf"https://huggingface\.co/([\w.-]+/[\w.-]+/(?:raw|resolve|blob)/main/{file})"


def repository_subject(page: Page) -> dict[str, Any]:
    """The fields `model` and `seller` of the claims of a file: the repository in the page's
    address, and its lab, if it has one.
    """
    repository = page.quote_in_url(r"huggingface\.co/([^/]+/[^/]+)/(?:raw|resolve|blob)/")
    return {"model": repository, "seller": lab_of(repository.text)}
