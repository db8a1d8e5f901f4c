//! The tables of `regulation.toml` and `facts.toml`, from the outside in. One line a key.

use super::Type::{
    Cite, Condition, Count, Date, Expression, Flag, Id, IdOf, Interval, List, Maybe, Name, Named, Number, Pairs, Percent, Points,
    Step, Tables, Text, Word, Words, Years,
};
use super::{Basis, Key, Need, Table, Type, either, may, must, with};
use crate::base::Stretch;
use crate::rules::leaf::{Bonus, Penalty, ROUNDING_WORDS};
use crate::rules::places::{BREACH_WORDS, ORDER_WORDS, WARN_WORDS};
use crate::rules::visits::VISIT_KIND_WORDS;
use crate::rules::{Base, Every, FactType, PartTime, Policy, Scope, Small, Standing, Succession, Ties, YearBy};

/// The whole of `regulation.toml`.
pub static REGULATION: Table = Table {
    name: "regulation.toml",
    about: "A regulation (quy định) of Party-cell meetings or of the year-end classification of cells, as data.",
    basis: Basis::None,
    keys: &[
        must("regulation", Type::Table(&HEADER), "which regulation it is, and when it is in force"),
        must("sources", Named(&SOURCE, &Id), "the documents that figures are cited from"),
        may("reading", Tables(&READING), "none", "how what the text leaves open is read"),
        may("gap", Tables(&GAP), "none", "what needs a person before results stand").only(&JUDGING),
        may("fact", Tables(&FACT), "none", "facts of the regulation's own"),
        may("tallies", Named(&TALLY, &Name), "none", "counts of rows of records, per cell and year").only(&[Scope::Year]),
        may("measures", Named(&MEASURE, &Name), "none", "named quantities").only(&JUDGING),
        may("attendance", Type::Table(&ATTENDANCE), "no `attendance_rate`", "who counts as attending").only(&[Scope::Meeting]),
        may("due", Type::Table(&DUE), "nothing is due", "which meetings a cell owes").only(&[Scope::Meeting]),
        may("form", Tables(&FORM), "no points", "score sheets; the first that applies is used").only(&JUDGING),
        may(
            "unscored",
            Type::Table(&UNSCORED),
            "extraordinary meetings and congresses",
            "held meetings that need no score sheet",
        )
        .only(&[Scope::Meeting]),
        may("meeting-quality", Type::Table(&MEETING_QUALITY), "none", "the levels of meeting quality that it understands")
            .only(&[Scope::Year]),
        may("grades", Type::Table(&GRADES), "none", "the grades of criteria").only(&[Scope::Year]),
        may("criterion", Tables(&CRITERION), "none", "graded criteria").only(&[Scope::Year]),
        may("level", Tables(&LEVEL), "only where there are awards", "levels, the best first").only(&JUDGING),
        may("gate", Tables(&GATE), "none", "what moves a level after it has been reached, in order").only(&JUDGING),
        may("period", Tables(&PERIOD), "none", "how the meetings of a period give a level").only(&[Scope::Meeting]),
        may("transition", Type::Table(&TRANSITION), "see below", "how it takes over from the text that it replaces")
            .only(&[Scope::Meeting]),
        may("lineage", Type::Table(&LINEAGE), "the text is silent", "cells that succeed others within a period").only(&JUDGING),
        may(
            "signs",
            Type::Table(&SIGNS),
            "the limits of the program, and results say that they are no rule",
            "when self and verified scores show a sign of being done for form's sake (hình thức)",
        )
        .only(&[Scope::Meeting]),
        may("quota", Tables(&QUOTA), "no limit", "at most so many of a level; those of one level act in this order")
            .only(&[Scope::Year]),
        may("award", Tables(&AWARD), "none", "what the first of their groups are given").only(&[Scope::Year]),
        may(
            "visits",
            Type::Table(&VISITS),
            "mandatory with `scope = \"visit\"`",
            "how often committee members are to attend the meetings of cells",
        )
        .only(&[Scope::Visit]),
    ],
};

/// The scopes of regulations that judge cells, by points, conditions and levels.
const JUDGING: [Scope; 2] = [Scope::Meeting, Scope::Year];

/// The whole of `facts.toml`.
pub static FACTS: Table = Table {
    name: "facts.toml",
    about: "The facts that every regulation can read.",
    basis: Basis::None,
    keys: &[must("fact", Tables(&SHARED_FACT), "the facts")],
};

/// The whole of `registers.toml`.
pub static REGISTERS: Table = Table {
    name: "registers.toml",
    about: "The columns of tables that no regulation reads.",
    basis: Basis::None,
    keys: &[must("fact", Tables(&REGISTER_FACT), "the columns")],
};

/// What every figure has.
pub static BASIS: [Key; 3] = [
    may(
        "cite",
        Cite,
        "from the entry around it",
        "where it stands: key of a source, a colon, the clause as a reader should see it",
    )
    .like("qd: Điều 4.2"),
    may("standing", Words(&Standing::WORDS), "that of the source; `assumed` with a reading", "how well it is known").like("text"),
    may("reading", IdOf("reading"), "none", "the reading on which it rests, where the text leaves it open").like("exactly-75"),
];

/// What a table of an overlay can have in place of keys that it changes.
pub static REMOVE: Key =
    may("remove", Flag, "`false`", "takes the entry of that id, or the table of that name, away").like("true");

/// The words from which an entry was made.
const PHRASE: Key = may("phrase", Text, "none", "the words of the text that fix the figure (lời văn); they are compared with it")
    .like("trên 85 %");

