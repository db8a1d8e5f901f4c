//! `decisions.csv`: the levels that a competent body decided, whatever was computed.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::account::{Account, Excluded};
use super::alike::{self, One, Verdict};
use super::cells::{CellIndex, Cells, Near};
use super::chain::{self, Fault, Link};
use super::control;
use super::copies;
use super::folder::RecordFile;
use super::results;
use super::table::{self, RejectedRow, TableFile, TableRow};
use crate::base::{Day, Period, heading};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::{Regulation, Scope, Vocabulary};

/// Which level of a period is decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The year-end classification (xếp loại cuối năm).
    YearEnd,
    /// The quality of meetings (chất lượng sinh hoạt).
    MeetingQuality,
}

impl Subject {
    /// All, in the order of `registers.toml`.
    pub const ALL: [Subject; 2] = [Subject::YearEnd, Subject::MeetingQuality];

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Subject::YearEnd => "year-end",
            Subject::MeetingQuality => "meeting-quality",
        }
    }
}

/// What was computed of a level.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Computed {
    /// A level, by its id.
    Level(String),
    /// A tie that the committee has to settle.
    Undecided,
    /// No level can be told.
    Open,
}

impl Computed {
    /// The word of machine formats: the id of a level, `undecided` or `open`.
    pub fn word(&self) -> &str {
        match self {
            Computed::Level(id) => id,
            Computed::Undecided => "undecided",
            Computed::Open => "open",
        }
    }

    fn of(text: &str, levels: &[&Regulation]) -> Option<Computed> {
        let plain = heading::plain(text);
        let is_one_of = |words: &[&str]| words.contains(&plain.as_str());
        match level(text, levels) {
            Some(id) => Some(Computed::Level(id)),
            None if is_one_of(&["undecided", "chua-phan-dinh"]) => Some(Computed::Undecided),
            None if is_one_of(&["open", "chua-xac-dinh", "chua-xac-dinh-duoc"]) => Some(Computed::Open),
            None => None,
        }
    }
}

/// A decision on one level.
#[derive(Clone, Debug)]
pub struct Decision {
    /// Of which cell.
    pub cell: CellIndex,
    /// Of which period.
    pub period: Period,
    /// Which level of it.
    pub subject: Subject,
    /// What was computed when it was made.
    pub computed: Computed,
    /// The level decided, by its id.
    pub decided: String,
    /// Who decided.
    pub authority: String,
    /// Number of the document.
    pub document: String,
    /// Day of the document.
    pub day: Day,
    /// Who signed it.
    pub signer: String,
    /// Why.
    pub reason: String,
    /// Last day on which it holds, where it has one.
    pub until: Option<Day>,
    /// Number of the document that it replaces.
    pub supersedes: Option<String>,
    /// What replaced it, as far as that is known on the day that is asked for.
    pub superseded_by: Option<Successor>,
    /// File and row.
    pub place: Place,
    /// The field of what was computed, and what stands in it.
    pub computed_at: (Place, String),
}

/// The decision that replaced another one.
#[derive(Clone, Debug)]
pub struct Successor {
    /// Number of its document.
    pub document: String,
    /// Its day, where it could be read.
    pub day: Option<Day>,
    /// File and row.
    pub place: Place,
    /// Whether its row was rejected for a fault of its own: what it replaces stands no more, and what it decides does not stand either.
    pub is_rejected: bool,
}

/// Every sound decision that was asked for.
#[derive(Debug, Default)]
pub struct Decisions {
    /// In the order of cell and subject; of one level each after the one that it replaces.
    pub rows: Vec<Decision>,
}

