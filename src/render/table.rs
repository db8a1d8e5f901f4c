//! Tables for a terminal.

use std::io::{self, Write};
use std::ops::Range;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use crate::report::{Audience, Report, Seen};
use crate::words::{Lang, Word, fill};

pub(super) fn write(report: &Report<'_>, width: u16, out: &mut dyn Write) -> io::Result<()> {
    let wrapped =
        |text: &str, indent: &str| textwrap::fill(text, textwrap::Options::new(usize::from(width)).subsequent_indent(indent));
    writeln!(out, "{}", wrapped(&report.title, ""))?;
    if !report.regulations.is_empty() && !report.id.starts_with("rules-") {
        let names: Vec<String> =
            report.regulations.iter().map(|note| format!("{} [{}]", note.name(report.lang), note.id)).collect();
        writeln!(out, "{}", wrapped(&fill(Word::RegulationsLine.text(report.lang), &[("names", &names.join("; "))]), "  "))?;
    }
    for (position, data) in report.tables.iter().enumerate().filter(|(position, data)| *position == 0 || data.len > 0) {
        writeln!(out)?;
        if position > 0 {
            writeln!(out, "{}", wrapped(&data.title, ""))?;
        }
        for start in (0..data.len.max(1)).step_by(AT_ONCE) {
            writeln!(out, "{}", grid(data, start..data.len.min(start + AT_ONCE), width, report.lang))?;
        }
        if data.columns.iter().any(|column| column.id == "mean") && !report.regulations.iter().any(|note| note.judges_by_points) {
            writeln!(out, "{}", Word::MeanFootnote.text(report.lang))?;
        }
    }
    if !report.notices.is_empty() {
        writeln!(out, "\n{}:", Word::NoticesTitle.text(report.lang))?;
        for notice in &report.notices {
            writeln!(out, "{}", wrapped(&format!("- {}", notice.text), "  "))?;
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
    let mut values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let why = crate::report::reasons_in_words(account, lang);
    values.push(("why", &why));
    let word = if why.is_empty() { Word::AccountLine } else { Word::AccountLineWhy };
    fill(word.text(lang), &values)
}

/// Columns whose texts are at most this wide are never broken; the wide ones share what is left.
const NARROW: usize = 15;
/// The same of the first column.
const NAMES: usize = 20;
/// And those that are broken keep at least this much.
const LEAST: usize = 10;

/// A longer table is laid out in pieces, each with its heading, so that a country takes no more memory than a district.
const AT_ONCE: usize = 2_000;

fn grid(data: &crate::report::Table<'_>, rows: Range<usize>, width: u16, lang: Lang) -> Table {
    let seen: Vec<bool> = data.columns.iter().map(|column| column.seen != Seen::Machine).collect();
    let columns: Vec<&crate::report::Column> = data.columns.iter().filter(|column| column.seen != Seen::Machine).collect();
    let mut widest: Vec<usize> = columns.iter().map(|column| longest_word(&column.heading)).collect();
    let mut grid = Table::new();
    grid.load_style(comfy_table::presets::UTF8_FULL_CONDENSED);
    grid.set_content_arrangement(ContentArrangement::Dynamic);
    grid.set_width(width);
    grid.set_header(columns.iter().map(|column| Cell::new(&column.heading)));
    for position in rows {
        let fields = data.row.of(position, Audience::Reader);
        let texts = fields.iter().zip(&seen).filter(|(_, seen)| **seen).map(|(field, _)| field.shown(lang));
        grid.add_row(texts.zip(&columns).zip(&mut widest).map(|((text, column), widest)| {
            *widest = (*widest).max(text.chars().count());
            let alignment = if column.right { CellAlignment::Right } else { CellAlignment::Left };
            Cell::new(text).set_alignment(alignment)
        }));
    }
    // Where everything fits, nothing has to be broken.
    let whole =
        columns.iter().zip(&widest).map(|(column, widest)| column.heading.chars().count().max(*widest) + 3).sum::<usize>();
    let fits = whole < usize::from(width);
    for (position, (column, widest)) in grid.column_iter_mut().zip(widest).enumerate() {
        // The first column names the row, and an id in two parts cannot be copied.
        let narrow = if position == 0 { NAMES } else { NARROW };
        let padded = |width: usize| Width::Fixed(u16::try_from(width).unwrap_or(u16::MAX).saturating_add(2));
        if !fits {
            column.set_constraint(match widest <= narrow {
                true => ColumnConstraint::Absolute(padded(widest)),
                false => ColumnConstraint::LowerBoundary(padded(LEAST)),
            });
        }
    }
    grid
}

/// Headings may be broken between words.
fn longest_word(heading: &str) -> usize {
    heading.split(' ').map(|word| word.chars().count()).max().unwrap_or(0)
}
