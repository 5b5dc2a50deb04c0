"""What stands around every page: the menu, light and dark, what is stored, and that all of it works by keyboard."""

import re
from collections.abc import Iterator

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect
from reader import Reader

from conftest import ROOT
from project import OWN_FILES

NARROW = {"width": 390, "height": 844}
FOCUSED = "document.activeElement.className || document.activeElement.tagName"
SCHEME = "document.documentElement.dataset.mdColorScheme"
STORED = "Object.entries(localStorage)"


@pytest.fixture
def narrow(reader: Reader, address: str) -> Page:
    reader.watch(address)
    reader.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    reader.page.goto(f"{address}/sme/plan.html")
    return reader.page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


# The menu


def test_the_menu_opens_moves_and_closes_by_keyboard(narrow: Page) -> None:
    button, drawer = narrow.locator("button.aeo-menu"), narrow.locator("#aeo-drawer")
    press(narrow, "Tab", "Tab")
    assert "aeo-menu" in narrow.evaluate(FOCUSED)
    assert (button.get_attribute("aria-expanded"), drawer.is_visible()) == ("false", False)
    press(narrow, "Enter")
    assert (button.get_attribute("aria-expanded"), drawer.is_visible()) == ("true", True)
    assert "aeo-drawer__close" in narrow.evaluate(FOCUSED)
    press(narrow, "Escape")
    assert (button.get_attribute("aria-expanded"), drawer.is_visible()) == ("false", False)
    assert "aeo-menu" in narrow.evaluate(FOCUSED)


def test_the_focus_stays_in_the_open_menu(narrow: Page) -> None:
    narrow.locator("button.aeo-menu").click()
    count = narrow.locator("#aeo-drawer :is(a, button):visible").count()
    inside = []
    for _ in range(count - 1):
        press(narrow, "Tab")
        inside.append(narrow.evaluate("document.activeElement.closest('#aeo-drawer') !== null"))
    assert all(inside)
    press(narrow, "Tab")  # past the last link: to the browser or to the first again, never to the page behind
    assert narrow.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#aeo-drawer')")


@pytest.mark.parametrize("way", ["button", "backdrop", "wider window"])
def test_the_menu_closes_and_gives_the_page_back(narrow: Page, way: str) -> None:
    narrow.locator("button.aeo-menu").click()
    if way == "button":
        narrow.locator(".aeo-drawer__close").click()
    elif way == "backdrop":
        narrow.mouse.click(385, 500)
    else:
        narrow.set_viewport_size({"width": 1000, "height": 800})
    expect(narrow.locator("button.aeo-menu")).to_have_attribute("aria-expanded", "false")
    assert narrow.evaluate("document.querySelectorAll('[inert]').length") == 0


def test_a_heading_chosen_in_the_menu_closes_it_and_is_shown(narrow: Page) -> None:
    narrow.locator("button.aeo-menu").click()
    narrow.locator(".aeo-toc a").last.click()
    expect(narrow.locator("#aeo-drawer")).to_be_hidden()
    expect(narrow.locator("h2").last).to_be_in_viewport()


