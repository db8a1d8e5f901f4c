//! `chibo rules test`: what the worked cases of regulations show, and what they leave out.

use super::field::number;
use super::notice::Notice;
use super::{Audience, Column, Field, Report, Table};
use crate::cases::{Branch, Case, Expected, Moment, Part, PlanBranch, QuotaBranch, Tested};
use crate::outline::{sign_phrase, stretch};
use crate::rules::{Leaf, Regulation, Tier, When};
use crate::words::{Lang, Word, fill};

/// The report on regulations whose cases were run.
pub fn report<'a>(tested: &'a [Tested<'a>], lang: Lang) -> Report<'a> {
    Report {
        id: "rules-test",
        title: Word::CasesTitle.text(lang).to_owned(),
        regulations: Vec::new(),
        notices: tested.iter().filter_map(|one| faults(one, lang)).collect(),
        tables: vec![summary(tested, lang), failed(tested, lang), not_reached(tested, lang)],
        document: Vec::new(),
        on_request: 0,
        accounts: Vec::new(),
        lang,
    }
}

/// Cases with a fault do not run, and nobody should take the rest for all.
fn faults(one: &Tested<'_>, lang: Lang) -> Option<Notice> {
    let count: usize = one.suite.findings.counts().values().sum();
    let values = [("file", &*one.suite.file), ("count", &*count.to_string())];
    (count > 0).then(|| Notice { code: "case-faults", text: fill(Word::CaseFaultsNotice.text(lang), &values) })
}

fn summary<'a>(tested: &'a [Tested<'a>], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("regulation", Word::Regulation.text(lang)),
        Column::both("cases", Word::CasesColumn.text(lang)).right(),
        Column::both("failed", Word::FailedCases.text(lang)).right(),
        Column::machine("parts"),
        Column::machine("reached"),
        Column::both("percent", Word::PartsReached.text(lang)).right(),
    ];
    let row = move |position: usize, _: Audience| {
        let Some(one) = tested.get(position) else { return Vec::new() };
        let (reached, parts) = (one.reached.len() as u64, one.parts.len() as u64);
        vec![
            Field::text(&one.regulation.header.id),
            Field::Count(one.suite.cases.len() as u64),
            Field::Count(one.failed() as u64),
            Field::Count(parts),
            Field::Count(reached),
            Field::rate((parts > 0).then_some((reached, parts))),
        ]
    };
    Table { id: "tested", title: Word::Regulations.text(lang).to_owned(), columns, len: tested.len(), row: Box::new(row) }
}

