"""Rules over the quiz: the right answer follows from the records, the wrong ones differ from it, and a mark says how well it is known."""

import unicodedata
from collections import Counter
from collections.abc import Iterator

from aeosite.basics.facts import facts_of
from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.basics.problems import Place, Problem, did_you_mean
from aeosite.guide.guide import Guide
from aeosite.guide.quiz import ANSWERS, SOURCES, Value, another, unread, value_of
from aeosite.model.fields import Pair
from aeosite.model.help import QuizQuestion
from aeosite.model.records import Instrument
from aeosite.read.content import Record
from aeosite.read.pages import call_of
from aeosite.rules.finding import Problems
from aeosite.rules.pages import directive_faults
from aeosite.rules.provenance import RANKS

Quiz = Record[QuizQuestion]


def quiz_question_is_whole(guide: Guide) -> Problems:
    """测验题要么是判断题（holds），要么有一个正确答案和三个错误答案，都是文字，或者都取自记录。
    A quiz question is a claim (holds), or has one right answer and three wrong ones, all in words or all taken from records."""
    for record in guide.content.all(QuizQuestion):
        data = record.data
        in_words, values = (data.answer, len(data.wrong)), len(data.wrong_values)
        claim = bool(data.holds) and in_words == (None, 0) and not values
        words = not data.holds and not data.answer_from and bool(data.answer) and len(data.wrong) == ANSWERS - 1 and not values
        computed = not data.holds and bool(data.answer_from) and in_words == (None, 0) and values == ANSWERS - 1
        if not (claim or words or computed):
            yield record.problem(
                ("question",),
                Text("答案不完整，或者几种答案混在一起。", "Its answers are not complete, or of several kinds."),
                Text(
                    "写 holds；或者 answer 和三个 wrong；或者 answer_from 和三个 wrong_values。",
                    "Write holds; or answer and three wrong; or answer_from and three wrong_values.",
                ),
            )


def quiz_answer_has_a_source(guide: Guide) -> Problems:
    """正确答案取自记录的（answer_from），写一个有值的指令：date、limit、score、count、statistic 或者 cite。
    A right answer taken from a record (answer_from) is a directive that has a value: date, limit, score, count, statistic or cite."""
    for record in guide.content.all(QuizQuestion):
        text = record.data.answer_from
        if text is None or value_of(guide, record.data):
            continue
        call = call_of(text, Place(record.path))
        if call and unread(guide.content, call):
            continue
        faults = list(directive_faults(guide, call)) if call and call.name in SOURCES else []
        listed = ", ".join(SOURCES)
        message = Text(f"{text} 没有值。", f"{text} has no value.")
        fix = Text(
            f"写成 date order-282 in_force_from 的样子；可用 {listed}。",
            f"Write it like date order-282 in_force_from; use {listed}.",
        )
        yield record.problem(("answer_from",), *(faults[0] if faults else (message, fix)))


def quiz_answers_differ(guide: Guide) -> Problems:
    """同一题的答案各不相同；错误的日期、数和文件与正确的是同一类，文件有记录。
    The answers of a question all differ; wrong dates, numbers and documents are of the kind of the right one, and the documents exist."""
    for record in guide.content.all(QuizQuestion):
        yield from _values_differ(guide, record)
        yield from _words_differ(record)


def _values_differ(guide: Guide, record: Quiz) -> Problems:
    found = value_of(guide, record.data)
    seen = [_sized(found.value)] if found else []
    for index, text in enumerate(record.data.wrong_values if found else []):
        assert found
        other = another(found.value, text)
        if other is None:
            message = Text(f"{text} 与正确答案不是同一类。", f"{text} is not of the kind of the right answer.")
            yield record.problem(("wrong_values", index), message, _like(found.value))
        elif other.instrument and other.instrument not in guide.content.ids("instruments"):
            message = Text(f"没有 {text} 这件文件。", f"There is no instrument {text}.")
            yield record.problem(("wrong_values", index), message, did_you_mean(text, guide.content.ids("instruments")))
        elif _sized(other) in seen:
            yield _same(record, ("wrong_values", index), text)
        else:
            seen.append(_sized(other))


def _sized(value: Value) -> object:
    return value.day or value.instrument or value.number


def _like(value: Value) -> Text:
    return Text(f"写成 {value} 的样子。", f"Write it like {value}.")


def _words_differ(record: Quiz) -> Problems:
    for language in REQUIRED:
        seen = {_folded(record.data.answer, language)} if record.data.answer else set()
        for index, pair in enumerate(record.data.wrong):
            if _folded(pair, language) in seen:
                yield _same(record, ("wrong", index, language), pair.in_(language))
            seen.add(_folded(pair, language))


def _folded(pair: Pair, language: Language) -> str:
    text = unicodedata.normalize("NFKC", pair.in_(language)).casefold()
    return "".join(letter for letter in text if letter.isalnum())


