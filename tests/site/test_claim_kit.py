"""The claim kit in a real browser: its checks against an independent reference, and the page by keyboard alone, off line."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import Reader, file_url

from aeosite.components.claim_kit.second import check_code, lengths, letter, own_code, sample
from project import OWN_FILES

PAGE = "aeo/declare.html"
LANGUAGES = [("zh", ""), ("en", "en/")]
EACH = 3
"""How many codes are broken in each way, for each partner."""

VERDICTS = ("valid", "corrected", "unsure", "differs", "unchecked", "invalid", "empty", "not-in-force")
FAULTS = (
    *("full-width", "blank", "dash", "lower-case", "old-style", "remarks", "several", "aeo-letters", "character"),
    *("own-code", "other-partner", "no-prefix", "too-short", "too-long", "kind", "look-alike", "alike"),
)

Break = Callable[[random.Random, str], str]
FULL = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def broken(change: Callable[[random.Random, str, int], str]) -> Break:
    """Return a way to break a code at a place chosen at random."""
    return lambda chance, code: change(chance, code, chance.randrange(len(code)))


BREAKS: dict[str, Break] = {
    "right": lambda chance, code: code,
    "lower case": lambda chance, code: code.lower(),
    "full width": lambda chance, code: code.translate(FULL),
    "one full width": broken(lambda chance, code, at: code[:at] + code[at].translate(FULL) + code[at + 1 :]),
    "a blank": broken(lambda chance, code, at: code[:at] + chance.choice(" \u3000\u00a0\t\u200b\ufeff") + code[at:]),
    "dashes": lambda chance, code: code[:2] + chance.choice("-–—－−") + code[2:6] + "-" + code[6:],
    "O and I": broken(lambda chance, code, at: code[:at] + {"0": "O", "1": "I"}.get(code[at], "O") + code[at + 1 :]),
    "blanks around": lambda chance, code: f" {code}　",
    "old style": lambda chance, code: f"AEO<{code}>",
    "old style, full width": lambda chance, code: f"ＡＥＯ＜{code}＞",
    "old style, Chinese brackets": lambda chance, code: f"aeo 《{code.lower()}》",
    "old style, empty": lambda chance, code: "AEO< >",
    "brackets only": lambda chance, code: f"〈 {code} 〉",
    "one bracket": lambda chance, code: f"AEO<{code}",
    "remarks": lambda chance, code: f"备注：AEO<{code}>；其他",
    "two codes": lambda chance, code: f"AEO<{code}>AEO<{code}>",
    "two codes in a list": lambda chance, code: f"{code}, {code}",
    "AEO in front": lambda chance, code: f"AEO{code}",
    "no prefix": lambda chance, code: code[2:],
    "no prefix, one short": lambda chance, code: code[3:],
    "no letters in front": lambda chance, code: code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    "half a prefix": lambda chance, code: code[1:],
    "one short": broken(lambda chance, code, at: code[:at] + code[at + 1 :]),
    "two short": lambda chance, code: code[:-2],
    "one long": broken(lambda chance, code, at: code[:at] + "7" + code[at:]),
    "one other": broken(lambda chance, code, at: code[:at] + chance.choice("0O1IXZ9") + code[at + 1 :]),
    "a sign": broken(lambda chance, code, at: code[:at] + chance.choice("-./—é。𠀀") + code[at + 1 :]),
    "another country": lambda chance, code: chance.choice(["KR", "DE", "SG", "JP", "XX", "AEOMO"]) + code[2:],
    "a Chinese code": lambda chance, code: chance.choice(["CN", "AEOCN"]) + digits(chance, 10),
    "a credit code": lambda chance, code: "91310000MA1K" + digits(chance, 5) + "X",
    "nothing": lambda chance, code: chance.choice(["", " ", "　\u200b"]),
}


def digits(chance: random.Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def right_code(chance: random.Random, partner: dict[str, Any]) -> str:
    """Return a code that fits a partner, or some code with its prefix where the form is not known."""
    pattern = partner["pattern"]
    if pattern is None:
        return str(chance.choice(partner["starts"]) + digits(chance, chance.randint(3, 18)))
    code = sample(pattern, chance.choice(lengths(pattern))) or ""
    for at in range(len(code)):
        tried = code[:at] + chance.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") + code[at + 1 :]
        code = tried if re.fullmatch(pattern, tried) else code
    return code


def noise(chance: random.Random) -> str:
    return "".join(chance.choice("AEOaeoCNSGＡ<>＜》〈 \u3000\u200b0123９-é备") for _ in range(chance.randint(0, 22)))


def partner_inputs(partners: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield partners with codes: right, broken in one way, broken in two, and noise."""
    chance = random.Random(131)
    for id_, partner in partners.items():
        for name in [name for name in BREAKS for _ in range(EACH)]:
            once = BREAKS[name](chance, right_code(chance, partner))
            yield id_, once
            yield id_, BREAKS[chance.choice(list(BREAKS))](chance, once or "0")
        yield from ((id_, noise(chance)) for _ in range(20))


