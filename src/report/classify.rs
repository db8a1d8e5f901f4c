//! `chibo classify`: meeting quality of the year, year-end level, quota per group, totals per committee.

use std::collections::BTreeMap;

use super::decisions::{self, Beside};
use super::notice::{self, Notice, RegulationNote};
use super::places::{self, Contest};
use super::score::{marked, meeting_notices, provisional_level};
use super::{Audience, Column, Field, Report, Table, awards, day, groups, lineage, texts};
use crate::assess::contest::{Group, Place};
use crate::assess::decision::Version;
use crate::assess::year::{CellYear, Classification};
use crate::assess::{Class, Meetings, Standing};
use crate::records::{CellIndex, Subject};
use crate::rules::{Award, Regulation};
use crate::words::{Lang, Word, fill};

/// The report of a run; `beside` holds the decisions on its levels, and the versions of those that have several.
pub fn report<'a>(
    meetings: &'a Meetings<'a>,
    result: &'a Classification<'a>,
    (beside, versions): (Beside<'a>, &'a Versions<'a>),
    accounts: Vec<crate::records::Account>,
    lang: Lang,
) -> Report<'a> {
    let mut notes = texts::notes(meetings);
    notes.push(RegulationNote::of(result.regulation, "year"));
    let mut notices = texts::notices(meetings, lang);
    notices.extend(texts::year_notices(result, lang));
    notices.extend(notes.iter().flat_map(|note| note.notices(lang)));
    let total = groups::all(meetings, &Class::ALL);
    notices.extend(meeting_notices(meetings, &total, lang));
    notices.extend(lineage::notices(meetings, lang));
    let changes = lineage::changes(meetings.cells, meetings.period);
    notices.extend(lineage::silent(result.regulation, changes.into_iter(), lang));
    if result.on_request {
        let values = [("id", result.regulation.header.id.as_str()), ("year", &result.year.to_string())];
        notices.push(Notice { code: "year-on-request", text: fill(Word::YearOnRequest.text(lang), &values) });
    }
    let count = |keep: &dyn Fn(&CellYear) -> bool| result.cells.iter().filter(|cell| keep(cell)).count() as u64;
    notices.extend(notice::counted(
        "no-year-facts",
        Word::NoYearFactsNotice,
        count(&|cell| !cell.has_facts && !cell.facts_rejected && cell.standing.is_judged()),
        lang,
    ));
    notices.extend(notice::counted("gone", Word::GoneNotice, count(&|cell| matches!(cell.standing, Standing::Gone(_))), lang));
    let unrated = count(&|cell| matches!(cell.standing, Standing::Unrated(_)));
    notices.extend(notice::counted("unrated", Word::UnratedNotice, unrated, lang));
    let other_years = result.years.tables.iter().map(|table| table.other_years).sum();
    notices.extend(notice::counted("other-year-rows", Word::OtherYearRowsNotice, other_years, lang));
    notices.extend(notice::counted("year-rejected", Word::YearRejectedNotice, count(&|cell| cell.facts_rejected), lang));
    let differs = |cell: &CellYear| cell.grades.iter().any(|graded| graded.recorded.is_some() && graded.recorded != graded.grade);
    notices.extend(notice::counted("recorded-differs", Word::RecordedDiffersNotice, count(&differs), lang));
    notices.extend(notice::counted("undecided", Word::UndecidedNotice, count(&|cell| cell.place() == Place::Undecided), lang));
    let open = |cell: &CellYear| cell.awards.iter().any(|given| given.place == Place::Undecided);
    notices.extend(notice::counted("award-undecided", Word::AwardUndecidedNotice, count(&open), lang));
    let groups = || result.quotas.iter().chain(&result.awards).flatten();
    let counted = |keep: fn(&Group) -> bool| groups().filter(|group| keep(group)).count() as u64;
    notices.extend(notice::counted("quota-breached", Word::QuotaBreachedNotice, counted(|group| group.breached), lang));
    notices.extend(notice::counted("quota-over", Word::QuotaOverNotice, counted(|group| group.over.is_some()), lang));
    notices.extend(notice::counted(
        "quota-provisional",
        Word::QuotaProvisionalNotice,
        count(&|cell| cell.place_provisional),
        lang,
    ));
    notices.extend(notice::counted("provisional", Word::ProvisionalNotice, count(&|cell| cell.meetings_missing), lang));
    notices.extend(beside.notices(lang));
    if has_changed(result, beside) {
        notices.push(Notice { code: "decided-totals", text: Word::DecidedTotalsNotice.text(lang).to_owned() });
    }
    let mut tables = vec![cells(meetings, result, beside, lang)];
    if !result.regulation.quotas.is_empty() {
        tables.push(quotas(meetings, result, lang));
    }
    if !result.regulation.awards.is_empty() {
        let code = |unit: usize| result.cells.get(unit).map_or("", |cell| meetings.cells.code(cell.cell));
        tables.push(awards::table(result, code, lang));
    }
    tables.push(totals(meetings, result, beside, lang));
    tables.extend(beside.table(lang));
    tables.extend(beside.versions(versions, result.year, lang));
    let mut all = meetings.accounts.clone();
    all.extend(accounts);
    Report {
        id: "classify",
        title: title(result, lang),
        regulations: notes,
        notices,
        tables,
        on_request: total.on_request + u64::from(result.on_request),
        document: Vec::new(),
        accounts: all,
        lang,
    }
}

