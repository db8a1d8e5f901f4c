//! Cells that succeed others: what readers and machines are told of them.

use std::collections::BTreeMap;

use super::Field;
use super::explain::Line;
use super::field::{day, number};
use super::notice::Notice;
use crate::assess::{Meetings, Standing};
use crate::base::Period;
use crate::outline::succession_phrase;
use crate::records::{CellIndex, Cells, Succeeds};
use crate::rules::{Change, LineageRule, Regulation, Succession};
use crate::words::{Lang, Word, fill};

/// `2025-07-01 merge from A1 carry-over; 2025-09-01 rename to B2`: what a cell comes from within a period, by day, with what the text says of
/// that, `silent` where it says nothing; and what has become of it by the end of the period.
pub(super) fn machine(cells: &Cells, rule: Option<&LineageRule>, period: Period, cell: CellIndex) -> String {
    let lineage = cells.lineage();
    let into = lineage.into(cell).filter(|row| row.is_within(period)).map(|row| {
        let word = succession(rule, row.change).map_or("silent", Succession::word);
        (row.day, format!("{} {} from {} {word}", row.day, row.change.word(), cells.code(row.from)))
    });
    let out = lineage.out_of(cell).filter(|row| row.is_before_end(period));
    let out = out.map(|row| (row.day, format!("{} {} to {}", row.day, row.change.word(), cells.code(row.to))));
    let mut all: Vec<_> = into.chain(out).collect();
    all.sort();
    all.into_iter().map(|(_, text)| text).collect::<Vec<String>>().join("; ")
}

/// What stands in place of a level; `None` where the cell is judged.
pub(super) fn instead(cells: &Cells, standing: &Standing, lang: Lang) -> Option<Field<'static>> {
    let (word, row) = match standing {
        Standing::Judged => return None,
        Standing::Gone(row) => (Word::GoneInto, row),
        Standing::Unrated(row) => (Word::UnratedSince, row),
    };
    // Several cells may come of one on its last day.
    let heirs = cells.lineage().out_of(row.from).filter(|other| other.day == row.day).map(|other| cells.code(other.to));
    let heirs = heirs.collect::<Vec<&str>>().join(", ");
    let values = [("code", heirs.as_str()), ("day", &day(row.day, lang)), ("change", change(row.change).text(lang))];
    Some(Field::word("", fill(word.text(lang), &values)))
}

/// That cells succeed others in the period, and of which of them the text says nothing.
pub(super) fn notices(meetings: &Meetings<'_>, lang: Lang) -> Vec<Notice> {
    let rows = || meetings.cells.lineage().rows().filter(|row| row.is_within(meetings.period));
    let mut counts: BTreeMap<Change, usize> = BTreeMap::new();
    rows().for_each(|row| *counts.entry(row.change).or_default() += 1);
    if counts.is_empty() {
        return Vec::new();
    }
    let list: Vec<String> = counts.iter().map(|(of, count)| format!("{} {count}", change(*of).text(lang))).collect();
    let values = [("list", list.join(", ")), ("period", meetings.period.to_string())];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut all = vec![Notice { code: "lineage", text: fill(Word::LineageNotice.text(lang), &values) }];
    for text in meetings.period_judges().filter(|text| meetings.period_rule(*text).is_some()) {
        let Some(regulation) = meetings.texts.all().get(text).map(|text| &text.regulation) else { continue };
        all.extend(silent(regulation, counts.keys().copied(), lang));
    }
    all
}

/// That a text says nothing of some changes.
pub(super) fn silent(regulation: &Regulation, changes: impl Iterator<Item = Change>, lang: Lang) -> Option<Notice> {
    let rule = regulation.lineage.as_ref();
    let unsaid: Vec<&str> = changes.filter(|of| succession(rule, *of).is_none()).map(|of| change(of).text(lang)).collect();
    let values = [("id", regulation.header.id.as_str()), ("list", &unsaid.join(", "))];
    (!unsaid.is_empty()).then(|| Notice { code: "lineage-silent", text: fill(Word::LineageSilentNotice.text(lang), &values) })
}

