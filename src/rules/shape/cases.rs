//! The tables of `cases.toml`, from the outside in. One line a key.

use super::Type::{Count, Date, Flag, Id, IdOf, List, Named, Number, Pairs, Points, Tables, Text, Value, Word, Words};
use super::{Basis, Table, Type, either, may, must};
use crate::base::Stretch;
use crate::rules::visits::VISIT_KIND_WORDS;
use crate::rules::{Change, SignKind, Succession};

/// The whole of `cases.toml`.
pub static CASES: Table = Table {
    name: "cases.toml",
    about: "Worked examples (ví dụ kiểm chứng) of a regulation, with results that somebody worked out by hand or found published.",
    basis: Basis::None,
    keys: &[may("case", Tables(&CASE), "none", "the examples")],
};

static CASE: Table = Table {
    name: "case",
    about: "One worked example, of exactly one kind.",
    basis: Basis::None,
    keys: &[
        must("id", Id, "id, unique in the file").like("exactly-75"),
        must("title", Text, "what it is about").like("đúng 75 %: 30 điểm"),
        must("source", Text, "where the expected figures come from").like("tính tay từ phụ lục, mục 1"),
        either("meeting", Pairs(&IdOf("fact"), &Value), "facts of the meeting by id")
            .like("{ kind = \"regular\", members = 20, present = 15 }"),
        either("year", Pairs(&IdOf("fact"), &Value), "facts of the year by id").like("{ tasks = \"tot\", disciplined = false }"),
        either("period", Type::Table(&PERIOD), "meetings of a period, already with points or levels"),
        either("due", Type::Table(&DUE), "what was received of a cell"),
        either("lineage", Type::Table(&LINEAGE), "a cell that succeeds another"),
        either("signs", Type::Table(&SIGNS), "a count of which it is asked whether it is a sign"),
        either("quota", Type::Table(&QUOTA), "units, already with levels"),
        either("award", Type::Table(&AWARD), "units with their facts, for awards"),
        either("visits", Type::Table(&VISITS), "visits of a committee member"),
        either("hard-cell", Type::Table(&HARD_CELL), "visits to a hard cell"),
        either("time", Type::Table(&TIME), "a day or a year, in force or not"),
        may(
            "cell",
            Pairs(&IdOf("fact"), &Value),
            "none",
            "facts of the cell, beside `meeting`, `year` or `due`; of all cells, beside `visits` or `hard-cell`",
        )
        .like("{ leadership = \"secretary-only\" }"),
        may(
            "points",
            Named(&POINTS, &Text),
            "none",
            "points that a person gave, by leaf or `REGULATION:LEAF`; beside `meeting` or `year`",
        )
        .like("{ \"3.1\" = { self = 40, verified = 38.5 } }"),
        may(
            "discipline",
            List(&Pairs(&IdOf("fact"), &Value)),
            "not recorded: tallies are missing",
            "rows of `discipline.csv`, beside a `year` that gives the fact `year`",
        )
        .like("[ { fault_date = 2024-03-05, discipline_date = 2024-05-10 } ]"),
        may("year-input", Type::Table(&YEAR_INPUT), "none", "what the year has from elsewhere; beside `year`"),
        may(
            "readings",
            Pairs(&IdOf("reading"), &IdOf("alternative")),
            "as the text chose",
            "alternative readings that it is judged under",
        )
        .like("{ exactly-75 = \"lower\" }"),
        must(
            "expect",
            Type::Table(&EXPECT),
            "what must come out; what it does not name is not looked at, but it must name something",
        ),
    ],
};

static POINTS: Table = Table {
    name: "case.points.LEAF",
    about: "Points that a person gave for a leaf.",
    basis: Basis::None,
    keys: &[
        may("self", Number, "none", "points of the cell itself (tự chấm)").unit("points").like("40"),
        may("verified", Number, "none", "points of the superior committee (thẩm định)").unit("points").like("38.5"),
    ],
};

