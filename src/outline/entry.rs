//! The entries of an outline.

use super::Value;
use crate::rules::Basis;
use crate::words::Word;

/// A regulation as an ordered tree: every entry stands before the entries inside it.
#[derive(Debug)]
pub struct Outline<'a> {
    /// The entries in the order in which they are read.
    pub entries: Vec<Entry<'a>>,
}

/// One thing that a regulation says.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Where it stands: `form phieu / group 2 / leaf 2.1 / row 3`.
    pub address: String,
    /// 0 for the outermost entries.
    pub depth: usize,
    /// What it is.
    pub kind: Kind,
    /// Its id; what has none is numbered from 1 among its like.
    pub id: String,
    /// Words of the text; empty where it has none.
    pub title: &'a str,
    /// What it fixes, each with its name.
    pub figures: Vec<Figure<'a>>,
    /// Where it stands in the text; `None` where an entry only holds others together.
    pub basis: Option<Basis>,
}

/// A named value.
#[derive(Clone, Debug)]
pub struct Figure<'a> {
    /// Its name.
    pub key: Key,
    /// The value.
    pub value: Value<'a>,
}

impl Outline<'_> {
    /// Positions of the entries right below one.
    pub fn children(&self, position: usize) -> impl Iterator<Item = usize> {
        let depth = self.entries.get(position).map_or(0, |entry| entry.depth);
        let below = self.entries.iter().enumerate().skip(position + 1).take_while(move |(_, entry)| entry.depth > depth);
        below.filter(move |(_, entry)| entry.depth == depth + 1).map(|(position, _)| position)
    }
}

impl<'a> Entry<'a> {
    /// The value of that name.
    pub fn get(&self, key: Key) -> Option<&Value<'a>> {
        self.figures.iter().find(|figure| figure.key == key).map(|figure| &figure.value)
    }
}

macro_rules! named {
    ($(#[$about:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $word:literal $phrase:ident;)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant),* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The stable word of addresses and machine formats.
            pub fn word(self) -> &'static str {
                match self { $($name::$variant => $word),* }
            }

            /// For readers.
            pub fn phrase(self) -> Word {
                match self { $($name::$variant => Word::$phrase),* }
            }
        }
    };
}

named! {
    /// What an entry is.
    Kind {
        /// The regulation itself: its identity.
        Regulation "regulation" EntryRegulation;
        /// When it is in force.
        Time "time" InForce;
        /// Who counts as attending.
        Attendance "attendance" Attendance;
        /// A status left out of both sides of the attendance rate.
        LeftOut "left-out" EntryLeftOut;
        /// Which meetings are due.
        Due "due" DueItem;
        /// A count of rows of records.
        Tally "tally" EntryTally;
        /// Cells that owe other meetings.
        DueException "due-exception" EntryDueException;
        /// A plan that is due every year.
        DuePlan "due-plan" DuePlan;
        /// A named quantity.
        Measure "measure" EntryMeasure;
        /// A score sheet.
        Form "form" EntryForm;
        /// Held meetings that need no score sheet.
        Unscored "unscored" NoSheet;
        /// Where and how a score sheet rounds.
        Rounding "rounding" RoundingItem;
        /// A group of leaves.
        Group "group" EntryGroup;
        /// A single criterion with points.
        Leaf "leaf" Leaf;
        /// An exception that goes before the kind of a leaf.
        Exception "exception" EntryException;
        /// A row of a leaf's table of points.
        Row "row" EntryRow;
        /// A leaf of another regulation whose points may stand in.
        Corresponds "corresponds" CorrespondsTo;
        /// When a leaf does not apply, and what then.
        NotApplicable "not-applicable" NotApplicable;
        /// A word for grades.
        Grade "grade" EntryGrade;
        /// The levels of meeting quality that a yearly regulation understands.
        MeetingQuality "meeting-quality" MeetingQuality;
        /// A graded criterion.
        Criterion "criterion" EntryCriterion;
        /// The grade that a level of meeting quality gives.
        FromMeetings "from-meetings" FromMeetings;
        /// A level.
        Level "level" Level;
        /// A condition of a level.
        Condition "condition" EntryCondition;
        /// What moves a level after it has been reached.
        Gate "gate" EntryGate;
        /// How the meetings of a period give a level.
        Period "period" EntryPeriod;
        /// When the meetings of a period give this level.
        PeriodLevel "period-level" EntryPeriodLevel;
        /// How it takes over from the text it replaced.
        Transition "transition" EntryTransition;
        /// What becomes of the results of a cell that another one succeeds.
        Lineage "lineage" EntryLineage;
        /// When a count is a sign of something done for form's sake.
        Sign "sign" EntrySign;
        /// At most so many of a level.
        Quota "quota" QuotaPlace;
        /// One part of how a quota is read.
        QuotaPart "quota-part" EntryQuotaPart;
        /// What ranks those who compete for places.
        RankingKey "ranking-key" EntryRankingKey;
        /// Which units stand outside a quota.
        OutsideQuota "leaves-out" EntryOutsideQuota;
        /// A higher percent for units with stated grounds.
        SpecialPercent "special" EntrySpecial;
        /// What holds for groups that are too small for a percent.
        SmallGroups "small-groups" EntrySmallGroups;
        /// A share of a group over which it is marked.
        WarnOver "warn-over" EntryWarnOver;
        /// What the first of their groups are given.
        Award "award" Award;
        /// How often committee members attend cells.
        Visits "visits" EntryVisits;
        /// How many visits a person of a level owes.
        VisitMinimum "visit-minimum" EntryVisitMinimum;
        /// Visits to which cells count.
        VisitCells "visit-cells" EntryVisitCells;
        /// Visits to which kinds of meetings count.
        VisitKinds "visit-kinds" EntryVisitKinds;
        /// Visits to a person's own cell.
        OwnCell "own-cell" EntryOwnCell;
        /// Who is assigned for a part of the time only.
        PartTime "part-time" EntryPartTime;
        /// Visits that are due in hard cells.
        HardCells "hard-cells" EntryHardCells;
        /// A level of committee members that the regulation adds.
        VisitLevel "visit-level" EntryVisitLevel;
        /// A column of records that the regulation adds.
        Fact "fact" EntryFact;
        /// What nobody could read or settle yet.
        Gap "gap" EntryGap;
        /// How an unclear clause is read.
        Reading "reading" EntryReading;
        /// Where figures come from.
        Source "source" EntrySource;
    }
}

