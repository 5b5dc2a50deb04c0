"""Directives that help readers on: customs offices, training, figures, answers, words, steps."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.directives.finder import provinces
from aeosite.guide.directives.service import (
    pick_districts,
    pick_events,
    pick_glossary,
    pick_questions,
    pick_statistics,
    pick_steps,
    pick_updates,
)
from aeosite.guide.directives.spec import Spec, ids, ids_of, one_of, terms
from aeosite.model.service import District, Statistic, TrainingBase

HELP: Mapping[str, Spec] = {
    "districts": Spec(
        Text("海关名录，每个有自己的链接", "the directory of customs districts, each with a link of its own"),
        "{{ districts level=district }}",
        lambda content, call, as_of: {"districts": pick_districts(content, call)},
        options={"level": terms("district-levels")},
        anchors=lambda content, call, as_of: ids_of(pick_districts(content, call)),
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
        anchors=lambda content, call, as_of: ids_of(content.all(TrainingBase)),
    ),
    "events": Spec(
        Text("会议和活动，按日期", "conferences and activities, by date"),
        "{{ events type=global-conference }}",
        lambda content, call, as_of: {"events": pick_events(content, call)},
        options={"type": terms("event-types")},
        anchors=lambda content, call, as_of: ids_of(pick_events(content, call)),
    ),
    "statistics": Spec(
        Text("统计数字表，每个有自己的链接", "figures as a table, each with a link of its own"),
        "{{ statistics topic=aeo-count }}",
        lambda content, call, as_of: {"statistics": pick_statistics(content, call)},
        options={"topic": terms("figure-topics")},
        anchors=lambda content, call, as_of: ids_of(pick_statistics(content, call)),
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
        anchors=lambda content, call, as_of: ids_of(pick_questions(content, call)),
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
        anchors=lambda content, call, as_of: ids_of(pick_glossary(content)),
    ),
    "steps": Spec(
        Text("办事步骤，每步有自己的链接", "the steps of a phase, each with a link of its own"),
        "{{ steps phase=apply }}",
        lambda content, call, as_of: {"steps": pick_steps(content, call)},
        options={"phase": terms("phases")},
        anchors=lambda content, call, as_of: ids_of(pick_steps(content, call)),
    ),
    "updates": Spec(
        Text("本站更新，新的在前", "what changed in the guide, newest first"),
        "{{ updates }}",
        lambda content, call, as_of: {"updates": pick_updates(content)},
        anchors=lambda content, call, as_of: ids_of(pick_updates(content)),
    ),
}
"""What helps readers on."""
