"""What every test may use: golden files, the miniature project and a browser."""

import hashlib
import marshal
import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from playwright.sync_api import Browser, Error, sync_playwright

from project import ROOT, Built, Golden, built_in, project_in

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="rewrite the golden files with what the code yields now")


def pytest_configure(config: pytest.Config) -> None:
    """Let tests interrupt what they start: where the suite itself runs in the background it was told to ignore interrupts, and so were they."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare a text with its golden file; with ``--bless``, rewrite the file."""
    bless = request.config.getoption("--bless")

    def compare(path: Path, text: str) -> None:
        if bless:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        name = path.relative_to(ROOT)
        assert path.exists(), f"{name} is missing; write it with: make bless"
        expected = path.read_bytes().decode("utf-8")
        assert text == expected, f"{name} differs; if the new text is right: make bless"

    return compare


@pytest.fixture
def mini(tmp_path: Path) -> Path:
    """A copy of the miniature project, without faults, to break."""
    return project_in(tmp_path / "mini")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A Chromium: the system's, else the one of playwright."""
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        except Error as error:
            pytest.fail(f"There is no Chromium to test with. Run: make browser\n{error.message}")
        yield opened
        opened.close()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Compile each template once for the whole suite: a test builds a project of its own, and templates are half of a small build."""
    folder = tmp_path_factory.getbasetemp().parent / f"templates-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    folder.mkdir(exist_ok=True)
    real = Environment.compile

    def compiled(self: Environment, source: Any, name: str | None = None, filename: str | None = None, **more: Any) -> Any:
        settings = (sorted(self.extensions), self.trim_blocks, self.lstrip_blocks, self.autoescape, self.undefined, more)
        known = folder / hashlib.sha256(repr((source, name, settings)).encode()).hexdigest()
        if known.exists() and isinstance(source, str):
            return marshal.loads(known.read_bytes())
        code = real(self, source, name, filename, **more)
        if isinstance(source, str):
            known.with_suffix(f".{os.getpid()}").write_bytes(marshal.dumps(code))
            known.with_suffix(f".{os.getpid()}").replace(known)
        return code

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", compiled)
        yield


@pytest.fixture(scope="session")
def mini_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The miniature project, really built."""
    return built_in(tmp_path_factory.mktemp("build") / "mini", TZ="Pacific/Kiritimati", PYTHONHASHSEED="1")
