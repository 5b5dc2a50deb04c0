"""The decision on the engine, from ``decisions/0001-engine.md``: the day by which it is to be made again."""

import re
from datetime import date
from pathlib import Path

from aeosite.basics.language import Text

FILE = "decisions/0001-engine.md"

_LINE = re.compile(r"^再议日期 Decide again by: (\d{4}-\d{2}-\d{2})\s*$", re.M)


def overdue(root: Path, today: date) -> Text | None:
    """Return what a build says once the decision is due; None before that, and in a project that holds no such record.

    Args:
        root: the project folder.
        today: the day it is.
    """
    try:
        text = (root / FILE).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    day = _day(text)
    if day is None:
        return Text(
            f"{FILE}：没有“再议日期 Decide again by: 年-月-日”这一行。",
            f"{FILE}: the line “再议日期 Decide again by: YYYY-MM-DD” is not there.",
        )
    if today < day:
        return None
    return Text(
        f"{FILE}：生成网页外框的软件该重新决定了（{day}）；看过以后改那一行的日期。",
        f"{FILE}: the engine is due to be decided again ({day}); look at it, then change the date of that line.",
    )


def _day(text: str) -> date | None:
    found = _LINE.search(text)
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