def own_inputs(partners: dict[str, dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield partners with what may be typed as one's own code."""
    chance = random.Random(18)
    for id_ in partners:
        for name in BREAKS:
            code = chance.choice(["", "", "CN", "AEOCN"]) + digits(chance, chance.choice([9, 10, 10, 10, 11, 18]))
            yield id_, BREAKS[name](chance, chance.choice([code, code[:-1] + "K"]))
        yield from ((id_, noise(chance)) for _ in range(5))


RUN = """([name, inputs]) => {
  const { kit } = aeoTools.data('claim-data');
  return inputs.map(([id, text]) => aeoClaim[name](text, kit.partners[id], kit.owners));
}"""
LETTER = """([language, direction, values]) => {
  const { kit, words } = aeoTools.data('claim-data');
  return Object.fromEntries(Object.entries(kit.partners).map(([id, partner]) => [id, aeoClaim.letter(
    words.letter[language], [...partner.tags[direction], ...Object.keys(values).filter((key) => key === 'code' && values[key])],
    { ...partner.texts[language], ...values })]));
}"""


def open_kit(reader: Reader, base: str, prefix: str = "", query: str = "") -> dict[str, Any]:
    """Open the page and return the data of the kit."""
    reader.page.goto(f"{base}/{prefix}{PAGE}{query}")
    data: dict[str, Any] = reader.page.evaluate("aeoTools.data('claim-data')")
    return data


def compare(inputs: list[tuple[str, str]], found: list[Any], expected: list[Any]) -> None:
    """Fail with the first few inputs on which the page and the reference differ."""
    wrong = [(given, one, other) for given, one, other in zip(inputs, found, expected, strict=True) if one != other]
    assert not wrong, "\n".join(f"{given}\n  page      {one}\n  reference {other}" for given, one, other in wrong[:5])


def test_a_partner_code_is_judged_as_the_rules_say(offline: tuple[Reader, str]) -> None:
    kit = open_kit(*offline)["kit"]
    inputs = list(partner_inputs(kit["partners"]))
    assert len(inputs) > 5000
    found = offline[0].page.evaluate(RUN, ["checkCode", inputs])
    compare(inputs, found, [check_code(text, kit["partners"][id_], kit["owners"]) for id_, text in inputs])
    assert {one["verdict"] for one in found} == set(VERDICTS)
    assert {fault["key"] for one in found for fault in one["faults"]} == set(FAULTS)


def test_a_correction_only_takes_away_or_adds_the_country(offline: tuple[Reader, str]) -> None:
    """What is missing from a code is never made up: its letters and digits are those that were typed."""
    kit = open_kit(*offline)["kit"]
    inputs = list(partner_inputs(kit["partners"]))
    for (id_, text), one in zip(inputs, offline[0].page.evaluate(RUN, ["checkCode", inputs]), strict=True):
        if one["corrected"] is not None:
            partner = kit["partners"][id_]
            typed = re.sub("[^0-9A-Z]", "", unicodedata.normalize("NFKC", text).upper())
            added = partner["starts"][0] if {"key": "no-prefix"} in one["faults"] else ""
            assert one["corrected"] in added + typed or typed.removeprefix("AEO") in one["corrected"]
            assert not partner["sure"] or re.fullmatch(partner["pattern"], one["corrected"])


def test_ones_own_code_is_judged_as_the_rules_say(offline: tuple[Reader, str]) -> None:
    kit = open_kit(*offline)["kit"]
    inputs = list(own_inputs(kit["partners"]))
    found = offline[0].page.evaluate(RUN, ["ownCode", inputs])
    compare(inputs, found, [own_code(text, kit["partners"][id_]) for id_, text in inputs])
    assert {one["verdict"] for one in found} == {"valid", "corrected", "unstated", "invalid", "empty", "not-in-force"}
    assert {one["handed"][:-10] for one in found if one["handed"]} == {"AEOCN", "CN"}


@pytest.mark.parametrize("direction", ["import", "export"])
@pytest.mark.parametrize("typed", [{}, {"code": "XX1", "own": "1234567890", "handed": "AEOCN1234567890", "company": "甲 & 乙"}])
def test_the_letter_is_filled_in_as_the_rules_say(offline: tuple[Reader, str], direction: str, typed: dict[str, str]) -> None:
    data = open_kit(*offline)
    values = {**dict.fromkeys(("contact", "company", "companyEn", "address", "code", "own", "handed", "tier"), ""), **typed}
    for language in ("zh", "en"):
        found = offline[0].page.evaluate(LETTER, [language, direction, values])
        for id_, partner in data["kit"]["partners"].items():
            tags = [*partner["tags"][direction], *(["code"] if values["code"] else [])]
            assert found[id_] == letter(data["words"]["letter"][language], tags, {**partner["texts"][language], **values})
            assert "letter" not in tags or ("{" not in found[id_] and "undefined" not in found[id_])


SCRIPT = OWN_FILES["assets/js/claim-kit.js"]


def test_the_script_stays_small_and_says_nothing_itself() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.encode()) <= 15_000
    assert not re.search("[\u4e00-\u9fff]", text)


def test_every_verdict_and_fault_has_its_words_in_both_languages(offline: tuple[Reader, str]) -> None:
    for _, prefix in LANGUAGES:
        words = open_kit(*offline, prefix)["words"]
        assert set(words["faults"]) == set(FAULTS) | {"has-prefix", "credit-code", "letters"}
        assert set(words["code"]) == set(VERDICTS)
        assert set(words["own"]) == {"valid", "corrected", "unstated", "invalid", "empty", "not-in-force"}


# The page, by keyboard alone


def tab_to(page: Page, selector: str, limit: int = 250) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab does not reach {selector}")


def choose(page: Page, words: str) -> None:
    """Choose a partner by typing its name or code."""
    tab_to(page, "#claim-find")
    page.keyboard.type(words)


STORED = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"
PASTE = "Control+V"


@pytest.mark.parametrize(
    ("prefix", "partner", "lead", "fault"),
    [
        ("", "新加坡", "SG加12位编码", "含有全角字符"),
        ("en/", "Singapore", "SG plus a 12-character code", "full-width characters"),
    ],
)
def test_an_importer_corrects_and_copies_a_code(
    offline: tuple[Reader, str], prefix: str, partner: str, lead: str, fault: str
) -> None:
    reader, base = offline
    page = reader.page
    open_kit(reader, base, prefix)
    before = page.evaluate(STORED)
    tab_to(page, "input[value=import]")
    choose(page, partner)
    expect(page.locator("[data-claim=lead]")).to_contain_text(lead)
    tab_to(page, "#claim-code")
    page.keyboard.type("AEO<SG１２３ 456789012>")
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="SG123456789012").filter(has_text=fault)
    expect(said).to_be_visible()
    code = page.locator("#claim-code")
    expect(code).to_have_attribute("aria-invalid", "false")
    assert (code.get_attribute("aria-describedby") or "").split()[-1] == said.get_attribute("id")
    tab_to(page, "[data-copy=claim-code-exact]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-copy=claim-code-exact]")).to_have_text("已复制" if not prefix else "Copied")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    tab_to(page, "#claim-field-contact")
    page.keyboard.press(PASTE)
    expect(page.locator("#claim-field-contact")).to_have_value("SG123456789012")
    expect(page.locator("#claim-letter-en")).to_contain_text("The code we have for you is SG123456789012")
    assert page.evaluate(STORED) == before
    assert page.url.endswith("?direction=import&partner=sg#claim-choice")
    assert (reader.outside, reader.complaints) == ([], [])


