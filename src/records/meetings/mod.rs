//! `meetings.csv`: every row checked, judged where it stands, and folded in the order of the file.

mod again;
mod calendar;
mod kind;
mod pass;
mod worker;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

pub(in crate::records) use calendar::{key, open_end};
pub use kind::{Kind, Status};
use pass::{Alike, Group, Mode, Pass, pass};

use super::account::Account;
use super::alike;
use super::attendance::Turnouts;
use super::cells::{CellIndex, Cells};
use super::control;
use super::copies;
use super::counted;
use super::folder::RecordFile;
use super::results::Recorded;
use super::supposed::Supposed;
use crate::base::{Day, Period};
use crate::diagnostic::{Code, Diagnostic, Findings};
use crate::rules::Texts;

/// A sound row, on its way to be judged.
#[derive(Debug)]
pub struct Meeting<'a> {
    /// Whose.
    pub cell: CellIndex,
    /// When.
    pub day: Day,
    /// Which month of the requested period, from 0.
    pub month: u32,
    /// Kind.
    pub kind: Kind,
    /// Held or not.
    pub status: Status,
    /// Row within its block, from 1; the fold adds the rows before the block.
    pub row: u64,
    /// Facts in the slots of the regulation, the cell's own among them; slots behind the last are blank.
    pub facts: &'a [Option<i64>],
    /// Leaves for which the file has a column of points, in ascending order.
    pub pointed: &'a [usize],
    /// Its result as a person recorded it, as far as it belongs to the regulation; `None` where nobody recorded any.
    pub recorded: Option<Recorded>,
    /// Why it was not held, as recorded; given for meetings that were not.
    pub reason: Option<&'a str>,
    /// Whether the meeting lies outside the regulation's time in force and is judged by it on request.
    pub on_request: bool,
    /// Whether counts that its row leaves blank come from the rows of its members.
    pub counted: bool,
}

/// Judges meetings, on any thread.
pub trait Judge: Sync {
    /// What is gathered from one block.
    type Part: Default + Send;
    /// Judges one meeting into its block's part; faults that leave the row usable are pushed, a fault that does not is returned; both with
    /// the slot of the fact that they are about.
    fn judge(
        &self,
        meeting: &Meeting<'_>,
        part: &mut Self::Part,
        warnings: &mut Vec<(Code, usize, Values)>,
    ) -> Result<(), (usize, Box<Diagnostic>)>;
}

/// Values of a diagnostic.
pub type Values = Vec<(&'static str, String)>;

/// Gathers parts in the order of the files.
pub trait Sink {
    /// What one block gives.
    type Part;
    /// Takes what is in a part, which is used again; `offset` rows of file number `file` come before it.
    fn fold(&mut self, part: &mut Self::Part, file: usize, offset: u64);
    /// A row of this cell was rejected; its month and kind are known when they could be read.
    fn rejected(&mut self, cell: CellIndex, month: Option<u32>, kind: Option<Kind>);
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Judged by, each meeting by the text of its day.
    pub texts: &'a Texts,
    /// Known cells.
    pub cells: &'a Cells,
    /// Rows outside are excluded.
    pub period: Period,
    /// Only these cells; rows of others are excluded.
    pub only: Option<&'a [CellIndex]>,
    /// Rows of the others are judged too, for what the cells come to among all of them; they count as excluded all the same, and of their
    /// faults nothing is said.
    pub among_all: bool,
    /// Rows outside the period are checked too, though nothing is judged by them.
    pub check_all: bool,
    /// What is supposed to be otherwise than the files say.
    pub supposed: Option<&'a Supposed>,
    /// Workers.
    pub threads: usize,
}

/// One of those that judge the same rows.
#[derive(Debug)]
pub struct Side<'a, 'j, J> {
    /// What is asked for; of all sides the same but for the texts.
    pub request: Request<'a>,
    /// A judge for every text, in the order of the texts.
    pub judges: &'j [J],
}

/// What a side has made of a row.
#[derive(Debug)]
pub struct Made<'a, P> {
    /// Number of the text that judged it.
    pub text: usize,
    /// What that text has of the block so far, the row last.
    pub part: &'a P,
    /// Facts of the row, in the slots of that text; slots behind the last are blank.
    pub facts: &'a [Option<i64>],
}

/// Looks at what several sides make of each row, on any thread.
pub trait Beside<P>: Sync {
    /// Whether what only another side than the first finds wrong is told as well; where a file is refused it always is.
    const TELLS_OF_OTHERS: bool = true;
    /// What is gathered from one block.
    type Part: Default + Send;
    /// What is gathered from all files.
    type Sum;
    /// Nothing yet.
    fn nothing(&self) -> Self::Sum;
    /// What the first side and another one, by its number, have made of a row that both of them judged.
    fn row(&self, side: usize, first: &Made<'_, P>, other: &Made<'_, P>, part: &mut Self::Part);
    /// Takes what is in a part, which is used again; in the order of the files.
    fn fold(&self, part: &mut Self::Part, sum: &mut Self::Sum);
}

