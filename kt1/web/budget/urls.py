"""Addresses of budgets."""

from django.urls import path

from kt1.web.budget import files, making, pages

urlpatterns = [
    path("du-toan", pages.budgets, name="budgets"),
    path("du-toan/lap", making.new_estimate, name="new_estimate"),
    path("du-toan/<int:year>", pages.budget, name="budget"),
    path("du-toan/<int:year>/gui", pages.send, name="send_estimate"),
    path("du-toan/<int:year>/tra-lai", pages.send_back, name="return_estimate"),
    path("du-toan/<int:year>/quyet/<slug:stage>", making.decide, name="decide_budget"),
    path("du-toan/<int:year>/<int:n>/ho-so.<slug:form>", files.budget_file, name="budget_file"),
    path("du-toan/<int:year>/<int:n>/co-quan/<str:code>", pages.steps, name="budget_steps"),
]
