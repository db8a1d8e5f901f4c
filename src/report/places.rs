//! Places of quotas and awards in words: how they are read, their groups as a table, and why a unit has one or not.

use super::explain::Line;
use super::field::number;
use super::{Audience, Column, Field, Table, inputs, reason};
use crate::assess::contest::{Group, Place, Ranked};
use crate::base::{Exact, Rounding};
use crate::expr::{Slots, Unit};
use crate::outline::places::{base_phrase, small_phrase};
use crate::rules::places::Share;
use crate::rules::{Amount, Basis, FactType, Places, Quota, RankingKey, Regulation, Standing};
use crate::words::{Lang, Word, fill};

/// What one quota or award did.
pub(super) struct Contest<'a> {
    /// Id.
    pub(super) id: &'a str,
    /// What the places are for, in words.
    pub(super) what: String,
    pub(super) places: &'a Places,
    pub(super) groups: &'a [Group],
}

/// What the places of a quota are for.
pub(super) fn quota_name(regulation: &Regulation, quota: &Quota, lang: Lang) -> String {
    let level = regulation.levels.get(quota.level).map_or("", |level| level.short.as_str());
    if quota.title.is_empty() { fill(Word::QuotaOf.text(lang), &[("level", level)]) } else { quota.title.clone() }
}

/// How the places are read, in words: the reading is part of the result.
pub(super) fn title(regulation: &Regulation, what: &str, places: &Places, lang: Lang) -> String {
    let facts: Vec<String> = places
        .group
        .iter()
        .filter_map(|slot| regulation.vocabulary.facts.get(*slot))
        .map(|fact| lower_first(fact.title(lang)))
        .collect();
    let group = match facts.as_slice() {
        [] => Word::OneGroup.text(lang).to_owned(),
        facts => fill(Word::GroupedBy.text(lang), &[("facts", &facts.join(" + "))]),
    };
    let assumed = places.rests_on().standing == Standing::Assumed;
    let standing = if assumed { Word::AssumedReading.text(lang) } else { "" };
    let common = [("what", what), ("group", group.as_str()), ("standing", standing)];
    match &places.amount {
        Amount::Fixed(fixed) => {
            let count = fill(Word::PlacesFixed.text(lang), &[("allowed", &fixed.to_string())]);
            fill(Word::QuotaTitleFixed.text(lang), &[&common[..], &[("places", count.as_str())]].concat())
        }
        Amount::Share(share) => {
            let rounding = match share.rounding {
                Rounding::Down => Word::RoundingDown,
                Rounding::Up => Word::RoundingUp,
                Rounding::HalfUp => Word::RoundingHalfUp,
            };
            let (percent, base) = (percent(share.percent, lang), base(regulation, share, lang));
            let own = [("percent", percent.as_str()), ("base", base.as_str()), ("rounding", rounding.text(lang))];
            fill(Word::QuotaTitle.text(lang), &[&common[..], &own[..]].concat())
        }
    }
}

pub(super) fn base(regulation: &Regulation, share: &Share, lang: Lang) -> String {
    let level = share.base_level.and_then(|level| regulation.levels.get(level)).map_or("", |level| level.short.as_str());
    fill(base_phrase(share.base).text(lang), &[("level", level)])
}

fn percent(share: Exact, lang: Lang) -> String {
    number(share.checked_mul(Exact::whole(100)).unwrap_or(share), lang)
}

/// A title within a sentence.
pub(super) fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

