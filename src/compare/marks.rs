//! What an entry is known by, the surest first.

use super::pairs::Text;
use crate::outline::{Entry, Key, Kind, Value};

/// What an entry is known by; `None` where it lacks that.
pub(super) type Mark = fn(&Text<'_, '_>, usize) -> Option<String>;

/// The marks of entries of a kind. Forms, groups and leaves have theirs where sheets are paired.
pub(super) fn marks(kind: Kind) -> &'static [Mark] {
    match kind {
        Kind::Regulation
        | Kind::Time
        | Kind::Attendance
        | Kind::Due
        | Kind::DuePlan
        | Kind::MeetingQuality
        | Kind::Rounding
        | Kind::FromMeetings
        | Kind::Unscored
        | Kind::Transition
        | Kind::Lineage
        | Kind::OutsideQuota
        | Kind::SpecialPercent
        | Kind::SmallGroups
        | Kind::WarnOver
        | Kind::Visits
        | Kind::VisitCells
        | Kind::VisitKinds
        | Kind::OwnCell
        | Kind::PartTime
        | Kind::HardCells => &[alone],
        Kind::LeftOut
        | Kind::QuotaPart
        | Kind::Sign
        | Kind::PeriodLevel
        | Kind::Grade
        | Kind::VisitMinimum
        | Kind::VisitLevel
        | Kind::Fact
        | Kind::Reading
        | Kind::Gap
        | Kind::Source => &[id],
        Kind::Measure | Kind::Tally => &[id, reads, title],
        Kind::Criterion => &[id, facts, title],
        Kind::Level => &[id, title],
        Kind::Gate | Kind::RankingKey => &[id, reads, title],
        Kind::Quota => &[id, level, title],
        Kind::Award => &[id, title],
        Kind::DueException | Kind::Exception | Kind::Condition | Kind::NotApplicable => &[reads, facts, title],
        Kind::Corresponds => &[other_leaf],
        Kind::Period => &[period],
        Kind::Row => &[criterion, full, points, open_end, alone],
        Kind::Form | Kind::Group | Kind::Leaf => &[],
    }
}

/// Nothing: what is left is paired in order.
pub(super) fn alone(_: &Text<'_, '_>, _: usize) -> Option<String> {
    Some(String::new())
}

pub(super) fn id(text: &Text<'_, '_>, position: usize) -> Option<String> {
    text.entry(position).map(|entry| entry.id.clone())
}

/// The title without case, marks and punctuation.
pub(super) fn title(text: &Text<'_, '_>, position: usize) -> Option<String> {
    text.title(position).map(str::to_owned)
}

pub(super) fn id_and_title(text: &Text<'_, '_>, position: usize) -> Option<String> {
    Some(format!("{} {}", id(text, position)?, title(text, position)?))
}

/// The condition, measure or column as it is written.
pub(super) fn reads(text: &Text<'_, '_>, position: usize) -> Option<String> {
    let entry = text.entry(position)?;
    let parts: Vec<String> = read_by(entry).map(|value| value.exact().split_whitespace().collect()).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// The columns of records that go in, whatever is done with them.
pub(super) fn facts(text: &Text<'_, '_>, position: usize) -> Option<String> {
    let facts = &text.regulation.vocabulary.facts;
    let mut ids: Vec<&str> = Vec::new();
    for value in read_by(text.entry(position)?) {
        let slots: Vec<usize> = match value {
            Value::Condition(condition) => condition.slots().to_vec(),
            Value::Quantities(quantities) => quantities.iter().flat_map(|of| of.slots()).copied().collect(),
            Value::Facts(own) => {
                ids.extend(own.iter().map(|fact| fact.id.as_str()));
                Vec::new()
            }
            _ => Vec::new(),
        };
        ids.extend(slots.iter().filter_map(|slot| facts.get(*slot)).map(|fact| fact.id.as_str()));
    }
    ids.sort_unstable();
    ids.dedup();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(super) fn id_and_facts(text: &Text<'_, '_>, position: usize) -> Option<String> {
    Some(format!("{} {}", id(text, position)?, facts(text, position)?))
}

fn read_by<'e, 'a>(entry: &'e Entry<'a>) -> impl Iterator<Item = &'e Value<'a>> {
    [Key::When, Key::Of, Key::Facts].into_iter().filter_map(|key| entry.get(key))
}

fn level(text: &Text<'_, '_>, position: usize) -> Option<String> {
    text.entry(position)?.get(Key::Level).map(Value::exact)
}

fn period(text: &Text<'_, '_>, position: usize) -> Option<String> {
    text.entry(position)?.get(Key::Period).map(Value::exact)
}

fn other_leaf(text: &Text<'_, '_>, position: usize) -> Option<String> {
    let entry = text.entry(position)?;
    let part = |key| entry.get(key).map(Value::exact);
    Some(format!("{} {}", part(Key::OtherRegulation)?, part(Key::OtherLeaf)?))
}

/// What a row of points asks of its measure; of a chosen one its words.
fn criterion(text: &Text<'_, '_>, position: usize) -> Option<String> {
    let entry = text.entry(position)?;
    let asked = [Key::In, Key::Is, Key::When].into_iter().find_map(|key| entry.get(key));
    asked.map(Value::exact).or_else(|| title(text, position))
}

/// The row that gives all points, however many they are.
fn full(text: &Text<'_, '_>, position: usize) -> Option<String> {
    let leaf = text.around(position, &[Kind::Leaf]).and_then(|leaf| text.entry(leaf))?;
    let points = text.entry(position)?.get(Key::Points)?.exact();
    (leaf.get(Key::Maximum)?.exact() == points).then(|| "full".to_owned())
}

fn points(text: &Text<'_, '_>, position: usize) -> Option<String> {
    text.entry(position)?.get(Key::Points).map(Value::exact)
}

/// The row without an upper or lower limit.
fn open_end(text: &Text<'_, '_>, position: usize) -> Option<String> {
    match text.entry(position)?.get(Key::In)? {
        Value::Interval(interval, _) if interval.low.is_none() => Some("low".to_owned()),
        Value::Interval(interval, _) if interval.high.is_none() => Some("high".to_owned()),
        _ => None,
    }
}
