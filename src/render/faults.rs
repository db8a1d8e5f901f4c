//! Faults as text for a terminal or as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Findings, Place, Severity};
use crate::report::SCHEMA;
use crate::words::{Lang, Word, fill};

/// Faults of one code that are shown in full on a screen.
const SHOWN: usize = 20;
/// Rows of one cause from which on they are told together.
const GROUPED: usize = 4;
/// Rows of a group that are shown, and groups of one code.
const EXAMPLES: usize = 3;

/// All faults as text. Rows of one file with one fault in one column are told together, the first of them shown; of all others at most 20 of
/// each code in full, the rest counted.
pub fn text(findings: &Findings, lang: Lang) -> String {
    let mut out = String::new();
    let mut groups: BTreeMap<Cause<'_>, Vec<&Diagnostic>> = BTreeMap::new();
    for diagnostic in findings.iter() {
        if let Some(cause) = Cause::of(diagnostic) {
            groups.entry(cause).or_default().push(diagnostic);
        }
    }
    groups.retain(|_, rows| rows.len() >= GROUPED);
    let mut told: BTreeMap<Code, usize> = BTreeMap::new();
    let mut shown: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in findings.iter() {
        let shown = shown.entry(diagnostic.code).or_default();
        let told = told.entry(diagnostic.code).or_default();
        match Cause::of(diagnostic).and_then(|cause| groups.get(&cause)) {
            // A group stands where its first row does.
            Some(rows) if rows.first().is_some_and(|first| std::ptr::eq(*first, diagnostic)) => {
                if *shown < SHOWN {
                    group(&mut out, rows, lang);
                    *shown += 1;
                    *told += rows.len();
                }
            }
            Some(_) => {}
            None => {
                if *shown < SHOWN {
                    one(&mut out, diagnostic, lang);
                    *shown += 1;
                    *told += 1;
                }
            }
        }
    }
    for (code, count) in findings.counts() {
        let rest = count - told.get(code).copied().unwrap_or(0).min(*count);
        if rest > 0 {
            let values = [("count", rest.to_string()), ("code", code.id().to_owned())];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let _ = writeln!(out, "{}", fill(Word::MoreOfCause.text(lang), &values));
        }
    }
    let of = |severity: Severity| {
        findings.counts().iter().filter(|(code, _)| code.severity() == severity).map(|(_, count)| count).sum::<usize>()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    if errors + warnings > 0 {
        let values = [("errors", errors.to_string()), ("warnings", warnings.to_string())];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let _ = writeln!(out, "{}", fill(Word::FaultsLine.text(lang), &values));
    }
    out
}

/// All faults that are kept, with their places in parts.
pub fn json(findings: &Findings, lang: Lang) -> Value {
    let one = |diagnostic: &Diagnostic| {
        let place = &diagnostic.place;
        json!({
            "code": diagnostic.code.id(),
            "severity": diagnostic.code.severity().id(),
            "file": place.file.as_deref(),
            "line": place.line,
            "row": place.row,
            "position": place.position(),
            "column": place.column.as_ref().map(crate::diagnostic::Column::letters),
            "heading": place.column.as_ref().map(|column| column.heading.as_str()),
            "value": diagnostic.value(),
            "message": diagnostic.what(lang),
            "expected": diagnostic.expected(lang),
            "mend": diagnostic.mend(lang),
        })
    };
    let counts: serde_json::Map<String, Value> =
        findings.counts().iter().map(|(code, count)| (code.id().to_owned(), json!(count))).collect();
    json!({ "counts": counts, "list": findings.iter().map(one).collect::<Vec<Value>>() })
}

/// The faults alone as a JSON document.
pub fn json_document(findings: &Findings, lang: Lang) -> String {
    format!("{:#}\n", json!({ "schema": SCHEMA, "report": "diagnostics", "diagnostics": json(findings, lang) }))
}

/// A fault in one line, as it stands beside a rejected row.
pub fn reason(diagnostic: &Diagnostic, lang: Lang) -> String {
    let here = Diagnostic { place: Place { column: diagnostic.place.column.clone(), ..Place::default() }, ..diagnostic.clone() };
    let column = place(&here, lang);
    let column = if column.is_empty() { String::new() } else { format!("{column}: ") };
    format!(
        "[{}] {column}{}; {}: {}",
        diagnostic.code.id(),
        diagnostic.what(lang),
        Word::MendLabel.text(lang),
        diagnostic.mend(lang)
    )
}

/// What rows have in common whose faults a clerk mends in one go.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Cause<'a> {
    code: Code,
    file: &'a str,
    column: Option<usize>,
}

impl Cause<'_> {
    fn of(diagnostic: &Diagnostic) -> Option<Cause<'_>> {
        let place = &diagnostic.place;
        place.row?;
        let column = place.column.as_ref().map(|column| column.index);
        Some(Cause { code: diagnostic.code, file: place.file.as_deref()?, column })
    }
}

