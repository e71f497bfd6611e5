"""Which tables a report has: the Department's six, or the two of the Party office. Vietnamese."""

from dataclasses import replace

from kt1.oversight.reports import keys
from kt1.oversight.reports.bloc import BLOCS
from kt1.oversight.reports.figures import Frozen
from kt1.web.reports.content import BLOC_NAMES, figures_of, is_of_bloc
from kt1.web.reports.tables import Sheet, Values, every_sheet, lacking

_OF_PARTY = "Chỉ gồm các cơ quan thuộc tuyến do Văn phòng Tỉnh ủy đôn đốc."


def sheets(frozen: Frozen) -> tuple[Sheet, ...]:
    """The tables of these figures, each whole."""
    if not is_of_bloc(frozen):
        return every_sheet(frozen)
    of = Values(figures_of(frozen), frozen.hidden)
    return (_by_bloc(of), replace(lacking(frozen), number="02", note=_OF_PARTY))


def _by_bloc(of: Values) -> Sheet:
    rows = [
        (BLOC_NAMES[one], word, *of.four(keys.bloc(one, way)))
        for one in BLOCS
        for way, word in (("sent", "Đi"), ("received", "Đến"))
    ]
    rows += [
        ("Tổng cộng", word, *of.four(key))
        for key, word in ((keys.SENT, "Đi"), (keys.RECEIVED, "Đến"))
    ]
    return Sheet(
        number="01",
        title="Sản lượng bưu gửi đi, đến của các cơ quan",
        headings=(
            "Khối", "Chiều", "Kỳ này (bưu gửi)", "Cùng kỳ năm trước", "Tăng, giảm",
            "Tăng, giảm (%)",
        ),
        rows=tuple(rows),
        widths=(30, 10, 15, 15, 15, 15),
        aligned="llrrrr",
        total=2,
        note="Bưu gửi giữa hai cơ quan trong khối được tính ở cả chiều đi và chiều đến.",
    )  # fmt: skip
