"""What readers may filter and sort by: the words of each measure and partner, and how many fit each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale
from pypinyin import lazy_pinyin

from aeosite.basics.language import REQUIRED, Language
from aeosite.guide.picks.choosing import position
from aeosite.guide.status import measure_state, partner_status
from aeosite.model.fields import Pair, PartialDate
from aeosite.model.help import District
from aeosite.model.records import Measure, Partner
from aeosite.read.content import Content

UNKNOWN = "unknown"
"""The word for what a record does not know; shown to readers as not confirmed."""

Words = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Facet:
    """One question a reader may answer: its name in addresses and data attributes, and the vocabulary of its answers.

    ``wide`` are words that take in every word but each other: a measure for any goods is also one for food.
    """

    name: str
    vocabulary: str
    wide: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
    """A facet with the words that occur, in the order of the vocabulary, each with how many records fit it."""

    facet: Facet
    counts: Mapping[str, int]


MEASURE_FACETS = (
    Facet("tier", "tiers"),
    Facet("type", "enterprise-types", ("any",)),
    Facet("goods", "goods", ("any", UNKNOWN)),
    Facet("stage", "stages"),
    Facet("strength", "strengths"),
    Facet("state", "measure-states"),
)
PARTNER_FACETS = (Facet("status", "partner-statuses"), Facet("region", "regions"), Facet("direction", "directions"))


def words_of(content: Content, record: Measure | Partner, as_of: date) -> Words:
    """Return the words a measure or partner is filtered and sorted by on a date."""
    return measure_words(content, record, as_of) if isinstance(record, Measure) else partner_words(record, as_of)


def measure_words(content: Content, measure: Measure, as_of: date) -> Words:
    """Return the words of a measure for each facet on a date."""
    return {
        "tier": measure.tiers,
        "type": measure.enterprise_types,
        "goods": measure.goods or [UNKNOWN],
        "stage": [measure.stage],
        "strength": [measure.strength or UNKNOWN],
        "state": [measure_state(content, measure, as_of)],
    }


def partner_words(partner: Partner, as_of: date) -> Words:
    """Return the words of an arrangement for each facet on a date, and the days it is sorted by, empty where not known.

    A date known to the month or the year, or as no later than a day, stands as the last day it can mean.
    """
    return {
        "status": [partner_status(partner, as_of)],
        "region": [partner.region],
        "direction": [partner.direction or UNKNOWN],
        "signed": _day(partner.signed),
        "in-force": _day(partner.in_force_from),
    }


def found_by(record: Measure | Partner | District, language: Language) -> str:
    """Return what a record is found by when a reader types, on a page of a language: names, what else people say, pinyin, a code."""
    texts = _texts(record)
    called = [text for pair in texts for text in (pair.in_(language), pair.zh, pair.en)]
    members = list(_members(record.members)) if isinstance(record, Partner) else []
    read = (
        [] if isinstance(record, Measure) else ["".join(lazy_pinyin(name)) for name in (*(pair.zh for pair in texts), *members)]
    )
    code = [] if isinstance(record, Measure) else [record.code or ""]
    also = record.also.in_(language) if record.also else ()
    return " ".join(filter(None, dict.fromkeys([*called, *members, *read, *code, *also])))


def _texts(record: Measure | Partner | District) -> tuple[Pair, ...]:
    if isinstance(record, District):
        return record.name, record.seat, record.province
    return (record.name if isinstance(record, Partner) else record.title,)


def _members(codes: Iterable[str]) -> Iterator[str]:
    """Yield the names of countries and regions in both languages, by CLDR."""
    for language in REQUIRED:
        names = Locale(language).territories
        yield from (names[code] for code in codes)


def province_word(district: District) -> str:
    """Return the word a customs authority is filtered by: its province in English, in lower case with hyphens."""
    return re.sub(r"[^a-z]+", "-", district.province.text.en.lower()).strip("-")


def provinces(districts: Iterable[District]) -> list[tuple[str, Pair, int]]:
    """Return the provinces of some customs authorities in the order they occur: word, name, how many are there."""
    found = [(province_word(district), district.province) for district in districts]
    counts = Counter(word for word, _ in found)
    return [(word, name, counts[word]) for word, name in dict(found).items()]


def _day(when: PartialDate | None) -> list[str]:
    return [when.latest.isoformat()] if when else []


def choices(content: Content, facets: Iterable[Facet], found: Sequence[Words]) -> list[Choices]:
    """Return each facet with the words that occur among some records and how many of them fit each word alone.

    Args:
        content: whose vocabularies give the order.
        facets: the facets.
        found: the words of each record.
    """
    return [_choices(list(content.vocabularies.get(facet.vocabulary, {})), facet, found) for facet in facets]


def _choices(order: list[str], facet: Facet, found: Sequence[Words]) -> Choices:
    occurring = {str(word) for words in found for word in words[facet.name]}
    in_order = sorted(occurring, key=lambda word: (position(order, word), word))
    return Choices(facet, {word: sum(fits(facet, word, words) for words in found) for word in in_order})


def fits(facet: Facet, word: str, words: Words) -> bool:
    """Whether a record is meant for one answer to a facet. What is for everyone is listed only when a reader asks for it too."""
    return word in words[facet.name]