static PERIOD: Table = Table {
    name: "case.period",
    about: "Meetings of a period, already with points or levels.",
    basis: Basis::None,
    keys: &[
        may(
            "of",
            Words(&Stretch::WORDS),
            "the only one; mandatory where the regulation has several",
            "the period: as `of` of the `[[period]]` has it",
        )
        .like("quarter"),
        either("levels", Pairs(&IdOf("level"), &Count), "how many meetings of each level").like("{ tot = 7, kha = 5 }"),
        either("meetings", Tables(&MEETING), "the meetings, one by one")
            .like("[ { month = 1, points = 95 }, { month = 2, points = 88.5 } ]"),
        may("not-held", Count, "none", "meetings not held, with a reason").unit("meetings").like("1"),
        may("not-scored", Count, "none", "meetings held but not scored").unit("meetings").like("1"),
        may("not-received", Count, "none", "due meetings that nobody reported").unit("meetings").like("2"),
        may("open", Count, "none", "meetings held whose total is open").unit("meetings").like("1"),
    ],
};

static MEETING: Table = Table {
    name: "case.period.meetings",
    about: "A meeting by its outcome: its points, its level, or both.",
    basis: Basis::None,
    keys: &[
        must("month", Count, "the month of the calendar, which says in which half of the period it lies").unit("month").like("5"),
        may("points", Number, "not known", "its total").unit("points").like("88.5"),
        may("level", IdOf("level"), "the level that its points alone give", "its level").like("kha"),
        may("kind", Words(&["regular", "thematic", "combined"]), "`regular`", "kind of meeting").like("thematic"),
    ],
};

static DUE: Table = Table {
    name: "case.due",
    about: "What was received of a cell; a month or a day for each meeting. The day of the plan stands in `cell`.",
    basis: Basis::None,
    keys: &[
        must("period", Text, "the period").like("2024-Q1"),
        may("regular", List(&Text), "none", "regular meetings").like("[\"2024-01\", \"2024-02-15\"]"),
        may("thematic", List(&Text), "none", "thematic meetings").like("[\"2024-03\"]"),
        may("combined", List(&Text), "none", "combined meetings: regular and thematic at once").like("[\"2024-03\"]"),
    ],
};

static LINEAGE: Table = Table {
    name: "case.lineage",
    about: "A cell that succeeds another within a period.",
    basis: Basis::None,
    keys: &[must("what", Words(&Change::WORDS), "how").like("merge")],
};

static SIGNS: Table = Table {
    name: "case.signs",
    about: "A count of which it is asked whether the regulation takes it for a sign.",
    basis: Basis::None,
    keys: &[
        must("of", Words(&SignKind::WORDS), "which sign").like("self-always-full"),
        must("part", Count, "so many").unit("meetings").like("11"),
        must("whole", Count, "of so many, each of a meeting of its own").unit("meetings").like("12"),
        may(
            "above",
            Points,
            "mandatory in `self-above-verified` and `verified-above-self`",
            "by how much the one score of a sheet lies above the other, in each sheet of the part; in the others they are equal",
        )
        .like("5.5"),
    ],
};

static VISITS: Table = Table {
    name: "case.visits",
    about: "Visits of a committee member, judged in the stretch of the calendar in which the period ends.",
    basis: Basis::None,
    keys: &[
        must("level", IdOf("level of committee members"), "at which the person is assigned").like("provincial"),
        must("period", Text, "the period of which visits are known").like("2024"),
        may("from", Date, "before the period", "first day of the assignment").like("2024-07-01"),
        may("until", Date, "after the period", "last day of the assignment").like("2024-06-30"),
        may("attended", Tables(&ATTENDED), "none", "the visits").like("[ { date = 2024-03-05 } ]"),
    ],
};

static HARD_CELL: Table = Table {
    name: "case.hard-cell",
    about: "Visits to a hard cell (chi bộ khó khăn).",
    basis: Basis::None,
    keys: &[
        must("period", Text, "the period of which visits are known").like("2024-Q1"),
        may("from", Date, "before the period", "first day of the cell").like("2024-02-01"),
        may("until", Date, "after the period", "last day of the cell").like("2024-06-30"),
        may("attended", Tables(&ATTENDED), "none", "the visits").like("[ { date = 2024-03-05 } ]"),
    ],
};

static ATTENDED: Table = Table {
    name: "case.attended",
    about: "A visit.",
    basis: Basis::None,
    keys: &[
        must("date", Date, "its day").like("2024-03-05"),
        may("kind", Words(&VISIT_KIND_WORDS), "`regular`", "kind of the meeting").like("thematic"),
        may("own-cell", Flag, "no", "whether the person is a member of the cell").like("true"),
        may("cell", Pairs(&IdOf("fact"), &Value), "as beside `visits`", "facts of the cell that differ from those")
            .like("{ cell_type = \"agency\" }"),
    ],
};

