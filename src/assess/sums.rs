//! What is kept of the meetings that one text judges: sums per cell, and the meetings themselves where they are asked for.

use super::join::Places;
use super::judge::{Batch, Detail, LevelOf, Row};
use super::leaf::LeafOutcome;
use super::recorded::RestsOn;
use super::signs::Gathered;
use super::summary::{Class, Half, Summary, Tally, lower};
use crate::base::{Day, Period, Points};
use crate::records::{CellIndex, Kind, Sink, Status};
use crate::rules::{Leaf, Regulation};

/// The sums of one text.
#[derive(Debug, Default)]
pub(super) struct Sums {
    detail: Detail,
    /// Whether the sums of all cells stand together at the first one: nobody asks for those of a cell.
    together: bool,
    levels: usize,
    leaves: usize,
    /// Cells that go on after they have given off a part, the day of that, and its month: what lies before has sums of its own, which stand
    /// after those of all cells.
    divided: Vec<(CellIndex, Day, Option<u32>)>,
    /// Sums of the halves of the period, where a rule looks at them; otherwise empty.
    halves: Vec<[Half; 2]>,
    /// First month of the second half.
    second_half: u32,
    status_count: usize,
    /// Self and verified scores, where signs are asked for.
    pub(super) signs: Option<Gathered>,
    /// Start of the leaves of every form.
    states: Vec<CellState>,
    tallies: Vec<Tally>,
    level_counts: Vec<u16>,
    lost: Vec<i64>,
    lost_meetings: Vec<u16>,
    open_leaves: Vec<u16>,
    statuses: Vec<u64>,
    /// Per leaf, its [`line_of_loss`].
    lines: Vec<(i64, i64)>,
    forms: Vec<std::ops::Range<usize>>,
    pub(super) rows: Vec<Row>,
    pub(super) row_levels: Vec<LevelOf>,
    row_leaves: Vec<LeafOutcome>,
    row_facts: Vec<Option<i64>>,
    facts_width: usize,
    /// Whose meetings are kept, where not those of all.
    kept: Option<Vec<CellIndex>>,
}

/// What a cell has reported.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CellState {
    pub(super) regular_seen: u64,
    pub(super) thematic_seen: u64,
    pub(super) regular_rejected: u64,
    pub(super) thematic_rejected: u64,
    rejected: u32,
    on_request: u16,
    self_only: u16,
    differing: u16,
    recorded_totals: u16,
    recorded_elsewhere: u16,
}

impl Sums {
    pub(super) fn new(regulation: &Regulation, cells: usize, statuses: usize, (period, detail): (Period, Detail)) -> Sums {
        let (levels, leaves) = (regulation.levels.len(), regulation.leaves.len());
        Sums {
            detail,
            levels,
            leaves,
            second_half: period.len() / 2,
            status_count: statuses,
            states: vec![CellState::default(); cells],
            tallies: vec![Tally::default(); cells * Class::ALL.len()],
            level_counts: vec![0; cells * Class::ALL.len() * levels],
            lost: if detail.losses { vec![0; cells * leaves] } else { Vec::new() },
            lost_meetings: if detail.losses { vec![0; cells * leaves] } else { Vec::new() },
            open_leaves: vec![0; cells * leaves],
            statuses: if detail.statuses { vec![0; cells * Class::ALL.len() * statuses] } else { Vec::new() },
            lines: regulation.leaves.iter().map(line_of_loss).collect(),
            forms: regulation.forms.iter().map(|form| form.leaves.clone()).collect(),
            facts_width: regulation.layout.recorded(),
            signs: detail.signs.then(|| Gathered::new(regulation, cells)),
            ..Sums::default()
        }
    }

    /// Keeps the meetings of these cells only.
    pub(super) fn keeping(mut self, cells: &[CellIndex]) -> Sums {
        self.kept = Some(cells.to_vec());
        self
    }

    /// Sums the halves of the period too.
    pub(super) fn with_halves(mut self) -> Sums {
        self.halves = vec![[Half::default(); 2]; self.tallies.len()];
        self
    }

    /// Sums apart what lies before the day on which a cell gives off a part; these sums have a place for each such day after their cells.
    pub(super) fn with_divided(mut self, divided: &[(CellIndex, Day)], period: Period) -> Sums {
        self.divided = divided.iter().map(|(cell, day)| (*cell, *day, period.month_index(*day))).collect();
        self
    }

    /// Sums all cells together; these sums were made for one cell. What was reported is still told cell by cell.
    pub(super) fn together(mut self, cells: usize) -> Sums {
        self.together = true;
        self.states = vec![CellState::default(); cells];
        self
    }

