//! All meetings of a run: each judged under the text of its day, all of them summed per cell.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::beside::{Differences, Pairing, Sides, Versus};
use super::due::{self, DueMonths, PlanState, names};
use super::join::{Join, statuses};
use super::judge::{Batch, Detail, LevelOf, MeetingJudge, Row};
use super::leaf::LeafOutcome;
use super::line::{self, Line, Share, Standing};
use super::period::PeriodJudge;
use super::signs::Watch;
use super::summary::{Class, Summary};
use super::sums::Sums;
use super::turnouts;
use crate::base::{Day, Period};
use crate::diagnostic::Findings;
use crate::expr::Slots;
use crate::records::{Account, Beside, CellIndex, Cells, ReadMeetings, RecordFile, Request, Side, Turnouts, read_meetings};
use crate::rules::{Leaf, Level, LineageRule, Regulation, Text, Texts};

/// The judged meetings of a run.
#[derive(Debug)]
pub struct Meetings<'a> {
    /// Judged by.
    pub texts: &'a Texts,
    /// Whose.
    pub cells: &'a Cells,
    /// Which period.
    pub period: Period,
    /// What became of the rows, per file.
    pub accounts: Vec<Account>,
    /// The meetings themselves in the order of cell, day and kind; empty unless asked for.
    pub rows: Vec<Row>,
    /// Whose rule gives the level of the period.
    pub judge: PeriodJudge,
    /// Whether a file could not be read or was refused, so that no result may rest on what was read of it.
    pub refused: bool,
    /// What the rows of members come to, where there are any.
    pub turnouts: Option<Arc<Turnouts>>,
    /// Meetings of which rows of members tell and that do not count, by key.
    pub aside: BTreeSet<u64>,
    /// What was supposed to be otherwise than the files say, as it was given.
    pub supposed: Vec<String>,
    /// Whether nothing is known of the meetings but the rows of their members.
    pub is_of_members: bool,
    pub(super) join: Join,
    /// Per text, what a cell owes under it that exists all the time: by the rule, then by each of its exceptions.
    due: Vec<Vec<DueMonths>>,
    /// Per text, the sums of the meetings that it judged.
    pub(super) sums: Vec<Sums>,
    /// Cells that go on after they have given off a part; the sums of what lies before stand after those of the cells.
    pub(super) divided: Vec<(CellIndex, Day)>,
}

/// Reads and judges all meetings of `files`.
/// Where members have rows of their own, `turnouts` are what they come to.
pub fn assess_meetings<'a>(
    files: &[RecordFile],
    request: Request<'a>,
    turnouts: Option<Arc<Turnouts>>,
    detail: Detail,
    findings: &mut Findings,
) -> Meetings<'a> {
    let mut all = assess_each(files, &[(request, detail)], turnouts, findings);
    all.pop().unwrap_or_else(|| Meetings::of(request, Vec::new()))
}

/// Reads the meetings of `files` once and judges them for each request; of all requests everything is the same but the texts, and how much is
/// kept. What is wrong is told as the first of them finds it.
pub fn assess_each<'a>(
    files: &[RecordFile],
    requests: &[(Request<'a>, Detail)],
    turnouts: Option<Arc<Turnouts>>,
    findings: &mut Findings,
) -> Vec<Meetings<'a>> {
    assess_sides(files, requests, turnouts, &(), findings).0
}

