"""The inbox between bodies and whoever follows them (D15), and the contact of record."""

from datetime import date
from typing import Any

import pytest

from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.oversight.requests import actions, queries
from kt1.oversight.requests.actions import UnfitInquiryError, Words
from kt1.oversight.requests.models import AgencyContact, Inquiry, InquiryMessage
from kt1.oversight.requests.rules import Matter, State
from kt1.people.actor import NotAllowedError
from tests.custody import factories as make
from tests.oversight.test_directives import Ground, ground, who

__all__ = ["ground"]
pytestmark = pytest.mark.django_db
ASKED = Words(text="Đề nghị cho biết đầu mối ngoài giờ")


def test_one_question_to_many_and_the_answer_of_one(ground: Ground) -> None:
    ids = actions.ask(
        agency_ids=[ground.commune.pk, ground.department.pk], matter=Matter.FOCAL_POINTS,
        words=ASKED, **who(ground.so),
    )  # fmt: skip
    assert Entry.objects.filter(kind="inquiry.asked").count() == 1
    (mine,) = queries.waiting_for(ground.clerk)
    assert (mine.pk in ids, mine.due) == (True, date(2026, 1, 21))
    with pytest.raises(NotAllowedError):
        actions.answer(inquiry_id=mine.pk, words=ASKED, **who(ground.so))
    actions.answer(inquiry_id=mine.pk, words=Words(text="Đã cử phòng trực"), **who(ground.clerk))
    assert list(queries.answered_for(ground.so)) == [mine]
    close: dict[str, Any] = {"inquiry_id": mine.pk, "words": Words()}
    with pytest.raises(NotAllowedError):
        actions.go_on(after=State.CLOSED, **close, **who(ground.clerk))
    actions.go_on(
        inquiry_id=mine.pk, after=State.WAITING, words=Words(text="Còn ngày Tết"), **who(ground.so)
    )
    assert queries.waiting_for(ground.clerk).exists()
    actions.answer(inquiry_id=mine.pk, words=Words(text="Đã có lịch"), **who(ground.clerk))
    actions.go_on(after=State.CLOSED, **close, **who(ground.so))
    assert Inquiry.objects.get(pk=mine.pk).state == State.CLOSED
    assert InquiryMessage.objects.filter(inquiry=mine).count() == 4
    owed = queries.owed(province_id=make.province().pk, on=date(2026, 3, 1))
    assert [one.agency_id for one in owed] == [ground.department.pk]


def test_a_body_asks_and_its_paper_is_entered_for_it(ground: Ground) -> None:
    (pk,) = actions.ask(
        agency_ids=[ground.commune.pk], matter=Matter.GUIDANCE, words=ASKED, **who(ground.clerk)
    )
    assert queries.waiting_for(ground.so).get().pk == pk
    assert not queries.seen_by(ground.vptu).exists()
    (other,) = actions.ask(
        agency_ids=[ground.commune.pk], matter=Matter.ANNEX, words=ASKED, **who(ground.so)
    )
    paper = Words(paper="5/UBND ngày 13/01/2026")
    actions.answer(inquiry_id=other, words=paper, **who(ground.so))
    assert InquiryMessage.objects.get(inquiry=other, n=2).for_the_body


def test_whom_one_may_not_ask(ground: Ground) -> None:
    for body, by in (
        (ground.party, ground.so),
        (ground.court, ground.court_clerk),
        (ground.commune, ground.dispatcher),
    ):
        with pytest.raises(NotAllowedError):
            actions.ask(agency_ids=[body.pk], matter=Matter.OTHER, words=ASKED, **who(by))
    said: dict[str, Any] = {"agency_ids": [ground.commune.pk], "matter": Matter.OTHER}
    with pytest.raises(UnfitInquiryError):
        actions.ask(**said, words=Words(), **who(ground.so))
    with pytest.raises(UnfitInquiryError):
        actions.ask(**said, words=ASKED, due=date(2026, 1, 1), **who(ground.so))
    with pytest.raises(RefusedTextError):
        actions.ask(**said, words=Words(text="gửi kèm văn bản độ mật"), **who(ground.so))


def test_the_contact_of_record_is_a_duty_and_one_at_a_time(ground: Ground) -> None:
    body: dict[str, Any] = {"agency_id": ground.commune.pk}
    actions.set_contact(**body, title="Văn thư", phone="0222 380 0001", **who(ground.clerk))
    actions.set_contact(
        **body, title="Chánh Văn phòng", phone="02223800002", **who(ground.clerk, make.NOON)
    )
    assert AgencyContact.objects.count() == 2
    assert queries.contacts([ground.commune.pk])[ground.commune.pk].title == "Chánh Văn phòng"
    with pytest.raises(NotAllowedError):
        actions.set_contact(**body, title="Văn thư", phone="02223800001", **who(ground.so))
    with pytest.raises(UnfitInquiryError):
        actions.set_contact(**body, title="Văn thư", phone="12", **who(ground.clerk))
