"""What changed in the guide, as feeds: Atom (RFC 4287) and JSON Feed 1.1, in each language, for everybody and for each audience."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from html import escape
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from aeosite.basics.cache import digest
from aeosite.basics.fallback import plain
from aeosite.basics.language import Language
from aeosite.basics.phrases import FOLDER, Phrases, phrases_below
from aeosite.compose.book import Book
from aeosite.guide.guide import Guide, address_of
from aeosite.guide.offers import EVERYBODY, REPLIES, audiences_of, feed_of
from aeosite.guide.picks.help import updates
from aeosite.guide.picks.replies import latest, replies
from aeosite.model.help import Reply, Update
from aeosite.outlets.data.licence import ADDRESS, TITLE
from aeosite.outlets.files import Make, made, written
from aeosite.outlets.identity import lasting
from aeosite.outlets.outlet import Say
from aeosite.read.content import Record
from aeosite.read.pages import Outline

ATOM = "http://www.w3.org/2005/Atom"
JSON_FEED = "https://jsonfeed.org/version/1.1"
_UP = "../../"
"""The way from a feed to the root of the site, where no public address is set."""

_FIRST = re.compile(r"[。：；]|[:;](?= )|\.(?= [A-Z]|$)")


@dataclass(frozen=True)
class Place:
    """A feed.

    Attributes:
        language: its language.
        audience: its audience.
        name: what the guide is called.
        page: the page that lists what changed.
        site_url: the address the guide is published at, ending in ``/``, if that is known.
    """

    language: Language
    audience: str
    name: str
    page: str
    site_url: str | None

    def address(self, path: str) -> str:
        """Return the address of something in the site: absolute where the guide has an address, else as seen from the feed."""
        return f"{self.site_url or _UP}{path}"


@dataclass(frozen=True)
class Entry:
    """A note of what changed, in one language: its lasting name, its words, and the pages it is about by address and title."""

    id: str
    day: date
    title: str
    text: str
    address: str
    pages: tuple[tuple[str, str], ...]
    audiences: tuple[str, ...]


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the feeds below ``folder/site`` and return the paths of their files.

    Args:
        book: the articles; the feeds are made from its guide.
        folder: the folder of everything that is being published.
        say: told nothing.
    """
    settings = book.settings
    phrases_in = phrases_below(settings.root / FOLDER)
    makers: dict[str, Make] = {
        digest(language, name, settings.printed_url or ""): partial(
            _of_language, phrases_in(language), name, settings.printed_url
        )
        for language, name in settings.names.items()
    }
    return written(book, made(book, "feeds", makers), list(makers.values()), folder / "site")


def _of_language(phrases: Phrases, name: str, site_url: str | None, guide: Guide) -> Mapping[str, bytes]:
    return dict(_files(phrases, name, site_url, guide))


def _files(phrases: Phrases, name: str, site_url: str | None, guide: Guide) -> Iterator[tuple[str, bytes]]:
    language = phrases.language
    records = updates(guide)
    page = next((guide.homes[record.id] for record in records if record.id in guide.homes), "index.md")
    for audience in (EVERYBODY, *audiences_of(guide.content)):
        place = Place(language, audience, name, page, site_url)
        listed = [entry_of(guide, record, place) for record in records if is_for(guide, record.data, audience)]
        title = _title(guide, phrases, place)
        yield feed_of(language, audience, "xml"), atom(place, title, listed, phrases, guide.as_of)
        yield feed_of(language, audience, "json"), json_feed(place, title, listed, phrases)
    yield from _of_replies(guide, phrases, name, site_url)


def _of_replies(guide: Guide, phrases: Phrases, name: str, site_url: str | None) -> Iterator[tuple[str, bytes]]:
    """Yield the feed of what readers asked and what became of it."""
    content, language = guide.content, phrases.language
    pages = (path for path in content.pages[language] if _lists_replies(content.outline(language, path)))
    place = Place(language, REPLIES, name, next(pages, "index.md"), site_url)
    title = plain(phrases.gettext("%(guide)s：对读者的答复", guide=name))
    listed = [reply_entry_of(guide, record, place) for record in replies(guide)]
    yield feed_of(language, REPLIES, "xml"), atom(place, title, listed, phrases, guide.as_of)
    yield feed_of(language, REPLIES, "json"), json_feed(place, title, listed, phrases)


def _lists_replies(outline: Outline) -> bool:
    return any(call.name == "replies" for call in outline.directives)


def reply_entry_of(guide: Guide, record: Record[Reply], place: Place) -> Entry:
    """Return a reply as a feed of a language says it: the question as its title, then how far it has come and the answer."""
    data, language = record.data, place.language
    said = [guide.content.label(data.state), *filter(None, (data.answer, data.why))]
    named = {str(audience) for audience in data.audiences}
    return Entry(
        f"urn:uuid:{lasting('replies', record.id, language)}",
        latest(data),
        data.question.in_(language),
        ("：" if language == "zh" else ": ").join(text.in_(language) for text in said),
        place.address(f"{address_of((language, guide.homes.get(record.id, place.page)))}#{record.id}"),
        tuple((place.address(address_of((language, path))), _title_of(guide, language, path)) for path in data.pages),
        tuple(audience for audience in audiences_of(guide.content) if audience in named or "all" in named),
    )


