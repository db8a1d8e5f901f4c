//! What the rows of members at one meeting come to.

use crate::base::Day;
use crate::records::{CellIndex, Kind, Roster};

/// Where a member was at a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MemberStatus {
    /// Có mặt.
    Present,
    /// Đến muộn: present too.
    Late,
    /// Vắng có lý do.
    Excused,
    /// Vắng không lý do.
    Unexcused,
    /// Đi công tác.
    OnMission,
    /// Làm nhiệm vụ đặc biệt.
    SpecialDuty,
    /// Miễn sinh hoạt, vắng.
    ExemptAbsent,
    /// Miễn sinh hoạt, có dự.
    ExemptPresent,
    /// Chuyển sinh hoạt tạm thời.
    Transferred,
    /// Đình chỉ sinh hoạt.
    Suspended,
}

impl MemberStatus {
    /// All, in the order of the words of `registers.toml`.
    pub const ALL: [MemberStatus; 10] = [
        MemberStatus::Present,
        MemberStatus::Late,
        MemberStatus::Excused,
        MemberStatus::Unexcused,
        MemberStatus::OnMission,
        MemberStatus::SpecialDuty,
        MemberStatus::ExemptAbsent,
        MemberStatus::ExemptPresent,
        MemberStatus::Transferred,
        MemberStatus::Suspended,
    ];

    /// The word of a row.
    pub fn word(self) -> &'static str {
        match self {
            MemberStatus::Present => "present",
            MemberStatus::Late => "late",
            MemberStatus::Excused => "excused",
            MemberStatus::Unexcused => "unexcused",
            MemberStatus::OnMission => "on-mission",
            MemberStatus::SpecialDuty => "special-duty",
            MemberStatus::ExemptAbsent => "exempt-absent",
            MemberStatus::ExemptPresent => "exempt-present",
            MemberStatus::Transferred => "transferred",
            MemberStatus::Suspended => "suspended",
        }
    }

    /// The fact of a meeting that counts it.
    pub fn fact(self) -> &'static str {
        match self {
            MemberStatus::OnMission => "on_mission",
            MemberStatus::SpecialDuty => "special_duty",
            MemberStatus::ExemptAbsent => "exempt_absent",
            MemberStatus::ExemptPresent => "exempt_present",
            other => other.word(),
        }
    }
}

/// How many statuses there are.
pub(super) const STATUSES: usize = MemberStatus::ALL.len();

/// The members of one meeting, counted; 36 bytes, since a country has five million meetings a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turnout {
    /// Whose.
    pub cell: CellIndex,
    pub(super) key: u32,
    pub(super) counts: [u16; STATUSES],
    pub(super) missing: u16,
    /// [`Flag`]s, and above them the number of the file.
    pub(super) flags: u16,
    pub(super) row: u32,
}

/// What is known of a meeting beside its counts.
#[derive(Clone, Copy)]
pub(super) enum Flag {
    /// It is not even known how many members there were.
    Inexact = 1,
    RunKnown = 2,
    RunOver = 4,
    TotalKnown = 8,
    TotalOver = 16,
}

/// Flags take the bits below this one.
pub(super) const FILE_SHIFT: u32 = 5;

impl Turnout {
    /// When.
    pub fn day(&self) -> Day {
        Day::from_number(i64::from(self.key >> 3)).unwrap_or_default()
    }

    /// Kind.
    pub fn kind(&self) -> Kind {
        usize::try_from(self.key & 7).ok().and_then(|place| Kind::ALL.get(place)).copied().unwrap_or(Kind::Regular)
    }

    /// Members on the roll; `None` where rows were rejected that might have told of others.
    pub fn members(&self) -> Option<u32> {
        if self.has(Flag::Inexact) {
            return None;
        }
        let late = self.counts.get(MemberStatus::Late as usize).copied().unwrap_or(0);
        let all: u32 = self.counts.iter().chain([&self.missing]).map(|count| u32::from(*count)).sum();
        Some(all - u32::from(late))
    }

    /// How many had a status (those who were late are present too); `None` while it is not known of everybody.
    pub fn count(&self, status: MemberStatus) -> Option<u32> {
        if self.missing > 0 || self.has(Flag::Inexact) {
            return None;
        }
        self.counts.get(status as usize).map(|count| u32::from(*count))
    }

