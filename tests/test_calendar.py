"""The calendars, read back by a library that did not write them: whole days, lasting names, what RFC 5545 and RFC 7986 ask."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import vobject

from aeosite.guide.offers import REMINDERS, offered
from aeosite.guide.year import days_of, exact_events, first_due
from aeosite.model.fields import PartialDate
from aeosite.model.help import Event, Step
from aeosite.outlets import calendar as outlet
from aeosite.outlets.identity import lasting
from project import MINI, ROOT, book_of, guide_of, project_in, tree

DAY = date(2026, 11, 27)
GUIDE = guide_of(ROOT, DAY)
REPORT = "staying-audit-report"
"""The step that is due every year."""

Files = Mapping[str, bytes]


def calendars_of(root: Path, folder: Path, as_of: date = DAY) -> Files:
    outlet.write(book_of(root, as_of), folder, lambda line: None)
    return {path.removeprefix("calendar/"): data for path, data in tree(folder / "site").items()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The calendars of the real guide."""
    return calendars_of(ROOT, tmp_path_factory.mktemp("calendar"))


def read(data: bytes) -> Any:
    """Return a calendar as the other library reads it."""
    return vobject.readOne(data.decode("utf-8"))


def events(data: bytes) -> list[Any]:
    return list(read(data).contents.get("vevent", []))


def test_what_pages_may_link_is_what_is_written(files: Files) -> None:
    assert {f"calendar/{path}" for path in files} == {path for path in offered(GUIDE) if path.startswith("calendar/")}


def test_every_file_keeps_to_the_form(files: Files) -> None:
    for path, data in files.items():
        assert data.endswith(b"END:VCALENDAR\r\n"), path
        for line in data.removesuffix(b"\r\n").split(b"\r\n"):
            assert len(line) <= 75, path
            assert b"\n" not in line
            line.decode("utf-8")  # no character is cut in two
        text = re.sub(r"\r\n[ \t]", "", data.decode("utf-8"))
        assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:")
        for one in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.S):
            names = [re.split("[;:]", line)[0] for line in one.split("BEGIN:VALARM")[0].splitlines()]
            assert len(set(names)) == len(names), "each property once"
            assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY"} <= set(names)


def test_the_events_are_those_whose_days_are_known(files: Files) -> None:
    for language in ("zh", "en"):
        found = [
            (str(one.summary.value), one.dtstart.value, one.dtend.value - timedelta(days=1), str(one.uid.value))
            for one in events(files[f"{language}/events.ics"])
        ]
        wanted = [
            (record.data.name.in_(language), *(days_of(record.data) or ()), lasting("calendar", "events", record.id))
            for record in exact_events(GUIDE.content)
        ]
        assert found == wanted
        assert all(type(first) is date for _, first, _, _ in found), "a whole day has no time and no zone"


def test_what_is_known_to_the_month_only_has_no_day(files: Files) -> None:
    known = {record.id for record in exact_events(GUIDE.content)}
    months = {record.id for record in GUIDE.content.all(Event) if record.data.date is None or record.data.date.day is None}
    assert months
    assert known.isdisjoint(months)
    assert not [path for path in files if path.rpartition("/")[2].removesuffix(".ics") in months]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2024-05-08", "2024-05-10", (date(2024, 5, 8), date(2024, 5, 10))),
        ("2024-05-08", None, (date(2024, 5, 8), date(2024, 5, 8))),
        ("2024-05", None, None),
        ("by 2024-05-08", None, None),
        ("2024-05-08", "2024-05", None),
        (None, None, None),
    ],
)
def test_the_days_of_an_event(first: str | None, last: str | None, days: object) -> None:
    dates = {"date": first and PartialDate.parse(first), "until": last and PartialDate.parse(last)}
    assert days_of(Event.model_construct(**dates)) == days


def test_each_event_has_a_file_that_says_the_same_under_the_same_name(files: Files) -> None:
    for record in exact_events(GUIDE.content):
        (alone,) = events(files[f"en/events/{record.id}.ics"])
        (listed,) = [one for one in events(files["en/events.ics"]) if one.uid.value == alone.uid.value]
        assert alone.serialize(validate=False) == listed.serialize(validate=False)
        (chinese,) = events(files[f"zh/events/{record.id}.ics"])
        assert chinese.uid.value == alone.uid.value


