"""The corpus of attacks: read from ``tests/attacks``, all put into one copy of the miniature project, each answer found by its place."""

import os
import re
import struct
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from aeosite.basics.problems import Problem
from aeosite.compose.article import compose
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel
from aeosite.model.records import MODELS
from aeosite.read.content import Record, pairs
from aeosite.read.validate import validate
from aeosite.read.yaml_text import read
from aeosite.rules import check
from project import AS_OF, MINI, TESTS, TODAY, guide_of, press_of

FOLDER = TESTS / "attacks"
KINDS = ("pages", "front", "yaml", "values", "files")
"""The kinds that each stand in a file of their own."""

Say = Callable[[str], None]
WORDS = {"zh": "文字", "en": "words"}
MODEL = {model.folder: model for model in MODELS}


@dataclass(frozen=True)
class Attack:
    """One attack: its kind, its number there, a few words, the codes one of which the gate must say, and what it is made of."""

    kind: str
    number: int
    name: str
    codes: frozenset[str]
    made_of: Mapping[str, Any]

    @property
    def stem(self) -> str:
        """What its files are called."""
        return f"{self.kind}-{self.number}"

    @property
    def label(self) -> str:
        """What its test is called."""
        return f"{self.kind}: {self.name}"


def attacks(*kinds: str) -> list[Attack]:
    """Return the attacks of some kinds, in order."""
    return [one for kind in kinds for one in _of(kind)]


def _of(kind: str) -> Iterator[Attack]:
    for number, row in enumerate(yaml.safe_load((FOLDER / f"{kind}.yml").read_text(encoding="utf-8")), 1):
        code = row.pop("code", [])
        yield Attack(kind, number, row.pop("name"), frozenset([code] if isinstance(code, str) else code), row)


def put(attack: Attack, root: Path) -> tuple[str, ...]:
    """Put an attack into a project and return the paths at which the gate must answer it."""
    return _PUT[attack.kind](attack, root)


def answers(root: Path, put_in: Mapping[str, Attack]) -> dict[str, list[Problem]]:
    """Return what the gate says of a project full of attacks, by path; a page without other faults is composed too."""
    guide = guide_of(root, AS_OF, TODAY)
    found = defaultdict(list)
    for problem in check(guide):
        found[problem.place.path].append(problem)
    press = press_of()
    for page in guide.pages():
        if page.file in put_in and not found[page.file]:
            found[page.file] += compose(guide, page, press).composed.problems
    return found


def page_of(language: str, body: str, **front: Any) -> str:
    """Return a page with some lines of its front matter replaced."""
    sound = {"title": f"{WORDS[language]} x", "description": f"{WORDS[language]} y", "reviewed_on": "2026-05-02"}
    head = yaml.safe_dump({**sound, **front}, allow_unicode=True)
    return f"---\n{head}---\n\n# {WORDS[language]} {{#top}}\n\n{body.replace('WORD', WORDS[language])}\n"


def _page(attack: Attack, root: Path) -> tuple[str, ...]:
    return tuple(
        _write(root, f"docs/{language}/attack/{attack.stem}.md", page_of(language, attack.made_of["page"]).encode())
        for language in WORDS
    )


def _front(attack: Attack, root: Path) -> tuple[str, ...]:
    return tuple(
        _write(root, f"docs/{language}/attack/{attack.stem}.md", page_of(language, "", **attack.made_of["front"]).encode())
        for language in WORDS
    )


def _yaml(attack: Attack, root: Path) -> tuple[str, ...]:
    sound = _plain("faq/which-code")
    del sound["note"]
    text = yaml.safe_dump({**sound, "id": attack.stem}, allow_unicode=True, sort_keys=False).rstrip()
    return (_write(root, f"docs/records/faq/{attack.stem}.yml", f"{attack.made_of['yaml'].replace('TEXT', text)}\n".encode()),)


def _value(attack: Attack, root: Path) -> tuple[str, ...]:
    whole: Any = _plain(attack.made_of["record"])
    whole["id"] = attack.stem
    *way, last = attack.made_of["at"]
    inner = whole
    for step in way:
        inner = inner[step]
    inner[last] = attack.made_of["value"]
    folder = attack.made_of["record"].split("/")[0]
    return (_write(root, f"docs/records/{folder}/{attack.stem}.yml", _dumped(whole)),)


def _file(attack: Attack, root: Path) -> tuple[str, ...]:
    made_of, file = attack.made_of, f"docs/{attack.made_of['path']}"
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    if "link" in made_of:
        path.symlink_to(made_of["link"])
    elif "pipe" in made_of:
        os.mkfifo(path)
    else:
        data = (
            picture(made_of["png"])
            if "png" in made_of
            else _deep(made_of["deep"])
            if "deep" in made_of
            else made_of["text"].encode()
        )
        _write(root, file, data)
    return (file,)


