//! The words of `--help`.

/// Help of a command, its usage line (`…:usage`) or an argument, by its key; (Vietnamese, English).
pub fn help(key: &str) -> Option<(&'static str, &'static str)> {
    HELP.iter().find(|(known, _, _)| *known == key).map(|(_, vi, en)| (*vi, *en))
}

const HELP: &[(&str, &str, &str)] = &[
    (
        "chibo",
        "Chấm điểm sinh hoạt chi bộ theo quy định viết thành dữ liệu: điểm, tỷ lệ dự, xếp loại cuối năm, kèm lý do và điều khoản.",
        "Scores Party-cell meetings under a regulation written as data: points, attendance, year-end classification, with reason and clause.",
    ),
    ("chibo:usage", "LỆNH [TÙY CHỌN]", "COMMAND [OPTIONS]"),
    ("chibo score", "Điểm, mức, điểm trừ và lý do", "Points, level, lost points and why"),
    (
        "chibo score:usage",
        "HỒ_SƠ… [--by cell] [--period 2024-Q2] [TÙY CHỌN]",
        "RECORDS… [--by cell] [--period 2024-Q2] [OPTIONS]",
    ),
    ("chibo attendance", "Tỷ lệ đảng viên dự sinh hoạt, với cả hai con số", "Attendance, with both numbers"),
    (
        "chibo attendance:usage",
        "HỒ_SƠ… [--by cell] [--period 2024] [--names] [TÙY CHỌN]",
        "RECORDS… [--by cell] [--period 2024] [--names] [OPTIONS]",
    ),
    (
        "chibo classify",
        "Xếp loại cuối năm, điều kiện chưa đạt, chỉ tiêu theo nhóm",
        "Year-end classification, failed conditions, quota per group",
    ),
    (
        "chibo classify:usage",
        "HỒ_SƠ… --year 2024 [--as-of 2025-01-31] [TÙY CHỌN]",
        "RECORDS… --year 2024 [--as-of 2025-01-31] [OPTIONS]",
    ),
    (
        "chibo explain",
        "Diễn giải mọi con số của một chi bộ, hoặc một chỉ tiêu: giá trị, điều khoản, tệp và dòng; một dòng, các lý do, hoặc toàn bộ",
        "Why every figure of a cell, or of a quota, is what it is: values, clause, file and row; one line, the reasons, or the tree",
    ),
    (
        "chibo explain:usage",
        "HỒ_SƠ… (--cell LC-017 [--date 2024-03-05] | --quota xs[:NHÓM]) [--depth line] [TÙY CHỌN]",
        "RECORDS… (--cell LC-017 [--date 2024-03-05] | --quota xs[:GROUP]) [--depth line] [OPTIONS]",
    ),
    (
        "chibo edge",
        "Sát ngưỡng: mỗi mức cách mức kế tiếp bao xa, thay đổi nhỏ nhất nào đủ, mức nào do ngang nhau, chỉ tiêu, cách hiểu hay con số giả định quyết định",
        "Knife edge: how far each level is from the next, the smallest change that would do, which rest on a tie, a quota, a reading, an assumed figure",
    ),
    (
        "chibo edge:usage",
        "HỒ_SƠ… [--within 1] [--points 1] [--period 2024] [--as-of 2025-01-31] [TÙY CHỌN]",
        "RECORDS… [--within 1] [--points 1] [--period 2024] [--as-of 2025-01-31] [OPTIONS]",
    ),
    (
        "within",
        "Chỉ các mức cách mức khác không quá N theo đơn vị của quy định: buổi, điều kiện, điểm, hạng (mặc định 1)",
        "Only levels at most N from another, in the unit of the rule: meetings, conditions, points, ranks (default 1)",
    ),
    (
        "points",
        "Chỉ các buổi cách ngưỡng không quá N điểm (mặc định 1)",
        "Only meetings at most N points from a threshold (default 1)",
    ),
    (
        "chibo compare",
        "So sánh cùng hồ sơ dưới nhiều văn bản: chi bộ nào thay đổi điểm, tỷ lệ, mức, và vì sao",
        "The same records under several texts: which cell changes in points, rate, level, and by what",
    ),
    (
        "chibo compare:usage",
        "HỒ_SƠ… --rules A --rules B [--year-end C --year-end D] [--with HỒ_SƠ] [--period 2024] [--as-of 2025-01-31] [--all] [--causes] [TÙY CHỌN]",
        "RECORDS… --rules A --rules B [--year-end C --year-end D] [--with RECORDS] [--period 2024] [--as-of 2025-01-31] [--all] [--causes] [OPTIONS]",
    ),
    (
        "causes",
        "Thêm bảng mọi nguyên nhân của từng chi bộ, kèm điều khoản",
        "Add the table of every cause of every cell, with clauses",
    ),
    (
        "with",
        "Hồ sơ khác của cùng thời gian, để so sánh dưới cùng một văn bản",
        "Other records of the same time, compared under the same text",
    ),
    (
        "set",
        "Giả định một dữ kiện khác hồ sơ, không sửa tệp nào: LC-017@2024-04-05/regular:present=20; của cả năm: LC-017@2024:members_disciplined=1",
        "Suppose a fact to be otherwise, without touching a file: LC-017@2024-04-05/regular:present=20; of a year: LC-017@2024:members_disciplined=1",
    ),
    ("all", "Nêu cả những chi bộ không thay đổi", "Show cells that did not change too"),
    ("chibo check", "Mọi lỗi của hồ sơ, không chấm điểm", "All faults of the records, without scoring"),
    ("chibo check:usage", "HỒ_SƠ… [TÙY CHỌN]", "RECORDS… [OPTIONS]"),
    (
        "chibo profile",
        "Đề xuất cách đọc một tệp: bảng mã, dấu cách cột, dòng tiêu đề, các cột; kèm căn cứ, để người dùng xác nhận",
        "Proposes how a file is to be read: encoding, separator, heading row, columns; with the evidence, to be confirmed",
    ),
    ("chibo profile:usage", "TỆP [--holds meetings] [--sheet T3] [TÙY CHỌN]", "FILE [--holds meetings] [--sheet T3] [OPTIONS]"),
    (
        "holds",
        "Tệp là bảng nào: cells, meetings, year, …; nếu không nêu thì theo chibo.toml, tên tệp, rồi các tiêu đề",
        "Which table the file is: cells, meetings, year, …; by chibo.toml, its name, then its headings where it is not named",
    ),
    ("sheet", "Trang tính của tệp bảng tính (mặc định theo chibo.toml)", "The sheet of a spreadsheet file (default: chibo.toml)"),
    ("file", "Tệp số liệu", "A file of records"),
    (
        "chibo readings",
        "Chấm lại theo từng cách hiểu khác của các điều chưa rõ; nêu chi bộ nào đổi mức",
        "Runs every other reading of unclear clauses, and tells which cells' levels depend on it",
    ),
    ("chibo readings:usage", "HỒ_SƠ… [--period 2024] [TÙY CHỌN]", "RECORDS… [--period 2024] [OPTIONS]"),
    (
        "chibo signs",
        "Tự chấm và thẩm định đặt cạnh nhau; những dấu hiệu chấm điểm hình thức cần xem xét",
        "Self scores beside verified ones, and signs of scores given for form's sake that call for a look",
    ),
    ("chibo signs:usage", "HỒ_SƠ… [--by cell] [--period 2024] [TÙY CHỌN]", "RECORDS… [--by cell] [--period 2024] [OPTIONS]"),
    (
        "signs_by",
        "Theo: meeting | cell | committee | leaf (mặc định cell)",
        "By: meeting | cell | committee | leaf (default cell)",
    ),
    (
        "chibo visits",
        "Cấp ủy viên dự sinh hoạt chi bộ: số lần, bình quân, so với số tối thiểu, chi bộ không có người dự",
        "Visits of committee members to cells: how many, means, against the minimum, cells that nobody attended",
    ),
    (
        "chibo visits:usage",
        "HỒ_SƠ… [--by person] [--year 2024 | --period 2024-Q2] [--visit-rules 776-qd-tu] [TÙY CHỌN]",
        "RECORDS… [--by person] [--year 2024 | --period 2024-Q2] [--visit-rules 776-qd-tu] [OPTIONS]",
    ),
    ("visits_by", "Theo: person | level | month | cell (mặc định person)", "By: person | level | month | cell (default person)"),
    ("visits_year", "Năm (mặc định: kỳ trong chibo.toml)", "Year (default: the period of chibo.toml)"),
    ("names", "Kèm họ tên (mặc định chỉ có mã)", "With names (default: codes only)"),
    (
        "visit_rules",
        "Quy định về cấp ủy viên dự sinh hoạt: ID hoặc đường dẫn, áp dụng cả ngoài thời gian hiệu lực (mặc định theo chibo.toml)",
        "Regulation of visits: id or path, applied outside its time in force too (default: chibo.toml)",
    ),
    (
        "chibo verify",
        "Chạy lại theo một phiếu xác nhận (--receipt): kết quả có còn giống từng byte không, tệp đầu vào nào đã khác, dòng nào khác đầu tiên",
        "Repeats the run of a receipt (--receipt): whether the outputs are the same byte for byte, which input changed, the first line that differs",
    ),
    ("chibo verify:usage", "PHIẾU [--from THƯ_MỤC] [--sums] [TÙY CHỌN]", "RECEIPT [--from FOLDER] [--sums] [OPTIONS]"),
    ("of_receipt", "Tệp mà --receipt đã ghi", "The file that --receipt wrote"),
    (
        "from",
        "Thư mục mà lệnh đã được chạy trong đó, nay nằm ở đâu (mặc định: thư mục hiện tại); đường dẫn trong phiếu tính từ đó",
        "Where the folder in which the command was run lies now (default: the current one); paths of the receipt start there",
    ),
    (
        "sums",
        "Chỉ in mã SHA-256 và đường dẫn của các tệp trong phiếu, cho sha256sum -c",
        "Only print the SHA-256 and the path of the files of the receipt, for sha256sum -c",
    ),
    ("chibo rules", "Các quy định có sẵn; xem hoặc kiểm tra một quy định", "The shipped regulations; show or check one"),
    (
        "chibo rules:usage",
        "[list | show ID | diff A B | new THƯ_MỤC | check ĐƯỜNG_DẪN… | test ĐƯỜNG_DẪN… | schema] [TÙY CHỌN]",
        "[list | show ID | diff A B | new FOLDER | check PATH… | test PATH… | schema] [OPTIONS]",
    ),
    ("chibo rules list", "Danh mục quy định có sẵn", "The list of shipped regulations"),
    ("chibo rules list:usage", "[TÙY CHỌN]", "[OPTIONS]"),
    (
        "chibo rules show",
        "Một quy định ở dạng đọc được; với --format markdown là văn bản bằng lời để đối chiếu với bản giấy",
        "One regulation in readable form; with --format markdown a document in words to compare with the paper",
    ),
    ("chibo rules show:usage", "ID [TÙY CHỌN]", "ID [OPTIONS]"),
    (
        "chibo rules diff",
        "Khác biệt của hai quy định theo nghĩa pháp lý: ngưỡng, điểm tối đa, tiêu chí, điều kiện, chỉ tiêu, kèm điều khoản hai bên",
        "The difference of two regulations in legal terms: thresholds, maxima, leaves, gates, quota, with both clauses",
    ),
    ("chibo rules diff:usage", "A B [TÙY CHỌN]", "A B [OPTIONS]"),
    (
        "chibo rules new",
        "Thư mục mới với một quy định mẫu chạy được, để thay bằng con số của văn bản",
        "A new folder with a small sound regulation, to be filled with the figures of the text",
    ),
    ("chibo rules new:usage", "THƯ_MỤC", "FOLDER"),
    ("folder", "Thư mục mới; tên thư mục là id của quy định", "The new folder; its name is the id of the regulation"),
    ("chibo rules check", "Mọi lỗi của tệp quy định", "All faults of rule files"),
    ("chibo rules check:usage", "[ĐƯỜNG_DẪN…] [TÙY CHỌN]", "[PATH…] [OPTIONS]"),
    (
        "chibo rules test",
        "Chạy các ví dụ (cases.toml): kết quả nào sai, phần nào của quy định chưa có ví dụ",
        "Run the worked cases (cases.toml): which fail, which parts of the regulation none reaches",
    ),
    ("chibo rules test:usage", "[ĐƯỜNG_DẪN…] [--least 95%] [TÙY CHỌN]", "[PATH…] [--least 95%] [OPTIONS]"),
    (
        "chibo rules schema",
        "JSON Schema của các tệp quy định, để trình soạn thảo gợi ý và kiểm tra khi gõ",
        "The JSON Schema of rule files, so that an editor completes and checks while one types",
    ),
    (
        "chibo rules schema:usage",
        "[regulation | overlay | cases | facts] [-o regulation.schema.json]",
        "[regulation | overlay | cases | facts] [-o regulation.schema.json]",
    ),
    (
        "records",
        "Thư mục hồ sơ có cells.csv, meetings.csv, chibo.toml (và year.csv); nêu được nhiều thư mục",
        "Folders with cells.csv, meetings.csv, chibo.toml (and year.csv)",
    ),
    (
        "by",
        "Theo: meeting | cell | committee | type (mặc định cell); attendance còn có member",
        "By: meeting | cell | committee | type (default cell); attendance has member too",
    ),
    (
        "period",
        "Kỳ: 2024 | 2024-H1 | 2024-Q2 | 2024-06 | 2024-01..2024-05 (mặc định theo chibo.toml)",
        "Period: 2024 | 2024-H1 | 2024-Q2 | 2024-06 | 2024-01..2024-05 (default: chibo.toml)",
    ),
    (
        "file",
        "Tệp nào: regulation | overlay | cases | facts (mặc định regulation)",
        "Which file: regulation | overlay | cases | facts (default regulation)",
    ),
    ("year", "Năm xếp loại (mặc định theo chibo.toml)", "Year to classify (default: chibo.toml)"),
    ("cell", "Mã chi bộ", "Code of the cell"),
    (
        "quota",
        "Một chỉ tiêu (hoặc danh hiệu) của quy định cuối năm, và nhóm nếu cần: xs, xs:Đảng ủy A; thay cho --cell",
        "A quota (or an award) of the year-end regulation, and a group of it: xs, xs:Đảng ủy A; in place of --cell",
    ),
    (
        "depth",
        "line: mỗi buổi, kỳ, năm một dòng | reasons: điều làm mất điểm, mất mức và còn thiếu gì | tree: toàn bộ (mặc định)",
        "line: one line for each meeting, period, year | reasons: what cost points or a level, and what is lacking | tree: everything (default)",
    ),
    ("only", "Chỉ phần này: meeting | period | year", "Only this part: meeting | period | year"),
    (
        "as_of",
        "Tính đến hết ngày này: bỏ quyết định và kỷ luật sau ngày đó, quyết định đã hết hạn thì hết hiệu lực",
        "As it stood on this day: without later decisions and discipline, and with those lapsed that have ended",
    ),
    ("date", "Chỉ các buổi của ngày này: 2024-03-05", "Only the meetings of this day: 2024-03-05"),
    (
        "id",
        "ID của quy định có sẵn, hoặc đường dẫn tới thư mục quy định",
        "Id of a shipped regulation, or the path of a rule folder",
    ),
    ("before", "Quy định trước: ID của quy định có sẵn, hoặc đường dẫn", "The regulation before: id of a shipped one, or a path"),
    ("after", "Quy định sau: ID hoặc đường dẫn", "The regulation after: id or path"),
    (
        "paths",
        "Tệp hoặc thư mục quy định, hoặc ID (mặc định: tất cả quy định có sẵn)",
        "Rule files or folders, or ids (default: all shipped ones)",
    ),
    (
        "least",
        "Các ví dụ phải chạm tới ít nhất từng này phần của quy định (mặc định 100%)",
        "The least share of parts that the cases must reach (default 100%)",
    ),
    (
        "rules",
        "Quy định chấm điểm: ID hoặc đường dẫn, áp dụng cả ngoài thời gian hiệu lực; nhiều quy định (A,B): mỗi buổi theo văn bản của ngày đó",
        "Meeting regulation: id or path, applied outside its time in force too; several (A,B): each meeting under the text of its day",
    ),
    (
        "year_end",
        "Quy định xếp loại cuối năm: ID hoặc đường dẫn; nhiều quy định (A,B): quy định của năm đó",
        "Year-end regulation: id or path; several (A,B): the one for that year",
    ),
    (
        "format",
        "Dạng kết quả: table | csv | json | markdown (mặc định table)",
        "Format: table | csv | json | markdown (default table)",
    ),
    ("table", "Bảng nào đưa vào CSV (mặc định bảng chính)", "Which table goes into CSV (default: the main one)"),
    ("output", "Ghi kết quả ra tệp; tệp có trọn vẹn hoặc không có", "Write the result to a file; it appears whole or not at all"),
    (
        "receipt",
        "Ghi thêm phiếu xác nhận kết quả (JSON): tệp đầu vào, quy định, tùy chọn, số dòng, kết quả, kèm SHA-256; xem chibo verify",
        "Write a receipt of the result too (JSON): inputs, regulations, options, rows, outputs, with SHA-256; see chibo verify",
    ),
    (
        "receipt_date",
        "Ngày ghi vào phiếu: 2024-07-05 (mặc định không có ngày)",
        "The date that goes into the receipt: 2024-07-05 (default: none)",
    ),
    (
        "reading",
        "Chọn cách hiểu khác của một điều chưa rõ: CÁCH_HIỂU=CÁCH_KHÁC; dùng được nhiều lần",
        "Choose another reading of an unclear clause: READING=ALTERNATIVE; may be given several times",
    ),
    (
        "rejects",
        "Ghi các dòng bị loại vào thư mục này, kèm số dòng và lý do, để sửa rồi gửi lại",
        "Write the rejected rows into this folder, with row number and reasons, to be corrected and sent back",
    ),
    (
        "profile",
        "Dùng tệp này thay cho chibo.toml của thư mục hồ sơ",
        "Use this file in place of the chibo.toml of the records folder",
    ),
    ("strict", "Có lỗi thì không ghi gì", "Write nothing if there is any fault"),
    ("quiet", "Không in lỗi và số dòng khi vẫn có kết quả", "Say nothing of faults and rows as long as there is a result"),
    (
        "lang",
        "Ngôn ngữ: vi | en (mặc định theo môi trường, nếu không thì vi)",
        "Language: vi | en (default: the environment, else vi)",
    ),
    ("diagnostics", "Dạng báo lỗi: text | json (mặc định text)", "Form of faults: text | json (default text)"),
    ("threads", "Số luồng (mặc định bằng số lõi); kết quả không đổi", "Threads (default: cores); the result is the same"),
    ("help", "In hướng dẫn", "Print help"),
    ("version", "In phiên bản", "Print the version"),
];
