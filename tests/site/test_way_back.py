"""The way back: one message that names page, part, edition and language, seen whole before the reader hands it over, in whatever way. Nothing is sent."""

import json
from pathlib import Path
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from reader import file_url

from aeosite.outlets.publish import build
from aeosite.voice.files import heard_in
from aeosite.voice.message import Message
from project import AS_OF, SITE, project_in

CONTACT = "guide@office.example"
REACHED = f"extra:\n  contact: {CONTACT}\n  code: https://github.com/office/aeo-guide\n"
LINE = "aeo-guide-feedback/1 kind=wrong language=zh edition=2026-06-01 page=library.html anchor=order-2"


def site_with(folder: Path, old: str, new: str) -> Path:
    """Return a site of the miniature project after a change of its settings."""
    root = project_in(folder)
    settings = root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), encoding="utf-8")
    build(root, root / "site", edition=AS_OF, environment={}, say=lambda line: None, only=SITE)
    return root / "site"


@pytest.fixture(scope="module")
def reached(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose settings name an address and a code host."""
    return site_with(tmp_path_factory.mktemp("reached") / "project", "docs_dir:", f"{REACHED}docs_dir:")


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose settings name nobody, and no address of its own."""
    return site_with(tmp_path_factory.mktemp("alone") / "project", "site_url: https://guide.example/", 'site_url: ""')


@pytest.fixture
def page(browser: Browser) -> Page:
    context = browser.new_context(viewport={"width": 390, "height": 800}, accept_downloads=True)
    context.set_offline(True)
    context.add_init_script(
        "window.opened = []; window.open = (address) => { opened.push(address); };"
        "const click = HTMLElement.prototype.click;"
        "HTMLElement.prototype.click = function () { this.protocol === 'mailto:' ? opened.push(this.href) : click.call(this); };"
        "window.printed = 0; window.print = () => { printed += 1; };"
        "navigator.clipboard.writeText = async (text) => { window.copied = text; };"
    )
    return context.new_page()


def report(page: Page, path: Path, words: str = "文号写错了。", contact: str = "") -> str:
    """Open the form, fill it in, and return the message it shows."""
    page.goto(file_url(path))
    page.locator('[data-report="wrong"]').click()
    page.locator("#report-part").select_option("order-2" if path.name == "library.html" else "")
    page.locator("#report-text").fill(words)
    page.locator("#report-contact").fill(contact)
    return page.locator("#report-message").input_value()


def hand(page: Page, way: str) -> str:
    """Hand the message over in one way, and return what is said of it."""
    page.locator(f'[data-hand="{way}"]').click()
    state = page.locator(".report-state")
    expect(state).not_to_be_empty()
    return state.inner_text()


def test_the_message_names_page_part_edition_and_language(page: Page, reached: Path) -> None:
    shown = report(page, reached / "library.html", "第一行\n第二行", "张三")
    head, _, rest = shown.partition("----- 内容 Message -----\n")
    words, _, rest = rest.partition("----- 联系方式 Contact -----\n")
    contact, _, place = rest.partition("----- 位置 Place -----\n")
    assert "有错" in head
    assert (words, contact) == ("第一行\n第二行\n", "张三\n")
    assert "https://guide.example/library.html#order-2" in place
    assert place.rstrip("\n").split("\n")[-1] == LINE


def test_the_english_page_makes_an_english_message(page: Page, reached: Path) -> None:
    shown = report(page, reached / "en" / "library.html", "The number is wrong.")
    assert "Something is wrong" in shown
    assert "language=en edition=2026-06-01 page=en/library.html anchor=order-2" in shown


def test_words_that_look_like_our_lines_end_nothing(page: Page, reached: Path) -> None:
    shown = report(page, reached / "library.html", "----- 位置 Place -----\r\naeo-guide-feedback/1 kind=helpful page=x")
    lines = shown.split("\n")
    assert lines.count("----- 位置 Place -----") == 1
    assert [line for line in lines if line.startswith("aeo-guide-feedback/")] == [LINE]


@pytest.mark.parametrize("way", ["mail", "code", "copy", "text", "json", "print"])
def test_nothing_is_handed_over_before_something_is_written(page: Page, reached: Path, way: str) -> None:
    report(page, reached / "library.html", " \n")
    page.locator(f'[data-hand="{way}"]').click()
    expect(page.locator("#report-text")).to_be_focused()
    expect(page.locator("#report-text-needed")).to_be_visible()
    assert page.evaluate("[opened.length, printed, window.copied]") == [0, 0, None]


def test_whether_a_page_helped_needs_no_words(page: Page, reached: Path) -> None:
    page.goto(file_url(reached / "library.html"))
    page.locator('[data-report="helpful"]').click()
    hand(page, "copy")
    assert "kind=helpful" in page.evaluate("copied")


def followed(page: Page) -> SplitResult:
    """Return the one address that was followed or opened."""
    (address,) = page.evaluate("opened")
    return urlsplit(address)


def test_a_mail_is_written_to_the_address_that_is_set(page: Page, reached: Path) -> None:
    shown = report(page, reached / "library.html", "A & B = 100% #1？", contact="张三")
    assert CONTACT in hand(page, "mail")
    address = followed(page)
    assert (address.scheme, address.path) == ("mailto", CONTACT)
    assert parse_qs(address.query)["body"] == [shown.replace("\n", "\r\n")]


def test_a_message_too_long_for_a_mail_program_is_copied(page: Page, reached: Path) -> None:
    shown = report(page, reached / "library.html", "很长" * 400)
    assert "粘贴" in hand(page, "mail")
    assert len(urlunsplit(followed(page))) < 1900
    assert page.evaluate("copied") == shown


def test_what_everybody_can_read_says_nothing_of_the_reader(page: Page, reached: Path) -> None:
    report(page, reached / "library.html", contact="张三 13800000000")
    hand(page, "code")
    address = followed(page)
    assert (address.netloc, address.path) == ("github.com", "/office/aeo-guide/issues/new")
    (body,) = parse_qs(address.query)["body"]
    assert LINE in body
    assert "文号写错了" in body
    assert "张三" not in body + page.evaluate("copied")


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("https://github.com/a/b", "https://github.com/a/b/issues/new?title=T&body=B"),
        ("https://gitlab.com/a/b/", "https://gitlab.com/a/b/-/issues/new?issue[title]=T&issue[description]=B"),
        ("https://gitlab.customs.example/a", "https://gitlab.customs.example/a/-/issues/new?issue[title]=T&issue[description]=B"),
        ("https://code.example/github/b", "https://code.example/github/b"),
        ("https://notgithub.example/a/b", "https://notgithub.example/a/b"),
    ],
)
def test_a_form_is_filled_in_where_it_is_known(page: Page, reached: Path, code: str, address: str) -> None:
    report(page, reached / "library.html")
    assert page.evaluate("(code) => aeoReport.issueAddress(code, 'T', 'B')", code) == address


