//! A sheet of an ODS file.

use std::fs::File;
use std::io::{BufReader, Read as _};
use std::path::Path;

use calamine::{Ods, OdsError, Reader, SheetVisible};
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::field::Fields;
use super::lines::Lines;
use super::{Failure, Read, Sheet, choose};

/// Fields of all sheets together, repeated ones counted as often as they stand for.
const MOST_FIELDS: u64 = 20_000_000;

pub(super) fn read(path: &Path, wanted: Option<&str>) -> Read {
    measure(path)?;
    let broken = |error: OdsError| Failure::Broken(error.to_string());
    let file = File::open(path).map_err(|error| Failure::Broken(error.to_string()))?;
    let mut book: Ods<_> = Ods::new(BufReader::new(file)).map_err(broken)?;
    let visible = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let name = choose(visible.map(|sheet| sheet.name.clone()).collect(), wanted)?;
    let range = book.worksheet_range(&name).map_err(broken)?;
    let formulas = book.worksheet_formula(&name).map_err(broken)?;
    let used = formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()).count();
    let mut sheet = Sheet { name, formulas: u64::try_from(used).unwrap_or(0), ..Sheet::default() };
    let mut fields = Fields::default();
    let mut lines = Lines::default();
    let (first_row, first_column) = range.start().unwrap_or((0, 0));
    for (row, column, value) in range.used_cells() {
        let text = fields.text_of(value);
        let place = |first: u32, offset: usize| first.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        let (row, column) = (place(first_row, row), place(first_column, column));
        lines.put(row, column, &text).map_err(|misplaced| misplaced.failure(row, column))?;
    }
    sheet.long_numbers = fields.long_numbers;
    Ok((lines.finish(), sheet))
}

/// A field or a row may say that it stands for a million: what that comes to is counted before it is unfolded.
fn measure(path: &Path) -> Result<(), Failure> {
    let broken = |error: &dyn std::fmt::Display| Failure::Broken(error.to_string());
    let file = File::open(path).map_err(|error| broken(&error))?;
    let mut package = ZipArchive::new(file).map_err(|error| broken(&error))?;
    let part = package.by_name("content.xml").map_err(|error| broken(&error))?;
    let mut reader = quick_xml::Reader::from_reader(BufReader::new(part.take(u64::MAX)));
    let mut buffer = Vec::new();
    let (mut rows, mut columns, mut open, mut all) = (1_u64, 0_u64, 0_u64, 0_u64);
    loop {
        match reader.read_event_into(&mut buffer).map_err(|error| broken(&error))? {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "table:table-row" => (rows, columns, open) = (repeated(&tag, "table:number-rows-repeated"), 0, 0),
                "table:table-cell" | "table:covered-table-cell" => {
                    open += repeated(&tag, "table:number-columns-repeated");
                    // Blank fields at the end of a row are left out.
                    if tag.attributes().flatten().any(|own| own.key.as_ref().starts_with("office:")) {
                        columns = open;
                    }
                }
                _ => {}
            },
            Event::End(tag) if tag.name().as_ref() == "table:table-row" => all = all.saturating_add(rows.saturating_mul(columns)),
            Event::Eof => return Ok(()),
            _ => {}
        }
        if all > MOST_FIELDS {
            return Err(Failure::TooLarge(format!("> {MOST_FIELDS}")));
        }
        buffer.clear();
    }
}

fn repeated(tag: &BytesStart<'_>, name: &str) -> u64 {
    let value = tag.attributes().flatten().find(|own| own.key.as_ref() == name);
    let text = value.map(|own| own.value.into_owned());
    text.and_then(|text| text.parse().ok()).unwrap_or(1)
}
