//! From the text of a rule file to a [`Regulation`], or to all its faults.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};

use super::award::lower_awards;
use super::basis::{Basis, Gap, Reading, Source, Standing};
use super::criterion::{lower_criteria, lower_grades};
use super::due::lower_due;
use super::facts::{Fact, FactType, Scope, Vocabulary, Words};
use super::form::{lower_forms, lower_unscored};
use super::header::Header;
use super::layers::{self, Choice, Layer, layers};
use super::layout::Layout;
use super::leaf::Leaf;
use super::level::{Level, lower_gates, lower_levels};
use super::lineage::lower_lineage;
use super::lint;
use super::lint::phrase::{Says, phrase};
use super::lower::Lower;
use super::meetings::{lower_attendance, lower_periods};
use super::places::Around;
use super::quota::lower_quotas;
use super::section::{Section, Text, parse_document};
use super::shape::{Table, tables};
use super::signs::lower_signs;
use super::tally::lower_tallies;
use super::transition::lower_transition;
use super::visits::lower_visits;
use super::{Form, Measure, Regulation};
use crate::base::heading;
use crate::diagnostic::Findings;
use crate::expr::{Expr, Names, Scale, Unit, What};
use crate::words::Code;

/// The shared vocabulary and what regulations add to it.
#[derive(Debug, Default)]
pub struct Rulebook {
    /// Facts that every regulation can read.
    pub shared: Vocabulary,
    /// The columns of tables that no regulation reads: members, their attendance, visits, lineage of cells, decisions.
    pub registers: Vocabulary,
    /// What was loaded already, by the name it was asked for; to be read and checked it takes longer than a town's meetings.
    pub(super) loaded: Mutex<BTreeMap<String, Regulation>>,
}

impl Rulebook {
    /// Reads the texts of `facts.toml` and of `registers.toml`, each with its name.
    pub fn new(facts: (&Arc<str>, &Arc<str>), registers: (&Arc<str>, &Arc<str>)) -> Result<Rulebook, Findings> {
        let shared = vocabulary(facts, &tables::FACTS, (&Scope::WORDS, &FactType::SHARED_WORDS));
        let registers = vocabulary(registers, &tables::REGISTERS, (&Scope::REGISTER_WORDS, &FactType::REGISTER_WORDS));
        match (shared, registers) {
            (Ok(shared), Ok(registers)) => Ok(Rulebook { shared, registers, loaded: Mutex::default() }),
            (shared, registers) => {
                let mut findings = shared.err().unwrap_or_default();
                findings.extend(registers.err().unwrap_or_default());
                Err(findings)
            }
        }
    }
}

fn vocabulary((file, text): (&Arc<str>, &Arc<str>), shape: &'static Table, words: Words<'_>) -> Result<Vocabulary, Findings> {
    let lower = Lower::new(file, text);
    let mut shared = Vocabulary::default();
    {
        let document = document(&lower);
        let root = Section::root(&lower, document.get_ref(), shape);
        shared.facts = root.sections("fact").iter().map(|section| Fact::lower(&lower, section, words)).collect();
        shared.shared = shared.facts.len();
        root.finish();
    }
    let findings = lower.findings.into_inner();
    if findings.has_errors() { Err(findings) } else { Ok(shared) }
}

/// Reads the text of a `regulation.toml`; `file` names it in faults.
///
/// # Errors
/// Every fault of the file. What is only doubtful stands in [`Regulation::warnings`], and the regulation can be used.
/// What the text extends is found among the shipped regulations or in a folder beside its own.
pub fn load(rulebook: &Rulebook, file: &Arc<str>, text: &Arc<str>) -> Result<Regulation, Findings> {
    let regulation = load_read(rulebook, file, text, &[])?;
    // A faulty alternative would only be noticed by whoever chooses it.
    for reading in &regulation.readings {
        for (alternative, _) in &reading.alternatives {
            let choice = Choice { reading: reading.id.clone(), alternative: alternative.clone() };
            load_read(rulebook, file, text, &[choice])?;
        }
    }
    Ok(regulation)
}

