//! Which texts make up a regulation: its own, and those that it extends.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::citing::Around;
use super::load::{Rulebook, load};
use super::lower::Lower;
use super::merge::merge;
use super::section::{Section, parse_document};
use super::shape::tables;
use super::shipped::RuleFile;
use super::{Regulation, Scope, shipped};
use crate::diagnostic::{Diagnostic, Findings};
use crate::words::Code;

/// A file and its text.
pub(super) type Layer = (Arc<str>, Arc<str>);

/// More than a commune over a province over the centre would need.
const MOST_LAYERS: usize = 8;

/// A choice among the alternatives of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Id of the reading.
    pub reading: String,
    /// Id of the alternative.
    pub alternative: String,
}

/// The texts of a regulation, the one that extends no other first.
///
/// # Errors
/// A text that cannot be found, or texts that extend each other in a circle.
pub(super) fn layers(file: &Arc<str>, text: &Arc<str>) -> Result<Vec<Layer>, Findings> {
    let mut layers = vec![(Arc::clone(file), Arc::clone(text))];
    while let Some((wanted, span)) = layers.last().and_then(|(_, text)| extends(text)) {
        let Some((file, text)) = layers.last().cloned() else { break };
        let fault = |code| Diagnostic::new(code, crate::diagnostic::Place::in_text(&file, &text, &span)).with("value", &wanted);
        let mut faults = Findings::new();
        match base(&file, &wanted) {
            Some(layer) if layers.iter().all(|(known, _)| *known != layer.0) && layers.len() < MOST_LAYERS => layers.push(layer),
            Some(layer) if layers.iter().any(|(known, _)| *known == layer.0) => {
                let circle = layers.iter().skip_while(|(known, _)| *known != layer.0);
                let ids: Vec<String> = circle.chain([&layer]).map(|(_, text)| own_id(text)).collect();
                faults.push(fault(Code::ExtendsCircle).with("other", ids.join(" → ")));
            }
            Some(_) => faults.push(fault(Code::RuleValue).with("wanted", format!("extends ≤ {}", MOST_LAYERS - 1))),
            None => faults.push(fault(Code::RuleNotFound).with("near", "").with("wanted", shipped::ids().join(", "))),
        }
        if faults.has_errors() {
            return Err(faults);
        }
    }
    layers.reverse();
    Ok(layers)
}

/// The id or folder that a text extends, and where it says so.
fn extends(text: &str) -> Option<(String, std::ops::Range<usize>)> {
    // Most texts extend nothing, and to read one takes long.
    if !text.contains("extends") {
        return None;
    }
    let document = parse_document(text, |_, _| {});
    let header = document.get_ref().get("regulation")?.get_ref().as_table()?;
    let value = header.get("extends")?;
    Some((value.get_ref().as_str()?.to_owned(), value.span()))
}

/// The id that a text gives itself; empty where it gives none.
pub(super) fn own_id(text: &str) -> String {
    let document = parse_document(text, |_, _| {});
    let header = document.get_ref().get("regulation").and_then(|header| header.get_ref().as_table());
    header.and_then(|header| header.get("id")?.get_ref().as_str()).unwrap_or_default().to_owned()
}

/// What a regulation is laid over, checked by itself; `None` where it extends nothing.
pub fn below(rulebook: &Rulebook, regulation: &Regulation) -> Option<Regulation> {
    let wanted = Some(&regulation.header.extends).filter(|wanted| !wanted.is_empty())?;
    let (file, text) = base(&regulation.file, wanted)?;
    load(rulebook, &file, &text).ok()
}

/// A shipped regulation, or a folder beside the one of the file that names it.
fn base(file: &Arc<str>, wanted: &str) -> Option<Layer> {
    let name = format!("{wanted}/regulation.toml");
    if let Some(text) = shipped::text(&name) {
        return Some((name.into(), text.into()));
    }
    let named = |path: PathBuf| Some((path.to_string_lossy().as_ref().into(), std::fs::read_to_string(&path).ok()?.into()));
    beside(Path::new(&**file), wanted).into_iter().find_map(named)
}

/// A file of a regulation and those that it extends, as far as they are there; faults of their texts are told by whoever reads them.
pub(super) fn files(first: RuleFile) -> Vec<RuleFile> {
    let mut files = vec![first];
    while let Some(wanted) = files.last().and_then(text_of).and_then(|text| extends(&text)).map(|(wanted, _)| wanted) {
        let named = format!("{wanted}/regulation.toml");
        let next = match files.last() {
            _ if shipped::text(&named).is_some() => Some(RuleFile::Shipped(named)),
            Some(RuleFile::Own(path)) => beside(path, &wanted).into_iter().find(|path| path.is_file()).map(RuleFile::Own),
            _ => None,
        };
        match next.filter(|next| !files.contains(next) && files.len() < MOST_LAYERS) {
            Some(next) => files.push(next),
            None => break,
        }
    }
    files
}

fn text_of(file: &RuleFile) -> Option<String> {
    match file {
        RuleFile::Shipped(path) => shipped::text(path).map(str::to_owned),
        RuleFile::Own(path) => std::fs::read_to_string(path).ok(),
    }
}

/// Where a regulation that a file extends may lie: in a folder beside its own, or in one below.
fn beside(file: &Path, wanted: &str) -> Vec<PathBuf> {
    let Some(folder) = file.parent() else { return Vec::new() };
    let folders = folder.parent().into_iter().chain([folder]);
    folders.map(|around| around.join(wanted).join("regulation.toml")).collect()
}

