//! `chibo verify`: whether a receipt still holds, and where it does not.

use super::{Audience, Column, Field, Notice, Report, Table};
use crate::base::Digest;
use crate::words::{Lang, Word, fill};

/// A receipt held against what its command comes to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Version of the program that made the receipt.
    pub version: String,
    /// Its semantics.
    pub semantics: u32,
    /// The date that the receipt was given.
    pub date: Option<String>,
    /// Whether the command still gives a result.
    pub has_result: bool,
    /// The files that the result rests on, then and now.
    pub inputs: Vec<Sums>,
    /// What else a receipt tells, then and now.
    pub items: Vec<Item>,
    /// What was written, and would be now.
    pub outputs: Vec<Sums>,
    /// Where outputs differ.
    pub differences: Vec<Difference>,
}

/// A file then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sums {
    /// What an input is to the run: `profile`, `records`, `rules`, `shipped`; empty for an output.
    pub part: &'static str,
    /// Where it is.
    pub path: String,
    /// In the receipt.
    pub then: Option<Digest>,
    /// Now.
    pub now: Option<Digest>,
    /// Of an input that the run rests on no more: whether it is there nevertheless.
    pub is_there: bool,
    /// What became of the file of an output.
    pub on_disk: Option<OnDisk>,
}

/// Something of which a receipt tells, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is of.
    pub section: Section,
    /// Which one.
    pub name: String,
    /// What the receipt says of it.
    pub then: Option<String>,
    /// What is said of it now.
    pub now: Option<String>,
}

/// A part of a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// The rows of files.
    Files,
    /// Regulations, their figures and readings.
    Regulations,
    /// Faults by code.
    Findings,
    /// The exit code.
    Exit,
}

/// What became of the file of an output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDisk {
    /// It went to the screen.
    Screen,
    /// It is as it was written.
    Same,
    /// It is not what was written any more.
    Changed,
    /// It is not there any more.
    Gone,
}

/// Where an output differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Output.
    pub path: String,
    /// What differs.
    pub what: What,
    /// The first line that does, from 1; `None` where what was written then is not there to be held against.
    pub line: Option<u64>,
    /// That line as it was written.
    pub then: Option<String>,
    /// That line now.
    pub now: Option<String>,
    /// How the two lines end.
    pub ends: [Option<LineEnd>; 2],
}

/// How a line ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// With a line feed.
    Lf,
    /// With a carriage return and a line feed.
    CrLf,
    /// With the text.
    None,
}

impl LineEnd {
    fn word(self) -> &'static str {
        match self {
            LineEnd::Lf => "lf",
            LineEnd::CrLf => "crlf",
            LineEnd::None => "none",
        }
    }

    fn phrase(self) -> Word {
        match self {
            LineEnd::Lf => Word::LineEndLf,
            LineEnd::CrLf => Word::LineEndCrLf,
            LineEnd::None => Word::LineEndNone,
        }
    }
}

impl Difference {
    /// A line, for readers with how it ends where the two differ in nothing else.
    fn line<'a>(&'a self, text: &'a Option<String>, end: Option<LineEnd>, lang: Lang) -> Field<'a> {
        match (text, end) {
            (None, _) => Field::None,
            (Some(text), Some(end)) if self.then == self.now => {
                Field::word(text.as_str(), format!("{text}\n({})", end.phrase().text(lang)))
            }
            (Some(text), _) => Field::text(text.as_str()),
        }
    }
}

/// What differs from what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What the command gives now.
    Result,
    /// The file, while the command still gives what was written.
    File,
}

/// What became of something since a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nothing.
    Same,
    /// It is another.
    Changed,
    /// It is not there any more.
    Missing,
    /// It was not there then.
    Added,
    /// It is there, but no longer read.
    Unread,
}

impl State {
    const ALL: [State; 5] = [State::Same, State::Changed, State::Missing, State::Added, State::Unread];