static HEADER: Table = Table {
    name: "regulation",
    about: "Which regulation it is, and when it is in force.",
    basis: Basis::None,
    keys: &[
        must("id", Id, "name in results and in the headings of points columns; keep it equal to the folder's name")
            .like("vi-du-2024"),
        may(
            "scope",
            Words(&Scope::REGULATION_WORDS),
            "`meeting`",
            "scores meetings, classifies cells at the end of the year, or says how often committee members attend cells",
        )
        .like("meeting"),
        must("title", Text, "full title").like("Quy định chấm điểm sinh hoạt chi bộ"),
        may("number", Text, "none", "number of the document (số hiệu); the title stands for it where there is none")
            .like("00-QĐ/TU"),
        may("issuer", Text, "none", "who issued it; numbers collide, so issuer, number and date together identify")
            .like("Ban Thường vụ Tỉnh ủy Ví Dụ"),
        may("extends", Id, "nothing", "id or folder of the regulation that this one is laid over; see [overlays](#overlays)")
            .like("42-hd-btctw"),
        may("issued", Date, "not known", "day of issue").like("2024-05-19"),
        may("first-day", Date, "open", "first day in force; it judges the meetings from that day on")
            .like("2024-06-01")
            .only(&[Scope::Meeting, Scope::Visit]),
        may(
            "last-day",
            Date,
            "open, or the day before the first day of what replaced it",
            "last day in force; where it is written, what replaces it does not end it sooner",
        )
        .like("2026-12-31")
        .only(&[Scope::Meeting, Scope::Visit]),
        may(
            "years",
            Years,
            "all years",
            "first and last year in force: `2023..2024`, `2025..`, `..2022`, `2024`; what replaces it ends it, also sooner than is written",
        )
        .like("2025..")
        .only(&[Scope::Year]),
        may(
            "window",
            Type::Table(&WINDOW),
            "calendar years",
            "the days that a campaign (đợt thi đua) covers, instead of `years`",
        )
        .only(&[Scope::Year]),
        may("replaces", Id, "none", "the regulation it replaced, whose time it ends").like("vi-du-2018"),
        may("notice", Text, "none", "a warning that stands under every result").like("bảng điểm mẫu, chưa có phụ lục"),
    ],
};

static WINDOW: Table = Table {
    name: "regulation.window",
    about: "The days that a campaign covers. Its records stand in `year.csv` under the year in which it ends.",
    basis: Basis::None,
    keys: &[
        must("first-day", Date, "first day").like("2025-09-01"),
        must("last-day", Date, "last day, included").like("2025-12-31"),
    ],
};

static SOURCE: Table = Table {
    name: "sources.NAME",
    about: "A document, or the lack of one. NAME is what `cite` uses.",
    basis: Basis::None,
    keys: &[
        must("title", Text, "title").like("Quy định chấm điểm sinh hoạt chi bộ, phụ lục"),
        must("standing", Words(&Standing::WORDS), "how well its figures are known").like("text"),
        may("number", Text, "none", "number; shown in citations").like("00-QĐ/TU"),
        may("short", Text, "the number, else the title", "short name in citations").like("bảng mẫu"),
        may("url", Text, "none", "where it can be read").like("baotuyenquang.com.vn, bài 201058"),
    ],
};

static READING: Table = Table {
    name: "reading",
    about: "How an unclear or silent clause is read. Its standing is `assumed` unless written, whatever the source.",
    basis: Basis::Here,
    keys: &[
        must("id", Id, "named by `reading = \"…\"` and in `reading.md`").like("exactly-75"),
        must("open", Text, "what the text leaves open").like("Không có mức cho đúng 75 %."),
        must("chosen", Text, "how it is read").like("30 điểm, như mức trên 75 %."),
        may("alternative", Tables(&ALTERNATIVE), "none", "other ways to read it, each of which can be chosen for a run"),
        may("covers", Text, "none", "what it is about, when no entry carries it; free words").like("period"),
    ],
};

static ALTERNATIVE: Table = Table {
    name: "reading.alternative",
    about: "Another way to read an unclear clause, with what changes in the regulation when it is chosen.",
    basis: Basis::None,
    keys: &[
        must("id", Id, "named on the command line: `--reading exactly-75=lower`").like("lower"),
        must("chosen", Text, "how it is read then").like("10 điểm, như mức dưới 75 %."),
        must("change", Type::Overlay, "tables of the regulation as in an overlay: ids, and the keys that change")
            .like("{ measures = { large_cell = { of = \"members > 30\" } } }"),
    ],
};

static GAP: Table = Table {
    name: "gap",
    about: "What nobody could read or settle yet. Results that depend on it are provisional until somebody fills it.",
    basis: Basis::Here,
    keys: &[
        must("id", Id, "named in notices and in `reading.md`").like("disqualifying-cases"),
        must("open", Text, "what is not known").like("Không đọc được danh mục các trường hợp bị xếp không hoàn thành."),
        must("needs", Text, "who or what would fill it").like("bản gốc của phụ lục"),
        may("levels", List(&IdOf("level")), "all levels", "the levels that may still change").like("[\"xs\", \"htt\"]"),
    ],
};

const FACT_TYPE: Key = must("type", Words(&FactType::WORDS), "form of its value").like("flag");
const FACT_HEADING: Key = may("heading", Text, "`id` with `-` for `_`", "heading of its column").like("flag-raised");
const FACT_VI: Key =
    may("vi", List(&Text), "none", "Vietnamese headings that are understood; the first is its title for readers")
        .like("[\"Chào cờ\"]");
const FACT_EN: Key = may("en", List(&Text), "none", "English headings that are understood; the first is its title for readers")
    .like("[\"Flag raised\"]");
const FACT_NAMED: Key = may(
    "named",
    List(&Text),
    "none",
    "headings of a column of names, which stands in for a code that has no column; a profile gives the codes",
)
.like("[\"Tên chi bộ\"]");
const FACT_REQUIRED: Key = may("required", Flag, "`false`", "the column must exist and no field of it may be blank").like("true");
const FACT_PART_OF: Key =
    may("part-of", IdOf("fact"), "none", "with the others that name the same whole, adds up to it").like("members");
const FACT_AT_MOST: Key = may("at-most", IdOf("fact"), "none", "never more than that fact").like("targets_assigned");
const FACT_WORDS: Key = may("values", Tables(&FACT_VALUE), "none; mandatory for `choice`", "the words that it can be");

