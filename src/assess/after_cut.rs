//! Places of a percent whose base answers to the cut: whoever is moved down joins the base or leaves it, so the number of places rests
//! on who has them.

use crate::rules::Ties;

/// Candidates who have places together or not at all.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Class {
    /// How many.
    pub(super) all: Part,
    /// Those of them with special grounds.
    pub(super) grounded: Part,
}

/// So many candidates, and how many of them are in the base.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Part {
    pub(super) size: u64,
    /// In the base while they keep the level.
    pub(super) stay: u64,
    /// In it once they fall.
    pub(super) fall: u64,
}

/// What a group comes to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// The base after the cut.
    pub(super) base: u64,
    /// Ordinary places.
    pub(super) allowed: u64,
    /// Further ones for special grounds.
    pub(super) special: u64,
}

/// The largest number of ordinary places, then of further ones, that the base to which they lead allows.
///
/// `rest` are those of the base who do not compete; `allows` tells of a base the ordinary places, and all with the further ones.
pub(super) fn answer(classes: &[Class], rest: u64, ties: Ties, allows: impl Fn(u64) -> (u64, u64)) -> Answer {
    let cuts = Cuts::of(classes, rest, ties, allows);
    let found = (0..=classes.len()).rev().find_map(|ordinary| cuts.with(ordinary));
    found.and_then(|cut| cuts.places(cut)).unwrap_or_default()
}

/// Where the classes are cut: so many have ordinary places, and so many of those with special grounds have a place of either kind.
#[derive(Clone, Copy)]
struct Cut {
    ordinary: usize,
    grounded: usize,
}

/// Sums over the first classes.
struct Cuts<F> {
    size: Vec<u64>,
    /// The base when nobody else has a place.
    base: Vec<u64>,
    /// How many of them have units with special grounds.
    grounds: Vec<usize>,
    /// Sums over the first of those that have such units: the units, and how many of them are in the base, kept or fallen.
    grounded: Vec<Part>,
    ties: Ties,
    allows: F,
}

impl<F: Fn(u64) -> (u64, u64)> Cuts<F> {
    fn of(classes: &[Class], rest: u64, ties: Ties, allows: F) -> Cuts<F> {
        let fallen = rest + classes.iter().map(|class| class.all.fall).sum::<u64>();
        let mut cuts =
            Cuts { size: vec![0], base: vec![fallen], grounds: vec![0], grounded: vec![Part::default()], ties, allows };
        let (mut size, mut base, mut sum) = (0, fallen, Part::default());
        for Class { all, grounded } in classes {
            size += all.size;
            base = base - all.fall + all.stay;
            if grounded.size > 0 {
                sum = Part { size: sum.size + grounded.size, stay: sum.stay + grounded.stay, fall: sum.fall + grounded.fall };
                cuts.grounded.push(sum);
            }
            cuts.size.push(size);
            cuts.base.push(base);
            cuts.grounds.push(cuts.grounded.len() - 1);
        }
        cuts
    }

    /// The largest number of further places beside so many ordinary ones.
    fn with(&self, ordinary: usize) -> Option<Cut> {
        let (first, last) = (*self.grounds.get(ordinary)?, self.grounded.len() - 1);
        let cut = |grounded: usize| Cut { ordinary, grounded };
        // A further place enlarges the base, or none does, so where neither few nor many allow the ordinary ones, no number does.
        if !self.allows_ordinary(cut(first)) && !self.allows_ordinary(cut(last)) {
            return None;
        }
        let holds = |grounded: &usize| self.allows_ordinary(cut(*grounded)) && self.allows_further(cut(*grounded));
        (first..=last).rev().find(holds).map(cut)
    }

    fn allows_ordinary(&self, cut: Cut) -> bool {
        let Some(allowed) = self.base(cut).map(|base| (self.allows)(base).0) else { return false };
        let Some(before) = cut.ordinary.checked_sub(1) else { return true };
        let sizes = self.size.get(before).zip(self.size.get(cut.ordinary));
        sizes.is_some_and(|(begin, end)| self.has_room(*begin, *end, allowed))
    }

    fn allows_further(&self, cut: Cut) -> bool {
        let (Some(room), Some(further)) = (self.room(cut), self.further(cut)) else { return false };
        let before = cut.grounded.checked_sub(1).and_then(|grounded| self.further(Cut { grounded, ..cut }));
        before.is_none_or(|before| self.has_room(before, further, room))
    }

    /// How many have further places; none where the cut is before the ordinary ones.
    fn further(&self, cut: Cut) -> Option<u64> {
        let before = self.grounded.get(*self.grounds.get(cut.ordinary)?)?;
        self.grounded.get(cut.grounded)?.size.checked_sub(before.size)
    }

    fn base(&self, cut: Cut) -> Option<u64> {
        let (all, before) = (self.grounded.get(cut.grounded)?, self.grounded.get(*self.grounds.get(cut.ordinary)?)?);
        Some(self.base.get(cut.ordinary)? + (all.stay - before.stay) - (all.fall - before.fall))
    }

    /// Ordinary places; not so many that one more class would have them, as that would take away the base that they rest on.
    fn ordinary(&self, cut: Cut) -> Option<u64> {
        let (allowed, size) = ((self.allows)(self.base(cut)?).0, *self.size.get(cut.ordinary)?);
        let one_more = self.size.get(cut.ordinary + 1).is_some_and(|next| self.has_room(size, *next, allowed));
        Some(if one_more { size } else { allowed })
    }

    /// What the base leaves beyond the ordinary places.
    fn room(&self, cut: Cut) -> Option<u64> {
        Some((self.allows)(self.base(cut)?).1.saturating_sub(self.ordinary(cut)?))
    }

    /// Base and places, and of the further ones, too, none that would take away what it rests on.
    fn places(&self, cut: Cut) -> Option<Answer> {
        let (room, further) = (self.room(cut)?, self.further(cut)?);
        let next = self.further(Cut { grounded: cut.grounded + 1, ..cut });
        let one_more = next.is_some_and(|next| self.has_room(further, next, room));
        let special = if one_more { further } else { room };
        Some(Answer { base: self.base(cut)?, allowed: self.ordinary(cut)?, special })
    }

    /// Whether there are places for a class that begins behind so many and ends with so many.
    fn has_room(&self, begin: u64, end: u64, places: u64) -> bool {
        if self.ties == Ties::AllIn { begin < places } else { end <= places }
    }
}
