"""Rules over criteria tables: numbers, totals, counterparts, thresholds."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.basics.problems import Problem, did_you_mean
from aeosite.guide.guide import Guide
from aeosite.guide.picks.law import SCORES, pick_score, pick_test
from aeosite.guide.status import instrument_status
from aeosite.model.computing import Test
from aeosite.model.records import Clause, CriteriaTable, Instrument, Standard
from aeosite.read.content import LocatedClause
from aeosite.rules.finding import Problems

_FIGURE = re.compile(r"\d(?:\.\d+)?\s*(?:%|％|万元|倍)|[≤≥]")


def clause_id_is_table_and_number(guide: Guide) -> Problems:
    """条款 id 由标准和官方编号组成，如 ace26-13。
    The id of a clause is its standard and its number, such as ace26-13."""
    for located in guide.content.every_clause():
        expected = f"{located.table.data.standard}-{located.clause.number.lower():0>2}"
        if located.id != expected:
            yield located.problem(
                ("id",),
                Text(
                    f"id {located.id} 与编号 {located.clause.number} 不符。",
                    f"The id {located.id} does not fit number {located.clause.number}.",
                ),
                Text(
                    f"应为 {expected}；已发布的 id 不要改，先核对编号。",
                    f"It should be {expected}; check the number first, a published id never changes.",
                ),
            )


def unique_clause(guide: Guide) -> Problems:
    """每个条款 id 只出现一次。
    Each clause id stands once."""
    seen: dict[str, LocatedClause] = {}
    for located in guide.content.every_clause():
        if first := seen.get(located.id):
            place = first.table.place(*first.where, "id")
            yield located.problem(
                ("id",),
                Text(f"{located.id} 已在 {place} 出现。", f"{located.id} already stands at {place}."),
                Text("删去重复的一条。", "Delete one of them."),
            )
        seen.setdefault(located.id, located)


def numbers_run_on(guide: Guide) -> Problems:
    """一个标准的条款编号依次相连，不缺不乱。
    The clause numbers of a standard run on without gaps, in its order of categories."""
    for clauses in _by_standard(guide).values():
        last: dict[str, int] = defaultdict(int)
        for located in clauses:
            found = re.fullmatch(r"([A-Za-z]*)(\d+)", located.clause.number)
            if not found:
                continue
            series, number = found[1], int(found[2])
            if number != last[series] + 1:
                yield located.problem(
                    ("number",),
                    Text(
                        f"编号 {located.clause.number} 不与前一条（{last[series]}）相连。",
                        f"Number {located.clause.number} does not follow {last[series]}.",
                    ),
                    Text("检查是否漏了条款，或顺序、编号有误。", "Look for a missing clause, a wrong order or a wrong number."),
                )
            last[series] = number


def stated_totals(guide: Guide) -> Problems:
    """标准写明的条款总数与实际条款数相同。
    The number of clauses a standard states is the number it has."""
    by_standard = _by_standard(guide)
    for record in guide.content.all(Standard):
        additional = sum(located.table.data.category == "additional" for located in by_standard[record.id])
        actual = {"general": len(by_standard[record.id]) - additional, "additional": additional}
        for name, count in actual.items():
            stated = getattr(record.data.totals, name)
            if stated != count:
                yield record.problem(
                    ("totals", name),
                    Text(f"写明 {stated} 条，实有 {count} 条。", f"It states {stated} clauses and has {count}."),
                    Text("核对标准原文和条款表。", "Check the standard and its tables."),
                )


def one_table_a_category(guide: Guide) -> Problems:
    """标准的每个类别有且只有一张表，表名为“标准-类别”。
    Each category of a standard has one table, named standard-category."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in guide.content.all(CriteriaTable):
        standard = guide.content.find(Standard, table.data.standard)
        found[table.data.standard].add(table.data.category)
        expected = f"{table.data.standard}-{table.data.category}"
        if table.id != expected:
            yield table.problem(
                ("id",), Text(f"表名 {table.id} 应为 {expected}。", f"The table {table.id} should be named {expected}.")
            )
        if standard and table.data.category not in standard.data.categories:
            yield table.problem(
                ("category",),
                Text(f"{table.data.standard} 没有这个类别。", f"{table.data.standard} has no such category."),
                Text("核对类别，或在标准的 categories 中补上。", "Check it, or add it to the categories of the standard."),
            )
    for record in guide.content.all(Standard):
        for index, category in enumerate(record.data.categories):
            if category not in found[record.id]:
                yield record.problem(
                    ("categories", index), Text(f"类别 {category} 没有条款表。", f"The category {category} has no table.")
                )