/// The groups of some contests, one after another; `id` names the table and its first column.
pub(super) fn table<'a>(
    id: &'static str,
    regulation: &'a Regulation,
    contests: Vec<Contest<'a>>,
    code: impl Fn(usize) -> &'a str + 'a,
    lang: Lang,
) -> Table<'a> {
    let titles: Vec<String> = contests.iter().map(|contest| title(regulation, &contest.what, contest.places, lang)).collect();
    let several = contests.len() > 1;
    let leveled = !regulation.levels.is_empty();
    let shares = contests.iter().any(|contest| matches!(contest.places.amount, Amount::Share(_)));
    let special = contests.iter().any(|contest| contest.places.special.is_some());
    let outside = contests.iter().any(|contest| contest.places.leaves_out.is_some());
    // That all are in one group stands in the title.
    let small = |contest: &Contest<'_>| contest.groups.iter().any(|group| group.small.is_some());
    let grouped = contests.iter().any(|contest| !contest.places.group.is_empty() || small(contest));
    let also = |shown: bool, id: &str, word: Word| super::classify::also(shown, id, word, lang);
    let (first, [none, none_cells], without) = match id {
        "awards" => (("award", Word::Award), ["without", "without_cells"], Word::WithoutAward),
        _ => (("quota", Word::QuotaPlace), ["moved_down", "moved_down_cells"], Word::MovedDown),
    };
    let columns = vec![
        also(several, first.0, first.1),
        also(grouped, "group", Word::Group),
        also(!leveled, "units", Word::Units).right(),
        also(leveled, "rated", Word::Rated).right(),
        also(shares, "base", Word::QuotaBase).right(),
        Column::machine("share"),
        Column::both("allowed", Word::Allowed.text(lang)).right(),
        also(special, "special", Word::SpecialColumn).right(),
        Column::both("candidates", Word::Candidates.text(lang)).right(),
        Column::both("admitted", Word::Admitted.text(lang)).right(),
        Column::both("undecided", Word::Undecided.text(lang)).right(),
        Column::both(none, without.text(lang)).right(),
        also(outside, "outside", Word::OutsideColumn).right(),
        Column::machine("undecided_cells"),
        Column::machine("admitted_cells"),
        Column::machine(none_cells),
        Column::machine("outside_cells"),
        Column::machine("small"),
        Column::machine("breached"),
        Column::machine("over"),
        Column::both("provisional", Word::ProvisionalColumn.text(lang)),
    ];
    let rows: Vec<(usize, &Group)> = contests
        .iter()
        .enumerate()
        .flat_map(|(number, contest)| contest.groups.iter().map(move |group| (number, group)))
        .collect();
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((number, group)) = rows.get(position) else { return Vec::new() };
        let Some(contest) = contests.get(*number) else { return Vec::new() };
        let codes = |units: &mut dyn Iterator<Item = usize>| Field::text(units.map(&code).collect::<Vec<&str>>().join(" "));
        vec![
            Field::word(contest.id, contest.what.clone()),
            Field::word(group_words(group), group_text(regulation, contest.places, group, lang)),
            Field::Count(group.units),
            Field::Count(group.rated),
            group.base.map_or(Field::None, Field::Count),
            Field::number(group.share),
            group.allowed.map_or_else(|| Field::word("", Word::PlacesNoLimit.text(lang)), Field::Count),
            Field::Count(group.special),
            Field::Count(group.ranked.len() as u64),
            Field::Count(group.count(Place::Admitted)),
            Field::Count(group.count(Place::Undecided)),
            Field::Count(group.count(Place::MovedDown)),
            Field::Count(group.outside.len() as u64),
            codes(&mut group.with(Place::Undecided)),
            codes(&mut group.with(Place::Admitted)),
            codes(&mut group.with(Place::MovedDown)),
            codes(&mut group.outside.iter().copied()),
            Field::text(group.small.map_or("", |small| small.word())),
            Field::Flag(group.breached),
            Field::Flag(group.over.is_some()),
            Field::Flag(group.provisional),
        ]
    };
    Table { id, title: titles.join("\n"), columns, len, row: Box::new(row) }
}

/// The group for machines: the words of its facts.
pub(super) fn group_words(group: &Group) -> String {
    let words =
        |key: &Vec<Option<String>>| key.iter().map(|word| word.as_deref().unwrap_or("")).collect::<Vec<&str>>().join(" / ");
    group.keys.iter().map(words).collect::<Vec<String>>().join(" + ")
}

