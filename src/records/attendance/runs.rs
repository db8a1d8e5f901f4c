//! Runs of excused absences: how many regular meetings in a row, and how many in all; each at least and at most.
//!
//! Being present ends a run, and so does an absence without leave; where the member was not expected, or on mission, the meeting is passed
//! over. A missing record may be an excused absence or not. The four numbers of a member stand in one word, sixteen bits each (a cell has
//! fewer regular meetings in a year), so that a meeting is one step for all of them, without a branch.

use super::rows::{BLANK, REJECTED};
use super::turnout::MemberStatus;

/// What a state does: what is kept, and what is added.
pub(super) type Steps = [(u64, u64); 16];

const LEAST: u64 = 1;
const MOST: u64 = 1 << 16;
const ALL_LEAST: u64 = 1 << 32;
const ALL_MOST: u64 = 1 << 48;
const EACH: u64 = LEAST | MOST | ALL_LEAST | ALL_MOST;
const LANE: u64 = 0xFFFF;

/// The steps of all states. `anyone` says that a row is left over which may be that of anybody who has none.
pub(super) fn steps(anyone: bool) -> Steps {
    let mut steps = [(u64::MAX, 0); 16];
    let mut set = |state: u8, step: (u64, u64)| {
        if let Some(own) = steps.get_mut(usize::from(state)) {
            *own = step;
        }
    };
    let ends = !(LANE * (LEAST | MOST));
    for status in [MemberStatus::Present, MemberStatus::Late, MemberStatus::Unexcused, MemberStatus::ExemptPresent] {
        set(status as u8, (ends, 0));
    }
    set(MemberStatus::Excused as u8, (u64::MAX, EACH));
    set(BLANK, (!(LANE * LEAST), MOST | ALL_MOST));
    if anyone {
        set(REJECTED, (u64::MAX, MOST | ALL_MOST));
    }
    steps
}

/// The runs after a meeting.
#[inline]
pub(super) fn next(runs: u64, steps: &Steps, state: u8) -> u64 {
    let (kept, added) = steps.get(usize::from(state & 15)).copied().unwrap_or((u64::MAX, 0));
    (runs & kept) + added
}

/// For each number, something above zero where it is more than three.
#[inline]
pub(super) fn over_3(runs: u64) -> u64 {
    // The highest bit of a lane is set by adding where the lane is over three; no lane comes near to it by itself.
    (runs + (0x7FFF - 3) * EACH) & (0x8000 * EACH)
}

/// In a row and in all, each at least and at most: least, most, all at least, all at most.
#[inline]
pub(super) fn numbers(runs: u64) -> [u16; 4] {
    [0, 16, 32, 48].map(|shift| u16::try_from(runs >> shift & LANE).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_three_is_told_of_each_number() {
        let excused = MemberStatus::Excused as u8;
        let steps = steps(false);
        let run = |states: &[u8]| states.iter().fold(0, |runs, state| next(runs, &steps, *state));
        assert_eq!(numbers(run(&[excused; 3])), [3; 4]);
        assert_eq!(over_3(run(&[excused; 3])), 0);
        assert_eq!(numbers(over_3(run(&[excused; 4]))), [0x8000; 4]);
        let mixed = run(&[excused, excused, BLANK, excused, 0, excused]);
        assert_eq!(numbers(mixed), [1, 1, 4, 5]);
        assert_eq!(numbers(over_3(mixed)), [0, 0, 0x8000, 0x8000]);
        assert_eq!(numbers(run(&[excused, BLANK, excused, excused])), [2, 4, 3, 4]);
        assert_eq!(numbers(run(&[REJECTED, excused])), [1; 4]);
    }
}
