//! Every fault the program can report: code, severity, what is wrong, what was expected, how to mend it.

/// How grave a fault is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Something worth knowing; results stand.
    Note,
    /// Results stand, but something in the input should be looked at.
    Warning,
    /// A row, a file or a rule file could not be used.
    Error,
}

impl Severity {
    /// Name in machine formats.
    pub fn id(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

type Pair = (&'static str, &'static str);

macro_rules! faults {
    ($($name:ident $id:literal $severity:ident
        what $what_vi:literal | $what_en:literal
        expected $expected_vi:literal | $expected_en:literal
        mend $mend_vi:literal | $mend_en:literal;)*) => {
        /// A fault that the program can report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs)]
        pub enum Code { $($name),* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// Stable name in machine formats and documents.
            pub fn id(self) -> &'static str {
                match self { $(Code::$name => $id),* }
            }

            /// How grave.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }

            /// What is wrong (Vietnamese, English).
            pub fn what(self) -> Pair {
                match self { $(Code::$name => ($what_vi, $what_en)),* }
            }

            /// What was expected; may be empty.
            pub fn expected(self) -> Pair {
                match self { $(Code::$name => ($expected_vi, $expected_en)),* }
            }

            /// How to mend it.
            pub fn mend(self) -> Pair {
                match self { $(Code::$name => ($mend_vi, $mend_en)),* }
            }
        }
    };
}

faults! {
    // ------------------------------------------------------------ files
    FolderMissing "folder-missing" Error
        what "không có thư mục hồ sơ \"{value}\"" | "there is no records folder \"{value}\""
        expected "một thư mục có cells.csv và meetings.csv" | "a folder with cells.csv and meetings.csv"
        mend "kiểm tra lại đường dẫn" | "check the path";
    FileMissing "file-missing" Error
        what "thiếu tệp \"{value}\" trong thư mục hồ sơ" | "the records folder has no \"{value}\""
        expected "cells.csv, meetings.csv và chibo.toml; year.csv khi xếp loại" | "cells.csv, meetings.csv and chibo.toml; year.csv to classify"
        mend "thêm tệp, hoặc nêu đúng thư mục" | "add the file, or name the right folder";
    FileUnreadable "file-unreadable" Error
        what "không đọc được tệp; hệ thống báo: {value}" | "the file cannot be read; the system says: {value}"
        expected "một tệp đọc được, không phải thư mục" | "a file that can be read, and no folder"
        mend "kiểm tra quyền đọc và đường dẫn; đóng tệp nếu chương trình khác đang mở" | "check permissions and path; close the file where another program has it open";
    EncodingUnknown "encoding-unknown" Error
        what "tệp không phải UTF-8 và không tự cho biết bảng mã; đọc thử: {value}" | "the file is not UTF-8 and does not show its encoding; read by way of trial: {value}"
        expected "UTF-8, UTF-16, hoặc bảng mã nêu trong chibo.toml" | "UTF-8, UTF-16, or an encoding named in chibo.toml"
        mend "chọn dòng đọc đúng rồi ghi trong chibo.toml, tại [[file]]: encoding = \"{wanted}\"; hoặc lưu lại thành \"CSV UTF-8\"" | "choose the line that reads right and write in chibo.toml, under [[file]]: encoding = \"{wanted}\"; or save the file as \"CSV UTF-8\"";
    SheetOld "sheet-old" Error
        what "tệp bảng tính kiểu cũ (.xls), hoặc có mật khẩu" | "an old spreadsheet file (.xls), or one with a password"
        expected ".xlsx, .ods hoặc .csv, không mật khẩu" | ".xlsx, .ods or .csv, without a password"
        mend "mở tệp rồi lưu thành .xlsx, bỏ mật khẩu" | "open the file and save it as .xlsx, without a password";
    SheetBroken "sheet-broken" Error
        what "không đọc được tệp bảng tính; bộ đọc báo: {value}" | "the spreadsheet file cannot be read; the reader says: {value}"
        expected "tệp .xlsx hoặc .ods nguyên vẹn" | "a sound .xlsx or .ods file"
        mend "mở bằng phần mềm bảng tính rồi lưu lại, hoặc lưu thành CSV UTF-8" | "open it in a spreadsheet program and save it again, or save it as CSV UTF-8";
    SheetTooLarge "sheet-too-large" Error
        what "tệp bảng tính lớn hơn mọi bảng số liệu: có quá {most} {limit}" | "the spreadsheet file is larger than any table of records: more than {most} {limit}"
        expected "nhiều nhất {most} {limit}" | "at most {most} {limit}"
        mend "chỉ giữ bảng số liệu trong tệp, hoặc lưu thành CSV UTF-8" | "keep only the table in the file, or save it as CSV UTF-8";
    LettersLost "letters-lost" Warning
        what "chữ có dấu trong tệp đã mất, thay bằng dấu hỏi: \"{value}\"" | "letters with marks are lost in this file, with question marks in their place: \"{value}\""
        expected "tệp còn nguyên chữ; không thể khôi phục chữ đã mất từ tệp này" | "a file with its letters; those that are lost cannot be had back from this one"
        mend "xuất lại tệp từ bảng tính, dạng \"CSV UTF-8\"" | "export the file again from the spreadsheet, as \"CSV UTF-8\"";
    SheetUnnamed "sheet-unnamed" Error
        what "tệp có nhiều trang tính, chưa rõ đọc trang nào" | "the file has several sheets, and it is not clear which to read"
        expected "một trang tính: {wanted}" | "one of the sheets: {wanted}"
        mend "ghi trong chibo.toml, tại [[file]]: sheet = \"…\"; với \"chibo profile\" thì nêu --sheet \"…\"" | "write in chibo.toml, under [[file]]: sheet = \"…\"; for \"chibo profile\" give --sheet \"…\"";
    SheetUnknown "sheet-unknown" Error
        what "tệp không có trang tính \"{value}\"" | "the file has no sheet \"{value}\""
        expected "một trang tính: {wanted}" | "one of the sheets: {wanted}"
        mend "sửa sheet trong chibo.toml, tại [[file]]" | "correct sheet in chibo.toml, under [[file]]";
    SheetError "sheet-error" Error
        what "ô báo lỗi {value}" | "the field holds the error {value}"
        expected "một giá trị" | "a value"
        mend "sửa công thức của ô trong bảng tính" | "mend the formula of the field in the spreadsheet";
    SheetFormula "sheet-formula" Error
        what "ô có công thức chưa được tính" | "the field holds a formula that nobody has computed"
        expected "một giá trị" | "a value"
        mend "mở tệp bằng phần mềm bảng tính rồi lưu lại" | "open the file in a spreadsheet program and save it again";
    DateSerial "date-serial" Error
        what "\"{value}\" không phải ngày; nếu là số ngày của bảng tính thì là {wanted}" | "\"{value}\" is no date; as the number of a day in a spreadsheet it would be {wanted}"
        expected "05/03/2024 hoặc 2024-03-05" | "05/03/2024 or 2024-03-05"
        mend "định dạng cột là ngày, hoặc ghi trong chibo.toml, tại [[file]]: dates = \"serial\"" | "format the column as dates, or write in chibo.toml, under [[file]]: dates = \"serial\"";
    ProfileMissing "profile-missing" Error
        what "không có tệp cấu hình \"{value}\"" | "there is no profile \"{value}\""
        expected "một tệp như chibo.toml" | "a file such as chibo.toml"
        mend "kiểm tra lại đường dẫn sau --profile" | "check the path after --profile";
    ControlShort "control-short" Error
        what "{field}: các dòng dùng được có {value}, thiếu {differ} so với số đối chiếu {wanted}" | "{field}: the sound rows come to {value}, {differ} short of the control total {wanted}"
        expected "{wanted}" | "{wanted}"
        mend "tìm dòng thiếu hoặc bị loại; hoặc sửa số đối chiếu trong chibo.toml" | "look for rows that are missing or rejected; or correct the control total in chibo.toml";
    ControlOver "control-over" Error
        what "{field}: các dòng dùng được có {value}, vượt {differ} so với số đối chiếu {wanted}" | "{field}: the sound rows come to {value}, {differ} over the control total {wanted}"
        expected "{wanted}" | "{wanted}"
        mend "tìm dòng thừa; hoặc sửa số đối chiếu trong chibo.toml" | "look for rows too many; or correct the control total in chibo.toml";
    ProfileColumn "profile-column" Error
        what "chibo.toml nói về cột \"{value}\" mà tệp không có" | "chibo.toml speaks of a column \"{value}\" that the file lacks"
        expected "{near}" | "{near}"
        mend "sửa tên cột trong chibo.toml" | "correct the heading in chibo.toml";
    NotUtf8 "not-utf8" Error
        what "tệp không phải văn bản UTF-8" | "the file is not UTF-8 text"
        expected "UTF-8 (có hoặc không có BOM)" | "UTF-8 (with or without BOM)"
        mend "lưu lại bằng UTF-8; trong Excel: Lưu thành, chọn \"CSV UTF-8\"" | "save it as UTF-8; in Excel: Save As, choose \"CSV UTF-8\"";
    FileEmpty "file-empty" Error
        what "tệp rỗng" | "the file is empty"
        expected "một dòng tiêu đề rồi các dòng số liệu" | "a heading row, then rows of records"
        mend "xuất lại tệp từ bảng tính" | "export the file again";
    NoRows "no-rows" Error
        what "tệp chỉ có dòng tiêu đề" | "the file has a heading row only"
        expected "ít nhất một dòng số liệu" | "at least one row of records"
        mend "thêm số liệu, hoặc nêu đúng tệp" | "add records, or name the right file";
    ColumnUnknown "column-unknown" Warning
        what "cột \"{value}\" không có trong bộ từ vựng, nên không được đọc" | "column \"{value}\" is not in the vocabulary, so it is not read"
        expected "một tiêu đề đã quy định (gần nhất: {near})" | "a documented heading (nearest: {near})"
        mend "sửa tiêu đề theo docs/records-format.md, hoặc bỏ cột" | "correct the heading after docs/records-format.md, or drop the column";
    ColumnMissing "column-missing" Error
        what "thiếu cột bắt buộc \"{value}\"" | "the required column \"{value}\" is missing"
        expected "tiêu đề: {wanted}" | "heading: {wanted}"
        mend "thêm cột, hoặc sửa tiêu đề; hoặc trong chibo.toml: nêu cột ở [file.columns], hay giá trị chung ở [file.values]" | "add the column, or correct its heading; or in chibo.toml name its column under [file.columns], or one value for all rows under [file.values]";
    FactsDiffer "facts-differ" Error
        what "\"{value}\" của cells.csv mang hai nghĩa: {regulation} và {other} khai khác nhau" | "\"{value}\" of cells.csv means two things: {regulation} and {other} declare it differently"
        expected "một cách khai trong mọi quy định của lần chạy" | "one declaration in all regulations of the run"
        mend "khai [[fact]] giống hệt nhau, hoặc đổi id trong một quy định" | "declare the [[fact]] alike, or give it another id in one of them";
    ColumnsTooMany "columns-too-many" Error
        what "dòng tiêu đề có {value} cột" | "the heading row has {value} {value:column|columns}"
        expected "nhiều nhất {wanted}" | "at most {wanted}"
        mend "kiểm tra dấu phân cách, hoặc xuất lại tệp" | "check the separator, or export the file again";
    ColumnTwice "column-twice" Error
        what "hai cột cùng mang nghĩa \"{value}\": {other}" | "two columns mean \"{value}\": {other}"
        expected "mỗi nội dung một cột" | "one column for each"
        mend "bỏ hoặc đổi tên một cột" | "drop or rename one of them";
    QuoteUnterminated "quote-unterminated" Error
        what "dấu nháy kép mở ra nhưng không đóng; cả tệp bị từ chối vì các dòng sau không còn tách được" | "a double quote opens and never closes; the file is refused, since the rows after it cannot be told apart"
        expected "dấu \" đóng trước dấu phân cách hoặc cuối dòng: {value}" | "a closing \" before a separator or line end: {value}"
        mend "đóng dấu nháy, hoặc xuất lại tệp" | "close the quote, or export the file again";
    QuoteStray "quote-stray" Error
        what "dấu nháy kép nằm giữa ô và làm lệch các dòng sau; cả tệp bị từ chối" | "a double quote inside a field puts the rows after it out of step; the file is refused"
        expected "ô có dấu \" phải nằm trong dấu nháy và viết \"\": {value}" | "a field with \" stands in quotes and doubles it: {value}"
        mend "sửa ô này, hoặc xuất lại tệp" | "mend the field, or export the file again";
    QuoteInField "quote-in-field" Error
        what "dấu nháy kép nằm giữa ô: {value}" | "double quotes inside a field: {value}"
        expected "ô có dấu \" phải nằm trong dấu nháy và viết \"\"" | "a field with \" stands in quotes and doubles it"
        mend "sửa ô này" | "mend the field";
    RecordTooLong "record-too-long" Error
        what "một dòng dài quá 1 MiB; cả tệp bị từ chối" | "a record is longer than 1 MiB; the file is refused"
        expected "dòng ngắn hơn; có thể thiếu dấu nháy đóng" | "shorter records; a closing quote may be missing"
        mend "xem dòng này trong trình soạn thảo" | "look at the line in an editor";
    RowRagged "row-ragged" Error
        what "dòng có {value} ô" | "the row has {value} {value:field|fields}"
        expected "{wanted} ô như dòng tiêu đề" | "{wanted} fields, as the heading row"
        mend "kiểm tra dấu phân cách và dấu nháy trong dòng" | "check separators and quotes in the row";
    // ----------------------------------------------------------- values
    ValueMissing "value-missing" Error
        what "ô bắt buộc để trống" | "a required field is blank"
        expected "một giá trị cho \"{wanted}\"" | "a value for \"{wanted}\""
        mend "điền ô này" | "fill it in";
    DateInvalid "date-invalid" Error
        what "\"{value}\" không phải ngày có thật" | "\"{value}\" is not a date that exists"
        expected "2024-03-05 hoặc 05/03/2024 (ngày trước, năm bốn chữ số)" | "2024-03-05 or 05/03/2024 (day first, year in four digits)"
        mend "sửa ngày" | "correct the date";
    DateOrdersMixed "date-orders-mixed" Error
        what "cột ngày lẫn hai cách viết: {value} (dòng {row_a}) và {other} (dòng {row_b}); cả tệp bị từ chối" | "the date column mixes two ways of writing: {value} (row {row_a}) and {other} (row {row_b}); the file is refused"
        expected "một cách viết cho cả cột" | "one way for the whole column"
        mend "ghi cách viết trong chibo.toml, tại [[file]]: dates = \"day-first\" hoặc dates = \"month-first\" (cả hai vẫn nhận 2024-03-05); hoặc đưa cả cột về một cách viết" | "say in chibo.toml, under [[file]], which it is: dates = \"day-first\" or dates = \"month-first\" (either takes 2024-03-05 too); or write the whole column one way";
    DateMonthFirst "date-month-first" Error
        what "cột ngày đọc ngày trước tháng sau, nhưng \"{value}\" có số thứ hai trên 12; cả tệp bị từ chối" | "the date column is read day first, but \"{value}\" has a second number over 12; the file is refused"
        expected "ngày/tháng/năm trong cả cột; hai cách đọc của các ngày khác sẽ khác nhau" | "day/month/year in the whole column; the other dates would read differently the other way"
        mend "sửa ô này nếu gõ nhầm; nếu cả cột là tháng trước ngày sau thì ghi trong chibo.toml, tại [[file]]: dates = \"month-first\"; dates = \"day-first\" thì chỉ loại dòng này; hoặc đưa cả cột về yyyy-mm-dd" | "mend the field if it is a slip; if the whole column is month first, write in chibo.toml, under [[file]]: dates = \"month-first\"; with dates = \"day-first\" only this row is rejected; or write the whole column as yyyy-mm-dd";
    NumberInvalid "number-invalid" Error
        what "không dùng được số \"{value}\"" | "the number \"{value}\" cannot be used"
        expected "{wanted}" | "{wanted}"
        mend "chỉ ghi chữ số; để trống nếu không có số liệu" | "write digits only; leave it blank if not recorded";
    NumberNegative "number-negative" Error
        what "số âm: {value}" | "a negative number: {value}"
        expected "từ 0 trở lên" | "0 or more"
        mend "sửa số" | "correct the number";
    NumberAmbiguous "number-ambiguous" Error
        what "\"{value}\" đọc được hai cách: {first} hoặc {second}" | "\"{value}\" can be read in two ways: {first} or {second}"
        expected "không dấu phân cách hàng nghìn" | "no thousands separator"
        mend "viết {first} nếu là số nguyên; số lẻ thì nhiều nhất hai chữ số thập phân" | "write {first} if it is a whole number; otherwise at most two decimals";
    DecimalMarksMixed "decimal-marks-mixed" Error
        what "cột số lẫn dấu phẩy và dấu chấm thập phân: {value} (dòng {row_a}) và {other} (dòng {row_b}); cả tệp bị từ chối" | "the column mixes decimal comma and point: {value} (row {row_a}) and {other} (row {row_b}); the file is refused"
        expected "một dấu thập phân cho cả cột" | "one decimal mark for the whole column"
        mend "ghi dấu thập phân trong chibo.toml, tại [[file]]: decimal = \",\" hoặc decimal = \".\" (dấu kia khi đó phân cách hàng nghìn); hoặc đưa cả cột về một dấu" | "name the decimal mark in chibo.toml, under [[file]]: decimal = \",\" or decimal = \".\" (the other mark then groups thousands); or write the whole column with one mark";
    FlagInvalid "flag-invalid" Error
        what "\"{value}\" không phải có/không" | "\"{value}\" is neither yes nor no"
        expected "có, không, x, 1, 0; để trống nếu không có số liệu" | "yes, no, x, 1, 0; blank if not recorded"
        mend "sửa ô này" | "correct the field";
    ChoiceInvalid "choice-invalid" Error
        what "\"{value}\" không nằm trong danh mục" | "\"{value}\" is not one of the words"
        expected "{wanted}" | "{wanted}"
        mend "dùng một từ trong danh mục" | "use one of the words";
    StatusSum "status-sum" Error
        what "các trạng thái cộng lại {sum}, số đảng viên {value}" | "the statuses add up to {sum}, the members are {value}"
        expected "{detail}" | "{detail}"
        mend "sửa số đảng viên hoặc một trạng thái" | "correct the members or one of the statuses";
    CountOver "count-over" Error
        what "{field}: {value} lớn hơn {other} ({limit})" | "{field}: {value} is more than {other} ({limit})"
        expected "nhiều nhất {limit}" | "at most {limit}"
        mend "sửa một trong hai ô" | "correct one of the two fields";
    DaysInverted "days-inverted" Error
        what "{field}: {value} sau {other} ({limit})" | "{field}: {value} is after {other} ({limit})"
        expected "không muộn hơn {limit}" | "{limit} or earlier"
        mend "sửa một trong hai ngày" | "correct one of the two dates";
    PointsOverMax "points-over-max" Error
        what "{value} điểm, quá điểm tối đa" | "{value} points, over the maximum"
        expected "từ 0 đến {max} (tiêu chí {leaf})" | "0 to {max} (leaf {leaf})"
        mend "sửa điểm" | "correct the points";
    PointsStep "points-step" Error
        what "{value} điểm không có trong thang của tiêu chí {leaf}" | "{value} points are not on the scale of leaf {leaf}"
        expected "{wanted}" | "{wanted}"
        mend "sửa điểm" | "correct the points";
    PointsDiffer "points-differ" Warning
        what "điểm ghi {value} khác điểm tính {computed} của tiêu chí {leaf}; dùng điểm tính" | "recorded points {value} differ from the computed {computed} of leaf {leaf}; the computed ones are used"
        expected "{computed}" | "{computed}"
        mend "đối chiếu phiếu chấm" | "compare with the score sheet";
    LevelMarkInvalid "level-mark-invalid" Error
        what "\"{value}\" ở một cột mức không phải là dấu" | "\"{value}\" in a column of a level is no mark"
        expected "x (X, ×, có, 1), hoặc để trống" | "x (X, ×, yes, 1), or a blank"
        mend "đánh dấu x vào đúng một cột mức; điểm thì ghi vào cột tổng điểm" | "mark exactly one column with x; points belong in the column of the total";
    LevelMarksConflict "level-marks-conflict" Error
        what "một buổi ghi nhiều mức: {value}" | "one meeting has several levels: {value}"
        expected "đánh dấu ở đúng một cột mức" | "a mark in exactly one of the columns"
        mend "giữ lại một dấu" | "keep one of the marks";
    TotalOverMax "total-over-max" Error
        what "tổng điểm ghi {value}, quá tổng điểm tối đa của phiếu" | "recorded total {value}, over the maximum of the score sheet"
        expected "từ 0 đến {max} (phiếu {form} của {regulation})" | "0 to {max} (sheet {form} of {regulation})"
        mend "sửa tổng điểm, hoặc xem lại loại sinh hoạt" | "correct the total, or look at the kind of meeting";
    LevelContradictsTotal "level-contradicts-total" Error
        what "{total} điểm là {level}, nhưng ghi mức {value}" | "{total} points are {level}, but the level recorded is {value}"
        expected "{level}" | "{level}"
        mend "sửa tổng điểm hoặc mức; nếu bị hạ mức do điều kiện khống chế thì ghi \"có\" ở cột \"Bị khống chế mức\"" | "correct the total or the level; if a gate lowered it, say yes in column level-lowered";
    ScoredConflict "scored-conflict" Error
        what "buổi sinh hoạt ghi chưa chấm nhưng có kết quả: {value}" | "the meeting is marked not scored but has a result: {value}"
        expected "ô trống khi chưa chấm" | "a blank field when not scored"
        mend "sửa tình trạng hoặc bỏ kết quả" | "correct the status or clear the result";
    TotalDiffers "total-differs" Warning
        what "tổng điểm ghi {value} khác tổng điểm tính {computed}; dùng tổng điểm tính" | "the recorded total {value} differs from the computed {computed}; the computed one is used"
        expected "{computed}" | "{computed}"
        mend "đối chiếu phiếu chấm" | "compare with the score sheet";
    LevelDiffers "level-differs" Warning
        what "mức ghi {value} khác mức tính {computed}; dùng mức tính" | "the recorded level {value} differs from the computed {computed}; the computed one is used"
        expected "{computed}" | "{computed}"
        mend "đối chiếu phiếu chấm" | "compare with the score sheet";
    TotalNotBanded "total-not-banded" Warning
        what "tổng điểm ghi {value} không dùng được: {regulation} không chấm điểm cho buổi này" | "the recorded total {value} cannot be used: {regulation} gives no points to this meeting"
        expected "ô trống, hoặc tổng điểm ghi rõ quy định: total:QUY-ĐỊNH" | "a blank, or a total that names its regulation: total:REGULATION"
        mend "ghi tổng điểm dưới tên quy định đã chấm" | "put the total under the name of the regulation that gave it";
    NoExpectedMembers "no-expected-members" Note
        what "không có đảng viên nào thuộc diện phải dự, nên buổi này không có tỷ lệ dự" | "no member was expected, so this meeting has no attendance rate"
        expected "ít nhất một đảng viên phải dự" | "at least one expected member"
        mend "xem lại số miễn sinh hoạt và các số vắng khác" | "look at the counts of exempt and other absent members";
    CellWithoutMeetings "cell-without-meetings" Note
        what "chi bộ {value} không có buổi nào trong kỳ" | "cell {value} has no meeting in the period"
        expected "{count} buổi phải họp" | "{count} due {count:meeting|meetings}"
        mend "gửi hồ sơ các buổi của chi bộ, hoặc ghi ngày thành lập, giải thể vào cells.csv" | "send the records of the cell, or give its first and last day in cells.csv";
    // ---------------------------------------------------------- records
    CellUnknown "cell-unknown" Error
        what "mã chi bộ \"{value}\" không có trong cells.csv" | "cell code \"{value}\" is not in cells.csv"
        expected "một mã có trong cells.csv (gần nhất: {near})" | "a code of cells.csv (nearest: {near})"
        mend "sửa mã, hoặc thêm chi bộ vào cells.csv" | "correct the code, or add the cell to cells.csv";
    ExistenceOrder "existence-order" Error
        what "chi bộ \"{value}\" kết thúc ({until}) trước khi thành lập ({from})" | "cell \"{value}\" ends ({until}) before it begins ({from})"
        expected "ngày thành lập không sau ngày kết thúc" | "a first day (from) that is not after the last one (until)"
        mend "sửa một trong hai ngày" | "correct one of the two dates";
    CellRejected "cell-rejected" Error
        what "dòng của chi bộ \"{value}\" trong cells.csv có lỗi nên bị loại" | "the row of cell \"{value}\" in cells.csv is faulty and was rejected"
        expected "một dòng không lỗi của chi bộ trong cells.csv" | "one sound row of the cell in cells.csv"
        mend "sửa dòng đó trong cells.csv trước" | "mend that row of cells.csv first";
    CellDuplicate "cell-duplicate" Error
        what "mã chi bộ \"{value}\" có ở nhiều dòng (dòng {rows}); tất cả bị từ chối" | "cell code \"{value}\" stands in several rows (rows {rows}); all are rejected"
        expected "mỗi chi bộ một dòng" | "one row for a cell"
        mend "trong tệp gốc thì xóa dòng sai; trong tệp rejects thì sửa cho các dòng giống nhau (dòng bị xóa ở đó vẫn còn trong tệp gốc); hoặc chọn dòng đúng trong chibo.toml: copies = [\"cells.csv:18\"]" | "in the file itself delete the wrong one; in a rejects file make the rows alike (one that is deleted there still stands in the original); or choose the right one in chibo.toml: copies = [\"cells.csv:18\"]";
    MeetingDuplicate "meeting-duplicate" Error
        what "buổi sinh hoạt {value} có ở nhiều dòng (dòng {rows}); tất cả bị từ chối" | "meeting {value} stands in several rows (rows {rows}); all are rejected"
        expected "mỗi chi bộ, ngày, loại sinh hoạt một dòng" | "one row for a cell, date and kind"
        mend "trong tệp gốc thì xóa dòng sai; trong tệp rejects thì sửa cho các dòng giống nhau (dòng bị xóa ở đó vẫn còn trong tệp gốc); hoặc chọn dòng đúng trong chibo.toml: copies = [\"meetings.csv:18\"]" | "in the file itself delete the wrong one; in a rejects file make the rows alike (one that is deleted there still stands in the original); or choose the right one in chibo.toml: copies = [\"meetings.csv:18\"]";
    YearDuplicate "year-duplicate" Error
        what "chi bộ và năm {value} có ở nhiều dòng (dòng {rows}); tất cả bị từ chối" | "cell and year {value} stand in several rows (rows {rows}); all are rejected"
        expected "mỗi chi bộ, năm một dòng" | "one row for a cell and year"
        mend "trong tệp gốc thì xóa dòng sai; trong tệp rejects thì sửa cho các dòng giống nhau (dòng bị xóa ở đó vẫn còn trong tệp gốc); hoặc chọn dòng đúng trong chibo.toml: copies = [\"year.csv:18\"]" | "in the file itself delete the wrong one; in a rejects file make the rows alike (one that is deleted there still stands in the original); or choose the right one in chibo.toml: copies = [\"year.csv:18\"]";
    RowDuplicate "row-duplicate" Error
        what "chi bộ {value} có nhiều dòng giống hệt nhau (dòng {rows}); tất cả bị từ chối" | "cell {value} has rows that are the same in every field (rows {rows}); all are rejected"
        expected "mỗi quyết định kỷ luật một dòng" | "one row for a decision"
        mend "xóa dòng thừa; nếu là những người khác nhau thì ghi rõ ở cột who" | "delete the surplus; for different persons name each in the column who";
    RowRepeated "row-repeated" Note
        what "{value}: các dòng giống hệt nhau (dòng {rows}), chỉ tính một lần" | "{value}: rows that are the same (rows {rows}) count once"
        expected "mỗi nội dung một dòng" | "one row for one thing"
        mend "xóa dòng thừa" | "delete the surplus";
    MemberContradicts "member-contradicts" Error
        what "các dòng của đảng viên {value} mâu thuẫn nhau (dòng {rows}): khác họ tên, khác loại đảng viên, hoặc hai thời gian ở chi bộ {cells} chồng nhau; tất cả bị từ chối" | "the rows of member {value} contradict each other (rows {rows}): another name, another standing, or two stays in cell {cells} that overlap; all are rejected"
        expected "các dòng của một đảng viên ghi cùng họ tên; cùng một thời gian ở chi bộ thì joined và left giống nhau" | "one name in all rows of a member; the same joined and left in all rows of one stay"
        mend "sửa các dòng này trong members.csv" | "correct these rows of members.csv";
    MemberInTwoCells "member-in-two-cells" Error
        what "đảng viên {value} cùng một ngày có ở hai chi bộ: {cells} (dòng {rows}); tất cả bị từ chối" | "member {value} is in two cells on one day: {cells} (rows {rows}); all are rejected"
        expected "mỗi ngày một chi bộ, trừ thời gian chuyển sinh hoạt tạm thời (transferred-from, transferred-until)" | "one cell on a day, but for the time of a temporary transfer (transferred-from, transferred-until)"
        mend "ghi ngày rời chi bộ cũ (left) hoặc ngày vào chi bộ mới (joined)" | "give the day of leaving the old cell (left) or of joining the new one (joined)";
    NotInMembers "not-in-members" Error
        what "đảng viên {value} không có trong members.csv" | "member {value} is not in members.csv"
        expected "một mã có trong members.csv, của chi bộ {cell}" | "a code of members.csv, of cell {cell}"
        mend "sửa mã, hoặc thêm đảng viên vào members.csv" | "correct the code, or add the member to members.csv";
    NotOnRoll "not-on-roll" Error
        what "đảng viên {value} không thuộc chi bộ {cell} ngày {date}" | "member {value} is not on the roll of cell {cell} on {date}"
        expected "một ngày trong thời gian mà members.csv ghi: {stays}" | "a day within what members.csv says: {stays}"
        mend "bỏ dòng này, hoặc sửa joined, left trong members.csv" | "drop the row, or correct joined and left in members.csv";
    MemberRejected "member-rejected" Error
        what "đảng viên {value} có dòng bị từ chối trong danh sách đảng viên: {rows}" | "rows of member {value} in the register of members were rejected: {rows}"
        expected "dòng không lỗi trong members.csv" | "rows without faults in members.csv"
        mend "sửa {rows} trước" | "mend {rows} first";
    AttendanceConflict "attendance-conflict" Error
        what "đảng viên {value} có nhiều dòng khác nhau tại buổi {meeting} (dòng {rows}); tất cả bị từ chối" | "member {value} has rows that differ at the meeting {meeting} (rows {rows}); all are rejected"
        expected "mỗi đảng viên một dòng tại một buổi" | "one row for a member at a meeting"
        mend "trong tệp gốc thì xóa dòng sai; trong tệp rejects thì sửa cho các dòng giống nhau (dòng bị xóa ở đó vẫn còn trong tệp gốc); hoặc chọn dòng đúng trong chibo.toml: copies = [\"attendance.csv:18\"]" | "in the file itself delete the wrong one; in a rejects file make the rows alike (one that is deleted there still stands in the original); or choose the right one in chibo.toml: copies = [\"attendance.csv:18\"]";
    StandingDiffers "standing-differs" Warning
        what "đảng viên {value} tại buổi {meeting}: dòng này ghi {status}, members.csv ghi {roster}; tính theo dòng này" | "member {value} at the meeting {meeting}: this row says {status}, members.csv says {roster}; the row counts"
        expected "hai tệp khớp nhau" | "two files that agree"
        mend "sửa dòng này, hoặc sửa thời gian trong members.csv" | "correct the row, or the dates in members.csv";
    StatusMissing "status-missing" Warning
        what "buổi {value}: {count} đảng viên chưa rõ có mặt hay vắng: {members}" | "meeting {value}: of {count} {count:member|members} it is not known where they were: {members}"
        expected "mỗi đảng viên thuộc chi bộ ngày đó một dòng có tình trạng" | "a row with a status for everyone on the roll of the day"
        mend "ghi đủ tình trạng; trống không phải là vắng không lý do" | "fill in the status; blank is not \"absent without leave\"";
    CountsDiffer "counts-differ" Warning
        what "buổi {meeting}, {field}: meetings.csv ghi {value}, attendance.csv (từ dòng {row_b}) đếm được {counted}; tính theo meetings.csv" | "meeting {meeting}, {field}: meetings.csv says {value}, attendance.csv (from row {row_b}) counts {counted}; meetings.csv stands"
        expected "hai tệp cho cùng một số" | "the same number in both files"
        mend "sửa một trong hai tệp, hoặc để trống số ở meetings.csv" | "correct one of the files, or leave the number blank in meetings.csv";
    MeetingWithoutRow "meeting-without-row" Warning
        what "buổi {value} có trong attendance.csv nhưng không có dòng nào trong meetings.csv, nên không được tính" | "meeting {value} stands in attendance.csv and has no row in meetings.csv, so it does not count"
        expected "một dòng trong meetings.csv cho mỗi buổi" | "a row of meetings.csv for every meeting"
        mend "thêm dòng vào meetings.csv, hoặc sửa ngày, loại sinh hoạt" | "add the row to meetings.csv, or correct date and kind";
    AttendanceNotHeld "attendance-not-held" Warning
        what "buổi {value}: meetings.csv ghi không họp, nhưng attendance.csv có người dự (từ dòng {row_b})" | "meeting {value}: meetings.csv says that it was not held, yet attendance.csv has its members (from row {row_b})"
        expected "một buổi không họp thì không có ai trong attendance.csv" | "nobody in attendance.csv for a meeting that was not held"
        mend "sửa tình trạng ở meetings.csv, hoặc bỏ các dòng ở attendance.csv" | "correct the status in meetings.csv, or drop the rows of attendance.csv";
    OutsideExistence "outside-existence" Error
        what "ngày {value} nằm ngoài thời gian chi bộ tồn tại ({from} – {until})" | "{value} lies outside the cell's existence ({from} – {until})"
        expected "ngày trong thời gian đó" | "a date within it"
        mend "sửa ngày, hoặc sửa ngày thành lập, ngày kết thúc trong cells.csv" | "correct the date, or from and until in cells.csv";
    OutsideRegulation "outside-regulation" Error
        what "ngày {value} nằm ngoài hiệu lực của {regulation}" | "{value} lies outside the time in force of {regulation}"
        expected "ngày trong hiệu lực, hoặc thêm văn bản của ngày đó: {wanted}" | "a date within it, or the text of that day named too: {wanted}"
        mend "sửa ngày; hoặc thêm văn bản vào rules trong chibo.toml; hoặc nêu --rules với một văn bản để chấm theo yêu cầu" | "correct the date; or add the text to rules in chibo.toml; or name one text with --rules to have it scored on request";
    RegulationsOverlap "regulations-overlap" Error
        what "ngày {value} thuộc hiệu lực của hai quy định: {regulation}" | "two regulations are in force on {value}: {regulation}"
        expected "mỗi ngày một quy định" | "one regulation for each day"
        mend "bỏ một quy định khỏi rules; hoặc ghi last-day, replaces hay meetings-until vào tệp quy định" | "drop one from rules; or write last-day, replaces or meetings-until into the rule file";
    StatusConflict "status-conflict" Error
        what "buổi sinh hoạt ghi không họp nhưng cột {other} có \"{value}\"" | "the meeting is marked not held but column {other} holds \"{value}\""
        expected "ô trống khi không họp" | "blank fields when not held"
        mend "sửa tình trạng hoặc bỏ số liệu" | "correct the status or clear the field";
    ReasonMissing "reason-missing" Error
        what "không họp nhưng không ghi lý do" | "not held, and no reason given"
        expected "lý do ở cột {wanted}" | "a reason in column {wanted}"
        mend "ghi lý do" | "give the reason";
    NoForm "no-form" Error
        what "không có phiếu chấm nào của {regulation} áp dụng cho \"{value}\"" | "no score sheet of {regulation} applies to \"{value}\""
        expected "{wanted}" | "{wanted}"
        mend "kiểm tra loại sinh hoạt và loại hình chi bộ" | "check the kind of meeting and the type of cell";
    // ----------------------------------------------------------- visits
    VisitorUnknown "visitor-unknown" Error
        what "cấp ủy viên \"{value}\" không có trong assignments.csv" | "person \"{value}\" is not in assignments.csv"
        expected "một mã có trong assignments.csv (gần nhất: {near})" | "a code of assignments.csv (nearest: {near})"
        mend "sửa mã, hoặc thêm phân công vào assignments.csv" | "correct the code, or add the assignment to assignments.csv";
    VisitorRejected "visitor-rejected" Error
        what "dòng phân công của \"{value}\" trong assignments.csv có lỗi nên bị loại" | "an assignment of \"{value}\" in assignments.csv is faulty and was rejected"
        expected "một dòng phân công không lỗi cho ngày đó" | "a sound assignment for that day"
        mend "sửa dòng đó trong assignments.csv trước" | "mend that row of assignments.csv first";
    VisitorNotAssigned "visitor-not-assigned" Warning
        what "ngày {day} \"{value}\" không được phân công; lần dự không được tính" | "\"{value}\" was not assigned on {day}; the visit is not counted"
        expected "ngày trong thời gian được phân công" | "a day within an assignment"
        mend "sửa ngày dự, hoặc ngày phân công trong assignments.csv" | "correct the date, or from and until in assignments.csv";
    VisitLevel "visit-level" Error
        what "không rõ \"{person}\" dự với tư cách cấp nào: \"{value}\"" | "it is not clear at which level \"{person}\" attended: \"{value}\""
        expected "cấp được phân công ngày đó: {wanted}" | "a level of that day's assignment: {wanted}"
        mend "ghi cột level, hoặc sửa cấp đã ghi" | "fill the column level, or correct the level there";
    VisitConflict "visit-conflict" Error
        what "lần dự của \"{value}\" ngày {day} được ghi cho nhiều cấp (dòng {rows}); tất cả bị từ chối" | "the visit of \"{value}\" on {day} is given to several levels (rows {rows}); all are rejected"
        expected "mỗi lần dự tính cho một cấp" | "one level for a visit"
        mend "trong tệp gốc thì xóa dòng sai; trong tệp rejects thì sửa cho các dòng giống nhau (dòng bị xóa ở đó vẫn còn trong tệp gốc); hoặc chọn dòng đúng trong chibo.toml: copies = [\"visits.csv:18\"]" | "in the file itself delete the wrong one; in a rejects file make the rows alike (one that is deleted there still stands in the original); or choose the right one in chibo.toml: copies = [\"visits.csv:18\"]";
    VisitKinds "visit-kinds" Warning
        what "\"{value}\" ngày {day} dự ở một chi bộ nhiều loại sinh hoạt ({kinds}; dòng {rows}); tính là nhiều lần dự" | "\"{value}\" attended several kinds of meetings of one cell on {day} ({kinds}; rows {rows}); they are counted as several visits"
        expected "một dòng combined, nếu là một buổi kết hợp" | "one row of kind combined, if it was one sitting"
        mend "gộp thành một dòng, nếu là một buổi" | "make it one row, if it was one sitting";
    LineageToItself "lineage-to-itself" Error
        what "chi bộ \"{value}\" được ghi là thành chính nó" | "cell \"{value}\" is said to become itself"
        expected "hai chi bộ khác nhau; một chi bộ giữ nguyên mã thì không cần dòng nào" | "two different cells; one that keeps its code needs no row"
        mend "sửa một trong hai mã, hoặc bỏ dòng" | "correct one of the two codes, or take the row out";
    LineageConflict "lineage-conflict" Error
        what "{value}: các dòng {rows} không thể cùng đúng; tất cả bị từ chối" | "{value}: rows {rows} cannot all be true; all are rejected"
        expected "mỗi chi bộ kết thúc một lần, chi bộ mới bắt đầu một lần; sáp nhập: nhiều chi bộ cũ, một chi bộ mới; chia tách: một chi bộ cũ, nhiều chi bộ mới" | "a cell ends once and a new one begins once; merge: several old cells, one new; split: one old cell, several new"
        mend "sửa ngày, hình thức hoặc mã; hai dòng của cùng một cặp chi bộ thì có thể chọn một bằng copies trong chibo.toml" | "correct date, what or codes; of rows of one pair of cells one can be chosen with copies in chibo.toml";
    LineageDates "lineage-dates" Error
        what "việc ngày {day} đòi chi bộ \"{value}\" tồn tại {wanted}, nhưng cells.csv ghi {given}" | "by the change of {day} cell \"{value}\" exists {wanted}, but cells.csv says {given}"
        expected "chi bộ cũ kết thúc ngày trước đó, chi bộ mới bắt đầu đúng ngày đó" | "the old cell ends on the day before, the new one begins on that day"
        mend "sửa ngày trong lineage.csv, hoặc from, until trong cells.csv (có thể để trống)" | "correct the date in lineage.csv, or from and until in cells.csv (they may stay blank)";
    MergeIntoUndated "merge-into-undated" Note
        what "cells.csv không ghi ngày thành lập (from) của \"{value}\": coi như đã có trước khi sáp nhập ngày {day}, phải họp từ đầu kỳ" | "cells.csv has no first day (from) of \"{value}\": it is taken to have been there before the merger of {day}, and owes its meetings from the start of the period"
        expected "from trong cells.csv, nếu chi bộ mới lập khi sáp nhập" | "from in cells.csv, if the merger made a new cell"
        mend "ghi from là {day}, hoặc để nguyên nếu chi bộ đã có từ trước" | "write {day} as from, or leave it if the cell was there before";
    YearOfGoneCell "year-of-gone-cell" Warning
        what "chi bộ \"{value}\" không còn từ {day} (thành \"{other}\"), số liệu năm của chi bộ này không được tính cho ai" | "cell \"{value}\" is no more from {day} (it became \"{other}\"); its yearly facts count for nobody"
        expected "số liệu năm của chi bộ còn tồn tại cuối năm" | "yearly facts of the cell that exists at the end of the year"
        mend "ghi số liệu năm cho \"{other}\", hoặc bỏ dòng này" | "record the yearly facts under \"{other}\", or take this row out";
    PeriodInvalid "period-invalid" Error
        what "\"{value}\" không phải là một kỳ" | "\"{value}\" is no period"
        expected "một năm, nửa năm, quý hoặc tháng: 2024, 2024-H1, 2024-Q2, 2024-06" | "a year, half-year, quarter or month: 2024, 2024-H1, 2024-Q2, 2024-06"
        mend "sửa kỳ" | "correct the period";
    DecisionLevelUnknown "decision-level-unknown" Error
        what "\"{value}\" không phải là mức nào của {regulation}" | "\"{value}\" is no level of {regulation}"
        expected "{wanted}" | "{wanted}"
        mend "ghi một trong các mức đó (mã, tên hoặc tên tắt)" | "write one of these levels, by id, title or short title";
    DecisionBeforePeriod "decision-before-period" Error
        what "quyết định ký ngày {value}, trước khi kỳ {period} bắt đầu" | "the decision is dated {value}, before the period {period} began"
        expected "từ ngày {day} trở đi" | "{day} or later"
        mend "sửa ngày ký, hoặc kỳ" | "correct the date, or the period";
    DecisionSubject "decision-subject" Error
        what "xếp loại cuối năm là cho một năm, mà kỳ {period} không phải một năm trọn" | "a year-end level is of a year, and the period {period} is not a whole one"
        expected "một năm trong cột period; hoặc meeting-quality (chất lượng sinh hoạt) trong cột subject" | "a year as period; or meeting-quality as subject"
        mend "sửa kỳ, hoặc nội dung quyết định" | "correct the period, or the subject";
    DecisionOfGoneCell "decision-of-gone-cell" Error
        what "chi bộ \"{value}\" không còn từ {day} (thành \"{other}\", {rows}), nên không có mức xếp loại của kỳ {period} để quyết định" | "cell \"{value}\" is no more from {day} (it became \"{other}\", {rows}), so it has no level of {period} to decide on"
        expected "chi bộ còn tồn tại ở cuối kỳ {period}" | "a cell that is there at the end of {period}"
        mend "ghi quyết định cho \"{other}\", sửa lineage.csv, hoặc bỏ dòng này" | "record the decision under \"{other}\", correct lineage.csv, or take this row out";
    DecisionConflict "decision-conflict" Error
        what "{value}: các dòng {rows} cùng quyết định một mức mà không nối thành một chuỗi thay thế nhau; tất cả bị từ chối" | "{value}: rows {rows} decide one level and do not replace one another one by one; all are rejected"
        expected "một quyết định cho một mức; quyết định sau ghi số văn bản mà nó thay thế vào cột supersedes" | "one decision for a level; a later one names in supersedes the document that it replaces"
        mend "ghi supersedes ở quyết định thay thế, hoặc bỏ dòng sai" | "fill supersedes in the decision that replaces the other, or take the wrong row out";
    DecisionSupersedesUnknown "decision-supersedes-unknown" Error
        what "{what}: không có quyết định số \"{value}\" để thay thế" | "{what}: there is no decision \"{value}\" to replace"
        expected "số văn bản của một quyết định về cùng chi bộ, kỳ và nội dung: {wanted}" | "the document of a decision on the same cell, period and subject: {wanted}"
        mend "sửa số văn bản, ghi thêm quyết định cũ, hoặc để trống nếu không thay thế văn bản nào" | "correct the number, add the earlier decision, or leave the field blank where nothing is replaced";
    DecisionSupersededTwice "decision-superseded-twice" Error
        what "{what}: nhiều quyết định cùng thay thế \"{value}\" (dòng {rows}); tất cả bị từ chối" | "{what}: several decisions replace \"{value}\" (rows {rows}); all are rejected"
        expected "mỗi quyết định chỉ bị một quyết định thay thế" | "one decision that replaces another"
        mend "quyết định sau cùng phải thay thế quyết định ngay trước nó" | "let the last one name the one right before it";
    DecisionCircle "decision-circle" Error
        what "{what}: các quyết định thay thế nhau thành vòng: \"{value}\" (dòng {rows})" | "{what}: decisions replace one another in a circle: \"{value}\" (rows {rows})"
        expected "quyết định sau thay thế quyết định trước" | "the later decision replaces the earlier one"
        mend "để trống supersedes ở quyết định đầu tiên" | "leave supersedes blank in the first decision";
    DecisionSupersedesLater "decision-supersedes-later" Error
        what "{what}: quyết định ngày {own} thay thế \"{value}\" ký sau nó, ngày {day}" | "{what}: a decision of {own} replaces \"{value}\", which is later: {day}"
        expected "quyết định thay thế ký cùng ngày hoặc sau quyết định cũ" | "a decision of the same day or later than the one that it replaces"
        mend "sửa ngày ký, hoặc ghi supersedes ở quyết định kia" | "correct the dates, or write supersedes in the other decision";
    DecisionIdle "decision-idle" Warning
        what "{what}: mức quyết định trùng với mức tính được ({value}): quyết định không thay đổi gì" | "{what}: the level decided is the computed one ({value}): the decision decides nothing"
        expected "một mức khác với mức tính được" | "another level than the computed one"
        mend "sửa một trong hai mức, hoặc bỏ dòng" | "correct one of the two levels, or take the row out";
    DecisionStale "decision-stale" Warning
        what "quyết định {document} không còn căn cứ: khi quyết định, mức tính được là \"{value}\", nay là {now}; quyết định không được áp dụng" | "decision {document} is stale: the computed level was \"{value}\" when it was made and is {now} now; it is not applied"
        expected "mức tính được hiện nay: {now}" | "the level computed now: {now}"
        mend "cấp ủy có thẩm quyền xem xét lại và ra quyết định mới thay thế; nếu chỉ ghi nhầm mức tính được thì sửa ô đó" | "let the competent body look again and replace it by a new decision; if the computed level was only mistyped, correct the field";
    AssignmentConflict "assignment-conflict" Error
        what "\"{value}\" cùng lúc có hai chi bộ nơi sinh hoạt, trong đó có \"{own}\" (dòng {rows}); tất cả bị từ chối" | "\"{value}\" has two own cells at once, \"{own}\" among them (rows {rows}); all are rejected"
        expected "mỗi thời gian một chi bộ nơi sinh hoạt" | "one own cell at a time"
        mend "sửa own-cell, hoặc ngày from, until" | "correct own-cell, or from and until";
    TwoLevels "two-levels" Note
        what "\"{value}\" cùng lúc được phân công ở nhiều cấp: {levels} (dòng {rows}); tính riêng từng cấp" | "\"{value}\" is assigned at several levels at once: {levels} (rows {rows}); each is counted by itself"
        expected "cột level trong visits.csv cho biết dự với tư cách cấp nào" | "the column level of visits.csv says at which one a visit was"
        mend "không phải sửa, nếu đúng như vậy" | "nothing, if that is so";
    OwnCellUnknown "own-cell-unknown" Warning
        what "chi bộ nơi sinh hoạt \"{value}\" không có trong cells.csv" | "own cell \"{value}\" is not in cells.csv"
        expected "một mã có trong cells.csv (gần nhất: {near}), hoặc chi bộ ngoài các hồ sơ này" | "a code of cells.csv (nearest: {near}), or a cell outside these records"
        mend "sửa mã, hoặc để trống nếu chi bộ đó ngoài hồ sơ" | "correct the code, or leave it blank if that cell is outside";
    NoVisitsInPeriod "no-visits-in-period" Note
        what "không dòng nào của visits.csv nằm trong kỳ {value}" | "no row of visits.csv lies within {value}"
        expected "số liệu của kỳ đó; hồ sơ có {wanted} dòng ngoài kỳ" | "records of that period; the folder has {wanted} {wanted:row|rows} outside it"
        mend "kiểm tra --period, hoặc period trong chibo.toml" | "check --period, or period in chibo.toml";
    NobodyAssigned "nobody-assigned" Warning
        what "không ai được phân công trong kỳ {value}" | "nobody is assigned in {value}"
        expected "ít nhất một phân công trong kỳ" | "at least one assignment in the period"
        mend "kiểm tra --period và assignments.csv" | "check --period and assignments.csv";
    ConfigValue "config-value" Error
        what "không dùng được giá trị {value}" | "the value {value} cannot be used"
        expected "{wanted}" | "{wanted}"
        mend "sửa giá trị ở chỗ được chỉ" | "mend the value at the place shown";
    QuoteSwallows "quote-swallows" Error
        what "dấu nháy kép mở ở \"{value}\" đã nuốt các dòng sau: ô này có {count} dòng" | "a double quote that opens at \"{value}\" has swallowed the rows after it: the field has {count} lines"
        expected "mỗi ô không chứa cả dòng số liệu khác" | "a field that holds no other rows"
        mend "bỏ dấu nháy kép thừa ở đầu ô và ở cuối" | "take away the stray double quote at the start of the field and the one at its end";
    RowCopies "row-copies" Note
        what "{value} dòng giống hệt dòng khác, chỉ tính một lần (dòng {rows})" | "{value} {value:row is|rows are} the same as another, which is counted once ({value:row|rows} {rows})"
        expected "" | ""
        mend "bỏ dòng thừa nếu muốn" | "drop the copies if you like";
    FilesOverlap "files-overlap" Note
        what "tệp này và {other} cùng có {value} dòng: {same} giống hệt, {differ} khác nhau" | "this file and {other} share {value} {value:row|rows}: {same} the same, {differ} different"
        expected "" | ""
        mend "kiểm tra có gửi hai lần không" | "check whether something was sent twice";
    CellNameUnconfirmed "cell-name-unconfirmed" Error
        what "\"{value}\" không phải mã chi bộ và chưa được xác nhận; có phải cùng một đơn vị với {near}?" | "\"{value}\" is no code of a cell and is not confirmed; is it the same unit as {near}?"
        expected "mã trong cells.csv, hoặc tên đã xác nhận trong chibo.toml" | "a code of cells.csv, or a name confirmed in chibo.toml"
        mend "nếu đúng, ghi trong chibo.toml, tại [names]: \"{value}\" = \"{code}\"" | "if it is, write in chibo.toml, under [names]: \"{value}\" = \"{code}\"";
    NameOfNoCell "name-of-no-cell" Error
        what "[names]: \"{value}\" có mã \"{code}\" mà cells.csv không có" | "[names]: \"{value}\" has the code \"{code}\", which is not in cells.csv"
        expected "{near}" | "{near}"
        mend "sửa mã" | "correct the code";
    NameOfTwoCells "name-of-two-cells" Error
        what "[names]: \"{value}\" vừa là {other} vừa là {code}" | "[names]: \"{value}\" is both {other} and {code}"
        expected "mỗi tên một mã" | "one code for a name"
        mend "bỏ một trong hai" | "drop one of the two";
    ConfigMissingKey "config-missing-key" Error
        what "chibo.toml: thiếu khóa \"{value}\"" | "chibo.toml: the key \"{value}\" is missing"
        expected "{wanted} = …" | "{wanted} = …"
        mend "thêm khóa này" | "add the key";
    ConfigUnknownKey "config-unknown-key" Error
        what "chibo.toml: không có khóa \"{value}\"" | "chibo.toml: there is no key \"{value}\""
        expected "{wanted}" | "{wanted}"
        mend "sửa hoặc bỏ khóa này" | "correct or drop the key";
    PeriodMissing "period-missing" Error
        what "chưa nêu kỳ báo cáo" | "no period is named"
        expected "period trong chibo.toml, hoặc --period 2024" | "period in chibo.toml, or --period 2024"
        mend "thêm period = \"2024\" vào chibo.toml" | "add period = \"2024\" to chibo.toml";
    PeriodNotYear "period-not-year" Error
        what "xếp loại là cho một năm, mà kỳ {value} không phải một năm trọn" | "a classification is for a year, and the period {value} is not a whole one"
        expected "một năm: {wanted}" | "a year: {wanted}"
        mend "nêu --year {wanted}; hoặc sửa period trong chibo.toml" | "name --year {wanted}; or correct period in chibo.toml";
    RulesMissing "rules-missing" Error
        what "chưa nêu quy định: thiếu {value}" | "no regulation is named: {value} is missing"
        expected "rules và year-end trong chibo.toml, hoặc --rules, --year-end" | "rules and year-end in chibo.toml, or --rules, --year-end"
        mend "xem danh mục bằng \"chibo rules\"" | "see \"chibo rules\" for the list";
    RulesTwice "rules-twice" Error
        what "hai quy định được nêu có cùng id \"{value}\"" | "two of the named regulations have the id \"{value}\""
        expected "mỗi id một quy định" | "one regulation for each id"
        mend "bỏ một, hoặc đổi id trong tệp quy định" | "drop one, or change the id in its rule file";
    ReadingUnknown "reading-unknown" Error
        what "không quy định nào của lần chạy này có cách hiểu khác \"{value}\"" | "no regulation of this run has the alternative reading \"{value}\""
        expected "{wanted}" | "{wanted}"
        mend "viết --reading CÁCH_HIỂU=CÁCH_KHÁC; chibo rules show ID nêu các cách hiểu" | "write --reading READING=ALTERNATIVE; chibo rules show ID lists the readings";
    ReadingTwice "reading-twice" Error
        what "chọn hai cách hiểu cho cùng một chỗ \"{value}\": {first} và {second}" | "two alternatives of the reading \"{value}\" are chosen: {first} and {second}"
        expected "mỗi chỗ một cách hiểu" | "one alternative for each reading"
        mend "bỏ --reading {value}={first} hoặc --reading {value}={second}" | "drop --reading {value}={first} or --reading {value}={second}";
    RulesDiffer "rules-differ" Error
        what "các thư mục nêu quy định khác nhau: {value}" | "the folders name different regulations: {value}"
        expected "cùng một danh sách cho một lần chạy" | "one list for a run"
        mend "nêu --{key}, hoặc chạy từng thư mục" | "name --{key}, or run the folders one by one";
    FolderExists "folder-exists" Error
        what "\"{value}\" đã có" | "\"{value}\" is there already"
        expected "tên của một thư mục chưa có" | "the name of a folder that is not there yet"
        mend "nêu tên khác; chương trình không ghi đè" | "name another one; nothing is written over";
    FolderTwice "folder-twice" Error
        what "thư mục hồ sơ \"{value}\" được nêu hai lần" | "the records folder \"{value}\" is named twice"
        expected "mỗi thư mục một lần" | "each folder once"
        mend "bỏ một lần" | "drop one";
    NoRowsInPeriod "no-rows-in-period" Warning
        what "không dòng nào của {table} nằm trong kỳ {value}" | "no row of {table} lies within {value}"
        expected "số liệu của kỳ đó; hồ sơ có {wanted} dòng ngoài kỳ" | "records of that period; the folder has {wanted} {wanted:row|rows} outside it"
        mend "kiểm tra --period, hoặc period trong chibo.toml" | "check --period, or period in chibo.toml";
    RulesScope "rules-scope" Error
        what "{value} không phải quy định loại này" | "{value} is not a regulation of this kind"
        expected "{wanted}" | "{wanted}"
        mend "xem danh mục bằng \"chibo rules\"" | "see \"chibo rules\" for the list";
    YearOutside "year-outside" Error
        what "năm {value} nằm ngoài phạm vi của {regulation}" | "year {value} lies outside {regulation}"
        expected "năm trong phạm vi" | "a year within it"
        mend "nêu --year-end để áp dụng theo yêu cầu" | "name --year-end to have it applied on request";
    LevelsUnmatched "levels-unmatched" Error
        what "{regulation} không có mức \"{value}\" của quy định chấm điểm" | "{regulation} does not know level \"{value}\" of the meeting regulation"
        expected "{wanted}" | "{wanted}"
        mend "chọn hai quy định dùng cùng các mức" | "choose two regulations with the same levels";
    PeriodLevelUnknown "period-level-unknown" Error
        what "{regulation} xếp mức của cả năm nhưng không có mức \"{value}\" của {other}; {count} chi bộ không có mức của năm" | "{regulation} gives the level of the year but does not know level \"{value}\" of {other}; {count} {count:cell has|cells have} no level of the year"
        expected "{wanted}" | "{wanted}"
        mend "dùng cùng id cho các mức, hoặc ghi [transition] year vào tệp quy định mới" | "give the levels one id, or write [transition] year into the newer rule file";
    CellNotFound "cell-not-found" Error
        what "không có chi bộ \"{value}\"" | "there is no cell \"{value}\""
        expected "một mã có trong cells.csv (gần nhất: {near})" | "a code of cells.csv (nearest: {near})"
        mend "xem mã trong cells.csv" | "see the codes in cells.csv";
    MeetingNotFound "meeting-not-found" Error
        what "chi bộ {cell} không có buổi sinh hoạt nào ngày {value}" | "cell {cell} has no meeting on {value}"
        expected "{wanted}" | "{wanted}"
        mend "xem các ngày họp bằng chibo explain không có --date" | "see the days with chibo explain without --date";
    PeriodsDiffer "periods-differ" Error
        what "hồ sơ để so sánh là của kỳ {value}, không phải kỳ {wanted}" | "the other records are of {value}, not of {wanted}"
        expected "hai hồ sơ của cùng một kỳ" | "two records of the same time"
        mend "nêu hồ sơ của kỳ {wanted}, hoặc nêu --period chung cho cả hai" | "name records of {wanted}, or a --period for both";
    NoCommonCell "no-common-cell" Error
        what "hai hồ sơ không có chi bộ nào chung: {value} mã ở hồ sơ này, {wanted} mã ở hồ sơ kia" | "the two records have no cell in common: {value} {value:code|codes} here, {wanted} there"
        expected "ít nhất một mã chi bộ có trong cả hai hồ sơ" | "at least one code that stands in both"
        mend "nêu hồ sơ khác của cùng các chi bộ, hoặc sửa mã trong cells.csv cho thống nhất" | "name other records of the same cells, or give the cells the same codes in cells.csv";
    SetUnreadable "set-unreadable" Error
        what "không hiểu --set \"{value}\"" | "--set \"{value}\" cannot be understood"
        expected "{wanted}" | "{wanted}"
        mend "viết MÃ@NGÀY/LOẠI:dữ_kiện=giá_trị cho một buổi, MÃ@NĂM:dữ_kiện=giá_trị cho cả năm, cách nhau bằng dấu phẩy" | "write CODE@DATE/KIND:fact=value for a meeting, CODE@YEAR:fact=value for a year, with commas between";
    SetNotFound "set-not-found" Error
        what "--set \"{value}\": hồ sơ không có buổi này, hoặc không có số liệu năm này của chi bộ, hoặc dòng đó bị loại" | "--set \"{value}\": the records have no such meeting, or nothing of that year of the cell, or the row was rejected"
        expected "một buổi đã họp trong kỳ, hoặc một dòng của year.csv" | "a meeting that was held in the period, or a row of year.csv"
        mend "xem các buổi bằng chibo score --by meeting" | "see the meetings with chibo score --by meeting";
    QuotaNotFound "quota-not-found" Error
        what "không có chỉ tiêu hoặc nhóm \"{value}\" trong {regulation}" | "there is no quota or group \"{value}\" in {regulation}"
        expected "{wanted}" | "{wanted}"
        mend "nêu một trong các chỉ tiêu đó: --quota ID hoặc --quota ID:NHÓM" | "name one of them: --quota ID or --quota ID:GROUP";
    OutputUnwritable "output-unwritable" Error
        what "không ghi được \"{value}\"; lý do: {cause}" | "\"{value}\" cannot be written; the reason: {cause}"
        expected "một đường dẫn ghi được, trong thư mục đã có" | "a path that can be written, in a folder that is there"
        mend "kiểm tra quyền ghi và chỗ trống, hoặc nêu đường dẫn khác" | "check permissions and space, or name another path";
    // --------------------------------------------------------- receipts
    ReceiptUnreadable "receipt-unreadable" Error
        what "không đọc được phiếu xác nhận, ở: {value}" | "the receipt cannot be read, at: {value}"
        expected "{wanted}" | "{wanted}"
        mend "dùng đúng tệp mà --receipt đã ghi" | "take the very file that --receipt wrote";
    ReceiptHash "receipt-hash" Error
        what "phiếu xác nhận đã bị sửa: {cause}; mã SHA-256 ghi trong phiếu là {value}" | "the receipt was edited: {cause}; its own SHA-256 is given as {value}"
        expected "{wanted}, tính lại từ phiếu" | "{wanted}, worked out anew"
        mend "dùng bản gốc của phiếu; một phiếu đã sửa không chứng minh được gì" | "take the receipt as it was written; an edited one proves nothing";
    SemanticsDiffer "semantics-differ" Error
        what "phiếu do chibo {other} lập theo cách tính số {value}, nên không so được từng byte" | "the receipt was made by chibo {other} with semantics {value}, so results cannot be compared byte for byte"
        expected "cách tính số {wanted}, của chương trình này" | "semantics {wanted}, that of this program"
        mend "kiểm chứng bằng chibo {other}" | "verify with chibo {other}";
    InputMissing "input-missing" Error
        what "thiếu tệp đầu vào \"{value}\" của phiếu xác nhận" | "input \"{value}\" of the receipt is missing"
        expected "tệp có SHA-256 {wanted}" | "a file with SHA-256 {wanted}"
        mend "đặt lại tệp, hoặc nêu thư mục đã chạy lệnh: --from THƯ_MỤC" | "put the file back, or name the folder where the command was run: --from FOLDER";
    InputChanged "input-changed" Warning
        what "tệp đầu vào \"{value}\" không còn như khi lập phiếu: SHA-256 nay là {other}" | "input \"{value}\" is not what it was when the receipt was made: its SHA-256 now is {other}"
        expected "SHA-256 {wanted}" | "SHA-256 {wanted}"
        mend "xem ai đã sửa và vì sao; kết quả mới cần một phiếu mới" | "see who changed it and why; a new result needs a receipt of its own";
    InputAdded "input-added" Warning
        what "lần chạy lại đọc thêm tệp đầu vào \"{value}\" không có trong phiếu xác nhận: SHA-256 {other}" | "input \"{value}\" is none of those of the receipt: SHA-256 {other}"
        expected "chỉ những tệp có trong phiếu" | "only the files of the receipt"
        mend "xem ai đã thêm và vì sao; kết quả mới cần một phiếu mới" | "see who added it and why; a new result needs a receipt of its own";
    InputUnread "input-unread" Warning
        what "tệp đầu vào \"{value}\" của phiếu xác nhận vẫn còn, nhưng lần chạy lại không đọc tệp này nữa" | "input \"{value}\" of the receipt is there, but no longer read"
        expected "được đọc như khi lập phiếu, với SHA-256 {wanted}" | "that it is read as when the receipt was made, with SHA-256 {wanted}"
        mend "xem tệp đầu vào nào khác đã đổi (thường là chibo.toml hoặc một tệp quy định) khiến tệp này không còn được nêu" | "see which other input changed so that it is not named any more: mostly chibo.toml or a rule file";
    InputAbsolute "input-absolute" Error
        what "tệp đầu vào \"{value}\" được nêu bằng đường dẫn tuyệt đối, mà phiếu xác nhận chỉ giữ đường dẫn tính từ thư mục chạy lệnh" | "input \"{value}\" is named by an absolute path, and a receipt holds only paths from the folder where the command is run"
        expected "đường dẫn tính từ thư mục có chibo.toml" | "a path from the folder of chibo.toml"
        mend "sửa đường dẫn trong chibo.toml (path, rules, year-end, visit-rules)" | "correct the path in chibo.toml: path, rules, year-end, visit-rules";
    InputInFlux "input-in-flux" Error
        what "tệp đầu vào \"{value}\" đã thay đổi trong khi chạy, nên không lập phiếu hay kiểm chứng được" | "input \"{value}\" changed while the command ran, so no receipt can be made or verified"
        expected "tệp giữ nguyên từ đầu đến cuối lần chạy, và kết quả không ghi đè lên tệp đầu vào" | "a file that stays as it is from the start of the run to its end, and no result written over an input"
        mend "đóng các chương trình đang ghi tệp rồi chạy lại" | "close what writes to the file, and run again";
    // ----------------------------------------------------- worked cases
    CasesMissing "cases-missing" Error
        what "không có tệp {value}" | "there is no file {value}"
        expected "cases.toml bên cạnh regulation.toml" | "cases.toml beside regulation.toml"
        mend "viết các ví dụ; xem docs/rule-format.md" | "write worked cases; see docs/rule-format.md";
    CaseKind "case-kind" Error
        what "{entry}: có {value}" | "{entry}: has {value}"
        expected "đúng một trong: {wanted}" | "exactly one of: {wanted}"
        mend "giữ một loại; loại nào được dùng là theo scope của quy định" | "keep one kind; which ones may stand goes by the scope of the regulation";
    CasePeriod "case-period" Error
        what "{entry}: quy định xếp mức cho nhiều kỳ ({value}), ví dụ không nói là kỳ nào" | "{entry}: the regulation has rules for several periods ({value}), and the case does not say for which it is"
        expected "{wanted}" | "{wanted}"
        mend "ghi of trong period" | "write of in period";
    CaseMeetings "case-meetings" Error
        what "{entry}: có {value}" | "{entry}: has {value}"
        expected "một trong: {wanted}" | "one of: {wanted}"
        mend "đếm các buổi theo mức, hoặc nêu từng buổi với điểm hoặc mức" | "count the meetings by level, or tell each with its points or its level";
    CaseUnknown "case-unknown" Error
        what "{entry}: quy định không có \"{value}\"" | "{entry}: the regulation has no \"{value}\""
        expected "{near}" | "{near}"
        mend "sửa tên theo regulation.toml hoặc facts.toml" | "correct the name as regulation.toml or facts.toml has it";
    CaseFacts "case-facts" Error
        what "{entry}: {what} = {value}, nhiều hơn {of} ({most})" | "{entry}: {what} = {value}, more than {of} ({most})"
        expected "nhiều nhất {most}" | "at most {most}"
        mend "sửa số liệu; hồ sơ như vậy sẽ bị loại" | "correct the facts; such a record would be rejected";
    CaseExpectsNothing "case-expects-nothing" Error
        what "{entry}: không nêu kết quả phải có" | "{entry}: names no result"
        expected "{wanted}" | "{wanted}"
        mend "nêu ít nhất một kết quả trong expect" | "name at least one result in expect";
    CaseFailed "case-failed" Error
        what "{case}: {of} phải là {value}, nhưng tính ra {found}" | "{case}: {of} should be {value}, but {found} came out"
        expected "{value}" | "{value}"
        mend "sửa regulation.toml; hoặc sửa ví dụ nếu tính tay sai" | "mend regulation.toml; or the case, where it was worked out wrongly";
    CoverageLow "coverage-low" Warning
        what "các ví dụ mới chạm tới {value} phần của quy định" | "the cases reach {value} parts of the regulation"
        expected "ít nhất {least} %" | "at least {least} %"
        mend "thêm ví dụ cho các phần trong bảng not-reached, hoặc đổi --least" | "add cases for the parts in table not-reached, or change --least";
    // ------------------------------------------------------- rule files
    TomlSyntax "toml-syntax" Error
        what "sai cú pháp TOML; bộ đọc báo: {message}" | "TOML syntax; the reader says: {message}"
        expected "TOML 1.0: khóa = giá trị; văn bản nằm giữa hai dấu nháy kép, danh sách giữa [ và ]" | "TOML 1.0: key = value; a text between two double quotes, a list between [ and ]"
        mend "sửa chỗ được chỉ, hoặc dòng ngay trên đó" | "mend the place shown, or the line right above it";
    RuleNotFound "rule-not-found" Error
        what "không có quy định \"{value}\"" | "there is no regulation \"{value}\""
        expected "một ID có sẵn (gần nhất: {near}) hoặc đường dẫn tới thư mục quy định" | "a shipped id (nearest: {near}) or the path of a rule folder"
        mend "xem danh mục bằng \"chibo rules\", hoặc nêu một thư mục" | "see \"chibo rules\", or name a folder";
    RuleMissingKey "rule-missing-key" Error
        what "{entry}: thiếu khóa \"{key}\"" | "{entry}: key \"{key}\" is missing"
        expected "{key} = …" | "{key} = …"
        mend "xem docs/rule-format.md" | "see docs/rule-format.md";
    AlternativeEmpty "alternative-empty" Error
        what "{entry}: change không đổi gì" | "{entry}: change changes nothing"
        expected "id của mục và các khóa được đổi" | "ids of entries and the keys that change"
        mend "ghi các khóa được đổi, hoặc bỏ cách hiểu khác này" | "write the keys that change, or drop the alternative";
    AlternativeIdentity "alternative-identity" Error
        what "{entry}: cách hiểu khác không được đổi [{value}]" | "{entry}: an alternative cannot change [{value}]"
        expected "các mục khác của quy định" | "other tables of the regulation"
        mend "bỏ khóa này; quy định có hiệu lực khi nào, tên gì thì không tùy cách hiểu" | "drop the key; what a regulation is called and when it is in force is no matter of reading";
    RuleUnknownKey "rule-unknown-key" Error
        what "{entry}: không có khóa \"{value}\"" | "{entry}: there is no key \"{value}\""
        expected "{near}" | "{near}"
        mend "sửa hoặc bỏ khóa này" | "correct or drop the key";
    RuleValue "rule-value" Error
        what "không dùng được giá trị {value}" | "the value {value} cannot be used"
        expected "{wanted}" | "{wanted}"
        mend "sửa giá trị" | "correct the value";
    ExtendsCircle "extends-circle" Error
        what "văn bản nêu ở extends dẫn trở lại chính nó: {other}" | "the texts extend each other in a circle: {other}"
        expected "văn bản bên dưới: một quy định khác, không dựa trên văn bản này" | "another regulation, which does not rest on this one"
        mend "sửa extends = \"{value}\", hoặc bỏ extends nếu đây là văn bản đầy đủ" | "correct extends = \"{value}\", or drop extends where this is a whole text";
    ExtendsScope "extends-scope" Error
        what "scope = \"{value}\", nhưng văn bản nêu ở extends có scope = \"{other}\"" | "scope = \"{value}\", yet the text that it extends has scope = \"{other}\""
        expected "scope = \"{other}\", hoặc không ghi scope" | "scope = \"{other}\", or no scope"
        mend "bỏ scope, hoặc nêu đúng văn bản ở extends" | "drop scope, or name the right text in extends";
    RuleNotBelow "rule-not-below" Error
        what "không có {entry} \"{value}\" để sửa, và để thêm mới thì thiếu khóa \"{key}\"" | "there is no {entry} \"{value}\" to change, and for a new one key \"{key}\" is missing"
        expected "một mục đã có (gần nhất: {near}), hoặc một mục mới đủ các khóa" | "one that is there (nearest: {near}), or a new one with all its keys"
        mend "sửa id, hoặc viết đủ mục mới" | "correct the id, or write the new entry in full";
    RuleNotThere "rule-not-there" Error
        what "không có {entry} \"{value}\" để bỏ" | "there is no {entry} \"{value}\" to take away"
        expected "một mục đã có (gần nhất: {near})" | "one that is there (nearest: {near})"
        mend "sửa id, hoặc bỏ mục này" | "correct the id, or drop the entry";
    RuleRemoved "rule-removed" Error
        what "{entry} \"{id}\" bị bỏ (remove), nhưng còn ghi khóa \"{value}\"" | "{entry} \"{id}\" is taken away, yet has the key \"{value}\""
        expected "remove = true, có thể kèm cite" | "remove = true, with cite at most"
        mend "bỏ khóa này, hoặc bỏ remove; mục thay thế viết riêng sau đó" | "drop the key, or drop remove; write a replacement after it as an entry of its own";
    RulePoints "rule-points" Error
        what "{value} không phải số điểm" | "{value} is not an amount of points"
        expected "{key}: từ 0 trở lên, nhiều nhất ba chữ số thập phân, như 2.5" | "{key}: 0 or more, at most three decimals, such as 2.5"
        mend "sửa số; điểm bị trừ cũng ghi không dấu, chỉ each có thể nhỏ hơn 0" | "correct the figure; points taken away have no sign either, only each may be less than 0";
    RuleUncited "rule-uncited" Error
        what "{entry}: không dẫn điều khoản" | "{entry}: no clause is cited"
        expected "cite = \"nguồn: Điều …\" ở đây hoặc ở mục bao ngoài" | "cite = \"source: Điều …\" here or in the entry around it"
        mend "thêm cite" | "add cite";
    RuleCitation "rule-citation" Error
        what "dẫn nguồn \"{value}\" chưa khai báo" | "the cited source \"{value}\" is not declared"
        expected "{near}" | "{near}"
        mend "thêm [sources.{value}], hoặc sửa cite" | "add [sources.{value}], or correct cite";
    RuleUnknownReading "rule-unknown-reading" Error
        what "cách hiểu \"{value}\" chưa khai báo" | "the reading \"{value}\" is not declared"
        expected "{near}" | "{near}"
        mend "thêm [[reading]], hoặc sửa id" | "add a [[reading]], or correct the id";
    RuleSum "rule-sum" Error
        what "{entry}: tối đa {value}, nhưng các phần cộng lại {sum}" | "{entry}: the maximum is {value}, but its parts add up to {sum}"
        expected "hai số bằng nhau" | "two equal figures"
        mend "sửa max, hoặc điểm của một phần" | "correct max, or the points of a part";
    RuleDuplicate "rule-duplicate" Error
        what "\"{value}\" có hai lần" | "\"{value}\" stands twice"
        expected "mỗi id một lần" | "each id once"
        mend "đổi tên hoặc bỏ một chỗ" | "rename or drop one";
    RuleOverMax "rule-over-max" Error
        what "{value} điểm, quá điểm tối đa {max} của tiêu chí" | "{value} points, over the leaf's maximum {max}"
        expected "nhiều nhất {max}" | "at most {max}"
        mend "sửa một trong hai số" | "correct one of the two figures";
    RuleLeafKind "rule-leaf-kind" Error
        what "{entry}: có \"{value}\"" | "{entry}: has \"{value}\""
        expected "đúng một trong: {wanted}" | "exactly one of: {wanted}"
        mend "giữ một loại" | "keep one kind";
    RuleGap "rule-gap" Error
        what "{entry}: không hàng nào ứng với {value}" | "{entry}: no row for {value}"
        expected "các hàng phủ kín, không hở" | "rows without a gap"
        mend "thêm hàng; nếu văn bản bỏ trống thì ghi reading = \"…\"" | "add a row; where the text is silent, with reading = \"…\"";
    RuleOverlap "rule-overlap" Error
        what "{entry}: hai hàng cùng nhận {value}" | "{entry}: two rows take {value}"
        expected "các hàng không chồng nhau" | "rows that do not overlap"
        mend "sửa một đầu khoảng; nếu văn bản mâu thuẫn thì ghi reading = \"…\"" | "correct one end; where the text contradicts itself, with reading = \"…\"";
    RuleNever "rule-never" Error
        what "{entry}: không bao giờ đúng, dù số liệu thế nào: {value}" | "{entry}: never holds, whatever is recorded: {value}"
        expected "một điều kiện có lúc đúng, có lúc không{range}" | "a condition that can hold and can fail{range}"
        mend "sửa số, dấu so sánh hoặc tên; hoặc bỏ mục này" | "correct the figure, the operator or the name; or drop the entry";
    RuleAlways "rule-always" Error
        what "{entry}: luôn luôn đúng, dù số liệu thế nào: {value}" | "{entry}: always holds, whatever is recorded: {value}"
        expected "một điều kiện có lúc đúng, có lúc không{range}" | "a condition that can hold and can fail{range}"
        mend "sửa số, dấu so sánh hoặc tên; hoặc bỏ điều kiện" | "correct the figure, the operator or the name; or drop the condition";
    RuleShadowed "rule-shadowed" Error
        what "{entry}: không bao giờ đến lượt, vì những gì xét trước đã nhận hết: {value}" | "{entry}: its turn never comes, since what is asked before takes every case: {value}"
        expected "một trường hợp còn lại cho mục này" | "a case that is left for it"
        mend "đổi thứ tự, thu hẹp mục đứng trước, hoặc bỏ mục này" | "change the order, narrow what stands before, or drop it";
    RuleNoOtherwise "rule-no-otherwise" Warning
        what "không còn mức nào khi mức cuối \"{value}\" cũng không đạt" | "no level is left where the last one, \"{value}\", is not reached either"
        expected "một mức cuối không có điều kiện" | "a last level without conditions"
        mend "bỏ điều kiện của mức cuối, hoặc thêm một mức sau nó" | "drop the conditions of the last level, or add a level after it";
    RulePeriodOtherwise "rule-period-otherwise" Error
        what "mức cuối của [[period]], \"{value}\", có điều kiện: khi không điều kiện nào thỏa thì không còn mức nào" | "the last level of the period, \"{value}\", has a condition: where no condition holds there is no level"
        expected "một [[period.level]] cuối không có when, cho mọi trường hợp còn lại" | "a last [[period.level]] without when, for all other cases"
        mend "bỏ when của mức cuối, hoặc thêm một mức cuối không có when" | "drop the when of the last level, or add a last level without one";
    RulePeriodNoWhen "rule-period-no-when" Error
        what "mức \"{value}\" của [[period]] không có điều kiện, nên các mức sau nó không bao giờ được xét" | "level \"{value}\" of the period has no condition, so those after it are never asked"
        expected "when = …; chỉ mức cuối không có when" | "when = …; only the last level has none"
        mend "thêm when, hoặc đưa mức này xuống cuối" | "add a when, or put this level last";
    RuleNoEffect "rule-no-effect" Error
        what "{entry}: không thay đổi gì, vì \"{value}\" là mức tốt nhất" | "{entry}: changes nothing, since \"{value}\" is the best level"
        expected "at-most = một mức thấp hơn" | "at-most = a lower level"
        mend "sửa id của mức" | "correct the id of the level";
    RuleNothingLeft "rule-nothing-left" Error
        what "{entry}: mọi tiêu chí đều chia lại khi {value}, nên không còn tiêu chí nào để nhận điểm và phiếu không có tổng điểm" | "{entry}: all its leaves are redistributed where {value}, so that none is left to take the points and the form has no total"
        expected "ít nhất một tiêu chí của nhóm vẫn được chấm; hoặc then = \"rescale\"" | "at least one leaf of the group that is still scored; or then = \"rescale\""
        mend "dùng rescale để chia cho cả phiếu, hoặc drop, full" | "use rescale to spread the points over the form, or drop, full";
    RuleUndecided "rule-undecided" Error
        what "{entry}: hỏi tiêu chí \"{value}\" cả khi tiêu chí đó không có điểm ({place}), nên mức để ngỏ" | "{entry}: asks for leaf \"{value}\" also where it has no points ({place}), so that the level stays open"
        expected "một điều kiện xét được ở mọi phiếu: kind = … and …" | "a condition that can be told on every sheet: kind = … and …"
        mend "thêm điều kiện về loại sinh hoạt, hoặc dùng full(…)" | "add a condition on the kind of meeting, or use full(…)";
    RuleMaxUnreached "rule-max-unreached" Warning
        what "{entry}: không hàng nào cho điểm tối đa {max}; nhiều nhất là {value}" | "{entry}: nothing gives its maximum of {max}; the most is {value}"
        expected "một hàng cho {max} điểm" | "a row that gives {max}"
        mend "sửa điểm của một hàng, bước điểm hoặc max" | "correct the points of a row, the step or max";
    RulePointsOrder "rule-points-order" Warning
        what "{entry}: điểm lúc tăng lúc giảm; hàng {value} điểm trái chiều các hàng khác" | "{entry}: points rise and fall; the row of {value} goes against the others"
        expected "điểm cùng tăng hoặc cùng giảm theo đại lượng" | "points that only rise or only fall along the measure"
        mend "kiểm tra xem có hai hàng bị đổi chỗ điểm không; nếu văn bản viết vậy thì ghi reading = \"…\" ở hàng đó" | "see whether two rows have their points exchanged; where the text has it so, with reading = \"…\" at the row";
    RuleCopied "rule-copied" Warning
        what "{entry}: hỏi đúng điều đã hỏi ở {other}: {value}" | "{entry}: asks what {other} asks already: {value}"
        expected "mỗi điều hỏi một lần" | "each asked once"
        mend "sửa mục chép lại, hoặc bỏ đi" | "correct the copy, or drop it";
    RuleOffStep "rule-off-step" Warning
        what "{entry}: {value}: đại lượng chỉ nhận các bội của {step}, không bao giờ bằng số này" | "{entry}: {value}: the measure comes in steps of {step} and never equals the figure"
        expected "một bội của {step}" | "a multiple of {step}"
        mend "viết số mà đại lượng có thể bằng" | "write a figure that the measure can equal";
    RuleSmallPercent "rule-small-percent" Warning
        what "{entry}: {value}: dưới 1 %" | "{entry}: {value}: less than 1 %"
        expected "một số phần trăm, ví dụ 90%" | "a figure in percent, such as 90%"
        mend "0.9 của toàn bộ viết là 90%" | "0.9 of the whole is written 90%";
    RulePhrase "rule-phrase" Error
        what "lời văn \"{value}\" nói {said}, nhưng mục này ghi {entry}" | "the words \"{value}\" say {said}, but the entry has {entry}"
        expected "{said}" | "{said}"
        mend "sửa số hoặc dấu so sánh theo lời văn (trên là >, từ … trở lên là >=); nếu hiểu khác lời văn thì ghi reading = \"…\"" | "make figure and operator say what the words say (trên is >, từ … trở lên is >=); where it is read otherwise, with reading = \"…\"";
    RulePhraseUnread "rule-phrase-unread" Warning
        what "không đọc được lời văn \"{value}\", nên không so được với mục này" | "the words \"{value}\" cannot be read, so they were not compared with the entry"
        expected "một số với trên, từ … trở lên, dưới, không quá, đến, đúng …" | "a figure with trên, từ … trở lên, dưới, không quá, đến, đúng …"
        mend "chép đúng câu có con số; lời văn không có số thì ghi vào title" | "copy the words around the figure; words without a figure go into title";
    RuleLevelOrder "rule-level-order" Error
        what "mức \"{value}\" đứng sau \"{other}\" nhưng không thấp hơn" | "level \"{value}\" stands after \"{other}\" but is not lower"
        expected "mức tốt nhất đứng đầu" | "the best level first"
        mend "sắp lại thứ tự" | "put them in order";
    RuleQuotaOrder "rule-quota-order" Error
        what "chỉ tiêu \"{value}\" đứng sau \"{other}\" nhưng xét trong nhóm nhỏ hơn của cùng mức" | "quota \"{value}\" stands after \"{other}\" but looks at smaller groups of the same level"
        expected "chỉ tiêu của nhóm nhỏ trước, của nhóm lớn sau" | "the quota of the smaller groups first, that of the larger ones after it"
        mend "đổi thứ tự hai chỉ tiêu" | "put them in order";
    RuleUnknownLevel "rule-unknown-level" Error
        what "không có mức \"{value}\"" | "there is no level \"{value}\""
        expected "{near}" | "{near}"
        mend "sửa id của mức" | "correct the id of the level";
    RuleUnused "rule-unused" Error
        what "\"{value}\" không được mục nào dùng" | "nothing uses \"{value}\""
        expected "một mục dẫn đến nó" | "an entry that refers to it"
        mend "bỏ đi, hoặc dẫn đến nó (cite, reading; với reading chung: covers)" | "drop it, or refer to it (cite, reading; for a general reading: covers)";
    RuleNoHalves "rule-no-halves" Error
        what "{entry}: \"{value}\" hỏi hai nửa của kỳ, mà kỳ of = \"{of}\" không chia được thành hai nửa tròn tháng" | "{entry}: \"{value}\" asks for the halves of the period, but of = \"{of}\" does not fall into two halves of whole months"
        expected "kỳ of = \"half\" hoặc \"year\"" | "of = \"half\" or \"year\""
        mend "dùng mean, hoặc sửa of" | "use mean, or correct of";
    RuleManyMeetings "rule-many-meetings" Warning
        what "{entry}: \"{value}\" cần hơn {max} buổi trong kỳ, tức hơn mỗi tháng một buổi mỗi loại" | "{entry}: \"{value}\" asks for more than {max} meetings in the period, more than one of a kind a month"
        expected "nhiều nhất {max} buổi" | "at most {max} meetings"
        mend "xem lại số buổi, hoặc kỳ mà of nêu" | "look at the number of meetings, or at the stretch that of names";
    RuleMissingAsBest "rule-missing-as-best" Warning
        what "{entry}: buổi thiếu được tính vào mức tốt nhất, \"{value}\"" | "{entry}: a meeting that is missing counts as the best level, \"{value}\""
        expected "một mức thấp hơn, hoặc bỏ khóa này để không tính buổi đó" | "a lower level, or no such key, so that the meeting does not count"
        mend "kiểm tra lại văn bản" | "look at the text again";
    RuleIdle "rule-idle" Warning
        what "không điều kiện, tiêu chí hay mức nào hỏi đến \"{value}\"" | "no condition, leaf or level asks for \"{value}\""
        expected "một biểu thức dùng đến nó" | "an expression that uses it"
        mend "kiểm tra xem có quên một điều kiện không; không thì bỏ đi" | "see whether a condition was forgotten; otherwise drop it";
    RuleCycle "rule-cycle" Error
        what "đại lượng \"{value}\" tự định nghĩa vòng quanh: {other}" | "measure \"{value}\" is defined in a circle: {other}"
        expected "không vòng" | "no circle"
        mend "viết một đại lượng theo dữ kiện" | "write one of them in terms of facts";
    ExprSyntax "expr-syntax" Error
        what "sai cú pháp biểu thức ở: {value}" | "the expression breaks off at: {value}"
        expected "{wanted}" | "{wanted}"
        mend "sửa biểu thức" | "mend the expression";
    ExprUnknown "expr-unknown" Error
        what "biểu thức không biết \"{value}\"" | "the expression does not know \"{value}\""
        expected "một tên đã khai báo (gần nhất: {near})" | "a declared name (nearest: {near})"
        mend "dùng tên dữ kiện (bảng trong docs/records-format.md), đại lượng hoặc tiêu chí đã khai báo" | "use a fact (the tables of docs/records-format.md name them), or a declared measure or leaf";
    ExprUnits "expr-units" Error
        what "\"{value}\": không đi cùng nhau được: {left} và {right}" | "\"{value}\": {left} and {right} do not go together"
        expected "cùng một đơn vị; phần trăm viết 85%" | "one unit; percent is written 85%"
        mend "sửa đơn vị" | "correct the units";
    ExprPercent "expr-percent" Error
        what "\"{value}\": một tỷ lệ so với số {figure}, tức là {figure} lần" | "\"{value}\": a share is compared with the figure {figure}, that is {figure} times the whole"
        expected "{figure}%" | "{figure}%"
        mend "viết {figure}%" | "write {figure}%";
    ExprUnquoted "expr-unquoted" Error
        what "\"{value}\" là tên của một dữ kiện hay đại lượng ({found}), nên không được hiểu là một từ của {scale}" | "\"{value}\" is the name of a fact or measure ({found}), so it is not read as a word of {scale}"
        expected "'{value}'" | "'{value}'"
        mend "đặt từ trong dấu nháy đơn" | "put the word in single quotes";
    ExprWanted "expr-wanted" Error
        what "\"{value}\" là {found}, không dùng được ở đây" | "\"{value}\" is {found}, which cannot stand here"
        expected "{wanted}" | "{wanted}"
        mend "sửa biểu thức" | "mend the expression";
    ExprNoDay "expr-no-day" Error
        what "\"{value}\": không có ngày {day}" | "\"{value}\": there is no day {day}"
        expected "{wanted}" | "{wanted}"
        mend "sửa ngày" | "correct the day";
}
