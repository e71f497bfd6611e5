"""Amounts in Vietnamese words, as papers of payment write them (số tiền bằng chữ). Pure."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu")
_BILLION = "tỷ"
_GROUP = 1000
_TEN, _HUNDRED = 10, 100
_FIVE = 5


def in_words(vnd: int) -> str:
    """12.345.000 as "Mười hai triệu ba trăm bốn mươi lăm nghìn đồng".

    Groups of three digits; after a leading group, missing hundreds are said ("không trăm") and
    a missing ten is "lẻ", so that nothing can be written between the words.
    """
    said = _said(abs(vnd)) or _DIGITS[0]
    sign = "âm " if vnd < 0 else ""
    words = f"{sign}{said} đồng"
    return words[0].upper() + words[1:]


def _said(number: int, *, led: bool = False) -> str:
    """A whole number; `led`: something stands before it."""
    billions, rest = divmod(number, _GROUP**3)
    words = []
    if billions:
        words += [_said(billions, led=led), _BILLION]
        led = True
    for place in (2, 1, 0):
        group, rest = divmod(rest, _GROUP**place)
        if group:
            words += [_three(group, led=led), _GROUPS[place]]
            led = True
    return " ".join(word for word in words if word)


def _three(group: int, *, led: bool) -> str:
    hundreds, below = divmod(group, _HUNDRED)
    tens, ones = divmod(below, _TEN)
    words = []
    if hundreds or led:
        words += [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        words += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        words.append("mười")
    elif ones and (hundreds or led):
        words.append("lẻ")
    if ones:
        words.append(_one(tens, ones))
    return " ".join(words)


def _one(tens: int, ones: int) -> str:
    if ones == 1 and tens > 1:
        return "mốt"
    if ones == _FIVE and tens > 0:
        return "lăm"
    return _DIGITS[ones]