    /// Where the sums of a cell stand.
    fn place(&self, cell: CellIndex) -> usize {
        if self.together { 0 } else { cell.position() }
    }

    pub(super) fn take(&mut self, row: &Row, batch: &Batch) {
        let cell = self.place(row.cell);
        self.take_at(row, (row.cell.position(), cell), batch);
        if self.divided.is_empty() {
            return;
        }
        for position in self.before_division(row.cell, |day, _| row.day < day) {
            self.take_at(row, (position, position), batch);
        }
    }

    /// The further places of what lies before a division of its cell.
    fn before_division(&self, cell: CellIndex, is_before: impl Fn(Day, Option<u32>) -> bool) -> Vec<usize> {
        let first = self.states.len() - self.divided.len();
        let places = self.divided.iter().enumerate();
        places.filter(|(_, (own, day, month))| *own == cell && is_before(*day, *month)).map(|(place, _)| first + place).collect()
    }

    fn take_at(&mut self, row: &Row, (state, cell): (usize, usize), batch: &Batch) {
        let class = cell * Class::ALL.len() + Class::of(row.kind) as usize;
        if let Some(state) = self.states.get_mut(state) {
            if row.kind.is_regular() {
                state.regular_seen |= 1 << row.month;
            }
            if row.kind.is_thematic() {
                state.thematic_seen |= 1 << row.month;
            }
            state.on_request = state.on_request.saturating_add(u16::from(row.on_request));
            state.self_only = state.self_only.saturating_add(u16::from(row.self_only > 0));
            let differs = row.differing > 0 || row.rests_on == RestsOn::FactsDiffering;
            state.differing = state.differing.saturating_add(u16::from(differs));
            state.recorded_totals = state.recorded_totals.saturating_add(u16::from(row.rests_on.is_total()));
            state.recorded_elsewhere = state.recorded_elsewhere.saturating_add(u16::from(row.rests_on == RestsOn::Elsewhere));
        }
        let Some(tally) = self.tallies.get_mut(class) else { return };
        match row.status {
            Status::NotHeld => tally.not_held = tally.not_held.saturating_add(1),
            Status::NotScored => tally.not_scored = tally.not_scored.saturating_add(1),
            Status::Held => {}
        }
        if row.status != Status::NotHeld {
            match row.attendance {
                Some((part, whole)) => {
                    tally.part += u64::from(part);
                    tally.whole += u64::from(whole);
                }
                None => tally.no_count = tally.no_count.saturating_add(1),
            }
            // Empty unless statuses were asked for.
            let counts = batch.statuses.get(row.statuses..row.statuses + self.status_count).unwrap_or(&[]);
            for (offset, count) in counts.iter().enumerate() {
                if let (Some(sum), Some(count)) = (self.statuses.get_mut(class * self.status_count + offset), count) {
                    *sum += u64::from(*count);
                }
            }
        }
        tally.no_sheet = tally.no_sheet.saturating_add(u16::from(row.no_sheet));
        tally.open = tally.open.saturating_add(u16::from(row.open_sheet.is_some()));
        let Some(score) = &row.score else { return };
        if row.rests_on == RestsOn::Level {
            tally.recorded_levels = tally.recorded_levels.saturating_add(1);
        } else if score.total.is_some() || score.is_judged() {
            tally.scored = tally.scored.saturating_add(1);
            // A sheet without points has no mean.
            tally.sum.add(score.total);
            tally.lowest = lower(tally.lowest, score.total.map(|total| (total, row.day)));
            // Empty unless a rule of the run looks at halves.
            let halves = self.halves.get_mut(class);
            if let Some(half) = halves.and_then(|halves| halves.get_mut(usize::from(row.month >= self.second_half))) {
                half.add(score.total);
            }
        } else {
            tally.open = tally.open.saturating_add(1);
        }
        if let Some(level) = score.level
            && let Some(count) = self.level_counts.get_mut(class * self.levels + level)
        {
            *count = count.saturating_add(1);
            tally.levelled = tally.levelled.saturating_add(1);
        }
        self.take_leaves(row, cell, score.form, batch);
    }

