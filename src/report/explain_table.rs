//! The lines of an explanation as a table: what readers see at each depth, and what machines get at all of them.

use super::explain::{Depth, Line};
use super::field::number;
use super::notice::{self, RegulationNote};
use super::{Audience, Column, Field, Table};
use crate::rules::{Basis, Regulation, Standing};
use crate::words::{Lang, Word};

/// A space that tables do not trim when they wrap.
pub(super) const INDENT: &str = "\u{a0}\u{a0}";

/// The document that a clause is of: that of its source, or the regulation where the source has no number of its own.
pub(super) fn document<'r>(regulation: &'r Regulation, basis: &Basis) -> &'r str {
    let source = regulation.sources.get(basis.source).map(|source| source.number.as_str());
    source.filter(|number| !number.is_empty()).unwrap_or(&regulation.header.number)
}

/// A clause for a reader, with the number of its document and how well it is known: `14-QĐi/TU: bảng mẫu, nhóm 3 (giả định)`.
pub(super) fn citation(document: &str, clause: &str, standing: &str, lang: Lang) -> String {
    let word = match Standing::from_word(standing) {
        None | Some(Standing::Text) => String::new(),
        Some(standing) => format!(" ({})", notice::standing(standing, lang)),
    };
    match (document.is_empty() || clause.contains(document), clause.is_empty()) {
        (true, _) => format!("{clause}{word}"),
        (false, true) => format!("{document}{word}"),
        (false, false) => format!("{document}: {clause}{word}"),
    }
}

/// Id, and the first and last day or year, of every regulation of a report.
type Versions = Vec<(String, [String; 2])>;

pub(super) fn versions(regulations: &[RegulationNote]) -> Versions {
    let end = |end: &Option<String>| end.clone().unwrap_or_default();
    regulations.iter().map(|note| (note.id.clone(), [end(&note.first), end(&note.last)])).collect()
}

/// What a value is counted in, by the kind of its line.
fn unit(kind: &str) -> &'static str {
    match kind {
        "leaf" | "group" | "meeting" | "total" | "mean" | "weighted-mean" | "recorded" => "points",
        "attendance" | "over" => "percent",
        "counted" | "left-out" => "members",
        "period" | "period-level" | "share" | "not-received" => "meetings",
        "condition" | "gate" | "special" | "outside" => "flag",
        "criterion" => "grade",
        "level" | "year" | "landing" | "transition" => "level",
        "tally" => "count",
        "quota" | "award" | "places" => "places",
        "base" => "units",
        "candidate" | "cut" => "rank",
        _ => "",
    }
}

/// What a line has from those above it, or below it: the row that it comes from, and the weakest standing of what it sums up.
fn filled(mut lines: Vec<Line>) -> Vec<Line> {
    let mut around: Vec<(usize, String, Option<u64>, String)> = Vec::new();
    for line in &mut lines {
        around.retain(|(depth, ..)| *depth < line.depth);
        match around.last() {
            Some((_, file, row, rows)) if line.file.is_empty() => {
                (line.file, line.rows) = (file.clone(), rows.clone());
                // A line that has a row of its own shows it; what is inherited is for machines alone.
                line.inherited = *row;
            }
            // What a cell is stands in another table than what it did.
            _ if line.kind == "cell" => {}
            _ => around.push((line.depth, line.file.clone(), line.row, line.rows.clone())),
        }
    }
    let mut below: Vec<(usize, Standing)> = Vec::new();
    for line in lines.iter_mut().rev() {
        let own = Standing::from_word(&line.standing);
        let under = below.iter().filter(|(depth, _)| *depth > line.depth).map(|(_, standing)| *standing).max();
        if let Some(standing) = own.or(under) {
            if own.is_none() {
                standing.word().clone_into(&mut line.rests_on);
            }
            below.retain(|(depth, _)| *depth <= line.depth);
            below.push((line.depth, own.max(under).unwrap_or(standing)));
        }
    }
    lines
}

