"""Who reads figures of whom. Each sees their own part and only it (issue: roles)."""

from kt1.people.accounts.rules import Role

#: Of one province: body by body only where the line's figures are theirs to see (W7).
OF_PROVINCE = frozenset({Role.REGULATOR, Role.PROVINCE_LEADER, Role.PARTY_OFFICE})
#: Province by province and bloc by bloc; no body is named to it.
OF_COUNTRY = frozenset({Role.MINISTRY})
#: The table alone, and of the bodies of their lines alone: no sum holds anybody else's mail. What
#: they pay for is what Finance reads; who owes what, and who stands where at night, is not its.
OF_LINES = frozenset({Role.PARTY_OFFICE, Role.FINANCE})
WITHOUT_DUTIES = OF_COUNTRY | {Role.FINANCE}
READERS = OF_PROVINCE | OF_COUNTRY | OF_LINES
