//! `chibo.toml` of a records folder: which regulations, which period, whose records, and how its files are written.

mod file;
mod keys;

use std::path::Path;
use std::sync::Arc;

use toml::de::{DeTable, DeValue};

use crate::base::{Period, heading};
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::rules::parse_document;

pub use file::{ColumnProfile, Expected, FileProfile};
use keys::Keys;

/// What a records folder says of itself. Every key may be left out; the command line can name it instead.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// Name of the committee.
    pub committee: String,
    /// Period that the records are meant to cover.
    pub period: Option<Period>,
    /// Meeting regulations: ids, or paths from the folder.
    pub rules: Vec<String>,
    /// Yearly classifications: ids, or paths from the folder.
    pub year_end: Vec<String>,
    /// The regulation of visits: its id, or a path from the folder; at most one.
    pub visit_rules: Vec<String>,
    /// Names of cells that the clerk has confirmed.
    pub names: Vec<ConfirmedName>,
    /// Of rows that record one thing differently, those that hold: `meetings.csv:18`.
    pub copies: Vec<String>,
    /// How files are written.
    pub files: Vec<FileProfile>,
    /// What faults call the profile.
    pub file: Option<Arc<str>>,
}

/// The name of a cell and the code that the clerk says it means.
#[derive(Clone, Debug)]
pub struct ConfirmedName {
    /// As files have it.
    pub name: String,
    /// Code.
    pub code: String,
    /// Where it is said.
    pub place: Place,
}

const KEYS: [&str; 8] = ["committee", "period", "rules", "year-end", "visit-rules", "names", "copies", "file"];

impl Profile {
    /// Reads `chibo.toml`; a folder without one has an empty profile. All faults go into `findings`.
    pub fn read(path: &Path, file: &Arc<str>, findings: &mut Findings) -> Profile {
        let text = match std::fs::read(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => text,
                Err(_) => {
                    findings.push(Diagnostic::new(Code::NotUtf8, Place::file(file)));
                    return Profile::default();
                }
            },
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Profile::default(),
            Err(error) => {
                findings.push(Diagnostic::new(Code::FileUnreadable, Place::file(file)).with_system("value", &error));
                return Profile::default();
            }
        };
        Profile::parse(&text.into(), file, findings)
    }

    fn parse(text: &Arc<str>, file: &Arc<str>, findings: &mut Findings) -> Profile {
        let mut own = Findings::new();
        let profile = Profile::keys(text, file, &mut own);
        own.sort();
        findings.extend(own);
        profile
    }

    fn keys(text: &Arc<str>, file: &Arc<str>, findings: &mut Findings) -> Profile {
        let place = |span: std::ops::Range<usize>| {
            let line = text.get(..span.start).unwrap_or("").bytes().filter(|byte| *byte == b'\n').count() + 1;
            Place { line: u64::try_from(line).ok(), excerpt: Some((Arc::clone(text), span)), ..Place::file(file) }
        };
        let document = parse_document(text, |span, message| {
            findings.push(Diagnostic::new(Code::TomlSyntax, place(span)).with("message", message));
        });
        let mut profile = Profile::default();
        if findings.has_errors() {
            return profile;
        }
        profile.file = Some(Arc::clone(file));
        Profile::tables(document.get_ref(), text, file, &mut profile, findings);
        for (key, value) in document.get_ref() {
            let name: &str = key.get_ref();
            if matches!(name, "names" | "copies" | "file") {
                continue;
            }
            let list = name == "rules" || name == "year-end";
            let given = match value.get_ref() {
                DeValue::String(given) => vec![given.to_string()],
                DeValue::Integer(figure) if name == "period" => vec![figure.as_str().to_owned()],
                DeValue::Array(entries)
                    if list && entries.iter().all(|entry| entry.get_ref().is_str()) && !entries.is_empty() =>
                {
                    entries.iter().filter_map(|entry| entry.get_ref().as_str()).map(str::to_owned).collect()
                }
                _ => {
                    if KEYS.contains(&name) {
                        let raw = text.get(value.span()).unwrap_or("");
                        let wanted = if list { "\"…\" | [\"…\", \"…\"]" } else { "\"…\"" };
                        findings.push(
                            Diagnostic::new(Code::ConfigValue, place(value.span())).with("value", raw).with("wanted", wanted),
                        );
                        continue;
                    }
                    Vec::new()
                }
            };
            let only = || given.first().cloned().unwrap_or_default();
            match name {
                "committee" => profile.committee = only(),
                "rules" => profile.rules = given,
                "year-end" => profile.year_end = given,
                "visit-rules" => profile.visit_rules = given,
                "period" => {
                    profile.period = Period::parse(&only());
                    if profile.period.is_none() {
                        findings.push(
                            Diagnostic::new(Code::ConfigValue, place(value.span()))
                                .with("value", only())
                                .with("wanted", "2024 | 2024-H1 | 2024-Q2 | 2024-06 | 2024-01..2024-05"),
                        );
                    }
                }
                _ => {
                    let near = heading::nearest(name, KEYS).map_or_else(|| KEYS.join(", "), str::to_owned);
                    findings.push(
                        Diagnostic::new(Code::ConfigUnknownKey, place(key.span())).with("value", name).with("wanted", near),
                    );
                }
            }
        }
        profile
    }
}