    fn take_leaves(&mut self, row: &Row, cell: usize, form: usize, batch: &Batch) {
        let Some(leaves) = self.forms.get(form).cloned() else { return };
        let outcomes = batch.leaves.get(row.leaves..row.leaves + leaves.len()).unwrap_or(&[]);
        let place = cell * self.leaves + leaves.start..cell * self.leaves + leaves.end;
        if !self.detail.losses {
            if row.score.as_ref().is_some_and(|score| score.open_leaves > 0) {
                let open = self.open_leaves.get_mut(place).unwrap_or(&mut []);
                open.iter_mut()
                    .zip(outcomes)
                    .for_each(|(open, outcome)| *open = open.saturating_add(u16::from(outcome.state.is_open())));
            }
            return;
        }
        let lines = self.lines.get(leaves).unwrap_or(&[]);
        let lost = self.lost.get_mut(place.clone()).unwrap_or(&mut []);
        let meetings = self.lost_meetings.get_mut(place.clone()).unwrap_or(&mut []);
        let open = self.open_leaves.get_mut(place).unwrap_or(&mut []);
        let sums = lost.iter_mut().zip(meetings).zip(open);
        for ((outcome, (at_zero, each)), ((lost, meetings), open)) in outcomes.iter().zip(lines).zip(sums) {
            if outcome.state.is_scored() {
                // Whether points are lost differs from row to row, so a branch would often be guessed wrongly.
                let short = (at_zero + each * i64::from(outcome.points)).max(0);
                *lost = lost.saturating_add(short);
                *meetings = meetings.saturating_add(u16::from(short > 0));
            } else if outcome.state.is_open() {
                *open = open.saturating_add(1);
            }
        }
    }
}

/// [`Leaf::lost`] as a straight line that ends at zero: what is lost at no points, and by each more.
fn line_of_loss(leaf: &Leaf) -> (i64, i64) {
    let at_zero = leaf.lost(Points::ZERO).0;
    (at_zero, if leaf.is_penalty() { 1 } else { -1 })
}

impl Sink for Sums {
    type Part = Batch;

    fn fold(&mut self, batch: &mut Batch, file: usize, offset: u64) {
        for row in &batch.rows {
            self.take(row, batch);
        }
        if let Some(signs) = &mut self.signs {
            signs.take(&batch.noted);
        }
        if self.detail.levels {
            self.row_levels.extend(batch.rows.iter().filter_map(|row| {
                let level = row.score.as_ref()?.level.and_then(|level| u16::try_from(level).ok());
                Some(LevelOf { cell: row.cell, day: row.day, kind: row.kind, level })
            }));
        }
        if let Some(kept) = self.kept.as_ref().filter(|_| self.detail.rows) {
            for row in batch.rows.drain(..).filter(|row| kept.contains(&row.cell)) {
                let count = row.score.and_then(|score| self.forms.get(score.form)).map_or(0, std::ops::Range::len);
                let (leaves, facts) = (self.row_leaves.len(), self.row_facts.len());
                self.row_leaves.extend_from_slice(batch.leaves.get(row.leaves..row.leaves + count).unwrap_or(&[]));
                self.row_facts.extend_from_slice(batch.facts.get(row.facts..row.facts + self.facts_width).unwrap_or(&[]));
                self.rows.push(Row { file, row: row.row + offset, leaves, facts, ..row });
            }
        } else if self.detail.rows {
            let (leaves, facts) = (self.row_leaves.len(), self.row_facts.len());
            self.row_leaves.extend_from_slice(&batch.leaves);
            self.row_facts.extend_from_slice(&batch.facts);
            self.rows.extend(batch.rows.drain(..).map(|row| Row {
                file,
                row: row.row + offset,
                leaves: row.leaves + leaves,
                facts: row.facts + facts,
                ..row
            }));
        }
        batch.begin_anew();
    }

    fn rejected(&mut self, cell: CellIndex, month: Option<u32>, kind: Option<Kind>) {
        self.reject_at(cell.position(), month, kind);
        // Where the day cannot be told, the row may lie before.
        let is_before =
            |day: Day, of: Option<u32>| month.is_none_or(|own| Some(own) < of || Some(own) == of && day.of_month() > 1);
        for position in self.before_division(cell, is_before) {
            self.reject_at(position, month, kind);
        }
    }
}

impl Sums {
    fn reject_at(&mut self, state: usize, month: Option<u32>, kind: Option<Kind>) {
        if let Some(state) = self.states.get_mut(state) {
            state.rejected = state.rejected.saturating_add(1);
            if let Some(month) = month {
                // A row whose kind cannot be read may be either.
                if kind.is_none_or(Kind::is_regular) {
                    state.regular_rejected |= 1 << month;
                }
                if kind.is_none_or(Kind::is_thematic) {
                    state.thematic_rejected |= 1 << month;
                }
            }
        }
    }

    /// The leaf outcomes of a kept meeting, in the order of its form's leaves.
    pub(super) fn outcomes(&self, row: &Row) -> &[LeafOutcome] {
        let count = row.score.as_ref().and_then(|score| self.forms.get(score.form)).map_or(0, std::ops::Range::len);
        self.row_leaves.get(row.leaves..row.leaves + count).unwrap_or(&[])
    }