/// The group for readers.
pub(super) fn group_text(regulation: &Regulation, places: &Places, group: &Group, lang: Lang) -> String {
    if places.group.is_empty() {
        return Word::OneGroup.text(lang).to_owned();
    }
    let value = |slot: usize, word: &Option<String>| {
        let (Some(word), Some(fact)) = (word, regulation.vocabulary.facts.get(slot)) else {
            return Word::NotRecorded.text(lang).to_owned();
        };
        match &fact.kind {
            FactType::Choice(_) | FactType::Grade | FactType::Flag => {
                let place = match &fact.kind {
                    FactType::Choice(scale) => scale.place(word),
                    FactType::Grade => {
                        regulation.grades.iter().position(|(id, _)| id == word).and_then(|at| i64::try_from(at).ok())
                    }
                    _ => Some(i64::from(word == "yes")),
                };
                place.map_or_else(|| word.clone(), |place| reason::fact_text(regulation, fact, place, lang))
            }
            _ => word.clone(),
        }
    };
    let key = |key: &Vec<Option<String>>| {
        let values: Vec<String> = places.group.iter().zip(key).map(|(slot, word)| value(*slot, word)).collect();
        values.join(" / ")
    };
    group.keys.iter().map(key).collect::<Vec<String>>().join(" + ")
}

/// How many places the group has, and how that number came about.
pub(super) fn places_text(places: &Places, group: &Group, lang: Lang) -> String {
    let Some(allowed) = group.allowed else { return Word::PlacesNoLimit.text(lang).to_owned() };
    let allowed = allowed.to_string();
    let mut text = match (&places.amount, group.base, group.share) {
        (Amount::Share(share), Some(base), Some(part)) => {
            let values = [percent(share.percent, lang), base.to_string(), number(part, lang)];
            let [percent, base, part] = &values;
            let values = [("percent", percent.as_str()), ("base", base), ("share", part), ("allowed", &allowed)];
            fill(Word::PlacesOfShare.text(lang), &values)
        }
        _ => fill(Word::PlacesFixed.text(lang), &[("allowed", &allowed)]),
    };
    if let Some(special) = &places.special {
        let values = [group.special.to_string(), percent(special.percent, lang)];
        let [more, percent] = &values;
        text.push_str("; ");
        text.push_str(&fill(Word::PlacesSpecial.text(lang), &[("special", more), ("percent", percent)]));
    }
    text
}

/// A unit in a contest, as an explanation tells it.
pub(super) struct Told<'a> {
    pub(super) kind: &'static str,
    pub(super) contest: &'a Contest<'a>,
    pub(super) group: &'a Group,
    /// By position among the units.
    pub(super) unit: usize,
    pub(super) slots: Slots<'a>,
    /// What its place is called, and what follows from it.
    pub(super) verdict: String,
    /// The same for machines.
    pub(super) branch: &'static str,
}