fn group(out: &mut String, rows: &[&Diagnostic], lang: Lang) {
    let Some(first) = rows.first() else { return };
    let all = Diagnostic { place: Place { row: None, line: None, ..first.place.clone() }, ..(*first).clone() };
    let count = fill(Word::GroupRows.text(lang), &[("count", &rows.len().to_string())]);
    let _ = writeln!(out, "{} [{}] {}: {count}", severity(first.code).text(lang), first.code.id(), place(&all, lang));
    for diagnostic in rows.iter().take(EXAMPLES) {
        let row = diagnostic.place.row.map_or(String::new(), |row| fill(Word::RowPlace.text(lang), &[("row", &row.to_string())]));
        let _ = writeln!(out, "    {row}: {}", diagnostic.what(lang));
        if let Some((text, span)) = &diagnostic.place.excerpt {
            excerpt(out, text, span.clone(), diagnostic.place.row);
        }
    }
    if rows.len() > EXAMPLES {
        let rest = (rows.len() - EXAMPLES).to_string();
        let _ = writeln!(out, "    {}", fill(Word::GroupMore.text(lang), &[("count", &rest)]));
    }
    advice(out, first, lang);
}

fn severity(code: Code) -> Word {
    match code.severity() {
        Severity::Error => Word::SeverityError,
        Severity::Warning => Word::SeverityWarning,
        Severity::Note => Word::SeverityNote,
    }
}

/// What was expected and how to mend it.
fn advice(out: &mut String, diagnostic: &Diagnostic, lang: Lang) {
    for (label, text) in [(Word::ExpectedLabel, diagnostic.expected(lang)), (Word::MendLabel, diagnostic.mend(lang))] {
        if !text.trim().is_empty() {
            let _ = writeln!(out, "    {}: {text}", label.text(lang));
        }
    }
}

fn one(out: &mut String, diagnostic: &Diagnostic, lang: Lang) {
    let head = format!("{} [{}] {}", severity(diagnostic.code).text(lang), diagnostic.code.id(), place(diagnostic, lang));
    let _ = writeln!(out, "{}", head.trim_end());
    let _ = writeln!(out, "    {}", diagnostic.what(lang));
    advice(out, diagnostic, lang);
    if let Some((text, span)) = &diagnostic.place.excerpt {
        excerpt(out, text, span.clone(), diagnostic.place.row);
    }
}

fn place(diagnostic: &Diagnostic, lang: Lang) -> String {
    let place = &diagnostic.place;
    let mut parts = Vec::new();
    if let Some(file) = &place.file {
        parts.push(file.to_string());
    }
    // The row is what a spreadsheet shows; the line only where there are no rows.
    match (place.row, place.line) {
        (Some(row), _) => parts.push(fill(Word::RowPlace.text(lang), &[("row", &row.to_string())])),
        (None, Some(line)) => {
            let position = place.position().map_or(String::new(), |position| format!(":{position}"));
            parts.push(fill(Word::LinePlace.text(lang), &[("line", &format!("{line}{position}"))]));
        }
        (None, None) => {}
    }
    if let Some(column) = &place.column {
        let letters = fill(Word::ColumnPlace.text(lang), &[("letters", &column.letters())]);
        parts.push(if column.heading.is_empty() { letters } else { format!("{letters} ({})", column.heading) });
    }
    parts.join(", ")
}

/// The line of a fault with a caret: of a rule file, or a row of records, which is a text of one line.
fn excerpt(out: &mut String, text: &str, span: std::ops::Range<usize>, row: Option<u64>) {
    let start = text.get(..span.start).map_or(0, |before| before.rfind('\n').map_or(0, |at| at + 1));
    let end = text.get(span.end.max(span.start)..).and_then(|after| after.find('\n')).map_or(text.len(), |at| span.end + at);
    // A fault of a whole table is shown at its heading.
    let first_end = text.get(start..end).and_then(|lines| lines.find('\n')).map_or(end, |at| start + at);
    let (Some(line), true) = (text.get(start..first_end), span.start <= first_end) else {
        return;
    };
    if line.trim().is_empty() {
        return;
    }
    let line_number = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
    let number = row.and_then(|row| usize::try_from(row).ok()).unwrap_or(line_number);
    let marked = span.start - start..span.end.min(first_end).max(span.start) - start;
    let snippet = Snippet::source(line).line_start(number).annotation(AnnotationKind::Primary.span(marked));
    let group = Level::ERROR.no_name().primary_title("").element(snippet);
    let drawn = Renderer::plain().render(&[group]);
    for line in drawn.lines().filter(|line| line.contains('|')) {
        let _ = writeln!(out, "    {line}");
    }
}
