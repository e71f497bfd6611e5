"""Who may register instruments. Each answer is a reason why not, or None."""

from kt1.law.acting import Acting, why_not_keep_law


def why_not_register(actor: Acting) -> str | None:
    return why_not_keep_law(actor)


def why_not_end(actor: Acting) -> str | None:
    return why_not_keep_law(actor)
