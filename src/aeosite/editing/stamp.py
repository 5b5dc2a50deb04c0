"""Say that a translation was held against its Chinese: write the digest of the Chinese and the day beside it, and touch no other line."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from aeosite.basics.language import DEFAULT, Text
from aeosite.basics.problems import Failure, Place, Problem
from aeosite.guide.drift import CURRENT, Standing, sections, texts, translated
from aeosite.model.base import RecordModel
from aeosite.model.fields import Stamp
from aeosite.model.records import MODELS
from aeosite.read.content import Content, Record
from aeosite.read.pages import Page
from aeosite.read.stamps import FILE
from aeosite.read.yaml_text import Mapping as Keys

_KEY = "made_from"
_ENTRY = re.compile(r"\s+(?P<name>[A-Za-z0-9_.-]+):.*")
_RECORD = re.compile(r"(?P<id>[a-z0-9-]+):\s*")
_HEAD = (
    "# 每段文字译自哪一版中文、何时核对。由 aeosite stamp 写，不要手工修改。\n"
    "# The Chinese that each text was made from, and when it was looked at. Written by aeosite stamp; do not edit.\n"
)


class NothingThere(Failure):
    """Raised where what is to be stamped is not there; carries the problem."""


@dataclass(frozen=True)
class Target:
    """What somebody has looked at: a file or a folder below the project, and where only a part of it, which one."""

    path: str
    part: str = ""

    def takes(self, file: str) -> bool:
        """Whether a file is it or lies in it; a Chinese page stands for its translations."""
        return any(one == self.path or one.startswith(f"{self.path}/") for one in (file, _source(file)))


def targets(root: Path, names: Iterable[str], here: Path) -> list[Target]:
    """Return what names typed by a person mean.

    Args:
        root: the project folder.
        names: paths, each with ``#section`` or ``#field`` where only that part was looked at.
        here: the folder that the paths are seen from.

    Raises:
        NothingThere: there is no such file or folder in the project.
    """
    return [_target(root, name, here) for name in names]


def stamped(content: Content, root: Path, wanted: Sequence[Target], on: date, *, again: bool = False) -> dict[str, str]:
    """Return the files that change and their new text.

    What was made from the Chinese as it stands keeps its day; what is behind or was never looked at gets the day; stamps of what is gone
    are taken out.

    Args:
        content: the content.
        root: the project folder.
        wanted: what was looked at.
        on: the day.
        again: give the day to what is current, too.

    Raises:
        NothingThere: a target has nothing to be stamped.
    """
    for target in wanted:
        if not any(target.takes(file) and (not target.part or target.part in parts) for file, parts in _all_parts(content)):
            raise _nothing(f"{target.path}#{target.part}".removesuffix("#"))
    found = {**dict(_pages(content, root, wanted, on, again=again)), **_records(content, root, wanted, on, again=again)}
    return {path: text for path, text in found.items() if _text(root / path) != text}


def _target(root: Path, name: str, here: Path) -> Target:
    path, _, part = name.partition("#")
    try:
        inside = (here / path).resolve().relative_to(root.resolve()).as_posix()
    except ValueError:
        inside = ""
    if not inside or not (root / inside).exists():
        raise _nothing(path)
    return Target("docs" if inside == "." else inside, part)


def _nothing(path: str) -> NothingThere:
    message = Text(f"{path} 没有可以核对的译文。", f"{path} holds no translation to look at.")
    fix = Text("写页面、记录或者文件夹的路径，如 docs/en/aeo。", "Name a page, a record or a folder, such as docs/en/aeo.")
    return NothingThere(Problem(Place(path), "stamp-path", message, fix))


def _source(file: str) -> str:
    """Return the Chinese page that a page is made from."""
    parts = file.split("/")
    return "/".join([parts[0], DEFAULT, *parts[2:]]) if file.endswith(".md") else file


def _all_parts(content: Content) -> Iterator[tuple[str, set[str]]]:
    """Yield every file that may be stamped, with what its parts are called."""
    for page in _translations(content):
        yield page.file, {heading.id for heading in page.headings if heading.id}
    for record in (record for model in MODELS for record in content.all(model)):
        names = {text.name for language in content.languages for text in translated(record.data, language)}
        yield record.path, {".".join(name.split(".")[:end]) for name in names for end in range(1, name.count(".") + 2)}


def _translations(content: Content) -> Iterator[Page]:
    """Yield the pages that are made from Chinese ones."""
    for language in content.languages:
        for path in content.pages[language]:
            if language != DEFAULT and content.outline(language, path).spoken == language:
                yield content.pages[language][path]


def _pages(content: Content, root: Path, wanted: Sequence[Target], on: date, *, again: bool) -> Iterator[tuple[str, str]]:
    for page in _translations(content):
        parts = [target.part for target in wanted if target.takes(page.file)]
        if parts and page.front is not None:
            marks = content.marks(page.path)
            lines = {
                id_: line
                for id_, standing in sections(content, page).items()
                if (
                    line := _line(
                        page.front.made_from.get(id_), standing, marks[id_], on, looked="" in parts or id_ in parts, again=again
                    )
                )
            }
            yield page.file, in_front_matter(_text(root / page.file), page, lines)


def _records(content: Content, root: Path, wanted: Sequence[Target], on: date, *, again: bool) -> dict[str, str]:
    found: dict[str, str] = {}
    for model in MODELS:
        file = f"docs/records/{model.folder}/{FILE}"
        taken = [
            (record, parts) for record in content.all(model) if (parts := [one.part for one in wanted if one.takes(record.path)])
        ]
        if taken:
            lines = {record.id: _record_lines(content, record, parts, on, again=again) for record, parts in taken}
            gone = (
                set(content.stamps[model.folder].records) - content.ids(model.folder) if model.folder in content.stamps else set()
            )
            found[file] = in_stamps(_text(root / file), lines | {id_: {} for id_ in gone})
    return found


def _record_lines(
    content: Content, record: Record[RecordModel], parts: Sequence[str], on: date, *, again: bool
) -> dict[str, str]:
    stamps = content.stamps_of(type(record.data).folder, record.id)
    lines: dict[str, str] = {}
    for language in content.languages:
        for text, standing in texts(record.data, stamps, language):
            looked = any(not part or f"{text.name}.".startswith(f"{part}.") for part in parts)
            if line := _line(stamps.get(text.name), standing, text.mark, on, looked=looked, again=again):
                lines[text.name] = line
    return lines


def _line(stamp: Stamp | None, standing: Standing, mark: str, on: date, *, looked: bool, again: bool) -> str:
    """Return what stands behind the name of a section or text; nothing where nobody ever looked at it."""
    if standing.state == CURRENT and standing.on and not (looked and again):
        return str(Stamp(mark, standing.on))
    if looked:
        return str(Stamp(mark, on))
    return str(stamp) if stamp else ""


def in_front_matter(text: str, page: Page, lines: Mapping[str, str]) -> str:
    """Return the text of a page with the stamps of its sections, in the order of the page; every other line as it was."""
    end = "\r\n" if "\r\n" in text else "\n"
    rows = text.split(end)
    closing = page.body_line - 2
    first, last = _block(page, rows, closing)
    old = rows[first + 1 : last] if first < last else []
    own = _KEY if first == last or rows[first].strip() == f"{_KEY}:" else ""
    body = merged(old if own else [], lines)
    block = (
        [rows[first] if first < last and own else f"{_KEY}:", *body]
        if lines
        else [row for row in old if row.lstrip().startswith("#")]
    )
    return end.join([*rows[:first], *block, *rows[last:]])


def _block(page: Page, rows: Sequence[str], closing: int) -> tuple[int, int]:
    """Return the rows of the front matter that hold the stamps, or twice the row they go before."""
    node = page.front_node
    key = node.key(_KEY) if isinstance(node, Keys) else None
    if key is None or not isinstance(node, Keys):
        return closing, closing
    first = key.place.line - 1
    after = [name.place.line - 1 for name, _ in node.entries if name.place.line - 1 > first]
    last = min(after, default=closing)
    while last > first + 1 and (rows[last - 1].startswith("#") or not rows[last - 1].strip()):
        last -= 1  # a comment at the margin belongs to what follows
    return first, last


def in_stamps(text: str, wanted: Mapping[str, Mapping[str, str]]) -> str:
    """Return the text of a file of stamps with those of some records as wanted, records by id; every other line as it was."""
    end = "\r\n" if "\r\n" in text else "\n"
    head, blocks = _blocks((text or _HEAD).replace("\r\n", "\n").splitlines())
    for id_, lines in wanted.items():
        if id_ in blocks:
            blocks[id_] = merged(blocks[id_], lines)
            if not lines:
                del blocks[id_]
        elif lines:
            blocks = _with(blocks, id_, merged([], lines))
    rows = [*head, *(row for id_, block in blocks.items() for row in (f"{id_}:", *block))]
    return end.join([*rows, ""]) if blocks else ""


def _blocks(rows: Iterable[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the rows before the first record, and those below each record."""
    head: list[str] = []
    blocks: dict[str, list[str]] = {}
    current = head
    for row in rows:
        if found := _RECORD.fullmatch(row):
            current = blocks.setdefault(found["id"], [])
        else:
            current.append(row)
    return head, blocks


