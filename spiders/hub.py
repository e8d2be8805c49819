"""Repositories on Hugging Face: that of a lab's organisation speaks for the lab, every other for itself."""

LABS = {
    "Qwen": "alibaba", "deepseek-ai": "deepseek", "google": "google", "meta-llama": "meta", "zai-org": "zai",
    "MiniMaxAI": "minimax", "mistralai": "mistral", "moonshotai": "moonshotai", "openai": "openai",
    "microsoft": "microsoft", "nvidia": "nvidia", "ibm-granite": "ibm", "CohereLabs": "cohere", "ai21labs": "ai21",
    "XiaomiMiMo": "xiaomi", "tencent": "tencent", "xai-org": "xai", "stepfun-ai": "stepfun", "baidu": "baidu",
}  # fmt: skip


def lab_of(repository: str) -> str | None:
    """The lab whose repository this is, by its owner; None for every other."""
    return LABS.get(repository.partition("/")[0])
