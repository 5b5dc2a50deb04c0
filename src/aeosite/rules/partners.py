"""Rules over mutual-recognition partners: real countries, ordered dates, codes that match their form."""

import re
from collections.abc import Iterator

from babel import Locale

from aeosite.basics.language import REQUIRED, Text
from aeosite.basics.problems import Problem
from aeosite.guide.guide import Guide
from aeosite.model.records import CodeIn, Instrument, Partner
from aeosite.read.content import Record
from aeosite.rules.finding import Problems

EU_MEMBERS = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    ]
)
"""The member states of the European Union since 2020-02-01 (Treaty on European Union, art. 52)."""

_SIMPLE = re.compile(r"(?:(?:[A-Z0-9]|\[[A-Z0-9-]+\])(?:\{\d{1,2}\})?)*(?:\[[A-Z0-9-]+\]\{\d{1,2},\d{1,2}\})?")
"""A pattern that the checker on the page reads as Python does, and whose places it can lay out: no code has a hundred signs of a kind."""

_LINEAR = re.compile(r"[^()|*+?\\{}]*(?:\{\d{1,3}\}[^()|*+?\\{}]*)*(?:[*+]|\{\d{1,3},\d{1,3}\})?")
"""A pattern that can be tried in time: at most one part of it may vary in length, and that is the last."""

_NONE_FOUND = {
    "zh": re.compile(r"(?:未查到|没有查到|未找到|没有找到)[^。；，]*公告"),
    "en": re.compile(r"\bno announcement\b[^.;]*\bfound\b", re.IGNORECASE),
}
"""How a note says that there is no announcement."""

_NOT_COUNTRIES = frozenset({"EU", "EZ", "UN", "ZZ", "QO", "XA", "XB", "XK"})


def real_country_code(guide: Guide) -> Problems:
    """代码是真实的 ISO 3166-1 两位代码，或欧盟 EU；文件名是它的小写。
    The code is a real ISO 3166-1 alpha-2 code, or EU, and the file is named after it."""
    for record in guide.content.all(Partner):
        codes = [(("code",), record.data.code), *((("members", i), code) for i, code in enumerate(record.data.members))]
        for where, code in codes:
            if code not in _territories() and (code != "EU" or where != ("code",)):
                yield record.problem(
                    where,
                    Text(f"没有 {code} 这个国家（地区）代码。", f"{code} is not a country or region code."),
                    Text("查 ISO 3166-1 两位大写代码。", "Use the ISO 3166-1 alpha-2 code, in capitals."),
                )
        if record.id != record.data.code.lower():
            yield record.problem(
                ("id",), Text(f"id 应为 {record.data.code.lower()}。", f"The id should be {record.data.code.lower()}.")
            )


def signed_before_in_force(guide: Guide) -> Problems:
    """签署不晚于实施。
    An arrangement is signed no later than it takes effect."""
    for record in guide.content.all(Partner):
        signed, start = record.data.signed, record.data.in_force_from
        if signed and start and signed.earliest > start.latest:
            yield record.problem(
                ("in_force_from",),
                Text(
                    f"生效日期 in_force_from（{start}）早于签署日期 signed（{signed}）。",
                    f"in_force_from ({start}) is before signed ({signed}).",
                ),
                Text("核对两个日期。", "Check both dates."),
            )


def listed_after_the_start(guide: Guide) -> Problems:
    """“某日已列为实施”不早于实施日期。
    An arrangement is listed as in force no earlier than it takes effect."""
    for record in guide.content.all(Partner):
        start, listed = record.data.in_force_from, record.data.in_force_by
        if start and listed and listed < start.earliest:
            yield record.problem(
                ("in_force_by",),
                Text(
                    f"in_force_by（{listed}）早于 in_force_from（{start}）。",
                    f"in_force_by ({listed}) is before in_force_from ({start}).",
                ),
                Text("实施日期已知就删去 in_force_by。", "Delete in_force_by where the start is known."),
            )


def note_knows_the_announcement(guide: Guide) -> Problems:
    """有了实施公告，说明里就不能再说没有查到公告。
    Where the announcement is named, no note says that none was found."""
    for record in guide.content.all(Partner):
        note = record.data.note if record.data.announcement else None
        for language in REQUIRED if note else ():
            if note and (found := _NONE_FOUND[language].search(note.in_(language))):
                yield record.problem(
                    ("note", language),
                    Text(
                        f"这里写“{found[0]}”，但公告 {record.data.announcement} 已写明。",
                        f"This says {found[0]!r}, but the announcement {record.data.announcement} is given.",
                    ),
                    Text("删去这句话，或者核对公告。", "Delete the sentence, or check the announcement."),
                )


