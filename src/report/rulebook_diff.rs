//! `chibo rules diff`: what a second regulation says otherwise than a first, each change with both clauses.

use super::document::{Lines, Piece};
use super::notice::standing;
use super::rulebook_entry::Speaker;
use super::{Audience, Column, Field, Notice, RegulationNote, Report, Table};
use crate::compare::{Change, Side, What};
use crate::outline::{Entry, Key, Kind};
use crate::rules::Regulation;
use crate::words::{Lang, Word, fill};

/// Changes as [`crate::compare::compare`] found them between two regulations.
pub fn diff<'a>(before: &'a Regulation, after: &'a Regulation, changes: &'a [Change<'a>], lang: Lang) -> Report<'a> {
    let (old, new) = (RegulationNote::of(before, "before"), RegulationNote::of(after, "after"));
    let name = |note: &RegulationNote| format!("{} [{}]", note.name(lang), note.id);
    let title = fill(Word::DiffTitle.text(lang), &[("before", &name(&old)), ("after", &name(&new))]);
    let notes = vec![old, new];
    let mut notices = vec![Notice { code: "summary", text: summary(changes, lang) }];
    for notice in notes.iter().flat_map(|note| note.notices(lang)) {
        if !notices.contains(&notice) {
            notices.push(notice);
        }
    }
    Report {
        id: "rules-diff",
        title,
        regulations: notes,
        notices,
        tables: vec![table(before, after, changes, lang)],
        document: Vec::new(),
        on_request: 0,
        accounts: Vec::new(),
        lang,
    }
}

pub(super) fn table<'a>(before: &'a Regulation, after: &'a Regulation, changes: &'a [Change<'a>], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::machine("kind"),
        Column::machine("change"),
        Column::machine("address_before"),
        Column::machine("address_after"),
        Column::reader(Word::Item.text(lang)),
        Column::reader(Word::ChangeColumn.text(lang)),
        Column::both("before", Word::Before.text(lang)),
        Column::both("after", Word::After.text(lang)),
        Column::machine("clause_before"),
        Column::machine("clause_after"),
        Column::machine("standing_before"),
        Column::machine("standing_after"),
    ];
    let speakers = [Speaker::of(before, lang), Speaker::of(after, lang)];
    let several_forms = before.forms.len().max(after.forms.len()) > 1;
    let row = move |position: usize, _: Audience| {
        let Some(change) = changes.get(position) else { return Vec::new() };
        let [old, new] = &speakers;
        let sides = [(old, change.before.as_ref()), (new, change.after.as_ref())];
        let of_each = |make: &dyn Fn(&Speaker<'_>, &Side<'a>) -> Field<'a>| -> Vec<Field<'a>> {
            sides.iter().map(|(speaker, side)| side.map_or(Field::text(""), |side| make(speaker, side))).collect()
        };
        let Some((speaker, known)) = sides.iter().rev().find_map(|(speaker, side)| Some((*speaker, (*side)?))) else {
            return Vec::new();
        };
        let mut fields = vec![Field::text(known.entry.kind.word()), Field::text(change.what.word())];
        fields.extend(of_each(&|_, side| Field::text(side.entry.address.clone())));
        // Changes of one entry follow one another; for a reader it is named once.
        let same = |other: &Change<'_>| {
            let other = other.side().map(|side| &side.entry);
            other.is_some_and(|other| other.kind == known.entry.kind && other.address == known.entry.address)
        };
        let told = position.checked_sub(1).and_then(|before| changes.get(before)).is_some_and(same);
        let name = if told { String::new() } else { known_by(speaker, &known.entry, several_forms) };
        fields.push(Field::word("", name));
        fields.push(Field::word("", happened(change.what, known.entry.kind, lang)));
        fields.extend(of_each(&|speaker, side| Field::word(exact(change.what, side), cited(speaker, change.what, side))));
        fields.extend(of_each(&|speaker, side| {
            Field::text(side.entry.basis.as_ref().map_or(String::new(), |basis| speaker.regulation.clause(basis)))
        }));
        fields.extend(of_each(&|_, side| Field::text(side.entry.basis.as_ref().map_or("", |basis| basis.standing.word()))));
        fields
    };
    Table { id: "changes", title: Word::Changes.text(lang).to_owned(), columns, len: changes.len(), row: Box::new(row) }
}

/// What happened, for a reader.
fn happened(what: What, kind: Kind, lang: Lang) -> String {
    match what {
        What::Figure(Key::Maximum) if kind != Kind::Corresponds => Word::ChangeMaximum.text(lang).to_owned(),
        What::Figure(key) => fill(what.phrase().text(lang), &[("name", key.phrase().text(lang))]),
        What::Added
        | What::Removed
        | What::Moved
        | What::Reordered
        | What::Renumbered
        | What::Retitled
        | What::Threshold
        | What::Standing => what.phrase().text(lang).to_owned(),
    }
}

/// `tiêu chí 2.1 Tỷ lệ dự › bậc điểm 3`: groups are left out, a leaf's id says where it stands.
fn known_by(speaker: &Speaker<'_>, entry: &Entry<'_>, several_forms: bool) -> String {
    let outline = &speaker.outline;
    let path: Vec<&Entry<'_>> = entry
        .address
        .match_indices(" / ")
        .filter_map(|(end, _)| entry.address.get(..end))
        .filter_map(|address| outline.entries.iter().find(|entry| entry.address == address))
        .filter(|around| around.kind != Kind::Group && (several_forms || around.kind != Kind::Form))
        .chain([entry])
        .collect();
    let last = path.len().saturating_sub(1);
    let parts: Vec<String> = path
        .iter()
        .enumerate()
        .map(|(place, entry)| {
            let title = if place == last { named(speaker, entry) } else { String::new() };
            let parts = [entry.kind.phrase().text(speaker.lang), &entry.id, &title];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<&str>>().join(" ")
        })
        .collect();
    parts.join(" › ")
}