/// Reads the meetings of `files` once, judges them for each request, and tells what each of the others makes otherwise of them than the first.
/// Of all requests everything is the same but the texts; of each other one, `pairings` tells which leaf is which.
pub fn compare_meetings<'a>(
    files: &[RecordFile],
    (requests, pairings): (&[Request<'a>], &[Vec<Pairing>]),
    (turnouts, detail): (Option<Arc<Turnouts>>, Detail),
    findings: &mut Findings,
) -> (Vec<Meetings<'a>>, Vec<Differences>) {
    let Some((first, others)) = requests.split_first() else { return (Vec::new(), Vec::new()) };
    let pairs = others.iter().zip(pairings);
    let others = pairs.map(|(other, pairings)| Versus::of((first.texts, other.texts), pairings, first.cells.len()));
    let requests: Vec<(Request<'a>, Detail)> = requests.iter().map(|request| (*request, detail)).collect();
    assess_sides(files, &requests, turnouts, &Sides { others: others.collect() }, findings)
}

/// Reads the meetings of `files` once and judges them for each request; of all requests everything is the same but the texts. `beside` looks
/// at what they make of each row.
fn assess_sides<'a, B: Beside<Batch>>(
    files: &[RecordFile],
    requests: &[(Request<'a>, Detail)],
    turnouts: Option<Arc<Turnouts>>,
    beside: &B,
    findings: &mut Findings,
) -> (Vec<Meetings<'a>>, B::Sum) {
    let judge = |text: &'a Text, detail: Detail| MeetingJudge {
        regulation: &text.regulation,
        detail,
        statuses: statuses(&text.regulation),
        members: text.regulation.vocabulary.position("members"),
        derives: text.regulation.reads_derived(),
        corresponds: text.regulation.leaves.iter().any(|leaf| !leaf.corresponds.is_empty()),
        watch: detail.signs.then(|| Watch::of(&text.regulation)),
    };
    let judges: Vec<Vec<MeetingJudge<'_>>> =
        requests.iter().map(|(request, detail)| request.texts.all().iter().map(|text| judge(text, *detail)).collect()).collect();
    let sides: Vec<Side<'_, '_, MeetingJudge<'_>>> =
        requests.iter().zip(&judges).map(|((request, _), judges)| Side { request: *request, judges }).collect();
    let sinks =
        |side: usize| sides.get(side).zip(requests.get(side)).map_or_else(Vec::new, |(side, (_, detail))| fresh(side, *detail));
    let (read, sum) = read_meetings(files, (&sides, turnouts.as_deref()), beside, sinks, findings);
    let mut all = Vec::new();
    for ((request, _), ReadMeetings { sinks: mut sums, accounts, aside }) in requests.iter().zip(read) {
        let mut rows = Vec::new();
        for (text, sums) in (0..).zip(&mut sums) {
            rows.extend(sums.rows.drain(..).map(|row| Row { text, ..row }));
        }
        rows.sort_by_key(|row: &Row| (row.cell, row.day, row.kind));
        let refused = accounts.len() < files.len() || accounts.iter().any(|account| account.refused);
        let turnouts = turnouts.clone();
        let meetings = Meetings { accounts, rows, refused, turnouts, aside, ..Meetings::of(*request, sums) };
        if all.is_empty() || B::TELLS_OF_OTHERS {
            meetings.say_unmatched_levels(findings);
        }
        all.push(meetings);
    }
    (all, sum)
}

/// The sums of every text of a side, before anything is summed.
fn fresh<'a>(side: &Side<'a, '_, MeetingJudge<'_>>, detail: Detail) -> Vec<Sums> {
    let Request { texts, cells, period, .. } = side.request;
    // The rule of one text goes over the meetings of all, so that none of them may leave out what only that one asks for.
    let rule = |text: &'a Text| text.regulation.period_rule(period.stretch()?);
    let halves = texts.all().iter().filter_map(rule).any(|rule| rule.reads_halves);
    let divided = line::divided(cells, period);
    let sums = |judge: &MeetingJudge<'_>| {
        let places = cells.len() + divided.len();
        let sums = Sums::new(judge.regulation, places, judge.statuses.len(), (period, detail));
        let sums = sums.with_divided(&divided, period);
        let sums = match side.request.only.filter(|_| side.request.among_all) {
            Some(only) => sums.keeping(only),
            None => sums,
        };
        if halves { sums.with_halves() } else { sums }
    };
    side.judges.iter().map(sums).collect()
}

/// Meetings of which nothing is known but who was there: attendance is summed, and nothing is scored.
/// Where the detail has no statuses, all is summed over all cells only.
pub fn assess_turnouts<'a>(request: Request<'a>, turnouts: Turnouts, detail: Detail, findings: &mut Findings) -> Meetings<'a> {
    let of = |text: &Text| {
        let statuses = statuses(&text.regulation).len();
        let (cells, all) = (request.cells.len(), Detail { statuses: true, ..Detail::default() });
        let sums = |cells| Sums::new(&text.regulation, cells, statuses, (request.period, all));
        if detail.statuses { sums(cells) } else { sums(1).together(cells) }
    };
    let mut sums: Vec<Sums> = request.texts.all().iter().map(of).collect();
    turnouts::sum(request, &turnouts, &mut sums, findings);
    Meetings { turnouts: Some(Arc::new(turnouts)), is_of_members: true, ..Meetings::of(request, sums) }
}

