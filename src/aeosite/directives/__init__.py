"""The directives a page may use: their words and options, and the facts each one picks from the content.

The vocabulary is fixed and small, and there is no template language in pages: content comes from pull requests and must not run anything.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from aeosite.chart import timeline
from aeosite.content import Content, Record
from aeosite.directives.finder import MEASURE_FACETS, PARTNER_FACETS, Choices, choices, measure_words, partner_words, provinces
from aeosite.directives.picks import (
    compared,
    item_anchor,
    pick_changes,
    pick_clauses,
    pick_instruments,
    pick_measures,
    pick_partners,
    pick_tables,
    pick_test,
    test_keys,
)
from aeosite.directives.service import (
    pick_districts,
    pick_events,
    pick_glossary,
    pick_questions,
    pick_statistics,
    pick_steps,
    pick_updates,
)
from aeosite.directives.spec import Allowed, Facts, Spec, ids, one_of, terms
from aeosite.language import LANGUAGES, Text
from aeosite.model.base import RecordModel
from aeosite.model.records import Instrument, Partner
from aeosite.model.service import District, Statistic, TrainingBase
from aeosite.pages import Directive
from aeosite.status import economies, partner_status
from aeosite.tools.readiness import asked, explained, figures_of, options, readiness

__all__ = ["DIRECTIVES", "Allowed", "Facts", "Spec", "item_anchor"]

_COUNTS: Mapping[str, Callable[[Content, Directive, date], int]] = {
    "partners": lambda content, call, as_of: (
        economies(record.data for record in pick_partners(content, call, as_of))
        if call.option("unit") == "economies"
        else len(pick_partners(content, call, as_of))
    ),
    "measures": lambda content, call, as_of: len(pick_measures(content, call, as_of)),
    "instruments": lambda content, call, as_of: len(pick_instruments(content, call, as_of)),
    "clauses": lambda content, call, as_of: len(pick_clauses(content, call, as_of)),
    "faq": lambda content, call, as_of: len(pick_questions(content, call)),
    "districts": lambda content, call, as_of: len(pick_districts(content, call)),
}

_PARTNERS: Mapping[str, Allowed] = {
    "status": terms("partner-statuses"),
    "direction": terms("directions"),
    "region": terms("regions"),
}
_MEASURES: Mapping[str, Allowed] = {
    "stage": terms("stages"),
    "strength": terms("strengths"),
    "tier": terms("tiers"),
    "audience": terms("audiences"),
    "type": terms("enterprise-types"),
    "state": terms("measure-states"),
    "basis": ids("instruments"),
}
_INSTRUMENTS: Mapping[str, Allowed] = {"type": terms("instrument-types"), "status": terms("instrument-statuses")}
_CATEGORY: Mapping[str, Allowed] = {"category": terms("categories")}
_DATE_FIELDS = ("issued", "in_force_from", "valid_until", "repealed_on", "unconfirmed_since")


def _measure_choices(content: Content, call: Directive, as_of: date) -> list[Choices]:
    found = [measure_words(content, record.data, as_of) for record in pick_measures(content, call, as_of)]
    return choices(content, MEASURE_FACETS, found)


def _partner_choices(content: Content, call: Directive, as_of: date) -> list[Choices]:
    found = [partner_words(record.data, as_of) for record in pick_partners(content, call, as_of)]
    return choices(content, PARTNER_FACETS, found)


def _ids_of(records: Iterable[Record[RecordModel]]) -> list[str]:
    return [record.id for record in records]


def _key_figures(content: Content, call: Directive, as_of: date) -> Facts:
    statuses = Counter(partner_status(record.data, as_of) for record in content.all(Partner))
    return {
        "statistic": content.get(Statistic, call.words[0]),
        "instrument": content.get(Instrument, call.words[1]),
        "in_force": statuses["in-force"],
        "signed": statuses["in-force"] + statuses["signed"],
    }


DIRECTIVES: Mapping[str, Spec] = {
    "criteria": Spec(
        Text("一个标准的条款表，可限定类别", "the clauses of a standard, or of one of its categories"),
        "{{ criteria ace26 category=financial }}",
        lambda content, call, as_of: {"tables": pick_tables(content, call)},
        words=(ids("standards"),),
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
        words=(ids("standards"),),
        options=_CATEGORY,
    ),
    "changes": Spec(
        Text("标准变化对照表", "what changed between the former standard and the current one"),
        "{{ changes }}",
        lambda content, call, as_of: {"changes": pick_changes(content, call, as_of)},
        anchors=lambda content, call, as_of: _ids_of(pick_changes(content, call, as_of)),
    ),
    "readiness-check": Spec(
        Text(
            "准备情况自查：现行标准的全部条款，可作答、可计算",
            "the readiness check: every clause in force, to answer and compute",
        ),
        "{{ readiness-check }}",
        lambda content, call, as_of: {
            "standards": asked(content, as_of),
            "figures_of": lambda clause: figures_of(content, clause),
            "options": lambda table, clause: options(content, table, clause),
            "pages": explained(content),
            "data": readiness(content, as_of),
        },
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
    "measure-finder": Spec(
        Text("筛选本页的便利措施", "filters over the measures that the page lists"),
        "{{ measure-finder }}",
        lambda content, call, as_of: {
            "facets": _measure_choices(content, call, as_of),
            "total": len(pick_measures(content, call, as_of)),
        },
        options=_MEASURES,
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
    "partner-explorer": Spec(
        Text("筛选和排序本页的互认伙伴", "filters and sorting over the partners that the page lists"),
        "{{ partner-explorer status=in-force,signed }}",
        lambda content, call, as_of: {
            "facets": _partner_choices(content, call, as_of),
            "total": len(pick_partners(content, call, as_of)),
        },
        options=_PARTNERS,
    ),
    "recognition-timeline": Spec(
        Text(
            "互认安排签署和实施的时间图，附数据表", "a chart of when arrangements were signed and came into force, with its data"
        ),
        "{{ recognition-timeline }}",
        lambda content, call, as_of: {
            "chart": timeline([record.data for record in pick_partners(content, call, as_of)], as_of),
            "partners": pick_partners(content, call, as_of),
        },
        options=_PARTNERS,
    ),
    "partner-codes": Spec(
        Text("各互认伙伴的编码写法一览表", "the form of each partner's code as a table"),
        "{{ partner-codes status=in-force }}",
        lambda content, call, as_of: {"partners": pick_partners(content, call, as_of)},
        options=_PARTNERS,
    ),
    "claim-kit": Spec(
        Text(
            "申报助手：按方向和伙伴说明怎样申报，核对编码，写信给对方",
            "the claim kit: how to declare by direction and partner, a code checker, a letter",
        ),
        "{{ claim-kit }}",
        lambda content, call, as_of: {},
    ),
    "instruments": Spec(
        Text("文件逐件说明，每件有自己的链接", "instruments one by one, each with a link of its own"),
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
    "key-figures": Spec(
        Text(
            "首页的几个数字：一个统计数字、互认安排数、一份文件的施行日期，各有日期",
            "the figures of the home page, each with its date: a statistic, the arrangements, the day an instrument took effect",
        ),
        "{{ key-figures aeo-count-2025-12 order-282 }}",
        _key_figures,
        words=(ids("statistics"), ids("instruments")),
    ),
    "page-cards": Spec(
        Text("几个页面的卡片：标题和摘要", "pages as cards: title and summary"),
        "{{ page-cards pages=aeo/declare.md,aeo/measures.md }}",
        lambda content, call, as_of: {"paths": str(call.option("pages")).split(",")},
        options={"pages": lambda content: content.pages[LANGUAGES[0]]},
        required=frozenset({"pages"}),
    ),
    "search-box": Spec(
        Text("搜索框", "a search box"),
        "{{ search-box }}",
        lambda content, call, as_of: {},
    ),
    "stored-data": Spec(
        Text("本站保存在设备上的内容，可清除", "what the site stored on the device, and a button that clears it"),
        "{{ stored-data }}",
        lambda content, call, as_of: {},
    ),
    "cite": Spec(
        Text("引用一个文件：文号，带链接", "a citation: the number of an instrument, linked"),
        "{{ cite order-282 }}",
        lambda content, call, as_of: {"instrument": content.get(Instrument, call.words[0])},
        block=False,
        words=(ids("instruments"),),
    ),
    "count": Spec(
        Text("某类记录的数目", "how many records there are"),
        "{{ count partners status=in-force unit=economies }}",
        lambda content, call, as_of: {"count": _COUNTS[call.words[0]](content, call, as_of)},
        block=False,
        words=(one_of(*_COUNTS),),
        options={
            **_PARTNERS,
            **_MEASURES,
            **_INSTRUMENTS,
            **_CATEGORY,
            "standard": ids("standards"),
            "topic": terms("question-topics"),
            "open": one_of("yes", "no"),
            "level": terms("district-levels"),
            "unit": one_of("economies"),
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
    "limit": Spec(
        Text("一条标准的一个界限，如 85% 或 5万元", "a limit of a clause, such as 85% or RMB 50,000"),
        "{{ limit ace26-18 single-fine }}",
        lambda content, call, as_of: {"test": pick_test(content, *call.words)},
        block=False,
        words=(ids("clauses"), test_keys),
    ),
    "date": Spec(
        Text("一个文件的日期", "a date of an instrument"),
        "{{ date order-282 in_force_from }}",
        lambda content, call, as_of: {"when": getattr(content.get(Instrument, call.words[0]), call.words[1])},
        block=False,
        words=(ids("instruments"), one_of(*_DATE_FIELDS)),
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
    "districts": Spec(
        Text("海关名录，每个有自己的链接", "the directory of customs districts, each with a link of its own"),
        "{{ districts level=district }}",
        lambda content, call, as_of: {"districts": pick_districts(content, call)},
        options={"level": terms("district-levels")},
        anchors=lambda content, call, as_of: _ids_of(pick_districts(content, call)),
    ),
    "district-finder": Spec(
        Text("按省份查本页的海关名录", "filters over the directory that the page lists, by province"),
        "{{ district-finder }}",
        lambda content, call, as_of: {
            "provinces": provinces(record.data for record in pick_districts(content, call)),
            "total": len(pick_districts(content, call)),
        },
        options={"level": terms("district-levels")},
    ),
    "district-services": Spec(
        Text("一个海关的服务", "what one customs district offers"),
        "{{ district-services shanghai }}",
        lambda content, call, as_of: {"district": content.get(District, call.words[0])},
        words=(ids("districts"),),
    ),
    "district-lists": Spec(
        Text("一个海关自己的措施清单", "the lists of measures one customs district published"),
        "{{ district-lists shanghai }}",
        lambda content, call, as_of: {"district": content.get(District, call.words[0])},
        words=(ids("districts"),),
    ),
    "training-bases": Spec(
        Text("培训基地，每个有自己的链接", "training bases, each with a link of its own"),
        "{{ training-bases }}",
        lambda content, call, as_of: {"bases": content.all(TrainingBase)},
        anchors=lambda content, call, as_of: _ids_of(content.all(TrainingBase)),
    ),
    "events": Spec(
        Text("会议和活动，按日期", "conferences and activities, by date"),
        "{{ events type=global-conference }}",
        lambda content, call, as_of: {"events": pick_events(content, call)},
        options={"type": terms("event-types")},
        anchors=lambda content, call, as_of: _ids_of(pick_events(content, call)),
    ),
    "statistics": Spec(
        Text("统计数字表，每个有自己的链接", "figures as a table, each with a link of its own"),
        "{{ statistics topic=aeo-count }}",
        lambda content, call, as_of: {"statistics": pick_statistics(content, call)},
        options={"topic": terms("figure-topics")},
        anchors=lambda content, call, as_of: _ids_of(pick_statistics(content, call)),
    ),
    "figure": Spec(
        Text("一个统计数字，带日期", "one figure with its date"),
        "{{ figure aeo-count-2025-12 }}",
        lambda content, call, as_of: {"statistic": content.get(Statistic, call.words[0])},
        block=False,
        words=(ids("statistics"),),
    ),
    "faq": Spec(
        Text("问题和答案，每个有自己的链接", "questions and answers, each with a link of its own"),
        "{{ faq topic=code }}",
        lambda content, call, as_of: {"questions": pick_questions(content, call)},
        options={"topic": terms("question-topics"), "open": one_of("yes", "no")},
        anchors=lambda content, call, as_of: _ids_of(pick_questions(content, call)),
    ),
    "questions": Spec(
        Text("问题一览，链接到答案", "questions as a list of links to their answers"),
        "{{ questions audience=sme }}",
        lambda content, call, as_of: {"questions": pick_questions(content, call)},
        options={"topic": terms("question-topics"), "audience": terms("audiences"), "open": one_of("yes", "no")},
    ),
    "glossary": Spec(
        Text("术语表，每个有自己的链接", "the glossary, each term with a link of its own"),
        "{{ glossary }}",
        lambda content, call, as_of: {"entries": pick_glossary(content)},
        anchors=lambda content, call, as_of: _ids_of(pick_glossary(content)),
    ),
    "steps": Spec(
        Text("办事步骤，每步有自己的链接", "the steps of a phase, each with a link of its own"),
        "{{ steps phase=apply }}",
        lambda content, call, as_of: {"steps": pick_steps(content, call)},
        options={"phase": terms("phases")},
        anchors=lambda content, call, as_of: _ids_of(pick_steps(content, call)),
    ),
    "updates": Spec(
        Text("本站更新，新的在前", "what changed in the guide, newest first"),
        "{{ updates }}",
        lambda content, call, as_of: {"updates": pick_updates(content)},
        anchors=lambda content, call, as_of: _ids_of(pick_updates(content)),
    ),
}
"""Every directive by name."""
