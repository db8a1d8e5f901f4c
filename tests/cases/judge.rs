//! A case under its regulation: facts into slots, the program's judgement, and every way in which it is not what was expected.

use std::collections::BTreeSet;

use chibo::assess::quota::{Unit, apply};
use chibo::assess::year::judge_year;
use chibo::assess::{Counts, LeafOutcome, Score, State, judge_meeting, period_level};
use chibo::base::{Day, Points};
use chibo::rules::{FactType, Regulation, Scope};

use super::file::{Case, Expect, Given, Pairs, Raw};
use super::reach;

/// What running a case gives.
#[derive(Default)]
pub struct Outcome {
    pub failures: Vec<String>,
    /// Parts of the regulation that the case pins down.
    pub reached: BTreeSet<String>,
}

impl Outcome {
    fn check(&mut self, what: &str, expected: Option<&String>, got: Option<String>) {
        if let Some(expected) = expected
            && Some(expected) != got.as_ref()
        {
            let got = got.unwrap_or_else(|| "nothing".to_owned());
            self.failures.push(format!("{what}: expected {expected}, got {got}"));
        }
    }

    fn check_list(&mut self, what: &str, expected: Option<&Vec<String>>, got: &[String]) {
        self.check(what, expected.map(|list| format!("{list:?}")).as_ref(), Some(format!("{got:?}")));
    }
}

/// Runs one case.
pub fn run(regulation: &Regulation, case: &Case) -> Outcome {
    let mut out = Outcome::default();
    let done = match &case.given {
        Given::Meeting { cell, meeting, points } => {
            let mut facts = vec![None; regulation.layout.recorded()];
            put(regulation, &mut facts, Scope::Cell, cell)
                .and_then(|()| put(regulation, &mut facts, Scope::Meeting, meeting))
                .and_then(|()| put_points(regulation, &mut facts, points))
                .and_then(|()| blank_is_zero(regulation, &mut facts))
                .and_then(|()| meeting_case(regulation, &facts, &case.expect, &mut out))
        }
        Given::Year { facts: given, quality } => {
            let mut facts = vec![None; regulation.layout.recorded()];
            put(regulation, &mut facts, Scope::Year, given)
                .and_then(|()| year_case(regulation, &facts, quality.as_deref(), &case.expect, &mut out))
        }
        Given::Period(levels) => {
            let levels: Vec<(&String, u64)> = levels.iter().map(|(level, count)| (level, *count)).collect();
            period_case(regulation, &levels, &case.expect, &mut out)
        }
        Given::Quota(units) => quota_case(regulation, units, &case.expect, &mut out),
    };
    out.failures.extend(done.err());
    out
}

fn put(regulation: &Regulation, facts: &mut [Option<i64>], scope: Scope, given: &Pairs) -> Result<(), String> {
    for (id, raw) in given {
        let slot = regulation.vocabulary.position(id).ok_or_else(|| format!("no fact {id}"))?;
        let fact = &regulation.vocabulary.facts[slot];
        if fact.scope != scope {
            return Err(format!("{id} is no fact of {scope:?}"));
        }
        let place = |at: Option<usize>| at.and_then(|at| i64::try_from(at).ok());
        let value = match (&fact.kind, raw) {
            (FactType::Count | FactType::Minutes | FactType::Year, Raw::Figure(figure)) => figure.parse().ok(),
            (FactType::Points, Raw::Figure(figure)) => Points::parse(figure).map(|points| points.0),
            (FactType::Flag, Raw::Flag(flag)) => Some(i64::from(*flag)),
            (FactType::Date, Raw::Text(text)) => Day::parse_iso(text).map(Day::number),
            (FactType::Choice(scale), Raw::Text(text)) => place(scale.words.iter().position(|word| word == text)),
            (FactType::Grade, Raw::Text(text)) => place(regulation.grades.iter().position(|(word, _)| word == text)),
            (FactType::Text | FactType::Code, Raw::Text(_)) => Some(1),
            _ => None,
        };
        facts[slot] = Some(value.ok_or_else(|| format!("{id} = {raw:?} is no {:?}", fact.kind))?);
    }
    Ok(())
}

