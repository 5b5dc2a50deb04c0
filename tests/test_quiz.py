"""The quiz: its right answers come from the records and change with them, and a test is the same for whoever has its number."""

from datetime import date

import pytest

from aeosite.basics.language import REQUIRED, Language
from aeosite.basics.problems import Place
from aeosite.components.quiz.data import audiences_of, posed
from aeosite.components.quiz.second import mark, paper
from aeosite.compose.helpers import speech
from aeosite.guide.guide import Guide
from aeosite.guide.quiz import answered, options_of, right_of
from aeosite.model.fields import PartialDate
from aeosite.model.help import QuizQuestion
from aeosite.read.pages import call_of
from project import AS_OF, PHRASES, ROOT, guide_of, project_in

GUIDE = guide_of()
REAL = guide_of(ROOT, date(2026, 11, 28))
LEAST = 40
MARKS = (3_852_641_776, 3_339_416_261)


def said(guide: Guide, call: str, language: Language) -> str:
    directive = call_of(call, Place("a test"))
    assert directive
    found = answered(guide, directive)
    assert found
    return speech(guide.content, PHRASES(language)).show.value(found.value)


@pytest.mark.parametrize(
    ("call", "zh", "en"),
    [
        ("date order-2 in_force_from", "2026年4月1日", "1 April 2026"),
        ("limit adv26-01 debt-ratio", "85%", "85%"),
        ("score adv26-02 met", "1", "1"),
        ("count partners status=in-force", "2", "2"),
        ("count tiers", "3", "3"),
        ("statistic aeo-2025", "6,876", "6,876"),
        ("cite order-2", "第2号令", "Order No. 2"),
    ],
)
def test_an_answer_is_the_value_of_a_directive(call: str, zh: str, en: str) -> None:
    assert (said(GUIDE, call, "zh"), said(GUIDE, call, "en")) == (zh, en)


@pytest.mark.parametrize("call", ["partners", "date order-2 repealed_on", "limit adv26-01 none", "cite order-9", "date order-2"])
def test_what_has_no_value_is_no_answer(call: str) -> None:
    directive = call_of(call, Place("a test"))
    assert directive is not None
    assert answered(GUIDE, directive) is None


def test_the_right_answer_follows_its_record(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = project_in(tmp_path_factory.mktemp("quiz") / "mini")
    record = root / "docs" / "records" / "instruments" / "order-2.yml"
    record.write_text(record.read_text(encoding="utf-8").replace("in_force_from: 2026-04-01", "in_force_from: 2026-05-20"))
    found = {}
    for name, guide in {"before": GUIDE, "after": guide_of(root, AS_OF)}.items():
        right = right_of(guide, guide.content.get(QuizQuestion, "right-day"))
        assert right
        assert right.value
        found[name] = right.value.day
    assert found == {"before": PartialDate(2026, 4, 1), "after": PartialDate(2026, 5, 20)}


def test_dates_and_numbers_stand_in_order_and_words_in_one_of_their_own() -> None:
    days = [option.value.day for option in options_of(GUIDE, GUIDE.content.get(QuizQuestion, "right-day")) if option.value]
    assert [str(day) for day in days] == ["2025-12-30", "2026-01-01", "2026-04-01", "2027-01"]
    words = GUIDE.content.get(QuizQuestion, "right-words")
    assert options_of(GUIDE, words) == options_of(GUIDE, words.model_copy(update={"wrong": words.wrong[::-1]}))


# The real quiz


def test_there_are_enough_questions_for_everybody_and_each_subject_is_asked() -> None:
    asked = posed(REAL)
    assert len(asked) == len(REAL.content.ids("quiz")) >= LEAST
    assert {str(one.data.topic) for one in asked} >= {"criteria", "benefits", "recognition", "code", "general", "application"}
    for audience in audiences_of(REAL.content):
        assert sum(audience in one.data.audiences or "all" in one.data.audiences for one in asked) >= 20


def test_the_place_of_the_right_answer_tells_nothing() -> None:
    places = [one.right for one in posed(REAL) if len(one.options) == 4]
    assert len(places) >= 30
    assert all(sum(place == other for other in places) >= len(places) / 8 for place in range(4))
    claims = [one.right for one in posed(REAL) if len(one.options) == 2]
    assert 0 < sum(claims) < len(claims)


@pytest.mark.parametrize("language", REQUIRED)
def test_no_two_answers_of_a_question_read_the_same(language: Language) -> None:
    show = speech(REAL.content, PHRASES(language)).show
    for one in posed(REAL):
        told = [show.option(option).casefold() for option in one.options]
        assert len(set(told)) == len(told), one.data.id


# The choice of a test


def test_a_test_is_by_audience_length_and_number() -> None:
    questions = [("a", ["all"]), ("b", ["sme"]), ("c", ["aeo"]), ("d", ["sme", "aeo"])]
    assert set(paper(questions, "", 0, "1")) == {"a", "b", "c", "d"}
    assert set(paper(questions, "aeo", 0, "1")) == {"a", "c", "d"}
    assert paper(questions, "", 2, "1") == paper(questions[::-1], "", 0, "1")[:2]
    assert len({tuple(paper(questions, "", 0, str(number))) for number in range(50)}) > 10
    assert paper([], "", 5, "1") == []


def test_a_mark_is_the_same_for_ever() -> None:
    assert (mark("0401", "quiz-rules-start"), mark("卷一", "quiz-fee")) == MARKS
