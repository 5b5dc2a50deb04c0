"""Takes messages in: cleans each, and puts it to the matter it belongs to. Doing so again with the same messages adds nothing."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from aeosite.basics.problems import Problem
from aeosite.voice.alike import Alike
from aeosite.voice.matter import (
    Matter,
    Proposal,
    Said,
    file_of,
    matter_in,
    matter_of,
    matters_in,
    put,
    shown_of,
    squeezed,
    written,
)
from aeosite.voice.message import Heard, Message
from aeosite.voice.personal import Clean, cleaned
from aeosite.voice.survey import Answers

LEDGER = "taken.txt"
"""The file that says which messages were taken in, by digests that lead back to nobody: a line a message."""

Propose = Callable[[str, str, str], list[Proposal]]
"""Says what a message may be about: from its page, its place there and its words."""


@dataclass
class Taken:
    """What an import did.

    Attributes:
        messages: how many messages were read.
        new: how many were taken in; the others had been before.
        matters: the matters that are new, by name.
        more: how many matters were there already and have messages more.
        like: of the new matters, those that say nearly what another says.
        dropped: how many pieces of each kind of personal data were left out.
        sheets: how many sheets of a questionnaire were read.
        problems: what could not be read, item by item.
    """

    messages: int = 0
    new: int = 0
    matters: list[str] = field(default_factory=list)
    more: int = 0
    like: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    sheets: int = 0
    problems: list[Problem] = field(default_factory=list)


def take_in(heard: Iterable[Heard | Answers], folder: Path, root: Path, today: date, propose: Propose) -> Taken:
    """Take messages into the inbox and return what was done.

    Args:
        heard: messages, and what is wrong with items that are none; asked for one by one.
        folder: the folder of the feedback.
        root: the project folder, for places.
        today: the day of messages that do not say when they came.
        propose: what says what a message may be about.
    """
    taken, intake = Taken(), _Intake(folder, root, today, propose)
    try:
        taken.problems += intake.begin()
        for one in heard:
            if isinstance(one, Message):
                taken.messages += 1
                taken.new += intake.take(one, taken.dropped)
            elif isinstance(one, Answers):
                taken.sheets += 1
            else:
                taken.problems.append(one)
        intake.end(taken)
    finally:
        intake.close()
    return taken


class _Intake:
    """What is kept while messages come in: on disk, so that no number of them fills the memory."""

    def __init__(self, folder: Path, root: Path, today: date, propose: Propose) -> None:
        self._folder, self._root, self._today, self._propose = folder, root, today, propose
        self._alike = Alike()
        self._base = sqlite3.connect("")
        self._base.execute("pragma cache_size = -16000")
        self._base.execute("create table taken (key text primary key, matter text, day text, channel text) without rowid")
        self._base.execute("create table nth (content text primary key, count integer) without rowid")
        self._base.execute("create table fresh (number integer primary key, id text unique, matter text)")
        self._touched: set[str] = set()
        self._known: set[str] = set()

    def begin(self) -> list[Problem]:
        """Read what was taken in before, and return what of it cannot be read."""
        problems = []
        for one in matters_in(self._folder, self._root):
            if isinstance(one, Matter):
                self._known.add(str(one.id))
                self._alike.add(str(one.id), squeezed(one.text))
            else:
                problems.append(one)
        self._base.executemany("insert or ignore into taken values (?, ?, ?, ?)", _ledger(self._folder / LEDGER))
        return problems

    def take(self, message: Message, dropped: Counter[str]) -> bool:
        """Take one message; return whether it had not been before."""
        clean = _clean(message)
        dropped.update(clean.dropped)
        said = Said(message.kind, clean.text, message.page, message.anchor)
        id_, day = said.id, message.received or ""
        key = self._key(message, id_)
        made = self._base.execute(
            "insert or ignore into taken values (?, ?, ?, ?)", (key, id_, day or self._today.isoformat(), message.channel)
        )
        if not made.rowcount:
            return False
        if id_ not in self._known:
            self._known.add(id_)
            self._open(message, said, id_, clean)
        self._touched.add(id_)
        return True

    def _key(self, message: Message, id_: str) -> str:
        """Return what tells a message from all others: its own name where it has one, else the how manieth it is that says the same."""
        content = "\n".join((id_, message.channel, message.received, message.token))
        if message.token:
            return _digest(content)
        self._base.execute(
            "insert into nth values (?, 1) on conflict (content) do update set count = count + 1", (_digest(content),)
        )
        (count,) = self._base.execute("select count from nth where content = ?", (_digest(content),)).fetchone()
        return _digest(f"{content}\n{count}")

    def _open(self, message: Message, said: Said, id_: str, clean: Clean) -> None:
        day = date.fromisoformat(message.received) if message.received else self._today
        like = self._alike.like(squeezed(clean.text), id_)
        self._alike.add(id_, squeezed(clean.text))
        told = {
            "id": id_,
            "state": "received",
            "kind": said.kind,
            "received": day.isoformat(),
            "latest": day.isoformat(),
            "count": "1",
            "page": said.page,
            "anchor": said.anchor,
            "language": message.language,
            "edition": message.edition,
            "district": cleaned(message.district).text,
            "audience": cleaned(message.audience).text,
            "about": self._propose(said.page, said.anchor, clean.text),
            "like": like[:10],
            "dropped": {kind: str(count) for kind, count in clean.dropped.items()},
            "text": clean.text,
        }
        matter = written(Matter.model_validate(told))
        self._base.execute("insert or ignore into fresh (id, matter) values (?, ?)", (id_, matter))

    def end(self, taken: Taken) -> None:
        """Write what was taken in: first the matters, then which messages. Whoever is interrupted in between and starts again counts the same."""
        if not self._touched:
            return
        self._base.execute("create index by_matter on taken (matter, day, channel)")
        for id_, text in self._base.execute("select id, matter from fresh order by number"):
            matter, problems = matter_of(text.encode(), id_)
            taken.problems += problems
            if matter:
                put(file_of(self._folder, id_), [written(self._counted(matter))])
                taken.matters.append(id_)
                taken.like += bool(matter.like)
        for id_ in sorted(self._touched - set(taken.matters)):
            taken.more += self._add(id_, taken)
        put(self._folder / LEDGER, self._ledger_lines())

    def _ledger_lines(self) -> Iterator[str]:
        rows = self._base.execute("select key, matter, day, channel from taken order by key")
        yield from (f"{key} {matter} {day} {channel}\n" for key, matter, day, channel in rows)

    def _add(self, id_: str, taken: Taken) -> bool:
        path = file_of(self._folder, id_)
        matter, problems = matter_in(path, shown_of(path, self._root))
        taken.problems += problems
        if matter:
            put(path, [written(self._counted(matter))])
        return matter is not None

    def _counted(self, matter: Matter) -> Matter:
        rows = self._base.execute(
            "select channel, count(*), min(day), max(day) from taken where matter = ? group by channel", (str(matter.id),)
        ).fetchall()
        days = [date.fromisoformat(day) for _, _, first, last in rows for day in (first, last)]
        by = {channel: count for channel, count, _, _ in rows}
        return matter.model_copy(update={"by": by, "count": sum(by.values()), "received": min(days), "latest": max(days)})

    def close(self) -> None:
        """Forget what was kept."""
        self._alike.close()
        self._base.close()


def _clean(message: Message) -> Clean:
    """Return the words of a message without personal data; its contact is dropped whole."""
    clean = cleaned(message.text)
    more = Counter(clean.dropped)
    more["contact"] += bool(message.contact.strip())
    return replace(clean, dropped={kind: count for kind, count in sorted(more.items()) if count})


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:24]


def _ledger(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the ledger. A line that is none of its own is passed over: it makes one message count again, and loses none."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace") as file:
        for line in file:
            row = line.split()
            if len(row) == 4 and _is_day(row[2]):
                yield row


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