/// The versions of year-end levels, by cell.
pub type Versions<'a> = BTreeMap<CellIndex, Vec<Version<'a>>>;

/// What was judged, and over which year or days.
pub(super) fn title(result: &Classification<'_>, lang: Lang) -> String {
    let what = if result.regulation.levels.is_empty() { Word::AwardsTitle } else { Word::ClassifyTitle };
    let when = match result.regulation.header.window {
        Some(window) => {
            let values = [day(window.first, lang), day(window.last, lang), window.days().to_string()];
            let [first, last, days] = &values;
            fill(Word::OfWindow.text(lang), &[("first", first), ("last", last), ("days", days)])
        }
        None => fill(Word::OfYear.text(lang), &[("year", &result.year.to_string())]),
    };
    fill(what.text(lang), &[("when", &when)])
}

fn cells<'a>(meetings: &'a Meetings<'a>, result: &'a Classification<'a>, beside: Beside<'a>, lang: Lang) -> Table<'a> {
    let regulation = result.regulation;
    let leveled = !regulation.levels.is_empty();
    let has_quality = !regulation.layout.quality.is_empty() || beside.has(Subject::MeetingQuality);
    let mut columns = vec![
        Column::both("cell", Word::CellCode.text(lang)),
        Column::both("name", if leveled { Word::Cell } else { Word::Unit }.text(lang)),
        Column::machine("committee"),
        Column::machine("year"),
        also(has_quality, "meeting_quality", Word::MeetingQuality, lang),
        Column::machine("provisional"),
        Column::machine("quota_provisional"),
        Column::machine("not_held"),
        Column::machine("recorded_totals"),
        Column::machine("recorded_levels"),
        Column::machine("year_facts"),
        Column::machine("year_rejected"),
    ];
    columns.extend(regulation.criteria.iter().map(|criterion| Column::machine(&format!("grade_{}", criterion.id))));
    if !regulation.forms.is_empty() {
        columns.push(Column::both("points", Word::TotalPoints.text(lang)).right());
        columns.push(also(leveled, "level_by_points", Word::ByPoints, lang));
    }
    columns.extend([
        also(leveled, "failed", Word::Failed, lang),
        Column::machine("gates"),
        also(leveled, "level_before_quota", Word::Landing, lang),
        also(leveled, "quota", Word::QuotaPlace, lang),
        Column::machine("quota_places"),
        also(leveled, "level", Word::YearLevel, lang),
    ]);
    columns.extend(beside.has(Subject::YearEnd).then(|| Column::reader(Word::DecidedLevel.text(lang))));
    columns.extend(awards::columns(regulation, lang));
    columns.push(Column::machine("lineage"));
    for subject in Subject::ALL {
        columns.extend(decisions::columns(subject, true));
    }
    let row = move |position: usize, _: Audience| {
        let cell = result.cells.get(position);
        cell.map_or_else(Vec::new, |cell| {
            let mut fields = cell_row(meetings, result, cell, beside, lang);
            if beside.has(Subject::YearEnd) {
                fields.push(beside.shown(cell.cell, Subject::YearEnd, lang));
            }
            fields.extend(awards::fields(result, position, cell, lang));
            let rule = result.regulation.lineage.as_ref();
            fields.push(Field::text(lineage::machine(meetings.cells, rule, meetings.period, cell.cell)));
            for subject in Subject::ALL {
                fields.extend(beside.fields(cell.cell, subject));
            }
            fields
        })
    };
    Table {
        id: "cells",
        title: if leveled { Word::ByCell } else { Word::ByUnit }.text(lang).to_owned(),
        columns,
        len: result.cells.len(),
        row: Box::new(row),
    }
}

