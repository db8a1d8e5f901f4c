//! The rows of one cell → what its meetings and its members come to, over the roll of each day.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::history::{History, Past};
use super::rows::{BLANK, CellRows, NOBODY, REJECTED, file_of, row_of};
use super::runs;
use super::sides::Sides;
use super::turnout::{FILE_SHIFT, Flag, MemberStatus, MemberYear, STATUSES, Turnout, day_of};
use crate::base::Day;
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::records::copies;
use crate::records::meetings::{self, open_end};
use crate::records::{CellIndex, Cells, Enrolled, Excluded, Kind, Outside, Roster};

const LATE: u8 = MemberStatus::Late as u8;
const SPECIAL_DUTY: u8 = MemberStatus::SpecialDuty as u8;
const EXEMPT_ABSENT: u8 = MemberStatus::ExemptAbsent as u8;
const EXEMPT_PRESENT: u8 = MemberStatus::ExemptPresent as u8;
const TRANSFERRED: u8 = MemberStatus::Transferred as u8;
/// On the roll, and it is not known where.
const MISSING: u8 = BLANK;
/// Not on the roll.
const OFF: u8 = REJECTED;
/// Members that are named where many are missing.
const NAMED: usize = 10;

/// Where rows stand, for faults.
#[derive(Clone, Debug, Default)]
pub(super) struct Labels {
    pub(super) file: Option<Arc<str>>,
    /// Rows that hold where others of the member say otherwise: the clerk has chosen them.
    pub(super) chosen: BTreeSet<u64>,
    pub(super) member: (usize, String),
    pub(super) status: (usize, String),
}

/// What the rows are counted over.
pub(super) struct Closing<'a> {
    pub(super) cells: &'a Cells,
    pub(super) roster: Option<&'a Roster>,
    /// First and last day whose meetings were asked for, as numbers.
    pub(super) days: (i64, i64),
    /// First days of years, as numbers.
    pub(super) years: Vec<(i64, i32)>,
    /// Asked for members one by one: who stands on which side of the rate.
    pub(super) members: Option<Sides>,
    /// Keys of meetings that do not count.
    pub(super) aside: &'a BTreeSet<u64>,
    /// One for every file.
    pub(super) labels: Vec<Labels>,
}

/// What came out.
#[derive(Debug, Default)]
pub(super) struct Closed {
    pub(super) turnouts: Vec<Turnout>,
    pub(super) members: Vec<MemberYear>,
    pub(super) faults: Vec<Diagnostic>,
    /// Of every row that was rejected, its file.
    pub(super) rejected: Vec<usize>,
    /// Of every row that says what another one says, or was not chosen, or is of a meeting that does not count, its file.
    pub(super) excluded: Vec<(usize, Excluded)>,
    /// Keys of the meetings before the period.
    pub(super) earlier: Vec<u64>,
}

/// Room that is kept from cell to cell.
#[derive(Debug, Default)]
pub(super) struct Room {
    /// Of each code of the rows, its person.
    persons: Vec<u32>,
    order: Vec<u32>,
    /// Of each person: what the roll says, what holds, and the first row, counted from 1.
    base: Vec<u8>,
    state: Vec<u8>,
    first: Vec<u32>,
    runs: Vec<u64>,
    /// What each has behind it; kept for cells that become others, or come from them.
    pasts: Vec<Past>,
    totals: Vec<Totals>,
    doubled: BTreeSet<u32>,
    /// Rows that say otherwise than the roll.
    differing: Vec<Differs>,
}

/// A row that says otherwise than the roll.
#[derive(Debug)]
struct Differs {
    person: u32,
    /// What holds if the row does.
    own: u8,
    row: (usize, u32, u8),
    /// What the roll says.
    roll: u8,
}

#[derive(Clone, Copy, Debug, Default)]
struct Totals {
    meetings: u32,
    statuses: [u32; STATUSES],
    left_out: [u32; STATUSES],
    missing: u32,
    attending: u32,
    expected: u32,
    no_rate: bool,
    longest_least: u16,
    longest_most: u16,
}

/// What somebody's runs say of the whole cell, so far in the year.
#[derive(Clone, Copy, Default)]
struct Over {
    run: (bool, bool),
    all: (bool, bool),
}

