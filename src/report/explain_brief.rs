//! An explanation without what changed nothing: one line for each thing explained, or the reasons that cost points or a level, the costliest
//! first, and what is lacking for the next better level.

use super::explain::{Depth, Line, condition_line, cost, gate_line, leaf_line, meeting_head};
use super::explain_cell::{self, missing, period_level};
use super::explain_table::{citation, document};
use super::field::{day, number};
use super::wording::Wording;
use super::{Field, awards, explain_recorded, explain_year, lacking, lineage, places, reason, working};
use crate::assess::contest::Place;
use crate::assess::edge::{self, Change, LevelEdge};
use crate::assess::year::{CellYear, Classification};
use crate::assess::{Class, LeafOutcome, Meetings, PeriodLevel, RestsOn, Row, Score, State, derived};
use crate::base::{Day, Exact};
use crate::expr::Slots;
use crate::outline::Value;
use crate::records::{CellIndex, Status, YearRow};
use crate::rules::{Form, Leaf, LeafKind, Regulation, When};
use crate::words::{Lang, Word, fill};

/// A meeting, briefly.
pub(super) fn meeting(meetings: &Meetings<'_>, row: &Row, depth: Depth, lines: &mut Vec<Line>, lang: Lang) {
    let (Some(regulation), Some(head)) = (meetings.regulation_of(row), meeting_head(meetings, row, lang)) else { return };
    let facts = meetings.facts(row);
    let judged = row.score.as_ref().filter(|_| row.status == Status::Held);
    let of = judged.and_then(|score| Some((score, regulation.forms.get(score.form)?)));
    let leaves = of
        .filter(|_| !row.rests_on.is_recorded())
        .map_or_else(Vec::new, |(_, form)| lossy(regulation, form, meetings.outcomes(row)));
    let edge = row
        .score
        .as_ref()
        .and_then(|score| edge::of_meeting(regulation, score, row.rests_on.is_total(), meetings.outcomes(row), facts));
    let slots = Slots { facts, derived: &[] };
    let lacks = lacks(
        meetings,
        regulation,
        edge.as_ref(),
        || {
            if row.rests_on == RestsOn::Facts { edge::meeting_changes(regulation, facts, true) } else { Vec::new() }
        },
        facts,
        lang,
    );
    if depth == Depth::Line {
        lines.push(meeting_line(meetings, (row, regulation), head, (&leaves, of, edge.as_ref(), lacks), lang));
        return;
    }
    lines.push(head);
    explain_recorded::lines(meetings, row, lines, lang);
    let Some((score, _)) = of else { return };
    lines.extend(lacking_line(regulation, edge.as_ref(), lacks, lang));
    for (leaf, outcome, _) in &leaves {
        lines.extend(brief_leaf(regulation, (*leaf, *outcome), slots, lang));
    }
    let derived = derived(regulation, score, meetings.outcomes(row));
    let slots = Slots { facts, derived: &derived };
    for check in score.asked(regulation).into_iter().filter(|check| check.holds != Some(true)) {
        let level = regulation.levels.get(check.level);
        if let Some(of) = level.and_then(|level| Some((level, level.conditions.get(check.condition)?))) {
            lines.push(condition_line(regulation, of, check.holds, slots, lang));
        }
    }
    gates(regulation, (score.gates, score.open_gates), slots, lines, lang);
}

fn gates(regulation: &Regulation, (acted, open): (u64, u64), slots: Slots<'_>, lines: &mut Vec<Line>, lang: Lang) {
    for (position, gate) in regulation.gates.iter().enumerate() {
        let bit = |bits: u64| bits >> position & 1 == 1;
        if bit(acted) || bit(open) {
            lines.push(gate_line(regulation, gate, bit(acted), slots, lang));
        }
    }
}

/// A leaf by its number, and what it cost; `None` while its points are open.
type Lossy = (usize, LeafOutcome, Option<Exact>);

