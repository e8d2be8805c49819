"""How a run was set, out of the labels in which leaderboards glue that to a model's name:
"gpt-5-mini-high".
"""

import re
from typing import NamedTuple

from spiders.claims import Claim, Quote, Score

_EFFORT = "(minimal|low|medium|high|xhigh)"
_ENDS = {
    rf"-{_EFFORT}-effort$": "{}",
    r"-thinking-(\d+k|auto)$": "{} thinking",
    r"-(high)thinking$": "{} thinking",
    r"-no-?thinking$": "no thinking",
    r"(?<=-20\d{6})-base$": "base",
}
# Other makers have models of their own that are called so: mistral-medium, kimi-k2-thinking.
_SWITCHED = re.compile(r"(?:[\w-]+/)?(?:claude|deepseek-v|gemini|gpt|grok|o\d)[\w.-]*")
_SWITCHED_ENDS = {
    rf"-{_EFFORT}(?=-20\d\d-\d\d-\d\d$)": "{}",
    rf"-{_EFFORT}$": "{}",
    r"-thinking$": "thinking",
}


class RunLabel(NamedTuple):
    """A label read: the model's name, and how it was run, in the order of the label; None where
    nothing says so.
    """

    label: Quote
    name: str
    setting: str | None

    def scored(self, score: Score, quote: Quote) -> Claim:
        """The claim that the model had this score in this setting."""
        return Claim(
            model=self.label,
            full_name=self.name,
            attribute="score",
            score=score,
            variant=self.setting,
            quote=quote,
        )


def read_run_label(label: Quote) -> RunLabel:
    """The model and the setting in a label such as
    "claude-opus-4-5-20251101-thinking-64k-high-effort".
    """
    ends = _ENDS | (_SWITCHED_ENDS if _SWITCHED.fullmatch(label.text) else {})
    name, settings = label.text, list[str]()
    while matches := [
        (match, words) for end, words in ends.items() if (match := re.search(end, name))
    ]:
        match, words = matches[0]
        name = name[: match.start()] + name[match.end() :]
        settings.insert(0, words.format(*match.groups()))
    return RunLabel(label, name, ", ".join(settings) or None)
