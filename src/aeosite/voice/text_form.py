"""Messages as people send them: free words, and at the end a line for the machine. Mails quote and wrap both."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import unquote

from aeosite.basics.problems import Place
from aeosite.voice.decoding import LOST, tidy, wide_to_narrow
from aeosite.voice.message import (
    LONGEST,
    MARK,
    VERSION,
    Heard,
    Message,
    anchor_in,
    day_in,
    kind_in,
    language_in,
    page_in,
    trouble,
)

_MACHINE = re.compile(rf"(?:^|[:：] ?){MARK}/(?P<version>\d+)(?P<rest>.*)", re.I)
_QUOTE = re.compile(r"^(?:[ \u3000]*[>＞|] ?)+")
_PAIR = re.compile(r"([a-z]+)=(\S*)")
_PAIRS_ALONE = re.compile(r"\s*[a-z]+=\S*(?:\s+[a-z]+=\S*)*\s*")
_CUT = re.compile(r"\s*([A-Za-z0-9%/._-]+)(?:\s+[a-z]+=\S*)*\s*")
_DASHES = r"[\s\-_=—–─━*]*"
_RULES = {
    "message": re.compile(rf"{_DASHES}(?:内容\s*)?(?:message|内容){_DASHES}", re.I),
    "contact": re.compile(rf"{_DASHES}(?:联系方式\s*)?(?:contact|联系方式){_DASHES}", re.I),
    "place": re.compile(rf"{_DASHES}(?:位置\s*)?(?:place|位置){_DASHES}", re.I),
}
_REPLY_HEAD = re.compile(
    r"^(?:On .{5,200} wrote:|在 ?.{5,200}(?:写道|寫道)[:：]|-{2,} ?(?:Original Message|原始邮件|转发邮件) ?-{2,}.*)$", re.I
)

LINES = 4_000
"""Lines that one message may have; more are not looked at."""


def has_machine_line(text: str) -> bool:
    """Whether a text holds the line for the machine."""
    return MARK in wide_to_narrow(text).lower()


def messages_in(lines: Iterator[str], file: str, channel: str, *, received: str = "", first_line: int = 1) -> Iterator[Heard]:
    """Yield the messages of a text: each ends with its line for the machine; a text without any is one message.

    Args:
        lines: the text, line by line; read as it is asked for, and never kept as a whole.
        file: the file, for places.
        channel: the way it came.
        received: the day it came.
        first_line: the line of the file that it begins on.
    """
    kept: list[str] = []
    size, dropped, begin, found, line_number = 0, 0, first_line, False, first_line - 1
    ahead: list[str] = []
    while True:
        line = ahead.pop() if ahead else next(lines, None)
        if line is None:
            break
        line_number += 1
        if _is_machine(line):
            machine, ahead, wrapped = _whole_line(line, lines)
            line_number += wrapped
            place = Place(file, begin)
            yield from _one(kept, machine, place, channel, received)
            if dropped:
                yield _cut(place, dropped)
            kept, size, dropped, found, begin = [], 0, 0, True, line_number + 1
        elif size < LONGEST * 2 and len(kept) < LINES:
            kept.append(line)
            size += len(line)
        else:
            dropped += len(line)
    rest = tidy("".join(kept))
    if not found:
        yield from _one(kept, "", Place(file, first_line), channel, received)
    elif rest and channel == "form" and not _is_rule(rest):
        yield trouble(
            Place(file, begin),
            "feedback-outside",
            "这里往后的文字不属于任何一条反馈：后面没有机器读的一行。",
            "The text from here on belongs to no message: no line for the machine follows it.",
            "是一条反馈的，另存为一个文本文件再导入；不是的，不用管。",
            "If it is a message, save it as a text file of its own and import that; otherwise leave it.",
        )
    if dropped:
        yield _cut(Place(file, begin), dropped)


def _is_machine(line: str) -> bool:
    """Whether a line is the one for the machine. One that is moved in is a reader's: the form does so with what looks like it."""
    return len(line) < 4_000 and _MACHINE.search(wide_to_narrow(_unquoted(line))) is not None


def _whole_line(line: str, lines: Iterator[str]) -> tuple[str, list[str], int]:
    """Return the line for the machine with the lines it was wrapped onto, what was read beyond it, and how many lines it was wrapped onto."""
    whole = wide_to_narrow(_unquoted(line)).rstrip()
    for wrapped in range(8):
        following = next(lines, None)
        if following is None:
            return whole, [], wrapped
        part = wide_to_narrow(_unquoted(following)).strip()
        if part and _PAIRS_ALONE.fullmatch(part):
            whole = f"{whole} {part}"
        elif (cut := _CUT.fullmatch(part)) and _lacks_its_end(whole, cut[1]):
            whole = f"{whole}{part}"
        else:
            return whole, [following], wrapped
    return whole, [], 8


def _lacks_its_end(whole: str, part: str) -> bool:
    """Whether a line was cut within a value: the last value becomes one only with what follows, or a name has none yet."""
    if whole.endswith(("=", "%", "/")):
        return True
    name, _, value = whole.rpartition(" ")[2].partition("=")
    return (name == "page" and not value.endswith(".html") and page_in(f"{value}{part}") != "") or (
        name == "edition" and not day_in(value) and day_in(f"{value}{part}") != ""
    )


