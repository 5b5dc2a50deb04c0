"""What helps readers on, as a call asks for it: offices, events, figures, answers, words, steps."""

from datetime import date

from aeosite.guide.dated import Dated
from aeosite.guide.picks.choosing import position, wanted
from aeosite.model.help import District, Event, Question, Statistic, Step, Update
from aeosite.read.content import Record
from aeosite.read.pages import Directive


def pick_districts(guide: Dated, call: Directive) -> list[Record[District]]:
    """Return customs authorities, the general administration first, then by customs code."""
    levels = list(guide.content.vocabularies.get("district-levels", {}))
    chosen = [record for record in guide.content.all(District) if wanted(call, "level", record.data.level)]
    return sorted(chosen, key=lambda record: (position(levels, record.data.level), record.data.code or "", record.id))


def pick_events(guide: Dated, call: Directive) -> list[Record[Event]]:
    """Return events, newest first; undated ones last."""
    chosen = [record for record in guide.content.all(Event) if wanted(call, "type", record.data.type)]
    return sorted(chosen, key=lambda record: (record.data.date.latest if record.data.date else date.min, record.id), reverse=True)


def pick_statistics(guide: Dated, call: Directive) -> list[Record[Statistic]]:
    """Return figures by topic as the vocabulary orders them, newest first."""
    topics = list(guide.content.vocabularies.get("figure-topics", {}))
    chosen = [record for record in guide.content.all(Statistic) if wanted(call, "topic", record.data.topic)]
    return sorted(
        chosen, key=lambda record: (position(topics, record.data.topic), -record.data.date.latest.toordinal(), record.id)
    )


def pick_questions(guide: Dated, call: Directive) -> list[Record[Question]]:
    """Return questions in their display order; ``open=yes`` for those without an answer, ``open=no`` for the others."""
    chosen = [
        record
        for record in guide.content.all(Question)
        if wanted(call, "topic", record.data.topic)
        and wanted(call, "audience", *record.data.audiences)
        and wanted(call, "open", record.data.open or "no")
    ]
    return sorted(chosen, key=lambda record: (record.data.order, record.id))


def pick_steps(guide: Dated, call: Directive) -> list[Record[Step]]:
    """Return the steps of the phases asked for, in their display order."""
    chosen = [record for record in guide.content.all(Step) if wanted(call, "phase", record.data.phase)]
    return sorted(chosen, key=lambda record: (record.data.order, record.id))


def pick_updates(guide: Dated, call: Directive) -> list[Record[Update]]:
    """Return the notes of what changed, newest first."""
    return updates(guide)


def updates(guide: Dated) -> list[Record[Update]]:
    """Return the notes of what changed, newest first."""
    return sorted(guide.content.all(Update), key=lambda record: (record.data.date, record.id), reverse=True)
