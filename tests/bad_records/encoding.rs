//! Files that are empty or are no UTF-8.

use super::rows::file;
use super::support::{account, assert_fault, assert_faults, want};
use super::{CELLS, MEETINGS, YEAR, no_score, nothing, records, rows_used, score, sound};

#[test]
fn empty_file() {
    for name in [MEETINGS, CELLS] {
        let sandbox = records(file(&sound()));
        sandbox.write(name, "");
        no_score(&sandbox, &[want("file-empty").file(name).expects("heading")]);
    }
    let sandbox = records(file(&sound()));
    sandbox.write(YEAR, "\n\n");
    nothing(&sandbox, &["classify", "records"], &[want("file-empty").file(YEAR)]);
}

#[test]
fn invalid_utf8_in_the_heading_row() {
    // "Số" and "Đảng" as Windows-1258 has them.
    let bytes = [b"cell,date,kind,S\xF4\xEC \xF0a\xD2ng vi\xEAn\n".to_vec(), b"C1,2024-01-05,regular,10\n".to_vec()].concat();
    no_score(&records(bytes), &[want("encoding-unknown").file(MEETINGS).expects("encoding named in chibo.toml")]);
}

/// The three sound rows, the second with a field of bytes that are no UTF-8.
fn with_bytes(heading: &str, bytes: &[u8]) -> Vec<u8> {
    let mut rows = sound();
    rows[1] = rows[1].clone().with(heading, "@@");
    let text = file(&rows);
    let (before, after) = text.split_once("@@").unwrap();
    [before.as_bytes(), bytes, after.as_bytes()].concat()
}

#[test]
fn invalid_utf8_in_a_note_costs_one_row() {
    let run = score(&records(with_bytes("note", b"\xD0\xE1")));
    assert_faults(&run, &[want("not-utf8").file(MEETINGS).row(3).at("AI", "note").expects("UTF-8")]);
    assert_eq!((run.code, account(&run.json(), MEETINGS), rows_used(&run.json())), (Some(1), [3, 2, 1, 0], vec![2, 4]));
}

#[test]
fn invalid_utf8_in_a_word_is_not_called_a_wrong_word() {
    for (heading, letters) in [("kind", "C"), ("held-on-day", "S")] {
        let run = score(&records(with_bytes(heading, b"th\xFD\xF6ng ky\xCC")));
        assert_faults(&run, &[want("not-utf8").file(MEETINGS).row(3).at(letters, heading).expects("UTF-8")]);
        assert_eq!(account(&run.json(), MEETINGS), [3, 2, 1, 0]);
    }
}

#[test]
fn utf16_files_are_read_as_they_show_themselves() {
    let text = file(&sound());
    let utf8 = score(&records(text.clone())).json()["tables"].clone();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = |mark: [u8; 2], bytes: &[u8]| [&mark[..], bytes].concat();
    for bytes in [marked([0xFF, 0xFE], &little), marked([0xFE, 0xFF], &big), little, big] {
        let run = score(&records(bytes));
        assert_eq!((run.code, &run.json()["tables"]), (Some(0), &utf8));
    }
}

/// The trial lines of a table of people tell nobody's name, only which letters there would be.
#[test]
fn no_name_is_told_of_a_table_in_an_unknown_encoding() {
    // "Nguyễn Văn Bở" and "Trần Thị Mơ" as TCVN3 has them.
    let people = b"cell,member,name\nC1,m1,Nguy\xD4n V\xA8n B\xEB\nC1,m2,Tr\xC7n Th\xDE M\xAC\n";
    let sandbox = records(file(&sound()));
    sandbox
        .write("records/members.csv", people)
        .write("records/attendance.csv", "cell,date,kind,member,status\nC1,2024-01-05,regular,m1,present\n");
    for arguments in
        [&["check", "records"][..], &["profile", "records/members.csv"], &["profile", "records/x.csv", "--holds", "members"]]
    {
        sandbox.write("records/x.csv", people);
        for lang in ["vi", "en"] {
            let run = sandbox.run_in(lang, arguments);
            let said = format!("{}{}", run.stdout, run.stderr);
            for name in ["Nguyễn", "Trần", "Thị", "Văn", "Tr", "Nguy"] {
                assert!(!said.contains(&format!("{name} ")) && !said.contains(&format!(" {name}")), "{name}\n{said}");
            }
            assert!(said.contains("tcvn3") && said.contains("ă ơ ầ ễ ị"), "{said}");
        }
    }
}

/// Letters that were lost when the file was written are told of, and that they cannot be had back.
#[test]
fn letters_that_question_marks_replaced() {
    let lost = "M? chi b?;Ng?y h?p;Lo?i sinh ho?t\nC1;05/01/2024;th??ng k?\n";
    let run = score(&records(lost));
    let told = assert_fault(&run, &want("letters-lost").file(MEETINGS));
    assert!(told.mend.contains("CSV UTF-8") && told.message.contains("Ng?y"), "{told:?}");
    // Questions are none, and where letters are left the others were typed so.
    for sound in ["Sao? Vì sao?a?b", "Why? What? How?", "x?y"] {
        let mut rows = super::sound();
        rows[1] = rows[1].clone().with("note", sound);
        assert_faults(&score(&records(file(&rows))), &[]);
    }
}
