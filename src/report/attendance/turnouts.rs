//! Meetings of which only the rows of members are known, each with its counts.

use super::super::score::kind_title;
use super::super::{Audience, Column, Field, Table, texts};
use crate::assess::{Meetings, Rates};
use crate::records::MemberStatus;
use crate::rules::Regulation;
use crate::words::{Lang, Word};

/// Whether somebody was excused too often in the year so far, as facts of a meeting.
pub(super) const OVER: [&str; 1] = ["excused_run_over_3"];

/// The counts of a meeting.
pub(super) fn columns() -> impl Iterator<Item = Column> {
    let counts = ["members"].into_iter().chain(MemberStatus::ALL.map(MemberStatus::fact));
    counts.chain(["missing"]).chain(OVER).chain(["counted_from"]).map(Column::machine)
}

/// A row for each meeting.
pub(super) fn table<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let mut all = vec![
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
    all.extend(columns());
    let width = all.len();
    let rates = Rates::of(meetings.texts);
    let regulations: Vec<&Regulation> = meetings.regulations().collect();
    let turnouts = meetings.turnouts.as_ref();
    let row = move |position: usize, audience: Audience| {
        let Some((turnouts, turnout)) = turnouts.and_then(|turnouts| Some((turnouts, turnouts.all().get(position)?))) else {
            return Vec::new();
        };
        let day = turnout.day();
        let text = rates.text(day);
        let count = |count: Option<u32>| count.map_or(Field::None, |count| Field::Count(u64::from(count)));
        let flag = |flag: Option<bool>| flag.map_or(Field::None, Field::Flag);
        let rate = text.and_then(|text| rates.rate(text, turnout));
        let mut fields = Vec::with_capacity(width);
        let kind = turnout.kind();
        let regulation = text.and_then(|text| regulations.get(text).copied());
        let title = regulation.filter(|_| audience == Audience::Reader).map_or("", |own| kind_title(own, kind, lang));
        fields.extend([
            Field::text(meetings.cells.code(turnout.cell)),
            Field::Day(day),
            Field::word(kind.word(), title),
            regulation.map_or(Field::None, texts::field),
            Field::text("held"),
            count(rate.map(|(attending, _)| attending)),
            count(rate.map(|(_, expected)| expected)),
            match rate {
                Some((_, 0)) => Field::word("", Word::NoBase.text(lang)),
                other => Field::rate(other.map(|(attending, expected)| (u64::from(attending), u64::from(expected)))),
            },
            Field::text(turnouts.file_of(turnout)),
            Field::Count(turnout.row()),
            count(turnout.members()),
        ]);
        fields.extend(MemberStatus::ALL.map(|status| count(turnout.count(status))));
        fields.push(Field::Count(u64::from(turnout.missing())));
        fields.push(flag(turnout.excused_run_over_3()));
        fields.push(Field::text("attendance"));
        fields
    };
    let len = turnouts.map_or(0, |turnouts| turnouts.all().len());
    Table { id: "meetings", title: Word::ByMeeting.text(lang).to_owned(), columns: all, len, row: Box::new(row) }
}