def _unquoted(line: str) -> str:
    return _QUOTE.sub("", line)


def _one(lines: Sequence[str], machine: str, place: Place, channel: str, received: str) -> Iterator[Heard]:
    """Yield the message of some lines and its line for the machine, and what is wrong with it."""
    parsed = _MACHINE.search(machine)
    if parsed and int(parsed["version"][:9]) != VERSION:
        yield wrong_version(place)
        return
    said = dict(_PAIR.findall(parsed["rest"])) if parsed else {}
    text, contact = _parts(lines, quoted=parsed is not None)
    message = message_of(
        place, channel, {name: unquote(value, errors="replace") for name, value in said.items()}, text, contact, received
    )
    yield from checked(message, voted=parsed is not None)


def message_of(place: Place, channel: str, said: dict[str, str], text: str, contact: str, received: str) -> Message:
    """Return a message, of what is said of it only what can be so."""
    return Message(
        place,
        channel,
        kind_in(said.get("kind", "")),
        text,
        contact,
        page_in(said.get("page", "")),
        anchor_in(said.get("anchor", "")),
        language_in(said.get("language", "")),
        day_in(said.get("edition", "")),
        received,
    )


def checked(message: Message, *, voted: bool = True) -> Iterator[Heard]:
    """Yield a message, its text cut to what is kept, and what is wrong with it.

    Args:
        message: the message.
        voted: whether a vote without words may count.
    """
    place, text = message.place, tidy(message.text)
    if not text and not (voted and message.kind in ("helpful", "not-helpful")):
        yield trouble(
            place,
            "feedback-empty",
            "这一条没有内容。",
            "This item says nothing.",
            "核对原件；内容在附件或图片里的，请把文字录入再导入。",
            "Look at the original; if the words are in an attachment or a picture, type them and import that.",
        )
        return
    if LOST in text:
        yield trouble(
            place,
            "feedback-encoding",
            "有的字符读不出来，已用 � 代替。",
            "Some characters could not be read; � stands for them.",
            "用 UTF-8 另存原文件再导入；已经导入的这一条可以在收件夹里改正。",
            "Save the original as UTF-8 and import it again, or mend this item in the inbox.",
        )
    yield replace(message, text=text[:LONGEST])
    if len(text) > LONGEST:
        yield _cut(place, len(text) - LONGEST)


def wrong_version(place: Place) -> Heard:
    """Return what is said of a message of a later version of the format."""
    return trouble(
        place,
        "feedback-version",
        f"这条反馈的格式不是第 {VERSION} 版。",
        f"This message is not of version {VERSION} of the format.",
        "更新本程序再导入。",
        "Update this program and import it again.",
    )


def _cut(place: Place, more: int) -> Heard:
    return trouble(
        place,
        "feedback-long",
        f"这一条太长，只收入前 {LONGEST} 个字符，其余约 {more} 个没有收入。",
        f"This item is too long: its first {LONGEST} characters are kept, about {more} are not.",
        "内容重要的，把其余部分另存为文本文件再导入。",
        "If the rest matters, save it as a text file and import that.",
    )


def _parts(lines: Sequence[str], *, quoted: bool) -> tuple[str, str]:
    """Return what the reader wrote and the contact: what stands between the dividing lines, or where there are none, all of it."""
    bare = [line.rstrip("\r\n") for line in lines]
    free = [_unquoted(line) for line in bare]
    marks = {name: _last(free, rule) for name, rule in _RULES.items()}
    if marks["message"] is None:
        return "\n".join(_own(bare, free, quoted)), ""
    ends = [at for name in ("contact", "place") if (at := marks[name]) is not None and at > marks["message"]]
    text = free[marks["message"] + 1 : min(ends, default=len(free))]
    contact: Sequence[str] = ()
    if marks["contact"] is not None and marks["contact"] > marks["message"]:
        later = [at for at in (marks["place"],) if at is not None and at > marks["contact"]]
        contact = free[marks["contact"] + 1 : min(later, default=len(free))]
    return "\n".join(text), "\n".join(contact).strip()


def _own(bare: Sequence[str], free: Sequence[str], quoted: bool) -> Sequence[str]:
    """Return the lines a person wrote: not what is quoted from somebody else, unless nothing else is there or the machine's line is quoted too."""
    own = [line for line in bare if not _QUOTE.match(line) and not _REPLY_HEAD.match(line.strip())]
    return free if quoted or not any(line.strip() for line in own) else own


def _last(lines: Sequence[str], rule: re.Pattern[str]) -> int | None:
    found = (index for index in range(len(lines) - 1, -1, -1) if _is(rule, lines[index]))
    return next(found, None)


def _is(rule: re.Pattern[str], line: str) -> bool:
    """Whether a line is a dividing one: its words between dashes on both sides, from the first column on."""
    plain = wide_to_narrow(line).rstrip()
    return 6 <= len(plain) <= 80 and plain[:2] in _PAIRS and plain[-2:] in _PAIRS and rule.fullmatch(plain) is not None


_PAIRS = frozenset(sign * 2 for sign in "-_=—–─━*")


def _is_rule(text: str) -> bool:
    return re.fullmatch(r"[\s\-_=—–─━*]*", text) is not None
