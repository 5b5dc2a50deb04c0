"""What each directive becomes in a page, in both languages, and what a page becomes with all of them."""

import json
import posixpath
import re
from decimal import Decimal
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from aeosite.basics.language import REQUIRED, Language
from aeosite.components import COMPONENTS, DIRECTIVES
from aeosite.components.component import assets
from aeosite.compose.article import compose
from aeosite.compose.helpers import speech
from aeosite.compose.helpers.links import Link
from aeosite.compose.render import directive, escape_markdown
from aeosite.guide.directives import RECORD_DIRECTIVES
from aeosite.guide.directives.local import LOCAL
from aeosite.guide.directives.passages import PASSAGES
from aeosite.guide.guide import Guide
from aeosite.guide.offers import beside, offered
from aeosite.guide.picks.law import clause_runs
from aeosite.model.fields import Comparison, Pair, Unit
from aeosite.read.pages import Directive, Page
from project import OWN_FILES, PHRASES, ROOT, TESTS, Golden, break_project, guide_of, press_of

GOLDEN = TESTS / "golden"
PRESS = press_of()
TEMPLATES = PRESS.templates
GUIDE = guide_of()
OFFERED = offered(GUIDE) | beside(GUIDE)
CALLS = {
    language: [(page, call) for page in GUIDE.content.pages[language].values() for call in page.directives]
    for language in REQUIRED
}
EVERY = [(page, call) for language in REQUIRED for page, call in CALLS[language]]
PAGES = [page for language in REQUIRED for page in GUIDE.content.pages[language].values()]


def name_of(pair: tuple[Page, Directive]) -> str:
    page, call = pair
    return f"{page.language}/{page.path} {call.signature}"


def rendered(page: Page, call: Directive, guide: Guide = GUIDE) -> str:
    return directive(call, page, guide=guide, templates=TEMPLATES)


def soup(page: Page, call: Directive) -> BeautifulSoup:
    return BeautifulSoup(rendered(page, call), "html.parser")


def ids_in(text: str) -> list[str]:
    """Return the anchors that a fragment makes and that links may point to: of headings, rows and list items."""
    headings = re.findall(r"^#{2,4} .*\{ #(\S+) \}$", text, re.M)
    return headings + [
        str(tag["id"])
        for tag in BeautifulSoup(text, "html.parser").select("tr[id], div[id], li[id], dd[id], section[id], details[id]")
    ]


MAKING = [name for name in DIRECTIVES if name not in PASSAGES and name not in LOCAL]
"""The directives that make something in the national guide; those around passages and of district editions have tests of their own (``test_dated``, ``test_districts``)."""


def test_the_miniature_project_uses_every_directive_in_both_languages() -> None:
    for language in REQUIRED:
        assert {call.name for _, call in CALLS[language]} - set(LOCAL) == set(MAKING)


@pytest.mark.parametrize("language", REQUIRED)
@pytest.mark.parametrize("name", MAKING)
def test_each_directive_becomes_its_golden_fragment(name: str, language: Language, golden: Golden) -> None:
    parts = [
        f"<!-- {page.path}: {{{{ {call.signature} }}}} -->\n{rendered(page, call)}\n"
        for page, call in CALLS[language]
        if call.name == name
    ]
    golden(GOLDEN / f"{name}.{language}.html", "\n".join(parts))


def test_every_golden_fragment_has_its_directive() -> None:
    expected = {f"{name}.{language}.html" for name in MAKING for language in REQUIRED}
    assert {path.name for path in GOLDEN.glob("*.html") if not path.name.startswith("site-")} == expected


def test_every_template_has_its_directive() -> None:
    templates = {path.stem for path in (ROOT / "overrides" / "records").glob("*.jinja")}
    assert templates == {*RECORD_DIRECTIVES, "_parts", "contents", "dated", "foot", "local-page", "newer", "on-this-page"} - set(
        PASSAGES
    )
    for component in COMPONENTS:
        own = {path.stem for path in component.folder.glob("*.jinja") if not path.name.startswith("_")}
        assert own == ({component.name} if component.spec else set()), component.folder.name


