"""Addresses of quality."""

from django.urls import path

from kt1.web.quality import events, items, pages
from kt1.web.quality.confirming import lists
from kt1.web.quality.confirming import pages as sheets
from kt1.web.quality.frequency import days, visits
from kt1.web.quality.frequency import pages as frequency

urlpatterns = [
    path("chat-luong", pages.quality, name="quality"),
    path("chat-luong/buu-gui", items.quality_items, name="quality_items"),
    path("chat-luong/tan-suat", frequency.frequency, name="frequency"),
    path("chat-luong/tan-suat/ngay", days.frequency_days, name="frequency_days"),
    path("chat-luong/tan-suat/luot", visits.frequency_visits, name="frequency_visits"),
    path("chat-luong/xac-nhan", lists.sheets, name="quality_sheets"),
    path("chat-luong/xac-nhan/tat-ca", lists.confirm_sheets, name="quality_sheets_confirm"),
    path("chat-luong/xac-nhan/<int:sheet_id>", sheets.sheet, name="quality_sheet"),
    path("chat-luong/xac-nhan/<int:sheet_id>/<str:act>", sheets.act, name="quality_sheet_act"),
    path("chat-luong/bat-kha-khang", events.force_majeure, name="force_majeure"),
    path("chat-luong/bat-kha-khang/ghi", events.enter, name="enter_event"),
    path("chat-luong/bat-kha-khang/<uuid:event_id>", events.event, name="event"),
]
