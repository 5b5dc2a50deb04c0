"""Rules over the records that serve readers: directory, answers, figures, steps, words."""

import re
from collections.abc import Iterator

from aeosite.basics.language import DEFAULT, REQUIRED, Language, Text
from aeosite.basics.problems import Place, Problem, did_you_mean
from aeosite.guide.guide import Guide
from aeosite.guide.status import economies, partner_status
from aeosite.model.base import RecordModel
from aeosite.model.help import District, Event, GlossaryEntry, Question, QuizQuestion, Statistic, Step, Update
from aeosite.model.records import Partner
from aeosite.read.content import Record, pairs
from aeosite.rules.every_record import every_record
from aeosite.rules.finding import Problems

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》")


def named_page_exists(guide: Guide) -> Problems:
    """问题和更新所指的页面都存在。
    Every page that a question or an update names exists."""
    pages = guide.content.pages[DEFAULT]
    for record, name, paths in _named_pages(guide):
        for index, path in enumerate(paths):
            if path not in pages:
                yield record.problem(
                    (name, index), Text(f"没有页面 {path}。", f"There is no page {path}."), did_you_mean(path, pages)
                )


def answer_has_a_basis(guide: Guide) -> Problems:
    """有答案的问题写明依据，或标为未确认；没有答案的写明可以问谁。
    An answered question names its basis, or is unconfirmed; an open one says whom to ask."""
    for record in guide.content.all(Question):
        data = record.data
        if data.open and data.ask is None:
            yield record.problem(
                ("open",), Text("尚无答案，但没有写 ask（问谁）。", "It is open, but ask (whom to ask) is missing.")
            )
        if not data.open and not data.basis and data.evidence == "official":
            yield record.problem(
                ("evidence",),
                Text("写了官方依据，但 basis 是空的。", "It is said to be official, but basis is empty."),
                Text("补上 basis，或改依据程度。", "Add the basis, or change the evidence."),
            )


def district_is_well_formed(guide: Guide) -> Problems:
    """关区代码四位、不重复；网站在海关总署的域名之下。
    A customs code has four digits and is unique; the website is below GACC's host."""
    seen: dict[str, str] = {}
    for record in guide.content.all(District):
        code, host = record.data.code, record.data.host
        if code and not re.fullmatch(r"\d{4}", code):
            yield record.problem(("code",), Text(f"关区代码 {code} 不是四位数字。", f"The code {code} is not four digits."))
        if code and code in seen:
            yield record.problem(("code",), Text(f"关区代码与 {seen[code]} 相同。", f"{seen[code]} has the same code."))
        if code:
            seen.setdefault(code, record.id)
        if host and not (host == "www.customs.gov.cn" or re.fullmatch(r"[a-z]+\.customs\.gov\.cn", host)):
            yield record.problem(
                ("host",),
                Text(f"{host} 不在 customs.gov.cn 之下。", f"{host} is not below customs.gov.cn."),
                Text(
                    "例如 nanjing.customs.gov.cn；查不到写 unknown。",
                    "Such as nanjing.customs.gov.cn; write unknown where it is not known.",
                ),
            )


def conflict_is_mutual(guide: Guide) -> Problems:
    """两个数字不一致，要互相注明。
    Two figures that disagree name each other."""
    for record in guide.content.all(Statistic):
        for index, id_ in enumerate(record.data.conflicts):
            other = guide.content.find(Statistic, id_)
            if other and record.id not in other.data.conflicts:
                yield record.problem(
                    ("conflicts", index),
                    Text(f"{id_} 没有注明与本数字不一致。", f"{id_} does not name this figure."),
                    Text(f"在 {id_} 的 conflicts 中加上 {record.id}。", f"Add {record.id} to the conflicts of {id_}."),
                )


def shown_figure_is_the_value(guide: Guide) -> Problems:
    """页面写法中的数字就是 value。
    The number in the shown form is the value."""
    for record in guide.content.all(Statistic):
        for language in REQUIRED:
            shown = record.data.shown.in_(language).replace(",", "")
            if not any(float(number) == float(record.data.value) for number in re.findall(r"\d+(?:\.\d+)?", shown)):
                yield record.problem(
                    ("shown", language),
                    Text(f"“{shown}”里没有 {record.data.value}。", f"{shown!r} does not hold {record.data.value}."),
                    Text("核对数值和写法。", "Check the value and how it is shown."),
                )


def partners_add_up_to_the_figure(guide: Guide) -> Problems:
    """官方公布的互认数目，与该日的互认伙伴记录相同。
    A published number of recognition arrangements is that of the partner records on its date."""
    partners = [record.data for record in guide.content.all(Partner) if record.data.pilot is None]
    for record in guide.content.all(Statistic):
        if counted := record.data.partners:
            statuses = ("in-force",) if counted.endswith("in-force") else ("in-force", "signed")
            found = [partner for partner in partners if partner_status(partner, record.data.date.latest) in statuses]
            number = economies(found) if counted.startswith("countries") else len(found)
            if number != record.data.value:
                yield record.problem(
                    ("value",),
                    Text(
                        f"这里是 {record.data.value}，互认伙伴记录在这一天是 {number}。",
                        f"It says {record.data.value}; the partner records make {number} on that day.",
                    ),
                    Text(
                        "核对伙伴的签署、实施日期；本来就对不上的，删去 partners 并在 note 中说明。",
                        "Check when partners signed and started; where they are known not to agree, delete partners and say so in note.",
                    ),
                )