named! {
    /// The name of a value.
    Key {
        /// Number of the document.
        Number "number" Number;
        /// Who issued it.
        Issuer "issuer" Issuer;
        /// Day of issue.
        Issued "issued" KeyIssued;
        /// Meetings or years.
        Scope "scope" KeyScope;
        /// What it replaced.
        Replaces "replaces" KeyReplaces;
        /// Its own warning.
        Notice "notice" KeyNotice;
        /// First day in force.
        FirstDay "first-day" First;
        /// Last day in force.
        LastDay "last-day" Last;
        /// First day of a campaign.
        WindowFirst "window-first-day" KeyWindowFirst;
        /// Last day of a campaign, included.
        WindowLast "window-last-day" KeyWindowLast;
        /// First year.
        FirstYear "first-year" First;
        /// Last year.
        LastYear "last-year" Last;
        /// Statuses that count as attending.
        Attending "attending" KeyAttending;
        /// Statuses that are expected to attend; they follow from what is left out.
        Expected "expected" KeyExpected;
        /// What a quota is a share of.
        Base "base" KeyBase;
        /// Statuses of members.
        Statuses "statuses" MemberStatus;
        /// As which level a due meeting counts that was not received.
        NotReceived "not-received" KeyNotReceived;
        /// As which level a meeting counts that was not held.
        NotHeld "not-held" KeyNotHeld;
        /// Month and day by which something is due.
        By "by" KeyBy;
        /// Regular meetings.
        Regular "regular" Regular;
        /// Thematic meetings.
        Thematic "thematic" Thematic;
        /// How a quantity is worked out, or what a table of points looks at.
        Of "of" KeyOf;
        /// When a form applies.
        Applies "applies" KeyApplies;
        /// Points at most.
        Maximum "maximum" Max;
        /// Where rounding happens.
        At "at" KeyAt;
        /// Multiples of this only.
        Step "step" KeyStep;
        /// Which way it rounds.
        Mode "mode" RoundingItem;
        /// How points come about.
        Way "way" KeyWay;
        /// Columns of records that it reads.
        Facts "facts" KeyFacts;
        /// A condition.
        When "when" KeyWhen;
        /// Where a measure or the points must lie.
        In "in" KeyIn;
        /// Which word a measure must be.
        Is "is" KeyIs;
        /// Points.
        Points "points" TotalPoints;
        /// A grade.
        Grade "grade" KeyGrade;
        /// How far points on top of the maxima count.
        Bonus "bonus" KeyBonus;
        /// What points taken away are taken from.
        Penalty "penalty" KeyPenalty;
        /// Points before anything has occurred.
        Start "start" KeyStart;
        /// Points of each occurrence.
        Each "each" KeyEach;
        /// Never fewer points.
        AtLeast "at-least" KeyAtLeast;
        /// Never more points.
        AtMost "at-most" KeyAtMost;
        /// The share from which on all points are given.
        FullAt "full-at" KeyFullAt;
        /// Id of a regulation.
        OtherRegulation "regulation" EntryRegulation;
        /// Id of a leaf of another regulation.
        OtherLeaf "leaf" Leaf;
        /// What becomes of the points of what does not apply.
        Policy "policy" KeyPolicy;
        /// Which table of records.
        Records "records" KeyRecords;
        /// The date that decides to which year something counts.
        CountsBy "counts-by" KeyCountsBy;
        /// What counts once however often it occurs.
        Distinct "distinct" KeyDistinct;
        /// Which criteria a tag joins.
        Tags "tags" KeyTags;
        /// Words, best first.
        Words "words" KeyWords;
        /// What each word gives.
        Table "table" KeyTable;
        /// What a gate does.
        Effect "effect" KeyEffect;
        /// By how many levels a gate lowers.
        Drop "drop" KeyDrop;
        /// Where a unit lands that lacks the conditions of a level.
        Otherwise "otherwise" KeyOtherwise;
        /// Which periods.
        Period "period" KeyPeriod;
        /// Which meetings count.
        Meetings "meetings" KeyMeetings;
        /// Which text gives the level of a year that stands under two.
        YearBy "year" PeriodJudge;
        /// What holds after a change of name.
        Rename "rename" ChangeRename;
        /// What holds after cells have joined.
        Merge "merge" ChangeMerge;
        /// What holds for a part of a cell.
        Split "split" ChangeSplit;
        /// What holds under another committee.
        Transfer "transfer" ChangeTransfer;
        /// Last day whose meetings the replaced text judges.
        MeetingsUntil "meetings-until" KeyMeetingsUntil;
        /// Which sign.
        Sign "sign" EntrySign;
        /// Fewer meetings do not matter.
        MeetingsAtLeast "meetings-at-least" KeyMeetingsAtLeast;
        /// Points by which two scores may lie apart.
        PointsAtMost "points-at-most" KeyPointsAtMost;
        /// Which level.
        Level "level" Level;
        /// Whether something counts.
        Counts "counts" KeyCounts;
        /// What somebody owes.
        Owes "owes" KeyOwes;
        /// A share of a whole.
        Percent "percent" KeyPercent;
        /// Units are compared within these.
        Grouping "grouping" KeyGrouping;
        /// Awards of which a unit has only one.
        NotWith "not-with" KeyNotWith;
        /// How many units.
        Places "places" KeyPlaces;
        /// Which end goes first.
        Order "order" KeyOrder;
        /// What becomes of units that are equal at the cut.
        Ties "ties" KeyTies;
        /// Fewer than so many.
        Under "under" KeyUnder;
        /// What then.
        Then "then" KeyEffect;
        /// What a breach means.
        Breach "breach" KeyBreach;
        /// What the text leaves open.
        Open "open" LeftOpen;
        /// What would fill a gap.
        Needs "needs" KeyNeeds;
        /// Other ways to read a clause.
        Alternatives "alternatives" KeyAlternatives;
        /// What it is laid over.
        Extends "extends" KeyExtends;
        /// What was chosen.
        Chosen "chosen" Chosen;
        /// Where it can be read.
        Address "url" KeyAddress;
        /// Form of a column's values.
        Type "type" KeyType;
    }
}

