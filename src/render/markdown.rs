//! Tables for documents.

use std::io::{self, Write};

use super::table::account_line;
use crate::report::document::{Block, Lines, Piece};
use crate::report::{Audience, Report, Seen, Table};
use crate::words::{Lang, Word, fill};

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# {}", escape(&report.title))?;
    if !report.document.is_empty() {
        return report.document.iter().try_for_each(|block| self::block(block, out));
    }
    if !report.regulations.is_empty() && !report.id.starts_with("rules-") {
        let names: Vec<String> =
            report.regulations.iter().map(|note| format!("{} `{}`", note.name(report.lang), note.id)).collect();
        writeln!(out, "\n{}", fill(Word::RegulationsLine.text(report.lang), &[("names", &names.join("; "))]))?;
    }
    for (_, data) in report.tables.iter().enumerate().filter(|(position, data)| *position == 0 || data.len > 0) {
        writeln!(out, "\n## {}\n", data.title)?;
        table(data, report.lang, out)?;
        if data.columns.iter().any(|column| column.id == "mean") && !report.regulations.iter().any(|note| note.judges_by_points) {
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
        let fields = data.row.of(position, Audience::Reader);
        let texts: Vec<String> =
            fields.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(field, _)| escape(&field.shown(lang))).collect();
        writeln!(out, "| {} |", texts.join(" | "))?;
    }
    Ok(())
}

fn block(block: &Block, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out)?;
    match block {
        Block::Heading(depth, title) => writeln!(out, "{} {}", "#".repeat((*depth).min(6)), escape(title)),
        Block::Paragraph(text) => writeln!(out, "{}", lines(text)),
        Block::Warning(text) => writeln!(out, "> {}", lines(text)),
        Block::List(entries) => entries.iter().try_for_each(|entry| writeln!(out, "- {}", lines(entry))),
        Block::Table(headings, rows) => {
            let headings: Vec<String> = headings.iter().map(|heading| escape(heading)).collect();
            writeln!(out, "| {} |\n|{}", headings.join(" | "), " --- |".repeat(headings.len()))?;
            rows.iter().try_for_each(|row| {
                let cells: Vec<String> = row.iter().map(lines).collect();
                writeln!(out, "| {} |", cells.join(" | "))
            })
        }
    }
}

fn lines(text: &Lines) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Plain(text) => escape(text),
        Piece::Strong(text) => format!("**{}**", escape(text)),
    };
    let line = |pieces: &Vec<Piece>| pieces.iter().map(piece).collect::<String>();
    text.0.iter().map(line).collect::<Vec<String>>().join("<br>")
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
