"""The sheet that answers to a printed questionnaire are typed into, read back; and what it says to the trainer."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean, median

from aeosite.basics.language import Language
from aeosite.basics.problems import Place, Problem
from aeosite.model.help import Survey, SurveyQuestion
from aeosite.voice.decoding import tidy
from aeosite.voice.message import LONGEST, Heard, Message, day_in, kind_in, trouble
from aeosite.voice.personal import cleaned

_CODE = re.compile(r"(survey|date|district|audience|q(\d)(?:-([a-z-]+))?)\b(?![a-z-])", re.I)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Answers:
    """What one person answered: the questionnaire, the day, the place, and the answers by the number of the question."""

    place: Place
    survey: str
    day: str = ""
    district: str = ""
    audience: str = ""
    said: Mapping[int, str] = field(default_factory=dict)


def header_of(survey: Survey, language: Language) -> list[str]:
    """Return the first row of the sheet of a questionnaire: codes that import knows, each with its words.

    Args:
        survey: the questionnaire.
        language: the language of the words.
    """
    fixed = {"survey": ("问卷", ""), "date": ("日期", ""), "district": ("海关", "customs"), "audience": ("听众", "")}
    words = [f"{code} {zh if language == 'zh' else en}".strip() for code, (zh, en) in fixed.items()]
    asked = [f"{code_of(number, one)} {one.text.in_(language)}" for number, one in enumerate(survey.questions, 1)]
    return [*words, *asked]


def code_of(number: int, question: SurveyQuestion) -> str:
    """Return the code of a question: its number, and what kind of message its words become."""
    return f"q{number}-{question.becomes}" if question.becomes else f"q{number}"


def is_sheet(cells: Sequence[str]) -> bool:
    """Whether a row is the first of such a sheet."""
    codes = [found.group(1).lower() for cell in cells if (found := _CODE.match(tidy(cell)))]
    return codes[:1] == ["survey"] and any(code.startswith("q") for code in codes)


def answers_of(header: Sequence[str], cells: Sequence[str], place: Place) -> Iterator[Heard | Answers]:
    """Yield what a row of the sheet says: the answers, and a message for each question answered in words.

    Args:
        header: the first row.
        cells: the row.
        place: where it stands.
    """
    given = {
        found.group(1).lower(): (found, tidy(cell))
        for name, cell in zip(header, cells, strict=False)
        if (found := _CODE.match(tidy(name)))
    }
    if not any(text for found, text in given.values() if found.group(2)):
        return  # rows made ready that nobody typed into
    fixed = {code: text for code, (_, text) in given.items()}
    survey = fixed.get("survey", "")
    if not _ID.fullmatch(survey):
        yield trouble(
            place,
            "feedback-survey",
            "这一行没有写是哪份问卷。",
            "This row does not say which questionnaire it is of.",
            "第一列写问卷的编号，如 lecture。",
            "Write the name of the questionnaire in the first column, such as lecture.",
        )
        return
    day = day_in(fixed.get("date", ""))
    where = (fixed.get("district", "")[:60], fixed.get("audience", "")[:60])
    asked = {
        int(found.group(2)): (kind_in(found.group(3) or ""), text) for found, text in given.values() if found.group(2) and text
    }
    yield Answers(place, survey, day, *where, {number: text for number, (_, text) in asked.items()})
    for kind, text in asked.values():
        if kind:
            token = f"{survey} {place.line}"
            yield Message(place, "survey", kind, text[:LONGEST], received=day, token=token, district=where[0], audience=where[1])


@dataclass(frozen=True, slots=True)
class Told:
    """What the sheets of one questionnaire say.

    Attributes:
        sheets: how many were filled in.
        choices: for each question with choices, how often each was taken, by its number from 1.
        words: for each question in words, what was written, without personal data.
        days: how many sheets of each day.
        wrong: answers that are none of the choices.
    """

    sheets: int
    choices: Mapping[int, Mapping[int, int]]
    words: Mapping[int, Sequence[str]]
    days: Mapping[str, int]
    wrong: Sequence[Problem]


def told(survey: Survey, answers: Iterable[Answers]) -> Told:
    """Return what the sheets of a questionnaire say, counted.

    Args:
        survey: the questionnaire.
        answers: the rows of its sheet.
    """
    sheets, days, wrong = 0, Counter[str](), list[Problem]()
    choices: dict[int, Counter[int]] = defaultdict(Counter)
    words: dict[int, list[str]] = defaultdict(list)
    for one in answers:
        sheets += 1
        days[one.day] += 1
        for number, text in one.said.items():
            question = survey.questions[number - 1] if 1 <= number <= len(survey.questions) else None
            if question is None or (question.choices and not (chosen := _chosen(question, text))):
                wrong.append(_no_choice(one.place, number, len(question.choices) if question else 0))
            elif question.choices:
                choices[number][chosen] += 1
            else:
                words[number].append(cleaned(text).text)
    return Told(sheets, choices, words, dict(sorted(days.items())), wrong)


def _chosen(question: SurveyQuestion, text: str) -> int:
    """Return which choice an answer names, by its number or its words; 0 for none."""
    if re.fullmatch(r"\d(?:\.0)?", text.strip()):
        number = int(text.strip()[0])
        return number if number <= len(question.choices) else 0
    labels = [
        index for index, label in enumerate(question.choices, 1) if text.strip().lower() in (label.zh.lower(), label.en.lower())
    ]
    return labels[0] if labels else 0


def _no_choice(place: Place, number: int, count: int) -> Problem:
    return trouble(
        place,
        "feedback-answer",
        f"第 {number} 题的回答不在选项之中。",
        f"The answer to question {number} is none of its choices.",
        f"写 1 到 {count} 的数，没有回答的空着。" if count else "核对列名，如 q1。",
        f"Write a number from 1 to {count}; leave it empty where nothing was answered."
        if count
        else "Check the names of the columns, such as q1.",
    )


def summary(survey: Survey, said: Told, language: Language) -> str:
    """Return what a trainer reads of a session: per question how often each answer, the middle where the choices are a scale, and the words.

    Args:
        survey: the questionnaire.
        said: what its sheets say.
        language: the language to say it in.
    """
    zh = language == "zh"
    lines = [survey.title.in_(language), f"收回 {said.sheets} 份" if zh else f"Sheets: {said.sheets}"]
    lines += [f"  {day or ('日期未写' if zh else 'no date')}: {count}" for day, count in said.days.items()]
    for number, question in enumerate(survey.questions, 1):
        lines += ["", f"{number}. {question.text.in_(language)}"]
        lines += (
            _of_choices(question, said.choices.get(number, {}), said.sheets, language)
            if question.choices
            else _of_words(said.words.get(number, ()), zh)
        )
    return "\n".join(lines) + "\n"


def _of_choices(question: SurveyQuestion, counts: Mapping[int, int], sheets: int, language: Language) -> Iterator[str]:
    zh, answered = language == "zh", sum(counts.values())
    for index, label in enumerate(question.choices, 1):
        count = counts.get(index, 0)
        share = f"{100 * count / answered:.0f}%" if answered else "–"
        yield f"   {index}  {label.in_(language)}: {count} ({share})"
    if answered < sheets:
        yield f"   {'没有回答' if zh else 'not answered'}: {sheets - answered}"
    if question.scale and answered:
        each = [index for index, count in sorted(counts.items()) for _ in range(count)]
        yield f"   {'中位数' if zh else 'median'} {median(each):g}, {'平均' if zh else 'mean'} {fmean(each):.1f} / {len(question.choices)}"


def _of_words(words: Sequence[str], zh: bool) -> Iterator[str]:
    for text, count in Counter(" ".join(word.split()) for word in words).most_common():
        yield f"   - {text}{f' ×{count}' if count > 1 else ''}"
    if not words:
        yield "   没有人写" if zh else "   nobody wrote anything"