/// The table of lines; readers see other columns at each depth, machines the same.
pub(super) fn table<'a>(lines: Vec<Line>, depth: Depth, versions: Versions, lang: Lang) -> Table<'a> {
    let item = if depth == Depth::Line { Column::machine("item") } else { Column::both("item", Word::Item.text(lang)) };
    let value = if depth == Depth::Line { Word::BriefColumn } else { Word::Value };
    let points = match depth {
        Depth::Line => Column::machine(""),
        Depth::Reasons => Column::reader(Word::LostPoints.text(lang)).right(),
        Depth::Tree => Column::reader(Word::TotalPoints.text(lang)).right(),
    };
    let mut columns = vec![
        Column::machine("depth"),
        Column::machine("kind"),
        Column::machine("id"),
        item,
        Column::both("value", value.text(lang)),
        Column::machine("points"),
        Column::machine("max"),
        Column::machine("branch"),
        Column::both("clause", Word::Clause.text(lang)),
        Column::machine("regulation"),
        Column::machine("standing"),
        Column::machine("file"),
        Column::machine("row"),
    ];
    let shown = depth != Depth::Line && lines.iter().any(|line| line.max.is_some() || line.lost.is_some() || line.kind == "cell");
    if shown {
        columns.insert(7, points);
    }
    columns.extend(["inputs", "unit", "document", "first", "last", "rows", "lost"].map(Column::machine));
    let lines = filled(lines);
    let len = lines.len();
    let row = move |position: usize, _: Audience| {
        let Some(line) = lines.get(position) else { return Vec::new() };
        let version = versions.iter().find(|(id, _)| *id == line.regulation).map(|(_, ends)| ends.clone()).unwrap_or_default();
        let mut fields = vec![
            Field::Count(line.depth as u64),
            Field::text(line.kind.to_owned()),
            Field::text(line.id.clone()),
            Field::word(line.item.clone(), line.shown_item()),
            Field::text(line.value.clone()),
            Field::number(line.points),
            Field::number(line.max),
            Field::text(line.branch.clone()),
            Field::word(line.clause.clone(), line.shown_clause(depth, lang)),
            Field::text(line.regulation.clone()),
            Field::text(if line.standing.is_empty() { line.rests_on.clone() } else { line.standing.clone() }),
            Field::text(line.file.clone()),
            line.row.or(line.inherited).map_or(Field::None, Field::Count),
        ];
        if shown {
            fields.insert(7, Field::word(String::new(), line.shown_points(depth, lang)));
        }
        let [first, last] = version;
        fields.extend([
            Field::text(line.inputs.clone()),
            Field::text(unit(line.kind)),
            Field::text(line.document.clone()),
            Field::text(first),
            Field::text(last),
            Field::text(line.rows.clone()),
            Field::number(line.lost),
        ]);
        fields
    };
    let title = match depth {
        Depth::Line => Word::LineTitle,
        Depth::Reasons => Word::ReasonsTitle,
        Depth::Tree => Word::Tree,
    };
    Table { id: "lines", title: title.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

impl Line {
    fn shown_item(&self) -> String {
        let id = if matches!(self.kind, "leaf" | "group" | "cell") { format!("{} ", self.id) } else { String::new() };
        format!("{}{id}{}", INDENT.repeat(self.depth), self.item)
    }

    fn shown_points(&self, depth: Depth, lang: Lang) -> String {
        if depth == Depth::Reasons
            && let Some(lost) = self.lost.filter(|_| self.kind == "leaf")
        {
            return format!("−{}", number(lost, lang));
        }
        match (self.points, self.max) {
            // Among what was lost nothing stands that was earned.
            (Some(_), Some(_)) if depth == Depth::Reasons => String::new(),
            (Some(points), Some(max)) => format!("{}/{}", number(points, lang), number(max, lang)),
            (None, Some(max)) => format!("–/{}", number(max, lang)),
            _ => String::new(),
        }
    }

    /// The clause, or where there is none the row.
    fn shown_clause(&self, depth: Depth, lang: Lang) -> String {
        let name = self.file.rsplit('/').next().unwrap_or("");
        let place = self.row.map_or(String::new(), |row| format!("{name}:{row}"));
        match depth {
            _ if self.clause.is_empty() || self.shows_row => place,
            Depth::Tree => citation("", &self.clause, &self.standing, lang),
            Depth::Reasons => citation(&self.document, &self.clause, &self.standing, lang),
            Depth::Line => {
                [self.clause.clone(), place].into_iter().filter(|part| !part.is_empty()).collect::<Vec<String>>().join("; ")
            }
        }
    }
}
