//! What a case expects: every value as the program would write it.

use super::case::{Expected, Given, OPEN, Subject, list};
use super::part::branches;
use super::read::Reader;
use crate::assess::State;
use crate::base::{Exact, Points};
use crate::rules::section::{Section, Text};
use crate::words::Code;

impl Reader<'_> {
    /// What a case of that kind expects, by the keys that it may have.
    pub(super) fn expect(
        &self,
        section: &Section<'_>,
        given: Option<&Given>,
        (kind, may): (&str, &[&'static str]),
    ) -> Option<Vec<Expected>> {
        let expect = section.need_section("expect")?;
        let mut out = Vec::new();
        for key in may {
            match *key {
                _ if kind == "period" => self.of_period(&expect, key, &mut out),
                "counted" | "required" | "minimum" | "short-by" | "unattended" => self.of_visits(&expect, key, &mut out),
                "sign" => self.of_signs(&expect, &mut out),
                "succession" => self.of_lineage(&expect, &mut out),
                "plan" => self.of_due(&expect, given, &mut out),
                // Read with the plan.
                "due-regular" | "due-thematic" | "missing-regular" | "missing-thematic" => {}
                "leaves" => self.per_leaf(&expect, "leaves", Subject::Leaf, &mut out),
                "reasons" => self.per_leaf(&expect, "reasons", Subject::Reason, &mut out),
                "clauses" => self.per_leaf(&expect, "clauses", Subject::Clause, &mut out),
                "gates" => self.listed(&expect, "gates", Subject::Gates, &mut out),
                "failed" => self.listed(&expect, "failed", Subject::Failed, &mut out),
                "levels" => {
                    if let Some(given) = given {
                        self.of_units(&expect, given, &mut out);
                    }
                }
                "in-force" => {
                    if let Some(flag) = expect.flag("in-force") {
                        out.push(Expected { of: Subject::InForce, value: flag.to_string(), span: expect.span_of(key) });
                    }
                }
                // Read with the units.
                "allowed" | "base" | "admitted" | "undecided" | "over" | "awards" | "totals" => {}
                _ => {
                    if let Some(text) = expect.text(key) {
                        out.extend(self.single(&expect, key, &text));
                    }
                }
            }
        }
        let named = expect.entries().next().is_some();
        expect.finish();
        if !named {
            self.lower.fault(Code::CaseExpectsNothing, &expect.span, |d| {
                d.with("entry", section.path()).with("wanted", may.join(" | "))
            });
        }
        Some(out)
    }

    fn single(&self, expect: &Section<'_>, key: &str, text: &Text) -> Option<Expected> {
        let value = &text.value;
        let is_share = |value: &str| {
            value.split_once('/').is_some_and(|(part, whole)| part.parse::<u32>().is_ok() && whole.parse::<u32>().is_ok())
        };
        let open = value == OPEN;
        let of = match key {
            "attendance" if is_share(value) => Subject::Attendance,
            "attendance" => return self.refused(text, "\"13/15\""),
            "total" if open || total(value).as_deref() == Some(value) => Subject::Total,
            "total" => return self.refused(text, "\"86.5\" | \"290/3\" | \"open\""),
            "form" => {
                let known = self.regulation.forms.iter().map(|form| form.id.as_str()).chain(["none", "unscored"]);
                self.position(expect, text, known)?;
                Subject::Form
            }
            _ => {
                let known = self.regulation.levels.iter().map(|level| level.id.as_str()).chain([OPEN]);
                self.position(expect, text, known)?;
                Subject::Level
            }
        };
        Some(Expected { of, value: value.clone(), span: text.span.clone() })
    }

    fn refused(&self, text: &Text, wanted: &str) -> Option<Expected> {
        self.lower.wrong_value(&text.span, wanted);
        None
    }

    fn per_leaf(&self, expect: &Section<'_>, key: &'static str, of: fn(usize) -> Subject, out: &mut Vec<Expected>) {
        let Some(table) = expect.section(key) else { return };
        for (id, value) in table.entries() {
            let leaf = self.leaf(&table, &id);
            let (Some(text), Some(leaf)) = (self.word(value), leaf) else { continue };
            let of = of(leaf);
            let sound = match of {
                Subject::Leaf(_) => {
                    let points = Points::parse(&text.value).is_some_and(|points| points.to_string() == text.value);
                    points || {
                        let wanted: Vec<&str> = outcomes();
                        let known = wanted.contains(&text.value.as_str());
                        if !known {
                            self.lower.wrong_value(&text.span, &format!("\"2.5\" | {}", wanted.join(" | ")));
                        }
                        known
                    }
                }
                Subject::Reason(_) => {
                    let known: Vec<String> = branches(self.regulation, leaf).iter().map(|branch| branch.text()).collect();
                    self.position(&table, &text, known.iter().map(String::as_str)).is_some()
                }
                _ => true,
            };
            if sound {
                out.push(Expected { of, value: text.value, span: text.span });
            }
        }
    }

    fn listed(&self, expect: &Section<'_>, key: &'static str, of: Subject, out: &mut Vec<Expected>) {
        if !expect.has(key) {
            return;
        }
        let texts = expect.texts(key);
        let known: Vec<&str> = match of {
            Subject::Gates => self.regulation.gates.iter().map(|gate| gate.id.as_str()).collect(),
            _ => self.regulation.levels.iter().flat_map(|level| &level.conditions).map(|one| one.title.as_str()).collect(),
        };
        for text in &texts {
            self.position(expect, text, known.iter().copied());
        }
        let value = list(texts.iter().map(|text| text.value.as_str()));
        out.push(Expected { of, value, span: expect.span_of(key) });
    }
}

/// What a leaf can become beside having points.
fn outcomes() -> Vec<&'static str> {
    let states =
        [State::Full, State::Dropped, State::Rescaled, State::Redistributed, State::Missing, State::NoBase, State::NoRow];
    states.into_iter().map(State::word).collect()
}

/// A total as the program writes it: decimals, or a fraction in lowest terms where they never end.
pub(super) fn total(text: &str) -> Option<String> {
    let value = match text.split_once('/') {
        Some((num, den)) => Exact::new(num.parse().ok()?, den.parse().ok()?)?,
        None => Exact::parse(text)?,
    };
    Some(value.text())
}
