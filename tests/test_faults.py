"""Faults of the machine, of the place and of the command line: the last good site stays, and one sentence says what is wrong."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from threading import Event

import pytest

from aeosite.basics.problems import Failure, reason_of
from aeosite.outlets import publish
from aeosite.outlets.publish import MARK, BuildFailed, build, edition_in, fresh_folder, swap
from aeosite.read.load import load
from project import AS_OF, SITE, project_in, tree

Files = Mapping[str, str]


def folder_of(path: Path, files: Files) -> Path:
    """Make a folder with some files."""
    for name, text in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return project_in(tmp_path / "project")


def published(root: Path, **more: object) -> None:
    """Build the site of a project."""
    build(root, root / "site", edition=AS_OF, environment={}, say=lambda line: None, only=SITE, **more)  # type: ignore[arg-type]


def told(root: Path, *command: str, **variables: str) -> tuple[int, str]:
    """Run the command in a process of its own, and return its exit status and all it said."""
    ran = subprocess.run(
        [sys.executable, "-m", "aeosite.cli", *command, "--root", str(root)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, **variables},
        timeout=60,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


CHECK = ("check", "--edition", "2026-06-01")


# What lies below docs/ and is no file


def a_pipe(path: Path) -> None:
    os.mkfifo(path)


def a_socket(path: Path) -> None:
    where = os.getcwd()
    os.chdir(path.parent)  # the name of a socket may not be long
    try:
        socket.socket(socket.AF_UNIX).bind(path.name)
    finally:
        os.chdir(where)


def a_folder(path: Path) -> None:
    folder_of(path, {"ae.yml": "id: ae\n"})


def a_link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


def too_much(path: Path) -> None:
    path.write_bytes(bytes(2_000_001))


@pytest.mark.parametrize("name", ["zh/p.md", "records/partners/xx.yml", "assets/x.png"])
@pytest.mark.parametrize("made", [a_pipe, a_socket, a_folder, a_link, too_much], ids=lambda made: made.__name__)
def test_what_is_no_file_is_refused_with_its_place_and_never_read(project: Path, made: Callable[[Path], None], name: str) -> None:
    made(project / "docs" / name)
    codes = {problem.code for problem in load(project).problems if problem.place.path == f"docs/{name}"}
    assert codes & {"file-special", "file-link", "file-size"}


def test_a_file_that_cannot_be_read_is_named(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object, *more: object, **others: object) -> object:
        if str(path).endswith("en/library.md"):
            raise PermissionError(13, "Permission denied")
        return open(path, *more, **others)  # type: ignore[call-overload]

    monkeypatch.setattr("aeosite.read.load.open", refuse, raising=False)
    with pytest.raises(Failure, match=r"docs/en/library\.md:1:1  这个文件不能读取（没有权限）"):
        load(project)


# What is missing


@pytest.mark.parametrize("folder", ["docs", "docs/zh", "docs/en", "docs/records"])
def test_a_folder_that_is_gone_is_one_problem(project: Path, folder: str) -> None:
    shutil.rmtree(project / folder)
    status, said = told(project, *CHECK)
    assert status == 2
    assert said.startswith(f"{folder}:1:1")
    assert "1 problem in 1 file" in said


def test_a_place_that_is_no_project_is_said_to_be_none(tmp_path: Path) -> None:
    status, said = told(tmp_path / "nowhere", *CHECK)
    assert status == 2
    assert "没有 mkdocs.yml，不是本项目" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", ["css/aeo.css", "css/print.css", "js/page.js", "js/first.js"])
@pytest.mark.parametrize("empty", [True, False], ids=["empty", "gone"])
def test_no_site_is_put_in_place_without_its_styles_and_scripts(project: Path, name: str, empty: bool) -> None:
    path = project / "overrides" / "assets" / name
    path.write_bytes(b"") if empty else path.unlink()
    with pytest.raises(Failure, match=f"assets/{name}"):
        published(project)
    assert not (project / "site").exists()


@pytest.mark.parametrize(
    ("file", "text", "place"),
    [
        ("overrides/partials/footer.html", "<p>\n{{ bad", "overrides/partials/footer.html:2:1"),
        ("hooks/mkdocs_hooks.py", "x = 1\ny = (\n", "hooks/mkdocs_hooks.py:2:1"),
    ],
)
def test_a_template_or_hook_that_is_broken_is_named_with_its_line(project: Path, file: str, text: str, place: str) -> None:
    (project / file).write_text(text, encoding="utf-8")
    status, said = told(project, "build", "--edition", "2026-06-01", "--only", "website")
    assert status == 2
    assert f"{place}  网站没有建成" in said
    assert "Traceback" not in said


# The command line


@pytest.mark.parametrize("edition", ["1969-12-31", "1979-12-31", "2100-01-01", "9999-12-31", "2026-02-30", "today", "-1"])
def test_an_edition_that_cannot_be_is_a_sentence(project: Path, edition: str) -> None:
    status, said = told(project, "build", f"--edition={edition}")
    assert status == 2
    assert f"版本日期 {edition}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize("where", [".", "docs", "mine", "a-file", "a-link"])
def test_nothing_is_replaced_that_is_no_site_of_ours(project: Path, where: str) -> None:
    folder_of(project / "mine", {"paper": "mine"})
    (project / "a-file").write_text("mine", encoding="utf-8")
    (project / "a-link").symlink_to("mine")
    before = tree(project)
    with pytest.raises(BuildFailed, match="不能替换"):
        build(project, project / where, edition=AS_OF, environment={}, say=lambda line: None, only=SITE)
    assert tree(project) == before


def test_a_site_is_not_packed_under_the_name_of_another_edition(project: Path) -> None:
    published(project)
    status, said = told(project, "package", "--edition", "2030-01-01")
    assert (status, edition_in(project / "site")) == (2, "2026-06-01")
    assert "这里的网站是2026-06-01版，不是2030-01-01版" in said
    assert not list((project / "dist").glob("*")) if (project / "dist").exists() else True


@pytest.mark.parametrize("streams", [">&-", "2>&-", ">&- 2>&-", "> /dev/full", "| true"])
def test_nobody_listening_is_no_fault_of_the_program(project: Path, streams: str) -> None:
    command = f"{sys.executable} -m aeosite.cli check --edition 2026-06-01 --root {project} {streams}; exit $?"
    ran = subprocess.run(["bash", "-c", command], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert ran.returncode == (2 if "full" in streams else 0)
    assert "Traceback" not in ran.stderr
    assert "program itself" not in ran.stderr
    assert "磁盘已满" in ran.stderr or "full" not in streams


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0"},
        {"LC_ALL": "POSIX", "PYTHONIOENCODING": "latin-1"},
        {"LANG": "zh_CN.GBK", "PYTHONUTF8": "0"},
    ],
)
def test_reports_are_the_same_whatever_the_locale(project: Path, variables: Mapping[str, str]) -> None:
    (project / "docs" / "zh" / "library.md").write_text("# 没有页首\n", encoding="utf-8")
    assert told(project, *CHECK, **variables) == told(project, *CHECK)


def test_a_site_can_be_read_by_a_web_server_whatever_the_mask(project: Path) -> None:
    command = f"umask 077; {sys.executable} -m aeosite.cli build --only website --edition 2026-06-01 --root {project}"
    subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=True)
    modes = {path.stat().st_mode & 0o777 for path in [project / "site", *(project / "site").rglob("*")]}
    assert modes == {0o755, 0o644}


# Being stopped


class Stopped(BaseException):
    """What an interrupt raises, wherever it falls."""


@pytest.mark.parametrize("number", range(1, 6))
def test_the_site_that_stands_survives_a_stop_at_any_move(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stops before and after each call that moves or deletes, as an interrupt would."""
    site = folder_of(tmp_path / "site", {"index.html": "old"})
    fresh = folder_of(tmp_path / "fresh", {"index.html": "new"})
    calls = 0

    def stopping(real: Callable[..., object]) -> Callable[..., object]:
        def call(*given: object, **more: object) -> object:
            nonlocal calls
            calls += 1
            done = real(*given, **more)
            if calls == number:
                raise Stopped
            return done

        return call

    monkeypatch.setattr(publish.os, "replace", stopping(os.replace))
    monkeypatch.setattr(publish.shutil, "rmtree", stopping(shutil.rmtree))
    with suppress(Stopped):
        swap(fresh, site)
    monkeypatch.undo()
    assert (site / "index.html").read_text(encoding="utf-8") in ("old", "new")


