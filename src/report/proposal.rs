//! A proposal of how a file is to be read, as a part of `chibo.toml` with its evidence in comments.

use std::fmt::Write;

use super::receipt::separator;
use crate::base::heading;
use crate::diagnostic::Column;
use crate::records::{Basis, Decided, DecidedColumn, Excluded, FileProfile, Proposal, is_points_heading};
use crate::words::{Lang, Word, fill};

/// The text; every line that a person must decide is a comment.
pub fn text(proposal: &Proposal, path: &str, lang: Lang) -> String {
    let mut out = String::new();
    let mut line = |text: String| {
        let _ = writeln!(out, "{text}");
    };
    line(format!("# {}", fill(Word::ProposalTitle.text(lang), &[("file", path)])));
    line("[[file]]".to_owned());
    line(format!("table = {}", quoted(proposal.of.file().trim_end_matches(".csv"))));
    line(format!("path = {}", quoted(path)));
    let decided = proposal.account.as_ref().and_then(|account| account.decided.as_deref());
    if let Some((first, rest)) = proposal.encodings.split_first() {
        line(format!("# {}", Word::ProposalEncoding.text(lang)));
        line(format!("encoding = {:<16} # {}", quoted(first.0.word()), first.1));
        for (encoding, sample) in rest {
            line(format!("# encoding = {:<14} # {sample}", quoted(encoding.word())));
        }
    } else if let Some(decided) = decided.filter(|decided| decided.written.sheet.is_none()) {
        let (encoding, by) = decided.written.encoding;
        line(format!("encoding = {:<16} # {}", quoted(encoding.word()), basis(by, lang)));
    }
    if let Some(decided) = decided {
        shape(decided, lang, &mut line);
    }
    if let Some(account) = &proposal.account {
        let totals = account.why.get(&Excluded::NotOfTable).copied().unwrap_or(0);
        let words = Word::ProposalRows.text(lang);
        line(format!("# {}", fill(words, &[("rows", &account.rows.to_string()), ("totals", &totals.to_string())])));
    }
    if let Some(decided) = decided {
        columns(decided, lang, &mut line);
    }
    let profile = decided.map(|decided| &decided.source.profile);
    let given = profile.map_or(&[][..], |profile| &profile.values);
    if !proposal.missing.is_empty() || !given.is_empty() {
        line(String::new());
        line("[file.values]".to_owned());
        for (fact, value) in given {
            line(format!("{} = {}", quoted(fact), quoted(value)));
        }
        for (heading, words) in &proposal.missing {
            line(format!("# {heading} = \"…\" # {} {words}", Word::ProposalMissing.text(lang)).trim_end().to_owned());
        }
    }
    let expected = profile.map_or(&[][..], |profile| &profile.expect);
    if !expected.is_empty() {
        line(String::new());
        line("[file.expect]".to_owned());
        for own in expected {
            line(format!("{} = {}", quoted(&own.what), quoted(&own.value.text())));
        }
    }
    if !proposal.names.is_empty() {
        line(String::new());
        line(format!("# {}", Word::ProposalNames.text(lang)));
        line("[names]".to_owned());
        for (name, cells) in &proposal.names {
            match cells.as_slice() {
                [] => line(format!("# {} = \"…\"", quoted(name))),
                cells => {
                    for (code, known) in cells {
                        line(format!("# {} = {} # {known}", quoted(name), quoted(code)));
                    }
                }
            }
        }
    }
    out
}

fn shape(decided: &Decided, lang: Lang, line: &mut impl FnMut(String)) {
    if let Some(sheet) = &decided.written.sheet {
        line(format!("sheet = {}", quoted(&sheet.name)));
    }
    if let Some(own) = decided.separator {
        line(format!("separator = {}", quoted(&separator(own))));
    }
    let (first, last) = decided.heading;
    let rows = if first == last { first.to_string() } else { format!("[{first}, {last}]") };
    let titles = fill(Word::TitlesPart.text(lang), &[("count", &decided.titles.to_string())]);
    line(format!("header-row = {rows:<14} # {titles}"));
    said_before(&decided.source.profile, line);
}