def _same(record: Quiz, where: tuple[str | int, ...], text: str) -> Problem:
    return record.problem(
        where,
        Text(f"“{text}”与另一个答案相同。", f"“{text}” is the same as another answer."),
        Text("错误答案要与正确答案和其他答案不同。", "A wrong answer differs from the right one and from the others."),
    )


def quiz_answer_is_computed(guide: Guide) -> Problems:
    """正确答案是日期、数或者界限的，取自记录（answer_from），不在文字里写；所依据文件的文号除外。
    A right answer that is a date, a number or a limit is taken from a record (answer_from), not typed in words; the numbers of its documents aside."""
    for record in guide.content.all(QuizQuestion):
        data = record.data
        told = {"answer": data.answer} if data.answer else {"question": data.question} if data.holds == "yes" else {}
        for where, pair in told.items() if not data.answer_from else ():
            for language in REQUIRED:
                if typed := _typed(guide, record, pair, language):
                    yield record.problem(
                        (where, language),
                        Text(f"正确的内容里写了 {'、'.join(typed)}。", f"What is right has {', '.join(typed)} typed in it."),
                        Text(
                            "用 answer_from 写明取自哪条记录，或者改写成不带数字的。",
                            "Name the record it comes from with answer_from, or word it without figures.",
                        ),
                    )


def _typed(guide: Guide, record: Quiz, pair: Pair, language: Language) -> list[str]:
    cited = [guide.content.find(Instrument, one.instrument) for one in record.data.basis]
    numbers: Counter[str] = Counter()
    for one in cited:
        numbers |= facts_of(one.data.number.in_(language)).typed if one else Counter()
    return sorted(facts_of(pair.in_(language)).typed.keys() - numbers.keys())


def quiz_claim_agrees_with_its_record(guide: Guide) -> Problems:
    """判断题写了取自哪里的：说法对的，里面有那个日期或者数；说法错的，里面没有。
    A claim that names where its value is taken from holds that date or number if it is right, and does not if it is wrong."""
    for record in guide.content.all(QuizQuestion):
        data, found = record.data, value_of(guide, record.data)
        for language in REQUIRED if data.holds and found else ():
            assert found
            if (data.holds == "yes") != _stands_in(guide, found.value, data.question.in_(language), language):
                yield record.problem(
                    ("holds",),
                    Text(
                        f"记录里是 {found.value}，与 holds: {data.holds} 不符（{language}）。",
                        f"The record says {found.value}, which does not fit holds: {data.holds} ({language}).",
                    ),
                    Text("核对说法、holds 和 answer_from。", "Check the claim, holds and answer_from."),
                )


def _stands_in(guide: Guide, value: Value, text: str, language: Language) -> bool:
    stated = facts_of(text)
    wanted = facts_of(_written(guide, value, language)).typed
    return not wanted - (stated.typed + stated.said)


def _written(guide: Guide, value: Value, language: Language) -> str:
    if value.instrument:
        return guide.content.get(Instrument, value.instrument).number.in_(language)
    return f"{value}%" if value.unit == "percent" else str(value.day or value.number).removeprefix("by ")


def quiz_answer_is_supported(guide: Guide) -> Problems:
    """测验题的依据程度不高于它取值的记录；标为官方的写明文件；标为未确认的在说明（note）里写清什么没有确认。
    A quiz question is marked no higher than the record its answer is taken from; one marked official names a document, and one marked
    unconfirmed says in its note what is not confirmed."""
    for record in guide.content.all(QuizQuestion):
        for message, fix in _unsupported(guide, record.data):
            yield record.problem(("evidence",), message, fix)


def _unsupported(guide: Guide, data: QuizQuestion) -> Iterator[tuple[Text, Text]]:
    found, mark = value_of(guide, data), str(data.evidence)
    if found and found.evidence and mark in RANKS and RANKS.index(mark) > RANKS.index(str(found.evidence)):
        yield (
            Text(
                f"标为 {mark}，取值的记录只是 {found.evidence}。",
                f"It is marked {mark}; the record of its answer is {found.evidence}.",
            ),
            Text("改低依据程度。", "Lower the mark."),
        )
    if mark == "official" and not data.basis:
        yield (
            Text("写了官方依据，但 basis 是空的。", "It is said to be official, but basis is empty."),
            Text("补上 basis，或改依据程度。", "Add the basis, or change the evidence."),
        )
    if mark == "unconfirmed" and data.note is None:
        yield (
            Text(
                "正确答案没有确认，却没有写 note（说明）。",
                "The right answer is not confirmed, and there is no note that says so.",
            ),
            Text("写明什么没有确认，或者换一道题。", "Say what is not confirmed, or ask something else."),
        )
