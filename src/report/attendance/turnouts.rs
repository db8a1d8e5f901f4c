//! Meetings of which only the rows of members are known, each with its counts.

use super::super::score::kind_title;
use super::super::{Audience, Column, Field, Rows, Table, texts};
use crate::assess::{Meetings, Rates};
use crate::records::{MemberStatus, Turnouts};
use crate::rules::Regulation;
use crate::words::{Lang, Word};

/// Whether somebody was excused too often in the year so far, as facts of a meeting.
pub(super) const OVER: [&str; 2] = ["excused_run_over_3", "excused_total_over_3"];

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
    let turnouts = meetings.turnouts.as_deref();
    let rows =
        MeetingRows { meetings, turnouts, rates: Rates::of(meetings.texts), regulations: meetings.regulations().collect(), lang };
    let len = turnouts.map_or(0, |turnouts| turnouts.all().len());
    Table { id: "meetings", title: Word::ByMeeting.text(lang).to_owned(), columns: all, len, row: Box::new(rows) }
}

/// Makes the row of a meeting. There are millions, so no list of fields is made of each.
struct MeetingRows<'a> {
    meetings: &'a Meetings<'a>,
    turnouts: Option<&'a Turnouts>,
    rates: Rates<'a>,
    regulations: Vec<&'a Regulation>,
    lang: Lang,
}

impl<'a> Rows<'a> for MeetingRows<'a> {
    fn each(&self, position: usize, audience: Audience, each: &mut dyn FnMut(&Field<'a>)) {
        let Some((turnouts, turnout)) = self.turnouts.and_then(|turnouts| Some((turnouts, turnouts.all().get(position)?))) else {
            return;
        };
        let day = turnout.day();
        let text = self.rates.text(day);
        let rate = text.and_then(|text| self.rates.rate(text, turnout));
        let kind = turnout.kind();
        let regulation = text.and_then(|text| self.regulations.get(text).copied());
        let title = regulation.filter(|_| audience == Audience::Reader).map_or("", |own| kind_title(own, kind, self.lang));
        let count = |count: Option<u32>| count.map_or(Field::None, |count| Field::Count(count.into()));
        each(&Field::text(self.meetings.cells.code(turnout.cell)));
        each(&Field::Day(day));
        each(&Field::word(kind.word(), title));
        each(&regulation.map_or(Field::None, texts::field));
        each(&Field::text("held"));
        each(&count(rate.map(|(attending, _)| attending)));
        each(&count(rate.map(|(_, expected)| expected)));
        each(&match rate {
            Some((_, 0)) => Field::word("", Word::NoBase.text(self.lang)),
            other => Field::rate(other.map(|(attending, expected)| (attending.into(), expected.into()))),
        });
        each(&Field::text(turnouts.file_of(turnout)));
        each(&Field::Count(turnout.row()));
        each(&count(turnout.members()));
        for status in MemberStatus::ALL {
            each(&count(turnout.count(status)));
        }
        each(&Field::Count(turnout.missing().into()));
        each(&turnout.excused_run_over_3().map_or(Field::None, Field::Flag));
        each(&turnout.excused_total_over_3().map_or(Field::None, Field::Flag));
        each(&Field::text("attendance"));
    }
}