static TIME: Table = Table {
    name: "case.time",
    about: "A day, or a year where the regulation classifies years.",
    basis: Basis::None,
    keys: &[
        may("day", Date, "mandatory unless `scope = \"year\"`", "a day").like("2024-05-31"),
        may("year", Count, "mandatory with `scope = \"year\"`", "a year").unit("calendar year").like("2024"),
    ],
};

static QUOTA: Table = Table {
    name: "case.quota",
    about: "Units as they stand before any quota.",
    basis: Basis::None,
    keys: &[
        may("of", IdOf("quota"), "the first that acts", "the quota that counts are about").like("xs"),
        must("units", Tables(&UNITS), "the units").like("[ { level = \"xs\", count = 3 } ]"),
    ],
};

static UNITS: Table = Table {
    name: "case.quota.units",
    about: "Units that are alike.",
    basis: Basis::None,
    keys: &[
        must("level", IdOf("level"), "their level").like("xs"),
        may("count", Count, "one", "how many").unit("units").like("3"),
        may("id", Id, "none", "by which `expect.levels` names the first of them").like("fifth"),
        may("ranking", Pairs(&IdOf("ranking key"), &Number), "not known", "values that rank them").like("{ total = 92.5 }"),
        may("group", Pairs(&IdOf("fact"), &Text), "the same for all", "the words of their grouping facts")
            .like("{ committee = \"Đảng ủy xã số 1\" }"),
        may("grounds", Flag, "no", "whether the condition of `special` holds").like("true"),
        may("outside", Flag, "no", "whether the condition of `leaves-out` holds").like("true"),
        may("below", IdOf("level"), "the next level", "where they land that are moved down").like("ht"),
    ],
};

static AWARD: Table = Table {
    name: "case.award",
    about: "Units with their facts: each is judged, the quotas are applied, the awards are given.",
    basis: Basis::None,
    keys: &[
        may("of", IdOf("award"), "the first", "the award that counts are about").like("co-tinh"),
        must("units", Tables(&AWARD_UNITS), "the units").like("[ { id = \"a\", year = { inspected = true } } ]"),
    ],
};

static AWARD_UNITS: Table = Table {
    name: "case.award.units",
    about: "A unit.",
    basis: Basis::None,
    keys: &[
        must("id", Id, "by which `expect` names it").like("a"),
        may("year", Pairs(&IdOf("fact"), &Value), "none", "facts of its year by id").like("{ inspected = true }"),
        may("cell", Pairs(&IdOf("fact"), &Value), "none", "facts of the unit by id").like("{ leadership = \"committee\" }"),
        may("points", Named(&POINTS, &Text), "none", "points that a person gave, by leaf").like("{ \"1\" = { self = 40 } }"),
        may("group", Pairs(&IdOf("fact"), &Text), "the same for all", "the words of its grouping facts")
            .like("{ block = \"Khối 1\" }"),
        may("meeting-quality", IdOf("level"), "not known", "level of meeting quality of the year").like("tot"),
        may(
            "discipline",
            List(&Pairs(&IdOf("fact"), &Value)),
            "not recorded: tallies are missing",
            "rows of `discipline.csv`, beside a `year` that gives the fact `year`",
        )
        .like("[ { fault_date = 2024-03-05, discipline_date = 2024-05-10 } ]"),
    ],
};

static YEAR_INPUT: Table = Table {
    name: "case.year-input",
    about: "What the year has from elsewhere.",
    basis: Basis::None,
    keys: &[may("meeting-quality", IdOf("level"), "not known", "level of meeting quality of the year").like("tot")],
};

