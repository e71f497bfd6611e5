"""How instruments are classed and how an article is cited. Pure."""

import re
from enum import StrEnum

_POINT = re.compile(r"Đ\.(?P<article>\d+)(?:\.(?P<clause>\d+))?(?:\.(?P<point>[a-zđ]))?")


class InstrumentKind(StrEnum):
    LAW = "law"  # luật, bộ luật
    RESOLUTION = "resolution"  # nghị quyết
    DECREE = "decree"  # nghị định
    DECISION = "decision"  # quyết định
    CIRCULAR = "circular"  # thông tư
    NOTICE = "notice"  # thông báo
    OFFICIAL_LETTER = "official_letter"  # công văn
    DIRECTIVE = "directive"  # a province's letter of direction


class InstrumentStatus(StrEnum):
    IN_FORCE = "in_force"
    REPLACED = "replaced"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class TextSeen(StrEnum):
    """How much of it was read: a number alone is worth less than the text."""

    FULL = "full"
    PART = "part"
    NUMBER = "number"


def cite(article: str) -> str:
    """Đ.4.4.c as it is written in Vietnamese: điểm c khoản 4 Điều 4. Other text stays."""
    found = _POINT.fullmatch(article)
    if found is None:
        return article
    words = [f"điểm {found['point']}"] if found["point"] else []
    if found["clause"]:
        words.append(f"khoản {found['clause']}")
    return " ".join([*words, f"Điều {found['article']}"])