def _with(blocks: Mapping[str, list[str]], id_: str, rows: list[str]) -> dict[str, list[str]]:
    """Return blocks with one more, before the first whose id comes later."""
    before = next((known for known in blocks if known > id_), None)
    found: dict[str, list[str]] = {}
    for known, block in blocks.items():
        if known == before:
            found[id_] = rows
        found[known] = block
    return found if before else {**found, id_: rows}


def merged(rows: Sequence[str], lines: Mapping[str, str]) -> list[str]:
    """Return rows of ``name: stamp`` brought up to date: a row stays where it is, a new one follows the one it follows in ``lines``.

    Args:
        rows: the rows as they stand, comments among them.
        lines: what stands behind each name, in order.
    """
    kept: list[tuple[str, str]] = []
    for row in rows:
        found = _ENTRY.fullmatch(row)
        name = found["name"] if found and not row.lstrip().startswith("#") else ""
        if name in lines:
            kept.append((name, row if row.strip() == f"{name}: {lines[name]}" else f"  {name}: {lines[name]}"))
        elif not name:
            kept.append(("", row))
    names = list(lines)
    for number, name in enumerate(names):
        if all(name != one for one, _ in kept):
            before = set(names[:number])
            at = max((place + 1 for place, (one, _) in enumerate(kept) if one in before), default=0)
            kept.insert(at, (name, f"  {name}: {lines[name]}"))
    return [row for _, row in kept]


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.is_file() else ""
