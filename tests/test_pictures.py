"""Where pictures put things, and what they draw of the records."""

import itertools
from datetime import date

import pytest

from aeosite.components.partner_chips.data import LEFT, RIGHT, by_region
from aeosite.components.picture.scale import Band, Scale, Years, bands, lanes
from aeosite.components.tier_ladder.data import INDENT, ladder
from aeosite.guide.picks.benefits import pick_partners
from aeosite.guide.status import partner_status
from aeosite.model.records import Partner
from aeosite.read.load import load
from project import ROOT, guide_of
from test_render import CALLS

GUIDE = guide_of()


@pytest.mark.parametrize(("value", "place"), [(0, 20), (5, 60), (10, 100), (2.5, 40)])
def test_a_number_stands_in_proportion(value: float, place: float) -> None:
    assert Scale(0, 10, 20, 100).at(value) == place


def test_a_scale_may_run_downwards() -> None:
    assert [Scale(0, 2, 16, 0).at(value) for value in (0, 1, 2)] == [16, 8, 0]


@pytest.mark.parametrize(
    ("day", "place"), [(date(2010, 1, 1), 10), (date(2015, 1, 1), 50), (date(2019, 12, 31), 90), (date(2012, 7, 1), 30)]
)
def test_a_day_stands_in_proportion(day: date, place: float) -> None:
    assert Years(2010, 2019, 10, 90).at(day) == pytest.approx(place, abs=0.05)


@pytest.mark.parametrize(
    ("most", "written"), [(1, [2010]), (2, [2010, 2015]), (5, [2010, 2012, 2014, 2016, 2018]), (20, list(range(2010, 2020)))]
)
def test_at_most_so_many_years_are_written(most: int, written: list[int]) -> None:
    assert [year for year, _, shown in Years(2010, 2019).marks(most) if shown] == written


@pytest.mark.parametrize("count", [1, 2, 3, 5, 8, 30])
def test_bands_share_the_whole(count: int) -> None:
    shares = bands(count)
    assert len(shares) == count
    assert shares[-1].start + shares[-1].size == pytest.approx(100, abs=0.2)
    assert all(later.start >= one.start + one.size - 0.02 for one, later in itertools.pairwise(shares))


def test_a_band_has_a_middle_and_an_inside() -> None:
    assert Band(20, 10).middle == 25
    assert Band(20, 10).inside(0.1) == Band(21, 8)


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ([], []),
        ([0, 10, 20], [0, 0, 0]),
        ([0, 1, 2, 10], [0, 1, 2, 0]),
        ([0, 4, 5, 8], [0, 1, 0, 2]),
        ([0, 3, 5, 8], [0, 1, 0, 1]),
    ],
)
def test_what_is_close_stands_in_lanes(places: list[float], found: list[int]) -> None:
    assert list(lanes(places, 5)) == found


def test_the_ladder_has_the_tiers_in_order_and_each_step_is_wider_than_the_one_above() -> None:
    rungs = ladder(GUIDE)
    assert [rung.facts.tier for rung in rungs] == ["advanced", "certified", "ordinary"]
    assert [rung.indent for rung in rungs] == [INDENT, INDENT / 2, 0]
    assert [bool(rung.facts.aeo) for rung in rungs] == [True, True, False]
    assert all(upper.band.start + upper.band.size < lower.band.start for upper, lower in itertools.pairwise(rungs))


def test_every_tier_of_the_vocabulary_is_on_the_ladder_of_the_guide() -> None:
    guide = guide_of(ROOT)
    assert [rung.facts.tier for rung in ladder(guide)] == list(guide.content.vocabularies["tiers"])


def test_every_partner_asked_for_is_once_in_its_region() -> None:
    call = next(call for _, call in CALLS["zh"] if call.name == "partner-chips")
    asked = [record.data for record in pick_partners(GUIDE, call)]
    groups = by_region(GUIDE, asked)
    assert sorted(chip.partner.id for group in groups for chip in group.chips) == sorted(partner.id for partner in asked)
    for group in groups:
        assert {chip.partner.region for chip in group.chips} == {group.region}
        assert all(chip.status == partner_status(chip.partner, GUIDE.as_of) for chip in group.chips)
        assert sum(map(group.count, ("in-force", "signed", "pilot", "planned"))) == len(group.chips)


def test_those_in_force_come_first_and_marks_have_one_distance() -> None:
    guide = guide_of(ROOT)
    groups = by_region(guide, [record.data for record in load(ROOT).all(Partner)])
    for group in groups:
        statuses = [chip.status == "in-force" for chip in group.chips]
        assert statuses == sorted(statuses, reverse=True)
        assert all(LEFT < chip.x < RIGHT for chip in group.chips)
    gaps = {round(later.x - one.x, 1) for group in groups for one, later in zip(group.chips, group.chips[1:], strict=False)}
    assert max(gaps) - min(gaps) < 0.2


def test_no_partners_make_no_regions() -> None:
    assert by_region(GUIDE, []) == []
