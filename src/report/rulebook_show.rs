//! `chibo rules show`: one regulation, every entry with its clause and the standing of its figures.

use super::notice::{RegulationNote, standing};
use super::rulebook::time;
use super::{Audience, Column, Field, Report, Table};
use crate::rules::form::When;
use crate::rules::{Basis, LeafKind, Regulation};
use crate::words::{Lang, Word};

/// One entry of a regulation.
struct Entry {
    depth: usize,
    kind: &'static str,
    id: String,
    item: String,
    value: String,
    basis: Option<Basis>,
}

/// One regulation in readable form: every entry with its clause and standing, readings and sources.
pub fn show<'a>(regulation: &'a Regulation, lang: Lang) -> Report<'a> {
    let note =
        RegulationNote::of(regulation, if regulation.header.scope == crate::rules::Scope::Year { "year" } else { "meeting" });
    let mut entries = Vec::new();
    head(regulation, &mut entries, lang);
    forms(regulation, &mut entries, lang);
    levels(regulation, &mut entries, lang);
    facts(regulation, &mut entries, lang);
    let columns = vec![
        Column::machine("depth"),
        Column::machine("kind"),
        Column::machine("id"),
        Column::both("item", Word::Item.text(lang)),
        Column::both("value", Word::Value.text(lang)),
        Column::both("clause", Word::Clause.text(lang)),
        Column::both("standing", Word::Standing.text(lang)),
    ];
    let len = entries.len();
    let row = move |position: usize, _: Audience| {
        let Some(entry) = entries.get(position) else { return Vec::new() };
        let id = if entry.id.is_empty() { String::new() } else { format!("{} ", entry.id) };
        let basis = entry.basis.as_ref();
        vec![
            Field::Count(entry.depth as u64),
            Field::text(entry.kind.to_owned()),
            Field::text(entry.id.clone()),
            Field::word(entry.item.clone(), format!("{}{id}{}", super::explain::INDENT.repeat(entry.depth), entry.item)),
            Field::text(entry.value.clone()),
            Field::text(basis.map_or(String::new(), |basis| regulation.clause(basis))),
            basis.map_or(Field::text(String::new()), |basis| {
                Field::word(basis.standing.word().to_owned(), standing(basis.standing, lang).to_owned())
            }),
        ]
    };
    let main = Table { id: "entries", title: Word::Entries.text(lang).to_owned(), columns, len, row: Box::new(row) };
    let notices = note.notices(lang);
    Report {
        id: "rules-show",
        title: format!("{} · {}", regulation.header.title, note.name()),
        regulations: vec![note],
        notices,
        tables: vec![main, readings(regulation, lang), sources(regulation, lang)],
        on_request: 0,
        accounts: Vec::new(),
        lang,
    }
}

fn head(regulation: &Regulation, entries: &mut Vec<Entry>, lang: Lang) {
    let (first, last) = time(regulation);
    entries.push(Entry {
        depth: 0,
        kind: "time",
        id: String::new(),
        item: Word::InForce.text(lang).to_owned(),
        value: format!("{first} – {last}"),
        basis: None,
    });
    if let Some(rule) = &regulation.attendance {
        let titles = |slots: &[usize]| {
            let titles: Vec<&str> =
                slots.iter().filter_map(|slot| regulation.vocabulary.facts.get(*slot)).map(|fact| fact.title(lang)).collect();
            titles.join(" + ")
        };
        entries.push(Entry {
            depth: 0,
            kind: "attendance",
            id: String::new(),
            item: Word::Attendance.text(lang).to_owned(),
            value: format!("({}) / ({})", titles(&rule.counts), titles(&rule.base)),
            basis: Some(rule.basis.clone()),
        });
        for (slot, basis) in &rule.left_out {
            entries.push(Entry {
                depth: 1,
                kind: "left-out",
                id: String::new(),
                item: Word::SideLeftOut.text(lang).to_owned(),
                value: titles(&[*slot]),
                basis: Some(basis.clone()),
            });
        }
    }
    if let Some(due) = &regulation.due {
        let kinds = [(due.regular_monthly, Word::DueRegular), (due.thematic_quarterly, Word::DueThematic)];
        let due_kinds: Vec<&str> = kinds.into_iter().filter(|(due, _)| *due).map(|(_, word)| word.text(lang)).collect();
        entries.push(Entry {
            depth: 0,
            kind: "due",
            id: String::new(),
            item: Word::DueItem.text(lang).to_owned(),
            value: due_kinds.join(", "),
            basis: Some(due.basis.clone()),
        });
    }
    for measure in regulation.measures.iter().filter(|measure| measure.id != "attendance_rate") {
        entries.push(Entry {
            depth: 0,
            kind: "measure",
            id: measure.id.clone(),
            item: measure.title.clone(),
            value: measure.of.text().to_owned(),
            basis: Some(measure.basis.clone()),
        });
    }
}

