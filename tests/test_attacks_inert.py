"""What of the attacks the gate lets pass is inert: all of it in one project, built with every outlet, its files looked at and its pages visited."""

import json
import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from selectolax.lexbor import LexborHTMLParser

from aeosite.basics.share import processors
from aeosite.outlets.publish import build
from attacks import attacks, inert_project
from outputs import faults, zip_faults
from project import AS_OF, project_in

HOOK = """
window.ran = [];
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open', 'fetch'])
  window[name] = (...words) => { window.ran.push(name + ' ' + words.join(' ')); };
const run = window.eval; // which the test itself asks by
window.eval = code => { String(code).includes('window.ran') || window.ran.push('eval ' + code); return run(code); };
window.WebSocket = window.EventSource = window.Worker = function (address) { window.ran.push('connects ' + address); };
navigator.sendBeacon = address => { window.ran.push('beacon ' + address); };
addEventListener('error', event => window.ran.push('error ' + (event.message || event.target.outerHTML)), true);
"""
"""Runs before any page: what an attack would call, and what fails to load or to run, is written down."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the project full of attacks, with every outlet."""
    root = project_in(tmp_path_factory.mktemp("inert") / "mini")
    inert_project(root)
    build(root, root / "site", edition=AS_OF, environment=os.environ, say=lambda line: None, workers=processors())
    return root / "site"


def test_no_file_of_any_outlet_acts(site: Path) -> None:
    assert faults(site) == []


def test_the_zip_unpacks_into_its_own_folder(site: Path) -> None:
    zips = list((site.parent / "dist").glob("*.zip"))
    assert [fault for path in zips for fault in zip_faults(path)] == []
    assert len(zips) == 1


def test_what_was_written_stands_there_as_text(site: Path) -> None:
    data = json.dumps(
        [json.loads(path.read_bytes()) for path in sorted((site / "data" / "v1").glob("*.json"))], ensure_ascii=False
    )
    pages = " ".join(LexborHTMLParser(path.read_text(encoding="utf-8")).text() for path in sorted(site.rglob("*.html")))
    shown = re.sub(r"\s+", " ", pages)
    for one in attacks("texts"):
        if not one.codes:
            text = one.made_of["text"].strip()
            assert json.dumps(text, ensure_ascii=False)[1:-1] in data, one.label
            assert text in shown, one.label


def test_a_browser_that_visits_every_page_sees_nothing_run(site: Path, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(HOOK)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(f"dialog {dialog.message}"))
    page.on("pageerror", lambda error: asked.append(f"error {error}"))
    pages = [path for path in sorted(site.rglob("*.html")) if path.name != "404.html"]  # which only a server shows
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate("window.ran") == [], path.name
    base = site.as_uri()
    assert [url for url in asked if not url.startswith((base, "data:image/"))] == []
    assert len(pages) > 20
    context.close()