def matched_or_dropped(guide: Guide) -> Problems:
    """高级认证的每一条，在认证企业标准中要么有且只有一条对应，要么列为不要求。
    Each clause of the advanced tier has one counterpart in the certified tier, or is listed as dropped."""
    matches: dict[str, list[LocatedClause]] = defaultdict(list)
    for located in guide.content.every_clause():
        if located.clause.counterpart:
            matches[located.clause.counterpart].append(located)
    dropped = {str(id_) for table in guide.content.all(CriteriaTable) for id_ in table.data.dropped}
    compared = {str(guide.content.clauses[id_].table.data.standard) for id_ in matches if id_ in guide.content.clauses}
    for located in guide.content.every_clause():
        if located.table.data.standard not in compared:
            continue
        times = len(matches[located.id]) + (located.id in dropped)
        if times != 1:
            yield located.problem(
                ("id",),
                Text(
                    f"{located.id} 的对应条款或“不要求”共 {times} 处，应为 1 处。",
                    f"{located.id} is matched or dropped {times} times; it should be once.",
                ),
                Text(
                    "在认证企业的表中补上或删去 counterpart、dropped。",
                    "Add or delete a counterpart or a dropped entry in the certified table.",
                ),
            )


def counterpart_is_weighed(guide: Guide) -> Problems:
    """有对应条款的，要写明与它相比如何；不相同的，要写明差别。
    A clause with a counterpart says how it compares, and what differs where it is not the same."""
    for located in guide.content.every_clause():
        clause = located.clause
        if clause.counterpart and clause.weight is None:
            yield located.problem(
                ("counterpart",), Text("没有写 weight（与对应条款相比）。", "weight (how it compares) is missing.")
            )
        if clause.weight and clause.weight not in ("same", "reworded") and clause.difference is None:
            yield located.problem(
                ("weight",), Text("要求不同，但没有写 difference（差别）。", "It differs, but difference is missing.")
            )


def threshold_is_typed(guide: Guide) -> Problems:
    """条款文字里有金额、百分比或倍数的，要在 test 中写成可计算的界限。
    A clause whose text has an amount, a percentage or a ratio has it typed under test."""
    for located in guide.content.every_clause():
        groups = located.clause.test.groups if located.clause.test else []
        if _FIGURE.search(located.clause.text.zh) and not groups:
            yield located.problem(
                ("text", "zh"),
                Text("文字里有界限，test 里没有。", "The text has a limit; test has none."),
                Text("在 test 中写明数值和单位。", "Type the value and unit under test."),
            )


def limit_stands_in_text(guide: Guide) -> Problems:
    """test 中的金额和百分比，中英文文字里都要出现。
    An amount or a percentage under test stands in the text of both languages."""
    for located in guide.content.every_clause():
        for where, test in _tests(located.clause):
            for language in REQUIRED:
                spoken = _spoken(test, language)
                if spoken and not any(_stands(form, located.clause.text.in_(language)) for form in spoken):
                    yield located.problem(
                        (*where, "value"),
                        Text(f"{test.value} 在 text.{language} 里没有出现。", f"{test.value} does not stand in text.{language}."),
                        Text(
                            f"核对数值；文字可写成 {' 或 '.join(spoken)}。",
                            f"Check the value; the text may say {' or '.join(spoken)}.",
                        ),
                    )