/// Leaves that cost points, the costliest first, those that cost the same in the order of the sheet; then those whose points are open.
pub(super) fn lossy(regulation: &Regulation, form: &Form, outcomes: &[LeafOutcome]) -> Vec<Lossy> {
    let all = form.leaves.clone().zip(outcomes);
    let mut found: Vec<Lossy> = all
        .filter_map(|(number, outcome)| {
            let leaf = regulation.leaves.get(number)?;
            let lost = cost(leaf, *outcome);
            (outcome.state.is_open() || lost.is_some_and(|lost| lost > Exact::ZERO)).then_some((number, *outcome, lost))
        })
        .collect();
    // Nothing known comes last.
    found.sort_by(|(_, _, one), (_, _, other)| other.cmp(one));
    found
}

/// A leaf, with its reason in full words.
fn brief_leaf(
    regulation: &Regulation,
    (number_of_leaf, outcome): (usize, LeafOutcome),
    slots: Slots<'_>,
    lang: Lang,
) -> Option<Line> {
    let leaf = regulation.leaves.get(number_of_leaf)?;
    let line = leaf_line(regulation, (number_of_leaf, outcome), slots, lang)?;
    let value = told(regulation, leaf, outcome, slots, line.value.clone(), lang);
    Some(Line { depth: 2, value, ..line })
}

/// The reason of a leaf as a clerk would write it: the range of a tier in words, points that a person gave beside those that there are.
fn told(regulation: &Regulation, leaf: &Leaf, outcome: LeafOutcome, slots: Slots<'_>, text: String, lang: Lang) -> String {
    if outcome.state != State::Scored {
        return text;
    }
    match &leaf.kind {
        LeafKind::Tiers { of, tiers } => match tiers.get(usize::from(outcome.branch)).map(|tier| &tier.when) {
            Some(When::In(interval)) => {
                let range = Wording { regulation, lang }.value(&Value::Interval(interval, of.unit().clone()));
                format!("{} ({range})", reason::measure(regulation, of, slots, lang))
            }
            _ => text,
        },
        LeafKind::Recorded { .. } | LeafKind::Chosen { .. } => {
            let points = number(Exact::thousandths(i64::from(outcome.points)), lang);
            let own = format!(" {points}/{}", number(leaf.max.exact(), lang));
            match text.split_once(';') {
                Some((first, rest)) => format!("{first}{own};{rest}"),
                None => text + &own,
            }
        }
        _ => text,
    }
}

/// What is lacking for a better level, and the smallest change that would do.
fn lacks(
    meetings: &Meetings<'_>,
    regulation: &Regulation,
    edge: Option<&LevelEdge>,
    changes: impl FnOnce() -> Vec<Change>,
    facts: &[Option<i64>],
    lang: Lang,
) -> Vec<String> {
    let Some(edge) = edge else { return Vec::new() };
    let mut parts = lacking::better(regulation, edge, lang);
    parts.extend(lacking::subject_to_places(regulation, edge, lang));
    if parts.is_empty() {
        return parts;
    }
    parts.push(match changes().first() {
        Some(change) => {
            let change = lacking::change(regulation, change, facts, meetings, lang);
            fill(Word::WouldTake.text(lang), &[("change", &change)])
        }
        None => Word::NoSingleChange.text(lang).to_owned(),
    });
    parts
}

/// The line of what is lacking, under the clause of the level that it is lacking for.
fn lacking_line(regulation: &Regulation, edge: Option<&LevelEdge>, lacks: Vec<String>, lang: Lang) -> Option<Line> {
    let better = edge?.better.as_ref()?;
    let level = regulation.levels.get(better.level)?;
    let line = Line {
        depth: 2,
        kind: "lacking",
        id: level.id.clone(),
        item: Word::LackingItem.text(lang).to_owned(),
        value: lacks.join("; "),
        inputs: better.lacking.map_or_else(String::new, |margin| format!("points={}", margin.points.text())),
        ..Line::default()
    };
    Some(line.cited(regulation, &level.basis))
}

type Brief<'b> = (&'b [Lossy], Option<(&'b Score, &'b Form)>, Option<&'b LevelEdge>, Vec<String>);