/// A column that readers see where it can have something to say.
pub(super) fn also(shown: bool, id: &str, word: Word, lang: Lang) -> Column {
    if shown { Column::both(id, word.text(lang)) } else { Column::machine(id) }
}

fn cell_row<'a>(
    meetings: &'a Meetings<'_>,
    result: &'a Classification<'_>,
    cell: &'a CellYear,
    beside: Beside<'a>,
    lang: Lang,
) -> Vec<Field<'a>> {
    let regulation = result.regulation;
    let quality = cell.quality.and_then(|level| meetings.level_of(level));
    let all = meetings.summary(cell.cell, &Class::ALL);
    let of_meetings = lineage::instead(meetings.cells, &meetings.standing_of_period(cell.cell), lang);
    let instead = lineage::instead(meetings.cells, &cell.standing, lang);
    let computed = marked(provisional_level(quality, cell.meetings_missing, lang), all.recorded() > 0, lang);
    let mut fields = vec![
        Field::text(meetings.cells.code(cell.cell)),
        Field::text(meetings.cells.name(cell.cell)),
        Field::text(meetings.cells.committee(cell.cell)),
        Field::Count(u64::try_from(result.year).unwrap_or(0)),
        beside.under(of_meetings.unwrap_or(computed), (cell.cell, Subject::MeetingQuality), lang),
        Field::Flag(cell.provisional),
        Field::Flag(cell.place_provisional),
        Field::Count(meetings.summary(cell.cell, &[Class::Regular]).not_held),
        Field::Count(all.recorded_totals),
        Field::Count(all.recorded_levels),
        Field::Flag(cell.has_facts),
        Field::Flag(cell.facts_rejected),
    ];
    let grade = |grade: Option<u16>| regulation.grades.get(usize::from(grade?));
    fields.extend(cell.grades.iter().map(|graded| grade(graded.grade).map_or(Field::None, |(id, _)| Field::text(id))));
    if !regulation.forms.is_empty() {
        let score = cell.score.as_ref();
        fields.push(match score {
            Some(score) if score.total.is_none() => Field::word("", super::score::known_of(score, lang)),
            Some(score) => Field::number(score.total),
            None => Field::None,
        });
        fields.push(level_word(regulation, cell.walk.by_points));
    }
    fields.extend([
        failed(regulation, cell),
        Field::text(gates(regulation, cell).join(" ")),
        match (cell.level, cell.has_facts) {
            _ if instead.is_some() => Field::None,
            (Some(_), _) => level_word(regulation, cell.level),
            (None, false) => Field::word("", no_facts(cell, lang)),
            (None, true) => Field::word("", between(regulation, cell, lang)),
        },
        Field::word(cell.place().word(), quota_text(regulation, cell, lang)),
        Field::text(quota_places(regulation, cell)),
        instead.unwrap_or_else(|| final_field(regulation, cell, lang)),
    ]);
    fields
}

fn level_word(regulation: &Regulation, level: Option<usize>) -> Field<'_> {
    match level.and_then(|level| regulation.levels.get(level)) {
        Some(level) => Field::word(&level.id, &level.short),
        None => Field::None,
    }
}

/// Why a cell has no yearly facts: nobody recorded any, or what was recorded could not be used.
pub(super) fn no_facts(cell: &CellYear, lang: Lang) -> &'static str {
    if cell.facts_rejected { Word::YearRejected } else { Word::NoYearFacts }.text(lang)
}

/// The final level; where the committee has to settle a tie, both levels that are open to it.
pub(super) fn final_field<'a>(regulation: &'a Regulation, cell: &CellYear, lang: Lang) -> Field<'a> {
    if cell.place() == Place::Undecided {
        let short = |level: Option<usize>| level.and_then(|level| regulation.levels.get(level)).map_or("?", |level| &level.short);
        let text =
            fill(Word::UndecidedLevel.text(lang), &[("high", short(cell.after.best())), ("low", short(cell.after.worst()))]);
        let text =
            if cell.provisional || cell.place_provisional { format!("{text} ({})", Word::Provisional.text(lang)) } else { text };
        return Field::word("", text);
    }
    match (level_word(regulation, cell.final_level()), cell.provisional || cell.place_provisional) {
        (Field::Word(id, short), true) => Field::word(id, format!("{short} ({})", Word::Provisional.text(lang))),
        (field, _) => field,
    }
}