/// As [`load`], with alternatives of readings in place of what the text itself chose.
pub fn load_read(rulebook: &Rulebook, file: &Arc<str>, text: &Arc<str>, choices: &[Choice]) -> Result<Regulation, Findings> {
    settle(rulebook, file, text, choices, true)
}

/// As [`load_read`], without what has to be proved over all values, which costs most of the time: for whoever tries many small changes
/// of a file and asks for the rest only where it matters.
///
/// # Errors
/// Every fault that is seen entry by entry.
pub fn load_unproved(rulebook: &Rulebook, file: &Arc<str>, text: &Arc<str>, choices: &[Choice]) -> Result<Regulation, Findings> {
    settle(rulebook, file, text, choices, false)
}

fn settle(
    rulebook: &Rulebook,
    file: &Arc<str>,
    text: &Arc<str>,
    choices: &[Choice],
    proved: bool,
) -> Result<Regulation, Findings> {
    let layers = layers(file, text)?;
    let mut lower = Lower::of(&layers);
    lower.chosen = !choices.is_empty();
    let regulation = lower_layers(&lower, &layers, choices, rulebook);
    if let Some(regulation) = regulation.as_ref().filter(|_| proved) {
        lint::prove(&lower, regulation);
    }
    let mut findings = lower.findings.into_inner();
    findings.sort();
    match regulation {
        Some(regulation) if !findings.has_errors() => {
            Ok(Regulation { text: Arc::clone(text), chosen: choices.to_vec(), warnings: findings, ..regulation })
        }
        _ => Err(findings),
    }
}

/// What could be read, faults or not; `None` when a text is no TOML, since what follows a broken line is read wrongly and its faults
/// would only mislead.
fn lower_layers(lower: &Lower, layers: &[Layer], choices: &[Choice], rulebook: &Rulebook) -> Option<Regulation> {
    let spaced = layers::spaced(layers);
    let document = layers::document(lower, &spaced, choices)?;
    Some(lower_document(lower, &Section::root(lower, document.get_ref(), &tables::REGULATION), rulebook))
}

/// What could be read of a text that extends no other.
#[cfg(test)]
pub(super) fn lower_text(lower: &Lower, rulebook: &Rulebook) -> Option<Regulation> {
    let document = document(lower);
    let broken = lower.findings.borrow().has_errors();
    (!broken).then(|| lower_document(lower, &Section::root(lower, document.get_ref(), &tables::REGULATION), rulebook))
}

/// Identity and time of a regulation alone, for whoever asks what came before or after another; `None` where the text cannot be read.
pub(super) fn header(file: &Arc<str>, text: &Arc<str>) -> Option<Header> {
    let lower = Lower::new(file, text);
    let document = document(&lower);
    let root = Section::root(&lower, document.get_ref(), &tables::REGULATION);
    let header = Header::lower(&lower, &root);
    (!header.id.is_empty()).then_some(header)
}

/// The tables of a file; a fault of syntax is reported.
pub(crate) fn document<'a>(lower: &'a Lower) -> toml::Spanned<toml::de::DeTable<'a>> {
    parse_document(&lower.text, |span, message| {
        let message = message.to_owned();
        lower.fault(Code::TomlSyntax, &span, |d| d.with("message", message));
    })
}

