"""The tables of oversight, gathered where Django looks for them."""

from kt1.oversight.budget.models import Budget, BudgetLine, BudgetVersion

__all__ = ["Budget", "BudgetLine", "BudgetVersion"]