/// `LC-017 05/03/2024 thường kỳ: 78,5/100 → Khá; thiếu 1,5 điểm để đạt Tốt; mất nhiều nhất ở 4.5 (…)`.
fn meeting_line(
    meetings: &Meetings<'_>,
    (row, regulation): (&Row, &Regulation),
    head: Line,
    (leaves, of, edge, lacks): Brief<'_>,
    lang: Lang,
) -> Line {
    let kind = super::score::kind_title(regulation, row.kind, lang).to_lowercase();
    let who = format!("{} {} {kind}", meetings.cells.code(row.cell), day(row.day, lang));
    let level = of.and_then(|(score, _)| regulation.levels.get(score.level?));
    let mut parts = vec![match (of, head.points, head.max) {
        (Some(_), Some(total), Some(max)) => {
            let (total, max) = (number(total, lang), number(max, lang));
            format!("{total}/{max} → {}", level.map_or("?", |level| &level.title))
        }
        _ => head.value.clone(),
    }];
    if row.rests_on.is_recorded() {
        parts.push(Word::ByRecord.text(lang).to_owned());
    }
    parts.extend(lacks);
    let known = leaves.iter().find_map(|(leaf, outcome, lost)| Some((*leaf, *outcome, (*lost)?)));
    let slots = Slots { facts: meetings.facts(row), derived: &[] };
    let mut cited = Line::default();
    if let Some((number_of_leaf, outcome, lost)) = known
        && let Some(leaf) = regulation.leaves.get(number_of_leaf)
    {
        let reason = reason::leaf(regulation, leaf, outcome, slots, lang);
        let told = told(regulation, leaf, outcome, slots, reason.text, lang);
        cited = leaf_line(regulation, (number_of_leaf, outcome), slots, lang).unwrap_or_default();
        // Who gave points is no reason; the leaf itself says more.
        let given = matches!(leaf.kind, LeafKind::Recorded { .. } | LeafKind::Chosen { .. });
        let why = if given { format!("{}, {told}", leaf.title) } else { told };
        let clause = citation(document(regulation, reason.basis), &cited.clause, &cited.standing, lang);
        let values = [("leaf", leaf.id.as_str()), ("points", &number(lost, lang)), ("why", &why), ("clause", &clause)];
        parts.push(fill(Word::LostMostAt.text(lang), &values));
    } else if edge.is_some()
        && leaves.is_empty()
        && of.is_some_and(|(score, _)| !score.by_conditions)
        && !row.rests_on.is_recorded()
    {
        parts.push(Word::NothingLost.text(lang).to_owned());
    }
    let open: Vec<&str> = leaves
        .iter()
        .filter(|(_, _, lost)| lost.is_none())
        .filter_map(|(leaf, ..)| Some(regulation.leaves.get(*leaf)?.id.as_str()))
        .collect();
    if !open.is_empty() {
        parts.push(fill(Word::OpenLeavesAre.text(lang), &[("count", &open.len().to_string()), ("list", &open.join(", "))]));
    }
    let clause = version(meetings, regulation, lang);
    if cited.clause.is_empty() {
        // Nothing was lost, or nothing is known of it: the level is what can be cited.
        let basis = level.map(|level| &level.basis);
        let line = Line { document: regulation.header.number.clone(), ..Line::default() };
        cited = basis.map_or_else(|| line.clone(), |basis| line.clone().cited(regulation, basis));
    }
    let known = Line { inputs: cited.inputs, lost: cited.lost, document: cited.document, standing: cited.standing, ..head };
    Line { depth: 0, item: who.clone(), value: format!("{who}: {}", parts.join("; ")), clause, ..known }
}

