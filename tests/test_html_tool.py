"""How tools/html.py reads the report of the HTML checker and what it makes of known faults. The checker itself runs in ``make html``."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from project import ROOT

SITE = Path("/guide/网 站")
URL = "file:/guide/%E7%BD%91%20%E7%AB%99/en/a.html"


@pytest.fixture
def html(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The tool, which is a script and no module of the package."""
    spec = importlib.util.spec_from_file_location("tools_html", ROOT / "tools" / "html.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "tools_html", module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


def report(*messages: dict[str, object]) -> str:
    return json.dumps({"version": "1", "messages": list(messages)})


def said(message: str, line: int = 7) -> dict[str, object]:
    return {"type": "error", "url": URL, "lastLine": line, "message": message, "extract": "<p>\n  <div>"}


def test_a_fault_is_told_with_its_page_and_line(html: ModuleType) -> None:
    faults = html.faults_in(report(said("No “div” in “p”."), said("Bad value.", 2)), SITE)
    assert [str(fault) for fault in faults] == [
        "en/a.html:2  Bad value.  [<p> <div>]",
        "en/a.html:7  No “div” in “p”.  [<p> <div>]",
    ]


def test_a_warning_counts_as_a_fault(html: ModuleType) -> None:
    warning = {**said("Consider …"), "type": "info", "subType": "warning"}
    assert len(html.faults_in(report(warning), SITE)) == 1


@pytest.mark.parametrize(
    "broken", ["", "Exception in thread main", report({"type": "non-document-error", "message": "no memory"})]
)
def test_a_checker_that_did_not_finish_is_not_taken_for_a_valid_site(html: ModuleType, broken: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - what it says is the checker's own words
        html.faults_in(broken, SITE)


@pytest.mark.parametrize(
    ("messages", "known", "expected"),
    [
        ([], {}, []),
        (["A"], {"A": "why"}, []),
        (["A", "A"], {"A": "why"}, []),
        (["A"], {}, ["en/a.html:7  A  [<p> <div>]"]),
        (["A."], {"A": "why"}, ["en/a.html:7  A.  [<p> <div>]", "KNOWN in tools/html.py no longer occurs, take it out: A"]),
        ([], {"A": "why"}, ["KNOWN in tools/html.py no longer occurs, take it out: A"]),
    ],
)
def test_what_is_known_passes_and_what_is_no_longer_needed_fails(
    html: ModuleType, messages: list[str], known: dict[str, str], expected: list[str]
) -> None:
    assert html.judge(html.faults_in(report(*map(said, messages)), SITE), known) == expected


def test_a_folder_without_pages_is_not_taken_for_a_valid_site(html: ModuleType, tmp_path: Path) -> None:
    assert html.main([str(tmp_path)]) == 2


def test_each_known_fault_says_why_it_stays(html: ModuleType) -> None:
    assert all(len(reason) > 20 for reason in html.KNOWN.values())