    /// The facts of a kept meeting; empty unless facts were kept.
    pub(super) fn facts(&self, row: &Row) -> &[Option<i64>] {
        self.row_facts.get(row.facts..row.facts + self.facts_width).unwrap_or(&[])
    }

    /// How many meetings of a cell were judged outside the time of the text.
    pub(super) fn on_request(&self, cell: CellIndex) -> u64 {
        self.states.get(cell.position()).map_or(0, |state| state.on_request.into())
    }

    /// What a cell has reported.
    pub(super) fn state(&self, cell: CellIndex) -> CellState {
        self.states.get(cell.position()).copied().unwrap_or_default()
    }

    /// Adds the sums of a cell over some classes of meetings; lists go to their places.
    pub(super) fn add_to(&self, out: &mut Summary, cell: CellIndex, classes: &[Class], places: Places<'_>) {
        self.add_counts(out, cell, classes);
        for class in classes {
            self.add_levels(&mut out.levels, cell, *class, places.levels);
            let place = cell.position() * Class::ALL.len() + *class as usize;
            let own = self.statuses.get(place * self.status_count..(place + 1) * self.status_count).unwrap_or(&[]);
            for (sum, count) in out.statuses.get_mut(places.statuses..).unwrap_or(&mut []).iter_mut().zip(own) {
                *sum += *count;
            }
        }
        let leaves = cell.position() * self.leaves..(cell.position() + 1) * self.leaves;
        let lost = self.lost.get(leaves.clone()).unwrap_or(&[]);
        let meetings = self.lost_meetings.get(leaves.clone()).unwrap_or(&[]);
        let sums = out.lost.get_mut(places.leaves..).unwrap_or(&mut []);
        for (sum, (points, count)) in sums.iter_mut().zip(lost.iter().zip(meetings)) {
            sum.0 += *points;
            sum.1 += u64::from(*count);
        }
        let open = self.open_leaves.get(leaves).unwrap_or(&[]);
        for (sum, count) in out.open_leaves.get_mut(places.leaves..).unwrap_or(&mut []).iter_mut().zip(open) {
            *sum += u64::from(*count);
        }
    }

    /// The part of the sums that has one number for each kind of thing.
    pub(super) fn add_counts(&self, out: &mut Summary, cell: CellIndex, classes: &[Class]) {
        for class in classes {
            let place = cell.position() * Class::ALL.len() + *class as usize;
            let Some(tally) = self.tallies.get(place) else { continue };
            out.scored += u64::from(tally.scored);
            out.levelled += u64::from(tally.levelled);
            out.open += u64::from(tally.open);
            out.recorded_levels += u64::from(tally.recorded_levels);
            out.not_scored += u64::from(tally.not_scored);
            out.not_held += u64::from(tally.not_held);
            out.no_sheet += u64::from(tally.no_sheet);
            out.no_count += u64::from(tally.no_count);
            out.part += tally.part;
            out.whole += tally.whole;
            out.sum.add(tally.sum.0);
            out.lowest = lower(out.lowest, tally.lowest);
        }
        let state = self.state(cell);
        out.rejected += u64::from(state.rejected);
        out.on_request += u64::from(state.on_request);
        out.self_only += u64::from(state.self_only);
        out.differing += u64::from(state.differing);
        out.recorded_totals += u64::from(state.recorded_totals);
        out.recorded_elsewhere += u64::from(state.recorded_elsewhere);
    }

    /// The leaves that are open in some meeting of a cell, counted on from `first`.
    pub(super) fn open_leaves(&self, cell: CellIndex, first: usize) -> impl Iterator<Item = usize> {
        let open = self.open_leaves.get(cell.position() * self.leaves..(cell.position() + 1) * self.leaves).unwrap_or(&[]);
        (first..).zip(open).filter(|(_, count)| **count > 0).map(|(place, _)| place)
    }

    /// Adds the totals of the halves of the period.
    pub(super) fn add_halves(&self, out: &mut [Half; 2], cell: CellIndex, classes: &[Class]) {
        for class in classes {
            let own = self.halves.get(cell.position() * Class::ALL.len() + *class as usize);
            for (sum, half) in out.iter_mut().zip(own.into_iter().flatten()) {
                sum.sum.add(half.sum.0);
                sum.scored += half.scored;
            }
        }
    }

    /// Adds the meetings per level; each level has its place.
    pub(super) fn add_levels(&self, levels: &mut [u64], cell: CellIndex, class: Class, places: &[usize]) {
        let place = cell.position() * Class::ALL.len() + class as usize;
        let counts = self.level_counts.get(place * self.levels..(place + 1) * self.levels).unwrap_or(&[]);
        for (place, count) in places.iter().zip(counts) {
            if let Some(sum) = levels.get_mut(*place) {
                *sum += u64::from(*count);
            }
        }
    }
}
