//! How the values of a column are written. It is decided for a whole column, never for a field alone.

use std::sync::Arc;

use super::account::{By, Open};
use super::values::{DateForm, Mark};
use super::writing::{DateOrder, DecimalMark};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};

/// First row that shows a way of writing, with the field.
type Sign = Option<(u64, String)>;

/// What one column has shown so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Evidence {
    iso: Sign,
    slash: Sign,
    month_first: Sign,
    /// A slash date whose first number is no month.
    day_first: Sign,
    comma: Sign,
    point: Sign,
}

impl Evidence {
    pub(super) fn date(&mut self, form: DateForm, row: u64, field: &[u8]) {
        note(if form == DateForm::Iso { &mut self.iso } else { &mut self.slash }, row, field);
        if form == DateForm::Slash && self.day_first.is_none() && is_no_month(field) {
            note(&mut self.day_first, row, field);
        }
    }

    pub(super) fn month_first(&mut self, row: u64, field: &[u8]) {
        note(&mut self.month_first, row, field);
    }

    pub(super) fn mark(&mut self, mark: Mark, row: u64, field: &[u8]) {
        match mark {
            Mark::None => {}
            Mark::Comma => note(&mut self.comma, row, field),
            Mark::Point => note(&mut self.point, row, field),
        }
    }

    /// Takes over what a later part of the file showed; its rows count from `offset`.
    pub(super) fn join(&mut self, later: Evidence, offset: u64) {
        let pairs = [
            (&mut self.iso, later.iso),
            (&mut self.slash, later.slash),
            (&mut self.month_first, later.month_first),
            (&mut self.day_first, later.day_first),
            (&mut self.comma, later.comma),
            (&mut self.point, later.point),
        ];
        for (mine, theirs) in pairs {
            if mine.is_none() {
                *mine = theirs.map(|(row, field)| (row + offset, field));
            }
        }
    }

    /// What the values leave open, as they fit no single reading.
    pub(super) fn open(&self) -> Option<Open> {
        if self.month_first.is_some() || self.iso.is_some() && self.slash.is_some() {
            return Some(Open::Dates);
        }
        (self.comma.is_some() && self.point.is_some()).then_some(Open::Decimal)
    }

    /// How dates and decimals of the column turned out to be written.
    pub(super) fn shown(&self) -> (Option<DateOrder>, Option<DecimalMark>, By) {
        let dates = match (&self.slash, &self.iso) {
            _ if self.open() == Some(Open::Dates) => None,
            (Some(_), _) => Some(DateOrder::DayFirst),
            (None, Some(_)) => Some(DateOrder::Iso),
            (None, None) => None,
        };
        let decimal = match (&self.comma, &self.point) {
            (Some(_), None) => Some(DecimalMark::Comma),
            (None, Some(_)) => Some(DecimalMark::Point),
            _ => None,
        };
        let open = dates == Some(DateOrder::DayFirst) && self.day_first.is_none();
        (dates, decimal, if open { By::Default } else { By::Evidence })
    }

    /// The field that says most about how the column is written, with its row.
    pub(super) fn sample(&self) -> Option<&(u64, String)> {
        [&self.month_first, &self.day_first, &self.slash, &self.iso, &self.comma, &self.point]
            .into_iter()
            .find_map(Option::as_ref)
    }

    /// Faults of a column whose values fit no single reading. They refuse the whole file. A date with its month first is a fault of its
    /// row too, and told of it already unless the row was not asked for.
    pub(super) fn judge(&self, file: &Arc<str>, index: usize, heading: &str, findings: &mut Findings) {
        let mixed = [(Code::DateOrdersMixed, &self.iso, &self.slash), (Code::DecimalMarksMixed, &self.comma, &self.point)];
        for (code, a, b) in mixed {
            if let (Some(a), Some(b)) = (a, b) {
                let (first, second) = if a.0 <= b.0 { (a, b) } else { (b, a) };
                findings.push(
                    Diagnostic::new(code, Place { row: Some(second.0), ..Place::file(file) }.column(index, heading))
                        .with("value", &first.1)
                        .with("row_a", first.0)
                        .with("other", &second.1)
                        .with("row_b", second.0),
                );
            }
        }
        if let Some((row, field)) = &self.month_first {
            let place = Place { row: Some(*row), ..Place::file(file) }.column(index, heading);
            findings.push(Diagnostic::new(Code::DateMonthFirst, place).with("value", field));
        }
    }
}

/// Whether the first number of a slash date is more than there are months.
fn is_no_month(field: &[u8]) -> bool {
    matches!(field, [b'1', b'3'..=b'9', b'/', ..] | [b'2' | b'3', b'0'..=b'9', b'/', ..])
}

fn note(sign: &mut Sign, row: u64, field: &[u8]) {
    if sign.is_none() {
        *sign = Some((row, String::from_utf8_lossy(field).into_owned()));
    }
}
