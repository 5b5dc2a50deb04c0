"""What every page offers its reader: links that copy themselves, citations, both languages of a clause, print."""

import io
import re
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, expect
from reader import Reader, file_url

PUBLISHED = "https://aeo.guide.example"

CATCH = """() => {
  window.copied = [];
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied.push(text); } } });
}"""


def copied(reader: Reader) -> list[str]:
    return list(reader.page.evaluate("window.copied"))


@pytest.fixture
def clauses(offline: tuple[Reader, str]) -> Reader:
    reader, base = offline
    reader.page.add_init_script(f"({CATCH})()")
    reader.page.goto(f"{base}/en/criteria/advanced.html")
    return reader


def test_a_row_and_a_heading_hand_over_their_published_address_also_from_a_folder(clauses: Reader) -> None:
    clauses.page.locator("#ace26-13 .permalink").click()
    expect(clauses.page.locator(".aeo-toast")).to_have_text("Link copied")
    clauses.page.locator("#financial .headerlink").click()
    assert copied(clauses) == [f"{PUBLISHED}/en/criteria/advanced.html#{anchor}" for anchor in ("ace26-13", "financial")]
    assert clauses.page.url.endswith("#financial")
    assert clauses.complaints == []


def test_a_copy_without_a_published_address_hands_over_none(offline: tuple[Reader, str], unpacked: Path) -> None:
    reader, base = offline
    html = (unpacked / "en/criteria/advanced.html").read_text(encoding="utf-8")
    bare = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", html)
    reader.page.add_init_script(f"({CATCH})()")
    reader.page.route("**/advanced.html", lambda route: route.fulfill(body=bare, content_type="text/html"))
    reader.page.goto(f"{base}/en/criteria/advanced.html")
    reader.page.locator("#ace26-13 .permalink").click()
    expect(reader.page.locator(".aeo-toast")).to_have_text("The guide has no public address yet, so there is no link to copy.")
    assert copied(reader) == []


def test_a_citation_names_instrument_standard_clause_and_address(clauses: Reader) -> None:
    clauses.page.locator("#ace26-13 .cite-button").press("Enter")
    expect(clauses.page.locator(".aeo-toast")).to_have_text("Citation copied")
    (text,) = copied(clauses)
    assert text.startswith("GACC Announcement No. 34 of 2026, Standard for Advanced Certified Enterprises")
    assert ", clause 13 (as paraphrased in the China Customs AEO Guide): " in text
    assert text.endswith(f"{PUBLISHED}/en/criteria/advanced.html#ace26-13")


def test_a_reader_whose_clipboard_is_closed_is_shown_the_text(offline: tuple[Reader, str]) -> None:
    reader, base = offline
    reader.page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false;"
    )
    reader.page.goto(f"{base}/criteria/advanced.html")
    reader.page.locator("#ace26-13 .permalink").click()
    expect(reader.page.locator(".aeo-toast")).to_contain_text(f"{PUBLISHED}/criteria/advanced.html#ace26-13")


@pytest.mark.parametrize("scripts", [True, False])
def test_one_switch_shows_every_clause_in_both_languages_also_without_scripts(
    browser: Browser, unpacked: Path, scripts: bool
) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    page.goto(f"{file_url(unpacked)}/en/criteria/certified.html")
    switches = page.locator(".both-languages__switch:visible")
    other = page.locator("#ce26-12 .twins__other")
    assert switches.count() == 1
    assert not other.is_visible()
    switches.press("Space")
    assert other.is_visible()
    assert other.get_attribute("lang") == "zh"
    assert "资产负债率" in other.inner_text()
    assert page.locator(".twins__other:visible").count() == page.locator(".clause[id^='ce26-']").count() > 50
    context.close()


@pytest.mark.parametrize("path", ["index.html", "en/recognition/index.html"])
def test_a_printed_page_shows_its_address_as_words_and_as_a_code(online: tuple[Reader, str], path: str) -> None:
    reader, base = online
    reader.page.goto(f"{base}/{path}")
    foot = reader.page.locator(".print-address")
    assert not foot.is_visible()
    reader.page.emulate_media(media="print")
    assert f"{PUBLISHED}/{path}" in foot.inner_text()
    picture = Image.open(io.BytesIO(foot.locator("svg").screenshot()))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [f"{PUBLISHED}/{path}"]


def test_print_has_no_chrome_and_gives_the_addresses_of_outside_sources_alone(online: tuple[Reader, str]) -> None:
    reader, base = online
    reader.page.goto(f"{base}/en/aeo/declare.html")
    reader.page.emulate_media(media="print")
    reader.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for chrome in (
        ".aeo-header",
        ".aeo-drawer",
        ".aeo-footer",
        ".aeo-skip",
        ".aeo-search--header",
        ".aeo-pageline",
        ".aeo-crumbs",
    ):
        assert not reader.page.locator(chrome).is_visible(), chrome
    after = """link => getComputedStyle(link, '::after').content"""
    outside = reader.page.locator(".aeo-main a[href='http://credit.customs.gov.cn']")
    assert outside.evaluate(after) == '"[1]"'
    assert reader.page.locator(".print-notes li").all_inner_texts() == ["[1] http://credit.customs.gov.cn/"]
    inside = reader.page.locator(".aeo-main li > a[href='../recognition/index.html#eu']").first
    assert inside.evaluate(after) == "none"
    reader.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert reader.page.locator(".print-notes").count() == 0


def test_a_page_prints_on_a4_with_the_edition_on_each_sheet(online: tuple[Reader, str]) -> None:
    reader, base = online
    reader.page.goto(f"{base}/aeo/duties.html")
    pdf = reader.page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.95996 841.91998]" in pdf  # points of an A4 sheet, as Chromium rounds them
    rules = reader.page.evaluate("[...document.styleSheets].flatMap(s => [...s.cssRules]).map(r => r.cssText).join()")
    assert "版本 2026-11-23" in rules


@pytest.mark.parametrize(
    "place", ["criteria/certified.html#ce26-12", "en/criteria/changes.html#cctv-retention", "glossary.html#term-met"]
)
def test_a_row_that_a_link_leads_to_is_not_below_the_headings_that_stay(online: tuple[Reader, str], place: str) -> None:
    reader, base = online
    reader.page.goto(f"{base}/{place}")
    row = reader.page.locator(f"#{place.partition('#')[2]}")
    tops = row.evaluate(
        "(row) => [row.getBoundingClientRect().top, (row.closest('table')?.querySelector('th') ?? document.querySelector('.aeo-header')).getBoundingClientRect().bottom]"
    )
    assert 0 < tops[1] <= tops[0] < 300