fn lower_document(lower: &Lower, root: &Section<'_>, rulebook: &Rulebook) -> Regulation {
    let header = Header::lower(lower, root);
    root.strangers(header.scope);
    for list in ["form", "criterion", "reading"] {
        lint::unique(lower, &root.sections(list));
    }
    if let Some(grades) = root.section("grades") {
        lint::unique(lower, &grades.sections("grade"));
    }
    let source_sections = root.named_sections("sources");
    *lower.sources.borrow_mut() = source_sections.iter().map(|(id, section)| source(lower, id, section)).collect();
    let reading_sections = root.sections("reading");
    for section in &reading_sections {
        let reading = reading(lower, section);
        lower.readings.borrow_mut().push(reading);
    }
    lower.removals_cite();

    let mut vocabulary = rulebook.shared.clone();
    for section in root.sections("fact") {
        let mut fact = Fact::lower(lower, &section, (&Scope::WORDS, &FactType::WORDS));
        if section.is_faulty_key("scope") {
            // Nobody wrote the table that stands in for it: whoever uses the fact has not made this fault.
            fact.scope = header.scope;
            lower.tableless.borrow_mut().push(fact.id.clone());
        }
        if vocabulary.position(&fact.id).is_some() {
            lower.fault(Code::RuleDuplicate, &section.span_of("id"), |d| d.with("value", &fact.id));
        }
        let tallied = header.scope == Scope::Year && Scope::TALLIED.contains(&fact.scope);
        if fact.scope != header.scope && fact.scope != Scope::Cell && !tallied {
            let own = match header.scope {
                Scope::Year => "year | cell | discipline",
                Scope::Visit => "cell",
                _ => "meeting | cell",
            };
            lower.fault(Code::RuleValue, &section.span_of("scope"), |d| d.with("value", fact.scope.word()).with("wanted", own));
        }
        // Cells are kept as numbers: a country has 300,000.
        if fact.scope == Scope::Cell && matches!(fact.kind, FactType::Code | FactType::Text | FactType::Grade) {
            let wanted = "flag | choice | count | minutes | points | date | day-of-month | year";
            lower.fault(Code::RuleValue, &section.span_of("type"), |d| d.with("value", fact.kind.word()).with("wanted", wanted));
        }
        for (key, other) in [("part-of", &fact.part_of), ("at-most", &fact.at_most)] {
            if !other.is_empty() && vocabulary.position(other).is_none() {
                let near = heading::nearest_or_some(other, vocabulary.facts.iter().map(|fact| fact.id.as_str()));
                lower.fault(Code::ExprUnknown, &section.span_of(key), |d| d.with("value", other).with("near", near));
            }
        }
        vocabulary.facts.push(fact);
    }

    let grades = lower_grades(root);
    let grade_scale = (!grades.is_empty())
        .then(|| Arc::new(Scale { id: "grade".into(), words: grades.iter().map(|(id, _)| id.clone()).collect(), ordered: true }));
    let quality = quality(root);
    let mut names = Layout::fact_names(&vocabulary, header.scope, grade_scale.as_ref());

    let attendance = lower_attendance(lower, root, &vocabulary, &names);
    let mut measures = Vec::new();
    if let Some(attendance) = &attendance {
        bind_attendance(&mut names, &mut measures, &attendance.expression(&vocabulary), &attendance.basis);
    }
    if root.has("attendance") && names.get(ATTENDANCE_RATE).is_none() {
        names.unread(ATTENDANCE_RATE);
    }

    // The meeting-quality slot is derived, but leaves of a yearly form read it: its number depends only on counts known beforehand.
    let leaf_count = count_leaves(root, &|_| 1);
    let tags = tags(root);
    let mut layout = Layout {
        facts: vocabulary.facts.len(),
        leaves: leaf_count,
        criteria: root.sections("criterion").len(),
        tags,
        quality: quality.words.clone(),
        tallies: root.named_sections("tallies").len(),
        correspondences: count_leaves(root, &|leaf| leaf.sections("corresponds").len()),
        groups: Vec::new(),
        reads_groups: false,
        grades: grades.len(),
        awards: root.sections("award").len(),
    };
    if header.scope == Scope::Year {
        let slot = layout.recorded() + layout.meeting_quality();
        names.bind("meeting_quality", What::Slot(slot), Unit::Word(Arc::clone(&quality)));
    }
    let tallies = lower_tallies(lower, root, &vocabulary, &layout, &mut names);
    if let Some(Ok(days)) = header.window.map(|window| Expr::compile(&window.days().to_string(), &names)) {
        names.bind("window_days", What::Measure(Arc::new(days)), Unit::Count);
    }
    lower_measures(lower, root, &mut names, &mut measures);

    let unscored = lower_unscored(lower, root, &names);
    let (forms, leaves) = lower_forms(lower, root, &names, &vocabulary);
    let criteria = lower_criteria(lower, root, &vocabulary, grade_scale.as_ref(), &quality, &names);
    // A leaf or criterion that could not be lowered has been reported; the slots of the others no longer matter.
    layout.criteria = layout.criteria.max(criteria.len());
    layout.groups = group_ids(&forms);
    unread_leaves(root, &leaves, &mut names);
    layout.add_outcomes(&mut names, &leaves, &criteria, grade_scale.as_ref());

    let levels = lower_levels(lower, root, &names);
    lint::pointless(lower, &root.sections("form"), &forms, &levels);
    let gates = lower_gates(lower, root, &names, &levels);
    let periods = lower_periods(lower, root, &levels);
    let transition = lower_transition(lower, root, &header);
    let lineage = lower_lineage(lower, root, &header, &periods);
    let signs = lower_signs(lower, root);
    let around = Around { lower, names: &names, levels: &levels, vocabulary: &vocabulary };
    let quotas = lower_quotas(&around, root);
    let awards = lower_awards(&around, root, &names, &layout);
    let due = lower_due(lower, root, &names, &vocabulary);
    let visits = lower_visits(lower, root, &names, &rulebook.registers);
    let first_group = layout.recorded() + layout.group_points(0);
    let asked = gates.iter().map(|gate| &gate.when).chain(levels.iter().flat_map(|level| &level.conditions).map(|c| &c.when));
    let asked = asked.chain(quotas.iter().flat_map(|quota| quota.places.expressions()));
    let asked = asked.chain(awards.iter().flat_map(|award| award.places.expressions().chain([&award.when])));
    layout.reads_groups = asked.flat_map(Expr::slots).any(|slot| *slot >= first_group);
    let (mandatory, there) = match header.scope {
        Scope::Visit => ("visits", root.has("visits")),
        _ => ("level", !levels.is_empty() || root.has("award")),
    };
    if !there {
        lower.fault(Code::RuleMissingKey, &root.span, |d| d.with("key", mandatory).with("entry", &header.id));
    }
    let gaps = gaps(lower, root, &levels);
    root.finish();
    let regulation = Regulation {
        header,
        file: Arc::clone(&lower.file),
        text: "".into(),
        chosen: Vec::new(),
        sources: lower.sources.borrow().clone(),
        readings: lower.readings.borrow().clone(),
        gaps,
        vocabulary,
        layout,
        tallies,
        measures,
        attendance,
        due,
        forms,
        unscored,
        leaves,
        levels,
        gates,
        periods,
        transition,
        lineage,
        signs,
        grades,
        criteria,
        quotas,
        awards,
        visits,
        figures: lower.figures.borrow().clone(),
        warnings: Findings::new(),
    };
    lint::unused(lower, root, &regulation);
    regulation
}

