"""Read a Markdown page: its front matter, headings, links and directives, each with its place."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Literal

from pydantic import Field

from aeosite.basics.cache import digest
from aeosite.basics.language import Language, Text
from aeosite.basics.problems import Place, Problem
from aeosite.model.fields import Audience, Category, ExactDate, InstrumentRef, Prose, Stamp, Strict, Title, Whole
from aeosite.read.local import language_in
from aeosite.read.validate import validate
from aeosite.read.yaml_text import Node, Refused, decode, read, unseen

_FRONT = re.compile(r"---\n(.*?\n)---\n", re.S)
_DIRECTIVE = re.compile(r"\{\{\s*(?P<name>[a-z][a-z0-9-]*)(?P<arguments>(?:\s+[^\s{}]+)*)\s*\}\}")
_LINK = re.compile(r"\]\(\s*<?(?P<target>[^)\s>]*)")
_REFERENCE = re.compile(r"\]:\s*<?(?P<target>[^\s>]+)")
_LABEL = re.compile(r"\[(?!\^).")
_BRACED_ID = re.compile(r"^#+ [^\n{}]*\{\s*#[a-z0-9-]+\s*\}\s*$", re.M)
_TAG = re.compile(r"<[A-Za-z/!?]")
_HEADING = re.compile(r"[ \t>]*(?P<level>#{1,6})(?P<text>.*)$")
_UNDERLINE = re.compile(r"=+[ ]*|-+[ ]*")
_PLAIN = re.compile(r"(?![ ]*[-*+>#|!:])[^|\s][^|]*$")
_FENCE = re.compile(r"[ ]{0,3}(?P<fence>`{3,}|~{3,})")
_HEADING_ID = re.compile(r"\{\s*#(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\s*\}$")
_BRACKET = re.compile(r"[\[\]]")
_TICKS = re.compile(r"`+")


class FrontMatter(Strict):
    """What stands between the two ``---`` lines of a page."""

    title: Title = Field(title="页面标题", description="page title")
    description: Title = Field(title="一句话摘要", description="one-sentence summary")
    also: list[Prose] = Field([], title="读者搜索时还会怎样说", description="what readers who search also call what it is about")
    reviewed_on: ExactDate = Field(title="最近审阅日期", description="day it was last reviewed")
    sources: list[InstrumentRef] = Field([], title="依据的文件", description="instruments the page rests on")
    audiences: list[Audience] = Field([], title="写给哪类读者", description="audiences it is written for")
    task: Title | None = Field(
        None, title="这个工具让读者做什么（首页上的说法）", description="what its tool does, as the home page says"
    )
    promise: Title | None = Field(
        None,
        title="这个工具给读者什么（首页上一行话；不写时用摘要）",
        description="what its tool gives, in a line of the home page; the summary where it says nothing",
    )
    card: dict[Audience, Whole] = Field(
        {},
        title="首页上哪类读者的卡片链接本页，第几个",
        description="audiences whose card on the home page links it, and at which place",
    )
    explains: list[Category] = Field([], title="本页解释的标准类别", description="categories of criteria that the page explains")
    history: Literal["yes"] | None = Field(None, title="本页是历史内容", description="the page is history, not current law")
    paper: Literal["yes"] | None = Field(
        None, title="本页另成一个PDF，供打印和转发", description="the page is also a PDF of its own, to print and to send on"
    )
    hide: list[Literal["navigation", "toc"]] = Field([], title="隐藏的栏", description="bars to hide")
    next: str | None = Field(None, title="下一步的页面", description="page to read next")
    review_every: Whole | None = Field(
        None,
        title="几个月审阅一次（不写的按 docs/records/_review.yml）",
        description="months between reviews, where not as usual",
    )
    made_from: dict[str, Stamp] = Field(
        {},
        title="各节译自哪一版中文、何时核对（由 aeosite stamp 写）",
        description="the Chinese that each section was made from, and when it was looked at; written by aeosite stamp",
    )


@dataclass(frozen=True)
class Heading:
    """A heading; ``id`` is None when the editor gave none."""

    level: int
    text: str
    id: str | None
    place: Place


@dataclass(frozen=True)
class Link:
    """A link or an image, as typed."""

    target: str
    image: bool
    place: Place


@dataclass(frozen=True)
class Directive:
    """A call such as ``{{ count partners status=in-force }}``; ``start`` and ``end`` are offsets in the body."""

    name: str
    words: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    block: bool
    start: int
    end: int
    place: Place

    def option(self, name: str) -> str | None:
        """Return the value of ``name=value``, or None."""
        return dict(self.options).get(name)

    @property
    def signature(self) -> str:
        """The call in one canonical form, for comparing a page with its twin."""
        return " ".join([self.name, *self.words, *(f"{key}={value}" for key, value in sorted(self.options))])


@dataclass(frozen=True)
class Page:
    """One page in one language. ``path`` is the same in both languages, such as ``criteria/advanced.md``; ``body_line`` is the
    line of the file that the body starts on.
    """

    language: Language
    path: str
    file: str
    front: FrontMatter | None = None
    front_node: Node | None = None
    body: str = ""
    body_line: int = 1
    headings: tuple[Heading, ...] = ()
    links: tuple[Link, ...] = ()
    directives: tuple[Directive, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)

    def place(self, line: int = 1, column: int = 1) -> Place:
        """Return a place in the file."""
        return Place(self.file, line, column)

    @property
    def spoken(self) -> Language:
        """The language that its text is in: not its own where the page of the default language stands in for it."""
        return language_in(self.file)


@dataclass(frozen=True)
class Outline:
    """What other pages and the site ask of a page: its front matter, the anchors of its headings, its directives, its problems.

    ``mark`` is a digest of what others can see of the page: all of this but the problems, the places and what stamps are about.
    ``sections`` are the digests of its sections by id, where the page is in the language that others are translated from.
    """

    language: Language
    path: str
    file: str
    front: FrontMatter | None
    ids: tuple[str, ...]
    directives: tuple[Directive, ...]
    problems: tuple[Problem, ...]
    mark: str
    sections: tuple[tuple[str, str], ...] = ()

    @property
    def spoken(self) -> Language:
        """The language that the text of the page is in."""
        return language_in(self.file)


def call_of(text: str, place: Place) -> Directive | None:
    """Return the directive that a text without braces calls, such as ``date order-282 in_force_from``; None where it is none.

    Args:
        text: the call as a record holds it.
        place: where it stands.
    """
    found = _DIRECTIVE.fullmatch(f"{{{{ {text} }}}}")
    return _called(found, place) if found else None


def _called(found: re.Match[str], place: Place, *, block: bool = False) -> Directive:
    arguments = found["arguments"].split()
    options = tuple((key, value) for key, _, value in (a.partition("=") for a in arguments if "=" in a))
    words = tuple(a for a in arguments if "=" not in a)
    return Directive(found["name"], words, options, block, found.start(), found.end(), place)


def outline_of(page: Page) -> Outline:
    """Return the outline of a page."""
    ids = tuple(heading.id for heading in page.headings if heading.id)
    front = page.front.model_dump_json(exclude={"made_from"}) if page.front else ""
    mark = digest(front, *ids, "\n", *(call.signature for call in page.directives))
    return Outline(page.language, page.path, page.file, page.front, ids, page.directives, page.problems, mark)


def read_page(data: bytes, *, language: Language, path: str, file: str) -> Page:
    """Return the page a file holds, with the problems met while reading it.

    Args:
        data: the bytes of the file.
        language: the language of its folder.
        path: its path below the language folder.
        file: its path in the project, for problems.
    """
    try:
        text = decode(data, file).replace("\r\n", "\n")
    except Refused as refused:
        return Page(language, path, file, problems=(refused.problem,))
    found = _FRONT.match(text)
    if not found:
        return Page(language, path, file, body=text, problems=(_no_front_matter(file),))
    node, problems = read(found[1].encode(), file, first_line=2)
    front, more = validate(FrontMatter, node) if node else (None, [])
    body = text[found.end() :]
    first_line = text.count("\n", 0, found.end()) + 1
    scan = _Scan(body, file, first_line)
    return Page(
        language,
        path,
        file,
        front,
        node,
        body,
        first_line,
        tuple(scan.headings()),
        tuple(scan.links()),
        tuple(scan.directives()),
        (*problems, *more, *unseen(text, file), *scan.raw_html(), *scan.braces(), *scan.open_fence()),
    )


class _Scan:
    """Finds things in one page body. ``visible`` is the body with code blanked out, offsets unchanged.

    Pages come from anyone, so each search takes time in proportion to the page, whatever it repeats.
    """

    def __init__(self, body: str, file: str, first_line: int) -> None:
        self.body = body
        self.file = file
        self.first_line = first_line
        self.lines = body.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))
        self.fenced = _fenced(self.lines)
        self.visible = self._visible()

    def headings(self) -> Iterator[Heading]:
        """Find headings as Python-Markdown does: ``#`` needs no blank after it, and a line may be underlined instead."""
        for number, line in enumerate(self.lines):
            if number in self.fenced:
                continue
            if found := _HEADING.match(line):
                whole = found["text"].rstrip()
                id_ = _HEADING_ID.search(whole)
                text = whole[: id_.start()] if id_ else whole
                yield Heading(len(found["level"]), text.strip(), id_["id"] if id_ else None, self._place(number))
            elif number and _UNDERLINE.fullmatch(line) and _PLAIN.match(self.lines[number - 1]):
                yield Heading(1 if line[0] == "=" else 2, self.lines[number - 1], None, self._place(number - 1))

    def links(self) -> Iterator[Link]:
        """Find whatever could become a link, in code too: the generator and this parser do not agree on what is code."""
        opened = _openings(self.body)
        for found in _LINK.finditer(self.body):
            opening = opened.get(found.start(), 0)
            yield Link(found["target"], self.body[opening - 1 : opening] == "!", self._at(found.start("target")))
        at = self.body.find("]:")
        while at >= 0:
            reference = _REFERENCE.match(self.body, at) if self._ends_a_label(at) else None
            if reference:
                yield Link(reference["target"], False, self._at(reference.start("target")))
            at = self.body.find("]:", reference.end() if reference else at + 2)

    def _ends_a_label(self, closing: int) -> bool:
        """Whether a bracket closes the label of a reference: one opens on the same line, none closes between, something stands inside."""
        line = self.body.rfind("\n", 0, closing) + 1
        before = self.body.rfind("]", line, closing) + 1
        return _LABEL.search(self.body, max(line, before), closing) is not None

    def directives(self) -> Iterator[Directive]:
        for found in _DIRECTIVE.finditer(self.visible):
            line = self._line(found.start())
            yield _called(found, self._at(found.start()), block=self.lines[line].rstrip() == found[0])

    def raw_html(self) -> Iterator[Problem]:
        """Refuse what could become a tag, in code too: the generator and this parser do not agree on what is code."""
        for found in _TAG.finditer(self.body):
            yield self._html(self._at(found.start()), self.body[found.start() : found.start() + 40])

    def braces(self) -> Iterator[Problem]:
        """Refuse every brace that belongs neither to a directive nor to the id of a heading."""
        rest = _BRACED_ID.sub(_blanks, _DIRECTIVE.sub(_blanks, self.body))
        for stray in re.finditer(r"\{\{|\}\}|\{%|[{}]", rest):
            if len(stray[0]) == 2:
                message = Text("指令写法不对。", "This directive is not well formed.")
                fix = Text("写成 {{ 名称 参数 键=值 }}，全部在一行内。", "Write {{ name word key=value }}, all on one line.")
                yield Problem(self._at(stray.start()), "directive-syntax", message, fix)
            else:
                message = Text("这里不能写花括号和属性。", "Braces and attributes are not allowed here.")
                fix = Text("只有标题后可以写 {#id}。", "Only a heading may carry {#id}.")
                yield Problem(self._at(stray.start()), "page-attributes", message, fix)

    def open_fence(self) -> Iterator[Problem]:
        """Refuse a fence that is never closed: the generator then publishes what follows as typed."""
        last = len(self.lines) - 1
        if last in self.fenced and not _FENCE.match(self.lines[last]):
            first = next(number for number in range(last, -1, -1) if number - 1 not in self.fenced)
            message = Text("这里开始的代码块没有结束。", "The block of code that begins here is never closed.")
            fix = Text("在代码块后另起一行，写三个反引号。", "Put a line of three backticks after the code.")
            yield Problem(self._place(first), "page-fence", message, fix)

    def _visible(self) -> str:
        shown = (" " * len(line) if n in self.fenced else _without_code(line) for n, line in enumerate(self.lines))
        return "\n".join(shown)

    def _place(self, line: int, column: int = 0) -> Place:
        return Place(self.file, self.first_line + line, column + 1)

    def _line(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _at(self, offset: int) -> Place:
        line = self._line(offset)
        return self._place(line, offset - self.starts[line])

    def _html(self, place: Place, html: str) -> Problem:
        first = html.strip().split("\n")[0][:40]
        return Problem(
            place,
            "page-html",
            Text(f"页面里不能写 HTML：{first}", f"HTML is not allowed in a page: {first}"),
            Text(
                "改用 Markdown 或指令；小于号后面加一个空格，或写成“小于”。",
                "Use Markdown or a directive; put a blank after a less-than sign, or say it in words.",
            ),
        )


def _openings(text: str) -> dict[int, int]:
    """Return where the bracket that closes at a place was opened, for every pair."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if bracket[0] == "[":
            open_.append(bracket.start())
        elif open_:
            found[bracket.start()] = open_.pop()
    return found


def _without_code(line: str) -> str:
    """Return a line with its code blanked out: from backticks to the next as many."""
    runs = list(_TICKS.finditer(line))
    following: dict[int, int] = {}
    ends = [0] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number][0])
        ends[number], following[length] = following.get(length, -1), number
    parts, last, number = [], 0, 0
    while number < len(runs):
        end = ends[number]
        if end >= 0:
            parts += [line[last : runs[number].start()], " " * (runs[end].end() - runs[number].start())]
            last, number = runs[end].end(), end
        number += 1
    return "".join([*parts, line[last:]])


def _fenced(lines: list[str]) -> frozenset[int]:
    """Return the numbers of the lines in fenced code, the fences included."""
    inside: set[int] = set()
    fence = ""
    for number, line in enumerate(lines):
        found = _FENCE.match(line)
        if fence:
            inside.add(number)
            if found and found["fence"].startswith(fence):
                fence = ""
        elif found:
            inside.add(number)
            fence = found["fence"]
    return frozenset(inside)


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _no_front_matter(file: str) -> Problem:
    return Problem(
        Place(file),
        "page-front-matter",
        Text("页首缺少两行 --- 之间的页面信息。", "The page does not start with front matter between two --- lines."),
        Text(
            "在第一行写 ---，再写 title、description、reviewed_on，然后再写一行 ---。",
            "Start with ---, then title, description and reviewed_on, then another --- line.",
        ),
    )
