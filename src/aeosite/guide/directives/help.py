"""Directives that help readers on: customs offices, training, figures, answers, words, steps."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.dated import Dated
from aeosite.guide.directives.spec import Facts, Spec, ids, ids_of, listing, one_of, terms
from aeosite.guide.offers import calendar_of
from aeosite.guide.picks.choosing import every
from aeosite.guide.picks.help import (
    pick_districts,
    pick_events,
    pick_questions,
    pick_statistics,
    pick_steps,
    pick_updates,
)
from aeosite.guide.picks.replies import by_audience, by_district, pick_replies, standing
from aeosite.guide.year import coming, exact_events
from aeosite.model.help import District, GlossaryEntry, Question, Statistic, TrainingBase
from aeosite.read.pages import Directive


def _events(guide: Dated, call: Directive) -> Facts:
    found = pick_events(guide, call)
    return {
        "upcoming": [record for record in reversed(found) if coming(guide, record.data)],
        "past": [record for record in found if not coming(guide, record.data)],
        "exact": exact_events(guide.content),
        "calendar_of": calendar_of,
    }


def _replies(guide: Dated, call: Directive) -> Facts:
    found = pick_replies(guide, call)
    return {
        "replies": found,
        "all": standing(found),
        "by_audience": by_audience(guide, found),
        "by_district": by_district(found),
    }


HELP: Mapping[str, Spec] = {
    "districts": listing(
        Text("海关名录，每个有自己的链接", "the directory of customs districts, each with a link of its own"),
        "{{ districts level=district }}",
        "districts",
        pick_districts,
        options={"level": terms("district-levels")},
        home=True,
    ),
    "district-services": Spec(
        Text("一个海关的服务", "what one customs district offers"),
        "{{ district-services shanghai }}",
        lambda guide, call: {"district": guide.content.get(District, call.words[0])},
        words=(ids("districts"),),
    ),
    "district-lists": Spec(
        Text("一个海关自己的措施清单", "the lists of measures one customs district published"),
        "{{ district-lists shanghai }}",
        lambda guide, call: {"district": guide.content.get(District, call.words[0])},
        words=(ids("districts"),),
    ),
    "training-bases": listing(
        Text("培训基地，每个有自己的链接", "training bases, each with a link of its own"),
        "{{ training-bases }}",
        "bases",
        every(TrainingBase),
        home=True,
    ),
    "events": Spec(
        Text("会议和活动，将来的和过去的分开", "conferences and activities, those to come and those past apart"),
        "{{ events type=global-conference }}",
        _events,
        options={"type": terms("event-types")},
        anchors=lambda guide, call: ids_of(pick_events(guide, call)),
    ),
    "statistics": listing(
        Text("统计数字表，每个有自己的链接", "figures as a table, each with a link of its own"),
        "{{ statistics topic=aeo-count }}",
        "statistics",
        pick_statistics,
        options={"topic": terms("figure-topics")},
        home=True,
    ),
    "statistic": Spec(
        Text("一个统计数字，带日期", "one figure with its date"),
        "{{ statistic aeo-count-2025-12 }}",
        lambda guide, call: {"statistic": guide.content.get(Statistic, call.words[0])},
        block=False,
        words=(ids("statistics"),),
    ),
    "faq": listing(
        Text("问题和答案，每个有自己的链接", "questions and answers, each with a link of its own"),
        "{{ faq topic=code }}",
        "questions",
        pick_questions,
        options={"topic": terms("question-topics"), "open": one_of("yes", "no")},
        home=True,
    ),
    "questions": listing(
        Text("问题一览，链接到答案", "questions as a list of links to their answers"),
        "{{ questions audience=sme }}",
        "questions",
        pick_questions,
        options={"topic": terms("question-topics"), "audience": terms("audiences"), "open": one_of("yes", "no")},
    ),
    "example-questions": Spec(
        Text("几个常见问题，作为提问的例子，链接到答案", "a few questions as examples of what to ask, linked to their answers"),
        "{{ example-questions ids=how-long-does-it-take,is-there-a-fee }}",
        lambda guide, call: {
            "questions": [guide.content.get(Question, id_) for id_ in str(call.option("ids")).split(",")],
        },
        options={"ids": ids("faq")},
        required=frozenset({"ids"}),
    ),
    "glossary": listing(
        Text("术语表，每个有自己的链接", "the glossary, each term with a link of its own"),
        "{{ glossary }}",
        "entries",
        every(GlossaryEntry),
        home=True,
    ),
    "steps": listing(
        Text("办事步骤，每步有自己的链接", "the steps of a phase, each with a link of its own"),
        "{{ steps phase=apply }}",
        "steps",
        pick_steps,
        options={"phase": terms("phases")},
        home=True,
    ),
    "replies": Spec(
        Text("读者问了什么、改了什么，新的在前，带计数", "what readers asked and what changed, newest first, with counts"),
        "{{ replies }}",
        _replies,
        options={"audience": terms("audiences"), "state": terms("reply-states"), "district": ids("districts")},
        anchors=lambda guide, call: ids_of(pick_replies(guide, call)),
        may_be_empty=True,
    ),
    "updates": listing(
        Text("本站更新，新的在前", "what changed in the guide, newest first"),
        "{{ updates }}",
        "updates",
        pick_updates,
        home=True,
    ),
}
"""What helps readers on."""