def in_force_is_announced(guide: Guide) -> Problems:
    """已实施的互认要有实施公告，否则依据程度写 unconfirmed。
    An arrangement in force has an announcement, or its evidence is unconfirmed."""
    for record in guide.content.all(Partner):
        started = record.data.in_force_from or record.data.in_force_by
        if started and record.data.announcement is None and record.data.evidence != "unconfirmed":
            yield record.problem(
                ("announcement",),
                Text("写了实施，但没有实施公告。", "It is said to be in force, but there is no announcement."),
                Text("补上公告，或把 evidence 写成 unconfirmed。", "Add the announcement, or set evidence to unconfirmed."),
            )


def announcement_agrees(guide: Guide) -> Problems:
    """伙伴的实施日期与实施公告的施行日期相同，公告属于互认公告。
    The date a partner's arrangement takes effect is that of its announcement, which is a recognition announcement."""
    for record in guide.content.all(Partner):
        found = guide.content.find(Instrument, record.data.announcement) if record.data.announcement else None
        if found and found.data.type != "recognition":
            yield record.problem(
                ("announcement",), Text(f"{found.id} 不是互认公告。", f"{found.id} is not a recognition announcement.")
            )
        if found and found.data.in_force_from != record.data.in_force_from:
            yield record.problem(
                ("in_force_from",),
                Text(
                    f"公告 {found.id} 的施行日期是 {found.data.in_force_from}。",
                    f"The announcement {found.id} takes effect on {found.data.in_force_from}.",
                ),
                Text("核对后改成一致。", "Check and make them agree."),
            )


def example_fits_the_code(guide: Guide) -> Problems:
    """编码示例符合样式；少一位、小写、全角、带空格的写法都不符合。
    The example of a code fits its pattern; one character short, lower case, full width or with a blank does not."""
    for record, code in _codes(guide):
        if not _LINEAR.fullmatch(code.pattern):
            continue  # trying it might take for ever; code_pattern_is_simple reports it
        if not re.fullmatch(code.pattern, code.example):
            yield record.problem(
                ("code_in", "example"),
                Text(f"示例 {code.example} 不符合样式。", f"The example {code.example} does not fit the pattern."),
                Text("核对示例和样式。", "Check the example and the pattern."),
            )
        for miss in near_misses(code.example):
            if miss != code.example and re.fullmatch(code.pattern, miss):
                yield record.problem(
                    ("code_in", "pattern"),
                    Text(f"样式太宽：错误的写法“{miss}”也符合。", f"The pattern is too wide: the wrong form {miss!r} fits it."),
                    Text("写明位数，只用半角大写。", "State the length; half-width capitals only."),
                )


def code_pattern_is_simple(guide: Guide) -> Problems:
    """编码样式只用大写字母、数字、[范围] 和 {位数}，位数可变的只能在最后；以字母开头的，开头是伙伴的代码。网页上的核对工具按此读取。
    The pattern of a code uses capitals, digits, [ranges] and {counts} only, a varying count only at the end; where it starts with
    letters, they are the partner's code. The checker on the page reads it that way."""
    for record, code in _codes(guide):
        foreign = code.pattern[:1].isalpha() and not code.pattern.startswith((record.data.code, *record.data.members))
        if foreign or not _SIMPLE.fullmatch(code.pattern):
            yield record.problem(
                ("code_in", "pattern"),
                Text(f"样式 {code.pattern} 不能用于核对。", f"The pattern {code.pattern} cannot be used for checking."),
                Text(f"写成 {record.data.code}[0-9]{{9}} 这样。", f"Write it like {record.data.code}[0-9]{{9}}."),
            )


def own_code_is_whole(guide: Guide) -> Problems:
    """10 位海关编码前的字母只能是 AEOCN 或 CN；写了“编码只用于”的，要写这几个字母。
    The letters before the 10-digit customs code are AEOCN or CN; a limit on what the code is for needs them."""
    for record in guide.content.all(Partner):
        out = record.data.code_out
        if out and out.prefix not in (None, "AEOCN", "CN"):
            yield record.problem(
                ("code_out", "prefix"),
                Text(f"没有 {out.prefix} 这种写法。", f"{out.prefix} is not a form in use."),
                Text("写 AEOCN 或 CN；不知道就删去这一行。", "Write AEOCN or CN; delete the line if it is not known."),
            )
        if out and out.code_for and out.prefix is None:
            yield record.problem(
                ("code_out", "code_for"),
                Text("没有写编码的字母，却写了编码只用于什么。", "It says what the code is for, but gives no form of the code."),
                Text("补上 prefix，或删去 code_for。", "Add prefix, or delete code_for."),
            )


