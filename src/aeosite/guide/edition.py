"""The date of an edition: given, or derived from the content, so that one state of the content always gives one edition."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem

EDITION_VARIABLE = "AEOSITE_EDITION"
"""Environment variable that hands a chosen edition to the site generator."""

_NOTE_DATE = re.compile(rb"^date: (\d{4}-\d{2}-\d{2})[ \t]*\r?$", re.M)


class NoEdition(Failure):
    """Raised when no edition was given and none can be derived; carries the problem."""


@dataclass(frozen=True)
class Edition:
    """The date of an edition, and what whoever builds should know of how it was found."""

    day: date
    remarks: tuple[Text, ...] = ()


@dataclass(frozen=True)
class _Commit:
    """The date of the last commit to the content, or why there is none to be had."""

    day: str | None
    reason: Text | None = None
    dirty: bool = False


def edition_of(root: Path, environment: Mapping[str, str], given: str | None = None) -> date:
    """Return the date of the edition; see :func:`derive`."""
    return derive(root, environment, given).day


def derive(root: Path, environment: Mapping[str, str], given: str | None = None) -> Edition:
    """Return the edition: given, else from ``AEOSITE_EDITION``, the last commit to ``docs/``, ``SOURCE_DATE_EPOCH``, or the newest dated note.

    A source archive has no commits, and a shallow clone may not hold the one that counts; then the newest note of what changed in the guide
    (``docs/records/updates``) gives the date.

    Args:
        root: the project folder.
        environment: environment variables.
        given: ``YYYY-MM-DD`` from the command line.

    Raises:
        NoEdition: the date given is not a date, or there is nothing to derive one from.
    """
    if chosen := given or environment.get(EDITION_VARIABLE):
        return Edition(_parsed(chosen))
    commit = _last_commit(root)
    if commit.day:
        return Edition(_parsed(commit.day), (_DIRTY,) if commit.dirty else ())
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    bad_epoch = Text(
        f"SOURCE_DATE_EPOCH={epoch} 不是 1970 年以来的秒数，没有采用。",
        f"SOURCE_DATE_EPOCH={epoch} is no number of seconds since 1970 and is not used.",
    )
    if (day := _day_of(epoch)) is not None:
        return Edition(day)
    reasons = tuple(filter(None, (commit.reason, bad_epoch if epoch else None)))
    if noted := max(_note_dates(root), default=None):
        how = Text(
            f"版本日期取自最新一条更新记录：{noted}。", f"The edition is the date of the newest note of what changed: {noted}."
        )
        return Edition(_parsed(noted), (*reasons, how))
    raise NoEdition(
        Problem(
            Place("."),
            "edition",
            Text(
                "".join(["无法确定版本日期：这里没有提交记录。", *(reason.zh for reason in reasons)]),
                " ".join(["The edition cannot be derived: there is no commit here.", *(reason.en for reason in reasons)]),
            ),
            Text("加上 --edition 2026-11-23。", "Add --edition 2026-11-23."),
        )
    )


_DIRTY = Text(
    "docs/ 里有还没有提交的修改；版本日期是上一次提交的日期。",
    "docs/ has changes that are not committed; the edition is the date of the last commit.",
)


def content_date(root: Path) -> str | None:
    """Return the date of the last commit to ``docs/`` as ``YYYY-MM-DD``, or None where there is none to be had."""
    return _last_commit(root).day


def _last_commit(root: Path) -> _Commit:
    try:
        log = _git(root, "log", "-1", "--format=%cs %H", "--", "docs")
        if log.returncode != 0 and "dubious ownership" in log.stderr:
            return _Commit(
                None,
                Text(
                    "git 不信任这个文件夹（所有者不同），读不到提交记录。",
                    "Git does not trust this folder (another owner), so commits cannot be read.",
                ),
            )
        day, _, commit = log.stdout.strip().partition(" ")
        if log.returncode != 0 or not day:
            return _Commit(None)
        if commit in _shallow_commits(root):
            return _Commit(
                None,
                Text(
                    "这是浅克隆，不知道内容最后一次提交的日期。",
                    "This is a shallow clone; the date of the last commit to the content is not known.",
                ),
            )
        return _Commit(day, dirty=bool(_git(root, "status", "--porcelain", "--", "docs").stdout.strip()))
    except FileNotFoundError:
        return _Commit(None, Text("没有安装 git，读不到提交记录。", "Git is not installed, so commits cannot be read."))


def _shallow_commits(root: Path) -> str:
    """Return the commits at which the history of a shallow clone is cut off; every file seems to begin with them."""
    path = Path(root, _git(root, "rev-parse", "--git-path", "shallow").stdout.strip())
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)


def _note_dates(root: Path) -> Iterator[str]:
    for path in sorted((root / "docs" / "records" / "updates").glob("[!_]*.yml")):
        if found := _NOTE_DATE.search(path.read_bytes()):
            yield found[1].decode()


def _day_of(epoch: str) -> date | None:
    try:
        return datetime.fromtimestamp(int(epoch), UTC).date() if epoch.isdecimal() else None
    except (ValueError, OverflowError, OSError):
        return None


def epoch_of(edition: date) -> int:
    """Return midnight UTC of an edition in seconds since 1970, for ``SOURCE_DATE_EPOCH``."""
    return int(datetime(edition.year, edition.month, edition.day, tzinfo=UTC).timestamp())


FIRST, LAST = date(1980, 1, 1), date(2099, 12, 31)
"""The editions there can be: a zip dates its files from 1980 to 2107, a gzip file until 2106."""


def _parsed(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise _no_edition(Text(f"版本日期 {text} 不是日期。", f"The edition {text} is not a date.")) from error
    if not FIRST <= day <= LAST:
        raise _no_edition(
            Text(f"版本日期 {text} 不在{FIRST}和{LAST}之间。", f"The edition {text} is not between {FIRST} and {LAST}.")
        )
    return day


def _no_edition(message: Text) -> NoEdition:
    return NoEdition(Problem(Place("."), "edition", message, Text("写成 --edition 2026-11-23。", "Write --edition 2026-11-23.")))
