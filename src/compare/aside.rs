//! Bytes that are not asked for until the end, out of memory in a file that nobody else sees.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

/// So much of the file is read at once: records are mostly asked for in their order, and are shorter by far.
const WINDOW: usize = 1 << 15;

/// One file for the bytes of many. It is made when the first are put aside, has no name, and is gone with the last who asks for it.
#[derive(Debug, Default)]
pub struct Aside {
    shared: RefCell<Shared>,
    /// Names that must stay at hand, of which one year has mostly those of the year before.
    names: RefCell<BTreeSet<Arc<str>>>,
}

#[derive(Debug, Default)]
struct Shared {
    file: Option<File>,
    end: u64,
    /// What was read last, the latest first: as many as there are kinds of [`Bytes`] that are read in turn.
    windows: [Window; 3],
    fault: Option<Rc<io::Error>>,
}

/// A piece of the file.
#[derive(Debug, Default)]
struct Window {
    start: u64,
    bytes: Vec<u8>,
}

/// Bytes in memory, until they are put aside.
#[derive(Debug, Default)]
pub struct Bytes {
    held: Vec<u8>,
    aside: Option<Away>,
}

/// Where bytes that are put aside begin, and how many they are.
#[derive(Debug)]
struct Away {
    aside: Rc<Aside>,
    start: u64,
    length: usize,
}

impl Aside {
    /// Why something that was put aside could not be read back. Whatever was made without it is not to be trusted.
    pub fn fault(&self) -> Option<Rc<io::Error>> {
        self.shared.borrow().fault.clone()
    }

    /// The same name, once for all that have it.
    pub(super) fn name(&self, own: &Arc<str>) -> Arc<str> {
        let mut names = self.names.borrow_mut();
        if let Some(known) = names.get(own) {
            return Arc::clone(known);
        }
        names.insert(Arc::clone(own));
        Arc::clone(own)
    }

    /// Where the bytes begin in the file.
    fn write(&self, bytes: &[u8]) -> io::Result<u64> {
        let shared = &mut *self.shared.borrow_mut();
        let start = shared.end;
        let file = match &mut shared.file {
            Some(file) => file,
            none => none.insert(tempfile::tempfile()?),
        };
        // What an earlier try left behind is written over.
        file.seek(SeekFrom::Start(start))?;
        file.write_all(bytes)?;
        shared.end = start + bytes.len() as u64;
        Ok(start)
    }

    fn read(&self, start: u64, length: usize) -> Option<Vec<u8>> {
        let shared = &mut *self.shared.borrow_mut();
        let found = shared.windows.iter().position(|window| window.part(start, length).is_some());
        let place = found.unwrap_or(shared.windows.len() - 1);
        shared.windows.get_mut(..=place)?.rotate_right(1);
        let window = shared.windows.first_mut()?;
        if found.is_none()
            && let Err(error) = window.turn_to(start, length, shared.file.as_mut(), shared.end)
        {
            shared.fault.get_or_insert(Rc::new(error));
            return None;
        }
        window.part(start, length).map(<[u8]>::to_vec)
    }

    /// Remembers that what was read is not what was written.
    fn spoiled(&self) {
        let error = || Rc::new(io::ErrorKind::InvalidData.into());
        self.shared.borrow_mut().fault.get_or_insert_with(error);
    }
}

impl Window {
    /// Reads what begins there, up to the end of all that was written.
    fn turn_to(&mut self, start: u64, length: usize, file: Option<&mut File>, end: u64) -> io::Result<()> {
        self.bytes.clear();
        let (Some(file), Some(rest)) = (file, end.checked_sub(start)) else {
            return Err(io::ErrorKind::UnexpectedEof.into());
        };
        let wanted = usize::try_from(rest).unwrap_or(usize::MAX).min(length.max(WINDOW));
        self.bytes.resize(wanted, 0);
        self.start = start;
        let done = file.seek(SeekFrom::Start(start)).and_then(|_| file.read_exact(&mut self.bytes));
        // Nothing of what is there by half may pass for a record.
        done.inspect_err(|_| self.bytes.clear())
    }

    fn part(&self, start: u64, length: usize) -> Option<&[u8]> {
        let start = usize::try_from(start.checked_sub(self.start)?).ok()?;
        self.bytes.get(start..start.checked_add(length)?)
    }
}

