"""The PDFs: what PDF/UA asks, that everything of the pages is in them, links that lead somewhere, the same bytes every time."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from aeosite.basics.cache import Cache
from aeosite.compose.book import Book
from aeosite.gate import open_book
from aeosite.guide.offers import beside, offered
from aeosite.guide.papers import CHAPTER, CRITERIA, HANDBOOK, LEAFLET, Paper, papers
from aeosite.model.help import GlossaryEntry
from aeosite.outlets import handbook
from aeosite.outlets.compact import NotCompact, compact
from aeosite.outlets.outlet import Say
from aeosite.outlets.press import NotSet, pressed
from aeosite.read.settings import read_settings
from project import AS_OF, ROOT, project_in

EDITION = date(2026, 11, 28)
BLANK = re.compile(r"\s+")


def book_in(root: Path, as_of: date, cache: Cache | None = None, previous: Path | None = None) -> Book:
    return open_book(read_settings(root, {}), as_of, cache=cache or Cache(None), workers=2, previous=previous)


def flat(text: str) -> str:
    """Return a text without blanks: where lines end is the layout's business."""
    return BLANK.sub("", text)


@dataclass(frozen=True)
class Printed:
    """A paper as it was written."""

    paper: Paper
    data: bytes

    @cached_property
    def reader(self) -> PdfReader:
        return PdfReader(BytesIO(self.data), strict=True)

    @cached_property
    def pages(self) -> list[str]:
        return [page.extract_text() for page in self.reader.pages]

    @cached_property
    def text(self) -> str:
        return flat("".join(self.pages))

    @cached_property
    def outline(self) -> list[str]:
        def titles(items: list[object]) -> Iterator[str]:
            for item in items:
                yield from titles(item) if isinstance(item, list) else [str(item["/Title"])]  # type: ignore[index]

        return [flat(title) for title in titles(self.reader.outline)]  # type: ignore[arg-type]

    @property
    def root(self) -> DictionaryObject:
        root = self.reader.trailer["/Root"]
        assert isinstance(root, DictionaryObject)
        return root

    def objects(self, kind: str) -> Iterator[DictionaryObject]:
        """Yield every object of a type."""
        for number in range(1, int(self.reader.trailer["/Size"])):  # type: ignore[call-overload]
            found = IndirectObject(number, 0, self.reader).get_object()
            if isinstance(found, DictionaryObject) and found.get("/Type") == kind:
                yield found


