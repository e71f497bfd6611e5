"""What a demonstration's post says of its service, and the guidance it gave. Invented numbers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from kt1.law.catalogue.actions import confirm, publish
from kt1.law.catalogue.rules import Statement, Topic
from kt1.law.parameters.keys import Evidence
from kt1.ledger.requests.rules import RequestKey
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Family
from kt1.network.places.models import Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.guidance.actions import Said, acknowledge, give
from kt1.people.guidance.models import Guidance
from kt1.people.guidance.rules import Channel, Matter, Told

_NAMESPACE = UUID("0f8f5b64-4a41-5b0e-8c22-6f6b6ad5a9c1")
_NOTICE = "MH-03 của Bưu điện"
GUIDED_MOST = 200


def say(provinces: Sequence[str], at: datetime) -> None:
    """Publish telephone, contacts and opening hours, and let the Sở confirm the telephone."""
    for code in provinces:
        post, regulator = actor_of(code, Role.DISPATCHER), actor_of(code, Role.REGULATOR)
        contact = Statement(
            topic=Topic.HOTLINE,
            key="truc-kt1",
            province=code,
            title="Trực KT1 của Bưu điện, 24/7",
            text="Nghe máy cả đêm, ngày nghỉ và Tết",
            phone=f"00000000{code}",
            valid_from=at.date(),
            paper=_NOTICE,
            evidence=Evidence.OFFICIAL,
        )
        once = _once("hotline", code)
        made = publish(statement=contact, within=code, by=post, at=at, once=once)
        once = _once("confirmed", code)
        confirm(information_id=made.pk, within=code, by=regulator, at=at, once=once)
        desks = (
            ("buu-dien", "Bưu điện: tiếp nhận khiếu nại về KT1", post, f"00000001{code}"),
            ("so-khcn", "Sở Khoa học và Công nghệ", regulator, f"00000002{code}"),
        )
        for key, title, by, phone in desks:
            said = replace(contact, topic=Topic.COMPLAINT, key=key, title=title, phone=phone,
                           text="Trong giờ hành chính")  # fmt: skip
            publish(statement=said, within=code, by=by, at=at, once=_once(key, code))
        for site in _sites(code):
            said = replace(contact, topic=Topic.OFFICE, key=site.code, title=site.name,
                           text="07:00–19:00; ngoài giờ gọi số trực")  # fmt: skip
            publish(statement=said, within=code, by=post, at=at, once=_once(site.code, code))


def guide(provinces: Sequence[str], at: datetime) -> None:
    """Guidance of the last days: some of it read, some not."""
    for code in provinces:
        bodies = Agency.objects.filter(
            province__code=code, family=Family.COMMUNE_UBND, valid_to=None
        ).order_by("code")
        ids = list(bodies.values_list("pk", flat=True)[:GUIDED_MOST])
        for n, (role, matter, channel) in enumerate(
            (
                (Role.DISPATCHER, Matter.HOURS, Channel.CALL),
                (Role.REGULATOR, Matter.RECEIVERS, Channel.TRAINING),
            )
        ):
            said = Said(
                matter=matter,
                channel=channel,
                told=Told.CLERK,
                given_at=at - timedelta(days=3 - n),
                note="Nhắc rà soát trước Tết",
            )
            by = actor_of(code, role)
            once = _once(f"guidance-{n}", code)
            given = give(agency_ids=ids, said=said, by=by, at=at, once=once)
            if n == 0:
                _read(given[::2], at, code)


def _read(given: Sequence[int], at: datetime, code: str) -> None:
    """The clerks of the first bodies say that they have read it."""
    bodies = dict(Guidance.objects.filter(pk__in=given).values_list("pk", "agency_id"))
    duties = {
        duty.agency_id: duty
        for duty in Duty.objects.filter(role=Role.CLERK, agency__in=bodies.values())
        .select_related("user", "agency")
        .order_by("-pk")
    }
    for pk, body in sorted(bodies.items()):
        if (duty := duties.get(body)) is not None:
            once = _once(f"read-{pk}", code)
            acknowledge(guidance_ids=[pk], by=acting(duty), at=at, once=once)


def _sites(code: str) -> list[Place]:
    kinds = (PlaceKind.CENTRE, PlaceKind.POST_OFFICE)
    found = Place.objects.filter(province__code=code, kind__in=kinds, valid_to=None)
    return list(found.order_by("code"))


def actor_of(code: str, role: Role) -> Actor:
    """Somebody who acts in this role in the province."""
    held = Duty.objects.filter(role=role, province__code=code).select_related("user", "agency")
    return acting(held.order_by("pk")[0])


def acting(duty: Duty) -> Actor:
    return Actor(
        user_id=duty.user_id,
        name=duty.user.title,
        role=Role(duty.role),
        place_id=duty.place_id,
        agency_id=duty.agency_id,
        province_id=duty.province_id or (duty.agency.province_id if duty.agency else None),
        duty_id=duty.pk,
    )


def _once(what: str, code: str) -> RequestKey:
    return RequestKey.of(uuid5(_NAMESPACE, f"{what}/{code}"), {"demonstration": what})
