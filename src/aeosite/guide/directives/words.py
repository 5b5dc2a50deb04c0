"""Directives that serve any page: words, counts, cards."""

from collections import Counter
from collections.abc import Callable, Mapping

from aeosite.basics.language import DEFAULT, Text
from aeosite.guide.dated import Dated
from aeosite.guide.directives.benefits import MEASURE_OPTIONS, PARTNER_OPTIONS
from aeosite.guide.directives.law import CATEGORY_OPTION, INSTRUMENT_OPTIONS
from aeosite.guide.directives.spec import Facts, Spec, ids, one_of, terms
from aeosite.guide.picks.benefits import pick_measures, pick_partners
from aeosite.guide.picks.help import pick_districts, pick_questions
from aeosite.guide.picks.law import pick_clauses, pick_instruments
from aeosite.guide.status import economies, partner_status
from aeosite.model.help import Statistic
from aeosite.model.records import Instrument, Partner
from aeosite.read.pages import Directive

_COUNTS: Mapping[str, Callable[[Dated, Directive], int]] = {
    "partners": lambda guide, call: (
        economies(record.data for record in pick_partners(guide, call))
        if call.option("unit") == "economies"
        else len(pick_partners(guide, call))
    ),
    "measures": lambda guide, call: len(pick_measures(guide, call)),
    "instruments": lambda guide, call: len(pick_instruments(guide, call)),
    "clauses": lambda guide, call: len(pick_clauses(guide, call)),
    "faq": lambda guide, call: len(pick_questions(guide, call)),
    "districts": lambda guide, call: len(pick_districts(guide, call)),
    "tiers": lambda guide, call: len(guide.content.vocabularies.get("tiers", {})),
}


def _key_figures(guide: Dated, call: Directive) -> Facts:
    statuses = Counter(partner_status(record.data, guide.as_of) for record in guide.content.all(Partner))
    return {
        "statistic": guide.content.get(Statistic, call.words[0]),
        "instrument": guide.content.get(Instrument, call.words[1]),
        "in_force": statuses["in-force"],
        "signed": statuses["in-force"] + statuses["signed"],
    }


WORDS: Mapping[str, Spec] = {
    "terms": Spec(
        Text("一个词表：用语和解释", "a vocabulary: its words and what they mean"),
        "{{ terms tiers }}",
        lambda guide, call: {"terms": guide.content.vocabularies[call.words[0]], "vocabulary": call.words[0]},
        words=(lambda content: content.vocabularies,),
    ),
    "term": Spec(
        Text("词表中一个词的用语", "the label of a word of a vocabulary"),
        "{{ term tiers certified }}",
        lambda guide, call: {"entry": guide.content.vocabularies[call.words[0]][call.words[1]]},
        block=False,
        words=(
            lambda content: content.vocabularies,
            terms(),
        ),
    ),
    "audiences": Spec(
        Text("“您是哪类企业？”卡片", "the cards that ask which kind of reader you are"),
        "{{ audiences }}",
        lambda guide, call: {"terms": guide.content.vocabularies["audiences"]},
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
    "task-cards": Spec(
        Text("几个工具的卡片：读者要做的事和一行说明", "tools as cards: what a reader wants to do, and a line about it"),
        "{{ task-cards pages=aeo/declare.md,aeo/measures.md }}",
        lambda guide, call: {"paths": str(call.option("pages")).split(",")},
        options={"pages": lambda content: content.pages[DEFAULT]},
        required=frozenset({"pages"}),
    ),
    "page-cards": Spec(
        Text("几个页面的卡片：标题和摘要", "pages as cards: title and summary"),
        "{{ page-cards pages=aeo/declare.md,aeo/measures.md }}",
        lambda guide, call: {"paths": str(call.option("pages")).split(",")},
        options={"pages": lambda content: content.pages[DEFAULT]},
        required=frozenset({"pages"}),
    ),
    "count": Spec(
        Text("某类记录的数目", "how many records there are"),
        "{{ count partners status=in-force unit=economies }}",
        lambda guide, call: {"count": _COUNTS[call.words[0]](guide, call)},
        block=False,
        words=(one_of(*_COUNTS),),
        options={
            **PARTNER_OPTIONS,
            **MEASURE_OPTIONS,
            **INSTRUMENT_OPTIONS,
            **CATEGORY_OPTION,
            "standard": ids("standards"),
            "topic": terms("question-topics"),
            "open": one_of("yes", "no"),
            "level": terms("district-levels"),
            "unit": one_of("economies"),
            "status": terms("partner-statuses", "instrument-statuses"),
            "type": terms("enterprise-types", "instrument-types"),
        },
    ),
    "as-of": Spec(
        Text("本版内容的日期", "the date this edition speaks of"),
        "{{ as-of }}",
        lambda guide, call: {"when": guide.as_of},
        block=False,
    ),
}
"""What serves any page."""
