//! Faults as text for a terminal or as JSON.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use serde_json::{Value, json};

use crate::diagnostic::{Code, Diagnostic, Findings, Place, Severity};
use crate::report::SCHEMA;
use crate::words::{Lang, Word, fill};

/// Faults of one cause that are shown in full on a screen.
const SHOWN: usize = 20;

/// All faults as text: at most 20 of each cause in full, the rest counted.
pub fn text(findings: &Findings, lang: Lang) -> String {
    let mut out = String::new();
    let mut seen: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in findings.iter() {
        let count = seen.entry(diagnostic.code).or_default();
        *count += 1;
        if *count <= SHOWN {
            one(&mut out, diagnostic, lang);
        }
    }
    for (code, count) in findings.counts() {
        if *count > SHOWN {
            let values = [("count", (count - SHOWN).to_string()), ("code", code.id().to_owned())];
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

fn one(out: &mut String, diagnostic: &Diagnostic, lang: Lang) {
    let severity = match diagnostic.code.severity() {
        Severity::Error => Word::SeverityError,
        Severity::Warning => Word::SeverityWarning,
        Severity::Note => Word::SeverityNote,
    };
    let head = format!("{} [{}] {}", severity.text(lang), diagnostic.code.id(), place(diagnostic, lang));
    let _ = writeln!(out, "{}", head.trim_end());
    let _ = writeln!(out, "    {}", diagnostic.what(lang));
    for (label, text) in [(Word::ExpectedLabel, diagnostic.expected(lang)), (Word::MendLabel, diagnostic.mend(lang))] {
        if !text.trim().is_empty() {
            let _ = writeln!(out, "    {}: {text}", label.text(lang));
        }
    }
    if let Some((text, span)) = &diagnostic.place.excerpt {
        excerpt(out, text, span.clone());
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

/// The lines of a rule file around a fault, with a caret.
fn excerpt(out: &mut String, text: &str, span: std::ops::Range<usize>) {
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
    let number = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
    let marked = span.start - start..span.end.min(first_end).max(span.start) - start;
    let snippet = Snippet::source(line).line_start(number).annotation(AnnotationKind::Primary.span(marked));
    let group = Level::ERROR.no_name().primary_title("").element(snippet);
    let drawn = Renderer::plain().render(&[group]);
    for line in drawn.lines().filter(|line| line.contains('|')) {
        let _ = writeln!(out, "    {line}");
    }
}
