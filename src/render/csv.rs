//! One table as CSV: UTF-8, comma, LF, decimal point; every row names its regulations and the weakest standing.

use std::io::{self, Write};

use crate::report::{Audience, Report, SCHEMA, Seen};
use crate::rules::Standing;

pub(super) fn write(report: &Report<'_>, table: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let chosen = match table {
        None => report.tables.first(),
        Some(id) => report.tables.iter().find(|table| table.id == id),
    };
    let Some(data) = chosen else { return Ok(()) };
    let mut writer = csv::WriterBuilder::new().flexible(false).from_writer(out);
    let kept: Vec<bool> = data.columns.iter().map(|column| column.seen != Seen::Reader).collect();
    let ids = data.columns.iter().filter(|column| column.seen != Seen::Reader).map(|column| column.id.as_str());
    let standing = !report.regulations.is_empty();
    let tail = [
        "regulations",
        "weakest_standing",
        "assumed_figures",
        "restated_figures",
        "regulation_notice",
        "on_request_total",
        "schema",
    ];
    writer.write_record(ids.chain(tail.into_iter().filter(|_| standing))).map_err(own_kind)?;
    let regulations: Vec<&str> = report.regulations.iter().map(|note| note.id.as_str()).collect();
    let weakest = report.regulations.iter().map(|note| note.standing).max().unwrap_or(Standing::Text);
    let assumed: usize = report.regulations.iter().map(|note| note.assumed).sum();
    let restated: usize = report.regulations.iter().map(|note| note.restated).sum();
    let notices: Vec<&str> =
        report.regulations.iter().map(|note| note.notice.as_str()).filter(|notice| !notice.is_empty()).collect();
    let tail = [
        regulations.join(" "),
        weakest.word().to_owned(),
        assumed.to_string(),
        restated.to_string(),
        notices.join("; "),
        report.on_request.to_string(),
        SCHEMA.to_string(),
    ];
    let mut text = String::new();
    let mut record = csv::ByteRecord::new();
    for position in 0..data.len {
        let fields = (data.row)(position, Audience::Machine);
        for (field, _) in fields.iter().zip(&kept).filter(|(_, kept)| **kept) {
            text.clear();
            field.write_machine(&mut text);
            if is_risky(&text) {
                text.insert(0, '\'');
            }
            record.push_field(text.as_bytes());
        }
        for field in tail.iter().filter(|_| standing) {
            record.push_field(field.as_bytes());
        }
        writer.write_byte_record(&record).map_err(own_kind)?;
        record.clear();
    }
    writer.flush()
}

/// The fault of the output itself, of which the kind matters, instead of one around it.
fn own_kind(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A text that a spreadsheet would run as a formula is given a leading apostrophe; numbers are left alone.
fn is_risky(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && crate::base::Exact::parse(text).is_none()
}