fn source(lower: &Lower, id: &str, section: &Section<'_>) -> Source {
    let standing = section.need_one_of("standing", &Standing::WORDS).and_then(|word| Standing::from_word(&word));
    let source = Source {
        id: id.to_owned(),
        title: section.need_text("title"),
        number: section.text_or_empty("number"),
        short: section.text_or_empty("short"),
        standing: standing.unwrap_or(Standing::Assumed),
        url: section.text_or_empty("url"),
        file: Arc::clone(lower.file_of(&section.span)),
    };
    section.finish();
    source
}

fn reading(lower: &Lower, section: &Section<'_>) -> Reading {
    let mut basis = lower.basis(section, None);
    if !section.has("standing") {
        basis.standing = Standing::Assumed;
    }
    // Readings about silence of the text, which no single entry carries, say what they cover instead.
    let _ = section.text("covers");
    let alternatives = section.sections("alternative");
    for alternative in &alternatives {
        if let Some(change) = alternative.read_elsewhere("change") {
            layers::check_change(lower, alternative, change);
        }
    }
    let alternatives: Vec<(String, String)> =
        alternatives.iter().map(|section| (section.need_id("id"), section.need_text("chosen"))).collect();
    let reading = Reading {
        id: section.need_id("id"),
        open: section.need_text("open"),
        chosen: section.need_text("chosen"),
        alternatives,
        basis,
    };
    section.finish();
    lower.figure(format!("reading {}", reading.id), &reading.chosen, &reading.basis);
    reading
}

