from django.urls import path

from kt1.web.coverage import calendar, gaps, month, reminders, tilemap

urlpatterns = [
    path("do-phu", gaps.gaps, name="coverage"),
    path("do-phu/ban-do", tilemap.tiles, name="coverage_map"),
    path("do-phu/lich", calendar.calendar, name="coverage_calendar"),
    path("do-phu/ngoai-gio", month.off_hours, name="coverage_month"),
    path("do-phu/nhac", reminders.reminders, name="coverage_reminders"),
    path("do-phu/nhac/da-biet", reminders.take_note, name="coverage_take_note"),
    path("do-phu/nhac/gui", gaps.remind, name="coverage_remind"),
    path("do-phu/co-quan/<str:code>", gaps.body, name="coverage_body"),
]
