//! `chibo attendance`: rates with both numbers, and who stands outside the denominator and why.

mod members;
mod turnouts;

use super::groups::{self, By};
use super::score::{kind_field, meeting_notices};
use super::{Audience, Column, Field, Report, Table, texts};
use crate::assess::{Class, Meetings, Summary};
use crate::records::{CellIndex, MemberStatus};
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

/// What the rows of the main table stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Meetings, cells, or groups of cells.
    By(By),
    /// Members one by one; with their names only where that was asked for.
    Members {
        /// Whether it was.
        names: bool,
    },
}

const VIEWS: [(&str, &[Class]); 3] =
    [("regular", &[Class::Regular]), ("thematic", &[Class::Thematic]), ("all", &[Class::Regular, Class::Thematic, Class::Other])];

/// The report of a run.
pub fn report<'a>(meetings: &'a Meetings<'a>, view: View, lang: Lang) -> Report<'a> {
    let notes = texts::notes(meetings);
    let total = groups::all(meetings, &Class::ALL);
    let mut notices = texts::notices(meetings, lang);
    notices.retain(|notice| notice.code != "period-judge");
    notices.extend(texts::two_rates(meetings, lang));
    notices.extend(notes.iter().flat_map(|note| note.notices(lang)));
    notices.extend(
        meeting_notices(meetings, &total, lang)
            .into_iter()
            .filter(|notice| ["applied-on-request", "not-received", "rejected"].contains(&notice.code)),
    );
    notices.extend(super::notice::counted("no-count", Word::NoCountNotice, total.no_count, lang));
    notices.extend(members::notices(meetings, lang));
    let main = match view {
        View::By(By::Meeting) if meetings.is_of_members => turnouts::table(meetings, lang),
        View::By(By::Meeting) => by_meeting(meetings, lang),
        View::By(By::Cell) => by_cell(meetings, lang),
        View::By(by @ (By::Committee | By::Type)) => by_group(meetings, by, lang),
        View::Members { names } => members::table(meetings, names, lang),
    };
    let title = fill(Word::AttendanceTitle.text(lang), &[("period", &meetings.period.to_string())]);
    let sums = VIEWS.map(|(_, classes)| groups::all(meetings, classes));
    let on_request = total.on_request;
    let mut tables = vec![main];
    if let View::Members { names } = view {
        tables.push(members::outside(meetings, names, lang));
    }
    tables.extend([whole(sums, lang), statuses(meetings, total, lang)]);
    Report {
        id: "attendance",
        title,
        regulations: notes,
        notices,
        tables,
        on_request,
        document: Vec::new(),
        accounts: meetings.accounts.clone(),
        lang,
    }
}

fn rate_columns(lang: Lang) -> Vec<Column> {
    let mut columns = Vec::new();
    for ((id, _), word) in VIEWS.iter().zip([Word::Regular, Word::Thematic, Word::Together]) {
        columns.push(Column::machine(&format!("{id}_part")));
        columns.push(Column::machine(&format!("{id}_whole")));
        columns.push(Column { id: format!("{id}_percent"), ..Column::both("", word.text(lang)) }.right());
    }
    columns.push(Column::machine("left_out"));
    columns.push(Column::machine("not_counted"));
    columns
}

fn rate_fields<'s>(sums: impl Iterator<Item = &'s Summary>, all: &Summary, left_out: &LeftOut<'_>) -> Vec<Field<'static>> {
    let mut fields = Vec::new();
    for sum in sums {
        fields.extend([Field::Count(sum.part), Field::Count(sum.whole), Field::rate(sum.attendance())]);
    }
    let mut out: Vec<(&str, u64)> = Vec::new();
    for (id, count) in left_out.0.iter().zip(&all.statuses).filter_map(|(id, count)| Some(((*id)?, *count))) {
        match out.iter_mut().find(|(other, _)| *other == id) {
            Some((_, sum)) => *sum += count,
            None => out.push((id, count)),
        }
    }
    let out = out.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| format!("{id}={count}"));
    fields.push(Field::text(out.collect::<Vec<String>>().join(";")));
    fields.push(Field::Count(all.no_count));
    fields
}

/// For every status of every text its id, where that text leaves it out.
struct LeftOut<'a>(Vec<Option<&'a str>>);