fn gaps(lower: &Lower, root: &Section<'_>, levels: &[Level]) -> Vec<Gap> {
    let sections = root.sections("gap");
    lint::unique(lower, &sections);
    let gap = |section: &Section<'_>| {
        let basis = lower.basis(section, None);
        let concerned = section.texts("levels");
        let levels = concerned.iter().filter_map(|text| lint::level_position(lower, text, levels)).collect();
        let gap =
            Gap { id: section.need_id("id"), open: section.need_text("open"), needs: section.need_text("needs"), levels, basis };
        section.finish();
        lower.figure(format!("gap {}", gap.id), &gap.open, &gap.basis);
        gap
    };
    sections.iter().map(gap).collect()
}

fn quality(root: &Section<'_>) -> Arc<Scale> {
    let words = match root.section("meeting-quality") {
        Some(section) => {
            let words = section.texts("levels").into_iter().map(|text| text.value).collect();
            section.finish();
            words
        }
        None => Vec::new(),
    };
    Arc::new(Scale { id: "meeting_quality".into(), words, ordered: true })
}

/// The measure that `[attendance]` defines.
const ATTENDANCE_RATE: &str = "attendance_rate";

fn bind_attendance(names: &mut Names, measures: &mut Vec<Measure>, text: &str, basis: &Basis) {
    if let Ok(expr) = Expr::compile(text, names) {
        let of = Arc::new(expr);
        names.bind(ATTENDANCE_RATE, What::Measure(Arc::clone(&of)), of.unit().clone());
        measures.push(Measure {
            id: ATTENDANCE_RATE.to_owned(),
            title: "Tỷ lệ đảng viên dự sinh hoạt".to_owned(),
            of,
            basis: basis.clone(),
        });
    }
}

