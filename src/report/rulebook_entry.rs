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
    pub(super) fn sentence(&self, entry: &Entry<'_>) -> String {
        let get = |key| entry.get(key).map(|value| self.wording.value(value));
        let say = |phrase: Word, values: &[(&str, &str)]| fill(phrase.text(self.lang), values);
        match entry.kind {
            Kind::Exception | Kind::Row => {
                let gives = get(Key::Points).or_else(|| get(Key::Grade)).unwrap_or_default();
                let when = match (get(Key::In).or_else(|| get(Key::Is)), get(Key::When), entry.title) {
                    (Some(when), _, "") | (None, Some(when), "") => when,
                    (Some(when), _, title) => format!("{when} ({title})"),
                    (None, Some(when), title) => format!("{title} ({when})"),
                    (None, None, title) => title.to_owned(),
                };
                if entry.kind == Kind::Exception {
                    say(Word::SayExceptionRow, &[("when", &when), ("points", &gives)])
                } else {
                    format!("{when}: {gives}")
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
                    Key::Way | Key::In | Key::Effect | Key::Table | Key::Type => value,
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
