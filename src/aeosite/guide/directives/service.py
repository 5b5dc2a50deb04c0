"""The records a call asks for, in the order shown: services, answers, figures and words."""

from datetime import date

from aeosite.guide.directives.spec import position, wanted
from aeosite.model.service import District, Event, GlossaryEntry, Question, Statistic, Step, Update
from aeosite.read.content import Content, Record
from aeosite.read.pages import Directive


def pick_districts(content: Content, call: Directive) -> list[Record[District]]:
    """Return customs authorities, the general administration first, then by customs code."""
    levels = list(content.vocabularies.get("district-levels", {}))
    chosen = [record for record in content.all(District) if wanted(call, "level", record.data.level)]
    return sorted(chosen, key=lambda record: (position(levels, record.data.level), record.data.code or "", record.id))


def pick_events(content: Content, call: Directive) -> list[Record[Event]]:
    """Return events, newest first; undated ones last."""
    chosen = [record for record in content.all(Event) if wanted(call, "type", record.data.type)]
    return sorted(chosen, key=lambda record: (record.data.date.latest if record.data.date else date.min, record.id), reverse=True)


def pick_statistics(content: Content, call: Directive) -> list[Record[Statistic]]:
    """Return figures by topic as the vocabulary orders them, newest first."""
    topics = list(content.vocabularies.get("figure-topics", {}))
    chosen = [record for record in content.all(Statistic) if wanted(call, "topic", record.data.topic)]
    return sorted(
        chosen, key=lambda record: (position(topics, record.data.topic), -record.data.date.latest.toordinal(), record.id)
    )


def pick_questions(content: Content, call: Directive) -> list[Record[Question]]:
    """Return questions in their display order; ``open=yes`` for those without an answer, ``open=no`` for the others."""
    chosen = [
        record
        for record in content.all(Question)
        if wanted(call, "topic", record.data.topic)
        and wanted(call, "audience", *record.data.audiences)
        and wanted(call, "open", record.data.open or "no")
    ]
    return sorted(chosen, key=lambda record: (record.data.order, record.id))


def pick_glossary(content: Content) -> list[Record[GlossaryEntry]]:
    """Return the glossary by id, which is English and the same order in both languages."""
    return content.all(GlossaryEntry)


def pick_steps(content: Content, call: Directive) -> list[Record[Step]]:
    """Return the steps of the phases asked for, in their display order."""
    chosen = [record for record in content.all(Step) if wanted(call, "phase", record.data.phase)]
    return sorted(chosen, key=lambda record: (record.data.order, record.id))


def pick_updates(content: Content) -> list[Record[Update]]:
    """Return the notes of what changed, newest first."""
    return sorted(content.all(Update), key=lambda record: (record.data.date, record.id), reverse=True)
