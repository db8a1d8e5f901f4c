//! Tables for documents.

use std::io::{self, Write};

use super::table::account_line;
use crate::report::{Audience, Report, Seen, Table};
use crate::words::{Lang, Word, fill};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", report.title)?;
    if !report.regulations.is_empty() {
        let names: Vec<String> = report.regulations.iter().map(|note| format!("{} `{}`", note.name(), note.id)).collect();
        writeln!(out, "\n{}", fill(Word::RegulationsLine.text(report.lang), &[("names", &names.join("; "))]))?;
    }
    for (_, data) in report.tables.iter().enumerate().filter(|(position, data)| *position == 0 || data.len > 0) {
        writeln!(out, "\n## {}\n", data.title)?;
        table(data, report.lang, out)?;
        if data.columns.iter().any(|column| column.id == "mean") {
            writeln!(out, "\n{}", Word::MeanFootnote.text(report.lang).replacen('*', "\\*", 1))?;
        }
    }
    if !report.notices.is_empty() {
        writeln!(out, "\n## {}\n", Word::NoticesTitle.text(report.lang))?;
        for notice in &report.notices {
            writeln!(out, "- {}", escape(&notice.text))?;
        }
    }
    if !report.accounts.is_empty() {
        writeln!(out, "\n## {}\n", Word::AccountsTitle.text(report.lang))?;
        for account in &report.accounts {
            writeln!(out, "- {}", escape(&account_line(account, report.lang)))?;
        }
    }
    Ok(())
}

fn table(data: &Table<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let kept: Vec<bool> = data.columns.iter().map(|column| column.seen != Seen::Machine).collect();
    let columns = || data.columns.iter().filter(|column| column.seen != Seen::Machine);
    let headings: Vec<String> = columns().map(|column| escape(&column.heading)).collect();
    writeln!(out, "| {} |", headings.join(" | "))?;
    let rules: Vec<&str> = columns().map(|column| if column.right { "---:" } else { "---" }).collect();
    writeln!(out, "| {} |", rules.join(" | "))?;
    for position in 0..data.len {
        let fields = (data.row)(position, Audience::Reader);
        let texts: Vec<String> =
            fields.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(field, _)| escape(&field.shown(lang))).collect();
        writeln!(out, "| {} |", texts.join(" | "))?;
    }
    Ok(())
}

/// The space that shows depth in tables.
const INDENT: char = '\u{a0}';

/// Leading spaces show depth, so they become spaces that a document keeps.
fn escape(text: &str) -> String {
    let body = text.trim_start_matches(INDENT);
    let depth = (text.len() - body.len()) / INDENT.len_utf8();
    let body = body.replace('\\', "\\\\").replace('|', "\\|").replace('*', "\\*").replace('<', "&lt;");
    format!("{}{}", "&nbsp;".repeat(depth), body.replace('\n', "<br>"))
}