/// The text that answered, with its days: `14-QĐi/TU từ 2018-10-08`.
fn version(meetings: &Meetings<'_>, regulation: &Regulation, lang: Lang) -> String {
    let header = &regulation.header;
    let name = if header.number.is_empty() { &header.id } else { &header.number };
    let text = meetings.texts.all().iter().find(|text| text.regulation.header.id == header.id);
    let (first, last) = header.ends();
    let last = last.or_else(|| text?.last.map(|day| day.to_string()));
    let shown = |end: String| Day::parse_iso(&end).map_or(end, |end| day(end, lang));
    match (first.map(shown), last.map(shown)) {
        (None, _) => name.clone(),
        (Some(first), None) => fill(Word::InForceFrom.text(lang), &[("name", name), ("first", &first)]),
        (Some(first), Some(last)) => fill(Word::InForceUntil.text(lang), &[("name", name), ("first", &first), ("last", &last)]),
    }
}

/// The period of a cell, briefly.
pub(super) fn period(meetings: &Meetings<'_>, cell: CellIndex, depth: Depth, lines: &mut Vec<Line>, lang: Lang) {
    if meetings.texts.all().is_empty() {
        return;
    }
    let head = explain_cell::period(meetings, cell, lang);
    let mut levels = Vec::new();
    period_level(meetings, cell, &mut levels, lang);
    let reached = meetings.level(cell);
    let lacking = lacking_of_period(meetings, cell, lang);
    if depth == Depth::Line {
        lines.push(period_line(meetings, (cell, reached), head, (&levels, lacking), lang));
        return;
    }
    lines.push(head);
    lines.extend(levels);
    lines.extend(lacking.into_iter().map(|(_, line)| line));
    missing(meetings, cell, lines, lang);
    if reached.is_some_and(|reached| reached.level > 0) {
        let mut below: Vec<&Row> = meetings.rows.iter().filter(|row| row.cell == cell && is_below_best(row)).collect();
        below.sort_by_key(|row| std::cmp::Reverse(row.score.as_ref().and_then(|score| score.level)));
        for row in below {
            let head = meeting_head(meetings, row, lang);
            lines.extend(head.map(|head| Line { depth: 2, kind: "below-best", ..head }));
        }
    }
}

fn is_below_best(row: &Row) -> bool {
    row.score.as_ref().and_then(|score| score.level).is_some_and(|level| level > 0) && Class::of(row.kind) == Class::Regular
}

/// What is lacking under each text that gives a level, with the line that tells it.
fn lacking_of_period(meetings: &Meetings<'_>, cell: CellIndex, lang: Lang) -> Option<(String, Line)> {
    let reached = meetings.level(cell)?;
    let regulation = &meetings.texts.all().get(reached.text)?.regulation;
    let (rule, counts) = (meetings.period_rule(reached.text)?, meetings.counts(cell, reached.text)?);
    let edge = edge::of_period(rule, &counts)?;
    let levels = |level: usize| regulation.levels.get(level);
    let parts = lacking::months_better(&levels, &edge, lang);
    let by_points = edge.better_points.map(|points| points.level);
    let better = edge.better.as_ref().map(|months| months.level).or(by_points).or(reached.level.checked_sub(1))?;
    let (_, _, basis) = rule.levels.iter().find(|(level, ..)| *level == better)?;
    let text = if parts.is_empty() { Word::NoSingleChange.text(lang).to_owned() } else { parts.join("; ") };
    let line = Line {
        depth: 2,
        kind: "lacking",
        id: levels(better).map_or_else(String::new, |level| level.id.clone()),
        item: Word::LackingItem.text(lang).to_owned(),
        value: text.clone(),
        inputs: edge.better.as_ref().map_or_else(String::new, |months| format!("meetings={}", months.count())),
        ..Line::default()
    };
    Some((text, line.cited(regulation, basis)))
}

