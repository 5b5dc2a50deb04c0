"""Directives that show the law: criteria, instruments, their dates and limits."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.directives.picks import (
    SCORES,
    compared,
    item_anchor,
    pick_changes,
    pick_instruments,
    pick_score,
    pick_tables,
    pick_test,
    test_keys,
)
from aeosite.guide.directives.spec import Allowed, Spec, ids, ids_of, one_of, terms
from aeosite.guide.tools.readiness import asked, explained, figures_of, options, readiness
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
        lambda content, call, as_of: {"tables": pick_tables(content, call)},
        words=(ids("standards"),),
        options=CATEGORY_OPTION,
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
        options=CATEGORY_OPTION,
    ),
    "changes": Spec(
        Text("标准变化对照表", "what changed between the former standard and the current one"),
        "{{ changes }}",
        lambda content, call, as_of: {"changes": pick_changes(content, call, as_of)},
        anchors=lambda content, call, as_of: ids_of(pick_changes(content, call, as_of)),
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
    "instruments": Spec(
        Text("文件逐件说明，每件有自己的链接", "instruments one by one, each with a link of its own"),
        "{{ instruments type=order,announcement }}",
        lambda content, call, as_of: {"instruments": pick_instruments(content, call, as_of)},
        options=INSTRUMENT_OPTIONS,
        anchors=lambda content, call, as_of: ids_of(pick_instruments(content, call, as_of)),
    ),
    "cite": Spec(
        Text("引用一个文件：文号，带链接", "a citation: the number of an instrument, linked"),
        "{{ cite order-282 }}",
        lambda content, call, as_of: {"instrument": content.get(Instrument, call.words[0])},
        block=False,
        words=(ids("instruments"),),
    ),
    "limit": Spec(
        Text("一条标准的一个界限，如 85% 或 5万元", "a limit of a clause, such as 85% or RMB 50,000"),
        "{{ limit ace26-18 single-fine }}",
        lambda content, call, as_of: {"test": pick_test(content, *call.words)},
        block=False,
        words=(ids("clauses"), test_keys),
    ),
    "score": Spec(
        Text(
            "按满足项数评定的条款：一共几项、满足几项达标、满足几项基本达标",
            "a clause scored by how many figures hold: how many there are, how many make it met, how many basically met",
        ),
        "{{ score ace26-13 met }}",
        lambda content, call, as_of: {"number": pick_score(content, *call.words)},
        block=False,
        words=(ids("clauses"), one_of(*SCORES)),
    ),
    "date": Spec(
        Text("一个文件的日期", "a date of an instrument"),
        "{{ date order-282 in_force_from }}",
        lambda content, call, as_of: {"when": getattr(content.get(Instrument, call.words[0]), call.words[1])},
        block=False,
        words=(ids("instruments"), one_of(*_DATE_FIELDS)),
    ),
}
"""Criteria and instruments."""
