"""Groq's deprecations."""

from datetime import datetime

from spiders.authoring import (
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Section,
    newest_notes,
    read_one_day,
    successor_claims,
)

# "On March 5, 2026, we emailed", "in March 2026, we tested and emailed"
ANNOUNCED = r"\b[OoIi]n ((?:[A-Z][a-z]+ \d{1,2}, |[A-Z][a-z]+ )\d{4}), we (?:[^.]* and )?emailed\b"
EXEMPTION = r"deprecation (applies to [^.]+)\."
# "openai/gpt-oss-120b", "llama-3.3-70b-versatile"
MODEL_ID = r"(?<![\w(/.-])(?:[\w-]+/)?[a-z][\w.]*(?:-[\w.]+)+"
SHUTDOWN_DATE_FORM = "%m/%d/%y"


class GroqLifecycle(Documentation):
    """Groq's shutdowns: one section per day, with a table of models and their replacements.

    Dates in numbers are written month, day, year. A model that several sections name has the dates
    of the latest one.
    """

    publisher = "groq"
    role = "lifecycle"
    links = [Link.markdown("lifecycle", "https://console.groq.com/docs/deprecations")]
    expect = {"shutdowns": range(30, 3000)}

    def shutdowns(self, page: Page) -> Claims:
        notes: list[tuple[str, Claims]] = []
        for section in page.outline.sections():
            if section.tables("Shutdown Date"):
                day = read_one_day(section.title)
                notes.append((day.iso, self.shutdown(section)))
        return newest_notes(notes, lambda claim: claim.subject_name)

    def shutdown(self, section: Section) -> Claims:
        announced = section.find(ANNOUNCED)
        exemption = section.find(EXEMPTION)
        for row in section.table("Shutdown Date").rows():
            route = row.pop("Deprecated Model", "Model ID")
            day = row.pop("Shutdown Date").with_context(validity=exemption)
            yield Claim(route=route, attribute="retired_date", value=iso_date(day.text), quote=day)
            replacements = row.pop("Recommended Replacement Model ID").find_all(MODEL_ID)
            yield from successor_claims(route, replacements)
            if announced:
                yield Claim(route=route, attribute="deprecated_date", quote=announced)


def iso_date(text: str) -> str:
    """The ISO date of one such as "08/16/26". Raises LayoutChanged for anything else."""
    try:
        day = datetime.strptime(text, SHUTDOWN_DATE_FORM)  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        raise LayoutChanged(
            "a date is written in another form", expected=SHUTDOWN_DATE_FORM, found=repr(text)
        ) from None
    return day.date().isoformat()