/// The title of an entry; of a row what it asks for.
fn named(speaker: &Speaker<'_>, entry: &Entry<'_>) -> String {
    let asked = [Key::In, Key::Is].into_iter().find_map(|key| entry.get(key)).filter(|_| entry.kind == Kind::Row);
    match asked {
        Some(asked) => format!("({})", speaker.wording.value(asked)),
        None if entry.kind.is_numbered() => String::new(),
        None => entry.title.to_owned(),
    }
}

/// The exact text of what changed, for machines.
fn exact(what: What, side: &Side<'_>) -> String {
    match (what, &side.value) {
        (What::Threshold | What::Figure(_), Some(value)) => value.exact(),
        (What::Threshold | What::Figure(_), None) => String::new(),
        (What::Retitled, _) => side.entry.title.to_owned(),
        (What::Renumbered, _) => side.entry.id.clone(),
        (What::Standing, _) => side.entry.basis.as_ref().map_or("", |basis| basis.standing.word()).to_owned(),
        (What::Moved | What::Reordered, _) => side.entry.address.clone(),
        (What::Added | What::Removed, _) => {
            let figures = side.entry.figures.iter();
            figures.map(|figure| format!("{}={}", figure.key.word(), figure.value.exact())).collect::<Vec<String>>().join(";")
        }
    }
}

/// The same in words, with the clause below it.
fn cited(speaker: &Speaker<'_>, what: What, side: &Side<'_>) -> String {
    let (text, clause) = (shown(speaker, what, side), plain(&speaker.clause(&side.entry)));
    match (text.is_empty(), clause.is_empty()) {
        (true, _) | (_, true) => text,
        (false, false) => format!("{text}\n[{clause}]"),
    }
}

fn shown(speaker: &Speaker<'_>, what: What, side: &Side<'_>) -> String {
    let entry = &side.entry;
    match what {
        // How the points of a leaf come about is more than the name of the way.
        What::Added | What::Removed | What::Figure(Key::Way) => whole(speaker, entry, what),
        What::Threshold | What::Figure(_) => side.value.as_ref().map_or(String::new(), |value| speaker.wording.value(value)),
        What::Retitled => entry.title.to_owned(),
        What::Renumbered => entry.id.clone(),
        What::Standing => entry.basis.as_ref().map_or(String::new(), |basis| standing(basis.standing, speaker.lang).to_owned()),
        What::Moved | What::Reordered => around(speaker, entry),
    }
}

/// An entry with all inside it.
fn whole(speaker: &Speaker<'_>, entry: &Entry<'_>, what: What) -> String {
    let Some(position) = speaker.outline.entries.iter().position(|other| other.address == entry.address) else {
        return String::new();
    };
    if matches!(entry.kind, Kind::Exception | Kind::Row | Kind::NotApplicable | Kind::Condition | Kind::LeftOut) {
        return speaker.sentence(entry);
    }
    let max = entry.get(Key::Maximum).filter(|_| what != What::Figure(Key::Way)).map(|max| speaker.wording.value(max));
    let way = || {
        let rows = speaker.outline.children(position).filter_map(|row| speaker.outline.entries.get(row));
        let rows = rows.filter(|row| row.kind == Kind::Row).map(|row| speaker.sentence(row));
        std::iter::once(speaker.way(entry)).chain(rows).collect::<Vec<String>>().join("\n")
    };
    let lines = if what == What::Figure(Key::Way) { way() } else { plain(&speaker.value(position, entry, &[Key::Maximum])) };
    max.into_iter().chain([lines]).filter(|part| !part.is_empty()).collect::<Vec<String>>().join("\n")
}

fn plain(lines: &Lines) -> String {
    let line = |pieces: &Vec<Piece>| -> String {
        let text = |piece: &Piece| match piece {
            Piece::Plain(text) | Piece::Strong(text) => text.clone(),
        };
        pieces.iter().map(text).collect()
    };
    lines.0.iter().map(line).collect::<Vec<String>>().join("\n")
}

/// The group or list that an entry stands in.
fn around(speaker: &Speaker<'_>, entry: &Entry<'_>) -> String {
    let around = entry.address.rsplit_once(" / ").map(|(around, _)| around);
    match around.and_then(|address| speaker.outline.entries.iter().find(|entry| entry.address == address)) {
        Some(around) => format!("{} {} {}", around.kind.phrase().text(speaker.lang), around.id, around.title),
        None => entry.title.to_owned(),
    }
}

/// How many changes of each sort, in one line.
fn summary(changes: &[Change<'_>], lang: Lang) -> String {
    if changes.is_empty() {
        return Word::NoDifference.text(lang).to_owned();
    }
    let sort = |change: &Change<'_>| match change.what {
        What::Figure(_) => Word::ChangeOther.text(lang),
        what => what.phrase().text(lang),
    };
    let mut counts: Vec<(What, &str, usize)> = Vec::new();
    for change in changes {
        let sort = sort(change);
        match counts.iter_mut().find(|(_, known, _)| *known == sort) {
            Some((_, _, count)) => *count += 1,
            None => counts.push((change.what, sort, 1)),
        }
    }
    counts.sort_by_key(|(what, _, _)| *what);
    let counts: Vec<String> = counts.iter().map(|(_, sort, count)| format!("{count} {sort}")).collect();
    fill(Word::DiffSummary.text(lang), &[("count", &changes.len().to_string()), ("counts", &counts.join(", "))])
}
