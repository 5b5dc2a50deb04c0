"""What outlets publish beside the pages: the files that pages may link, by their paths in the site."""

from collections.abc import Iterator

from aeosite.basics.language import DEFAULT, REQUIRED, Language
from aeosite.guide.dated import Dated
from aeosite.guide.papers import packed, papers
from aeosite.guide.year import due_steps, exact_events
from aeosite.model.help import Survey
from aeosite.model.records import MODELS
from aeosite.model.shape import tables_of
from aeosite.read.content import Content

DATA = "data/v1"
"""The folder of the data. Within a version fields are added, and none is renamed, taken away or given another meaning."""

WORKBOOK = f"{DATA}/aeo-guide.xlsx"


def offered(guide: Dated) -> frozenset[str]:
    """Return the files that pages may link: whatever outlets publish that is in the offline copy too."""
    leaflets = (paper.file for paper in papers(guide) if packed(paper))
    content = guide.content
    listed = (*_data(), *_sheets(content), *_feeds(content), *_calendars(guide), *_packages(content))
    return frozenset((*listed, *leaflets))


def beside(guide: Dated) -> frozenset[str]:
    """Return the files that are published and left out of the offline copy: a template links them, in what it says on the website alone."""
    return frozenset(paper.file for paper in papers(guide) if not packed(paper))


def _data() -> Iterator[str]:
    yield from (f"{DATA}/{name}" for name in ("index.json", "datapackage.json", "openapi.json", "LICENSE.txt"))
    yield WORKBOOK
    for model in MODELS:
        yield from (json_of(model.folder), schema_of(model.folder))
        yield from (csv_of(table.name) for table in tables_of(model))


def json_of(kind: str) -> str:
    """Return the file with every record of a kind."""
    return f"{DATA}/{kind}.json"


def schema_of(kind: str) -> str:
    """Return the file with the JSON Schema of a kind."""
    return f"{DATA}/schema/{kind}.json"


def csv_of(table: str) -> str:
    """Return the file with the rows of a table."""
    return f"{DATA}/csv/{table}.csv"


def record_of(kind: str, id_: str) -> str:
    """Return the file with one record. No page links it: the offline copy goes without."""
    return f"{DATA}/records/{kind}/{id_}.json"


def sheet_of(language: Language, survey: str, suffix: str) -> str:
    """Return the sheet that answers to a questionnaire are typed into: ``csv`` or ``xlsx``."""
    return f"sheets/{survey}.{language if language in REQUIRED else DEFAULT}.{suffix}"


def _sheets(content: Content) -> Iterator[str]:
    for record in content.all(Survey):
        yield from (sheet_of(language, record.id, suffix) for language in REQUIRED for suffix in ("csv", "xlsx"))


EVERYBODY = "updates"
"""The feed of all that changed, for whomever."""


REPLIES = "replies"
"""The feed of what readers asked and what became of it."""


def audiences_of(content: Content) -> tuple[str, ...]:
    """Return the audiences that have a feed of their own: all but everybody."""
    return tuple(audience for audience in content.vocabularies.get("audiences", {}) if audience != "all")


def feed_of(language: Language, audience: str, suffix: str) -> str:
    """Return the file of a feed: ``xml`` is Atom, ``json`` is JSON Feed."""
    return f"feeds/{language}/{audience}.{suffix}"


def _feeds(content: Content) -> Iterator[str]:
    for language in content.languages:
        for audience in (EVERYBODY, *audiences_of(content), REPLIES):
            yield from (feed_of(language, audience, suffix) for suffix in ("xml", "json"))


EVENTS, YEAR = "events", "year"
"""The calendars: events, and what comes back every year."""

REMINDERS = (0, 7, 30)
"""How many days before the day the calendars of the year remind the reader; 0 is not at all."""


def calendar_of(language: Language, name: str, days: int = 0) -> str:
    """Return the file of a calendar, or of one entry of it, such as ``events/wco-aeo-6``."""
    return f"calendar/{language}/{name}{f'-{days}-days' if days else ''}.ics"


def _calendars(guide: Dated) -> Iterator[str]:
    for language in guide.content.languages:
        yield calendar_of(language, EVENTS)
        yield from (calendar_of(language, YEAR, days) for days in REMINDERS)
        yield from (calendar_of(language, f"{EVENTS}/{record.id}") for record in exact_events(guide.content))
        yield from (calendar_of(language, f"{YEAR}/{record.id}") for record in due_steps(guide))


def quiz_page(content: Content) -> str | None:
    """Return the path of the page that holds the quiz, or None where no page does."""
    outlines = (content.outline(DEFAULT, path) for path in content.pages[DEFAULT])
    return next((one.path for one in outlines if any(call.name == "quiz" for call in one.directives)), None)


def scorm_of(language: Language) -> str:
    """Return the file with the quiz of a language for a learning platform."""
    return f"download/aeo-quiz-{language}.zip"


def _packages(content: Content) -> Iterator[str]:
    if quiz_page(content):
        yield from (scorm_of(language) for language in content.languages)