impl Over {
    /// Takes in which numbers of somebody are beyond three.
    fn join(&mut self, beyond: u64) {
        let [least, most, all_least, all_most] = runs::numbers(beyond).map(|flag| flag > 0);
        self.run = (self.run.0 || least, self.run.1 || most);
        self.all = (self.all.0 || all_least, self.all.1 || all_most);
    }
}

/// The cell that is being closed.
struct Of<'r> {
    cell: CellIndex,
    rows: &'r CellRows,
    enrolled: &'r [Enrolled],
    /// Whether it comes from another cell, or becomes one.
    has_line: bool,
}

impl Closing<'_> {
    /// Counts the meetings of a cell, whose members may bring something along. `room` is left in any state.
    pub(super) fn close(&self, cell: (CellIndex, &CellRows), brought: &[History], room: &mut Room, out: &mut Closed) {
        self.walk(cell, (brought, None), room, out);
    }

    /// What the members of a cell have behind them on a day.
    pub(super) fn history(&self, cell: (CellIndex, &CellRows), brought: &[History], day: i64, room: &mut Room) -> History {
        let of = self.walk(cell, (brought, Some(day)), room, &mut Closed::default());
        let code = |place: usize| match of.enrolled.get(place) {
            Some(enrolled) => enrolled.code.as_bytes().into(),
            None => of.rows.codes.get(place).into(),
        };
        let pasts = room.runs.iter().zip(&room.pasts).enumerate().filter(|(_, (_, past))| past.last > 0);
        let members = pasts.map(|(place, (runs, past))| (code(place), Past { runs: *runs, ..*past })).collect();
        History { day, members }
    }

    /// Goes through the meetings of a cell in the order of their days, up to one of them where that is asked for; then the runs are those of
    /// the year of that day.
    fn walk<'r>(
        &'r self,
        (cell, rows): (CellIndex, &'r CellRows),
        (brought, until): (&[History], Option<i64>),
        room: &mut Room,
        out: &mut Closed,
    ) -> Of<'r> {
        let enrolled = self.roster.map_or(&[][..], |roster| roster.of(cell));
        let of = Of { cell, rows, enrolled, has_line: until.is_some() || !brought.is_empty() };
        let persons = if self.roster.is_some() { enrolled.len() } else { rows.codes.len() };
        room.persons.clear();
        if self.roster.is_some() {
            room.persons.extend((0..rows.codes.len()).map(|place| find(enrolled, rows.codes.get(place), place)));
        }
        for states in [&mut room.base, &mut room.state] {
            states.clear();
            states.resize(persons, OFF);
        }
        room.first.clear();
        room.first.resize(persons, 0);
        room.order.clear();
        room.order.extend((0..).take(rows.sittings.len()));
        let key = |place: &u32| rows.sittings.get(*place as usize).map_or(0, |sitting| sitting.key);
        if !room.order.is_sorted_by_key(key) {
            room.order.sort_by_key(key);
        }
        let order = std::mem::take(&mut room.order);
        let mut year = None;
        let mut over = Over::default();
        let mut brought = brought.iter().peekable();
        for sittings in order.chunk_by(|a, b| key(a) == key(b)) {
            let Some(key) = sittings.first().map(key) else { continue };
            let day = day_of(key);
            if until.is_some_and(|until| until <= day) {
                break;
            }
            if !self.aside.is_empty() && self.is_aside(&of, key, sittings, out) {
                continue;
            }
            let own = self.year_of(day);
            if year != Some(own) {
                self.year_ends(&of, year, room, out);
                year = Some(own);
                over = Over::default();
                self.year_begins(persons, room);
            }
            while let Some(history) = brought.next_if(|history| history.day <= day) {
                if self.year_of(history.day) == own {
                    over.join(self.bring(&of, history, room));
                }
            }
            self.meeting(&of, key, sittings, &mut over, room, out);
        }
        if let Some(until) = until {
            if year != Some(self.year_of(until)) {
                self.year_begins(persons, room);
            }
            // Nobody met between the last changes.
            for history in brought.filter(|history| self.year_of(history.day) == self.year_of(until)) {
                self.bring(&of, history, room);
            }
        }
        self.year_ends(&of, year, room, out);
        room.order = order;
        of
    }

    /// Whether a meeting does not count; then its rows are excluded.
    #[cold]
    fn is_aside(&self, of: &Of<'_>, key: u32, sittings: &[u32], out: &mut Closed) -> bool {
        let is_aside = whole_key(of.cell, key).is_some_and(|key| self.aside.contains(&key));
        for sitting in sittings.iter().filter(|_| is_aside) {
            for mark in of.rows.marks(*sitting as usize) {
                if of.rows.statuses.get(mark).is_some_and(|status| *status != REJECTED) {
                    out.excluded.push((self.place(of, mark, *sitting).1, Excluded::NoMeeting));
                }
            }
        }
        is_aside
    }

    fn year_begins(&self, persons: usize, room: &mut Room) {
        room.runs.clear();
        room.runs.resize(persons, 0);
        room.pasts.clear();
        room.pasts.resize(persons, Past::default());
        if self.members.is_some() {
            room.totals.clear();
            room.totals.resize(persons, Totals::default());
        }
    }

    /// What members bring takes the place of what is known of them, unless that is newer. Returns whether any of them had been beyond three.
    fn bring(&self, of: &Of<'_>, history: &History, room: &mut Room) -> u64 {
        let mut all = 0;
        for (code, past) in &history.members {
            let place = match self.roster {
                Some(_) => of.enrolled.binary_search_by(|enrolled| enrolled.code.as_bytes().cmp(code)).ok(),
                None => (0..of.rows.codes.len()).find(|place| of.rows.codes.get(*place) == &**code),
            };
            let Some(place) = place else { continue };
            let (Some(runs), Some(own)) = (room.runs.get_mut(place), room.pasts.get_mut(place)) else { continue };
            own.beyond |= past.beyond;
            all |= past.beyond;
            if own.last < past.last {
                (*runs, own.last) = (past.runs, past.last);
                let [least, most, ..] = runs::numbers(*runs);
                if let Some(totals) = room.totals.get_mut(place) {
                    totals.longest_least = totals.longest_least.max(least);
                    totals.longest_most = totals.longest_most.max(most);
                }
            }
        }
        all
    }

    fn year_of(&self, day: i64) -> i32 {
        let place = self.years.partition_point(|(first, _)| *first <= day);
        place.checked_sub(1).and_then(|place| self.years.get(place)).map_or(0, |(_, year)| *year)
    }

    fn meeting(&self, of: &Of<'_>, key: u32, sittings: &[u32], over: &mut Over, room: &mut Room, out: &mut Closed) {
        let rows = of.rows;
        let has_roster = self.roster.is_some();
        let day = || Day::from_number(day_of(key)).unwrap_or_default();
        if has_roster {
            let day = day();
            for (base, enrolled) in room.base.iter_mut().zip(of.enrolled) {
                *base = roll(enrolled, day);
            }
            room.state.copy_from_slice(&room.base);
        } else {
            room.state.fill(OFF);
        }
        let mut unknown = 0_u32;
        // Rows that were all rejected make no meeting.
        let mut sound = false;
        let plain = !has_roster && in_order(rows, sittings, &mut room.state);
        if !plain {
            room.first.fill(0);
        }
        for sitting in sittings.iter().filter(|_| !plain) {
            for (mark, slot, status) in rows.of(*sitting as usize) {
                let person = if has_roster { room.persons.get(slot as usize).copied().unwrap_or(NOBODY) } else { slot };
                let (Some(state), Some(first)) = (room.state.get_mut(person as usize), room.first.get_mut(person as usize))
                else {
                    unknown += u32::from(slot == NOBODY);
                    if slot != NOBODY {
                        self.not_on_roll(of, (mark, *sitting, status), day(), out);
                    }
                    continue;
                };
                if *first > 0 {
                    room.doubled.insert(person);
                    continue;
                }
                if has_roster {
                    if *state == OFF {
                        self.not_on_roll(of, (mark, *sitting, status), day(), out);
                        continue;
                    }
                    let (own, agrees) = resolve(*state, status);
                    if !agrees {
                        room.differing.push(Differs { person, own, row: (mark, *sitting, status), roll: *state });
                    }
                    *state = own;
                } else {
                    *state = if status == REJECTED { MISSING } else { status };
                }
                *first = u32::try_from(mark + 1).unwrap_or(u32::MAX);
                sound |= status != REJECTED;
            }
        }
        while let Some(person) = room.doubled.pop_first() {
            self.doubled(of, sittings, person, key, room, out);
        }
        let differing = std::mem::take(&mut room.differing);
        for Differs { person, own, row, roll } in &differing {
            // Where several rows of one member differ, none of them may count.
            if room.state.get(*person as usize) == Some(own) {
                self.differs(of, *row, *roll, key, out);
            }
        }
        room.differing = differing;
        room.differing.clear();
        if !plain && !sound {
            return;
        }
        let exact = (has_roster || unknown == 0) && !self.roster.is_some_and(|roster| roster.is_uncertain(of.cell));
        let in_period = (self.days.0..=self.days.1).contains(&day_of(key));
        if Kind::ALL.get((key & 7) as usize).is_some_and(|kind| kind.is_regular()) {
            self.run(over, exact, room);
            if of.has_line {
                remember(day_of(key), room);
            }
        }
        if !in_period {
            out.earlier.extend(whole_key(of.cell, key));
            return;
        }
        let turnout = self.count(of, key, sittings, exact, *over, room);
        if turnout.missing > 0 {
            self.missing(of, key, &turnout, room, out);
        }
        if let Some(sides) = &self.members {
            let day = day();
            for (state, totals) in room.state.iter().zip(&mut room.totals).filter(|(state, _)| **state != OFF) {
                totals.add(*state, sides.of(day, *state));
            }
        }
        out.turnouts.push(turnout);
    }

    fn count(&self, of: &Of<'_>, key: u32, sittings: &[u32], exact: bool, over: Over, room: &Room) -> Turnout {
        let counts = histogram(&room.state);
        let [present, late, excused, unexcused, on_mission, special_duty, absent, came, away, suspended, missing, ..] = counts;
        let all = [present + late, late, excused, unexcused, on_mission, special_duty, absent, came, away, suspended];
        let most = all.iter().chain([&missing]).max().copied().unwrap_or(0);
        let small = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
        let mut flags = 0;
        let mut set = |flag: Flag, holds: bool| flags |= if holds { flag as u16 } else { 0 };
        // No hall holds so many; the counts would not fit.
        set(Flag::Inexact, !exact || most > u32::from(u16::MAX));
        let uncertain = self.roster.is_some_and(|roster| roster.is_uncertain(of.cell));
        let known = |(least, most): (bool, bool)| least || !most && !uncertain;
        set(Flag::RunKnown, known(over.run));
        set(Flag::RunOver, over.run.0);
        set(Flag::TotalKnown, known(over.all));
        set(Flag::TotalOver, over.all.0);
        let at = sittings.iter().filter_map(|place| of.rows.sittings.get(*place as usize)).map(|sitting| sitting.at).min();
        let at = at.unwrap_or(0);
        let file = u16::try_from(file_of(at)).unwrap_or(u16::MAX).min(u16::MAX >> FILE_SHIFT);
        Turnout {
            cell: of.cell,
            key,
            counts: all.map(small),
            missing: small(missing),
            flags: flags | file << FILE_SHIFT,
            row: u32::try_from(row_of(at) + 1).unwrap_or(u32::MAX),
        }
    }

    /// A regular meeting lengthens runs of excused absences or ends them.
    fn run(&self, over: &mut Over, exact: bool, room: &mut Room) {
        let steps = runs::steps(!exact && self.roster.is_none());
        let mut beyond = 0;
        for (state, runs) in room.state.iter().zip(&mut room.runs) {
            *runs = runs::next(*runs, &steps, *state);
            beyond |= runs::over_3(*runs);
        }
        over.join(beyond);
        if self.members.is_some() {
            for (totals, runs) in room.totals.iter_mut().zip(&room.runs) {
                let [least, most, ..] = runs::numbers(*runs);
                totals.longest_least = totals.longest_least.max(least);
                totals.longest_most = totals.longest_most.max(most);
            }
        }
    }

    fn year_ends(&self, of: &Of<'_>, year: Option<i32>, room: &mut Room, out: &mut Closed) {
        let Some(year) = year.filter(|_| self.members.is_some()) else { return };
        let start = out.members.len();
        for (place, (totals, runs)) in
            room.totals.iter().zip(&room.runs).enumerate().filter(|(_, (totals, _))| totals.meetings > 0)
        {
            let enrolled = of.enrolled.get(place);
            let [.., all_least, all_most] = runs::numbers(*runs);
            let code = || String::from_utf8_lossy(of.rows.codes.get(place)).into_owned().into_boxed_str();
            out.members.push(MemberYear {
                cell: of.cell,
                code: enrolled.map_or_else(code, |enrolled| enrolled.code.clone()),
                name: enrolled.map(|enrolled| enrolled.name.clone()).unwrap_or_default(),
                year,
                meetings: totals.meetings,
                statuses: totals.statuses,
                left_out: totals.left_out,
                missing: totals.missing,
                rate: (!totals.no_rate && totals.missing == 0).then_some((totals.attending, totals.expected)),
                run: (totals.longest_least, totals.longest_most),
                excused: (all_least, all_most),
            });
        }
        if let Some(own) = out.members.get_mut(start..) {
            own.sort_by(|a, b| a.code.cmp(&b.code));
        }
    }

    /// Several rows of one member at one meeting: the same thing said twice counts once; different things are all rejected.
    fn doubled(&self, of: &Of<'_>, sittings: &[u32], person: u32, key: u32, room: &mut Room, out: &mut Closed) {
        let mut found = Vec::new();
        for sitting in sittings {
            for (mark, slot, status) in of.rows.of(*sitting as usize) {
                let own = if self.roster.is_some() { room.persons.get(slot as usize).copied().unwrap_or(NOBODY) } else { slot };
                if own == person {
                    found.push((mark, *sitting, status));
                }
            }
        }
        let alike = found.windows(2).all(|pair| matches!(pair, [(.., a), (.., b)] if a == b));
        let places: Vec<Place> = found.iter().map(|(mark, sitting, _)| self.place(of, *mark, *sitting).0).collect();
        let rows = copies::rows(&places);
        let code = found.first().map_or_else(String::new, |(mark, sitting, _)| self.code(of, *mark, *sitting));
        if alike && found.iter().all(|(.., status)| *status != REJECTED) {
            for ((mark, sitting, _), place) in found.iter().zip(places).skip(1) {
                out.excluded.push((self.place(of, *mark, *sitting).1, Excluded::Copy));
                out.faults.push(Diagnostic::new(Code::RowRepeated, place).with("value", &code).with("rows", &rows));
            }
            return;
        }
        let is_chosen = |place: &Place, file: usize| {
            let chosen = self.labels.get(file).map(|labels| &labels.chosen);
            place.row.is_some_and(|row| chosen.is_some_and(|chosen| chosen.contains(&row)))
        };
        let chosen: Vec<(usize, u8)> = found
            .iter()
            .zip(&places)
            .filter(|((mark, sitting, _), place)| is_chosen(place, self.place(of, *mark, *sitting).1))
            .map(|((mark, _, status), _)| (*mark, *status))
            .collect();
        if let [(chosen, status)] = chosen.as_slice()
            && *status != REJECTED
        {
            for (mark, sitting, own) in found.iter().filter(|(mark, _, own)| mark != chosen && *own != REJECTED) {
                let why = if own == status { Excluded::Copy } else { Excluded::NotChosen };
                out.excluded.push((self.place(of, *mark, *sitting).1, why));
            }
            if let Some(state) = room.state.get_mut(person as usize) {
                let base =
                    if self.roster.is_some() { room.base.get(person as usize).copied().unwrap_or(MISSING) } else { MISSING };
                *state = if self.roster.is_some() { resolve(base, *status).0 } else { *status };
            }
            return;
        }
        for ((mark, sitting, _), place) in found.iter().zip(places).filter(|((.., status), _)| *status != REJECTED) {
            let fault = Diagnostic::new(Code::AttendanceConflict, place).with("value", &code);
            out.faults.push(fault.with("meeting", self.name(of, key)).with("rows", &rows));
            out.rejected.push(self.place(of, *mark, *sitting).1);
        }
        if let Some(state) = room.state.get_mut(person as usize) {
            *state = MISSING;
        }
    }

    #[cold]
    fn not_on_roll(&self, of: &Of<'_>, (mark, sitting, status): (usize, u32, u8), day: Day, out: &mut Closed) {
        if status == REJECTED {
            return;
        }
        let (place, file) = self.place(of, mark, sitting);
        let place = self.labels.get(file).map_or(place.clone(), |labels| place.column(labels.member.0, &labels.member.1));
        let code = self.code(of, mark, sitting);
        let Some(roster) = self.roster else { return };
        let stays: Vec<String> = roster
            .of_member(&code)
            .flat_map(|enrolled| enrolled.stays.iter().map(|stay| (enrolled.cell, *stay)).collect::<Vec<_>>())
            .map(|(cell, (joined, left))| {
                let last = left.map(|left| left.previous().unwrap_or(left));
                format!("{}: {} – {}", self.cells.code(cell), open_end(joined), open_end(last))
            })
            .collect();
        let refused = roster.rejected(&code);
        let kind = if !refused.is_empty() {
            Code::MemberRejected
        } else if stays.is_empty() {
            Code::NotInMembers
        } else {
            Code::NotOnRoll
        };
        let fault = Diagnostic::new(kind, place).with("value", code).with("cell", self.cells.code(of.cell));
        out.faults.push(fault.with("date", day).with("stays", stays.join("; ")).with("rows", copies::places(refused)));
        out.rejected.push(file);
    }

    #[cold]
    fn differs(&self, of: &Of<'_>, (mark, sitting, status): (usize, u32, u8), base: u8, key: u32, out: &mut Closed) {
        let (place, file) = self.place(of, mark, sitting);
        let place = self.labels.get(file).map_or(place.clone(), |labels| place.column(labels.status.0, &labels.status.1));
        let roster = match base {
            EXEMPT_ABSENT => Outside::Exempt.word(),
            SPECIAL_DUTY => Outside::SpecialDuty.word(),
            TRANSFERRED => Outside::Transferred.word(),
            _ => "–",
        };
        let own = MemberStatus::ALL.get(usize::from(status)).map_or("", |status| status.word());
        let fault = Diagnostic::new(Code::StandingDiffers, place).with("value", self.code(of, mark, sitting));
        out.faults.push(fault.with("meeting", self.name(of, key)).with("status", own).with("roster", roster));
    }

    fn missing(&self, of: &Of<'_>, key: u32, turnout: &Turnout, room: &Room, out: &mut Closed) {
        let states = room.state.iter().enumerate().filter(|(_, state)| **state == MISSING);
        let code = |place: usize| match of.enrolled.get(place) {
            Some(enrolled) => enrolled.code.to_string(),
            None => String::from_utf8_lossy(of.rows.codes.get(place)).into_owned(),
        };
        let mut codes: Vec<String> = states.map(|(place, _)| code(place)).collect();
        codes.sort_unstable();
        let more = if codes.len() > NAMED { ", …" } else { "" };
        codes.truncate(NAMED);
        let file = self.labels.get(turnout.file()).and_then(|labels| labels.file.clone());
        let place = Place { file, row: Some(turnout.row()), ..Place::default() };
        let fault = Diagnostic::new(Code::StatusMissing, place).with("value", self.name(of, key)).with("count", turnout.missing);
        out.faults.push(fault.with("members", codes.join(", ") + more));
    }

    fn name(&self, of: &Of<'_>, key: u32) -> String {
        let day = Day::from_number(day_of(key)).unwrap_or_default();
        let kind = Kind::ALL.get((key & 7) as usize).map_or("", |kind| kind.word());
        format!("{} {day} {kind}", self.cells.code(of.cell))
    }

    fn code(&self, of: &Of<'_>, mark: usize, sitting: u32) -> String {
        String::from_utf8_lossy(of.rows.code(sitting as usize, mark)).into_owned()
    }

    /// The row of a mark, and the number of its file.
    fn place(&self, of: &Of<'_>, mark: usize, sitting: u32) -> (Place, usize) {
        let Some(sitting) = of.rows.sittings.get(sitting as usize) else { return (Place::default(), 0) };
        let at = sitting.at + (mark as u64 - u64::from(sitting.start));
        let file = file_of(at);
        let name = self.labels.get(file).and_then(|labels| labels.file.clone());
        (Place { file: name, row: Some(row_of(at) + 1), ..Place::default() }, file)
    }
}

