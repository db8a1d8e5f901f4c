//! The tables of both scores: by meeting, by cell, by committee, by leaf.

use std::collections::BTreeMap;

use super::signed;
use crate::assess::signs::{Count, LeafCount, Sides, sheet};
use crate::assess::{Meetings, Row};
use crate::base::Exact;
use crate::records::CellIndex;
use crate::report::score::kind_field;
use crate::report::{Audience, Column, Field, Table, texts};
use crate::rules::{Leaf, Regulation};
use crate::words::{Lang, Word};

/// Table `meetings`.
pub(super) fn by_meeting<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::machine("name"),
        Column::machine("committee"),
        Column::both("date", Word::Date.text(lang)),
        Column::both("kind", Word::Kind.text(lang)),
        texts::column(meetings, lang),
        Column::both("sides", Word::SidesColumn.text(lang)),
        Column::both("self_points", Word::SelfColumn.text(lang)).right(),
        Column::both("verified_points", Word::VerifiedColumn.text(lang)).right(),
        Column::both("difference", Word::DifferenceColumn.text(lang)).right(),
        Column::machine("leaves"),
        Column::machine("self_leaves"),
        Column::machine("verified_leaves"),
        Column::machine("compared_leaves"),
        Column::machine("unchanged_leaves"),
        Column::reader(Word::ComparedColumn.text(lang)).right(),
        Column::both("leaf_differences", Word::LeafDifferencesColumn.text(lang)),
        Column::machine("file"),
        Column::machine("row"),
    ];
    let row = move |position: usize, audience: Audience| {
        meetings.rows.get(position).map_or_else(Vec::new, |row| meeting_row(meetings, row, audience, lang))
    };
    Table { id: "meetings", title: Word::ByMeeting.text(lang).to_owned(), columns, len: meetings.rows.len(), row: Box::new(row) }
}

fn meeting_row<'a>(meetings: &'a Meetings<'_>, row: &'a Row, audience: Audience, lang: Lang) -> Vec<Field<'a>> {
    let Some(regulation) = meetings.regulation_of(row) else { return Vec::new() };
    let mut pairs = Vec::new();
    let given = (meetings.facts(row), meetings.outcomes(row));
    let sheet = row.score.as_ref().map(|score| sheet(regulation, score.form, given, &mut pairs)).unwrap_or_default();
    let points = |sum: Option<i64>| sum.map(|sum| Exact::thousandths(sum).reduced());
    let differences = pairs.iter().filter_map(|pair| {
        let (own, verified) = pair.both().filter(|(own, verified)| own != verified)?;
        let leaf = regulation.leaves.get(usize::from(pair.leaf))?;
        Some((leaf.id.clone(), Exact::thousandths(own.saturating_sub(verified)).reduced()))
    });
    let file = meetings.accounts.get(row.file).map_or(String::new(), |account| account.file.to_string());
    vec![
        Field::text(meetings.cells.code(row.cell)),
        Field::text(meetings.cells.name(row.cell)),
        Field::text(meetings.cells.committee(row.cell)),
        Field::Day(row.day),
        kind_field(regulation, row, lang),
        texts::field(regulation),
        Field::word(sheet.sides.word(), sides(sheet.sides).text(lang)),
        Field::number(points(sheet.own)),
        Field::number(points(sheet.verified)),
        difference(points(sheet.above()), audience, lang),
        Field::Count(u64::from(sheet.leaves)),
        Field::Count(u64::from(sheet.own_leaves)),
        Field::Count(u64::from(sheet.verified_leaves)),
        Field::Count(u64::from(sheet.compared)),
        Field::Count(u64::from(sheet.unchanged)),
        Field::text(format!("{}/{}", sheet.compared, sheet.leaves)),
        Field::text(listed(differences, audience, lang)),
        Field::text(file),
        Field::Count(row.row),
    ]
}