    fn of<T: PartialEq>(then: Option<&T>, now: Option<&T>) -> State {
        match (then, now) {
            (Some(_), None) => State::Missing,
            (None, Some(_)) => State::Added,
            (then, now) if then == now => State::Same,
            _ => State::Changed,
        }
    }

    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            State::Same => "same",
            State::Changed => "changed",
            State::Missing => "missing",
            State::Added => "added",
            State::Unread => "unread",
        }
    }

    fn phrase(self) -> Word {
        match self {
            State::Same => Word::StateSame,
            State::Changed => Word::StateChanged,
            State::Missing => Word::StateMissing,
            State::Added => Word::StateAdded,
            State::Unread => Word::StateUnread,
        }
    }

    fn field<'a>(self, lang: Lang) -> Field<'a> {
        Field::word(self.word(), self.phrase().text(lang))
    }
}

impl Sums {
    /// What became of it.
    pub fn state(&self) -> State {
        match State::of(self.then.as_ref(), self.now.as_ref()) {
            State::Missing if self.is_there => State::Unread,
            state => state,
        }
    }

    /// The same of an output; one that was written over since is no longer what the receipt is of, though the run gives the same.
    fn state_of_output(&self) -> State {
        match (self.state(), self.on_disk) {
            (State::Same, Some(OnDisk::Changed)) => State::Changed,
            (state, _) => state,
        }
    }
}

impl Item {
    /// What became of it.
    pub fn state(&self) -> State {
        State::of(self.then.as_ref(), self.now.as_ref())
    }
}

impl Item {
    /// What it is, with what is said of it where that is short.
    fn named(&self) -> String {
        let said = |text: &Option<String>| text.clone().unwrap_or_else(|| "–".to_owned());
        let pair = format!("{} → {}", said(&self.then), said(&self.now));
        match self.section {
            Section::Files | Section::Regulations => self.name.clone(),
            Section::Findings => format!("{} ({pair})", self.name),
            Section::Exit => pair,
        }
    }
}

impl Section {
    fn word(self) -> &'static str {
        match self {
            Section::Files => "files",
            Section::Regulations => "regulations",
            Section::Findings => "findings",
            Section::Exit => "exit",
        }
    }

    fn phrase(self) -> Word {
        match self {
            Section::Files => Word::AccountsTitle,
            Section::Regulations => Word::ProofRegulations,
            Section::Findings => Word::ProofFindings,
            Section::Exit => Word::ProofExit,
        }
    }
}

impl OnDisk {
    fn field<'a>(self, lang: Lang) -> Field<'a> {
        let (word, phrase) = match self {
            OnDisk::Screen => ("screen", Word::OnScreen),
            OnDisk::Same => ("same", Word::StateSame),
            OnDisk::Changed => ("changed", Word::StateChanged),
            OnDisk::Gone => ("gone", Word::OutputGone),
        };
        Field::word(word, phrase.text(lang))
    }
}

impl Proof {
    /// Whether everything is as the receipt says, and no written result has been changed since.
    pub fn holds(&self) -> bool {
        let sums = self.inputs.iter().chain(&self.outputs).map(Sums::state);
        let states = sums.chain(self.items.iter().map(Item::state));
        self.has_result
            && self.differences.is_empty()
            && states.into_iter().all(|state| state == State::Same)
            && !self.is_overwritten()
    }

    fn is_overwritten(&self) -> bool {
        self.outputs.iter().any(|output| output.on_disk == Some(OnDisk::Changed))
    }

    fn has_same_outputs(&self) -> bool {
        self.outputs.iter().all(|output| output.state() == State::Same)
    }

    /// What else the receipt tells otherwise, by its parts: `exit code 0 → 1`, `faults by code (count-over, row-duplicate)`.
    fn told_otherwise(&self, lang: Lang) -> String {
        let mut parts: Vec<String> = Vec::new();
        for section in [Section::Files, Section::Regulations, Section::Findings, Section::Exit] {
            let own = self.items.iter().filter(|item| item.section == section && item.state() != State::Same);
            let names: Vec<String> = own.map(Item::named).collect();
            if !names.is_empty() {
                parts.push(format!("{}: {}", section.phrase().text(lang), names.join(", ")));
            }
        }
        parts.join("; ")
    }

    fn inputs_that_differ(&self) -> Vec<&str> {
        self.inputs.iter().filter(|input| input.state() != State::Same).map(|input| input.path.as_str()).collect()
    }
}

