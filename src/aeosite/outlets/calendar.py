"""Calendars: the events of the guide and the days that come back every year, as whole days (RFC 5545, RFC 7986), to add or to follow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from aeosite.basics.cache import digest
from aeosite.basics.fallback import plain
from aeosite.basics.phrases import FOLDER, Phrases, phrases_below
from aeosite.compose.book import Book
from aeosite.guide.dates import show_date
from aeosite.guide.guide import Guide, address_of
from aeosite.guide.offers import EVENTS, REMINDERS, YEAR, calendar_of
from aeosite.guide.year import day_after, days_of, due_steps, exact_events, first_due
from aeosite.model.base import Basis, RecordModel, Sourced
from aeosite.model.fields import Pair
from aeosite.model.help import Event, Step
from aeosite.model.records import Instrument
from aeosite.outlets.files import Make, made, written
from aeosite.outlets.identity import lasting
from aeosite.outlets.outlet import Say
from aeosite.read.content import Record

REFRESH = timedelta(days=7)
"""How often a calendar that is followed is asked for again."""

REMINDED_AT = timedelta(hours=9)
"""The time of day of a reminder, on the reader's own clock."""

_COUNTED_FROM = date(2026, 1, 1)


@dataclass(frozen=True)
class Entry:
    """A whole day, or several, in a calendar.

    Attributes:
        uid: its name, the same in every edition and language.
        first: its first day.
        last: its last day.
        summary: what it is.
        text: what there is to know, with its basis and evidence.
        kind: what kind of thing it is.
        verified_on: the day it was last checked; a change of the record comes with a new one.
        place: where it is.
        url: where the guide says it, if the guide has a public address.
        yearly: it comes back every year.
    """

    uid: str
    first: date
    last: date
    summary: str
    text: str
    kind: str
    verified_on: date
    place: str | None = None
    url: str | None = None
    yearly: bool = False


