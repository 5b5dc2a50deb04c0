"""District editions: what one inherits is the national guide, what it adds is marked, and both sites link each other."""

import os
import re
from pathlib import Path

import pytest

from aeosite.basics.cache import Cache
from aeosite.cli import main
from aeosite.outlets.publish import build
from aeosite.read.load import load
from aeosite.read.local import NoDistrict, home_of, language_in
from project import AS_OF, MINI, SITE, TODAY, Built, break_project, guide_of, project_in, tree

ADDRESS = "https://guide.customs.gov.cn/"


def built(folder: Path, **options: object) -> Built:
    """Return the miniature project built in a folder, at an address, with options of the build."""
    root, said = project_in(folder), list[str]()
    environment = {**os.environ, "AEO_GUIDE_URL": ADDRESS}
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub("^site_url: .*$", f"site_url: {ADDRESS}", text, flags=re.M), encoding="utf-8")
    only = (*SITE, *options.pop("more", ()))  # type: ignore[misc]
    build(
        root,
        root / "site",
        edition=AS_OF,
        environment=environment,
        say=said.append,
        only=only,
        cache=Cache(root / ".cache"),
        today=TODAY,
        **options,
    )  # type: ignore[arg-type]
    return Built(root / "site", said)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The national site with the edition of Nanjing below it."""
    return built(tmp_path_factory.mktemp("both") / "project", editions=("nanjing",))


@pytest.mark.parametrize(
    ("file", "home", "language"),
    [
        ("docs/local/nanjing/zh/a/b.md", "docs/zh/local/a/b.md", "zh"),
        ("docs/local/nanjing/en/index.md", "docs/en/local/index.md", "en"),
        ("docs/en/a.md", "docs/en/a.md", "en"),
    ],
)
def test_a_page_of_a_district_has_its_place_and_language(file: str, home: str, language: str) -> None:
    assert (home_of(file), language_in(file)) == (home, language)


def test_the_national_guide_holds_nothing_of_a_district() -> None:
    content = load(MINI)
    assert content.edition is None
    assert content.editions == {"nanjing"}
    assert not [path for path in content.pages["zh"] if path.startswith("local/")]
    assert "river-class" not in content.ids("events")


def test_an_edition_is_the_national_guide_and_more() -> None:
    national, own = load(MINI), load(MINI, district="nanjing")
    assert own.edition is not None
    assert set(own.pages["zh"]) - set(national.pages["zh"]) == {"local/index.md", "local/river.md"}
    assert own.ids("measures") - national.ids("measures") == {"river-guarantee"}
    assert not own.clashes
    for path in national.pages["en"]:
        assert own.pages["en"][path] == national.pages["en"][path]


def test_a_district_without_a_folder_is_refused_by_name() -> None:
    with pytest.raises(NoDistrict) as refused:
        load(MINI, district="nanjin")
    assert "nanjing" in refused.value.problem.fix.en


def test_inherited_pages_say_what_the_national_ones_say(both: Built) -> None:
    for name in ("criteria.html", "en/criteria.html", "history.html", "en/partners.html", "en/history.html"):
        mine, theirs = (both.html(f"{place}{name}").select_one("article") for place in ("local/nanjing/", ""))
        assert mine is not None
        assert theirs is not None
        for line in [
            *mine.select(".aeo-pageline, .aeo-crumbs, .page-foot"),
            *theirs.select(".aeo-pageline, .aeo-crumbs, .page-foot"),
        ]:
            line.extract()
        assert mine.get_text() == theirs.get_text(), name


def test_what_a_district_adds_is_marked_with_its_name_and_date(both: Built) -> None:
    for name, text in (("service.html", "沿江培训"), ("measures.html", "沿江免担保"), ("library.html", "沿江通知")):
        page = both.html(f"local/nanjing/{name}").select_one("main")
        assert page is not None
        assert text in page.get_text()
        assert ["本关区 · 南京海关 · 2026年5月1日" in one.get_text() for one in page.select(".mark--local")].count(True) >= 1
        national = both.html(name).select_one("main")
        assert national is not None
        assert text not in national.get_text()
    own = both.html("local/nanjing/en/local/river.html").select_one("main .local-mark")
    assert own is not None
    assert "Nanjing Customs" in own.get_text()


def test_a_place_kept_for_the_district_is_empty_in_the_national_guide(both: Built) -> None:
    assert not both.html("service.html").select(".local-slot")
    slot = both.html("local/nanjing/service.html").select_one(".local-slot")
    assert slot is not None
    assert "到南京窗口问。" in slot.get_text()


def test_a_measure_names_what_narrows_it(both: Built) -> None:
    assert both.html("local/nanjing/measures.html").select(
        '#guarantee-pilot ~ * a[href$="#river-guarantee"], dd a[href$="#river-guarantee"]'
    )


def test_canonical_links_of_inherited_pages_lead_to_the_national_ones(both: Built) -> None:
    def canonical(name: str) -> object:
        link = both.html(f"local/nanjing/{name}").select_one('link[rel="canonical"]')
        return link and link["href"]

    assert canonical("en/criteria.html") == f"{ADDRESS}en/criteria.html"
    assert canonical("en/local/river.html") == f"{ADDRESS}local/nanjing/en/local/river.html"
    listed = (both.site / "local/nanjing/sitemap.xml").read_text(encoding="utf-8")
    assert re.findall("<loc>(.*?)</loc>", listed) == [
        f"{ADDRESS}local/nanjing/{language}local/{name}.html" for language in ("", "en/") for name in ("index", "river")
    ]


def test_title_header_foot_and_search_say_whose_edition_it_is(both: Built) -> None:
    page = both.html("local/nanjing/en/criteria.html")
    assert page.title is not None
    assert "Nanjing Customs" in page.title.get_text()
    for part in (".aeo-header__home", ".aeo-footer", ".aeo-nav"):
        found = page.select_one(part)
        assert found is not None
        assert "Nanjing Customs" in found.get_text(), part
    index = (both.site / "local/nanjing/search/zh.js").read_text(encoding="utf-8")
    assert '"local/river.html","沿江的做法","南京海关"' in index


def test_the_directory_links_the_editions_that_are_built(both: Built, tmp_path: Path) -> None:
    for name, href in (("service.html", "local/nanjing/index.html"), ("en/service.html", "../local/nanjing/en/index.html")):
        link = both.html(name).select_one("a.edition-link")
        assert link is not None
        assert link["href"] == href
        assert (both.site / os.path.dirname(name) / href).is_file()
    alone = built(tmp_path / "alone")
    assert "edition-link" not in (alone.site / "service.html").read_text(encoding="utf-8")
    assert "data-edition-of" not in (alone.site / "service.html").read_text(encoding="utf-8")
    assert not (alone.site / "local").exists()


def test_an_edition_comes_out_the_same_whatever_was_kept(both: Built, tmp_path: Path) -> None:
    alone = built(tmp_path / "alone", editions=("nanjing",))
    again = built(tmp_path / "warm", editions=("nanjing",))
    assert tree(alone.site) == tree(both.site) == tree(again.site)


def test_the_check_looks_at_every_edition(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project_in(tmp_path / "project")
    assert main(["check", "--root", str(root), "--edition", str(AS_OF)]) == 0
    edit = {"docs/local/nanjing/edition.yml": [{"from": "- measures.md", "to": "- measure.md"}]}
    break_project(root, {"edit": edit})
    assert main(["check", "--root", str(root), "--edition", str(AS_OF)]) == 1
    assert "first-page-is-national" in capsys.readouterr().out


def test_an_edition_keeps_what_was_asked_of_its_own_content() -> None:
    assert guide_of(district="nanjing").homes["river-guarantee"] == "measures.md"
    assert "river-guarantee" not in guide_of().homes


def test_a_new_edition_is_refused_until_it_is_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project_in(tmp_path / "project")
    assert main(["new", "district", "canton", "--root", str(root)]) == 0
    assert main(["check", "--root", str(root), "--edition", str(AS_OF)]) == 1
    report = capsys.readouterr().out
    for file, code in (("edition.yml", "local-record-is-filled-in"), ("zh/index.md", "local-page-is-filled-in")):
        assert f"docs/local/canton/{file}" in report
        assert code in report


@pytest.mark.parametrize("name", ["nanjing", "gacc", "nowhere"])
def test_an_edition_is_begun_once_and_for_a_district_only(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = project_in(tmp_path / "project")
    before = tree(root / "docs" / "local")
    assert main(["new", "district", name, "--root", str(root)]) == 2
    assert f"docs/local/{name}" in capsys.readouterr().err
    assert tree(root / "docs" / "local") == before
