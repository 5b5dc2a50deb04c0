"""The real guide in a real browser: over http, and from a folder with the network denied."""

import posixpath
import re
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from reader import Reader, file_url

from aeosite.read.load import load
from conftest import ROOT

DOCS = Path(__file__).resolve().parents[2] / "docs" / "zh"
PAGES = sorted(path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md"))
QUERIES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "queries.tsv").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


LOOK = """() => ({
  lang: document.documentElement.lang,
  tops: document.querySelectorAll("h1").length,
  styled: getComputedStyle(document.querySelector(".page-foot")).borderTopStyle,
  twin: document.querySelector("a.aeo-language").href,
})"""


def visit(reader: Reader, base: str, page: str) -> None:
    reader.page.goto(f"{base}/{page}")


@pytest.mark.parametrize("language", ["", "en/"])
def test_every_page_opens_from_a_folder_without_a_network(offline: tuple[Reader, str], language: str) -> None:
    """One sweep, several checks: opening every page is what takes the time."""
    reader, base = offline
    expected = {"lang": "en" if language else "zh", "tops": 1, "styled": "solid", "wide": []}
    faults = {}
    for page in PAGES:
        visit(reader, base, language + page)
        found = reader.page.evaluate(LOOK)
        found["wide"] = []
        for width in (390, 1280):
            reader.page.set_viewport_size({"width": width, "height": 844})
            if reader.page.evaluate("document.documentElement.scrollWidth") > width:
                found["wide"].append(width)
        twin = unquote(found.pop("twin"))
        if found != expected or twin != unquote(f"{base}/{'' if language else 'en/'}{page}"):
            faults[page] = {**found, "twin": twin}
    assert faults == {}
    assert reader.outside == []
    assert reader.complaints == []


def test_every_page_opens_over_http_without_asking_another_host(online: tuple[Reader, str]) -> None:
    reader, base = online
    for page in [*PAGES, *(f"en/{page}" for page in PAGES)]:
        visit(reader, base, page)
    assert reader.outside == []
    assert reader.complaints == []
    assert not [url for url in reader.requests if "/search/" in url or "sitemap" in url], (
        "an index was fetched before search was used"
    )


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("page", ["index.html", "criteria/advanced.html"])
def test_the_language_link_leads_to_the_same_page(offline: tuple[Reader, str], language: str, page: str) -> None:
    reader, base = offline
    visit(reader, base, language + page)
    reader.page.locator("a.aeo-language").click()
    assert unquote(reader.page.url) == unquote(f"{base}/{'' if language else 'en/'}{page}")
    assert reader.page.evaluate("document.documentElement.lang") == ("zh" if language else "en")


def test_the_entry_file_leads_to_both_languages(offline: tuple[Reader, str]) -> None:
    reader, base = offline
    entry = f"{base}/{quote('打开我-START-HERE.html')}"
    for language, target in (("zh", "index.html"), ("en", "en/index.html")):
        reader.page.goto(entry)
        reader.page.locator(f"a[href='{target}']").click()
        assert reader.page.evaluate("document.documentElement.lang") == language
    assert not reader.complaints


PICTURES = """() => [...document.querySelectorAll('svg')].filter((one) => one.getClientRects().length).map((one) => {
  const { width, height } = one.getBoundingClientRect();
  return [one.getAttribute('class') ?? one.parentElement.className, Math.round(width), Math.round(height), Boolean(one.querySelector('title'))];
})"""


@pytest.mark.parametrize("path", ["index.html", "en/recognition/index.html", "en/statistics.html", "aeo/declare.html"])
def test_without_its_styles_a_page_of_the_copy_is_readable_and_says_to_extract(offline: tuple[Reader, str], path: str) -> None:
    reader, base = offline
    reader.page.route("**/*.css", lambda route: route.abort())
    reader.page.goto(f"{base}/{path}")
    assert reader.page.locator(".extract-first").is_visible()
    found = reader.page.evaluate(PICTURES)
    assert len(found) > 3
    assert [one for one in found if not one[3] and max(one[1:3]) > 110] == [], "icons and codes"
    assert [one for one in found if one[1] > 1280 or one[2] > 900] == [], "pictures"