/// Which decisions are asked for, and in whose words levels are written.
#[derive(Clone, Copy)]
pub struct DecisionRequest<'a> {
    /// Vocabulary of registers.
    pub registers: &'a Vocabulary,
    /// All cells.
    pub cells: &'a Cells,
    /// Decisions on this period, and on no other.
    pub period: Period,
    /// Who gives the year-end level; without it no decision on one is asked for.
    pub year: Option<&'a Regulation>,
    /// Whose rules give the level of meeting quality; without any no decision on one is asked for.
    pub meetings: &'a [&'a Regulation],
    /// Decisions on this cell only.
    pub only: Option<CellIndex>,
    /// What came later is left out.
    pub as_of: Option<Day>,
    /// Whether rows outside the request are looked at too before they are excluded.
    pub check_all: bool,
}

impl Decisions {
    /// Reads every `decisions.csv`. One level has one decision, or a chain of them in which each names the one that it replaces; where rows do
    /// not make up such a chain all of them are rejected. What is of a later day than `as_of` has no part in this, and no faults. With fewer accounts than files one of these cannot be used.
    pub fn read(files: &[RecordFile], request: DecisionRequest<'_>, findings: &mut Findings) -> (Decisions, Vec<Account>) {
        let mut reader = Reader { request, slots: Slots::of(request.registers), near: Near::default(), accounts: Vec::new() };
        let mut nodes: Vec<Node> = Vec::new();
        for (number, source) in files.iter().enumerate() {
            let period = request.period.number();
            let table = TableFile {
                source,
                scope: Scope::Decision,
                vocabulary: request.registers,
                regulation: None,
                asked: (!request.check_all).then_some((reader.slots.period, period, period)),
                known: request.as_of.map(|day| (reader.slots.date, day.number())),
                may_be_empty: true,
            };
            let mut rows = Vec::new();
            let Some((account, rejected)) = table::read(&table, findings, |row| rows.push(row)) else { continue };
            reader.accounts.push((number, account));
            nodes.extend(rejected.iter().filter_map(|row| reader.rejected(row, (number, source))));
            for row in rows {
                nodes.extend(reader.row(&row, (number, source), findings));
            }
        }
        nodes.sort_by(|one, other| one.order().cmp(&other.order()));
        let mut decisions = Decisions::default();
        let mut copied = Vec::new();
        for of_level in nodes.chunk_by(|one, other| one.of == other.of) {
            let is_later = |node: &&Node| node.day.zip(request.as_of).is_some_and(|(day, as_of)| day > as_of);
            let (later, known): (Vec<Node>, Vec<Node>) = of_level.iter().cloned().partition(|node| is_later(&node));
            let known = reader.once(&known, files, &mut copied, findings);
            decisions.rows.extend(reader.chained(&known, findings));
            decisions.rows.extend(reader.not_yet(&known, later));
        }
        alike::note(&copied, files, findings);
        control::judge(reader.accounts.iter().map(|(_, account)| account), findings);
        (decisions, reader.accounts.into_iter().map(|(_, account)| account).collect())
    }
}

/// Whose level of when: what one decision is on.
type Of = (CellIndex, Subject, i64);

/// A row that says on which level it decides; one that was rejected for a fault of its own may still be the one that holds.
#[derive(Clone)]
struct Node {
    of: Of,
    file: usize,
    place: Place,
    /// The fields that faults are about; of a rejected row nobody asks for them.
    fields: Fields,
    document: String,
    supersedes: Option<String>,
    day: Option<Day>,
    /// All that it says, in one number.
    content: Option<u64>,
    sound: Option<Decision>,
}

#[derive(Clone, Default)]
struct Fields {
    document: Place,
    decided: Place,
    supersedes: Place,
}

impl Node {
    fn link(&self) -> Link<'_> {
        Link { document: &self.document, supersedes: self.supersedes.as_deref(), day: self.day }
    }

    /// Whatever the order of files and rows.
    fn order(&self) -> impl Ord {
        (self.of, self.day, self.document.clone(), self.place.file.clone(), self.place.row)
    }
}

