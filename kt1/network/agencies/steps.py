"""Writing agencies, their desks, points and memberships in sets. Opens no transaction."""

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.models import Q

from kt1.network.agencies.models import Agency, AgencyPoint, AnnexMembership
from kt1.network.agencies.rules import AgencyFacts, MembershipFacts, PointFacts
from kt1.network.codes import Ids
from kt1.network.names.rules import fold, sort_key
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind, desk_code, desk_name

_AGENCY_FIELDS = [
    "name", "sort_key", "folded", "family", "bloc", "line", "province", "commune",
    "works_on_paper", "postcode", "organ_id", "contract_no", "customer_code", "budget_code",
    "budget_level", "tax_code", "valid_from", "valid_to",
]  # fmt: skip
_DESK_FIELDS = ["name", "sort_key", "folded", "province", "commune", "valid_from", "valid_to"]

_SET_PAYERS = """
UPDATE network_agency AS a SET payer_id = said.payer
FROM unnest(%s::bigint[], %s::bigint[]) AS said(agency, payer)
WHERE a.id = said.agency AND a.payer_id IS DISTINCT FROM said.payer
"""


def put(facts: Sequence[AgencyFacts], ids: Ids) -> None:
    """Add these agencies or bring them to what is stated, each with its desk."""
    written = Agency.objects.bulk_create(
        [_agency(fact, ids) for fact in facts],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_AGENCY_FIELDS,
    )
    ids.agencies.update({agency.code: agency.pk for agency in written})
    _set_payers(facts, ids)
    desks = Place.objects.bulk_create(
        [_desk(agency) for agency in written],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=_DESK_FIELDS,
    )
    ids.places.update({desk.code: desk.pk for desk in desks})


def close(facts: Sequence[AgencyFacts], _ids: Ids, on: date) -> None:
    """End these agencies and their desks with `on`."""
    codes = [fact.code for fact in facts]
    Agency.objects.filter(code__in=codes).update(valid_to=on)
    Place.objects.filter(agency__code__in=codes).update(valid_to=on)


def put_points(facts: Sequence[PointFacts], ids: Ids) -> None:
    AgencyPoint.objects.bulk_create(
        [
            AgencyPoint(
                agency_id=ids.agencies[fact.agency],
                point_id=ids.places[fact.point],
                day_kind=fact.day_kind,
                hours=fact.hours,
            )
            for fact in facts
        ],
        ignore_conflicts=True,
    )


def remove_points(facts: Sequence[PointFacts], ids: Ids, _on: date) -> None:
    """Take these ties away; the ledger keeps that they were."""
    if facts:
        ties = [
            Q(
                agency_id=ids.agencies[fact.agency],
                point_id=ids.places[fact.point],
                day_kind=fact.day_kind,
                hours=fact.hours,
            )
            for fact in facts
        ]
        AgencyPoint.objects.filter(Q(*ties, _connector=Q.OR)).delete()


def put_memberships(facts: Sequence[MembershipFacts], ids: Ids) -> None:
    """Add these memberships, or replace the one of the same agency from the same day.

    Removed first, added after: a row that closes makes room for the one that follows it.
    """
    if not facts:
        return
    same = [Q(agency_id=ids.agencies[f.agency], valid_from=f.valid_from) for f in facts]
    AnnexMembership.objects.filter(Q(*same, _connector=Q.OR)).delete()
    AnnexMembership.objects.bulk_create(
        AnnexMembership(
            agency_id=ids.agencies[fact.agency],
            annex=fact.annex,
            source=fact.source,
            valid_from=fact.valid_from,
            valid_to=fact.valid_to,
        )
        for fact in facts
    )


def close_memberships(facts: Sequence[MembershipFacts], ids: Ids, on: date) -> None:
    AnnexMembership.objects.filter(
        agency_id__in=[ids.agencies[fact.agency] for fact in facts], valid_to=None
    ).update(valid_to=on)


def _set_payers(facts: Sequence[AgencyFacts], ids: Ids) -> None:
    """After the rows are there: a payer may stand further down in the same file."""
    with connection.cursor() as cursor:
        cursor.execute(
            _SET_PAYERS,
            [[ids.agencies[fact.code] for fact in facts], [ids.agency(f.payer) for f in facts]],
        )


def _agency(fact: AgencyFacts, ids: Ids) -> Agency:
    return Agency(
        code=fact.code,
        name=fact.name,
        sort_key=sort_key(fact.name),
        folded=fold(fact.name),
        family=fact.family,
        bloc=fact.bloc,
        line=fact.line,
        province_id=ids.units[fact.province],
        commune_id=ids.unit(fact.commune),
        works_on_paper=fact.works_on_paper,
        postcode=fact.postcode,
        organ_id=fact.organ_id,
        contract_no=fact.contract_no,
        customer_code=fact.customer_code,
        budget_code=fact.budget_code,
        budget_level=fact.budget_level,
        tax_code=fact.tax_code,
        valid_from=fact.valid_from,
        valid_to=fact.valid_to,
    )


def _desk(agency: Agency) -> Place:
    name = desk_name(agency.name)
    return Place(
        code=desk_code(agency.code),
        kind=PlaceKind.AGENCY_DESK,
        name=name,
        sort_key=sort_key(name),
        folded=fold(name),
        province_id=agency.province_id,
        commune_id=agency.commune_id,
        agency=agency,
        valid_from=agency.valid_from,
        valid_to=agency.valid_to,
    )
