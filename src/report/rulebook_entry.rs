//! One entry of a regulation in words: what it is, what it fixes with all inside it, its clause.

use super::document::{Lines, Piece};
use super::notice::standing;
use super::wording::Wording;
use crate::outline::{self, Entry, Key, Kind, Outline, Value};
use crate::rules::{Basis, Regulation, Standing};
use crate::words::{Lang, Word, fill};

/// Puts the entries of one regulation into words.
pub(super) struct Speaker<'a> {
    pub(super) regulation: &'a Regulation,
    pub(super) outline: Outline<'a>,
    pub(super) wording: Wording<'a>,
    pub(super) lang: Lang,
}

impl<'a> Speaker<'a> {
    pub(super) fn of(regulation: &'a Regulation, lang: Lang) -> Speaker<'a> {
        Speaker { regulation, outline: outline::of(regulation), wording: Wording { regulation, lang }, lang }
    }

    pub(super) fn item(&self, entry: &Entry<'_>) -> Lines {
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
    pub(super) fn value(&self, position: usize, entry: &Entry<'_>, left_out: &[Key]) -> Lines {
        let mut lines = Vec::new();
        let own = if entry.kind == Kind::Leaf { self.way(entry) } else { self.figures(entry, left_out) };
        if !own.is_empty() {
            lines.push(vec![Piece::Plain(own)]);
        }
        for inside in self.outline.children(position).filter_map(|child| self.outline.entries.get(child)) {
            if !matches!(inside.kind, Kind::Group | Kind::Leaf) {
                lines.push(self.line(inside, entry));
            }
        }
        Lines(lines)
    }

    /// How the points of a leaf come about; the rows of a table follow on lines of their own.
    pub(super) fn way(&self, leaf: &Entry<'_>) -> String {
        let way = leaf.get(Key::Way).map(Value::exact).unwrap_or_default();
        let (phrase, places): (Word, &[(&str, Key)]) = match way.as_str() {
            "yes-no" => (Word::SayYesNoLeaf, &[("max", Key::Maximum), ("when", Key::When)]),
            "tiers" => (Word::SayTiersBy, &[("of", Key::Of)]),
            "per-occurrence" => (
                Word::SayPerOccurrence,
                &[("of", Key::Of), ("start", Key::Start), ("each", Key::Each), ("least", Key::AtLeast), ("most", Key::AtMost)],
            ),
            "proportional" => (Word::SayProportional, &[("max", Key::Maximum), ("of", Key::Of), ("full", Key::FullAt)]),
            _ => return self.figures(leaf, &[Key::Maximum]),
        };
        let said: Vec<Key> = places.iter().map(|(_, key)| *key).chain([Key::Maximum, Key::Way]).collect();
        let parts = [self.figures(leaf, &said), self.filled(leaf, phrase, places)];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<String>>().join("; ")
    }

    /// A phrase with the figures of an entry in its places.
    fn filled(&self, entry: &Entry<'_>, phrase: Word, places: &[(&str, Key)]) -> String {
        let value = |key: Key| entry.get(key).map(|value| self.wording.value(value)).unwrap_or_default();
        let values: Vec<(&str, String)> = places.iter().map(|(name, key)| (*name, value(*key))).collect();
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(phrase.text(self.lang), &values)
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
    pub(super) fn sentence(&self, entry: &Entry<'_>) -> String {
        let get = |key| entry.get(key).map(|value| self.wording.value(value));
        match entry.kind {
            Kind::Exception | Kind::Row => {
                let gives = get(Key::Points).or_else(|| get(Key::Grade)).unwrap_or_default();
                let when = match (get(Key::In).or_else(|| get(Key::Is)), get(Key::When), entry.title) {
                    (Some(when), _, "") | (None, Some(when), "") => when,
                    (Some(when), _, title) => format!("{when} ({title})"),
                    (None, Some(when), title) => format!("{title} ({when})"),
                    (None, None, title) => title.to_owned(),
                };
                // What a person chooses among may be known by its points alone.
                if when.is_empty() {
                    gives
                } else if entry.kind == Kind::Exception {
                    fill(Word::SayExceptionRow.text(self.lang), &[("when", &when), ("points", &gives)])
                } else {
                    format!("{when}: {gives}")
                }
            }
            Kind::NotApplicable => self.filled(entry, Word::SayNotApplicable, &[("when", Key::When), ("policy", Key::Policy)]),
            Kind::LeftOut => self.filled(entry, Word::SayLeftOut, &[("status", Key::Statuses)]),
            Kind::Rounding => {
                let rule = self.filled(entry, Word::SayRounding, &[("at", Key::At), ("step", Key::Step), ("mode", Key::Mode)]);
                format!("{}: {rule}", entry.kind.phrase().text(self.lang))
            }
            Kind::Corresponds => {
                let places = [("leaf", Key::OtherLeaf), ("regulation", Key::OtherRegulation), ("max", Key::Maximum)];
                let sentence = self.filled(entry, Word::SayCorresponds, &places);
                let rest = self.figures(entry, &places.map(|(_, key)| key));
                if rest.is_empty() { sentence } else { format!("{sentence}; {rest}") }
            }
            Kind::SpecialPercent => self.filled(entry, Word::SaySpecial, &[("percent", Key::Percent), ("when", Key::When)]),
            Kind::SmallGroups => self.filled(entry, Word::SaySmallGroups, &[("under", Key::Under), ("then", Key::Then)]),
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
    pub(super) fn figures(&self, entry: &Entry<'_>, left_out: &[Key]) -> String {
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
                    Key::Way | Key::Mode | Key::Ties | Key::In | Key::Effect | Key::Table | Key::Type | Key::Sign => value,
                    Key::When => value,
                    Key::Of if entry.kind == Kind::Measure => value,
                    key => format!("{}: {value}", key.phrase().text(self.lang)),
                }
            })
            .collect();
        parts.join("; ")
    }

    pub(super) fn clause(&self, entry: &Entry<'_>) -> Lines {
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
    pub(super) fn standing(&self, of: Standing) -> Piece {
        let text = standing(of, self.lang).to_owned();
        if of == Standing::Assumed { Piece::Strong(text) } else { Piece::Plain(text) }
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
