//! The vocabulary of facts: what happened, in words that no regulation owns.

use std::sync::Arc;

use super::Regulation;
use super::lower::Lower;
use super::section::Section;
use crate::base::heading;
use crate::expr::{Scale, Unit};
use crate::words::Code;

/// Which table a fact stands in; also what a regulation judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// `cells.csv`: true of the cell itself.
    Cell,
    /// `meetings.csv`: true of one meeting.
    Meeting,
    /// `year.csv`: true of a cell's year.
    Year,
    /// `discipline.csv`: true of one decision about discipline (kỷ luật), of which a cell may have several or none.
    Discipline,
    /// `members.csv`: a member on the roll of a cell for a time.
    Member,
    /// `attendance.csv`: where one member was at one meeting.
    Attendance,
    /// `visits.csv`: a committee member attended a meeting of a cell (dự sinh hoạt).
    Visit,
    /// `assignments.csv`: a committee member is to attend the meetings of some cells for a time.
    Assignment,
    /// `lineage.csv`: a cell came out of another one.
    Lineage,
    /// `decisions.csv`: a competent body decided a level, whatever was computed.
    Decision,
}

impl Scope {
    /// All tables.
    pub const ALL: [Scope; 10] = [
        Scope::Cell,
        Scope::Meeting,
        Scope::Year,
        Scope::Discipline,
        Scope::Member,
        Scope::Attendance,
        Scope::Visit,
        Scope::Assignment,
        Scope::Lineage,
        Scope::Decision,
    ];
    /// Whether its rows are of persons, who may stand in it by name.
    pub fn has_people(self) -> bool {
        matches!(self, Scope::Discipline | Scope::Member | Scope::Attendance | Scope::Visit | Scope::Assignment)
    }

    /// Words of `scope` in a regulation.
    pub(super) const REGULATION_WORDS: [&'static str; 3] = ["meeting", "year", "visit"];
    /// Words of `scope` in the facts that a regulation can read.
    pub(super) const WORDS: [&'static str; 4] = ["cell", "meeting", "year", "discipline"];
    /// Words of `scope` in the tables that no regulation reads.
    pub(super) const REGISTER_WORDS: [&'static str; 6] = ["member", "attendance", "visit", "assignment", "lineage", "decision"];
    /// Words of `of` in a tally: tables with any number of rows for a cell and a year.
    pub(super) const TALLIED_WORDS: [&'static str; 1] = ["discipline"];
    /// The tables that tallies count in.
    pub const TALLIED: [Scope; 1] = [Scope::Discipline];

    /// The word of rule files.
    pub fn word(self) -> &'static str {
        let [cell, meeting, year, discipline] = Scope::WORDS;
        match self {
            Scope::Cell => cell,
            Scope::Meeting => meeting,
            Scope::Year => year,
            Scope::Discipline => discipline,
            Scope::Member => "member",
            Scope::Attendance => "attendance",
            Scope::Visit => "visit",
            Scope::Assignment => "assignment",
            Scope::Lineage => "lineage",
            Scope::Decision => "decision",
        }
    }

    /// The usual name of the file that holds the table.
    pub fn file(self) -> &'static str {
        match self {
            Scope::Cell => "cells.csv",
            Scope::Meeting => "meetings.csv",
            Scope::Year => "year.csv",
            Scope::Discipline => "discipline.csv",
            Scope::Member => "members.csv",
            Scope::Attendance => "attendance.csv",
            Scope::Visit => "visits.csv",
            Scope::Assignment => "assignments.csv",
            Scope::Lineage => "lineage.csv",
            Scope::Decision => "decisions.csv",
        }
    }

    /// From the word of a rule file.
    pub fn from_word(word: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.word() == word)
    }
}

/// What a fact's value looks like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactType {
    /// A code that identifies.
    Code,
    /// Free text.
    Text,
    /// A whole number, zero or more.
    Count,
    /// Whole minutes.
    Minutes,
    /// Yes or no.
    Flag,
    /// Points that a person gave, at most three decimals.
    Points,
    /// A day.
    Date,
    /// A day of every month, by its number.
    DayOfMonth,
    /// A calendar year.
    Year,
    /// A calendar month, quarter, half-year or year.
    Period,
    /// One of some words.
    Choice(Arc<Scale>),
    /// A grade; its words stand in the regulation.
    Grade,
    /// A level of the regulation that judges the meeting.
    Level,
}