impl<'a> LeftOut<'a> {
    fn of(meetings: &Meetings<'a>) -> LeftOut<'a> {
        let id = |(regulation, slot): (&'a Regulation, usize)| {
            let left_out = |rule: &&crate::rules::Attendance| rule.left_out.iter().any(|(out, _)| *out == slot);
            regulation.attendance.as_ref().filter(left_out)?;
            regulation.vocabulary.facts.get(slot).map(|fact| fact.id.as_str())
        };
        LeftOut(meetings.statuses().map(id).collect())
    }
}

fn by_cell<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("name", Word::Cell.text(lang)),
        Column::machine("committee"),
        Column::machine("period"),
    ];
    columns.extend(rate_columns(lang));
    let left_out = LeftOut::of(meetings);
    let row = move |position: usize, _: Audience| {
        let cell = CellIndex(u32::try_from(position).unwrap_or(u32::MAX));
        let sums = VIEWS.map(|(_, classes)| meetings.summary(cell, classes));
        let mut fields = vec![
            Field::text(meetings.cells.code(cell)),
            Field::text(meetings.cells.name(cell)),
            Field::text(meetings.cells.committee(cell)),
            Field::text(meetings.period.to_string()),
        ];
        let all = sums.last().cloned().unwrap_or_default();
        fields.extend(rate_fields(sums.iter(), &all, &left_out));
        fields
    };
    Table { id: "cells", title: Word::ByCell.text(lang).to_owned(), columns, len: meetings.cells.len(), row: Box::new(row) }
}

fn by_group<'a>(meetings: &'a Meetings<'a>, by: By, lang: Lang) -> Table<'a> {
    let (id, heading) = if by == By::Type { ("type", Word::CellType) } else { ("committee", Word::Committee) };
    let sums = groups::sums(meetings, by, &VIEWS.map(|(_, classes)| classes), lang);
    let mut columns = vec![
        Column::both(id, heading.text(lang)),
        Column::both("cells", Word::Cells.text(lang)).right(),
        Column::machine("period"),
    ];
    columns.extend(rate_columns(lang));
    let left_out = LeftOut::of(meetings);
    let len = sums.len();
    let row = move |position: usize, _: Audience| {
        let Some((key, title, sums)) = sums.get(position) else {
            return Vec::new();
        };
        let all = sums.last().cloned().unwrap_or_default();
        let title = if title.is_empty() { Word::NotRecorded.text(lang).to_owned() } else { title.clone() };
        let mut fields = vec![Field::word(key.clone(), title), Field::Count(all.cells), Field::text(meetings.period.to_string())];
        fields.extend(rate_fields(sums.iter(), &all, &left_out));
        fields
    };
    Table { id: "groups", title: heading.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

fn by_meeting<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("date", Word::Date.text(lang)),
        Column::both("kind", Word::Kind.text(lang)),
        texts::column(meetings, lang),
        Column::machine("status"),
        Column::machine("attendance_part"),
        Column::machine("attendance_whole"),
        Column { id: "attendance_percent".to_owned(), ..Column::both("", Word::Attendance.text(lang)) }.right(),
        Column::machine("file"),
        Column::machine("row"),
    ];
    columns.extend(turnouts::columns());
    let slots: Vec<CountSlots> = meetings.regulations().map(CountSlots::of).collect();
    let row = move |position: usize, _: Audience| {
        let Some((row, regulation)) = meetings.rows.get(position).and_then(|row| Some((row, meetings.regulation_of(row)?)))
        else {
            return Vec::new();
        };
        let attendance = row.attendance.map(|(part, whole)| (u64::from(part), u64::from(whole)));
        let file = meetings.accounts.get(row.file).map_or(String::new(), |account| account.file.to_string());
        let turnout = meetings.turnouts.as_deref().and_then(|turnouts| turnouts.find(row.cell, row.day, row.kind));
        let facts = meetings.facts(row);
        let fact = |slot: &Option<usize>| facts.get((*slot)?).copied().flatten().and_then(|count| u64::try_from(count).ok());
        let mut fields = vec![
            Field::text(meetings.cells.code(row.cell)),
            Field::Day(row.day),
            kind_field(regulation, row, lang),
            texts::field(regulation),
            Field::text(row.status.word()),
            attendance.map_or(Field::None, |(part, _)| Field::Count(part)),
            attendance.map_or(Field::None, |(_, whole)| Field::Count(whole)),
            match attendance {
                Some((_, 0)) => Field::word("", Word::NoBase.text(lang)),
                other => Field::rate(other),
            },
            Field::text(file),
            Field::Count(row.row),
        ];
        let held = row.status != crate::records::Status::NotHeld;
        if let Some(slots) = slots.get(usize::from(row.text)) {
            fields.extend(slots.counts.iter().map(|slot| fact(slot).filter(|_| held).map_or(Field::None, Field::Count)));
            fields.push(turnout.filter(|_| held).map_or(Field::None, |turnout| Field::Count(u64::from(turnout.missing()))));
            let over = slots.over.iter().map(|slot| fact(slot).filter(|_| held));
            fields.extend(over.map(|flag| flag.map_or(Field::None, |flag| Field::Flag(flag != 0))));
            fields.push(Field::text(if row.counted { "attendance" } else { "meetings" }));
        }
        fields
    };
    Table { id: "meetings", title: Word::ByMeeting.text(lang).to_owned(), columns, len: meetings.rows.len(), row: Box::new(row) }
}

