//! `chibo edge`: how near levels stand to others, what decides them, and the smallest change that would do.

mod award;
mod cells;
mod distance;
mod entry;
mod meetings;
mod period;
mod readings;
mod reasons;
mod year;

pub use readings::Hanging;

use super::decisions::Beside;
use super::field::number;
use super::notice::{Notice, RegulationNote};
use super::score::{MARK, meeting_notices};
use super::{Report, groups, lineage, texts};
use crate::assess::edge::Groups;
use crate::assess::year::Classification;
use crate::assess::{Class, Meetings};
use crate::base::Exact;
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

use entry::Entry;

/// What counts as near.
#[derive(Clone, Copy, Debug)]
pub struct Near {
    /// For levels of periods and years, in the unit of the rule.
    pub within: Exact,
    /// For meetings, in points.
    pub points: Exact,
}

/// The report of a run; `hanging` tells what other readings change, `beside` the decisions that stand beside the levels.
pub fn report<'a>(
    meetings: &'a Meetings<'a>,
    result: Option<&'a Classification<'a>>,
    near: Near,
    (hanging, beside): (&'a [Hanging<'a>], Beside<'a>),
    lang: Lang,
) -> Report<'a> {
    let mut notes = texts::notes(meetings);
    notes.extend(result.map(|result| RegulationNote::of(result.regulation, "year")));
    let total = groups::all(meetings, &Class::ALL);
    let mut notices = texts::notices(meetings, lang);
    notices.extend(result.iter().flat_map(|result| texts::year_notices(result, lang)));
    notices.extend(notes.iter().flat_map(|note| note.notices(lang)));
    // The tables here have no mark for recorded results that the sentence could refer to.
    let unmarked = |notice: Notice| Notice { text: notice.text.trim_start_matches(MARK).trim_start().to_owned(), ..notice };
    notices.extend(meeting_notices(meetings, &total, lang).into_iter().map(unmarked));
    notices.extend(lineage::notices(meetings, lang));
    notices.extend(beside.notices(lang));
    let mut all: Vec<Entry<'a>> = meetings.cells.iter().filter_map(|cell| period::of_period(meetings, cell, lang)).collect();
    if let Some(result) = result.filter(|result| !result.regulation.levels.is_empty()) {
        let years = result.cells.iter().enumerate().filter(|(_, year)| year.standing.is_judged());
        all.extend(years.map(|(position, own)| year::of_year(meetings, result, (position, own), lang)));
    }
    all.extend(result.iter().flat_map(|result| award::of_awards(result, lang)));
    all.sort_by_key(|entry| (entry.nearest().is_none(), entry.nearest(), entry.cell, entry.of));
    let hangs = readings::hangs(hanging);
    // What hangs on a reading stands on an edge, however far the next level is.
    let is_near = |entry: &Entry<'_>| {
        entry.nearest().is_some_and(|nearest| nearest <= near.within) || hangs.contains_key(&(entry.cell, entry.of))
    };
    let reasons = reasons::table((&all, &hangs), is_near, lang);
    let everything = all.len();
    all.retain(is_near);
    let values = [("count", (everything - all.len()).to_string()), ("within", number(near.within, lang))];
    let [(_, count), (_, within)] = &values;
    if everything > all.len() {
        let text = fill(Word::EdgeFarther.text(lang), &[("count", count), ("within", within)]);
        notices.push(Notice { code: "farther", text });
    }
    if let Some(result) = result {
        let groups = Groups::of(result);
        let asked = year::Asked { meetings, result, groups: &groups, lang };
        all.iter_mut().filter(|entry| entry.of == "year").for_each(|entry| year::among_places(entry, &asked));
    }
    let close = meetings::near(meetings, near.points, lang);
    let on_request = total.on_request + u64::from(result.is_some_and(|result| result.on_request));
    let regulations: Vec<&Regulation> = meetings.regulations().chain(result.map(|result| result.regulation)).collect();
    let mut tables = vec![
        cells::table(meetings, (all, hangs), beside, lang),
        meetings::table(meetings, close, near.points, lang),
        readings::table(beside, hanging, regulations, lang),
        reasons,
    ];
    tables.extend(beside.table(lang));
    Report {
        id: "edge",
        title: fill(Word::EdgeTitle.text(lang), &[("period", &meetings.period.to_string())]),
        regulations: notes,
        notices,
        tables,
        on_request,
        document: Vec::new(),
        accounts: meetings.accounts.clone(),
        lang,
    }
}
