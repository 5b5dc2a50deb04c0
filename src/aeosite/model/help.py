"""Records that serve readers: where to go, what to do step by step, answers, figures, words."""

from typing import Literal

from pydantic import Field

from aeosite.basics.language import Text
from aeosite.model.base import Basis, RecordModel, Sourced
from aeosite.model.fields import (
    Also,
    Audience,
    Code,
    DistrictLevel,
    DistrictRef,
    EventType,
    Evidence,
    ExactDate,
    FigureTopic,
    InstrumentRef,
    Maybe,
    MonthDay,
    Number,
    Pair,
    PartialDate,
    Phase,
    Prose,
    QuestionTopic,
    Stage,
    StatisticRef,
    Strict,
    Whole,
)


class Service(Strict):
    """Something a customs office offers to AEOs or applicants."""

    title: Pair = Field(title="名称", description="name")
    text: Pair = Field(title="说明", description="what it is")
    basis: InstrumentRef | None = Field(None, title="依据", description="what it rests on")


class LocalMeasure(Strict):
    """One measure of a district's own list."""

    number: Code = Field(title="序号", description="number in the list")
    text: Pair = Field(title="内容", description="what it says")
    stage: Stage | None = Field(None, title="业务环节", description="stage of business")
    unit: Pair | None = Field(None, title="负责单位或渠道", description="unit or channel named")


class LocalGroup(Strict):
    """A group of measures in a district's own list."""

    title: Pair = Field(title="组名", description="title of the group")
    measures: list[LocalMeasure] = Field(title="措施", description="its measures", min_length=1)


class LocalList(Strict):
    """A list of measures that a district or its province published."""

    instrument: InstrumentRef = Field(title="文件", description="the document")
    groups: list[LocalGroup] = Field(title="各组", description="its groups", min_length=1)


class District(Sourced, RecordModel):
    """A customs district, or another customs authority that readers may turn to."""

    folder = "districts"
    kind_name = Text("直属海关", "customs district")

    level: DistrictLevel = Field(title="层级", description="level")
    code: Maybe[Code] = Field(title="关区代码", description="four-digit code")
    code_evidence: Evidence = Field(title="代码的依据程度", description="how well the code is supported")
    name: Pair = Field(title="名称", description="name")
    seat: Pair = Field(title="驻地", description="seat")
    province: Pair = Field(title="省份", description="province")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    host: Maybe[Code] = Field(title="官方网站域名", description="host of its website")
    host_evidence: Evidence = Field(title="域名的依据程度", description="how well the host is supported")
    services: list[Service] = Field([], title="服务", description="services for AEOs and applicants")
    lists: list[LocalList] = Field([], title="本地措施清单", description="its own lists of measures")


class TrainingBase(Sourced, RecordModel):
    """A place where enterprises are trained for AEO."""

    folder = "training-bases"
    kind_name = Text("培训基地", "training base")

    name: Pair = Field(title="名称", description="name")
    district: DistrictRef = Field(title="所属海关", description="its customs district")
    place: Maybe[Pair] = Field(title="地点", description="place")
    opened: Maybe[PartialDate] = Field(title="启用日期", description="opened")
    offers: list[Pair] = Field(title="内容", description="what it offers", min_length=1)


class Event(Sourced, RecordModel):
    """A conference or a dated promotion activity."""

    folder = "events"
    kind_name = Text("会议和活动", "event")

    type: EventType = Field(title="类型", description="type")
    name: Pair = Field(title="名称", description="name")
    date: Maybe[PartialDate] = Field(title="开始日期", description="first day")
    until: PartialDate | None = Field(None, title="结束日期", description="last day")
    place: Maybe[Pair] = Field(title="地点", description="place")
    about: Pair = Field(title="说明", description="what it was about")


PartnerCount = Literal["signed", "in-force", "countries-signed", "countries-in-force"]
"""Counts of partner records: arrangements, or the countries and regions they cover, a union counting its members."""


