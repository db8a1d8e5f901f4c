//! Every small change of a rule file: each figure one step up and down, each end of an interval strict or not, each word of a policy.

use std::ops::Range;

use chibo::base::Day;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::text::{Edit, ends, neighbours, of_expression, steps, turned, years};

/// One change of the file.
pub struct Change {
    /// What it does, for the list of those that nobody notices.
    pub what: String,
    pub edits: Vec<Edit>,
}

impl Change {
    /// The file with the change made.
    pub fn apply(&self, text: &str) -> String {
        let mut edits: Vec<&Edit> = self.edits.iter().collect();
        edits.sort_by_key(|(range, _)| range.start);
        let mut out = text.to_owned();
        for (range, new) in edits.into_iter().rev() {
            out.replace_range(range.clone(), new);
        }
        out
    }
}

/// Tables without figures: sources, names of facts and grades, what waits for a person.
const NO_FIGURES: [&str; 5] = ["sources", "fact", "grades", "basis-of", "gap"];

/// Keys that say which regulation it is, not what it asks for.
const IDENTITY: [&str; 6] = ["number", "issuer", "issued", "replaces", "extends", "scope"];

/// Keys without figures. A key that stands neither here nor in [`Finder::value`] fails the job, so that none is forgotten.
const PLAIN_KEYS: [&str; 13] =
    ["id", "title", "short", "cite", "reading", "standing", "phrase", "covers", "levels", "notice", "remove", "open", "chosen"];

/// Words of policies; each is changed for every other of its row.
const POLICIES: &[(&str, &[&str])] = &[
    ("then", &["full", "drop", "rescale", "redistribute"]),
    ("mode", &["down", "half-up", "up"]),
    ("rounding", &["down", "half-up", "up"]),
    (
        "base",
        &[
            "level-or-better",
            "level-or-better-after-cut",
            "level-only-before-cut",
            "level-only-after-cut",
            "all-rated",
            "all-units",
            "candidates",
        ],
    ),
    ("breach", &["limit", "warn"]),
    ("ties", &["hand-over", "all-out", "all-in"]),
    ("order", &["highest-first", "lowest-first"]),
    ("of", &["all-rated", "all-units", "candidates"]),
    ("then", &["one-place", "no-limit", "pooled"]),
    ("year-by", &["fault_date", "discipline_date"]),
    ("distinct", &["discipline_who", "discipline_document"]),
    ("year", &["new", "old", "longer", "each"]),
    ("bonus", &["in-group", "in-total", "beyond"]),
    ("penalty", &["from-group", "from-total"]),
    ("meetings", &["regular", "regular-and-thematic"]),
    ("regular", &["monthly", "quarterly", "half-yearly", "yearly", "none"]),
    ("thematic", &["monthly", "quarterly", "half-yearly", "yearly", "none"]),
    ("per", &["month", "quarter", "half", "year"]),
    ("owes", &["whole", "share", "open"]),
    ("rename", &["carry-over", "restart", "unrated"]),
    ("merge", &["carry-over", "restart", "unrated"]),
    ("split", &["carry-over", "restart", "unrated"]),
    ("transfer", &["carry-over", "restart", "unrated"]),
];

/// All changes of a rule file; `scales` are the words of its choices, levels and grades, each in order.
pub fn changes(text: &str, scales: &[Vec<String>]) -> Vec<Change> {
    let document = DeTable::parse(text).expect("a sound file");
    let levels = document.get_ref().get("level").and_then(|levels| levels.get_ref().as_array());
    let lowest = levels.and_then(|levels| levels.last()?.get_ref().as_table()?.get("id")?.get_ref().as_str());
    let mut finder = Finder { text, scales, lowest: lowest.map(str::to_owned), changes: Vec::new(), unknown: Vec::new() };
    finder.table(document.get_ref(), "");
    assert!(finder.unknown.is_empty(), "keys that the job does not know how to change: {:?}", finder.unknown);
    finder.changes
}

fn holds_tables(value: &DeValue<'_>) -> bool {
    value.is_table() || value.as_array().is_some_and(|items| items.iter().any(|item| item.get_ref().is_table()))
}

struct Finder<'t> {
    text: &'t str,
    scales: &'t [Vec<String>],
    lowest: Option<String>,
    changes: Vec<Change>,
    unknown: Vec<String>,
}

