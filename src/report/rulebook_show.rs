//! `chibo rules show`: one regulation, every entry with its clause and the standing of its figures.

use super::notice::{RegulationNote, standing};
use super::{Audience, Column, Field, Report, Table};
use super::{rulebook_diff, rulebook_document, wording};
use crate::compare::Change;
use crate::outline::{self, Entry, Figure, Key, Kind};
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

/// A text, what it is laid over, and what it changed there.
pub struct Over<'a> {
    /// The text.
    pub text: &'a Regulation,
    /// The text below.
    pub base: &'a Regulation,
    /// Changes from the text below to the text.
    pub changes: &'a [Change<'a>],
}

/// One regulation in readable form: every entry with its clause and standing, readings and sources, and what it and the texts below it
/// changed, of which it is the first.
pub fn show<'a>(regulation: &'a Regulation, layers: &[Over<'a>], lang: Lang) -> Report<'a> {
    let note = RegulationNote::of(regulation, regulation.header.scope.word());
    let notices = note.notices(lang);
    let mut tables = vec![entries(regulation, lang), readings(regulation, lang), sources(regulation, lang)];
    let mut document = rulebook_document::blocks(regulation, lang);
    let changed = |layer: &Over<'a>| {
        let of_base = [("base", &*RegulationNote::of(layer.base, "before").name(lang))];
        let title = fill(Word::ChangedOver.text(lang), &of_base);
        Table { title, ..rulebook_diff::table(layer.base, layer.text, layer.changes, lang) }
    };
    for (layer, changed) in layers.iter().map(|layer| (layer, changed(layer))) {
        let by = if layers.len() > 1 { format!(" ({})", layer.text.header.id) } else { String::new() };
        document.extend(rulebook_document::table(&format!("{}{by}", changed.title), &changed, lang));
    }
    if !layers.is_empty() {
        tables.push(joined(layers.iter().map(|layer| (layer.text, changed(layer))).collect(), lang));
    }
    Report {
        id: "rules-show",
        title: format!("{} · {}", regulation.header.title, note.name(lang)),
        regulations: vec![note],
        notices,
        tables,
        on_request: 0,
        document,
        accounts: Vec::new(),
        lang,
    }
}

/// The changes of all layers in one table, each with the text that made it.
fn joined<'a>(layers: Vec<(&'a Regulation, Table<'a>)>, lang: Lang) -> Table<'a> {
    let mut columns = layers.first().map_or_else(Vec::new, |(_, table)| table.columns.clone());
    // A reader who sees one text knows which it is.
    let by = if layers.len() > 1 { Column::both("text", Word::Regulation.text(lang)) } else { Column::machine("text") };
    columns.push(by);
    let title: Vec<String> = layers.iter().map(|(_, table)| table.title.clone()).collect();
    let len = layers.iter().map(|(_, table)| table.len).sum();
    let row = move |position: usize, audience: Audience| {
        let mut before = 0;
        let found = layers.iter().find_map(|(text, table)| {
            let own = position.checked_sub(before).filter(|own| *own < table.len);
            before += table.len;
            own.map(|own| (text, table.row.of(own, audience)))
        });
        let Some((text, fields)) = found else { return Vec::new() };
        fields.into_iter().chain([Field::text(text.header.id.clone())]).collect()
    };
    Table { id: "changes", title: title.join("; "), columns, len, row: Box::new(row) }
}

