"""Content that is hostile, or wrong in ways nobody thinks of: the gate sees it, names it rightly, and lets sound content pass."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from pydantic import TypeAdapter, ValidationError

from aeosite import cli
from aeosite.model.fields import ExactDate, Number, PartialDate, Whole
from aeosite.outlets.publish import build
from project import AS_OF, TESTS, Built, break_project, problems_of, project_in

LAST = "[^1]: "
RECORDS = "docs/records"


def at_the_end_of_a_page(text: str) -> dict[str, Any]:
    """Return the change that puts a text before the footnotes of a page, in both languages."""
    return {"edit": {"docs/*/steps/first.md": [{"from": LAST, "to": f"{text}\n\n{LAST}"}]}}


def edited(path: str, old: str, new: str) -> dict[str, Any]:
    return {"edit": {path: [{"from": old, "to": new}]}}


OVERLOOKED: dict[str, dict[str, Any]] = {
    "a script after a comment on one line": at_the_end_of_a_page("<!-- x --> <script>alert(1)</script>"),
    "a link that runs a script": at_the_end_of_a_page("[x](javascript:alert(1))"),
    "a script deep in a list, which the site generator does not take for code": at_the_end_of_a_page(
        "- a\n\n      <script>alert(1)</script>"
    ),
    "a script behind backslashes, as the fix of page-html advises": at_the_end_of_a_page("a \\<script>alert(1)\\</script>"),
    "a script in a footnote that nothing refers to": at_the_end_of_a_page("[^2]: <script>alert(1)</script>"),
    "HTML in a table cell that only the site generator makes": at_the_end_of_a_page("a | b\n--|--\n`|` | <i>x</i>"),
    "a link by reference that runs a script": at_the_end_of_a_page("[x]\n\n[x]: javascript:alert(1)"),
    "a link to data": at_the_end_of_a_page("[x](data:text/html,x)"),
    "a link with brackets in brackets": at_the_end_of_a_page("[a[b[c]]](javascript:alert(1))"),
    "a link with an escaped bracket": at_the_end_of_a_page("[a\\]b](javascript:alert(1))"),
    "a link between escaped backticks": at_the_end_of_a_page("\\`[x](javascript:alert(1))\\`"),
    "a link between code of two lines each": at_the_end_of_a_page("`a\nb` [x](javascript:alert(1)) `c\nd`"),
    "a link in a fence that is never closed": at_the_end_of_a_page("> ```\n> [x](javascript:alert(1))"),
    "a link in a fence that the site generator does not take for one": at_the_end_of_a_page(
        "~~~ a`b\n[x](javascript:alert(1))\n~~~"
    ),
    "an attribute with a brace in it": at_the_end_of_a_page('x\n{: onclick="alert(1){" }'),
    "a reference in a list": at_the_end_of_a_page("- [x]: javascript:alert(1)\n\n[x]"),
    "a reference after a tab": at_the_end_of_a_page("!!! note\n\t[x]: javascript:alert(1)\n\n[x]"),
    "a remote image in a link": at_the_end_of_a_page("[![x](http://evil.example/x.png)](../library.md)"),
    "a remote image deep in a list": at_the_end_of_a_page("- a\n\n      ![x](http://evil.example/x.png)"),
    "a table directive in a note, which breaks the note": at_the_end_of_a_page('!!! note "x"\n    {{ terms results }}'),
    "a control character in a page": at_the_end_of_a_page("a\x00b"),
    "a link in the title of a record, which becomes a heading": edited(
        f"{RECORDS}/measures/site-visits.yml", "en: Site visits", 'en: "[Site](javascript:alert(1)) visits"'
    ),
    "a link in the number of an instrument, which becomes a citation": edited(
        f"{RECORDS}/instruments/order-2.yml", "en: Order No. 2", 'en: "x](javascript:alert(1)) [y"'
    ),
    "a page outside the folders of the languages": {"write": {"docs/notes.md": "# Notes\n"}},
    "a citation of an instrument that no page shows": edited(
        "docs/*/library.md", "{{ instruments }}", "{{ instruments type=order }}"
    ),
    "a table of changes without a change": {"delete": [f"{RECORDS}/changes/solvency.yml"]},
    "a heading with the id of a record on the same page": edited("docs/*/library.md", "{#statuses}", "{#order-2}"),
    "an image one folder too low": at_the_end_of_a_page("![x](../assets/images/mark.svg)"),
    "a limit that only ends like the one in the text": edited(
        f"{RECORDS}/criteria/cer26-financial.yml", "value: 95\n", "value: 5\n"
    ),
}


@pytest.mark.parametrize("changes", OVERLOOKED.values(), ids=OVERLOOKED)
def test_the_gate_sees(changes: dict[str, Any], mini: Path) -> None:
    break_project(mini, changes)
    assert problems_of(mini)


OURS: dict[str, dict[str, Any]] = {
    "a stage that is not in its vocabulary": edited(f"{RECORDS}/measures/site-visits.yml", "stage: service", "stage: servise"),
    "a basis that does not exist": edited(f"{RECORDS}/measures/site-visits.yml", "instrument: order-1", "instrument: order-9"),
    "a level that is not in its vocabulary": edited(f"{RECORDS}/districts/nanjing.yml", "level: district", "level: distrikt"),
    "a topic that is not in its vocabulary": edited(f"{RECORDS}/statistics/aeo-2024.yml", "topic: count", "topic: counts"),
    "the year 0": edited(f"{RECORDS}/instruments/order-1.yml", "issued: 2019-06", "issued: 0000"),
}


@pytest.mark.parametrize("changes", OURS.values(), ids=OURS)
def test_a_fault_in_the_content_is_not_called_ours(changes: dict[str, Any], mini: Path) -> None:
    break_project(mini, changes)
    problems = problems_of(mini)
    assert problems, "the fault itself must still be reported"
    assert not [str(problem.place) for problem in problems if problem.place.path.startswith("src/")]


def test_a_record_with_one_wrong_field_is_reported_once_not_as_missing_wherever_it_is_named(mini: Path) -> None:
    break_project(mini, edited(f"{RECORDS}/instruments/order-2.yml", "url: https://www.", "url: www."))
    assert [problem.code for problem in problems_of(mini)] == ["url"]


SOUND: dict[str, dict[str, Any]] = {
    "an instrument repealed before its term is over": {
        "edit": {
            f"{RECORDS}/instruments/order-1.yml": [{"from": "repealed_on:", "to": "valid_until: 2030-12-31\nrepealed_on:"}],
        }
    },
    "an event that ends on the day it begins": edited(
        f"{RECORDS}/events/conference-2025.yml", "until: 2025-05-10", "until: 2025-05-08"
    ),
    "a limit of 100% that the text calls all": {
        "edit": {
            f"{RECORDS}/criteria/cer26-financial.yml": [
                {"from": "value: 95\n", "to": "value: 100\n"},
                {"from": "zh: 资产负债率不超过95%。", "to": "zh: 单证全部无误。"},
                {"from": "en: A debt ratio of at most 95%.", "to": "en: All documents are right."},
            ]
        }
    },
    "a code of digits only": edited(
        f"{RECORDS}/partners/sg.yml",
        "pattern: SG[0-9A-Z]{12}\n  description:\n    zh: SG加12位编码\n    en: SG plus a 12-character code\n  example: SG123456789012",
        "pattern: '[0-9]{12}'\n  description:\n    zh: 12位数字\n    en: 12 digits\n  example: '123456789012'",
    ),
}


@pytest.mark.parametrize("changes", SOUND.values(), ids=SOUND)
def test_the_gate_lets_pass(changes: dict[str, Any], mini: Path) -> None:
    break_project(mini, changes)
    assert problems_of(mini) == []


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (PartialDate, "0000"),
        (PartialDate, "٢٠٢٦-٠٤"),
        (ExactDate, "٢٠٢٦-٠٤-٠١"),
        (Number, "1_000"),
        (Number, "1e999999"),
        (Number, "٨٥"),
        (Whole, "٨٥"),
    ],
)
def test_a_value_no_editor_means_is_refused(kind: Any, value: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(kind).validate_python(value)


def test_the_clauses_of_a_standard_whose_id_has_a_hyphen_must_be_matched_too(mini: Path) -> None:
    for path in sorted((mini / "docs").rglob("*")):
        if path.is_file() and "adv26" in path.read_text(encoding="utf-8"):
            path.write_text(path.read_text(encoding="utf-8").replace("adv26", "adv-26"), encoding="utf-8")
        if "adv26" in path.name:
            path.rename(path.with_name(path.name.replace("adv26", "adv-26")))
    assert problems_of(mini) == [], "the standard is only renamed"
    break_project(mini, edited(f"{RECORDS}/criteria/cer26-financial.yml", "dropped:\n  - adv-26-03\n", ""))
    assert [problem.code for problem in problems_of(mini)] == ["matched-or-dropped"]


def test_a_retired_word_is_reported_where_it_stands_without_quotation_marks(mini: Path) -> None:
    break_project(
        mini, edited("docs/zh/library.md", "# 文件库 {#top}\n", "# 文件库 {#top}\n\n“AA类企业”是旧称，AA类企业没有了。\n")
    )
    assert [str(problem.place) for problem in problems_of(mini)] == ["docs/zh/library.md:9:12"]


def test_a_folder_that_is_no_project_is_not_called_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", "--root", str(tmp_path), "--edition", "2026-06-01"]) == 2
    assert "docs" in capsys.readouterr().err


def test_a_file_name_that_is_not_utf8_is_reported_without_a_traceback(mini: Path) -> None:
    with open(os.fsencode(mini / "docs" / "assets") + b"/\xff.svg", "wb") as file:
        file.write(b"x")
    command = [sys.executable, "-m", "aeosite.cli", "check", "--root", str(mini), "--edition", "2026-06-01"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, b"Traceback" in done.stderr) == (1, False)


def test_a_failure_of_the_program_itself_ends_with_2_and_without_a_traceback(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "docs/zh/index.md")

    monkeypatch.setattr("aeosite.gate.open_book", fail)
    try:
        status = cli.main(["check", "--root", str(mini), "--edition", "2026-06-01"])
    except PermissionError:
        pytest.fail("the command ends with a traceback")
    assert (status, "docs/zh/index.md" in capsys.readouterr().err) == (2, True)


def test_an_image_can_be_shown_on_a_page_of_both_languages(tmp_path: Path) -> None:
    project = project_in(tmp_path / "project")
    break_project(project, at_the_end_of_a_page("![x](../../assets/images/mark.svg)"))
    assert problems_of(project) == [], "the gate allows it"
    said: list[str] = []
    try:
        build(project, project / "site", edition=AS_OF, environment=os.environ, say=said.append)
    except Exception:
        pytest.fail("\n".join(line for line in said if "WARNING" in line))


def test_the_title_of_the_english_home_page_is_the_name_of_the_site(mini_site: Built) -> None:
    titles = [mini_site.html(name).title for name in ("index.html", "en/index.html")]
    assert [title and title.get_text() for title in titles] == ["小指南", "Small Guide"]


def test_an_answer_has_blanks_between_its_badge_its_basis_and_its_pages() -> None:
    html = (TESTS / "golden" / "faq.en.html").read_text(encoding="utf-8")
    text = BeautifulSoup(html, "html.parser").get_text()
    assert "official text Basis: " in text
    assert "art. 3. See: " in text