def company_details_are_complete(guide: Guide) -> Problems:
    """一并交给对方的企业信息每种只写一次；有地址就要有名称。
    Each company detail handed over is listed once, and an address comes with a name."""
    for record in guide.content.all(Partner):
        details = list(map(str, record.data.code_out.details)) if record.data.code_out else []
        if len(set(details)) != len(details):
            yield record.problem(
                ("code_out", "details"), Text("同一种企业信息写了两次。", "The same company detail is listed twice.")
            )
        if "address" in details and not {"name", "english-name"} & set(details):
            yield record.problem(
                ("code_out", "details"),
                Text("只有地址，没有企业名称。", "There is an address without a company name."),
                Text("补上 name 或 english-name。", "Add name or english-name."),
            )


def code_only_in_force(guide: Guide) -> Problems:
    """没有实施的互认不写编码：不需要填报。
    A partner whose arrangement is not in force has no code: none is declared."""
    for record, _ in _codes(guide):
        if not (record.data.in_force_from or record.data.in_force_by):
            yield record.problem(
                ("code_in",),
                Text("互认没有实施，不能写编码。", "The arrangement is not in force; it has no code."),
                Text("写 code_in: unknown。", "Write code_in: unknown."),
            )


def union_members(guide: Guide) -> Problems:
    """欧盟写全 27 个成员；其他伙伴没有成员。
    The European Union has its 27 members; other partners have none."""
    for record in guide.content.all(Partner):
        expected = EU_MEMBERS if record.data.code == "EU" else frozenset()
        members = frozenset(record.data.members)
        if members != expected or len(record.data.members) != len(members):
            missing, extra = join(expected - members), join(members - expected)
            yield record.problem(
                ("members",),
                Text(f"成员不对：缺 {missing}；多 {extra}。", f"The members are wrong: missing {missing}; too many {extra}."),
                Text("欧盟为 27 个成员国，每个只写一次。", "The union has 27 members, each listed once."),
            )


def pilot_is_not_counted(guide: Guide) -> Problems:
    """两岸试点写明 pilot，不计入互认数。
    The cross-strait pilot is marked as a pilot and never counted."""
    for record in guide.content.all(Partner):
        if (record.data.code == "TW") != (record.data.pilot is not None):
            yield record.problem(
                ("pilot",),
                Text("只有台湾地区这一项是试点，且必须标明。", "Only the Taiwan item is a pilot, and it says so."),
                Text("补上或删去 pilot。", "Add or delete pilot."),
            )
    for outline in guide.outlines():
        for call in outline.directives:
            if call.name == "count" and "pilot" in (call.option("status") or ""):
                yield Problem(
                    call.place, "", Text("试点不计数。", "The pilot is not counted."), Text("去掉 pilot。", "Leave pilot out.")
                )


def name_agrees_with_cldr(guide: Guide) -> Problems:
    """名称与 CLDR 通用译名相同，或写明不同的理由；相同时不写理由。
    A name is that of CLDR, or the record says why it differs; where it agrees there is no reason to give."""
    for record in guide.content.all(Partner):
        usual = Text(*(str(Locale(language).territories.get(record.data.code, "")) for language in REQUIRED))
        agrees = record.data.name.text == usual
        if not agrees and record.data.name_reason is None:
            yield record.problem(
                ("name",),
                Text(f"通用译名是 {usual.zh} / {usual.en}。", f"The usual names are {usual.zh} / {usual.en}."),
                Text("改成通用译名，或在 name_reason 中写明理由。", "Use them, or give the reason under name_reason."),
            )
        if agrees and record.data.name_reason is not None:
            yield record.problem(
                ("name_reason",),
                Text("名称与通用译名相同，不需要理由。", "The name is the usual one; no reason is needed."),
                Text("删去 name_reason。", "Delete name_reason."),
            )


def near_misses(example: str) -> Iterator[str]:
    """Yield wrong ways of typing a code that editors and declarants really produce."""
    yield example[:-1]
    yield example.lower()
    yield "".join(chr(ord(letter) + 0xFEE0) for letter in example)
    yield f"{example[:2]} {example[2:]}"
    yield f"{example} "


def join(codes: frozenset[str]) -> str:
    """Return codes in order, or a dash."""
    return " ".join(sorted(codes)) or "–"


def _codes(guide: Guide) -> Iterator[tuple[Record[Partner], CodeIn]]:
    for record in guide.content.all(Partner):
        if record.data.code_in:
            yield record, record.data.code_in


def _territories() -> frozenset[str]:
    return frozenset(code for code in map(str, Locale("en").territories) if len(code) == 2 and code.isalpha()) - _NOT_COUNTRIES
