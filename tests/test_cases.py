"""One fault at a time: each case breaks the miniature project in one way and asserts the whole report, word for word."""

import ast
import inspect
from pathlib import Path
from types import ModuleType

import pytest

from aeosite.basics.problems import to_text
from aeosite.compose import harmless
from aeosite.model import fields
from aeosite.read import images, load, local, pages, review, stamps, validate, yaml_text
from aeosite.rules import CHECKS
from aeosite.rules.finding import code_of
from project import AS_OF, TESTS, TODAY, Case, Golden, break_project, problems_of, read_case

CASES = TESTS / "cases"
FILES = sorted(CASES.glob("*/*.yml"))
READING = (yaml_text, validate, fields, pages, load, local, stamps, review, harmless, images)
CODE_AT = {"fault": 0, "_refused": 1, "Problem": 1}
"""The place of the code among the arguments of what makes a problem."""


def codes_said_by(module: ModuleType) -> set[str]:
    """Return the codes that stand in the source of a module."""
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call))
    named = ((call, getattr(call.func, "id", None) or getattr(call.func, "attr", "")) for call in calls)
    said = (call.args[CODE_AT[name]] for call, name in named if name in CODE_AT)
    return {node.value for node in said if isinstance(node, ast.Constant)}


TO_THE_COMMAND = {"district", "project", "file-unreadable"}
"""Codes that stop the reading before there is content to break; ``test_report``, ``test_faults`` and ``test_districts`` have their tests."""

UNREACHED = {"composed-attribute", "composed-element"}
"""Codes of the last net, which no known content provokes; ``test_harmless`` has their tests."""

CODES = sorted(
    ({code_of(rule) for rule in CHECKS} | {code for module in READING for code in codes_said_by(module)})
    - TO_THE_COMMAND
    - UNREACHED
)


def code_in(name: str) -> str | None:
    """Return the longest code that the name of a case starts with."""
    return max((code for code in CODES if f"{name}-".startswith(f"{code}-")), key=len, default=None)


@pytest.fixture(params=FILES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def case(request: pytest.FixtureRequest) -> Case:
    return read_case(request.param)


def test_the_report_of_each_fault_is_the_golden_one(case: Case, mini: Path, golden: Golden) -> None:
    break_project(mini, case.changes)
    problems = problems_of(mini, case.changes.get("as_of", AS_OF), case.changes.get("today", TODAY))
    assert problems, f"The gate does not see this fault: {case.sentence}"
    assert code_in(case.path.stem) in {problem.code for problem in problems}, "a case is named after a code it provokes"
    golden(case.golden, to_text(problems))


def test_a_fault_in_the_content_is_never_called_ours(case: Case) -> None:
    report = case.golden.read_text(encoding="utf-8")
    assert "src/aeosite" not in report
    assert "Traceback" not in report


def test_the_miniature_project_has_no_fault(mini: Path) -> None:
    assert to_text(problems_of(mini)) == "No problems. / 没有问题。\n"


def test_every_rule_and_every_code_of_reading_has_a_case() -> None:
    missing = set(CODES) - {code_in(path.stem) for path in FILES}
    assert not missing, f"Write tests/cases/<kind>/<code>-<fault>.yml, then: make bless. Without a case: {sorted(missing)}"


def test_every_case_is_named_after_a_code() -> None:
    assert [path.name for path in FILES if code_in(path.stem) is None] == []


def test_every_golden_report_has_its_case() -> None:
    assert sorted(CASES.glob("*/*.txt")) == [path.with_suffix(".txt") for path in FILES]


def test_every_case_says_its_fault_in_other_words() -> None:
    sentences = [read_case(path).sentence for path in FILES]
    assert len(set(sentences)) == len(sentences)
