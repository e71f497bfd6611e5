"""Rules for attempts and deliveries. Pure: no database, no clock, no settings."""

from enum import StrEnum


class Reason(StrEnum):
    """Why an attempt failed (lý do không phát được)."""

    CLOSED = "closed"  # trụ sở đóng cửa
    FOCAL_ABSENT = "focal_absent"  # đầu mối vắng
    OUTSIDE_WINDOW = "outside_window"  # ngoài khung giờ
    NOBODY_MAY_SIGN = "nobody_may_sign"  # không có người được phân công
    NO_ANSWER = "no_answer"  # gọi điện không liên lạc được
    WRONG_ADDRESS = "wrong_address"  # sai, thiếu địa chỉ
    MOVED = "moved"  # trụ sở đã chuyển
    MERGED = "merged"  # cơ quan đã sáp nhập, giải thể
    NOT_TAKEN = "not_taken"  # nơi nhận chưa nhận
    COVER = "cover"  # từ chối vì bì không nguyên vẹn
    COUNT = "count"  # sai số lượng
    FORCE_MAJEURE = "force_majeure"  # bất khả kháng
    ACCESS = "access"  # không vào được cổng


#: Reasons that an organisation's refusal in writing must stand behind; at night they are only
#: "not taken yet" (TTLT18-2015 Đ.3.2.a.3).
REFUSALS = frozenset({Reason.COVER, Reason.COUNT})


class Capacity(StrEnum):
    """In what capacity the person who really received did so (architecture: path of N3)."""

    FOCAL = "focal"  # đầu mối
    DEPUTY = "deputy"  # dự phòng
    NAMED = "named"  # được cử bằng văn bản
    SUBSTITUTE = "substitute"  # nhận thay có xác nhận
    CLERK = "clerk"  # văn thư, trong giờ
    UNSTATED = "unstated"  # tệp của hệ thống nghiệp vụ không nói


class IrregularityKind(StrEnum):
    """Sự vụ: an irregularity of work. Not yet an incident of security (sự cố)."""

    LINES_REFUSED = "lines_refused"
    EXTRA_FOUND = "extra_found"
    SEAL_BROKEN = "seal_broken"
    SEAL_UNKNOWN = "seal_unknown"
    SEAL_REPEATED = "seal_repeated"
    COVER_TORN = "cover_torn"
    OFFER_LAPSED = "offer_lapsed"
    KEY_REUSED = "key_reused"
    DISPUTED = "disputed"
    BALANCE_OFF = "balance_off"
    LOST = "lost"
    FILE_CONFLICT = "file_conflict"


class Paper(StrEnum):
    """What a person at the door could show for a return, forward or recall."""

    POSTING = "posting"  # chứng từ gửi
    LETTER = "letter"  # văn bản
    NONE = "none"


class Ending(StrEnum):
    """How a sự vụ was resolved; the biên bản says the rest."""

    RESOLVED = "resolved"  # đã rõ, đã xử lý
    NO_FAULT = "no_fault"  # không có sai lệch
    PASSED_ON = "passed_on"  # chuyển nơi có thẩm quyền
