"""The whole report: everything wrong at once, in each format; its order, its count, the exit status of the command."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from aeosite import cli
from aeosite.basics.language import Text
from aeosite.basics.problems import FORMATS, Place, Problem, in_order, summary, to_github, to_json, to_text
from aeosite.compose.book import Book
from aeosite.guide.guide import Guide
from aeosite.rules import CHECKS, check
from aeosite.rules.finding import code_of, sentence_of
from project import TESTS, Golden, break_project, guide_of, problems_of, read_case

WRONG = TESTS / "wrong"
EDITION = "2026-06-01"


@pytest.fixture
def wrong(mini: Path) -> Path:
    """The miniature project, wrong in every way at once."""
    break_project(mini, read_case(WRONG / "everything.yml").changes)
    return mini


def problem(
    path: str = "docs/a.md", line: int = 1, column: int = 1, code: str = "a", zh: str = "错", en: str = "wrong"
) -> Problem:
    return Problem(Place(path, line, column), code, Text(zh, en), Text("改。", "Mend it."))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_everything_wrong_is_reported_at_once_in_each_format(name: str, wrong: Path, golden: Golden) -> None:
    golden(WRONG / f"report.{name}", FORMATS[name](problems_of(wrong)))


def test_a_report_is_in_order_and_says_nothing_twice(wrong: Path) -> None:
    problems = problems_of(wrong)
    assert len(problems) > 30
    assert problems == in_order(problems)
    places = [(one.place.path, one.place.line, one.place.column) for one in problems]
    assert places == sorted(places)


def test_problems_are_ordered_by_file_line_column_and_code_and_each_kept_once() -> None:
    ordered = [
        problem("docs/a.md", 2, 9),
        problem("docs/a.md", 10, 1, "a"),
        problem("docs/a.md", 10, 1, "b"),
        problem("docs/a.md", 10, 2),
        problem("docs/b.md", 1, 1),
    ]
    assert in_order([*reversed(ordered), *ordered]) == ordered


@pytest.mark.parametrize(
    ("problems", "zh", "en"),
    [
        ([], "没有问题。", "No problems."),
        ([problem()], "1 个文件中有 1 处问题，未发布。", "1 problem in 1 file. Nothing was published."),
        ([problem(), problem(line=2)], "1 个文件中有 2 处问题，未发布。", "2 problems in 1 file. Nothing was published."),
        ([problem(), problem("docs/b.md")], "2 个文件中有 2 处问题，未发布。", "2 problems in 2 files. Nothing was published."),
    ],
)
def test_the_summary_counts_problems_and_files(problems: list[Problem], zh: str, en: str) -> None:
    assert summary(problems) == Text(zh, en)
    assert to_text(problems).endswith(f"{en} / {zh}\n")
    assert to_github(problems).endswith(f"{en} / {zh}\n")
    assert json.loads(to_json(problems))["summary"] == {"zh": zh, "en": en}


def test_a_problem_without_a_fix_has_no_line_for_one() -> None:
    plain = Problem(Place("docs/a.md", 3, 4), "a", Text("错", "wrong"))
    assert to_text([plain]).split("\n")[:3] == ["docs/a.md:3:4  错", "    wrong  [a]", ""]


def test_an_annotation_cannot_be_broken_out_of() -> None:
    nasty = problem("docs/a,b:c%.md", zh="错\n::error::", en="100%\r\n::set-output name=x::y")
    annotation, _closing, end = to_github([nasty]).split("\n")
    assert annotation == (
        "::error file=docs/a%2Cb%3Ac%25.md,line=1,col=1,title=a::错%0A::error:: 100%25%0D%0A::set-output name=x::y 改。 Mend it."
    )
    assert end == ""


def test_the_json_report_holds_the_same_problems(wrong: Path) -> None:
    problems = problems_of(wrong)
    rows = json.loads(to_json(problems))["problems"]
    assert [
        Problem(Place(r["path"], r["line"], r["column"]), r["code"], Text(**r["message"]), Text(**r["fix"])) for r in rows
    ] == (problems)


# The command


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_the_command_says_what_is_wrong_and_ends_with_1(name: str, wrong: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["check", "--root", str(wrong), "--edition", EDITION, "--format", name])
    said = capsys.readouterr()
    assert (status, said.err) == (1, "")
    assert said.out == (WRONG / f"report.{name}").read_text(encoding="utf-8")


def test_the_command_says_that_nothing_is_wrong_and_ends_with_0(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status = cli.main(["check", "--root", str(mini), "--edition", EDITION])
    assert (status, capsys.readouterr()) == (0, ("No problems. / 没有问题。\n", ""))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--edition", "2026-02-30"], "The edition 2026-02-30 is not a date."),
        (["--edition", "soon"], "The edition soon is not a date."),
        ([], "The edition cannot be derived"),
    ],
)
def test_without_an_edition_the_command_ends_with_2_and_says_how_to_give_one(
    options: list[str], said: str, mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AEOSITE_EDITION", "SOURCE_DATE_EPOCH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(mini.parent))
    shutil.rmtree(mini / "docs" / "records" / "updates")
    status = cli.main(["check", "--root", str(mini), *options])
    err = capsys.readouterr().err
    assert (status, "Traceback" in err) == (2, False)
    assert said in err
    assert "--edition 2026-11-23" in err


@pytest.mark.parametrize("arguments", [[], ["chekc"], ["check", "--format", "xml"], ["check", "--no-such-option"]])
def test_a_wrong_call_ends_with_2_and_shows_the_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    err = capsys.readouterr().err
    assert ended.value.code == 2
    assert err.startswith("usage: aeosite")
    assert "Traceback" not in err


def test_an_interrupted_command_ends_with_130_and_without_a_traceback(
    mini: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object, **__: object) -> Book:
        raise KeyboardInterrupt

    monkeypatch.setattr("aeosite.gate.open_book", interrupt)
    status = cli.main(["check", "--root", str(mini), "--edition", EDITION])
    assert (status, capsys.readouterr().err) == (130, "\n已中断，没有发布任何内容。 Interrupted; nothing was published.\n")


# A rule that fails


def broken_rule(guide: Guide) -> Iterator[Problem]:
    """坏规则。
    A broken rule."""
    yield problem("docs/z.md", code="")
    raise LookupError("no such thing")


def test_a_rule_that_fails_is_reported_as_our_fault_and_the_others_still_run(wrong: Path) -> None:
    found = check(guide_of(wrong), rules=[*CHECKS[:5], broken_rule, *CHECKS[5:]])
    added = [one for one in found if one not in problems_of(wrong)]
    assert [(str(one.place), one.code) for one in added] == [
        ("docs/z.md:1:1", "broken-rule"),
        ("src/aeosite/rules:1:1", "broken-rule"),
    ]
    assert "LookupError: no such thing" in added[1].message.en
    assert "not of the content" in added[1].fix.en
    assert set(problems_of(wrong)) < set(found)


@pytest.mark.parametrize("rule", CHECKS, ids=code_of)
def test_every_rule_states_itself_in_both_languages(rule: object) -> None:
    sentence = sentence_of(rule)  # type: ignore[arg-type]
    assert sentence.zh.endswith("。")
    assert sentence.en.endswith(".")
    assert sentence.en.isascii()


def test_no_two_rules_have_one_name() -> None:
    codes = [code_of(rule) for rule in CHECKS]
    assert len(set(codes)) == len(codes)
