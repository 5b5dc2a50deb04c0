"""In: the guide and a call. Out: the facts of a component, whose folder also holds its template, script and style."""

from collections.abc import Mapping

from aeosite.components import (
    aeo_year,
    before_after,
    claim_kit,
    contact,
    declaration_boxes,
    district_finder,
    figure_chart,
    filter,
    measure_finder,
    offline_copy,
    partner_chips,
    partner_explorer,
    partners_by_year,
    picture,
    process_strip,
    programme_timeline,
    quiz,
    readiness_check,
    recognition_timeline,
    search_box,
    stored_data,
    survey,
    tier_ladder,
)
from aeosite.components.component import Component
from aeosite.guide.directives import RECORD_DIRECTIVES, Spec

COMPONENTS: tuple[Component, ...] = (
    claim_kit.COMPONENT,
    readiness_check.COMPONENT,
    filter.COMPONENT,
    measure_finder.COMPONENT,
    partner_explorer.COMPONENT,
    district_finder.COMPONENT,
    recognition_timeline.COMPONENT,
    stored_data.COMPONENT,
    search_box.COMPONENT,
    offline_copy.COMPONENT,
    contact.COMPONENT,
    picture.COMPONENT,
    tier_ladder.COMPONENT,
    partner_chips.COMPONENT,
    process_strip.COMPONENT,
    before_after.COMPONENT,
    programme_timeline.COMPONENT,
    declaration_boxes.COMPONENT,
    aeo_year.COMPONENT,
    figure_chart.COMPONENT,
    partners_by_year.COMPONENT,
    survey.COMPONENT,
    quiz.COMPONENT,
)
"""Every component."""

DIRECTIVES: Mapping[str, Spec] = {**RECORD_DIRECTIVES, **{one.name: one.spec for one in COMPONENTS if one.spec}}
"""Every directive by name: those that show records, and those of components."""