/// Nobody looks.
impl<P> Beside<P> for () {
    const TELLS_OF_OTHERS: bool = false;
    type Part = ();
    type Sum = ();

    fn nothing(&self) {}

    fn row(&self, _: usize, _: &Made<'_, P>, _: &Made<'_, P>, (): &mut ()) {}

    fn fold(&self, (): &mut (), (): &mut ()) {}
}

/// What came of reading meetings.
#[derive(Debug)]
pub struct ReadMeetings<S> {
    /// The filled sinks.
    pub sinks: Vec<S>,
    /// An account per file.
    pub accounts: Vec<Account>,
    /// Meetings of which rows of members tell and that do not count, as they were not held or have no row; by key.
    pub aside: BTreeSet<u64>,
}

/// Reads all meetings files once, whoever judges them. Each row is read and judged, on every side, under the text of its day: there is a judge
/// and a sink for every text, in the order of the texts. Rows that share cell, date and kind are all rejected, in whatever files and order
/// they stand. Where the members of a meeting have rows of their own, they give the counts that its row leaves blank, and are compared with
/// the others.
///
/// A file whose structure cannot be trusted is refused as a whole: its account says so,
/// and nothing in the sinks may be used. A file that cannot be opened has no account.
pub fn read_meetings<J: Judge, S: Sink<Part = J::Part>, B: Beside<J::Part>>(
    files: &[RecordFile],
    (sides, turnouts): (&[Side<'_, '_, J>], Option<&Turnouts>),
    beside: &B,
    sinks: impl Fn(usize) -> Vec<S>,
    findings: &mut Findings,
) -> (Vec<ReadMeetings<S>>, B::Sum) {
    let fresh = || (0..sides.len()).map(|side| Pass::new(sinks(side), files.len())).collect();
    let what = (sides, turnouts);
    let (mut done, mut sum) = pass(files, what, beside, fresh(), &Mode::First);
    // Whatever the texts, the sides see the same meetings.
    let duplicates = done.first().map(Pass::duplicates).unwrap_or_default();
    let mut groups = Vec::new();
    if !duplicates.is_empty() {
        // Which rows record one meeting is known only at the end of all files; the rare run that has some looks at them, and then goes again.
        let (looked, _) = pass(files, what, beside, fresh(), &Mode::Look(&duplicates));
        groups = looked.iter().map(|side| side.alike(files)).collect();
        let verdicts: Vec<FxHashMap<(usize, u64), alike::Verdict>> = groups.iter().map(verdicts).collect();
        let above = done.first_mut().map(|side| std::mem::take(&mut side.above)).unwrap_or_default();
        (done, sum) = pass(files, what, beside, fresh(), &Mode::Last { verdicts: &verdicts, above: &above });
    }
    // Which meetings there are does not depend on who judges them.
    let (keys, not_held) =
        done.first_mut().map(|side| (side.take_keys(), std::mem::take(&mut side.not_held))).unwrap_or_default();
    let mut all = Vec::new();
    for (number, side) in done.into_iter().enumerate() {
        let mut found = side.findings;
        if let Some(groups) = groups.get(number) {
            alike::note(&groups.asked_for, files, &mut found);
        }
        control::judge(&side.accounts, &mut found);
        copies::tell(&mut found, Code::MeetingDuplicate);
        let known = || (keys.clone(), not_held.clone());
        let aside = turnouts.zip(sides.get(number));
        let aside = aside.map(|(turnouts, side)| counted::aside(turnouts, known(), side.request.cells, &mut found));
        // What one side says of a row, another one says again.
        if number == 0 {
            findings.extend(found)
        } else if B::TELLS_OF_OTHERS || side.accounts.len() < files.len() || side.accounts.iter().any(|account| account.refused) {
            findings.extend_new(found)
        }
        all.push(ReadMeetings { sinks: side.sinks, accounts: side.accounts, aside: aside.unwrap_or_default() });
    }
    (all, sum)
}

/// By number of file and row, what becomes of rows that record one meeting.
fn verdicts(alike: &Alike) -> FxHashMap<(usize, u64), alike::Verdict> {
    let of_group = |(rows, own): &Group| {
        let pairs = rows.iter().zip(own).filter_map(|(one, verdict)| Some(((one.file, one.row), (*verdict)?)));
        pairs.collect::<Vec<((usize, u64), alike::Verdict)>>()
    };
    alike.asked_for.iter().chain(&alike.others).flat_map(of_group).collect()
}