def test_with_its_styles_a_page_of_the_copy_asks_for_nothing_and_says_its_edition(offline: tuple[Reader, str]) -> None:
    reader, base = offline
    reader.page.goto(f"{base}/en/recognition/index.html")
    assert not reader.page.locator(".extract-first").is_visible()
    assert "Offline copy · edition 2026-11-23" in reader.page.locator(".aeo-footer").inner_text()
    assert reader.page.locator(".aeo-pageline").inner_text().startswith("Offline copy · ")


def test_the_entry_file_alone_says_to_extract_first(reader: Reader, unpacked: Path, tmp_path: Path) -> None:
    alone = tmp_path / "打开我-START-HERE.html"
    alone.write_bytes((unpacked / alone.name).read_bytes())
    reader.page.goto(file_url(alone))
    warning = reader.page.locator(".extract-first")
    assert warning.first.is_visible()
    assert "解压" in (warning.first.text_content() or "")
    reader.page.goto(file_url(unpacked / alone.name))
    assert not warning.first.is_visible()


@pytest.mark.parametrize("way", ["online", "offline"])
def test_every_query_finds_its_page_in_its_language_on_the_first_screen(way: str, request: pytest.FixtureRequest) -> None:
    reader, base = request.getfixturevalue(way)
    missed = []
    for language in ("zh", "en"):
        visit(reader, base, "about.html" if language == "zh" else "en/about.html")
        here = "en" if language == "en" else "."
        for _, query, wanted in (row for row in QUERIES if row[0] == language):
            found = [posixpath.normpath(posixpath.join(here, link)) for link in reader.search(query)]
            pages = [link.partition("#")[0] for link in found]
            expected = posixpath.normpath(posixpath.join(here, wanted))
            right = expected in (found if "#" in expected else pages)
            if not right or any(link.startswith("en/") != (language == "en") for link in found):
                missed.append(f"{language} {query!r} should find {expected}; found {found}")
    assert not missed, "\n".join(missed)
    assert reader.outside == []
    assert reader.complaints == []


def test_the_query_set_is_large_enough_and_covers_both_languages() -> None:
    assert len(QUERIES) >= 60
    assert min(sum(row[0] == language for row in QUERIES) for language in ("zh", "en")) >= 20


def test_only_the_readers_language_is_fetched_and_only_on_use(online: tuple[Reader, str]) -> None:
    reader, base = online
    visit(reader, base, "en/index.html")
    reader.search("certified")
    assert [url for url in reader.requests if "/search/" in url] == [f"{base}/search/en.js"]


def test_the_index_is_utf8_without_escapes(site: Path) -> None:
    for language in ("zh", "en"):
        text = (site / "search" / f"{language}.js").read_text("utf-8")
        assert "\\u" not in text
    assert re.search("[\u4e00-\u9fff]", (site / "search" / "zh.js").read_text("utf-8"))
    assert not (site / "search" / "search_index.json").exists()


def test_every_fact_is_on_the_page_with_javascript_off(browser: object, unpacked: Path) -> None:
    context = browser.new_context(java_script_enabled=False)  # type: ignore[attr-defined]
    page = context.new_page()
    page.goto(file_url(unpacked / "recognition" / "index.html"))
    assert "SG123456789012" in (page.locator("details:has(#sg)").text_content() or "")
    page.goto(file_url(unpacked / "criteria" / "advanced.html"))
    clauses = {located.id for located in load(ROOT).every_clause() if located.table.data.standard == "ace26"}
    assert {row.get_attribute("id") for row in page.locator(".clause[id^='ace26-']").all()} == clauses
    context.close()