def test_every_entry_says_how_well_it_is_supported(files: Files) -> None:
    for path, data in files.items():
        for one in events(data):
            text = str(one.description.value)
            assert ("核对日期：" if path.startswith("zh") else "checked on") in text
            assert "12360" in text


def test_the_report_comes_back_every_year(files: Files) -> None:
    (one,) = events(files["zh/year.ics"])
    assert one.summary.value == "每年报送审计报告有关事项（高级认证企业）"
    assert _first(one, 3) == [date(2026, 6, 30), date(2027, 6, 30), date(2028, 6, 30)]
    assert "公告2026年第34号" in str(one.description.value)
    assert "间接资料" in str(one.description.value)


def _first(event: Any, number: int) -> list[date]:
    """Return the first days of an entry that comes back."""
    rules = iter(event.getrruleset(addRDate=True))
    return [next(rules).date() for _ in range(number)]


def test_the_first_day_is_the_first_under_the_document() -> None:
    step = GUIDE.content.get(Step, REPORT)
    assert first_due(GUIDE.content, step) == date(2026, 6, 30)
    document = next(path for path in (ROOT / "docs/records/instruments").glob("ann-2026-34.yml"))
    assert "in_force_from: 2026-04-01" in document.read_text(encoding="utf-8")


def test_a_day_under_a_repealed_document_is_not_in_the_calendar(tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    assert len(events(calendars_of(root, tmp_path / "one", date(2026, 6, 1))["zh/year.ics"])) == 1
    path = root / "docs/records/instruments/order-2.yml"
    path.write_text(path.read_text(encoding="utf-8") + "repealed_on: 2026-05-31\n", encoding="utf-8")
    assert events(calendars_of(root, tmp_path / "two", date(2026, 6, 1))["zh/year.ics"]) == []


def test_the_reader_chooses_the_reminder(files: Files) -> None:
    for days in REMINDERS:
        (one,) = events(files[f"zh/year-{days}-days.ics" if days else "zh/year.ics"])
        alarms = one.contents.get("valarm", [])
        assert len(alarms) == (1 if days else 0)
        for alarm in alarms:
            assert alarm.trigger.value == timedelta(hours=9) - timedelta(days=days)
            assert alarm.action.value == "DISPLAY"
            assert alarm.description.value


def test_what_can_be_followed_says_how_often_to_ask(files: Files) -> None:
    for name in ("events", "year", "year-7-days"):
        text = files[f"zh/{name}.ics"].decode("utf-8")
        assert "REFRESH-INTERVAL;VALUE=DURATION:P7D\r\n" in text
        assert "X-PUBLISHED-TTL:P7D\r\n" in text
        assert "SOURCE" not in text, "there is no public address"
    assert b"REFRESH" not in files[f"zh/year/{REPORT}.ics"]


def test_with_an_address_entries_and_calendars_say_it(tmp_path: Path) -> None:
    text = calendars_of(project_in(tmp_path / "mini"), tmp_path / "out")["en/events.ics"].decode("utf-8")
    unfolded = re.sub(r"\r\n ", "", text)
    assert "SOURCE;VALUE=URI:https://guide.example/calendar/en/events.ics\r\n" in unfolded
    assert "URL:https://guide.example/en/service.html#conference-2025\r\n" in unfolded


def test_a_record_that_was_checked_again_has_a_later_number(tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    path = root / "docs/records/events/conference-2025.yml"
    (before,) = events(calendars_of(root, tmp_path / "one")["zh/events.ics"])
    path.write_text(path.read_text(encoding="utf-8").replace("2026-05-01", "2026-05-02"), encoding="utf-8")
    (after,) = events(calendars_of(root, tmp_path / "two")["zh/events.ics"])
    assert before.uid.value == after.uid.value
    assert int(after.sequence.value) == int(before.sequence.value) + 1
    assert after.dtstamp.value - before.dtstamp.value == timedelta(days=1)
    assert isinstance(after.dtstamp.value, datetime)


def test_an_edition_alone_changes_nothing(tmp_path: Path) -> None:
    assert calendars_of(MINI, tmp_path / "one", date(2026, 6, 1)) == calendars_of(MINI, tmp_path / "two", date(2026, 7, 1))
