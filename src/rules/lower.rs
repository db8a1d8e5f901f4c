//! What all parts of lowering share: the file, the faults found so far, the sources that citations name.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::Figure;
use super::basis::{Basis, Reading, Source, Standing};
use super::layers::{self, Layer};
use super::section::{Section, Text};
use crate::base::heading;
use crate::diagnostic::{Diagnostic, Findings, Place};
use crate::expr::{Expr, Fault, FaultKind, Names};
use crate::words::Code;

/// What a text took out of those below it.
pub(super) struct Removal {
    /// The key of its list.
    pub(super) list: String,
    pub(super) id: String,
    /// The citation and the reading on which that rests.
    pub(super) by: Vec<(&'static str, Text)>,
}

pub(crate) struct Lower {
    pub(super) file: Arc<str>,
    /// All texts of the file and of those that it extends, one after another.
    pub(super) text: Arc<str>,
    /// Whether readings were chosen in place of those of the text.
    pub(super) chosen: bool,
    /// Where each text begins in all of them.
    layers: Vec<(usize, Layer)>,
    pub(crate) findings: RefCell<Findings>,
    /// Where each fault begins in the text as a whole.
    pub(super) told: RefCell<Vec<(Code, usize)>>,
    /// Every name and quoted word of every expression.
    pub(super) named: RefCell<BTreeSet<String>>,
    pub(super) sources: RefCell<Vec<Source>>,
    pub(super) readings: RefCell<Vec<Reading>>,
    pub(super) readings_used: RefCell<Vec<usize>>,
    pub(super) sources_used: RefCell<Vec<usize>>,
    pub(super) figures: RefCell<Vec<Figure>>,
    pub(super) removals: RefCell<Vec<Removal>>,
    /// Ids of facts of which it could not be read in what table they stand.
    pub(super) tableless: RefCell<Vec<String>>,
    /// Table and key of all that was read, and of every word that was understood there, for the test of the shape.
    #[cfg(test)]
    pub(crate) asked: RefCell<super::shape::samples::Asked>,
}

impl Lower {
    pub(crate) fn new(file: &Arc<str>, text: &Arc<str>) -> Lower {
        Lower::of(&[(Arc::clone(file), Arc::clone(text))])
    }

    /// For a file that extends others; it stands last.
    pub(super) fn of(texts: &[Layer]) -> Lower {
        let mut layers = Vec::new();
        let mut whole = String::new();
        for (file, text) in texts {
            let text: Arc<str> = text.strip_prefix('\u{feff}').map_or_else(|| Arc::clone(text), Arc::from);
            layers.push((whole.len(), (Arc::clone(file), Arc::clone(&text))));
            whole.push_str(&text);
            whole.push('\n');
        }
        let (file, text) = match texts {
            [(file, text)] => (Arc::clone(file), Arc::clone(text)),
            _ => (texts.last().map_or_else(|| "".into(), |(file, _)| Arc::clone(file)), whole.into()),
        };
        Lower {
            file,
            text,
            chosen: false,
            layers,
            findings: RefCell::default(),
            told: RefCell::default(),
            named: RefCell::default(),
            sources: RefCell::default(),
            readings: RefCell::default(),
            readings_used: RefCell::default(),
            sources_used: RefCell::default(),
            figures: RefCell::default(),
            removals: RefCell::default(),
            tableless: RefCell::default(),
            #[cfg(test)]
            asked: RefCell::default(),
        }
    }

    pub(crate) fn place(&self, span: &Range<usize>) -> Place {
        match self.layer(span) {
            Some((start, (file, text))) => Place::in_text(file, text, &(span.start - start..span.end.saturating_sub(*start))),
            None => Place::in_text(&self.file, &self.text, span),
        }
    }

    /// The text in which a place lies.
    fn layer(&self, span: &Range<usize>) -> Option<&(usize, Layer)> {
        self.layers.iter().rev().find(|(start, _)| *start <= span.start).filter(|_| self.layers.len() > 1)
    }

    /// Whether the file extends others.
    pub(super) fn is_layered(&self) -> bool {
        self.layers.len() > 1
    }