/// The lines of an explanation: base, places, rank; inside them the ranking, grounds, small groups, ties.
pub(super) fn lines<'c>(
    regulation: &Regulation,
    told: &Told<'_>,
    code: impl Fn(usize) -> &'c str,
    lines: &mut Vec<Line>,
    lang: Lang,
) {
    let Told { kind, contest, group, unit, slots, verdict, branch } = told;
    let places = contest.places;
    let ranked = group.candidate(*unit);
    let group_name = group_text(regulation, places, group, lang);
    let detail = match ranked {
        Some(ranked) => {
            let (rank, count) = (rank_text(ranked, "–"), group.ranked.len().to_string());
            let counted = places_text(places, group, lang);
            let values = [("rank", rank.as_str()), ("candidates", &count), ("places", &counted), ("group", &group_name)];
            fill(Word::QuotaValue.text(lang), &values)
        }
        None => fill(Word::GroupIs.text(lang), &[("group", &group_name)]),
    };
    let line = Line {
        depth: 2,
        kind,
        id: contest.id.to_owned(),
        item: title(regulation, &contest.what, places, lang),
        value: format!("{verdict}: {detail}"),
        branch: (*branch).to_owned(),
        inputs: machine(group, ranked),
        ..Line::default()
    };
    // The percent may be law, but who has a place rests on every part of the reading.
    lines.push(line.cited(regulation, &places.rests_on()));
    let below = |kind: &'static str, item: &str, value: String, basis: &Basis| {
        let line = Line { depth: 3, kind, item: item.to_owned(), value, ..Line::default() };
        line.cited(regulation, basis)
    };
    let Some(ranked) = ranked else {
        if let Some((when, basis)) = &places.leaves_out {
            let value = reason::inputs(regulation, when, *slots, lang);
            lines.push(below("outside", Word::EntryOutsideQuota.text(lang), value, basis));
        }
        return;
    };
    for key in &places.ranking {
        let line = below("ranking", &key.title, ranking_text(regulation, key, *slots, lang), &key.basis);
        lines.push(Line { id: key.id.clone(), inputs: inputs::of(regulation, &key.of, *slots), ..line });
    }
    if let Some(special) = &places.special {
        let holds = special.when.flag(*slots);
        let branch = holds.map_or("open", |holds| if holds { "met" } else { "failed" });
        let value = reason::inputs(regulation, &special.when, *slots, lang);
        let line = below("special", Word::EntrySpecial.text(lang), value, &special.basis);
        lines.push(Line { branch: branch.to_owned(), inputs: inputs::of(regulation, &special.when, *slots), ..line });
    }
    if let (Some(rule), Some(small)) = (&places.small_groups, group.small) {
        let values = [group.units.to_string(), rule.under.to_string()];
        let [units, under] = &values;
        let values = [("units", units.as_str()), ("under", under), ("then", small_phrase(small).text(lang))];
        lines.push(below(
            "small-group",
            Word::EntrySmallGroups.text(lang),
            fill(Word::SmallGroupValue.text(lang), &values),
            &rule.basis,
        ));
    }
    if let (Some(rule), Some((given, base))) = (&places.warn_over, group.over) {
        let value = Word::OverValue.text(lang);
        let values = [Field::Rate(given, base).shown(lang), percent(rule.percent, lang)];
        let [share, most] = &values;
        let value = fill(value, &[("share", share), ("percent", most)]);
        lines.push(below("over", Word::EntryWarnOver.text(lang), value, &rule.basis));
    }
    let tied: Vec<&str> = group.ranked.iter().filter(|other| other.is_tied_with(ranked)).map(|other| code(other.unit)).collect();
    if tied.len() > 1 && !group.breached && group.allowed.is_some_and(|allowed| group.ranked.len() as u64 > allowed) {
        lines.push(Line {
            depth: 3,
            kind: "tied",
            item: Word::TiedWith.text(lang).to_owned(),
            value: tied.join(" "),
            regulation: regulation.header.id.clone(),
            ..Line::default()
        });
    }
}

/// Base, share and places of a group, and the rank of a candidate of it, for machines.
pub(super) fn machine(group: &Group, ranked: Option<&Ranked>) -> String {
    let count = |name: &str, count: Option<u64>| count.map(|count| format!("{name}={count}"));
    let parts = [
        count("base", group.base),
        group.share.map(|share| format!("share={}", share.text())),
        count("allowed", group.allowed),
        count("special", Some(group.special).filter(|special| *special > 0)),
        count("candidates", Some(group.ranked.len() as u64)),
        ranked.map(|ranked| format!("rank={}", rank_text(ranked, "-"))),
    ];
    parts.into_iter().flatten().collect::<Vec<String>>().join(";")
}

/// `3`, or `3–5` for those who are equal.
pub(super) fn rank_text(ranked: &Ranked, dash: &str) -> String {
    if ranked.first == ranked.last { ranked.first.to_string() } else { format!("{}{dash}{}", ranked.first, ranked.last) }
}

/// The value that ranks a unit; a word of a scale by its title.
pub(super) fn ranking_text(regulation: &Regulation, key: &RankingKey, slots: Slots<'_>, lang: Lang) -> String {
    match key.of.unit() {
        Unit::Word(_) | Unit::Flag => reason::inputs(regulation, &key.of, slots, lang),
        _ => reason::quantity(&key.of, slots, lang),
    }
}