    /// Of how many members it is not known where they were.
    pub fn missing(&self) -> u32 {
        u32::from(self.missing)
    }

    /// Whether somebody has been excused from more than three regular meetings in a row, in the year up to this meeting.
    pub fn excused_run_over_3(&self) -> Option<bool> {
        self.has(Flag::RunKnown).then(|| self.has(Flag::RunOver))
    }

    /// Whether somebody has been excused from more than three regular meetings in all, in the year up to this meeting.
    pub fn excused_total_over_3(&self) -> Option<bool> {
        self.has(Flag::TotalKnown).then(|| self.has(Flag::TotalOver))
    }

    /// Number of the file of its first row.
    pub fn file(&self) -> usize {
        usize::from(self.flags >> FILE_SHIFT)
    }

    /// Its first row, as a spreadsheet numbers it.
    pub fn row(&self) -> u64 {
        u64::from(self.row)
    }

    fn has(&self, flag: Flag) -> bool {
        self.flags & flag as u16 != 0
    }
}

/// Day and kind in one number, in the order of both.
#[inline]
pub(super) fn key(day: i64, kind: i64) -> u32 {
    u32::try_from(day << 3 | kind).unwrap_or(0)
}

/// The day of a key, as a number.
#[inline]
pub(super) fn day_of(key: u32) -> i64 {
    i64::from(key >> 3)
}

/// A member of a cell in a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberYear {
    /// Whose cell.
    pub cell: CellIndex,
    /// Code.
    pub code: Box<str>,
    /// Name, where `members.csv` has one.
    pub name: Box<str>,
    /// Calendar year.
    pub year: i32,
    /// Meetings of the period at which the member was on the roll.
    pub meetings: u32,
    /// How often each status; those who were late are not among the present here.
    pub statuses: [u32; STATUSES],
    /// How often the text of the day left a status out of the denominator.
    pub left_out: [u32; STATUSES],
    /// At how many meetings it is not known where the member was.
    pub missing: u32,
    /// Attending and expected by the text of each day; `None` where it cannot be told member by member.
    pub rate: Option<(u32, u32)>,
    /// The longest run of regular meetings, in the year up to the end of the period, from which the member was excused: at least, at most.
    pub run: (u16, u16),
    /// The regular meetings in the same time from which the member was excused: at least, at most.
    pub excused: (u16, u16),
}

/// The meetings that have rows of members.
#[derive(Debug, Default)]
pub struct Turnouts {
    /// In the order of cell, day and kind.
    pub(super) all: Vec<Turnout>,
    /// Of each cell, where its meetings begin; one more at the end.
    pub(super) starts: Vec<u32>,
    /// Keys of the meetings before the period, back to the start of its first year: only runs look at them.
    pub(in crate::records) earlier: Vec<u64>,
    /// Names of the files.
    pub files: Vec<std::sync::Arc<str>>,
    /// Members, in the order of cell, code and year; empty unless asked for.
    pub members: Vec<MemberYear>,
    /// The roll, where `members.csv` gives one; if not, the rows that came are the roll.
    pub roster: Option<Roster>,
}

impl Turnouts {
    /// All, in the order of cell, day and kind.
    pub fn all(&self) -> &[Turnout] {
        &self.all
    }

    /// Those of a cell.
    pub fn of(&self, cell: CellIndex) -> &[Turnout] {
        let start = |place: usize| self.starts.get(place).and_then(|start| usize::try_from(*start).ok()).unwrap_or(0);
        self.all.get(start(cell.position())..start(cell.position() + 1)).unwrap_or(&[])
    }

    /// The one of a meeting.
    pub fn find(&self, cell: CellIndex, day: Day, kind: Kind) -> Option<&Turnout> {
        let wanted = key(day.number(), kind as i64);
        self.of(cell).iter().find(|turnout| turnout.key == wanted)
    }

    /// The name of the file of a meeting's rows.
    pub fn file_of(&self, turnout: &Turnout) -> &str {
        self.files.get(turnout.file()).map_or("", |file| file)
    }
}
