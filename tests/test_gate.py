"""The gate opens once for each state of the content, and the edition of a commit is always the same date."""

import os
import subprocess
from datetime import date
from pathlib import Path

import pytest

from aeosite.basics.cache import Cache, saved
from aeosite.basics.language import Language
from aeosite.basics.problems import Problem, Refusal
from aeosite.gate import Refused, open_book, open_guide
from aeosite.guide.edition import Edition, NoEdition, content_date, derive, edition_of, epoch_of
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel
from aeosite.read import load
from aeosite.read.pages import Page
from aeosite.read.settings import read_settings
from project import AS_OF, MINI, break_project, problems_of

FAULT = {"edit": {"docs/records/partners/kz.yml": [{"from": "region: asia", "to": "region: asla"}]}}
MENDED = {"edit": {"docs/records/partners/kz.yml": [{"from": "region: asla", "to": "region: asia"}]}}


def opened(root: Path, folder: Path | None, as_of: date = AS_OF) -> Guide:
    """Open a project with the cache in a folder, as a new process would."""
    with saved(Cache(folder)) as cache:
        return open_guide(root, as_of, cache)


@pytest.fixture
def read_again(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed from now on."""
    parsed: list[str] = []
    real_record, real_page = load._record_in, load.read_page

    def record_in(source: bytes, file: str, model: type[RecordModel]) -> tuple[RecordModel | None, list[Problem]]:
        parsed.append(file)
        return real_record(source, file, model)

    def read_page(data: bytes, *, language: Language, path: str, file: str) -> Page:
        parsed.append(file)
        return real_page(data, language=language, path=path, file=file)

    monkeypatch.setattr(load, "_record_in", record_in)
    monkeypatch.setattr(load, "read_page", read_page)
    return parsed


def test_content_that_did_not_change_is_not_read_again(mini: Path, tmp_path: Path, read_again: list[str]) -> None:
    opened(mini, tmp_path / "cache")
    assert len(set(read_again)) > 20
    read_again.clear()
    assert opened(mini, tmp_path / "cache").as_of == AS_OF
    assert read_again == []


def test_of_changed_content_only_what_changed_is_read_again(mini: Path, tmp_path: Path, read_again: list[str]) -> None:
    opened(mini, tmp_path / "cache")
    read_again.clear()
    page = mini / "docs" / "zh" / "library.md"
    page.write_text(page.read_text(encoding="utf-8") + "\n完。\n", encoding="utf-8")
    opened(mini, tmp_path / "cache")
    assert set(read_again) <= {"docs/zh/library.md", "docs/en/library.md"}, "its twin is compared with it"


def test_without_a_cache_everything_is_read(mini: Path, read_again: list[str]) -> None:
    opened(mini, None)
    first = set(read_again)
    read_again.clear()
    opened(mini, None)
    assert set(read_again) == first


def test_a_fault_is_refused_every_time_with_the_whole_report_and_the_mended_content_opens(mini: Path, tmp_path: Path) -> None:
    break_project(mini, FAULT)
    for _ in range(2):
        with pytest.raises(Refused) as refused:
            opened(mini, tmp_path / "cache")
        assert refused.value.problems == problems_of(mini) != []
    break_project(mini, MENDED)
    assert opened(mini, tmp_path / "cache").content.problems == ()


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


# Where there is no commit to go by


def noted(root: Path, *days: str) -> Path:
    """Give a folder dated notes of what changed."""
    for day in days:
        path = root / "docs" / "records" / "updates" / f"{day}-x.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"id: {day}-x\ndate: {day}\n", encoding="utf-8")
    return root


def test_in_a_source_archive_the_newest_note_gives_the_edition_and_that_is_said(bare: Path) -> None:
    edition = derive(noted(bare, "2026-05-01", "2026-06-09", "2025-12-31"), {})
    assert edition.day == date(2026, 6, 9)
    assert [remark.en for remark in edition.remarks] == [
        "The edition is the date of the newest note of what changed: 2026-06-09."
    ]


def test_an_archive_of_a_commit_whose_note_has_its_day_gives_the_same_edition(repository: Path, tmp_path: Path) -> None:
    noted(repository, "2026-05-07")
    git(repository, "add", "docs")
    git(repository, "commit", "--quiet", "-m", "note", day="2026-05-07")
    archive = tmp_path / "archive"
    archive.mkdir()
    git(repository, "archive", "--output", str(tmp_path / "a.tar"), "HEAD")
    subprocess.run(["tar", "-xf", str(tmp_path / "a.tar"), "-C", str(archive)], check=True)
    os.rename(repository / ".git", tmp_path / "elsewhere")
    assert edition_of(archive, {}) == date(2026, 5, 7)
    os.rename(tmp_path / "elsewhere", repository / ".git")
    assert edition_of(repository, {}) == date(2026, 5, 7)


def test_a_shallow_clone_that_lacks_the_commit_goes_by_the_newest_note(repository: Path, tmp_path: Path) -> None:
    noted(repository, "2026-05-02")
    git(repository, "add", "docs")
    git(repository, "commit", "--quiet", "-m", "note", day="2026-05-02")
    commit(repository, "src/main2.py", "2026-05-09")
    clone = tmp_path / "clone"
    git(repository, "clone", "--quiet", "--depth", "1", f"file://{repository}", str(clone))
    edition = derive(clone, {})
    assert edition.day == date(2026, 5, 2)
    assert "shallow clone" in edition.remarks[0].en


def test_a_shallow_clone_that_has_the_commit_gives_its_date(repository: Path, tmp_path: Path) -> None:
    commit(repository, "docs/zh/index.md", "2026-05-08")
    commit(repository, "src/main2.py", "2026-05-09")
    clone = tmp_path / "clone"
    git(repository, "clone", "--quiet", "--depth", "3", f"file://{repository}", str(clone))
    assert derive(clone, {}) == Edition(date(2026, 5, 8))


def test_a_worktree_gives_the_edition_of_its_commit(repository: Path, tmp_path: Path) -> None:
    git(repository, "worktree", "add", "--quiet", str(tmp_path / "tree"), "HEAD")
    assert derive(tmp_path / "tree", {}) == Edition(date(2026, 5, 3))


def test_changes_that_are_not_committed_are_told(repository: Path) -> None:
    (repository / "docs" / "zh" / "index.md").write_text("changed", encoding="utf-8")
    edition = derive(repository, {})
    assert edition.day == date(2026, 5, 3)
    assert "not committed" in edition.remarks[0].en


def test_without_git_the_newest_note_gives_the_edition(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted(repository, "2026-05-02")
    monkeypatch.setenv("PATH", "")
    edition = derive(repository, {})
    assert edition.day == date(2026, 5, 2)
    assert "not installed" in edition.remarks[0].en


def test_where_git_does_not_trust_the_folder_that_is_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted(repository, "2026-05-02")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    edition = derive(repository, {})
    assert edition.day == date(2026, 5, 2)
    assert "does not trust" in edition.remarks[0].en


@pytest.mark.parametrize("epoch", ["today", "-1", "1e9", "99999999999999999999", "²"])
def test_a_bad_source_date_epoch_is_explained(epoch: str, bare: Path) -> None:
    edition = derive(noted(bare, "2026-05-02"), {"SOURCE_DATE_EPOCH": epoch})
    assert edition.day == date(2026, 5, 2)
    assert epoch in edition.remarks[0].en


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


# What is composed while the rules look


@pytest.mark.parametrize("body", ["没有页首", "---\ntitle: 坏\n", "---\ntitle: 坏\n---\n\n# 坏 {#top}\n\n{{ nothing }}\n"])
def test_a_page_that_cannot_be_composed_is_reported_by_the_rules(body: str, mini: Path) -> None:
    (mini / "docs" / "zh" / "library.md").write_text(body, encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        open_book(read_settings(mini, {}), AS_OF, cache=Cache(None))
    assert list(refused.value.problems) == problems_of(mini)


def test_what_fails_in_composing_a_right_page_is_not_hidden(mini: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise ZeroDivisionError("a fault of the program")

    monkeypatch.setattr("aeosite.compose.book.compose", fail)
    with pytest.raises(ZeroDivisionError):
        open_book(read_settings(mini, {}), AS_OF, cache=Cache(None))
