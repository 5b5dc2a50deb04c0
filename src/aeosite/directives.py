"""The directives a page may use: their words and options, and the facts each one picks from the content.

The vocabulary is fixed and small, and there is no template language in pages: content comes from pull requests and must not run anything.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from aeosite.content import Content, LocatedClause, Record
from aeosite.language import Text
from aeosite.model.records import Change, CriteriaTable, Instrument, Measure, Partner, RecordModel, Standard
from aeosite.pages import Directive
from aeosite.status import economies, instrument_status, measure_state, partner_status

Facts = Mapping[str, object]
Allowed = Callable[[Content], Iterable[str]]


@dataclass(frozen=True)
class Spec:
    """One directive.

    Attributes:
        about: what it shows, for the tables in the documentation.
        example: a call as an editor writes it.
        block: it stands alone on its line and makes a table or a list; otherwise it stands in a sentence.
        words: the values allowed at each place after the name.
        options: the values allowed for each ``name=value``; several values are joined by commas.
        select: the facts its template shows.
        anchors: the ids its output carries, so that links to them can be checked.
    """

    about: Text
    example: str
    select: Callable[[Content, Directive, date], Facts]
    block: bool = True
    words: tuple[Allowed, ...] = ()
    options: Mapping[str, Allowed] = field(default_factory=dict)
    anchors: Callable[[Content, Directive, date], list[str]] = lambda content, call, as_of: []


def _ids(kind: str) -> Allowed:
    return lambda content: content.ids(kind)


def _terms(vocabulary: str) -> Allowed:
    return lambda content: content.vocabularies.get(vocabulary, {})


def _one_of(*words: str) -> Allowed:
    return lambda content: words


def _wanted(call: Directive, option: str, *found: str) -> bool:
    """Whether one of the values found is among those an option asks for; an absent option asks for all."""
    asked = call.option(option)
    return asked is None or not set(asked.split(",")).isdisjoint(found)


# Each pick returns the records a call asks for, in the order shown.


def pick_partners(content: Content, call: Directive, as_of: date) -> list[Record[Partner]]:
    """Return the partners a call asks for, in the order they were signed; the pilot only when asked for by status."""
    chosen = [
        record
        for record in content.all(Partner)
        if _wanted(call, "status", partner_status(record.data, as_of))
        and _wanted(call, "direction", record.data.direction or "unknown")
        and _wanted(call, "region", record.data.region)
        and (record.data.pilot is None or "pilot" in (call.option("status") or ""))
    ]
    return sorted(chosen, key=lambda record: (_signed_order(record.data), record.id))


def _signed_order(partner: Partner) -> date:
    dates = [when.latest for when in (partner.signed, partner.in_force_from) if when] + [partner.in_force_by or date.max]
    return min(dates)


def pick_measures(content: Content, call: Directive, as_of: date) -> list[Record[Measure]]:
    """Return the measures a call asks for, by stage as the vocabulary orders them, then by id."""
    stages = list(content.vocabularies.get("stages", {}))
    chosen = [
        record
        for record in content.all(Measure)
        if _wanted(call, "stage", record.data.stage)
        and _wanted(call, "strength", record.data.strength)
        and _wanted(call, "tier", *record.data.tiers)
        and _wanted(call, "audience", *record.data.audiences)
        and _wanted(call, "type", *record.data.enterprise_types)
        and _wanted(call, "state", measure_state(content, record.data, as_of))
        and _wanted(call, "basis", *(basis.instrument for basis in record.data.basis))
    ]
    return sorted(chosen, key=lambda record: (stages.index(record.data.stage), record.id))


def pick_instruments(content: Content, call: Directive, as_of: date) -> list[Record[Instrument]]:
    """Return the instruments a call asks for, newest first; undated ones last."""
    chosen = [
        record
        for record in content.all(Instrument)
        if _wanted(call, "type", record.data.type) and _wanted(call, "status", instrument_status(record.data, as_of))
    ]
    return sorted(
        chosen, key=lambda record: (-(record.data.issued.latest if record.data.issued else date.min).toordinal(), record.id)
    )


def pick_tables(content: Content, call: Directive) -> list[Record[CriteriaTable]]:
    """Return the tables of a standard a call asks for, in the order of the standard."""
    standard = content.find(Standard, call.words[0] if call.words else call.option("standard") or "")
    if standard is None:
        return []
    order = [str(category) for category in standard.data.categories]
    chosen = [
        table
        for table in content.all(CriteriaTable)
        if table.data.standard == standard.id and _wanted(call, "category", table.data.category)
    ]
    return sorted(chosen, key=lambda table: order.index(table.data.category) if table.data.category in order else len(order))


def pick_clauses(content: Content, call: Directive, as_of: date) -> list[LocatedClause]:
    """Return the clauses a call asks for."""
    wanted = {table.id for table in pick_tables(content, call)}
    return [located for located in content.every_clause() if located.table.id in wanted]


def item_anchor(table: CriteriaTable, number: str) -> str:
    """Return the anchor of an item heading, such as ``ace26-item-7``; with the category where it is the only item of its table."""
    alone = len(table.items) == 1 and number == "1"
    return f"{table.standard}-{f'{table.category}-' if alone else ''}item-{number}"


def pick_changes(content: Content, call: Directive, as_of: date) -> list[Record[Change]]:
    """Return the changes between two instruments, in display order."""
    return sorted(content.all(Change), key=lambda record: (record.data.order, record.id))


def compared(content: Content, call: Directive) -> list[tuple[LocatedClause, LocatedClause | None]]:
    """Return each clause of the advanced tier with its certified counterpart, or None where it is not asked."""
    matched = {str(located.clause.counterpart): located for located in content.every_clause() if located.clause.counterpart}
    rows = (located for table in pick_tables(content, call) for located in content.every_clause() if located.table.id == table.id)
    return [(located, matched.get(located.id)) for located in rows]


_COUNTS: Mapping[str, Callable[[Content, Directive, date], int]] = {
    "partners": lambda content, call, as_of: (
        economies(record.data for record in pick_partners(content, call, as_of))
        if call.option("unit") == "economies"
        else len(pick_partners(content, call, as_of))
    ),
    "measures": lambda content, call, as_of: len(pick_measures(content, call, as_of)),
    "instruments": lambda content, call, as_of: len(pick_instruments(content, call, as_of)),
    "clauses": lambda content, call, as_of: len(pick_clauses(content, call, as_of)),
}

_PARTNERS: Mapping[str, Allowed] = {
    "status": _terms("partner-statuses"),
    "direction": _terms("directions"),
    "region": _terms("regions"),
}
_MEASURES: Mapping[str, Allowed] = {
    "stage": _terms("stages"),
    "strength": _terms("strengths"),
    "tier": _terms("tiers"),
    "audience": _terms("audiences"),
    "type": _terms("enterprise-types"),
    "state": _terms("measure-states"),
    "basis": _ids("instruments"),
}
_INSTRUMENTS: Mapping[str, Allowed] = {"type": _terms("instrument-types"), "status": _terms("instrument-statuses")}
_CATEGORY: Mapping[str, Allowed] = {"category": _terms("categories")}
_DATE_FIELDS = ("issued", "in_force_from", "valid_until", "repealed_on", "unconfirmed_since")


def _ids_of(records: Iterable[Record[RecordModel]]) -> list[str]:
    return [record.id for record in records]


DIRECTIVES: Mapping[str, Spec] = {
    "criteria": Spec(
        Text("一个标准的条款表，可限定类别", "the clauses of a standard, or of one of its categories"),
        "{{ criteria ace26 category=financial }}",
        lambda content, call, as_of: {"tables": pick_tables(content, call)},
        words=(_ids("standards"),),
        options=_CATEGORY,
        anchors=lambda content, call, as_of: [
            anchor
            for table in pick_tables(content, call)
            for item in table.data.items
            for anchor in (item_anchor(table.data, item.number), *(str(clause.id) for clause in item.clauses))
        ],
    ),
    "compare-tiers": Spec(
        Text("高级认证企业与认证企业逐条对照", "the advanced and the certified tier, clause by clause"),
        "{{ compare-tiers ace26 category=financial }}",
        lambda content, call, as_of: {"tables": pick_tables(content, call), "rows": compared(content, call)},
        words=(_ids("standards"),),
        options=_CATEGORY,
    ),
    "changes": Spec(
        Text("标准变化对照表", "what changed between the former standard and the current one"),
        "{{ changes }}",
        lambda content, call, as_of: {"changes": pick_changes(content, call, as_of)},
        anchors=lambda content, call, as_of: _ids_of(pick_changes(content, call, as_of)),
    ),
    "measures": Spec(
        Text("便利措施一览表", "facilitation measures as a table"),
        "{{ measures audience=sme }}",
        lambda content, call, as_of: {"measures": pick_measures(content, call, as_of)},
        options=_MEASURES,
    ),
    "measure-sections": Spec(
        Text("便利措施逐项说明，每项有自己的链接", "facilitation measures one by one, each with a link of its own"),
        "{{ measure-sections stage=tax }}",
        lambda content, call, as_of: {"measures": pick_measures(content, call, as_of)},
        options=_MEASURES,
        anchors=lambda content, call, as_of: _ids_of(pick_measures(content, call, as_of)),
    ),
    "partners": Spec(
        Text("互认伙伴一览表", "mutual-recognition partners as a table"),
        "{{ partners status=in-force }}",
        lambda content, call, as_of: {"partners": pick_partners(content, call, as_of)},
        options=_PARTNERS,
    ),
    "partner-sections": Spec(
        Text("互认伙伴逐个说明，每个有自己的链接", "mutual-recognition partners one by one, each with a link of its own"),
        "{{ partner-sections status=signed }}",
        lambda content, call, as_of: {"partners": pick_partners(content, call, as_of)},
        options=_PARTNERS,
        anchors=lambda content, call, as_of: _ids_of(pick_partners(content, call, as_of)),
    ),
    "partner-codes": Spec(
        Text("各互认伙伴的编码写法一览表", "the form of each partner's code as a table"),
        "{{ partner-codes status=in-force }}",
        lambda content, call, as_of: {"partners": pick_partners(content, call, as_of)},
        options=_PARTNERS,
    ),
    "instruments": Spec(
        Text("文件一览表，每个文件有自己的链接", "instruments as a table, each with a link of its own"),
        "{{ instruments type=order,announcement }}",
        lambda content, call, as_of: {"instruments": pick_instruments(content, call, as_of)},
        options=_INSTRUMENTS,
        anchors=lambda content, call, as_of: _ids_of(pick_instruments(content, call, as_of)),
    ),
    "terms": Spec(
        Text("一个词表：用语和解释", "a vocabulary: its words and what they mean"),
        "{{ terms tiers }}",
        lambda content, call, as_of: {"terms": content.vocabularies[call.words[0]], "vocabulary": call.words[0]},
        words=(lambda content: content.vocabularies,),
    ),
    "audiences": Spec(
        Text("“您是哪类企业？”卡片", "the cards that ask which kind of reader you are"),
        "{{ audiences }}",
        lambda content, call, as_of: {"terms": content.vocabularies["audiences"]},
    ),
    "cite": Spec(
        Text("引用一个文件：文号，带链接", "a citation: the number of an instrument, linked"),
        "{{ cite order-282 }}",
        lambda content, call, as_of: {"instrument": content.get(Instrument, call.words[0])},
        block=False,
        words=(_ids("instruments"),),
    ),
    "count": Spec(
        Text("某类记录的数目", "how many records there are"),
        "{{ count partners status=in-force unit=economies }}",
        lambda content, call, as_of: {"count": _COUNTS[call.words[0]](content, call, as_of)},
        block=False,
        words=(_one_of(*_COUNTS),),
        options={
            **_PARTNERS,
            **_MEASURES,
            **_INSTRUMENTS,
            **_CATEGORY,
            "standard": _ids("standards"),
            "unit": _one_of("economies"),
            "status": lambda content: [
                *content.vocabularies.get("partner-statuses", {}),
                *content.vocabularies.get("instrument-statuses", {}),
            ],
            "type": lambda content: [
                *content.vocabularies.get("enterprise-types", {}),
                *content.vocabularies.get("instrument-types", {}),
            ],
        },
    ),
    "date": Spec(
        Text("一个文件的日期", "a date of an instrument"),
        "{{ date order-282 in_force_from }}",
        lambda content, call, as_of: {"when": getattr(content.get(Instrument, call.words[0]), call.words[1])},
        block=False,
        words=(_ids("instruments"), _one_of(*_DATE_FIELDS)),
    ),
    "as-of": Spec(
        Text("本版内容的日期", "the date this edition speaks of"),
        "{{ as-of }}",
        lambda content, call, as_of: {"when": as_of},
        block=False,
    ),
    "term": Spec(
        Text("词表中一个词的用语", "the label of a word of a vocabulary"),
        "{{ term tiers certified }}",
        lambda content, call, as_of: {"entry": content.vocabularies[call.words[0]][call.words[1]]},
        block=False,
        words=(
            lambda content: content.vocabularies,
            lambda content: {word for terms in content.vocabularies.values() for word in terms},
        ),
    ),
}
"""Every directive by name."""
