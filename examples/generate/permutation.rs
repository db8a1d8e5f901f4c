//! A shuffled order of 0..count that needs no list: a Feistel network, walked again while it lands outside.

use crate::random::mix;

const ROUNDS: u64 = 4;

/// Every number below `count` once, in an order that the key fixes.
pub struct Permutation {
    count: u64,
    half_bits: u32,
    key: u64,
}

impl Permutation {
    pub fn new(count: u64, key: u64) -> Self {
        let bits = 64 - count.saturating_sub(1).leading_zeros();
        Self { count, half_bits: bits.div_ceil(2).max(1), key }
    }

    /// Walking on from a number outside stays one-to-one, because the network itself is.
    pub fn at(&self, index: u64) -> u64 {
        let mut value = self.network(index);
        while value >= self.count {
            value = self.network(value);
        }
        value
    }

    fn network(&self, value: u64) -> u64 {
        let mask = (1 << self.half_bits) - 1;
        let mut left = value >> self.half_bits;
        let mut right = value & mask;
        for round in 0..ROUNDS {
            let turned = left ^ (mix(self.key ^ (right << 8) ^ round) & mask);
            left = right;
            right = turned;
        }
        (left << self.half_bits) | right
    }
}