def _title_of(guide: Guide, language: Language, path: str) -> str:
    front = guide.content.outline(language, path).front
    return front.title if front else path


def is_for(guide: Guide, update: Update, audience: str) -> bool:
    """Whether a note concerns an audience: one of its pages is written for it, or for everybody."""
    return audience == EVERYBODY or audience in _audiences(guide, update)


def _audiences(guide: Guide, update: Update) -> tuple[str, ...]:
    """Return the audiences that a note concerns, in the order of the vocabulary."""
    known = audiences_of(guide.content)
    fronts = [guide.content.outline(guide.content.languages[0], path).front for path in update.pages]
    named = [{str(audience) for audience in front.audiences} for front in fronts if front]
    everybody = any(not words or "all" in words for words in named)
    return tuple(audience for audience in known if everybody or any(audience in words for words in named))


def _title(guide: Guide, phrases: Phrases, place: Place) -> str:
    title = plain(phrases.gettext("%(guide)s：更新", guide=place.name))
    if place.audience == EVERYBODY:
        return title
    label = guide.content.vocabularies["audiences"][place.audience].label.in_(place.language)
    return plain(f"{title}{phrases.gettext('（')}{label}{phrases.gettext('）')}")


def entry_of(guide: Guide, record: Record[Update], place: Place) -> Entry:
    """Return a note as a feed of a language says it."""
    data, language = record.data, place.language
    text = data.text.in_(language)
    return Entry(
        f"urn:uuid:{lasting('updates', record.id, language)}",
        data.date,
        _FIRST.split(text, maxsplit=1)[0],
        text,
        place.address(f"{address_of((language, place.page))}#{record.id}"),
        tuple((place.address(address_of((language, path))), _title_of(guide, language, path)) for path in data.pages),
        _audiences(guide, data),
    )


def _when(day: date) -> str:
    """Return a day as RFC 3339: its beginning in China."""
    return f"{day.isoformat()}T00:00:00+08:00"


def _feed_id(place: Place) -> str:
    return f"urn:uuid:{lasting('feeds', place.language, place.audience)}"


def atom(place: Place, title: str, entries: Sequence[Entry], phrases: Phrases, as_of: date) -> bytes:
    """Return an Atom feed.

    Args:
        place: which feed it is.
        title: what it is called.
        entries: its entries, newest first.
        phrases: the phrases of its language.
        as_of: the date of the edition, for a feed without entries.
    """
    feed = Element("feed", {"xmlns": ATOM, "xml:lang": place.language})
    _told(feed, id=_feed_id(place), title=title, updated=_when(max((entry.day for entry in entries), default=as_of)))
    own = feed_of(place.language, place.audience, "xml")
    SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": place.address(own)})
    page = place.address(address_of((place.language, place.page)))
    SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "hreflang": place.language, "href": page})
    SubElement(feed, "link", {"rel": "license", "href": ADDRESS})
    _told(feed, rights=f"{TITLE} (CC BY 4.0)")
    _told(SubElement(feed, "author"), name=place.name)
    for entry in entries:
        one = SubElement(feed, "entry")
        _told(one, id=entry.id, title=entry.title, published=_when(entry.day), updated=_when(entry.day))
        SubElement(one, "link", {"rel": "alternate", "type": "text/html", "href": entry.address})
        for audience in entry.audiences:
            SubElement(one, "category", {"term": audience})
        content = SubElement(one, "content", {"type": "html"})
        content.text = _html(entry, phrases, linked=True)
    indent(feed, " ")
    text: str = tostring(feed, "unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode()


def _told(parent: Element, **texts: str) -> None:
    for name, text in texts.items():
        SubElement(parent, name).text = text


def _html(entry: Entry, phrases: Phrases, *, linked: bool) -> str:
    pages = (f'<a href="{escape(address)}">{escape(title)}</a>' if linked else escape(title) for address, title in entry.pages)
    return plain(f"<p>{escape(entry.text)}</p><p>{phrases.gettext('涉及页面：')}{phrases.gettext('、').join(pages)}</p>")


def json_feed(place: Place, title: str, entries: Sequence[Entry], phrases: Phrases) -> bytes:
    """Return a JSON feed. Addresses in it must be absolute, so it has some only where the guide has a public address.

    Args:
        place: which feed it is.
        title: what it is called.
        entries: its entries, newest first.
        phrases: the phrases of its language.
    """
    feed: dict[str, Any] = {"version": JSON_FEED, "title": title, "language": place.language, "authors": [{"name": place.name}]}
    if place.site_url:
        feed["home_page_url"] = place.address(address_of((place.language, place.page)))
        feed["feed_url"] = place.address(feed_of(place.language, place.audience, "json"))
    feed["items"] = [_item(place, entry, phrases) for entry in entries]
    return (json.dumps(feed, ensure_ascii=False, indent=1) + "\n").encode()


def _item(place: Place, entry: Entry, phrases: Phrases) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.id, "title": entry.title}
    if place.site_url:
        item["url"] = entry.address
    item["content_html"] = _html(entry, phrases, linked=place.site_url is not None)
    item["content_text"] = entry.text
    return {**item, "date_published": _when(entry.day), "tags": list(entry.audiences)}
