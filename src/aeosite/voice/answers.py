"""What editors do with a matter: look at it, merge it, decline it, and draft the public record of its answer."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from aeosite.basics.language import Text
from aeosite.basics.problems import Failure, Place, Problem, did_you_mean
from aeosite.guide.guide import Guide
from aeosite.model.help import Question, Reply
from aeosite.voice.decoding import tidy
from aeosite.voice.matter import INBOX, Matter, State, file_of, matter_in, matters_in, put, shown_of, written

NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What a record or a matter may be called. Nothing else becomes part of a path."""

PUBLIC: tuple[State, ...] = ("received", "being-checked", "answered", "changed", "not-possible")
"""The states that readers see."""


class NotDone(Failure):
    """Raised where what an editor asks cannot be done; carries the problem. Nothing was changed."""


@dataclass(frozen=True)
class Desk:
    """Where editors work on matters.

    Attributes:
        root: the project folder.
        folder: the folder of the feedback.
        guide: the guide, whether or not its content has problems.
        today: the day.
    """

    root: Path
    folder: Path
    guide: Guide
    today: date

    def matter(self, id_: str) -> Matter:
        """Return a matter by its name or the beginning of it.

        Args:
            id_: its name, or so much of it that it is the only one.

        Raises:
            NotDone: there is none such, there are several, or its file cannot be read.
        """
        names = sorted(path.stem for path in (self.folder / INBOX).glob("*.yml"))
        found = [name for name in names if NAME.fullmatch(id_) and name.startswith(id_)]
        if len(found) != 1 and id_ not in found:
            raise NotDone(self._no_matter(id_, found or names, several=bool(found)))
        path = file_of(self.folder, id_ if id_ in found else found[0])
        matter, problems = matter_in(path, shown_of(path, self.root))
        if matter is None:
            raise NotDone(problems[0])
        return matter

    def _no_matter(self, id_: str, names: Sequence[str], *, several: bool) -> Problem:
        said = id_ if NAME.fullmatch(id_) else "?"
        place = Place(shown_of(self.folder / INBOX, self.root))
        if several:
            message = Text(f"{said} 开头的不止一件。", f"Several matters begin with {said}.")
            return Problem(place, "feedback-id", message, Text("多写几个字符。", "Write more of it."))
        fix = (
            did_you_mean(said, names)
            if names
            else Text("先用 aeosite feedback import 导入。", "Import some first: aeosite feedback import.")
        )
        return Problem(place, "feedback-id", Text(f"收件夹里没有 {said}。", f"There is no {said} in the inbox."), fix)

    def everything(self) -> Iterator[Matter | Problem]:
        """Yield every matter, and what is wrong with files that cannot be read."""
        yield from matters_in(self.folder, self.root)

    def merged_into(self, id_: str) -> list[Matter]:
        """Return the matters that were merged into one."""
        return [one for one in self.everything() if isinstance(one, Matter) and one.merged == id_]

    def asked(self, matter: Matter) -> int:
        """Return how many messages say what a matter says, with those merged into it."""
        return matter.count + sum(one.count for one in self.merged_into(str(matter.id)))

    def save(self, matter: Matter) -> Path:
        """Write a matter back; return its file."""
        path = file_of(self.folder, str(matter.id))
        put(path, [written(matter)])
        return path


def check(desk: Desk, id_: str) -> Matter:
    """Note that somebody is looking into a matter, and return it.

    Args:
        desk: where.
        id_: the matter.

    Raises:
        NotDone: it is not waiting.
    """
    matter = desk.matter(id_)
    if matter.state not in ("received", "being-checked"):
        raise NotDone(_closed(desk, matter))
    moved = matter.model_copy(update={"state": "being-checked"})
    desk.save(moved)
    return moved


def merge(desk: Desk, target: str, others: Sequence[str]) -> list[Matter]:
    """Put matters to another that asks the same, and return them.

    Args:
        desk: where.
        target: the matter that stays.
        others: those that go into it.

    Raises:
        NotDone: one is the other, was merged itself, or is answered.
    """
    into = desk.matter(target)
    found = [desk.matter(id_) for id_ in others]
    for one in found:
        if one.id == into.id or into.merged:
            raise NotDone(_circle(desk, into))
        if one.state not in ("received", "being-checked"):
            raise NotDone(_closed(desk, one))
    moved = [
        one.model_copy(update={"state": "merged", "merged": into.id})
        for matter in found
        for one in (matter, *desk.merged_into(str(matter.id)))
    ]
    for one in moved:
        desk.save(one)
    return moved