class Statistic(Sourced, RecordModel):
    """One published figure with its date, scope and source."""

    folder = "statistics"
    kind_name = Text("统计数字", "statistic")

    topic: FigureTopic = Field(title="主题", description="topic")
    label: Pair = Field(title="指标", description="what is counted")
    value: Number = Field(title="数值", description="the number")
    shown: Pair = Field(title="页面写法", description="as shown, with its unit")
    date: PartialDate = Field(title="数据日期", description="date of the figure")
    scope: Pair = Field(title="范围", description="scope")
    source: Pair = Field(title="来源", description="who published it, and when")
    instrument: InstrumentRef | None = Field(None, title="来源文件", description="the document, where it has a record")
    conflicts: list[StatisticRef] = Field([], title="与哪些数字不一致", description="figures it disagrees with")
    partners: PartnerCount | None = Field(
        None,
        title="应与互认伙伴记录中的哪个数相同（以数据日期为准）",
        description="which count of the partner records it must equal, on its date",
    )


class Question(Sourced, RecordModel):
    """A question enterprises ask, with its answer; or a question nobody could answer, with whom to ask."""

    folder = "faq"
    kind_name = Text("常见问题", "question")

    topic: QuestionTopic = Field(title="主题", description="topic")
    order: Whole = Field(title="显示顺序", description="display order")
    audiences: list[Audience] = Field(title="读者", description="audiences", min_length=1)
    question: Pair = Field(title="问题", description="question")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    answer: Pair = Field(title="答案", description="answer")
    open: Literal["yes"] | None = Field(None, title="尚无答案", description="nobody could answer it yet")
    ask: Pair | None = Field(None, title="问谁", description="whom to ask")
    basis: list[Basis] = Field([], title="依据", description="what the answer rests on")
    see: list[Code] = Field([], title="相关页面", description="pages to read, such as aeo/declare.md")


class Retired(Strict):
    """A word that must not be used any more, or never should have been."""

    word: Prose = Field(title="旧称或错误说法", description="retired or wrong form")
    why: Pair = Field(title="为什么不用", description="why it is not used")


class GlossaryEntry(Sourced, RecordModel):
    """The official wording of a term in both languages."""

    folder = "glossary"
    kind_name = Text("术语", "glossary entry")

    term: Pair = Field(title="规范用语", description="official wording")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    definition: Pair = Field(title="定义", description="definition")
    retired: list[Retired] = Field([], title="不用的说法", description="retired or wrong forms")


class Update(RecordModel):
    """A dated note of what changed in the guide, for readers."""

    folder = "updates"
    kind_name = Text("本站更新", "update of the guide")

    date: ExactDate = Field(title="日期", description="date")
    text: Pair = Field(title="改了什么", description="what changed for readers")
    pages: list[Code] = Field(title="涉及的页面", description="pages concerned, such as aeo/declare.md", min_length=1)


class Step(Sourced, RecordModel):
    """One step of a procedure."""

    folder = "procedure"
    kind_name = Text("办事步骤", "step")

    phase: Phase = Field(title="阶段", description="phase")
    order: Whole = Field(title="显示顺序", description="display order")
    title: Pair = Field(title="步骤", description="step")
    also: Also | None = Field(None, title="读者搜索时还会怎样说", description="what readers who search also call it")
    who: Pair = Field(title="谁做", description="who does it")
    what: Pair = Field(title="做什么", description="what happens")
    hand_in: list[Pair] = Field([], title="交什么", description="what is handed in")
    duration: Maybe[Pair] = Field(title="时限", description="time limit")
    due: MonthDay | None = Field(None, title="每年截止的月日", description="day of every year it is due by")
    former: Pair | None = Field(None, title="以前的规定", description="former rule, where different")
    basis: list[Basis] = Field(title="依据", description="what it rests on")


HELP: tuple[type[RecordModel], ...] = (District, TrainingBase, Event, Step, Question, Statistic, GlossaryEntry, Update)
"""Every kind that helps readers on."""
