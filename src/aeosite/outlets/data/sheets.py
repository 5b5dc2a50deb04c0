"""The sheets that answers to a questionnaire are typed into, for spreadsheets and as CSV; ``aeosite feedback import`` reads them back."""

import csv
import io
from collections.abc import Mapping
from datetime import datetime

from xlsxwriter import Workbook

from aeosite.basics.language import REQUIRED, Language
from aeosite.guide.guide import Guide
from aeosite.guide.offers import sheet_of
from aeosite.model.help import Survey
from aeosite.voice.survey import header_of

ROWS = 100
"""Rows made ready: what a large lecture hall hands in."""

_WIDE, _NARROW = 40, 14


def sheets(guide: Guide) -> Mapping[str, bytes]:
    """Return the sheets of every questionnaire in every required language, by path in the site."""
    files: dict[str, bytes] = {}
    for record in guide.content.all(Survey):
        for language in REQUIRED:
            files[sheet_of(language, record.id, "csv")] = _csv(record.data, language)
            files[sheet_of(language, record.id, "xlsx")] = _xlsx(record.data, language, datetime(*guide.as_of.timetuple()[:3]))
    return files


def _csv(survey: Survey, language: Language) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header_of(survey, language))
    writer.writerows([[survey.id, *("" for _ in header_of(survey, language)[1:])]] * ROWS)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(survey: Survey, language: Language, created: datetime) -> bytes:
    data = io.BytesIO()
    book = Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": survey.title.in_(language), "created": created})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    sheet = book.add_worksheet("问卷" if language == "zh" else "Sheets")
    names = header_of(survey, language)
    sheet.write_row(0, 0, names, head)
    sheet.write_column(1, 0, [str(survey.id)] * ROWS)
    sheet.freeze_panes(1, 1)
    first = len(names) - len(survey.questions)
    sheet.set_column(0, first - 1, _NARROW)
    for column, question in enumerate(survey.questions, first):
        sheet.set_column(column, column, _NARROW if question.choices else _WIDE)
        if question.choices:
            sheet.data_validation(
                1,
                column,
                ROWS,
                column,
                {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": len(question.choices)},
            )
    legend = book.add_worksheet("选项" if language == "zh" else "Choices")
    rows = [
        (f"q{number}", index, choice.in_(language))
        for number, one in enumerate(survey.questions, 1)
        for index, choice in enumerate(one.choices, 1)
    ]
    for number, row in enumerate(rows):
        legend.write_row(number, 0, row)
    legend.set_column(2, 2, _WIDE)
    book.close()
    return data.getvalue()
