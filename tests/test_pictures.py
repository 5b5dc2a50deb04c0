"""Where pictures put things, and what they draw of the records."""

import itertools
from datetime import date
from decimal import Decimal

import pytest
from pydantic_core import PydanticCustomError

from aeosite.components.aeo_year.data import year_of
from aeosite.components.declaration_boxes.data import PAPERS
from aeosite.components.figure_chart.data import THINNEST, WIDEST, bars
from aeosite.components.partner_chips.data import LEFT, RIGHT, by_region
from aeosite.components.partners_by_year.data import by_year
from aeosite.components.picture.scale import Band, Scale, Years, bands, lanes, lines
from aeosite.components.programme_timeline.data import line_of
from aeosite.components.tier_ladder.data import INDENT, ladder
from aeosite.guide.picks.benefits import pick_partners
from aeosite.guide.status import partner_status
from aeosite.model.fields import MonthDay, PartialDate
from aeosite.model.help import Event, Statistic, Step
from aeosite.model.records import Instrument, Partner
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


@pytest.mark.parametrize(
    ("text", "room", "cut"),
    [
        ("", 5, []),
        ("短", 5, ["短"]),
        ("海关总署公告2022年第106号", 8.6, ["海关总署公告", "2022年第106号"]),
        ("境外收发货人编码", 4, ["境外收发", "货人编码"]),
        ("到这里，然后", 3, ["到这里，", "然后"]),
        ("Hand in the application", 7, ["Hand in the", "application"]),
        ("internationalisation now", 5, ["internationalisation", "now"]),
    ],
)
def test_a_label_is_cut_where_it_may_be(text: str, room: float, cut: list[str]) -> None:
    assert lines(text, room) == cut


def statistic(value: str) -> Statistic:
    return Statistic.model_construct(value=Decimal(value))


def test_bars_are_in_proportion_from_zero_and_a_small_one_is_still_seen() -> None:
    assert [bar.length for bar in bars([statistic("40"), statistic("20"), statistic("0.001")])] == [WIDEST, WIDEST / 2, THINNEST]
    assert [bar.length for bar in bars([statistic("0")])] == [THINNEST]
    assert bars([]) == []


def test_partners_are_counted_at_the_end_of_each_year() -> None:
    guide = guide_of(ROOT)
    partners = [record.data for record in load(ROOT).all(Partner) if not record.data.pilot]
    columns = by_year(guide)
    assert [column.year for column in columns] == list(range(2013, guide.as_of.year + 1))
    for column in columns:
        day = min(date(column.year, 12, 31), guide.as_of)
        assert column.total == sum(partner_status(partner, day) == "in-force" for partner in partners)
    assert sum(len(column.fresh) for column in columns) == columns[-1].total
    assert min(column.top for column in columns) == columns[-1].top, "the highest number has the highest column"
    assert columns[0].written


def test_a_guide_without_partners_in_force_has_no_columns() -> None:
    assert by_year(guide_of(as_of=date(2000, 1, 1))) == []


def step(id_: str, due: str | None = None, yearly: str | None = None) -> Step:
    return Step.model_construct(id=id_, due=MonthDay.parse(due) if due else None, yearly=yearly)


def test_duties_with_a_day_come_first_and_nothing_else_has_a_place() -> None:
    duties = year_of([step("event"), step("yearly", yearly="yes"), step("june", "06-30", "yes")])
    assert [(duty.step.id, duty.kind) for duty in duties] == [("june", "due"), ("yearly", "yearly"), ("event", "event")]
    assert duties[0].due == pytest.approx(100 * 180 / 365, abs=0.01)
    assert [duty.due for duty in duties[1:]] == [None, None]
    assert duties[0].band.start == 25, "the first row is for the months"


@pytest.mark.parametrize("text", ["06-31", "13-01", "02-29", "6-30", "06-00", "2026-06-30"])
def test_a_day_of_every_year_is_one_there_is(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        MonthDay.parse(text)


def event(id_: str, day: str | None) -> Event:
    return Event.model_construct(id=id_, date=PartialDate.parse(day) if day else None)


def test_events_stand_in_order_of_time_and_close_ones_above_each_other() -> None:
    documents = [
        Instrument.model_construct(id="issued", issued=PartialDate.parse("2012"), in_force_from=None),
        Instrument.model_construct(
            id="running", issued=PartialDate.parse("2010-01-01"), in_force_from=PartialDate.parse("2019-06-01")
        ),
    ]
    line = line_of([event("late", "2019-08"), event("undated", None), event("first", "2005-06")], documents, date(2024, 12, 31))
    assert [(point.what.id, point.in_force) for point in line.points] == [
        ("first", False),
        ("issued", False),
        ("running", True),
        ("late", False),
    ]
    assert (line.years[0][0], line.years[-1][0], line.lanes) == (2005, 2024, 2)
    heights = [point.y for point in line.points]
    assert heights[0] == heights[1] == heights[2] > heights[3]
    assert line_of([], [], date(2024, 1, 1)).points == []


def test_each_paper_has_one_marked_box_and_no_box_lies_on_another() -> None:
    for paper in PAPERS:
        assert paper.boxes.count(paper.marked) == 1
        for one, other in itertools.combinations(paper.boxes, 2):
            assert apart(one.across, other.across) or apart(one.down, other.down)
        for box in paper.boxes:
            assert paper.across.start < box.across.start
            assert box.across.start + box.across.size < paper.across.start + paper.across.size


def apart(one: Band, other: Band) -> bool:
    return one.start + one.size <= other.start or other.start + other.size <= one.start