def test_every_folder_of_a_component_is_listed() -> None:
    folders = {path.parent for path in (ROOT / "src" / "aeosite" / "components").glob("*/__init__.py")}
    assert {component.folder for component in COMPONENTS} == folders


def test_no_two_files_are_published_at_one_address() -> None:
    published = [path for _, path in assets(COMPONENTS)]
    assert len(set(published)) == len(published)
    lying = {
        path.relative_to(folder).as_posix()
        for folder in (ROOT / "docs", ROOT / "overrides")
        for path in (folder / "assets").rglob("*")
    }
    assert not lying & set(published)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_is_composed_the_same_every_time(page: Page) -> None:
    first, again, fresh = (
        compose(GUIDE, page, PRESS),
        compose(GUIDE, page, PRESS),
        compose(guide_of(), page, press_of()),
    )
    assert first == again == fresh


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_keeps_its_own_words_and_loses_its_directives(page: Page) -> None:
    html = compose(GUIDE, page, PRESS).html
    made = BeautifulSoup(html, "html.parser")
    text = made.get_text() + " ".join(str(image["alt"]) for image in made.find_all("img"))
    own = page.body
    for call in reversed(page.directives):
        own = f"{own[: call.start]} {own[call.end :]}"
    own = re.sub(r"\{#[^}]*\}|\]\([^)]*\)|[!?]{3}\+? \w+|```\w*", " ", own)
    assert [word for word in re.findall(r"[^\W_]{2,}", own) if word not in text] == []
    assert html.count("{{") == page.body.count("{{") - len(page.directives), "only those shown as code are left"
    assert "None" not in html


@pytest.mark.parametrize("pair", EVERY, ids=name_of)
def test_the_anchors_a_directive_promises_are_those_it_makes(pair: tuple[Page, Directive]) -> None:
    page, call = pair
    anchors = DIRECTIVES[call.name].anchors
    assert sorted(ids_in(rendered(page, call))) == sorted(anchors(GUIDE, call) if anchors else [])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_no_id_stands_twice_on_a_page(page: Page) -> None:
    text = compose(GUIDE, page, PRESS).html
    ids = re.findall(r"\{ ?#(\S+) ?\}|\bid=\"([^\"]+)\"", text)
    found = [heading or tag for heading, tag in ids]
    assert sorted(found) == sorted(set(found))


@pytest.mark.parametrize("pair", [pair for pair in EVERY if DIRECTIVES[pair[1].name].block], ids=name_of)
def test_every_table_has_a_caption_and_every_header_cell_its_scope(pair: tuple[Page, Directive]) -> None:
    for table in soup(*pair).find_all("table"):
        assert table.caption is not None
        assert table.caption.get_text(strip=True)
        assert all(cell.get("scope") == "col" for cell in table.select("thead th"))
        rows = [row for row in table.select("tbody tr") if "group" not in (row.get("class") or [])]
        assert all(len(row.find_all("th", scope="row")) == 1 for row in rows)
        columns = [cell.get_text() for cell in table.select("thead th")]
        for row in rows:
            cells = [cell for cell in row.children if isinstance(cell, Tag)]
            assert len(cells) == len(columns)
            assert all(cell.get("data-label") for cell in cells), "a narrow screen shows the label in place of the column"


@pytest.mark.parametrize("pair", [pair for pair in EVERY if DIRECTIVES[pair[1].name].block], ids=name_of)
def test_a_table_that_scrolls_is_a_named_region_the_keyboard_reaches(pair: tuple[Page, Directive]) -> None:
    fragment = soup(*pair)
    for region in fragment.select(".table-scroll"):
        assert (region["role"], region["tabindex"]) == ("region", "0")
        labelled = region.get("aria-labelledby")
        assert region.get("aria-label") or (labelled and fragment.find(id=labelled)), "a region needs a name"


