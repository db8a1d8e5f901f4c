//! Spreadsheet files that are broken, or made to fill the memory: each is refused with a fault, in little time and memory.

use std::io::Write;
use std::time::{Duration, Instant};

use super::workbook::Field::{Number, Text};
use super::workbook::{Workbook, ods, ods_of, package, row};
use super::{BY_MEETING, CHECK, MEETINGS, fixture, records, scores};
use crate::support::{Want, assert_fault, assert_faults, want};

/// Refused as that, quickly.
#[track_caller]
fn refused(bytes: impl AsRef<[u8]>, code: &'static str) {
    let start = Instant::now();
    let sandbox = records(bytes, "");
    assert_faults(&sandbox.run(&CHECK), &[want(code).file(MEETINGS)]);
    let run = sandbox.run(&BY_MEETING);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{}", run.stderr);
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

/// Refused since it passes that limit, which is named.
#[track_caller]
fn too_large(bytes: impl AsRef<[u8]>, want: &Want, limit: &str) {
    refused(&bytes, "sheet-too-large");
    let fault = assert_fault(&records(bytes, "").run(&CHECK), want);
    assert!(fault.message.contains(limit) && fault.expected.contains(limit), "{limit}: {fault:#?}");
}

fn plain() -> String {
    let heading = [Text("cell"), Text("date"), Text("kind"), Text("members"), Text("present")];
    row(1, &heading) + &row(2, &[Text("T-01"), Text("2024-03-05"), Text("regular"), Number("21"), Number("21")])
}

#[test]
fn files_that_are_none() {
    refused(b"PK\x03\x04 and nothing more", "sheet-broken");
    refused(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 a file behind a password", "sheet-old");
    refused(package(&[("readme.txt", b"x")]), "sheet-broken");
    for name in ["meetings.xlsx", "meetings.ods"] {
        let whole = fixture(name);
        for part in [whole.len() / 4, whole.len() / 2, whole.len() - 10] {
            refused(&whole[..part], "sheet-broken");
        }
    }
    // An ODS file behind a password is a package whose parts are encrypted.
    let kind = b"application/vnd.oasis.opendocument.spreadsheet";
    let manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>";
    refused(package(&[("mimetype", kind), ("META-INF/manifest.xml", manifest), ("content.xml", b"\x01\x02")]), "sheet-old");
}

#[test]
fn declared_sizes_cost_nothing() {
    let expected = scores(&records(Workbook::new(plain()).bytes(), ""));
    for dimension in ["A1:XFD1048576", "A1:ZZZZZZZ99999999999", "nothing"] {
        let file = Workbook::new(plain()).before(&format!("<dimension ref=\"{dimension}\"/>")).bytes();
        let sandbox = records(file, "");
        let run = sandbox.run(&BY_MEETING);
        if dimension == "A1:XFD1048576" {
            assert_eq!(run.stdout, expected, "{}", run.stderr);
        } else {
            assert!(run.stdout == expected || run.code == Some(2), "{dimension}: {}", run.stderr);
        }
    }
}

#[test]
fn fields_beyond_any_sheet() {
    let far = |place: &str| plain() + &format!(r#"<row r="3"><c r="{place}"><v>1</v></c></row>"#);
    for (place, row, column, most) in [
        ("XFE3", 3, "XFE", "16384 columns"),
        ("A2000000", 2_000_000, "A", "1048576 rows"),
        ("AAAAAA3", 3, "AAAAAA", "16384 columns"),
    ] {
        too_large(Workbook::new(far(place)).bytes(), &want("sheet-too-large").row(row).at(column, ""), most);
    }
    for place in ["A99999999999999999999", "ZZZZZZZZZZZZZ3", "A0", "3", "Ă3"] {
        let run = records(Workbook::new(far(place)).bytes(), "").run(&CHECK);
        assert!(matches!(run.code, Some(1)), "{place}: {}", run.stderr);
    }
    // Fields in no order.
    let backwards = row(5, &[Text("x")]) + &plain();
    refused(Workbook::new(backwards).bytes(), "sheet-broken");
    // A heading of more columns than any table has.
    let wide: String = (0..16_384).map(|_| "<c t=\"inlineStr\"><is><t>x</t></is></c>".to_owned()).collect();
    let run = records(Workbook::new(format!("<row r=\"1\">{wide}</row>")).bytes(), "").run(&CHECK);
    assert_faults(&run, &[want("columns-too-many").file(MEETINGS)]);
    let wide = "<c t=\"inlineStr\"><is><t>x</t></is></c>".repeat(100_000);
    refused(Workbook::new(format!("<row r=\"1\">{wide}</row>")).bytes(), "sheet-too-large");
    // Every row as wide as can be: the blanks alone would be gigabytes.
    let rows: String = (3..20_000).map(|row| format!(r#"<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>"#)).collect();
    too_large(Workbook::new(plain() + &rows).bytes(), &want("sheet-too-large"), "256 MiB of text");
    // A long text merged over all rows.
    let long = row(3, &[Text(&"x".repeat(30_000))]);
    let file = Workbook::new(plain() + &long).after("<mergeCells><mergeCell ref=\"A3:A1048576\"/></mergeCells>");
    refused(file.bytes(), "sheet-too-large");
}

#[test]
fn packages_that_unfold_beyond_measure() {
    let zeros = |megabytes: usize| {
        let piece = vec![b' '; 1 << 20];
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        out.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).unwrap();
        (0..megabytes).for_each(|_| out.write_all(&piece).unwrap());
        out.finish().unwrap().into_inner()
    };
    let bomb = zeros(160);
    assert!(bomb.len() < 1 << 20, "{}", bomb.len());
    too_large(&bomb, &want("sheet-too-large"), "32 MiB once unpacked");
    // The size that it states of itself is a lie: in the directory and before the part.
    let mut lying = bomb.clone();
    let size = u32::to_le_bytes(160 << 20);
    let places: Vec<usize> = (0..lying.len() - 4).filter(|place| lying[*place..place + 4] == size).collect();
    for place in places {
        lying[place..place + 4].copy_from_slice(&u32::to_le_bytes(10));
    }
    let run = records(&lying, "").run(&CHECK);
    assert!(
        ["sheet-too-large", "sheet-broken"].iter().any(|code| run.faults().iter().all(|fault| fault.code == *code)),
        "{}",
        run.stderr
    );
    // A number of texts for which no memory suffices.
    for number in ["99999999999", "1000000000", "18446744073709551615"] {
        let shared = format!("</sst><sst uniqueCount=\"{number}\">");
        too_large(Workbook::new(plain()).shared(&shared).bytes(), &want("sheet-too-large"), "99999999 texts");
    }
    // More parts than a file has, each of them empty.
    let names: Vec<String> = (0..10_001).map(|number| format!("xl/part{number}.xml")).collect();
    let parts: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    too_large(package(&parts), &want("sheet-too-large"), "10000 parts");
}

#[test]
fn repetitions_and_endless_marks_in_an_ods_file() {
    let table = |rows: &str| ods("", &format!(r#"<table:table table:name="a">{rows}</table:table>"#));
    let text = |attributes: &str, text: &str| {
        format!(r#"<table:table-cell {attributes} office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let heading: String = ["cell", "date", "kind"].iter().map(|own| text("", own)).collect();
    let heading = format!("<table:table-row>{heading}</table:table-row>");
    let rows = |rows: &str| table(&format!("{heading}{rows}"));
    for repeated in ["1000000000", "18446744073709551615"] {
        let wide = text(&format!(r#"table:number-columns-repeated="{repeated}""#), "x");
        refused(rows(&format!("<table:table-row>{wide}</table:table-row>")), "sheet-too-large");
        let blank = format!(r#"<table:table-cell table:number-columns-repeated="{repeated}"/>"#);
        let far = format!("<table:table-row>{blank}{blank}{}</table:table-row>", text("", "x"));
        refused(rows(&far), "sheet-too-large");
        let tall = format!(r#"<table:table-row table:number-rows-repeated="{repeated}">{}</table:table-row>"#, text("", "x"));
        refused(rows(&tall), "sheet-too-large");
        let below = format!(
            r#"<table:table-row table:number-rows-repeated="{repeated}"/><table:table-row>{}</table:table-row>"#,
            text("", "x")
        );
        refused(rows(&below), "sheet-too-large");
    }
    let long = text(r#"table:number-columns-repeated="16000""#, &"x".repeat(100_000));
    refused(rows(&format!("<table:table-row>{long}</table:table-row>")), "sheet-too-large");
    // Blanks at the end are no rows.
    let blank = r#"<table:table-row table:number-rows-repeated="99999999999"><table:table-cell table:number-columns-repeated="99999999999"/></table:table-row>"#;
    assert_faults(&records(rows(blank), "").run(&CHECK), &[want("no-rows").file(MEETINGS)]);
    // A mark for more blanks than fit any memory.
    let blanks = text("", r#"T-01<text:s text:c="99999999999999"/>"#);
    let run = records(rows(&format!("<table:table-row>{blanks}</table:table-row>")), "").run(&CHECK);
    assert_eq!(run.faults().first().map(|fault| fault.code.clone()).as_deref(), Some("value-missing"), "{}", run.stderr);
    // A file that ends inside a field, a comment, a table.
    for open in
        ["<table:table-row><table:table-cell><office:annotation>", "<table:table-row>", "<table:table-row><table:table-cell>"]
    {
        let content =
            format!(r#"<office:document-content><office:body><office:spreadsheet><table:table table:name="a">{heading}{open}"#);
        refused(ods_of(content.as_bytes()), "sheet-broken");
    }
}

#[test]
fn entities_are_not_followed() {
    let mut laughs = String::from("<!DOCTYPE a [<!ENTITY a0 \"ha\">");
    for number in 1..40 {
        laughs += &format!("<!ENTITY a{number} \"&a{0};&a{0};\">", number - 1);
    }
    laughs += "<!ENTITY file SYSTEM \"file:///etc/hostname\">]>";
    for name in ["a39", "file"] {
        let field = format!(r#"<table:table-cell office:value-type="string"><text:p>&{name};</text:p></table:table-cell>"#);
        let content = format!(
            r#"{laughs}<office:document-content><office:body><office:spreadsheet><table:table table:name="a"><table:table-row>{field}</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#
        );
        refused(ods_of(content.as_bytes()), "sheet-broken");
        let book = Workbook::new(plain() + &row(3, &[Text(&format!("&{name};"))])).before("").bytes();
        refused(book, "sheet-broken");
    }
}