/// The changes of a period.
pub(super) fn changes(cells: &Cells, period: Period) -> Vec<Change> {
    let mut all: Vec<Change> = cells.lineage().rows().filter(|row| row.is_within(period)).map(|row| row.change).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Every change of a cell within a period, with the row that records it; of what it comes from with the clause that says what that means.
pub(super) fn lines(
    cells: &Cells,
    regulation: &Regulation,
    (period, depth): (Period, usize),
    cell: CellIndex,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let lineage = cells.lineage();
    let rule = regulation.lineage.as_ref();
    for row in lineage.into(cell).filter(|row| row.is_within(period)) {
        let said = succession(rule, row.change);
        let meaning = said.map_or(Word::SuccessionSilent, succession_phrase).text(lang);
        let line = line(row, depth, Word::ComesFrom, (cells.code(row.from), cells.name(row.from)), lang);
        let line = Line { value: format!("{}: {meaning}", line.value), ..line };
        let line = Line { branch: said.map_or("silent", Succession::word).to_owned(), ..line };
        lines.push(match rule.filter(|_| said.is_some()) {
            Some(rule) => line.cited(regulation, &rule.basis),
            None => Line { regulation: regulation.header.id.clone(), ..line },
        });
    }
    for row in lineage.out_of(cell).filter(|row| row.is_within(period)) {
        lines.push(line(row, depth, Word::Becomes, (cells.code(row.to), cells.name(row.to)), lang));
    }
}

fn line(row: &Succeeds, depth: usize, item: Word, (code, name): (&str, &str), lang: Lang) -> Line {
    let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
    Line {
        depth,
        kind: "lineage",
        id: code.to_owned(),
        item: item.text(lang).to_owned(),
        value: format!("{code}{name}, {} {}", change(row.change).text(lang), day(row.day, lang)),
        file: row.place.file.as_ref().map_or_else(String::new, ToString::to_string),
        row: row.place.row,
        ..Line::default()
    }
}

/// Whose meetings a level of a period counts beside those of the cell itself, with the months that each stands for where means are weighted.
pub(super) fn shares(meetings: &Meetings<'_>, (cell, text, depth): (CellIndex, usize, usize), lines: &mut Vec<Line>, lang: Lang) {
    let Some(line) = meetings.line(cell, text).filter(|line| !line.shares.is_empty()) else { return };
    let Some(regulation) = meetings.texts.all().get(text).map(|text| &text.regulation) else { return };
    let per_level = |counts: &[u64]| {
        let counts = regulation.levels.iter().zip(counts).map(|(level, count)| format!("{} {count}", level.title));
        counts.collect::<Vec<String>>().join(", ")
    };
    for share in &line.shares {
        let mut value = meetings.levels_of_share(share, text).map_or_else(String::new, |counts| per_level(&counts));
        if let Some(before) = share.before {
            value.push_str(&fill(Word::BeforeDay.text(lang), &[("day", &before.to_string())]));
        }
        if let Some(months) = share.months.filter(|_| line.weighs) {
            value.push_str(&fill(Word::MonthsOf.text(lang), &[("months", &number(months, lang))]));
        }
        lines.push(Line {
            depth,
            kind: "share",
            id: meetings.cells.code(share.cell).to_owned(),
            item: Word::CountedFrom.text(lang).to_owned(),
            value: format!("{}: {value}", meetings.cells.code(share.cell)),
            ..Line::default()
        });
    }
    if let Some(months) = line.months.filter(|_| line.weighs) {
        let mean = meetings.counts(cell, text).and_then(|counts| counts.more.mean);
        lines.push(Line {
            depth,
            kind: "weighted-mean",
            item: Word::WeightedMean.text(lang).to_owned(),
            value: format!(
                "{}{}",
                mean.map_or_else(|| "?".to_owned(), |mean| format!("{} ({})", number(mean, lang), mean.text())),
                fill(Word::OwnMonths.text(lang), &[("months", &number(months, lang))])
            ),
            ..Line::default()
        });
    }
}

/// The name of a change.
pub(super) fn change(of: Change) -> Word {
    match of {
        Change::Rename => Word::ChangeRename,
        Change::Merge => Word::ChangeMerge,
        Change::Split => Word::ChangeSplit,
        Change::Transfer => Word::ChangeTransfer,
    }
}

fn succession(rule: Option<&LineageRule>, change: Change) -> Option<Succession> {
    rule.and_then(|rule| rule.of(change))
}
