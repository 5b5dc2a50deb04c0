"""How well the search of the real site answers what readers type, asked in a real browser."""

import gzip
import importlib.util
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
INDEX = 200_000
"""Bytes that the index of one language may weigh, compressed."""

GOALS = {"queries": (0.85, 0.95), "more": (0.80, 0.93)}
"""Of each set of queries, the shares whose right place must come first, and in the first three."""


@pytest.fixture(scope="module")
def report() -> Any:
    """The module of ``make search-report``."""
    spec = importlib.util.spec_from_file_location("search_report", ROOT / "tools" / "search_report.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def answered(report: Any, browser: Browser, site: Path) -> Mapping[str, Sequence[Any]]:
    """What the search answers to each set of queries."""
    page = report.open_indexes(browser, site)
    made = {name: report.answers(page, report.read_queries(path)) for name, path in report.SETS.items()}
    page.close()
    return made


@pytest.mark.parametrize("name", GOALS)
def test_the_right_place_comes_first_or_soon(report: Any, answered: Mapping[str, Sequence[Any]], name: str) -> None:
    first, three, _, empty = report.shares(answered[name])
    missed = [f"{one.query.text}: {' '.join(one.found[:3])}" for one in answered[name] if one.place is None or one.place > 2]
    assert empty == 0
    assert first >= GOALS[name][0], "\n".join(missed)
    assert three >= GOALS[name][1], "\n".join(missed)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_language_reaches_the_goals_of_the_site(report: Any, answered: Mapping[str, Sequence[Any]], language: str) -> None:
    asked = [one for name in GOALS for one in answered[name] if one.query.language == language]
    first, three, _, empty = report.shares(asked)
    assert len(asked) > 50
    assert (first >= 0.65, three >= 0.85, empty) == (True, True, 0)


def test_every_typed_query_has_its_place_among_the_results_shown(answered: Mapping[str, Sequence[Any]]) -> None:
    assert [one.query.text for one in answered["typed"] if one.place is None] == []


def test_names_in_their_own_words_and_pinyin_bring_what_no_other_part_does(report: Any, browser: Browser, site: Path) -> None:
    """The report's way of taking parts away really takes them away."""
    queries = report.read_queries(report.SETS["queries"])
    page = report.open_indexes(browser, site, report.PARTS["without what people call things"])
    assert report.shares(report.answers(page, queries))[1] < 0.85
    page.close()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_index_stays_within_its_bar(site: Path, language: str) -> None:
    assert len(gzip.compress((site / "search" / f"{language}.js").read_bytes(), 6)) <= INDEX
