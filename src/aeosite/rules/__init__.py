"""Every rule of the gate, in one flat tuple. Add a rule: write the generator, put it here, give it a case in ``tests/cases``."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial

from aeosite.basics.cache import Cache, digest
from aeosite.basics.language import Language, Text
from aeosite.basics.problems import Place, Problem, in_order
from aeosite.guide.guide import Guide
from aeosite.guide.reads import Kept, Work
from aeosite.model.records import CriteriaTable, Standard
from aeosite.rules import (
    also,
    computing,
    criteria,
    dates,
    drift,
    every_record,
    help,
    instruments,
    local,
    measures,
    pages,
    parity,
    partners,
    passages,
    provenance,
    quiz,
    replies,
)
from aeosite.rules.finding import Rule, code_of

CHECKS: tuple[Rule, ...] = (
    every_record.known_reference,
    every_record.known_term,
    every_record.both_languages,
    every_record.language_is_of_the_site,
    instruments.repeal_ends_the_repealed,
    instruments.repeals_do_not_circle,
    instruments.instrument_dates_in_order,
    instruments.official_host,
    instruments.unique_number,
    criteria.clause_id_is_table_and_number,
    criteria.unique_clause,
    criteria.numbers_run_on,
    criteria.stated_totals,
    criteria.one_table_a_category,
    criteria.matched_or_dropped,
    criteria.counterpart_is_weighed,
    criteria.threshold_is_typed,
    criteria.limit_stands_in_text,
    criteria.history_is_not_current,
    criteria.limit_exists,
    criteria.score_exists,
    computing.computed_clause_is_whole,
    computing.formula_fits_its_unit,
    computing.case_is_typed,
    computing.outcome_is_an_option,
    computing.part_is_of_the_same_kind,
    computing.figure_is_used,
    provenance.mark_is_no_higher_than_its_basis,
    provenance.confirmed_was_read,
    measures.confirmed_needs_standing_basis,
    measures.basis_outlives_the_start,
    measures.pilot_is_not_a_right,
    measures.audience_has_a_measure,
    partners.real_country_code,
    partners.signed_before_in_force,
    partners.listed_after_the_start,
    partners.note_knows_the_announcement,
    partners.in_force_is_announced,
    partners.announcement_agrees,
    partners.example_fits_the_code,
    partners.code_pattern_is_simple,
    partners.own_code_is_whole,
    partners.company_details_are_complete,
    partners.code_only_in_force,
    partners.union_members,
    partners.pilot_is_not_counted,
    partners.name_agrees_with_cldr,
    help.named_page_exists,
    help.answer_has_a_basis,
    help.district_is_well_formed,
    help.conflict_is_mutual,
    help.shown_figure_is_the_value,
    help.partners_add_up_to_the_figure,
    help.event_dates_in_order,
    help.due_day_stands_in_text,
    help.phase_has_a_step,
    help.retired_word_is_quoted,
    help.record_quotes_retired_words,
    quiz.quiz_question_is_whole,
    quiz.quiz_answer_has_a_source,
    quiz.quiz_answers_differ,
    quiz.quiz_answer_is_computed,
    quiz.quiz_claim_agrees_with_its_record,
    quiz.quiz_answer_is_supported,
    replies.reply_state_has_its_fields,
    replies.reply_dates_in_order,
    replies.reply_was_asked,
    replies.reply_names_pages,
    replies.survey_is_one_page,
    local.local_edition_is_whole,
    local.local_record_is_new,
    local.local_page_is_new,
    local.local_kind_may_be_added,
    local.narrowing_is_of_a_national_measure,
    local.narrowing_has_conditions_and_basis,
    local.narrowing_raises_no_mark,
    local.local_name_is_its_own,
    local.local_address_is_official,
    local.first_page_is_national,
    local.local_page_names_its_source,
    local.local_record_is_filled_in,
    local.local_page_is_filled_in,
    parity.page_states_the_same_facts,
    parity.record_states_the_same_facts,
    drift.stamp_names_a_section,
    drift.stamp_names_a_text,
    dates.record_is_not_of_the_future,
    dates.page_is_not_of_the_future,
    also.also_is_said_once,
    also.also_is_not_its_name,
    also.also_leads_somewhere,
    also.also_is_telling,
    passages.passage_is_closed,
    passages.passage_has_its_date,
    pages.page_path,
    pages.page_has_a_twin,
    pages.twin_has_the_same_shape,
    pages.page_is_in_its_language,
    pages.no_marks_of_a_conflict,
    pages.nothing_is_said_twice,
    pages.heading_has_an_id,
    pages.known_directive,
    pages.link_resolves,
    pages.link_is_allowed,
    pages.instrument_is_listed,
    pages.table_is_not_empty,
    pages.one_home_a_record,
    pages.front_matter_resolves,
)


ONE_PAGE_AT_A_TIME = frozenset(
    {
        criteria.history_is_not_current,
        criteria.limit_exists,
        criteria.score_exists,
        help.retired_word_is_quoted,
        local.local_page_is_new,
        local.local_page_names_its_source,
        local.local_page_is_filled_in,
        parity.page_states_the_same_facts,
        drift.stamp_names_a_section,
        dates.page_is_not_of_the_future,
        passages.passage_is_closed,
        passages.passage_has_its_date,
        pages.page_path,
        pages.page_has_a_twin,
        pages.twin_has_the_same_shape,
        pages.page_is_in_its_language,
        pages.no_marks_of_a_conflict,
        pages.nothing_is_said_twice,
        pages.heading_has_an_id,
        pages.known_directive,
        pages.link_resolves,
        pages.link_is_allowed,
        pages.table_is_not_empty,
        pages.front_matter_resolves,
    }
)
"""The rules that look at each page by itself; when one page has changed, they look at that page alone."""

_OTHERS_ON_CLAUSES = frozenset(
    {every_record.known_reference, pages.known_directive, pages.link_resolves, pages.table_is_not_empty}
)


def asks_for_clauses(rule: Rule) -> bool:
    """Whether a rule looks at clauses, or at what names them from elsewhere."""
    return rule.__module__ in (criteria.__name__, computing.__name__, quiz.__name__) or rule in _OTHERS_ON_CLAUSES


def check(guide: Guide, rules: Iterable[Rule] = CHECKS, *, cache: Cache | None = None, workers: int = 1) -> list[Problem]:
    """Return every problem of the guide, in order: those met while reading and those the rules find.

    Args:
        guide: what was loaded, and the date it speaks of.
        rules: the rules to run.
        cache: what they found before; a rule runs again when something it read has changed.
        workers: how many processes may look at pages at once.
    """
    rules = list(rules)
    works = list(page_checks(guide, rules).values())
    found = Kept(guide, cache or Cache(None)).all(works, workers)
    return in_order([*check_whole(guide, rules, cache=cache), *(problem for problems in found for problem in problems or ())])


def check_whole(guide: Guide, rules: Iterable[Rule] = CHECKS, *, cache: Cache | None = None) -> list[Problem]:
    """Return the problems met while reading, and those that rules find which look at more than one page; arguments as for all."""
    works = [
        Work("rules", code_of(rule), partial(_run, rule)) for rule in _running(guide, rules) if rule not in ONE_PAGE_AT_A_TIME
    ]
    found = Kept(guide, cache or Cache(None)).all(works)
    return in_order([*guide.content.problems, *(problem for problems in found for problem in problems or ())])


def page_checks(guide: Guide, rules: Iterable[Rule] = CHECKS) -> Mapping[tuple[Language, str], Work[list[Problem]]]:
    """Return the work of looking at each page by itself, by language and path."""
    each_page = [rule for rule in _running(guide, rules) if rule in ONE_PAGE_AT_A_TIME]
    codes = digest(*map(code_of, each_page))
    return {
        (language, path): Work("page-rules", f"{language}/{path} {codes}", partial(_run_on_page, each_page, language, path))
        for language, of_language in guide.content.pages.items()
        for path in of_language
        if guide.content.outline(language, path).spoken == language  # one that stands in is looked at in its own language
    }


def _running(guide: Guide, rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules to run. While a table of criteria or a standard cannot be read, those that ask for clauses are left out: everything
    that names one of its clauses would be reported, and hide the one line that is wrong.
    """
    clauses_unknown = any(guide.content.broken.get(model.folder) for model in (CriteriaTable, Standard))
    return [rule for rule in rules if not (clauses_unknown and asks_for_clauses(rule))]


def _run_on_page(rules: Iterable[Rule], language: Language, path: str, guide: Guide) -> list[Problem]:
    alone = guide.only(guide.content.pages[language][path])
    return [problem for rule in rules for problem in _run(rule, alone)]


def _run(rule: Rule, guide: Guide) -> list[Problem]:
    found: list[Problem] = []
    code = code_of(rule)
    try:
        found += (replace(problem, code=code) for problem in rule(guide))
    except Exception as error:  # a crash in one rule is our fault; the others must still run
        found.append(_crashed(code, error))
    return found


def _crashed(code: str, error: Exception) -> Problem:
    what = f"{type(error).__name__}: {error}"
    return Problem(
        Place("src/aeosite/rules"),
        code,
        Text(f"检查规则 {code} 自身出错（{what}）。", f"The rule {code} itself failed ({what})."),
        Text(
            "这是程序的错误，不是内容的错误，请告知开发人员。",
            "This is a fault of the program, not of the content; tell the developers.",
        ),
    )