impl Totals {
    fn add(&mut self, state: u8, sides: Option<(u8, u8)>) {
        self.meetings += 1;
        let Some(count) = self.statuses.get_mut(usize::from(state)) else {
            self.missing += 1;
            return;
        };
        *count += 1;
        match sides {
            Some((attending, expected)) => {
                self.attending += u32::from(attending);
                self.expected += u32::from(expected);
                if let Some(count) = self.left_out.get_mut(usize::from(state)).filter(|_| expected == 0) {
                    *count += 1;
                }
            }
            None => self.no_rate = true,
        }
    }
}

/// How many there are of each state. Sixteen narrow counters in two words, as one counter that is raised again and again has to be waited for.
fn histogram(states: &[u8]) -> [u32; 16] {
    let mut counts = [0_u32; 16];
    for some in states.chunks(usize::from(u8::MAX)) {
        let (mut low, mut high) = (0_u64, 0_u64);
        for state in some {
            let one = 1_u64 << (8 * u32::from(state & 7));
            let is_high = u64::from(state >> 3 & 1);
            low += one * (1 - is_high);
            high += one * is_high;
        }
        for (count, byte) in counts.iter_mut().zip(low.to_le_bytes().into_iter().chain(high.to_le_bytes())) {
            *count += u32::from(byte);
        }
    }
    counts
}

