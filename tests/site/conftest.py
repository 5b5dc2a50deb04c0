"""The real guide, built once: over http, and unpacked from its zip into a folder as a trainer would have it."""

import functools
import os
import threading
import zipfile
from collections.abc import Iterator
from datetime import date
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext
from reader import Reader, file_url

from aeosite.basics.cache import Cache, saved
from aeosite.editing.preview import Server
from aeosite.outlets.package import Manifest, package
from aeosite.outlets.publish import build
from project import CHANNELS, SITE

ROOT = Path(__file__).resolve().parents[2]
EDITION = date(2026, 11, 23)
PUBLISHED = "https://aeo.guide.example/"
"""The address the site is built for: one that is set, or printed pages would show none."""


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, as ``aeosite build`` makes it."""
    folder = tmp_path_factory.mktemp("real") / "site"
    shared = tmp_path_factory.getbasetemp().parent / f"cache-{os.environ.get('PYTEST_XDIST_TESTRUNUID', os.getpid())}"
    with saved(Cache(shared, "of this run")) as cache:  # so that the other worker need not do it all again
        build(
            ROOT,
            folder,
            edition=EDITION,
            environment={**os.environ, "AEO_GUIDE_URL": PUBLISHED},
            say=lambda line: None,
            only=(*SITE, *CHANNELS, "leaflets"),
            cache=cache,
            workers=2,
        )
    return folder


@pytest.fixture(scope="session")
def packed(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    """The offline zip of the site."""
    return package(
        site, tmp_path_factory.mktemp("dist"), edition=EDITION, content_date=EDITION, texts=ROOT / "overrides" / "offline"
    )


@pytest.fixture(scope="session")
def unpacked(packed: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The zip, extracted into a folder whose name has Chinese characters and a space."""
    folder = tmp_path_factory.mktemp("usb") / "培训 资料"
    with zipfile.ZipFile(packed.path) as archive:
        archive.extractall(folder)
    return next(folder.iterdir())


class Quiet(SimpleHTTPRequestHandler):
    """A file server that says nothing."""

    def log_message(self, format: str, *args: object) -> None:
        """Keep the test output clean."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """The site on this machine's loopback, at a port of its own."""
    server = Server(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def reader(browser: Browser) -> Iterator[Reader]:
    """A fresh reader at desktop width, without a network of its own."""
    context: BrowserContext = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(15_000)
    yield Reader(context.new_page())
    context.close()


@pytest.fixture
def offline(reader: Reader, unpacked: Path) -> tuple[Reader, str]:
    """A reader of the unpacked zip, with the network denied; and its address."""
    reader.page.context.set_offline(True)
    base = file_url(unpacked)
    reader.watch(base)
    return reader, base


@pytest.fixture
def online(reader: Reader, address: str) -> tuple[Reader, str]:
    """A reader of the site over http; and its address."""
    reader.watch(address)
    return reader, address