@pytest.mark.parametrize(
    ("prefix", "partner", "refused", "needs"),
    [("", "taiguo", "18位的代码", "备案的英文名称"), ("en/", "Thai", "18 characters", "English name as filed")],
)
def test_an_exporter_writes_to_the_partner_and_prints_only_the_letter(
    offline: tuple[Reader, str], prefix: str, partner: str, refused: str, needs: str
) -> None:
    reader, base = offline
    page = reader.page
    page.add_init_script("window.print = () => { window.printed = true; }")
    open_kit(reader, base, prefix)
    before = page.evaluate(STORED)
    tab_to(page, "input[value=import]")
    page.keyboard.press("ArrowRight")
    choose(page, partner)
    tab_to(page, "#claim-own")
    page.keyboard.type("91310000MA1K12345X")
    page.keyboard.press("Enter")
    said = page.locator("#claim-own-said")
    expect(said).to_contain_text(refused)
    expect(page.locator("#claim-own")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#claim-own-exact")).to_be_hidden()
    page.keyboard.press("Control+A")
    page.keyboard.type("3101234567")
    expect(said).to_be_empty()
    page.keyboard.press("Enter")
    expect(page.locator("#claim-own-exact")).to_have_text("AEOCN3101234567")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator(".claim-letter .hint")).to_contain_text(needs)
    page.select_option("#claim-tier", "advanced")
    for field, text in (("contact", "Siam Trading"), ("company", "某某公司"), ("companyen", "Some Company Ltd")):
        tab_to(page, f"#claim-field-{field}")
        page.keyboard.type(text)
    english, chinese = page.locator("#claim-letter-en"), page.locator("#claim-letter-zh")
    for part in (
        "To: Siam Trading",
        "Our AEO code: AEOCN3101234567",
        "as filed with China Customs: Some Company Ltd",
        "No. 160 of 2025",
        "our tier is advanced certified enterprise.",
    ):
        expect(english).to_contain_text(part)
    for part in (
        "致：Siam Trading",
        "本公司某某公司向贵公司出口",
        "信用等级是高级认证企业。",
        "本公司的AEO编码：AEOCN3101234567",
        "2025年第160号",
    ):
        expect(chinese).to_contain_text(part)
    tab_to(page, "[data-claim=print]")
    page.keyboard.press("Enter")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    shown = " ".join(page.locator("body").inner_text().split())
    assert shown == " ".join(f"{chinese.inner_text()} {english.inner_text()}".split())
    assert page.evaluate(STORED) == before
    assert page.url.endswith("?direction=export&partner=th#claim-choice")
    assert (reader.outside, reader.complaints) == ([], [])


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_a_link_opens_the_kit_at_its_direction_and_partner_without_moving_anything(
    offline: tuple[Reader, str], language: str, prefix: str
) -> None:
    reader, base = offline
    page = reader.page
    page.add_init_script(
        "window.moved = []; new PerformanceObserver((list) => list.getEntries().forEach((one) => moved.push("
        "[one.value, ...one.sources.map(({ node }) => node && (node.id || node.className || node.nodeName))])))"
        ".observe({ type: 'layout-shift', buffered: true });"
    )
    data = open_kit(reader, base, prefix, "?direction=export&partner=uy#claim-choice")
    expect(page.locator("input[value=export]")).to_be_checked()
    expect(page.locator("#claim-partner")).to_have_value("uy")
    expect(page.locator("[data-claim=result] h3").first).to_contain_text(data["kit"]["partners"]["uy"]["texts"][language]["name"])
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("moved") == []