/// `XS … HT`: the levels still possible while something is missing.
fn between(regulation: &Regulation, cell: &CellYear, lang: Lang) -> String {
    let short =
        |level: Option<usize>| level.and_then(|level| regulation.levels.get(level)).map_or("?", |level| level.short.as_str());
    fill(Word::BetweenLevels.text(lang), &[("best", short(cell.walk.best)), ("worst", short(cell.walk.worst))])
}

/// What a place of a quota is called.
pub(super) fn place_text(place: Place, lang: Lang) -> &'static str {
    match place {
        Place::None => "",
        Place::Outside => Word::PlaceOutside.text(lang),
        Place::Admitted => Word::PlaceAdmitted.text(lang),
        Place::Undecided => Word::PlaceUndecided.text(lang),
        Place::MovedDown => Word::PlaceMovedDown.text(lang),
    }
}

/// What the quotas do to a cell; where there are several, with the one that did it.
fn quota_text(regulation: &Regulation, cell: &CellYear, lang: Lang) -> String {
    let place = cell.place();
    let text = place_text(place, lang);
    let by = cell.after.stands.iter().find(|stand| stand.place == place).and_then(|stand| regulation.quotas.get(stand.contest));
    match by {
        Some(quota) if regulation.quotas.len() > 1 && matches!(place, Place::Undecided | Place::MovedDown) => {
            format!("{text} ({})", places::quota_name(regulation, quota, lang))
        }
        _ => text.to_owned(),
    }
}

/// `in-commune=admitted;in-district=moved-down`: what each quota gave.
fn quota_places(regulation: &Regulation, cell: &CellYear) -> String {
    let pair = |stand: &crate::assess::quota::Stand| {
        let id = regulation.quotas.get(stand.contest).map_or("", |quota| quota.id.as_str());
        format!("{id}={}", stand.place.word())
    };
    cell.after.stands.iter().map(pair).collect::<Vec<String>>().join(";")
}

fn gates<'r>(regulation: &'r Regulation, cell: &CellYear) -> Vec<&'r str> {
    regulation.gates.iter().enumerate().filter(|(n, _)| cell.walk.gates >> n & 1 == 1).map(|(_, gate)| gate.id.as_str()).collect()
}

/// The conditions that kept the cell from the level above its landing, and the gates that moved it.
fn failed(regulation: &Regulation, cell: &CellYear) -> Field<'static> {
    let mut machine = Vec::new();
    let mut shown: Vec<String> = Vec::new();
    // Per condition not met, the levels that ask for it.
    let mut missed: Vec<(String, Vec<&str>)> = Vec::new();
    let landing = cell.walk.worst.unwrap_or(usize::MAX);
    for check in cell.walk.checks.iter().filter(|check| check.holds != Some(true) && check.level < landing) {
        let Some(level) = regulation.levels.get(check.level) else { continue };
        let Some(condition) = level.conditions.get(check.condition) else { continue };
        let open = if check.holds.is_none() { "?" } else { "" };
        machine.push(format!("{}:{}{open}", level.id, check.condition + 1));
        let title = format!("{}{open}", condition.title);
        match missed.iter_mut().find(|(other, _)| *other == title) {
            Some((_, levels)) => levels.push(&level.short),
            None => missed.push((title, vec![&level.short])),
        }
    }
    shown.extend(missed.into_iter().map(|(title, levels)| format!("{}: {title}", levels.join(", "))));
    for (position, gate) in regulation.gates.iter().enumerate() {
        if cell.walk.gates >> position & 1 == 1 {
            // What went in stands in the explanation: a column is too narrow for it.
            shown.push(gate.title.clone());
        }
    }
    shown.dedup();
    Field::word(machine.join(" "), shown.join("\n"))
}