/// Table `cells`.
pub(super) fn by_cell<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let mut columns =
        vec![Column::both("cell", Word::CellCode.text(lang)), Column::machine("name"), Column::machine("committee")];
    columns.extend(count_columns(lang));
    columns.push(Column::machine("leaf_differences"));
    let row = move |position: usize, audience: Audience| {
        let cell = CellIndex(u32::try_from(position).unwrap_or(u32::MAX));
        let mut fields = vec![
            Field::text(meetings.cells.code(cell)),
            Field::text(meetings.cells.name(cell)),
            Field::text(meetings.cells.committee(cell)),
        ];
        fields.extend(count_fields(meetings, &meetings.self_and_verified(cell), audience, lang));
        fields.push(match audience {
            Audience::Machine => Field::text(leaf_differences(meetings, cell)),
            Audience::Reader => Field::None,
        });
        fields
    };
    Table { id: "cells", title: Word::ByCell.text(lang).to_owned(), columns, len: meetings.cells.len(), row: Box::new(row) }
}

/// Table `committees`.
pub(super) fn by_committee<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let mut committees: BTreeMap<&str, (u64, Count)> = BTreeMap::new();
    for cell in meetings.cells.iter() {
        let (cells, count) = committees.entry(meetings.cells.committee(cell)).or_default();
        *cells += 1;
        count.add(&meetings.self_and_verified(cell));
    }
    let committees: Vec<(&str, (u64, Count))> = committees.into_iter().collect();
    let len = committees.len();
    let mut columns =
        vec![Column::both("committee", Word::Committee.text(lang)), Column::both("cells", Word::Cells.text(lang)).right()];
    columns.extend(count_columns(lang));
    let row = move |position: usize, audience: Audience| {
        let Some((name, (cells, count))) = committees.get(position) else { return Vec::new() };
        let mut fields = vec![Field::text(*name), Field::Count(*cells)];
        fields.extend(count_fields(meetings, count, audience, lang));
        fields
    };
    Table { id: "committees", title: Word::Totals.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

fn count_columns(lang: Lang) -> Vec<Column> {
    vec![
        Column::machine("period"),
        Column::both("sheets", Word::SheetsColumn.text(lang)).right(),
        Column::both("both", Word::BothColumn.text(lang)).right(),
        Column::both("self_only", Word::SelfOnlyColumn.text(lang)).right(),
        Column::both("verified_only", Word::VerifiedOnlyColumn.text(lang)).right(),
        Column::machine("partial"),
        Column::machine("neither"),
        Column::both("self_points", Word::SelfColumn.text(lang)).right(),
        Column::both("verified_points", Word::VerifiedColumn.text(lang)).right(),
        Column::both("difference", Word::DifferenceColumn.text(lang)).right(),
        Column::machine("mean_difference"),
        Column::machine("self_complete"),
        Column::machine("self_full"),
        Column::reader(Word::SelfFullColumn.text(lang)).right(),
        Column::machine("compared_leaves"),
        Column::machine("unchanged_leaves"),
        Column::reader(Word::LeftAsTheyWereColumn.text(lang)).right(),
        Column::machine("self_above"),
        Column::machine("verified_above"),
        Column::machine("against_facts"),
        Column::machine("as_facts"),
        Column::machine("above_facts"),
    ]
}

fn count_fields<'a>(meetings: &Meetings<'_>, count: &Count, audience: Audience, lang: Lang) -> Vec<Field<'a>> {
    let both = count.sheets_with(Sides::Both);
    let sum = |sum: i64| Field::number((both > 0).then(|| Exact::thousandths(sum).reduced()));
    let mean = || count.difference()?.checked_div(Exact::whole(i64::try_from(both).ok()?)).map(Exact::reduced);
    let of = |part: u64, whole: u64| if whole == 0 { Field::None } else { Field::text(format!("{part}/{whole}")) };
    let against = Some(count.above_facts).filter(|_| count.against_facts > 0);
    vec![
        Field::text(meetings.period.to_string()),
        Field::Count(count.all_sheets()),
        Field::Count(both),
        Field::seldom(count.sheets_with(Sides::SelfOnly)),
        Field::seldom(count.sheets_with(Sides::VerifiedOnly)),
        Field::Count(count.sheets_with(Sides::Partial)),
        Field::Count(count.sheets_with(Sides::Neither)),
        sum(count.own),
        sum(count.verified),
        difference(count.difference().map(Exact::reduced), audience, lang),
        Field::number(mean()),
        Field::Count(count.self_complete),
        Field::Count(count.self_full),
        of(count.self_full, count.self_complete),
        Field::Count(count.compared),
        Field::Count(count.unchanged),
        of(count.unchanged, count.compared),
        Field::Count(count.above),
        Field::Count(count.below),
        Field::Count(count.against_facts),
        Field::Count(count.as_facts),
        Field::number(against.map(|sum| Exact::thousandths(sum).reduced())),
    ]
}

