"""The questionnaire that a province begins with, and the clause offered for internal rules.

The questions follow the directive of Bắc Ninh, point 2, and practice W15; the clause is a model
of ours, to be read by the agency's own lawyer: nobody has to take it. Both are texts of the
province's work, so they are Vietnamese here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kt1.oversight.reviews.rules import Ask, Part, Said

NAME = "Tự rà soát việc gửi, nhận bưu gửi KT1"


@dataclass(frozen=True, slots=True)
class Standard:
    """One question as shipped."""

    code: str
    part: Part
    ask: Ask
    text: str
    wanted: str = ""


_YES, _NO = Said.YES.value, Said.NO.value

QUESTIONS: Sequence[Standard] = (
    Standard("G1", Part.SENDING, Ask.YES_NO,
             "Cơ quan đã phổ biến tới người làm văn thư và người soạn thảo rằng tài liệu, vật chứa "
             "bí mật nhà nước gửi qua bưu chính phải dùng dịch vụ KT1.", _YES),
    Standard("G2", Part.SENDING, Ask.BAND, "Số bưu gửi KT1 cơ quan đã gửi trong kỳ (khoảng)."),
    Standard("G3", Part.SENDING, Ask.YES_NO,
             "Trong kỳ có bì đóng dấu A, B hoặc C mà cơ quan gửi qua bưu chính thường hoặc chuyển "
             "phát khác, không qua KT1.", _NO),
    Standard("G4", Part.SENDING, Ask.YES_NO,
             "Bì gửi đi được đóng đủ dấu và dán kín trước khi giao cho bưu tá.", _YES),
    Standard("G5", Part.SENDING, Ask.YES_NO,
             "Mỗi lần giao cho bưu tá đều ký sổ giao nhận bưu gửi KT1.", _YES),
    Standard("N1", Part.RECEIVING, Ask.YES_NO,
             "Trong kỳ có nhận bì đóng dấu A, B hoặc C gửi tới không qua KT1.", _NO),
    Standard("N2", Part.RECEIVING, Ask.BAND, "Nếu có: số bì như vậy (khoảng)."),
    Standard("N3", Part.RECEIVING, Ask.YES_NO,
             "Đã báo lại nơi gửi khi nhận bì như vậy.", _YES),
    Standard("N4", Part.RECEIVING, Ask.YES_NO,
             "Bì nhận ngoài giờ được phòng trực giao cho văn thư ngay đầu giờ làm việc kế tiếp.",
             _YES),
    Standard("Q1", Part.RULES, Ask.YES_NO,
             "Quy chế hoặc nội quy bảo vệ bí mật nhà nước của cơ quan có khoản về gửi, nhận qua "
             "dịch vụ KT1.", _YES),
    Standard("Q2", Part.RULES, Ask.YES_NO,
             "Khoản về KT1 đã được phổ biến tới những người có liên quan.", _YES),
    Standard("D1", Part.PEOPLE, Ask.YES_NO,
             "Đã có văn bản cử đầu mối tiếp nhận trong giờ hành chính.", _YES),
    Standard("D2", Part.PEOPLE, Ask.YES_NO,
             "Đã có đầu mối hoặc phòng trực tiếp nhận ngoài giờ, thứ Bảy, Chủ nhật, ngày lễ, Tết.",
             _YES),
    Standard("D3", Part.PEOPLE, Ask.YES_NO,
             "Người làm đầu mối đã được hướng dẫn cách nhận bưu gửi KT1.", _YES),
    Standard("H1", Part.SERVICE, Ask.YES_NO,
             "Đã có hợp đồng sử dụng dịch vụ KT1 còn hiệu lực với Bưu điện.", _YES),
    Standard("H2", Part.SERVICE, Ask.YES_NO,
             "Kinh phí cho dịch vụ KT1 đã được bố trí trong dự toán của năm.", _YES),
    Standard("H3", Part.SERVICE, Ask.YES_NO,
             "Đã đối soát sản lượng và xác nhận chất lượng với Bưu điện cho mọi tháng trong kỳ.",
             _YES),
)  # fmt: skip

CLAUSE_HEADING = "Gửi, nhận tài liệu, vật chứa bí mật nhà nước qua dịch vụ bưu chính KT1"
CLAUSE: Sequence[str] = (
    (
        "Tài liệu, vật chứa bí mật nhà nước gửi qua bưu chính phải được gửi bằng dịch vụ bưu chính "
        "KT1. Không gửi bằng bưu chính thường, dịch vụ chuyển phát khác hoặc nhờ người chuyển."
    ),
    (
        "Văn thư giao bưu gửi cho bưu tá KT1 sau khi đối chiếu thẻ; hai bên ký sổ giao nhận "
        "bưu gửi KT1. Việc giao, nhận đồng thời được ghi vào Sổ chuyển giao bí mật nhà nước theo "
        "quy định."
    ),
    (
        "Cơ quan cử đầu mối tiếp nhận trong giờ hành chính; phòng trực tiếp nhận ngoài giờ, thứ "
        "Bảy, Chủ nhật, ngày lễ, Tết. Danh sách được gửi Bưu điện và cập nhật ngay khi thay đổi."
    ),
    (
        "Người nhận ký nhận, không bóc bì, giao văn thư ngay đầu giờ làm việc kế tiếp; bì có dấu "
        "“Chỉ người có tên mới được bóc bì” được chuyển nguyên vẹn đến người có tên."
    ),
    (
        "Bì rách, mất niêm phong hoặc có dấu hiệu bị bóc mở: không nhận như bình thường, lập biên "
        "bản với bưu tá, báo ngay người đứng đầu cơ quan."
    ),
    (
        "Nhận bì có dấu A, B hoặc C không gửi qua KT1: báo nơi gửi và phản ánh trên hệ thống KT1 "
        "ngày nhận, nơi gửi, cách chuyển; không ghi gì khác."
    ),
)
