"""Content cannot attack readers, reviewers or the build: each input of ``tests/attacks`` is refused at its place, or comes out inert."""

import json

import pytest

from aeosite.basics.language import Text
from aeosite.basics.problems import FORMATS, Place, Problem
from attacks import KINDS, Attack, all_texts, answers, attacks, needed, problems_in, put
from project import guide_of, project_in

REFUSED = [one for one in attacks(*KINDS) if one.codes]
TEXTS = attacks("texts")
WHOLE = needed(all_texts(guide_of()))


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[list[Problem]]]:
    """What the gate says of each attack that it must refuse, at each of its paths: all of them in one project, read once."""
    root = project_in(tmp_path_factory.mktemp("attacks") / "mini")
    paths = {path: one for one in REFUSED for path in put(one, root)}
    found = answers(root, paths)
    of: dict[str, list[list[Problem]]] = {}
    for path, one in paths.items():
        of.setdefault(one.stem, []).append(found[path])
    return of


@pytest.mark.parametrize("attack", REFUSED, ids=lambda one: one.label)
def test_it_is_refused_where_it_stands(attack: Attack, said: dict[str, list[list[Problem]]]) -> None:
    for problems in said[attack.stem]:
        assert attack.codes & {problem.code for problem in problems}, [problem.code for problem in problems]


@pytest.mark.parametrize("attack", [one for one in TEXTS if one.codes], ids=lambda one: one.label)
def test_every_text_of_every_kind_of_record_refuses_it_at_its_place(attack: Attack) -> None:
    for texts in WHOLE:
        problems = problems_in(texts, texts.with_(lambda number, text: text + attack.made_of["text"]))
        refused = {problem.place for problem in problems if problem.code in attack.codes}
        assert len(refused) == 2 * len(texts.ways), f"{texts.record.path}: {sorted({problem.code for problem in problems})}"


def no_command_but_ours(name: str, report: str, problems: list[Problem]) -> None:
    """Assert that a report holds nothing that a terminal, a log or a runner of workflows would act on."""
    assert [sign for sign in report if not sign.isprintable() and sign not in "\n\u00a0\u3000"] == []
    commands = [line for line in report.split("\n") if line.lstrip().startswith("::")]
    assert len(commands) == (len(problems) if name == "github" else 0)
    assert all(line.startswith("::error file=docs/") for line in commands)
    if name == "json":
        assert len(json.loads(report)["problems"]) == len(problems)
    if name == "text":
        assert "##[" not in report
        assert "##vso[" not in report


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("attack", attacks("reports"), ids=lambda one: one.label)
def test_a_report_that_quotes_it_lets_nothing_act(attack: Attack, name: str) -> None:
    text = attack.made_of["text"]
    problems = [Problem(Place(f"docs/{text}", 1, 1), "a-code", Text(text, text), Text(text, text))]
    no_command_but_ours(name, FORMATS[name](problems), problems)


@pytest.mark.parametrize("name", FORMATS)
def test_the_report_of_all_attacks_at_once_lets_nothing_act(said: dict[str, list[list[Problem]]], name: str) -> None:
    problems = [problem for lists in said.values() for found in lists for problem in found]
    no_command_but_ours(name, FORMATS[name](problems), problems)


def test_there_are_at_least_two_hundred_each_called_otherwise() -> None:
    for kind in (*KINDS, "texts", "reports"):
        names = [one.name for one in attacks(kind)]
        assert len(set(names)) == len(names), kind
    assert len(attacks(*KINDS, "texts", "reports")) >= 200