/// Table `leaves`.
pub(super) fn by_leaf<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let columns = vec![
        texts::column(meetings, lang),
        Column::both("leaf", Word::Leaf.text(lang)),
        Column::both("title", Word::Title.text(lang)),
        Column::machine("max"),
        Column::machine("by_a_person"),
        Column::both("compared", Word::BothColumn.text(lang)).right(),
        Column::machine("unchanged"),
        Column::both("self_only", Word::SelfOnlyColumn.text(lang)).right(),
        Column::both("verified_only", Word::VerifiedOnlyColumn.text(lang)).right(),
        Column::both("self_points", Word::SelfColumn.text(lang)).right(),
        Column::both("verified_points", Word::VerifiedColumn.text(lang)).right(),
        Column::machine("difference"),
        Column::both("mean_difference", Word::MeanDifferenceColumn.text(lang)).right(),
        Column::machine("against_facts"),
        Column::machine("self_points_against_facts"),
        Column::machine("computed_points"),
        Column::both("mean_above_facts", Word::MeanAboveFactsColumn.text(lang)).right(),
    ];
    let counted = meetings.leaves().zip(meetings.leaf_counts());
    let leaves: Vec<((&Regulation, &Leaf), LeafCount)> = counted.filter(|(_, count)| *count != LeafCount::default()).collect();
    let len = leaves.len();
    let row = move |position: usize, audience: Audience| {
        let Some(((regulation, leaf), count)) = leaves.get(position) else { return Vec::new() };
        let sum = |of: u64, sum: i64| Field::number((of > 0).then(|| Exact::thousandths(sum).reduced()));
        vec![
            texts::field(regulation),
            Field::text(leaf.id.as_str()),
            Field::text(leaf.title.as_str()),
            Field::Number(leaf.max.exact()),
            Field::Flag(leaf.is_by_a_person()),
            Field::Count(count.compared),
            Field::Count(count.unchanged),
            Field::seldom(count.self_only),
            Field::seldom(count.verified_only),
            sum(count.compared, count.own),
            sum(count.compared, count.verified),
            sum(count.compared, count.own.saturating_sub(count.verified)),
            difference(count.mean_difference(), audience, lang),
            Field::Count(count.against_facts),
            sum(count.against_facts, count.own_against_facts),
            sum(count.against_facts, count.computed),
            difference(count.mean_above_facts(), audience, lang),
        ]
    };
    Table { id: "leaves", title: Word::ScoresByLeaf.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// `3.1=0.5;3.2=1/3`: leaves with both scores, also those without a difference.
fn leaf_differences(meetings: &Meetings<'_>, cell: CellIndex) -> String {
    let leaves: Vec<(&Regulation, &Leaf)> = meetings.leaves().collect();
    let several = meetings.has_several_texts();
    let named = meetings.leaf_differences(cell).into_iter().filter_map(|(place, mean)| {
        let (regulation, leaf) = leaves.get(place)?;
        Some((texts::leaf_id(regulation, leaf, several, Audience::Machine).into_owned(), mean))
    });
    listed(named, Audience::Machine, Lang::En)
}

fn listed(differences: impl Iterator<Item = (String, Exact)>, audience: Audience, lang: Lang) -> String {
    let texts: Vec<String> = match audience {
        Audience::Machine => differences.map(|(leaf, by)| format!("{leaf}={}", by.text())).collect(),
        Audience::Reader => differences.map(|(leaf, by)| format!("{leaf} {}", signed(by, lang))).collect(),
    };
    texts.join(if audience == Audience::Machine { ";" } else { ", " })
}

/// A difference: readers see its sign, also of what lies above.
fn difference<'a>(value: Option<Exact>, audience: Audience, lang: Lang) -> Field<'a> {
    match (value, audience) {
        (Some(value), Audience::Reader) => Field::text(signed(value, lang)),
        (value, _) => Field::number(value),
    }
}

fn sides(of: Sides) -> Word {
    match of {
        Sides::Both => Word::SidesBoth,
        Sides::SelfOnly => Word::SidesSelfOnly,
        Sides::VerifiedOnly => Word::SidesVerifiedOnly,
        Sides::Partial => Word::SidesPartial,
        Sides::Neither => Word::SidesNeither,
    }
}
