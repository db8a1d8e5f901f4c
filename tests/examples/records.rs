//! The records of an example, read without the program: its own headings, words, dates and decimals.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::PathBuf;

/// Headings of the Vietnamese file and what they are called in the English one.
const HEADINGS: [(&str, &str); 31] = [
    ("Mã chi bộ", "cell"),
    ("Ngày họp", "date"),
    ("Loại sinh hoạt", "kind"),
    ("Tình trạng", "status"),
    ("Số đảng viên", "members"),
    ("Có mặt", "present"),
    ("Muộn", "late"),
    ("Vắng có lý do", "excused"),
    ("Vắng không lý do", "unexcused"),
    ("Đi công tác", "on-mission"),
    ("Làm nhiệm vụ đặc biệt", "special-duty"),
    ("Miễn sinh hoạt, vắng", "exempt-absent"),
    ("Miễn sinh hoạt, có dự", "exempt-present"),
    ("Chuyển sinh hoạt tạm thời", "transferred"),
    ("Đình chỉ", "suspended"),
    ("Thời lượng", "minutes"),
    ("Số đảng viên phát biểu", "speakers"),
    ("Họp đúng ngày", "held-on-day"),
    ("Bí thư hoặc phó bí thư trực tiếp chuẩn bị", "prepared-in-person"),
    ("Chi ủy họp trước", "committee-met"),
    ("Chuẩn bị nội dung đúng, đủ, có trọng tâm", "content-prepared"),
    ("Có dự thảo nghị quyết", "draft-resolution"),
    ("Thực hiện đủ trình tự, các bước", "procedure-followed"),
    ("Có biểu dương, nhắc nhở, phê bình", "praise-and-reminder"),
    ("Ghi biên bản đầy đủ", "minutes-complete"),
    ("Thực hiện nguyên tắc tập trung dân chủ", "centralism-kept"),
    ("Giữ đoàn kết, kỷ luật", "unity-kept"),
    ("Số chỉ tiêu tháng trước", "targets-set"),
    ("Số chỉ tiêu hoàn thành", "targets-met"),
    ("Lý do", "reason"),
    ("Ghi chú", "note"),
];

/// Days of the months of 2024.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/// One row of any file, by heading.
#[derive(Clone, Debug)]
pub struct Row(HashMap<String, String>);

impl Row {
    pub fn text(&self, heading: &str) -> &str {
        self.0.get(heading).unwrap_or_else(|| panic!("no column {heading}"))
    }

    pub fn count(&self, heading: &str) -> i64 {
        self.text(heading).parse().unwrap_or_else(|_| panic!("{heading} = {:?} in {:?}", self.text(heading), self.0))
    }

    pub fn flag(&self, heading: &str) -> bool {
        match self.text(heading) {
            "yes" | "có" => true,
            "no" | "không" => false,
            other => panic!("{heading} = {other:?} in {:?}", self.0),
        }
    }

    /// Points in halves of a point.
    pub fn halves(&self, heading: &str) -> Option<i64> {
        let text = self.text(heading).replace(',', ".");
        let (whole, part) = text.split_once('.').unwrap_or((&text, "0"));
        let part = match part {
            "0" => 0,
            "5" => 1,
            other => panic!("{heading} has the part {other}"),
        };
        (!text.is_empty()).then(|| 2 * whole.parse::<i64>().unwrap() + part)
    }

    /// `yyyy-mm-dd`.
    pub fn date(&self) -> String {
        let text = self.text("date");
        match text.split('/').collect::<Vec<&str>>()[..] {
            [day, month, year] => format!("{year}-{month}-{day}"),
            _ => text.to_owned(),
        }
    }

    /// Month of the year, from 0.
    pub fn month(&self) -> usize {
        self.date()[5..7].parse::<usize>().unwrap() - 1
    }

    pub fn kind(&self) -> &'static str {
        match self.text("kind") {
            "regular" | "thường kỳ" => "regular",
            "thematic" | "chuyên đề" => "thematic",
            "kết hợp" => "combined",
            other => panic!("kind {other}"),
        }
    }

    pub fn is_regular(&self) -> bool {
        self.kind() != "thematic"
    }

    pub fn is_thematic(&self) -> bool {
        self.kind() != "regular"
    }

    pub fn status(&self) -> &'static str {
        match self.text("status") {
            "held" | "đã họp" => "held",
            "not-held" | "không họp" => "not-held",
            "not-scored" | "chưa chấm" => "not-scored",
            other => panic!("status {other}"),
        }
    }

    /// Attending and expected: exempt, on special duty, transferred and suspended members stand outside.
    pub fn attendance(&self) -> Option<(i64, i64)> {
        let expected = ["present", "excused", "unexcused", "on-mission"];
        (self.status() != "not-held").then(|| (self.count("present"), expected.iter().map(|status| self.count(status)).sum()))
    }
}

/// An example's records.
pub struct Example {
    pub folder: String,
    pub cells: BTreeMap<String, Row>,
    pub meetings: Vec<Row>,
    pub years: BTreeMap<String, Row>,
}

impl Example {
    pub fn load(name: &str) -> Example {
        let folder = format!("examples/{name}");
        let by = |file: &str, key: &str| {
            let rows = read(&folder, file).into_iter();
            rows.map(|row| (row.text(key).to_owned(), row)).collect::<BTreeMap<String, Row>>()
        };
        let (cells, years) = (by("cells.csv", "code"), by("year.csv", "cell"));
        let meetings = read(&folder, "meetings.csv");
        Example { folder, cells, meetings, years }
    }

    /// A cell's meetings.
    pub fn of<'e>(&'e self, cell: &'e str) -> impl Iterator<Item = &'e Row> {
        self.meetings.iter().filter(move |row| row.text("cell") == cell)
    }

    /// Months with a regular meeting due that nobody reported, and quarters with a thematic one, both from 0. Due is what lies
    /// wholly in the existence of the cell.
    pub fn not_received(&self, cell: &str) -> (Vec<usize>, Vec<usize>) {
        let row = &self.cells[cell];
        let (from, until) = (row.text("from"), row.text("until"));
        let exists = |first: usize, last: usize| {
            let (first, last) = (format!("2024-{:02}-01", first + 1), format!("2024-{:02}-{}", last + 1, DAYS[last]));
            (from.is_empty() || *from <= *first) && (until.is_empty() || *until >= *last)
        };
        let regular: Vec<usize> = self.of(cell).filter(|row| row.is_regular()).map(Row::month).collect();
        let thematic: Vec<usize> = self.of(cell).filter(|row| row.is_thematic()).map(|row| row.month() / 3).collect();
        let months = (0..12).filter(|month| exists(*month, *month) && !regular.contains(month)).collect();
        let quarters = (0..4).filter(|quarter| exists(3 * quarter, 3 * quarter + 2) && !thematic.contains(quarter)).collect();
        (months, quarters)
    }
}

fn read(folder: &str, file: &str) -> Vec<Row> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder).join(file);
    let text = fs::read_to_string(path).unwrap();
    let text = text.trim_start_matches('\u{feff}');
    let separator = if text.lines().next().unwrap().contains(';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(text.as_bytes());
    let english = |heading: &str| HEADINGS.iter().find(|(vi, _)| *vi == heading).map_or(heading, |(_, en)| en).to_owned();
    let headings: Vec<String> = reader.headers().unwrap().iter().map(english).collect();
    let row = |record: csv::StringRecord| Row(headings.iter().cloned().zip(record.iter().map(str::to_owned)).collect());
    reader.records().map(|record| row(record.unwrap())).collect()
}