impl<'a> Meetings<'a> {
    fn of(request: Request<'a>, sums: Vec<Sums>) -> Meetings<'a> {
        let texts = request.texts;
        let judge = PeriodJudge::of(texts, request.period);
        Meetings {
            texts,
            cells: request.cells,
            period: request.period,
            refused: false,
            accounts: Vec::new(),
            rows: Vec::new(),
            turnouts: None,
            aside: BTreeSet::new(),
            supposed: request.supposed.map(|own| own.texts().map(str::to_owned).collect()).unwrap_or_default(),
            is_of_members: false,
            join: Join::of(texts, judge.text(texts)),
            judge,
            due: DueMonths::of_each(texts, request.period),
            sums,
            divided: line::divided(request.cells, request.period),
        }
    }

    /// The texts, the earlier first.
    pub fn regulations(&self) -> impl Iterator<Item = &'a Regulation> {
        self.texts.all().iter().map(|text| &text.regulation)
    }

    /// The text that judged a meeting.
    pub fn regulation_of(&self, row: &Row) -> Option<&'a Regulation> {
        self.texts.all().get(usize::from(row.text)).map(|text| &text.regulation)
    }

    /// Whether there is more than one text.
    pub fn has_several_texts(&self) -> bool {
        self.texts.all().len() > 1
    }

    /// The levels of all texts, those with one id once, in the order of the levels of a [`Summary`].
    pub fn levels(&self) -> impl Iterator<Item = &'a Level> {
        let level = |(text, level): &(usize, usize)| self.texts.all().get(*text)?.regulation.levels.get(*level);
        self.join.levels.iter().filter_map(level)
    }

    /// The level of every scored meeting, each a position in [`Meetings::levels`], in the order of cell, day and kind; empty unless asked
    /// for.
    pub fn levels_of(&self) -> Vec<LevelOf> {
        let mut all = Vec::new();
        for (text, sums) in self.sums.iter().enumerate() {
            let places = self.join.places(text).levels;
            let place = |level: u16| places.get(usize::from(level)).and_then(|place| u16::try_from(*place).ok());
            all.extend(sums.row_levels.iter().map(|one| LevelOf { level: one.level.and_then(place), ..*one }));
        }
        all.sort_by_key(|one| (one.cell, one.day, one.kind));
        all
    }

    /// The leaves of all texts, each with its regulation, in the order of the leaves of a [`Summary`].
    pub fn leaves(&self) -> impl Iterator<Item = (&'a Regulation, &'a Leaf)> {
        let leaf = |(text, leaf): &(usize, usize)| {
            let regulation = &self.texts.all().get(*text)?.regulation;
            Some((regulation, regulation.leaves.get(*leaf)?))
        };
        self.join.leaves.iter().filter_map(leaf)
    }

    /// The statuses of all texts, each with its regulation and slot, in the order of the statuses of a [`Summary`].
    pub fn statuses(&self) -> impl Iterator<Item = (&'a Regulation, usize)> {
        let status = |(text, slot): &(usize, usize)| Some((&self.texts.all().get(*text)?.regulation, *slot));
        self.join.statuses.iter().filter_map(status)
    }

    /// The leaf outcomes of a kept meeting, in the order of its form's leaves.
    pub fn outcomes(&self, row: &Row) -> &[LeafOutcome] {
        self.sums.get(usize::from(row.text)).map_or(&[], |sums| sums.outcomes(row))
    }

    /// The facts of a kept meeting; empty unless facts were kept.
    pub fn facts(&self, row: &Row) -> &[Option<i64>] {
        self.sums.get(usize::from(row.text)).map_or(&[], |sums| sums.facts(row))
    }

    /// Sums of a cell over some classes of meetings.
    pub fn summary(&self, cell: CellIndex, classes: &[Class]) -> Summary {
        let mut summary = Summary::default();
        self.add_to(&mut summary, cell, classes);
        summary
    }

    /// Adds the sums of a cell over some classes of meetings.
    pub fn add_to(&self, out: &mut Summary, cell: CellIndex, classes: &[Class]) {
        out.statuses.resize(self.join.statuses.len(), 0);
        out.lost.resize(self.join.leaves.len(), (0, 0));
        out.open_leaves.resize(self.join.leaves.len(), 0);
        out.levels.resize(self.join.levels.len(), 0);
        out.cells += 1;
        for (text, sums) in self.sums.iter().enumerate() {
            sums.add_to(out, cell, classes, self.join.places(text));
        }
        self.add_not_received(out, cell, classes);
    }

    /// The part of [`Meetings::summary`] that is one number for each kind of thing, with the meetings per level; for whoever asks every
    /// cell for no more. Meetings that nobody reported are not in it.
    pub fn counted(&self, cell: CellIndex, classes: &[Class]) -> Summary {
        let mut out = Summary { levels: vec![0; self.join.levels.len()], cells: 1, ..Summary::default() };
        for (text, sums) in self.sums.iter().enumerate() {
            sums.add_counts(&mut out, cell, classes);
            for class in classes {
                sums.add_levels(&mut out.levels, cell, *class, self.join.places(text).levels);
            }
        }
        out
    }

    /// How many meetings of all cells were judged outside the time of their text, on request.
    pub fn on_request(&self) -> u64 {
        let of = |cell: CellIndex| self.sums.iter().map(move |sums| sums.on_request(cell)).sum::<u64>();
        self.cells.iter().map(of).sum()
    }

    /// The leaves that lack a fact in some meeting of a cell, by their places in [`Meetings::leaves`].
    pub fn open_leaves(&self, cell: CellIndex) -> impl Iterator<Item = usize> {
        let sums = self.sums.iter().enumerate();
        sums.flat_map(move |(text, sums)| sums.open_leaves(cell, self.join.places(text).leaves))
    }

    /// Attending and expected members of the meetings that one text judged; nothing where nobody was counted.
    pub fn attendance_under(&self, cell: CellIndex, text: usize) -> Option<(u64, u64)> {
        let mut counts = Summary::default();
        self.sums.get(text)?.add_counts(&mut counts, cell, &Class::ALL);
        counts.attendance()
    }

    /// Due meetings that nobody reported under a text, each a bit at the first month of its stretch: regular ones, thematic ones. A
    /// month with a rejected row is not among them; it counts as rejected.
    ///
    /// A stretch in the middle of which a cell takes the place of others, whose meetings count for it, is owed by them together.
    pub fn not_received_under(&self, cell: CellIndex, text: usize) -> (u64, u64) {
        let existence = self.cells.existence(cell);
        let due = self.due_of(cell, text);
        let own = due.within(existence, self.period);
        let Some(line) = self.line(cell, text).filter(|line| !line.shares.is_empty()) else {
            return self.missing(own, std::iter::once(cell));
        };
        let firsts = line.shares.iter().map(|share| self.cells.existence(share.cell).0);
        let first = firsts.chain([existence.0]).min().flatten();
        let together = due.within((first, existence.1), self.period).ending_from(existence.0, self.period);
        let places = line.shares.iter().map(|share| self.place_of_share(share)).chain([cell]);
        let ((regular, thematic), shared) =
            (self.missing(own, std::iter::once(cell)), self.missing(together.without(own), places));
        (regular | shared.0, thematic | shared.1)
    }

    /// What is due of a cell, and was not reported by any of the cells at those places.
    fn missing(&self, due: DueMonths, places: impl Iterator<Item = CellIndex>) -> (u64, u64) {
        let (mut regular, mut thematic) = (0, 0);
        for state in places.flat_map(|place| self.sums.iter().map(move |sums| sums.state(place))) {
            regular |= state.regular_seen | state.regular_rejected;
            thematic |= state.thematic_seen | state.thematic_rejected;
        }
        (due.missing_regular(regular), due.missing_thematic(thematic))
    }

    /// The same of the part of another cell that counts for one that takes its place.
    fn not_received_of_share(&self, share: &Share, text: usize) -> (u64, u64) {
        let (from, until) = self.cells.existence(share.cell);
        let Some(before) = share.before else { return self.not_received_under(share.cell, text) };
        let until = until.into_iter().chain(before.previous()).min();
        let due = self.due_of(share.cell, text).within((from, until), self.period);
        self.missing(due, std::iter::once(share.cell))
    }

    /// Whose results count for a cell under a text; `None` where it succeeds no other within the period.
    pub fn line(&self, cell: CellIndex, text: usize) -> Option<Line> {
        line::line(self.cells, self.lineage_rule(text), self.period, cell)
    }

    /// What a cell is at the end of the period under a text.
    pub fn standing(&self, cell: CellIndex, text: usize) -> Standing {
        line::standing(self.cells, self.lineage_rule(text), self.period, cell)
    }

    /// The same under the text that gives the level of the period. Every text says the same of a cell that is gone; what else it says is told
    /// of the last of them.
    pub fn standing_of_period(&self, cell: CellIndex) -> Standing {
        self.standing(cell, self.period_judges().last().unwrap_or(0))
    }

    /// What a text says of cells that succeed others.
    pub fn lineage_rule(&self, text: usize) -> Option<&'a LineageRule> {
        self.texts.all().get(text)?.regulation.lineage.as_ref()
    }

    /// Where the sums of a part stand.
    pub(super) fn place_of_share(&self, share: &Share) -> CellIndex {
        let place = share.before.and_then(|day| self.divided.iter().position(|own| *own == (share.cell, day)));
        let after = place.and_then(|place| u32::try_from(self.cells.len() + place).ok());
        after.map_or(share.cell, CellIndex)
    }

    /// The names of the stretches in which meetings were due under a text that nobody reported: regular ones, thematic ones.
    pub fn not_received_names(&self, cell: CellIndex, text: usize) -> (Vec<String>, Vec<String>) {
        let (regular, thematic) = self.not_received_under(cell, text);
        if regular | thematic == 0 {
            return (Vec::new(), Vec::new());
        }
        let every = self.due_of(cell, text).meetings;
        (names(regular, every.regular, self.period), names(thematic, every.thematic, self.period))
    }

    /// What became of the yearly plan of a cell under a text; none where no plan is due, or none of this year.
    pub fn plan(&self, cell: CellIndex, text: usize) -> Option<PlanState> {
        let regulation = &self.texts.all().get(text)?.regulation;
        let plan = regulation.due.as_ref()?.plan.as_ref()?;
        let fact = regulation.vocabulary.facts.get(plan.fact)?;
        let sent = self.cells.fact(cell, &fact.id).and_then(Day::from_number);
        // A year is judged by the text of its last day.
        let is_judge = self.texts.on(self.period.last.last_day()?) == Some(text);
        plan.state(sent, self.cells.existence(cell), self.period).filter(|_| is_judge)
    }

    /// What a cell owes under a text: by the first exception that holds for it.
    fn due_of(&self, cell: CellIndex, text: usize) -> DueMonths {
        let regulation = self.texts.all().get(text).map(|text| &text.regulation);
        let rule = regulation.and_then(|regulation| Some((regulation, regulation.due.as_ref()?)));
        let entry = match rule.filter(|(_, rule)| !rule.exceptions.is_empty()) {
            Some((regulation, rule)) => {
                let facts: Vec<Option<i64>> =
                    regulation.vocabulary.facts.iter().map(|fact| self.cells.fact(cell, &fact.id)).collect();
                due::entry(rule, Slots { facts: &facts, derived: &[] })
            }
            None => 0,
        };
        self.due.get(text).and_then(|entries| entries.get(entry)).copied().unwrap_or_default()
    }

    /// Adds what is due and not reported of the part of another cell.
    pub(super) fn add_not_received_of_share(&self, out: &mut Summary, (share, text): (&Share, usize), classes: &[Class]) {
        let (regular, thematic) = self.not_received_of_share(share, text);
        out.not_received += due_in(classes, (regular, thematic));
    }

    fn add_not_received(&self, out: &mut Summary, cell: CellIndex, classes: &[Class]) {
        for text in 0..self.due.len() {
            self.add_not_received_under(out, (cell, text), classes);
        }
    }

    pub(super) fn add_not_received_under(&self, out: &mut Summary, (cell, text): (CellIndex, usize), classes: &[Class]) {
        out.not_received += due_in(classes, self.not_received_under(cell, text));
    }

    /// Whether any text judges a period by points, so that means are no mere statistic.
    pub fn judges_by_points(&self) -> bool {
        self.regulations().any(|regulation| regulation.periods.iter().any(|rule| rule.reads_points))
    }

    /// Whether meetings that count for the level of the period are missing, rejected or open, so that it may still change.
    pub fn is_provisional(&self, cell: CellIndex) -> bool {
        let classes = self.classes_of_period();
        let mut counts = Summary::default();
        for sums in &self.sums {
            sums.add_counts(&mut counts, cell, classes);
        }
        self.add_not_received(&mut counts, cell, classes);
        if self.cells.lineage().is_uncertain(cell) {
            return true;
        }
        for (text, line) in self.period_judges().filter_map(|text| Some((text, self.line(cell, text)?))) {
            if line.is_silent && self.period_rule(text).is_some() {
                return true;
            }
            for share in &line.shares {
                let place = self.place_of_share(share);
                self.sums.iter().for_each(|sums| sums.add_counts(&mut counts, place, classes));
                (0..self.due.len()).for_each(|text| self.add_not_received_of_share(&mut counts, (share, text), classes));
            }
        }
        // A recorded level has no total, which a rule that goes by points would need.
        let by_points = || self.period_judges().filter_map(|text| self.period_rule(text)).any(|rule| rule.reads_points);
        counts.is_incomplete() || (counts.recorded_levels > 0 && by_points())
    }
}

/// How many stretches of some classes, of those with a regular and those with a thematic meeting due.
fn due_in(classes: &[Class], (regular, thematic): (u64, u64)) -> u64 {
    let of = |class: Class, months: u64| if classes.contains(&class) { u64::from(months.count_ones()) } else { 0 };
    of(Class::Regular, regular) + of(Class::Thematic, thematic)
}
