"""How a unit's code is shown: capital letters in groups of 5-5-7. Anything else stays as it is."""

import re

SEVENTEEN = re.compile(r"^[0-9A-Za-z]{17}$")


def grouped(value: str) -> str:
    bare = value.replace("-", "").replace(" ", "")
    if not SEVENTEEN.match(bare):
        return value
    bare = bare.upper()
    return f"{bare[:5]}-{bare[5:10]}-{bare[10:]}"