    /// Ids of the texts below this one, down to the one in which a place lies; none where that is this one.
    pub(super) fn below(&self, span: &Range<usize>) -> Vec<String> {
        let Some((from, _)) = self.layer(span) else { return Vec::new() };
        let above = self.layers.iter().skip_while(|(start, _)| start < from);
        let below = above.take(self.layers.iter().filter(|(start, _)| start >= from).count().saturating_sub(1));
        below.map(|(_, (_, text))| layers::own_id(text)).collect()
    }

    /// The file in which a place lies.
    pub(super) fn file_of(&self, span: &Range<usize>) -> &Arc<str> {
        self.layer(span).map_or(&self.file, |(_, (file, _))| file)
    }

    pub(crate) fn fault(&self, code: Code, span: &Range<usize>, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        let diagnostic = fill(Diagnostic::new(code, self.place(span)));
        self.findings.borrow_mut().push(diagnostic);
        self.told.borrow_mut().push((code, span.start));
    }

    /// As [`Lower::fault`], for what several entries may have from one place of the file.
    fn fault_once(&self, code: Code, span: &Range<usize>, fill: impl FnOnce(Diagnostic) -> Diagnostic) {
        let told = self.told.borrow().contains(&(code, span.start));
        if !told {
            self.fault(code, span, fill);
        }
    }

    /// Reports the value at a place, as it stands there, and what should stand there.
    pub(crate) fn wrong_value(&self, span: &Range<usize>, wanted: &str) {
        let value = self.text.get(span.clone()).unwrap_or("").to_owned();
        self.fault(Code::RuleValue, span, |d| d.with("value", value).with("wanted", wanted));
    }

    /// The `cite`, `standing` and `reading` of an entry; what it leaves out it has from the entry around it.
    pub(super) fn basis(&self, section: &Section<'_>, around: Option<&Basis>) -> Basis {
        let standing = section.one_of("standing", &Standing::WORDS).and_then(|word| Standing::from_word(&word));
        let reading = section.text("reading").and_then(|text| self.reading(&text));
        // What closes a hole of the text rests on its reading, not on the text around it.
        let of_reading = reading.and_then(|position| self.readings.borrow().get(position).map(|reading| reading.basis.clone()));
        let basis = match section.text("cite") {
            Some(cite) => self.cited(&cite),
            None => of_reading.or_else(|| around.cloned()),
        };
        // What an overlay adds without a citation has been reported when the texts were put together.
        let reported = self.told.borrow().contains(&(Code::RuleUncited, section.span.start));
        if basis.is_none() && !reported && !section.is_faulty_key("cite") {
            self.fault(Code::RuleUncited, &section.span, |d| d.with("entry", section.path()));
        }
        let mut basis = basis.unwrap_or_else(|| Basis::unknown(String::new()));
        basis.span = section.span.clone();
        // The words around an entry are not its own.
        basis.phrase.clear();
        if reading.is_some() {
            basis.reading = reading;
            basis.standing = Standing::Assumed;
        }
        if let Some(standing) = standing {
            basis.standing = standing;
        }
        basis
    }

    fn cited(&self, cite: &Text) -> Option<Basis> {
        let (id, clause) = cite.value.split_once(':').map_or((cite.value.as_str(), ""), |(id, clause)| (id, clause.trim()));
        let sources = self.sources.borrow();
        let Some(position) = sources.iter().position(|source| source.id == id) else {
            let near = heading::nearest_or_some(id, sources.iter().map(|source| source.id.as_str()));
            self.fault_once(Code::RuleCitation, &cite.span, |d| d.with("value", id).with("near", near));
            return Some(Basis::unknown(clause.to_owned()));
        };
        self.sources_used.borrow_mut().push(position);
        let standing = sources.get(position).map_or(Standing::Assumed, |source| source.standing);
        Some(Basis { source: position, standing, ..Basis::unknown(clause.to_owned()) })
    }

    fn reading(&self, text: &Text) -> Option<usize> {
        let readings = self.readings.borrow();
        let position = readings.iter().position(|reading| reading.id == text.value);
        match position {
            Some(position) => self.readings_used.borrow_mut().push(position),
            None => {
                let near = heading::nearest_or_some(&text.value, readings.iter().map(|reading| reading.id.as_str()));
                self.fault_once(Code::RuleUnknownReading, &text.span, |d| d.with("value", &text.value).with("near", near));
            }
        }
        position
    }

