//! Outcomes of cells in no more room than they need, since a province has thousands of cells a year, many of them with forty causes, and years
//! are compared by the dozen. They are read back cell by cell, from memory or from where they were put aside.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::aside::{Aside, Bytes};
use super::causes::{By, Cause, Ids, More, What};
use super::outcome::{CellOutcome, Change, SideOutcome};
use crate::base::{Day, Exact};
use crate::records::Kind;

/// The outcomes of all cells, in the order in which they were put.
#[derive(Debug, Default)]
pub struct Kept {
    cells: Bytes,
    /// Where each cell ends among them, in eight bytes.
    ends: Bytes,
    causes: Bytes,
    committees: Listed<str>,
    lists: Listed<[String]>,
}

/// Whose outcome is put.
#[derive(Clone, Copy, Debug)]
pub(super) struct Whose<'a> {
    pub(super) code: &'a str,
    pub(super) name: &'a str,
    pub(super) committee: u32,
    pub(super) kind: u32,
}

/// A cell as it is put: its code, its name, the number of its committee, that of its type, and what is made of it.
type Put<'a> = (&'a str, &'a str, u32, u32, &'a [SideOutcome], &'a [Change]);

/// The same as it is read back.
type Read<'a> = (&'a str, &'a str, u32, u32, Vec<SideOutcome>, Vec<Change>);

/// So many bytes tell where a cell ends.
const END: usize = size_of::<u64>();

/// So many tell how many causes there are.
const COUNT: usize = size_of::<u32>();

/// Points of a leaf, which are thousandths, as most causes are: which way, the pair of leaves, what it gives, and in how many meetings.
type OfLeaf = [u8; 9];

/// Stands before a cause that is none of them.
const OTHER: u8 = 0;

/// By what a leaf gives other points, by the byte that stands for it.
const OF_LEAF: [(u8, By); 2] = [(1, By::Leaf), (2, By::Denominator)];

/// Any other cause.
type Packed = (What, By, Option<u32>, u32, Option<Exact>, Option<PackedMore>);

/// What only some causes have, with the numbers of the lists of ids.
#[derive(Debug, Serialize, Deserialize)]
struct PackedMore {
    moved: (u64, u64),
    rates: Option<[(u64, u64); 2]>,
    steps: i64,
    meeting: Option<(Day, Kind)>,
    ids: [u32; 2],
}

impl Kept {
    /// How many cells.
    pub fn len(&self) -> usize {
        self.ends.len() / END
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A cell by its place.
    pub fn cell(&self, place: usize) -> Option<CellOutcome<'_>> {
        let is_there = place < self.len();
        self.read(place).or_else(|| if is_there { self.cells.spoiled().or_else(|| self.ends.spoiled()) } else { None })
    }

