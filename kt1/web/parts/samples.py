"""One of each component in each state, for looking at. Roles and places only, no persons."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.network.units.models import AdminUnitVersion
from kt1.network.units.rules import UnitKind
from kt1.web.charts.bars import Bars, Series
from kt1.web.home.waiting import Urgency, Waiting
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import ChoiceFilter, DayFilter, FlagFilter, TextFilter
from kt1.web.lists.listing import Listing
from kt1.web.parts import chips
from kt1.web.parts.chain import Link, Side
from kt1.web.parts.chips import Chip, Tone
from kt1.web.parts.clock_bar import ClockBar
from kt1.web.parts.door import Door, Signer

CODE = "7K3MQX2RB9VT4HNW8"
#: The two provinces of the directives.
BAC_NINH, DONG_NAI = "24", "75"

CHIPS = (
    chips.ON_TIME,
    chips.OFFERED,
    chips.AT_RISK,
    chips.LATE,
    chips.HELD,
    chips.REFUSED,
    chips.UNCONFIRMED,
    Chip("Hỏa tốc"),
)


class SampleForm(forms.Form):
    weight = forms.IntegerField(label=gettext_lazy("Weight"), min_value=1, max_value=31500)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=[("bi", gettext_lazy("Cover")), ("goi", gettext_lazy("Parcel"))],
    )
    day = forms.CharField(
        label=gettext_lazy("Day"), help_text="dd/mm/yyyy", max_length=10, required=False
    )
    marks = forms.MultipleChoiceField(
        label=gettext_lazy("Seen on the cover"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("kt1", gettext_lazy("KT1 stamp")), ("seal", gettext_lazy("Seal intact"))],
        required=False,
    )
    book_signed = forms.BooleanField(
        label=gettext_lazy("The transfer book on paper is signed"), required=False
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=200, required=False, widget=forms.Textarea
    )


def waiting(at: datetime) -> list[Waiting]:
    def line(title: str, count: int, urgency: Urgency, hours: int, detail: str = "") -> Waiting:
        due = at + timedelta(hours=hours)
        return Waiting(
            title=title, url="#board", count=count, urgency=urgency, due=due, detail=detail
        )

    return [
        line(_("Items past the legal limit"), 2, Urgency.LATE, -3, "Kinh Bắc → Võ Cường"),
        line(_("Hỏa tốc items to hand over"), 1, Urgency.RISK, 2),
        line(_("Items to receive"), 14, Urgency.NOW, 5, _("Tuyến phát Kinh Bắc 02")),
        Waiting(title=_("Month to reconcile"), url="#board", count=1, urgency=Urgency.LATER),
    ]


def clocks(at: datetime) -> list[ClockBar]:
    start = at - timedelta(hours=30)
    steps = (
        "Nhận gửi lúc 16:40 Thứ Sáu 24/04/2026: J là 24/04/2026.",
        "Nội tỉnh, Hỏa tốc: J+1 ngày làm việc.",
        "25/04 và 26/04 là ngày nghỉ; 27/04 nghỉ Giỗ Tổ Hùng Vương.",
        "Hạn toàn trình tối đa: 24:00 Thứ Ba 28/04/2026.",
    )

    def clock(hours: int, expected: int | None = None, stopped: int | None = None) -> ClockBar:
        return ClockBar(
            accepted=start,
            deadline=start + timedelta(hours=hours),
            now=at,
            expected=at + timedelta(hours=expected) if expected else None,
            stopped=at + timedelta(hours=stopped) if stopped else None,
            steps=steps if expected == 1 else (),
            parameters=("TT16-2017/noi_tinh/HT",) if expected == 1 else (),
        )

    return [clock(56, expected=9), clock(34, expected=6), clock(24), clock(48, stopped=-2)]


def chain(at: datetime) -> list[Link]:
    clerk = Side(person=_("Records clerk"), place="UBND phường Kinh Bắc")
    courier = Side(person=_("Courier"), place="Xe 99A · tuyến phát 02")
    centre = Side(person=_("Controller"), place="Trung tâm khai thác Bắc Ninh")
    guard = Side(person=_("Duty room"), place="Sở Tài chính Bắc Ninh")

    def ago(hours: int) -> datetime:
        return at - timedelta(hours=hours)

    return [
        Link(title=_("Accepted at the sender's desk"), giver=clerk, taker=courier, occurred=ago(30),
             recorded=ago(30), chip=chips.TAKEN),
        Link(title=_("Handed over at the centre"), giver=courier, taker=centre, occurred=ago(27),
             recorded=ago(25), chip=chips.TAKEN,
             witness=_("On paper, sheet 000214, two transcribers")),
        Link(title=_("Bag opened"), giver=None, taker=None, occurred=ago(20), recorded=ago(20),
             chip=chips.HELD, inside="T0000000000000021",
             findings=(_("Seal broken"), _("One cover torn"))),
        Link(title=_("Delivered"), giver=courier, taker=guard, occurred=ago(2), recorded=ago(2),
             chip=chips.UNCONFIRMED),
        Link(title=_("Offered inside the agency"), giver=guard, taker=clerk, occurred=ago(1),
             recorded=ago(1), chip=chips.OFFERED),
    ]  # fmt: skip


def doors(at: datetime) -> list[Door]:
    guard = Signer(title=_("Duty room"), phone="0222 000 0001")
    return [
        Door(key="1", name="Sở Tài chính Bắc Ninh", address="Cổng số 2", units="3 bì, 1 gói",
             planned=at, chip=chips.AT_RISK, signers=(guard,), act_url="#board",
             act_label=_("Deliver here")),
        Door(key="2", name="UBND phường Võ Cường", address="Cổng trực ban", units="1 bì",
             planned=at + timedelta(minutes=20), act_url="#board", act_label=_("Deliver here"),
             gap=_("Nobody is named for this hour. Keep the items and call the shift leader.")),
    ]  # fmt: skip


def picture() -> Bars:
    hours = [f"{hour}:00" for hour in range(6, 22)]
    taken = [0, 2, 9, 14, 11, 6, 3, 5, 12, 18, 16, 9, 4, 2, 1, 0]
    given = [0, 0, 3, 8, 9, 7, 2, 4, 6, 11, 14, 12, 8, 5, 3, 1]
    return Bars(
        title=_("Items today, by hour"),
        unit=_("items"),
        labels=hours,
        series=(Series(_("Accepted"), taken), Series(_("Delivered"), given)),
    )


def _state(version: AdminUnitVersion) -> Chip:
    return chips.ON_TIME if version.valid_to is None else Chip(_("Ended"), Tone.UNCONFIRMED)


LISTING: Listing[AdminUnitVersion] = Listing(
    title=gettext_lazy("Communes"),
    order=("sort_key", "pk"),
    per_page=20,
    columns=(
        Column(key="ten", label=gettext_lazy("Name"), value=lambda v: v.name, sort="sort_key",
               under=lambda v: v.get_kind_display()),
        Column(key="ma", label=gettext_lazy("Code"), value=lambda v: v.unit.code, kind=Kind.CODE,
               sort="unit__code"),
        Column(key="buu-chinh", label=gettext_lazy("Postcode"), value=lambda v: v.postcode,
               kind=Kind.CODE, wide_only=True),
        Column(key="tu", label=gettext_lazy("From"), value=lambda v: v.valid_from, kind=Kind.DAY,
               sort="valid_from"),
        Column(key="dien-tich", label=gettext_lazy("Letters in the name"),
               value=lambda v: len(v.name), kind=Kind.NUMBER),
        Column(key="trang-thai", label=gettext_lazy("State"), value=_state, kind=Kind.CHIP),
    ),
    filters=(
        TextFilter(key="q", label=gettext_lazy("Name"),
                   apply=lambda rows, text: rows.filter(folded__contains=text.lower())),
        ChoiceFilter(key="loai", label=gettext_lazy("Kind"), field="kind",
                     choices=[(kind.value, kind.value) for kind in UnitKind]),
        DayFilter(key="tu-ngay", label=gettext_lazy("Valid from"), field="valid_from",
                  of_moment=False),
        FlagFilter(key="con", label=gettext_lazy("In force only"),
                   apply=lambda rows: rows.filter(valid_to=None)),
    ),
)  # fmt: skip
