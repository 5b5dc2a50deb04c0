"""The quiz: questions to answer, with their answers, and a test by audience, length and number that can be given to others."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.components.quiz.data import NUMBERS, audiences_of, posed
from aeosite.guide.directives.spec import Spec

COMPONENT = Component(
    Path(__file__).parent,
    "quiz",
    Spec(
        Text(
            "测验：全部题目和答案，可按读者出题、作答、看结果、打印",
            "the quiz: every question with its answer; tests by audience to answer, with a result, and to print",
        ),
        "{{ quiz }}",
        lambda guide, call: {"posed": posed(guide), "audiences": audiences_of(guide.content), "numbers": NUMBERS},
    ),
)