/// Each text with room before it, so that every place in it is its place in all texts put together.
pub(super) fn spaced(layers: &[Layer]) -> Vec<String> {
    let mut before = 0;
    let mut spaced = Vec::new();
    for (_, text) in layers {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        spaced.push(" ".repeat(before) + text);
        before += text.len() + 1;
    }
    spaced
}

/// The tables of all texts, the later laid over the earlier, with the chosen alternatives of readings; `None` where one is no TOML,
/// or does not fit the others.
pub(super) fn document<'t>(lower: &Lower, spaced: &'t [String], choices: &[Choice]) -> Option<Spanned<DeTable<'t>>> {
    let mut whole: Option<Spanned<DeTable<'t>>> = None;
    let mut broken = false;
    let mut fits = true;
    for text in spaced {
        let own = parse_document(text, |span, message| {
            broken = true;
            lower.fault(Code::TomlSyntax, &span, |d| d.with("message", message));
        });
        // What is left of a text that cannot be read says nothing of the others.
        match &mut whole {
            _ if broken => {}
            Some(base) => fits &= overlay(lower, base.get_mut(), own.get_ref()),
            None => whole = Some(own),
        }
    }
    let mut whole = whole.filter(|_| !broken && fits)?;
    for choice in choices {
        choose(lower, whole.get_mut(), choice);
    }
    // Without what is meant by another id the sums, tables and names of the whole are others.
    let lost = lower.told.borrow().iter().any(|(code, _)| matches!(code, Code::RuleNotBelow | Code::RuleNotThere));
    Some(whole).filter(|_| !lost)
}

/// A regulation has an identity and a time of its own, whatever it extends; only what it judges stays. A text that judges something else
/// cannot be laid over it, which `false` tells.
fn overlay<'t>(lower: &Lower, base: &mut DeTable<'t>, own: &DeTable<'t>) -> bool {
    let header = base.remove("regulation");
    let word = |header: Option<&Spanned<DeValue<'t>>>| {
        let scope = header?.get_ref().as_table()?.get("scope")?;
        Some((scope.get_ref().as_str()?.to_owned(), scope.span()))
    };
    if let Some((scope, span)) = word(own.get("regulation")) {
        let below = word(header.as_ref()).map_or_else(|| Scope::Meeting.word().to_owned(), |(scope, _)| scope);
        if scope != below {
            lower.fault(Code::ExtendsScope, &span, |d| d.with("value", scope).with("other", below));
            return false;
        }
    }
    // How the base took over from another text says nothing of what this one replaces.
    base.remove("transition");
    merge(lower, base, own, &tables::REGULATION, &Around::default());
    let scope = header.as_ref().and_then(|header| header.get_ref().as_table()).and_then(|header| header.get_key_value("scope"));
    if let (Some((name, scope)), Some(DeValue::Table(header))) = (scope, base.get_mut("regulation").map(Spanned::get_mut)) {
        header.entry(name.clone()).or_insert_with(|| scope.clone());
    }
    true
}

/// What an alternative says of the regulation itself, and one that says nothing, is a fault.
pub(super) fn check_change(lower: &Lower, alternative: &Section<'_>, change: &DeTable<'_>) {
    let fault = |code, span: &std::ops::Range<usize>, value: &str| {
        lower.fault(code, span, |d| d.with("entry", alternative.path()).with("value", value));
    };
    if let Some(value) = change.get("regulation") {
        fault(Code::AlternativeIdentity, &value.span(), "regulation");
    }
    if !change.iter().any(|(_, value)| writes(value.get_ref())) {
        fault(Code::AlternativeEmpty, &alternative.span_of("change"), "");
    }
}

/// Whether anything but ids stands in a value.
fn writes(value: &DeValue<'_>) -> bool {
    match value {
        DeValue::Table(table) => table.iter().any(|(name, value)| name.get_ref() != "id" && writes(value.get_ref())),
        DeValue::Array(items) => items.is_empty() || items.iter().any(|item| writes(item.get_ref())),
        _ => true,
    }
}

/// Lays an alternative over the text; what it changes rests on the reading.
fn choose<'t>(lower: &Lower, whole: &mut DeTable<'t>, choice: &Choice) {
    let readings = whole.get_mut("reading").map(Spanned::get_mut).and_then(|readings| match readings {
        DeValue::Array(readings) => Some(readings),
        _ => None,
    });
    let text = |table: &DeTable<'t>, key: &str| table.get(key).and_then(|value| value.get_ref().as_str()).map(str::to_owned);
    let reading = readings.into_iter().flat_map(|readings| readings.iter_mut()).find_map(|reading| match reading.get_mut() {
        DeValue::Table(table) if text(table, "id").as_deref() == Some(&choice.reading) => Some(table),
        _ => None,
    });
    let Some(reading) = reading else { return };
    let alternatives = reading.get("alternative").and_then(|list| list.get_ref().as_array());
    let mut tables = alternatives.into_iter().flat_map(|list| list.iter()).filter_map(|item| item.get_ref().as_table());
    let Some(alternative) = tables.find(|table| text(table, "id").as_deref() == Some(&choice.alternative)) else { return };
    let (chosen, change) =
        (alternative.get_key_value("chosen"), alternative.get("change").and_then(|value| value.get_ref().as_table()));
    let (chosen, change) = (chosen.map(|(name, text)| (name.clone(), text.clone())), change.cloned());
    let id = reading.get("id").cloned();
    if let Some((name, text)) = chosen {
        reading.insert(name, text);
    }
    let around = Around { over: id.into_iter().map(|id| ("reading", id)).collect(), ..Around::default() };
    if let Some(change) = change {
        merge(lower, whole, &change, &tables::REGULATION, &around);
    }
}
