//! `chibo signs`: self scores beside verified ones, and counts that call for a look.

mod scores;

use std::borrow::Cow;

use super::field::number;
use super::groups;
use super::notice::{self, Notice};
use super::score::meeting_notices;
use super::{Audience, Column, Field, Report, Table, texts};
use crate::assess::signs::{Count, Sides, Sign, Watched, What, Who};
use crate::assess::{Class, Meetings};
use crate::base::{Exact, Points};
use crate::outline::sign_phrase;
use crate::rules::{FactType, Regulation, SignKind, SignLimit, Standing};
use crate::words::{Lang, Word, fill};

/// What a row of the main table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// One meeting.
    Meeting,
    /// One cell.
    Cell,
    /// All cells of a superior committee.
    Committee,
    /// One leaf.
    Leaf,
}

/// The report of a run whose meetings were judged with their signs; by meeting, with rows and facts too.
pub fn report<'a>(meetings: &'a Meetings<'a>, by: By, lang: Lang) -> Report<'a> {
    let notes = texts::notes(meetings);
    let total = groups::all(meetings, &Class::ALL);
    let mut notices = vec![Notice { code: "signs", text: Word::SignsNotice.text(lang).to_owned() }];
    notices.extend(meetings.regulations().filter_map(|regulation| default_limits(regulation, lang)));
    let mut count = Count::default();
    meetings.cells.iter().for_each(|cell| count.add(&meetings.self_and_verified(cell)));
    if count.compared == 0 {
        notices.push(Notice { code: "nothing-to-compare", text: Word::NothingToCompareNotice.text(lang).to_owned() });
    }
    notices.extend(notice::counted("partial-scores", Word::PartialScoresNotice, count.sheets_with(Sides::Partial), lang));
    notices.extend(texts::notices(meetings, lang));
    notices.extend(notes.iter().flat_map(|note| note.notices(lang)));
    notices.extend(meeting_notices(meetings, &total, lang));
    let mut tables = Vec::new();
    match by {
        By::Meeting => tables.push(scores::by_meeting(meetings, lang)),
        By::Cell => tables.push(scores::by_cell(meetings, lang)),
        By::Committee => tables.push(scores::by_committee(meetings, lang)),
        By::Leaf => {}
    }
    tables.push(scores::by_leaf(meetings, lang));
    tables.push(signs(meetings, lang));
    Report {
        id: "signs",
        title: fill(Word::SignsTitle.text(lang), &[("period", &meetings.period.to_string())]),
        regulations: notes,
        notices,
        tables,
        on_request: total.on_request,
        document: Vec::new(),
        accounts: meetings.accounts.clone(),
        lang,
    }
}

/// The signs of which a text gives no limit: nobody may take those of the program for its own.
fn default_limits(regulation: &Regulation, lang: Lang) -> Option<Notice> {
    let limits = SignKind::ALL.map(|kind| regulation.signs.limit(kind));
    let unsaid = limits.iter().filter(|limit| limit.basis.is_none());
    let list: Vec<String> =
        unsaid.map(|limit| format!("{} ({})", sign_phrase(limit.kind).text(lang), in_words(limit, lang))).collect();
    let values = [("id", regulation.header.id.as_str()), ("list", &list.join("; "))];
    (!list.is_empty()).then(|| Notice { code: "signs-by-default", text: fill(Word::SignsByDefaultNotice.text(lang), &values) })
}

/// `từ 3 buổi; từ 50 %; quá 5 điểm`.
fn in_words(limit: &SignLimit, lang: Lang) -> String {
    let percent = limit.percent.checked_mul(Exact::whole(100)).unwrap_or(limit.percent);
    let mut parts = vec![fill(Word::SignFromMeetings.text(lang), &[("count", &limit.meetings_at_least.to_string())])];
    if limit.kind != SignKind::OneValueColumn {
        parts.push(fill(Word::SignFromPercent.text(lang), &[("percent", &number(percent, lang))]));
    }
    if let Some(most) = limit.points_at_most {
        parts.push(fill(Word::SignOverPoints.text(lang), &[("points", &number(most.exact(), lang))]));
    }
    parts.join("; ")
}