def test_without_scripts_the_menu_leads_to_the_navigation_below_the_text(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/sme/plan.html")
    assert not page.locator("button:visible").count()
    page.locator("a.aeo-menu").click()
    expect(page.locator("#aeo-drawer .aeo-nav").first).to_be_in_viewport()
    assert page.locator("#aeo-drawer").bounding_box()["y"] > page.locator("h1").bounding_box()["y"]  # type: ignore[index]
    context.close()


def test_the_navigation_names_the_page_and_lists_its_section(narrow: Page) -> None:
    narrow.set_viewport_size({"width": 1280, "height": 900})
    current = narrow.locator(".aeo-nav a[aria-current='page']")
    assert current.count() == 1
    assert narrow.locator(".aeo-nav__section").inner_text() == "中小企业"
    sections = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8").split("\nnav:", 1)[1])
    pages = next(section["中小企业"] for section in sections if "中小企业" in section)
    assert narrow.locator(".aeo-nav:not(.aeo-toc) > ul > li").count() == len(sections)
    assert narrow.locator(".aeo-nav:not(.aeo-toc) ul ul a").count() == len(pages)


def test_the_heading_being_read_is_marked_in_the_list(narrow: Page) -> None:
    narrow.set_viewport_size({"width": 1280, "height": 900})
    narrow.locator("h2").nth(3).evaluate("(heading) => heading.scrollIntoView()")
    marked = narrow.locator(".aeo-toc a[aria-current]")
    expect(marked).to_have_count(1)
    expect(marked).to_have_attribute("href", f"#{narrow.locator('h2').nth(3).get_attribute('id')}")


def test_the_skip_link_comes_first_and_leads_to_the_text(narrow: Page) -> None:
    press(narrow, "Tab")
    skip = narrow.locator(".aeo-skip")
    expect(skip).to_be_focused()
    assert skip.bounding_box()["height"] >= 24  # type: ignore[index]
    press(narrow, "Enter", "Tab")
    assert narrow.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("width", [320, 390, 600, 800, 1000, 1280])
@pytest.mark.parametrize("language", ["", "en/"])
def test_a_part_of_the_header_that_arrives_late_pushes_nothing_aside(
    reader: Reader, address: str, language: str, width: int
) -> None:
    reader.page.set_viewport_size({"width": width, "height": 800})
    reader.page.goto(f"{address}/{language}about.html")
    moved = reader.page.evaluate("""() => {
      const parts = [...document.querySelector('.aeo-header__inner').children].filter((part) => part.checkVisibility());
      const places = () => parts.filter((part) => part.isConnected).map((part) => [part.className, part.getBoundingClientRect().x]);
      const all = places();
      return parts.reverse().flatMap((part) => {
        part.remove();
        return places().reverse().filter((place, i) => String(place) !== String(all[i]));
      });
    }""")
    assert moved == []


# Light and dark


@pytest.mark.parametrize(("system", "scheme"), [("light", "default"), ("dark", "slate")])
def test_the_colours_follow_the_device_and_nothing_is_stored(narrow: Page, system: str, scheme: str) -> None:
    narrow.emulate_media(color_scheme=system)  # type: ignore[arg-type]
    narrow.reload()
    assert (narrow.evaluate(SCHEME), narrow.evaluate(STORED)) == (scheme, [])
    other = {"light": "dark", "dark": "light"}[system]
    narrow.emulate_media(color_scheme=other)  # type: ignore[arg-type]
    narrow.wait_for_function(f"{SCHEME} !== '{scheme}'")


def test_the_button_goes_from_the_device_to_light_to_dark_and_back(narrow: Page) -> None:
    narrow.set_viewport_size({"width": 1280, "height": 900})  # narrow screens have the button in the menu
    narrow.emulate_media(color_scheme="dark")
    button, status = narrow.locator(".aeo-header .aeo-theme"), narrow.locator("[data-aeo-theme-status]")
    seen = []
    for _ in range(4):
        seen.append((button.inner_text().strip(), narrow.evaluate(SCHEME), narrow.evaluate(STORED)))
        button.focus()
        press(narrow, "Enter")
        assert status.inner_text() == button.inner_text().strip()
    assert seen == [
        ("外观：跟随系统", "slate", []),
        ("外观：浅色", "default", [["aeo-theme", "light"]]),
        ("外观：深色", "slate", [["aeo-theme", "dark"]]),
        ("外观：跟随系统", "slate", []),
    ]


@pytest.fixture
def scriptless_choice(browser: Browser, address: str) -> Iterator[Page]:
    """A page of a reader who chose dark on a light device, with every script missing but the first, which the head loads."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{address}/404.html")
    page.evaluate("localStorage.setItem('aeo-theme', 'dark')")
    page.route(re.compile(r"/(?!first\.js)[^/]*\.js"), lambda route: route.abort())
    page.goto(f"{address}/about.html")
    yield page
    context.close()


def test_a_choice_is_worn_before_anything_else_has_run(scriptless_choice: Page) -> None:
    assert scriptless_choice.evaluate(SCHEME) == "slate"
    assert scriptless_choice.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(15, 24, 38)"


def test_paper_is_white_whatever_the_screen_wears(narrow: Page) -> None:
    narrow.emulate_media(color_scheme="dark", media="print")
    narrow.reload()
    assert narrow.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
    assert narrow.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for part in (".aeo-header", ".aeo-drawer", ".aeo-footer"):
        expect(narrow.locator(part)).to_be_hidden()


@pytest.mark.parametrize("stored", ["", "system", "sepia", "{}"])
def test_a_choice_that_is_none_counts_as_the_device(narrow: Page, stored: str) -> None:
    narrow.evaluate("(stored) => localStorage.setItem('aeo-theme', stored)", stored)
    narrow.reload()
    assert narrow.evaluate("document.documentElement.dataset.aeoTheme") == "system"


def test_the_page_works_where_storage_is_refused(reader: Reader, address: str) -> None:
    reader.watch(address)
    reader.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } })"
    )
    reader.page.goto(f"{address}/about.html")
    reader.page.locator(".aeo-header .aeo-theme").click()
    assert reader.page.evaluate("document.documentElement.dataset.aeoTheme") == "light"
    expect(reader.page.locator(".stored-state")).to_contain_text("浏览器设置")
    assert reader.complaints == []


def test_the_script_of_colours_and_text_size_stays_small() -> None:
    assert OWN_FILES["assets/js/theme.js"].stat().st_size <= 2300


# What is stored


@pytest.mark.parametrize(
    ("language", "stored", "cleared", "none"),
    [
        ("", "现在保存着：外观、工具里的内容。", "已清除：外观、工具里的内容。", "现在没有保存任何内容。"),
        ("en/", "Stored now: appearance, entries of tools.", "Cleared: appearance, entries of tools.", "Nothing is stored now."),
    ],
)
def test_the_button_on_the_about_page_clears_what_is_ours(
    reader: Reader, address: str, language: str, stored: str, cleared: str, none: str
) -> None:
    reader.watch(address)
    page = reader.page
    page.goto(f"{address}/{language}about.html")
    state = page.locator(".stored-state")
    expect(state).to_have_text(none)
    page.evaluate("for (const key of ['aeo-theme', 'aeo-one', 'aeo-two', 'other']) localStorage.setItem(key, 'dark')")
    page.reload()
    expect(state).to_have_text(stored)
    assert page.evaluate(SCHEME) == "slate"
    page.locator("[data-aeo-clear]").focus()
    press(page, "Enter")
    expect(state).to_have_text(cleared)
    assert (page.evaluate(STORED), page.evaluate(SCHEME)) == ([["other", "dark"]], "default")
    page.reload()
    expect(state).to_have_text(none)
    assert reader.complaints == []


def test_nothing_is_sent_whatever_a_reader_does(reader: Reader, address: str) -> None:
    reader.watch(address)
    methods: list[str] = []
    reader.page.on("request", lambda request: methods.append(request.method))
    reader.page.on("websocket", lambda socket: reader.outside.append(socket.url))
    reader.page.goto(f"{address}/about.html")
    reader.search("高级认证")
    reader.page.keyboard.press("Escape")
    for button in reader.page.locator("button:visible").all():
        button.click()
    assert reader.outside == []
    assert set(methods) == {"GET"}