def event_dates_in_order(guide: Guide) -> Problems:
    """活动的结束日期不早于开始日期。
    An event ends no earlier than it begins."""
    for record in guide.content.all(Event):
        begin, end = record.data.date, record.data.until
        if begin and end and end.latest < begin.earliest:
            yield record.problem(
                ("until",), Text(f"until（{end}）早于 date（{begin}）。", f"until ({end}) is before date ({begin}).")
            )


def due_day_stands_in_text(guide: Guide) -> Problems:
    """每年截止的月日写在时限里，中英文都有。
    The day of every year that a step is due by stands in its time limit, in both languages."""
    for record in guide.content.all(Step):
        if not (due := record.data.due):
            continue
        day = due.in_year(2026)
        wanted = Text(f"{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]}")
        limit = record.data.duration
        if limit is None or wanted.zh not in limit.zh or wanted.en not in limit.en:
            yield record.problem(
                ("due",),
                Text(
                    f"时限里没有写“{wanted.zh}”和“{wanted.en}”。", f"The time limit does not say “{wanted.zh}” and “{wanted.en}”."
                ),
                Text("核对日期，写进 duration。", "Check the day; write it in duration."),
            )


def phase_has_a_step(guide: Guide) -> Problems:
    """每个办事阶段至少有一步；显示顺序不重复。
    Each phase of the procedure has a step, and no two steps share a place in the order."""
    orders: dict[int, str] = {}
    phases = set()
    for record in guide.content.all(Step):
        phases.add(str(record.data.phase))
        if (first := orders.setdefault(record.data.order, record.id)) != record.id:
            yield record.problem(("order",), Text(f"顺序与 {first} 相同。", f"{first} has the same order."))
    if orders:
        for phase in sorted(set(guide.content.vocabularies.get("phases", {})) - phases):
            yield Problem(
                Place("docs/records/procedure"), "", Text(f"阶段 {phase} 没有步骤。", f"The phase {phase} has no step.")
            )


def retired_word_is_quoted(guide: Guide) -> Problems:
    """术语表中不用的说法，在页面上只能出现在引号里，历史页面除外。
    A word the glossary retires stands on a page only in quotation marks, history pages aside."""
    words = _retired(guide)
    for page in guide.pages():
        if page.front and page.front.history:
            continue
        for number, line in enumerate(page.body.split("\n")):
            for word, why, column in _used(line, words[page.language]) if page.language in words else ():
                yield Problem(page.place(page.body_line + number, column), "", *_not_used(word, why))


def record_quotes_retired_words(guide: Guide) -> Problems:
    """术语表中不用的说法，在记录里只能出现在引号里。
    A word the glossary retires stands in a record only in quotation marks."""
    words = _retired(guide)
    for record in every_record(guide):
        if isinstance(record.data, GlossaryEntry):
            continue
        for where, pair in pairs(record.data):
            for language in REQUIRED:
                for word, why, _ in _used(pair.in_(language), words[language]):
                    yield record.problem((*where, language), *_not_used(word, why))


def _retired(guide: Guide) -> dict[Language, tuple[re.Pattern[str], dict[str, Text]]]:
    """Return, by language, a pattern of every retired word and why each is retired."""
    found: dict[Language, dict[str, Text]] = {language: {} for language in REQUIRED}
    for record in guide.content.all(GlossaryEntry):
        for old in record.data.retired:
            found["zh" if re.search("[\u4e00-\u9fff]", old.word) else "en"][old.word.lower()] = old.why.text
    return {language: (re.compile("|".join(map(_whole, words)) or r"(?!)", re.I), words) for language, words in found.items()}


def _used(text: str, retired: tuple[re.Pattern[str], dict[str, Text]]) -> Iterator[tuple[str, Text, int]]:
    """Yield each retired word that stands outside quotation marks, why it is retired, and its column."""
    pattern, words = retired
    if not pattern.search(text):
        return
    for found in pattern.finditer(_QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)):
        used = found[0].lower()
        word = next(word for word in words if used.startswith(word))
        yield found[0], words[word], found.start() + 1


def _whole(word: str) -> str:
    return rf"\b{re.escape(word)}(?:e?s)?\b" if word.isascii() else re.escape(word)


def _not_used(word: str, why: Text) -> tuple[Text, Text]:
    return (
        Text(f"“{word}”已不用：{why.zh}", f"“{word}” is not used: {why.en}"),
        Text(
            "改用规范用语；确需提到旧称时加引号“”。",
            "Use the official wording; where the old word itself is meant, put it in quotation marks “ ”.",
        ),
    )


def _named_pages(guide: Guide) -> Iterator[tuple[Record[RecordModel], str, list[str]]]:
    yield from ((record, "see", record.data.see) for record in guide.content.all(Question))
    yield from ((record, "see", record.data.see) for record in guide.content.all(QuizQuestion))
    yield from ((record, "pages", record.data.pages) for record in guide.content.all(Update))
