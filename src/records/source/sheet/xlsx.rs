//! A sheet of an XLSX file, field by field, so that neither a declared size nor a far field costs memory.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::field::Fields;
use super::limit::Limit;
use super::table::Table;
use super::{Failure, Read, Sheet, choose};

pub(super) fn read(path: &Path, wanted: Option<&str>) -> Read {
    let broken = |error: XlsxError| Failure::Broken(error.to_string());
    let file = File::open(path).map_err(|error| Failure::Broken(error.to_string()))?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(broken)?;
    let visible = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names = visible.filter(|sheet| sheet.typ == SheetType::WorkSheet).map(|sheet| sheet.name.clone()).collect();
    let name = choose(names, wanted)?;
    let mut table = Table::default();
    for range in book.merge_cells_by_sheet_name(&name).map_err(broken)? {
        table.merge(range.start, range.end.0);
    }
    let mut fields = Fields { from_1904: book.has_1904_epoch(), ..Fields::default() };
    let mut sheet = Sheet { name: name.clone(), ..Sheet::default() };
    let mut reader = book.worksheet_cells_reader(&name).map_err(broken)?;
    let mut count = 0_u64;
    while let Some(field) = reader.next_cell_with_formula_metadata().map_err(broken)? {
        count += 1;
        if Limit::FIELDS.is_passed_by(count) {
            return Err(Failure::TooLarge(Limit::FIELDS, Some(field.pos)));
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
        let is_text = matches!(field.value, DataRef::String(_) | DataRef::SharedString(_));
        table.field(row, column, &text, is_text)?;
    }
    sheet.long_numbers = fields.long_numbers;
    let text = table.finish(&mut sheet)?;
    Ok((text, sheet))
}
