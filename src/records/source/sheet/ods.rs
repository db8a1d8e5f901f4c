//! A sheet of an ODS file, field by field: a field that says it stands for a million costs no more than its text.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;
use zip::read::ZipFile;

use super::field::{Fields, day_of};
use super::table::Table;
use super::{Failure, Read, Sheet, choose};

/// Blanks that one mark may stand for: nobody types more of them.
const MOST_BLANKS: usize = 1_000;
/// More rows or columns than any sheet has.
const BEYOND: u64 = u32::MAX as u64;

pub(super) fn read(path: &Path, wanted: Option<&str>) -> Read {
    let mut package = File::open(path).map_err(broken).and_then(|file| ZipArchive::new(BufReader::new(file)).map_err(broken))?;
    if is_locked(&mut package) {
        return Err(Failure::Locked);
    }
    let name = choose(Content::open(&mut package)?.visible_sheets()?, wanted)?;
    Content::open(&mut package)?.sheet(name)
}

fn broken(error: impl std::fmt::Display) -> Failure {
    Failure::Broken(error.to_string())
}

/// Whether the parts can be read with a password only.
fn is_locked(package: &mut ZipArchive<BufReader<File>>) -> bool {
    let mut manifest = String::new();
    let read = package.by_name("META-INF/manifest.xml").is_ok_and(|mut part| part.read_to_string(&mut manifest).is_ok());
    read && manifest.contains("encryption-data")
}

/// The part that holds the sheets, from its beginning.
struct Content<'a> {
    reader: quick_xml::Reader<BufReader<ZipFile<'a, BufReader<File>>>>,
    buffer: Vec<u8>,
}

/// What a field says of itself before its text.
struct Field {
    /// How many fields side by side are the same.
    repeated: u64,
    /// Rows that it spans.
    rows: u64,
    has_formula: bool,
    value: Value,
}

enum Value {
    None,
    Number(String),
    /// Known already, and no number.
    Known(String),
    /// Its text is its value.
    Text,
    /// Its text says what went wrong when it was computed.
    Error,
}

impl<'a> Content<'a> {
    fn open(package: &'a mut ZipArchive<BufReader<File>>) -> Result<Content<'a>, Failure> {
        let part = package.by_name("content.xml").map_err(broken)?;
        let mut reader = quick_xml::Reader::from_reader(BufReader::new(part));
        reader.config_mut().expand_empty_elements = true;
        Ok(Content { reader, buffer: Vec::new() })
    }

    /// The next mark; a file that ends before its sheets do is broken.
    fn next(&mut self) -> Result<Event<'_>, Failure> {
        self.buffer.clear();
        match self.reader.read_event_into(&mut self.buffer).map_err(broken)? {
            Event::Eof => Err(Failure::Broken("content.xml".to_owned())),
            event => Ok(event),
        }
    }

    /// Names of the sheets that are not hidden.
    fn visible_sheets(&mut self) -> Result<Vec<String>, Failure> {
        let mut names = Vec::new();
        let mut hidden: BTreeMap<String, bool> = BTreeMap::new();
        let mut style = String::new();
        let mut inside = 0_u64;
        loop {
            match self.next()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "style:style" => style = attribute(&tag, "style:name").unwrap_or_default(),
                    "style:table-properties" => {
                        let is_hidden = attribute(&tag, "table:display").is_some_and(|display| display == "false");
                        hidden.insert(style.clone(), is_hidden);
                    }
                    "table:table" => {
                        let style = attribute(&tag, "table:style-name").unwrap_or_default();
                        // A table inside a field is none of the sheets.
                        if inside == 0 && hidden.get(&style) != Some(&true) {
                            names.extend(attribute(&tag, "table:name"));
                        }
                        inside += 1;
                    }
                    _ => {}
                },
                Event::End(tag) => match tag.name().as_ref() {
                    "table:table" => inside = inside.saturating_sub(1),
                    "office:body" => return Ok(names),
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// The sheet of that name.
    fn sheet(mut self, name: String) -> Read {
        let mut sheet = Sheet { name, ..Sheet::default() };
        let mut fields = Fields::default();
        let mut table = Table::default();
        while !self.begins(&sheet.name)? {}
        let (mut row, mut repeated, mut column) = (0_u64, 1_u64, 0_u64);
        let mut fields_of_row: Vec<(u64, Field, String)> = Vec::new();
        loop {
            match self.next()? {
                Event::Start(tag) => match tag.name().as_ref() {
                    "table:table-row" => (repeated, column) = (number(&tag, "table:number-rows-repeated"), 0),
                    "table:table-cell" | "table:covered-table-cell" => {
                        let field = Field::of(&tag, &mut fields);
                        let text = self.text()?;
                        let next = column.saturating_add(field.repeated);
                        if !matches!((&field.value, field.has_formula), (Value::None, false)) {
                            fields_of_row.push((column, field, text));
                        }
                        column = next;
                    }
                    // Charts and comments have tables of their own.
                    "table:shapes" | "table:table" => self.skip()?,
                    _ => {}
                },
                Event::End(tag) => match tag.name().as_ref() {
                    "table:table-row" => {
                        let spans = repeated == 1;
                        for own in row..row.saturating_add(if fields_of_row.is_empty() { 0 } else { repeated }) {
                            for (column, field, text) in &fields_of_row {
                                place(&mut table, own, *column, field, text, spans, &mut sheet)?;
                            }
                        }
                        fields_of_row.clear();
                        row = row.saturating_add(repeated);
                    }
                    "table:table" => break,
                    _ => {}
                },
                _ => {}
            }
        }
        sheet.long_numbers = fields.long_numbers;
        let text = table.finish(&mut sheet)?;
        Ok((text, sheet))
    }

    /// Whether the next mark begins the sheet of that name.
    fn begins(&mut self, name: &str) -> Result<bool, Failure> {
        Ok(match self.next()? {
            Event::Start(tag) => tag.name().as_ref() == "table:table" && attribute(&tag, "table:name").as_deref() == Some(name),
            _ => false,
        })
    }

    /// What a field shows, up to its end: its paragraphs, without comments and drawings.
    fn text(&mut self) -> Result<String, Failure> {
        let mut text = String::new();
        let (mut depth, mut paragraphs) = (0_u64, 0_u64);
        loop {
            match self.next()? {
                Event::Start(tag) => {
                    match tag.name().as_ref() {
                        "text:p" => {
                            text.push_str(if paragraphs > 0 { "\n" } else { "" });
                            paragraphs += 1;
                        }
                        "text:s" => {
                            let count = usize::try_from(number(&tag, "text:c")).unwrap_or(MOST_BLANKS).min(MOST_BLANKS);
                            text.extend(std::iter::repeat_n(' ', count));
                        }
                        "text:tab" => text.push('\t'),
                        "text:line-break" => text.push('\n'),
                        other if other.starts_with("text:") => {}
                        _ => {
                            self.skip()?;
                            continue;
                        }
                    }
                    depth += 1;
                }
                Event::End(_) if depth == 0 => return Ok(text),
                Event::End(_) => depth -= 1,
                Event::Text(own) if depth > 0 => text.push_str(&own.xml10_content()),
                Event::CData(own) if depth > 0 => text.push_str(&own.xml10_content()),
                Event::GeneralRef(own) if depth > 0 => text.push_str(&referred(&own)?),
                _ => {}
            }
        }
    }

    /// Goes on behind the end of what has just begun.
    fn skip(&mut self) -> Result<(), Failure> {
        let mut depth = 0_u64;
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(()),
                Event::End(_) => depth -= 1,
                _ => {}
            }
        }
    }
}