impl Finder<'_> {
    fn push(&mut self, at: &Range<usize>, path: &str, edits: Vec<Edit>) {
        let line = self.text[..at.start].matches('\n').count() + 1;
        let told: Vec<String> = edits.iter().map(|(range, new)| format!("{} → {new}", &self.text[range.clone()])).collect();
        self.changes.push(Change { what: format!("line {line}, {path}: {}", told.join("; ")), edits });
    }

    fn table(&mut self, table: &DeTable<'_>, path: &str) {
        for (key, value) in table {
            let key: &str = key.get_ref();
            // Of readings only what an alternative changes; a leaf's `reading` is a name, and its `chosen` a table.
            let told = PLAIN_KEYS.contains(&key) && !holds_tables(value.get_ref());
            let identity = path.trim_start_matches('.') == "regulation" && IDENTITY.contains(&key);
            if !NO_FIGURES.contains(&key) && !told && !identity {
                self.value(key, value, &format!("{path}.{key}"));
            }
        }
    }

    fn value(&mut self, key: &str, value: &Spanned<DeValue<'_>>, path: &str) {
        let path = path.trim_start_matches('.');
        match value.get_ref() {
            DeValue::Table(table) => {
                // `[criterion.from-meetings.grades]`: a grade for each level.
                if path.ends_with("from-meetings.grades") {
                    for (_, grade) in table {
                        self.words(grade, path, &|word| neighbours(word, self.scales));
                    }
                } else {
                    self.table(table, path);
                }
            }
            DeValue::Array(items) if items.iter().all(|item| item.get_ref().is_table()) => {
                let tables: Vec<&DeTable<'_>> = items.iter().filter_map(|item| item.get_ref().as_table()).collect();
                self.seams(&tables, path);
                if key == "leaf" {
                    self.shifts(&tables, path);
                }
                for (number, table) in tables.iter().enumerate() {
                    let id = table.get("id").and_then(|id| id.get_ref().as_str()).map_or((number + 1).to_string(), str::to_owned);
                    self.table(table, &format!("{path} {id}"));
                }
            }
            DeValue::Array(items) => self.list(key, value.span(), items.iter().map(Spanned::span).collect(), path),
            DeValue::Integer(_) | DeValue::Float(_) => {
                let span = value.span();
                for step in steps(&self.text[span.clone()]) {
                    self.push(&span, path, vec![(span.clone(), step)]);
                }
            }
            DeValue::String(text) => self.string(key, text, value, path),
            DeValue::Boolean(flag) => self.push(&value.span(), path, vec![(value.span(), (!flag).to_string())]),
            DeValue::Datetime(day) => {
                let day = Day::parse_iso(&day.to_string()).expect("a day").number();
                for other in [day + 1, day - 1] {
                    let other = Day::from_number(other).expect("a day");
                    self.push(&value.span(), path, vec![(value.span(), other.to_string())]);
                }
            }
        }
    }

    fn string(&mut self, key: &str, text: &str, value: &Spanned<DeValue<'_>>, path: &str) {
        // Within the quotes; the file holds these texts letter by letter.
        let inner = value.span().start + 1..value.span().end - 1;
        assert_eq!(&self.text[inner.clone()], text, "{path} is written with escapes");
        let expression = !path.ends_with("warn-over.of") && matches!(key, "when" | "of" | "applies")
            || (key == "fact" && path.ends_with("yes-no.fact"));
        if let Some(figure) = text.strip_suffix('%').filter(|figure| !steps(figure).is_empty()) {
            let figure = inner.start..inner.start + figure.len();
            for step in steps(&self.text[figure.clone()]) {
                self.push(&figure, path, vec![(figure.clone(), step)]);
            }
        } else if expression && !(key == "of" && path.starts_with("period")) {
            for (range, new) in of_expression(text, self.scales) {
                let place = inner.start + range.start..inner.start + range.end;
                self.push(&place, path, vec![(place.clone(), new)]);
            }
            if key != "of" {
                self.push(&inner, path, vec![(inner.clone(), format!("not ({text})"))]);
            }
        } else if let Some((_, words)) = POLICIES.iter().find(|(known, words)| *known == key && words.contains(&text)) {
            self.words(value, path, &|word| {
                words.iter().filter(|other| **other != word).map(|word| (*word).to_owned()).collect()
            });
        } else {
            match key {
                "years" => {
                    for figure in years(text) {
                        let place = inner.start + figure.start..inner.start + figure.end;
                        for step in steps(&self.text[place.clone()]) {
                            self.push(&place, path, vec![(place.clone(), step)]);
                        }
                    }
                }
                // The ends of intervals are changed together with those of their neighbours.
                "in" => {}
                "at-most" | "set" => {
                    self.words(value, path, &|word| neighbours(word, self.scales));
                    // No better than the lowest level is just that level.
                    if self.lowest.as_deref() == Some(text) {
                        return;
                    }
                    let key_at = self.text[..inner.start].rfind(key).expect("the key stands before its value");
                    let other = if key == "set" { "at-most" } else { "set" };
                    self.push(&inner, path, vec![(key_at..key_at + key.len(), other.to_owned())]);
                }
                "level" | "base-level" | "is" | "not-received" | "not-held" => {
                    self.words(value, path, &|word| neighbours(word, self.scales))
                }
                // Names of facts: another one would be no small change.
                "fact" => {}
                "leaf" | "regulation" if path.contains("corresponds") => {}
                // A month and a day: the day moves.
                "by" => {
                    let day = inner.end - 2..inner.end;
                    for step in steps(&self.text[day.clone()]) {
                        self.push(&day, path, vec![(day.clone(), step)]);
                    }
                }
                "of" => {}
                _ => self.unknown.push(path.to_owned()),
            }
        }
    }

    fn words(&mut self, value: &Spanned<DeValue<'_>>, path: &str, others: &dyn Fn(&str) -> Vec<String>) {
        let inner = value.span().start + 1..value.span().end - 1;
        for other in others(&self.text[inner.clone()]) {
            self.push(&inner, path, vec![(inner.clone(), other)]);
        }
    }

    /// A list without each of its items in turn.
    fn list(&mut self, key: &str, whole: Range<usize>, items: Vec<Range<usize>>, path: &str) {
        match key {
            "statuses" | "counts" | "count" | "tags" | "group" | "not-with" | "at" => {
                for dropped in &items {
                    let kept: Vec<&str> =
                        items.iter().filter(|item| *item != dropped).map(|item| &self.text[item.clone()]).collect();
                    self.push(dropped, path, vec![(whole.clone(), format!("[{}]", kept.join(", ")))]);
                }
            }
            _ => self.unknown.push(path.to_owned()),
        }
    }

    /// Where one row ends and the next begins: the figure moves in both, or passes from one to the other.
    fn seams(&mut self, rows: &[&DeTable<'_>], path: &str) {
        let mut written = Vec::new();
        for row in rows {
            if let Some(value) = row.get("in")
                && let Some(text) = value.get_ref().as_str()
            {
                let start = value.span().start + 1;
                let moved = |range: Range<usize>| start + range.start..start + range.end;
                written.extend(ends(text).into_iter().map(|end| (moved(end.figure), moved(end.sign), end.closed, end.low)));
            }
        }
        for (figure, sign, closed, _) in written.iter().filter(|(_, _, _, low)| *low) {
            let same = |other: &Range<usize>| self.text[other.clone()] == self.text[figure.clone()];
            let below = written.iter().find(|(other, _, other_closed, low)| !low && same(other) && other_closed != closed);
            let Some((below, below_sign, _, _)) = below.cloned() else { continue };
            for step in steps(&self.text[figure.clone()]) {
                self.push(figure, path, vec![(figure.clone(), step.clone()), (below.clone(), step)]);
            }
            let turn = |at: &Range<usize>| (at.clone(), turned(&self.text[at.clone()]).to_owned());
            self.push(figure, path, vec![turn(sign), turn(&below_sign)]);
        }
    }

    /// A point passes from one leaf to its neighbour, so that the sums stay right.
    fn shifts(&mut self, leaves: &[&DeTable<'_>], path: &str) {
        let max = |leaf: &DeTable<'_>| leaf.get("max").map(Spanned::span);
        for pair in leaves.windows(2) {
            let (Some(one), Some(other)) = (max(pair[0]), max(pair[1])) else { continue };
            let (up, down) = (steps(&self.text[one.clone()]), steps(&self.text[other.clone()]));
            for (first, second) in [(0, 1), (1, 0)] {
                if let (Some(first), Some(second)) = (up.get(first), down.get(second)) {
                    self.push(&one, path, vec![(one.clone(), first.clone()), (other.clone(), second.clone())]);
                }
            }
        }
    }
}
