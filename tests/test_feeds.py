"""The feeds: what RFC 4287 and JSON Feed 1.1 ask, the notes that concern each audience, and names that never change."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from aeosite.guide.offers import audiences_of, offered
from aeosite.guide.picks.help import updates
from aeosite.outlets import feeds as outlet
from aeosite.outlets.identity import lasting
from project import MINI, ROOT, book_of, guide_of, project_in, tree

A = "{http://www.w3.org/2005/Atom}"
GUIDE = guide_of(ROOT)
LASTING = {
    ("updates", "2026-11-23-first-edition", "zh"): "3e627660-7fd7-5126-99e2-197436ce4181",
    ("feeds", "zh", "updates"): "f72e7968-7a7b-5e58-9ad6-2810b52ccf84",
}

Files = Mapping[str, bytes]


def feeds_of(root: Path, folder: Path, site_url: str | None = None) -> Files:
    book = book_of(root)
    if site_url:
        text = (root / "mkdocs.yml").read_text(encoding="utf-8")
        assert f"site_url: {site_url}" in text
    outlet.write(book, folder, lambda line: None)
    return tree(folder / "site")


@pytest.fixture(scope="module", params=["real, without an address", "small, with an address"])
def files(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Files:
    folder = tmp_path_factory.mktemp("feeds")
    if request.param.startswith("real"):
        return feeds_of(ROOT, folder / "out")
    return feeds_of(project_in(folder / "mini"), folder / "out", "https://guide.example/")


def atoms(files: Files) -> dict[str, Element]:
    return {path: ElementTree.fromstring(data) for path, data in files.items() if path.endswith(".xml")}


def jsons(files: Files) -> dict[str, dict[str, object]]:
    return {path: json.loads(data) for path, data in files.items() if path.endswith(".json")}


def test_what_pages_may_link_is_what_is_written(tmp_path: Path) -> None:
    assert set(feeds_of(ROOT, tmp_path)) == {path for path in offered(GUIDE) if path.startswith("feeds/")}


# RFC 4287

ONCE = {"id", "title", "updated"}
KNOWN = {"feed": {*ONCE, "author", "category", "contributor", "generator", "icon", "link", "logo", "rights", "subtitle", "entry"},
         "entry": {*ONCE, "author", "category", "content", "contributor", "link", "published", "rights", "source", "summary"}}  # fmt: skip


def faults_of(parent: Element) -> list[str]:
    """Return what RFC 4287 (sections 4.1 and 4.2) does not allow in a feed or an entry."""
    kind = parent.tag.removeprefix(A)
    found = [f"{child.tag} in {kind}" for child in parent if child.tag.removeprefix(A) not in KNOWN[kind]]
    found += [f"{len(parent.findall(A + name))} {name} in {kind}" for name in ONCE if len(parent.findall(A + name)) != 1]
    for name in ("updated", "published"):
        for when in parent.findall(A + name):
            if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", when.text or ""):
                found.append(f"{when.text} is no date of RFC 3339")
            datetime.fromisoformat(when.text or "")
    if not urlsplit(parent.findtext(A + "id") or "").scheme:
        found.append("an id that is no absolute IRI")
    if not (parent.findtext(A + "title") or "").strip():
        found.append("an empty title")
    links = [(link.get("rel", "alternate"), link.get("type"), link.get("hreflang")) for link in parent.findall(A + "link")]
    found += [f"two links {link}" for link in links if link[0] == "alternate" and links.count(link) > 1]
    found += ["a link without address" for link in parent.findall(A + "link") if not link.get("href")]
    if kind == "entry" and not any(link[0] == "alternate" for link in links) and parent.find(A + "content") is None:
        found.append("an entry with neither content nor a link")
    found += ["an author without a name" for author in parent.findall(A + "author") if not author.findtext(A + "name")]
    return found


def test_each_atom_feed_is_valid(files: Files) -> None:
    for path, feed in atoms(files).items():
        assert feed.tag == A + "feed", path
        assert feed.find(A + "author") is not None
        entries = feed.findall(A + "entry")
        assert faults_of(feed) + [fault for entry in entries for fault in faults_of(entry)] == [], path
        ids = [feed.findtext(A + "id"), *(entry.findtext(A + "id") for entry in entries)]
        assert len(set(ids)) == len(ids)
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == path.split("/")[1]


def test_a_feed_that_is_not_valid_is_seen(files: Files) -> None:
    feed = next(iter(atoms(files).values()))
    for name in ONCE:
        feed.remove(next(feed.iterfind(A + name)))
    assert len(faults_of(feed)) == 5


def test_what_is_in_an_entry_is_whole_html(files: Files) -> None:
    class Parser(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.open: list[str] = []

        def handle_starttag(self, tag: str, attrs: object) -> None:
            self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    for feed in atoms(files).values():
        for content in feed.iterfind(f"{A}entry/{A}content"):
            assert content.get("type") == "html"
            parser = Parser()
            parser.feed(content.text or "")
            assert parser.open == []


# JSON Feed 1.1

TOP = {"version", "title", "home_page_url", "feed_url", "description", "language", "authors", "items"}
ITEM = {"id", "url", "title", "content_html", "content_text", "date_published", "date_modified", "tags", "language"}


def test_each_json_feed_is_valid(files: Files) -> None:
    for path, feed in jsons(files).items():
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert isinstance(feed["title"], str)
        assert set(feed) <= TOP, path
        for name in ("home_page_url", "feed_url"):
            assert name not in feed or urlsplit(str(feed[name])).scheme == "https"
        items = feed["items"]
        assert isinstance(items, list)
        for item in items:
            assert set(item) <= ITEM
            assert isinstance(item["id"], str)
            assert item["content_html"] or item["content_text"]
            assert datetime.fromisoformat(item["date_published"]).tzinfo
            assert all(isinstance(tag, str) for tag in item["tags"])
            assert urlsplit(item.get("url", "https://x")).scheme == "https"
            assert "url" in item or "href" not in item["content_html"], "nothing says what it is relative to"


def test_both_forms_say_the_same(files: Files) -> None:
    for path, feed in atoms(files).items():
        items = jsons(files)[path.replace(".xml", ".json")]["items"]
        assert isinstance(items, list)
        entries = feed.findall(A + "entry")
        assert [(entry.findtext(A + "id"), entry.findtext(A + "title")) for entry in entries] == [
            (item["id"], item["title"]) for item in items
        ]


# Which notes


def test_the_feed_for_everybody_has_every_note_newest_first(tmp_path: Path) -> None:
    files = feeds_of(ROOT, tmp_path)
    records = updates(GUIDE)
    for language in ("zh", "en"):
        items = jsons(files)[f"feeds/{language}/updates.json"]["items"]
        assert isinstance(items, list)
        assert [item["content_text"] for item in items] == [record.data.text.in_(language) for record in records]
        days = [item["date_published"] for item in items]
        assert days == sorted(days, reverse=True)


def test_an_audience_gets_what_concerns_it_and_what_concerns_everybody(tmp_path: Path) -> None:
    files = feeds_of(ROOT, tmp_path)
    for audience in audiences_of(GUIDE.content):
        items = jsons(files)[f"feeds/zh/{audience}.json"]["items"]
        assert isinstance(items, list)
        wanted = []
        for record in updates(GUIDE):
            fronts = [page.front for path, page in GUIDE.content.pages["zh"].items() if path in record.data.pages]
            words = [{str(word) for word in front.audiences} for front in fronts if front]
            if any(not some or some & {"all", audience} for some in words):
                wanted.append(record.data.text.zh)
        assert [item["content_text"] for item in items] == wanted
        assert all(audience in item["tags"] for item in items)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_links_lead_from_the_feed_to_the_page(language: str, tmp_path: Path) -> None:
    path = f"feeds/{language}/updates.xml"
    links = {
        urljoin(f"https://host.example/{path}", link.get("href", ""))
        for link in atoms(feeds_of(ROOT, tmp_path))[path].iterfind(f"{A}entry/{A}link")
    }
    home = "https://host.example/" + ("updates.html" if language == "zh" else "en/updates.html")
    assert links == {f"{home}#{record.id}" for record in updates(GUIDE)}


def test_names_last() -> None:
    assert {parts: lasting(*parts) for parts in LASTING} == LASTING


def test_names_do_not_depend_on_the_address(tmp_path: Path) -> None:
    with_address = feeds_of(project_in(tmp_path / "mini"), tmp_path / "one", "https://guide.example/")
    text = (tmp_path / "mini" / "mkdocs.yml").read_text(encoding="utf-8")
    (tmp_path / "mini" / "mkdocs.yml").write_text(text.replace("site_url: https://guide.example/\n", ""), encoding="utf-8")
    without = feeds_of(tmp_path / "mini", tmp_path / "two")
    pattern = re.compile(rb"urn:uuid:[0-9a-f-]{36}")
    assert {path: pattern.findall(data) for path, data in with_address.items()} == {
        path: pattern.findall(data) for path, data in without.items()
    }
    assert all(pattern.search(data) for path, data in without.items())
    assert b"guide.example" not in b"".join(without.values())


def test_the_same_guide_gives_the_same_bytes(tmp_path: Path) -> None:
    assert feeds_of(MINI, tmp_path / "one") == feeds_of(MINI, tmp_path / "two")
