//! `chibo visits`: visits of committee members (dự sinh hoạt) per person, level, month or cell, each figure with what it is made of.

use super::notice::{self, Notice, RegulationNote, standing};
use super::{Audience, Column, Field, Report, Table, visit_cells};
use crate::assess::visits::{Aside, Book, Outcome, Sum, Tally, Unit, Why};
use crate::base::Month;
use crate::records::{Account, VisitedBy};
use crate::rules::{Minimum, VisitRule, Vocabulary};
use crate::words::{Lang, Word, fill};

/// What a row of the main table stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A person at a level.
    Person,
    /// A level.
    Level,
    /// A month and a level.
    Month,
    /// A cell.
    Cell,
}

/// The report of a run; `registers` has the titles of levels and kinds. Persons are shown by code, and by name where that is asked for.
pub fn report<'a>(
    book: &'a Book<'a>,
    registers: &'a Vocabulary,
    accounts: Vec<Account>,
    (by, names): (By, bool),
    lang: Lang,
) -> Report<'a> {
    let shown = Shown { book, registers, names, lang };
    let notes: Vec<RegulationNote> =
        book.regulation.map(|regulation| RegulationNote::of(regulation, "visit")).into_iter().collect();
    let mut tables = match by {
        By::Person => vec![shown.persons(), shown.levels()],
        By::Level => vec![shown.levels()],
        By::Month => vec![shown.months(), shown.levels()],
        By::Cell => vec![visit_cells::cells(&shown), visit_cells::hard(&shown)],
    };
    if by == By::Person && book.rule().is_some() {
        tables.push(shown.minimum());
    }
    tables.push(shown.left_out());
    Report {
        id: "visits",
        title: fill(Word::VisitsTitle.text(lang), &[("period", &book.period.to_string())]),
        notices: shown.notices(&notes, &accounts, by),
        regulations: notes,
        tables,
        document: Vec::new(),
        on_request: book.on_request,
        accounts,
        lang,
    }
}

/// Visits with the words that readers see.
#[derive(Clone, Copy)]
pub(super) struct Shown<'a> {
    pub(super) book: &'a Book<'a>,
    pub(super) registers: &'a Vocabulary,
    /// Whether persons are shown by name.
    pub(super) names: bool,
    pub(super) lang: Lang,
}