_PUT: dict[str, Callable[[Attack, Path], tuple[str, ...]]] = {
    "pages": _page,
    "front": _front,
    "yaml": _yaml,
    "values": _value,
    "files": _file,
}


def _write(root: Path, file: str, data: bytes) -> str:
    path = root / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return file


def _plain(record: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(
        (MINI / "docs/records" / f"{record}.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader
    )
    return loaded


def _dumped(data: Any) -> bytes:
    return yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, default_style='"', width=9999).encode()


def _deep(levels: int) -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * levels + b"</g>" * levels + b"</svg>"


def chunk(name: bytes, data: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def picture(wrong: str) -> bytes:
    """Return a PNG of four by four grey dots with something wrong with it."""
    wide = {"wide": 60_000, "nought": 0}.get(wrong, 4)
    lines = {"bomb": b"\0" * 9_000_000, "blank": b""}.get(wrong, b"\0\1\2\3\4" * 4)
    if wrong == "interlaced":
        lines = b"".join(b"\0" + b"\1" * w for w, h in ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2)) for _ in range(h))
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", wide, 4, 8, 0, 0, 0, wrong == "interlaced"))
    more = {"words": chunk(b"tEXt", b"a\0<script>alert(1)</script>"), "moves": chunk(b"acTL", b"\0" * 8)}.get(wrong, b"")
    data = b"\x89PNG\r\n\x1a\n" + head + more + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    if wrong == "checksum":
        return data[:30] + b"x" + data[31:]
    return data[:-20] if wrong == "cut" else data + b"PK\3\4 zip" if wrong == "after" else data


@dataclass(frozen=True)
class Texts:
    """A record and the ways to its texts."""

    record: Record[RecordModel]
    ways: tuple[tuple[str | int, ...], ...]

    @property
    def model(self) -> type[RecordModel]:
        """What the record is."""
        return type(self.record.data)

    def with_(self, change: Callable[[int, str], str]) -> bytes:
        """Return the file of the record with each text changed, given its number."""
        whole = deepcopy(yaml.load(self.record.source, Loader=yaml.BaseLoader))
        for number, (*way, last) in enumerate(self.ways):
            inner = whole
            for step in way:
                inner = inner[step]
            for language in WORDS:
                inner[last][language] = change(number, inner[last][language])
        return _dumped(whole)


def all_texts(guide: Guide) -> list[Texts]:
    """Return every record that has texts, with the ways to them."""
    records = [record for model in MODELS for record in guide.content.all(model)]
    return [Texts(record, ways) for record in records if (ways := tuple(tuple(way) for way, _ in pairs(record.data)))]


def needed(texts: list[Texts]) -> list[Texts]:
    """Return as many of the records as have every text that a record can have."""
    seen: set[tuple[Any, ...]] = set()
    kept = []
    for one in sorted(texts, key=lambda one: (one.model.folder, -len(one.ways))):
        named = {(one.model, *(step for step in way if isinstance(step, str))) for way in one.ways}
        if not named <= seen:
            seen |= named
            kept.append(one)
    return kept


def problems_in(texts: Texts, data: bytes) -> list[Problem]:
    """Return what reading a record says."""
    node, problems = read(data, texts.record.path)
    return [*problems, *(validate(texts.model, node)[1] if node else [])]


def plain_words(text: str) -> str:
    """Return a text without anything but letters and digits, to look for it whatever it was escaped to."""
    return re.sub(r"\W+", "", text)


def inert_project(root: Path) -> None:
    """Put every attack that the gate lets pass into a project: those on pages a few a page, those on texts into every text of every record."""
    passing = [one for one in attacks("pages") if not one.codes]
    for first in range(0, len(passing), 8):
        bodies = "\n\n".join(
            f"## WORD {{#a-{one.number}}}\n\n{one.made_of['page']}\n\nWORD {one.number}" for one in passing[first : first + 8]
        )
        for language in WORDS:
            _write(root, f"docs/{language}/attack/inert-{first}.md", page_of(language, bodies).encode())
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    listed = "".join(f"      - attack/inert-{first}.md\n" for first in range(0, len(passing), 8))
    _write(root, "mkdocs.yml", settings.replace("      - pictures.md\n", f"      - pictures.md\n{listed}").encode())
    for one in attacks("files"):
        if not one.codes:
            put(one, root)
    texts = [one.made_of["text"] for one in attacks("texts") if not one.codes]
    for at, one in enumerate(all_texts(guide_of(root))):
        whole = partial(_with, one, texts, at)
        _write(root, one.record.path, one.with_(whole))


def _with(one: Texts, texts: list[str], at: int, number: int, text: str) -> str:
    """Return a text with an attack before it; the names of countries are checked against a list."""
    named = one.record.path.startswith("docs/records/partners/") and one.ways[number] == ("name",)
    return text if named else texts[(at + number) % len(texts)] + text
