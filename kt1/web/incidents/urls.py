from django.urls import path

from kt1.web.incidents import acts, drill_papers, drills, lists, pages, papers, raising

urlpatterns = [
    path("su-co", lists.incidents, name="incidents"),
    path("su-co/moi", pages.new, name="incident_new"),
    path("su-co/bai-hoc", lists.lessons, name="lessons"),
    path("su-co/tu-su-vu/<uuid:irregularity_id>", raising.raise_one, name="incident_raise"),
    path("su-co/<uuid:incident_id>", pages.incident, name="incident"),
    path("su-co/<uuid:incident_id>/<str:act>", acts.act, name="incident_act"),
    path("su-co/<uuid:incident_id>/in/<str:which>.<str:form>", papers.paper, name="incident_paper"),
    path("dien-tap", drills.drills, name="drills"),
    path("dien-tap/moi", drills.new, name="drill_new"),
    path("dien-tap/<uuid:drill_id>", drills.drill, name="drill"),
    path("dien-tap/<uuid:drill_id>/buoc/<str:step>", drills.step, name="drill_step"),
    path("dien-tap/<uuid:drill_id>/ket-thuc", drills.end, name="drill_end"),
    path("dien-tap/<uuid:drill_id>/in.<str:form>", drill_papers.drill_sheet, name="drill_sheet"),
]
