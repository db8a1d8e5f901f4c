//! One table as CSV: UTF-8, comma, LF, decimal point; every row names its regulations and the weakest standing.

use std::io::{self, Write};

use crate::report::{Audience, Field, Report, SCHEMA, Seen};
use crate::rules::Standing;

/// So many bytes are worth a call.
const FULL: usize = 1 << 13;

pub(super) fn write(report: &Report<'_>, table: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let chosen = match table {
        None => report.tables.first(),
        Some(id) => report.tables.iter().find(|table| table.id == id),
    };
    let Some(data) = chosen else { return Ok(()) };
    let mut writer = csv::WriterBuilder::new().flexible(false).from_writer(out);
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
    // A row that rests on a supposition must not pass for one of the records.
    let supposed = report.notices.iter().filter(|notice| notice.code == "what-if").map(|notice| notice.text.as_str());
    let own = report.regulations.iter().map(|note| note.notice.as_str()).filter(|notice| !notice.is_empty());
    let notices: Vec<&str> = supposed.chain(own).collect();
    let tail = [
        regulations.join(" "),
        weakest.word().to_owned(),
        assumed.to_string(),
        restated.to_string(),
        notices.join("; "),
        report.on_request.to_string(),
        SCHEMA.to_string(),
    ];
    writer.flush()?;
    let out = writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?;
    // The end of every row is the same, and the rows are many.
    let mut end = String::new();
    for text in tail.iter().filter(|_| standing) {
        end.push(',');
        push_quoted(text, &mut end);
    }
    end.push('\n');
    let mut columns: Vec<(bool, Repeated)> =
        data.columns.iter().map(|column| (column.seen != Seen::Reader, Repeated::default())).collect();
    let mut line = String::with_capacity(2 * FULL);
    for position in 0..data.len {
        let start = line.len();
        let mut columns = columns.iter_mut();
        data.row.each(position, Audience::Machine, &mut |field| {
            let Some((_, last)) = columns.next().filter(|(kept, _)| *kept) else { return };
            match field {
                Field::Text(text) | Field::Word(text, _) => line.push_str(last.written(text)),
                // Numbers and flags need neither quotes nor an apostrophe.
                field => {
                    field.write_machine(&mut line);
                }
            }
            line.push(',');
        });
        if line.len() > start {
            line.pop();
        }
        if line.len() == start && !standing {
            // A line with nothing on it would be no row.
            line.push_str("\"\"");
        }
        line.push_str(&end);
        if line.len() > FULL {
            out.write_all(line.as_bytes())?;
            line.clear();
        }
    }
    out.write_all(line.as_bytes())?;
    out.flush()
}

/// The last text of a column and how it is written: most texts repeat from row to row.
#[derive(Clone, Default)]
struct Repeated {
    text: String,
    written: String,
}

impl Repeated {
    fn written(&mut self, text: &str) -> &str {
        if self.text != text {
            self.text.clear();
            self.text.push_str(text);
            self.written.clear();
            if is_risky(text) {
                self.written.push('\'');
            }
            push_quoted(text, &mut self.written);
        }
        &self.written
    }
}

/// A field, in quotes where it holds anything that has a meaning in CSV.
fn push_quoted(text: &str, line: &mut String) {
    if text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        line.push('"');
        line.push_str(&text.replace('"', "\"\""));
        line.push('"');
    } else {
        line.push_str(text);
    }
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
