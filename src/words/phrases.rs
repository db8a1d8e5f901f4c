//! Labels and sentences of results.

macro_rules! words {
    ($($name:ident $vi:literal | $en:literal;)*) => {
        /// A label or sentence; `{name}` places take values.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Word { $($name),* }

        impl Word {
            /// Every phrase.
            #[cfg(test)]
            pub(super) const ALL: &'static [Word] = &[$(Word::$name),*];

            /// Vietnamese, English.
            pub fn pair(self) -> (&'static str, &'static str) {
                match self { $(Word::$name => ($vi, $en)),* }
            }

            /// In one language.
            pub fn text(self, lang: super::Lang) -> &'static str {
                lang.pick(self.pair())
            }
        }
    };
}

words! {
    // ------------------------------------------------------- headings
    Cell "Chi bộ" | "Cell";
    Cells "Số chi bộ" | "Cells";
    CellCode "Mã" | "Code";
    CellType "Loại hình" | "Type";
    Committee "Cấp ủy cấp trên" | "Committee";
    AllCells "Tất cả chi bộ" | "All cells";
    ByCell "Theo chi bộ" | "By cell";
    ByMeeting "Theo buổi sinh hoạt" | "By meeting";
    Date "Ngày" | "Date";
    Kind "Loại" | "Kind";
    Meetings "Số buổi" | "Meetings";
    MeetingOf "Sinh hoạt ngày" | "Meeting of";
    Level "Mức" | "Level";
    TotalPoints "Điểm" | "Points";
    Total "Tổng điểm" | "Total";
    Max "Tối đa" | "Max";
    Leaf "Tiêu chí" | "Leaf";
    Title "Tên" | "Title";
    Lost "Điểm trừ và lý do" | "Lost points and why";
    LostMost "Mất điểm nhiều nhất" | "Lost most";
    Scored "Buổi chấm" | "Scored";
    Mean "TB cộng*" | "Mean*";
    MeetingsCounted "buổi được tính" | "meetings counted";
    NoSheet "quy định không có phiếu chấm cho loại này" | "the regulation has no score sheet for this kind";
    MeanStatistic "Trung bình cộng (chỉ là thống kê, không dùng để xếp mức)" | "Mean (a statistic only; no level follows from it)";
    Lowest "Thấp nhất" | "Lowest";
    MissingColumn "Thiếu" | "Missing";
    PeriodLevel "Mức của kỳ" | "Level of period";
    OpenMeetings "Số buổi" | "Meetings";
    Attendance "Tỷ lệ dự" | "Attendance";
    Attending "Lượt dự" | "Attending";
    Expected "Lượt phải dự" | "Expected";
    Regular "Thường kỳ" | "Regular";
    Thematic "Chuyên đề" | "Thematic";
    Together "Chung" | "Together";
    MemberStatus "Trạng thái" | "Status";
    Statuses "Ai được tính, ai không, theo điều nào" | "Who counts, who does not, by which clause";
    Times "Lượt" | "Times";
    Side "Vị trí" | "Side";
    SideAttending "tử số" | "attending";
    SideExpected "mẫu số" | "expected";
    SideLeftOut "không tính" | "left out";
    Clause "Căn cứ" | "Clause";
    Standing "Độ tin cậy" | "Standing";
    StandingText "văn bản" | "text";
    StandingRestated "thuật lại" | "restated";
    StandingAssumed "giả định" | "assumed";
    Item "Mục" | "Item";
    Value "Giá trị" | "Value";
    Tree "Diễn giải" | "Explanation";
    // --------------------------------------------------------- states
    Yes "có" | "yes";
    No "không" | "no";
    NotHeld "không họp" | "not held";
    NotScored "đã họp, chưa chấm" | "held, not scored";
    NoBase "không có cơ sở tính" | "no base";
    NotRecorded "không ghi" | "not recorded";
    Given "có ghi" | "given";
    Provisional "tạm" | "prov.";
    OpenLevel "chưa xác định được" | "cannot be told";
    ShortNotHeld "không họp" | "not held";
    ShortNotScored "chưa chấm" | "not scored";
    ShortNotReceived "chưa nhận" | "not received";
    ShortOpen "chưa tính được" | "open";
    ShortRejected "dòng lỗi" | "rejected";
    KnownOf "{known} trên {of} điểm chấm được" | "{known} of {of} known";
    LostEntry "{leaf} −{points} ({count} buổi)" | "{leaf} −{points} ({count} ×)";
    NotComparable "Tiêu chí không so sánh được: thiếu dữ kiện (không phải 0 điểm)" | "Leaves that cannot be compared: facts missing (not 0 points)";
    // -------------------------------------------------------- reasons
    ReasonMissing "không có dữ kiện: {fact}" | "no fact: {fact}";
    ReasonNoBase "không có cơ sở tính (mẫu số bằng 0)" | "no base (the whole is 0)";
    ReasonNoRow "không hàng nào của bảng ứng với giá trị này" | "no row of the table takes this value";
    ReasonCarried "{who} theo {regulation}, tiêu chí {leaf}" | "{who} under {regulation}, leaf {leaf}";
    ReasonFull "không áp dụng, tính đủ điểm ({when})" | "not applicable, full points ({when})";
    ReasonDropped "không áp dụng, không tính ({when})" | "not applicable, dropped ({when})";
    ReasonRescaled "không áp dụng, tổng quy về thang đầy đủ ({when})" | "not applicable, total rescaled ({when})";
    ReasonRedistributed "không áp dụng, điểm dồn cho nhóm ({when})" | "not applicable, redistributed in its group ({when})";
    Verified "điểm thẩm định" | "verified score";
    SelfOnly "điểm tự chấm" | "self score";
    MinutesUnit "phút" | "min";
    Otherwise "còn lại" | "otherwise";
    // --------------------------------------------------------- titles
    ScoreTitle "Chất lượng sinh hoạt chi bộ, kỳ {period}" | "Quality of cell meetings, {period}";
    AttendanceTitle "Tỷ lệ đảng viên dự sinh hoạt, kỳ {period}" | "Attendance, {period}";
    ClassifyTitle "Xếp loại chi bộ năm {year}" | "Classification of cells, {year}";
    ExplainTitle "Diễn giải {cell} {name}, kỳ {period}" | "Explanation of {cell} {name}, {period}";
    CheckTitle "Kiểm tra hồ sơ, kỳ {period}" | "Check of records, {period}";
    PeriodCounts "Số buổi theo mức" | "Meetings per level";
    RegularNotReceived "Chưa nhận sinh hoạt thường kỳ" | "Regular meetings not received";
    ThematicNotReceived "Chưa nhận sinh hoạt chuyên đề" | "Thematic meetings not received";
    // ----------------------------------------------------------- year
    MeetingQuality "Sinh hoạt năm" | "Meeting quality";
    YearItem "Xếp loại năm {year}" | "Classification {year}";
    YearLevel "Kết quả" | "Level";
    LowestGrade "Mức tiêu chí thấp nhất" | "Lowest grade";
    ByPoints "Theo điểm" | "By points";
    Failed "Chưa đạt" | "Failed";
    Landing "Mức xét" | "Landing";
    QuotaPlace "Chỉ tiêu" | "Quota";
    PlaceAdmitted "trong chỉ tiêu" | "admitted";
    PlaceUndecided "chưa phân định" | "undecided";
    PlaceMovedDown "vượt chỉ tiêu" | "moved down";
    UndecidedLevel "{high}/{low}: chờ cấp ủy" | "{high}/{low}: committee decides";
    BetweenLevels "{best} … {worst}: thiếu dữ kiện" | "{best} … {worst}: facts missing";
    NoYearFacts "không có dữ kiện năm" | "no yearly facts";
    YearRejected "dữ kiện năm bị loại" | "yearly facts rejected";
    FromMeetings "theo chất lượng sinh hoạt" | "from meeting quality";
    RecordedOtherwise "; year.csv ghi {grade}" | "; year.csv has {grade}";
    Met "đạt" | "met";
    NotMet "không đạt" | "not met";
    NotKnown "chưa rõ" | "not known";
    QuotaValue "{candidates} ứng viên, {allowed} chỗ, cơ sở {base} đơn vị ({group})" | "{candidates} candidates, {allowed} places, base {base} units ({group})";
    TiedWith "Ngang nhau" | "Tied";
    QuotaTitle "Chỉ tiêu {level}: nhiều nhất {percent} % của {base}, {rounding}, theo {group}{standing}" | "Quota of {level}: at most {percent} % of {base}, {rounding}, by {group}{standing}";
    RoundingDown "làm tròn xuống" | "rounded down";
    RoundingUp "làm tròn lên" | "rounded up";
    RoundingHalfUp "làm tròn từ 0,5 lên" | "rounded half up";
    AssumedReading " (cách hiểu giả định)" | " (an assumed reading)";
    GroupCommittee "cấp ủy cấp trên" | "superior committee";
    GroupType "loại hình" | "type of cell";
    GroupRank "cấp chi bộ" | "rank of cell";
    BaseOrBetter "số {level} trở lên" | "{level} or better";
    BaseOnlyBefore "số {level} trước khi cắt" | "{level} before the cut";
    BaseOnlyAfter "số {level} sau khi cắt" | "{level} after the cut";
    BaseAll "số đã xếp loại (không kể {level})" | "all rated (whatever {level})";
    Group "Nhóm" | "Group";
    Rated "Đã xếp" | "Rated";
    QuotaBase "Cơ sở" | "Base";
    Allowed "Được" | "Allowed";
    Candidates "Ứng viên" | "Candidates";
    Admitted "Trong chỉ tiêu" | "Admitted";
    Undecided "Chưa phân định" | "Undecided";
    MovedDown "Vượt chỉ tiêu" | "Moved down";
    ProvisionalColumn "Tạm" | "Provisional";
    Totals "Tổng hợp theo cấp ủy" | "Totals per committee";
    WithoutLevel "Không có mức" | "No level";
    // ---------------------------------------------------------- rules
    Regulations "Các quy định" | "Regulations";
    Number "Số" | "Number";
    Issuer "Cơ quan ban hành" | "Issuer";
    First "Từ" | "From";
    Last "Đến" | "Until";
    Assumed "Số giả định" | "Assumed";
    InForce "Hiệu lực" | "In force";
    Entries "Nội dung" | "Entries";
    EntryRegulation "quy định" | "regulation";
    EntryLeftOut "không tính" | "left out";
    EntryMeasure "đại lượng" | "measure";
    EntryForm "phiếu chấm" | "score sheet";
    EntryGroup "nhóm" | "group";
    EntryException "ngoại lệ" | "exception";
    EntryRow "bậc điểm" | "row of points";
    EntryGrade "mức của tiêu chí" | "grade";
    EntryCriterion "tiêu chí xếp mức" | "graded criterion";
    EntryCondition "điều kiện của mức" | "condition of a level";
    EntryGate "điều kiện khống chế" | "gate";
    EntryPeriod "xếp mức cả kỳ" | "level of a period";
    EntryPeriodLevel "mức cả kỳ" | "level of the period";
    EntryQuotaPart "cách tính chỉ tiêu" | "reading of the quota";
    EntryFact "cột hồ sơ" | "column of records";
    EntryReading "cách hiểu" | "reading";
    EntrySource "nguồn" | "source";
    KeyIssued "Ngày ban hành" | "Issued";
    KeyScope "Dùng cho" | "Applies to";
    KeyReplaces "Thay thế" | "Replaces";
    KeyNotice "Lưu ý" | "Notice";
    KeyCounts "Được tính" | "Counts";
    KeyOf "Căn cứ tính" | "Goes by";
    KeyApplies "Áp dụng khi" | "Applies when";
    KeyAt "Làm tròn ở" | "Rounds at";
    KeyStep "Bước" | "Step";
    KeyWay "Cách cho điểm" | "How points come about";
    KeyFacts "Cột hồ sơ" | "Column";
    KeyBonus "Điểm thưởng" | "Bonus";
    KeyStart "Điểm ban đầu" | "Starts at";
    KeyEach "Mỗi lần" | "Each";
    KeyAtLeast "Ít nhất" | "At least";
    KeyAtMost "Nhiều nhất" | "At most";
    KeyFullAt "Đủ điểm từ" | "All points from";
    KindPerOccurrence "điểm cho mỗi lần" | "points per occurrence";
    KindProportional "theo tỷ lệ" | "in proportion";
    BonusInGroup "trong điểm tối đa của nhóm" | "within the maximum of the group";
    BonusInTotal "trong điểm tối đa của phiếu" | "within the maximum of the form";
    BonusBeyond "ngoài điểm tối đa" | "beyond the maximum";
    KeyWhen "Điều kiện" | "Condition";
    KeyIn "Khoảng" | "Range";
    KeyIs "Giá trị" | "Value";
    KeyPolicy "Khi không áp dụng" | "When not applicable";
    KeyTags "Nhóm tiêu chí" | "Set of criteria";
    KeyWords "Các mức" | "Levels";
    KeyTable "Bảng chuyển" | "Table";
    KeyEffect "Hệ quả" | "Effect";
    KeyPeriod "Kỳ" | "Period";
    KeyMeetings "Buổi được đếm" | "Meetings that count";
    KeyPercent "Tỷ lệ" | "Percent";
    KeyGrouping "So sánh trong cùng" | "Compared within";
    KeyRanking "Xếp trước theo" | "Ranked by";
    KeyBreach "Vượt chỉ tiêu" | "Breach";
    KeyAddress "Nơi đọc" | "Where to read it";
    KeyType "Kiểu" | "Type";
    ScopeCell "chi bộ" | "cells";
    ScopeMeeting "buổi sinh hoạt" | "meetings";
    ScopeYear "xếp loại năm" | "years";
    TypeText "chữ" | "text";
    TypeCount "số đếm" | "count";
    TypeMinutes "số phút" | "minutes";
    TypeFlag "có hoặc không" | "yes or no";
    TypePoints "điểm" | "points";
    TypeDate "ngày" | "date";
    TypeYear "năm" | "year";
    TypeChoice "một trong các từ" | "one of some words";
    TypeGrade "mức" | "grade";
    KindYesNo "đạt thì đủ điểm, không đạt thì 0" | "full points or none";
    KindTiers "theo bảng điểm" | "by a table of points";
    CorrespondsTo "tương ứng với tiêu chí" | "corresponds to leaf";
    GroupOf "nhóm" | "group";
    LowestGroup "nhóm thấp nhất" | "lowest group";
    KindRecorded "điểm do người chấm ghi" | "points recorded by a person";
    KindChosen "mức do người chấm chọn" | "tier chosen by a person";
    NotApplicable "không áp dụng" | "not applicable";
    DueItem "Phải họp" | "Due";
    DueMonthly "hằng tháng" | "every month";
    DueQuarterly "hằng quý" | "every quarter";
    CountsRegular "các buổi thường kỳ" | "regular meetings";
    CountsRegularAndThematic "các buổi thường kỳ và chuyên đề" | "regular and thematic meetings";
    PeriodYear "cả năm" | "the year";
    PolicyFull "tính đủ điểm" | "full points";
    PolicyDrop "bỏ điểm này, tổng tối đa giảm" | "its points are lost";
    PolicyRescale "tổng các tiêu chí còn lại quy về thang đầy đủ" | "the total of the others is scaled up";
    PolicyRedistribute "điểm dồn cho các tiêu chí còn lại của nhóm" | "its points go to the others of its group";
    GateAtMost "không được trên mức {level}" | "no better than {level}";
    GateSet "xếp mức {level}" | "{level}";
    BreachWarn "vượt thì cảnh báo" | "a breach is warned of";
    BreachLimit "không được vượt" | "a breach is not allowed";
    AtLeaf "từng tiêu chí" | "each leaf";
    AtGroup "từng nhóm" | "each group";
    AtTotal "tổng" | "the total";
    RoundingItem "Làm tròn" | "Rounding";
    FactColumn "cột hồ sơ do quy định này thêm" | "column of records that this regulation adds";
    Readings "Cách hiểu chỗ văn bản không rõ" | "Readings of unclear clauses";
    LeftOpen "Văn bản bỏ ngỏ" | "What the text leaves open";
    Chosen "Cách hiểu" | "Reading";
    Sources "Nguồn" | "Sources";
    StandingLine "{all} con số: {assumed} giả định, {restated} thuật lại" | "{all} figures: {assumed} assumed, {restated} restated";
    RulesSound "{id}: đạt. {line}" | "{id}: sound. {line}";
    RulesFaulty "{id}: {count} lỗi" | "{id}: {count} faults";
    // -------------------------------------------------------- notices
    AssumedNotice "{id}: {count} trong {all} con số là giả định, không phải quy định" | "{id}: {count} of {all} figures are assumed, not law";
    RestatedNotice "{id}: {count} trong {all} con số là thuật lại, chưa đối chiếu văn bản" | "{id}: {count} of {all} figures are restated, not seen in the text";
    OnRequestNotice "áp dụng ngoài thời gian hiệu lực theo yêu cầu ({id}): {count} buổi" | "applied outside its period by request ({id}): {count} meetings";
    YearOnRequest "{id} áp dụng cho năm {year} ngoài phạm vi theo yêu cầu" | "{id} applied outside its years by request: {year}";
    SelfOnlyNotice "{count} buổi dùng điểm tự chấm vì chưa có điểm thẩm định" | "{count} meetings rest on self scores without verified ones";
    DifferNotice "{count} buổi có điểm ghi khác điểm tính; đã dùng điểm tính" | "{count} meetings have recorded points that differ from computed ones; the computed ones are used";
    NotReceivedNotice "{count} buổi phải có nhưng chưa nhận được" | "{count} due meetings were not received";
    NotHeldNotice "{count} buổi không họp, có lý do; không tính vào số buổi để xếp mức" | "{count} meetings were not held, with a reason; they do not count towards a level";
    OpenLeaves "{count} tiêu chí không có dữ kiện ({points} điểm)" | "{count} leaves without facts ({points} points)";
    NoSuchRows "{count} dòng có ngày ngoài kỳ {period}, nên không được tính" | "{count} rows lie outside {period} and do not count";
    RecordedDiffersNotice "{count} chi bộ có mức tiêu chí ghi trong year.csv khác mức tính theo chất lượng sinh hoạt; dùng mức tính" | "{count} cells have a grade in year.csv that differs from the one computed from meeting quality; the computed one is used";
    NotScoredNotice "{count} buổi đã họp nhưng chưa chấm" | "{count} meetings were held but not scored";
    OpenNotice "{count} buổi chưa có tổng điểm: thiếu dữ kiện, hoặc tỷ lệ không có mẫu số" | "{count} meetings have no total: facts are missing, or a rate has no base";
    RejectedNotice "{count} dòng bị loại; mức của các chi bộ đó là tạm" | "{count} rows were rejected; the levels of their cells are provisional";
    NoSheetNotice "{count} buổi bất thường, đại hội: quy định không có phiếu chấm" | "{count} extraordinary meetings and congresses: the regulation has no score sheet for them";
    NoCountNotice "{count} buổi không ghi số đảng viên dự" | "{count} meetings without member counts";
    NoPeriodRule "quy định không có cách xếp mức cho kỳ {period}: chỉ thống kê" | "the regulation has no rule for a level of {period}: statistics only";
    NoYearFactsNotice "{count} chi bộ không có dữ kiện năm" | "{count} cells have no yearly facts";
    YearRejectedNotice "{count} chi bộ có dòng dữ kiện năm bị loại; mức và chỉ tiêu của nhóm còn thay đổi khi sửa" | "{count} cells have a rejected row of yearly facts; their level and the quota of their group change once it is mended";
    UndecidedNotice "{count} chi bộ ngang nhau ở ngưỡng chỉ tiêu: văn bản không nêu cách phân định, cấp ủy quyết định" | "{count} cells are tied at the quota: the text settles nothing, the committee decides";
    QuotaProvisionalNotice "{count} chi bộ trong chỉ tiêu, ngoài chỉ tiêu hoặc ngang nhau là tạm: nhóm còn chi bộ chưa rõ mức" | "{count} cells are admitted, moved down or tied only provisionally: their groups have cells whose level is not certain";
    ProvisionalNotice "{count} chi bộ thiếu buổi sinh hoạt: mức là tạm" | "{count} cells have meetings missing: their levels are provisional";
    // ------------------------------------------------------ messages
    RegulationsLine "Căn cứ: {names}" | "Judged by: {names}";
    NoticesTitle "Lưu ý" | "Notes";
    MeanFootnote "* Trung bình cộng chỉ là thống kê." | "* The mean is a statistic only.";
    AccountLine "{file}: {rows} dòng = {used} dùng + {rejected} loại + {excluded} ngoài yêu cầu" | "{file}: {rows} rows = {used} used + {rejected} rejected + {excluded} excluded by the request";
    AccountsTitle "Số dòng" | "Rows";
    FileColumn "Tệp" | "File";
    RowsColumn "Dòng" | "Rows";
    UsedColumn "Dùng" | "Used";
    RejectedColumn "Loại" | "Rejected";
    ExcludedColumn "Ngoài yêu cầu" | "Excluded";
    SeverityError "lỗi" | "error";
    SeverityWarning "cảnh báo" | "warning";
    SeverityNote "ghi chú" | "note";
    RowPlace "dòng {row}" | "row {row}";
    LinePlace "dòng {line}" | "line {line}";
    ColumnPlace "cột {letters}" | "column {letters}";
    ExpectedLabel "cần" | "expected";
    MendLabel "sửa" | "mend";
    MoreOfCause "… và {count} lỗi nữa cùng loại [{code}]" | "… and {count} more of [{code}]";
    FaultsLine "{errors} lỗi, {warnings} cảnh báo" | "{errors} errors, {warnings} warnings";
    StrictNothing "--strict: có lỗi nên không ghi kết quả" | "--strict: faults found, so nothing was written";
    NothingProduced "không có kết quả" | "nothing was produced";
    CheckClean "hồ sơ không có lỗi" | "the records have no faults";
    UsageHeading "Cách dùng" | "Usage";
    CommandsHeading "Lệnh" | "Commands";
    ArgumentsHeading "Tham số" | "Arguments";
    OptionsHeading "Tùy chọn" | "Options";
    UsageUnknown "không có tham số {argument}" | "there is no argument {argument}";
    UsageCommand "không có lệnh {argument}" | "there is no command {argument}";
    UsageMissing "thiếu tham số: {argument}" | "missing: {argument}";
    UsageValue "{argument}: không dùng được giá trị \"{value}\"; cần: {wanted}" | "{argument}: the value \"{value}\" cannot be used; expected: {wanted}";
    UsageTwice "{argument} chỉ dùng được một lần" | "{argument} can be given only once";
    UsageNear "có phải: {near}" | "did you mean: {near}";
    UsageHelp "xem: chibo --help" | "see: chibo --help";
}
