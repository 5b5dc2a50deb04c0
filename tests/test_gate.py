"""The gate opens once for each state of the content, and the edition of a commit is always the same date."""

import os
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from aeosite import gate
from aeosite.gate import Refused, digest, open_guide
from aeosite.guide.edition import NoEdition, content_date, edition_of, epoch_of
from aeosite.read.content import Content
from project import AS_OF, MINI, break_project, problems_of

FAULT = {"edit": {"docs/records/partners/kz.yml": [{"from": "region: asia", "to": "region: asla"}]}}
MENDED = {"edit": {"docs/records/partners/kz.yml": [{"from": "region: asla", "to": "region: asia"}]}}
OTHER_PAGE = {"edit": {"docs/*/library.md": [{"from": "## ", "to": "Text.\n\n## "}]}}


@pytest.fixture
def loads(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """The roots that the gate loads from now on, one for each time."""
    loaded: list[Path] = []
    real = gate.load

    def load(root: Path) -> Content:
        loaded.append(root)
        return real(root)

    monkeypatch.setattr(gate, "load", load)
    gate._opened.cache_clear()
    yield loaded
    gate._opened.cache_clear()


def test_the_same_content_is_loaded_once(mini: Path, loads: list[Path]) -> None:
    first = open_guide(mini, AS_OF)
    assert open_guide(mini, AS_OF) is first
    assert loads == [mini]
    assert first.as_of == AS_OF


def test_changed_content_is_loaded_again(mini: Path, loads: list[Path]) -> None:
    first = open_guide(mini, AS_OF)
    page = mini / "docs" / "zh" / "library.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n完。\n", encoding="utf-8")
    assert open_guide(mini, AS_OF) is not first
    assert loads == [mini, mini]


def test_another_date_is_another_guide(mini: Path, loads: list[Path]) -> None:
    assert open_guide(mini, AS_OF).as_of != open_guide(mini, date(2026, 6, 2)).as_of
    assert loads == [mini, mini]


def test_a_fault_is_refused_every_time_with_the_whole_report_and_the_mended_content_opens(mini: Path, loads: list[Path]) -> None:
    break_project(mini, FAULT)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            open_guide(mini, AS_OF)
        assert refused.value.problems == problems_of(mini) != []
    assert loads == [mini]
    break_project(mini, MENDED)
    assert open_guide(mini, AS_OF).content.problems == ()


def test_a_digest_follows_names_and_bytes_and_nothing_else(mini: Path) -> None:
    before = digest(mini)
    (mini / "mkdocs.yml").write_text("site_name: other\n", encoding="utf-8")
    os.utime(mini / "docs" / "zh" / "index.md", (1, 1))
    assert digest(mini) == before
    (mini / "docs" / "assets" / "a.txt").write_bytes(b"x")
    added = digest(mini)
    (mini / "docs" / "assets" / "a.txt").rename(mini / "docs" / "assets" / "b.txt")
    renamed = digest(mini)
    (mini / "docs" / "assets" / "b.txt").write_bytes(b"y")
    assert len({before, added, renamed, digest(mini)}) == 4


def test_a_digest_does_not_follow_links(mini: Path) -> None:
    outside = mini / "outside.md"
    outside.write_text("a", encoding="utf-8")
    (mini / "docs" / "zh" / "link.md").symlink_to("../../outside.md")
    before = digest(mini)
    outside.write_text("b", encoding="utf-8")
    assert digest(mini) == before


# The edition


def git(root: Path, *arguments: str, day: str = "2026-05-01") -> None:
    """Run git with nothing of the machine's own settings, on a fixed date."""
    settings = {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_{who}_{what}": "test" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
        **{f"GIT_{who}_DATE": f"{day}T23:30:00+08:00" for who in ("AUTHOR", "COMMITTER")},
    }
    subprocess.run(["git", "-C", str(root), *arguments], env={**os.environ, **settings}, check=True, capture_output=True)


def commit(root: Path, path: str, day: str) -> None:
    """Write a file and commit it on a day."""
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(day, encoding="utf-8")
    git(root, "add", path)
    git(root, "commit", "--quiet", "-m", day, day=day)


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in no repository."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


