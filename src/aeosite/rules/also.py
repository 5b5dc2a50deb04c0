"""Rules over what readers call things: the words that search finds records and pages by."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import BaseModel

from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.basics.problems import Problem
from aeosite.guide.guide import Guide
from aeosite.model.fields import Also, Pair
from aeosite.model.records import Instrument
from aeosite.read.content import Where
from aeosite.read.pages import Outline
from aeosite.read.yaml_text import place_at
from aeosite.rules.every_record import every_record
from aeosite.rules.finding import Problems

PLACES = 4
"""One word leads to at most so many places: what leads everywhere leads nowhere."""

_Problem = Callable[[Where, Text, Text], Problem]
_NAMES = ("term", "question", "title", "topic", "name", "number", "also_called")
_ASKING = frozenset(
    (
        "怎么",
        "怎样",
        "如何",
        "什么",
        "哪里",
        "哪些",
        "多少",
        "为什么",
        "how",
        "what",
        "which",
        "where",
        "when",
        "why",
        "who",
        "can",
    )
)


@dataclass(frozen=True)
class _Said:
    """One word: its language, the function that makes a problem of it, the record or page it is for, what that is called already."""

    word: str
    language: Language
    problem: Callable[[Text, Text], Problem]
    anchor: str
    names: tuple[str, ...]
    is_page: bool = False


def also_is_said_once(guide: Guide) -> Problems:
    """一条记录或一个页面里，同一种语言的“还会怎样说”不重复。
    What readers also call a thing is listed once in each language."""
    seen: dict[tuple[str, Language, str], str] = {}
    for said in _every_word(guide):
        first = seen.setdefault((said.anchor, said.language, _key(said.word)), said.word)
        if first is not said.word:
            yield said.problem(
                Text(f"“{said.word}”写了两遍。", f"“{said.word}” is listed twice."), Text("删去一个。", "Delete one of them.")
            )


def also_is_not_its_name(guide: Guide) -> Problems:
    """“还会怎样说”里没有标题或名称里已经有的词：那些词本来就找得到。
    What readers also call a thing does not stand in its name, by which it is found anyway."""
    for said in _every_word(guide):
        if name := next((name for name in said.names if _stands_in(said.word, name)), None):
            yield said.problem(
                Text(f"“{said.word}”已经在“{name}”里。", f"“{said.word}” stands in “{name}” already."),
                Text("删去这个词；搜索本来就会找标题。", "Delete it; search looks at names anyway."),
            )


def also_leads_somewhere(guide: Guide) -> Problems:
    """“还会怎样说”的词有所指：记录在某个页面上显示，词不是一个字母，也不只是提问用的词。
    What readers also call a thing leads somewhere: a page shows the record, and the word is more than a letter or a word for asking."""
    for said in _every_word(guide):
        if not said.is_page and said.anchor not in guide.shown_ever:
            yield said.problem(
                Text(
                    f"没有页面显示 {said.anchor}，“{said.word}”找不到任何内容。",
                    f"No page shows {said.anchor}, so “{said.word}” leads nowhere.",
                ),
                Text("让一个页面显示这条记录，或删去 also。", "Let a page show the record, or delete also."),
            )
        elif _key(said.word) in _ASKING or not re.search(r"[\u3400-\u9fff]|[a-z0-9]{2}", _key(said.word)):
            yield said.problem(
                Text(
                    f"“{said.word}”什么也找不到：搜索不看提问用的词和单个字母。",
                    f"“{said.word}” leads nowhere: search passes over single letters and words for asking.",
                ),
                Text("写读者会用的名称。", "Write a name that readers use."),
            )


def also_is_telling(guide: Guide) -> Problems:
    """同一个词最多指向四处；指向太多等于没有指向。
    One word leads to at most four places; what leads everywhere leads nowhere."""
    places: dict[tuple[Language, str], list[_Said]] = defaultdict(list)
    for said in _every_word(guide):
        places[said.language, _key(said.word)].append(said)
    for listed in places.values():
        for said in listed[PLACES:]:
            others = [other.anchor for other in listed[:PLACES]]
            yield said.problem(
                Text(f"“{said.word}”已经指向 {'、'.join(others)}。", f"“{said.word}” leads to {', '.join(others)} already."),
                Text("只留下最能回答的几处。", "Keep it only where the answer is best."),
            )


def _every_word(guide: Guide) -> Iterator[_Said]:
    for record in every_record(guide):
        also = getattr(record.data, "also", None)
        if isinstance(also, Also):
            names = {language: tuple(_names(record.data, language)) for language in REQUIRED}
            yield from _words(also, record.problem, record.id, names)
    for located in guide.content.every_clause():
        if located.clause.also:
            names = {language: (located.item.title.in_(language),) for language in REQUIRED}
            yield from _words(located.clause.also, located.problem, located.id, names)
    for outline in (one for one in guide.outlines() if one.spoken == one.language):
        for index, word in enumerate(outline.front.also if outline.front else ()):
            assert outline.front is not None, "it has words"
            problem = partial(_on_page, guide, outline, index)
            yield _Said(word, outline.language, problem, outline.path, (outline.front.title,), is_page=True)


def _words(also: Also, problem: _Problem, anchor: str, names: Mapping[Language, tuple[str, ...]]) -> Iterator[_Said]:
    for language in REQUIRED:
        for index, word in enumerate(also.in_(language)):
            yield _Said(word, language, partial(problem, ("also", language, index)), anchor, names[language])


def _on_page(guide: Guide, outline: Outline, index: int, message: Text, fix: Text) -> Problem:
    node = guide.content.pages[outline.language][outline.path].front_node  # read only now: most pages need not be
    assert node is not None, "a page that says a word has front matter"
    return Problem(place_at(node, ("also", index)), "", message, fix)


def _names(data: BaseModel, language: Language) -> Iterator[str]:
    """Yield what the heading of a record says; the title of an instrument stands below its heading."""
    for name in _NAMES:
        value = getattr(data, name, None)
        if isinstance(value, Pair) and not (name == "title" and isinstance(data, Instrument)):
            yield value.in_(language)


def _key(word: str) -> str:
    """Return a word as it is compared: half-width, lower case, without blanks and hyphens."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", word).casefold())


def _stands_in(word: str, name: str) -> bool:
    """Whether a name has a word: Chinese anywhere, others as a whole word."""
    if re.search("[\u3400-\u9fff]", word):
        return _key(word) in _key(name)
    folded, within = unicodedata.normalize("NFKC", word).casefold(), unicodedata.normalize("NFKC", name).casefold()
    if folded not in within:  # true of nearly all, and making a pattern takes long
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(folded)}(?![a-z0-9])", within) is not None
