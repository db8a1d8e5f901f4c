//! Values by slot of which few are known, kept small.

use std::sync::Arc;

/// Values by slot, as few words as those that are known need; whoever has it shares it. It is opened where expressions read it: they ask for
/// slots far too often to look each of them up here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sparse {
    /// How many slots there are.
    slots: usize,
    /// A bit for each slot, lowest first, set where its value is known; then the known values, in the order of their slots.
    words: Arc<[u64]>,
}

impl Sparse {
    /// Every slot, by itself.
    pub fn open(&self) -> Vec<Option<i64>> {
        let mut values = Vec::new();
        self.open_into(&mut values);
        values
    }

    /// The same in place of what was there, so that one room serves many.
    pub fn open_into(&self, values: &mut Vec<Option<i64>>) {
        values.clear();
        values.resize(self.slots, None);
        let (bits, known) = self.words.split_at_checked(self.slots.div_ceil(BITS)).unwrap_or_default();
        let mut known = known.iter();
        for (slots, bits) in values.chunks_mut(BITS).zip(bits) {
            let mut left = *bits;
            while left != 0 {
                if let Some(slot) = slots.get_mut(left.trailing_zeros() as usize) {
                    *slot = known.next().map(|value| value.cast_signed());
                }
                left &= left - 1;
            }
        }
    }
}

impl From<&[Option<i64>]> for Sparse {
    fn from(values: &[Option<i64>]) -> Sparse {
        let bit = |bits: u64, value: &Option<i64>| bits << 1 | u64::from(value.is_some());
        let mut words = Vec::with_capacity(values.len().div_ceil(BITS) + values.len());
        words.extend(values.chunks(BITS).map(|slots| slots.iter().rev().fold(0, bit)));
        words.extend(values.iter().flatten().map(|value| value.cast_unsigned()));
        Sparse { slots: values.len(), words: words.into() }
    }
}

const BITS: usize = u64::BITS as usize;

#[cfg(test)]
mod tests {
    use super::Sparse;

    fn opens(values: &[Option<i64>]) {
        let sparse = Sparse::from(values);
        assert_eq!(sparse.open(), values);
        let mut room = vec![Some(7); 300];
        sparse.open_into(&mut room);
        assert_eq!(room, values);
    }

    #[test]
    fn what_is_kept_is_what_opens() {
        for slots in [0, 1, 63, 64, 65, 93, 127, 128, 129, 200] {
            opens(&vec![None; slots]);
            opens(&(0..slots as i64).map(Some).collect::<Vec<_>>());
            for step in [2, 3, 7, 64] {
                let every = |slot: usize| slot.is_multiple_of(step).then_some(slot as i64 - 64);
                opens(&(0..slots).map(every).collect::<Vec<_>>());
                opens(&(0..slots).rev().map(every).collect::<Vec<_>>());
            }
        }
        opens(&[None, Some(i64::MIN), Some(-1), Some(0), None, Some(i64::MAX)]);
    }

    #[test]
    fn equal_values_are_equal_and_unknown_is_not_zero() {
        let of = |values: &[Option<i64>]| Sparse::from(values);
        assert_eq!(of(&[]), Sparse::default());
        assert_eq!(of(&[None, Some(3)]), of(&[None, Some(3)]));
        assert_ne!(of(&[None, Some(3)]), of(&[Some(3), None]));
        assert_ne!(of(&[None]), of(&[Some(0)]));
        assert_ne!(of(&[None]), of(&[None, None]));
    }
}