/// Takes the statuses of a meeting whose members come in the order of the codes, each once, as they mostly do.
fn in_order(rows: &CellRows, sittings: &[u32], states: &mut [u8]) -> bool {
    let [sitting] = sittings else { return false };
    let Some(statuses) = rows.in_order(*sitting as usize) else { return false };
    let most = statuses.iter().fold(0, |most, status| most.max(*status));
    let Some(states) = states.get_mut(..statuses.len()).filter(|_| most < REJECTED) else { return false };
    states.copy_from_slice(statuses);
    true
}

/// The person of a code; the members of a cell stand in the order of their codes, as they often do in the rows.
fn find(enrolled: &[Enrolled], code: &[u8], near: usize) -> u32 {
    let is = |place: &usize| enrolled.get(*place).is_some_and(|enrolled| enrolled.code.as_bytes() == code);
    let found = Some(near).filter(is).or_else(|| enrolled.binary_search_by(|enrolled| enrolled.code.as_bytes().cmp(code)).ok());
    found.and_then(|place| u32::try_from(place).ok()).unwrap_or(NOBODY)
}

/// What the roll says of a member who has no row.
#[inline]
fn roll(enrolled: &Enrolled, day: Day) -> u8 {
    if !enrolled.is_on_roll(day) {
        return OFF;
    }
    match enrolled.outside_on(day) {
        None => MISSING,
        Some(Outside::Exempt) => EXEMPT_ABSENT,
        Some(Outside::SpecialDuty) => SPECIAL_DUTY,
        Some(Outside::Transferred) => TRANSFERRED,
    }
}

/// What holds of a member of the roll with a row, and whether the two agree.
#[inline]
fn resolve(base: u8, status: u8) -> (u8, bool) {
    match (base, status) {
        (_, BLANK) => (base, true),
        (_, REJECTED) => (MISSING, true),
        (MISSING, EXEMPT_ABSENT | EXEMPT_PRESENT | TRANSFERRED) => (status, false),
        (MISSING, _) => (status, true),
        (EXEMPT_ABSENT, 0 | LATE | EXEMPT_PRESENT) => (EXEMPT_PRESENT, true),
        _ => (status, base == status),
    }
}

/// What each member has behind it after a regular meeting.
fn remember(day: i64, room: &mut Room) {
    let members = room.state.iter().zip(&room.runs).zip(&mut room.pasts);
    for ((_, runs), past) in members.filter(|((state, _), _)| **state != OFF) {
        past.beyond |= runs::over_3(*runs);
        past.last = day;
    }
}

/// The key of a meeting among those of all cells.
fn whole_key(cell: CellIndex, key: u32) -> Option<u64> {
    Some(meetings::key(cell, Day::from_number(day_of(key))?, *Kind::ALL.get((key & 7) as usize)?))
}
