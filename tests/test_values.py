"""Tables of right and wrong values: each kind of field, dates as readers see them, what is derived from a date."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from aeosite.basics.language import Text
from aeosite.basics.problems import NO_FIX, did_you_mean
from aeosite.guide.dates import show_date
from aeosite.guide.status import economies, instrument_status, measure_state, partner_status
from aeosite.model.fields import (
    Also,
    Code,
    Evidence,
    ExactDate,
    Id,
    InstrumentRef,
    Maybe,
    Number,
    Pair,
    PartialDate,
    Pattern,
    Prose,
    Term,
    Title,
    Url,
    Whole,
    Word,
)
from aeosite.model.records import Instrument, Measure, Partner
from aeosite.read.content import Content, Record
from aeosite.read.yaml_text import LARGEST_FILE, Mapping, read
from aeosite.rules.partners import near_misses
from project import PHRASES

RIGHT: list[tuple[Any, Any, object]] = [
    (PartialDate, "2013-03-15", PartialDate(2013, 3, 15)),
    (PartialDate, "2012-06", PartialDate(2012, 6)),
    (PartialDate, "2012", PartialDate(2012)),
    (PartialDate, "by 2025-06-23", PartialDate(2025, 6, 23, by=True)),
    (PartialDate, "by 2014-05", PartialDate(2014, 5, by=True)),
    (PartialDate, "2024-02-29", PartialDate(2024, 2, 29)),
    (ExactDate, "2026-04-01", date(2026, 4, 1)),
    (Number, "95", Decimal("95")),
    (Number, "1.10", Decimal("1.10")),
    (Number, "0", Decimal("0")),
    (Number, "-0.5", Decimal("-0.5")),
    (Whole, "0", 0),
    (Whole, "12", 12),
    (Code, "NO", "NO"),
    (Code, "007", "007"),
    (Code, "AEOCN", "AEOCN"),
    (Id, "ann-2026-34", "ann-2026-34"),
    (Id, "n36-03b", "n36-03b"),
    (InstrumentRef, "order-282", "order-282"),
    (Word, "customs.gov.cn", "customs.gov.cn"),
    (Term, "basically-met", "basically-met"),
    (Evidence, "official", "official"),
    (Url, "https://www.customs.gov.cn/a?b=c#d", "https://www.customs.gov.cn/a?b=c#d"),
    (Url, "http://customs.gov.cn", "http://customs.gov.cn"),
    (Pattern, "SG[0-9A-Z]{12}", "SG[0-9A-Z]{12}"),
    (Prose, "第1条 AEO 企业", "第1条 AEO 企业"),
    (Prose, "a < b & c", "a < b & c"),
    (Prose, "“引用”，然后。", "“引用”，然后。"),
    (Title, "AEO是“什么”", "AEO是“什么”"),
    (Pair, {"zh": "中", "en": "in"}, Pair(zh="中", en="in")),
    (Maybe[PartialDate], "unknown", None),
    (Maybe[PartialDate], "2012", PartialDate(2012)),
    (Maybe[Pair], "unknown", None),
    (Maybe[list[Evidence]], "unknown", None),
    (Maybe[list[Evidence]], ["official"], ["official"]),
]

WRONG: list[tuple[Any, Any, str]] = [
    (PartialDate, "2026-02-30", "date-impossible"),
    (PartialDate, "2025-02-29", "date-impossible"),
    (PartialDate, "2026-13", "date-impossible"),
    (PartialDate, "2026-00-01", "date-impossible"),
    (PartialDate, "2026-04-00", "date-impossible"),
    (PartialDate, "2026/04/01", "date-format"),
    (PartialDate, "2026-4-1", "date-format"),
    (PartialDate, "20260401", "date-format"),
    (PartialDate, "01-04-2026", "date-format"),
    (PartialDate, "2026年4月1日", "date-format"),
    (PartialDate, "2026-04-01T00:00", "date-format"),
    (PartialDate, "2026-04-01\n", "blank"),
    (PartialDate, "before 2026", "date-format"),
    (PartialDate, "unknown", "date-format"),
    (PartialDate, "２０２６", "full-width"),
    (PartialDate, "", "blank"),
    (PartialDate, ["2026"], "text-expected"),
    (ExactDate, "2026-04", "date-not-exact"),
    (ExactDate, "2026", "date-not-exact"),
    (ExactDate, "by 2026-04-01", "date-not-exact"),
    (ExactDate, "unknown", "date-format"),
    (ExactDate, "2026-02-30", "date-impossible"),
    (Number, "85%", "number"),
    (Number, "5万", "number"),
    (Number, "1,000", "number"),
    (Number, "NaN", "number"),
    (Number, "Infinity", "number"),
    (Number, "-inf", "number"),
    (Number, "unknown", "number"),
    (Number, "８５", "full-width"),
    (Number, "", "blank"),
    (Number, {"zh": "8"}, "text-expected"),
    (Whole, "1.0", "integer"),
    (Whole, "-1", "integer"),
    (Whole, "+1", "integer"),
    (Whole, "one", "integer"),
    (Whole, "1234567890", "integer"),
    (Code, "ＳＧ", "full-width"),
    (Code, "SG\u3000", "full-width"),
    (Code, " SG", "blank"),
    (Code, "SG ", "blank"),
    (Code, "", "blank"),
    (Code, ["SG"], "text-expected"),
    (Id, "Order-282", "pattern"),
    (Id, "order_282", "pattern"),
    (Id, "order--282", "pattern"),
    (Id, "-order", "pattern"),
    (Id, "order-", "pattern"),
    (Id, "第1号令", "pattern"),
    (Id, "../order", "pattern"),
    (Id, "a b", "pattern"),
    (InstrumentRef, "GACC Order No. 282", "pattern"),
    (Word, "customs..gov", "pattern"),
    (Evidence, "Official", "pattern"),
    (Evidence, "官方", "pattern"),
    (Evidence, ["official"], "text-expected"),
    (Url, "www.customs.gov.cn", "url"),
    (Url, "ftp://customs.gov.cn", "url"),
    (Url, "javascript:alert(1)", "url"),
    (Url, "https://", "url"),
    (Url, "https://user@customs.gov.cn", "url"),
    (Url, "https://customs.gov.cn/a b", "url"),
    (Url, "", "blank"),
    (Pattern, "SG[0-9", "code-pattern"),
    (Pattern, "*", "code-pattern"),
    (Prose, "", "text-missing"),
    (Prose, "  ", "text-missing"),
    (Prose, "<b>a</b>", "text-html"),
    (Prose, "</p>", "text-html"),
    (Prose, "<!-- a -->", "text-html"),
    (Prose, "a&nbsp;b", "text-html"),
    (Prose, "a&#39;b", "text-html"),
    (Prose, " a", "text-blanks"),
    (Prose, "a ", "text-blanks"),
    (Prose, "a  b", "text-blanks"),
    (Prose, "a\nb", "text-blanks"),
    (Prose, "海关 总署", "text-blanks"),
    (Prose, "海关， 总署", "text-blanks"),
    (Title, 'a "b"', "title-character"),
    (Title, "a & b", "title-character"),
    (Title, "a > b", "title-character"),
    (Title, "<b>a</b>", "text-html"),
    (Pair, {"zh": "中"}, "missing"),
    (Pair, {"zh": "中", "en": ""}, "text-missing"),
    (Also, {"zh": ["中"], "fr": ["in"]}, "extra_forbidden"),
    (Pair, {"zh": "中", "en": "in", "fr": "<b>"}, "text-html"),
    (Pair, {"zh": "中", "en": "in", "fr": ""}, "text-missing"),
    (Pair, "中", "model_type"),
    (Maybe[PartialDate], "Unknown", "date-format"),
    (Maybe[PartialDate], "", "blank"),
    (Maybe[Pair], {"zh": "unknown"}, "missing"),
]


def test_a_text_may_be_there_in_further_languages() -> None:
    text = Pair.model_validate({"zh": "中", "en": "in", "fr": "dans"})
    assert [text.in_(language) for language in ("zh", "en", "fr", "de")] == ["中", "in", "dans", "中"]
    assert [text.has(language) for language in ("zh", "en", "fr", "de")] == [True, True, True, False]


@pytest.mark.parametrize(("kind", "value", "meant"), RIGHT)
def test_a_right_value_is_what_was_meant(kind: Any, value: object, meant: object) -> None:
    assert TypeAdapter(kind).validate_python(value) == meant


@pytest.mark.parametrize(("kind", "value", "code"), WRONG)
def test_a_wrong_value_is_refused_with_its_code(kind: Any, value: object, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    details = refused.value.errors()[0]
    assert details.get("ctx", {}).get("code", details["type"]) == code


@pytest.mark.parametrize(
    ("kind", "value", "code"), [row for row in WRONG if row[2] not in ("missing", "extra_forbidden", "model_type")]
)
def test_a_refusal_speaks_both_languages_and_keeps_python_out(kind: Any, value: object, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(kind).validate_python(value)
    context = refused.value.errors()[0]["ctx"]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in context["zh"])
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in context["en"].replace(str(value), ""))
    assert bool(context["fix_zh"]) == bool(context["fix_en"])
    assert "pydantic" not in context["en"]


@pytest.mark.parametrize("kind", [Number, Whole, Code, Url], ids=["number", "whole", "code", "url"])
def test_the_word_unknown_is_no_value_where_it_is_allowed(kind: Any) -> None:
    assert TypeAdapter(Maybe[kind]).validate_python("unknown") is None


@pytest.mark.parametrize(
    ("typed", "earliest", "latest"),
    [
        ("2013-03-15", date(2013, 3, 15), date(2013, 3, 15)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("2013-02", date(2013, 2, 1), date(2013, 2, 28)),
        ("2012", date(2012, 1, 1), date(2012, 12, 31)),
        ("by 2025-06-23", date.min, date(2025, 6, 23)),
        ("by 2014", date.min, date(2014, 12, 31)),
    ],
)
def test_an_imprecise_date_has_a_first_and_a_last_day(typed: str, earliest: date, latest: date) -> None:
    when = PartialDate.parse(typed)
    assert (when.earliest, when.latest, str(when)) == (earliest, latest, typed)


@pytest.mark.parametrize(
    ("when", "zh", "en"),
    [
        (date(2013, 3, 15), "2013年3月15日", "15 March 2013"),
        (date(2026, 12, 1), "2026年12月1日", "1 December 2026"),
        (PartialDate(2013, 3, 15), "2013年3月15日", "15 March 2013"),
        (PartialDate(2012, 6), "2012年6月", "June 2012"),
        (PartialDate(2012), "2012年", "2012"),
        (PartialDate(2025, 6, 23, by=True), "不晚于2025年6月23日", "by 23 June 2025"),
        (PartialDate(2014, 5, by=True), "不晚于2014年5月", "by May 2014"),
        (PartialDate(2014, by=True), "不晚于2014年", "by 2014"),
        (None, "未确认", "not confirmed"),
    ],
)
def test_a_date_is_written_as_each_language_writes_it(when: date | PartialDate | None, zh: str, en: str) -> None:
    assert (show_date(when, PHRASES("zh")), show_date(when, PHRASES("en"))) == (zh, en)


# What is derived from a date. ``BEFORE``, ``ON`` and ``AFTER`` surround the first of April 2026.

BEFORE, ON, AFTER = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)


def instrument(id_: str = "order-2", **fields: object) -> Instrument:
    text = {"zh": "文", "en": "text"}
    given = {"type": "order", "number": text, "title": text, "issuer": text, "issued": "2020", "in_force_from": "2020-01-01"}
    return Instrument.model_validate({"id": id_, "evidence": "official", "verified_on": "2026-01-01", **given, **fields})


@pytest.mark.parametrize(
    ("fields", "before", "on", "after"),
    [
        ({}, "in-force", "in-force", "in-force"),
        ({"in_force_from": "unknown"}, "issued", "issued", "issued"),
        ({"in_force_from": "2026-04-01"}, "not-yet", "in-force", "in-force"),
        ({"in_force_from": "2026-04"}, "not-yet", "not-yet", "not-yet"),
        ({"in_force_from": "2026-03"}, "in-force", "in-force", "in-force"),
        ({"in_force_from": "by 2026-04-01"}, "not-yet", "in-force", "in-force"),
        ({"repealed_on": "2026-04-01"}, "in-force", "repealed", "repealed"),
        ({"repealed_on": "2026-04-01", "in_force_from": "unknown"}, "issued", "repealed", "repealed"),
        ({"valid_until": "2026-04-01"}, "in-force", "in-force", "expired"),
        ({"valid_until": "2026-04-01", "repealed_on": "2026-04-02"}, "in-force", "in-force", "repealed"),
        ({"unconfirmed_since": "2026-04-01"}, "in-force", "unconfirmed", "unconfirmed"),
        ({"unconfirmed_since": "2026-04-01", "valid_until": "2026-04-01"}, "in-force", "unconfirmed", "expired"),
        ({"unconfirmed_since": "2026-03-31", "repealed_on": "2026-04-01"}, "unconfirmed", "repealed", "repealed"),
    ],
)
def test_the_status_of_an_instrument_turns_on_its_dates(fields: dict[str, str], before: str, on: str, after: str) -> None:
    made = instrument(**fields)
    assert [instrument_status(made, day) for day in (BEFORE, ON, AFTER)] == [before, on, after]


def partner(**fields: object) -> Partner:
    unknown = (
        "programme",
        "recognised",
        "signed",
        "in_force_from",
        "announcement",
        "direction",
        "code_in",
        "code_out",
        "benefits",
    )
    name = {"zh": "国", "en": "Land"}
    return Partner.model_validate(
        {
            **{"id": "xx", "code": "XX", "name": name, "region": "asia", "evidence": "official", "verified_on": "2026-01-01"},
            **dict.fromkeys(unknown, "unknown"),
            **fields,
        }
    )


PILOT = {"zh": "试点", "en": "pilot"}


@pytest.mark.parametrize(
    ("fields", "before", "on", "after"),
    [
        ({}, "signed", "signed", "signed"),
        ({"signed": "2019"}, "signed", "signed", "signed"),
        ({"signed": "2026-04-01"}, "planned", "signed", "signed"),
        ({"signed": "2026-04"}, "planned", "planned", "planned"),
        ({"signed": "by 2026-04-01"}, "planned", "signed", "signed"),
        ({"signed": "2019", "in_force_from": "2026-04-01"}, "signed", "in-force", "in-force"),
        ({"in_force_from": "2026-04-01"}, "planned", "in-force", "in-force"),
        ({"in_force_by": "2026-04-01"}, "planned", "in-force", "in-force"),
        ({"signed": "2019", "in_force_by": "2026-04-01"}, "signed", "in-force", "in-force"),
        ({"pilot": PILOT, "in_force_from": "2026-04-01"}, "planned", "pilot", "pilot"),
        ({"pilot": PILOT, "signed": "2019"}, "planned", "planned", "planned"),
    ],
)
def test_the_status_of_an_arrangement_turns_on_its_dates(fields: dict[str, object], before: str, on: str, after: str) -> None:
    made = partner(**fields)
    assert [partner_status(made, day) for day in (BEFORE, ON, AFTER)] == [before, on, after]


def test_a_union_counts_its_members_and_a_country_itself() -> None:
    assert economies([]) == 0
    assert economies([partner(), partner(members=["AT", "BE"]), partner()]) == 4


def content(*instruments: Instrument) -> Content:
    return Content({Instrument: {made.id: Record("x.yml", made) for made in instruments}}, {"zh": {}, "en": {}})


def measure(*basis: str, **fields: object) -> Measure:
    text = {"zh": "文", "en": "text"}
    return Measure.model_validate(
        {
            **{
                "id": "m",
                "title": text,
                "summary": text,
                "tiers": ["advanced"],
                "audiences": ["all"],
                "enterprise_types": ["any"],
                "goods": "unknown",
            },
            **{"stage": "tax", "strength": "applies", "effective": "2020-01-01", "carry_over": "unconfirmed"},
            **{"how_to_use": "unknown", "how_to_verify": "unknown", "evidence": "official", "verified_on": "2026-01-01"},
            "basis": [{"instrument": id_} for id_ in basis],
            **fields,
        }
    )


STANDING = instrument("standing")
ISSUED = instrument("issued", in_force_from="unknown")
ENDING = instrument("ending", repealed_on="2026-04-01")
EXPIRING = instrument("expiring", valid_until="2026-04-01")
COMING = instrument("coming", in_force_from="2026-04-01")
DOUBTED = instrument("doubted", unconfirmed_since="2026-04-01")


@pytest.mark.parametrize(
    ("basis", "fields", "before", "on", "after"),
    [
        (["standing"], {}, "applies", "applies", "applies"),
        (["issued"], {}, "applies", "applies", "applies"),
        (["ending"], {}, "applies", "unconfirmed", "unconfirmed"),
        (["expiring"], {}, "applies", "applies", "unconfirmed"),
        (["doubted"], {}, "applies", "unconfirmed", "unconfirmed"),
        (["standing", "ending"], {}, "applies", "unconfirmed", "unconfirmed"),
        (["standing"], {"evidence": "unconfirmed"}, "unconfirmed", "unconfirmed", "unconfirmed"),
        (["standing", "ending"], {"carry_over": "confirmed"}, "applies", "applies", "applies"),
        (["expiring"], {"carry_over": "confirmed"}, "applies", "applies", "unconfirmed"),
        (["coming"], {}, "not-yet", "applies", "applies"),
        (["coming"], {"carry_over": "confirmed"}, "not-yet", "applies", "applies"),
        (["ending"], {"carry_over": "ended"}, "applies", "ended", "ended"),
        (["expiring"], {"carry_over": "ended"}, "applies", "applies", "ended"),
        (["standing"], {"effective": "2026-04-01"}, "not-yet", "applies", "applies"),
        (["standing"], {"effective": "2026-04"}, "not-yet", "applies", "applies"),
        (["standing"], {"effective": "by 2026-04-02"}, "applies", "applies", "applies"),
        (["standing"], {"effective": "unknown"}, "applies", "applies", "applies"),
    ],
)
def test_the_state_of_a_measure_turns_on_its_start_and_its_basis(
    basis: list[str], fields: dict[str, object], before: str, on: str, after: str
) -> None:
    everything = content(STANDING, ISSUED, ENDING, EXPIRING, DOUBTED, COMING)
    made = measure(*basis, **fields)
    assert [measure_state(everything, made, day) for day in (BEFORE, ON, AFTER)] == [before, on, after]


def test_near_misses_are_the_ways_a_code_is_really_mistyped() -> None:
    assert list(near_misses("SG12")) == ["SG1", "sg12", "ＳＧ１２", "SG 12", "SG12 "]


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        ("offical", ["official", "secondary"], Text("是否想写 official？", "Did you mean official?")),
        ("zebra", ["b", "a", "b"], Text("可用的有：a、b。", "Known: a, b.")),
        ("zebra", [], NO_FIX),
        ("", ["a"], Text("可用的有：a。", "Known: a.")),
        ("海关", ["customs"], Text("可用的有：customs。", "Known: customs.")),
    ],
)
def test_the_nearest_word_is_offered_else_those_known(word: str, known: list[str], said: Text) -> None:
    assert did_you_mean(word, known) == said


@pytest.mark.parametrize(("count", "listed"), [(12, True), (13, False)])
def test_a_long_list_of_words_is_not_listed(count: int, listed: bool) -> None:
    said = did_you_mean("zebra", [f"{number:03}" for number in range(count)])
    assert said.en.startswith("Known: 000, 001, ") == listed
    assert listed or said == Text("核对拼写。", "Check the spelling.")


@pytest.mark.parametrize(("extra", "codes"), [(0, []), (1, ["file-size"])])
def test_the_largest_file_is_read_and_one_byte_more_is_not(extra: int, codes: list[str]) -> None:
    node, problems = read(b"a: " + b"x" * (LARGEST_FILE - 3 + extra), "x.yml")
    assert [problem.code for problem in problems] == codes
    assert isinstance(node, Mapping) == (extra == 0)