static FACT: Table = Table {
    name: "fact",
    about: "Something that happened, in words that no regulation owns. It becomes a column of the records.",
    basis: Basis::None,
    keys: &[
        must("id", Name, "name in expressions; not a word of the language").like("flag_raised"),
        must(
            "scope",
            Words(&Scope::WORDS),
            "the table it stands in; in a regulation the word of its own `scope`, `cell`, or `discipline` in a yearly one; in one of visits `cell`",
        )
        .like("meeting"),
        FACT_TYPE,
        FACT_HEADING,
        FACT_VI,
        FACT_EN,
        FACT_NAMED,
        FACT_REQUIRED,
        FACT_PART_OF,
        FACT_AT_MOST,
        FACT_WORDS,
    ],
};

static SHARED_FACT: Table = Table {
    name: "fact",
    about: "Something that happened, or a result that a person recorded, in words that no regulation owns: a column of the records.",
    basis: Basis::None,
    keys: &[
        must("id", Name, "name in expressions; not a word of the language").like("flag_raised"),
        must("scope", Words(&Scope::WORDS), "the table it stands in").like("meeting"),
        must("type", Words(&FactType::SHARED_WORDS), "form of its value").like("flag"),
        FACT_HEADING,
        FACT_VI,
        FACT_EN,
        FACT_NAMED,
        FACT_REQUIRED,
        FACT_PART_OF,
        FACT_AT_MOST,
        FACT_WORDS,
    ],
};

static REGISTER_FACT: Table = Table {
    name: "fact",
    about: "A column of a table that no regulation reads.",
    basis: Basis::None,
    keys: &[
        must("id", Name, "name").like("flag_raised"),
        must("scope", Words(&Scope::REGISTER_WORDS), "the table it stands in").like("member"),
        must("type", Words(&FactType::REGISTER_WORDS), "form of its value").like("flag"),
        FACT_HEADING,
        FACT_VI,
        FACT_EN,
        FACT_NAMED,
        FACT_REQUIRED,
        FACT_PART_OF,
        FACT_AT_MOST,
        FACT_WORDS,
    ],
};

static FACT_VALUE: Table = Table {
    name: "fact.values",
    about: "One word of a choice, with the texts that are understood for it.",
    basis: Basis::None,
    keys: &[
        must("id", Id, "the word in expressions").like("online"),
        may("vi", List(&Text), "none", "Vietnamese texts; the first is its title for readers").like("[\"Trực tuyến\"]"),
        may("en", List(&Text), "none", "English texts; the first is its title for readers").like("[\"Online\"]"),
    ],
};

static MEASURE: Table = Table {
    name: "measures.NAME",
    about: "A named quantity. Measures may use each other, but not in a circle. NAME is a name as in expressions.",
    basis: Basis::Here,
    keys: &[
        must("of", Expression, "what it is").unit("any unit, or a flag").like("speakers / present"),
        must("title", Text, "title for readers").like("Tỷ lệ đảng viên phát biểu"),
        PHRASE,
    ],
};

static TALLY: Table = Table {
    name: "tallies.NAME",
    about: "How many rows of a table of records count to a cell and a year. NAME is a name as in expressions; without the table it is \
            missing, not 0.",
    basis: Basis::Here,
    keys: &[
        must("of", Words(&Scope::TALLIED_WORDS), "the table: `discipline` for `discipline.csv`").like("discipline"),
        may("when", Condition, "every row", "which rows count; reads the facts of the table and of the cell")
            .like("discipline_subject in (member, 'leading-member')"),
        must("year-by", IdOf("fact"), "the date of the table that decides to which year a row counts").like("fault_date"),
        may(
            "distinct",
            IdOf("fact"),
            "every row counts",
            "a text of the table: rows with the same text count once, and a row without one counts by itself",
        )
        .like("discipline_who"),
        must("title", Text, "title for readers").like("Số đảng viên bị kỷ luật"),
    ],
};

static ATTENDANCE: Table = Table {
    name: "attendance",
    about: "Defines `attendance_rate` (tỷ lệ đảng viên dự sinh hoạt).",
    basis: Basis::Here,
    keys: &[
        either("counts", List(&IdOf("status")), "who is attending; all others who are not left out are expected")
            .like("[\"present\"]"),
        may("leaves-out", Tables(&LEAVES_OUT), "nobody", "who stands on neither side; with `counts`").never_with(&["attending"]),
        either(
            "attending",
            Expression,
            "who is attending, written out over facts: for a base that differs by type of cell, or a voting rule",
        )
        .unit("count")
        .like("present + exempt_present"),
        with("attending", "expected", Expression, "who is expected, written out over facts")
            .unit("count")
            .like("members - exempt_absent"),
    ],
};

static LEAVES_OUT: Table = Table {
    name: "attendance.leaves-out",
    about: "Statuses that stand neither among those who attend nor among those who are expected.",
    basis: Basis::From("`attendance`"),
    keys: &[must("statuses", List(&IdOf("status")), "these statuses").like("[\"exempt_absent\", \"special_duty\"]")],
};

static DUE: Table = Table {
    name: "due",
    about: "Which meetings a cell owes. What is due and was not reported is shown as not received.",
    basis: Basis::Here,
    keys: &[
        may("regular", Words(&Every::WORDS), "`none`", "a regular or combined meeting so often").like("monthly"),
        may("thematic", Words(&Every::WORDS), "`none`", "a thematic or combined meeting so often").like("quarterly"),
        may("except", Tables(&DUE_EXCEPT), "none", "cells that owe other meetings; the first that holds decides"),
        may("plan", Type::Table(&DUE_PLAN), "none", "the yearly plan of thematic meetings"),
    ],
};

static DUE_EXCEPT: Table = Table {
    name: "due.except",
    about: "Cells that owe other meetings than the rest.",
    basis: Basis::From("`due`"),
    keys: &[
        must("when", Condition, "which cells; only facts of `cells.csv` can be named").like("cell_type = 'armed-forces'"),
        may("regular", Words(&Every::WORDS), "as `due` says", "a regular or combined meeting so often").like("quarterly"),
        may("thematic", Words(&Every::WORDS), "as `due` says", "a thematic or combined meeting so often").like("half-yearly"),
    ],
};

