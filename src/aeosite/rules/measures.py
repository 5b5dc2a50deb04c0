"""Rules over facilitation measures: what they rest on, and how strongly they may be worded."""

import re

from aeosite.basics.language import REQUIRED, Text
from aeosite.basics.problems import Place, Problem
from aeosite.guide.guide import Guide
from aeosite.guide.status import instrument_status
from aeosite.model.records import Instrument, Measure
from aeosite.rules.finding import Problems

_STANDING = ("in-force", "issued")
_AS_A_RIGHT = {
    "zh": re.compile(r"必须|应当|有权|一律|(?P<conditional>可以?享受)"),
    "en": re.compile(r"\b(?:must|shall|is entitled|are entitled|guaranteed|(?P<conditional>enjoys?))\b", re.I),
}


def confirmed_needs_standing_basis(guide: Guide) -> Problems:
    """写“继续适用”的措施，核对那天至少有一个依据有效。
    A measure said to apply still rests on at least one instrument that stood when it was checked."""
    for record in guide.content.all(Measure):
        if record.data.carry_over == "confirmed" and not _standing(guide, record.data):
            yield record.problem(
                ("carry_over",),
                Text(
                    "核对时所依据的文件都已不再有效，不能写 confirmed。",
                    "None of its instruments stood when it was checked; it cannot be confirmed.",
                ),
                Text("补上现行依据，或写 unconfirmed 或 ended。", "Add a basis in force, or write unconfirmed or ended."),
            )


def basis_outlives_the_start(guide: Guide) -> Problems:
    """措施开始时，至少有一个依据还没有失效。
    On the day a measure begins, at least one of its instruments has not ended."""
    for record in guide.content.all(Measure):
        ends = [
            data.repealed_on or data.valid_until
            for basis in record.data.basis
            if (found := guide.content.find(Instrument, basis.instrument)) and (data := found.data)
        ]
        known = [end for end in ends if end]
        effective = record.data.effective
        if effective and ends and len(known) == len(ends) and effective.earliest >= max(known):
            yield record.problem(
                ("effective",),
                Text(
                    f"起始日期（{effective}）时，所有依据都已失效。",
                    f"On its first day ({effective}) all its instruments had ended.",
                ),
                Text("核对起始日期和依据。", "Check the date and the basis."),
            )


def pilot_is_not_a_right(guide: Guide) -> Problems:
    """试点、探索和鼓励不能写成权利：没有写明条件时，不写“必须”“应当”“有权”“可享受”。
    A pilot, an exploration or an encouragement is not worded as a right: no must, shall, entitled or (without conditions) enjoy."""
    for record in guide.content.all(Measure):
        if record.data.strength not in ("pilot", "exploratory", "encouraged"):
            continue
        for name in ("title", "summary", "how_to_use", "how_to_verify"):
            pair = getattr(record.data, name)
            for language in REQUIRED if pair else ():
                found = _AS_A_RIGHT[language].search(pair.in_(language))
                if found and not (found["conditional"] and record.data.conditions):
                    yield record.problem(
                        (name, language),
                        Text(f"“{found[0]}”把它写成了权利。", f"{found[0]!r} words it as a right."),
                        Text(
                            "写成“试点”“优先”“鼓励”等，或写明条件。",
                            "Say pilot, may, first, encouraged; or state the conditions.",
                        ),
                    )


def audience_has_a_measure(guide: Guide) -> Problems:
    """每一类读者至少有一项措施。
    There is at least one measure for each audience."""
    served = {str(audience) for record in guide.content.all(Measure) for audience in record.data.audiences}
    for audience in guide.content.vocabularies.get("audiences", {}):
        if audience not in served:
            yield Problem(
                Place("docs/records/measures"),
                "",
                Text(f"没有写给读者 {audience} 的措施。", f"No measure is for the audience {audience}."),
                Text("在合适的措施的 audiences 中加上。", "Add it to the audiences of a measure that fits."),
            )


def _standing(guide: Guide, measure: Measure) -> bool:
    found = (guide.content.find(Instrument, basis.instrument) for basis in measure.basis)
    return any(record is None or instrument_status(record.data, measure.verified_on) in _STANDING for record in found)