@pytest.mark.parametrize("pair", EVERY, ids=name_of)
def test_a_badge_says_in_words_what_its_colour_says(pair: tuple[Page, Directive]) -> None:
    for badge in soup(*pair).select(".badge"):
        assert badge.get_text(strip=True)
        assert re.fullmatch(r"badge badge--[a-z-]+", " ".join(badge["class"]))


def is_ours(tag: Tag) -> bool:
    """Whether a tag is data, or loads a script or stylesheet that the project has."""
    if tag.name == "script" and tag.get("type") == "application/json":
        return set(tag.attrs) == {"type", "id"}
    wanted = {"script": {"src"}, "link": {"rel", "href"}}.get(tag.name)
    address = re.fullmatch(r"(?:\.\./)*(assets/(?:js|css)/[a-z-]+\.(?:js|css))", str(tag.get("src") or tag.get("href")))
    return set(tag.attrs) - {"defer"} == wanted and not tag.contents and address is not None and address[1] in OWN_FILES


@pytest.mark.parametrize("pair", EVERY, ids=name_of)
def test_a_fragment_runs_only_our_scripts_and_loads_nothing_else(pair: tuple[Page, Directive]) -> None:
    fragment = soup(*pair)
    assert not [tag for tag in fragment.select("script, link") if not is_ours(tag)]
    assert not fragment.select("style, img, iframe, object, embed, form[action]")
    rest = [tag for tag in fragment.find_all(True) if tag.name not in ("script", "link")]
    assert not [name for tag in rest for name in tag.attrs if name.startswith("on") or name == "src"]
    numbers = [re.fullmatch(r"--[a-z]+:[0-9]+", str(tag["style"])) for tag in fragment.select("[style]")]
    assert all(numbers), "a style is a number for a stylesheet"
    links = [str(link["href"]) for link in fragment.find_all("a")]
    assert all(re.match(r"(https?://|#|[a-z./-]+\.html)", href) or href.lstrip("./") in OFFERED for href in links)


@pytest.mark.parametrize(
    ("html", "ours"),
    [
        ('<script src="../assets/js/tools.js" defer></script>', True),
        ('<link rel="stylesheet" href="../../assets/css/tools.css">', True),
        ('<script type="application/json" id="a">{}</script>', True),
        ('<script src="../assets/js/tools.js"></script>', True),
        ('<script src="../assets/js/tools.js" async></script>', False),
        ('<script src="../assets/js/none.js" defer></script>', False),
        ('<script src="https://example.org/assets/js/tools.js" defer></script>', False),
        ('<script src="../assets/js/tools.js" defer>alert(1)</script>', False),
        ("<script>alert(1)</script>", False),
        ('<script type="module">alert(1)</script>', False),
    ],
)
def test_what_counts_as_our_script(html: str, ours: bool) -> None:
    tag = BeautifulSoup(html, "html.parser").find(True)
    assert isinstance(tag, Tag)
    assert is_ours(tag) == ours


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_every_link_a_directive_makes_leads_to_an_anchor_of_its_page(page: Page) -> None:
    text = re.sub(r"<link [^>]*>", "", compose(GUIDE, page, PRESS).html)
    pages = GUIDE.content.pages[page.language]
    for path, anchor in re.findall(r'<a [^>]*?href="([a-z0-9./-]*?)(?:#([a-z0-9-]+))?"', text):
        home = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), path.replace(".html", ".md")))
        if path and not path.endswith(".html"):
            assert path.lstrip("./") in OFFERED
            continue
        target = pages[home] if path else page
        assert anchor in ("", "aeo-contents") or anchor in GUIDE.anchors[target.file]


@pytest.mark.parametrize("language", REQUIRED)
def test_a_page_says_everything_in_its_own_language(language: Language) -> None:
    other = {"zh": "not confirmed", "en": "未确认"}[language]
    assert other not in "".join(rendered(page, call) for page, call in CALLS[language])


NASTY = "A < B & C > D “E” 'F' \"G\""