static DUE_PLAN: Table = Table {
    name: "due.plan",
    about: "The yearly plan of thematic meetings, sent to the superior committee for appraisal (kế hoạch sinh hoạt chuyên đề năm).",
    basis: Basis::From("`due`"),
    keys: &[
        must("fact", IdOf("fact"), "the day on which it was sent: a date of `cells.csv`").like("thematic_plan_sent"),
        may("by", Text, "any day", "month and day by which it is due").like("01-31"),
    ],
};

static FORM: Table = Table {
    name: "form",
    about: "A score sheet (phiếu chấm).",
    basis: Basis::None,
    keys: &[
        must("id", Id, "id").like("thuong-ky"),
        must("title", Text, "title").like("Phiếu chấm buổi sinh hoạt"),
        may("applies", Condition, "always", "when the form applies").like("kind in (regular, combined)"),
        may("max", Points, "the sum", "checked against the sum of its groups").like("100"),
        may("rounding", Tables(&ROUNDING), "no rounding", "where and how points are rounded"),
        may("group", Tables(&GROUP), "none, where levels go by conditions alone", "groups of criteria"),
    ],
};

static UNSCORED: Table = Table {
    name: "unscored",
    about: "Held meetings that need no score sheet: they are counted, and their attendance is taken.",
    basis: Basis::Here,
    keys: &[must("when", Condition, "which meetings").like("kind in (thematic, extraordinary, congress)")],
};

static ROUNDING: Table = Table {
    name: "form.rounding",
    about: "Where and how a form rounds: one entry for each step.",
    basis: Basis::Here,
    keys: &[
        must(
            "at",
            List(&Words(&["leaf", "group", "total"])),
            "what is rounded, each place once; group sums after redistribution, the total after rescaling",
        )
        .like("[\"leaf\", \"group\"]"),
        must("step", Step, "to multiples of this").like("0.1"),
        must("mode", Words(&ROUNDING_WORDS), "which way; halves go away from zero").like("half-up"),
    ],
};

static GROUP: Table = Table {
    name: "form.group",
    about: "A group of criteria (nhóm tiêu chí).",
    basis: Basis::From("the group around it; an outermost group must cite, or have a `reading`"),
    keys: &[
        must("id", Id, "id, unique in its form").like("2"),
        must("title", Text, "title").like("Chuẩn bị sinh hoạt"),
        must("max", Points, "must be the sum of its leaves and inner groups").like("20"),
        may("leaf", Tables(&LEAF), "none", "its criteria"),
        may("group", Tables(&GROUP), "none", "groups within the group, to any depth"),
    ],
};

static LEAF: Table = Table {
    name: "form.group.leaf",
    about: "A single criterion (tiêu chí) with points, of exactly one kind.",
    basis: Basis::From("the group"),
    keys: &[
        must("id", Id, "id, unique in the regulation, over all forms").like("2.1"),
        must("title", Text, "title").like("Chi ủy họp trước"),
        must("max", Points, "the most it gives").like("10"),
        either("yes-no", Type::Table(&YES_NO), "full points or none"),
        either("recorded", Type::Table(&RECORDED), "points that a person gave"),
        either("chosen", Type::Table(&CHOSEN), "one of several amounts, chosen by a person"),
        either("tiers", Type::Table(&TIERS), "points from a table"),
        either("per-occurrence", Type::Table(&PER_OCCURRENCE), "points for each time that something occurred"),
        either("proportional", Type::Table(&PROPORTIONAL), "the share of the maximum that a measure has of its full value"),
        may("first", Tables(&EXCEPTION), "none", "exceptions, asked in order before the kind")
            .like("[ { when = \"unexcused > 0\", points = 1 } ]"),
        may(
            "not-applicable",
            Tables(&NOT_APPLICABLE),
            "always applies",
            "when the leaf does not apply; the first that holds decides",
        ),
        may(
            "bonus",
            Words(&Bonus::WORDS),
            "an ordinary leaf",
            "points on top of the maxima (điểm thưởng), and how far they count",
        )
        .like("in-group"),
        may(
            "penalty",
            Words(&Penalty::WORDS),
            "an ordinary leaf",
            "points taken away (điểm trừ), and from what; not beside `bonus`",
        )
        .never_with(&["bonus"])
        .like("from-total"),
        may("corresponds", Tables(&CORRESPONDS), "none", "leaves of other regulations whose points may stand in"),
    ],
};

static YES_NO: Table = Table {
    name: "form.group.leaf.yes-no",
    about: "Full points or none.",
    basis: Basis::None,
    keys: &[
        either("fact", IdOf("flag"), "yes gives full points").like("committee_met"),
        either("when", Condition, "if it holds, full points").like("unexcused = 0"),
        PHRASE,
    ],
};

static RECORDED: Table = Table {
    name: "form.group.leaf.recorded",
    about: "Points that a person gave, from 0 to the maximum.",
    basis: Basis::None,
    keys: &[
        may(
            "fact",
            IdOf("fact of type `points`"),
            "the columns `self:ID:LEAF` and `verified:ID:LEAF`, of which verified points decide",
            "the column that holds them",
        )
        .like("general_2"),
        may("step", Step, "any", "points must be multiples of this").like("0.5"),
    ],
};

static CHOSEN: Table = Table {
    name: "form.group.leaf.chosen",
    about: "One of several amounts, recorded as points in the columns `self:ID:LEAF` and `verified:ID:LEAF`.",
    basis: Basis::None,
    keys: &[must("options", Tables(&OPTION), "the amounts").like("[ { points = 10 }, { points = 7 }, { points = 0 } ]")],
};

static OPTION: Table = Table {
    name: "form.group.leaf.chosen.options",
    about: "An amount that can be chosen.",
    basis: Basis::From("the leaf"),
    keys: &[
        must("points", Points, "at most the maximum of the leaf").like("7"),
        may("title", Text, "none", "the words of the text").like("cơ bản đủ"),
        PHRASE,
    ],
};

