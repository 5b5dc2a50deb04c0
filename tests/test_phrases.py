"""The site's own phrases: each is in the catalogue of every language, as the templates say it, and none is left over."""

import re
import shutil
from pathlib import Path

import pytest
from jinja2 import Environment
from markupsafe import Markup

from aeosite.basics.fallback import in_default
from aeosite.basics.phrases import FOLDER, Phrases, phrases_below
from aeosite.editing.phrases import lacking, said, update_catalogues, updated
from project import PHRASES, ROOT

CATALOGUES = sorted((ROOT / FOLDER).glob("*.po"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_as_the_templates_say(path: Path) -> None:
    assert path.read_bytes() == updated(ROOT, path), "run: make phrases"


def test_english_has_every_phrase() -> None:
    assert lacking(ROOT, ROOT / FOLDER / "en.po") == []


def test_no_template_chooses_its_words_by_language() -> None:
    for path in [*(ROOT / "overrides").rglob("*.jinja"), *(ROOT / "src").rglob("*.jinja"), *(ROOT / "overrides").rglob("*.html")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\btr\(|\bif zh\b", text), path.name


def test_places_are_filled_in_both_languages() -> None:
    assert [PHRASES(one).gettext("海关名录，共%(count)s个，直属海关按关区代码排列", count=42) for one in ("zh", "en")] == [
        "海关名录，共42个，直属海关按关区代码排列",
        "Directory of customs: 42, districts by customs code",
    ]


def test_one_word_may_be_said_differently_in_different_places() -> None:
    assert (PHRASES("en").gettext("状态"), PHRASES("en").pgettext("of a measure", "状态")) == ("Status", "State")


def test_what_stands_in_a_phrase_is_escaped_once() -> None:
    page = Environment(autoescape=True).from_string("{{ _('%(a)s＜%(b)s', a='<i>', b=b) }}")
    assert page.render(Phrases("zh").names | {"b": Markup("<b>")}) == "&lt;i&gt;＜<b>"


def test_a_language_without_a_catalogue_says_everything_in_chinese(tmp_path: Path) -> None:
    assert phrases_below(tmp_path)("fr").gettext("条款") == in_default("条款")
    assert phrases_below(tmp_path)("zh").gettext("条款") == "条款"


def test_a_new_phrase_is_added_without_a_text_and_one_no_longer_said_goes(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    footer = tmp_path / "overrides" / "partials" / "footer.html"
    footer.write_text(footer.read_text(encoding="utf-8").replace("_('各栏目')", "_('全部栏目')"), encoding="utf-8")
    english = tmp_path / FOLDER / "en.po"
    assert english in update_catalogues(tmp_path)
    assert lacking(tmp_path, english) == ["全部栏目"]
    assert "各栏目" not in english.read_text(encoding="utf-8")
    assert update_catalogues(tmp_path) == []


def test_a_new_language_begins_with_an_empty_catalogue(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    french = tmp_path / FOLDER / "fr.po"
    french.write_text("", encoding="utf-8")
    update_catalogues(tmp_path)
    assert len(lacking(tmp_path, french)) == len(said(ROOT))