fn entries<'a>(regulation: &'a Regulation, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::machine("address"),
        Column::machine("depth"),
        Column::machine("kind"),
        Column::machine("id"),
        Column::both("item", Word::Item.text(lang)),
        Column::both("value", Word::Value.text(lang)),
        Column::machine("figures"),
        Column::both("clause", Word::Clause.text(lang)),
        Column::both("standing", Word::Standing.text(lang)),
    ];
    // Readings and sources have tables of their own.
    let entries: Vec<Entry<'_>> =
        outline::of(regulation).entries.into_iter().filter(|entry| !matches!(entry.kind, Kind::Reading | Kind::Source)).collect();
    let len = entries.len();
    let row = move |position: usize, _: Audience| {
        entries.get(position).map_or_else(Vec::new, |entry| entry_row(regulation, entry, lang))
    };
    Table { id: "entries", title: Word::Entries.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

fn entry_row<'a>(regulation: &'a Regulation, entry: &Entry<'a>, lang: Lang) -> Vec<Field<'a>> {
    let (named, rest): (Vec<&Figure<'_>>, Vec<&Figure<'_>>) =
        entry.figures.iter().partition(|figure| names_its_entry(entry.kind, figure.key));
    let item = match (entry.title, named.first()) {
        ("", None) => entry.kind.phrase().text(lang).to_owned(),
        ("", Some(figure)) if entry.kind == Kind::NotApplicable => {
            format!("{}: {}", entry.kind.phrase().text(lang), wording::short(&figure.value, lang))
        }
        (_, Some(figure)) => wording::short(&figure.value, lang),
        (title, None) => title.to_owned(),
    };
    let numbered = matches!(entry.kind, Kind::Exception | Kind::Row | Kind::Condition);
    let id =
        if numbered || entry.title.is_empty() && entry.kind != Kind::Fact { String::new() } else { format!("{} ", entry.id) };
    let value: Vec<String> = rest.iter().map(|figure| labelled(figure, lang)).collect();
    let figures: Vec<String> =
        entry.figures.iter().map(|figure| format!("{}={}", figure.key.word(), figure.value.exact())).collect();
    let basis = entry.basis.as_ref();
    vec![
        Field::text(entry.address.clone()),
        Field::Count(entry.depth as u64),
        Field::text(entry.kind.word()),
        Field::text(entry.id.clone()),
        Field::word(item.clone(), format!("{}{id}{item}", super::explain_table::INDENT.repeat(entry.depth))),
        Field::text(value.join(" · ")),
        Field::text(figures.join(";")),
        Field::text(basis.map_or(String::new(), |basis| regulation.clause(basis))),
        basis.map_or(Field::text(String::new()), |basis| Field::word(basis.standing.word(), standing(basis.standing, lang))),
    ]
}

/// Whether the value is what a reader knows the entry by, more than by its title or number.
fn names_its_entry(kind: Kind, key: Key) -> bool {
    match kind {
        Kind::Exception | Kind::Row | Kind::NotApplicable => matches!(key, Key::When | Key::In | Key::Is),
        Kind::PeriodLevel => key == Key::Level,
        Kind::Fact => key == Key::Facts,
        Kind::Sign => key == Key::Sign,
        Kind::Regulation
        | Kind::Time
        | Kind::Attendance
        | Kind::LeftOut
        | Kind::Due
        | Kind::DueException
        | Kind::DuePlan
        | Kind::Tally
        | Kind::Measure
        | Kind::Form
        | Kind::Unscored
        | Kind::Rounding
        | Kind::Group
        | Kind::Leaf
        | Kind::Corresponds
        | Kind::Grade
        | Kind::MeetingQuality
        | Kind::Criterion
        | Kind::FromMeetings
        | Kind::Level
        | Kind::Condition
        | Kind::Gate
        | Kind::Period
        | Kind::Transition
        | Kind::Lineage
        | Kind::Quota
        | Kind::QuotaPart
        | Kind::RankingKey
        | Kind::OutsideQuota
        | Kind::SpecialPercent
        | Kind::SmallGroups
        | Kind::WarnOver
        | Kind::Award
        | Kind::Visits
        | Kind::VisitMinimum
        | Kind::VisitCells
        | Kind::VisitKinds
        | Kind::OwnCell
        | Kind::PartTime
        | Kind::HardCells
        | Kind::VisitLevel
        | Kind::Gap
        | Kind::Reading
        | Kind::Source => false,
    }
}

/// A value, with its name where the value alone does not say what it is.
fn labelled(figure: &Figure<'_>, lang: Lang) -> String {
    let value = wording::short(&figure.value, lang);
    match figure.key {
        Key::Maximum => format!("≤ {value}"),
        Key::Way | Key::When | Key::In | Key::Of | Key::Points | Key::Policy | Key::Effect | Key::Level | Key::Table => value,
        Key::Applies
        | Key::Statuses
        | Key::Words
        | Key::Tags
        | Key::Type
        | Key::Grouping
        | Key::Breach
        | Key::Ties
        | Key::Order
        | Key::Then => value,
        key => format!("{}: {value}", key.phrase().text(lang)),
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