def history_is_not_current(guide: Guide) -> Problems:
    """审阅时已经废止的文件，其标准是历史：只能放在标明 history: yes 的页面上，也不能作为对照的现行标准。
    A standard of an instrument that was repealed when the page was reviewed is history: it is shown only on pages marked history: yes and is never compared as current."""
    standards = guide.content.all(Standard)
    for page in guide.pages():
        reviewed = page.front.reviewed_on if page.front else guide.as_of  # what ends later is no fault of whoever wrote the page
        history = {record.id for record in standards if _ended(guide, record.data, reviewed)}
        for call in page.directives:
            shown = call.words[0] if call.words else ""
            if call.name not in ("criteria", "compare-tiers") or shown not in history:
                continue
            if call.name == "compare-tiers" or not (page.front and page.front.history):
                yield Problem(
                    call.place,
                    "",
                    Text(f"{shown} 已不是现行标准。", f"{shown} is not a current standard."),
                    Text(
                        "在页首写 history: yes，或改用现行标准。",
                        "Put history: yes in the front matter, or use the current standard.",
                    ),
                )


def limit_exists(guide: Guide) -> Problems:
    """页面引用的界限在该条款的 test 中。
    A limit that a page shows is under test of that clause."""
    for page in guide.pages():
        for call in page.directives:
            if call.name == "limit" and len(call.words) == 2 and pick_test(guide.content, *call.words) is None:
                keys = (
                    [str(test.key) for _, test in _tests(guide.content.clauses[call.words[0]].clause)]
                    if call.words[0] in guide.content.clauses
                    else []
                )
                message = Text(f"{call.words[0]} 没有 {call.words[1]}。", f"{call.words[0]} has no {call.words[1]}.")
                yield Problem(call.place, "", message, did_you_mean(call.words[1], keys))


def score_exists(guide: Guide) -> Problems:
    """页面引用的满足项数，该条款的 test 中有 score。
    A clause whose score a page shows has a score under test."""
    for page in guide.pages():
        for call in page.directives:
            shown = call.name == "score" and len(call.words) == 2 and call.words[1] in SCORES
            if shown and pick_score(guide.content, *call.words) is None:
                scored = [one.id for one in guide.content.every_clause() if one.clause.test and one.clause.test.score]
                message = Text(f"{call.words[0]} 不按满足项数评定。", f"{call.words[0]} is not scored.")
                yield Problem(call.place, "", message, did_you_mean(call.words[0], scored))


def _ended(guide: Guide, standard: Standard, on: date) -> bool:
    instrument = guide.content.find(Instrument, standard.instrument)
    return instrument is not None and instrument_status(instrument.data, on) in ("repealed", "expired")


def _by_standard(guide: Guide) -> dict[str, list[LocatedClause]]:
    """Return the clauses of each standard in its order of categories."""
    order = {record.id: [str(category) for category in record.data.categories] for record in guide.content.all(Standard)}
    found: dict[str, list[LocatedClause]] = defaultdict(list)
    for located in guide.content.every_clause():
        found[located.table.data.standard].append(located)
    for standard, clauses in found.items():
        categories = order.get(standard, [])
        clauses.sort(
            key=lambda one: (
                categories.index(one.table.data.category) if one.table.data.category in categories else len(categories)
            )
        )
    return found


def _tests(clause: Clause) -> Iterator[tuple[tuple[str | int, ...], Test]]:
    for g, group in enumerate(clause.test.groups if clause.test else []):
        for t, test in enumerate(group.any):
            yield ("test", "groups", g, "any", t), test


def _stands(form: str, text: str) -> bool:
    """Whether a limit stands in a text as a number of its own: 5% does not stand in 95%."""
    return re.search(rf"(?<![0-9.,]){re.escape(form)}", text, re.I) is not None


_SHARES = {
    Decimal("0.01"): "万分之一",
    Decimal("0.1"): "千分之一",
    Decimal("0.3"): "千分之三",
    Decimal("0.5"): "千分之五",
    Decimal(100): "全部",
}


def _spoken(test: Test, language: Language) -> list[str]:
    """Return the ways a limit may be said in a text; none where it need not be."""
    value = test.value
    if test.unit == "percent":
        words = {"zh": _SHARES.get(value), "en": "all" if value == 100 else None}[language]
        return [f"{value}%", f"{value} %", *([words] if words else [])]
    if test.unit != "cny" or value == 0:
        return []
    return [f"{(value / 10000).normalize():f}万元"] if language == "zh" else [f"{value:,}"]
