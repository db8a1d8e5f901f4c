//! Tables for a terminal.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table};

use crate::report::{Report, Seen};
use crate::words::{Lang, Word, fill};

pub(super) fn write(report: &Report<'_>, width: u16, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", report.title)?;
    if !report.regulations.is_empty() && report.id != "rules-show" {
        let names: Vec<String> = report
            .regulations
            .iter()
            .map(|note| format!("{} [{}]", note.name(), note.id))
            .collect();
        writeln!(
            out,
            "{}",
            fill(Word::RegulationsLine.text(report.lang), &[("names", &names.join("; "))])
        )?;
    }
    for (position, data) in report.tables.iter().enumerate() {
        writeln!(out)?;
        if position > 0 {
            writeln!(out, "{}", data.title)?;
        }
        writeln!(out, "{}", grid(data, width, report.lang))?;
        if data.columns.iter().any(|column| column.id == "mean") {
            writeln!(out, "{}", Word::MeanFootnote.text(report.lang))?;
        }
    }
    if !report.notices.is_empty() {
        writeln!(out, "\n{}:", Word::NoticesTitle.text(report.lang))?;
        for notice in &report.notices {
            writeln!(out, "- {}", notice.text)?;
        }
    }
    if !report.accounts.is_empty() {
        writeln!(out)?;
        for account in &report.accounts {
            writeln!(out, "{}", account_line(account, report.lang))?;
        }
    }
    Ok(())
}

/// `meetings.csv: 2727 dòng = 2727 dùng + 0 loại + 0 ngoài yêu cầu`.
pub(super) fn account_line(account: &crate::records::Account, lang: Lang) -> String {
    let values = [
        ("file", account.file.to_string()),
        ("rows", account.rows.to_string()),
        ("used", account.used.to_string()),
        ("rejected", account.rejected.to_string()),
        ("excluded", account.excluded.to_string()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(Word::AccountLine.text(lang), &values)
}

fn grid(data: &crate::report::Table<'_>, width: u16, lang: Lang) -> Table {
    let mut grid = Table::new();
    grid.load_style(comfy_table::presets::UTF8_FULL_CONDENSED);
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(width);
    let seen: Vec<bool> = data.columns.iter().map(|column| column.seen != Seen::Machine).collect();
    let kept = || data.columns.iter().filter(|column| column.seen != Seen::Machine);
    grid.set_header(kept().map(|column| Cell::new(&column.heading)));
    for position in 0..data.len {
        let fields = (data.row)(position);
        let cells = fields
            .iter()
            .zip(&seen)
            .filter(|(_, seen)| **seen)
            .map(|(field, _)| field.shown(lang));
        grid.add_row(cells.zip(kept()).map(|(text, column)| {
            let alignment = if column.right { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(text).set_alignment(alignment)
        }));
    }
    grid
}
