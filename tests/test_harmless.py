"""What a composed page may hold, as a browser reads it: each way to something else is seen, and nothing of ours is refused."""

import pytest

from aeosite.basics.problems import Place
from aeosite.compose.harmless import finder, fragment_faults, page_faults, parsed
from project import guide_of

GUIDE = guide_of()


def find(text: str) -> Place:
    return Place("docs/zh/page.md")


OUTSIDE = {
    "a script": ("<p>x</p><script>alert(1)</script>", "composed-element"),
    "a frame": ('<iframe src="a.html"></iframe>', "composed-element"),
    "an element nobody knows": ("<x-y>a</x-y>", "composed-element"),
    "a handler": ('<p onclick="alert(1)">x</p>', "composed-attribute"),
    "a handler in capitals": ('<a href="a.html" OnClick="alert(1)">x</a>', "composed-attribute"),
    "a style": ('<p style="position:fixed">x</p>', "composed-attribute"),
    "a style that looks like an alignment": (
        '<table><tr><td style="text-align: right; position: fixed">x</td></tr></table>',
        "composed-attribute",
    ),
    "an id on a paragraph": ('<p id="a">x</p>', "composed-attribute"),
    "a script in an address": ('<a href="javascript:alert(1)">x</a>', "composed-address"),
    "the same behind a blank": ('<a href=" javascript:alert(1)">x</a>', "composed-address"),
    "the same with a tab inside": ('<a href="java&#9;script:alert(1)">x</a>', "composed-address"),
    "the same in entities": ('<a href="&#106;avascript&colon;alert(1)">x</a>', "composed-address"),
    "the same in capitals": ('<a href="JaVaScRiPt:alert(1)">x</a>', "composed-address"),
    "data": ('<a href="data:text/html,x">x</a>', "composed-address"),
    "another host": ('<a href="https://evil.example/">x</a>', "composed-address"),
    "another host, behind a user": ('<a href="https://customs.gov.cn@evil.example/">x</a>', "composed-address"),
    "an official host with a user": ('<a href="https://a:b@customs.gov.cn/">x</a>', "composed-address"),
    "an official host with a port": ('<a href="https://customs.gov.cn:81/">x</a>', "composed-address"),
    "a back slash": ('<a href="https://evil.example\\@customs.gov.cn/">x</a>', "composed-address"),
    "a host that looks official": ('<a href="https://www.custоms.gov.cn/">x</a>', "composed-address"),
    "a host that only ends like one": ('<a href="https://evilcustoms.gov.cn/">x</a>', "composed-address"),
    "an address without a scheme": ('<a href="//evil.example/">x</a>', "composed-address"),
    "the root of the server": ('<a href="/admin">x</a>', "composed-address"),
    "an invisible character": ('<a href="https://customs.gov.cn/\u202egnp.exe">x</a>', "composed-address"),
    "a remote image": ('<img src="https://customs.gov.cn/a.png" alt="">', "composed-address"),
    "an id of the frame": ('<h2 id="aeo-main">x</h2>', "composed-id"),
}


@pytest.mark.parametrize(("html", "code"), OUTSIDE.values(), ids=OUTSIDE)
def test_a_page_may_not_hold(html: str, code: str) -> None:
    assert {problem.code for problem in [*page_faults(html, GUIDE, find), *fragment_faults(parsed(html), GUIDE, find)]} == {code}


INSIDE = (
    '<h2 id="a">A<a class="headerlink" href="#a" title="link">#</a></h2><p>x <strong>y</strong> <a href="../b.html#c">z</a></p>',
    '<p><a href="https://www.customs.gov.cn/customs/302249/index.html?a=b#c">x</a> <a href="tel:12360">y</a> <a href="mailto:a@b.cn">z</a></p>',
    '<table><thead><tr><th style="text-align: right;">a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>',
    '<div class="admonition note"><p class="admonition-title">!</p></div><details class="note" open="open"><summary>s</summary></details>',
    '<div class="highlight"><pre><span></span><code>x</code></pre></div><img alt="a" src="../../assets/images/a.svg">',
    '<div class="footnote"><hr><ol><li id="fn:1"><p>a<a class="footnote-backref" href="#fnref:1" title="b">c</a></p></li></ol></div>',
)


@pytest.mark.parametrize("html", INSIDE)
def test_a_page_may_hold(html: str) -> None:
    assert [*page_faults(html, GUIDE, find), *fragment_faults(parsed(html), GUIDE, find)] == []


IN_RECORDS = {
    "a frame": ('<iframe src="a.html"></iframe>', "composed-element"),
    "a form that sends": ('<form action="a.html"></form>', "composed-element"),
    "a base": ('<base href="a.html">', "composed-element"),
    "a handler": ('<button onclick="alert(1)">x</button>', "composed-attribute"),
    "a document in an attribute": ('<div srcdoc="x"></div>', "composed-attribute"),
    "a style": ('<div style="background:url(x)"></div>', "composed-attribute"),
    "a script from elsewhere": ('<script src="https://customs.gov.cn/a.js"></script>', "composed-address"),
    "a link that runs": ('<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>', "composed-address"),
    "the same id twice": ('<div id="a"></div><p id="a">x</p>', "composed-id"),
}


@pytest.mark.parametrize(("html", "code"), IN_RECORDS.values(), ids=IN_RECORDS)
def test_what_records_and_tools_make_may_not_hold(html: str, code: str) -> None:
    assert {problem.code for problem in fragment_faults(parsed(html), GUIDE, find)} == {code}


@pytest.mark.parametrize(
    ("text", "column"),
    [("javascript:alert(1)", 5), (" javascript:alert(1)", 5), ("https://evil.example/x", 50), ("nowhere", 0)],
)
def test_a_fault_is_found_where_the_text_stands_or_its_longest_part(text: str, column: int) -> None:
    body = f"[x](javascript:alert(1)){' ' * 25}evil.example"
    found = finder([(body, lambda at: Place("page.md", 1, at + 1))], Place("page.md", 1, 0))(text)
    assert found.column == column
