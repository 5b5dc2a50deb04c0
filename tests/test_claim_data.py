"""What the claim kit is told about each partner: derived from the records and the date, in both languages."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from aeosite.basics.language import REQUIRED
from aeosite.components.claim_kit.data import choices, claim_kit, tags_of, texts_of
from aeosite.compose.render import embedded_json
from aeosite.guide.guide import Guide
from aeosite.model.records import Partner
from aeosite.read.load import load
from project import AS_OF, PHRASES, ROOT, break_project, guide_of

MINI = guide_of()


def kit_of(guide: Guide, language: Any = "zh") -> dict[str, Any]:
    return claim_kit(guide.content, language, guide.as_of, lambda id_: f"#{id_}", PHRASES)


def partner(id_: str, guide: Guide = MINI) -> Partner:
    return guide.content.get(Partner, id_)


@pytest.mark.parametrize(
    ("as_of", "status", "declares", "letter"),
    [
        (date(2012, 5, 31), "planned", False, False),
        (date(2012, 6, 30), "signed", False, False),
        (date(2013, 3, 14), "signed", False, False),
        (date(2013, 3, 15), "in-force", True, True),
    ],
)
def test_a_code_is_declared_from_the_day_recognition_is_in_force(as_of: date, status: str, declares: bool, letter: bool) -> None:
    tags = tags_of(partner("sg"), "import", as_of)
    assert tags[:2] == ["import", status]
    assert ("declares" in tags, "letter" in tags, "live" in tags) == (declares, letter, declares)
    assert kit_of(Guide(MINI.content, as_of))["partners"]["sg"]["status"] == status


@pytest.mark.parametrize(
    ("id_", "direction", "has", "lacks"),
    [
        ("sg", "import", {"declares", "letter", "form", "form-official", "covers-import", "announcement"}, {"listed", "entered"}),
        ("sg", "export", {"letter", "out", "prefix", "to", "needs-name", "needs-address"}, {"declares", "entered", "codeFor"}),
        (
            "eu",
            "export",
            {"declares", "covers-both", "listed", "evidence-unconfirmed"},
            {"letter", "out", "since", "announcement"},
        ),
        ("eu", "import", {"declares", "letter"}, {"form", "recognised", "since"}),
        ("kz", "import", {"signed", "covers-unknown"}, {"declares", "letter", "live"}),
        ("tw", "import", {"pilot", "live", "declares", "form-secondary"}, {"letter", "in-force"}),
        ("tw", "export", {"pilot", "live"}, {"letter", "declares", "out"}),
    ],
)
def test_the_sentences_that_hold_follow_from_the_record(id_: str, direction: str, has: set[str], lacks: set[str]) -> None:
    tags = tags_of(partner(id_), direction, AS_OF)
    assert has <= set(tags)
    assert not lacks & set(tags)
    assert len(tags) == len(set(tags))


def test_what_is_not_known_has_no_text() -> None:
    assert texts_of(MINI.content, partner("kz"), PHRASES("en")) == {"name": "Kazakhstan"}
    assert texts_of(MINI.content, partner("sg"), PHRASES("zh")) == {
        "name": "新加坡",
        "recognised": "高级认证企业",
        "form": "SG加12位编码",
        "out": "AEOCN加10位海关编码",
        "to": "新加坡进口商",
        "announcement": "2013年第13号公告",
        "since": "2013年3月15日",
        "example": "SG123456789012",
        "prefix": "AEOCN",
    }


@pytest.mark.parametrize(("language", "other"), [("zh", "en"), ("en", "zh")])
def test_the_choice_is_grouped_and_notes_are_in_the_language_of_the_page(language: str, other: str) -> None:
    kit = kit_of(MINI, language)
    assert [(status, list(ids)) for status, ids in kit["groups"]] == [
        ("in-force", ["eu", "sg"]),
        ("signed", ["kz"]),
        ("pilot", ["tw"]),
    ]
    sg = kit["partners"]["sg"]["texts"]
    assert "formNote" in sg[language]
    assert "formNote" not in sg[other]
    assert kit["owners"]["DE"] == "eu"
    assert kit["owners"]["SG"] == "sg"


def test_partners_and_countries_are_sorted_by_name_in_each_language() -> None:
    guide = Guide(load(ROOT), date(2026, 11, 23))
    orders = {language: dict(kit_of(guide, language)["groups"])["in-force"][:4] for language in REQUIRED}
    assert orders == {"zh": ["ae", "au", "br", "by"], "en": ["au", "by", "bj", "br"]}
    members = {language: [one["name"] for one in choices(guide.content, language)["members"]] for language in REQUIRED}
    assert members["zh"][:3] == ["爱尔兰", "爱沙尼亚", "奥地利"]
    assert members["en"][:3] == ["Austria", "Belgium", "Bulgaria"]


def test_every_country_can_be_chosen_once() -> None:
    guide = Guide(load(ROOT), date(2026, 11, 23))
    found = choices(guide.content, "zh")
    codes = [str(one["code"]) for group in found.values() for one in group]
    partners = [str(record.data.code) for record in guide.content.all(Partner)]
    assert len(codes) == len(set(codes))
    assert not set(codes) & set(partners)
    assert "CN" not in codes
    assert "XK" not in codes
    assert {"IN", "CA", "VN", "DE"} <= set(codes) | set(partners)
    assert {one["of"] for one in found["members"]} == {"eu"}
    germany = next(one for one in found["members"] if one["code"] == "DE")
    assert germany == {"code": "DE", "name": "德国", "found": "deguo germany", "of": "eu"}


def test_a_form_without_an_official_text_is_not_sure(mini: Path) -> None:
    assert kit_of(MINI)["partners"]["sg"]["sure"] is True
    example = "  example: SG123456789012\n  evidence: "
    edit = {"from": f"{example}official", "to": f"{example}secondary"}
    break_project(mini, {"edit": {"docs/records/partners/sg.yml": [edit]}})
    facts = kit_of(guide_of(mini))["partners"]["sg"]
    assert facts["sure"] is False
    assert "form-secondary" in facts["tags"]["import"]


def test_a_known_form_without_the_country_code_may_start_with_anything(mini: Path) -> None:
    edits = [
        {"from": "pattern: SG[0-9A-Z]{12}", "to": "pattern: '[0-9]{12}'"},
        {"from": "example: SG123456789012", "to": "example: '123456789012'"},
    ]
    assert kit_of(MINI)["partners"]["sg"]["starts"] == ["SG"]
    break_project(mini, {"edit": {"docs/records/partners/sg.yml": edits}})
    assert kit_of(guide_of(mini))["partners"]["sg"]["starts"] == [""]


def test_the_data_is_json_that_cannot_end_its_element() -> None:
    for language in REQUIRED:
        text = str(embedded_json(kit_of(Guide(load(ROOT), date(2026, 11, 23)), language)))
        assert "<" not in text
        assert json.loads(text)["language"] == language


def test_every_partner_of_the_guide_can_be_chosen() -> None:
    guide = Guide(load(ROOT), date(2026, 11, 23))
    chosen = [id_ for _, ids in kit_of(guide)["groups"] for id_ in ids]
    assert sorted(chosen) == sorted(guide.content.ids("partners"))
