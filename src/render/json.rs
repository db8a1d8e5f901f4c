//! A report as JSON. Decimals are exact text, keys keep their order, and a missing value is `null`.

use std::io::{self, Write};

use serde::Serializer;
use serde::ser::{SerializeMap, SerializeSeq};
use serde_json::{Value, json};

use super::faults;
use crate::diagnostic::{Column, Findings};
use crate::records::{Account, DateOrder, Decided, DecidedColumn, DecimalMark, Sheet};
use crate::report::{Audience, Field, Report, SCHEMA, Seen, Table, basis, separator};

pub(super) fn write(report: &Report<'_>, findings: &Findings, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(&mut *out, serde_json::ser::PrettyFormatter::with_indent(b" "));
    let mut map = serializer.serialize_map(None)?;
    map.serialize_entry("schema", &SCHEMA)?;
    if report.id == "explain" {
        map.serialize_entry("explain_schema", &crate::report::explain::SCHEMA)?;
    }
    map.serialize_entry("report", report.id)?;
    map.serialize_entry("title", &report.title)?;
    map.serialize_entry("regulations", &regulations(report))?;
    let notices: Vec<Value> = report.notices.iter().map(|notice| json!({ "code": notice.code, "text": notice.text })).collect();
    map.serialize_entry("notices", &notices)?;
    map.serialize_entry("files", &accounts(report))?;
    map.serialize_entry("tables", &Tables(&report.tables))?;
    map.serialize_entry("diagnostics", &faults::json(findings, report.lang))?;
    SerializeMap::end(map)?;
    writeln!(out)
}

fn regulations(report: &Report<'_>) -> Vec<Value> {
    let one = |note: &crate::report::RegulationNote| {
        json!({
            "id": note.id, "role": note.role, "number": note.number, "issuer": note.issuer, "issued": note.issued,
            "title": note.title, "standing": note.standing.word(), "figures": note.figures, "assumed_figures": note.assumed,
            "restated_figures": note.restated, "notice": note.notice,
            "first": note.first, "last": note.last,
        })
    };
    report.regulations.iter().map(one).collect()
}

fn accounts(report: &Report<'_>) -> Vec<Value> {
    let one = |account: &Account| {
        let why: serde_json::Map<String, Value> =
            account.why.iter().map(|(why, rows)| (why.word().to_owned(), json!(rows))).collect();
        json!({
            "file": &*account.file, "rows": account.rows, "used": account.used, "rejected": account.rejected,
            "excluded": account.excluded, "why_excluded": why, "refused": account.refused,
            "read": account.decided.as_deref().map(decided),
        })
    };
    report.accounts.iter().map(one).collect()
}

fn decided(decided: &Decided) -> Value {
    let column = |(index, column): (usize, &DecidedColumn)| {
        json!({
            "column": Column { index, heading: String::new() }.letters(), "heading": column.heading, "holds": column.holds,
            "dates": column.dates.map(DateOrder::word), "decimal": column.decimal.map(DecimalMark::word),
            "by": column.by.word(),
            "sample": column.sample.as_ref().map(|(row, text)| json!({ "row": row, "value": text })),
        })
    };
    let sheet = |sheet: &Sheet| json!({ "name": sheet.name, "formulas": sheet.formulas, "long_numbers": sheet.long_numbers, "merged": sheet.merged });
    let given: serde_json::Map<String, Value> =
        decided.given.iter().map(|(heading, value)| (heading.clone(), json!(value))).collect();
    json!({
        "encoding": decided.written.encoding.0.word(), "encoding_by": basis(decided.written.encoding.1),
        "lines": decided.written.lines.word(), "separator": decided.separator.map(separator),
        "sheet": decided.written.sheet.as_ref().map(sheet), "heading": [decided.heading.0, decided.heading.1],
        "title_rows": decided.titles, "given": given,
        "columns": decided.columns.iter().enumerate().map(column).collect::<Vec<Value>>(),
    })
}

struct Tables<'a, 'r>(&'a [Table<'r>]);

impl serde::Serialize for Tables<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for table in self.0 {
            map.serialize_entry(table.id, &Rows(table))?;
        }
        map.end()
    }
}

struct Rows<'a, 'r>(&'a Table<'r>);

impl serde::Serialize for Rows<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.len))?;
        for position in 0..self.0.len {
            let fields = self.0.row.of(position, Audience::Machine);
            rows.serialize_element(&Row(self.0, &fields))?;
        }
        rows.end()
    }
}

struct Row<'a, 'r>(&'a Table<'r>, &'a [Field<'r>]);

impl serde::Serialize for Row<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (column, field) in self.0.columns.iter().zip(self.1).filter(|(column, _)| column.seen != Seen::Reader) {
            match field {
                Field::Count(count) => map.serialize_entry(&column.id, count)?,
                Field::Flag(flag) => map.serialize_entry(&column.id, flag)?,
                field => map.serialize_entry(&column.id, &field.machine())?,
            }
        }
        map.end()
    }
}