impl FactType {
    /// Words of `type` in the facts that a regulation declares.
    pub(super) const WORDS: [&'static str; 11] =
        ["code", "text", "count", "minutes", "flag", "points", "date", "day-of-month", "year", "choice", "grade"];
    /// Words of `type` in the shared facts.
    pub(super) const SHARED_WORDS: [&'static str; 12] =
        ["code", "text", "count", "minutes", "flag", "points", "date", "day-of-month", "year", "choice", "grade", "level"];

    /// Words of `type` in the tables that no regulation reads.
    pub(super) const REGISTER_WORDS: [&'static str; 12] =
        ["code", "text", "count", "minutes", "flag", "points", "date", "day-of-month", "year", "choice", "grade", "period"];

    /// The word of rule files.
    pub fn word(&self) -> &'static str {
        let [code, text, count, minutes, flag, points, date, day_of_month, year, choice, grade, level] = FactType::SHARED_WORDS;
        match self {
            FactType::Code => code,
            FactType::Text => text,
            FactType::Count => count,
            FactType::Minutes => minutes,
            FactType::Flag => flag,
            FactType::Points => points,
            FactType::Date => date,
            FactType::DayOfMonth => day_of_month,
            FactType::Year => year,
            FactType::Period => "period",
            FactType::Choice(_) => choice,
            FactType::Grade => grade,
            FactType::Level => level,
        }
    }
}

/// One fact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Word in expressions.
    pub id: String,
    /// Heading in CSV files.
    pub heading: String,
    /// Table.
    pub scope: Scope,
    /// Form of its value.
    pub kind: FactType,
    /// Whether the table cannot be read without it.
    pub required: bool,
    /// Id of the count that this one is a part of; empty when none.
    pub part_of: String,
    /// Id of the count that this one never exceeds; empty when none.
    pub at_most: String,
    /// Vietnamese headings, the usual one first.
    pub vi: Vec<String>,
    /// English headings, the usual one first.
    pub en: Vec<String>,
    /// Headings of a column of names, which stands in for a code where no column holds the code itself.
    pub named: Vec<String>,
    /// For a choice: per word of its scale, the Vietnamese and English texts.
    pub values: Vec<(Vec<String>, Vec<String>)>,
}

/// One name for two things.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// Id of the fact.
    pub fact: String,
    /// Ids of the regulations.
    pub regulations: [String; 2],
}

/// All facts that a regulation can read, in a fixed order.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    /// The facts; shared ones first.
    pub facts: Vec<Fact>,
    /// How many of them are shared; the rest are the regulation's own.
    pub shared: usize,
}

impl Vocabulary {
    /// The fact of that id.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.facts.iter().position(|fact| fact.id == id)
    }

    /// The fact of that id.
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.facts.iter().find(|fact| fact.id == id)
    }

    /// The shared facts, and those that these regulations declare for cells: `cells.csv` is read once for all of them.
    ///
    /// # Errors
    /// The ids of facts that two of the regulations declare differently, with both regulations.
    pub fn of_cells(shared: &Vocabulary, regulations: &[&Regulation]) -> Result<Vocabulary, Vec<Differing>> {
        let mut joined = shared.clone();
        let mut differing = Vec::new();
        let mut declared_by: Vec<&str> = vec![""; joined.facts.len()];
        for regulation in regulations {
            let facts = regulation.vocabulary.facts.iter().skip(regulation.vocabulary.shared);
            for fact in facts.filter(|fact| fact.scope == Scope::Cell) {
                match joined.position(&fact.id) {
                    None => {
                        joined.facts.push(fact.clone());
                        declared_by.push(&regulation.header.id);
                    }
                    Some(position) if joined.facts.get(position) != Some(fact) => differing.push(Differing {
                        fact: fact.id.clone(),
                        regulations: [declared_by.get(position).copied().unwrap_or(""), &regulation.header.id].map(str::to_owned),
                    }),
                    Some(_) => {}
                }
            }
        }
        if differing.is_empty() { Ok(joined) } else { Err(differing) }
    }

    /// The fact of a table that a heading means, whatever its case, marks and punctuation.
    pub fn by_heading(&self, scope: Scope, text: &str) -> Option<usize> {
        let plain = heading::plain(text);
        self.facts.iter().position(|fact| fact.scope == scope && fact.understands(&plain))
    }
}

