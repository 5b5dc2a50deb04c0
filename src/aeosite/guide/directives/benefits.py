"""Directives that show benefits and recognition: facilitation measures and mutual-recognition partners."""

from collections.abc import Mapping

from aeosite.basics.language import Text
from aeosite.guide.directives.spec import Allowed, Spec, ids, listing, terms
from aeosite.guide.picks.benefits import pick_measures, pick_partners

PARTNER_OPTIONS: Mapping[str, Allowed] = {
    "status": terms("partner-statuses"),
    "direction": terms("directions"),
    "region": terms("regions"),
}
"""How partners may be chosen."""
MEASURE_OPTIONS: Mapping[str, Allowed] = {
    "stage": terms("stages"),
    "strength": terms("strengths"),
    "tier": terms("tiers"),
    "audience": terms("audiences"),
    "type": terms("enterprise-types"),
    "state": terms("measure-states"),
    "basis": ids("instruments"),
}
"""How measures may be chosen."""

BENEFITS: Mapping[str, Spec] = {
    "measures": listing(
        Text("便利措施一览表", "facilitation measures as a table"),
        "{{ measures audience=sme }}",
        "measures",
        pick_measures,
        options=MEASURE_OPTIONS,
    ),
    "measure-sections": listing(
        Text("便利措施逐项说明，每项有自己的链接", "facilitation measures one by one, each with a link of its own"),
        "{{ measure-sections stage=tax }}",
        "measures",
        pick_measures,
        options=MEASURE_OPTIONS,
        home=True,
    ),
    "partners": listing(
        Text("互认伙伴一览表", "mutual-recognition partners as a table"),
        "{{ partners status=in-force }}",
        "partners",
        pick_partners,
        options=PARTNER_OPTIONS,
    ),
    "partner-sections": listing(
        Text("互认伙伴逐个说明，每个有自己的链接", "mutual-recognition partners one by one, each with a link of its own"),
        "{{ partner-sections status=signed }}",
        "partners",
        pick_partners,
        options=PARTNER_OPTIONS,
        home=True,
    ),
    "partner-codes": listing(
        Text("各互认伙伴的编码写法一览表", "the form of each partner's code as a table"),
        "{{ partner-codes status=in-force }}",
        "partners",
        pick_partners,
        options=PARTNER_OPTIONS,
    ),
}
"""Measures and partners."""