/// The report of a proof.
pub fn report(proof: &Proof, lang: Lang) -> Report<'_> {
    Report {
        id: "verify",
        title: title(proof, lang),
        regulations: Vec::new(),
        notices: notices(proof, lang),
        tables: vec![
            verdicts(proof, lang),
            differences(proof, lang),
            sums("inputs", Word::ProofInputs, proof.inputs.iter().collect(), lang),
            changes(proof, lang),
            sums("outputs", Word::ProofOutputs, proof.outputs.iter().collect(), lang),
        ],
        document: Vec::new(),
        on_request: 0,
        accounts: Vec::new(),
        lang,
    }
}

fn title(proof: &Proof, lang: Lang) -> String {
    let made = fill(Word::ProofMadeBy.text(lang), &[("version", &proof.version), ("semantics", &proof.semantics.to_string())]);
    let date = proof.date.as_ref().map(|date| fill(Word::ProofDate.text(lang), &[("date", date)])).unwrap_or_default();
    format!("{}: {made}{date}", Word::ProofTitle.text(lang))
}

fn notices(proof: &Proof, lang: Lang) -> Vec<Notice> {
    let mut notices = Vec::new();
    let mut say = |code, word: Word, values: &[(&str, &str)]| notices.push(Notice { code, text: fill(word.text(lang), values) });
    let changed = proof.inputs_that_differ().join(", ");
    match () {
        () if proof.holds() => say("proven", Word::ProofHolds, &[]),
        () if !proof.has_result => say("no-result", Word::ProofNoResult, &[("inputs", &changed)]),
        () if !proof.has_same_outputs() => say("result-differs", Word::ProofDiffers, &[("inputs", &changed)]),
        () if !changed.is_empty() => say("inputs-differ", Word::ProofInputsDiffer, &[("inputs", &changed)]),
        () => {}
    }
    if !proof.has_same_outputs() && changed.is_empty() {
        say("no-input-differs", Word::ProofUnexplained, &[]);
    }
    let otherwise = proof.told_otherwise(lang);
    if proof.has_result && !otherwise.is_empty() {
        say("told-otherwise", Word::ProofToldOtherwise, &[("list", &otherwise)]);
    }
    for output in proof.outputs.iter().filter(|output| output.on_disk == Some(OnDisk::Changed)) {
        say("output-changed", Word::ProofOverwritten, &[("file", &output.path)]);
    }
    notices
}

/// Table `verdicts`: a row for each part of the receipt.
fn verdicts<'a>(proof: &Proof, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("part", Word::ProofPart.text(lang)),
        Column::both("verdict", Word::ProofVerdict.text(lang)),
        Column::both("same", Word::StateSame.text(lang)).right(),
        Column::both("changed", Word::StateChanged.text(lang)).right(),
        Column::both("missing", Word::StateMissing.text(lang)).right(),
        Column::both("added", Word::StateAdded.text(lang)).right(),
        Column::both("unread", Word::StateUnread.text(lang)).right(),
    ];
    let of = |section: Section| {
        let states = proof.items.iter().filter(|item| item.section == section).map(Item::state).collect();
        (section.word(), section.phrase(), states)
    };
    let states = |sums: &[Sums]| sums.iter().map(Sums::state).collect::<Vec<State>>();
    let rows: Vec<(&'static str, Word, Vec<State>)> = vec![
        ("inputs", Word::ProofInputs, states(&proof.inputs)),
        of(Section::Files),
        of(Section::Regulations),
        of(Section::Findings),
        of(Section::Exit),
        ("outputs", Word::ProofOutputs, proof.outputs.iter().map(Sums::state_of_output).collect()),
    ];
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((id, word, states)) = rows.get(position) else { return Vec::new() };
        let count = |of: State| u64::try_from(states.iter().filter(|state| **state == of).count()).unwrap_or(0);
        let verdict = if states.iter().all(|state| *state == State::Same) {
            Field::word("same", Word::StateSame.text(lang))
        } else {
            Field::word("differs", Word::StateDiffers.text(lang))
        };
        let mut fields = vec![Field::word(*id, word.text(lang)), verdict];
        fields.extend(State::ALL.map(|state| Field::seldom(count(state))));
        fields
    };
    Table { id: "verdicts", title: Word::ProofTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// Table `differences`: the first line of each output that differs, and which inputs do.
fn differences<'a>(proof: &'a Proof, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("path", Word::FileColumn.text(lang)),
        Column::both("what", Word::ProofWhat.text(lang)),
        Column::both("line", Word::ProofLine.text(lang)).right(),
        Column::both("then", Word::ProofThen.text(lang)),
        Column::both("now", Word::ProofNow.text(lang)),
        Column::both("inputs", Word::ProofInputsThatDiffer.text(lang)),
        Column::machine("end_then"),
        Column::machine("end_now"),
    ];
    let inputs = proof.inputs_that_differ().join(" ");
    let row = move |position: usize, _: Audience| {
        let Some(own) = proof.differences.get(position) else { return Vec::new() };
        let what = match own.what {
            What::Result => Field::word("result", Word::ProofOfResult.text(lang)),
            What::File => Field::word("file", Word::ProofOfFile.text(lang)),
        };
        let [then, now] = own.ends;
        let end = |end: Option<LineEnd>| end.map_or(Field::None, |end| Field::text(end.word()));
        vec![
            Field::text(own.path.as_str()),
            what,
            own.line.map_or(Field::None, Field::Count),
            own.line(&own.then, then, lang),
            own.line(&own.now, now, lang),
            Field::text(inputs.clone()),
            end(then),
            end(now),
        ]
    };
    let title = Word::ProofDifferences.text(lang).to_owned();
    Table { id: "differences", title, columns, len: proof.differences.len(), row: Box::new(row) }
}

