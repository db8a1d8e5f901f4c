//! The X in one of several columns of levels.

use super::support::{assert_fault, assert_faults, want};
use super::{lai_chau, of, results, score};

#[test]
fn every_way_to_mark_a_level_is_understood() {
    let marks = ["x", "X", "×", "✓", "1", "có", " x ", "yes", "Đạt"];
    let rows = marks.map(|mark| format!(";{mark};;"));
    let run = score(&lai_chau("Tốt;Khá;Trung bình;Kém", &rows.each_ref().map(String::as_str)));
    assert_faults(&run, &[]);
    let wanted: Vec<_> = (2..11).map(|row| of(row, "", "kha", "level")).collect();
    assert_eq!(results(&run), wanted);
}

#[test]
fn headings_may_be_ids_titles_or_name_what_they_are() {
    for headings in
        ["tot;kha", "TỐT;KHÁ", "Xếp loại: Tốt;Xếp loại: Khá", "Mức chất lượng: tot;Level: Khá", "Tôt\u{301};Kha\u{301}"]
    {
        let run = score(&lai_chau(headings, &[";x", "x;"]));
        assert_faults(&run, &[]);
        assert_eq!(results(&run), [of(2, "", "kha", "level"), of(3, "", "tot", "level")], "{headings}");
    }
}

/// The monthly summary as a spreadsheet shows it: a title, a heading of two rows with the levels under one merged field.
#[test]
fn levels_may_stand_in_a_second_row_of_the_heading() {
    let above = "STT;Mã chi bộ;Ngày họp chi bộ;Loại sinh hoạt;Số lượng đảng viên;Kết quả số điểm";
    for spanning in ["Xếp loại", "", "Mức chất lượng"] {
        let sandbox = lai_chau("", &[]);
        let heading = format!("TỔNG HỢP SINH HOẠT CHI BỘ\n{above};{spanning};;;;Ghi chú\n;;;;;;Tốt;Khá;Trung bình;Kém;\n");
        let rows = "1;C1;05/01/2024;Thường kỳ;15;92;X;;;;\n2;C1;05/02/2024;Thường kỳ;15;71;;X;;;vắng 2\n";
        sandbox.write(super::MEETINGS, format!("{heading}{rows}"));
        let run = score(&sandbox);
        assert_faults(&run, &[]);
        assert_eq!(results(&run), [of(4, "92", "tot", "total"), of(5, "71", "kha", "total")], "{spanning}");
    }
}

#[test]
fn no_mark_is_missing_and_a_written_no_is_none() {
    let run = score(&lai_chau("Tốt;Khá;Kém", &[";;", "không;0;no", "0;x;0"]));
    assert_faults(&run, &[]);
    assert_eq!(results(&run), [of(2, "", "", ""), of(3, "", "", ""), of(4, "", "kha", "level")]);
}

#[test]
fn two_marks_reject_the_row_and_name_the_columns() {
    let run = score(&lai_chau("Tốt;Khá;Trung bình;Kém", &["x;;X;", "x;x;x;x", ";x;;"]));
    let conflict = |row| want("level-marks-conflict").file(super::MEETINGS).row(row);
    let wants = [conflict(2).at("F", "Trung bình").value("Tốt, Trung bình"), conflict(3).value("Tốt, Khá, Trung bình, Kém")];
    assert_faults(&run, &wants);
    assert_eq!(results(&run), [of(4, "", "kha", "level")]);
}

#[test]
fn what_is_no_mark_rejects_the_row() {
    let run = score(&lai_chau("Tốt;Khá", &["92;", "?;x", ";x"]));
    let invalid = |row| want("level-mark-invalid").file(super::MEETINGS).row(row).at("D", "Tốt");
    assert_faults(&run, &[invalid(2).value("92"), invalid(3).value("?")]);
    assert_eq!(results(&run), [of(4, "", "kha", "level")]);
}

#[test]
fn the_word_of_the_level_and_the_mark_must_say_the_same() {
    let rows = ["Khá;;x", "Khá;x;", "Khá;;", ";x;", "Vàng;;"];
    let run = score(&lai_chau("Xếp loại;Tốt;Khá", &rows));
    let word = want("choice-invalid").row(6).at("D", "Xếp loại").value("Vàng").expects("kha (Khá)");
    assert_faults(&run, &[want("level-marks-conflict").row(3).at("E", "Tốt").value("Xếp loại, Tốt"), word]);
    let wanted = [of(2, "", "kha", "level"), of(4, "", "kha", "level"), of(5, "", "tot", "level")];
    assert_eq!(results(&run), wanted);
}

#[test]
fn one_such_heading_alone_is_an_unknown_column() {
    let run = score(&lai_chau("Tốt", &["x"]));
    assert_fault(&run, &want("column-unknown").at("D", "Tốt"));
    assert_eq!(results(&run), [of(2, "", "", "")]);
}

#[test]
fn one_level_in_two_columns_refuses_the_file() {
    let run = score(&lai_chau("Tốt;Khá;tot", &["x;;"]));
    assert_fault(&run, &want("column-twice").at("F", "tot"));
    assert_eq!(run.code, Some(2));
}

/// A mark of the row before must not show through.
#[test]
fn each_row_has_its_own_mark() {
    let run = score(&lai_chau("Kết quả số điểm;Tốt;Khá;Kém", &["95;x;;", "75;;;", ";;;x", ";;;"]));
    assert_faults(&run, &[]);
    let wanted = [of(2, "95", "tot", "total"), of(3, "75", "kha", "total"), of(4, "", "kem", "level"), of(5, "", "", "")];
    assert_eq!(results(&run), wanted);
}
