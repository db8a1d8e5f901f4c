//! Quotes, ragged rows, and how rows are counted where a field holds a line break.

use super::rows::{HEADINGS, file, text};
use super::support::{account, assert_faults, want};
use super::{MEETINGS, no_score, one_bad_row, records, rows_used, score, sound};

#[test]
fn unterminated_quote() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("note", "\"không đóng");
    let fault = want("quote-unterminated").file(MEETINGS).row(3).at("AI", "note").expects("\"không đóng");
    no_score(&records(file(&rows)), &[fault]);
}

#[test]
fn stray_quote_that_puts_the_rows_after_it_out_of_step() {
    let mut rows = sound();
    rows[1] = rows[1].clone().with("note", "màn 24\" mới");
    let fault = want("quote-stray").file(MEETINGS).row(3).at("AI", "note").value("màn 24\" mới");
    no_score(&records(file(&rows)), &[fault]);
}

#[test]
fn quotes_in_mid_field_cost_one_row() {
    let said = "nói \"tốt\" rồi";
    one_bad_row(sound()[1].clone().with("note", said), &[want("quote-in-field").at("AI", "note").value(said).expects("quotes")]);
}

#[test]
fn quote_in_the_heading_row() {
    let open = file(&sound()).replace(",note\n", ",\"note\n");
    no_score(&records(open), &[want("quote-unterminated").file(MEETINGS).row(1)]);
}

#[test]
fn ragged_rows_short_and_long() {
    let mut short = sound()[1].clone();
    short.0.pop();
    one_bad_row(short, &[want("row-ragged").value("34").expects("35")]);
    one_bad_row(sound()[1].clone().with("note", "một, hai"), &[want("row-ragged").value("36").expects("35")]);
}

#[test]
fn rows_are_counted_as_a_spreadsheet_does() {
    // A blank line is a row, a line break in quotes is none: the bad row is row 5 on line 6.
    let rows = [
        sound()[0].clone().with("note", "\"hai\ndòng\"").line(),
        String::new(),
        sound()[1].line(),
        sound()[2].clone().with("present", "x").line(),
    ];
    let run = score(&records(text(HEADINGS, &rows)));
    assert_faults(&run, &[want("number-invalid").file(MEETINGS).row(5).line(6).at("G", "present").value("x")]);
    assert_eq!((account(&run.json(), MEETINGS), rows_used(&run.json())), ([3, 2, 1, 0], vec![2, 4]));
}
