"""Rules over what goes back to readers: replies and questionnaires."""

from collections.abc import Iterator

from aeosite.basics.language import DEFAULT, Text
from aeosite.basics.problems import Problem, did_you_mean
from aeosite.guide.guide import Guide
from aeosite.model.help import Reply, Survey, Update
from aeosite.read.content import Record
from aeosite.rules.finding import Problems

_WANTED = {
    "received": (),
    "being-checked": (),
    "answered": ("replied", "answer"),
    "changed": ("replied", "answer", "changed"),
    "not-possible": ("replied", "why"),
}
"""The fields that each state asks for, of those that say how it ended."""

_ENDS = ("replied", "answer", "changed", "why")
_VOTES = ("helpful", "not-helpful")
QUESTIONS = 5
"""Questions that fit on one page with room to write."""


def reply_state_has_its_fields(guide: Guide) -> Problems:
    """答复的进展与所填的相符：已答复的有日期和答复，已修改的还写明改了什么，做不到的写明为什么，其余的都不填。
    What a reply says fits its state: answered has its date and answer, changed also what changed, not possible why; the others have none of them."""
    for record in guide.content.all(Reply):
        wanted = _WANTED.get(str(record.data.state), ())
        yield from (_lacking(record, name) for name in wanted if not getattr(record.data, name))
        if str(record.data.state) in _WANTED:
            yield from (_too_much(record, name) for name in _ENDS if name not in wanted and getattr(record.data, name))


def _lacking(record: Record[Reply], name: str) -> Problem:
    state = record.data.state
    return record.problem(
        ("state",),
        Text(f"进展是 {state}，但没有写 {name}。", f"It is {state}, but {name} is missing."),
        Text(f"补上 {name}，或者改 state。", f"Add {name}, or change the state."),
    )


def _too_much(record: Record[Reply], name: str) -> Problem:
    state = record.data.state
    return record.problem(
        (name,),
        Text(f"进展是 {state}，不应有 {name}。", f"It is {state} and should not have {name}."),
        Text(f"改 state，或者删去 {name}。", f"Change the state, or delete {name}."),
    )


def reply_dates_in_order(guide: Guide) -> Problems:
    """答复不早于收到，也不早于所指的更新；更新不早于收到。
    A reply is no earlier than its question and the updates it names; an update it names is no earlier than the question."""
    for record in guide.content.all(Reply):
        data = record.data
        if data.replied and data.replied < data.received:
            yield record.problem(
                ("replied",),
                Text(
                    f"replied（{data.replied}）早于 received（{data.received}）。",
                    f"replied ({data.replied}) is before received ({data.received}).",
                ),
                Text("核对两个日期。", "Check both dates."),
            )
        yield from _updates_in_order(guide, record)


def _updates_in_order(guide: Guide, record: Record[Reply]) -> Iterator[Problem]:
    for index, id_ in enumerate(record.data.changed):
        update, replied = guide.content.find(Update, id_), record.data.replied
        if update and not record.data.received <= update.data.date <= (replied or update.data.date):
            yield record.problem(
                ("changed", index),
                Text(
                    f"更新 {id_} 的日期（{update.data.date}）不在收到和答复之间。",
                    f"The update {id_} ({update.data.date}) is not between the question and the reply.",
                ),
                Text("核对是不是这一条更新。", "Check that it is this update."),
            )


def reply_was_asked(guide: Guide) -> Problems:
    """答复的问题至少有一位读者提出；是问题、建议或者指出的错误，不是“有没有帮助”的一票。
    What is answered was said by one reader at least, in words: it is no vote on whether a page helped."""
    for record in guide.content.all(Reply):
        if record.data.asked < 1:
            yield record.problem(
                ("asked",),
                Text("没有读者提出过。", "No reader has asked it."),
                Text(
                    "写收到的条数；不是读者提的，写进常见问题。",
                    "Write how many did; what nobody asked belongs among the questions.",
                ),
            )
        if record.data.kind in _VOTES:
            yield record.problem(
                ("kind",),
                Text(f"{record.data.kind} 不是可以答复的问题。", f"{record.data.kind} is nothing that can be answered."),
                Text(
                    "写 wrong、unclear、missing、question 或 suggestion。",
                    "Write wrong, unclear, missing, question or suggestion.",
                ),
            )


def reply_names_pages(guide: Guide) -> Problems:
    """答复和问卷所指的页面都存在。
    Every page that a reply or a questionnaire names exists."""
    pages = guide.content.pages[DEFAULT]
    replies = (
        (record, ("pages", index), path) for record in guide.content.all(Reply) for index, path in enumerate(record.data.pages)
    )
    surveys = ((record, ("page",), record.data.page) for record in guide.content.all(Survey))
    for record, where, path in (*replies, *surveys):
        if path not in pages:
            yield record.problem(where, Text(f"没有页面 {path}。", f"There is no page {path}."), did_you_mean(path, pages))


def survey_is_one_page(guide: Guide) -> Problems:
    """问卷有五个问题，每个有两到五个选项，或者用文字回答并写明算哪一类反馈；从低到高的才是 scale。
    A questionnaire has five questions, each with two to five choices, or answered in words and then saying what feedback they are; only choices make a scale."""
    for record in guide.content.all(Survey):
        if len(record.data.questions) != QUESTIONS:
            yield record.problem(
                ("questions",),
                Text(
                    f"有 {len(record.data.questions)} 个问题，应是 {QUESTIONS} 个。",
                    f"It has {len(record.data.questions)} questions; it should have {QUESTIONS}.",
                ),
                Text("印在一页上，读者一分钟填完。", "It is one page that takes a minute."),
            )
        for index, question in enumerate(record.data.questions):
            fits = not question.becomes if question.choices else question.becomes and not question.scale
            if not fits or (question.choices and not 2 <= len(question.choices) <= QUESTIONS):
                yield record.problem(
                    ("questions", index),
                    Text(
                        f"第 {index + 1} 题既不是选择题，也不是文字题。",
                        f"Question {index + 1} is neither one of choices nor one of words.",
                    ),
                    Text(
                        "选择题写两到五个 choices，不写 becomes；文字题写 becomes，不写 scale。",
                        "For choices give two to five and no becomes; for words give becomes and no scale.",
                    ),
                )
