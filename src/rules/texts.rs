//! The texts of a run, and which of them judges a meeting: the one in force on its day.

use super::{Header, Regulation, shipped};
use crate::base::{Day, Period};

/// One or several regulations, the earlier first, so that the order in which they were named does not matter.
#[derive(Clone, Debug)]
pub struct Texts {
    texts: Vec<Text>,
    /// Ids of those that were named and judge no day.
    others: Vec<String>,
    on_request: bool,
    /// What the records themselves name, where something else was asked for.
    of_records: Option<Box<Texts>>,
}

/// A regulation and the days whose meetings it judges.
#[derive(Clone, Debug)]
pub struct Text {
    /// The regulation.
    pub regulation: Regulation,
    /// First day whose meetings it judges; open when `None`.
    pub first: Option<Day>,
    /// Last day whose meetings it judges; open when `None`.
    pub last: Option<Day>,
    /// First and last day in force; a text may be in force while the one before it still judges the meetings.
    in_force: (Option<Day>, Option<Day>),
    /// The shipped regulation that replaced it.
    pub successor: Option<Header>,
}

/// Who judges the meetings of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judging {
    /// This text.
    One(usize),
    /// No text is in force.
    None,
    /// These two are both in force, and perhaps more.
    Several(usize, usize),
}

impl Texts {
    /// One regulation for all days, whenever it is in force.
    pub fn on_request(regulation: Regulation) -> Texts {
        Texts { texts: vec![Text::of(regulation)], others: Vec::new(), on_request: true, of_records: None }
    }

    /// No text at all.
    pub const NONE: &Texts = &Texts { texts: Vec::new(), others: Vec::new(), on_request: false, of_records: None };

    /// Each regulation for the days on which it is in force.
    pub fn by_day(regulations: Vec<Regulation>) -> Texts {
        let mut texts: Vec<Text> = regulations.into_iter().map(Text::of).collect();
        texts.sort_by(|a, b| (a.first, &a.regulation.header.id).cmp(&(b.first, &b.regulation.header.id)));
        for new in 0..texts.len() {
            take_over(&mut texts, new);
        }
        Texts { texts, others: Vec::new(), on_request: false, of_records: None }
    }

    /// Only those that judge a day of the period or are in force on one; all of them where none judges.
    pub fn within(mut self, period: Period) -> Texts {
        if !self.on_request && self.texts.iter().any(|text| text.days_in(period) > 0) {
            let matters = |text: &Text| text.days_in(period) > 0 || overlap(text.in_force, period) > 0;
            let others = self.texts.iter().filter(|text| !matters(text));
            self.others = others.map(|text| text.regulation.header.id.clone()).collect();
            self.texts.retain(matters);
        }
        self
    }

    /// Ids of texts that were named and have nothing to say of the period; records may have columns for them.
    pub fn others(&self) -> &[String] {
        &self.others
    }

    /// All, the earlier first; at least one.
    pub fn all(&self) -> &[Text] {
        &self.texts
    }

    /// Whether the only text judges all days because that was asked for.
    pub fn is_on_request(&self) -> bool {
        self.on_request
    }

    /// Judges records that name other texts for themselves: a result that was recorded without a regulation belongs to those.
    pub fn over_records_of(self, named: Texts) -> Texts {
        Texts { of_records: Some(Box::new(named)), ..self }
    }

    /// Whether a recorded result that names no regulation may be one under this text.
    pub fn may_own_results(&self, text: usize) -> bool {
        self.id(text).is_some_and(|id| match &self.of_records {
            Some(named) => named.texts.iter().any(|other| other.regulation.header.id == id),
            None => true,
        })
    }

    /// Whether a result that was recorded for a meeting of that day, without naming a regulation, is one under this text: the text in
    /// force on the day is meant, among those that the records name.
    pub fn owns_results(&self, text: usize, day: Day) -> bool {
        match &self.of_records {
            Some(named) => named.on(day).is_some_and(|judging| named.id(judging) == self.id(text)),
            None => !self.on_request || self.texts.get(text).is_some_and(|text| text.is_in_force(day)),
        }
    }