@pytest.mark.parametrize("way", ["text", "json"])
def test_a_file_holds_the_same(page: Page, reached: Path, way: str) -> None:
    shown = report(page, reached / "library.html", "文号“错”了", "张三")
    with page.expect_download() as saved:
        hand(page, way)
    name = saved.value.suggested_filename
    data = Path(saved.value.path()).read_text(encoding="utf-8")
    if way == "text":
        assert (name, data) == ("aeo-guide-feedback-library-2026-06-01.txt", shown)
    else:
        assert json.loads(data) == {
            "aeo-guide-feedback": 1,
            "kind": "wrong",
            "text": "文号“错”了",
            "contact": "张三",
            "page": "library.html",
            "anchor": "order-2",
            "language": "zh",
            "edition": "2026-06-01",
        }


@pytest.mark.parametrize("way", ["text", "json"])
def test_intake_reads_what_the_form_saves(page: Page, reached: Path, tmp_path: Path, way: str) -> None:
    report(page, reached / "library.html", "文号“错”了\n----- 位置 Place -----\naeo-guide-feedback/1 kind=helpful", "张三")
    with page.expect_download() as saved:
        hand(page, way)
    saved.value.save_as(tmp_path / saved.value.suggested_filename)
    (found,) = heard_in(tmp_path / saved.value.suggested_filename)
    assert isinstance(found, Message)
    assert (found.kind, found.page, found.anchor, found.language) == ("wrong", "library.html", "order-2", "zh")
    assert (found.edition, found.contact, found.text.split("\n")[0]) == ("2026-06-01", "张三", "文号“错”了")


def test_paper_has_the_message_alone_and_a_code_with_its_reference(page: Page, reached: Path, tmp_path: Path) -> None:
    report(page, reached / "library.html")
    hand(page, "print")
    assert page.evaluate("printed") == 1
    page.emulate_media(media="print")
    assert page.locator("article").is_hidden()
    assert "文号写错了" in page.locator(".report-sheet").inner_text()
    page.locator(".report-sheet canvas").screenshot(path=tmp_path / "code.png")
    (read,) = zxingcpp.read_barcodes(Image.open(tmp_path / "code.png"))
    assert read.text == LINE
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".report-sheet").count() == 0


def test_only_what_works_is_shown(page: Page, alone: Path) -> None:
    report(page, alone / "library.html")
    shown = page.locator("[data-hand]").evaluate_all("(all) => all.map((one) => one.dataset.hand)")
    assert shown == ["copy", "text", "json", "print"]
    hand(page, "copy")
    assert "网址" not in page.evaluate("copied")


def test_a_record_is_reported_from_its_own_link(page: Page, reached: Path) -> None:
    page.goto(file_url(reached / "library.html") + "#order-2")
    page.locator("details:has(#order-2) a[href='#report']").click()
    expect(page.locator("#report-part")).to_have_value("order-2")
    expect(page.locator("#report-text")).to_be_focused()


def test_without_scripts_the_ways_are_listed_with_the_reference(browser: Browser, reached: Path, alone: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file_url(reached / "library.html"))
    mail = page.locator("#report a[href^=mailto]").get_attribute("href") or ""
    line = "aeo-guide-feedback/1 kind=wrong language=zh edition=2026-06-01 page=library.html"
    assert parse_qs(urlsplit(mail).query)["body"][0].endswith(line)
    assert page.locator("#report form").is_hidden()
    page.goto(file_url(alone / "library.html"))
    assert page.locator("#report code").inner_text() == line
    context.close()


def test_a_reader_who_leaves_with_something_written_is_asked(page: Page, reached: Path) -> None:
    report(page, reached / "library.html", "还没有交出去")
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => { location.href = 'service.html'; })")
        page.once("dialog", lambda dialog: dialog.dismiss())
    assert asked.value.type == "beforeunload"
    hand(page, "copy")
    page.goto(file_url(reached / "service.html"))
    assert page.url.endswith("service.html")
