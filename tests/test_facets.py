"""What readers may filter by: the words that occur, in the order of the vocabulary, with how many records fit."""

from datetime import date

import pytest

from aeosite.components.filter.data import (
    MEASURE_FACETS,
    PARTNER_FACETS,
    Facet,
    choices,
    fits,
    measure_words,
    partner_words,
    province_word,
    provinces,
)
from aeosite.model.help import District
from aeosite.model.records import Measure, Partner
from aeosite.read.content import Content
from aeosite.read.load import load
from project import AS_OF, MINI

GOODS = Facet("goods", "goods", ("any", "unknown"))


@pytest.fixture(scope="module")
def content() -> Content:
    return load(MINI)


@pytest.mark.parametrize(
    ("word", "words", "fit"),
    [
        ("food", ["food"], True),
        ("food", ["food", "grain"], True),
        ("food", ["grain"], False),
        ("food", ["any"], False),
        ("food", ["unknown"], False),
        ("any", ["any"], True),
        ("any", ["unknown"], False),
        ("any", ["food"], False),
        ("unknown", ["unknown"], True),
        ("unknown", ["any"], False),
    ],
)
def test_a_measure_for_any_goods_is_not_counted_as_one_for_food(word: str, words: list[str], fit: bool) -> None:
    assert fits(GOODS, word, {"goods": words}) == fit


def test_a_facet_without_wide_words_is_exact() -> None:
    assert not fits(Facet("tier", "tiers"), "advanced", {"tier": ["any"]})


def test_the_words_of_a_measure(content: Content) -> None:
    found = measure_words(content, content.get(Measure, "fewer-checks"), AS_OF)
    assert {name: list(words) for name, words in found.items()} == {
        "tier": ["advanced", "certified"],
        "type": ["any"],
        "goods": ["any"],
        "stage": ["inspection"],
        "strength": ["applies"],
        "state": ["applies"],
    }
    assert measure_words(content, content.get(Measure, "site-visits"), AS_OF)["goods"] == ["unknown"]


@pytest.mark.parametrize(
    ("id_", "words"),
    [
        ("sg", (["in-force"], ["import"], ["2012-06-30"], ["2013-03-15"])),
        ("eu", (["in-force"], ["both"], ["2014-05-31"], [])),
        ("kz", (["signed"], ["unknown"], ["2019-04-30"], [])),
    ],
)
def test_the_words_of_a_partner_and_the_days_it_is_sorted_by(content: Content, id_: str, words: tuple[list[str], ...]) -> None:
    found = partner_words(content.get(Partner, id_), AS_OF)
    assert (found["status"], found["direction"], found["signed"], found["in-force"]) == words


def test_the_words_of_a_partner_are_those_of_the_date(content: Content) -> None:
    before = partner_words(content.get(Partner, "sg"), date(2012, 12, 31))
    assert before["status"] == ["signed"]


def test_only_words_that_occur_are_choices_in_the_order_of_the_vocabulary(content: Content) -> None:
    measures = [measure_words(content, record.data, AS_OF) for record in content.all(Measure)]
    found = {one.facet.name: dict(one.counts) for one in choices(content, MEASURE_FACETS, measures)}
    assert list(found) == ["tier", "type", "goods", "stage", "strength", "state"]
    assert list(found["goods"].items()) == [("any", 1), ("food", 1), ("unknown", 1)]
    assert list(found["stage"]) == ["inspection", "tax", "service"]
    partners = [partner_words(content.get(Partner, id_), AS_OF) for id_ in ("sg", "eu", "kz")]
    shown = {one.facet.name: list(one.counts.items()) for one in choices(content, PARTNER_FACETS, partners)}
    assert shown["direction"] == [("import", 1), ("both", 1), ("unknown", 1)]
    assert shown["region"] == [("asia", 2), ("europe", 1)]


def test_without_records_there_are_no_choices(content: Content) -> None:
    assert [dict(one.counts) for one in choices(content, PARTNER_FACETS, [])] == [{}, {}, {}]


def test_provinces_stand_in_the_order_of_the_directory_each_once_with_its_count(content: Content) -> None:
    districts = [record.data for record in content.all(District)]
    assert [(word, name.text.en, count) for word, name, count in provinces([*districts, districts[0]])] == [
        (province_word(one), one.province.text.en, 2 if one is districts[0] else 1) for one in districts
    ]
    assert province_word(content.get(District, "nanjing")) == "jiangsu"
