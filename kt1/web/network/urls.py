"""Addresses of the directory, the places, the routes and their files."""

from django.urls import path

from kt1.web.network import agencies, places, routes, sheets, units

urlpatterns = [
    path("co-quan", agencies.agencies, name="agencies"),
    path("co-quan/them", agencies.agency_new, name="agency_new"),
    path("co-quan/<str:code>", agencies.agency, name="agency"),
    path("co-quan/<str:code>/sua", agencies.agency_edit, name="agency_edit"),
    path("co-quan/<str:code>/diem-phat", agencies.agency_point_new, name="agency_point_new"),
    path("co-quan/<str:code>/diem-phat/go", agencies.agency_point_end, name="agency_point_end"),
    path("co-quan/<str:code>/phu-luc", agencies.agency_annex_new, name="agency_annex_new"),
    path(
        "co-quan/<str:code>/phu-luc/<str:since>",
        agencies.agency_annex_edit,
        name="agency_annex_edit",
    ),
    path("dia-diem", places.places, name="places"),
    path("dia-diem/them", places.place_new, name="place_new"),
    path("dia-diem/<str:code>", places.place, name="place"),
    path("dia-diem/<str:code>/sua", places.place_edit, name="place_edit"),
    path("duong-thu", routes.routes, name="routes"),
    path("duong-thu/them", routes.route_new, name="route_new"),
    path("duong-thu/<str:code>", routes.route, name="route"),
    path("duong-thu/<str:code>/sua", routes.route_edit, name="route_edit"),
    path("don-vi", units.units, name="units"),
    path("tep/<str:name>", sheets.sheet, name="sheet"),
    path("tep/<str:name>/nhan", sheets.sheet_take, name="sheet_take"),
    path("tep/<str:name>/mau", sheets.sheet_form, name="sheet_form"),
    path("tep/<str:name>/<str:form>", sheets.sheet_file, name="sheet_file"),
]
