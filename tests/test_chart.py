"""Where the chart of arrangements puts each date: nothing that is not known is drawn, and nothing is drawn more exactly than known."""

from datetime import date

import pytest

from aeosite.components.recognition_timeline.data import LABELS, LEFT, RIGHT, Timeline, timeline
from aeosite.model.fields import PartialDate
from aeosite.model.records import Partner

AS_OF = date(2019, 12, 31)


def partner(signed: str = "unknown", in_force: str = "unknown") -> Partner:
    dates = [None if text == "unknown" else PartialDate.parse(text) for text in (signed, in_force)]
    return Partner.model_construct(signed=dates[0], in_force_from=dates[1])


def chart(*dates: tuple[str, str]) -> Timeline:
    """Return a chart of ten years, 2010 to 2019, so that a year is a tenth of its width."""
    return timeline([partner("2010-01-01"), *(partner(*pair) for pair in dates)], AS_OF)


def at(share: float) -> object:
    """Return where a share of the ten years stands, to a fifth of a month."""
    return pytest.approx(LEFT + (RIGHT - LEFT) * share, abs=0.1)


@pytest.mark.parametrize(
    ("written", "kind", "start", "x"),
    [
        ("2015-01-01", "day", 0.5, 0.5),
        ("2014-12-31", "day", 0.5, 0.5),
        ("2010-01-01", "day", 0, 0),
        ("2019-12-31", "day", 1, 1),
        ("2015-07", "day", 0.5542, 0.5542),
        ("2015-12", "day", 0.596, 0.596),
        ("2015", "year", 0.5, 0.6),
        ("by 2015-07-01", "by", 0.5496 - 0.036, 0.5496),
        ("by 2015-06", "by", 0.5496 - 0.036, 0.5496),
        ("by 2015", "by", 0.6 - 0.036, 0.6),
    ],
)
def test_a_date_stands_where_it_can_be(written: str, kind: str, start: float, x: float) -> None:
    for mark in (chart((written, "unknown")).rows[1].signed, chart(("unknown", written)).rows[1].in_force):
        assert mark is not None
        assert (mark.kind, mark.start, mark.x) == (kind, at(start), at(x))


@pytest.mark.parametrize(
    ("signed", "in_force", "drawn"),
    [
        ("2012-06", "2013-03-15", (True, True)),
        ("2012-06", "unknown", (True, False)),
        ("unknown", "2013", (False, True)),
        ("unknown", "unknown", (False, False)),
    ],
)
def test_a_date_that_is_not_known_is_not_drawn(signed: str, in_force: str, drawn: tuple[bool, bool]) -> None:
    row = chart((signed, in_force)).rows[1]
    assert (row.signed is not None, row.in_force is not None) == drawn


def test_the_day_of_a_list_is_not_taken_for_the_first_day() -> None:
    listed = partner().model_copy(update={"in_force_by": date(2016, 1, 1)})
    assert timeline([listed], AS_OF).rows[0].in_force is None


@pytest.mark.parametrize(
    ("signed", "end", "where"),
    [
        ("2011-01-01", False, 0.1),
        ("2018-01-01", True, 0.8),
        ("by 2018-01-01", True, 0.8 - 0.036),
        ("unknown", False, 0),
    ],
)
def test_words_stand_on_the_side_with_more_room(signed: str, end: bool, where: float) -> None:
    row = chart((signed, "unknown")).rows[1]
    gap = 0 if signed == "unknown" else -0.033 if end else 0.033
    assert (row.words_end, row.words_at) == (end, at(where + gap))
    assert LEFT <= row.words_at <= RIGHT


@pytest.mark.parametrize("first", [1999, 2009, 2012, 2018, 2019])
def test_every_year_has_a_line_and_a_few_are_written(first: int) -> None:
    years = timeline([partner(str(first))], AS_OF).years
    assert [year for year, _, _ in years] == list(range(first, 2020))
    assert [x for _, x, _ in years] == sorted(x for _, x, _ in years)
    assert years[0][1] == LEFT
    assert years[0][2]
    assert 1 <= sum(written for _, _, written in years) <= LABELS


def test_the_years_end_with_the_date_of_the_guide_or_the_last_date_known() -> None:
    assert chart(("2011", "2012")).years[-1][0] == 2019
    assert chart(("2018", "2021-05")).years[-1][0] == 2021


def test_rows_keep_their_order_and_what_is_drawn_is_counted() -> None:
    shown = [partner("2015", "2016"), partner("2012", "unknown"), partner()]
    made = timeline(shown, AS_OF)
    assert [row.partner for row in made.rows] == shown
    assert (made.signed, made.in_force) == (2, 1)


def test_a_chart_of_nothing_has_the_year_of_the_guide() -> None:
    assert timeline([], AS_OF) == Timeline([(2019, LEFT, True)], [])