static TIERS: Table = Table {
    name: "form.group.leaf.tiers",
    about: "Points from a table.",
    basis: Basis::None,
    keys: &[
        must("of", Expression, "what the table looks at").unit("any unit, no flag").like("attendance_rate"),
        must("table", Tables(&TIER), "the rows; every value falls in exactly one")
            .like("[ { in = \">= 90%\", points = 4 }, { in = \"< 90%\", points = 1 } ]"),
    ],
};

static EXCEPTION: Table = Table {
    name: "form.group.leaf.first",
    about: "An exception, asked before the kind.",
    basis: Basis::From("the leaf"),
    keys: &[
        must("when", Condition, "when it holds").like("unexcused > 0"),
        must("points", Points, "at most the maximum of the leaf").like("1"),
        may("title", Text, "none", "the words of the text").like("có đảng viên vắng không lý do"),
        PHRASE,
    ],
};

static TIER: Table = Table {
    name: "form.group.leaf.tiers.table",
    about: "A row of the table.",
    basis: Basis::From("the leaf"),
    keys: &[
        either("in", Interval, "where `of` is a number; in percent exactly when `of` is a percent")
            .unit("that of `of`")
            .like("[75%, 90%)"),
        either("is", Word, "where `of` is a word: one word of its scale; every word must have its row").like("tot"),
        must("points", Points, "at most the maximum of the leaf").like("3"),
        may("title", Text, "none", "the words of the text").like("từ 75 % đến dưới 90 %"),
        PHRASE,
    ],
};

static PER_OCCURRENCE: Table = Table {
    name: "form.group.leaf.per-occurrence",
    about: "Points for each time that something occurred (mỗi lần, mỗi người: cộng, trừ … điểm).",
    basis: Basis::None,
    keys: &[
        must("of", Expression, "how often").unit("number, count or minutes").like("unexcused"),
        must("each", Number, "points of each occurrence; less than 0 takes points away").unit("points").like("-2"),
        may("start", Points, "0, or the maximum where `each` takes away", "points before anything has occurred").like("10"),
        may("at-least", Points, "0", "never fewer points").like("2"),
        may("at-most", Points, "the maximum", "never more points").like("8"),
        may("step", Step, "no rounding; mandatory where `of` need not be whole", "round to multiples of this").like("0.5"),
        may("mode", Words(&ROUNDING_WORDS), "no rounding; mandatory with `step`", "which way; halves go away from zero")
            .like("half-up"),
        PHRASE,
    ],
};

static PROPORTIONAL: Table = Table {
    name: "form.group.leaf.proportional",
    about: "The share of the maximum that a measure has of its full value (tính theo tỷ lệ).",
    basis: Basis::None,
    keys: &[
        must("of", Expression, "the share").unit("percent").like("targets_met / targets_set"),
        may("full-at", Percent, "`100%`", "the percent from which on all points are given").like("90%"),
        must("step", Step, "round to multiples of this; a share is seldom a round figure").like("0.5"),
        must("mode", Words(&ROUNDING_WORDS), "which way; halves go away from zero").like("half-up"),
        PHRASE,
    ],
};

static CORRESPONDS: Table = Table {
    name: "form.group.leaf.corresponds",
    about: "A leaf of another regulation whose points may stand in where a fact that this leaf needs was not recorded.",
    basis: Basis::From("the leaf"),
    keys: &[
        must("regulation", Id, "the other regulation: that of the columns `verified:REGULATION:LEAF` and `self:REGULATION:LEAF`")
            .like("14-qdi-tu"),
        must("leaf", Id, "its leaf").like("3.1"),
        must("max", Step, "the maximum of that leaf; more than that is refused").like("10"),
        may(
            "step",
            Step,
            "mandatory where `max` is not that of this leaf",
            "points are carried over in proportion, to multiples of this",
        )
        .like("0.5"),
        may(
            "mode",
            Words(&ROUNDING_WORDS),
            "mandatory where `max` is not that of this leaf",
            "which way; halves go away from zero",
        )
        .like("half-up"),
    ],
};

static NOT_APPLICABLE: Table = Table {
    name: "form.group.leaf.not-applicable",
    about: "When a leaf does not apply; asked in order before the leaf itself.",
    basis: Basis::From("the leaf"),
    keys: &[
        must("when", Condition, "when the leaf does not apply").like("leadership = 'secretary-only'"),
        must("then", Words(&Policy::WORDS), "what becomes of its points").like("full"),
        PHRASE,
    ],
};

static MEETING_QUALITY: Table = Table {
    name: "meeting-quality",
    about: "What a yearly regulation understands of meeting quality.",
    basis: Basis::None,
    keys: &[may(
        "levels",
        List(&Id),
        "none",
        "the levels of the meeting regulation, the best first; the words of `meeting_quality`",
    )
    .like("[\"tot\", \"kha\", \"trung-binh\", \"kem\"]")],
};

static GRADES: Table = Table {
    name: "grades",
    about: "The grades that criteria can have.",
    basis: Basis::None,
    keys: &[may("grade", Tables(&GRADE), "none", "the grades, the best first")],
};

static GRADE: Table = Table {
    name: "grades.grade",
    about: "A grade of criteria.",
    basis: Basis::None,
    keys: &[must("id", Id, "id").like("dat"), must("title", Text, "title").like("Đạt")],
};

static CRITERION: Table = Table {
    name: "criterion",
    about: "A graded criterion; nothing is added up.",
    basis: Basis::Here,
    keys: &[
        must("id", Id, "id").like("cell-life"),
        must("title", Text, "title").like("Sinh hoạt chi bộ"),
        either("fact", IdOf("fact of type `grade`"), "the recorded grade").like("cell_life"),
        either("tiers", Type::Table(&CRITERION_TIERS), "the grade follows from a measure"),
        may("tags", List(&Id), "none", "names for sets of criteria, for `lowest_grade('TAG')`").like("[\"task\"]"),
        may("from-meetings", Type::Table(&FROM_MEETINGS), "none", "the grade follows from meeting quality, where that is known"),
    ],
};

