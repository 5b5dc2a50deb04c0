"""Read YAML as text nodes that know their line and column.

Every scalar stays the text an editor typed (``NO`` is the text ``NO``, ``1.10`` is ``1.10``); the model decides what it means.
Anything that makes YAML surprising is refused: duplicate keys, anchors and aliases, tags, tabs, several documents.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import yaml

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem
from aeosite.model.fields import UNSEEN

LARGEST_FILE = 1_000_000
"""Bytes. A record is a page or two of text; a larger file is a mistake or an attack."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)")

DEEPEST = 30
"""Levels of nesting. The deepest record uses about ten."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text. ``text`` is empty when nothing was typed."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order typed."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place

    def get(self, key: str) -> "Node | None":
        """Return the value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """Return the key itself, for its place, or None."""
        return next((name for name, _ in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping
Plain = str | list["Plain"] | dict[str, "Plain"]


class Refused(Failure):
    """Raised while reading; carries the one problem that stopped the reading."""


def decode(data: bytes, path: str) -> str:
    """Return the text of a content file.

    Args:
        data: the bytes of the file.
        path: its path, for problems.

    Raises:
        Refused: the file is too large, empty, not UTF-8, or has a byte order mark or control characters.
    """
    if len(data) > LARGEST_FILE:
        zh = f"文件有 {len(data) // 1000} KB，超过 {LARGEST_FILE // 1000} KB 的上限。"
        en = f"The file is {len(data) // 1000} KB; the limit is {LARGEST_FILE // 1000} KB."
        raise _refused(Place(path), "file-size", zh, en, "请拆分或检查内容。", "Split it, or check what is in it.")
    if data.startswith(b"\xef\xbb\xbf"):
        fix = Text("请用“UTF-8（无 BOM）”保存。", "Save it as UTF-8 without BOM.")
        raise _refused(Place(path), "file-encoding", "文件以 BOM 开头。", "The file starts with a BOM.", fix.zh, fix.en)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = error.start - (before.rfind(b"\n") + 1) + 1
        place = Place(path, before.count(b"\n") + 1, column)
        fix = Text("请用 UTF-8 保存（常见原因：存成了 GBK）。", "Save it as UTF-8 (it may have been saved as GBK).")
        raise _refused(place, "file-encoding", "文件不是 UTF-8 编码。", "The file is not UTF-8.", fix.zh, fix.en) from error
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start())
        place = Place(path, line + 1, found.start() - (text.rfind("\n", 0, found.start()) + 1) + 1)
        zh, en = "这里有看不见的控制字符。", "There is an invisible control character here."
        raise _refused(place, "file-encoding", zh, en, "删去它，重新输入这一行。", "Delete it; type the line again.")
    if not text.strip():
        raise _refused(
            Place(path), "file-empty", "文件是空的。", "The file is empty.", "填写内容或删除文件。", "Fill it in, or delete it."
        )
    return text


def unseen(text: str, path: str) -> Iterator[Problem]:
    """Yield a problem for each line of a text that has characters nobody sees, at the first of them."""
    for number, line in enumerate(text.split("\n"), start=1):
        if found := UNSEEN.search(line):
            code = f"U+{ord(found[0]):04X}"
            yield Problem(
                Place(path, number, found.start() + 1),
                "file-unseen",
                Text(f"这里有看不见的字符 {code}。", f"There is an invisible character here, {code}."),
                Text(
                    "删去它；多半是从网页或者聊天软件粘贴来的，重新输入这几个字。",
                    "Delete it; it was probably pasted from a page or a chat, so type the words again.",
                ),
            )


def read(data: bytes, path: str, *, first_line: int = 1) -> tuple[Node | None, list[Problem]]:
    """Return the node tree of a YAML file and its problems; the tree is None when the file cannot be read.

    Args:
        data: the bytes of the file.
        path: its path, for problems.
        first_line: the line of the file that ``data`` starts on (front matter starts on 2).
    """
    reader = _Reader(path, first_line)
    try:
        text = decode(data, path)
        _no_tabs(text, path, first_line)
        for problem in unseen(text, path) if first_line == 1 else ():
            raise Refused(problem)
        return reader.document(text), reader.problems
    except Refused as refused:
        return None, [*reader.problems, refused.problem]
    except yaml.YAMLError as error:
        return None, [*reader.problems, _syntax(error, path, first_line)]


def plain(node: Node) -> Plain:
    """Return the node as text, lists and dictionaries, for the model."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def place_at(node: Node, where: tuple[str | int, ...]) -> Place:
    """Return the place of a value such as ``("code_in", "pattern")``, or of the nearest thing above it that exists."""
    for step in where:
        if isinstance(node, Mapping) and isinstance(step, str) and (value := node.get(step)) is not None:
            node = value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node.place


class _Reader:
    """Turns parser events into nodes. Collects duplicate keys; raises ``Refused`` on what cannot be read past."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: list[str] = []
        self.problems: list[Problem] = []

    def document(self, text: str) -> Node:
        events = iter(yaml.parse(text, Loader=yaml.CSafeLoader))
        self.lines = text.split("\n")
        root: Node | None = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self._refused(
                        event,
                        "yaml-documents",
                        "一个文件里有多个 YAML 文档（---）。",
                        "Several YAML documents (---) in one file.",
                        "每个文件只写一条记录。",
                        "One record per file.",
                    )
                root = self._node(next(events), events, 0)
        if root is None:
            raise _refused(
                Place(self.path, self.first_line),
                "file-empty",
                "文件里没有记录，只有注释。",
                "The file holds no record, only comments.",
                "填写内容或删除文件。",
                "Fill it in, or delete it.",
            )
        return root

    def _node(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Node:
        if depth > DEEPEST:
            raise self._refused(event, "yaml-depth", "层级太深。", "Nested too deeply.", "检查缩进。", "Check the indentation.")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._refused(
                event,
                "yaml-alias",
                "不允许使用 YAML 锚点和别名（& 和 *）。",
                "YAML anchors and aliases (& and *) are not allowed.",
                "把内容写全；若文字以 & 或 * 开头，请加引号。",
                "Write the value out; quote a text that starts with & or *.",
            )
        if getattr(event, "tag", None) and not isinstance(event, yaml.CollectionEndEvent):
            raise self._refused(
                event,
                "yaml-tag",
                "不允许使用 YAML 标签（!）。",
                "YAML tags (!) are not allowed.",
                "删去标签；若文字以 ! 开头，请加引号。",
                "Delete the tag; quote a text that starts with !.",
            )
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_a_cut(event)
            return Scalar(event.value, self._place(event))
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(events, depth)), self._place(event))
        return Mapping(tuple(self._entries(events, depth)), self._place(event))

    def _refuse_a_cut(self, event: yaml.ScalarEvent) -> None:
        """Refuse `` #`` after an unquoted value: YAML takes the rest of the line for a comment, and the text would be lost."""
        mark = event.end_mark
        if event.style or mark is None or mark.line >= len(self.lines):
            return
        rest = self.lines[mark.line][mark.column :]
        if event.value and rest.lstrip().startswith("#") and mark.column:
            raise _refused(
                Place(self.path, mark.line + self.first_line, mark.column + rest.index("#") + 1),
                "yaml-comment",
                "空格后的 # 是注释的开头，这里往后的文字会丢失。",
                "A # after a blank begins a comment: the text from here on would be lost.",
                "是正文就给整段文字加引号；是注释就另起一行。",
                "Quote the whole text if it belongs to it; put a comment on a line of its own.",
            )

    def _items(self, events: Iterator[yaml.Event], depth: int) -> Iterator[Node]:
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            yield self._node(event, events, depth + 1)

    def _entries(self, events: Iterator[yaml.Event], depth: int) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := next(events), yaml.MappingEndEvent):
            key = self._node(event, events, depth + 1)
            if not isinstance(key, Scalar):
                raise self._refused(
                    event,
                    "yaml-key",
                    "键必须是文字。",
                    "A key must be a text.",
                    "检查冒号前的内容；花括号开头的值请加引号。",
                    "Check what stands before the colon; quote a value that starts with a brace.",
                )
            value = self._node(next(events), events, depth + 1)
            if key.text in seen:
                self.problems.append(
                    Problem(
                        key.place,
                        "yaml-duplicate-key",
                        Text(
                            f"键 {key.text} 重复，第 {seen[key.text]} 行已有。",
                            f"Key {key.text} is already on line {seen[key.text]}.",
                        ),
                        Text("只保留一个。", "Keep one of them."),
                    )
                )
                continue
            seen[key.text] = key.place.line
            yield key, value

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        assert mark is not None, "the parser marks every event"
        return Place(self.path, mark.line + self.first_line, mark.column + 1)

    def _refused(self, event: yaml.Event, code: str, zh: str, en: str, fix_zh: str, fix_en: str) -> Refused:
        return _refused(self._place(event), code, zh, en, fix_zh, fix_en)