    /// All of them.
    pub fn cells(&self) -> impl Iterator<Item = CellOutcome<'_>> {
        (0..self.len()).filter_map(|place| self.cell(place))
    }

    /// By what a cell changed; nothing once the causes are [forgotten](Kept::forget_causes).
    pub fn causes(&self, change: &Change) -> Vec<Cause> {
        let mut causes = Vec::new();
        self.each_cause(change, |cause| causes.push(cause));
        causes
    }

    /// The same one by one.
    pub fn each_cause(&self, change: &Change, mut each: impl FnMut(Cause)) {
        let Some(bytes) = self.causes.part(change.causes.0..change.causes.1) else { return };
        let mut told = || {
            let (count, mut rest) = bytes.split_first_chunk::<COUNT>()?;
            for _ in 0..u32::from_le_bytes(*count) {
                let (cause, next) = self.next_cause(rest)?;
                each(cause);
                rest = next;
            }
            rest.is_empty().then_some(())
        };
        if told().is_none() {
            self.causes.spoiled::<()>();
        }
    }

    /// The committees of the cells, by their numbers.
    pub fn committees(&self) -> impl Iterator<Item = &str> {
        self.committees.all.iter().map(|name| &**name)
    }

    /// By how many causes a cell changed.
    pub fn count(&self, change: &Change) -> usize {
        let Some(bytes) = self.causes.part(change.causes.0..change.causes.1) else { return 0 };
        let count = bytes.first_chunk().map(|count| u32::from_le_bytes(*count));
        count.and_then(|count| usize::try_from(count).ok()).or_else(|| self.causes.spoiled()).unwrap_or(0)
    }

    /// Lets go of what no table asks for any more.
    pub fn forget_causes(&mut self) {
        (self.causes, self.lists) = (Bytes::default(), Listed::default());
    }

    /// Keeps what there is of every cell in a file from now on, and not in memory.
    pub fn put_aside(&mut self, aside: &Rc<Aside>) {
        self.committees.all.iter_mut().for_each(|own| *own = aside.name(own));
        [&mut self.cells, &mut self.ends, &mut self.causes].into_iter().for_each(|bytes| bytes.put(aside));
    }

    /// Puts the causes of a change, and returns where they begin and end; `None` where they cannot be written.
    pub(super) fn put_causes(&mut self, causes: &[Cause]) -> Option<(usize, usize)> {
        let start = self.causes.len();
        self.causes.held().extend(u32::try_from(causes.len()).ok()?.to_le_bytes());
        for cause in causes {
            match of_leaf(cause) {
                Some(bytes) => self.causes.held().extend(bytes),
                None => {
                    let packed = self.packed(cause);
                    self.causes.held().push(OTHER);
                    write(self.causes.held(), &packed)?;
                }
            }
        }
        Some((start, self.causes.len()))
    }

    /// Makes room for so many cells, as much as each takes mostly.
    pub(super) fn reserve(&mut self, cells: usize) {
        self.cells.held().reserve(cells * 128);
        self.ends.held().reserve(cells * END);
        self.causes.held().reserve(cells * 256);
    }

    /// The number of a committee for the cells that are put.
    pub(super) fn number_of_committee(&mut self, name: &str) -> u32 {
        self.committees.number(name)
    }

    /// Puts a cell behind all others; `None` where it cannot be written.
    pub(super) fn put(&mut self, whose: Whose<'_>, sides: &[SideOutcome], changes: &[Change]) -> Option<()> {
        let cell: Put<'_> = (whose.code, whose.name, whose.committee, whose.kind, sides, changes);
        write(self.cells.held(), &cell)?;
        let end = u64::try_from(self.cells.len()).ok()?;
        self.ends.held().extend(end.to_le_bytes());
        Some(())
    }

    /// The same without the room for more: nothing is put any more.
    pub(super) fn all(mut self) -> Kept {
        [&mut self.cells, &mut self.ends, &mut self.causes].into_iter().for_each(|bytes| bytes.held().shrink_to_fit());
        self.committees.numbers.clear();
        self.lists.numbers.clear();
        self
    }

    fn read(&self, place: usize) -> Option<CellOutcome<'_>> {
        let start = place.checked_sub(1).map_or(Some(0), |before| self.end(before))?;
        let (code, name, committee, kind, sides, changes) = match self.cells.part(start..self.end(place)?)? {
            Cow::Borrowed(bytes) => {
                let (code, name, committee, kind, sides, changes): Read<'_> = read(bytes)?;
                (Cow::Borrowed(code), Cow::Borrowed(name), committee, kind, sides, changes)
            }
            Cow::Owned(bytes) => {
                let (code, name, committee, kind, sides, changes): Read<'_> = read(&bytes)?;
                (Cow::Owned(code.to_owned()), Cow::Owned(name.to_owned()), committee, kind, sides, changes)
            }
        };
        Some(CellOutcome { code, name, committee: self.committees.get(committee)?, kind, sides, changes })
    }

    fn end(&self, place: usize) -> Option<usize> {
        let start = place.checked_mul(END)?;
        let bytes = self.ends.part(start..start.checked_add(END)?)?;
        usize::try_from(u64::from_le_bytes(bytes.as_ref().try_into().ok()?)).ok()
    }

    fn packed(&mut self, cause: &Cause) -> Packed {
        let more = cause.more.as_deref().map(|more| PackedMore {
            moved: more.moved,
            rates: more.rates,
            steps: more.steps,
            meeting: more.meeting,
            ids: [&more.ids[0], &more.ids[1]].map(|ids| self.lists.number(ids)),
        });
        (cause.what, cause.by, cause.pair, cause.meetings, cause.points, more)
    }

    /// The cause that the bytes begin with, and what is behind it.
    #[inline]
    fn next_cause<'b>(&self, bytes: &'b [u8]) -> Option<(Cause, &'b [u8])> {
        let (first, rest) = bytes.split_first()?;
        let Some((_, by)) = OF_LEAF.into_iter().find(|(byte, _)| byte == first) else {
            let (packed, rest) = postcard::take_from_bytes(rest).ok().filter(|_| *first == OTHER)?;
            return Some((self.unpacked(packed), rest));
        };
        let ([_, p0, p1, t0, t1, t2, t3, m0, m1], rest) = bytes.split_first_chunk::<{ size_of::<OfLeaf>() }>()?;
        let pair = Some(u16::from_le_bytes([*p0, *p1]).into());
        let points = Some(Exact::thousandths(i32::from_le_bytes([*t0, *t1, *t2, *t3]).into()));
        let meetings = u16::from_le_bytes([*m0, *m1]).into();
        Some((Cause { pair, points, meetings, ..Cause::plain(What::Points, by) }, rest))
    }

    fn unpacked(&self, (what, by, pair, meetings, points, more): Packed) -> Cause {
        let ids = |number: u32| self.lists.shared(number).unwrap_or_default();
        let more = more.map(|PackedMore { moved, rates, steps, meeting, ids: [before, after] }| {
            let ids: [Ids; 2] = [ids(before), ids(after)];
            Box::new(More { moved, rates, steps, meeting, ids })
        });
        Cause { what, by, pair, meetings, points, more }
    }
}