/// Where the counts of a meeting stand among its facts.
struct CountSlots {
    counts: Vec<Option<usize>>,
    over: Vec<Option<usize>>,
}

impl CountSlots {
    fn of(regulation: &Regulation) -> CountSlots {
        let slot = |id: &&str| regulation.vocabulary.position(id);
        let counts = ["members"].into_iter().chain(MemberStatus::ALL.map(MemberStatus::fact));
        CountSlots { counts: counts.map(|id| slot(&id)).collect(), over: turnouts::OVER.iter().map(slot).collect() }
    }
}

/// All cells together.
fn whole<'a>(sums: [Summary; 3], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("meetings", Word::Meetings.text(lang)),
        Column::both("part", Word::Attending.text(lang)).right(),
        Column::both("whole", Word::Expected.text(lang)).right(),
        Column { id: "percent".to_owned(), ..Column::both("", Word::Attendance.text(lang)) }.right(),
    ];
    let row = move |position: usize, _: Audience| {
        let (Some((id, _)), Some(sum)) = (VIEWS.get(position), sums.get(position)) else {
            return Vec::new();
        };
        let word = [Word::Regular, Word::Thematic, Word::Together].get(position).map_or("", |word| word.text(lang));
        vec![
            Field::word((*id).to_owned(), word.to_owned()),
            Field::Count(sum.part),
            Field::Count(sum.whole),
            Field::rate(sum.attendance()),
        ]
    };
    Table { id: "all", title: Word::AllCells.text(lang).to_owned(), columns, len: VIEWS.len(), row: Box::new(row) }
}

/// Every status: how many, on which side of the rate, by which clause.
fn statuses<'a>(meetings: &'a Meetings<'a>, total: Summary, lang: Lang) -> Table<'a> {
    let statuses: Vec<(&Regulation, usize)> = meetings.statuses().collect();
    let columns = vec![
        texts::column(meetings, lang),
        Column::both("status", Word::MemberStatus.text(lang)),
        Column::both("count", Word::Times.text(lang)).right(),
        Column::both("side", Word::Side.text(lang)),
        Column::both("clause", Word::Clause.text(lang)),
        Column::both("standing", Word::Standing.text(lang)),
    ];
    let counted = statuses.into_iter().zip(total.statuses).filter(|((regulation, _), _)| regulation.attendance.is_some());
    let counted: Vec<((&Regulation, usize), u64)> = counted.collect();
    let len = counted.len();
    let row = move |position: usize, _: Audience| {
        let Some(((regulation, slot), count)) = counted.get(position) else {
            return Vec::new();
        };
        let (Some(fact), Some(rule)) = (regulation.vocabulary.facts.get(*slot), &regulation.attendance) else {
            return Vec::new();
        };
        let out = rule.left_out.iter().find(|(status, _)| status == slot);
        let side = if rule.varies.contains(slot) {
            ("by-formula", Word::SideByFormula)
        } else if rule.counts.contains(slot) {
            ("attending", Word::SideAttending)
        } else if out.is_some() {
            ("left-out", Word::SideLeftOut)
        } else {
            ("expected", Word::SideExpected)
        };
        let basis = out.map_or(&rule.basis, |(_, basis)| basis);
        vec![
            texts::field(regulation),
            Field::word(fact.id.clone(), fact.title(lang).to_owned()),
            Field::Count(*count),
            Field::word(side.0.to_owned(), side.1.text(lang).to_owned()),
            Field::text(regulation.clause(basis)),
            Field::word(basis.standing.word().to_owned(), super::notice::standing(basis.standing, lang).to_owned()),
        ]
    };
    Table { id: "statuses", title: Word::Statuses.text(lang).to_owned(), columns, len, row: Box::new(row) }
}