/// The facts that the regulation adds to the shared ones: further columns of records.
fn facts(regulation: &Regulation, entries: &mut Vec<Entry>, lang: Lang) {
    let shared = crate::rules::shipped::rulebook().map_or(0, |rulebook| rulebook.shared.facts.len());
    for fact in regulation.vocabulary.facts.iter().skip(shared) {
        entries.push(Entry {
            depth: 0,
            kind: "fact",
            id: fact.heading.clone(),
            item: fact.title(lang).to_owned(),
            value: Word::FactColumn.text(lang).to_owned(),
            basis: None,
        });
    }
}

fn forms(regulation: &Regulation, entries: &mut Vec<Entry>, lang: Lang) {
    for form in &regulation.forms {
        entries.push(Entry {
            depth: 0,
            kind: "form",
            id: form.id.clone(),
            item: form.title.clone(),
            value: format!("{} ≤ {}", form.applies.as_ref().map_or("", |when| when.text()), form.max).trim().to_owned(),
            basis: None,
        });
        if let Some(rule) = &form.rounding {
            entries.push(Entry {
                depth: 1,
                kind: "rounding",
                id: String::new(),
                item: Word::RoundingItem.text(lang).to_owned(),
                value: format!("{} {:?}", rule.step.text(), rule.mode).to_lowercase(),
                basis: Some(rule.basis.clone()),
            });
        }
        for (position, group) in form.groups.iter().enumerate() {
            let depth =
                1 + std::iter::successors(group.parent, |parent| form.groups.get(*parent).and_then(|group| group.parent)).count();
            entries.push(Entry {
                depth,
                kind: "group",
                id: group.id.clone(),
                item: group.title.clone(),
                value: format!("≤ {}", group.max),
                basis: Some(group.basis.clone()),
            });
            for number in form.leaves.clone() {
                if let Some(leaf) = regulation.leaves.get(number).filter(|leaf| leaf.group == position) {
                    leaf_entries(leaf, depth + 1, entries, lang);
                }
            }
        }
    }
    for criterion in &regulation.criteria {
        entries.push(Entry {
            depth: 0,
            kind: "criterion",
            id: criterion.id.clone(),
            item: criterion.title.clone(),
            value: criterion.tags.join(", "),
            basis: Some(criterion.basis.clone()),
        });
        if let Some(basis) = &criterion.from_basis {
            let level =
                |level: i64| usize::try_from(level).ok().and_then(|level| regulation.layout.quality.get(level)).map_or("", |l| l);
            let grade =
                |grade: i64| usize::try_from(grade).ok().and_then(|grade| regulation.grades.get(grade)).map_or("", |(id, _)| id);
            let table: Vec<String> =
                criterion.from_meetings.iter().map(|(from, to)| format!("{} → {}", level(*from), grade(*to))).collect();
            entries.push(Entry {
                depth: 1,
                kind: "from-meetings",
                id: String::new(),
                item: Word::FromMeetings.text(lang).to_owned(),
                value: table.join(", "),
                basis: Some(basis.clone()),
            });
        }
    }
}

fn leaf_entries(leaf: &crate::rules::Leaf, depth: usize, entries: &mut Vec<Entry>, lang: Lang) {
    let how = match &leaf.kind {
        LeafKind::YesNo { when } => when.text().to_owned(),
        LeafKind::Recorded { .. } => Word::KindRecorded.text(lang).to_owned(),
        LeafKind::Chosen { .. } => Word::KindChosen.text(lang).to_owned(),
        LeafKind::Tiers { of, .. } => of.text().to_owned(),
    };
    entries.push(Entry {
        depth,
        kind: "leaf",
        id: leaf.id.clone(),
        item: leaf.title.clone(),
        value: format!("≤ {} · {how}", leaf.max),
        basis: Some(leaf.basis.clone()),
    });
    let tiers = match &leaf.kind {
        LeafKind::Tiers { tiers, .. } | LeafKind::Chosen { options: tiers } => tiers.as_slice(),
        _ => &[],
    };
    for tier in tiers {
        let when = match &tier.when {
            When::Condition(when) => when.text().to_owned(),
            When::In(interval) => interval.to_string(),
            When::Is(_, word) => word.clone(),
            When::Chosen => tier.title.clone(),
        };
        entries.push(Entry {
            depth: depth + 1,
            kind: "tier",
            id: String::new(),
            item: when,
            value: tier.points.to_string(),
            basis: Some(tier.basis.clone()),
        });
    }
    for entry in &leaf.not_applicable {
        entries.push(Entry {
            depth: depth + 1,
            kind: "not-applicable",
            id: String::new(),
            item: format!("{}: {}", Word::NotApplicable.text(lang), entry.when.text()),
            value: entry.then.word().to_owned(),
            basis: Some(entry.basis.clone()),
        });
    }
}