def _no_tabs(text: str, path: str, first_line: int) -> None:
    for number, line in enumerate(text.split("\n"), first_line):
        if "\t" in line:
            raise _refused(
                Place(path, number, line.index("\t") + 1),
                "yaml-tab",
                "这里有制表符（Tab）。",
                "There is a tab here.",
                "改用空格缩进，每级两个。",
                "Use spaces, two a level.",
            )


def _syntax(error: yaml.YAMLError, path: str, first_line: int) -> Problem:
    place, detail = Place(path, first_line), "unreadable"
    if isinstance(error, yaml.MarkedYAMLError):
        detail = error.problem or detail
        mark = error.problem_mark or error.context_mark
        if mark is not None:
            place = Place(path, int(mark.line) + first_line, int(mark.column) + 1)
    return Problem(
        place,
        "yaml-syntax",
        Text(f"YAML 格式读不懂（{detail}）。", f"This is not valid YAML ({detail})."),
        Text(
            "检查这一行和上一行：冒号后要有一个空格，缩进要对齐，含冒号、# 或引号的文字要加引号。",
            "Check this line and the one above: a space after each colon, aligned indentation, quotes around text with a colon, # or quotation mark.",
        ),
    )


def _refused(place: Place, code: str, zh: str, en: str, fix_zh: str, fix_en: str) -> Refused:
    return Refused(Problem(place, code, Text(zh, en), Text(fix_zh, fix_en)))
