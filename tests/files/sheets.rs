//! What stands in the fields of a sheet is read as a person reads it, or is a fault of its row.

use super::workbook::Field::{Blank, Date, Number, Raw, Text};
use super::workbook::{Field, Workbook, ods, row};
use super::{CHECK, MEETINGS, records, rows_of, scores, scores_but_places};
use crate::support::{assert_fault, assert_faults, want};

const HEADING: [Field<'static>; 8] = [
    Text("cell"),
    Text("date"),
    Text("kind"),
    Text("members"),
    Text("present"),
    Text("held-on-day"),
    Text("verified:14-qdi-tu:4.2"),
    Text("note"),
];

const CSV: &str = "\
cell,date,kind,members,present,held-on-day,verified:14-qdi-tu:4.2,note
T-01,2024-03-05,regular,21,21,yes,2.5,đủ
T-02,2024-03-04,regular,13,13,no,3,
";

fn book(rows: &[&[Field<'_>]]) -> Workbook {
    let rows = std::iter::once(&HEADING[..]).chain(rows.iter().copied());
    Workbook::new(rows.zip(1..).map(|(fields, number)| row(number, fields)).collect::<String>())
}

const SECOND: [Field<'static>; 7] =
    [Text("T-02"), Text("2024-03-04"), Text("regular"), Number("13"), Number("13"), Text("no"), Number("3")];

/// The second meeting is as in `CSV`; the first is this.
fn with(first: &[Field<'_>]) -> Vec<u8> {
    book(&[first, &SECOND]).bytes()
}

#[test]
fn texts_numbers_dates_and_flags_in_every_way_they_are_stored() {
    let expected = scores(&records(CSV, ""));
    let plain = [
        Text("T-01"),
        Date("45356"),
        Text("regular"),
        Number("21"),
        Number("21"),
        Raw("b", "<v>1</v>"),
        Number("2.5"),
        Text("đủ"),
    ];
    let mut stored = vec![("plain", plain)];
    let mut other = |name: &'static str, column: usize, field: Field<'static>| {
        let mut own = plain;
        own[column] = field;
        stored.push((name, own));
    };
    other("a date with a time of day", 1, Date("45356.75"));
    other("a date as text", 1, Text("2024-03-05"));
    other("a date of the standard", 1, Raw("d", "<v>2024-03-05T00:00:00</v>"));
    other("a number as text", 3, Text("21"));
    other("a whole number with decimals", 3, Number("21.0"));
    other("a number as computed", 4, Raw("n", "<f>D2</f><v>21</v>"));
    other("a power of ten", 4, Number("2.1E1"));
    other("no longer than fifteen digits", 6, Number("2.5000000000000004"));
    other("a formula of text", 2, Raw("str", "<f>A1</f><v>regular</v>"));
    other("parts in several fonts", 2, Raw("inlineStr", "<is><r><t>regu</t></r><r><rPr><b/></rPr><t>lar</t></r></is>"));
    other("an entity and spaces", 7, Text(" &#x111;ủ "));
    other("points with a comma, as text", 6, Text("2,5"));
    other("points with a point, as text", 6, Text("2.5"));
    for (name, first) in stored {
        assert_eq!(scores(&records(with(&first), "")), expected, "{name}");
    }
    let mut shared = plain;
    (shared[0], shared[2]) = (Raw("s", "<v>0</v>"), Raw("s", "<v>1</v>"));
    let rich = "<si><t>T-01</t></si><si><r><t>reg</t></r><r><t xml:space=\"preserve\">ular</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>";
    assert_eq!(scores(&records(book(&[&shared, &SECOND]).shared(rich).bytes(), "")), expected);
    // 43894 days after 1 January 1904 is the same day.
    let mut early = plain;
    early[1] = Date("43894");
    let early = book(&[&early, &SECOND]).properties("<workbookPr date1904=\"1\"/>");
    assert_eq!(scores(&records(early.bytes(), "")), expected);
}

#[test]
fn what_is_no_value_rejects_its_row() {
    let at = |column: usize, field: Field<'static>| {
        let mut own =
            [Text("T-01"), Date("45356"), Text("regular"), Number("21"), Number("21"), Text("yes"), Number("2.5"), Text("")];
        own[column] = field;
        records(with(&own), "").run(&CHECK)
    };
    for (column, field, fault) in [
        (3, Raw("e", "<v>#N/A</v>"), want("sheet-error").at("D", "members").value("#N/A")),
        (1, Raw("e", "<f>X1</f><v>#REF!</v>"), want("sheet-error").at("B", "date").value("#REF!")),
        (3, Raw("n", "<f>SUM(A1:A2)</f>"), want("sheet-formula").at("D", "members").value("=")),
        (1, Number("45356"), want("date-serial").at("B", "date").expects("05/03/2024")),
        (1, Date("60"), want("date-invalid").at("B", "date").value("60")),
        (1, Date("-5"), want("date-invalid").at("B", "date").value("-5")),
        (1, Date("0"), want("date-invalid").at("B", "date")),
        (3, Number("21.5"), want("number-invalid").at("D", "members").value("21.5")),
        (3, Number("-1"), want("number-negative").at("D", "members").value("-1")),
        // A text may have been typed with a mark for thousands.
        (3, Text("1.000"), want("number-ambiguous").at("D", "members").value("1.000")),
        (6, Text("1.000"), want("number-ambiguous").at("G", "verified:14-qdi-tu:4.2").value("1.000")),
        (3, Text("2.523"), want("number-ambiguous").at("D", "members").value("2.523")),
        (6, Text("2.523"), want("number-ambiguous").at("G", "verified:14-qdi-tu:4.2").value("2.523")),
        (6, Number("2.523"), want("points-step").at("G", "verified:14-qdi-tu:4.2").value("2.523")),
        (6, Date("45356"), want("number-invalid").at("G", "verified:14-qdi-tu:4.2").value("2024-03-05")),
        // Days before 1900 are texts in a sheet.
        (1, Text("05/03/1899"), want("date-invalid").at("B", "date").value("05/03/1899")),
    ] {
        let run = at(column, field);
        assert_fault(&run, &fault.file(MEETINGS).row(2));
        let result = at_json(column, field);
        assert_eq!(rows_of(&result, MEETINGS), [2, 1, 1, 0]);
    }
    fn at_json(column: usize, field: Field<'static>) -> crate::support::Run {
        let mut own =
            [Text("T-01"), Date("45356"), Text("regular"), Number("21"), Number("21"), Text("yes"), Number("2.5"), Text("")];
        own[column] = field;
        records(with(&own), "").run(&["check", "records", "--format", "json"])
    }
}

#[test]
fn a_number_of_a_sheet_is_exact_and_has_one_reading() {
    // A regulation of ours whose points may have three decimals.
    let regulation = format!(
        "{}{}",
        crate::support::small_regulation::head("thu", "meeting"),
        [crate::support::small_regulation::RECORDED, crate::support::small_regulation::LEVELS].concat()
    );
    let numbers = ["7.1", "0.30000000000000004", "2.523", "86.5", "0.125", "99.999"];
    let expected = ["7.1", "0.3", "2.523", "86.5", "0.125", "99.999"];
    let mut rows = row(1, &[Text("cell"), Text("date"), Text("kind"), Text("verified:thu:1")]);
    for (number, month) in numbers.iter().zip(1..) {
        rows += &row(month + 1, &[Text("T-01"), Text(&format!("2024-{month:02}-05")), Text("regular"), Number(number)]);
    }
    let sandbox = records(Workbook::new(rows).bytes(), "");
    sandbox.write("records/chibo.toml", "period = \"2024\"\nrules = \"thu\"\n").write("records/thu/regulation.toml", regulation);
    let run = sandbox.run(&["score", "records", "--by", "meeting", "--format", "csv"]);
    let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
    let total = reader.headers().unwrap().iter().position(|heading| heading == "total").unwrap();
    let totals: Vec<String> = reader.records().map(|record| record.unwrap()[total].to_owned()).collect();
    assert_eq!(totals, expected, "{}", run.stderr);
    // Whatever is said of the column, and also where blanks are filled down: what the sheet holds as a number is that number.
    for said in ["decimal = \",\"", "fill-down = \"cell\""] {
        sandbox
            .write("records/chibo.toml", format!("period = \"2024\"\nrules = \"thu\"\n[[file]]\ntable = \"meetings\"\n{said}\n"));
        let again = sandbox.run(&["score", "records", "--by", "meeting", "--format", "csv"]);
        assert_eq!((again.code, again.stdout), (Some(0), run.stdout.clone()), "{said}: {}", again.stderr);
    }
}

/// A text in a sheet is read as a field of CSV is: by the profile, by the other texts of its column, or not at all.
#[test]
fn a_text_of_a_sheet_with_two_readings_is_refused_until_the_profile_says_which() {
    let points = |fields: [Field<'static>; 2]| {
        let line = |(number, field): (u32, Field<'static>)| {
            let day = format!("2024-{number:02}-05");
            row(number, &[Text("T-01"), Text(&day), Text("regular"), Number("21"), Number("21"), Text("yes"), field])
        };
        let rows: String = (2..).zip(fields).map(line).collect();
        Workbook::new(row(1, &HEADING[..7]) + &rows).bytes()
    };
    let profile = |mark: &str| format!("[[file]]\ntable = \"meetings\"\ndecimal = \"{mark}\"\n");
    let one_point_five = scores(&records(points([Number("2.5"), Number("1.5")]), ""));
    let of = |mark: &str, field| scores(&records(points([Number("2.5"), field]), &profile(mark)));
    assert_eq!(of(".", Text("1.500")), one_point_five);
    assert_eq!(of(",", Text("1,500")), one_point_five);
    let told = |said: &str, fields| records(points(fields), said).run(&CHECK);
    let at = |code, row| want(code).file(MEETINGS).row(row).at("G", "verified:14-qdi-tu:4.2");
    for text in ["1.500", "1,500"] {
        assert_faults(&told("", [Number("2.5"), Text(text)]), &[at("number-ambiguous", 3).value(text)]);
    }
    assert_faults(&told(&profile(","), [Number("2.5"), Text("1.500")]), &[at("points-over-max", 3).value("1.500")]);
    let mixed = told("", [Text("2.5"), Text("1,5")]);
    assert_faults(&mixed, &[at("decimal-marks-mixed", 3)]);
}

/// ODS keeps texts and numbers apart too; of a merged range every row has what the first one has.
#[test]
fn texts_and_numbers_of_an_ods_file_are_told_apart_also_in_merged_ranges() {
    let text = |attributes: &str, text: &str| {
        format!(r#"<table:table-cell {attributes} office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
    };
    let number = |number: &str| {
        format!(
            r#"<table:table-cell table:number-rows-spanned="2" office:value-type="float" office:value="{number}"><text:p>x</text:p></table:table-cell>"#
        )
    };
    let told = |points: &str| {
        let line = |fields: String| format!("<table:table-row>{fields}</table:table-row>");
        let own = |day: &str| ["T-01", day, "regular"].map(|field| text("", field)).concat();
        let heading = ["cell", "date", "kind", "verified:14-qdi-tu:4.2"].map(|field| text("", field)).concat();
        let covered = "<table:covered-table-cell/>";
        let rows = [line(heading), line(own("2024-03-05") + points), line(own("2024-04-05") + covered)].concat();
        records(ods("", &format!(r#"<table:table table:name="a">{rows}</table:table>"#)), "").run(&CHECK)
    };
    let at = |code, row| want(code).file(MEETINGS).row(row).at("D", "verified:14-qdi-tu:4.2");
    let merged = r#"table:number-rows-spanned="2""#;
    let told_of_text = told(&text(merged, "2.523"));
    assert_faults(&told_of_text, &[at("number-ambiguous", 2), at("number-ambiguous", 3)]);
    assert_faults(&told(&number("2.523")), &[at("points-step", 2), at("points-step", 3)]);
}

#[test]
fn sheets_are_chosen_and_never_guessed() {
    let expected = scores(&records(CSV, ""));
    let first =
        [Text("T-01"), Date("45356"), Text("regular"), Number("21"), Number("21"), Text("yes"), Number("2.5"), Text("đủ")];
    let (own, rest) = (book(&[&first, &SECOND]), row(1, &[Text("x")]));
    // What is hidden is not meant.
    for state in ["hidden", "veryHidden"] {
        assert_eq!(scores(&records(own.clone().sheet("Nháp", state, rest.as_str()).bytes(), "")), expected, "{state}");
    }
    let two = own.sheet("Tháng 4", "visible", rest.as_str()).bytes();
    let run = records(&two, "").run(&CHECK);
    assert_faults(&run, &[want("sheet-unnamed").file(MEETINGS).expects("Tháng 3, Tháng 4")]);
    // A proposal needs one too, from the command or from the folder.
    let sandbox = records(&two, "");
    let ask = |more: &[&str]| sandbox.run(&[&["profile", MEETINGS, "--diagnostics", "json"], more].concat());
    assert_faults(&ask(&[]), &[want("sheet-unnamed")]);
    assert!(ask(&[]).faults()[0].mend.contains("--sheet"));
    sandbox.write("other.toml", "[[file]]\ntable = \"meetings\"\nsheet = \"Tháng 3\"\n");
    for more in [["--sheet", "Tháng 3"], ["--profile", "other.toml"]] {
        assert!(ask(&more).stdout.contains("sheet = \"Tháng 3\""), "{more:?}: {}", ask(&more).stderr);
    }
    assert_faults(&ask(&["--profile", "none.toml"]), &[want("profile-missing")]);
    for (name, found) in [("Tháng 3", true), ("thang-3", true), ("Tháng 5", false)] {
        let named = records(&two, &format!("[[file]]\ntable = \"meetings\"\nsheet = \"{name}\"\n"));
        if found {
            assert_eq!(scores(&named), expected, "{name}");
        } else {
            assert_faults(&named.run(&CHECK), &[want("sheet-unknown").file(MEETINGS).expects("Tháng 3, Tháng 4")]);
        }
    }
}

#[test]
fn merged_ranges_are_filled_and_fields_without_content_are_none() {
    let csv = "cell,date,kind,members,present\nT-01,2024-03-05,regular,21,21\nT-01,2024-04-05,regular,21,21\nT-01,2024-05-03,regular,21,21\n";
    let expected = records(csv, "").run(&super::BY_MEETING).stdout;
    let rows = [
        row(1, &HEADING[..5]),
        row(2, &[Text("T-01"), Text("2024-03-05"), Text("regular"), Number("21"), Number("21")]),
        // A covered field may be there without content, or not at all; so may a field that only has a border.
        row(3, &[Blank, Text("2024-04-05"), Text("regular"), Number("21"), Number("21"), Blank, Blank, Blank]),
        r#"<row r="4"><c r="B4" t="inlineStr"><is><t>2024-05-03</t></is></c><c r="C4" t="inlineStr"><is><t>regular</t></is></c><c r="D4"><v>21</v></c><c r="E4"><v>21</v></c></row>"#.to_owned(),
        row(5, &[Blank, Blank, Blank]),
        row(9, &[Blank]),
    ];
    let merged = Workbook::new(rows.concat()).after("<mergeCells count=\"1\"><mergeCell ref=\"A2:A4\"/></mergeCells>");
    let run = records(merged.bytes(), "").run(&super::BY_MEETING);
    assert_eq!(run.stdout, expected, "{}", run.stderr);
    let json = records(merged.bytes(), "").run(&["check", "records", "--format", "json"]);
    assert_eq!(rows_of(&json, MEETINGS), [3, 3, 0, 0]);
    // The same in ODS, where the first field says how far it reaches.
    let text = |text: &str| format!(r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#);
    let line = |fields: &[&str]| {
        format!("<table:table-row>{}</table:table-row>", fields.iter().map(|own| text(own)).collect::<String>())
    };
    let spans =
        r#"<table:table-cell office:value-type="string" table:number-rows-spanned="3"><text:p>T-01</text:p></table:table-cell>"#;
    let under = |fields: &[&str]| line(fields).replacen("<table:table-row>", "<table:table-row><table:covered-table-cell/>", 1);
    let table = [
        line(&["cell", "date", "kind", "members", "present"]),
        line(&["2024-03-05", "regular", "21", "21"]).replacen("<table:table-row>", &format!("<table:table-row>{spans}"), 1),
        under(&["2024-04-05", "regular", "21", "21"]),
        under(&["2024-05-03", "regular", "21", "21"]),
    ];
    let file = ods("", &format!(r#"<table:table table:name="a">{}</table:table>"#, table.concat()));
    let run = records(file, "").run(&super::BY_MEETING);
    assert_eq!(run.stdout, expected, "{}", run.stderr);
}

#[test]
fn an_ods_sheet_is_read_as_it_is_shown() {
    let expected = scores_but_places(&records(CSV, ""));
    let cell = |attributes: &str, inner: &str| format!("<table:table-cell {attributes}>{inner}</table:table-cell>");
    let text = |own: &str| cell(r#"office:value-type="string""#, &format!("<text:p>{own}</text:p>"));
    let number = |own: &str| cell(&format!(r#"office:value-type="float" office:value="{own}""#), "<text:p>shown</text:p>");
    let heading: String = CSV.lines().next().unwrap().split(',').map(text).collect();
    let first = [
        cell(
            r#"office:value-type="string""#,
            "<office:annotation><text:p>ghi chú bên lề</text:p></office:annotation><text:p>T<text:span>-</text:span>01</text:p>",
        ),
        cell(r#"office:value-type="date" office:date-value="2024-03-05T00:00:00""#, "<text:p>05/03/24</text:p>"),
        cell(r#"table:formula="of:=A1" office:value-type="string" office:string-value="regular""#, "<text:p>regular</text:p>"),
        cell(r#"table:number-columns-repeated="2" office:value-type="float" office:value="21""#, "<text:p>21</text:p>"),
        cell(r#"office:value-type="boolean" office:boolean-value="true""#, "<text:p>ĐÚNG</text:p>"),
        cell(r#"office:value-type="percentage" office:value="2.5""#, "<text:p>250%</text:p>"),
        text("&#273;ủ<text:s text:c=\"3\"/><![CDATA[ ]]>"),
    ]
    .concat();
    let second =
        ["T-02", "2024-03-04", "regular"].map(text).concat() + &number("13") + &number("13") + &text("no") + &number("3");
    let blank = r#"<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let rows = format!(
        "<table:table-row>{heading}</table:table-row><table:table-row-group><table:table-row>{first}</table:table-row></table:table-row-group><table:table-row>{second}</table:table-row>{blank}"
    );
    let style = r#"<style:style style:name="h"><style:table-properties table:display="false"/></style:style>"#;
    let hidden = r#"<table:table table:name="n" table:style-name="h"><table:table-row/></table:table>"#;
    let file = ods(style, &format!(r#"{hidden}<table:table table:name="a&amp;b">{rows}</table:table>"#));
    assert_eq!(scores_but_places(&records(file, "")), expected);
    let bad = |own: &str| {
        let rows = format!(
            "<table:table-row>{heading}</table:table-row><table:table-row>{}{}{own}</table:table-row>",
            text("T-01"),
            text("2024-03-05") + &text("regular")
        );
        records(ods("", &format!(r#"<table:table table:name="a">{rows}</table:table>"#)), "").run(&CHECK)
    };
    let error = cell(
        r#"table:formula="of:=NA()" office:value-type="string" office:string-value="" calcext:value-type="error""#,
        "<text:p>#N/A</text:p>",
    );
    assert_fault(&bad(&error), &want("sheet-error").row(2).at("D", "members").value("#N/A"));
    let error = error.replace("#N/A", "Err:508");
    assert_fault(&bad(&error), &want("sheet-error").row(2).at("D", "members").value("#Err:508"));
    let never = cell(r#"table:formula="of:=SUM(A1)""#, "");
    assert_fault(&bad(&never), &want("sheet-formula").row(2).at("D", "members"));
}