fn levels(regulation: &Regulation, entries: &mut Vec<Entry>, lang: Lang) {
    for level in &regulation.levels {
        entries.push(Entry {
            depth: 0,
            kind: "level",
            id: level.id.clone(),
            item: level.title.clone(),
            value: level.points.as_ref().map_or(String::new(), ToString::to_string),
            basis: Some(level.basis.clone()),
        });
        for condition in &level.conditions {
            entries.push(Entry {
                depth: 1,
                kind: "condition",
                id: String::new(),
                item: condition.title.clone(),
                value: condition.when.text().to_owned(),
                basis: Some(condition.basis.clone()),
            });
        }
    }
    let id = |level: usize| regulation.levels.get(level).map_or("", |level| level.id.as_str());
    for gate in &regulation.gates {
        let (verb, level) = match gate.effect {
            crate::rules::Effect::AtMost(level) => ("≤", level),
            crate::rules::Effect::Set(level) => ("=", level),
        };
        entries.push(Entry {
            depth: 0,
            kind: "gate",
            id: gate.id.clone(),
            item: gate.title.clone(),
            value: format!("{} → {verb} {}", gate.when.text(), id(level)),
            basis: Some(gate.basis.clone()),
        });
    }
    for rule in &regulation.periods {
        for (level, when, basis) in &rule.levels {
            entries.push(Entry {
                depth: 0,
                kind: "period-level",
                id: id(*level).to_owned(),
                item: Word::MeetingQuality.text(lang).to_owned(),
                value: when.as_ref().map_or(Word::Otherwise.text(lang).to_owned(), |when| when.text().to_owned()),
                basis: Some(basis.clone()),
            });
        }
    }
    if let Some(quota) = &regulation.quota {
        let own = |kind, item: &str, value: String, standing| Entry {
            depth: usize::from(kind == "quota-part"),
            kind,
            id: String::new(),
            item: item.to_owned(),
            value,
            basis: Some(Basis { standing, ..quota.basis.clone() }),
        };
        let percent = quota.percent.checked_mul(crate::base::Exact::whole(100)).unwrap_or(quota.percent);
        let value = format!("{} ≤ {} %", id(quota.level), super::number(percent, lang));
        entries.push(own("quota", Word::QuotaPlace.text(lang), value, quota.basis.standing));
        for (key, standing) in &quota.parts {
            let value = match *key {
                "base" => format!("{} {}", quota.base.word(), id(quota.base_level)),
                "rounding" => format!("{:?}", quota.rounding).to_lowercase(),
                "group" => quota.group.iter().map(|key| key.word()).collect::<Vec<&str>>().join(" + "),
                "ranking" => quota.ranking.iter().map(|key| key.text()).collect::<Vec<&str>>().join(", "),
                _ => if quota.warn { "warn" } else { "limit" }.to_owned(),
            };
            entries.push(own("quota-part", key, value, *standing));
        }
    }
}

fn readings<'a>(regulation: &'a Regulation, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("id", "ID"),
        Column::both("open", Word::LeftOpen.text(lang)),
        Column::both("chosen", Word::Chosen.text(lang)),
        Column::both("standing", Word::Standing.text(lang)),
    ];
    let row = move |position: usize, _: Audience| {
        let Some(reading) = regulation.readings.get(position) else {
            return Vec::new();
        };
        let basis = &reading.basis;
        vec![
            Field::text(reading.id.clone()),
            Field::text(reading.open.clone()),
            Field::text(reading.chosen.clone()),
            Field::word(basis.standing.word().to_owned(), standing(basis.standing, lang).to_owned()),
        ]
    };
    Table {
        id: "readings",
        title: Word::Readings.text(lang).to_owned(),
        columns,
        len: regulation.readings.len(),
        row: Box::new(row),
    }
}

fn sources<'a>(regulation: &'a Regulation, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("id", "ID"),
        Column::both("title", Word::Title.text(lang)),
        Column::both("number", Word::Number.text(lang)),
        Column::both("standing", Word::Standing.text(lang)),
        Column::machine("url"),
    ];
    let row = move |position: usize, _: Audience| {
        let Some(source) = regulation.sources.get(position) else {
            return Vec::new();
        };
        vec![
            Field::text(source.id.clone()),
            Field::text(source.title.clone()),
            Field::text(source.number.clone()),
            Field::word(source.standing.word().to_owned(), standing(source.standing, lang).to_owned()),
            Field::text(source.url.clone()),
        ]
    };
    Table {
        id: "sources",
        title: Word::Sources.text(lang).to_owned(),
        columns,
        len: regulation.sources.len(),
        row: Box::new(row),
    }
}