/// Measures may name each other in any order, but not in a circle.
fn lower_measures(lower: &Lower, root: &Section<'_>, names: &mut Names, measures: &mut Vec<Measure>) {
    let mut waiting: BTreeMap<String, (Section<'_>, Text)> = BTreeMap::new();
    for (id, section) in root.named_sections("measures") {
        match section.text("of") {
            Some(of) => {
                waiting.insert(id, (section, of));
            }
            None => {
                section.need_text("of");
            }
        }
    }
    while !waiting.is_empty() {
        let ready =
            waiting.iter().find(|(_, (_, of))| !waiting.keys().any(|other| mentions(&of.value, other))).map(|(id, _)| id.clone());
        let Some(id) = ready else { return circles(lower, &waiting, names) };
        let Some((section, of)) = waiting.remove(&id) else { return };
        let mut basis = lower.basis(&section, None);
        let title = section.need_text("title");
        let expr = lower.compiled(&of, names, Expr::compile);
        let says = match &expr {
            Some(expr) if *expr.unit() == Unit::Flag => Says::When(expr, names),
            Some(expr) => Says::Of(expr),
            None => Says::Unknown,
        };
        phrase(lower, &section, &mut basis, &says, &[]);
        section.finish();
        lower.figure(format!("measure {id}"), &of.value, &basis);
        match expr {
            Some(expr) => {
                let of = Arc::new(expr);
                if !names.bind(&id, What::Measure(Arc::clone(&of)), of.unit().clone()) {
                    lower.fault(Code::RuleDuplicate, &section.span, |d| d.with("value", &id));
                }
                measures.push(Measure { id, title, of, basis });
            }
            None => names.unread(&id),
        }
    }
}

/// Reports the measures that lead back to themselves; those that only use one of them could not be read either.
fn circles(lower: &Lower, waiting: &BTreeMap<String, (Section<'_>, Text)>, names: &mut Names) {
    let uses = |id: &str| -> Vec<&str> {
        let of = waiting.get(id).map_or("", |(_, of)| &of.value);
        waiting.keys().filter(|other| mentions(of, other)).map(String::as_str).collect()
    };
    let leads_to = |start: &str, end: &str| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(id) = next.pop() {
            next.extend(uses(id).into_iter().filter(|other| reached.insert(*other)));
        }
        reached.contains(end)
    };
    for (id, (section, of)) in waiting {
        names.unread(id);
        lower.names_in(&of.value);
        lower.told.borrow_mut().push((Code::RuleCycle, of.span.start));
        if leads_to(id, id) {
            let circle: Vec<&str> = uses(id).into_iter().filter(|other| leads_to(other, id)).collect();
            lower.fault(Code::RuleCycle, &of.span, |d| d.with("value", id).with("other", circle.join(", ")));
        }
        // A citation counts, though the measure cannot be read.
        lower.basis(section, None);
    }
}

fn mentions(text: &str, name: &str) -> bool {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == name)
}

/// Leaves that could not be read are known by name, so that conditions on them are not reported as well.
fn unread_leaves(root: &Section<'_>, leaves: &[Leaf], names: &mut Names) {
    fn of_group(section: &Section<'_>, ids: &mut Vec<String>) {
        ids.extend(section.sections("leaf").iter().filter_map(|leaf| leaf.text("id")).map(|id| id.value));
        section.sections("group").iter().for_each(|group| of_group(group, ids));
    }
    let mut ids = Vec::new();
    let groups = root.sections("form").iter().flat_map(|form| form.sections("group")).collect::<Vec<Section<'_>>>();
    groups.iter().for_each(|group| of_group(group, &mut ids));
    for id in ids.iter().filter(|id| leaves.iter().all(|leaf| leaf.id != **id)) {
        names.unread_call("points", id);
        names.unread_call("full", id);
    }
}

/// A sum over all leaves of all forms.
fn count_leaves(root: &Section<'_>, of: &dyn Fn(&Section<'_>) -> usize) -> usize {
    let groups = |form: &Section<'_>| -> usize { form.sections("group").iter().map(|group| count_group(group, of)).sum() };
    root.sections("form").iter().map(groups).sum()
}

fn count_group(section: &Section<'_>, of: &dyn Fn(&Section<'_>) -> usize) -> usize {
    let leaves: usize = section.sections("leaf").iter().map(of).sum();
    leaves + section.sections("group").iter().map(|group| count_group(group, of)).sum::<usize>()
}

/// Ids of the groups of all forms, each once, in order.
fn group_ids(forms: &[Form]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for group in forms.iter().flat_map(|form| &form.groups) {
        if !ids.contains(&group.id) {
            ids.push(group.id.clone());
        }
    }
    ids
}

/// Every tag of a criterion, once, in order; the empty one, for all criteria, first.
fn tags(root: &Section<'_>) -> Vec<String> {
    let mut tags: Vec<String> =
        root.sections("criterion").iter().flat_map(|section| section.texts("tags")).map(|text| text.value).collect();
    tags.push(String::new());
    tags.sort_unstable();
    tags.dedup();
    tags
}