def test_special_characters_of_a_record_are_escaped(mini: Path) -> None:
    edits = [
        {"from": "zh: 查验率较低。", "to": f"zh: {json.dumps(NASTY)}"},
        {"from": "en: The inspection rate is lower.", "to": f"en: {json.dumps(NASTY)}"},
    ]
    break_project(mini, {"edit": {"docs/records/measures/fewer-checks.yml": edits}})
    guide = guide_of(mini)
    assert guide.content.problems == ()
    for language in REQUIRED:
        page = guide.content.pages[language]["measures.md"]
        for call in (call for call in page.directives if call.signature in ("measures", "measure-sections")):
            html = rendered(page, call, guide)
            assert "A &lt; B &amp; C &gt; D “E”" in html
            assert "<B" not in html
            assert NASTY in BeautifulSoup(html, "html.parser").get_text()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<b>x</b>", "<img src=x onerror=alert(1)>", "</td>", "<!-- x -->"])
def test_html_never_enters_a_record(text: str) -> None:
    with pytest.raises(ValueError, match="text-html"):
        Pair(zh=text, en="x")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("a_b*c", r"a\_b\*c"),
        ("[x](y)", r"\[x\](y)"),
        ("{{ x }}", r"\{\{ x \}\}"),
        ("# <b> | `c` \\", r"# &lt;b&gt; \| \`c\` \\"),
        ("15 March 2013", "15 March 2013"),
    ],
)
def test_what_stands_in_a_sentence_cannot_be_taken_for_markdown(text: str, escaped: str) -> None:
    assert str(escape_markdown(text)) == escaped


@pytest.mark.parametrize(
    ("anchor", "path", "url"),
    [
        ("order-2", "library.md", "#order-2"),
        ("order-2", "index.md", "library.html#order-2"),
        ("order-2", "steps/first.md", "../library.html#order-2"),
        ("adv26-01", "history.md", "criteria.html#adv26-01"),
        ("nowhere", "index.md", None),
    ],
)
def test_a_record_is_linked_where_it_is_shown(anchor: str, path: str, url: str | None) -> None:
    for language in REQUIRED:
        page = GUIDE.content.pages[language][path]
        assert Link(GUIDE, page).url(anchor) == url
        assert str(Link(GUIDE, page).to(anchor, "a & b")) == (f'<a href="{url}">a &amp; b</a>' if url else "a &amp; b")


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        ("85", "percent", "不超过85%", "at most 85%"),
        ("1.10", "ratio", "不超过1.10", "at most 1.10"),
        ("50000", "cny", "不超过5万元", "at most RMB 50,000"),
        ("123450000", "cny", "不超过12,345万元", "at most RMB 123,450,000"),
        ("12345", "cny", "不超过12,345元", "at most RMB 12,345"),
        ("0", "cny", "不超过0元", "at most RMB 0"),
        ("1", "documents", "不超过1份", "at most 1 document"),
        ("2", "documents", "不超过2份", "at most 2 documents"),
    ],
)
def test_a_limit_is_written_as_each_language_writes_it(value: str, unit: str, zh: str, en: str) -> None:
    shown = [speech(GUIDE.content, PHRASES(language)).show for language in REQUIRED]
    assert [show.limit(Comparison("at-most"), Decimal(value), Unit(unit)) for show in shown] == [zh, en]


@pytest.mark.parametrize(
    ("ids", "runs"),
    [
        (["cer26-01", "adv26-01"], {"cer26": ["cer26-01"], "adv26": ["adv26-01"]}),
        (["adv26-01", "adv26-02"], {"adv26": ["adv26-01…adv26-02"]}),
        (["adv26-02", "adv26-01"], {"adv26": ["adv26-02", "adv26-01"]}),
        ([], {}),
    ],
)
def test_clauses_that_count_on_are_shown_as_a_run_of_their_standard(ids: list[str], runs: dict[str, list[str]]) -> None:
    found = clause_runs(GUIDE.content, ids)
    written = {
        standard: [first.id if first is last else f"{first.id}…{last.id}" for first, last in those]
        for standard, those in found.items()
    }
    assert written == runs