@pytest.mark.parametrize("query", ["", "?partner=zz", "?partner=constructor", "?direction=x&partner=%3Cimg%20src%3Dx%3E"])
def test_a_link_that_names_no_partner_shows_none(offline: tuple[Reader, str], query: str) -> None:
    reader, base = offline
    open_kit(reader, base, "", query)
    expect(reader.page.locator("input[value=import]")).to_be_checked()
    expect(reader.page.locator("#claim-partner")).to_have_value("")
    expect(reader.page.locator("[data-claim=result]")).to_be_hidden()
    assert reader.complaints == []


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
def test_what_is_not_in_force_or_not_known_says_so(offline: tuple[Reader, str], language: str, prefix: str) -> None:
    reader, base = offline
    zh = language == "zh"
    cases = {
        ("import", "kz"): ("不填写AEO编码" if zh else "Declare no AEO code", []),
        ("export", "ph"): ("不填写AEO编码" if zh else "Declare no AEO code", []),
        ("import", "br"): ("没有查到" if zh else "was not found", ["code", "letter"]),
        ("export", "br"): ("AEOCN", ["code", "own", "letter"]),
        ("import", "sg"): ("SG", ["code", "letter"]),
        ("export", "sg"): ("AEOCN", ["own", "letter"]),
        ("export", "eu"): ("CN", ["code", "own", "letter"]),
        ("export", "kr"): ("没有查到" if zh else "was not found", ["own", "letter"]),
        ("export", "gb"): ("没有查到" if zh else "was not found", []),
        ("import", "tw"): ("海峡两岸试点，不是互认安排" if zh else "cross-strait pilot, not an arrangement", ["code"]),
        ("export", "tw"): ("海峡两岸试点，不是互认安排" if zh else "cross-strait pilot, not an arrangement", []),
    }
    for (direction, partner), (lead, parts) in cases.items():
        open_kit(reader, base, prefix, f"?direction={direction}&partner={partner}")
        expect(reader.page.locator("[data-claim=lead]")).to_contain_text(lead)
        shown = [name for name in ("code", "own") if reader.page.locator(f"#claim-{name}").is_visible()]
        assert [*shown, *(["letter"] if reader.page.locator(".claim-letter").is_visible() else [])] == parts, (direction, partner)


