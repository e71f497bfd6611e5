"""The lunar day beside the solar one, as people say it. For display only: no rule uses it.

Vietnamese reckoning, meridian 105° E: it differs from the Chinese one in some years.
"""

from datetime import date
from functools import lru_cache

from lunar_vn import solar_to_lunar

_MONTHS = {1: "Giêng", 12: "Chạp"}
_LAST_OF_MUNG = 10


@lru_cache(maxsize=1024)
def lunar_label(on: date) -> str:
    """29 tháng Chạp; mùng 1 tháng Giêng; mùng 10 tháng 3; 15 tháng 6 nhuận.

    The eleventh month is said "tháng 11": "tháng Một" would be read as January.
    """
    lunar = solar_to_lunar(on)
    month = _MONTHS.get(lunar.month, str(lunar.month))
    leap = " nhuận" if lunar.leap else ""
    day = f"mùng {lunar.day}" if lunar.day <= _LAST_OF_MUNG else str(lunar.day)
    return f"{day} tháng {month}{leap}"