fn period_line(
    meetings: &Meetings<'_>,
    (cell, reached): (CellIndex, Option<PeriodLevel>),
    head: Line,
    (levels, lacking): (&[Line], Option<(String, Line)>),
    lang: Lang,
) -> Line {
    let level = reached.and_then(|level| meetings.level_of(level)).map(|level| level.title.clone());
    let standing = meetings.standing_of_period(cell);
    let told = match (lineage::instead(meetings.cells, &standing, lang), level) {
        (Some(instead), _) => instead.shown(lang),
        (None, Some(level)) if meetings.is_provisional(cell) => format!("{level} ({})", Word::Provisional.text(lang)),
        (None, Some(level)) => level,
        (None, None) if meetings.period_judges().all(|text| meetings.period_rule(text).is_none()) => {
            Word::NoRuleForPeriod.text(lang).to_owned()
        }
        (None, None) => Word::NotKnown.text(lang).to_owned(),
    };
    let counted = reached.and_then(|level| meetings.counts(cell, level.text)).map(|counts| {
        let levels = meetings.levels().zip(&counts.levels).map(|(level, count)| format!("{} {count}", level.title));
        let levels = levels.collect::<Vec<String>>().join(", ");
        format!("{} {}: {levels}", counts.meetings, Word::MeetingsCounted.text(lang))
    });
    let mut parts = vec![told, counted.unwrap_or_else(|| head.value.clone())];
    parts.extend(lacking.map(|(text, _)| text).filter(|text| !text.is_empty()));
    let summary = meetings.summary(cell, &Class::ALL);
    if let Some((part, whole)) = summary.attendance() {
        parts.push(format!("{} {}", Word::Attendance.text(lang).to_lowercase(), Field::Rate(part, whole).shown(lang)));
    }
    let due = summary.not_received;
    if due > 0 {
        parts.push(fill(Word::NotReceivedNotice.text(lang), &[("count", &due.to_string())]));
    }
    let given = levels.iter().find(|line| line.kind == "period-level" && !line.clause.is_empty());
    let item = [meetings.cells.code(cell), &meetings.period.to_string()].join(" ");
    let values = [("cell", meetings.cells.code(cell)), ("period", &meetings.period.to_string()), ("result", &parts.join("; "))];
    let text = fill(Word::SummaryOfPeriod.text(lang), &values);
    let clause = given.map_or_else(String::new, |line| citation(&line.document, &line.clause, &line.standing, lang));
    let given = given.cloned().unwrap_or_default();
    Line {
        depth: 0,
        item,
        value: text,
        clause,
        document: given.document,
        standing: given.standing,
        inputs: if given.inputs.is_empty() { head.inputs } else { given.inputs },
        ..head
    }
}

