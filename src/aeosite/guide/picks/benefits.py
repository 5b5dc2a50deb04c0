"""The benefits a call asks for: facilitation measures and mutual-recognition partners."""

from datetime import date

from aeosite.guide.dated import Dated
from aeosite.guide.picks.choosing import position, wanted
from aeosite.guide.status import measure_state, partner_status
from aeosite.model.records import Measure, Partner
from aeosite.read.content import Record
from aeosite.read.pages import Directive


def pick_partners(guide: Dated, call: Directive) -> list[Record[Partner]]:
    """Return the partners a call asks for, in the order they were signed; the pilot only when asked for by status."""
    chosen = [
        record
        for record in guide.content.all(Partner)
        if wanted(call, "status", partner_status(record.data, guide.as_of))
        and wanted(call, "direction", record.data.direction or "unknown")
        and wanted(call, "region", record.data.region)
        and (record.data.pilot is None or "pilot" in (call.option("status") or ""))
    ]
    return sorted(chosen, key=lambda record: (_signed_order(record.data), record.id))


def _signed_order(partner: Partner) -> date:
    dates = [when.latest for when in (partner.signed, partner.in_force_from) if when] + [partner.in_force_by or date.max]
    return min(dates)


def pick_measures(guide: Dated, call: Directive) -> list[Record[Measure]]:
    """Return the measures a call asks for, by stage as the vocabulary orders them, then by id."""
    stages = list(guide.content.vocabularies.get("stages", {}))
    chosen = [
        record
        for record in guide.content.all(Measure)
        if wanted(call, "stage", record.data.stage)
        and wanted(call, "strength", record.data.strength or "unknown")
        and wanted(call, "tier", *record.data.tiers)
        and wanted(call, "audience", *record.data.audiences)
        and wanted(call, "type", *record.data.enterprise_types)
        and wanted(call, "state", measure_state(guide.content, record.data, guide.as_of))
        and wanted(call, "basis", *(basis.instrument for basis in record.data.basis))
    ]
    return sorted(chosen, key=lambda record: (position(stages, record.data.stage), record.id))
