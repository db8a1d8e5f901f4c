//! A regulation as a document that a committee can proof-read against the paper: every figure in words, with its clause.

use super::document::{Block, Lines, Piece};
use super::rulebook_entry::{Speaker, capital};
use super::{Audience, Column, Seen, Table};
use crate::outline::{Entry, Key, Kind, Value};
use crate::rules::{Regulation, Standing};
use crate::words::{Lang, Word, fill};

/// Where an entry stands in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In the table right below the title.
    Identity,
    /// As a row of the table of its section.
    Section(Word),
    /// As a section of its own, and the groups inside it as headings.
    Sheet,
    /// As a heading inside its sheet.
    Group,
    /// As a row of the table of its group.
    Leaf,
    /// As a line in the row of the entry around it.
    Within,
}

fn place(kind: Kind) -> Place {
    match kind {
        Kind::Regulation | Kind::Time => Place::Identity,
        Kind::Attendance => Place::Section(Word::SectionAttendance),
        Kind::Due => Place::Section(Word::SectionDue),
        Kind::Tally | Kind::Measure => Place::Section(Word::SectionMeasures),
        Kind::Form => Place::Sheet,
        Kind::Unscored => Place::Section(Word::SectionUnscored),
        Kind::Group => Place::Group,
        Kind::Leaf => Place::Leaf,
        Kind::MeetingQuality | Kind::Grade | Kind::Criterion => Place::Section(Word::SectionCriteria),
        Kind::Level => Place::Section(Word::SectionLevels),
        Kind::Gate => Place::Section(Word::SectionGates),
        Kind::Period => Place::Section(Word::SectionPeriod),
        Kind::Transition => Place::Section(Word::EntryTransition),
        Kind::Lineage => Place::Section(Word::EntryLineage),
        Kind::Sign => Place::Section(Word::SectionSigns),
        Kind::Quota => Place::Section(Word::QuotaPlace),
        Kind::Award => Place::Section(Word::Award),
        Kind::Visits => Place::Section(Word::SectionVisits),
        Kind::Fact => Place::Section(Word::SectionFacts),
        Kind::Gap => Place::Section(Word::EntryGap),
        Kind::Reading => Place::Section(Word::Readings),
        Kind::Source => Place::Section(Word::Sources),
        Kind::LeftOut
        | Kind::DueException
        | Kind::DuePlan
        | Kind::Rounding
        | Kind::Exception
        | Kind::Row
        | Kind::Corresponds
        | Kind::NotApplicable
        | Kind::FromMeetings
        | Kind::Condition
        | Kind::PeriodLevel
        | Kind::QuotaPart
        | Kind::RankingKey
        | Kind::OutsideQuota
        | Kind::SpecialPercent
        | Kind::SmallGroups
        | Kind::WarnOver
        | Kind::VisitMinimum
        | Kind::VisitCells
        | Kind::VisitKinds
        | Kind::OwnCell
        | Kind::PartTime
        | Kind::HardCells
        | Kind::VisitLevel => Place::Within,
    }
}

/// The document of a regulation, below its title.
pub(super) fn blocks(regulation: &Regulation, lang: Lang) -> Vec<Block> {
    let page = Speaker::of(regulation, lang);
    let mut blocks = page.identity();
    let mut section: Option<Word> = None;
    for (position, entry) in page.outline.entries.iter().enumerate() {
        match place(entry.kind) {
            Place::Section(title) => {
                if section != Some(title) {
                    blocks.push(Block::Heading(2, capital(title.text(lang))));
                    blocks.push(Block::Table(page.headings(entry.kind), Vec::new()));
                }
                section = Some(title);
                if let Some(Block::Table(_, rows)) = blocks.last_mut() {
                    rows.push(page.row(position, entry));
                }
            }
            Place::Sheet => {
                section = None;
                page.sheet(position, entry, &mut blocks);
            }
            Place::Group => page.group(position, entry, &mut blocks),
            Place::Identity | Place::Leaf | Place::Within => {}
        }
    }
    blocks
}

/// A table that readers see elsewhere too, under its title.
pub(super) fn table(title: &str, table: &Table<'_>, lang: Lang) -> [Block; 2] {
    let seen = |column: &&Column| column.seen != Seen::Machine;
    let headings = table.columns.iter().filter(seen).map(|column| column.heading.clone()).collect();
    let row = |position: usize| -> Vec<Lines> {
        let fields = table.row.of(position, Audience::Reader);
        let fields = fields.iter().zip(&table.columns).filter(|(_, column)| seen(column)).map(|(field, _)| field.shown(lang));
        fields.map(|text| Lines(text.split('\n').map(|line| vec![Piece::Plain(line.to_owned())]).collect())).collect()
    };
    [Block::Heading(2, title.to_owned()), Block::Table(headings, (0..table.len).map(row).collect())]
}

