"""The claim kit: for each partner what is declared, in which form, since when, on which document, and what is not confirmed."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from babel import Locale
from pypinyin import lazy_pinyin

from aeosite.basics.language import REQUIRED, Language
from aeosite.basics.phrases import InLanguage, Phrases
from aeosite.guide.dates import show_date
from aeosite.guide.status import PARTNER_STATUSES, partner_status
from aeosite.model.fields import Pair, PartialDate
from aeosite.model.records import Instrument, Partner
from aeosite.read.content import Content, Record

DIRECTIONS = ("import", "export")
"""Which way the goods go, as seen from China."""

NOT_COUNTRIES = frozenset(["AC", "CN", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])
"""Codes that CLDR names but that are no country or region of ISO 3166-1, and China itself."""

Facts = dict[str, object]
Link = Callable[[str], str | None]
"""Returns the address of a record as seen from the page, or None where no page shows it."""


def claim_kit(content: Content, language: Language, as_of: date, link: Link, phrases_in: InLanguage) -> Facts:
    """Return what the claim kit knows, ready for JSON.

    Args:
        content: the content.
        language: the language of the page.
        as_of: the date the guide speaks of; the status of each arrangement is that of this date.
        link: the address of a record.
        phrases_in: the phrases of a language, for dates.

    Returns:
        ``language``; ``partners``: facts by id; ``groups``: pairs of a status and the ids of its partners, by name;
        ``owners``: the id of the partner that a country or region code belongs to, members of a union included.
    """
    records = sorted(content.all(Partner), key=lambda record: sort_key(record.data.name.in_(language), language))
    partners = {record.id: partner_facts(content, record, language, as_of, link, phrases_in) for record in records}
    groups = [(status, [id_ for id_, facts in partners.items() if facts["status"] == status]) for status in PARTNER_STATUSES]
    return {
        "language": language,
        "partners": partners,
        "groups": [(status, ids) for status, ids in groups if ids],
        "owners": {code: record.id for record in records for code in _codes(record.data)},
    }


def choices(content: Content, language: Language) -> dict[str, list[Facts]]:
    """Return the countries and regions that can be chosen beside the partners: ``members`` of a union, and all ``others``, by name.

    Each has its ``code``, its ``name``, what else it is ``found`` by (its name in the other language, pinyin), and for a member the
    id of the partner it belongs to, ``of``. Names are those of CLDR.
    """
    records = content.all(Partner)
    members = {code: record.id for record in records for code in record.data.members}
    taken = NOT_COUNTRIES | members.keys() | {record.data.code for record in records}
    codes = (code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha())
    return {
        "members": _named(members, language, members),
        "others": _named((code for code in codes if code not in taken), language, {}),
    }


def also_found(zh: str, en: str, language: Language) -> str:
    """Return what a name is also found by, in small letters: its pinyin without blanks, and the name in the other language."""
    return " ".join(["".join(lazy_pinyin(zh)), en if language == "zh" else zh]).lower()


def sort_key(name: str, language: Language) -> tuple[str, str]:
    """Return what names are sorted by: in Chinese the pinyin, else the letters without their marks."""
    read = " ".join(lazy_pinyin(name)) if language == "zh" else name
    plain = (char for char in unicodedata.normalize("NFKD", read) if not unicodedata.combining(char))
    return "".join(plain).casefold(), name


def _named(codes: Iterable[str], language: Language, owners: Mapping[str, str]) -> list[Facts]:
    zh, en, own = (Locale(each).territories for each in ("zh", "en", language))
    return [
        {"code": code, "name": own[code], "found": also_found(zh[code], en[code], language), "of": owners.get(code)}
        for code in sorted(codes, key=lambda code: sort_key(own[code], language))
    ]


def partner_facts(
    content: Content, record: Record[Partner], language: Language, as_of: date, link: Link, phrases_in: InLanguage
) -> Facts:
    """Return what the claim kit says of one partner.

    Returns:
        ``status`` on the date; ``starts``: what its codes start with, anything being an empty text; ``pattern`` of its code and whether that is ``sure``,
        that is, from an official document; ``prefix`` of the Chinese code; ``tags`` by direction, see ``tags_of``; ``texts`` by
        language, without what is not confirmed: both for the letter, notes in that of the page only; ``links``.
    """
    partner = record.data
    texts = {each: texts_of(content, partner, phrases_in(each)) for each in dict.fromkeys((*REQUIRED, language))}
    texts[language] |= _in(language, _asides(partner))
    return {
        "status": partner_status(partner, as_of),
        "starts": _starts(partner),
        "pattern": partner.code_in.pattern if partner.code_in else None,
        "sure": bool(partner.code_in and partner.code_in.evidence == "official"),
        "prefix": partner.code_out.prefix if partner.code_out else None,
        "tags": {direction: tags_of(partner, direction, as_of) for direction in DIRECTIONS},
        "texts": texts,
        "links": {"partner": link(record.id), "announcement": link(partner.announcement) if partner.announcement else None},
    }


def tags_of(partner: Partner, direction: str, as_of: date) -> list[str]:
    """Return the words that say which sentences of the kit and its letter hold for a partner.

    Args:
        partner: the partner.
        direction: ``import`` or ``export``.
        as_of: the date the guide speaks of.

    Returns:
        the direction and the status; ``covers-…``, ``evidence-…``, ``form-…`` and ``needs-…`` with a word of the record; the name
        of each text of ``texts_of`` that is known; ``live``: in force or a pilot; ``declares``: the partner's code goes into the
        Chinese declaration; ``letter``: there is something to write to the partner. The arrangement decides: a code is declared on
        exports only where it covers both directions.
    """
    status, out = partner_status(partner, as_of), partner.code_out
    live = status in ("in-force", "pilot")
    code = partner.code_in if direction == "import" else out
    derived = {
        "live": live,
        "declares": live and (direction == "import" or partner.direction == "both"),
        "letter": status == "in-force" and (direction == "import" or out is not None),
    }
    asides = [(name, pair) for name, pair in _asides(partner) if name != "pilot"]  # that word says the status
    known = [name for name, given in [*_pairs(partner), *asides, *_dates(partner)] if given]
    return [
        *(direction, status, f"covers-{partner.direction or 'unknown'}", f"evidence-{partner.evidence}"),
        *([f"form-{code.evidence}"] if code else []),
        *(word for word, holds in derived.items() if holds),
        *known,
        *(["announcement"] if partner.announcement else []),
        *([f"needs-{detail}" for detail in out.details] + (["prefix"] if out.prefix else []) if out else []),
    ]


def texts_of(content: Content, partner: Partner, phrases: Phrases) -> dict[str, str]:
    """Return the texts and dates of a partner in one language, apart from notes; what is not confirmed has none."""
    number = content.get(Instrument, partner.announcement).number if partner.announcement else None
    return {
        **_in(phrases.language, [*_pairs(partner), ("announcement", number)]),
        **{name: show_date(when, phrases) for name, when in _dates(partner) if when},
        **({"example": partner.code_in.example} if partner.code_in else {}),
        **({"prefix": partner.code_out.prefix} if partner.code_out and partner.code_out.prefix else {}),
    }


def _pairs(partner: Partner) -> Iterator[tuple[str, Pair | None]]:
    coming, out = partner.code_in, partner.code_out
    yield "name", partner.name
    yield "recognised", partner.recognised
    yield "form", coming.description if coming else None
    yield "out", out.form if out else None
    yield "codeFor", out.code_for if out else None
    yield "to", out.handed_to if out else None
    yield "entered", out.entered if out else None


def _asides(partner: Partner) -> Iterator[tuple[str, Pair | None]]:
    yield "pilot", partner.pilot
    yield "note", partner.note
    yield "formNote", partner.code_in.note if partner.code_in else None


def _in(language: Language, pairs: Iterable[tuple[str, Pair | None]]) -> dict[str, str]:
    return {name: pair.in_(language) for name, pair in pairs if pair}


def _dates(partner: Partner) -> Iterator[tuple[str, date | PartialDate | None]]:
    yield "since", partner.in_force_from
    yield "listed", partner.in_force_by


def _codes(partner: Partner) -> list[str]:
    return [partner.code, *partner.members]


def _starts(partner: Partner) -> list[str]:
    """The general rule is country or region code, then enterprise code; a form that is known may say otherwise."""
    pattern = partner.code_in.pattern if partner.code_in else partner.code
    return _codes(partner) if partner.members or pattern.startswith(partner.code) else [""]
