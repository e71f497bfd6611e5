from django.urls import path

from kt1.web.assessments import assessing, connections, measures, overview, plans, sites

urlpatterns = [
    path("an-ninh", overview.assessments, name="assessments"),
    path("an-ninh/tieu-chi/<str:topic>", assessing.checklist, name="safety_checklist"),
    path("an-ninh/doi-tuong/<str:topic>/<str:code>", overview.assessed, name="assessed"),
    path("an-ninh/doi-tuong/<str:topic>/<str:code>/danh-gia", assessing.assess, name="assess"),
    path("an-ninh/bien-phap", measures.measures, name="measures"),
    path("an-ninh/bien-phap/moi", measures.new, name="measure_new"),
    path("an-ninh/bien-phap/<int:measure_id>", measures.measure, name="measure"),
    path("an-ninh/bien-phap/<int:measure_id>/<str:act>", measures.act, name="measure_act"),
    path("an-ninh/phuong-an", plans.plans, name="safety_plans"),
    path("an-ninh/phuong-an/moi", plans.new, name="safety_plan_new"),
    path("an-ninh/phuong-an/<int:plan_id>/dien-tap", plans.drill, name="safety_plan_drill"),
    path("an-ninh/phuong-an/<int:plan_id>/ket-thuc", plans.end, name="safety_plan_end"),
    path("an-ninh/khu-vuc", sites.secured_sites, name="secured_sites"),
    path("an-ninh/khu-vuc/moi", sites.new_site, name="secured_site_new"),
    path("an-ninh/khu-vuc/<int:site_id>/ket-thuc", sites.end_site, name="secured_site_end"),
    path("an-ninh/ra-vao", sites.site_entries, name="site_entries"),
    path("an-ninh/ra-vao/moi", sites.new_entry, name="site_entry_new"),
    path("an-ninh/ra-vao/<int:entry_id>/ra", sites.leave, name="site_entry_leave"),
    path("an-ninh/ket-noi", connections.connections, name="connections"),
    path("an-ninh/ket-noi/moi", connections.new, name="connection_new"),
    path("an-ninh/ket-noi/<int:connection_id>/kiem-tra", connections.check,
         name="connection_check"),
    path("an-ninh/ket-noi/<int:connection_id>/ket-thuc", connections.end, name="connection_end"),
]  # fmt: skip