    fn id(&self, text: usize) -> Option<&str> {
        self.texts.get(text).map(|text| text.regulation.header.id.as_str())
    }

    /// Who judges the meetings of a day.
    #[inline]
    pub fn judging(&self, day: Day) -> Judging {
        if self.on_request {
            return Judging::One(0);
        }
        let mut found = Judging::None;
        for (position, text) in self.texts.iter().enumerate() {
            if text.judges(day) {
                found = match found {
                    Judging::None => Judging::One(position),
                    Judging::One(first) | Judging::Several(first, _) => return Judging::Several(first, position),
                };
            }
        }
        found
    }

    /// What to name so that a day has its text, as a line of `chibo.toml`: these, and what came before or after them.
    pub fn with_neighbour(&self, day: Day) -> String {
        let mut ids: Vec<&str> = self.texts.iter().map(|text| text.regulation.header.id.as_str()).collect();
        let (before, after): (Vec<&Text>, Vec<&Text>) =
            self.texts.iter().partition(|text| text.last.is_some_and(|last| last < day));
        let later = before.last().and_then(|text| text.successor.as_ref()).map(|header| header.id.as_str());
        let earlier = after.first().map(|text| text.regulation.header.replaces.as_str()).filter(|id| !id.is_empty());
        ids.extend(later.into_iter().chain(earlier).filter(|id| !ids.contains(id)).collect::<Vec<&str>>());
        let names: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
        let more = if names.len() > self.texts.len() { "" } else { ", …" };
        format!("rules = [{}{more}]", names.join(", "))
    }

    /// The text that judges a day, where it is one.
    pub fn on(&self, day: Day) -> Option<usize> {
        match self.judging(day) {
            Judging::One(text) => Some(text),
            _ => None,
        }
    }
}

impl Text {
    fn of(regulation: Regulation) -> Text {
        let (first, last) = (regulation.header.first_day, regulation.header.last_day);
        let successor = shipped::successor(&regulation.header.id);
        Text { regulation, first, last, in_force: (first, last), successor }
    }

    /// Whether it judges the meetings of a day.
    #[inline]
    pub fn judges(&self, day: Day) -> bool {
        holds((self.first, self.last), day)
    }

    /// Whether it is in force on a day, whoever judges its meetings.
    pub fn is_in_force(&self, day: Day) -> bool {
        holds(self.in_force, day)
    }

    /// How many days of a period it judges.
    pub fn days_in(&self, period: Period) -> i64 {
        overlap((self.first, self.last), period)
    }
}

#[inline]
fn holds((first, last): (Option<Day>, Option<Day>), day: Day) -> bool {
    first.is_none_or(|first| day >= first) && last.is_none_or(|last| day <= last)
}

/// How many days of a period lie between two days.
fn overlap((own_first, own_last): (Option<Day>, Option<Day>), period: Period) -> i64 {
    let (Some(first), Some(last)) = (period.first.first_day(), period.last.last_day()) else { return 0 };
    let first = own_first.map_or(first, |own| own.max(first));
    let last = own_last.map_or(last, |own| own.min(last));
    (last.number() - first.number() + 1).max(0)
}

/// A text ends what it replaces: the day before its own first day where the other's last day is open, or as its transitional clause says.
fn take_over(texts: &mut [Text], new: usize) {
    let Some(text) = texts.get(new) else { return };
    let header = &text.regulation.header;
    let until = text.regulation.transition.as_ref().and_then(|transition| transition.meetings_until);
    let (first, replaces) = (header.first_day, header.replaces.clone());
    let header = header.clone();
    let Some(old) = texts.iter_mut().find(|old| !replaces.is_empty() && old.regulation.header.id == replaces) else { return };
    old.successor = Some(header);
    old.in_force.1 = old.in_force.1.or(first.and_then(Day::previous));
    old.last = until.or(old.in_force.1);
    if let (Some(until), Some(text)) = (until, texts.get_mut(new)) {
        text.first = until.next();
    }
}