/// Table `changes`: what else the receipt tells otherwise than is told now.
fn changes<'a>(proof: &'a Proof, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("part", Word::ProofPart.text(lang)),
        Column::both("item", Word::Item.text(lang)),
        Column::both("then", Word::ProofThen.text(lang)),
        Column::both("now", Word::ProofNow.text(lang)),
    ];
    let rows: Vec<&'a Item> = proof.items.iter().filter(|item| item.state() != State::Same).collect();
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some(item) = rows.get(position) else { return Vec::new() };
        let said = |text: &'a Option<String>| text.as_deref().map_or(Field::None, Field::text);
        vec![
            Field::word(item.section.word(), item.section.phrase().text(lang)),
            Field::text(item.name.as_str()),
            said(&item.then),
            said(&item.now),
        ]
    };
    Table { id: "changes", title: Word::ProofChanges.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// Tables `inputs` and `outputs`: files with their sums.
fn sums<'a>(id: &'static str, title: Word, rows: Vec<&'a Sums>, lang: Lang) -> Table<'a> {
    let is_of_outputs = id == "outputs";
    let mut columns = vec![
        Column::both("path", Word::FileColumn.text(lang)),
        Column::both("state", Word::ProofVerdict.text(lang)),
        Column::both("sha256_then", Word::ProofSumThen.text(lang)),
        Column::both("sha256_now", Word::ProofSumNow.text(lang)),
        Column::machine("bytes_then"),
        Column::machine("bytes_now"),
    ];
    columns.push(match is_of_outputs {
        true => Column::both("on_disk", Word::ProofOnDisk.text(lang)),
        false => Column::machine("part"),
    });
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some(own) = rows.get(position) else { return Vec::new() };
        let digests = [&own.then, &own.now];
        let mut fields = vec![Field::text(own.path.as_str()), own.state().field(lang)];
        fields.extend(digests.map(|digest| digest.as_ref().map_or(Field::None, sum)));
        fields.extend(digests.map(|digest| digest.as_ref().map_or(Field::None, |digest| Field::Count(digest.bytes))));
        fields.push(match is_of_outputs {
            true => own.on_disk.map_or(Field::None, |on_disk| on_disk.field(lang)),
            false => Field::text(own.part),
        });
        fields
    };
    Table { id, title: title.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// For a reader the start, which is enough to tell two sums apart.
fn sum(digest: &Digest) -> Field<'_> {
    let start = digest.sha256.get(..12).unwrap_or(&digest.sha256);
    Field::word(digest.sha256.as_str(), format!("{start}…"))
}
