"""Content cannot attack readers, reviewers or the build: each input of ``tests/attacks`` is refused at its place, or comes out inert."""

import pytest

from aeosite.basics.problems import Problem
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


def test_there_are_at_least_two_hundred_each_called_otherwise() -> None:
    for kind in (*KINDS, "texts"):
        names = [one.name for one in attacks(kind)]
        assert len(set(names)) == len(names), kind
    assert len(attacks(*KINDS, "texts")) >= 200