def test_without_scripts_the_page_says_where_to_read_on(browser: Browser, unpacked: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{file_url(unpacked)}/{PAGE}")
    expect(page.locator(".claim .no-js-only")).to_be_visible()
    expect(page.locator("#claim-partner")).to_be_hidden()
    context.close()


def test_what_else_stands_in_the_address_chooses_no_partner(online: tuple[Reader, str]) -> None:
    reader, base = online
    reader.page.goto(f"{base}/aeo/declare.html?q=sg&x=import")
    assert reader.page.locator(".claim-choice select").input_value() == ""
    reader.page.goto(f"{base}/aeo/declare.html?direction=export&partner=sg")
    assert reader.page.locator(".claim-choice select").input_value() == "sg"
    assert reader.page.locator(".claim-choice input[value='export']").is_checked()


@pytest.mark.parametrize(("language", "prefix"), LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "chosen", "zh", "en"),
    [
        ("德国", "de", "德国是欧盟的成员国", "Germany is a member of the European Union"),
        ("germany", "de", "欧盟", "European Union"),
        ("yindu", "", "", ""),
        ("IN", "in", "没有查到与印度的AEO互认安排", "No AEO recognition arrangement with India"),
        ("canada", "ca", "没有查到与加拿大", "arrangement with Canada"),
    ],
)
def test_any_country_is_found_by_typing_and_gets_its_answer(
    offline: tuple[Reader, str], language: str, prefix: str, typed: str, chosen: str, zh: str, en: str
) -> None:
    reader, base = offline
    open_kit(reader, base, prefix)
    reader.page.locator("#claim-find").press_sequentially(typed)
    expect(reader.page.locator("#claim-partner")).to_have_value(chosen)
    expect(reader.page.locator("[data-claim=lead]")).to_contain_text(zh if language == "zh" else en)
    expect(reader.page.locator("#claim-found")).not_to_be_empty()
    reader.page.fill("#claim-find", "")
    assert reader.page.locator("#claim-partner option").count() > 200


