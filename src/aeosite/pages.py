"""Read a Markdown page: its front matter, headings, links and directives, each with its place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from pydantic import Field

from aeosite.language import Language, Text
from aeosite.model.fields import Audience, ExactDate, InstrumentRef, Strict, Title
from aeosite.problems import Place, Problem
from aeosite.validate import validate
from aeosite.yaml_text import Node, Refused, decode, read

_FRONT = re.compile(r"---\n(.*?\n)---\n", re.S)
_DIRECTIVE = re.compile(r"\{\{\s*(?P<name>[a-z][a-z0-9-]*)(?P<arguments>(?:\s+[^\s{}]+)*)\s*\}\}")
_HEADING_ID = re.compile(r"\s*\{\s*#(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*)\s*\}\s*$")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_ATTRIBUTES = re.compile(r"\{:?(?=[^{}]*[#.=])[^{}]*\}")


class FrontMatter(Strict):
    """What stands between the two ``---`` lines of a page."""

    title: Title = Field(title="页面标题", description="page title")
    description: Title = Field(title="一句话摘要", description="one-sentence summary")
    reviewed_on: ExactDate = Field(title="最近审阅日期", description="day it was last reviewed")
    sources: list[InstrumentRef] = Field([], title="依据的文件", description="instruments the page rests on")
    audiences: list[Audience] = Field([], title="写给哪类读者", description="audiences it is written for")
    history: Literal["yes"] | None = Field(None, title="本页是历史内容", description="the page is history, not current law")
    hide: list[Literal["navigation", "toc"]] = Field([], title="隐藏的栏", description="bars to hide")
    next: str | None = Field(None, title="下一步的页面", description="page to read next")


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
        (*problems, *more, *scan.raw_html(), *scan.stray_braces(), *scan.attributes()),
    )


def markdown() -> MarkdownIt:
    """Return the parser that finds structure in a page. It only reads; MkDocs renders."""
    return MarkdownIt("commonmark").enable("table").use(admon_plugin).use(deflist_plugin).use(footnote_plugin)


class _Scan:
    """Finds things in one page body. ``visible`` is the body with code blanked out, offsets unchanged."""

    def __init__(self, body: str, file: str, first_line: int) -> None:
        self.body = body
        self.file = file
        self.first_line = first_line
        self.tokens = markdown().parse(body)
        self.lines = body.split("\n")
        self.visible = self._visible()

    def headings(self) -> Iterator[Heading]:
        for token, inline in zip(self.tokens, self.tokens[1:], strict=False):
            if token.type == "heading_open" and token.map:
                found = _HEADING_ID.search(inline.content)
                text = inline.content[: found.start()] if found else inline.content
                yield Heading(int(token.tag[1]), text, found["id"] if found else None, self._place(token.map[0]))

    def links(self) -> Iterator[Link]:
        for inline in self._inlines():
            line = inline.map[0] if inline.map else 0
            column = 0
            for child in inline.children or ():
                target = str(child.attrs.get("href") or child.attrs.get("src") or "")
                if child.type in ("link_open", "image"):
                    line, column = self._find(target, line, column)
                    yield Link(target, child.type == "image", self._place(line, column))
                    column += 1

    def directives(self) -> Iterator[Directive]:
        for found in _DIRECTIVE.finditer(self.visible):
            arguments = found["arguments"].split()
            options = tuple((key, value) for key, _, value in (a.partition("=") for a in arguments if "=" in a))
            line = self.visible.count("\n", 0, found.start())
            yield Directive(
                found["name"],
                tuple(a for a in arguments if "=" not in a),
                options,
                self.lines[line].strip() == found[0],
                found.start(),
                found.end(),
                self._at(found.start()),
            )

    def raw_html(self) -> Iterator[Problem]:
        for token in self.tokens:
            if token.type == "html_block" and token.map and not token.content.strip().startswith("<!--"):
                yield self._html(self._place(token.map[0]), token.content)
        for inline in self._inlines():
            for child in inline.children or ():
                if child.type == "html_inline":
                    line, column = self._find(child.content, inline.map[0] if inline.map else 0, 0)
                    yield self._html(self._place(line, column), child.content)

    def stray_braces(self) -> Iterator[Problem]:
        rest = _DIRECTIVE.sub(lambda found: " " * len(found[0]), self.visible)
        for stray in re.finditer(r"\{\{|\}\}|\{%", rest):
            yield Problem(
                self._at(stray.start()),
                "directive-syntax",
                Text("指令写法不对。", "This directive is not well formed."),
                Text("写成 {{ 名称 参数 键=值 }}，全部在一行内。", "Write {{ name word key=value }}, all on one line."),
            )

    def attributes(self) -> Iterator[Problem]:
        for offset, line in self._offsets():
            rest = _HEADING_ID.sub("", line) if line.lstrip().startswith("#") else line
            for stray in _ATTRIBUTES.finditer(_DIRECTIVE.sub(lambda found: " " * len(found[0]), rest)):
                yield Problem(
                    self._at(offset + stray.start()),
                    "page-attributes",
                    Text(f"这里不能写属性 {stray.group()}。", f"Attributes are not allowed here: {stray.group()}"),
                    Text("只有标题后可以写 {#id}。", "Only a heading may carry {#id}."),
                )

    def _visible(self) -> str:
        hidden = {n for t in self.tokens if t.type in ("fence", "code_block") and t.map for n in range(*t.map)}
        return "\n".join(
            " " * len(line) if number in hidden else _CODE_SPAN.sub(lambda found: " " * len(found[0]), line)
            for number, line in enumerate(self.lines)
        )

    def _offsets(self) -> Iterator[tuple[int, str]]:
        offset = 0
        for line in self.visible.split("\n"):
            yield offset, line
            offset += len(line) + 1

    def _inlines(self) -> Iterator[Token]:
        return (token for token in self.tokens if token.type == "inline")

    def _find(self, text: str, line: int, column: int) -> tuple[int, int]:
        for number in range(line, len(self.lines)):
            at = self.lines[number].find(text, column if number == line else 0)
            if at >= 0:
                return number, at
        return line, column

    def _place(self, line: int, column: int = 0) -> Place:
        return Place(self.file, self.first_line + line, column + 1)

    def _at(self, offset: int) -> Place:
        line = self.body.count("\n", 0, offset)
        return self._place(line, offset - (self.body.rfind("\n", 0, offset) + 1))

    def _html(self, place: Place, html: str) -> Problem:
        first = html.strip().split("\n")[0][:40]
        return Problem(
            place,
            "page-html",
            Text(f"页面里不能写 HTML：{first}", f"HTML is not allowed in a page: {first}"),
            Text("改用 Markdown 或指令；文字中的 < 写成 \\<。", "Use Markdown or a directive; write \\< for a literal <."),
        )


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