static CRITERION_TIERS: Table = Table {
    name: "criterion.tiers",
    about: "The grade of a criterion by a measure.",
    basis: Basis::None,
    keys: &[
        must("of", Expression, "what the table looks at").unit("number or percent").like("done / assigned"),
        must("table", Tables(&GRADE_ROW), "the rows"),
    ],
};

static GRADE_ROW: Table = Table {
    name: "criterion.tiers.table",
    about: "One row of a table of grades.",
    basis: Basis::From("the criterion"),
    keys: &[
        must("in", Interval, "where the measure lies; in percent exactly when `of` is a percent")
            .unit("that of `of`")
            .like("[80%, 100%)"),
        must("grade", Word, "a word of `[grades]`").like("tot"),
        may("title", Text, "none", "the words of the text").like("cơ bản hoàn thành"),
        PHRASE,
    ],
};

static FROM_MEETINGS: Table = Table {
    name: "criterion.from-meetings",
    about: "The grade that follows from meeting quality.",
    basis: Basis::From("the criterion"),
    keys: &[may(
        "grades",
        Pairs(&IdOf("level"), &IdOf("grade")),
        "none",
        "grade for each level; for a level without an entry the recorded grade stands",
    )
    .like("{ tot = \"tot\", kha = \"dat\" }")],
};

static LEVEL: Table = Table {
    name: "level",
    about: "A level (mức). The program walks down and stops at the first that is reached and all of whose conditions hold.",
    basis: Basis::Here,
    keys: &[
        must("id", Id, "id").like("trung-binh"),
        must("title", Text, "title").like("Trung bình"),
        may("short", Text, "the title", "for narrow columns").like("TB"),
        may("in", Interval, "reached by any total", "the points; only its lower end decides, the upper end is checked for seams")
            .unit("points")
            .like("[50, 70)"),
        may("condition", Tables(&CONDITION), "none", "conditions, all of which must hold"),
        may("otherwise", IdOf("level"), "walking down", "where a unit lands that has the points but not the conditions")
            .like("ht"),
        PHRASE,
    ],
};

static CONDITION: Table = Table {
    name: "level.condition",
    about: "A condition of a level.",
    basis: Basis::From("the level"),
    keys: &[
        must("title", Text, "shown where it fails").like("đạt mọi chỉ tiêu"),
        must("when", Condition, "what must hold").like("target_share = 100%"),
        PHRASE,
    ],
};

static GATE: Table = Table {
    name: "gate",
    about: "Moves the level after it has been reached (điều kiện khống chế).",
    basis: Basis::Here,
    keys: &[
        must("id", Id, "id").like("attendance-not-full"),
        must("title", Text, "title").like("tiêu chí 1.1 chưa đạt điểm tối đa"),
        must("when", Condition, "when it acts").like("not full('1.1')"),
        either("at-most", IdOf("level"), "no better than this level").like("kha"),
        either("set", IdOf("level"), "exactly this level").like("kem"),
        either("drop", Count, "so many levels lower (hạ một bậc), but no lower than the last").unit("levels").like("1"),
        PHRASE,
    ],
};

static PERIOD: Table = Table {
    name: "period",
    about: "How the meetings of a period give the level of meeting quality. The first one for the period is used.",
    basis: Basis::Here,
    keys: &[
        must("of", Words(&Stretch::WORDS), "for which stretches of the calendar; others have statistics, but no level")
            .like("year"),
        must("meetings", Words(&["regular", "regular-and-thematic"]), "which meetings are counted; combined ones are regular")
            .like("regular"),
        may("needs", Condition, "nothing", "what must hold for there to be a level at all").like("meetings >= 10"),
        may("not-received", IdOf("level"), "as none", "the level as which a due meeting counts that was not received")
            .like("kem"),
        may("not-held", IdOf("level"), "as none", "the level as which a meeting counts that was not held").like("trung-binh"),
        may("level", Tables(&PERIOD_LEVEL), "no level", "asked in order; the first that holds decides"),
    ],
};

static PERIOD_LEVEL: Table = Table {
    name: "period.level",
    about: "A level that a period can have.",
    basis: Basis::From("`period`"),
    keys: &[
        must("id", IdOf("level"), "the level").like("kha"),
        may("when", Condition, "otherwise; only in the last, and there always", "when it is reached")
            .like("count_at_least('trung-binh') = meetings"),
        PHRASE,
    ],
};

static TRANSITION: Table = Table {
    name: "transition",
    about: "The transitional clause of a text that `replaces` another (điều khoản chuyển tiếp).",
    basis: Basis::Here,
    keys: &[
        may(
            "year",
            Words(&YearBy::WORDS),
            "as `new`, and results say that no clause says so",
            "whose rule gives the level of a year in which both texts are in force",
        )
        .like("new"),
        may(
            "meetings-until",
            Date,
            "the day before `first-day`",
            "last day whose meetings the replaced text still judges; not before `first-day`",
        )
        .like("2024-06-30"),
    ],
};
const SILENT: &str = "the text is silent: each cell is judged by its own records, and the level of the new one is provisional";

static LINEAGE: Table = Table {
    name: "lineage",
    about: "What the part of the period before it means for a cell that succeeds another one, as `lineage.csv` says. A cell that is no more at \
            the end of a period has no level in it. `weight-by-months` only beside a `[[period]]` that looks at `mean` and at no mean of some meetings: it is weighted by \
            the months that each cell stands for, and all else is carried over.",
    basis: Basis::Here,
    keys: &[
        may("rename", Words(&Succession::WORDS), SILENT, "the same cell under another code (đổi tên)").like("carry-over"),
        may("merge", Words(&Succession::WORDS), SILENT, "cells that join in one (sáp nhập, hợp nhất)").like("restart"),
        may("split", Words(&Succession::WORDS), SILENT, "a new cell with members of an old one (chia tách)").like("unrated"),
        may("transfer", Words(&Succession::WORDS), SILENT, "the same cell under another superior committee (chuyển giao)")
            .like("carry-over"),
    ],
};

