//! The small sound regulations that the tests spoil.

/// A small sound regulation of meetings. Every place that a test spoils has a line of its own.
pub const MEETING: &str = r#"[regulation]
id = "mau"
scope = "meeting"
title = "Quy định mẫu"

[sources.qd]
title = "Văn bản"
standing = "text"

[[reading]]
id = "whole-year"
open = "Không nêu."
chosen = "Cả năm."
cite = "qd"

[attendance]
counts = ["present"]
cite = "qd: 1"

[measures.speaking_share]
of = "speakers / present"
title = "Tỷ lệ phát biểu"
cite = "qd: 2"

[[form]]
id = "phieu"
title = "Phiếu"
max = 30 # of the form

[[form.group]]
id = "g1"
title = "Nhóm 1"
max = 20 # of group 1
cite = "qd: 3"

[[form.group.leaf]]
id = "1.1"
title = "Tỷ lệ dự"
max = 15
[form.group.leaf.tiers]
of = "attendance_rate"
table = [
  { in = "> 85%", points = 15 },
  { in = "(70%, 85%]", points = 10 },
  { in = "<= 70%", points = 0 },
]

[[form.group.leaf]]
id = "1.2"
title = "Bí thư chuẩn bị"
max = 5
[form.group.leaf.yes-no]
fact = "prepared_in_person"

[[form.group]]
id = "g2"
title = "Nhóm 2"
max = 10 # of group 2
cite = "qd: 4"

[[form.group.leaf]]
id = "2.1"
title = "Phát biểu"
max = 10
[form.group.leaf.tiers]
of = "speaking_share"
table = [
  { in = ">= 50%", points = 10 },
  { in = "< 50%", points = 4 },
]

[[level]]
id = "tot"
title = "Tốt"
in = "[25, 30]"
cite = "qd: 5"

[[level]]
id = "kha"
title = "Khá"
in = "[15, 25)"
cite = "qd: 5"

[[level]]
id = "kem"
title = "Kém"
in = "[0, 15)"
cite = "qd: 5"

[[gate]]
id = "vang"
title = "Dưới một nửa dự"
when = "attendance_rate < 50%"
at-most = "kem"
cite = "qd: 6"
reading = "whole-year"
"#;

/// A small sound regulation of years, with a quota.
pub const YEAR: &str = r#"[regulation]
id = "nam"
scope = "year"
title = "Quy định năm mẫu"
years = "2024.."

[sources.qd]
title = "Văn bản"
standing = "text"

[[fact]]
id = "g1"
scope = "year"
type = "grade"
vi = ["Tiêu chí 1"]

[grades]
[[grades.grade]]
id = "dat"
title = "Đạt"
[[grades.grade]]
id = "khong"
title = "Không đạt"

[[criterion]]
id = "g1"
title = "Tiêu chí 1"
fact = "g1"
cite = "qd: 1"

[[level]]
id = "xs"
title = "Xuất sắc"
cite = "qd: 2"
[[level.condition]]
title = "mọi tiêu chí đạt"
when = "lowest_grade >= 'dat'"

[[level]]
id = "kht"
title = "Không hoàn thành"
cite = "qd: 2"

[[quota]]
id = "trong-xa"
level = "xs"
percent = "20%"
base = "level-or-better"
base-level = "xs"
rounding = "down"
group = ["committee"]
cite = "qd: 3"
"#;