impl Field {
    fn of(tag: &BytesStart<'_>, fields: &mut Fields) -> Field {
        let of = |name: &str| attribute(tag, name);
        let has_formula = of("table:formula").is_some();
        let value = match of("office:value-type").as_deref() {
            _ if of("calcext:value-type").as_deref() == Some("error") => Value::Error,
            Some("float" | "percentage" | "currency") => {
                let text = of("office:value").unwrap_or_default();
                Value::Number(text.parse().map_or(text, |value| fields.number(value)))
            }
            Some("date") => Value::Known(day_of(&of("office:date-value").unwrap_or_default()).to_owned()),
            Some("time") => Value::Known(of("office:time-value").unwrap_or_default()),
            Some("boolean") => Value::Known(of("office:boolean-value").unwrap_or_default()),
            Some(_) => of("office:string-value").map_or(Value::Text, Value::Known),
            None => Value::None,
        };
        let repeated = number(tag, "table:number-columns-repeated");
        Field { repeated, rows: number(tag, "table:number-rows-spanned"), has_formula, value }
    }
}

/// Puts a field, as often as it stands for, where it belongs.
fn place(
    table: &mut Table,
    row: u64,
    column: u64,
    field: &Field,
    shown: &str,
    spans: bool,
    sheet: &mut Sheet,
) -> Result<(), Failure> {
    let text = match &field.value {
        Value::Number(text) | Value::Known(text) => text.clone(),
        Value::Text => shown.to_owned(),
        Value::Error => format!("#{}", shown.trim_start_matches('#')),
        // Nobody has computed it, so nothing is known but that it was to be computed.
        Value::None => "=".to_owned(),
    };
    sheet.formulas += u64::from(field.has_formula);
    if text.is_empty() {
        return Ok(());
    }
    let small = |place: u64| u32::try_from(place).unwrap_or(u32::MAX);
    for column in column..column.saturating_add(field.repeated) {
        let place = (small(row), small(column));
        if spans && field.rows > 1 {
            table.merge(place, small(row.saturating_add(field.rows - 1)));
        }
        table.field(place.0, place.1, &text, !matches!(field.value, Value::Number(_)))?;
    }
    Ok(())
}

/// What `&…;` stands for; a name that only the file itself explains is not followed.
fn referred(reference: &BytesRef<'_>) -> Result<String, Failure> {
    if let Some(text) = resolve_xml_entity(reference) {
        return Ok(text.to_owned());
    }
    let letter = reference.resolve_char_ref().map_err(broken)?;
    letter.map(String::from).ok_or_else(|| Failure::Broken(format!("&{};", &**reference)))
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let own = tag.attributes().flatten().find(|own| own.key.as_ref() == name)?;
    unescape(&own.value).ok().map(std::borrow::Cow::into_owned)
}

/// A count of at least one; of those beyond any sheet the least is as good as any.
fn number(tag: &BytesStart<'_>, name: &str) -> u64 {
    let is_number = |text: &String| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = attribute(tag, name).filter(is_number);
    text.map_or(1, |text| text.parse().unwrap_or(BEYOND).clamp(1, BEYOND))
}