/// The keys of a table that has places, with its own ones before them.
macro_rules! with_places {
    ($($own:expr),* $(,)?) => {
        &[
            $($own,)*
            either("percent", Percent, "a part of the base, from 0% to 100%").like("20%"),
            either("places", Count, "so many in every group").unit("units").like("3"),
            with("percent", "base", Words(Base::WORDS), "what it is a percent of").like("level-or-better"),
            BASE_LEVEL,
            with("percent", "rounding", Words(&ROUNDING_WORDS), "of a part of a unit").like("down"),
            must(
                "group",
                Maybe(&IdOf("fact")),
                "units are compared within equal values of these facts of `cells.csv` and `year.csv`; `[]` is one group",
            )
            .like("[\"committee\"]"),
            may("ranking", Tables(&RANKING), "all candidates are equal", "who goes first; a later key decides between equals only"),
            may("ties", Words(Ties::WORDS), "`hand-over`", "what becomes of those who are equal at the cut").like("all-out"),
            may("breach", Words(&BREACH_WORDS), "`limit`", "the surplus has no place, or the group is only marked").like("warn"),
            may("leaves-out", Type::Table(&STANDS_OUTSIDE), "nobody", "who stands outside: neither in the base nor among the candidates"),
            may("special", Type::Table(&SPECIAL), "none", "a higher percent for units with stated grounds").never_with(&["places"]),
            may("small-groups", Type::Table(&SMALL_GROUPS), "as the others", "groups that are too small for a percent"),
            may("warn-over", Type::Table(&WARN_OVER), "none", "a share of the group over which it is marked, whatever the places"),
            may("basis-of", Type::Table(&BASIS_OF), "that of the entry itself", "where each part of the reading stands"),
            PHRASE,
        ]
    };
}

static QUOTA: Table = Table {
    name: "quota",
    about: "At most so many of a level (chỉ tiêu). How a percent is read is never left to the program.",
    basis: Basis::Here,
    keys: with_places![
        must("id", Id, "id, named in results").like("xs"),
        may("title", Text, "\"quota of\" the level", "title for readers").like("Chỉ tiêu toàn tỉnh"),
        must("level", IdOf("level"), "the level that is limited").like("xs"),
    ],
};

static AWARD: Table = Table {
    name: "award",
    about: "What the first of a group are given (hình thức khen thưởng), by the same rules as a quota. It moves no level.",
    basis: Basis::Here,
    keys: with_places![
        must("id", Id, "id, named in results").like("co-tinh"),
        must("title", Text, "title").like("Cờ thi đua cấp tỉnh"),
        may("short", Text, "the title", "for narrow columns").like("Cờ tỉnh"),
        must("when", Condition, "who may be considered").like("total >= 90"),
        may("not-with", List(&IdOf("award")), "goes with every other", "awards of which a unit can have only one")
            .like("[\"giai-nhat\"]"),
    ],
};

static WARN_OVER: Table = Table {
    name: "quota.warn-over",
    about: "A share of the group that those with a place should not exceed; more of them only mark the group.",
    basis: Basis::From("the quota"),
    keys: &[
        must("percent", Percent, "the share").like("20%"),
        must("of", Words(&WARN_WORDS), "what it is a percent of").like("all-units"),
        PHRASE,
    ],
};

const BASE_LEVEL: Key = Key {
    need: Need::WithWord("base", &Base::OF_LEVELS),
    ..may("base-level", IdOf("level"), "", "the level that the base goes by").like("htt")
};

static RANKING: Table = Table {
    name: "quota.ranking",
    about: "What ranks the candidates.",
    basis: Basis::From("the quota"),
    keys: &[
        must("id", Id, "id").like("total"),
        must("title", Text, "title").like("Tổng điểm"),
        must("of", Expression, "what is compared; of words with an order the better one is higher, of flags `yes`")
            .unit("any unit but text")
            .like("total"),
        may("order", Words(&ORDER_WORDS), "`highest-first`", "which end goes first").like("lowest-first"),
    ],
};

static STANDS_OUTSIDE: Table = Table {
    name: "quota.leaves-out",
    about: "Who stands outside and keeps its level.",
    basis: Basis::From("the quota"),
    keys: &[must("when", Condition, "of which units it holds").like("is_head")],
};

static SPECIAL: Table = Table {
    name: "quota.special",
    about: "A higher percent of the same base, with the same rounding, for units with stated grounds.",
    basis: Basis::From("the quota"),
    keys: &[
        must("percent", Percent, "higher than that of the quota").like("25%"),
        must("when", Condition, "who may have the places beyond the ordinary ones").like("given(special_grounds)"),
        PHRASE,
    ],
};

static SMALL_GROUPS: Table = Table {
    name: "quota.small-groups",
    about: "What holds for groups that are too small for a percent.",
    basis: Basis::From("the quota"),
    keys: &[
        must("under", Count, "a group with fewer units is small").unit("units").like("5"),
        must("then", Words(Small::WORDS), "what holds then").like("pooled"),
    ],
};

static BASIS_OF: Table = Table {
    name: "quota.basis-of",
    about: "Where each part of how a quota is read stands.",
    basis: Basis::None,
    keys: &[
        may("base", Type::Table(&PART), "that of the quota", "where the base stands"),
        may("rounding", Type::Table(&PART), "that of the quota", "where the rounding stands"),
        may("group", Type::Table(&PART), "that of the quota", "where the group stands"),
        may("ties", Type::Table(&PART), "that of the quota", "where the policy for ties stands"),
        may("breach", Type::Table(&PART), "that of the quota", "where the consequence of a breach stands"),
    ],
};

static PART: Table = Table {
    name: "quota.basis-of.PART",
    about: "Where one part of the reading stands.",
    basis: Basis::From("the quota"),
    keys: &[],
};