/// The level of one of the regulations that a text means, by id, title or short title.
fn level(text: &str, levels: &[&Regulation]) -> Option<String> {
    let plain = heading::plain(text);
    levels.iter().find_map(|regulation| {
        let short = || regulation.levels.iter().position(|level| heading::plain(&level.short) == plain && !plain.is_empty());
        results::level(regulation, text).or_else(short).and_then(|at| regulation.levels.get(at)).map(|level| level.id.clone())
    })
}

#[derive(Clone, Copy)]
struct Slots {
    cell: usize,
    period: usize,
    subject: usize,
    computed: usize,
    decided: usize,
    authority: usize,
    document: usize,
    date: usize,
    signer: usize,
    reason: usize,
    until: usize,
    supersedes: usize,
}

impl Slots {
    fn of(vocabulary: &Vocabulary) -> Slots {
        let slot = |what: &str| vocabulary.position(&format!("decision_{what}")).unwrap_or(usize::MAX);
        Slots {
            cell: slot("cell"),
            period: slot("period"),
            subject: slot("subject"),
            computed: slot("computed"),
            decided: slot("decided"),
            authority: slot("authority"),
            document: slot("document"),
            date: slot("date"),
            signer: slot("signer"),
            reason: slot("reason"),
            until: slot("until"),
            supersedes: slot("supersedes"),
        }
    }
}

struct Reader<'a> {
    request: DecisionRequest<'a>,
    slots: Slots,
    near: Near,
    accounts: Vec<(usize, Account)>,
}

