//! The edge cases of CSV that the csv-spectrum set collects, each with content of our own: the raw fields, and what a note becomes.

use chibo::records::scan::{Block, Blocks, split};

use super::{BY_MEETING, records};

/// Every record with its fields, quotes undone.
fn fields(text: &str) -> Vec<Vec<String>> {
    let mut blocks = Blocks::new(text.as_bytes());
    let mut all = Vec::new();
    while let Some(block) = blocks.next(Vec::new()).unwrap() {
        rows(&block, &mut all);
    }
    all
}

fn rows(block: &Block, all: &mut Vec<Vec<String>>) {
    split(block, b',', |record| {
        all.push((0..record.len()).map(|field| String::from_utf8(record.field(field).into_owned()).unwrap()).collect());
    })
    .unwrap();
}

/// Name of the case, the file, and its fields, written by hand.
const CASES: [(&str, &str, &[&[&str]]); 14] = [
    ("comma_in_quotes", "mã,địa chỉ\nT-01,\"bản Nà Ba, xã A\"\n", &[&["mã", "địa chỉ"], &["T-01", "bản Nà Ba, xã A"]]),
    ("empty", "a,b,c\n1,\"\",\"\"\n2,3,4\n", &[&["a", "b", "c"], &["1", "", ""], &["2", "3", "4"]]),
    ("empty_crlf", "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n", &[&["a", "b", "c"], &["1", "", ""], &["2", "3", "4"]]),
    ("escaped_quotes", "a,b\n1,\"nói \"\"rõ\"\" việc\"\n2,\"\"\"\"\n", &[&["a", "b"], &["1", "nói \"rõ\" việc"], &["2", "\""]]),
    (
        "json",
        "k,v\n1,\"{\"\"loại\"\": \"\"điểm\"\", \"\"số\"\": [1, 2.5]}\"\n",
        &[&["k", "v"], &["1", "{\"loại\": \"điểm\", \"số\": [1, 2.5]}"]],
    ),
    (
        "location_coordinates",
        "nơi,tọa độ\nbản 1,\"22°23'50.3\"\"N 103°27'10.1\"\"E\"\n",
        &[&["nơi", "tọa độ"], &["bản 1", "22°23'50.3\"N 103°27'10.1\"E"]],
    ),
    ("newlines", "a,b\n\"một\nhai\",3\n4,5\n", &[&["a", "b"], &["một\nhai", "3"], &["4", "5"]]),
    ("newlines_crlf", "a,b\r\n\"một\r\nhai\",3\r\n4,5\r\n", &[&["a", "b"], &["một\r\nhai", "3"], &["4", "5"]]),
    (
        "quotes_and_newlines",
        "a,b\n1,\"ông \"\"Ba\"\"\nvề \"\"sớm\"\"\"\n2,x\n",
        &[&["a", "b"], &["1", "ông \"Ba\"\nvề \"sớm\""], &["2", "x"]],
    ),
    ("simple", "a,b,c\n1,2,3\n", &[&["a", "b", "c"], &["1", "2", "3"]]),
    ("simple_crlf", "a,b,c\r\n1,2,3\r\n", &[&["a", "b", "c"], &["1", "2", "3"]]),
    ("utf8", "a,b\nчисло,ʤ\nsố,đ\n", &[&["a", "b"], &["число", "ʤ"], &["số", "đ"]]),
    ("no last line end", "a,b\n1,\"2\"", &[&["a", "b"], &["1", "2"]]),
    ("null", "a,b\n1,\n,2\n", &[&["a", "b"], &["1", ""], &["", "2"]]),
];

#[test]
fn the_raw_fields_are_those_that_were_written() {
    for (name, text, expected) in CASES {
        assert_eq!(fields(text), expected, "{name}");
        // A byte order mark changes nothing.
        assert_eq!(fields(&format!("\u{feff}{text}")), expected, "{name}");
    }
}

#[test]
fn reasons_come_out_as_they_went_in() {
    let reasons = [
        ("\"bản Nà Ba, xã A\"", "bản Nà Ba, xã A"),
        ("\"nói \"\"rõ\"\" việc\"", "nói \"rõ\" việc"),
        ("\"{\"\"loại\"\": [1, 2.5]}\"", "{\"loại\": [1, 2.5]}"),
        ("\"22°23'50.3\"\"N, 103°27'10.1\"\"E\"", "22°23'50.3\"N, 103°27'10.1\"E"),
        ("\"ông \"\"Ba\"\"\nvề \"\"sớm\"\"\"", "ông \"Ba\"\nvề \"sớm\""),
        ("число ʤ", "число ʤ"),
        ("\"\"\"\"", "\""),
    ];
    let heading = "date,cell,kind,status,reason,note";
    let line = |(month, written): (usize, &str)| format!("2024-{month:02}-05,T-01,regular,not-held,{written},{written}");
    let lines: Vec<String> = (1..).zip(reasons).map(|(month, (written, _))| line((month, written))).collect();
    for end in ["\n", "\r\n", "\r"] {
        for last in ["", end] {
            let text = format!("{heading}{end}{}{last}", lines.join(end));
            let run = records(text, "").run(&BY_MEETING);
            assert_eq!(run.code, Some(0), "{end:?}: {}", run.stderr);
            let mut reader = csv::Reader::from_reader(run.stdout.as_bytes());
            let column = reader.headers().unwrap().iter().position(|heading| heading == "reason").unwrap();
            let found: Vec<String> = reader.records().map(|record| record.unwrap()[column].to_owned()).collect();
            let expected: Vec<&str> = reasons.iter().map(|(_, read)| *read).collect();
            assert_eq!(found, expected, "{end:?}");
        }
    }
}
