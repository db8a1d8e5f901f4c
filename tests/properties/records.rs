//! A year of made-up records from a seed, some of them faulty, and the ways in which the same records can be written down.

use std::fs;
use std::path::Path;

use chibo::rules::{FactType, Scope, shipped};

/// A small generator of numbers; the same seed gives the same numbers.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Chance {
        Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }

    /// True in so many of a hundred.
    pub fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }

    pub fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        (1..list.len()).rev().for_each(|last| list.swap(last, self.below(last + 1)));
    }
}

/// A file: headings and rows.
#[derive(Clone)]
pub struct Table {
    pub headings: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(headings: &[&str]) -> Table {
        Table { headings: headings.iter().map(|heading| (*heading).to_owned()).collect(), rows: Vec::new() }
    }

    pub fn column(&self, heading: &str) -> usize {
        self.headings.iter().position(|own| own == heading).unwrap()
    }

    pub fn keep(&mut self, heading: &str, keep: impl Fn(&str) -> bool) {
        let column = self.column(heading);
        self.rows.retain(|row| keep(&row[column]));
    }

    /// The columns in another order.
    pub fn permute(&mut self, chance: &mut Chance) {
        let mut order: Vec<usize> = (0..self.headings.len()).collect();
        chance.shuffle(&mut order);
        let ordered = |row: &Vec<String>| order.iter().map(|column| row[*column].clone()).collect();
        self.rows.iter_mut().chain([&mut self.headings]).for_each(|row| *row = ordered(row));
    }
}

/// A records folder.
#[derive(Clone)]
pub struct Records {
    pub cells: Table,
    pub meetings: Table,
    pub years: Table,
}

/// How a file is written down.
#[derive(Clone, Copy)]
pub struct Dress {
    pub separator: char,
    pub line_end: &'static str,
    pub mark: bool,
}

pub const PLAIN: Dress = Dress { separator: ',', line_end: "\n", mark: false };

const STATUSES: [&str; 9] = [
    "present",
    "excused",
    "unexcused",
    "on-mission",
    "special-duty",
    "exempt-absent",
    "exempt-present",
    "transferred",
    "suspended",
];
const FLAGS: [&str; 10] = [
    "held-on-day",
    "prepared-in-person",
    "committee-met",
    "content-prepared",
    "draft-resolution",
    "procedure-followed",
    "praise-and-reminder",
    "minutes-complete",
    "centralism-kept",
    "unity-kept",
];
const POINTS: [&str; 4] = ["self:14-qdi-tu:3.3", "verified:14-qdi-tu:3.3", "self:14-qdi-tu:4.2", "verified:14-qdi-tu:4.2"];
const YEAR: [&str; 12] = [
    "targets-assigned",
    "targets-met-year",
    "main-targets-missed",
    "force-majeure",
    "collective-disciplined",
    "members-disciplined",
    "self-discovered-and-remedied",
    "subordinates",
    "subordinates-disciplined",
    "disunity-concluded",
    "members-degraded",
    "i2",
];

