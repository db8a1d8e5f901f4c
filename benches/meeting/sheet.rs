//! What the hard-coded sheets have in common: points of leaves, the total, the level.

/// Tốt, Khá, Trung bình, Kém: the bands of every sheet, 90 / 70 / 50.
const FLOORS: [i64; 4] = [90, 70, 50, 0];

/// What became of a leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Leaf {
    #[default]
    Open,
    Points(u8),
    Rescaled,
}

/// A filled sheet of `N` leaves.
#[derive(Clone, Debug)]
pub struct Sheet<const N: usize> {
    pub leaves: [Leaf; N],
    /// Total as a fraction, and the level; `None` while a leaf is open.
    pub total: Option<((i64, i64), usize)>,
}

impl<const N: usize> Sheet<N> {
    /// Adds up; `maxima` are those of the leaves and make 100.
    pub fn total(leaves: [Leaf; N], maxima: &[u8; N]) -> Sheet<N> {
        let (mut points, mut most) = (0, 100);
        for (leaf, max) in leaves.iter().zip(maxima) {
            match leaf {
                Leaf::Points(own) => points += i64::from(*own),
                Leaf::Rescaled => most -= i64::from(*max),
                Leaf::Open => return Sheet { leaves, total: None },
            }
        }
        let total = (points * 100, most);
        let level = FLOORS.iter().position(|floor| total.0 >= floor * total.1);
        Sheet { leaves, total: level.map(|level| (total, level)) }
    }
}

/// All the points or none.
pub fn yes(fact: Option<bool>, max: u8) -> Leaf {
    match fact {
        Some(true) => Leaf::Points(max),
        Some(false) => Leaf::Points(0),
        None => Leaf::Open,
    }
}

/// The points of a share of two counts; nothing is a share of nothing.
pub fn share(part: Option<i64>, whole: Option<i64>, points: impl FnOnce(i64, i64) -> u8) -> Leaf {
    match (part, whole) {
        (Some(part), Some(whole)) if whole != 0 => Leaf::Points(points(part, whole)),
        _ => Leaf::Open,
    }
}