/// A cause in the short form, if it has one.
#[inline]
fn of_leaf(cause: &Cause) -> Option<OfLeaf> {
    let points = cause.points.filter(|points| points.den() == 1000 && cause.what == What::Points && cause.more.is_none())?;
    let (byte, _) = OF_LEAF.into_iter().find(|(_, by)| *by == cause.by)?;
    let [p0, p1] = u16::try_from(cause.pair?).ok()?.to_le_bytes();
    let [t0, t1, t2, t3] = i32::try_from(points.num()).ok()?.to_le_bytes();
    let [m0, m1] = u16::try_from(cause.meetings).ok()?.to_le_bytes();
    Some([byte, p0, p1, t0, t1, t2, t3, m0, m1])
}

/// What is said again and again, each once.
#[derive(Debug)]
struct Listed<T: ?Sized> {
    all: Vec<Arc<T>>,
    numbers: BTreeMap<Arc<T>, u32>,
    last: Option<u32>,
}

impl<T: ?Sized> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed { all: Vec::new(), numbers: BTreeMap::new(), last: None }
    }
}

impl<T: ?Sized + Ord> Listed<T> {
    fn number<'t>(&mut self, own: &'t T) -> u32
    where
        Arc<T>: From<&'t T>,
    {
        // What was said last is mostly said again.
        let last = self.last.filter(|last| self.get(*last) == Some(own));
        if let Some(number) = last.or_else(|| self.numbers.get(own).copied()) {
            self.last = Some(number);
            return number;
        }
        let (number, own) = (u32::try_from(self.all.len()).unwrap_or(u32::MAX), Arc::<T>::from(own));
        self.all.push(Arc::clone(&own));
        self.numbers.insert(own, number);
        number
    }

    fn shared(&self, number: u32) -> Option<Arc<T>> {
        self.all.get(usize::try_from(number).ok()?).cloned()
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.all.get(usize::try_from(number).ok()?).map(|own| &**own)
    }
}

fn write<T: Serialize>(bytes: &mut Vec<u8>, value: &T) -> Option<()> {
    *bytes = postcard::to_extend(value, std::mem::take(bytes)).ok()?;
    Some(())
}