fn failed<'a>(tested: &'a [Tested<'a>], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("regulation", Word::Regulation.text(lang)),
        Column::both("case", Word::CaseColumn.text(lang)),
        Column::both("title", Word::Title.text(lang)),
        Column::both("of", Word::Item.text(lang)),
        Column::both("expected", Word::WantedColumn.text(lang)),
        Column::both("found", Word::FoundColumn.text(lang)),
        Column::both("line", Word::LineColumn.text(lang)).right(),
        Column::both("source", Word::SourceColumn.text(lang)),
    ];
    let rows: Vec<(&Tested<'_>, &Case, &Expected, Option<&str>)> =
        tested.iter().flat_map(|one| one.failures().map(move |(case, expected, found)| (one, case, expected, found))).collect();
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((one, case, expected, found)) = rows.get(position) else { return Vec::new() };
        vec![
            Field::text(&one.regulation.header.id),
            Field::text(&case.id),
            Field::text(&case.title),
            Field::text(expected.of.text(case.under(one.regulation))),
            Field::text(&expected.value),
            found.map_or(Field::None, Field::text),
            one.suite.place(expected).line.map_or(Field::None, Field::Count),
            Field::text(&case.source),
        ]
    };
    Table { id: "failed", title: Word::FailedTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

fn not_reached<'a>(tested: &'a [Tested<'a>], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("regulation", Word::Regulation.text(lang)),
        Column::both("part", Word::PartColumn.text(lang)),
        Column::both("clause", Word::Clause.text(lang)),
    ];
    let rows: Vec<(&Regulation, Part)> =
        tested.iter().flat_map(|one| one.not_reached().map(|part| (one.regulation, part))).collect();
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((regulation, part)) = rows.get(position) else { return Vec::new() };
        let clause = part.basis(regulation).map(|basis| regulation.clause(basis));
        vec![
            Field::text(&regulation.header.id),
            Field::word(part.text(regulation), shown(regulation, *part, lang)),
            clause.map_or(Field::None, Field::text),
        ]
    };
    Table { id: "not-reached", title: Word::NotReachedTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// A part in words.
fn shown(regulation: &Regulation, part: Part, lang: Lang) -> String {
    let level = |level: usize| regulation.levels.get(level).map_or("", |level| level.title.as_str());
    let say = |word: Word, values: &[(&str, &str)]| fill(word.text(lang), values);
    match part {
        Part::Status(slot) => {
            let status = regulation.vocabulary.facts.get(slot).map_or("", |fact| fact.title(lang));
            say(Word::PartStatus, &[("status", status)])
        }
        Part::Form(form) => say(Word::PartForm, &[("form", regulation.forms.get(form).map_or("", |form| form.id.as_str()))]),
        Part::Leaf(leaf, branch) => regulation.leaves.get(leaf).map_or_else(String::new, |leaf| {
            say(Word::PartLeaf, &[("leaf", &leaf.id), ("branch", &branch_shown(leaf, branch, lang))])
        }),
        Part::Time(moment) => {
            let word = match moment {
                Moment::Before => Word::PartBefore,
                Moment::First => Word::PartFirst,
                Moment::Last => Word::PartLast,
                Moment::After => Word::PartAfter,
            };
            say(word, &[])
        }
        Part::Alternative(reading, alternative) => {
            let reading = regulation.readings.get(reading);
            let alternative = reading.and_then(|reading| reading.alternatives.get(alternative));
            let values = [
                ("reading", reading.map_or("", |reading| reading.id.as_str())),
                ("alternative", alternative.map_or("", |(id, _)| id.as_str())),
            ];
            say(Word::PartAlternative, &values)
        }
        Part::SelfAlone => say(Word::PartSelf, &[]),
        Part::Level(position) => say(Word::PartLevel, &[("level", level(position))]),
        Part::Floor(position, reached) => {
            let floor = regulation.levels.get(position).and_then(|level| level.points.as_ref()?.low);
            let at = floor.map_or_else(String::new, |low| number(low.at, lang));
            let word = if reached { Word::PartFloorReached } else { Word::PartFloorMissed };
            say(word, &[("level", level(position)), ("at", &at)])
        }
        Part::Condition(position, condition, holds) => {
            let met = (if holds { Word::Met } else { Word::NotMet }).text(lang);
            let condition = regulation.levels.get(position).and_then(|level| level.conditions.get(condition));
            let title = condition.map_or("", |condition| condition.title.as_str());
            say(Word::PartCondition, &[("level", level(position)), ("condition", title), ("met", met)])
        }
        Part::Gate(gate, acts) => {
            let title = regulation.gates.get(gate).map_or("", |gate| gate.title.as_str());
            say(if acts { Word::PartGateActs } else { Word::PartGateIdle }, &[("gate", title)])
        }
        Part::Period(rule, entry) => {
            let period = period(regulation, rule, lang);
            let entry = regulation.periods.get(rule).and_then(|rule| rule.levels.get(entry));
            entry.map_or_else(String::new, |(position, when, _)| {
                let when = when.as_ref().map_or(Word::Otherwise.text(lang), |when| when.text());
                say(Word::PartPeriod, &[("period", period), ("level", level(*position)), ("when", when)])
            })
        }
        Part::Needs(rule, holds) => {
            let met = (if holds { Word::Met } else { Word::NotMet }).text(lang);
            let needs = regulation.periods.get(rule).and_then(|rule| rule.needs.as_ref()).map_or("", |needs| needs.text());
            say(Word::PartNeeds, &[("period", period(regulation, rule, lang)), ("when", needs), ("met", met)])
        }
        Part::CountedAs(number, received) => {
            let rule = regulation.periods.get(number);
            let (word, counted) = match received {
                true => (Word::PartNotReceived, rule.and_then(|rule| rule.not_received)),
                false => (Word::PartNotHeld, rule.and_then(|rule| rule.not_held)),
            };
            say(word, &[("period", period(regulation, number, lang)), ("level", counted.map_or("", level))])
        }
        Part::Due(0) => say(Word::PartDue, &[]),
        Part::Due(entry) => {
            let exceptions = regulation.due.as_ref().map_or(&[][..], |due| &due.exceptions);
            let when = exceptions.get(entry - 1).map_or("", |exception| exception.when.text());
            say(Word::PartDueExcept, &[("when", when)])
        }
        Part::Plan(branch) => {
            let state = match branch {
                PlanBranch::NotReceived => Word::NotReceivedPlan,
                PlanBranch::Late => Word::LatePlan,
                PlanBranch::InTime => Word::InTimePlan,
            };
            say(Word::PartPlan, &[("state", state.text(lang))])
        }
        Part::Criterion(criterion, from) => {
            let title = regulation.criteria.get(criterion).map_or("", |criterion| criterion.title.as_str());
            match from.and_then(|from| regulation.layout.quality.get(from)) {
                Some(level) => say(Word::PartCriterionFrom, &[("criterion", title), ("level", level)]),
                None => say(Word::PartCriterion, &[("criterion", title)]),
            }
        }
        Part::GradeRow(criterion, row) => {
            let criterion = regulation.criteria.get(criterion);
            let within =
                criterion.and_then(|criterion| criterion.table.as_ref()?.rows.get(row)).map(|row| row.within.to_string());
            let title = criterion.map_or("", |criterion| criterion.title.as_str());
            say(Word::PartCriterionRow, &[("criterion", title), ("row", &within.unwrap_or_default())])
        }
        Part::Quota(quota, branch) => {
            say(quota_branch(branch), &[("quota", regulation.quotas.get(quota).map_or("", |quota| quota.id.as_str()))])
        }
        Part::Award(award, branch) => say(quota_branch(branch), &[("quota", award_title(regulation, award))]),
        Part::Considered(award, yes) => {
            let word = if yes { Word::PartConsidered } else { Word::PartNotConsidered };
            say(word, &[("award", award_title(regulation, award))])
        }
        Part::VisitMinimum(minimum, met) => {
            let title = regulation.visits.as_ref().and_then(|rule| rule.minimums.get(minimum));
            let title = title.map_or("", |minimum| minimum.title.as_str());
            say(if met { Word::PartVisitsMet } else { Word::PartVisitsShort }, &[("level", title)])
        }
        Part::VisitAside(aside) => say(Word::PartVisitsLeftOut, &[("why", super::visits::aside(aside, lang))]),
        Part::Lineage(change) => say(Word::PartLineage, &[("change", super::lineage::change(change).text(lang))]),
        Part::Sign(kind, reached) => {
            let word = if reached { Word::PartSignReached } else { Word::PartSignNotReached };
            say(word, &[("sign", sign_phrase(kind).text(lang))])
        }
        Part::PartTime => say(Word::EntryPartTime, &[]),
        Part::HardCell(came) => say(if came { Word::PartHardAttended } else { Word::PartHardUnattended }, &[]),
        Part::Excluded(award) => say(Word::PartExcluded, &[("award", award_title(regulation, award))]),
    }
}

/// The name of the period that a rule is for.
fn period(regulation: &Regulation, rule: usize, lang: Lang) -> &'static str {
    regulation.periods.get(rule).map_or("", |rule| stretch(rule.of).text(lang))
}

