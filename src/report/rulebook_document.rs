//! A regulation as a document that a committee can proof-read against the paper: every figure in words, with its clause.

use super::document::{Block, Lines, Piece};
use super::notice::standing;
use super::wording::Wording;
use crate::outline::{Entry, Key, Kind, Outline, Value};
use crate::rules::{Basis, Regulation, Standing};
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
        Kind::Unscored => Place::Section(Word::NoSheet),
        Kind::Group => Place::Group,
        Kind::Leaf => Place::Leaf,
        Kind::MeetingQuality | Kind::Grade | Kind::Criterion => Place::Section(Word::SectionCriteria),
        Kind::Level => Place::Section(Word::SectionLevels),
        Kind::Gate => Place::Section(Word::SectionGates),
        Kind::Period => Place::Section(Word::SectionPeriod),
        Kind::Transition => Place::Section(Word::EntryTransition),
        Kind::Quota => Place::Section(Word::QuotaPlace),
        Kind::Fact => Place::Section(Word::SectionFacts),
        Kind::Gap => Place::Section(Word::EntryGap),
        Kind::Reading => Place::Section(Word::Readings),
        Kind::Source => Place::Section(Word::Sources),
        Kind::LeftOut
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
        | Kind::SmallGroups => Place::Within,
    }
}

