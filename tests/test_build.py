"""Building: the previous site stays whole until the new one stands, and the miniature site is what its project says."""

import errno
import itertools
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

import aeosite.outlets.every
import aeosite.outlets.publish
from aeosite.basics.language import REQUIRED, Text
from aeosite.basics.problems import Place, Problem, Refusal
from aeosite.compose.article import compose
from aeosite.compose.book import Book
from aeosite.outlets.every import OUTLETS, UnknownOutlet, chosen
from aeosite.outlets.outlet import Outlet, Say, Write
from aeosite.outlets.publish import MARK, BuildFailed, build, swap
from aeosite.read.pages import Page
from aeosite.read.settings import read_settings
from project import AS_OF, CHANNELS, MINI, OWN_FILES, ROOT, TESTS, Built, Golden, built_in, guide_of, press_of, project_in, tree

SITE_URL = "https://guide.example/"
GUIDE = guide_of()


def folder_with(path: Path, text: str) -> Path:
    path.mkdir(parents=True)
    (path / "index.html").write_text(text, encoding="utf-8")
    return path


# In place of the previous site


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """The previous site."""
    made = folder_with(tmp_path / "out" / "site", "previous")
    (made / MARK).touch()
    return made


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_finished_site_takes_the_place_of_the_previous_one(site: Path) -> None:
    swap(folder_with(site.with_name("fresh"), "new"), site)
    assert tree(site) == {"index.html": b"new"}
    assert names(site.parent) == ["site"]


def test_a_first_site_is_simply_put_in_place(tmp_path: Path) -> None:
    swap(folder_with(tmp_path / "fresh", "new"), tmp_path / "site")
    assert names(tmp_path) == ["site"]


def test_what_an_earlier_failure_left_behind_is_cleared_away(site: Path) -> None:
    folder_with(site.with_name(".site.retired"), "older")
    swap(folder_with(site.with_name("fresh"), "new"), site)
    assert tree(site) == {"index.html": b"new"}
    assert names(site.parent) == ["site"]


