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
    FeedbackKind,
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
    ReplyState,
    Stage,
    StatisticRef,
    Strict,
    Tier,
    UpdateRef,
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
    asked: Whole | None = Field(None, title="有多少读者问过", description="how many readers asked it")


class QuizQuestion(Sourced, RecordModel):
    """A question or a claim of the quiz: what may be answered, which answer is right, and why.

    A claim has ``holds``. A question has either answers in words, or ``answer_from``, a directive whose value is the right answer: a day, a
    number or a document is computed, never typed.
    """

    folder = "quiz"
    kind_name = Text("测验题", "quiz question")

    topic: QuestionTopic = Field(title="主题", description="topic")
    order: Whole = Field(title="显示顺序", description="display order")
    audiences: list[Audience] = Field(title="读者", description="audiences", min_length=1)
    question: Pair = Field(title="问题，或者要判断对错的说法", description="question, or claim to judge")
    holds: Literal["yes", "no"] | None = Field(None, title="说法对不对", description="whether the claim holds")
    answer: Pair | None = Field(None, title="正确答案（文字）", description="right answer, in words")
    wrong: list[Pair] = Field([], title="错误答案（文字）", description="wrong answers, in words")
    answer_from: Code | None = Field(
        None,
        title="正确答案取自哪里（指令的写法，不带花括号）",
        description="where the right answer is taken from: a directive without braces",
    )
    wrong_values: list[Code] = Field(
        [], title="错误答案（日期、数或者文件编号）", description="wrong answers: dates, numbers or ids of instruments"
    )
    why: Pair = Field(title="为什么", description="why")
    basis: list[Basis] = Field([], title="依据", description="what the answer rests on")
    see: list[Code] = Field(title="相关页面", description="pages to read, such as aeo/declare.md", min_length=1)


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


class Reply(RecordModel):
    """What readers of the guide asked or pointed out, and what became of it. An editor words it; nothing of a reader's own text is in it."""

    folder = "replies"
    kind_name = Text("对读者的答复", "reply to readers")

    state: ReplyState = Field(title="进展", description="how far it has come")
    kind: FeedbackKind = Field(title="类型", description="what the readers meant")
    audiences: list[Audience] = Field(title="读者", description="audiences", min_length=1)
    district: DistrictRef | None = Field(
        None, title="只涉及的海关", description="customs district it is about, where it is about one"
    )
    received: ExactDate = Field(title="最早收到的日期", description="day it was first received")
    asked: Whole = Field(title="有多少读者提出", description="how many readers said so")
    question: Pair = Field(title="问题（编辑改写）", description="the question, in the editor's words")
    pages: list[Code] = Field(title="涉及的页面", description="pages concerned, such as aeo/declare.md", min_length=1)
    replied: ExactDate | None = Field(None, title="答复日期", description="day it was answered")
    answer: Pair | None = Field(None, title="答复", description="answer")
    changed: list[UpdateRef] = Field([], title="改了什么（本站更新）", description="notes of what changed for it")
    why: Pair | None = Field(None, title="为什么做不到", description="why it is not possible")


class SurveyQuestion(Strict):
    """One question of a questionnaire: with choices, or answered in words."""

    text: Pair = Field(title="问题", description="question")
    choices: list[Pair] = Field([], title="选项，按顺序", description="choices, in order; none where it is answered in words")
    scale: Literal["yes"] | None = Field(None, title="选项从低到高", description="the choices run from least to most")
    becomes: FeedbackKind | None = Field(
        None, title="回答的文字算哪一类反馈", description="what kind of feedback an answer in words is"
    )


class Survey(RecordModel):
    """A questionnaire of one page, filled in on paper after a lecture."""

    folder = "surveys"
    kind_name = Text("问卷", "questionnaire")

    title: Pair = Field(title="标题", description="title")
    page: Code = Field(title="哪一场（页面）", description="page of the lecture, such as promotion/lecture.md")
    intro: Pair = Field(title="开头的话", description="what stands above the questions")
    questions: list[SurveyQuestion] = Field(title="问题", description="its questions, in order", min_length=1)


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
    yearly: Literal["yes"] | None = Field(None, title="每年都要做", description="it comes every year")
    due: MonthDay | None = Field(
        None, title="每年的期限（月-日）", description="day of every year it is due by, as month and day"
    )
    former: Pair | None = Field(None, title="以前的规定", description="former rule, where different")
    basis: list[Basis] = Field(title="依据", description="what it rests on")


class TierFacts(Sourced, RecordModel):
    """What a credit tier gains and what it costs, as far as known."""

    folder = "tiers"
    kind_name = Text("等级说明", "facts of a tier")

    tier: Tier = Field(title="信用等级", description="credit tier")
    aeo: Literal["yes"] | None = Field(None, title="属于海关AEO", description="it is an AEO tier")
    gains: list[Pair] = Field([], title="得到什么", description="what it gains")
    loses: list[Pair] = Field([], title="付出或者失去什么", description="what it costs or loses")
    open: list[Pair] = Field([], title="没有确认的", description="what is not confirmed")
    basis: list[Basis] = Field(title="依据", description="what it rests on", min_length=1)


HELP: tuple[type[RecordModel], ...] = (
    District,
    TrainingBase,
    Event,
    Step,
    Question,
    QuizQuestion,
    Statistic,
    GlossaryEntry,
    Update,
    TierFacts,
    Reply,
    Survey,
)
"""Every kind that helps readers on."""