fn quota_branch(branch: QuotaBranch) -> Word {
    match branch {
        QuotaBranch::Enough => Word::PartQuotaEnough,
        QuotaBranch::Short => Word::PartQuotaShort,
        QuotaBranch::Tied => Word::PartQuotaTied,
        QuotaBranch::Special => Word::PartQuotaSpecial,
        QuotaBranch::Outside => Word::PartQuotaOutside,
        QuotaBranch::Small => Word::PartQuotaSmall,
        QuotaBranch::Over => Word::PartQuotaOver,
        QuotaBranch::NotOver => Word::PartQuotaNotOver,
    }
}

fn award_title(regulation: &Regulation, award: usize) -> &str {
    regulation.awards.get(award).map_or("", |award| award.title.as_str())
}

fn branch_shown(leaf: &Leaf, branch: Branch, lang: Lang) -> String {
    let of_row = |word: Word, row: usize| {
        let shown = leaf.rows().get(row).map_or_else(String::new, row_shown);
        fill(word.text(lang), &[("number", &(row + 1).to_string()), ("row", &shown)])
    };
    match branch {
        Branch::Yes => Word::Yes.text(lang).to_owned(),
        Branch::No => Word::No.text(lang).to_owned(),
        Branch::Recorded => Word::BranchRecorded.text(lang).to_owned(),
        Branch::Chosen(row) => of_row(Word::BranchChosen, row),
        Branch::Tier(row) => of_row(Word::BranchTier, row),
        Branch::Edge(row) => of_row(Word::BranchEdge, row),
        Branch::Each => Word::BranchEach.text(lang).to_owned(),
        Branch::AtLeast => Word::BranchAtLeast.text(lang).to_owned(),
        Branch::AtMost => Word::BranchAtMost.text(lang).to_owned(),
        Branch::Share => Word::BranchShare.text(lang).to_owned(),
        Branch::FullShare => Word::BranchFullShare.text(lang).to_owned(),
        Branch::Exception(entry) => {
            let row = leaf.first.get(entry).map_or_else(String::new, row_shown);
            fill(Word::BranchException.text(lang), &[("number", &(entry + 1).to_string()), ("row", &row)])
        }
        Branch::Carried(entry) => {
            let other = leaf.corresponds.get(entry);
            let name = other.map_or_else(String::new, |other| format!("{}:{}", other.regulation, other.leaf));
            fill(Word::BranchCarried.text(lang), &[("leaf", &name)])
        }
        Branch::NotApplicable(entry) => {
            let when = leaf.not_applicable.get(entry).map_or("", |entry| entry.when.text());
            fill(Word::BranchAside.text(lang), &[("when", when)])
        }
    }
}

fn row_shown(row: &Tier) -> String {
    match &row.when {
        When::Condition(when) => when.text().to_owned(),
        When::In(interval) => interval.to_string(),
        When::Is(_, word) => word.clone(),
        When::Chosen if row.title.is_empty() => row.points.to_string(),
        When::Chosen => row.title.clone(),
    }
}
