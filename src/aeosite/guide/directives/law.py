"""Directives that show the law: criteria, instruments, their dates and limits."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.directives.spec import Allowed, Spec, ids, listing, one_of, terms
from aeosite.guide.picks.law import (
    SCORES,
    compared,
    item_anchor,
    pick_changes,
    pick_instruments,
    pick_score,
    pick_tables,
    pick_test,
)
from aeosite.model.records import Instrument

INSTRUMENT_OPTIONS: Mapping[str, Allowed] = {"type": terms("instrument-types"), "status": terms("instrument-statuses")}
"""How instruments may be chosen."""
CATEGORY_OPTION: Mapping[str, Allowed] = {"category": terms("categories")}
"""How clauses may be chosen."""
_DATE_FIELDS = ("issued", "in_force_from", "valid_until", "repealed_on", "unconfirmed_since")


LAW: Mapping[str, Spec] = {
    "criteria": Spec(
        Text("一个标准的条款表，可限定类别", "the clauses of a standard, or of one of its categories"),
        "{{ criteria ace26 category=financial }}",
        lambda guide, call: {"tables": pick_tables(guide, call)},
        words=(ids("standards"),),
        options=CATEGORY_OPTION,
        anchors=lambda guide, call: [
            anchor
            for table in pick_tables(guide, call)
            for item in table.data.items
            for anchor in (item_anchor(table.data, item.number), *(str(clause.id) for clause in item.clauses))
        ],
    ),
    "compare-tiers": Spec(
        Text("高级认证企业与认证企业逐条对照", "the advanced and the certified tier, clause by clause"),
        "{{ compare-tiers ace26 category=financial }}",
        lambda guide, call: {"tables": pick_tables(guide, call), "rows": compared(guide, call)},
        words=(ids("standards"),),
        options=CATEGORY_OPTION,
    ),
    "current-rules": Spec(
        Text("现行规定：文号、施行日期和核对日期", "the current rules: the instrument, since when, and when that was checked"),
        "{{ current-rules order-282 }}",
        lambda guide, call: {"instrument": guide.content.get(Instrument, call.words[0])},
        words=(ids("instruments"),),
    ),
    "changes": listing(
        Text("标准变化对照表", "what changed between the former standard and the current one"),
        "{{ changes }}",
        "changes",
        pick_changes,
        home=True,
    ),
    "instruments": listing(
        Text("文件逐件说明，每件有自己的链接", "instruments one by one, each with a link of its own"),
        "{{ instruments type=order,announcement }}",
        "instruments",
        pick_instruments,
        options=INSTRUMENT_OPTIONS,
        home=True,
    ),
    "cite": Spec(
        Text("引用一个文件：文号，带链接", "a citation: the number of an instrument, linked"),
        "{{ cite order-282 }}",
        lambda guide, call: {"instrument": guide.content.get(Instrument, call.words[0])},
        block=False,
        words=(ids("instruments"),),
    ),
    "limit": Spec(
        Text("一条标准的一个界限，如 85% 或 5万元", "a limit of a clause, such as 85% or RMB 50,000"),
        "{{ limit ace26-18 single-fine }}",
        lambda guide, call: {"test": pick_test(guide.content, *call.words)},
        block=False,
        words=(ids("clauses"), lambda content: content.test_keys),
    ),
    "score": Spec(
        Text(
            "按满足项数评定的条款：一共几项、满足几项达标、满足几项基本达标",
            "a clause scored by how many figures hold: how many there are, how many make it met, how many basically met",
        ),
        "{{ score ace26-13 met }}",
        lambda guide, call: {"number": pick_score(guide.content, *call.words)},
        block=False,
        words=(ids("clauses"), one_of(*SCORES)),
    ),
    "date": Spec(
        Text("一个文件的日期", "a date of an instrument"),
        "{{ date order-282 in_force_from }}",
        lambda guide, call: {"when": getattr(guide.content.get(Instrument, call.words[0]), call.words[1])},
        block=False,
        words=(ids("instruments"), one_of(*_DATE_FIELDS)),
    ),
}
"""Criteria and instruments."""
