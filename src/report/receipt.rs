//! The ingest receipt: what was decided about every file, on what evidence, and what became of its rows.

use super::{Audience, Column, Field, Table};
use crate::diagnostic::Column as Letters;
use crate::records::{Account, Basis, By, Decided, DecidedColumn, Excluded};
use crate::words::{Lang, Word, fill};

/// Table `files`: the rows of every file and how it is written.
pub(super) fn files<'a>(accounts: &[Account], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("file", Word::FileColumn.text(lang)),
        Column::both("rows", Word::RowsColumn.text(lang)).right(),
        Column::both("used", Word::UsedColumn.text(lang)).right(),
        Column::both("rejected", Word::RejectedColumn.text(lang)).right(),
        Column::both("excluded", Word::ExcludedColumn.text(lang)).right(),
        Column::machine("refused"),
        Column::reader(Word::WrittenColumn.text(lang)),
        Column::machine("encoding"),
        Column::machine("encoding_by"),
        Column::machine("lines"),
        Column::machine("separator"),
        Column::machine("sheet"),
        Column::machine("formulas"),
        Column::machine("long_numbers"),
        Column::machine("heading_first"),
        Column::machine("heading_last"),
        Column::machine("title_rows"),
        Column::machine("given"),
        Column::machine("why_excluded"),
    ];
    let rows = accounts.to_vec();
    let len = rows.len();
    let row = move |position: usize, audience: Audience| {
        let Some(account) = rows.get(position) else { return Vec::new() };
        let counts = [account.rows, account.used, account.rejected, account.excluded].map(Field::Count);
        let mut fields = vec![Field::text(account.file.to_string())];
        fields.extend(counts);
        fields.push(Field::Flag(account.refused));
        fields.push(match (&account.decided, audience) {
            (Some(decided), Audience::Reader) => Field::text(in_words(decided, lang)),
            _ => Field::None,
        });
        fields.extend(written(account.decided.as_deref()));
        fields.push(Field::text(reasons(account)));
        fields
    };
    Table { id: "files", title: Word::AccountsTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

/// Table `columns`: the columns that were not read, or could have been read in another way. All of them stand in the JSON of the files.
pub(super) fn columns<'a>(accounts: &[Account], lang: Lang) -> Table<'a> {
    let columns = vec![
        Column::both("file", Word::FileColumn.text(lang)),
        Column::both("column", Word::ColumnColumn.text(lang)),
        Column::both("heading", Word::HeadingColumn.text(lang)),
        Column::both("holds", Word::HoldsColumn.text(lang)),
        Column::both("dates", Word::DatesColumn.text(lang)),
        Column::both("decimal", Word::DecimalColumn.text(lang)),
        Column::both("by", Word::DecidedByColumn.text(lang)),
    ];
    let mut rows = Vec::new();
    for account in accounts {
        let Some(decided) = &account.decided else { continue };
        for (index, column) in decided.columns.iter().enumerate().filter(|(_, column)| is_worth_saying(column)) {
            rows.push((account.file.to_string(), index, column.clone()));
        }
    }
    let len = rows.len();
    let row = move |position: usize, _: Audience| {
        let Some((file, index, column)) = rows.get(position) else { return Vec::new() };
        let letters = Letters { index: *index, heading: String::new() }.letters();
        let word = match column.by {
            By::Profile => Word::ByProfile,
            By::Evidence => Word::ByEvidence,
            By::Default => Word::ByDefault,
        };
        let is_said = column.dates.is_some() || column.decimal.is_some();
        let by = if is_said { Field::word(column.by.word(), word.text(lang)) } else { Field::None };
        let or_none = |text: Option<&str>| text.map_or(Field::None, |text| Field::text(text.to_owned()));
        vec![
            Field::text(file.clone()),
            Field::text(letters),
            Field::text(column.heading.clone()),
            match &column.holds {
                Some(holds) => Field::text(holds.clone()),
                None => Field::word("", Word::NotRead.text(lang)),
            },
            or_none(column.dates.map(|dates| dates.word())),
            or_none(column.decimal.map(|mark| mark.word())),
            by,
        ]
    };
    Table { id: "columns", title: Word::ColumnsTitle.text(lang).to_owned(), columns, len, row: Box::new(row) }
}

fn is_worth_saying(column: &DecidedColumn) -> bool {
    column.holds.is_none() || column.dates.is_some() || column.decimal.is_some()
}

/// `not-of-table=1; copy=2`: why rows were left out, and how many; nothing where none was.
pub fn reasons(account: &Account) -> String {
    let given = Excluded::ALL.into_iter().filter_map(|why| Some((why, *account.why.get(&why)?)));
    given.map(|(why, rows)| format!("{}={rows}", why.word())).collect::<Vec<String>>().join("; ")
}

/// Why rows were left out, in words; nothing where all of them were only not asked for.
pub fn reasons_in_words(account: &Account, lang: Lang) -> String {
    if account.why.keys().all(|why| *why == Excluded::NotAskedFor) {
        return String::new();
    }
    let word = |why: Excluded| match why {
        Excluded::NotAskedFor => Word::WhyNotAskedFor,
        Excluded::NotOfTable => Word::WhyNotOfTable,
        Excluded::Copy => Word::WhyCopy,
        Excluded::NotChosen => Word::WhyNotChosen,
        Excluded::Corrected => Word::WhyCorrected,
        Excluded::NoMeeting => Word::WhyNoMeeting,
        Excluded::NotYet => Word::WhyNotYet,
    };
    let given = Excluded::ALL.into_iter().filter_map(|why| Some((why, account.why.get(&why)?.to_string())));
    given.map(|(why, rows)| fill(word(why).text(lang), &[("count", &rows)])).collect::<Vec<String>>().join(", ")
}

/// The name of what told the encoding.
pub fn basis(basis: Basis) -> &'static str {
    match basis {
        Basis::Profile => "profile",
        Basis::Mark => "byte-order-mark",
        Basis::Zeros => "zero-bytes",
        Basis::Sound => "sound",
        Basis::Format => "spreadsheet",
    }
}

