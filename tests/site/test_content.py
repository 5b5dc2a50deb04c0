"""The published records and pages: no problems, and the counts the sources give."""

import functools
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from aeosite.basics.problems import to_text
from aeosite.editing.reference import outdated
from aeosite.guide.guide import Guide
from aeosite.guide.status import instrument_status, measure_state, partner_status
from aeosite.model.help import District, Event, Question, Statistic
from aeosite.model.records import Change, Instrument, Measure, Partner, Standard
from aeosite.read.load import load
from aeosite.rules import check

ROOT = Path(os.environ.get("AEOSITE_TEST_CONTENT") or Path(__file__).resolve().parents[2])
"""The project whose content is looked at; ``test_additions`` names copies of it, with something added."""

TODAY = date(2026, 11, 23)
BEFORE = date(2026, 3, 31)


@functools.cache
def guide(as_of: date = TODAY) -> Guide:
    return Guide(load(ROOT), as_of)


def test_the_published_content_has_no_problems() -> None:
    problems = check(guide())
    assert not problems, to_text(problems)


def test_the_reference_and_templates_are_what_the_model_yields() -> None:
    assert outdated(ROOT) == [], "run: make reference"


@pytest.mark.parametrize(("standard", "count"), [("ace26", 68 + 6), ("ce26", 56 + 6), ("sp26", 22), ("ace22", 62), ("sp22", 32)])
def test_each_standard_has_all_its_clauses(standard: str, count: int) -> None:
    assert sum(located.table.data.standard == standard for located in guide().content.every_clause()) == count


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("ace26-internal-control", 11),
        ("ace26-financial", 4),
        ("ace26-compliance", 28),
        ("ace26-security", 25),
        ("ace26-additional", 6),
        ("ce26-internal-control", 10),
        ("ce26-financial", 3),
        ("ce26-compliance", 28),
        ("ce26-security", 15),
        ("ce26-additional", 6),
        ("sp26-health", 5),
        ("sp26-animal-plant", 7),
        ("sp26-food-cosmetics", 6),
        ("sp26-commodity", 4),
    ],
)
def test_each_category_has_all_its_clauses(table: str, count: int) -> None:
    assert sum(located.table.id == table for located in guide().content.every_clause()) == count


def test_twelve_advanced_clauses_are_not_asked_of_certified_enterprises() -> None:
    dropped = {
        str(id_) for table in guide().content.records.values() for r in table.values() for id_ in getattr(r.data, "dropped", [])
    }
    assert dropped == {f"ace26-{n:02}" for n in (9, 14, 47, 48, 50, 52, 54, 56, 57, 60, 63, 65)}


def test_no_arrangement_is_lost_and_the_pilot_is_the_only_one() -> None:
    partners = [record.data for record in guide().content.all(Partner)]
    counted = Counter(partner_status(partner, TODAY) for partner in partners)
    assert counted["in-force"] >= 25
    assert counted["in-force"] + counted["signed"] >= 31
    assert counted["pilot"] == 1


@pytest.mark.parametrize(
    ("as_of", "signed", "in_force"),
    [
        (date(2013, 3, 14), 1, 0),
        (date(2013, 3, 15), 1, 1),
        (date(2017, 12, 31), 8, 6),
        (date(2024, 10, 28), 28, 20),
    ],
)
def test_a_guide_for_an_earlier_date_gives_the_partners_of_that_date(as_of: date, signed: int, in_force: int) -> None:
    counted = Counter(partner_status(record.data, as_of) for record in guide().content.all(Partner) if not record.data.pilot)
    assert (counted["in-force"] + counted["signed"], counted["in-force"]) == (signed, in_force)


def test_measures_are_the_national_ones() -> None:
    series = Counter(record.id.split("-")[0] for record in guide().content.all(Measure))
    assert (series["o251"], series["n36"], series["y22"]) == (12, 32, 6), (
        "these documents are closed: their measures are all of them"
    )


def test_no_measure_of_a_repealed_order_is_shown_as_current() -> None:
    for record in guide().content.all(Measure):
        if {str(basis.instrument) for basis in record.data.basis} == {"order-251"}:
            assert measure_state(guide().content, record.data, TODAY) == "unconfirmed", record.id
            assert measure_state(guide(BEFORE).content, record.data, BEFORE) == "applies", record.id


@pytest.mark.parametrize(
    ("instrument", "before", "after"),
    [
        ("order-251", "in-force", "repealed"),
        ("order-282", "not-yet", "in-force"),
        ("ann-2022-106", "issued", "repealed"),
        ("ann-2026-34", "not-yet", "in-force"),
        ("notice-2024-36", "issued", "unconfirmed"),
        ("ann-2023-127", "expired", "expired"),
        ("ann-2018-131", "in-force", "in-force"),
    ],
)
def test_the_law_changed_on_the_first_of_april_2026(instrument: str, before: str, after: str) -> None:
    data = guide().content.get(Instrument, instrument)
    assert (instrument_status(data, BEFORE), instrument_status(data, TODAY)) == (before, after)


def test_every_current_clause_and_measure_can_be_linked_to() -> None:
    linked = guide().homes
    for located in guide().content.every_clause():
        assert located.id in linked
    for model in (Measure, Partner, Instrument, Change):
        for record in guide().content.all(model):
            assert record.id in linked, f"{model.folder}/{record.id} is on no page"


def test_criteria_rest_on_the_documents_that_issued_them() -> None:
    rests = {record.id: str(record.data.instrument) for record in guide().content.all(Standard)}
    assert rests == {s: "ann-2026-34" if s.endswith("26") else "ann-2022-106" for s in ("ace26", "ce26", "sp26", "ace22", "sp22")}


@pytest.mark.parametrize(
    ("kind", "count"),
    [
        ("instruments", 62 + 2),
        ("districts", 42 + 2),
        ("faq", 70 + 5),
        ("training-bases", 3),
        ("measures", 68),
        ("partners", 31 + 1),
        ("changes", 18),
        ("figures", 42),
    ],
)
def test_no_record_of_the_sources_is_lost(kind: str, count: int) -> None:
    assert len(guide().content.ids(kind)) >= count, "a record that was published has gone"


def test_the_directory_has_the_forty_two_customs_districts() -> None:
    districts = [record.data for record in guide().content.all(District) if record.data.level == "district"]
    assert len(districts) == 42
    assert len({district.code for district in districts}) == 42


def test_shanghai_has_its_own_lists_whole() -> None:
    shanghai = guide().content.get(District, "shanghai")
    assert [sum(len(group.measures) for group in one.groups) for one in shanghai.lists] == [33, 25]


def test_the_six_global_conferences_and_open_questions_are_recorded() -> None:
    events = [record.data for record in guide().content.all(Event)]
    assert sum(event.type == "global-conference" for event in events) >= 6
    assert any(record.data.open == "yes" for record in guide().content.all(Question))


@pytest.mark.parametrize(
    ("one", "other"), [("aeo-count-2025-12", "aeo-count-2025-07"), ("recognition-signed-2026-02", "recognition-signed-2025-08")]
)
def test_figures_that_disagree_are_both_shown_and_name_each_other(one: str, other: str) -> None:
    assert other in guide().content.get(Statistic, one).conflicts
    assert one in guide().content.get(Statistic, other).conflicts
