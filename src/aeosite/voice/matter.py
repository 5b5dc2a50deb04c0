"""A matter: what readers said, without who said it, and how far it has come. One file each, in a folder that is never published."""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from aeosite.basics.language import Text
from aeosite.basics.problems import Place, Problem
from aeosite.model.fields import ExactDate, Id, Strict, Whole
from aeosite.read.validate import validate
from aeosite.read.yaml_text import read

State = Literal["received", "being-checked", "answered", "changed", "not-possible", "merged", "declined"]
"""How far a matter has come. The last two are for editors alone: readers never see a matter that was merged or declined."""

WAITING: tuple[State, ...] = ("received", "being-checked")
"""The states of a matter that waits for somebody."""

_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]*(?<![-./])")

INBOX = "inbox"
"""The folder of the matters, below that of the feedback."""


def _maybe(text: object) -> object:
    return None if text == "" else text


MaybeId = Annotated[Id | None, BeforeValidator(_maybe)]


class Proposal(Strict):
    """What a matter may be about."""

    page: str = Field("", title="页面", description="page")
    record: str = Field("", title="记录", description="record or clause")
    why: Literal["said", "words"] = Field(title="来由", description="whether the reader said so, or words suggest it")


class Matter(Strict):
    """What one or more readers said."""

    id: Id = Field(title="编号", description="identity, from what was said")
    state: State = Field(title="状态", description="how far it has come")
    kind: str = Field("", title="类型", description="what the readers mean")
    received: ExactDate = Field(title="最早收到", description="day the first came")
    latest: ExactDate = Field(title="最近收到", description="day the last came")
    count: Whole = Field(title="多少条", description="how many messages say so")
    by: dict[str, Whole] = Field({}, title="渠道", description="how many of each way")
    page: str = Field("", title="读者所在的页面", description="page the reader was on")
    anchor: str = Field("", title="页面上的位置", description="place on the page")
    language: str = Field("", title="语言", description="language of the page")
    edition: str = Field("", title="版本", description="edition the reader had")
    district: str = Field("", title="海关", description="customs district named")
    audience: str = Field("", title="企业类型", description="kind of enterprise named")
    about: list[Proposal] = Field([], title="可能涉及", description="what it may be about")
    like: list[Id] = Field([], title="相近的", description="matters that say nearly the same")
    dropped: dict[str, Whole] = Field({}, title="已删去", description="what was taken out, and how much")
    reply: MaybeId = Field(None, title="公开的答复", description="its public record")
    merged: MaybeId = Field(None, title="并入", description="matter it was merged into")
    why: str = Field("", title="理由", description="why it was declined")
    text: str = Field("", title="内容", description="what was said")


@dataclass(frozen=True, slots=True)
class Said:
    """What makes a matter what it is: its words, what they mean and where."""

    kind: str
    text: str
    page: str
    anchor: str

    @property
    def id(self) -> str:
        """The name of the matter: the same for the same words about the same place, however they came and were wrapped."""
        parts = (self.kind, squeezed(self.text), self.page, self.anchor)
        return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:12]


def squeezed(text: str) -> str:
    """Return a text as what tells it from others: without blanks and line breaks, and in small letters."""
    return "".join(text.split()).casefold()


def file_of(folder: Path, id_: str) -> Path:
    """Return the file of a matter.

    Args:
        folder: the folder of the feedback.
        id_: the name of the matter, known to be one.
    """
    return folder / INBOX / f"{id_}.yml"


def written(matter: Matter) -> str:
    """Return a matter as YAML that our own reader reads back. Every text is quoted, so that none is taken for anything else."""
    data = matter.model_dump(mode="json", exclude_defaults=True, exclude={"text"})
    return f"{''.join(_lines(data))}text: {_block(matter.text)}\n"


def _lines(data: Mapping[str, object]) -> Iterator[str]:
    for name, value in data.items():
        if isinstance(value, dict):
            yield f"{name}:\n{''.join(f'  {key}: {_scalar(one)}{chr(10)}' for key, one in value.items())}"
        elif isinstance(value, list):
            yield f"{name}:\n{''.join(_item(one) for one in value)}"
        else:
            yield f"{name}: {_scalar(value)}\n"


def _item(value: object) -> str:
    if not isinstance(value, dict):
        return f"  - {_scalar(value)}\n"
    lines = [f"{key}: {_scalar(one)}" for key, one in value.items()]
    return "  - " + "\n    ".join(lines) + "\n"


def _scalar(value: object) -> str:
    """Return a text as YAML: bare where it can be nothing else, in quotation marks otherwise."""
    text = str(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _block(text: str) -> str:
    """Return a text of several lines as a block of YAML, its first line's blanks kept."""
    if not text:
        return '""'
    return "|2-\n" + "\n".join(f"  {line}" if line else "" for line in text.split("\n"))


def matter_in(path: Path, shown_path: str) -> tuple[Matter | None, list[Problem]]:
    """Return the matter of a file, or None and what is wrong with it.

    Args:
        path: the file.
        shown_path: how it is called in places.

    Raises:
        OSError: it cannot be read.
    """
    return matter_of(path.read_bytes(), shown_path)


def matter_of(data: bytes, shown_path: str) -> tuple[Matter | None, list[Problem]]:
    """Return the matter that some bytes hold, or None and what is wrong with them; arguments as for a file."""
    node, problems = read(data, shown_path)
    matter, more = validate(Matter, node) if node else (None, [])
    found = [*problems, *more]
    return (None, found) if found else (matter, [])


def matters_in(folder: Path, root: Path) -> Iterator[Matter | Problem]:
    """Yield the matters of the inbox by name, and what is wrong with those that cannot be read.

    Args:
        folder: the folder of the feedback.
        root: the project folder, for places.
    """
    for path in sorted((folder / INBOX).glob("*.yml")):
        matter, problems = matter_in(path, shown_of(path, root))
        if matter and matter.id != path.stem:
            message = Text(
                f"编号（{matter.id}）与文件名（{path.stem}）不同。", f"The id ({matter.id}) is not the file name ({path.stem})."
            )
            problems = [
                Problem(_place(path, root), "feedback-name", message, Text("改回原来的文件名。", "Give the file its name back."))
            ]
        if problems:
            yield from problems
        elif matter:
            yield matter


def shown_of(path: Path, root: Path) -> str:
    """Return how a file is called in places: from the project folder on where it lies in it."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()


def _place(path: Path, root: Path) -> Place:
    return Place(shown_of(path, root))


def put(path: Path, parts: Iterable[str]) -> None:
    """Write a file in one step: whoever reads meanwhile sees the old one or the new one.

    Args:
        path: the file; the folders it lies in are made.
        parts: its text, in pieces.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8", newline="") as file:
        file.writelines(parts)
    os.replace(beside, path)
