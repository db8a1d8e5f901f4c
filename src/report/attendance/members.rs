//! Members one by one: where they were, how often in a row they were excused, and who stands outside the denominator.

use super::super::notice::Notice;
use super::super::{Audience, Column, Field, Table, day};
use crate::assess::Meetings;
use crate::base::Day;
use crate::records::{Enrolled, MemberStatus, MemberYear, Outside};
use crate::words::{Lang, Word, fill};

/// What must be known of the roll behind the counts.
pub(super) fn notices(meetings: &Meetings<'_>, lang: Lang) -> Option<Notice> {
    let turnouts = meetings.turnouts.as_deref().filter(|turnouts| turnouts.roster.is_none() && !turnouts.all().is_empty())?;
    let count = turnouts.all().len().to_string();
    Some(Notice { code: "roll-of-rows", text: fill(Word::RollOfRowsNotice.text(lang), &[("count", &count)]) })
}

fn members<'a>(meetings: &'a Meetings<'a>) -> &'a [MemberYear] {
    meetings.turnouts.as_deref().map_or(&[], |turnouts| &turnouts.members)
}

fn name_column(names: bool, lang: Lang) -> Option<Column> {
    names.then(|| Column::both("name", Word::MemberName.text(lang)))
}

/// A row for each member of a cell and year, in the order of their codes.
pub(super) fn table<'a>(meetings: &'a Meetings<'a>, names: bool, lang: Lang) -> Table<'a> {
    let title = |status: MemberStatus| Column::machine(status.fact());
    let mut columns = vec![Column::both("cell", Word::CellCode.text(lang)), Column::both("member", Word::MemberCode.text(lang))];
    columns.extend(name_column(names, lang));
    columns.push(Column::machine("year"));
    columns.push(Column::both("meetings", Word::Meetings.text(lang)).right());
    columns.extend(MemberStatus::ALL.map(title));
    columns.push(Column::machine("missing"));
    columns.push(Column::machine("attendance_part"));
    columns.push(Column::machine("attendance_whole"));
    columns.push(Column { id: "attendance_percent".to_owned(), ..Column::both("", Word::Attendance.text(lang)) }.right());
    columns.push(Column::reader(Word::NotPresent.text(lang)));
    columns.push(Column::machine("longest_excused_run"));
    columns.push(Column::machine("longest_excused_run_at_most"));
    columns.push(Column::reader(Word::ExcusedRun.text(lang)).right());
    columns.push(Column::machine("excused_regular"));
    columns.push(Column::machine("excused_regular_at_most"));
    columns.push(Column::reader(Word::ExcusedRegular.text(lang)).right());
    let all = members(meetings);
    let row = move |position: usize, audience: Audience| {
        let Some(member) = all.get(position) else { return Vec::new() };
        let count = |count: u32| Field::Count(u64::from(count));
        let small = |count: u16| Field::Count(u64::from(count));
        let mut fields = vec![Field::text(meetings.cells.code(member.cell)), Field::text(&*member.code)];
        if names {
            fields.push(Field::text(&*member.name));
        }
        fields.push(Field::text(member.year.to_string()));
        fields.push(count(member.meetings));
        fields.extend(MemberStatus::ALL.into_iter().zip(member.statuses).map(|(status, own)| {
            // As in the counts of a meeting, who was late was present.
            let late = member.statuses.get(MemberStatus::Late as usize).copied().unwrap_or(0);
            count(if status == MemberStatus::Present { own + late } else { own })
        }));
        fields.push(count(member.missing));
        fields.push(member.rate.map_or(Field::None, |(part, _)| count(part)));
        fields.push(member.rate.map_or(Field::None, |(_, whole)| count(whole)));
        fields.push(match member.rate {
            Some((_, 0)) => Field::word("", Word::NoBase.text(lang)),
            other => Field::rate(other.map(|(part, whole)| (u64::from(part), u64::from(whole)))),
        });
        let shown = audience == Audience::Reader;
        fields.push(Field::word("", if shown { absences(meetings, member, lang) } else { String::new() }));
        for (least, most) in [member.run, member.excused] {
            fields.push(small(least));
            fields.push(small(most));
            fields.push(Field::word("", if least == most { least.to_string() } else { format!("{least}–{most}") }));
        }
        fields
    };
    Table { id: "members", title: Word::ByMember.text(lang).to_owned(), columns, len: all.len(), row: Box::new(row) }
}

