"""Numbered notices to the post, counted copies of the list, and what is known of a door."""

from datetime import timedelta

import pytest

from kt1.ledger.entries.models import Entry, Note
from kt1.network.models import Agency, Place
from kt1.network.places import actions as places
from kt1.network.places.doors import guarded, notes_of
from kt1.network.places.rules import DoorFacts, DoorReason
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.focal_points import actions, notices, telling
from kt1.people.focal_points.erasing import erase_ended
from kt1.people.focal_points.models import FocalPoint
from kt1.people.focal_points.permissions import why_not_describe
from tests.custody.factories import norms
from tests.people.conftest import NOON, key
from tests.people.test_focal_points import ROOM, name_it, naming

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_a_notice_has_a_number_and_the_post_acknowledges_it(
    records_clerk: Actor, dispatcher: Actor, agency: Agency, point: Place
) -> None:
    with pytest.raises(notices.UnfitNoticeError):
        notices.tell_post(agency_id=agency.pk, by=records_clerk, at=NOON, once=key())
    first = name_it(records_clerk, agency, point)
    assert telling.untold(agency.pk, NOON).named == set(first)

    sent = notices.tell_post(agency_id=agency.pk, by=records_clerk, at=NOON, once=key())
    assert sent.number == "01/2026/TB-ĐM"
    assert telling.untold(agency.pk, NOON).count == 0
    assert not telling.known_to_post(first, agency.pk)
    with pytest.raises(NotAllowedError):
        notices.acknowledge(notice_id=sent.pk, by=records_clerk, at=NOON, once=key())
    notices.acknowledge(notice_id=sent.pk, by=dispatcher, at=NOON + DAY, once=key())
    assert telling.known_to_post(first, agency.pk)

    actions.end_receivers(
        focal_point_ids=first[:1], ends_at=NOON + DAY, by=records_clerk, at=NOON + DAY, once=key()
    )
    room = name_it(records_clerk, agency, point, ROOM)
    later = telling.untold(agency.pk, NOON + 2 * DAY)
    assert later.named == frozenset(room)
    assert later.ended == frozenset(first[:1])
    again = notices.tell_post(agency_id=agency.pk, by=records_clerk, at=NOON + 2 * DAY, once=key())
    assert again.n == 2
    assert {one.pk for one in notices.rows_of(again)} == {first[1], *room}


@pytest.mark.django_db
def test_a_body_that_works_on_paper_is_told_for_with_the_number_of_its_letter(
    dispatcher: Actor, point: Place
) -> None:
    party = Agency.objects.get(code="09169-DU")
    name_it(dispatcher, party, point, naming(title="Văn thư Đảng ủy"))
    with pytest.raises(notices.UnfitNoticeError):
        notices.tell_post(agency_id=party.pk, by=dispatcher, at=NOON, once=key())
    sent = notices.tell_post(
        agency_id=party.pk, paper="7-CV/ĐU", by=dispatcher, at=NOON, once=key()
    )
    assert sent.paper == "7-CV/ĐU"


@pytest.mark.django_db
def test_copies_of_the_list_are_counted(
    records_clerk: Actor, dispatcher: Actor, agency: Agency, point: Place
) -> None:
    name_it(records_clerk, agency, point)
    mine = notices.issue_list(copies=2, by=records_clerk, at=NOON, once=key())
    theirs = notices.issue_list(copies=3, by=dispatcher, at=NOON, once=key())
    assert [mine.number, theirs.number] == ["01/2026/DS-ĐM", "02/2026/DS-ĐM"]
    assert (mine.agency_id, theirs.agency_id) == (agency.pk, None)
    assert list(telling.lists_seen_by(records_clerk)) == [mine]
    assert list(telling.lists_seen_by(dispatcher)) == [theirs]
    with pytest.raises(notices.UnfitNoticeError):
        notices.issue_list(copies=21, by=dispatcher, at=NOON, once=key())