def write_both(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write what both outlets write."""
    return [*handbook.write(book, folder, say), *handbook.write_leaflets(book, folder, say)]


def printed_in(book: Book, folder: Path) -> dict[str, Printed]:
    write_both(book, folder, lambda line: None)
    return {paper.file: Printed(paper, (folder / "site" / paper.file).read_bytes()) for paper in papers(book.guide)}


@pytest.fixture(scope="module")
def mini_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project_in(tmp_path_factory.mktemp("handbook") / "mini")


@pytest.fixture(scope="module")
def small(mini_root: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Every paper of the miniature project."""
    return printed_in(book_in(mini_root, AS_OF), tmp_path_factory.mktemp("papers"))


@pytest.fixture(scope="module")
def real_book() -> Book:
    return book_in(ROOT, EDITION)


@pytest.fixture(scope="module")
def real(real_book: Book, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Printed]:
    """Every paper of the real project."""
    return printed_in(real_book, tmp_path_factory.mktemp("real"))


def of_kind(found: Mapping[str, Printed], kind: str, language: str | None = None) -> list[Printed]:
    return [one for one in found.values() if one.paper.kind == kind and language in (None, one.paper.languages[0])]


@pytest.fixture(scope="module", params=["small", "real"])
def every(request: pytest.FixtureRequest) -> dict[str, Printed]:
    found: dict[str, Printed] = request.getfixturevalue(request.param)
    return found


# What there is


def test_the_files_are_those_that_pages_may_link(real_book: Book, real: Mapping[str, Printed]) -> None:
    promised = {path for path in offered(real_book.guide) | beside(real_book.guide) if path.endswith(".pdf")}
    assert set(real) == promised
    kinds = [one.paper.kind for one in real.values()]
    assert {kind: kinds.count(kind) for kind in kinds} == {HANDBOOK: 2, CRITERIA: 1, CHAPTER: 14, LEAFLET: 10}


def test_the_offline_copy_has_the_leaflets_alone(real_book: Book) -> None:
    packed = {path for path in offered(real_book.guide) if path.endswith(".pdf")}
    assert {path.partition("/")[0] for path in packed} == {"leaflets"}
    assert not any(path.startswith("leaflets/") for path in beside(real_book.guide))


# PDF/UA


def test_a_paper_says_that_it_is_tagged_what_it_is_called_and_its_language(every: Mapping[str, Printed]) -> None:
    for path, one in every.items():
        assert one.root["/MarkInfo"]["/Marked"] is not None, path
        assert one.root["/MarkInfo"]["/Marked"].value is True, path
        assert "/StructTreeRoot" in one.root, path
        assert str(one.root["/Lang"]).partition("-")[0] == one.paper.languages[0], path
        assert one.root["/ViewerPreferences"]["/DisplayDocTitle"].value is True, path
        assert one.reader.metadata is not None, path
        assert one.reader.metadata.title, path
        assert b"<pdfuaid:part>1</pdfuaid:part>" in one.root["/Metadata"].get_object().get_data(), path


def test_titles_tell_papers_apart(every: Mapping[str, Printed]) -> None:
    titles = [one.reader.metadata.title for one in every.values() if one.reader.metadata]
    assert len(set(titles)) == len(titles)


def test_every_font_is_in_the_file(every: Mapping[str, Printed]) -> None:
    for path, one in every.items():
        described = list(one.objects("/FontDescriptor"))
        assert described, path
        assert all("/FontFile3" in font or "/FontFile2" in font for font in described), path
        assert {re.sub(r"^/[A-Z]{6}\+", "", str(font["/FontName"])).partition("-")[0] for font in described} <= {
            "NotoSansCJKsc"
        }, path


def test_no_sheet_is_empty(every: Mapping[str, Printed]) -> None:
    for path, one in every.items():
        bare = [number for number, text in enumerate(one.pages, 1) if len(flat(text)) < 30]
        assert bare == [], path


def test_headings_of_tables_are_headings_and_are_found_in_every_language(small: Mapping[str, Printed]) -> None:
    for one in of_kind(small, HANDBOOK):
        kinds = [str(found.get("/S")) for found in one.objects("/StructElem")]
        assert {"/TH", "/TD", "/H1", "/H2", "/L", "/Link", "/TOC"} <= set(kinds)
        other = {"zh": "en", "en": "zh"}[one.paper.languages[0]]
        told = {str(found["/Lang"]).partition("-")[0] for found in one.objects("/StructElem") if "/Lang" in found}
        assert other in told


# What is in them


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_heading_of_every_page_is_a_bookmark_of_the_handbook(
    real: Mapping[str, Printed], real_book: Book, language: str
) -> None:
    (one,) = of_kind(real, HANDBOOK, language)
    marks = set(one.outline)
    for article in real_book.articles[language].values():
        words = [unescape(re.sub(r"<[^>]+>", "", title.words)) for title in article.titles]
        missing = [title for title in words if flat(title) not in marks]
        assert missing == [], article.path
    groups = set(real_book.settings.chapters[language].values())
    assert {flat(group) for group in groups} <= marks


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_clause_is_found_by_searching(real: Mapping[str, Printed], real_book: Book, language: str) -> None:
    """Of each standard in force that has pages of its own: the number and the first words of every clause, in its chapter and in both languages."""
    content = real_book.guide.content
    (both,) = of_kind(real, CRITERIA)
    texts = "".join(one.text for one in of_kind(real, CHAPTER, language) if "criteria" in one.paper.file)
    clauses = [one for one in content.every_clause() if real_book.guide.homes.get(one.id) in both.paper.pages]
    assert len(clauses) > 150
    for one in clauses:
        start = flat(one.clause.text.in_(language))[:14]
        assert start in texts, one.id
        assert start in both.text, one.id


def test_every_clause_number_stands_in_the_handbook(real: Mapping[str, Printed], real_book: Book) -> None:
    (one,) = of_kind(real, HANDBOOK, "zh")
    for clause in real_book.guide.content.every_clause():
        if clause.id in real_book.guide.homes:
            assert f"（{clause.clause.number}）" in one.text, clause.id


def test_the_index_finds_the_terms_of_the_glossary(real: Mapping[str, Printed], real_book: Book) -> None:
    (one,) = of_kind(real, HANDBOOK, "zh")
    start = max(number for number, text in enumerate(one.pages) if "术语索引" in text)
    index = flat("".join(one.pages[start - 3 :]))
    words = [flat(record.data.term.zh) for record in real_book.guide.content.all(GlossaryEntry)]
    found = [word for word in words if re.search(re.escape(word) + r"\d", index)]
    assert len(found) == len(words)


def test_what_is_not_confirmed_and_the_date_stay_with_it(real: Mapping[str, Printed]) -> None:
    for language, not_confirmed, as_of in (("zh", "没有确认", "2026年11月28日"), ("en", "notconfirmed", "28November2026")):
        for kind in (HANDBOOK, CHAPTER, LEAFLET):
            for one in of_kind(real, kind, language):
                assert as_of in one.text, one.paper.file
                assert flat(not_confirmed) in one.text.replace("Not", "not"), one.paper.file


def test_an_outside_source_is_named_at_the_foot_of_its_sheet(small: Mapping[str, Printed]) -> None:
    for one in of_kind(small, HANDBOOK):
        kinds = [str(found.get("/S")) for found in one.objects("/StructElem")]
        assert "/Note" in kinds


def test_a_leaflet_has_two_sides(every: Mapping[str, Printed]) -> None:
    for one in of_kind(every, LEAFLET):
        assert len(one.reader.pages) == 2, one.paper.file
        assert "12360" in one.pages[1]


def test_sheets_are_a4(every: Mapping[str, Printed]) -> None:
    for path, one in every.items():
        sizes = {(round(page.mediabox.width), round(page.mediabox.height)) for page in one.reader.pages}
        assert sizes == {(595, 842)}, path


# Links


def test_links_inside_lead_to_a_sheet_of_the_file(every: Mapping[str, Printed]) -> None:
    for path, one in every.items():
        sheets = {page.indirect_reference.idnum for page in one.reader.pages if page.indirect_reference}
        names = one.reader.named_destinations
        inside = 0
        for page in one.reader.pages:
            for annotation in page.get("/Annots", []):
                target = annotation.get_object().get("/Dest") or annotation.get_object().get("/A", {}).get("/D")
                if target is None:
                    continue
                inside += 1
                target = target.get_object() if isinstance(target, IndirectObject) else target
                assert str(target) in names if not isinstance(target, list) else target[0].idnum in sheets, path
        assert inside > 0 or one.paper.kind in (LEAFLET, CHAPTER), path


def test_a_chapter_leads_to_the_site_where_that_has_an_address(mini_root: Path, tmp_path: Path) -> None:
    settings = (mini_root / "mkdocs.yml").read_text(encoding="utf-8")
    assert "https://guide.example/" in settings
    book = book_in(mini_root, AS_OF)
    found = printed_in(book, tmp_path)
    addresses = {
        str(annotation.get_object()["/A"]["/URI"])
        for one in of_kind(found, CHAPTER)
        for page in one.reader.pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    }
    assert any(address.startswith("https://guide.example/") for address in addresses)
    assert not any(".md" in address for address in addresses)


# The same every time, and only when something has changed


def test_the_bytes_are_the_same_every_time(small: Mapping[str, Printed], mini_root: Path, tmp_path: Path) -> None:
    again = printed_in(book_in(mini_root, AS_OF), tmp_path)
    assert {path for path in small if small[path].data != again[path].data} == set()
    assert not any(b"/ID" in one.data and one.data.count(b"%%EOF") != 1 for one in again.values())


def test_nothing_is_set_again_that_would_come_out_the_same(mini_root: Path, tmp_path: Path) -> None:
    said: list[str] = []
    cache = Cache(tmp_path / "cache", "x")
    write_both(book_in(mini_root, AS_OF, cache), tmp_path / "one", said.append)
    cache.save()
    count = len(said)
    assert count == len(papers(book_in(mini_root, AS_OF, cache).guide))
    kept = Cache(tmp_path / "cache", "x")
    book = book_in(mini_root, AS_OF, kept, previous=tmp_path / "one" / "site")
    written = write_both(book, tmp_path / "two", said.append)
    assert len(said) == count
    assert all(path.samefile(tmp_path / "one" / path.relative_to(tmp_path / "two")) for path in written)
    page = mini_root / "docs" / "zh" / "measures.md"
    before = page.read_text(encoding="utf-8")
    try:
        page.write_text(f"{before}\n再看一遍。\n", encoding="utf-8")
        write_both(book_in(mini_root, AS_OF, kept, previous=tmp_path / "one" / "site"), tmp_path / "three", said.append)
    finally:
        page.write_text(before, encoding="utf-8")
    changed = {line.rpartition(" ")[2] for line in said[count:]}
    assert "download/aeo-guide-handbook-zh.pdf" in changed
    assert "download/aeo-guide-handbook-en.pdf" not in changed


def test_a_template_that_is_at_fault_is_said_with_its_place(mini_root: Path, tmp_path: Path) -> None:
    root = project_in(tmp_path / "mini")
    template = root / "overrides" / "handbook" / "parts.typ"
    template.write_text(template.read_text(encoding="utf-8").replace("#let navy =", "#let navy = nothing +"), encoding="utf-8")
    with pytest.raises(handbook.NotPrinted) as caught:
        handbook.write(book_in(root, AS_OF), tmp_path / "out", lambda line: None)
    assert str(caught.value.problem.place).startswith("overrides/handbook")
    assert "nothing" in caught.value.problem.message.en


def test_a_source_that_does_not_conform_is_refused() -> None:
    with pytest.raises(NotSet, match="title"):
        pressed({"a": "no title"}, 0, 1, lambda name: None)


def test_a_character_that_the_font_lacks_is_a_geta_mark() -> None:
    source = '#set document(title: "a")\n#set text(font: "Noto Sans CJK SC", lang: "en")\nA\U0001f600\u21a9B'
    (data,) = pressed({"a": source}, 0, 1, lambda name: None).values()
    assert PdfReader(BytesIO(data)).pages[0].extract_text().strip() == "A〓〓B"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"%PDF-1.7\n%x\n1 0 obj\n<<>>\nendobj\nstartxref\n12\n%%EOF\n"])
def test_a_file_laid_out_in_another_way_is_not_packed(data: bytes) -> None:
    with pytest.raises(NotCompact):
        compact(data)