def test_direction_and_partner_go_along_to_the_other_language(offline: tuple[Reader, str]) -> None:
    reader, base = offline
    open_kit(reader, base, "", "?direction=export&partner=de")
    reader.page.locator("a.aeo-language:visible").first.click()
    reader.page.wait_for_url("**/en/aeo/declare.html?direction=export&partner=de#claim-choice")
    expect(reader.page.locator("input[value=export]")).to_be_checked()
    expect(reader.page.locator("[data-claim=lead]")).to_contain_text("Germany")


def test_an_unknown_partner_of_an_address_is_said(offline: tuple[Reader, str]) -> None:
    reader, base = offline
    open_kit(reader, base, "", "?direction=export&partner=zz")
    expect(reader.page.locator("[data-claim=lead]")).to_contain_text("“zz”")


def test_the_link_to_copy_is_the_published_one(offline: tuple[Reader, str]) -> None:
    reader, base = offline
    open_kit(reader, base, "", "?direction=export&partner=sg")
    address = reader.page.locator("[data-claim=address]")
    expect(address).to_have_text("https://aeo.guide.example/aeo/declare.html?direction=export&partner=sg#claim-choice")
    expect(reader.page.locator("[data-claim=unpublished]")).to_be_hidden()
    reader.page.evaluate("document.querySelector('link[rel=canonical]').href = 'https://aeo-guide.example/'")
    reader.page.check("input[value=import]")
    expect(address).to_have_text("")
    expect(reader.page.locator("[data-claim=unpublished]")).to_be_visible()
    expect(reader.page.locator("[data-copy=claim-address]")).to_be_hidden()


@pytest.mark.parametrize("name", ["claim-kit.css", "readiness.css", "tools.css"])
def test_no_style_of_a_tool_hangs_on_a_selector_that_old_browsers_lack(name: str) -> None:
    assert ":has(" not in OWN_FILES[f"assets/css/{name}"].read_text(encoding="utf-8")


def test_the_letters_of_a_shared_link_print_on_a_sheet_each(offline: tuple[Reader, str]) -> None:
    reader, base = offline
    reader.page.add_init_script("window.print = () => {}")
    open_kit(reader, base, "", "?direction=export&partner=th")
    reader.page.click(".claim-letter summary")
    reader.page.click("[data-claim=print]")
    assert reader.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 2


@pytest.mark.parametrize(
    ("typed", "key"), [("SG-1234-5678-9012", "dash"), ("SG12345678901O", "alike"), ("SG 123456789012", "blank")]
)
def test_harmless_slips_are_corrected_and_what_looks_alike_is_pointed_out(
    offline: tuple[Reader, str], typed: str, key: str
) -> None:
    kit = open_kit(*offline)["kit"]
    found = offline[0].page.evaluate(RUN, ["checkCode", [("sg", typed)]])[0]
    assert found == check_code(typed, kit["partners"]["sg"], kit["owners"])
    assert found["verdict"] in ("valid", "corrected")
    assert key in [fault["key"] for fault in found["faults"]]
