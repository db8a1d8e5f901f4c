//! Faulty rows as they stand in their files, for whoever reads the faults on a terminal.

use std::collections::BTreeSet;
use std::sync::Arc;

use chibo::diagnostic::Findings;
use chibo::records::{Excerpt, excerpts};
use chibo::report::Report;

/// More rows than are shown of one file.
const MOST: usize = 200;
/// How much of a row stands before and after the faulty field.
const AROUND: usize = 40;

/// Gives the first faults of every file their rows.
pub(crate) fn add(report: &Report<'_>, findings: &mut Findings) {
    for account in &report.accounts {
        let Some(decided) = &account.decided else { continue };
        let of_file = findings.iter().filter(|fault| fault.place.file.as_ref() == Some(&account.file));
        let rows: BTreeSet<u64> =
            of_file.filter(|fault| fault.place.column.is_some()).filter_map(|fault| fault.place.row).take(MOST).collect();
        let found = excerpts(decided, &rows);
        for fault in findings.iter_mut().filter(|fault| fault.place.file.as_ref() == Some(&account.file)) {
            let (Some(row), Some(column)) = (fault.place.row, &fault.place.column) else { continue };
            if let Some(excerpt) = found.iter().find(|excerpt| excerpt.row == row) {
                fault.place.excerpt = cut(excerpt, column.index);
            }
        }
    }
}

/// The part of a row around a field, and the place of the field in it.
fn cut(excerpt: &Excerpt, column: usize) -> Option<(Arc<str>, std::ops::Range<usize>)> {
    let span = excerpt.fields.get(column)?.clone();
    let (before, rest) = excerpt.text.split_at_checked(span.start)?;
    let (field, after) = rest.split_at_checked(span.end - span.start)?;
    let skipped = before.chars().count().saturating_sub(AROUND);
    let mut text: String = if skipped > 0 { "…".to_owned() } else { String::new() };
    text.extend(before.chars().skip(skipped));
    let start = text.len();
    text.push_str(field);
    let end = text.len();
    text.extend(after.chars().take(AROUND));
    if after.chars().count() > AROUND {
        text.push('…');
    }
    Some((text.into(), start..end))
}