impl<'a> Shown<'a> {
    pub(super) fn level(&self, level: usize) -> Field<'a> {
        let word = self.book.assignments.level(level);
        Field::word(word, VisitRule::title(self.registers, word, self.lang))
    }

    pub(super) fn tally_columns(&self) -> Vec<Column> {
        vec![
            Column::both("visits", Word::VisitsColumn.text(self.lang)).right(),
            Column::both("regular", Word::Regular.text(self.lang)).right(),
            Column::machine("combined"),
            Column::both("thematic", Word::Thematic.text(self.lang)).right(),
            Column::machine("other"),
        ]
    }

    pub(super) fn tally(tally: Tally) -> Vec<Field<'static>> {
        [tally.total(), tally.regular, tally.combined, tally.thematic, tally.other].map(Field::Count).to_vec()
    }

    fn per_person_columns(&self) -> Vec<Column> {
        vec![
            Column::both("persons", Word::AssignedColumn.text(self.lang)).right(),
            Column::both("went", Word::WentColumn.text(self.lang)).right(),
        ]
    }

    fn mean_columns(&self) -> Vec<Column> {
        vec![Column::both("per_person", Word::PerPersonColumn.text(self.lang)).right(), Column::machine("per_person_rounded")]
    }

    /// Both numbers and their quotient with two decimals, half up: `118/45 = 2,62`.
    fn mean(&self, sum: Sum) -> Vec<Field<'a>> {
        let Some(mean) = sum.mean() else { return vec![Field::None, Field::None] };
        let rounded = mean.fixed(2);
        let local = if self.lang == Lang::Vi { rounded.replace('.', ",") } else { rounded.clone() };
        let shown = format!("{}/{} = {local}", sum.visits.total(), sum.persons);
        vec![Field::word(mean.text(), shown), Field::text(rounded)]
    }

    fn persons(&self) -> Table<'a> {
        let (shown, lang) = (*self, self.lang);
        let name = if self.names { Column::both("name", Word::PersonName.text(lang)) } else { Column::machine("name") };
        let mut columns = vec![
            Column::both("person", Word::PersonColumn.text(lang)),
            name,
            Column::both("level", Word::VisitLevelColumn.text(lang)),
            Column::machine("period"),
        ];
        columns.extend(self.tally_columns());
        columns.extend([
            Column::both("months", Word::ByMonthColumn.text(lang)),
            Column::machine("months_regular"),
            Column::machine("months_thematic"),
            Column::both("left_out", Word::LeftOutColumn.text(lang)).right(),
            Column::machine("elsewhere"),
            Column::machine("rejected"),
        ]);
        if self.book.rule().is_some() {
            columns.extend([Column::both("minimum", Word::MinimumColumn.text(lang)), Column::machine("short_by")]);
        }
        let book = self.book;
        let row = move |position: usize, audience: Audience| {
            let Some(unit) = book.units.get(position) else { return Vec::new() };
            let mut fields = vec![
                Field::text(book.assignments.code(unit.person)),
                if shown.names { Field::text(book.assignments.name(unit.person)) } else { Field::None },
                shown.level(unit.level),
                Field::text(book.period.to_string()),
            ];
            fields.extend(Shown::tally(unit.counted));
            fields.push(shown.by_month(unit, Tally::total));
            fields.push(shown.by_month(unit, |tally| tally.regular));
            fields.push(shown.by_month(unit, |tally| tally.thematic));
            fields.push(seldom(unit.left_out, audience));
            fields.push(Field::Count(unit.elsewhere));
            fields.push(Field::Count(unit.rejected));
            if book.rule().is_some() {
                fields.extend(shown.standing_of(position));
            }
            fields
        };
        Table { id: "persons", title: Word::ByPerson.text(lang).to_owned(), columns, len: book.units.len(), row: Box::new(row) }
    }

    /// `2024-01=2;2024-03=1` for programs, `1 (2), 3` for readers of one year.
    fn by_month(&self, unit: &Unit, of: impl Fn(Tally) -> u64) -> Field<'static> {
        let made: Vec<(Month, u64)> = self
            .book
            .period
            .months()
            .zip(&unit.months)
            .map(|(month, tally)| (month, of(*tally)))
            .filter(|(_, n)| *n > 0)
            .collect();
        let machine: Vec<String> = made.iter().map(|(month, count)| format!("{month}={count}")).collect();
        let one_year = self.book.period.first.year() == self.book.period.last.year();
        let name = |month: &Month| if one_year { month.number().to_string() } else { month.to_string() };
        let shown = |(month, count): &(Month, u64)| match count {
            1 => name(month),
            count => format!("{} ({count})", name(month)),
        };
        Field::word(machine.join(";"), made.iter().map(shown).collect::<Vec<String>>().join(", "))
    }

    /// How somebody stands in all stretches together: the worst of them, and all visits that lack.
    fn standing_of(&self, unit: usize) -> [Field<'a>; 2] {
        let first = self.book.owed.partition_point(|owed| owed.unit < unit);
        let owed = || self.book.owed.iter().skip(first).take_while(|owed| owed.unit == unit);
        let short: u64 = owed().map(|owed| if let Outcome::Short(by) = owed.outcome { by } else { 0 }).sum();
        let rank = |outcome: Outcome| match outcome {
            Outcome::Met => 0,
            Outcome::Open(_) => 1,
            Outcome::Short(_) => 2,
        };
        match owed().map(|owed| owed.outcome).max_by_key(|outcome| rank(*outcome)) {
            None => [Field::None, Field::None],
            Some(outcome) => {
                let outcome = if let Outcome::Short(_) = outcome { Outcome::Short(short) } else { outcome };
                [Field::word(outcome.word(), self.outcome(outcome)), Field::Count(short)]
            }
        }
    }

    fn outcome(&self, outcome: Outcome) -> String {
        match outcome {
            Outcome::Met => Word::Met.text(self.lang).to_owned(),
            Outcome::Short(by) => fill(Word::ShortBy.text(self.lang), &[("count", &by.to_string())]),
            Outcome::Open(why) => fill(Word::OutcomeOpen.text(self.lang), &[("why", self.why(why))]),
        }
    }

    fn why(&self, why: Why) -> &'static str {
        match why {
            Why::NotInForce => Word::WhyNotInForce,
            Why::PartTime => Word::WhyPartTime,
            Why::NotOver => Word::WhyNotOver,
            Why::Unknown => Word::WhyUnknown,
        }
        .text(self.lang)
    }

    fn levels(&self) -> Table<'a> {
        let (shown, book, lang) = (*self, self.book, self.lang);
        let mut columns = vec![Column::both("level", Word::VisitLevelColumn.text(lang)), Column::machine("period")];
        columns.extend(self.per_person_columns());
        columns.extend(self.tally_columns());
        columns.extend(self.mean_columns());
        if book.rule().is_some() {
            columns.extend([
                Column::both("met", Word::MetColumn.text(lang)).right(),
                Column::both("short", Word::ShortColumn.text(lang)).right(),
                Column::both("open", Word::OpenColumn.text(lang)).right(),
            ]);
        }
        let rows = self.level_rows();
        let len = rows.len();
        let row = move |position: usize, _: Audience| {
            let Some(level) = rows.get(position) else { return Vec::new() };
            let sum = book.sum(*level);
            let mut fields = vec![shown.level_or_all(*level), Field::text(book.period.to_string())];
            fields.extend([Field::Count(sum.persons), Field::Count(sum.went)]);
            fields.extend(Shown::tally(sum.visits));
            fields.extend(shown.mean(sum));
            if book.rule().is_some() {
                let count = |word: &str| {
                    let of = |owed: &&crate::assess::visits::Owed| {
                        let own = book.units.get(owed.unit).map(|unit| unit.level);
                        owed.outcome.word() == word && level.is_none_or(|level| own == Some(level))
                    };
                    Field::Count(u64::try_from(book.owed.iter().filter(of).count()).unwrap_or(u64::MAX))
                };
                fields.extend(["met", "short", "open"].map(count));
            }
            fields
        };
        Table { id: "levels", title: Word::ByLevel.text(lang).to_owned(), columns, len, row: Box::new(row) }
    }

    /// The levels that somebody has, in the order of the vocabulary, then all of them.
    fn level_rows(&self) -> Vec<Option<usize>> {
        let has = |level: &usize| self.book.units.iter().any(|unit| unit.level == *level);
        (0..self.book.assignments.levels().len()).filter(has).map(Some).chain([None]).collect()
    }

    fn level_or_all(&self, level: Option<usize>) -> Field<'a> {
        level.map_or_else(|| Field::word("*", Word::AllLevels.text(self.lang)), |level| self.level(level))
    }

    fn months(&self) -> Table<'a> {
        let (shown, book, lang) = (*self, self.book, self.lang);
        let mut columns =
            vec![Column::both("month", Word::MonthColumn.text(lang)), Column::both("level", Word::VisitLevelColumn.text(lang))];
        columns.extend(self.per_person_columns());
        columns.extend(self.tally_columns());
        columns.extend(self.mean_columns());
        let levels = self.level_rows();
        let months: Vec<Month> = book.period.months().collect();
        let len = levels.len() * months.len();
        let row = move |position: usize, _: Audience| {
            let (month, level) = (position / levels.len(), levels.get(position % levels.len()).copied().flatten());
            let sum = book.sum_of_month(level, month);
            let name = months.get(month).map_or_else(String::new, ToString::to_string);
            let mut fields = vec![Field::text(name), shown.level_or_all(level)];
            fields.extend([Field::Count(sum.persons), Field::Count(sum.went)]);
            fields.extend(Shown::tally(sum.visits));
            fields.extend(shown.mean(sum));
            fields
        };
        Table { id: "months", title: Word::ByMonth.text(lang).to_owned(), columns, len, row: Box::new(row) }
    }

    /// Every minimum, person by person and stretch by stretch.
    fn minimum(&self) -> Table<'a> {
        let (shown, book, lang) = (*self, self.book, self.lang);
        let columns = vec![
            Column::both("person", Word::PersonColumn.text(lang)),
            Column::both("level", Word::VisitLevelColumn.text(lang)),
            Column::both("stretch", Word::KeyPeriod.text(lang)),
            Column::both("counted", Word::VisitsColumn.text(lang)).right(),
            Column::both("required", Word::KeyOwes.text(lang)).right(),
            Column::both("outcome", Word::MinimumColumn.text(lang)),
            Column::machine("short_by"),
            Column::machine("why"),
            Column::both("clause", Word::Clause.text(lang)),
            Column::both("standing", Word::Standing.text(lang)),
        ];
        let row = move |position: usize, _: Audience| {
            let owed = book.owed.get(position);
            let Some((owed, unit)) = owed.and_then(|owed| Some((owed, book.units.get(owed.unit)?))) else { return Vec::new() };
            let (Some(regulation), Some(rule)) = (book.regulation, book.rule()) else { return Vec::new() };
            let minimum: Option<&Minimum> = rule.minimums.get(owed.minimum);
            // Why it is open may stand elsewhere than the minimum.
            let part_time = rule.part_time.as_ref().map(|(_, basis)| basis);
            let basis = match owed.outcome {
                Outcome::Open(Why::PartTime) => part_time.or(minimum.map(|minimum| &minimum.basis)),
                _ => minimum.map(|minimum| &minimum.basis),
            };
            let (short, why) = match owed.outcome {
                Outcome::Met => (0, Field::None),
                Outcome::Short(by) => (by, Field::None),
                Outcome::Open(why) => (0, Field::text(why.word())),
            };
            vec![
                Field::text(book.assignments.code(unit.person)),
                shown.level(unit.level),
                Field::text(owed.stretch.to_string()),
                Field::Count(owed.counted),
                owed.required.map_or(Field::None, Field::Count),
                Field::word(owed.outcome.word(), shown.outcome(owed.outcome)),
                Field::Count(short),
                why,
                basis.map_or(Field::None, |basis| Field::text(regulation.clause(basis))),
                basis.map_or(Field::None, |basis| Field::word(basis.standing.word(), standing(basis.standing, lang))),
            ]
        };
        Table {
            id: "minimum",
            title: Word::MinimumTitle.text(lang).to_owned(),
            columns,
            len: book.owed.len(),
            row: Box::new(row),
        }
    }

    /// Every visit that is not counted, and why.
    fn left_out(&self) -> Table<'a> {
        let (shown, book, lang) = (*self, self.book, self.lang);
        let columns = vec![
            Column::both("person", Word::PersonColumn.text(lang)),
            Column::both("level", Word::VisitLevelColumn.text(lang)),
            Column::both("cell", Word::CellCode.text(lang)),
            Column::both("date", Word::Date.text(lang)),
            Column::both("kind", Word::Kind.text(lang)),
            Column::both("reason", Word::WhyColumn.text(lang)),
            Column::both("clause", Word::Clause.text(lang)),
            Column::machine("file"),
            Column::both("row", Word::RowColumn.text(lang)).right(),
        ];
        let rows: Vec<(usize, Aside)> =
            book.asides.iter().enumerate().filter_map(|(position, aside)| Some((position, (*aside)?))).collect();
        let len = rows.len();
        let row = move |position: usize, _: Audience| {
            let found = rows.get(position).and_then(|(place, aside)| Some((book.visits.rows.get(*place)?, *aside)));
            let Some((visit, aside)) = found else { return Vec::new() };
            let (person, level) = match &visit.person {
                VisitedBy::Assigned(person, level) => (book.assignments.code(*person), shown.level(*level)),
                VisitedBy::Other(code) => (code.as_str(), Field::None),
            };
            let clause =
                book.regulation.zip(book.rule()).and_then(|(regulation, rule)| Some(regulation.clause(aside.basis(rule)?)));
            vec![
                Field::text(person),
                level,
                Field::text(book.cells.code(visit.cell)),
                Field::Day(visit.day),
                shown.kind(visit.kind),
                Field::word(aside.word(), self::aside(aside, lang)),
                clause.map_or(Field::None, Field::text),
                Field::text(visit.place.file.as_deref().unwrap_or("").to_owned()),
                visit.place.row.map_or(Field::None, Field::Count),
            ]
        };
        Table { id: "left-out", title: Word::LeftOutTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
    }

    fn kind(&self, kind: crate::records::Kind) -> Field<'a> {
        let words = self.registers.get("visit_kind").and_then(|fact| match &fact.kind {
            crate::rules::FactType::Choice(scale) => scale.words.iter().zip(&fact.values).find(|(word, _)| *word == kind.word()),
            _ => None,
        });
        let title = words.and_then(|(_, (vi, en))| Some(self.lang.pick((vi.first()?, en.first()?))));
        Field::word(kind.word(), title.unwrap_or(kind.word()))
    }

    fn notices(&self, notes: &[RegulationNote], accounts: &[Account], by: By) -> Vec<Notice> {
        let (book, lang) = (self.book, self.lang);
        let mut notices: Vec<Notice> = notes.iter().flat_map(|note| note.notices(lang)).collect();
        if let Some(regulation) = book.regulation {
            notices.extend(notice::on_request(book.on_request, &regulation.header.id, lang));
        } else {
            notices.push(Notice { code: "no-visit-rules", text: Word::NoVisitRulesNotice.text(lang).to_owned() });
        }
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        let of = |word: &str| count(book.owed.iter().filter(|owed| owed.outcome.word() == word).count());
        let own = book.visits.rows.iter().zip(&book.asides).filter(|(visit, aside)| visit.own_cell && aside.is_none()).count();
        let left_out = book.asides.iter().flatten().count();
        notices.extend(notice::counted("own-cell-counted", Word::OwnCellCountedNotice, count(own), lang));
        notices.extend(notice::counted("left-out", Word::LeftOutNotice, count(left_out), lang));
        notices.extend(notice::counted("short", Word::ShortNotice, of("short"), lang));
        notices.extend(notice::counted("not-judged", Word::NotJudgedNotice, of("open"), lang));
        let people = count(book.assignments.rejected().count());
        notices.extend(notice::counted("persons-rejected", Word::PersonsRejectedNotice, people, lang));
        let rejected: u64 = accounts.iter().map(|account| account.rejected).sum();
        notices.extend(notice::counted("rejected", Word::VisitsRejectedNotice, rejected, lang));
        if by == By::Cell {
            notices.extend(visit_cells::notices(self));
        }
        notices
    }
}

/// A count that is blank for readers where it is zero.
pub(super) fn seldom(count: u64, audience: Audience) -> Field<'static> {
    if audience == Audience::Reader { Field::seldom(count) } else { Field::Count(count) }
}

/// Why a visit is left out.
pub(super) fn aside(aside: Aside, lang: Lang) -> &'static str {
    match aside {
        Aside::Again => Word::AsideAgain,
        Aside::NotAssigned => Word::AsideNotAssigned,
        Aside::OwnCell => Word::AsideOwnCell,
        Aside::Kind => Word::AsideKind,
        Aside::Cell => Word::AsideCell,
        Aside::CellOpen => Word::AsideCellOpen,
    }
    .text(lang)
}