@pytest.mark.parametrize("step", ["retire the previous", "place the new"])
@pytest.mark.parametrize(
    ("number", "reason"),
    [(errno.ENOSPC, "the disk is full"), (errno.EACCES, "no permission"), (errno.EXDEV, "Invalid cross-device link")],
)
def test_when_the_new_site_cannot_be_moved_the_previous_one_stays(
    step: str, number: int, reason: str, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = folder_with(site.with_name("fresh"), "new")
    source = site if step == "retire the previous" else fresh
    real = os.replace

    def replace(old: Path, new: Path) -> None:
        if Path(old) == source:
            raise OSError(number, os.strerror(number))
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(BuildFailed) as failed:
        swap(fresh, site)
    assert tree(site) == {"index.html": b"previous"}
    assert names(site.parent) == ["fresh", "site"]
    problem = failed.value.problem
    assert (str(problem.place), problem.code) == ("site:1:1", "site-folder")
    assert reason in problem.message.en


def fails(book: Book, folder: Path, say: Say) -> list[Path]:
    folder_with(folder / "site", "half")
    raise BuildFailed(Problem(Place("mkdocs.yml"), "build", Text("有错。", "Something is wrong.")))


def is_interrupted(book: Book, folder: Path, say: Say) -> list[Path]:
    folder_with(folder / "site", "half")
    raise KeyboardInterrupt


def finishes(book: Book, folder: Path, say: Say) -> list[Path]:
    return [folder_with(folder / "site", "new") / "index.html"]


def publish(site: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """Publish what one outlet writes of a book that need not be there."""
    monkeypatch.setattr(aeosite.outlets.every, "OUTLETS", (Outlet("website", write),))
    settings = read_settings(MINI, {})
    monkeypatch.setattr(aeosite.outlets.publish, "read_settings", lambda *given: settings)
    monkeypatch.setattr(aeosite.outlets.publish, "open_book", lambda *given, **options: None)
    build(site.parent, site, edition=AS_OF, environment={}, say=lambda line: None)


@pytest.mark.parametrize(("write", "raised"), [(fails, BuildFailed), (is_interrupted, KeyboardInterrupt)])
def test_a_build_that_does_not_finish_leaves_the_previous_site_and_nothing_else(
    write: Write, raised: type[BaseException], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(raised):
        publish(site, write, monkeypatch)
    assert tree(site) == {"index.html": b"previous"}
    assert names(site.parent) == ["site"]


def test_a_build_that_finishes_is_the_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(site, finishes, monkeypatch)
    assert tree(site) == {"index.html": b"new"}
    assert names(site.parent) == ["site"]
    assert site.stat().st_mode & 0o777 == 0o755


def test_a_build_whose_site_cannot_be_put_in_place_leaves_the_previous_site_and_nothing_else(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def replace(old: Path, new: Path) -> None:
        if Path(new) == site and not Path(old).name.endswith(".retired"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(BuildFailed):
        publish(site, finishes, monkeypatch)
    assert tree(site) == {"index.html": b"previous"}
    assert names(site.parent) == ["site"]


def test_an_interrupt_between_the_two_moves_loses_no_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.replace

    def replace(old: Path, new: Path) -> None:
        if Path(new) == site and not Path(old).name.endswith(".retired"):
            raise KeyboardInterrupt
        real(old, new)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        publish(site, finishes, monkeypatch)
    assert tree(site) == {"index.html": b"previous"}


def test_a_site_is_built_where_no_folder_is_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(tmp_path / "a" / "b" / "site", finishes, monkeypatch)
    assert tree(tmp_path) == {"a/b/site/index.html": b"new"}


def test_where_no_folder_can_be_made_the_build_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(BuildFailed) as failed:
        publish(tmp_path / "file" / "site", finishes, monkeypatch)
    assert failed.value.problem.code == "site-folder"


@pytest.mark.parametrize("kind", ["a folder of other files", "a file", "a link to a folder", "the sources"])
def test_what_we_did_not_make_is_never_replaced(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project_in(tmp_path / "project")
    site = root / "site"
    if kind == "a folder of other files":
        folder_with(site, "mine")
    elif kind == "a file":
        site.write_text("mine", encoding="utf-8")
    elif kind == "a link to a folder":
        (folder_with(tmp_path / "elsewhere", "mine") / MARK).touch()
        site.symlink_to(tmp_path / "elsewhere")
    else:
        site = root / "docs"
    before = tree(tmp_path)
    with pytest.raises(BuildFailed) as failed:
        build(root, site, edition=AS_OF, environment={}, say=lambda line: None, only=("website",))
    assert failed.value.problem.code == "site-folder"
    assert "--site" in failed.value.problem.fix.en
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("names", "written"),
    [
        (None, [outlet.name for outlet in OUTLETS]),
        ([], []),
        (["website"], ["website"]),
        (["search"], ["website", "search"]),
        (["package"], ["data", "feeds", "calendar", "handbook", "leaflets", "scorm", "website", "search", "notices", "package"]),
        (["search", "website"], ["website", "search"]),
    ],
)
def test_an_outlet_is_written_with_those_it_needs_after_them(names: list[str] | None, written: list[str]) -> None:
    assert [outlet.name for outlet in chosen(names)] == written


def test_an_outlet_needs_only_those_before_it() -> None:
    for number, outlet in enumerate(OUTLETS):
        assert {*outlet.needs} <= {before.name for before in OUTLETS[:number]}


@pytest.mark.parametrize(("name", "near"), [("websit", "website"), ("", "package, scorm, search, website")])
def test_an_outlet_there_is_none_of_is_refused_before_anything_is_done(name: str, near: str, tmp_path: Path) -> None:
    with pytest.raises(UnknownOutlet) as failed:
        build(tmp_path, tmp_path / "site", edition=AS_OF, environment={}, say=lambda line: None, only=("search", name))
    assert near in failed.value.problem.fix.en
    assert tree(tmp_path) == {}


def test_an_empty_folder_may_be_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    publish(tmp_path / "site", finishes, monkeypatch)
    assert tree(tmp_path / "site") == {"index.html": b"new"}


def test_what_a_killed_build_left_is_deleted_and_what_a_running_one_needs_is_not(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder_with(site.with_name(f".site.{ended.pid}.abcd1234"), "left")
    folder_with(site.with_name(".site.v64krd99"), "left by an earlier version")
    folder_with(site.with_name(f".site.{os.getpid()}.abcd1234"), "running")
    folder_with(site.with_name(".sites"), "somebody's")
    publish(site, finishes, monkeypatch)
    assert names(site.parent) == [f".site.{os.getpid()}.abcd1234", ".sites", "site"]


# The miniature site


def address(page: Page) -> str:
    """Return where a page lies in the site."""
    return f"{'' if page.language == 'zh' else 'en/'}{page.path.removesuffix('.md')}.html"


PAGES = {address(page): page for language in REQUIRED for page in GUIDE.content.pages[language].values()}


@pytest.fixture(params=sorted(PAGES))
def name(request: pytest.FixtureRequest) -> str:
    """The address of a page of the site."""
    return str(request.param)


def other(name: str) -> str:
    """Return the address of the same page in the other language."""
    return name.removeprefix("en/") if name.startswith("en/") else f"en/{name}"


def attribute(tag: Tag | None, name: str) -> str:
    assert tag is not None
    return str(tag[name])


def test_the_site_has_every_page_in_both_languages_and_no_other(mini_site: Built) -> None:
    assert {path for path in tree(mini_site.site) if path.endswith(".html")} == {*PAGES, "404.html"}


def test_the_records_and_settings_are_not_published(mini_site: Built) -> None:
    published = tree(mini_site.site)
    assert not [path for path in published if path.endswith((".yml", ".md", ".py", ".jinja")) or "records/" in path]


def test_of_the_theme_only_what_a_page_loads_is_published(mini_site: Built) -> None:
    site = tree(mini_site.site)
    pages = b"".join(data for path, data in site.items() if path.endswith(".html"))
    ours = {*OWN_FILES, *(f"assets/{path}" for path in tree(TESTS / "mini" / "docs" / "assets"))}
    theme = {path for path in site if path.startswith("assets/") and path not in ours}
    assert theme
    assert {path for path in theme if path.encode() not in pages} == set()


def test_a_page_is_in_the_language_it_says(name: str, mini_site: Built) -> None:
    page = mini_site.html(name)
    front = PAGES[name].front
    assert front is not None
    assert attribute(page.html, "lang") == PAGES[name].language
    assert attribute(page.find("meta", attrs={"name": "description"}), "content") == front.description
    assert page.h1 is not None
    assert page.h1.get_text().removesuffix("#") == PAGES[name].headings[0].text.strip()
    assert page.title is not None
    site_name = {"zh": "小指南", "en": "Small Guide"}[PAGES[name].language]
    assert page.title.get_text() == (site_name if PAGES[name].path == "index.md" else f"{front.title} - {site_name}")


def test_a_page_names_its_own_address_and_that_of_its_twin(name: str, mini_site: Built) -> None:
    head = mini_site.html(name).head
    assert head is not None
    assert attribute(head.find("link", rel="canonical"), "href") == SITE_URL + name
    alternates = {str(link["hreflang"]): str(link["href"]) for link in head.find_all("link", hreflang=True)}
    chinese = SITE_URL + name.removeprefix("en/")
    assert alternates == {"zh": chinese, "x-default": chinese, "en": f"{SITE_URL}en/{name.removeprefix('en/')}"}


def test_the_language_link_is_relative_and_leads_to_the_twin(name: str, mini_site: Built) -> None:
    link = mini_site.html(name).select_one("a.aeo-language")
    href = attribute(link, "href")
    assert not re.match(r"[a-z]+:|/", href)
    assert os.path.normpath(os.path.join(os.path.dirname(name), href)) == other(name)
    assert attribute(link, "hreflang") == attribute(link, "lang") == ("zh" if name.startswith("en/") else "en")


def remote(text: str) -> bool:
    return re.match(r"\s*(?:[a-z][a-z0-9+.-]*:)?//", text, re.I) is not None


def test_a_page_loads_nothing_from_elsewhere(name: str, mini_site: Built) -> None:
    page = mini_site.html(name)
    loaded = [str(tag[key]) for key in ("src", "srcset", "data", "poster", "action") for tag in page.find_all(attrs={key: True})]
    linked = [str(tag["href"]) for tag in page.find_all("link") if not tag.get("hreflang") and tag.get("rel") != ["canonical"]]
    assert not [url for url in loaded + linked if remote(url)]
    assert not re.search(r"@import|url\(\s*['\"]?(?:https?:)?//", str(page))


def test_no_stylesheet_loads_anything_from_elsewhere(mini_site: Built) -> None:
    sheets = {path: data.decode("utf-8") for path, data in tree(mini_site.site).items() if path.endswith(".css")}
    assert sheets
    for text in sheets.values():
        urls = re.findall(r"url\(\s*['\"]?([^'\")]+)|@import\s*['\"]([^'\"]+)", text)
        assert not [url for pair in urls for url in pair if remote(url)]


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The miniature project, built with the files that its pages link."""
    return built_in(tmp_path_factory.mktemp("whole") / "mini", *CHANNELS, "handbook", "leaflets")


def test_every_link_inside_the_site_leads_somewhere(name: str, whole_site: Built) -> None:
    for link in whole_site.html(name).select("a[href]"):
        href = str(link["href"])
        if re.match(r"[a-z]+:", href):
            continue
        path, _, anchor = href.partition("#")
        target = os.path.normpath(os.path.join(os.path.dirname(name), path)) if path else name
        assert (whole_site.site / target).is_file(), href
        assert not anchor or whole_site.html(target).find(id=anchor), href


def test_a_page_tells_the_size_of_each_file_it_lists(whole_site: Built, mini_site: Built) -> None:
    page = whole_site.html("en/service.html")
    for link in page.select("td a[href*='data/v1/']"):
        size = (whole_site.site / "en" / str(link["href"])).stat().st_size
        told = link.find_next_sibling("span", class_="size")
        assert told is not None
        assert told.get_text() in {f"{size // 1000 + up}\u00a0kB" for up in (0, 1)}
    assert len(page.select("span.size")) > 50
    assert not mini_site.html("en/service.html").select("span.size"), "of files that were not written nothing is said"


def test_no_id_stands_twice_on_a_page_of_the_site(name: str, mini_site: Built) -> None:
    ids = [str(tag["id"]) for tag in mini_site.html(name).find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_headings_of_a_page_of_the_site_go_down_a_level_at_a_time(name: str, mini_site: Built) -> None:
    article = mini_site.html(name).article
    assert article is not None
    levels = [int(tag.name[1]) for tag in article.find_all(re.compile(r"^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in itertools.pairwise(levels))


def test_the_sitemap_dates_each_page_by_its_review(mini_site: Built) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    urls = ET.parse(mini_site.site / "sitemap.xml").getroot().findall("s:url", space)
    listed = {url.findtext("s:loc", "", space): url.findtext("s:lastmod", "", space) for url in urls}
    assert listed == {SITE_URL + name: str(page.front and page.front.reviewed_on) for name, page in PAGES.items()}


def test_the_site_has_one_search_index_a_language(mini_site: Built) -> None:
    found = {path for path in tree(mini_site.site) if path.startswith("search/")}
    assert found == {"search/zh.js", "search/en.js"}
    for language, own, foreign in (
        ("zh", "steps/first.html", "en/steps/first.html"),
        ("en", "en/steps/first.html", '"steps/first.html'),
    ):
        text = (mini_site.site / "search" / f"{language}.js").read_text(encoding="utf-8")
        assert own in text
        assert foreign not in text
        assert "\\u" not in text


def test_a_lost_reader_is_answered_in_both_languages(mini_site: Built) -> None:
    page = mini_site.html("404.html")
    assert attribute(page.html, "lang") == "zh"
    assert [heading.get_text() for heading in page.find_all("h1")] == ["没有这个页面", "Page not found"]
    near = [{str(link["href"]) for link in part.find_all("a")} for part in page.select(".aeo-lost__near")]
    assert near == [{f"/{path}" for path in PAGES if path.startswith("en/") == english} for english in (False, True)]
    assert attribute(page.find(lang="en"), "lang") == "en"
    links = [str(link["href"]).removeprefix("/") for link in page.find_all("a")]
    assert {"index.html", "en/index.html", "tel:12360"} <= {*links} <= {*PAGES, "tel:12360"}
    assert [form["action"] for form in page.find_all("form")] == ["/index.html", "/en/index.html"]
    assert [home.get_text().strip() for home in page.select(".aeo-header__home")] == ["小指南", "Small Guide"]
    assert not page.find("link", rel="canonical")
    assert not page.find("link", hreflang=True)


def test_no_path_of_the_machine_is_published(mini_site: Built) -> None:
    machine = [str(mini_site.site.parent).encode(), str(ROOT).encode(), str(Path.home()).encode() + b"/"]
    assert not [path for path, data in tree(mini_site.site).items() if any(part in data for part in machine)]


def test_the_generator_warns_of_nothing(mini_site: Built) -> None:
    assert not [line for line in mini_site.said if re.match(r"WARNING|ERROR|Traceback", line)]


def test_the_body_of_a_page_is_what_the_core_composes(name: str, mini_site: Built) -> None:
    made = compose(GUIDE, PAGES[name], press_of())
    article = mini_site.html(name).article
    assert article is not None
    article = BeautifulSoup(str(article), "html.parser")  # the site is shared with other tests
    for frame in article.select(".aeo-crumbs, .aeo-pageline, .offline-copy, .contact"):
        frame.decompose()
    body = BeautifulSoup(made.html, "html.parser")
    for edition in body.select("[data-edition-of]"):  # of a district, which this site does not publish
        edition.decompose()
    composed = re.sub(r"\s+", "", body.get_text())
    assert composed in re.sub(r"\s+", "", article.get_text()) or PAGES[name].path == "index.md", (
        "the search box of the home page aside"
    )


def test_mkdocs_alone_builds_the_same_site(mini_site: Built, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path / "alone")]
    variables = {"AEOSITE_EDITION": AS_OF.isoformat(), "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        command, cwd=mini_site.site.parent, env={**os.environ, **variables}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    here, there = tree(mini_site.site), tree(tmp_path / "alone")
    assert here.keys() == there.keys()
    assert [path for path in here if here[path] != there[path]] == []


@pytest.mark.parametrize("name", ["steps/first.html", "en/steps/first.html"])
def test_the_dialect_of_pages_becomes_the_golden_article(name: str, mini_site: Built, golden: Golden) -> None:
    article = mini_site.html(name).article
    assert article is not None
    golden(TESTS / "golden" / f"site-{name.replace('/', '-')}", f"{article}\n")


def test_the_same_project_gives_the_same_bytes_in_another_folder_time_zone_and_hash_seed(
    mini_site: Built, tmp_path: Path
) -> None:
    again = built_in(tmp_path / "somewhere" / "else", TZ="Pacific/Pago_Pago", PYTHONHASHSEED="2", LC_ALL="C", HOME=str(tmp_path))
    here, there = tree(mini_site.site), tree(again.site)
    assert here.keys() == there.keys()
    assert [path for path in here if here[path] != there[path]] == []


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A miniature project with a site that an earlier build has made."""
    root = project_in(tmp_path / "project")
    (folder_with(root / "site", "previous") / MARK).touch()
    return root


def test_what_the_gate_refuses_is_not_published(project: Path) -> None:
    (project / "docs" / "zh" / "library.md").write_text("# 没有页首 {#top}\n", encoding="utf-8")
    with pytest.raises(Refusal) as refused:
        build(project, project / "site", edition=AS_OF, environment=os.environ, say=lambda line: None)
    assert "docs/zh/library.md:1:1  页首缺少两行 --- 之间的页面信息。" in str(refused.value)
    assert tree(project / "site") == {"index.html": b"previous"}
    assert not [path for path in project.iterdir() if path.name.startswith(".site")]


def test_mkdocs_alone_repeats_the_gate(project: Path) -> None:
    (project / "docs" / "zh" / "library.md").write_text("# 没有页首 {#top}\n", encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    done = subprocess.run(
        command, cwd=project, env={**os.environ, "AEOSITE_EDITION": "2026-06-01"}, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "docs/zh/library.md:1:1  页首缺少两行 --- 之间的页面信息。" in done.stderr
    assert "[page-front-matter]" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_command_builds_the_site(project: Path) -> None:
    command = [sys.executable, "-m", "aeosite.cli", "build", "--root", str(project), "--edition", "2026-06-01"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "✓ 生成 build" in done.stderr
    assert all(": Building '" in line for line in done.stderr.splitlines() if line.startswith("INFO")), "no chatter"
    assert "<h1" in (project / "site" / "en" / "index.html").read_text(encoding="utf-8")