@pytest.fixture
def repository(bare: Path) -> Path:
    """A repository whose content was last changed on 3 May 2026 and whose programs on 5 May 2026."""
    git(bare, "init", "--quiet")
    commit(bare, "docs/zh/index.md", "2026-05-01")
    commit(bare, "docs/zh/index.md", "2026-05-03")
    commit(bare, "src/main.py", "2026-05-05")
    return bare


@pytest.mark.parametrize(
    ("given", "environment", "edition"),
    [
        ("2026-08-01", {"AEOSITE_EDITION": "2026-07-01", "SOURCE_DATE_EPOCH": "0"}, date(2026, 8, 1)),
        (None, {"AEOSITE_EDITION": "2026-07-01", "SOURCE_DATE_EPOCH": "0"}, date(2026, 7, 1)),
        (None, {"SOURCE_DATE_EPOCH": "0"}, date(2026, 5, 3)),
        (None, {"AEOSITE_EDITION": ""}, date(2026, 5, 3)),
        ("", {}, date(2026, 5, 3)),
    ],
)
def test_an_edition_is_the_one_given_else_of_the_environment_else_of_the_last_commit_to_the_content(
    given: str | None, environment: dict[str, str], edition: date, repository: Path
) -> None:
    assert edition_of(repository, environment, given) == edition
    assert content_date(repository) == "2026-05-03"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])
def test_an_edition_is_the_same_date_in_every_time_zone(zone: str, repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", zone)
    assert edition_of(repository, {}) == date(2026, 5, 3)
    assert edition_of(repository, {"AEOSITE_EDITION": "2026-07-01"}) == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("epoch", "edition"),
    [
        ("0", date(1970, 1, 1)),
        ("1780271999", date(2026, 5, 31)),
        ("1780272000", date(2026, 6, 1)),
        ("1780358399", date(2026, 6, 1)),
    ],
)
def test_outside_a_repository_the_edition_is_the_day_of_source_date_epoch(epoch: str, edition: date, bare: Path) -> None:
    assert edition_of(bare, {"SOURCE_DATE_EPOCH": epoch}) == edition


@pytest.mark.parametrize("day", [date(1970, 1, 1), date(2024, 2, 29), date(2026, 6, 1)])
def test_an_edition_and_its_epoch_are_the_same_day(day: date, bare: Path) -> None:
    assert edition_of(bare, {"SOURCE_DATE_EPOCH": str(epoch_of(day))}) == day


@pytest.mark.parametrize(
    "environment", [{}, {"SOURCE_DATE_EPOCH": ""}, {"SOURCE_DATE_EPOCH": "today"}, {"SOURCE_DATE_EPOCH": "-1"}]
)
def test_with_nothing_to_derive_it_from_there_is_no_edition(environment: dict[str, str], bare: Path) -> None:
    with pytest.raises(NoEdition) as refused:
        edition_of(bare, environment)
    problem = refused.value.problem
    assert problem.code == "edition"
    assert "--edition" in problem.fix.zh
    assert "--edition" in problem.fix.en


def test_a_repository_without_a_commit_gives_no_edition(bare: Path) -> None:
    git(bare, "init", "--quiet")
    with pytest.raises(NoEdition):
        edition_of(bare, {})


def test_without_git_there_is_no_date_of_the_content(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert content_date(repository) is None


@pytest.mark.parametrize("given", ["2026-02-30", "2026/06/01", "1 June 2026", "2026-6-1", "unknown", "２０２６-06-01"])
def test_a_date_that_is_none_is_refused_not_replaced(given: str, repository: Path) -> None:
    for environment, chosen in (({}, given), ({"AEOSITE_EDITION": given}, None)):
        with pytest.raises(NoEdition) as refused:
            edition_of(repository, environment, chosen)
        assert given in refused.value.problem.message.zh
        assert given in refused.value.problem.message.en


NAMED_EVERYWHERE = sorted(
    path.relative_to(MINI).as_posix()
    for kind in ("terms", "criteria", "standards")
    for path in (MINI / "docs" / "records" / kind).glob("*.yml")
)


@pytest.mark.parametrize("path", NAMED_EVERYWHERE)
def test_a_file_that_cannot_be_read_is_the_one_thing_reported_though_much_names_what_is_in_it(mini: Path, path: str) -> None:
    (mini / path).write_bytes((mini / path).read_bytes() + b"x: [\n")
    found = [(problem.place.path, problem.code) for problem in problems_of(mini)]
    assert found == [(path, "yaml-syntax")]