impl Records {
    /// Thirty cells with sixteen meetings each. Notes are long and full of separators and line ends, so that a file has several blocks.
    pub fn generate(seed: u64) -> Records {
        let chance = &mut Chance::new(seed);
        let mut cells = Table::new(&["code", "name", "committee", "type", "rank", "leadership", "from", "until"]);
        let meeting =
            ["cell", "date", "kind", "status", "reason", "members"].iter().chain(&STATUSES).chain(&["minutes", "speakers"]);
        let meeting: Vec<&str> =
            meeting.chain(&FLAGS).chain(&["targets-set", "targets-met"]).chain(&POINTS).chain(&["note"]).copied().collect();
        let mut meetings = Table::new(&meeting);
        let mut years = Table::new(&[&["cell", "year", "i1", "i3", "i4", "ii1", "ii2", "iii"][..], &YEAR].concat());
        for number in 1..=30 {
            let code = format!("C-{number:03}");
            let committee = format!("Đảng ủy số {}", 1 + chance.below(4));
            let kind = chance.pick(&["village", "agency", "enterprise", ""]);
            let leadership = chance.pick(&["committee", "committee", "secretary-and-deputy", "secretary-only"]);
            let (from, until) =
                [("", ""), ("2024-03-15", ""), ("", "2024-10-31")][if number % 9 == 0 { 1 + chance.below(2) } else { 0 }];
            let name = format!("Chi bộ \"số {number}\"");
            cells.rows.push([&code, &*name, &committee, kind, "dependent", leadership, from, until].map(str::to_owned).to_vec());
            for month in 1..=12 {
                let kind = if month % 4 == 0 { chance.pick(&["regular", "combined"]) } else { "regular" };
                let day = format!("2024-{month:02}-{:02}", 1 + chance.below(28));
                meetings.rows.push(meeting_row(chance, &code, &day, kind));
                if month % 3 == 2 {
                    let day = format!("2024-{month:02}-{:02}", 1 + chance.below(28));
                    meetings.rows.push(meeting_row(chance, &code, &day, "thematic"));
                }
            }
            if number != 7 {
                years.rows.push(year_row(chance, &code));
            }
        }
        let mut records = Records { cells, meetings, years };
        records.spoil();
        records
    }

    /// Faults of every sort that leaves the rest of the files usable.
    fn spoil(&mut self) {
        let column = |heading: &str| self.meetings.column(heading);
        let (cell, minutes, present, kind, held) =
            (column("cell"), column("minutes"), column("present"), column("kind"), column("held-on-day"));
        let rows = &mut self.meetings.rows;
        for (row, column, value) in
            [(20, cell, "C-0I1"), (41, minutes, "chín mươi"), (62, present, "-3"), (83, kind, "thường"), (104, held, "maybe")]
        {
            rows[row][column] = value.to_owned();
        }
        rows.push(rows[125].clone());
        rows.remove(300);
        let grade = self.years.column("ii1");
        self.years.rows[11][grade] = "giỏi".to_owned();
    }

    /// Statuses that nobody has left blank: what is given makes up the members.
    pub fn blank_statuses(&mut self) {
        let columns = STATUSES.map(|status| self.meetings.column(status));
        for row in &mut self.meetings.rows {
            for column in columns {
                if row[column] == "0" {
                    row[column].clear();
                }
            }
        }
    }

    pub fn write(&self, folder: &Path, dress: Dress) {
        fs::create_dir_all(folder).unwrap();
        for (name, table) in [("cells.csv", &self.cells), ("meetings.csv", &self.meetings), ("year.csv", &self.years)] {
            fs::write(folder.join(name), text(table, dress)).unwrap();
        }
        fs::write(folder.join("chibo.toml"), "period = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"124-qd-tw\"\n").unwrap();
    }

    /// As a clerk in Việt Nam writes it: headings, words, dates with the day first, a decimal comma.
    pub fn in_vietnamese(&self) -> Records {
        let book = shipped::rulebook().unwrap_or_else(|_| panic!("facts.toml"));
        let load = |id| shipped::find(&book, id).unwrap_or_else(|_| panic!("{id}"));
        let (meeting, year) = (load("14-qdi-tu"), load("124-qd-tw"));
        let translate = |table: &Table, scope: Scope, vocabulary: &chibo::rules::Vocabulary| {
            let facts: Vec<_> = table
                .headings
                .iter()
                .map(|heading| vocabulary.facts.iter().find(|fact| fact.scope == scope && fact.heading == *heading))
                .collect();
            let value = |(column, text): (usize, &String)| match facts[column].map(|fact| (&fact.kind, fact)) {
                Some((FactType::Choice(scale), fact)) => match scale.words.iter().position(|word| word == text) {
                    Some(place) => fact.values[place].0[0].to_lowercase(),
                    None => text.clone(),
                },
                Some((FactType::Flag, _)) => text.replace("yes", "Có").replace("no", "không"),
                Some((FactType::Date, _)) => match text.split('-').collect::<Vec<&str>>()[..] {
                    [year, month, day] => format!("{day}/{month}/{year}"),
                    _ => text.clone(),
                },
                None => text.replace('.', ","),
                _ => text.clone(),
            };
            let heading = |(column, own): (usize, &String)| facts[column].map_or(own.clone(), |fact| fact.vi[0].to_uppercase());
            Table {
                headings: table.headings.iter().enumerate().map(heading).collect(),
                rows: table.rows.iter().map(|row| row.iter().enumerate().map(value).collect()).collect(),
            }
        };
        Records {
            cells: translate(&self.cells, Scope::Cell, &meeting.vocabulary),
            meetings: translate(&self.meetings, Scope::Meeting, &meeting.vocabulary),
            years: translate(&self.years, Scope::Year, &year.vocabulary),
        }
    }
}

