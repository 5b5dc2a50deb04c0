"""The date of an edition: given, or the date of the last content commit, so that one commit always gives one edition."""

import subprocess
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem

EDITION_VARIABLE = "AEOSITE_EDITION"
"""Environment variable that hands a chosen edition to the site generator."""


class NoEdition(Failure):
    """Raised when no edition was given and none can be derived; carries the problem."""


def edition_of(root: Path, environment: Mapping[str, str], given: str | None = None) -> date:
    """Return the edition: given, else from ``AEOSITE_EDITION``, the last commit to ``docs/``, or ``SOURCE_DATE_EPOCH``.

    Args:
        root: the project folder.
        environment: environment variables.
        given: ``YYYY-MM-DD`` from the command line.

    Raises:
        NoEdition: the date given is not a date, or there is nothing to derive one from.
    """
    chosen = given or environment.get(EDITION_VARIABLE) or content_date(root)
    if chosen:
        return _parsed(chosen)
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        return datetime.fromtimestamp(int(epoch), UTC).date()
    raise NoEdition(
        Problem(
            Place("."),
            "edition",
            Text("无法确定版本日期：这里没有提交记录。", "The edition cannot be derived: there is no commit here."),
            Text("加上 --edition 2026-11-23。", "Add --edition 2026-11-23."),
        )
    )


def content_date(root: Path) -> str | None:
    """Return the date of the last commit to ``docs/`` as ``YYYY-MM-DD``, or None outside a repository with commits."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%cs", "--", "docs"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout.strip() or None if done.returncode == 0 else None


def epoch_of(edition: date) -> int:
    """Return midnight UTC of an edition in seconds since 1970, for ``SOURCE_DATE_EPOCH``."""
    return int(datetime(edition.year, edition.month, edition.day, tzinfo=UTC).timestamp())


def _parsed(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise NoEdition(
            Problem(
                Place("."),
                "edition",
                Text(f"版本日期 {text} 不是日期。", f"The edition {text} is not a date."),
                Text("写成 --edition 2026-11-23。", "Write --edition 2026-11-23."),
            )
        ) from error