def decline(desk: Desk, id_: str, why: str) -> Matter:
    """Close a matter without a public answer, and return it. What readers should know of is answered as not possible instead.

    Args:
        desk: where.
        id_: the matter.
        why: why, for other editors.

    Raises:
        NotDone: it does not wait, or no reason is given.
    """
    matter = desk.matter(id_)
    if matter.state not in ("received", "being-checked"):
        raise NotDone(_closed(desk, matter))
    if not tidy(why):
        fix = Text('加上 --why "理由"。', 'Add --why "the reason".')
        raise NotDone(Problem(_place(desk, matter), "feedback-why", Text("没有写理由。", "No reason is given."), fix))
    moved = matter.model_copy(update={"state": "declined", "why": tidy(why)})
    desk.save(moved)
    return moved


@dataclass(frozen=True)
class Wording:
    """What an editor says of an answer on the command line; whatever is left out is left to be filled in.

    Attributes:
        state: one of ``PUBLIC``.
        question: the question in the editor's words, by language.
        answer: the answer, or why it is not possible, by language.
        changed: ids of notes of what changed.
        name: what the record is to be called; made from the matter where it is empty.
        audiences: whom it concerns.
        pages: the pages it concerns; those proposed where there are none.
        district: the customs district it is about.
    """

    state: State = "answered"
    question: Mapping[str, str] = field(default_factory=dict)
    answer: Mapping[str, str] = field(default_factory=dict)
    changed: Sequence[str] = ()
    name: str = ""
    audiences: Sequence[str] = ()
    pages: Sequence[str] = ()
    district: str = ""


def answer(desk: Desk, id_: str, wording: Wording) -> tuple[Path, bool]:
    """Draft the public record of an answer and note in the inbox that there is one; return its file, and whether it is whole.

    None of the reader's words go into it: the gate refuses the record until an editor has written the question and the answer.

    Args:
        desk: where.
        id_: the matter.
        wording: what the editor says already.

    Raises:
        NotDone: the matter was merged or declined, or there is a record of that name of something else.
    """
    matter = desk.matter(id_)
    if matter.state in ("merged", "declined"):
        raise NotDone(_closed(desk, matter))
    name = str(matter.reply or wording.name or f"{matter.received:%Y-%m}-{matter.id[:6]}")
    path = _record_path(desk, matter, Reply.folder, name, known=matter.reply is not None)
    if not path.exists():
        put(path, ["".join(_reply(desk, matter, name, wording))])
    desk.save(matter.model_copy(update={"state": wording.state, "reply": name}))
    return path, _whole(wording)


def new_question(desk: Desk, id_: str, name: str) -> Path:
    """Draft a record of the questions from a matter and return its file.

    Args:
        desk: where.
        id_: the matter.
        name: what the record is to be called.

    Raises:
        NotDone: there is a record of that name already.
    """
    matter = desk.matter(id_)
    path = _record_path(desk, matter, Question.folder, name, known=False)
    put(path, ["".join(_question(desk, matter, name))])
    return path


def _record_path(desk: Desk, matter: Matter, folder: str, name: str, *, known: bool) -> Path:
    if not NAME.fullmatch(name) or len(name) > 80:
        message = Text("记录的名称不合规则。", "The name of the record does not fit.")
        fix = Text("只用小写字母、数字和连字符。", "Use lower-case letters, digits and hyphens only.")
        raise NotDone(Problem(_place(desk, matter), "feedback-name", message, fix))
    path = desk.root / "docs" / "records" / folder / f"{name}.yml"
    if path.exists() and not known:
        message = Text(f"已经有记录 {folder}/{name}.yml。", f"There is a record {folder}/{name}.yml already.")
        fix = Text(
            "用 --name 换一个名称；补充原有的，直接改那个文件。", "Choose another with --name; to add to that one, edit its file."
        )
        raise NotDone(Problem(_place(desk, matter), "feedback-name", message, fix))
    return path