impl Speaker<'_> {
    fn identity(&self) -> Vec<Block> {
        let row = |name: Word, value: String| vec![Lines::plain(name.text(self.lang)), Lines::plain(value)];
        let mut blocks = Vec::new();
        let mut rows = Vec::new();
        for entry in self.outline.entries.iter().filter(|entry| place(entry.kind) == Place::Identity) {
            if entry.kind == Kind::Time {
                rows.push(row(entry.kind.phrase(), self.figures(entry, &[])));
                continue;
            }
            for figure in &entry.figures {
                let value = self.wording.value(&figure.value);
                match figure.key {
                    Key::Notice => blocks.push(Block::Warning(Lines(vec![vec![Piece::Strong(value)]]))),
                    key => rows.push(row(key.phrase(), value)),
                }
            }
        }
        rows.push(vec![Lines::plain("ID"), Lines::plain(self.regulation.header.id.clone())]);
        let headings = vec![Word::Item.text(self.lang).to_owned(), Word::Value.text(self.lang).to_owned()];
        let [assumed, restated] = [Standing::Assumed, Standing::Restated].map(|standing| self.regulation.count(standing));
        let counts = [("all", self.regulation.figures.len()), ("assumed", assumed), ("restated", restated)]
            .map(|(n, c)| (n, c.to_string()));
        let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
        blocks.push(Block::Table(headings, rows));
        blocks.push(Block::Paragraph(Lines::plain(fill(Word::ProofReadingLine.text(self.lang), &counts))));
        blocks
    }

    fn headings(&self, kind: Kind) -> Vec<String> {
        let words: &[Word] = match kind {
            Kind::Reading => &[Word::LeftOpen, Word::Chosen, Word::Clause],
            Kind::Source => &[Word::Title, Word::Standing],
            _ => &[Word::Item, Word::Value, Word::Clause],
        };
        words.iter().map(|word| word.text(self.lang).to_owned()).collect()
    }

    /// An entry as a row: what it is, what it fixes with all inside it, its clause.
    fn row(&self, position: usize, entry: &Entry<'_>) -> Vec<Lines> {
        match entry.kind {
            Kind::Reading => {
                let cell = |key| Lines::plain(entry.get(key).map_or(String::new(), |value| self.wording.value(value)));
                let mut open = cell(Key::Open);
                open.0.insert(0, vec![Piece::Strong(entry.id.clone())]);
                let mut chosen = cell(Key::Chosen);
                if let Some(Value::Pairs(others)) = entry.get(Key::Alternatives) {
                    let other = Key::Alternatives.phrase().text(self.lang);
                    chosen.0.extend(others.iter().map(|(id, text)| vec![Piece::Plain(format!("{other} [{id}]: {text}"))]));
                }
                vec![open, chosen, self.clause(entry)]
            }
            Kind::Source => {
                let mut lines = vec![vec![Piece::Strong(entry.id.clone()), Piece::Plain(format!(": {}", entry.title))]];
                lines.extend(entry.figures.iter().map(|figure| vec![Piece::Plain(self.wording.value(&figure.value))]));
                let known = entry.basis.as_ref().map_or(Vec::new(), |basis| vec![self.standing(basis.standing)]);
                vec![Lines(lines), Lines(vec![known])]
            }
            Kind::Grade => vec![self.item(entry), Lines::plain(entry.kind.phrase().text(self.lang)), self.clause(entry)],
            Kind::Fact => vec![self.item(entry), self.value(position, entry, &[Key::Facts]), self.clause(entry)],
            _ => {
                let mut value = self.value(position, entry, &[]);
                if entry.kind == Kind::Level && value.0.is_empty() {
                    value = Lines::plain(Word::Otherwise.text(self.lang));
                }
                vec![self.item(entry), value, self.clause(entry)]
            }
        }
    }

    fn sheet(&self, position: usize, form: &Entry<'_>, blocks: &mut Vec<Block>) {
        let max = form.get(Key::Maximum).map(|max| self.wording.value(max));
        let with_max = |max: String| fill(Word::SheetHeading.text(self.lang), &[("title", form.title), ("max", &max)]);
        blocks.push(Block::Heading(2, max.map_or_else(|| form.title.to_owned(), with_max)));
        let lines = self.value(position, form, &[Key::Maximum]);
        if !lines.0.is_empty() {
            blocks.push(Block::Paragraph(lines));
        }
    }

    fn group(&self, position: usize, group: &Entry<'_>, blocks: &mut Vec<Block>) {
        let max = group.get(Key::Maximum).map_or(String::new(), |max| self.wording.value(max));
        let title = fill(Word::GroupHeading.text(self.lang), &[("title", group.title), ("id", &group.id), ("max", &max)]);
        blocks.push(Block::Heading(2 + group.depth, title));
        blocks.push(Block::Paragraph(self.clause(group)));
        let leaves = self.outline.children(position).filter_map(|child| Some((child, self.outline.entries.get(child)?)));
        let rows: Vec<Vec<Lines>> = leaves
            .filter(|(_, entry)| place(entry.kind) == Place::Leaf)
            .map(|(child, leaf)| {
                let max = leaf.get(Key::Maximum).map_or(String::new(), |max| self.wording.value(max));
                vec![
                    Lines(vec![vec![Piece::Strong(leaf.id.clone())]]),
                    Lines::plain(leaf.title),
                    Lines::plain(max),
                    self.value(child, leaf, &[Key::Maximum]),
                    self.clause(leaf),
                ]
            })
            .collect();
        if !rows.is_empty() {
            let headings = [Word::Number, Word::Leaf, Word::Max, Word::KeyWay, Word::Clause];
            blocks.push(Block::Table(headings.map(|word| word.text(self.lang).to_owned()).to_vec(), rows));
        }
    }
}
