"""The papers that figures rest on: their lineage, registering and ending them."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError

from kt1.law.acting import NotAllowedError
from kt1.law.instruments import actions
from kt1.law.instruments.actions import NewInstrument
from kt1.law.instruments.models import Instrument
from kt1.law.instruments.queries import all_of_them, lineage
from kt1.law.instruments.rules import InstrumentKind, InstrumentStatus, cite
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from tests.law.people import AT, CLERK, KEEPER, once

NEW = NewInstrument(
    code="TT99-2027",
    kind=InstrumentKind.CIRCULAR,
    number="99/2027/TT-BKHCN",
    title="Thông tư thay thế Thông tư 26/2026/TT-BKHCN, về bảo vệ bí mật nhà nước trong bưu chính",
    issuer="Bộ Khoa học và Công nghệ",
    in_force_from=date(2027, 7, 1),
    replaces="TT26-2026",
    implements="QD32-2025",
)


@pytest.mark.parametrize(
    ("article", "words"),
    [
        ("Đ.4", "Điều 4"),
        ("Đ.4.3", "khoản 3 Điều 4"),
        ("Đ.4.4.c", "điểm c khoản 4 Điều 4"),
        ("Đ.4.4.đ", "điểm đ khoản 4 Điều 4"),
        ("Phụ lục III", "Phụ lục III"),
        ("", ""),
    ],
)
def test_an_article_is_cited_as_it_is_written(article: str, words: str) -> None:
    assert cite(article) == words


@pytest.mark.django_db
def test_the_decision_in_force_goes_back_to_the_first() -> None:
    assert [one.code for one in lineage("QD32-2025")] == ["QD32-2025", "QD37-2021", "QD55-2016"]
    assert [one.code for one in lineage("TT26-2026")] == ["TT26-2026", "TT15-2022", "TT16-2017"]
    with pytest.raises(Instrument.DoesNotExist):
        lineage("TT99-2099")


@pytest.mark.django_db
def test_instruments_are_listed_with_what_they_replace(django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert {str(one.replaces) for one in all_of_them() if one.replaces} >= {
            "37/2021/QĐ-TTg",
            "55/2016/QĐ-TTg",
        }
    directive = Instrument.objects.get(code="CV-DONGNAI-2026")
    assert str(directive) == directive.title


@pytest.mark.django_db
def test_a_paper_is_registered_once() -> None:
    key = uuid4()
    first = actions.register(instrument=NEW, by=KEEPER, at=AT, once=once(key))
    assert actions.register(instrument=NEW, by=KEEPER, at=AT, once=once(key)) == first
    assert [one.code for one in lineage("TT99-2027")][:2] == ["TT99-2027", "TT26-2026"]
    assert Entry.objects.get().kind == "law.instrument_registered"
    with pytest.raises(IntegrityError):
        actions.register(instrument=NEW, by=KEEPER, at=AT, once=once())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"replaces": "TT99-2099"}, Instrument.DoesNotExist),
        ({"title": "Tài liệu tuyệt mật"}, RefusedTextError),
        ({"source": "V/v gì đó"}, RefusedTextError),
    ],
)
def test_a_paper_that_cannot_be_registered_is_refused(changed, error) -> None:
    with pytest.raises(error):
        actions.register(instrument=replace(NEW, **changed), by=KEEPER, at=AT, once=once())


@pytest.mark.django_db
def test_a_paper_ends_by_an_act() -> None:
    key = uuid4()
    for _ in range(2):
        ended = actions.end(
            code="TT26-2026",
            last_day=date(2027, 6, 30),
            status=InstrumentStatus.REPLACED,
            by=KEEPER,
            at=AT,
            once=once(key),
        )
    assert (ended.status, ended.in_force_to) == ("replaced", date(2027, 6, 30))
    assert Entry.objects.count() == 1


@pytest.mark.django_db
def test_a_clerk_registers_and_ends_nothing() -> None:
    with pytest.raises(NotAllowedError):
        actions.register(instrument=NEW, by=CLERK, at=AT, once=once())
    with pytest.raises(NotAllowedError):
        actions.end(
            code="TT26-2026",
            last_day=date(2027, 6, 30),
            status=InstrumentStatus.REPLACED,
            by=CLERK,
            at=AT,
            once=once(),
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"kind": "rumour"}, "instrument_kind_is_known"),
        ({"status": "maybe"}, "instrument_status_is_known"),
        ({"evidence": "hearsay"}, "instrument_evidence_is_known"),
        ({"text_seen": "none"}, "instrument_text_seen_is_known"),
        ({"in_force_to": date(2000, 1, 1)}, "instrument_ends_after_it_begins"),
    ],
)
def test_the_database_refuses_a_paper_that_makes_no_sense(changed, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        Instrument.objects.filter(code="QD32-2025").update(**changed)


@pytest.mark.django_db
def test_a_paper_does_not_replace_itself() -> None:
    one = Instrument.objects.get(code="QD32-2025")
    with pytest.raises(IntegrityError, match="instrument_does_not_replace_itself"):
        Instrument.objects.filter(pk=one.pk).update(replaces=one)
