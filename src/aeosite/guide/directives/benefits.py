"""Directives that show benefits and recognition: facilitation measures and mutual-recognition partners."""

from collections.abc import Mapping
from datetime import date

from aeosite.basics.language import Text
from aeosite.guide.chart import timeline
from aeosite.guide.directives.finder import MEASURE_FACETS, PARTNER_FACETS, Choices, choices, measure_words, partner_words
from aeosite.guide.directives.picks import (
    pick_measures,
    pick_partners,
)
from aeosite.guide.directives.spec import Allowed, Spec, ids, ids_of, terms
from aeosite.read.content import Content
from aeosite.read.pages import Directive

PARTNER_OPTIONS: Mapping[str, Allowed] = {
    "status": terms("partner-statuses"),
    "direction": terms("directions"),
    "region": terms("regions"),
}
"""How partners may be chosen."""
MEASURE_OPTIONS: Mapping[str, Allowed] = {
    "stage": terms("stages"),
    "strength": terms("strengths"),
    "tier": terms("tiers"),
    "audience": terms("audiences"),
    "type": terms("enterprise-types"),
    "state": terms("measure-states"),
    "basis": ids("instruments"),
}
"""How measures may be chosen."""


def _measure_choices(content: Content, call: Directive, as_of: date) -> list[Choices]:
    found = [measure_words(content, record.data, as_of) for record in pick_measures(content, call, as_of)]
    return choices(content, MEASURE_FACETS, found)


def _partner_choices(content: Content, call: Directive, as_of: date) -> list[Choices]:
    found = [partner_words(record.data, as_of) for record in pick_partners(content, call, as_of)]
    return choices(content, PARTNER_FACETS, found)


BENEFITS: Mapping[str, Spec] = {
    "measures": Spec(
        Text("便利措施一览表", "facilitation measures as a table"),
        "{{ measures audience=sme }}",
        lambda content, call, as_of: {"measures": pick_measures(content, call, as_of)},
        options=MEASURE_OPTIONS,
    ),
    "measure-sections": Spec(
        Text("便利措施逐项说明，每项有自己的链接", "facilitation measures one by one, each with a link of its own"),
        "{{ measure-sections stage=tax }}",
        lambda content, call, as_of: {"measures": pick_measures(content, call, as_of)},
        options=MEASURE_OPTIONS,
        anchors=lambda content, call, as_of: ids_of(pick_measures(content, call, as_of)),
    ),
    "measure-finder": Spec(
        Text("筛选本页的便利措施", "filters over the measures that the page lists"),
        "{{ measure-finder }}",
        lambda content, call, as_of: {
            "facets": _measure_choices(content, call, as_of),
            "total": len(pick_measures(content, call, as_of)),
        },
        options=MEASURE_OPTIONS,
    ),
    "partners": Spec(
        Text("互认伙伴一览表", "mutual-recognition partners as a table"),
        "{{ partners status=in-force }}",
        lambda content, call, as_of: {"partners": pick_partners(content, call, as_of)},
        options=PARTNER_OPTIONS,
    ),
    "partner-sections": Spec(
        Text("互认伙伴逐个说明，每个有自己的链接", "mutual-recognition partners one by one, each with a link of its own"),
        "{{ partner-sections status=signed }}",
        lambda content, call, as_of: {"partners": pick_partners(content, call, as_of)},
        options=PARTNER_OPTIONS,
        anchors=lambda content, call, as_of: ids_of(pick_partners(content, call, as_of)),
    ),
    "partner-explorer": Spec(
        Text("筛选和排序本页的互认伙伴", "filters and sorting over the partners that the page lists"),
        "{{ partner-explorer status=in-force,signed }}",
        lambda content, call, as_of: {
            "facets": _partner_choices(content, call, as_of),
            "total": len(pick_partners(content, call, as_of)),
        },
        options=PARTNER_OPTIONS,
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
        options=PARTNER_OPTIONS,
    ),
    "partner-codes": Spec(
        Text("各互认伙伴的编码写法一览表", "the form of each partner's code as a table"),
        "{{ partner-codes status=in-force }}",
        lambda content, call, as_of: {"partners": pick_partners(content, call, as_of)},
        options=PARTNER_OPTIONS,
    ),
    "claim-kit": Spec(
        Text(
            "申报助手：按方向和伙伴说明怎样申报，核对编码，写信给对方",
            "the claim kit: how to declare by direction and partner, a code checker, a letter",
        ),
        "{{ claim-kit }}",
        lambda content, call, as_of: {},
    ),
}
"""Measures and partners."""