static EXPECT: Table = Table {
    name: "case.expect",
    about: "What must come out.",
    basis: Basis::None,
    keys: &[
        may("attendance", Text, "not looked at", "attending and expected members, not reduced").like("13/15"),
        may("form", Word, "not looked at", "id of the score sheet that applies, or `none`").like("phieu"),
        may("leaves", Pairs(&IdOf("leaf"), &Text), "not looked at", "points as exact text, or what became of the leaf")
            .like("{ \"1.1\" = \"30\" }"),
        may("reasons", Pairs(&IdOf("leaf"), &Text), "not looked at", "the branch that the leaf took")
            .like("{ \"1.1\" = \"tier 3\" }"),
        may("clauses", Pairs(&IdOf("leaf"), &Text), "not looked at", "the clause of that branch, as results show it")
            .like("{ \"2.1\" = \"00-QĐ/TU, Phụ lục, mục 2\" }"),
        may("total", Text, "not looked at", "exact text; `open` while a leaf is missing").like("290/3"),
        may(
            "level",
            Word,
            "not looked at",
            "id of the level, before any quota; `open` where what is missing could change it; of a period `none` where there is none",
        )
        .like("kha"),
        may("mean", Text, "not looked at", "exact mean of the points of a period, or `none`").like("290/3"),
        may("lowest", Text, "not looked at", "lowest points of a period, or `none`").like("62.5"),
        may("mean-without-lowest", Text, "not looked at", "mean without the lowest, or `none`").like("91"),
        may("first-half-mean", Text, "not looked at", "mean of the first half of the period, or `none`").like("80"),
        may("second-half-mean", Text, "not looked at", "mean of the second half of the period, or `none`").like("95"),
        may("due-regular", List(&Text), "not looked at", "months, or longer stretches, in which a regular meeting is due")
            .like("[\"2024-01\", \"2024-02\", \"2024-03\"]"),
        may("due-thematic", List(&Text), "not looked at", "the same of thematic meetings").like("[\"2024-Q1\"]"),
        may("missing-regular", List(&Text), "not looked at", "those of which no regular meeting was received")
            .like("[\"2024-02\"]"),
        may("missing-thematic", List(&Text), "not looked at", "those of which no thematic meeting was received").like("[]"),
        may(
            "plan",
            Words(&["in-time", "late", "not-received", "none"]),
            "not looked at",
            "what became of the yearly plan of the last year of the period; `none` where none is due",
        )
        .like("late"),
        may("sign", Flag, "not looked at", "whether it is a sign").like("true"),
        may(
            "succession",
            Words(&Succession::OR_SILENT),
            "not looked at",
            "what the old cell's part of the period means for the new one; `silent` where the text does not say",
        )
        .like("carry-over"),
        may("counted", Count, "not looked at", "visits that count").unit("visits").like("2"),
        may("required", Count, "not looked at", "visits that are owed").unit("visits").like("2"),
        may(
            "minimum",
            Words(&["met", "short", "open", "none"]),
            "not looked at",
            "whether the minimum is met; `none` where the level has none, or the person is not assigned then",
        )
        .like("met"),
        may("short-by", Count, "not looked at", "visits that lack").unit("visits").like("0"),
        may("unattended", List(&Text), "not looked at", "stretches in which nobody came to the hard cell").like("[\"2024-02\"]"),
        may("gates", List(&IdOf("gate")), "not looked at", "ids of the gates that acted, in order").like("[\"disciplined\"]"),
        may(
            "failed",
            List(&Text),
            "not looked at",
            "titles of the failed conditions of the level that the points alone would give",
        )
        .like("[\"đạt mọi chỉ tiêu\"]"),
        may("in-force", Flag, "not looked at", "whether the regulation judges the meetings of the day, or the year")
            .like("false"),
        may("allowed", Count, "not looked at", "places of the quota").unit("units").like("2"),
        may("base", Count, "not looked at", "what the percent of the quota is of").unit("units").like("13"),
        may("admitted", Count, "not looked at", "units that have a place").unit("units").like("2"),
        may("undecided", Count, "not looked at", "units tied for a place").unit("units").like("0"),
        may("over", Flag, "not looked at", "whether more have a place in some group than the share that `warn-over` names")
            .like("true"),
        may(
            "levels",
            Pairs(&IdOf("unit"), &IdOf("level")),
            "not looked at",
            "level of each unit after all quotas; `open` while a tie is",
        )
        .like("{ fifth = \"htt\" }"),
        may(
            "awards",
            Pairs(&IdOf("unit"), &List(&Text)),
            "not looked at",
            "ids of the awards of each unit; one that hangs on a tie with `?`",
        )
        .like("{ a = [\"co-tinh\"], b = [\"co-tinh?\"] }"),
        may("totals", Pairs(&IdOf("unit"), &Text), "not looked at", "total of each unit as exact text, or `open`")
            .like("{ a = \"96.5\" }"),
    ],
};