    /// What takes an entry away is an entry that refers to its clause. Of a text below, the clause may have been taken away in its turn.
    pub(super) fn removals_cite(&self) {
        for (key, text) in self.removals.borrow().iter().flat_map(|removal| &removal.by) {
            let id = text.value.split_once(':').map_or(text.value.as_str(), |(id, _)| id);
            let known = match *key {
                "cite" => self.sources.borrow().iter().any(|source| source.id == id),
                _ => self.readings.borrow().iter().any(|reading| reading.id == id),
            };
            match *key {
                _ if !known && self.file_of(&text.span) != &self.file => {}
                "cite" => drop(self.cited(text)),
                "reading" => drop(self.reading(text)),
                _ => {}
            }
        }
    }

    /// Notes a figure for the count of standings.
    pub(super) fn figure(&self, entry: impl Into<String>, text: impl Into<String>, basis: &Basis) {
        self.figures.borrow_mut().push(Figure { entry: entry.into(), text: text.into(), basis: basis.clone() });
    }

    /// Compiles the expression under `key`; `None` when the key is absent, or faulty and reported.
    pub(super) fn expr(&self, section: &Section<'_>, key: &'static str, names: &Names) -> Option<Expr> {
        self.compiled(&section.text(key)?, names, Expr::compile)
    }

    /// As [`Lower::expr`], for a condition.
    pub(super) fn condition(&self, section: &Section<'_>, key: &'static str, names: &Names) -> Option<Expr> {
        self.compiled(&section.text(key)?, names, Expr::compile_flag)
    }

    /// The expression of a text; its faults are reported.
    pub(super) fn compiled(
        &self,
        text: &Text,
        names: &Names,
        compile: fn(&str, &Names) -> Result<Expr, Vec<Fault>>,
    ) -> Option<Expr> {
        self.names_in(&text.value);
        let expr = compile(&text.value, names);
        let expr = match expr {
            Ok(expr) => expr,
            Err(faults) => {
                // Without a fault of its own it rests on something that could not be read.
                self.told.borrow_mut().push((Code::ExprUnknown, text.span.start));
                self.expr_faults(text, faults);
                return None;
            }
        };
        Some(expr.at(text.inner(&self.text).unwrap_or_else(|| text.span.clone())))
    }

    /// Notes the names and quoted words of an expression, readable or not: they are not unused.
    pub(super) fn names_in(&self, text: &str) {
        let names = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).filter(|name| !name.is_empty());
        let quoted = text.split('\'').skip(1).step_by(2);
        self.named.borrow_mut().extend(names.chain(quoted).map(str::to_owned));
    }

    fn expr_faults(&self, text: &Text, faults: Vec<Fault>) {
        for fault in faults {
            let inside = text.inner(&self.text);
            let span = match &inside {
                Some(inside) => inside.start + fault.range.start..inside.start + fault.range.end,
                None => text.span.clone(),
            };
            let value = text.value.get(fault.range.clone()).unwrap_or("").to_owned();
            match fault.kind {
                FaultKind::Syntax(wanted) => {
                    self.fault(Code::ExprSyntax, &span, |d| d.with("value", value).with("wanted", wanted))
                }
                FaultKind::Unknown(near) => {
                    self.fault(Code::ExprUnknown, &span, |d| d.with("value", value).with("near", near.unwrap_or_default()));
                }
                FaultKind::BareFigure(figure) => {
                    self.fault(Code::ExprPercent, &span, |d| d.with("value", value).with("figure", figure));
                }
                FaultKind::Units(left, right) => {
                    self.fault(Code::ExprUnits, &span, |d| d.with("value", value).with("left", left).with("right", right));
                }
                FaultKind::Unquoted(found, scale) => {
                    self.fault(Code::ExprUnquoted, &span, |d| d.with("value", value).with("found", found).with("scale", scale));
                }
                FaultKind::NoSuchDay(day, wanted) => {
                    self.fault(Code::ExprNoDay, &span, |d| d.with("value", value).with("day", day).with("wanted", wanted));
                }
                FaultKind::Wanted(wanted, found) => {
                    self.fault(Code::ExprWanted, &span, |d| d.with("value", value).with("wanted", wanted).with("found", found));
                }
            }
        }
    }
}