/// A row of `meetings.csv`; one in twenty was not held or not scored.
pub fn meeting_row(chance: &mut Chance, cell: &str, day: &str, kind: &str) -> Vec<String> {
    let mut row = vec![cell.to_owned(), day.to_owned(), kind.to_owned()];
    let width = 6 + STATUSES.len() + 2 + FLAGS.len() + 2 + POINTS.len();
    let note = format!("Ghi chú; \"có, và\"\n{}", "dòng dài, ".repeat(chance.below(200)));
    let fate = chance.below(40);
    if fate == 0 {
        row.extend(["not-held", "mưa lũ, \"hoãn\""].map(str::to_owned));
        row.resize(width, String::new());
    } else {
        row.extend([if fate == 1 { "not-scored" } else { "held" }, ""].map(str::to_owned));
        let members = 5 + chance.below(25);
        let mut left = members;
        let others: Vec<usize> = STATUSES[1..]
            .iter()
            .map(|_| {
                let count = if chance.percent(25) { chance.below(4).min(left - 1) } else { 0 };
                left -= count;
                count
            })
            .collect();
        row.push(members.to_string());
        row.push(left.to_string());
        row.extend(others.iter().map(usize::to_string));
        if fate == 1 {
            row.resize(width, String::new());
        } else {
            row.extend([50 + chance.below(70), chance.below(left + 1)].map(|count| count.to_string()));
            row.extend(FLAGS.map(|_| if chance.percent(85) { "yes" } else { "no" }.to_owned()));
            let set = chance.below(9);
            row.extend([set, if set == 0 { 0 } else { set - chance.below(set) }].map(|count| count.to_string()));
            let points = [&["10", "7", "4"][..], &["10", "7", "", "0"], &["3", "2.5", "1"], &["3", "2", "0.5", ""]];
            row.extend(points.map(|options| chance.pick(options).to_owned()));
        }
    }
    row.push(note);
    row
}

fn year_row(chance: &mut Chance, cell: &str) -> Vec<String> {
    let mut row = vec![cell.to_owned(), "2024".to_owned()];
    let poor = chance.percent(20);
    let grades: &[&str] = if poor { &["tot", "trung-binh", "trung-binh", "kem"] } else { &["xuat-sac", "xuat-sac", "tot"] };
    row.extend((0..6).map(|_| chance.pick(grades).to_owned()));
    let met = if poor { 3 + chance.below(8) } else { 10 };
    let flag = |yes: bool| if yes { "yes" } else { "no" }.to_owned();
    let (disciplined, own) = (usize::from(chance.percent(10)), chance.percent(50));
    row.extend(["10".to_owned(), met.to_string(), flag(met < 6), flag(false), flag(false), disciplined.to_string()]);
    row.extend([flag(own), "0".to_owned(), "0".to_owned(), flag(false), flag(false), String::new()]);
    row
}

fn text(table: &Table, dress: Dress) -> String {
    let mut out = if dress.mark { "\u{feff}".to_owned() } else { String::new() };
    for row in std::iter::once(&table.headings).chain(&table.rows) {
        let quoted = |field: &String| match field.contains(['"', ',', ';', '\n']) {
            true => format!("\"{}\"", field.replace('"', "\"\"")),
            false => field.clone(),
        };
        out += &row.iter().map(quoted).collect::<Vec<String>>().join(&dress.separator.to_string());
        out += dress.line_end;
    }
    out
}