/// The year of a cell, briefly.
pub(super) fn year(
    meetings: &Meetings<'_>,
    result: &Classification<'_>,
    (cell, row): (CellIndex, Option<&YearRow>),
    depth: Depth,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let regulation = result.regulation;
    let Some((position, year)) = result.cells.iter().enumerate().find(|(_, year)| year.cell == cell) else { return };
    let head = explain_year::head(meetings, result, year, row, lang);
    if !year.has_facts || !year.standing.is_judged() {
        let text = year_text(meetings, year, &head, vec![head.value.clone()]);
        lines.push(if depth == Depth::Line { Line { depth: 0, value: text, ..head } } else { head });
        return;
    }
    let opened = year.entrant.open();
    let slots = opened.slots();
    let edge = edge::of_year(regulation, year).filter(|_| !regulation.levels.is_empty());
    let lacks =
        lacks(meetings, regulation, edge.as_ref(), || edge::year_changes(regulation, meetings, year, true), slots.facts, lang);
    let form = year.score.as_ref().and_then(|score| regulation.forms.get(score.form));
    let leaves = form.map_or_else(Vec::new, |form| lossy(regulation, form, &year.leaves));
    let mut placed = Vec::new();
    explain_year::quotas(meetings, result, position, year, &mut placed, lang);
    let code = |unit: usize| result.cells.get(unit).map_or("", |cell| meetings.cells.code(cell.cell));
    awards::lines(result, position, year, code, &mut placed, lang);
    if depth == Depth::Line {
        let mut parts = vec![head.value.clone()];
        if let Some(total) = head_total(year) {
            parts.push(format!("{}: {}", Word::Total.text(lang).to_lowercase(), number(total, lang)));
        }
        parts.extend(stands(result, position, year, lang));
        parts.extend(lacks);
        let text = year_text(meetings, year, &head, parts);
        let decided = placed.iter().find(|line| matches!(line.kind, "quota" | "award") && !line.branch.is_empty());
        let mut landed = Vec::new();
        explain_year::landing(regulation, year, &mut landed, lang);
        let by = decided.filter(|_| year.place() != Place::None || regulation.levels.is_empty()).or(landed.first()).cloned();
        let by = by.unwrap_or_default();
        let clause = citation(&by.document, &by.clause, &by.standing, lang);
        lines.push(Line {
            depth: 0,
            value: text,
            clause,
            document: by.document,
            standing: by.standing,
            inputs: by.inputs,
            ..head
        });
        return;
    }
    lines.push(head);
    lines.extend(lacking_line(regulation, edge.as_ref(), lacks, lang));
    for (leaf, outcome, _) in &leaves {
        lines.extend(brief_leaf(regulation, (*leaf, *outcome), slots, lang));
    }
    if let (Some(score), Some(form), false) = (&year.score, form, leaves.is_empty()) {
        let value = working::total_text(regulation, form, score, &year.leaves, lang);
        let max = Some(form.max.exact());
        let item = Word::Total.text(lang).to_owned();
        let own = regulation.header.id.clone();
        lines.push(Line { depth: 2, kind: "total", item, value, points: score.total, max, regulation: own, ..Line::default() });
    }
    let mut failed = Vec::new();
    for check in year.walk.checks.iter().filter(|check| check.holds != Some(true)) {
        let level = regulation.levels.get(check.level);
        if let Some(of) = level.and_then(|level| Some((level, level.conditions.get(check.condition)?))) {
            failed.push(condition_line(regulation, of, check.holds, slots, lang));
        }
    }
    if !failed.is_empty() {
        lines.append(&mut failed);
        let mut graded = Vec::new();
        explain_year::criteria(regulation, year, slots, &mut graded, lang);
        let mut below: Vec<(u16, Line)> =
            year.grades.iter().zip(graded).map(|(own, line)| (own.grade.unwrap_or(u16::MAX), line)).collect();
        below.retain(|(grade, _)| *grade > 0);
        below.sort_by_key(|(grade, _)| std::cmp::Reverse(*grade));
        lines.extend(below.into_iter().map(|(_, line)| line));
    }
    gates(regulation, (year.walk.gates, year.walk.open_gates), slots, lines, lang);
    if !regulation.levels.is_empty() {
        explain_year::landing(regulation, year, lines, lang);
    }
    lines.extend(placed);
}

fn head_total(year: &CellYear) -> Option<Exact> {
    year.score.as_ref()?.total
}

/// `LC-017 xếp loại năm 2024: XS; …`.
fn year_text(meetings: &Meetings<'_>, year: &CellYear, head: &Line, mut parts: Vec<String>) -> String {
    parts.retain(|part| !part.is_empty());
    format!("{} {}: {}", meetings.cells.code(year.cell), places::lower_first(&head.item), parts.join("; "))
}

/// Where a cell stands among the places of each quota and award that it competes for.
fn stands(result: &Classification<'_>, position: usize, year: &CellYear, lang: Lang) -> Vec<String> {
    let regulation = result.regulation;
    let of = |what: String, group: Option<&crate::assess::contest::Group>| {
        let edge = edge::of_places(group?, position)?;
        Some(format!("{what}: {}", lacking::places(&edge, lang)))
    };
    let quotas = year.after.stands.iter().filter_map(|stand| {
        let quota = regulation.quotas.get(stand.contest)?;
        of(places::quota_name(regulation, quota, lang), result.quotas.get(stand.contest)?.get(stand.group))
    });
    let awards = regulation
        .awards
        .iter()
        .zip(&year.awards)
        .enumerate()
        .filter_map(|(number, (award, given))| of(award.title.clone(), result.awards.get(number)?.get(given.group?)));
    quotas.chain(awards).collect()
}
