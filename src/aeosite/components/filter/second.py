"""What the filters of a page should leave and in what order, worked out from the records. Shares no code with the site's script."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel import Locale

from aeosite.basics.language import Language
from aeosite.guide.status import measure_state, partner_status
from aeosite.model.records import Measure, Partner
from aeosite.read.content import Content

Answers = Mapping[str, str]

MEASURE_GROUPS = (
    "declaration",
    "inspection",
    "quarantine",
    "tax",
    "origin",
    "processing",
    "post-clearance",
    "service",
    "recognition",
    "status",
    "joint",
)

PINYIN = {
    "ae": "a1 lian2 qiu2",
    "au": "ao4 da4 li4 ya4",
    "bi": "bu4 long2 di2",
    "bj": "bei4 ning2",
    "br": "ba1 xi1",
    "by": "bai2 e2 luo2 si1",
    "ch": "rui4 shi4",
    "cl": "zhi4 li4",
    "cr": "ge1 si1 da2 li2 jia1",
    "ec": "e4 gua1 duo1 er3",
    "eu": "ou1 meng2",
    "gb": "ying1 guo2",
    "hk": "zhong1 guo2 xiang1 gang3",
    "il": "yi3 se4 lie4",
    "ir": "yi1 lang3",
    "is": "bing1 dao3",
    "jp": "ri4 ben3",
    "kr": "han2 guo2",
    "kz": "ha1 sa4 ke4 si1 tan3",
    "mn": "meng3 gu3",
    "mo": "zhong1 guo2 ao4 men2",
    "nz": "xin1 xi1 lan2",
    "ph": "fei1 lv4 bin1",
    "rs": "sai1 er3 wei2 ya4",
    "ru": "e2 luo2 si1",
    "sg": "xin1 jia1 po1",
    "th": "tai4 guo2",
    "ug": "wu1 gan1 da2",
    "uy": "wu1 la1 gui1",
    "uz": "wu1 zi1 bie2 ke4 si1 tan3",
    "za": "nan2 fei1",
}
"""How the Chinese name of each partner is read, syllable by syllable; the order of a Chinese dictionary."""


@dataclass(frozen=True)
class Item:
    """A measure or partner as a reader looks for it. ``group`` is the part of the page it stands in, ``called`` all it is called."""

    id: str
    group: str
    called: str
    said: Mapping[str, frozenset[str]]
    sort: Mapping[str, str]


def measures(content: Content, as_of: date, language: Language) -> list[Item]:
    """Return the measures in page order."""
    return sorted((_measure(content, record.data, as_of, language) for record in content.all(Measure)), key=_measure_place)


def _measure_place(item: Item) -> tuple[int, str]:
    return MEASURE_GROUPS.index(item.group), item.id


def _measure(content: Content, measure: Measure, as_of: date, language: Language) -> Item:
    goods = {"unknown"} if measure.goods is None else set(map(str, measure.goods))
    said = {
        "tier": frozenset(map(str, measure.tiers)),
        "type": frozenset(map(str, measure.enterprise_types)),
        "goods": frozenset(goods),
        "stage": frozenset({str(measure.stage)}),
        "strength": frozenset({str(measure.strength or "unknown")}),
        "state": frozenset({measure_state(content, measure, as_of)}),
    }
    called = [measure.title.zh, measure.title.en, *(getattr(measure.also, language) if measure.also else [])]
    return Item(str(measure.id), str(measure.stage), folded(" ".join(called)), said, {})


def partners(content: Content, as_of: date, language: Language) -> list[Item]:
    """Return the partners in page order: those in force, then those signed; each in the order they were signed."""
    shown = [_partner(record.data, as_of, language) for record in content.all(Partner) if not record.data.pilot]
    return sorted(shown, key=lambda item: (item.group, _first(item), item.id))


def _first(item: Item) -> str:
    return min(day for day in (item.sort["signed"], item.sort["in-force"], item.sort["listed"], "9999") if day)


def _partner(partner: Partner, as_of: date, language: Language) -> Item:
    status = partner_status(partner, as_of)
    said = {
        "status": frozenset({status}),
        "region": frozenset({str(partner.region)}),
        "direction": frozenset({str(partner.direction) if partner.direction else "unknown"}),
    }
    sort = {
        "signed": last_day(str(partner.signed) if partner.signed else ""),
        "in-force": last_day(str(partner.in_force_from) if partner.in_force_from else ""),
        "listed": partner.in_force_by.isoformat() if partner.in_force_by else "",
        "name": PINYIN[str(partner.id)] if language == "zh" else partner.name.en.casefold(),
    }
    read = re.sub("[0-9 ]", "", PINYIN[str(partner.id)])
    also = getattr(partner.also, language) if partner.also else []
    members = [Locale.parse(each).territories[code] for each in ("zh", "en") for code in partner.members]
    called = [partner.name.zh, partner.name.en, read, str(partner.code), *also, *members]
    return Item(str(partner.id), status, folded(" ".join(called)), said, sort)


def folded(text: str) -> str:
    """Return a text without differences of width and of capitals."""
    return unicodedata.normalize("NFKC", text).casefold()


def last_day(written: str) -> str:
    """Return the last day that a date as editors write it can mean: ``2019-04`` → ``2019-04-30``; empty where there is none."""
    if not written:
        return ""
    parts = [int(part) for part in written.removeprefix("by ").split("-")]
    year, month, day = parts + [0] * (3 - len(parts))
    return f"{year:04}-{month or 12:02}-{day or monthrange(year, month or 12)[1]:02}"


WIDE = {"type": {"any"}, "goods": {"any", "unknown"}}
"""The words that take in what a reader answers: any enterprise; any goods, and goods that are not said."""


def left(items: Sequence[Item], answers: Answers) -> list[Item]:
    """Return the items that are called by every word typed and fit every answer. Those for any enterprise or any goods count only with ``also`` answered."""
    typed = re.findall(r"[^\W_]+", folded(answers.get("find", "")))
    found = [item for item in items if all(word in item.called for word in typed)]
    return [item for item in found if all(_fits(item, name, answers) for name in item.said)]


def _fits(item: Item, name: str, answers: Answers) -> bool:
    asked = answers.get(name, "")
    if not asked or asked in item.said[name]:
        return True
    if not answers.get("also") or asked in WIDE.get(name, set()):
        return False
    return bool(item.said[name] & WIDE.get(name, set()))


def in_order(items: Sequence[Item], by: str) -> list[Item]:
    """Return items group by group, each group sorted; what is not known stands last, equals in page order."""
    groups = list(dict.fromkeys(item.group for item in items))
    return [item for group in groups for item in _sorted([item for item in items if item.group == group], by)]


def _sorted(group: list[Item], by: str) -> list[Item]:
    if not by:
        return group
    name, backwards = by.removesuffix("-desc"), by.endswith("-desc")
    found = [item for item in group if item.sort[name]]
    days = sorted({item.sort[name] for item in found}, reverse=backwards)
    return [item for day in days for item in found if item.sort[name] == day] + [item for item in group if not item.sort[name]]


def values(items: Sequence[Item]) -> dict[str, list[str]]:
    """Return every word that occurs, by what it answers."""
    names = items[0].said
    return {name: sorted(set().union(*(item.said[name] for item in items))) for name in names}


def groups(items: Sequence[Item]) -> Iterator[str]:
    """Yield each group that has an item, once."""
    yield from dict.fromkeys(item.group for item in items)