impl Kind {
    /// Whether entries without an id are told apart by their place among their like; others stand alone.
    pub fn is_numbered(self) -> bool {
        matches!(
            self,
            Kind::DueException
                | Kind::Exception
                | Kind::Row
                | Kind::Corresponds
                | Kind::NotApplicable
                | Kind::Condition
                | Kind::Period
        )
    }
}

/// Entries as they are added.
#[derive(Default)]
pub(super) struct Builder<'a> {
    entries: Vec<Entry<'a>>,
    around: Vec<usize>,
}

impl<'a> Builder<'a> {
    /// Adds an entry; one of a numbered kind without an id is numbered among its like.
    pub(super) fn entry(&mut self, kind: Kind, id: &str, title: &'a str, basis: Option<Basis>) -> &mut Builder<'a> {
        let around = self.around.last().and_then(|position| self.entries.get(*position));
        let (around, depth) = around.map_or((String::new(), 0), |entry| (entry.address.clone() + " / ", entry.depth + 1));
        let first = self.around.last().map_or(0, |position| position + 1);
        let like = self.entries.iter().skip(first).filter(|entry| entry.depth == depth && entry.kind == kind).count();
        let id = if id.is_empty() && kind.is_numbered() { (like + 1).to_string() } else { id.to_owned() };
        let address = format!("{around}{} {id}", kind.word());
        let address = address.trim_end().to_owned();
        self.entries.push(Entry { address, depth, kind, id, title, figures: Vec::new(), basis });
        self
    }

    /// Adds a value to the last entry; an absent one is left out.
    pub(super) fn figure(&mut self, key: Key, value: impl Into<Option<Value<'a>>>) -> &mut Builder<'a> {
        if let (Some(value), Some(entry)) = (value.into(), self.entries.last_mut()) {
            entry.figures.push(Figure { key, value });
        }
        self
    }

    /// What is added within stands inside the last entry.
    pub(super) fn inside(&mut self, add: impl FnOnce(&mut Builder<'a>)) {
        self.around.push(self.entries.len().saturating_sub(1));
        add(self);
        self.around.pop();
    }

    pub(super) fn finish(self) -> Outline<'a> {
        Outline { entries: self.entries }
    }
}