def _reply(desk: Desk, matter: Matter, name: str, wording: Wording) -> Iterator[str]:
    closed = wording.state in ("answered", "changed", "not-possible")
    yield _HEAD.format(kind=Reply.kind_name.zh, name_en=Reply.kind_name.en, id=matter.id)
    yield f"id: {name}\nstate: {wording.state}\nkind: {matter.kind if matter.kind in _PUBLIC_KINDS else 'question'}\n"
    yield from _list("audiences", wording.audiences or _audiences(desk, matter))
    if wording.district or matter.district in desk.guide.content.ids("districts"):
        yield f"district: {wording.district or matter.district}\n"
    yield f"received: {matter.received}\nasked: {desk.asked(matter)}\n"
    yield from _pair("question", wording.question)
    yield from _list("pages", wording.pages or _pages(desk, matter))
    if closed:
        yield f"replied: {desk.today}\n"
        yield from _pair("why" if wording.state == "not-possible" else "answer", wording.answer)
    if wording.state == "changed" or wording.changed:
        yield from _list("changed", wording.changed)


_PUBLIC_KINDS = ("wrong", "unclear", "missing", "question", "suggestion")

_HEAD = """# {kind}：由收件夹中的 {id} 起草。写上空着的中英文，用自己的话改写，不照抄读者的原文，不写能认出读者的内容；写好后删去本行和下一行。
# A {name_en}, drafted from {id} of the inbox. Fill in what is empty, in your own words, with nothing a reader could be known by; then delete these two lines.
"""


def _question(desk: Desk, matter: Matter, name: str) -> Iterator[str]:
    orders = [record.data.order for record in desk.guide.content.all(Question)]
    yield _HEAD.format(kind=Question.kind_name.zh, name_en=Question.kind_name.en, id=matter.id)
    yield f"id: {name}\nevidence: unconfirmed\nverified_on: {desk.today}\ntopic:\norder: {max(orders, default=0) + 1}\n"
    yield from _list("audiences", _audiences(desk, matter))
    yield from _pair("question", {})
    yield from _pair("answer", {})
    yield from _list("see", _pages(desk, matter))
    yield f"asked: {desk.asked(matter)}\n"


def _pair(name: str, said: Mapping[str, str]) -> Iterator[str]:
    yield f"{name}:\n"
    yield from (f"  {language}:{f' {_quoted(said[language])}' if said.get(language) else ''}\n" for language in ("zh", "en"))


def _quoted(text: str) -> str:
    return json.dumps(" ".join(tidy(text).split()), ensure_ascii=False)


def _list(name: str, items: Sequence[str]) -> Iterator[str]:
    words = [item for item in items if re.fullmatch(r"[a-z0-9][a-z0-9./-]*", item)]
    yield f"{name}:\n{''.join(f'  - {word}{chr(10)}' for word in words)}" if words else f"{name}: []\n"


def _audiences(desk: Desk, matter: Matter) -> list[str]:
    """Return the audiences of the page that a matter is about; everybody where it has none."""
    for path in _pages(desk, matter):
        front = desk.guide.content.outline(desk.guide.content.languages[0], path).front
        if front and front.audiences:
            return [str(audience) for audience in front.audiences]
    return ["all"]


def _pages(desk: Desk, matter: Matter) -> list[str]:
    pages = desk.guide.content.pages[desk.guide.content.languages[0]]
    return [one.page for one in matter.about[:1] if one.page in pages]


def _whole(wording: Wording) -> bool:
    both = [wording.question, *([wording.answer] if wording.state not in ("received", "being-checked") else [])]
    return all(said.get(language) for said in both for language in ("zh", "en")) and (
        wording.state != "changed" or bool(wording.changed)
    )


def _place(desk: Desk, matter: Matter) -> Place:
    return Place(shown_of(file_of(desk.folder, str(matter.id)), desk.root))


def _closed(desk: Desk, matter: Matter) -> Problem:
    message = Text(
        f"{matter.id} 的状态是 {matter.state}，不再待办。", f"{matter.id} is {matter.state}; it does not wait any more."
    )
    fix = Text(
        "要重新处理，先在它的文件里把 state 改回 received。", "To take it up again, set state back to received in its file."
    )
    return Problem(_place(desk, matter), "feedback-state", message, fix)


def _circle(desk: Desk, matter: Matter) -> Problem:
    message = Text(
        "不能并入自身，也不能并入已经并走的一件。", "A matter goes neither into itself nor into one that was merged away."
    )
    return Problem(_place(desk, matter), "feedback-merge", message, Text("核对两个编号。", "Check both names."))