@dataclass(frozen=True)
class _Voice:
    """What is needed to say something in a language."""

    phrases: Phrases
    name: str
    site_url: str | None

    def gettext(self, phrase: str, **values: object) -> str:
        return plain(self.phrases.gettext(phrase, **values))

    def text(self, pair: Pair) -> str:
        return pair.in_(self.phrases.language)


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the calendars below ``folder/site`` and return the paths of their files.

    Args:
        book: the articles; the calendars are made from its guide.
        folder: the folder of everything that is being published.
        say: told nothing.
    """
    settings = book.settings
    phrases_in = phrases_below(settings.root / FOLDER)
    makers: dict[str, Make] = {
        digest(language, name, settings.printed_url or ""): partial(
            _of_language, _Voice(phrases_in(language), name, settings.printed_url)
        )
        for language, name in settings.names.items()
    }
    return written(book, made(book, "calendar", makers), list(makers.values()), folder / "site")


def _of_language(voice: _Voice, guide: Guide) -> Mapping[str, bytes]:
    return dict(_files(voice, guide))


def _files(voice: _Voice, guide: Guide) -> Iterator[tuple[str, bytes]]:
    language = voice.phrases.language
    events = {record.id: event_entry(guide, record, voice) for record in exact_events(guide.content)}
    title = voice.gettext("%(guide)s：活动", guide=voice.name)
    yield calendar_of(language, EVENTS), _file(voice, title, list(events.values()), follow=calendar_of(language, EVENTS))
    for id_, entry in events.items():
        yield calendar_of(language, f"{EVENTS}/{id_}"), _file(voice, title, [entry])
    due = {record.id: due_entry(guide, record, voice) for record in due_steps(guide)}
    title = voice.gettext("%(guide)s：每年的日期", guide=voice.name)
    for days in REMINDERS:
        path = calendar_of(language, YEAR, days)
        yield path, _file(voice, title, list(due.values()), follow=path, days=days)
    for id_, entry in due.items():
        yield calendar_of(language, f"{YEAR}/{id_}"), _file(voice, title, [entry])


def event_entry(guide: Guide, record: Record[Event], voice: _Voice) -> Entry:
    """Return an event whose days are known as a calendar of a language says it."""
    data = record.data
    days = days_of(data)
    assert days is not None
    told = [voice.text(data.about), *_support(guide, data, voice)]
    return Entry(
        lasting("calendar", "events", record.id),
        *days,
        voice.text(data.name),
        "\n".join(told),
        voice.text(guide.content.label(data.type)),
        data.verified_on,
        voice.text(data.place) if data.place else None,
        _url(guide, record, voice),
    )


def due_entry(guide: Guide, record: Record[Step], voice: _Voice) -> Entry:
    """Return a step that is due every year as a calendar of a language says it; its first day is the first time it was due."""
    data = record.data
    first = first_due(guide.content, data)
    basis = voice.gettext("；").join(_cited(guide, one, voice) for one in data.basis)
    when = [voice.text(data.duration)] if data.duration else []
    told = [voice.text(data.what), *when, voice.gettext("依据：%(basis)s。", basis=basis), *_support(guide, data, voice)]
    return Entry(
        lasting("calendar", "year", record.id),
        first,
        first,
        f"{voice.text(data.title)}{voice.gettext('（')}{voice.text(data.who)}{voice.gettext('）')}",
        "\n".join(told),
        voice.text(guide.content.label(data.phase)),
        data.verified_on,
        None,
        _url(guide, record, voice),
        yearly=True,
    )


def _cited(guide: Guide, basis: Basis, voice: _Voice) -> str:
    number = voice.text(guide.content.get(Instrument, basis.instrument).number)
    return f"{number}{voice.gettext('，')}{voice.text(basis.item)}" if basis.item else number


def _support(guide: Guide, data: Sourced, voice: _Voice) -> Iterator[str]:
    if data.note:
        yield voice.text(data.note)
    label = voice.text(guide.content.label(data.evidence))
    day = plain(show_date(data.verified_on, voice.phrases))
    yield voice.gettext("依据程度：%(evidence)s；核对日期：%(day)s。", evidence=label, day=day)
    yield voice.gettext("以官方文件原文为准；拿不准的请咨询海关（12360）。")


def _url(guide: Guide, record: Record[RecordModel], voice: _Voice) -> str | None:
    home = guide.homes.get(record.id)
    if home is None or voice.site_url is None:
        return None
    return f"{voice.site_url}{address_of((voice.phrases.language, home))}#{record.id}"


def _file(voice: _Voice, title: str, entries: Sequence[Entry], *, follow: str | None = None, days: int = 0) -> bytes:
    """Return a calendar as a file.

    Args:
        voice: the language it speaks.
        title: what it is called.
        entries: its entries, in order.
        follow: where in the site it lies, if it can be followed.
        days: how many days before an entry the reader is reminded; 0 for not at all.
    """
    import icalendar  # reading it takes as long as a small build, and most builds make no calendar

    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//AEO Guide//aeosite//{voice.phrases.language.upper()}")
    calendar.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):
        calendar.add(name, title)
    if follow:
        calendar.add("uid", lasting("calendar", follow))
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
        if voice.site_url:
            calendar.add("source", f"{voice.site_url}{follow}", parameters={"VALUE": "URI"})
    for entry in entries:
        calendar.add_component(_component(icalendar.Event(), entry))
        if days:
            alarm = icalendar.Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", entry.summary)
            alarm.add("trigger", REMINDED_AT - timedelta(days=days))
            calendar.subcomponents[-1].add_component(alarm)
    return bytes(calendar.to_ical(sorted=False))


def _component(event: "icalendar.Event", entry: Entry) -> "icalendar.Event":  # type: ignore[name-defined] # noqa: F821
    checked = datetime.combine(entry.verified_on, time(), UTC)
    event.add("uid", entry.uid)
    event.add("dtstamp", checked)
    event.add("last-modified", checked)
    event.add("sequence", max(0, (entry.verified_on - _COUNTED_FROM).days))
    event.add("dtstart", entry.first)
    event.add("dtend", day_after(entry.last))
    if entry.yearly:
        event.add("rrule", {"freq": "yearly"})
    event.add("summary", entry.summary)
    event.add("description", entry.text)
    event.add("categories", [entry.kind])
    event.add("class", "PUBLIC")
    event.add("transp", "TRANSPARENT")
    if entry.place:
        event.add("location", entry.place)
    if entry.url:
        event.add("url", entry.url)
    return event