@pytest.mark.django_db
def test_what_is_known_of_a_door_is_kept_with_its_reason(
    records_clerk: Actor, dispatcher: Actor, agency: Agency, point: Place
) -> None:
    assert why_not_describe(records_clerk, point) is None
    facts = DoorFacts(no_phones=True, focal_only=True, gate="Cổng phụ", floor="Tầng 2")
    Agency.objects.filter(points__point=point).exclude(pk=agency.pk).update(bloc="chinh_quyen")
    Agency.objects.filter(points__point=point).update(line="ubnd")

    def describe(what: DoorFacts) -> bool:
        return places.describe_door(
            place_id=point.pk,
            facts=what,
            reason=DoorReason.AGENCY_ASKED,
            by=str(dispatcher),
            at=NOON,
            once=key(),
        )

    assert describe(facts)
    assert not describe(facts)
    point.refresh_from_db()
    assert (point.no_phones, point.focal_only) == (True, True)
    assert notes_of(point, is_guarded=False) == ("Cổng phụ", "Tầng 2")
    entry = Entry.objects.get(kind="place.described")
    kept = bytes(entry.canonical).decode()
    assert "agency_asked" in kept
    assert "Tầng 2" not in kept, "free text stands in a note that can be destroyed"
    with pytest.raises(places.UnfitDoorError):
        describe(DoorFacts(gate="Phòng văn thư Tuyệt mật"))


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"bloc": "dang"}, {"bloc": "llvt"}, {"line": "cong_an"}])
def test_behind_a_guarded_gate_nothing_is_named(
    agency: Agency, point: Place, change: dict[str, str]
) -> None:
    Agency.objects.filter(points__point=point).update(bloc="chinh_quyen", line="ubnd")
    Place.objects.filter(pk=point.pk).update(access_gate="Cổng A", access_floor="Tầng 3")
    assert guarded([point.pk]) == frozenset()
    Agency.objects.filter(pk=agency.pk).update(**change)
    assert guarded([point.pk]) == {point.pk}
    point.refresh_from_db()
    assert notes_of(point, is_guarded=True) == (), "also what was kept before is not shown"
    for facts in (DoorFacts(gate="Cổng A"), DoorFacts(floor="Tầng 3")):
        with pytest.raises(places.UnfitDoorError):
            places.describe_door(
                place_id=point.pk,
                facts=facts,
                reason=DoorReason.FOUND_AT_DOOR,
                by="user:1",
                at=NOON,
                once=key(),
            )


@pytest.mark.django_db
def test_names_go_when_the_appointment_ended_long_enough_ago(
    records_clerk: Actor, agency: Agency, point: Place
) -> None:
    norms()
    gone = name_it(records_clerk, agency, point)
    room = name_it(records_clerk, agency, point, ROOM)
    stays = name_it(records_clerk, agency, point, naming(name="Người thứ hai"))
    ends = NOON + DAY
    actions.end_receivers(
        focal_point_ids=[*gone, *room], ends_at=ends, by=records_clerk, at=NOON, once=key()
    )
    assert erase_ended(at=ends + 364 * DAY) == 0
    at = ends + 366 * DAY
    assert erase_ended(at=at) == len(gone)
    assert erase_ended(at=at) == 0

    for row in FocalPoint.objects.filter(pk__in=gone):
        assert (row.name, row.phone, row.title, row.erased_at) == ("", "", "Văn thư", at)
    assert FocalPoint.objects.get(pk=room[0]).phone == "02223800001", "a landline of the house"
    assert FocalPoint.objects.get(pk=stays[0]).name == "Người thứ hai"
    left = Note.objects.filter(content__isnull=False).values_list("field", "content")
    texts = [(field, bytes(content or b"").decode()) for field, content in left]
    assert ("name", "Người thứ hai") in texts
    assert ("title", "Văn thư") in texts
    assert ("name", "Người thứ nhất") not in texts
