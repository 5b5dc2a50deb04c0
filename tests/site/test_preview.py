"""The preview: what is saved is seen in an open page, what is wrong is said there, and nothing an editor does shows a traceback."""

import os
import re
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from threading import Condition, Thread

import pytest
from playwright.sync_api import Page, expect
from reader import Reader

from project import project_in

SECONDS = 20.0


@dataclass
class Preview:
    """A running preview of a project, and what it says."""

    root: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)
    heard: Condition = field(default_factory=Condition)

    def listen(self) -> None:
        """Note each line it says."""
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self.heard:
                self.said.append(line)
                self.heard.notify_all()

    def says(self, pattern: str) -> re.Match[str]:
        """Wait until it has said something, and return it."""
        with self.heard:
            assert self.heard.wait_for(lambda: re.search(pattern, "".join(self.said)), SECONDS), "".join(self.said)
            found = re.search(pattern, "".join(self.said))
        assert found is not None
        return found

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a file as an editor does."""
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")


def started(root: Path, port: int = 0) -> Preview:
    command = [sys.executable, "-m", "aeosite.cli", "serve", "--root", str(root), "--edition", "2026-06-01", "--port", str(port)]
    preview = Preview(root, subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8"))
    Thread(target=preview.listen, daemon=True).start()
    return preview


def stopped(preview: Preview) -> int:
    preview.process.send_signal(signal.SIGINT)
    try:
        return preview.process.wait(SECONDS)
    finally:
        preview.process.kill()


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    running = started(project_in(tmp_path / "project"))
    yield running
    status = stopped(running)
    said = "".join(running.said)
    assert "Traceback" not in said
    assert status == 130


@pytest.fixture
def page(reader: Reader, preview: Preview) -> Page:
    """The library of the preview, open in a browser."""
    address = preview.says(r"preview  (http://\S+)")[1]
    reader.page.set_default_timeout(SECONDS * 1000)
    reader.page.goto(f"{address}library.html")
    return reader.page


def test_a_saved_change_is_seen_in_both_languages_without_a_click(page: Page, preview: Preview) -> None:
    preview.edit("docs/zh/library.md", "# 文件库 {#top}\n", "# 文件库 {#top}\n\n新的一句。\n")
    expect(page.get_by_text("新的一句。")).to_be_visible(timeout=SECONDS * 1000)
    page.goto(page.url.replace("library.html", "en/library.html"))
    preview.edit("docs/en/library.md", "# Library {#top}\n", "# Library {#top}\n\nA new sentence.\n")
    expect(page.get_by_text("A new sentence.")).to_be_visible(timeout=SECONDS * 1000)


def test_a_fault_is_said_in_the_page_which_stays_and_goes_once_it_is_mended(page: Page, preview: Preview) -> None:
    report = page.get_by_role("alert")
    preview.edit("docs/zh/library.md", "# 文件库 {#top}\n", "# 文件库\n")
    expect(report).to_contain_text("docs/zh/library.md:7:1", timeout=SECONDS * 1000)
    expect(report).to_contain_text("没有 {#id}")
    expect(page.locator("h1")).to_contain_text("文件库")
    page.reload()
    expect(report).to_contain_text("docs/zh/library.md:7:1", timeout=SECONDS * 1000)
    preview.edit("docs/zh/library.md", "# 文件库\n", "# 文件大全 {#top}\n")
    expect(page.locator("h1")).to_contain_text("文件大全", timeout=SECONDS * 1000)
    expect(report).to_have_count(0)


@pytest.mark.parametrize(
    ("path", "old", "new", "seen"),
    [
        ("overrides/partials/footer.html", "<footer", '<footer data-new="1"', "footer[data-new]"),
        ("overrides/records/instruments.jinja", '<details class="record', '<details data-new="1" class="record', "[data-new]"),
        ("mkdocs.yml", "site_name: 小指南", "site_name: 新指南", "text=新指南"),
        ("docs/records/instruments/order-2.yml", "zh: ", "zh: 新名", "text=新名 >> nth=0"),
    ],
    ids=["the frame", "a template", "the settings", "a record"],
)
def test_whatever_the_site_is_made_of_is_watched(page: Page, preview: Preview, path: str, old: str, new: str, seen: str) -> None:
    preview.edit(path, old, new)
    expect(page.locator(seen).first).to_be_attached(timeout=SECONDS * 1000)


def test_settings_that_cannot_be_read_are_a_sentence(page: Page, preview: Preview) -> None:
    preview.edit("mkdocs.yml", "nav:\n", "nav: [\n")
    expect(page.get_by_role("alert")).to_contain_text("mkdocs.yml:", timeout=SECONDS * 1000)
    expect(page.get_by_role("alert")).not_to_contain_text("Traceback")
    preview.edit("mkdocs.yml", "nav: [\n", "nav:\n")
    expect(page.get_by_role("alert")).to_have_count(0, timeout=SECONDS * 1000)


def test_a_page_that_is_deleted_and_put_back_is_followed(page: Page, preview: Preview) -> None:
    english = preview.root / "docs" / "en" / "answers.md"
    text = english.read_bytes()
    english.unlink()
    expect(page.get_by_role("alert")).to_contain_text("docs/zh/answers.md", timeout=SECONDS * 1000)
    english.write_bytes(text)
    expect(page.get_by_role("alert")).to_have_count(0, timeout=SECONDS * 1000)


def test_a_site_that_cannot_be_built_at_first_says_why_where_it_would_be(reader: Reader, tmp_path: Path) -> None:
    root = project_in(tmp_path / "project")
    (root / "docs" / "zh" / "library.md").write_text("# 没有页首\n", encoding="utf-8")
    preview = started(root)
    try:
        reader.page.goto(preview.says(r"preview  (http://\S+)")[1])
        expect(reader.page.get_by_role("alert")).to_contain_text("[page-front-matter]", timeout=SECONDS * 1000)
    finally:
        assert stopped(preview) == 130


def test_a_port_that_is_taken_is_a_sentence_and_another_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        preview = started(project_in(tmp_path / "project"), port)
        try:
            other = int(preview.says(rf"Port {port} is taken; using (\d+)\.")[1])
            assert port < other <= port + 20
            assert preview.says(r"preview  http://127\.0\.0\.1:(\d+)/")[1] == str(other)
        finally:
            assert stopped(preview) == 130
    assert "Traceback" not in "".join(preview.said)


def test_a_reader_who_leaves_before_the_answer_is_no_error(page: Page, preview: Preview) -> None:
    host, port = page.url.split("/")[2].split(":")
    (preview.root / ".cache" / "preview" / "large.bin").write_bytes(bytes(20_000_000))
    with socket.create_connection((host, int(port))) as leaving:
        leaving.sendall(b"GET /large.bin HTTP/1.0\r\n\r\n")
        assert leaving.recv(1)
        leaving.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # closing it breaks the connection off
    page.reload()
    expect(page.locator("h1")).to_contain_text("文件库")


def test_an_interrupt_that_does_not_end_a_wait_ends_the_preview() -> None:
    unseen = "threading.Timer(0.2, _thread.interrupt_main).start()"  # as one that arrives just before the wait
    program = f"import _thread, threading; from aeosite.editing.preview import until_changed; {unseen}; until_changed(threading.Event())"
    done = subprocess.run([sys.executable, "-c", program], timeout=SECONDS, capture_output=True, text=True, check=False)
    assert done.stderr.endswith("KeyboardInterrupt\n")


def test_the_preview_touches_neither_the_site_nor_the_downloads(page: Page, preview: Preview) -> None:
    assert not (preview.root / "site").exists()
    assert not (preview.root / "dist").exists()
    assert os.listdir(preview.root / ".cache" / "preview")
