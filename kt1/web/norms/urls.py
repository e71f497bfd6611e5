"""Addresses of norms: sets and their figures, legal papers, the calendar of working days."""

from django.urls import path

from kt1.web.norms import areas, calendar_file, calendars, papers, sets, values

urlpatterns = [
    path("dinh-muc", sets.norm_sets, name="norm_sets"),
    path("dinh-muc/muc/<int:pk>", values.norm_value, name="norm_value"),
    path("dinh-muc/muc/<int:pk>/xac-nhan", values.norm_confirm, name="norm_confirm"),
    path("dinh-muc/bo/<str:code>", sets.norm_set, name="norm_set"),
    path("dinh-muc/bo/<str:code>/nhap", values.norm_add, name="norm_add"),
    path("dinh-muc/bo/<str:code>/ap-dung", sets.norm_activate, name="norm_activate"),
    path("dinh-muc/dia-ban", areas.norm_areas, name="norm_areas"),
    path("can-cu", papers.law_papers, name="law_papers"),
    path("can-cu/moi", papers.law_paper_new, name="law_paper_new"),
    path("can-cu/<str:code>", papers.law_paper, name="law_paper"),
    path("lich-lam-viec", calendars.calendar_years, name="calendar_years"),
    path("lich-lam-viec/nam", calendars.calendar_cover, name="calendar_cover"),
    path("lich-lam-viec/ngay/<int:pk>/xac-nhan", calendars.calendar_confirm,
         name="calendar_confirm"),
    path("lich-lam-viec/ngay/<int:pk>/rut", calendars.calendar_withdraw,
         name="calendar_withdraw"),
    path("lich-lam-viec/<str:code>/<int:year>", calendars.calendar_year, name="calendar_year"),
    path("lich-lam-viec/<str:code>/<int:year>/ngay-moi", calendars.calendar_declare,
         name="calendar_declare"),
    path("lich-lam-viec/<str:code>/<int:year>/nhieu-ngay", calendar_file.calendar_file,
         name="calendar_file"),
]  # fmt: skip