fn put_points<'p>(
    regulation: &Regulation,
    facts: &mut [Option<i64>],
    points: impl IntoIterator<Item = (&'p String, &'p [Option<String>; 2])>,
) -> Result<(), String> {
    for (id, pair) in points {
        let leaf = regulation.leaf(id).ok_or_else(|| format!("no leaf {id}"))?;
        let slots = [regulation.layout.self_points(leaf), regulation.layout.verified_points(leaf)];
        for (slot, figure) in slots.into_iter().zip(pair) {
            let Some(figure) = figure else { continue };
            let points = Points::parse(figure).filter(|points| *points <= regulation.leaves[leaf].max);
            facts[slot] = Some(points.ok_or_else(|| format!("{figure} points for {id}"))?.0);
        }
    }
    Ok(())
}

/// Counts that are not given are zero where the given ones make up their whole, as in records.
fn blank_is_zero(regulation: &Regulation, facts: &mut [Option<i64>]) -> Result<(), String> {
    let vocabulary = &regulation.vocabulary;
    for (whole, fact) in vocabulary.facts.iter().enumerate().filter(|(_, fact)| fact.kind == FactType::Count) {
        let is_part = |slot: &usize| vocabulary.facts[*slot].part_of == fact.id;
        let parts: Vec<usize> = (0..vocabulary.facts.len()).filter(is_part).collect();
        let given: Vec<i64> = parts.iter().filter_map(|slot| facts[*slot]).collect();
        let Some(whole) = facts[whole].filter(|_| !given.is_empty()) else { continue };
        let sum: i64 = given.iter().sum();
        if sum > whole {
            return Err(format!("{} = {whole}, but its parts make {sum}", fact.id));
        }
        if sum == whole {
            parts.into_iter().for_each(|slot| facts[slot] = facts[slot].or(Some(0)));
        }
    }
    Ok(())
}

fn meeting_case(regulation: &Regulation, facts: &[Option<i64>], expect: &Expect, out: &mut Outcome) -> Result<(), String> {
    let judged = judge_meeting(regulation, facts).ok_or("no form applies")?;
    out.check("attendance", expect.attendance.as_ref(), judged.attendance.map(|(part, whole)| format!("{part}/{whole}")));
    sheet(regulation, facts, &judged.score, &judged.outcomes, expect, out)?;
    out.check("level", expect.level.as_ref(), Some(level(regulation, judged.score.level)));
    gates(regulation, judged.score.gates, expect, out);
    out.reached.extend(reach::of_level(regulation, expect));
    Ok(())
}

/// The level, or that what is missing could change it.
fn level(regulation: &Regulation, level: Option<usize>) -> String {
    level.map_or("open", |level| &regulation.levels[level].id).to_owned()
}

/// Leaves and total; where an open leaf is expected, there is neither a total nor a level.
fn sheet(
    regulation: &Regulation,
    facts: &[Option<i64>],
    score: &Score,
    outcomes: &[LeafOutcome],
    expect: &Expect,
    out: &mut Outcome,
) -> Result<(), String> {
    let leaves = &regulation.forms[score.form].leaves;
    for (id, expected) in &expect.leaves {
        let number = regulation.leaf(id).ok_or_else(|| format!("no leaf {id}"))?;
        let outcome = leaves.clone().zip(outcomes).find(|(other, _)| *other == number).map(|(_, outcome)| outcome);
        let got = outcome.map(|outcome| match outcome.state {
            State::Scored | State::Excepted | State::Carried => Points(i64::from(outcome.points)).to_string(),
            other => other.word().to_owned(),
        });
        out.check(&format!("leaf {id}"), Some(expected), got);
        if outcome.is_some_and(|outcome| outcome.state.is_open()) && (score.total.is_some() || score.level.is_some()) {
            out.failures.push(format!("leaf {id} is open: expected no total and no level, got {:?}", score.total));
        }
    }
    out.check("total", expect.total.as_ref(), score.total.map(|total| total.text()));
    for (number, outcome) in leaves.clone().zip(outcomes) {
        if expect.total.is_some() || expect.leaves.contains_key(&regulation.leaves[number].id) {
            out.reached.extend(reach::of_leaf(regulation, number, outcome, facts));
        }
    }
    Ok(())
}

