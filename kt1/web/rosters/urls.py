from django.urls import path

from kt1.web.rosters import calendar, history, others, paper, saving, schedule, swaps

urlpatterns = [
    path("lich-truc", calendar.rosters, name="rosters"),
    path("lich-truc/<str:code>", calendar.roster, name="roster"),
    path("lich-truc/<str:code>/tam-thoi", schedule.schedule, name="roster_schedule"),
    path("lich-truc/<str:code>/tam-thoi/tep", schedule.schedule_file, name="roster_file"),
    path("lich-truc/<str:code>/tam-thoi/mau", schedule.file_form, name="roster_file_form"),
    path("lich-truc/<str:code>/luan-phien", others.rotation, name="roster_rotation"),
    path("lich-truc/<str:code>/truc-thay", others.override, name="roster_override"),
    path("lich-truc/<str:code>/luu", saving.save, name="roster_save"),
    path("lich-truc/<str:code>/doi-ca", swaps.swaps, name="roster_swaps"),
    path("lich-truc/<str:code>/doi-ca/<int:swap_id>", swaps.answer, name="roster_swap"),
    path("lich-truc/<str:code>/lich-su", history.history, name="roster_history"),
    path("lich-truc/<str:code>/in", paper.duty_list, name="roster_paper"),
    path("lich-truc/<str:code>/<int:roster_id>", others.one, name="roster_one"),
    path("lich-truc/<str:code>/<int:roster_id>/rut", others.end, name="roster_end"),
]
