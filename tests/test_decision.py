"""The decision on the engine is asked for again from its day on, and never stops a build."""

from datetime import date
from pathlib import Path

import pytest

from aeosite.outlets import publish
from aeosite.read.decision import FILE, overdue
from project import ROOT

LINE = "再议日期 Decide again by: 2027-03-01"


@pytest.mark.parametrize(
    ("line", "today", "said"),
    [
        (LINE, date(2026, 11, 28), ""),
        (LINE, date(2027, 2, 28), ""),
        (LINE, date(2027, 3, 1), "due to be decided again (2027-03-01)"),
        (LINE, date(2100, 1, 1), "due to be decided again (2027-03-01)"),
        (LINE.replace("2027", "2028"), date(2027, 3, 1), ""),
        (f"{LINE}\r", date(2027, 3, 1), "due to be decided again (2027-03-01)"),
        (LINE.replace("03-01", "02-30"), date(2026, 1, 1), "is not there"),
        ("", date(2026, 1, 1), "is not there"),
    ],
)
def test_the_decision_is_due_from_the_day_in_its_line(line: str, today: date, said: str, tmp_path: Path) -> None:
    (tmp_path / "decisions").mkdir()
    (tmp_path / FILE).write_bytes(f"# x\n\n{line}\n\ntext\n".encode())
    text = overdue(tmp_path, today)
    assert (text is None) == (not said)
    assert text is None or said in text.en


def test_the_record_of_this_project_has_the_line() -> None:
    assert overdue(ROOT, date(2026, 11, 28)) is None
    due = overdue(ROOT, date(9999, 12, 31))
    assert due is not None
    assert "decided again" in due.en


def test_a_project_without_the_record_is_told_nothing(tmp_path: Path) -> None:
    assert overdue(tmp_path, date(2100, 1, 1)) is None


def test_a_build_says_so_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "decisions").mkdir()
    (tmp_path / FILE).write_text(LINE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    went_on: list[object] = []
    monkeypatch.setattr(publish, "open_book", lambda *given, **named: went_on.append(given))
    monkeypatch.setattr(publish, "chosen", lambda names: [])
    for today, times in ((date(2027, 2, 28), 0), (date(2027, 3, 1), 1)):
        said: list[str] = []
        publish.build(tmp_path, tmp_path / "site", edition=date(2026, 1, 1), environment={}, say=said.append, today=today)
        assert sum("decided again" in line for line in said) == times
    assert len(went_on) == 2
