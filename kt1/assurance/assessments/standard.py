"""The checklists that a province begins with: texts of its work, so they are Vietnamese.

Points and words are ours (evidence: practice); each province writes its own versions after them.
As `rules.read_checklist` reads them: points, "!" where it must be met, words.
"""

from collections.abc import Mapping

from kt1.assurance.assessments.rules import Topic

CHECKLISTS: Mapping[Topic, str] = {
    Topic.SITE: """\
3! Khu vực khai thác, lưu giữ bưu gửi KT1 tách riêng, có khóa; chỉ người được phân công ra vào
3! Có người trực 24/24 giờ hoặc niêm phong cửa khi không có người
2 Sổ ra vào được ghi đủ người ngoài, giờ vào, giờ ra, người đi cùng
2 Tủ, két lưu giữ bưu gửi có khóa; sổ chìa khóa khớp với chìa đang giữ
2 Kho dây/kẹp niêm phong khóa riêng; số còn lại khớp sổ
2 Bàn giao ca đủ biên bản; tồn đầu ca khớp tồn cuối ca trước
1 Thiết bị phòng cháy, chữa cháy còn hạn kiểm định, đặt đúng chỗ
1 Đèn, nguồn dự phòng hoạt động khi thử
1 Số điện thoại trực KT1 và danh sách người cần báo được niêm yết
""",
    Topic.VEHICLE: """\
3! Khoang chở bưu gửi KT1 khóa được; khóa, chìa do người được phân công giữ
3! Hai người đi cùng hoặc xe chuyên dùng theo quy định
2 Thiết bị định vị hoạt động; mã thiết bị khớp sổ
2 Niêm phong khoang xe được kiểm tra khi đi và khi đến
1 Đăng kiểm, bảo hiểm còn hạn
1 Bình chữa cháy, đồ cứu hộ đầy đủ
1 Có phương án khi xe hỏng trên đường; lái xe biết số điện thoại trực
""",
    Topic.NETWORK: """\
3! Điểm kết nối với mạng trung ương và các tỉnh có biên bản thỏa thuận còn hiệu lực
3! Mỗi chuyến thư giao nhận đều có bản kê hai bên ký
2 Chênh lệch túi (thiếu, thừa, sai hướng) được lập biên bản trong ngày
2 Đường thư, giờ đóng chuyến được rà soát trong kỳ
2 Có tuyến, xe dự phòng khi thiên tai, tắc đường
1 Đầu mối liên lạc của mỗi điểm kết nối được gọi thử trong kỳ
""",
    Topic.PEOPLE: """\
3! Mọi người trực tiếp làm KT1 đã được thẩm tra, còn hiệu lực
3! Mọi người trực tiếp làm KT1 đã ký cam kết bảo vệ bí mật nhà nước
2 Tập huấn nghiệp vụ KT1 còn hạn
2 Người thôi làm KT1 đã bàn giao thẻ, chìa khóa, tài khoản
1 Mỗi ca có trưởng ca và người thay thế
1 Việc dùng điện thoại riêng trong khu vực khai thác được kiểm soát
""",
}
