"""Rules by which one value implies another. Where the values of a model break a rule, the page
shows both and says so.
"""

from collections.abc import Iterable, Mapping

from reports.values.sentence import Named, Sentence, SentencePart, citable, format_sentence
from reports.values.value import FrozenModel, NotApplicable, Value, is_no, is_yes, number_of

_MULTIMODAL = ("audio", "image", "video")


class Conflict(FrozenModel):
    """A rule that two values break together."""

    rule: str
    values: tuple[str, str]
    """What the two values are about."""
    sentence: Sentence


def conflicts(
    name: str, attributes: Mapping[str, Value], capabilities: Mapping[str, Value]
) -> tuple[Conflict, ...]:
    """Every rule of limits, weights and capabilities that the values of one model break."""
    return tuple(_conflicts(Named(text=name), attributes, capabilities))


def _conflicts(
    name: Named, attributes: Mapping[str, Value], capabilities: Mapping[str, Value]
) -> Iterable[Conflict]:
    context, output = attributes["context_tokens"], attributes["max_output_tokens"]
    window, answer = number_of(context), number_of(output)
    if window is not None and answer is not None and answer > window:
        parts: list[SentencePart] = [part for part in (citable(output), citable(context)) if part]
        yield _conflict(
            "an answer fits in the context window",
            output,
            context,
            format_sentence(
                "{} is said to answer with {} tokens but to hold only {}: one of the two is wrong.",
                name,
                *parts,
            ),
        )
    if is_yes(attributes["open_weights"]) and isinstance(attributes["licence"], NotApplicable):
        yield _conflict(
            "published weights have a licence",
            attributes["open_weights"],
            attributes["licence"],
            format_sentence(
                "The weights of {} are published, and yet no licence is said to apply.", name
            ),
        )
    vision, multimodal = capabilities["vision"], capabilities["multimodal"]
    if is_yes(vision) and is_no(multimodal):
        yield _conflict(
            "vision implies multimodal",
            vision,
            multimodal,
            format_sentence("{} is said to see, and not to be multimodal.", name),
        )
    tools, calling = capabilities["tool_use"], capabilities["function_calling"]
    if tools.about == calling.about and tools != calling:
        yield _conflict(
            "tool use is function calling",
            tools,
            calling,
            format_sentence("{} has two values for one fact.", name),
        )


def _conflict(rule: str, one: Value, other: Value, sentence: Sentence) -> Conflict:
    return Conflict(rule=rule, values=(one.about, other.about), sentence=sentence)
