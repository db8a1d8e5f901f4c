//! The sheet of 14-QĐi/TU in whole numbers: points of leaves in halves, totals in eighteenths, since 18 · (x / 2 · 100 / 90) is whole.

use super::records::Row;

/// Leaves in the order of the sheet.
pub const LEAVES: [&str; 17] =
    ["1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6", "3.7", "4.1", "4.2", "4.3", "5.1"];

/// Their most points.
const MOST: [i64; 17] = [15, 5, 5, 5, 5, 5, 5, 5, 10, 5, 7, 5, 3, 4, 3, 3, 10];

/// A scored meeting.
pub struct Score {
    /// Per leaf, halves of a point; none where the leaf was set aside.
    pub leaves: [Option<i64>; 17],
    /// Eighteenths of a point.
    pub total: i64,
    /// Whether some points rest on a self score alone.
    pub self_only: bool,
}

/// Scores a meeting; none when it was not held or not scored.
pub fn score(meeting: &Row, cell: &Row) -> Option<Score> {
    if meeting.status() != "held" {
        return None;
    }
    let (part, whole) = meeting.attendance()?;
    let over = |part: i64, whole: i64, percent: i64| part * 100 > whole * percent;
    let from = |part: i64, whole: i64, percent: i64| part * 100 >= whole * percent;
    let rate =
        [(85, 15), (70, 10), (50, 5)].iter().find(|(percent, _)| over(part, whole, *percent)).map_or(0, |(_, points)| *points);
    let (speakers, present) = (meeting.count("speakers"), meeting.count("present"));
    let speaking = match () {
        () if over(speakers, present, 50) => 7,
        () if from(speakers, present, 30) => 5,
        () if from(speakers, present, 10) => 3,
        () => 1,
    };
    let minutes = match meeting.count("minutes") {
        90.. => 5,
        60.. => 3,
        _ => 1,
    };
    assert!(whole > 0 && present > 0, "a rate without a base does not occur in the examples");
    let yes = |heading: &str, points: i64| Some(if meeting.flag(heading) { 2 * points } else { 0 });
    let mut self_only = false;
    let mut recorded = |leaf: &str| {
        let verified = meeting.halves(&format!("verified:14-qdi-tu:{leaf}"));
        self_only |= verified.is_none();
        verified.or_else(|| meeting.halves(&format!("self:14-qdi-tu:{leaf}"))).expect("points by a person")
    };
    let targets = (meeting.kind() != "thematic").then(|| {
        let (met, set) = (meeting.count("targets-met"), meeting.count("targets-set"));
        assert!(set > 0, "no targets does not occur in the examples");
        2 * [(90, 10), (70, 7), (50, 5)].iter().find(|(percent, _)| from(met, set, *percent)).map_or(2, |(_, points)| *points)
    });
    let leaves = [
        Some(2 * rate),
        Some(if meeting.count("unexcused") == 0 { 10 } else { 0 }),
        yes("prepared-in-person", 5),
        if cell.text("leadership") == "secretary-only" { Some(10) } else { yes("committee-met", 5) },
        yes("content-prepared", 5),
        yes("draft-resolution", 5),
        yes("held-on-day", 5),
        yes("procedure-followed", 5),
        Some(recorded("3.3")),
        yes("praise-and-reminder", 5),
        Some(2 * speaking),
        Some(2 * minutes),
        yes("minutes-complete", 3),
        yes("centralism-kept", 4),
        Some(recorded("4.2")),
        yes("unity-kept", 3),
        targets,
    ];
    let sum: i64 = leaves.iter().flatten().sum();
    Some(Score { leaves, total: sum * if targets.is_some() { 9 } else { 10 }, self_only })
}

impl Score {
    /// Position of the level: tot, kha, trung-binh, kem.
    pub fn level(&self) -> usize {
        [90, 70, 50].iter().position(|floor| self.total >= 18 * floor).unwrap_or(3)
    }

    /// Halves of a point that a leaf lost.
    pub fn lost(&self, leaf: usize) -> i64 {
        self.leaves[leaf].map_or(0, |points| 2 * MOST[leaf] - points)
    }

    /// Halves of a point that the leaves have.
    pub fn known(&self) -> i64 {
        self.leaves.iter().flatten().sum()
    }
}

pub const LEVELS: [&str; 4] = ["tot", "kha", "trung-binh", "kem"];

/// Level of a year from its regular meetings per level.
pub fn year_level(counts: [i64; 4]) -> Option<usize> {
    let [tot, kha, average, _] = counts;
    let all: i64 = counts.iter().sum();
    match () {
        () if all == 0 => None,
        () if tot + kha == all && tot >= 7 => Some(0),
        () if tot + kha + average == all => Some(1),
        () if 2 * (tot + kha + average) > all => Some(2),
        () => Some(3),
    }
}

/// The exact text of a fraction: decimals where they end, otherwise lowest terms.
pub fn text(num: i64, den: i64) -> String {
    let divisor = (1..=den).rev().find(|divisor| num % divisor == 0 && den % divisor == 0).unwrap();
    let (num, den) = (num / divisor, den / divisor);
    match (0..9).find(|places| 10_i64.pow(*places) % den == 0) {
        None => format!("{num}/{den}"),
        Some(0) => num.to_string(),
        Some(places) => {
            let scale = 10_i64.pow(places);
            let scaled = num * (scale / den);
            format!("{}.{:0width$}", scaled / scale, scaled % scale, width = places as usize)
        }
    }
}
