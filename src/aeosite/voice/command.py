"""``aeosite feedback``: what editors type, and what they are told."""

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from aeosite.basics.language import Language
from aeosite.basics.problems import Problem, in_order, to_text

if TYPE_CHECKING:
    from aeosite.guide.guide import Guide
    from aeosite.model.help import Survey
    from aeosite.voice.answers import Desk
    from aeosite.voice.intake import Taken
    from aeosite.voice.matter import Matter
    from aeosite.voice.survey import Answers

CLEAN, PROBLEMS = 0, 1

OpenGuide = Callable[[argparse.Namespace], "tuple[Guide, str, int | None]"]
"""Opens the guide of a project: the guide, the folder of the feedback, and the promise in days."""

Run = Callable[["Desk", argparse.Namespace], int]


def add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    shared: argparse.ArgumentParser,
    opened: OpenGuide,
    today: Callable[[], date],
) -> None:
    """Add ``feedback`` to the commands.

    Args:
        commands: the commands there are.
        shared: the options that all commands have.
        opened: opens the guide.
        today: says which day it is.
    """
    feedback = commands.add_parser("feedback", help="take in what readers write, and answer it")
    actions = feedback.add_subparsers(dest="action", required=True)

    def action(name: str, help_: str, run: Run) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, parents=[shared], help=help_)
        parser.set_defaults(run=lambda options: _at_the_desk(run, options, opened, today()))
        return parser

    imported = action("import", "take messages into the inbox, without personal data", _import)
    imported.add_argument("files", nargs="+", type=Path, metavar="FILE", help="mbox, eml, JSON, text, CSV, XLSX, exported issues")
    listed = action("list", "list what waits, the most asked first", _list)
    listed.add_argument("--all", action="store_true", help="list what is closed too")
    listed.add_argument("--overdue", action="store_true", help="list only what waits longer than was promised")
    shown = action("show", "show a matter", _show)
    checked = action("check", "note that somebody is looking into a matter", _check)
    answered = action("answer", "draft the public answer to a matter", _answer)
    merged = action("merge", "put matters to another that asks the same", _merge)
    declined = action("decline", "close a matter without a public answer", _decline)
    asked = action("faq", "draft a question with its answer from a matter", _faq)
    summed = action("summary", "say what the sheets of a questionnaire say", _summary)
    for parser in (shown, checked, answered, merged, declined, asked):
        parser.add_argument("id", metavar="ID", help="the matter, or the beginning of its name")
    merged.add_argument("others", nargs="+", metavar="OTHER", help="the matters that go into it")
    declined.add_argument("--why", required=True, metavar="TEXT", help="why, for other editors")
    asked.add_argument(
        "--name", required=True, metavar="NAME", help="what the record is to be called, such as how-long-does-it-take"
    )
    _options_of_answer(answered)
    summed.add_argument("files", nargs="+", type=Path, metavar="FILE", help="the filled-in sheets, CSV or XLSX")
    summed.add_argument("--language", default="zh", choices=("zh", "en"), help="the language to say it in")


def _options_of_answer(parser: argparse.ArgumentParser) -> None:
    from aeosite.voice.answers import PUBLIC

    parser.add_argument("--state", default="answered", choices=PUBLIC)
    for name in ("question", "answer"):
        for language in ("zh", "en"):
            parser.add_argument(f"--{name}-{language}", default="", metavar="TEXT")
    parser.add_argument("--changed", action="append", default=[], metavar="UPDATE", help="id of a note of what changed")
    parser.add_argument("--name", default="", metavar="NAME", help="what the record is to be called")
    parser.add_argument("--audience", action="append", default=[], metavar="WORD")
    parser.add_argument("--page", action="append", default=[], metavar="PATH", help="page concerned, such as aeo/declare.md")
    parser.add_argument("--district", default="", metavar="ID")


def _at_the_desk(run: Run, options: argparse.Namespace, opened: OpenGuide, today: date) -> int:
    from aeosite.voice.answers import Desk

    guide, folder, options.promise = opened(options)
    return run(Desk(options.root, options.root / folder, guide, today), options)


