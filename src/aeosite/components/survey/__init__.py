"""A questionnaire of one page, to print and fill in after a lecture."""

from pathlib import Path

from aeosite.basics.language import Text
from aeosite.components.component import Component
from aeosite.guide.directives.spec import Spec, ids
from aeosite.guide.offers import sheet_of
from aeosite.model.help import Survey

COMPONENT = Component(
    Path(__file__).parent,
    "survey",
    Spec(
        Text("一份问卷，印成一页；附录入表", "a questionnaire, printed on one page, with the sheet to type answers into"),
        "{{ survey lecture }}",
        lambda guide, call: {"survey": guide.content.get(Survey, call.words[0]), "sheet_of": sheet_of},
        words=(ids("surveys"),),
        anchors=lambda guide, call: [call.words[0]],
    ),
)