/// `Vắng có lý do 3, Đi công tác 1`.
fn absences(meetings: &Meetings<'_>, member: &MemberYear, lang: Lang) -> String {
    let title = |status: MemberStatus| {
        let fact = meetings.regulations().next().and_then(|regulation| regulation.vocabulary.get(status.fact()));
        fact.map_or(status.word(), |fact| fact.title(lang)).to_owned()
    };
    let others = MemberStatus::ALL.into_iter().zip(member.statuses).filter(|(status, _)| *status != MemberStatus::Present);
    let mut all: Vec<String> =
        others.filter(|(_, count)| *count > 0).map(|(status, count)| format!("{} {count}", title(status))).collect();
    if member.missing > 0 {
        all.push(format!("{} {}", Word::NotRecorded.text(lang), member.missing));
    }
    all.join(", ")
}

/// Who stood outside the denominator, at how many meetings, why, and since when.
pub(super) fn outside<'a>(meetings: &'a Meetings<'a>, names: bool, lang: Lang) -> Table<'a> {
    let mut columns = vec![Column::both("cell", Word::CellCode.text(lang)), Column::both("member", Word::MemberCode.text(lang))];
    columns.extend(name_column(names, lang));
    columns.push(Column::machine("year"));
    columns.push(Column::both("status", Word::MemberStatus.text(lang)));
    columns.push(Column::both("meetings", Word::Meetings.text(lang)).right());
    columns.push(Column::both("days", Word::RosterDays.text(lang)));
    let each = |member: &'a MemberYear| {
        let counts = MemberStatus::ALL.into_iter().zip(member.left_out).filter(|(_, count)| *count > 0);
        counts.map(move |(status, count)| (member, status, count))
    };
    let all: Vec<(&MemberYear, MemberStatus, u32)> = members(meetings).iter().flat_map(each).collect();
    let len = all.len();
    let row = move |position: usize, _: Audience| {
        let Some((member, status, count)) = all.get(position) else { return Vec::new() };
        let mut fields = vec![Field::text(meetings.cells.code(member.cell)), Field::text(&*member.code)];
        if names {
            fields.push(Field::text(&*member.name));
        }
        let fact = meetings.regulations().next().and_then(|regulation| regulation.vocabulary.get(status.fact()));
        fields.push(Field::text(member.year.to_string()));
        fields.push(Field::word(status.fact(), fact.map_or(status.word(), |fact| fact.title(lang))));
        fields.push(Field::Count(u64::from(*count)));
        fields.push(days(meetings, member, *status, lang));
        fields
    };
    Table { id: "outside", title: Word::OutsideTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// The stretches that `members.csv` has for a status: `2024-03-01..2024-06-30;2024-09-01..`.
fn days(meetings: &Meetings<'_>, member: &MemberYear, status: MemberStatus, lang: Lang) -> Field<'static> {
    let why = match status {
        MemberStatus::ExemptAbsent | MemberStatus::ExemptPresent => Outside::Exempt,
        MemberStatus::SpecialDuty => Outside::SpecialDuty,
        MemberStatus::Transferred => Outside::Transferred,
        _ => return Field::text(""),
    };
    let Some(roster) = meetings.turnouts.as_deref().and_then(|turnouts| turnouts.roster.as_ref()) else { return Field::text("") };
    let own = |enrolled: &&Enrolled| enrolled.code == member.code;
    let Some(enrolled) = roster.of(member.cell).iter().find(own) else { return Field::text("") };
    let stretches = enrolled.outside.iter().filter(|(other, _)| *other == why);
    let written = |day: fn(Day, Lang) -> String, dash: &str, between: &str| {
        let end = |on: Option<Day>| on.map_or(String::new(), |on| day(on, lang));
        let all = stretches.clone().map(|(_, (from, until))| format!("{}{dash}{}", end(*from), end(*until)));
        all.collect::<Vec<String>>().join(between)
    };
    Field::word(written(|on, _| on.to_string(), "..", ";"), written(day, " – ", "\n"))
}