/// The groups of every quota.
fn quotas<'a>(meetings: &'a Meetings<'a>, result: &'a Classification<'a>, lang: Lang) -> Table<'a> {
    let regulation = result.regulation;
    let contests = regulation.quotas.iter().zip(&result.quotas).map(|(quota, groups)| {
        let what = places::quota_name(regulation, quota, lang);
        Contest { id: &quota.id, what, places: &quota.places, groups }
    });
    let code = |unit: usize| result.cells.get(unit).map_or("", |cell| meetings.cells.code(cell.cell));
    places::table("quota", regulation, contests.collect(), code, lang)
}

/// Cells per final level and with each award, for every committee and for all.
fn totals<'a>(meetings: &'a Meetings<'a>, result: &'a Classification<'a>, beside: Beside<'a>, lang: Lang) -> Table<'a> {
    let levels = result.regulation.levels.len();
    // Per committee: all cells, cells per level, undecided, without a level, with each award; then per level, undecided and without one as
    // they stand after decisions.
    let mut committees: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    let after = levels + 3 + result.regulation.awards.len();
    let width = after + levels + 2;
    let mut all = vec![0; width];
    for cell in result.cells.iter().filter(|cell| !matches!(cell.standing, Standing::Gone(_))) {
        let place = match (cell.final_level(), cell.place()) {
            (Some(level), _) => 1 + level,
            (None, Place::Undecided) => 1 + levels,
            (None, _) => 2 + levels,
        };
        let given = cell.awards.iter().enumerate().filter(|(_, given)| given.place == Place::Admitted);
        let mut given: Vec<usize> = given.map(|(award, _)| 3 + levels + award).collect();
        given.push(after - 1 + decided_place(result, beside, cell).map_or(place, |level| 1 + level));
        let counts = committees.entry(meetings.cells.committee(cell.cell)).or_insert_with(|| vec![0; width]);
        for counts in [counts, &mut all] {
            for place in [0, place].iter().chain(&given) {
                if let Some(count) = counts.get_mut(*place) {
                    *count += 1;
                }
            }
        }
    }
    let mut rows: Vec<(String, String, Vec<u64>)> =
        committees.into_iter().map(|(name, counts)| (name.to_owned(), name.to_owned(), counts)).collect();
    let (cells, every) = if levels > 0 { (Word::Cells, Word::AllCells) } else { (Word::Units, Word::AllUnits) };
    rows.push(("*".to_owned(), every.text(lang).to_owned(), all));
    let mut columns =
        vec![Column::both("committee", Word::Committee.text(lang)), Column::both("cells", cells.text(lang)).right()];
    columns.extend(
        result
            .regulation
            .levels
            .iter()
            .map(|level| Column { id: format!("level_{}", level.id), ..Column::both("", &level.short) }.right()),
    );
    columns.push(also(levels > 0, "undecided", Word::Undecided, lang).right());
    columns.push(also(levels > 0, "without_level", Word::WithoutLevel, lang).right());
    let of_award = |award: &Award| Column { id: format!("award_{}", award.id), ..Column::both("", &award.short) }.right();
    columns.extend(result.regulation.awards.iter().map(of_award));
    columns.extend(result.regulation.levels.iter().map(|level| Column::machine(&format!("decided_level_{}", level.id))));
    columns.extend(["decided_undecided", "decided_without_level"].map(Column::machine));
    let len = rows.len();
    let row = move |position: usize, audience: Audience| {
        let Some((key, title, counts)) = rows.get(position) else {
            return Vec::new();
        };
        let mut fields = vec![Field::word(key.clone(), title.clone())];
        fields.extend(counts.iter().enumerate().map(|(at, count)| {
            // Of a count of levels the one after decisions stands beside it, where it is another.
            let then = (1..levels + 3).contains(&at).then(|| counts.get(after - 1 + at)).flatten();
            match then.filter(|then| *then != count && audience == Audience::Reader) {
                Some(then) => Field::text(format!("{count} → {then}")),
                None => Field::Count(*count),
            }
        }));
        fields
    };
    Table { id: "totals", title: Word::Totals.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// The level that is decided for a cell, where that stands.
fn decided_place(result: &Classification<'_>, beside: Beside<'_>, cell: &CellYear) -> Option<usize> {
    let id = beside.level(cell.cell, Subject::YearEnd)?;
    result.regulation.levels.iter().position(|level| level.id == id)
}

/// Whether any decision changes a level.
fn has_changed(result: &Classification<'_>, beside: Beside<'_>) -> bool {
    result.cells.iter().any(|cell| decided_place(result, beside, cell).is_some_and(|level| Some(level) != cell.final_level()))
}