impl Bytes {
    /// How many.
    pub fn len(&self) -> usize {
        self.aside.as_ref().map_or(self.held.len(), |away| away.length)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Those in memory, to put more behind them; there are none once they are put aside.
    pub(super) fn held(&mut self) -> &mut Vec<u8> {
        &mut self.held
    }

    /// Puts them aside. Where that fails they stay in memory, which costs room and nothing else.
    pub(super) fn put(&mut self, aside: &Rc<Aside>) {
        if self.aside.is_none()
            && let Ok(start) = aside.write(&self.held)
        {
            self.aside = Some(Away { aside: Rc::clone(aside), start, length: self.held.len() });
            self.held = Vec::new();
        }
    }

    /// A part of them; `None` where there is no such part, or where it cannot be read back, which [`Aside::fault`] then tells.
    pub(super) fn part(&self, range: Range<usize>) -> Option<Cow<'_, [u8]>> {
        let Some(away) = &self.aside else { return self.held.get(range).map(Cow::Borrowed) };
        let length = range.end.checked_sub(range.start).filter(|_| range.end <= away.length)?;
        away.aside.read(away.start + range.start as u64, length).map(Cow::Owned)
    }

    /// Remembers that a part was read back and makes no sense; of those in memory nothing is known that would be worth a word.
    pub(super) fn spoiled<T>(&self) -> Option<T> {
        self.aside.iter().for_each(|away| away.aside.spoiled());
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of four bytes each, put aside behind something else.
    fn numbers(aside: &Rc<Aside>, count: u32) -> Bytes {
        let mut other = Bytes::default();
        other.held().extend_from_slice(b"other");
        other.put(aside);
        let mut bytes = Bytes::default();
        bytes.held().extend((0..count).flat_map(u32::to_le_bytes));
        bytes.put(aside);
        bytes
    }

    fn number(bytes: &Bytes, place: u32) -> Option<u32> {
        let start = place as usize * 4;
        Some(u32::from_le_bytes(bytes.part(start..start + 4)?.as_ref().try_into().unwrap()))
    }

    #[test]
    fn what_is_put_aside_is_read_back_in_any_order() {
        let aside = Rc::new(Aside::default());
        let count = 40_000;
        let bytes = numbers(&aside, count);
        assert_eq!((bytes.held.len(), bytes.len()), (0, 160_000));
        // In order; two places in turn; from the end; all of it, which is longer than a window.
        assert!((0..count).all(|place| number(&bytes, place) == Some(place)));
        assert!((0..count / 2).all(|place| {
            number(&bytes, place) == Some(place) && number(&bytes, place + count / 2) == Some(place + count / 2)
        }));
        assert!((0..count).rev().step_by(77).all(|place| number(&bytes, place) == Some(place)));
        assert_eq!(bytes.part(0..160_000).unwrap().len(), 160_000);
        assert_eq!(bytes.part(160_000..160_000).unwrap().len(), 0);
        // There is no such part: that is no fault of the file.
        assert_eq!((bytes.part(159_999..160_001), bytes.part(7..200_000)), (None, None));
        assert!(aside.fault().is_none());
    }

    #[test]
    fn what_cannot_be_read_back_is_told() {
        let aside = Rc::new(Aside::default());
        let bytes = numbers(&aside, 40_000);
        aside.shared.borrow().file.as_ref().unwrap().set_len(100_005).unwrap();
        assert_eq!((number(&bytes, 0), aside.fault().is_none()), (Some(0), true));
        assert_eq!(number(&bytes, 39_999), None);
        assert_eq!(aside.fault().unwrap().kind(), io::ErrorKind::UnexpectedEof);
        // It is not forgotten over what can be read.
        assert_eq!((number(&bytes, 1), aside.fault().is_some()), (Some(1), true));
    }

    #[test]
    fn what_cannot_be_written_stays_in_memory() {
        let aside = Rc::new(Aside::default());
        let name = tempfile::NamedTempFile::new().unwrap();
        aside.shared.borrow_mut().file = Some(File::open(name.path()).unwrap());
        let bytes = numbers(&aside, 3);
        assert_eq!((bytes.held.len(), bytes.len(), number(&bytes, 2)), (12, 12, Some(2)));
        assert!(aside.fault().is_none());
    }
}
