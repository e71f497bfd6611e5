from django.urls import path

from kt1.web.reviews import (
    clauses,
    internal_rules,
    lists,
    on_paper,
    pages,
    papers,
    questions,
    reports,
    rounds,
)

urlpatterns = [
    path("tu-ra-soat", lists.reviews, name="reviews"),
    path("tu-ra-soat/mo-dot", rounds.open_round, name="review_open"),
    path("tu-ra-soat/dot/<int:round_id>", rounds.review_round, name="review_round"),
    path("tu-ra-soat/dot/<int:round_id>/co-quan", lists.round_bodies, name="review_bodies"),
    path("tu-ra-soat/dot/<int:round_id>/dong", rounds.close, name="review_close"),
    path("tu-ra-soat/<int:review_id>", pages.review, name="review"),
    path("tu-ra-soat/<int:review_id>/tra-loi", pages.fill, name="review_fill"),
    path("tu-ra-soat/<int:review_id>/phieu.<str:form>", papers.paper, name="review_paper"),
    path("tu-ra-soat/<int:review_id>/<str:act>", pages.act, name="review_act"),
    path("bo-cau-hoi", questions.questionnaires, name="questionnaires"),
    path("bo-cau-hoi/<int:questionnaire_id>", questions.questionnaire, name="questionnaire"),
    path("bo-cau-hoi/<int:questionnaire_id>/ban-hanh", questions.issue, name="questionnaire_issue"),
    path("bo-cau-hoi/<int:questionnaire_id>/bo/<str:code>", questions.drop, name="question_drop"),
    path("quy-che-noi-quy", internal_rules.internal_rules, name="internal_rules"),
    path("quy-che-noi-quy/<str:code>", internal_rules.internal_rules_of, name="internal_rules_of"),
    path(
        "quy-che-noi-quy/<str:code>/<str:kind>",
        internal_rules.state_rule,
        name="internal_rule_state",
    ),
    path(
        "quy-che-noi-quy/<str:code>/<str:kind>/khoan-mau.<str:form>",
        clauses.clause,
        name="internal_rule_clause",
    ),
    path("phan-anh-bi", reports.outside_reports, name="outside_reports"),
    path("phan-anh-bi/moi", reports.new, name="outside_report_new"),
    path("phan-anh-bi/bang-giay", on_paper.report, name="outside_report_paper"),
    path("phan-anh-bi/<int:report_id>", reports.outside_report, name="outside_report"),
    path("phan-anh-bi/<int:report_id>/rut", reports.withdraw, name="outside_report_withdraw"),
]
