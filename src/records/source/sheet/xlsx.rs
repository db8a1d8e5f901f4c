//! A sheet of an XLSX file, field by field, so that neither a declared size nor a far field costs memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{DataRef, Dimensions, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::field::Fields;
use super::lines::Lines;
use super::{Failure, Read, Sheet, choose};

/// Fields of one sheet: a million rows of twenty.
const MOST_FIELDS: u64 = 20_000_000;

pub(super) fn read(path: &Path, wanted: Option<&str>) -> Read {
    let broken = |error: XlsxError| Failure::Broken(error.to_string());
    let file = File::open(path).map_err(|error| Failure::Broken(error.to_string()))?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let visible = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names = visible.filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect();
    let name = choose(names, wanted)?;
    let merged = book.merge_cells_by_sheet_name(&name).map_err(broken)?;
    let mut down = FillDown::of(&merged);
    let mut fields = Fields { from_1904: book.has_1904_epoch(), ..Fields::default() };
    let mut sheet = Sheet { name: name.clone(), merged: down.names(), ..Sheet::default() };
    let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
    let mut lines = Lines::default();
    let mut count = 0;
    while let Some(field) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        count += 1;
        if count > MOST_FIELDS {
            return Err(Failure::TooLarge(format!("> {MOST_FIELDS}")));
        }
        let (row, column) = field.pos;
        let mut text = fields.text(&field.value);
        if field.formula.is_some() {
            sheet.formulas += 1;
            // Nobody has computed it, so nothing is known but that it was to be computed.
            if matches!(field.value, DataRef::Empty) {
                "=".clone_into(&mut text);
            }
        }
        down.before(row, column, &mut lines)?;
        let filled = if text.is_empty() { down.at(row, column) } else { None };
        down.note(row, column, &text);
        put(&mut lines, row, column, filled.as_deref().unwrap_or(&text))?;
    }
    down.before(u32::MAX, 0, &mut lines)?;
    sheet.long_numbers = fields.long_numbers;
    Ok((lines.finish(), sheet))
}

fn put(lines: &mut Lines, row: u32, column: u32, text: &str) -> Result<(), Failure> {
    lines.put(row, column, text).map_err(|misplaced| misplaced.failure(row, column))
}

/// Ranges merged over several rows: the value of the first is that of all.
struct FillDown {
    /// By first row and column: the last row.
    ranges: BTreeMap<(u32, u32), u32>,
    /// Fields still to come, by row and column.
    open: BTreeMap<(u32, u32), (u32, String)>,
}

impl FillDown {
    fn of(merged: &[Dimensions]) -> FillDown {
        let tall = |range: &&Dimensions| range.start.0 < range.end.0 && range.end.0 < 1_048_576;
        let ranges = merged.iter().filter(tall).map(|range| (range.start, range.end.0)).collect();
        FillDown { ranges, open: BTreeMap::new() }
    }

    fn names(&self) -> Vec<String> {
        let name = |((row, column), last): (&(u32, u32), &u32)| {
            let column = crate::diagnostic::Column { index: usize::try_from(*column).unwrap_or(0), heading: String::new() };
            format!("{0}{1}:{0}{2}", column.letters(), row + 1, last + 1)
        };
        self.ranges.iter().map(name).collect()
    }

    /// Remembers the value of a range that begins here.
    fn note(&mut self, row: u32, column: u32, text: &str) {
        if let Some(last) = self.ranges.get(&(row, column)).filter(|_| !text.is_empty()) {
            self.open.insert((row + 1, column), (*last, text.to_owned()));
        }
    }

    /// The value of the range that covers this field.
    fn at(&mut self, row: u32, column: u32) -> Option<String> {
        let (last, text) = self.open.remove(&(row, column))?;
        if row < last {
            self.open.insert((row + 1, column), (last, text.clone()));
        }
        Some(text)
    }

    /// Writes the covered fields that the file leaves out before this place.
    fn before(&mut self, row: u32, column: u32, lines: &mut Lines) -> Result<(), Failure> {
        while let Some((&(own_row, own_column), _)) = self.open.first_key_value()
            && (own_row, own_column) < (row, column)
        {
            if let Some(text) = self.at(own_row, own_column) {
                put(lines, own_row, own_column, &text)?;
            }
        }
        Ok(())
    }
}
