//! Reports and faults as bytes; one format a file. Floor 8.

mod csv;
pub mod faults;
mod json;
mod markdown;
mod table;

use std::io::{self, Write};

use crate::diagnostic::Findings;
use crate::report::Report;

/// A format of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Tables for a terminal.
    Table,
    /// One table as CSV for programs.
    Csv,
    /// Everything as JSON.
    Json,
    /// Tables for documents.
    Markdown,
}

/// What a renderer may choose.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Columns of the terminal.
    pub width: u16,
    /// Which table goes into CSV; the main one when not named.
    pub table: Option<&'a str>,
}

/// Writes a report. JSON carries the faults too; other formats leave them to [`faults`].
pub fn render(
    report: &Report<'_>,
    findings: &Findings,
    format: Format,
    options: Options<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Table => table::write(report, options.width, out),
        Format::Csv => csv::write(report, options.table, out),
        Format::Json => json::write(report, findings, out),
        Format::Markdown => markdown::write(report, out),
    }
}

/// One line on the rows of a file, for readers.
pub fn account_line(account: &crate::records::Account, lang: crate::words::Lang) -> String {
    table::account_line(account, lang)
}