fn gates(regulation: &Regulation, bits: u64, expect: &Expect, out: &mut Outcome) {
    let held = regulation.gates.iter().enumerate().filter(|(position, _)| bits >> position & 1 == 1);
    let held: Vec<String> = held.map(|(_, gate)| gate.id.clone()).collect();
    out.check_list("gates", expect.gates.as_ref(), &held);
    if expect.gates.is_some() {
        out.reached.extend(held.iter().map(|gate| format!("gate {gate}")));
    }
}

fn year_case(
    regulation: &Regulation,
    facts: &[Option<i64>],
    quality: Option<&str>,
    expect: &Expect,
    out: &mut Outcome,
) -> Result<(), String> {
    if let Some(word) = quality.filter(|word| !regulation.layout.quality.iter().any(|known| known == word)) {
        return Err(format!("no meeting-quality level {word}"));
    }
    let judged = judge_year(regulation, facts, quality);
    match &judged.score {
        Some(score) => sheet(regulation, facts, score, &judged.leaves, expect, out)?,
        None if expect.total.is_some() || !expect.leaves.is_empty() => return Err("no form applies".to_owned()),
        None => {}
    }
    let walk = &judged.walk;
    out.check("level", expect.level.as_ref(), Some(level(regulation, walk.level())));
    let by_points = walk.by_points;
    let failed = walk.checks.iter().filter(|check| Some(check.level) == by_points && check.holds == Ok(false));
    let title = |level: usize, condition: usize| regulation.levels[level].conditions[condition].title.clone();
    let failed: Vec<String> = failed.map(|check| title(check.level, check.condition)).collect();
    out.check_list("failed", expect.failed.as_ref(), &failed);
    gates(regulation, walk.gates, expect, out);
    out.reached.extend(reach::of_level(regulation, expect));
    if expect.level.is_some() {
        out.reached.extend(walk.checks.iter().filter_map(|check| reach::of_check(regulation, check)));
        for (criterion, graded) in regulation.criteria.iter().zip(&judged.grades) {
            let from = quality.filter(|_| graded.from_meetings).map_or("year.csv", |word| word);
            out.reached.insert(format!("criterion {} from {from}", criterion.id));
        }
    }
    Ok(())
}

fn period_case(regulation: &Regulation, given: &[(&String, u64)], expect: &Expect, out: &mut Outcome) -> Result<(), String> {
    let rule = regulation.periods.iter().find(|rule| rule.year).ok_or("no rule for a year")?;
    let mut levels = vec![0; regulation.levels.len()];
    for (id, count) in given {
        levels[regulation.level(id).ok_or_else(|| format!("no level {id}"))?] = *count;
    }
    let found = period_level(rule, &Counts { meetings: levels.iter().sum(), levels });
    out.check("level", expect.level.as_ref(), found.map(|(level, _)| regulation.levels[level].id.clone()));
    if let Some((level, entry)) = found {
        out.reached.insert(format!("period entry {} {}", entry + 1, regulation.levels[level].id));
    }
    Ok(())
}

/// All units in one group; none has a value to be ranked by.
fn quota_case(regulation: &Regulation, given: &[(String, u64)], expect: &Expect, out: &mut Outcome) -> Result<(), String> {
    let quota = regulation.quota.as_ref().ok_or("no quota")?;
    let mut units = Vec::new();
    for (id, count) in given {
        let level = regulation.level(id).ok_or_else(|| format!("no level {id}"))?;
        let unit =
            Unit { group: vec![String::new()], level: Some(level), provisional: false, ranking: vec![None; quota.ranking.len()] };
        units.extend((0..*count).map(|_| unit.clone()));
    }
    let groups = apply(quota, &units);
    let [group] = groups.as_slice() else { return Err(format!("{} groups", groups.len())) };
    out.check("allowed", expect.allowed.map(|count| count.to_string()).as_ref(), Some(group.allowed.to_string()));
    out.check("admitted", expect.admitted.map(|count| count.to_string()).as_ref(), Some(group.admitted.len().to_string()));
    out.reached.insert(reach::of_quota(group.candidates.len() > group.admitted.len()).to_owned());
    Ok(())
}
