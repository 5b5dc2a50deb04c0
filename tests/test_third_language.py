"""A site with a third language: one line of settings and its texts. What it lacks is listed, and readers are told what stands in."""

import os
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment, Tag

from aeosite.basics.fallback import told
from aeosite.basics.language import REQUIRED
from aeosite.basics.phrases import FOLDER
from aeosite.cli import main
from aeosite.editing.untranslated import counts, untranslated
from aeosite.outlets.publish import build
from aeosite.read.load import load
from aeosite.rules import check
from project import AS_OF, SITE, Built, break_project, guide_of, project_in, tree

LINE = "        - {locale: fr, name: Français, build: true}\n"


def in_french(folder: Path) -> Path:
    """Return the miniature project with French beside its two languages: the settings, two pages, some texts and some phrases."""
    root = project_in(folder)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("        - locale: en\n", f"{LINE}        - locale: en\n"), encoding="utf-8")
    (root / "docs" / "fr").mkdir()
    for name, words in {"library.md": "Bibliothèque", "partners.md": "Partenaires"}.items():
        english = (root / "docs" / "en" / name).read_text(encoding="utf-8")
        french = re.sub(r"^# .*? \{#", f"# {words} {{#", english, flags=re.M)
        (root / "docs" / "fr" / name).write_text(re.sub("title: .*", f"title: {words}", french), encoding="utf-8")
    edits = {"from": "en: Order No. 2\n", "to": "en: Order No. 2\n  fr: Décret n° 2\n"}
    break_project(root, {"edit": {"docs/records/instruments/order-2.yml": [edits]}})
    (root / FOLDER / "fr.po").write_text('msgid "发布机关"\nmsgstr "Autorité"\n', encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def french(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return in_french(tmp_path_factory.mktemp("french") / "mini")


@pytest.fixture(scope="module")
def site(french: Path) -> Built:
    said: list[str] = []
    build(french, french / "site", edition=AS_OF, environment=dict(os.environ), say=said.append, only=SITE)
    return Built(french / "site", said)


def main_of(page: BeautifulSoup) -> Tag:
    found = page.select_one("main")
    assert found
    return found


def test_the_gate_finds_nothing_wrong(french: Path) -> None:
    assert check(guide_of(french)) == []


def test_every_page_is_there_in_every_language(site: Built) -> None:
    pages = {path.relative_to(site.site).as_posix() for path in site.site.rglob("*.html")} - {"404.html"}
    bare = {path for path in pages if not path.startswith(("en/", "fr/"))}
    assert pages == bare | {f"{language}/{path}" for language in ("en", "fr") for path in bare}
    assert (site.site / "search" / "fr.js").is_file()


def test_every_page_leads_to_itself_in_the_other_languages(site: Built) -> None:
    for language, folder in (("zh", ""), ("en", "en/"), ("fr", "fr/")):
        links = site.html(f"{folder}steps/first.html").select("a.aeo-language")
        assert {str(link["hreflang"]): link.get_text() for link in links} == {
            one: name for one, name in (("zh", "中文"), ("en", "English"), ("fr", "Français")) if one != language
        }


def test_a_page_that_is_not_translated_is_shown_in_chinese_and_says_so(site: Built) -> None:
    page = site.html("fr/measures.html")
    assert page.html
    assert page.html["lang"] == "fr"
    assert main_of(page).select_one("p.untranslated[role=note]")
    whole = main_of(page).select_one("div[lang=zh]")
    assert whole
    own = main_of(site.html("measures.html"))
    headings = [heading.get_text() for heading in own.select("article :is(h2, h3)")]
    assert [heading.get_text() for heading in whole.select("h2, h3")] == headings


def test_a_translated_page_shows_its_own_words_and_marks_what_it_lacks(site: Built) -> None:
    main_ = main_of(site.html("fr/library.html"))
    heading = main_.select_one("#order-2")
    assert heading
    assert "Décret n° 2" in heading.get_text()
    assert not heading.select("[lang]")
    assert "Autorité" in [term.get_text() for term in main_.select("dt")]
    notes = main_.select("p.untranslated")
    assert len(notes) == 1
    chinese = [
        text for text in main_.find_all(string=re.compile("[\u4e00-\u9fff]")) if text.parent and text.parent.name != "script"
    ]
    assert chinese
    shown = [text for text in chinese if not isinstance(text, Comment)]  # a comment is for the offline copy
    assert [text for text in shown if not text.find_parent(lang="zh")] == []


def test_the_other_languages_stay_as_they_were(site: Built, mini_site: Built) -> None:
    def without_french(html: BeautifulSoup) -> str:
        again = BeautifulSoup(str(html), "html.parser")
        for link in again.select("[hreflang=fr]"):
            link.decompose()
        return re.sub(r"\s+", " ", str(again))

    for name in ("index.html", "en/index.html", "measures.html", "en/library.html"):
        assert without_french(site.html(name)) == without_french(mini_site.html(name))


def test_no_mark_is_left_anywhere(site: Built) -> None:
    left = [
        path
        for path, data in tree(site.site).items()
        if path.endswith((".html", ".js", ".xml")) and re.search("[\ue000-\ue0ff]", data.decode())
    ]
    assert left == []


def test_what_is_missing_is_listed_with_its_place(french: Path) -> None:
    content = load(french)
    found = list(untranslated(content, french, "fr"))
    lines = [str(problem.message.en) for problem in found]
    assert "There is no docs/fr/measures.md." in lines
    assert "There is no docs/fr/library.md." not in lines
    assert any(
        problem.place.path == "docs/records/instruments/order-2.yml" and "title" in problem.message.en for problem in found
    )
    assert not any(
        problem.place.path == "docs/records/instruments/order-2.yml" and problem.message.en.startswith("number ")
        for problem in found
    )
    assert any("条款" in line for line in lines)
    assert counts(content, french) == {"fr": len(found)}


def test_the_command_counts_and_lists(french: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--root", str(french), "--edition", AS_OF.isoformat()]) == 0
    assert re.search(r"^fr: .*\d+", capsys.readouterr().err, re.M)
    assert main(["check", "--root", str(french), "--edition", AS_OF.isoformat(), "--language", "fr"]) == 0
    assert "docs/fr/measures.md" in capsys.readouterr().out


def test_a_text_in_a_language_that_the_site_has_not_is_refused(mini: Path) -> None:
    edits = {"from": "en: Order No. 2\n", "to": "en: Order No. 2\n  fr: Décret n° 2\n"}
    break_project(mini, {"edit": {"docs/records/instruments/order-2.yml": [edits]}})
    assert [problem.code for problem in check(guide_of(mini))] == ["language-is-of-the-site"]


def test_a_page_must_have_a_chinese_twin(french: Path, tmp_path: Path) -> None:
    root = in_french(tmp_path / "mini")
    (root / "docs" / "fr" / "alone.md").write_text(
        (root / "docs" / "fr" / "library.md").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert "page-has-a-twin" in {problem.code for problem in check(guide_of(root))}


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>\ue010甲\ue011</p>", '<p><span lang="zh">甲</span></p>'),
        ("<p>\ue010甲\ue010乙\ue011丙\ue011</p>", '<p><span lang="zh">甲乙丙</span></p>'),
        ('<p title="\ue010甲\ue011">x</p>', '<p title="甲">x</p>'),
        ("<option>\ue010甲\ue011</option>", "<option>甲</option>"),
        (
            '<script type="application/json">{"a":"\ue010甲\ue011"}</script>',
            '<script type="application/json">{"a":"甲"}</script>',
        ),
        ("<p>a</p>", "<p>a</p>"),
    ],
)
def test_a_text_that_stands_in_says_its_language_where_an_element_can_stand(html: str, shown: str) -> None:
    assert told(html) == shown


def test_the_required_languages_need_no_mark() -> None:
    assert REQUIRED == ("zh", "en")