/// The name of a separator.
pub fn separator(separator: char) -> String {
    if separator == '\t' { "tab".to_owned() } else { separator.to_string() }
}

/// In the order of the columns of table `files` from `encoding` to `given`.
fn written<'a>(decided: Option<&Decided>) -> Vec<Field<'a>> {
    let Some(decided) = decided else { return vec![Field::None; 11] };
    let sheet = decided.written.sheet.as_ref();
    let given: Vec<String> = decided.given.iter().map(|(heading, value)| format!("{heading}={value}")).collect();
    vec![
        Field::text(decided.written.encoding.0.word()),
        Field::text(basis(decided.written.encoding.1)),
        Field::text(decided.written.lines.word()),
        decided.separator.map_or(Field::None, |own| Field::text(separator(own))),
        sheet.map_or(Field::None, |sheet| Field::text(sheet.name.clone())),
        sheet.map_or(Field::None, |sheet| Field::Count(sheet.formulas)),
        sheet.map_or(Field::None, |sheet| Field::Count(sheet.long_numbers)),
        Field::Count(decided.heading.0),
        Field::Count(decided.heading.1),
        Field::Count(decided.titles),
        Field::text(given.join("; ")),
    ]
}

/// `UTF-8, dấu ";", tiêu đề ở dòng 4, 3 dòng trên tiêu đề`.
fn in_words(decided: &Decided, lang: Lang) -> String {
    let mut parts = Vec::new();
    match &decided.written.sheet {
        Some(sheet) => parts.push(fill(Word::SheetPart.text(lang), &[("name", &sheet.name)])),
        None => parts.push(decided.written.encoding.0.word().to_owned()),
    }
    if let Some(own) = decided.separator {
        parts.push(fill(Word::SeparatorPart.text(lang), &[("mark", &separator(own))]));
    }
    let (first, last) = decided.heading;
    if last > 1 {
        let rows = if first == last { first.to_string() } else { format!("{first}–{last}") };
        parts.push(fill(Word::HeadingPart.text(lang), &[("row", &rows)]));
    }
    if decided.titles > 0 {
        parts.push(fill(Word::TitlesPart.text(lang), &[("count", &decided.titles.to_string())]));
    }
    if let Some(sheet) = decided.written.sheet.as_ref().filter(|sheet| sheet.formulas > 0) {
        parts.push(fill(Word::FormulasPart.text(lang), &[("count", &sheet.formulas.to_string())]));
    }
    if let Some(sheet) = decided.written.sheet.as_ref().filter(|sheet| sheet.long_numbers > 0) {
        parts.push(fill(Word::LongNumbersPart.text(lang), &[("count", &sheet.long_numbers.to_string())]));
    }
    if let Some(sheet) = decided.written.sheet.as_ref().filter(|sheet| !sheet.merged.is_empty()) {
        let some: Vec<&str> = sheet.merged.iter().take(5).map(String::as_str).collect();
        let more = if sheet.merged.len() > 5 { ", …" } else { "" };
        parts.push(fill(Word::MergedPart.text(lang), &[("ranges", &(some.join(", ") + more))]));
    }
    for (heading, value) in &decided.given {
        parts.push(format!("{heading} = {value}"));
    }
    parts.join(", ")
}
