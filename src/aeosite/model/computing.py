"""The part of a clause that can be computed: limits, and the figures of an enterprise that are held against them."""

from typing import Literal

from pydantic import Field

from aeosite.basics.language import Text
from aeosite.model.base import RecordModel
from aeosite.model.fields import Comparison, FigureRef, FormulaOrigin, Id, Number, Pair, Result, Strict, Unit, Whole

YesOrNo = Literal["yes", "no"]


class Figure(RecordModel):
    """A figure that an enterprise has in its books or records and that a clause is worked out from."""

    folder = "figures"
    kind_name = Text("计算用的数字", "figure to compute with")

    order: Whole = Field(title="显示顺序", description="display order")
    label: Pair = Field(title="名称", description="name")
    unit: Unit = Field(title="单位", description="unit")
    where: Pair = Field(title="在哪里找", description="where to find it")
    negative: Literal["yes"] | None = Field(None, title="可以是负数", description="it may be negative")
    part_of: FigureRef | None = Field(None, title="不会大于哪个数字", description="figure it never exceeds")


class Formula(Strict):
    """How a test is worked out: (plus - minus) ÷ over; where ``over`` names several figures, by their mean."""

    plus: list[FigureRef] = Field(title="相加的数字", description="figures added", min_length=1)
    minus: list[FigureRef] = Field([], title="减去的数字", description="figures subtracted")
    over: list[FigureRef] = Field([], title="除数，几个时取平均", description="divisor; the mean where there are several")
    origin: FormulaOrigin = Field(title="公式的来源", description="where the formula comes from")


class Condition(Strict):
    """A figure of the enterprise held against a number."""

    figure: FigureRef = Field(title="数字", description="figure")
    comparison: Comparison = Field(title="比较方式", description="how it is compared")
    value: Number = Field(title="界限", description="the number")


class Test(Strict):
    """One figure that decides a clause."""

    key: Id = Field(title="名称（英文短语）", description="short name, unique in the clause")
    label: Pair = Field(title="指标", description="what is measured")
    comparison: Comparison = Field(title="比较方式", description="how it is compared")
    value: Number = Field(title="界限", description="the limit")
    unit: Unit = Field(title="单位", description="unit of the limit")
    applies_to: Pair | None = Field(None, title="适用情形", description="when or to whom this figure applies")
    formula: Formula | None = Field(None, title="怎样算", description="how it is worked out")
    producer: YesOrNo | None = Field(
        None, title="只看生产型（yes）或只看非生产型（no）", description="only for producers (yes) or only for others (no)"
    )
    when: Condition | None = Field(None, title="只在何时看", description="only looked at when")
    also: Condition | None = Field(None, title="同时还须满足", description="must hold as well")
    ignored_without: Literal["divisor"] | None = Field(
        None, title="除数没有时不看", description="disregarded where there is no divisor"
    )


class TestGroup(Strict):
    """Figures of which one is enough."""

    any: list[Test] = Field(title="满足其一即可", description="any one of these is enough", min_length=1)


class Score(Strict):
    """How many of the figures must hold for each result."""

    met: Whole = Field(title="“达标”至少满足几项", description="figures that must hold for met")
    basically_met: Whole = Field(title="“基本达标”至少满足几项", description="figures that must hold for basically met")


class Outcome(Strict):
    """A fact that by itself decides a clause, such as the auditor's opinion."""

    label: Pair = Field(title="情形", description="the fact")
    result: Result = Field(title="结果", description="result it leads to")


class ClauseTest(Strict):
    """The part of a clause that can be computed.

    Every group holds, or ``score`` counts those that do. In a group one figure is enough; figures with ``applies_to`` are
    cases of which only the one that fits the enterprise is looked at.
    """

    look_back_years: Whole | None = Field(None, title="回看年数", description="years looked back")
    groups: list[TestGroup] = Field([], title="各组须同时满足", description="groups that must all hold")
    score: Score | None = Field(None, title="按满足项数评定", description="scored by how many groups hold, instead of all")
    outcomes: list[Outcome] = Field([], title="直接决定结果的情形", description="facts of which one decides the result")