/// What no file shows of itself and its profile says already.
fn said_before(profile: &FileProfile, line: &mut impl FnMut(String)) {
    if let Some(last) = profile.last_row {
        line(format!("last-row = {last}"));
    }
    let list = |texts: Vec<String>| format!("[{}]", texts.join(", "));
    if !profile.skip_rows.is_empty() {
        line(format!("skip-rows = {}", list(profile.skip_rows.iter().map(u64::to_string).collect())));
    }
    if !profile.fill_down.is_empty() {
        line(format!("fill-down = {}", list(profile.fill_down.iter().map(|heading| quoted(heading)).collect())));
    }
}

fn columns(decided: &Decided, lang: Lang, line: &mut impl FnMut(String)) {
    line(String::new());
    line("[file.columns]".to_owned());
    for (index, column) in decided.columns.iter().enumerate().filter(|(_, column)| !column.heading.is_empty()) {
        let mut notes = Vec::new();
        // Points say themselves whose they are, whichever regulation reads them.
        let is_points = is_points_heading(&column.heading);
        let field = if is_points { Some(column.heading.as_str()) } else { column.field.as_deref() };
        let mut value = field.map_or_else(|| quoted(""), quoted);
        if let Some(open) = column.open {
            let (option, words) = open.choices();
            let sample = sample(column, lang).map_or_else(String::new, |sample| format!(" ({sample})"));
            line(format!("# {}{sample}", Word::ProposalOpen.text(lang)));
            for word in words {
                let key = quoted(&key(decided, index, &column.heading));
                line(format!("# {key} = {{ field = {value}, {option} = {} }}", quoted(word)));
            }
            continue;
        }
        if column.holds.is_none() && !is_points {
            notes.push(Word::NotRead.text(lang).to_owned());
        }
        let mut keys = Vec::new();
        keys.extend(column.dates.map(|dates| format!("dates = {}", quoted(dates.word()))));
        keys.extend(column.decimal.map(|mark| format!("decimal = {}", quoted(mark.word()))));
        if !keys.is_empty() {
            value = format!("{{ field = {value}, {} }}", keys.join(", "));
            let word = match column.by {
                crate::records::By::Profile => Word::ByProfile,
                crate::records::By::Evidence => Word::ByEvidence,
                crate::records::By::Default => Word::ByDefault,
            };
            notes.push(word.text(lang).to_owned());
        }
        notes.extend(sample(column, lang));
        let note = if notes.is_empty() { String::new() } else { format!(" # {}", notes.join("; ")) };
        line(format!("{} = {value}{note}", quoted(&key(decided, index, &column.heading))));
    }
}

/// A field that shows how the column is written, with its row.
fn sample(column: &DecidedColumn, lang: Lang) -> Option<String> {
    let (row, sample) = column.sample.as_ref()?;
    Some(format!("{}: {sample}", fill(Word::RowPlace.text(lang), &[("row", &row.to_string())])))
}

/// What a column is called: by its heading, or by its letters where several have that heading or it would itself be taken for letters.
fn key(decided: &Decided, index: usize, heading: &str) -> String {
    let alike = decided.columns.iter().filter(|other| heading::same(&other.heading, heading)).count();
    if alike == 1 && !heading.starts_with('#') {
        return heading.to_owned();
    }
    format!("#{}", Column { index, heading: String::new() }.letters())
}

/// What told the encoding.
fn basis(basis: Basis, lang: Lang) -> &'static str {
    let word = match basis {
        Basis::Profile => Word::ByProfile,
        Basis::Mark => Word::ByMark,
        Basis::Zeros => Word::ByZeros,
        Basis::Sound => Word::BySound,
        Basis::Format => Word::ByFormat,
    };
    word.text(lang)
}

/// A TOML string on one line.
fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
    out
}