/// Table `signs`.
fn signs<'a>(meetings: &'a Meetings<'a>, lang: Lang) -> Table<'a> {
    let columns = vec![
        // The description says which sign it is.
        Column::machine("sign"),
        texts::column(meetings, lang),
        Column::reader(Word::WhoColumn.text(lang)),
        Column::machine("committee"),
        Column::machine("cell"),
        Column::machine("name"),
        Column::both("description", Word::SignDescription.text(lang)),
        Column::machine("part"),
        Column::machine("whole"),
        Column::machine("difference"),
        Column::machine("column"),
        Column::machine("value"),
        Column::both("limit", Word::SignLimit.text(lang)),
        Column::machine("meetings_at_least"),
        Column::machine("percent"),
        Column::machine("points_at_most"),
        Column::machine("limit_from"),
        Column::machine("clause"),
        Column::machine("standing"),
        Column::reader(Word::Clause.text(lang)),
    ];
    let signs = meetings.signs();
    let len = signs.len();
    let row = move |position: usize, _: Audience| {
        let sign = signs.get(position).and_then(|sign| Some((sign, &meetings.texts.all().get(sign.text)?.regulation)));
        sign.map_or_else(Vec::new, |(sign, regulation)| sign_row(meetings, regulation, sign, lang))
    };
    Table { id: "signs", title: Word::SignsTableTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

fn sign_row<'a>(meetings: &'a Meetings<'_>, regulation: &'a Regulation, sign: &Sign, lang: Lang) -> Vec<Field<'a>> {
    let limit = &sign.limit;
    let (committee, code, name) = match &sign.who {
        Who::Committee(name) => (Cow::from(name.clone()), "", ""),
        Who::Cell(cell) => (meetings.cells.committee(*cell).into(), meetings.cells.code(*cell), meetings.cells.name(*cell)),
    };
    let who = if code.is_empty() { committee.clone() } else { code.into() };
    let (column, value) = match &sign.what {
        What::Column { column, value } => (heading(regulation, *column), value_field(regulation, *column, *value, lang)),
        What::Flags { columns, .. } => {
            let headings: Vec<String> = columns.iter().map(|column| heading(regulation, *column)).collect();
            (headings.join(" "), Field::None)
        }
        What::Scores | What::Differences(_) => (String::new(), Field::None),
    };
    let difference = if let What::Differences(difference) = &sign.what { *difference } else { None };
    let from = if limit.basis.is_some() { "regulation" } else { "program" };
    let (clause, known) = match &limit.basis {
        Some(basis) => (regulation.clause(basis), basis.standing),
        None => (Word::SignOfProgram.text(lang).to_owned(), Standing::Assumed),
    };
    let percent = limit.percent.checked_mul(Exact::whole(100)).filter(|_| limit.kind != SignKind::OneValueColumn);
    vec![
        Field::text(limit.kind.word()),
        texts::field(regulation),
        Field::text(who),
        Field::text(committee),
        Field::text(code),
        Field::text(name),
        Field::text(describe(regulation, sign, lang)),
        Field::Count(sign.part),
        Field::Count(sign.whole),
        Field::number(difference.map(Exact::reduced)),
        Field::text(column),
        value,
        Field::text(in_words(limit, lang)),
        Field::Count(limit.meetings_at_least),
        Field::number(percent.map(Exact::reduced)),
        Field::number(limit.points_at_most.map(Points::exact)),
        Field::text(from),
        Field::text(clause.clone()),
        Field::text(known.word()),
        Field::text(format!("{clause} · {}", notice::standing(known, lang))),
    ]
}