/// The words of `scope` and of `type` that a file may use.
pub(super) type Words<'a> = (&'a [&'static str], &'a [&'static str]);

impl Fact {
    /// Id of the total that a person recorded for a meeting.
    pub const TOTAL: &'static str = "recorded_total";
    /// Id of the level that a person recorded for a meeting.
    pub const LEVEL: &'static str = "recorded_level";
    /// Id of the fact that a gate lowered the recorded level.
    pub const LOWERED: &'static str = "level_lowered";

    /// Title for a reader: the usual Vietnamese or English heading.
    pub fn title(&self, lang: crate::words::Lang) -> &str {
        let (vi, en) = (self.vi.first().unwrap_or(&self.heading), self.en.first().unwrap_or(&self.heading));
        lang.pick((vi, en))
    }

    /// The word of a choice that a text means.
    pub fn choice(&self, text: &str) -> Option<i64> {
        let FactType::Choice(scale) = &self.kind else { return None };
        let plain = heading::plain(text);
        let place = scale
            .words
            .iter()
            .zip(&self.values)
            .position(|(word, (vi, en))| *word == plain || vi.iter().chain(en).any(|text| heading::plain(text) == plain))?;
        i64::try_from(place).ok()
    }

    /// Unit in expressions; a code and a free text can only be asked for.
    pub fn unit(&self, grades: Option<&Arc<Scale>>) -> Unit {
        match &self.kind {
            FactType::Code | FactType::Text => Unit::Text,
            FactType::Count | FactType::DayOfMonth => Unit::Count,
            FactType::Minutes => Unit::Minutes,
            FactType::Flag => Unit::Flag,
            FactType::Points => Unit::Points,
            FactType::Date => Unit::Day,
            FactType::Year => Unit::Year,
            FactType::Choice(scale) => Unit::Word(Arc::clone(scale)),
            FactType::Grade => grades.map_or(Unit::Text, |scale| Unit::Word(Arc::clone(scale))),
            FactType::Level | FactType::Period => Unit::Text,
        }
    }

    /// Every heading that means the fact.
    pub fn headings(&self) -> impl Iterator<Item = &str> {
        [&self.heading, &self.id].into_iter().chain(&self.vi).chain(&self.en).map(String::as_str)
    }

    fn understands(&self, plain: &str) -> bool {
        self.headings().any(|text| heading::plain(text) == plain)
    }

    /// Whether it is a result that a person recorded, and nothing that happened: no regulation reads it, and it belongs to the one under
    /// which it was recorded.
    pub fn is_result(&self) -> bool {
        [Fact::TOTAL, Fact::LEVEL, Fact::LOWERED].contains(&self.id.as_str())
    }

    pub(super) fn lower(lower: &Lower, section: &Section<'_>, (scopes, types): Words<'_>) -> Fact {
        let id = section.need_id("id");
        let scope = section.need_one_of("scope", scopes).and_then(|word| Scope::from_word(&word));
        let values = values(section);
        let kind = match section.need_one_of("type", types).as_deref() {
            Some("code") => FactType::Code,
            Some("count") => FactType::Count,
            Some("minutes") => FactType::Minutes,
            Some("flag") => FactType::Flag,
            Some("points") => FactType::Points,
            Some("date") => FactType::Date,
            Some("day-of-month") => FactType::DayOfMonth,
            Some("year") => FactType::Year,
            Some("period") => FactType::Period,
            Some("choice") => {
                let words = values.iter().map(|(word, _, _)| word.clone()).collect();
                FactType::Choice(Arc::new(Scale { id: id.clone(), words, ordered: false }))
            }
            Some("grade") => FactType::Grade,
            Some("level") => FactType::Level,
            _ => FactType::Text,
        };
        if matches!(kind, FactType::Choice(_)) && values.is_empty() {
            lower.fault(Code::RuleMissingKey, &section.span, |d| d.with("key", "values").with("entry", section.path()));
        }
        let texts = |key| section.texts(key).into_iter().map(|text| text.value).collect();
        let given = section.text_or_empty("heading");
        let fact = Fact {
            heading: if given.is_empty() { id.replace('_', "-") } else { given },
            id,
            scope: scope.unwrap_or(Scope::Meeting),
            kind,
            required: section.flag("required").unwrap_or(false),
            part_of: section.text_or_empty("part-of"),
            at_most: section.text_or_empty("at-most"),
            vi: texts("vi"),
            en: texts("en"),
            named: texts("named"),
            values: values.into_iter().map(|(_, vi, en)| (vi, en)).collect(),
        };
        section.finish();
        fact
    }
}

fn values(section: &Section<'_>) -> Vec<(String, Vec<String>, Vec<String>)> {
    section
        .sections("values")
        .iter()
        .map(|value| {
            let texts = |key| value.texts(key).into_iter().map(|text| text.value).collect();
            let out = (value.need_id("id"), texts("vi"), texts("en"));
            value.finish();
            out
        })
        .collect()
}