/// The document of a regulation, below its title.
pub(super) fn blocks(regulation: &Regulation, outline: &Outline<'_>, lang: Lang) -> Vec<Block> {
    let page = Page { regulation, outline, wording: Wording { regulation, lang }, lang };
    let mut blocks = page.identity();
    let mut section: Option<Word> = None;
    for (position, entry) in outline.entries.iter().enumerate() {
        match place(entry.kind) {
            Place::Section(title) => {
                if section != Some(title) {
                    blocks.push(Block::Heading(2, title.text(lang).to_owned()));
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

struct Page<'a> {
    regulation: &'a Regulation,
    outline: &'a Outline<'a>,
    wording: Wording<'a>,
    lang: Lang,
}

impl Page<'_> {
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
                vec![open, cell(Key::Chosen), self.clause(entry)]
            }
            Kind::Source => {
                let mut lines = vec![vec![Piece::Strong(entry.id.clone()), Piece::Plain(format!(": {}", entry.title))]];
                lines.extend(entry.figures.iter().map(|figure| vec![Piece::Plain(self.wording.value(&figure.value))]));
                let known = entry.basis.as_ref().map_or(Vec::new(), |basis| vec![self.standing(basis.standing)]);
                vec![Lines(lines), Lines(vec![known])]
            }
            Kind::Grade => vec![self.item(entry), Lines::plain(entry.kind.phrase().text(self.lang)), self.clause(entry)],
            Kind::Fact => vec![self.item(entry), self.value(position, entry, &[Key::Facts]), self.clause(entry)],
            _ => vec![self.item(entry), self.value(position, entry, &[]), self.clause(entry)],
        }
    }

    fn item(&self, entry: &Entry<'_>) -> Lines {
        let column = entry.get(Key::Facts).filter(|_| entry.kind == Kind::Fact);
        let name = match (column, entry.title) {
            (Some(column), _) => self.wording.value(column),
            (None, "") => entry.kind.phrase().text(self.lang).to_owned(),
            (None, title) => title.to_owned(),
        };
        let id = if entry.title.is_empty() && entry.kind != Kind::Fact { "" } else { &entry.id };
        let mut line = Vec::new();
        if !id.is_empty() {
            line.push(Piece::Strong(id.to_owned()));
            line.push(Piece::Plain(" ".to_owned()));
        }
        line.push(Piece::Plain(capital(&name)));
        Lines(vec![line])
    }

    /// What an entry fixes, then a line for each entry inside it.
    fn value(&self, position: usize, entry: &Entry<'_>, left_out: &[Key]) -> Lines {
        let mut lines = Vec::new();
        let own = if entry.kind == Kind::Leaf { self.way(entry) } else { self.figures(entry, left_out) };
        if !own.is_empty() {
            lines.push(vec![Piece::Plain(own)]);
        }
        for inside in self.outline.children(position).filter_map(|child| self.outline.entries.get(child)) {
            if place(inside.kind) == Place::Within {
                lines.push(self.line(inside, entry));
            }
        }
        Lines(lines)
    }

    /// How the points of a leaf come about; the rows of a table follow on lines of their own.
    fn way(&self, leaf: &Entry<'_>) -> String {
        let get = |key| leaf.get(key).map(|value| self.wording.value(value)).unwrap_or_default();
        let way = leaf.get(Key::Way).map(Value::exact).unwrap_or_default();
        let (sentence, said) = match way.as_str() {
            "yes-no" => {
                let values = [("max", get(Key::Maximum)), ("when", get(Key::When))];
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                (fill(Word::SayYesNoLeaf.text(self.lang), &values), Key::When)
            }
            "tiers" => (fill(Word::SayTiersBy.text(self.lang), &[("of", &get(Key::Of))]), Key::Of),
            _ => (get(Key::Way), Key::Way),
        };
        let rest = self.figures(leaf, &[Key::Maximum, Key::Way, said]);
        [rest, sentence].into_iter().filter(|part| !part.is_empty()).collect::<Vec<String>>().join("; ")
    }

    /// An entry within the row of another; its clause only where it differs.
    fn line(&self, entry: &Entry<'_>, around: &Entry<'_>) -> Vec<Piece> {
        let mut line = vec![Piece::Plain(self.sentence(entry))];
        if let Some(basis) =
            entry.basis.as_ref().filter(|own| !around.basis.as_ref().is_some_and(|around| around.rests_on_the_same(own)))
        {
            let clause = self.regulation.clause(basis);
            let same = around.basis.as_ref().is_some_and(|around| self.regulation.clause(around) == clause);
            line.push(Piece::Plain(" [".to_owned()));
            line.extend(if same { vec![self.standing(basis.standing)] } else { self.cited(basis) });
            line.push(Piece::Plain("]".to_owned()));
        }
        line
    }

    /// What an entry says, as one sentence.
    fn sentence(&self, entry: &Entry<'_>) -> String {
        let get = |key| entry.get(key).map(|value| self.wording.value(value));
        let say = |phrase: Word, values: &[(&str, &str)]| fill(phrase.text(self.lang), values);
        match entry.kind {
            Kind::Exception | Kind::Row => {
                let points = get(Key::Points).unwrap_or_default();
                let when = match (get(Key::In).or_else(|| get(Key::Is)), get(Key::When), entry.title) {
                    (Some(when), _, "") | (None, Some(when), "") => when,
                    (Some(when), _, title) => format!("{when} ({title})"),
                    (None, Some(when), title) => format!("{title} ({when})"),
                    (None, None, title) => title.to_owned(),
                };
                if entry.kind == Kind::Exception {
                    say(Word::SayExceptionRow, &[("when", &when), ("points", &points)])
                } else {
                    format!("{when}: {points}")
                }
            }
            Kind::NotApplicable => {
                let (when, policy) = (get(Key::When).unwrap_or_default(), get(Key::Policy).unwrap_or_default());
                say(Word::SayNotApplicable, &[("when", &when), ("policy", &policy)])
            }
            Kind::LeftOut => say(Word::SayLeftOut, &[("status", &get(Key::Statuses).unwrap_or_default())]),
            Kind::Rounding => {
                let values = [Key::At, Key::Step, Key::Mode].map(|key| get(key).unwrap_or_default());
                let [at, step, mode] = values.each_ref().map(String::as_str);
                let rule = say(Word::SayRounding, &[("at", at), ("step", step), ("mode", mode)]);
                format!("{}: {rule}", entry.kind.phrase().text(self.lang))
            }
            Kind::Condition => format!("{}: {}", entry.title, get(Key::When).unwrap_or_default()),
            Kind::PeriodLevel => {
                format!("{}: {}", get(Key::Level).unwrap_or_default(), get(Key::When).unwrap_or_default())
            }
            _ => {
                let figures = self.figures(entry, &[]);
                match (entry.title, entry.kind) {
                    ("", Kind::QuotaPart) => figures,
                    ("", kind) => format!("{}: {figures}", kind.phrase().text(self.lang)),
                    (title, _) => format!("{title}: {figures}"),
                }
            }
        }
    }

    /// The figures of an entry in words, each with its name where the value alone does not say what it is.
    fn figures(&self, entry: &Entry<'_>, left_out: &[Key]) -> String {
        if let (Kind::Quota, Some(level)) = (entry.kind, entry.get(Key::Level)) {
            let level = self.wording.value(level);
            let get = |key| entry.get(key).map(|value| self.wording.value(value)).unwrap_or_default();
            let (word, name, most) = match entry.get(Key::Places) {
                Some(_) => (Word::SayQuotaPlaces, "places", get(Key::Places)),
                None => (Word::SayQuota, "percent", get(Key::Percent)),
            };
            return fill(word.text(self.lang), &[("level", &level), (name, &most)]);
        }
        let own = entry.figures.iter().filter(|figure| !left_out.contains(&figure.key));
        let parts: Vec<String> = own
            .map(|figure| {
                let value = self.wording.value(&figure.value);
                match figure.key {
                    Key::Way | Key::In | Key::Effect | Key::Table | Key::Type => value,
                    Key::When => value,
                    Key::Of if entry.kind == Kind::Measure => value,
                    key => format!("{}: {value}", key.phrase().text(self.lang)),
                }
            })
            .collect();
        parts.join("; ")
    }

    fn sheet(&self, position: usize, form: &Entry<'_>, blocks: &mut Vec<Block>) {
        let max = form.get(Key::Maximum).map_or(String::new(), |max| self.wording.value(max));
        let title = fill(Word::SheetHeading.text(self.lang), &[("title", form.title), ("max", &max)]);
        blocks.push(Block::Heading(2, title));
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

    fn clause(&self, entry: &Entry<'_>) -> Lines {
        let Some(basis) = &entry.basis else { return Lines::plain("") };
        Lines(vec![self.cited(basis)])
    }

    fn cited(&self, basis: &Basis) -> Vec<Piece> {
        let mut pieces = vec![Piece::Plain(self.regulation.clause(basis))];
        if basis.standing != Standing::Text {
            pieces.push(Piece::Plain(" · ".to_owned()));
            pieces.push(self.standing(basis.standing));
        }
        pieces
    }

    /// What is assumed stands out: nobody may take it for law.
    fn standing(&self, of: Standing) -> Piece {
        let text = standing(of, self.lang).to_owned();
        if of == Standing::Assumed { Piece::Strong(text) } else { Piece::Plain(text) }
    }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
