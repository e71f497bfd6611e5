"""The three axes, the products, and the cells of volume tables."""

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.services import labels
from kt1.law.services.rules import (
    Cell,
    FoldedCell,
    Mark,
    Mode,
    Scope,
    UnknownProductError,
    Urgency,
    Zone,
    cells,
    fold_cell,
    fold_mark,
    folded_cells,
    marks_allowed,
    parse_product,
    product_code,
    product_name,
)


def test_letters_are_stored_in_letter_and_lan_mode_only() -> None:
    assert marks_allowed(Mode.FLAG) == {Mark.NONE, Mark.FLAG}
    for mode in (Mode.LETTER, Mode.LAN):
        assert marks_allowed(mode) == {Mark.NONE, Mark.A, Mark.B, Mark.C}


def test_tables_have_24_cells_and_12_in_flag_mode() -> None:
    for mode, count in ((Mode.LETTER, 24), (Mode.LAN, 24), (Mode.FLAG, 12)):
        found = list(cells(mode))
        assert len(found) == len(set(found)) == count
        assert {cell.mark for cell in found} == marks_allowed(mode)


def test_what_leaves_the_post_has_six_cells_and_no_mark() -> None:
    six = list(folded_cells())
    assert len(six) == len(set(six)) == 6
    for mode in Mode:
        assert {fold_cell(cell) for cell in cells(mode)} == set(six)
    assert fold_cell(Cell(Mark.A, Urgency.EXPRESS, Scope.WITHIN)) == FoldedCell(
        Urgency.EXPRESS, Scope.WITHIN
    )


@given(st.sampled_from(list(cells(Mode.LETTER))), st.sampled_from(list(cells(Mode.LETTER))))
def test_folding_forgets_the_mark_and_nothing_else(one: Cell, other: Cell) -> None:
    same = (one.urgency, one.scope) == (other.urgency, other.scope)
    assert (fold_cell(one) == fold_cell(other)) is same


def test_back_to_the_flag_any_letter_becomes_the_flag() -> None:
    assert fold_mark(Mark.NONE) is Mark.NONE
    assert {fold_mark(mark) for mark in Mark if mark is not Mark.NONE} == {Mark.FLAG}


@pytest.mark.parametrize(
    ("mark", "urgency", "code", "name"),
    [
        (Mark.NONE, Urgency.NONE, "KT1", "Dịch vụ KT1"),
        (Mark.A, Urgency.NONE, "KT1-A", "Dịch vụ KT1, ký hiệu A"),
        (Mark.NONE, Urgency.EXPRESS, "KT1-HT", "Dịch vụ KT1 Hỏa tốc"),
        (Mark.C, Urgency.TIMED, "KT1-C-HG", "Dịch vụ KT1 Hẹn giờ, ký hiệu C"),
        (Mark.FLAG, Urgency.EXPRESS, "KT1-F-HT", "Dịch vụ KT1 Hỏa tốc, cờ ưu tiên"),
    ],
)
def test_products_are_coded_and_named(mark: Mark, urgency: Urgency, code: str, name: str) -> None:
    assert product_code(mark, urgency) == code
    assert parse_product(f" {code.lower()} ") == (mark, urgency)
    assert product_name(mark, urgency) == name


@pytest.mark.parametrize("code", ["", "KT2", "KT1-D", "KT1-HT-A", "KT1-"])
def test_an_unknown_product_is_refused(code: str) -> None:
    with pytest.raises(UnknownProductError):
        parse_product(code)


def test_no_name_or_label_says_a_level_in_words() -> None:
    names = [product_name(mark, urgency) for mark in Mark for urgency in Urgency]
    assert not any("mật" in name.lower() for name in names)
    with translation.override("vi"):
        assert not any("mật" in str(label).lower() for label in labels.MARK_LABELS.values())


@pytest.mark.parametrize(
    ("axis", "of"),
    [
        (Mark, labels.MARK_LABELS),
        (Urgency, labels.URGENCY_LABELS),
        (Scope, labels.SCOPE_LABELS),
        (Mode, labels.MODE_LABELS),
        (Zone, labels.ZONE_LABELS),
    ],
)
def test_every_value_has_a_label(axis, of) -> None:
    assert set(of) == set(axis)