impl Reader<'_> {
    /// Takes a row from those that are used: it is excluded, or rejected.
    fn leave_out(&mut self, file: usize, why: Option<Excluded>) {
        let Some((_, account)) = self.accounts.iter_mut().find(|(number, _)| *number == file) else { return };
        account.used -= 1;
        match why {
            Some(why) => account.exclude(why, 1),
            None => account.rejected += 1,
        }
    }

    /// On which level a row decides: a year has its classification, unless the row says otherwise.
    fn subject(&self, said: Option<i64>, period: Period) -> Subject {
        let said = said.and_then(|said| Subject::ALL.get(usize::try_from(said).ok()?).copied());
        said.unwrap_or(if period.year().is_some() { Subject::YearEnd } else { Subject::MeetingQuality })
    }

    /// Who gives the level; `None` where it is not asked for.
    fn judges(&self, period: Period, subject: Subject) -> Option<Vec<&Regulation>> {
        let DecisionRequest { period: asked, year, meetings, .. } = self.request;
        match subject {
            _ if period != asked => None,
            Subject::YearEnd => year.map(|regulation| vec![regulation]),
            Subject::MeetingQuality => Some(meetings.to_vec()).filter(|meetings| !meetings.is_empty()),
        }
    }

    /// What a rejected row still says of where it belongs.
    fn rejected(&self, row: &RejectedRow, (file, source): (usize, &RecordFile)) -> Option<Node> {
        let cell = self.request.cells.find(row.code().as_bytes())?;
        let period = Period::from_number(row.fact(self.slots.period)?)?;
        let subject = self.subject(row.fact(self.slots.subject), period);
        let given = Some(row.code_of(self.slots.supersedes)).filter(|text| !text.is_empty());
        Some(Node {
            of: (cell, subject, period.number()),
            file,
            place: row.place(&source.name),
            fields: Fields::default(),
            document: heading::exact(row.code_of(self.slots.document)),
            supersedes: given.map(heading::exact),
            day: row.fact(self.slots.date).and_then(Day::from_number),
            content: None,
            sound: None,
        })
    }

    /// `None` where the row is not asked for, or it is not known where it belongs. All its faults are told.
    fn row(&mut self, row: &TableRow, (file, source): (usize, &RecordFile), findings: &mut Findings) -> Option<Node> {
        let (slots, name, cells): (Slots, &Arc<str>, &Cells) = (self.slots, &source.name, self.request.cells);
        let text = |slot: usize| row.text(slot).unwrap_or_default();
        let period = row.fact(slots.period).and_then(Period::from_number)?;
        let subject = self.subject(row.fact(slots.subject), period);
        let day = row.fact(slots.date).and_then(Day::from_number)?;
        let code = text(slots.cell);
        let found = cells.find(code.as_bytes());
        let judges = self.judges(period, subject);
        let is_other_cell = self.request.only.is_some() && found.is_some() && found != self.request.only;
        if is_other_cell || judges.is_none() && !self.request.check_all {
            self.leave_out(file, Some(Excluded::NotAskedFor));
            return None;
        }
        let is_later = self.request.as_of.is_some_and(|as_of| day > as_of);
        let mut faults = Vec::new();
        let mut fault = |code: Code, (slot, value): (usize, &str), more: &[(&'static str, String)]| {
            let fault = Diagnostic::new(code, row.place_of(name, slot)).with("value", value);
            faults.push(more.iter().fold(fault, |fault, (name, value)| fault.with(name, value)));
        };
        if subject == Subject::YearEnd && period.year().is_none() {
            fault(Code::DecisionSubject, (slots.subject, subject.word()), &[("period", period.to_string())]);
        }
        if let Some(first) = period.first.first_day().filter(|first| day < *first) {
            fault(
                Code::DecisionBeforePeriod,
                (slots.date, &day.to_string()),
                &[("period", period.to_string()), ("day", first.to_string())],
            );
        }
        for slot in [slots.document, slots.supersedes] {
            if text(slot).contains(char::REPLACEMENT_CHARACTER) {
                fault(Code::NotUtf8, (slot, text(slot)), &[]);
            }
        }
        let (mut computed, mut decided) = (None, None);
        if let Some(judges) = &judges {
            let known = || {
                let levels = judges.iter().flat_map(|regulation| &regulation.levels);
                let mut named: Vec<String> = Vec::new();
                for text in levels.map(|level| format!("{} ({})", level.id, level.title)) {
                    if !named.contains(&text) {
                        named.push(text);
                    }
                }
                named
            };
            let of = || judges.iter().map(|regulation| regulation.header.id.as_str()).collect::<Vec<&str>>().join(", ");
            computed = Computed::of(text(slots.computed), judges);
            decided = level(text(slots.decided), judges);
            if computed.is_none() {
                let words = ["undecided (chưa phân định)", "open (chưa xác định)"].map(str::to_owned);
                let wanted = known().into_iter().chain(words).collect::<Vec<String>>().join(" | ");
                fault(
                    Code::DecisionLevelUnknown,
                    (slots.computed, text(slots.computed)),
                    &[("regulation", of()), ("wanted", wanted)],
                );
            }
            if decided.is_none() {
                fault(
                    Code::DecisionLevelUnknown,
                    (slots.decided, text(slots.decided)),
                    &[("regulation", of()), ("wanted", known().join(" | "))],
                );
            }
        }
        if let Some(end) = found.and_then(|cell| cells.end(cell, period)) {
            fault(
                Code::DecisionOfGoneCell,
                (slots.cell, code),
                &[
                    ("other", cells.code(end.to).to_owned()),
                    ("day", end.day.to_string()),
                    ("period", period.to_string()),
                    ("rows", copies::places([&end.place])),
                ],
            );
        }
        if is_later && (found.is_none() || !faults.is_empty()) {
            self.leave_out(file, Some(Excluded::NotYet));
            return None;
        }
        if found.is_none() {
            faults.push(self.near.add(cells.fault(code, row.place_of(name, slots.cell)), cells));
        }
        let is_sound = faults.is_empty();
        faults.into_iter().for_each(|fault| findings.push(fault));
        if !is_sound {
            self.leave_out(file, None);
        }
        let at = |slot: usize| row.place_of(name, slot);
        let place = Place::row(name, row.line, row.row);
        let supersedes = row.text(slots.supersedes).map(heading::exact);
        let sound = Decision {
            cell: found?,
            period,
            subject,
            // Levels of periods that are not asked for stay unread.
            computed: computed.unwrap_or(Computed::Open),
            decided: decided.unwrap_or_default(),
            authority: text(slots.authority).to_owned(),
            document: heading::exact(text(slots.document)),
            day,
            signer: text(slots.signer).to_owned(),
            reason: text(slots.reason).to_owned(),
            until: row.fact(slots.until).and_then(Day::from_number),
            supersedes: supersedes.clone(),
            superseded_by: None,
            computed_at: (at(slots.computed), text(slots.computed).to_owned()),
            place: place.clone(),
        };
        Some(Node {
            of: (sound.cell, subject, period.number()),
            file,
            place,
            fields: Fields { document: at(slots.document), decided: at(slots.decided), supersedes: at(slots.supersedes) },
            document: sound.document.clone(),
            supersedes,
            day: Some(day),
            content: is_sound.then(|| row.content()),
            sound: is_sound.then_some(sound),
        })
    }

    /// The rows on one level without copies; those of one document that differ are rejected.
    fn once(
        &mut self,
        nodes: &[Node],
        files: &[RecordFile],
        copied: &mut Vec<(Vec<One>, Vec<Option<Verdict>>)>,
        findings: &mut Findings,
    ) -> Vec<Node> {
        let mut left: Vec<Node> = Vec::new();
        let documents: BTreeSet<&str> = nodes.iter().map(|node| node.document.as_str()).collect();
        for document in documents {
            let same: Vec<&Node> = nodes.iter().filter(|node| node.document == document).collect();
            let one = |node: &&Node| One { file: node.file, row: node.place.row.unwrap_or(0), content: node.content };
            let ones: Vec<One> = same.iter().map(one).collect();
            // Without a number nobody can tell whether two rows are of one document.
            let verdicts = if document.is_empty() { vec![None; ones.len()] } else { alike::judge(&ones, files) };
            for (node, verdict) in same.iter().zip(&verdicts) {
                match verdict {
                    None => left.push((*node).clone()),
                    Some(Verdict::Copy) => self.leave_out(node.file, Some(Excluded::Copy)),
                    Some(Verdict::NotChosen) if node.sound.is_some() => self.leave_out(node.file, Some(Excluded::NotChosen)),
                    Some(Verdict::NotChosen) => {}
                    Some(Verdict::Stopped) => {
                        if node.sound.is_some() {
                            self.conflict(node, same.iter().copied(), findings);
                        }
                        if left.iter().all(|other| other.document != node.document) {
                            left.push(Node { sound: None, ..(*node).clone() });
                        }
                    }
                }
            }
            if same.len() > 1 && !document.is_empty() {
                copied.push((ones, verdicts));
            }
        }
        left.sort_by(|one, other| one.order().cmp(&other.order()));
        left
    }

    fn conflict<'n>(&mut self, node: &Node, rivals: impl Iterator<Item = &'n Node>, findings: &mut Findings) {
        let fault = self.fault(Code::DecisionConflict, (node, &node.fields.document), None);
        findings.push(fault.with("rows", copies::rows(rivals.map(|node| &node.place))));
        self.leave_out(node.file, None);
    }

    /// A fault of a row among those on its level; its value is that level where the field has none of its own.
    fn fault(&self, code: Code, (node, at): (&Node, &Place), value: Option<&str>) -> Diagnostic {
        let (cell, subject, period) = node.of;
        let period = Period::from_number(period).map_or_else(String::new, |period| period.to_string());
        let what = format!("{} {period} {}", self.request.cells.code(cell), subject.word());
        let fault = Diagnostic::new(code, at.clone());
        match value {
            Some(value) => fault.with("value", value).with("what", what),
            None => fault.with("value", what),
        }
    }

    /// The decisions on one level, each after the one that it replaces; none where the rows do not make up one chain.
    fn chained(&mut self, nodes: &[Node], findings: &mut Findings) -> Vec<Decision> {
        let links: Vec<Link<'_>> = nodes.iter().map(Node::link).collect();
        let order = match chain::order(&links) {
            Ok(order) => order,
            Err(faults) => {
                self.broken(nodes, &faults, findings);
                return Vec::new();
            }
        };
        let mut decisions = Vec::new();
        for (place, at) in order.iter().enumerate() {
            let Some(node) = nodes.get(*at) else { continue };
            let Some(decision) = node.sound.clone() else { continue };
            let next = order.get(place + 1).and_then(|at| nodes.get(*at));
            let superseded_by = next.map(|next| Successor {
                document: next.document.clone(),
                day: next.day,
                place: next.place.clone(),
                is_rejected: next.sound.is_none(),
            });
            if self.judges(decision.period, decision.subject).is_none() {
                self.leave_out(node.file, Some(Excluded::NotAskedFor));
                continue;
            }
            if decision.computed == Computed::Level(decision.decided.clone()) {
                findings.push(self.fault(Code::DecisionIdle, (node, &node.fields.decided), Some(&decision.decided)));
            }
            decisions.push(Decision { superseded_by, ..decision });
        }
        decisions
    }

    /// The decisions of later days, which are excluded; each after the one that it replaces, where all on the level make up one chain.
    fn not_yet(&mut self, known: &[Node], mut later: Vec<Node>) -> Vec<Decision> {
        // Rows of one document that are alike are listed once.
        later.iter().for_each(|node| self.leave_out(node.file, Some(Excluded::NotYet)));
        later.dedup_by(|own, before| (&own.document, own.content) == (&before.document, before.content));
        let links: Vec<Link<'_>> = known.iter().chain(&later).map(Node::link).collect();
        let order = chain::order(&links).unwrap_or_else(|_| (0..links.len()).collect());
        let later = order.iter().filter_map(|at| later.get(at.checked_sub(known.len())?));
        later.filter_map(|node| node.sound.clone()).collect()
    }

    /// Tells what is wrong with a chain; all of its rows are rejected.
    fn broken(&mut self, nodes: &[Node], faults: &[Option<Fault>], findings: &mut Findings) {
        let documents: Vec<&str> = nodes.iter().map(|node| node.document.as_str()).filter(|text| !text.is_empty()).collect();
        let rows_of = |all: &[usize]| copies::rows(all.iter().filter_map(|at| nodes.get(*at)).map(|node| &node.place));
        for (at, (node, fault)) in nodes.iter().zip(faults).enumerate().filter(|(_, (node, _))| node.sound.is_some()) {
            let (value, at_field) = (node.supersedes.as_deref().unwrap_or_default(), (node, &node.fields.supersedes));
            let fault = match fault {
                None => {
                    self.conflict(node, nodes.iter(), findings);
                    continue;
                }
                Some(Fault::Unknown) => {
                    let others = documents.iter().filter(|other| **other != node.document).copied().collect::<Vec<&str>>();
                    let fault = self.fault(Code::DecisionSupersedesUnknown, at_field, Some(value));
                    fault.with("wanted", others.join(" | "))
                }
                Some(Fault::Circle(all)) => self.fault(Code::DecisionCircle, at_field, Some(value)).with("rows", rows_of(all)),
                Some(Fault::Twice(all)) => {
                    self.fault(Code::DecisionSupersededTwice, at_field, Some(value)).with("rows", rows_of(all))
                }
                Some(Fault::Later(other)) => {
                    let day = |at: usize| nodes.get(at).and_then(|node| node.day).map_or_else(String::new, |day| day.to_string());
                    let fault = self.fault(Code::DecisionSupersedesLater, at_field, Some(value));
                    fault.with("day", day(*other)).with("own", day(at))
                }
            };
            findings.push(fault);
            self.leave_out(node.file, None);
        }
    }
}
