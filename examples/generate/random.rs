//! Chance that repeats: splitmix64 keyed by what is being drawn, so that any row can be drawn alone, in any order.

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// What a draw is for: two purposes never share a sequence.
#[derive(Clone, Copy)]
pub enum Purpose {
    Size = 1,
    Cell = 2,
    Committee = 3,
    Schedule = 4,
    Incident = 5,
    Meeting = 6,
    Year = 7,
    Visit = 8,
}

/// One sequence of draws.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64, purpose: Purpose, major: u64, minor: u64) -> Self {
        let keyed = mix(seed ^ mix(purpose as u64));
        let keyed = mix(keyed ^ major.wrapping_mul(STEP));
        Self(mix(keyed ^ minor.wrapping_add(STEP)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        mix(self.0)
    }

    /// Multiplying the high half is a little uneven for huge bounds; the bounds here are a few thousand at most.
    pub fn below(&mut self, bound: u32) -> u32 {
        let scaled = (self.next() >> 32) * u64::from(bound);
        u32::try_from(scaled >> 32).unwrap_or(0)
    }

    /// Both ends included.
    pub fn between(&mut self, (low, high): (u32, u32)) -> u32 {
        low + self.below(high.saturating_sub(low) + 1)
    }

    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// How many of `number` independent tries succeed.
    pub fn successes(&mut self, number: u32, per_mille: u32) -> u32 {
        let mut count = 0;
        for _ in 0..number {
            count += u32::from(self.chance(per_mille));
        }
        count
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T], otherwise: T) -> T {
        let length = u32::try_from(choices.len()).unwrap_or(0);
        let at = self.below(length) as usize;
        choices.get(at).copied().unwrap_or(otherwise)
    }
}

pub fn mix(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}