impl Profile {
    /// What is said of names, copies and files.
    fn tables(document: &DeTable<'_>, text: &Arc<str>, file: &Arc<str>, profile: &mut Profile, findings: &mut Findings) {
        let whole = DeValue::Table(document.clone());
        let mut root = Keys { value: &whole, span: 0..0, text, file, findings };
        let confirmed = root.placed_pairs("names").into_iter();
        profile.names = confirmed.map(|(name, code, place)| ConfirmedName { name, code, place }).collect();
        profile.names.sort_by_key(|confirmed| confirmed.place.line);
        profile.copies = root.texts("copies");
        let Some((_, files)) = document.iter().find(|(name, _)| name.get_ref() == "file") else { return };
        match files.get_ref() {
            DeValue::Array(all) => {
                for one in all.iter() {
                    let span = heading_of(text, one.span());
                    let mut keys = Keys { value: one.get_ref(), span, text, file, findings };
                    profile.files.extend(FileProfile::read(&mut keys));
                }
            }
            _ => root.wrong("file", "[[file]]"),
        }
    }
}

/// A table is shown at its heading.
fn heading_of(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let end = text.get(span.clone()).and_then(|table| table.find('\n')).map_or(span.end, |end| span.start + end);
    span.start..end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Profile, Vec<Code>) {
        let mut findings = Findings::new();
        let profile = Profile::parse(&text.into(), &"chibo.toml".into(), &mut findings);
        (profile, findings.iter().map(|fault| fault.code).collect())
    }

    #[test]
    fn a_whole_profile_is_read() {
        let (profile, faults) =
            parse("committee = \"Thành ủy\"\nperiod = \"2024\"\nrules = \"14-qdi-tu\"\nyear-end = \"124-qd-tw\"\n");
        assert!(faults.is_empty());
        assert_eq!(profile.period, Period::of_year(2024));
        assert_eq!((profile.rules, profile.year_end), (vec!["14-qdi-tu".to_owned()], vec!["124-qd-tw".to_owned()]));
        assert_eq!(parse("period = 2024").0.period, Period::of_year(2024));
        assert_eq!(parse("rules = [\"19-qd-tu\", \"34-qd-tu\"]").0.rules, ["19-qd-tu", "34-qd-tu"]);
    }

    #[test]
    fn all_faults_are_reported_together() {
        let (_, faults) = parse("perod = \"2024\"\nperiod = \"soon\"\n");
        assert_eq!(faults, [Code::ConfigUnknownKey, Code::ConfigValue]);
        for text in ["rules = []", "rules = [1]", "rules = 14", "committee = [\"a\"]", "period = [\"2024\"]"] {
            assert_eq!(parse(text).1, [Code::ConfigValue], "{text}");
        }
        assert_eq!(parse("rules = ").1, [Code::TomlSyntax]);
    }
}