static SIGNS: Table = Table {
    name: "signs",
    about: "When a count is a sign that calls for a look (dấu hiệu cần xem xét), never a verdict. A sign without a table has the limits of the \
            program.",
    basis: Basis::None,
    keys: &[
        may(
            "self-always-full",
            Type::Table(&SIGN_OF_SHARE),
            OF_PROGRAM,
            "a cell gives itself full marks: sheets with a complete self score",
        ),
        may(
            "verified-unchanged",
            Type::Table(&SIGN_OF_SHARE),
            OF_PROGRAM,
            "a committee leaves self scores as they are: scores of leaves",
        ),
        may(
            "self-above-verified",
            Type::Table(&SIGN_OF_DIFFERENCE),
            OF_PROGRAM,
            "self scores above the verified ones: sheets with both",
        ),
        may(
            "verified-above-self",
            Type::Table(&SIGN_OF_DIFFERENCE),
            OF_PROGRAM,
            "self scores below the verified ones: sheets with both",
        ),
        may("one-value-column", Type::Table(&SIGN_OF_COLUMN), OF_PROGRAM, "a column has one value in all rows"),
    ],
};

const OF_PROGRAM: &str = "the limits of the program";

const MEETINGS_AT_LEAST: Key = must("meetings-at-least", Count, "fewer meetings are no sign").unit("meetings").like("3");

static SIGN_OF_SHARE: Table = Table {
    name: "signs.SHARE",
    about: "The limits of `self-always-full` and `verified-unchanged`.",
    basis: Basis::Here,
    keys: &[MEETINGS_AT_LEAST, must("percent", Percent, "the share from which on it is a sign").like("100%")],
};

static SIGN_OF_DIFFERENCE: Table = Table {
    name: "signs.DIFFERENCE",
    about: "The limits of `self-above-verified` and `verified-above-self`.",
    basis: Basis::Here,
    keys: &[
        MEETINGS_AT_LEAST,
        must("percent", Percent, "the share of sheets that lie too far apart from which on it is a sign").like("50%"),
        must(
            "points-at-most",
            Points,
            "points by which the two scores of a sheet may lie apart; a sheet counts from more than that on",
        )
        .like("5"),
    ],
};

static SIGN_OF_COLUMN: Table = Table {
    name: "signs.one-value-column",
    about: "The limit of columns that have one value: rows with a value.",
    basis: Basis::Here,
    keys: &[MEETINGS_AT_LEAST],
};

static VISITS: Table = Table {
    name: "visits",
    about: "How often committee members (cấp ủy viên) are to attend meetings of cells, and which visits count.",
    basis: Basis::Here,
    keys: &[
        must("minimum", Tables(&VISIT_MINIMUM), "how many visits a person of a level owes"),
        may("cells", Type::Table(&VISIT_CELLS), "all cells", "visits to which cells count"),
        may("kinds", Type::Table(&VISIT_KINDS), "all kinds", "visits to which meetings count"),
        may("own-cell", Type::Table(&VISIT_OWN_CELL), "they count", "visits to the cell that a person is a member of"),
        may("part-time", Type::Table(&VISIT_PART_TIME), "`open`", "persons who are assigned for a part of the time only"),
        may("hard-cells", Type::Table(&VISIT_HARD_CELLS), "none are due", "visits that are due in hard cells (chi bộ khó khăn)"),
        may("level", Tables(&VISIT_LEVEL), "none", "levels beside those of the shared vocabulary"),
    ],
};

static VISIT_MINIMUM: Table = Table {
    name: "visits.minimum",
    about: "How many visits a person of a level owes.",
    basis: Basis::From("`visits`"),
    keys: &[
        must("level", IdOf("level of committee members"), "whose").like("provincial"),
        must("at-least", Count, "so many visits that count").unit("visits").like("2"),
        must("per", Words(&Stretch::WORDS), "in every such stretch of the calendar").like("year"),
    ],
};

static VISIT_CELLS: Table = Table {
    name: "visits.cells",
    about: "Visits to which cells count. Where a fact of the cell is missing it is open whether the visit counts.",
    basis: Basis::From("`visits`"),
    keys: &[must("when", Condition, "those cells; reads facts of the cell").like("cell_type in (village, 'residential-group')")],
};

static VISIT_KINDS: Table = Table {
    name: "visits.kinds",
    about: "Visits to which meetings count.",
    basis: Basis::From("`visits`"),
    keys: &[must("count", List(&Words(&VISIT_KIND_WORDS)), "these kinds").like("[\"regular\", \"thematic\", \"combined\"]")],
};

static VISIT_OWN_CELL: Table = Table {
    name: "visits.own-cell",
    about: "Visits to the cell that the person is a member of.",
    basis: Basis::From("`visits`"),
    keys: &[must("counts", Flag, "whether they count").like("false")],
};

static VISIT_PART_TIME: Table = Table {
    name: "visits.part-time",
    about: "What a person owes who is assigned for a part of the stretch only.",
    basis: Basis::From("`visits`"),
    keys: &[must(
        "owes",
        Words(&PartTime::WORDS),
        "the `whole` minimum; its `share` by months, rounded up; or the text does not say and it is `open`",
    )
    .like("open")],
};

static VISIT_HARD_CELLS: Table = Table {
    name: "visits.hard-cells",
    about: "Visits that are due in hard cells: those whose fact `hard` is yes.",
    basis: Basis::From("`visits`"),
    keys: &[must("per", Words(&Stretch::WORDS), "one in every such stretch of the calendar").like("month")],
};

static VISIT_LEVEL: Table = Table {
    name: "visits.level",
    about: "A level of committee members that the shared vocabulary does not have.",
    basis: Basis::None,
    keys: &[
        must("id", Id, "the word of `minimum` and of records").like("central"),
        may("vi", List(&Text), "none", "Vietnamese texts that records may have for it; the first is its title for readers")
            .like("[\"Cấp trung ương\"]"),
        may("en", List(&Text), "none", "English texts").like("[\"Central\"]"),
    ],
};
