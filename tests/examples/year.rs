//! Classification of 124-QĐ/TW, worked out again: grades and conditions by hand, places by whole numbers.

use std::collections::BTreeMap;

use super::records::Example;
use super::sheet;

pub const LEVELS: [&str; 4] = ["xs", "htt", "ht", "kht"];
pub const CRITERIA: [&str; 7] = ["i1", "i2", "i3", "i4", "ii1", "ii2", "iii"];
const GRADES: [&str; 4] = ["xuat-sac", "tot", "trung-binh", "kem"];

/// A cell's year before the quota.
pub struct Year {
    pub quality: Option<usize>,
    pub provisional: bool,
    pub grades: Option<[usize; 7]>,
    pub level: Option<usize>,
    pub failed: String,
    pub gates: String,
}

/// A committee's places.
#[derive(Default)]
pub struct Places {
    pub rated: usize,
    pub base: usize,
    pub allowed: usize,
    pub admitted: Vec<String>,
    pub undecided: Vec<String>,
    pub moved_down: Vec<String>,
    pub provisional: bool,
}

/// Regular meetings per level, and whether something regular that is due is missing.
pub fn quality(example: &Example, cell: &str) -> ([i64; 4], bool) {
    let mut counts = [0; 4];
    let mut missing = !example.not_received(cell).0.is_empty();
    for meeting in example.of(cell).filter(|meeting| meeting.is_regular()) {
        match sheet::score(meeting, &example.cells[cell]) {
            Some(score) => counts[score.level()] += 1,
            None => missing |= meeting.status() == "not-scored",
        }
    }
    (counts, missing)
}

pub fn year(example: &Example, cell: &str) -> Year {
    let (counts, provisional) = quality(example, cell);
    let quality = sheet::year_level(counts);
    let mut out = Year { quality, provisional, grades: None, level: None, failed: String::new(), gates: String::new() };
    let Some(row) = example.years.get(cell) else { return out };
    let recorded = |id: &str| GRADES.iter().position(|grade| *grade == row.text(id));
    let grade = |id: &str| if id == "i2" { quality.or(recorded(id)) } else { recorded(id) };
    let grades = CRITERIA.map(|id| grade(id).unwrap_or_else(|| panic!("{cell} has no grade {id}")));
    let (worst, task) = (*grades.iter().max().unwrap(), grades[4].max(grades[5]));
    let (some, own) = (|heading: &str| row.count(heading) > 0, row.flag("self-discovered-and-remedied"));
    let disciplined = some("members-disciplined") || row.flag("collective-disciplined") || some("subordinates-disciplined");
    let conditions = [
        vec![worst <= 1, task == 0, !disciplined],
        vec![worst <= 2, task <= 1, !disciplined || own],
        vec![worst <= 2, !disciplined || own],
        vec![],
    ];
    let landing = conditions.iter().position(|all| all.iter().all(|holds| *holds)).unwrap();
    let gates = [
        ("any-kem", worst == 3),
        (
            "targets-missed",
            row.count("targets-met-year") * 100 < row.count("targets-assigned") * 50
                && row.flag("main-targets-missed")
                && !row.flag("force-majeure"),
        ),
        ("collective-disciplined", row.flag("collective-disciplined")),
        ("subordinates-over-20", row.count("subordinates-disciplined") * 100 > row.count("subordinates") * 20),
        ("subordinate-disciplined", some("subordinates-disciplined") && !own),
        ("disunity", row.flag("disunity-concluded") || row.flag("members-degraded")),
    ];
    let held: Vec<&str> = gates.iter().filter(|(_, held)| *held).map(|(gate, _)| *gate).collect();
    let failed = conditions.iter().enumerate().take(landing).flat_map(|(level, all)| {
        let failed = all.iter().enumerate().filter(|(_, holds)| !**holds);
        failed.map(move |(number, _)| format!("{}:{}", LEVELS[level], number + 1))
    });
    out.failed = failed.collect::<Vec<String>>().join(" ");
    out.gates = held.join(" ");
    out.grades = Some(grades);
    out.level = Some(if held.is_empty() { landing } else { 3 });
    out
}

impl Year {
    pub fn grade(&self, criterion: usize) -> String {
        self.grades.map_or(String::new(), |grades| GRADES[grades[criterion]].to_owned())
    }
}

/// A fifth of those at HTT or better, rounded down, in every committee; the text names nothing to rank by.
pub fn places(example: &Example, years: &BTreeMap<String, Year>) -> BTreeMap<String, Places> {
    let mut groups: BTreeMap<String, Places> = BTreeMap::new();
    let mut candidates: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (cell, year) in years {
        let committee = example.cells[cell].text("committee").to_owned();
        let group = groups.entry(committee.clone()).or_default();
        group.rated += usize::from(year.level.is_some());
        group.base += usize::from(year.level.is_some_and(|level| level <= 1));
        group.provisional |= year.provisional || year.level.is_none();
        if year.level == Some(0) {
            candidates.entry(committee).or_default().push(cell.clone());
        }
    }
    for (committee, group) in &mut groups {
        group.allowed = group.base / 5;
        let candidates = candidates.remove(committee).unwrap_or_default();
        match group.allowed {
            allowed if candidates.len() <= allowed => group.admitted = candidates,
            0 => group.moved_down = candidates,
            _ => group.undecided = candidates,
        }
    }
    groups
}