/// What was counted, in a sentence that describes and does not judge.
fn describe(regulation: &Regulation, sign: &Sign, lang: Lang) -> String {
    let word = match (sign.limit.kind, &sign.what) {
        (_, What::Flags { .. }) => Word::SayFlags,
        (SignKind::SelfAlwaysFull, _) => Word::SaySelfFull,
        (SignKind::VerifiedUnchanged, _) => Word::SayUnchanged,
        (SignKind::SelfAboveVerified, _) => Word::SaySelfAbove,
        (SignKind::VerifiedAboveSelf, _) => Word::SayVerifiedAbove,
        (SignKind::OneValueColumn, _) => Word::SayOneValue,
    };
    let points = sign.limit.points_at_most.map_or_else(String::new, |most| number(most.exact(), lang));
    let mut values = vec![("part", sign.part.to_string()), ("whole", sign.whole.to_string()), ("points", points)];
    match &sign.what {
        What::Scores => {}
        What::Differences(difference) => {
            values.push(("difference", difference.map_or_else(String::new, |difference| signed(difference, lang))));
        }
        What::Column { column, value } => {
            values.push(("column", title(regulation, *column, lang)));
            values.push(("value", value_field(regulation, *column, *value, lang).shown(lang)));
        }
        What::Flags { rows, .. } => values.push(("rows", rows.to_string())),
    }
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(word.text(lang), &values)
}

/// A difference with its sign: `+1,5`, `−2`, `0`.
fn signed(value: Exact, lang: Lang) -> String {
    match Exact::ZERO.checked_sub(value) {
        Some(turned) if turned > Exact::ZERO => format!("−{}", number(turned, lang)),
        _ if value == Exact::ZERO => "0".to_owned(),
        _ => format!("+{}", number(value, lang)),
    }
}

/// The documented heading of a column.
fn heading(regulation: &Regulation, column: Watched) -> String {
    let leaf = |who: &str, leaf: usize| {
        let leaf = regulation.leaves.get(leaf).map_or("", |leaf| leaf.id.as_str());
        format!("{who}:{}:{leaf}", regulation.header.id)
    };
    match column {
        Watched::Fact(slot) => regulation.vocabulary.facts.get(slot).map_or_else(String::new, |fact| fact.heading.clone()),
        Watched::SelfPoints(number) => leaf("self", number),
        Watched::VerifiedPoints(number) => leaf("verified", number),
    }
}

fn title(regulation: &Regulation, column: Watched, lang: Lang) -> String {
    let leaf = |word: Word, leaf: usize| {
        let leaf = regulation.leaves.get(leaf).map_or("", |leaf| leaf.id.as_str());
        fill(word.text(lang), &[("leaf", leaf)])
    };
    match column {
        Watched::Fact(slot) => regulation.vocabulary.facts.get(slot).map_or_else(String::new, |fact| fact.title(lang).to_owned()),
        Watched::SelfPoints(number) => leaf(Word::SelfPointsOf, number),
        Watched::VerifiedPoints(number) => leaf(Word::VerifiedPointsOf, number),
    }
}

fn value_field<'a>(regulation: &'a Regulation, column: Watched, value: i64, lang: Lang) -> Field<'a> {
    let points = || Field::Number(Exact::thousandths(value).reduced());
    let Watched::Fact(slot) = column else { return points() };
    let Some(fact) = regulation.vocabulary.facts.get(slot) else { return Field::None };
    let place = usize::try_from(value).ok();
    match &fact.kind {
        FactType::Flag => Field::Flag(value != 0),
        FactType::Points => points(),
        FactType::Choice(scale) => {
            let word = place.and_then(|place| scale.words.get(place)).map_or("", String::as_str);
            let title = place.and_then(|place| fact.values.get(place));
            let title = title.and_then(|(vi, en)| Some(lang.pick((vi.first()?, en.first()?))));
            Field::word(word, title.unwrap_or(word))
        }
        _ => Field::Count(u64::try_from(value).unwrap_or(0)),
    }
}