def test_a_site_killed_between_the_moves_is_put_back_by_the_next_run(tmp_path: Path) -> None:
    folder_of(tmp_path / ".site.retired", {"index.html": "old"})
    with fresh_folder(tmp_path / "site"):
        assert (tmp_path / "site" / "index.html").read_text(encoding="utf-8") == "old"


def test_a_build_that_was_held_up_does_not_replace_a_later_one(project: Path) -> None:
    later = project / "later"

    def overtake(line: str) -> None:
        if not later.exists():
            shutil.copytree(project / "site", later)
            (project / "site" / "index.html").write_text("later", encoding="utf-8")
            os.utime(project / "site" / MARK, (2_000_000_000, 2_000_000_000))

    published(project)
    with pytest.raises(BuildFailed, match="后来开始的构建"):
        build(project, project / "site", edition=date(2026, 6, 2), environment={}, say=overtake, only=SITE)
    assert (project / "site" / "index.html").read_text(encoding="utf-8") == "later"
    published(project)  # begun after it, whatever the clocks said
    assert (project / "site" / "index.html").read_text(encoding="utf-8") != "later"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_is_stopped_leaves_the_site_and_what_it_left_goes_with_the_next(project: Path, stop: signal.Signals) -> None:
    published(project)
    before = tree(project / "site")
    command = [sys.executable, "-m", "aeosite.cli", "build", "--edition", "2026-06-02", "--root", str(project)]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8")
    assert running.stderr is not None
    begun = Event()
    while not begun.is_set():
        if any(path.name.startswith(".site.") for path in project.iterdir()):
            begun.set()
    running.send_signal(stop)
    said = running.stderr.read()
    status = running.wait(60)
    assert tree(project / "site") == before
    assert status == (-9 if stop is signal.SIGKILL else 130)
    assert "Traceback" not in said
    published(project)
    assert [path.name for path in project.iterdir() if path.name.startswith(".site")] == []


@pytest.mark.parametrize("number", [13, 20, 28, 30])
def test_what_the_system_says_is_said_in_both_languages(number: int) -> None:
    reason = reason_of(OSError(number, os.strerror(number)))
    assert reason.zh != reason.en
    assert reason_of(OSError(99999, "odd")).zh == "odd"