def _import(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.files import heard_in
    from aeosite.voice.intake import take_in
    from aeosite.voice.propose import Finder

    gc.enable()  # the command turned it off; a long file of mails would leave more behind than the guide weighs
    heard = chain.from_iterable(map(heard_in, options.files))
    taken = take_in(heard, desk.folder, desk.root, desk.today, Finder(desk.guide).proposals)
    _say(report(taken, desk))
    return PROBLEMS if taken.problems else CLEAN


def report(taken: "Taken", desk: "Desk") -> str:
    """Return what an import tells: what could not be read, then the counts.

    Args:
        taken: what it did.
        desk: where.
    """
    from aeosite.voice.matter import INBOX, shown_of
    from aeosite.voice.personal import KINDS

    paragraphs = to_text(in_order(taken.problems)).rsplit("\n", 2)[0] + "\n" if taken.problems else ""
    known = taken.messages - taken.new
    dropped = "、".join(f"{KINDS[kind].zh} {KINDS[kind].en} {count}" for kind, count in taken.dropped.most_common())
    lines = [
        f"读到 {taken.messages} 条，新收入 {taken.new} 条，以前已收入 {known} 条。 {taken.messages} messages read: {taken.new} new, {known} taken in before.",
        f"新的事项 {len(taken.matters)} 件，其中 {taken.like} 件与别的相近；另有 {taken.more} 件又有人提出。"
        f" {len(taken.matters)} new matters, {taken.like} of them like others; {taken.more} more were said again.",
        f"已删去，不保留。 Taken out and not kept: {dropped or '0'}",
        *(
            [
                f"问卷 {taken.sheets} 份，汇总用 aeosite feedback summary。 {taken.sheets} sheets of questionnaires; the same command with summary sums them up."
            ]
            if taken.sheets
            else []
        ),
        *(
            [
                f"有 {len(taken.problems)} 处要看，见上；其余都已收入。 {len(taken.problems)} items need a look, see above; all else was taken in."
            ]
            if taken.problems
            else []
        ),
        f"收件夹 Inbox: {shown_of(desk.folder / INBOX, desk.root)}",
    ]
    return paragraphs + "\n".join(lines) + "\n"


def _list(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.matter import WAITING, Matter

    found = list(desk.everything())
    problems = [one for one in found if isinstance(one, Problem)]
    matters = [one for one in found if isinstance(one, Matter)]
    counts = asked_by_id(matters)
    wanted = [one for one in matters if options.all or one.state in WAITING]
    if options.overdue:
        wanted = overdue(wanted, options.promise, desk.today)
    _say(
        "".join(
            f"{line}\n"
            for line in _table(
                sorted(wanted, key=lambda one: (-counts[str(one.id)], one.received, str(one.id))), counts, desk.today
            )
        )
    )
    if options.overdue and options.promise is None:
        _say(_NO_PROMISE)
    _say(f"{len(wanted)} 件。 {len(wanted)} matters.\n")
    if problems:
        _say(to_text(in_order(problems)))
    return PROBLEMS if problems else CLEAN


_NO_PROMISE = (
    "没有承诺答复的天数，所以没有逾期；承诺了再设 mkdocs.yml 的 extra.feedback_promise_days。"
    " No number of days is promised, so nothing is overdue; set extra.feedback_promise_days in mkdocs.yml once it is.\n"
)


def asked_by_id(matters: "Iterable[Matter]") -> Mapping[str, int]:
    """Return how many messages say each matter, with those of the matters merged into it, by name."""
    matters = list(matters)
    counts = {str(one.id): one.count for one in matters}
    for one in matters:
        if one.merged and str(one.merged) in counts:
            counts[str(one.merged)] += one.count
    return counts


def overdue(matters: "Iterable[Matter]", promise: int | None, today: date) -> "list[Matter]":
    """Return the matters that wait longer than was promised; none where nothing is.

    Args:
        matters: matters.
        promise: days; None where nothing is promised.
        today: the day.
    """
    from aeosite.voice.matter import WAITING

    return [one for one in matters if promise is not None and one.state in WAITING and (today - one.received).days > promise]


def _table(matters: "Iterable[Matter]", counts: Mapping[str, int], today: date) -> Iterator[str]:
    from aeosite.voice.decoding import shown

    for one in matters:
        about = next((f"{proposal.page}{'#' if proposal.record else ''}{proposal.record}" for proposal in one.about), "-")
        days = (today - one.received).days
        like = f"  ≈ {', '.join(map(str, one.like))}" if one.like else ""
        yield f"{one.id}  {counts[str(one.id)]:>4}×  {days:>4} d  {one.state:<13} {one.kind or '?':<11} {shown(about, 60)}"
        yield f"    {shown(one.text, 100) or '–'}{like}"


def _show(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.matter import written

    _say(written(desk.matter(options.id)))
    return CLEAN


def _check(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.answers import check

    matter = check(desk, options.id)
    _say(f"{matter.id}  {matter.state}\n")
    return CLEAN


def _answer(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.answers import Wording, answer

    wording = Wording(
        options.state,
        {"zh": options.question_zh, "en": options.question_en},
        {"zh": options.answer_zh, "en": options.answer_en},
        options.changed,
        options.name,
        options.audience,
        options.page,
        options.district,
    )
    path, whole = answer(desk, options.id, wording)
    _say(f"{path.relative_to(desk.root).as_posix()}\n{_WHOLE if whole else _FILL_IN}")
    return CLEAN


_WHOLE = "已起草，请读一遍，再运行 aeosite check。 Drafted; read it, then run aeosite check.\n"
_FILL_IN = (
    "已起草。空着的由您填写，两种语言都要；没有填完以前，检查不会通过，也不会发布。"
    " Drafted. Fill in what is empty, in both languages; until then the checks refuse it and nothing is published.\n"
)


def _merge(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.answers import merge

    for one in merge(desk, options.id, options.others):
        _say(f"{one.id} → {one.merged}\n")
    return CLEAN


def _decline(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.answers import decline

    matter = decline(desk, options.id, options.why)
    _say(f"{matter.id}  {matter.state}\n")
    return CLEAN


def _faq(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.voice.answers import new_question

    path = new_question(desk, options.id, options.name)
    _say(f"{path.relative_to(desk.root).as_posix()}\n{_FILL_IN}")
    return CLEAN


def _summary(desk: "Desk", options: argparse.Namespace) -> int:
    from aeosite.basics.language import Text
    from aeosite.basics.problems import Place, did_you_mean
    from aeosite.model.help import Survey
    from aeosite.voice.files import heard_in
    from aeosite.voice.survey import Answers

    heard = list(chain.from_iterable(map(heard_in, options.files)))
    problems = [one for one in heard if isinstance(one, Problem)]
    sheets: dict[str, list[Answers]] = {}
    for one in heard:
        if isinstance(one, Answers):
            sheets.setdefault(one.survey, []).append(one)
    known = {record.id: record.data for record in desk.guide.content.all(Survey)}
    for name, answers in sorted(sheets.items()):
        if name not in known:
            message = Text(f"没有问卷 {name}。", f"There is no questionnaire {name}.")
            problems.append(Problem(answers[0].place, "feedback-survey", message, did_you_mean(name, known)))
            continue
        problems += _summed(known[name], answers, options.language)
    if not sheets:
        message = Text("这里没有问卷的回答。", "There are no answers to a questionnaire here.")
        fix = Text("用网站上的录入表，第一列是 survey。", "Use the sheet from the site; its first column is survey.")
        problems.append(Problem(Place(options.files[0].as_posix()), "feedback-survey", message, fix))
    if problems:
        _say(to_text(in_order(problems)))
    return PROBLEMS if problems else CLEAN


def _summed(survey: "Survey", answers: "list[Answers]", language: Language) -> list[Problem]:
    from aeosite.voice.survey import summary, told

    said = told(survey, answers)
    _say(summary(survey, said, language))
    return list(said.wrong)


def _say(text: str) -> None:
    sys.stdout.write(text)
