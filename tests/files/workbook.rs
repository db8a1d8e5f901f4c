//! Spreadsheet files put together part by part, so that a test can write what no spreadsheet program would.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

/// A package of these parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        out.start_file(*name, SimpleFileOptions::default()).unwrap();
        out.write_all(content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// A workbook with other parts than a plain one.
#[derive(Clone)]
pub struct Workbook {
    /// Name, state and XML of each sheet's rows.
    sheets: Vec<(String, String, String)>,
    before: String,
    after: String,
    shared: String,
    properties: String,
}

impl Workbook {
    /// One sheet with these rows.
    pub fn new(rows: impl Into<String>) -> Workbook {
        let empty = String::new;
        let (before, after, shared, properties) = (empty(), empty(), empty(), empty());
        Workbook { sheets: Vec::new(), before, after, shared, properties }.sheet("Tháng 3", "visible", rows)
    }

    pub fn sheet(mut self, name: &str, state: &str, rows: impl Into<String>) -> Workbook {
        self.sheets.push((name.to_owned(), state.to_owned(), rows.into()));
        self
    }

    /// What stands before the rows of every sheet, such as its dimension.
    pub fn before(mut self, xml: &str) -> Workbook {
        xml.clone_into(&mut self.before);
        self
    }

    /// What stands behind the rows of every sheet, such as merged ranges.
    pub fn after(mut self, xml: &str) -> Workbook {
        xml.clone_into(&mut self.after);
        self
    }

    pub fn shared(mut self, xml: &str) -> Workbook {
        xml.clone_into(&mut self.shared);
        self
    }

    /// Properties of the workbook.
    pub fn properties(mut self, xml: &str) -> Workbook {
        xml.clone_into(&mut self.properties);
        self
    }

    pub fn bytes(&self) -> Vec<u8> {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let mut parts: Vec<(String, String)> = Vec::new();
        let (mut sheets, mut targets) = (String::new(), String::new());
        for (number, (name, state, rows)) in self.sheets.iter().enumerate() {
            let number = number + 1;
            sheets += &format!(r#"<sheet name="{name}" sheetId="{number}" state="{state}" r:id="rId{number}"/>"#);
            targets += &format!(
                r#"<Relationship Id="rId{number}" Type="{relations}/worksheet" Target="worksheets/sheet{number}.xml"/>"#
            );
            let (before, after) = (&self.before, &self.after);
            let xml = format!(r#"<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>"#);
            parts.push((format!("xl/worksheets/sheet{number}.xml"), xml));
        }
        let book =
            format!(r#"<workbook xmlns="{main}" xmlns:r="{relations}">{}<sheets>{sheets}</sheets></workbook>"#, self.properties);
        targets += &format!(r#"<Relationship Id="s" Type="{relations}/styles" Target="styles.xml"/>"#);
        targets += &format!(r#"<Relationship Id="t" Type="{relations}/sharedStrings" Target="sharedStrings.xml"/>"#);
        let package_relations = "http://schemas.openxmlformats.org/package/2006/relationships";
        let rels = format!(r#"<Relationships xmlns="{package_relations}">{targets}</Relationships>"#);
        // Format 1 is a date.
        let styles =
            format!(r#"<styleSheet xmlns="{main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#);
        let shared = format!(r#"<sst xmlns="{main}">{}</sst>"#, self.shared);
        let fixed = [("xl/workbook.xml", book), ("xl/_rels/workbook.xml.rels", rels), ("xl/styles.xml", styles)];
        parts.extend(fixed.map(|(name, xml)| (name.to_owned(), xml)));
        parts.push(("xl/sharedStrings.xml".to_owned(), shared));
        let root = format!(r#"<Relationship Id="r" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>"#);
        parts.push(("_rels/.rels".to_owned(), format!(r#"<Relationships xmlns="{package_relations}">{root}</Relationships>"#)));
        let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())).collect();
        package(&parts)
    }
}

/// A row of texts and numbers, from column A.
pub fn row(number: u32, fields: &[Field<'_>]) -> String {
    let fields: String = fields.iter().zip('A'..='Z').map(|(field, column)| field.xml(&format!("{column}{number}"))).collect();
    format!(r#"<row r="{number}">{fields}</row>"#)
}

/// A field of a sheet.
#[derive(Clone, Copy)]
pub enum Field<'a> {
    Text(&'a str),
    Number(&'a str),
    /// A number that is shown as a date.
    Date(&'a str),
    /// As it stands: type and content.
    Raw(&'a str, &'a str),
    Blank,
}

impl Field<'_> {
    fn xml(self, at: &str) -> String {
        match self {
            Field::Text(text) => format!(r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#),
            Field::Number(number) => format!(r#"<c r="{at}"><v>{number}</v></c>"#),
            Field::Date(number) => format!(r#"<c r="{at}" s="1"><v>{number}</v></c>"#),
            Field::Raw(kind, content) => format!(r#"<c r="{at}" t="{kind}">{content}</c>"#),
            Field::Blank => format!(r#"<c r="{at}" s="1"/>"#),
        }
    }
}

/// An ODS file whose one sheet has these rows; `styles` stands before it.
pub fn ods(styles: &str, tables: &str) -> Vec<u8> {
    let content = format!(
        r#"<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s" xmlns:calcext="c"><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"#
    );
    ods_of(content.as_bytes())
}

/// An ODS file with that content.
pub fn ods_of(content: &[u8]) -> Vec<u8> {
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    let manifest = b"<manifest:manifest xmlns:manifest=\"m\"/>";
    package(&[("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", content)])
}
