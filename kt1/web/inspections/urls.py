from django.urls import path

from kt1.web.inspections import (
    checklists,
    lists,
    pages,
    papers,
    planning,
    samples,
    violation_papers,
    violations,
    visit,
    watching,
)

_ONE = "kiem-tra/<int:inspection_id>"
_FORM = "kiem-tra/phieu-mau"
_BREACH = "vi-pham/<int:violation_id>"

urlpatterns = [
    path("giam-sat", watching.watch_list, name="watch_list"),
    path("giam-sat/nguong", watching.bounds, name="watch_bounds"),
    path("giam-sat/them", watching.put_on, name="watch_put_on"),
    path("giam-sat/<int:agency_id>/nhac", watching.remind, name="watch_remind"),
    path("giam-sat/<int:agency_id>/bo", watching.take_off, name="watch_take_off"),
    path("kiem-tra", lists.inspections, name="inspections"),
    path("kiem-tra/moi", planning.new, name="inspection_new"),
    path(_FORM, checklists.checklists, name="checklists"),
    path(f"{_FORM}/soan/<str:side>", checklists.draft, name="checklist_draft"),
    path(f"{_FORM}/<str:code>", checklists.version, name="checklist_version"),
    path(f"{_FORM}/<str:code>/ten", checklists.rename, name="checklist_rename"),
    path(f"{_FORM}/<str:code>/ban-hanh", checklists.publish, name="checklist_publish"),
    path(f"{_FORM}/<str:code>/huy", checklists.discard, name="checklist_discard"),
    path(f"{_FORM}/<str:code>/cau/<str:key>", checklists.question, name="checklist_question"),
    path(f"{_FORM}/<str:code>/cau/<str:key>/bo", checklists.drop, name="checklist_drop"),
    path("kiem-tra/ke-hoach/<int:year>", planning.plan, name="inspection_plan"),
    path("kiem-tra/ke-hoach/<int:year>/<str:act>", planning.plan_act, name="inspection_plan_act"),
    path(_ONE, pages.inspection, name="inspection"),
    path(f"{_ONE}/phieu", visit.checklist, name="inspection_checklist"),
    path(f"{_ONE}/phat-hien", visit.finding, name="inspection_finding"),
    path(f"{_ONE}/phat-hien/<int:n>/rut", visit.withdraw, name="inspection_withdraw"),
    path(f"{_ONE}/doan", visit.team, name="inspection_team"),
    path(f"{_ONE}/doan/<int:member_id>/bo", visit.leave, name="inspection_leave"),
    path(f"{_ONE}/mau", samples.draw, name="inspection_draw"),
    path(f"{_ONE}/mau/<int:n>", samples.sample, name="inspection_sample"),
    path(f"{_ONE}/giay/<str:kind>.<str:form>", papers.inspection_paper, name="inspection_paper"),
    path(f"{_ONE}/<str:act>", pages.act, name="inspection_act"),
    path("vi-pham", lists.violations, name="violations"),
    path("vi-pham/moi", violations.new, name="violation_new"),
    path("vi-pham/bang", violations.sanction_tables, name="sanction_tables"),
    path(_BREACH, violations.violation, name="violation"),
    path(
        f"{_BREACH}/giay/<str:kind>.<str:form>",
        violation_papers.violation_paper,
        name="violation_paper",
    ),
    path(f"{_BREACH}/<str:act>", violations.act, name="violation_act"),
]