/// What the bytes begin with.
fn read<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assess::decision::State;
    use crate::compare::outcome::{DecidedLevel, Move, Named, YearOutcome};

    fn ids(ids: &[&str]) -> Ids {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn what_is_put_is_read_back() {
        let leaf =
            |by, points, meetings| Cause { pair: Some(300), points: Some(points), meetings, ..Cause::plain(What::Points, by) };
        let third = Exact::new(-1, 3).unwrap();
        let day = Day::new(2024, 3, 5).unwrap();
        let first = vec![
            leaf(By::Leaf, Exact::thousandths(-1500), 12),
            leaf(By::Denominator, Exact::thousandths(i64::from(i32::MAX)), u32::MAX),
            // Points that no leaf of a sheet gives, for each reason that there is.
            leaf(By::Leaf, Exact::thousandths(i64::from(i32::MAX) + 1), 1),
            leaf(By::Leaf, third, 1),
            Cause { pair: Some(70_000), ..leaf(By::Leaf, Exact::whole(1), 3) },
            Cause { pair: Some(70_000), ..leaf(By::Denominator, Exact::thousandths(500), 3) },
            Cause {
                pair: Some(u32::from(u16::MAX)),
                ..leaf(By::Leaf, Exact::thousandths(i64::from(i32::MIN)), u32::from(u16::MAX))
            },
            Cause { pair: None, ..leaf(By::Leaf, Exact::thousandths(500), 3) },
            Cause { what: What::Rate, ..leaf(By::Leaf, Exact::thousandths(500), 3) },
            leaf(By::Recorded, Exact::thousandths(500), 3),
            leaf(By::Leaf, Exact::whole(2), 1).with(More { meeting: Some((day, Kind::Thematic)), ..More::default() }),
            Cause { points: Some(third), ..Cause::plain(What::Points, By::Sheet) },
            Cause::plain(What::Rate, By::Denominator).with(More { rates: Some([(18, 21), (18, 20)]), ..More::default() }),
            Cause::plain(What::Year, By::Gate).with(More { steps: -2, ids: [ids(&["a", "ă"]), ids(&[])], ..More::default() }),
            Cause::plain(What::Meetings, By::Points).with(More { moved: (3, 1), ..More::default() }),
        ];
        let second = vec![Cause::plain(What::Year, By::MissingFact).with_ids([ids(&["a", "ă"]), ids(&["b"])])];
        let decided = DecidedLevel {
            level: Named { id: "kha".to_owned(), title: "Khá".to_owned(), short: "K".to_owned() },
            state: State::Stale,
            document: "12-QĐ/TU".to_owned(),
            day,
            until: None,
        };
        let side = SideOutcome {
            scored: 12,
            open: 1,
            mean: Exact::new(1740, 19),
            rate: Some((u64::from(u32::MAX) + 1, u64::from(u32::MAX) + 2)),
            level: Some(2),
            provisional: true,
            year: Some(YearOutcome { before_quota: Some(0), level: None, undecided: true, provisional: false }),
            decided: Some(Box::new(decided)),
            decided_year: None,
        };
        let sides = vec![SideOutcome::default(), side];

        let mut kept = Kept::default();
        let mut put = |code: &str, committee: &str, causes: &[Cause], points: Option<Exact>| {
            let causes = kept.put_causes(causes).unwrap();
            let change = Change { points, level: Move::Down, is_any: true, causes, ..Change::default() };
            let committee = kept.number_of_committee(committee);
            let whose = Whose { code, name: "Chi bộ thôn Hoà Đồng", committee, kind: 7 };
            kept.put(whose, &sides, &[change]).unwrap();
        };
        put("A", "Đảng ủy X", &first, Some(third));
        put("B", "Đảng ủy Y", &second, None);
        put("C", "Đảng ủy X", &[], None);
        let mut kept = kept.all();

        let are_all_there = |kept: &Kept| {
            let cells: Vec<CellOutcome<'_>> = kept.cells().collect();
            let named: Vec<_> = cells.iter().map(|cell| (&*cell.code, &*cell.name, cell.committee, cell.kind)).collect();
            let name = "Chi bộ thôn Hoà Đồng";
            assert_eq!(named, [("A", name, "Đảng ủy X", 7), ("B", name, "Đảng ủy Y", 7), ("C", name, "Đảng ủy X", 7)]);
            assert!(cells.iter().all(|cell| cell.sides == sides));
            assert_eq!(cells[0].changes[0].points, Some(third));
            assert_eq!((cells[1].changes[0].points, cells[1].changes[0].level), (None, Move::Down));
            for (place, wanted) in [&first, &second, &Vec::new()].into_iter().enumerate() {
                let change = &cells[place].changes[0];
                assert_eq!((&kept.causes(change), kept.count(change)), (wanted, wanted.len()));
            }
            assert_eq!((kept.len(), kept.is_empty(), kept.cell(3).is_none()), (3, false, true));
            cells[0].changes[0].clone()
        };
        are_all_there(&kept);
        let aside = Rc::new(Aside::default());
        kept.put_aside(&aside);
        let change = are_all_there(&kept);
        kept.forget_causes();
        assert_eq!((kept.causes(&change), kept.count(&change), kept.len()), (Vec::new(), 0, 3));
        assert!(aside.fault().is_none());
    }

    #[test]
    fn causes_that_are_forgotten_are_not_put_aside() {
        let mut kept = Kept::default();
        let causes = kept.put_causes(&[Cause::plain(What::Year, By::Quota)]).unwrap();
        kept.forget_causes();
        let aside = Rc::new(Aside::default());
        kept.put_aside(&aside);
        let change = Change { causes, ..Change::default() };
        assert_eq!((kept.causes(&change), kept.count(&change), kept.is_empty()), (Vec::new(), 0, true));
        assert!(aside.fault().is_none());
    }

    #[test]
    fn what_makes_no_sense_any_more_is_told() {
        let mut kept = Kept::default();
        write(kept.cells.held(), &[0xff_u8; 9]).unwrap();
        kept.ends.held().extend(9_u64.to_le_bytes());
        let aside = Rc::new(Aside::default());
        kept.put_aside(&aside);
        assert_eq!((kept.len(), kept.cells().count()), (1, 0));
        assert!(aside.fault().is_some());
    }
}
