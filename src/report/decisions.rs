//! Decisions of competent bodies beside what is computed: columns, tables, lines and notices.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::explain::Line;
use super::notice::Notice;
use super::{Audience, Column, Field, Table, day};
use crate::assess::Meetings;
use crate::assess::decision::{Cause, Decided, Settled, State, Version, level_of};
use crate::base::Day;
use crate::diagnostic::Place;
use crate::records::{CellIndex, Computed, Subject};
use crate::rules::{Level, Regulation};
use crate::words::{Lang, Word, fill};

/// All decisions of a run, with the texts whose levels they speak of.
#[derive(Clone, Copy)]
pub struct Beside<'a> {
    /// The decisions.
    pub decided: &'a Decided<'a>,
    /// Meetings, whose texts give the level of meeting quality.
    pub meetings: &'a Meetings<'a>,
    /// The text that gives the year-end level.
    pub year: Option<&'a Regulation>,
}

impl<'a> Beside<'a> {
    /// Whether readers are shown a column for decisions on a level.
    pub(super) fn has(self, subject: Subject) -> bool {
        self.decided.has(subject)
    }

    /// The level that is decided for a cell, where that stands.
    pub(super) fn level(self, cell: CellIndex, subject: Subject) -> Option<&'a str> {
        self.decided.last(cell, subject)?.level()
    }

    fn named(self, subject: Subject, id: &str) -> Option<&'a Level> {
        level_of(self.meetings, self.year, subject, id)
    }

    fn short(self, subject: Subject, id: &str) -> String {
        let level = self.named(subject, id);
        match subject {
            Subject::YearEnd => level.map_or(id, |level| &level.short),
            Subject::MeetingQuality => level.map_or(id, |level| &level.title),
        }
        .to_owned()
    }

    /// A level as it is computed, for readers.
    pub(super) fn computed(self, subject: Subject, computed: &Computed, lang: Lang) -> String {
        match computed {
            Computed::Level(id) => self.short(subject, id),
            Computed::Undecided => Word::ComputedUndecided.text(lang).to_owned(),
            Computed::Open => Word::ComputedOpen.text(lang).to_owned(),
        }
    }

    /// What readers are told of the decision on a level: `HT (12-QĐ/ĐU)`; of one that does not stand also why.
    pub(super) fn shown(self, cell: CellIndex, subject: Subject, lang: Lang) -> Field<'a> {
        let Some(Settled { decision, state, .. }) = self.decided.last(cell, subject) else { return Field::word("", "") };
        let level = self.short(subject, &decision.decided);
        Field::word("", decided_text((&level, &decision.document), *state, decision.until, lang))
    }

    /// A level with the decision on it below, for readers.
    pub(super) fn under(self, computed: Field<'a>, (cell, subject): (CellIndex, Subject), lang: Lang) -> Field<'a> {
        let decided = self.shown(cell, subject, lang).shown(lang);
        if decided.is_empty() {
            return computed;
        }
        let below = fill(Word::DecidedBelow.text(lang), &[("level", &decided)]);
        let shown = format!("{}\n{below}", computed.shown(lang));
        Field::word(computed.machine().unwrap_or_default(), shown)
    }

    /// The fields of [`columns`].
    pub(super) fn fields(self, cell: CellIndex, subject: Subject) -> [Field<'a>; 4] {
        let Some(settled) = self.decided.last(cell, subject) else { return [const { Field::None }; 4] };
        let decision = settled.decision;
        [
            settled.level().map_or(Field::None, Field::text),
            Field::text(decision.document.as_str()),
            Field::Day(decision.day),
            Field::text(settled.state.word()),
        ]
    }

    /// Every decision with its state; none where there is no decision.
    pub(super) fn table(self, lang: Lang) -> Option<Table<'a>> {
        let columns = vec![
            Column::both("cell", Word::CellCode.text(lang)),
            Column::machine("period"),
            Column::both("subject", Word::DecisionSubject.text(lang)),
            Column::both("computed", Word::DecisionComputed.text(lang)),
            Column::machine("computed_now"),
            Column::both("decided", Word::DecidedLevel.text(lang)),
            Column::machine("authority"),
            Column::both("document", Word::DecisionDocument.text(lang)),
            Column::both("date", Word::DecisionDate.text(lang)),
            Column::machine("signer"),
            Column::both("reason", Word::WhyColumn.text(lang)),
            Column::machine("until"),
            Column::machine("supersedes"),
            Column::machine("superseded_by"),
            Column::both("state", Word::DecisionState.text(lang)),
            Column::machine("file"),
            Column::machine("row"),
        ];
        let row = move |position: usize, _: Audience| {
            self.decided.all.get(position).map_or_else(Vec::new, |settled| self.row(settled, lang))
        };
        let len = self.decided.all.len();
        let title = Word::DecisionsTitle.text(lang).to_owned();
        (len > 0).then(|| Table { id: "decisions", title, columns, len, row: Box::new(row) })
    }

    fn row(self, settled: &'a Settled<'a>, lang: Lang) -> Vec<Field<'a>> {
        let Settled { decision, state, now } = settled;
        let subject = decision.subject;
        let then = self.computed(subject, &decision.computed, lang);
        let computed = if *now == decision.computed {
            then
        } else {
            format!("{then}\n{}", fill(Word::ComputedNow.text(lang), &[("level", &self.computed(subject, now, lang))]))
        };
        let until = decision.until.map(|until| fill(Word::DecisionEnds.text(lang), &[("day", &day(until, lang))]));
        let date = [Some(day(decision.day, lang)), Some(decision.signer.clone()), until];
        let replaced = decision.superseded_by.as_ref().filter(|_| *state == State::Superseded);
        let state_text = match replaced {
            Some(next) => format!("{}: {}", state_word(*state).text(lang), next.document),
            None => state_word(*state).text(lang).to_owned(),
        };
        let or_none = |text: Option<&'a str>| text.map_or(Field::None, Field::text);
        vec![
            Field::text(self.meetings.cells.code(decision.cell)),
            Field::text(decision.period.to_string()),
            Field::word(subject.word(), format!("{} {}", subject_word(subject).text(lang), decision.period)),
            Field::word(decision.computed.word(), computed),
            Field::text(now.word()),
            Field::word(decision.decided.as_str(), self.short(subject, &decision.decided)),
            Field::text(decision.authority.as_str()),
            Field::word(decision.document.as_str(), format!("{}\n{}", decision.document, decision.authority)),
            Field::word(decision.day.to_string(), date.into_iter().flatten().collect::<Vec<String>>().join("\n")),
            Field::text(decision.signer.as_str()),
            Field::text(decision.reason.as_str()),
            decision.until.map_or(Field::None, Field::Day),
            or_none(decision.supersedes.as_deref()),
            or_none(decision.superseded_by.as_ref().map(|next| next.document.as_str())),
            Field::word(state.word(), state_text),
            or_none(decision.place.file.as_deref()),
            decision.place.row.map_or(Field::None, Field::Count),
        ]
    }

    /// The versions of every year-end level that has more than one; none where no level has.
    pub(super) fn versions(
        self,
        versions: &'a BTreeMap<CellIndex, Vec<Version<'a>>>,
        year: i32,
        lang: Lang,
    ) -> Option<Table<'a>> {
        let columns = vec![
            Column::both("cell", Word::CellCode.text(lang)),
            Column::machine("year"),
            Column::both("version", Word::VersionNumber.text(lang)).right(),
            Column::both("since", Word::VersionSince.text(lang)),
            Column::both("computed", Word::DecisionComputed.text(lang)),
            Column::both("level", Word::VersionLevel.text(lang)),
            Column::both("because", Word::VersionBecause.text(lang)),
            Column::both("superseded_by", Word::VersionSupersededBy.text(lang)).right(),
        ];
        let rows: Vec<(CellIndex, usize, usize, &Version<'_>)> = versions
            .iter()
            .flat_map(|(cell, all)| all.iter().enumerate().map(|(at, version)| (*cell, at + 1, all.len(), version)))
            .collect();
        let len = rows.len();
        let count = |number: usize| Field::Count(u64::try_from(number).unwrap_or(0));
        let row = move |position: usize, _: Audience| {
            let Some((cell, number, of, version)) = rows.get(position) else { return Vec::new() };
            let level =
                |computed: &Computed| Field::word(computed.word().to_owned(), self.computed(Subject::YearEnd, computed, lang));
            let because = version.because.iter();
            let machine: Vec<String> = because.clone().map(|cause| self.cause_word(cause)).collect();
            let shown: Vec<String> = because.map(|cause| self.cause(cause, *cell, lang)).collect();
            vec![
                Field::text(self.meetings.cells.code(*cell)),
                count(usize::try_from(year).unwrap_or(0)),
                count(*number),
                version.since.map_or(Field::None, Field::Day),
                level(&version.computed),
                level(&version.level()),
                Field::word(machine.join("; "), shown.join("\n")),
                if number < of { count(number + 1) } else { Field::None },
            ]
        };
        let title = Word::VersionsTitle.text(lang).to_owned();
        (len > 0).then(|| Table { id: "versions", title, columns, len, row: Box::new(row) })
    }

    /// `discipline B 3-QĐ discipline.csv:4`.
    fn cause_word(self, cause: &Cause<'_>) -> String {
        match cause {
            Cause::Discipline(cell, document, at) => {
                joined(&["discipline", self.meetings.cells.code(*cell), document, &place(at)])
            }
            Cause::Decision(decision) => format!("decision {} {}", decision.document, place(&decision.place)),
            Cause::Rejected(next) => joined(&["rejected", &next.document, &place(&next.place)]),
            Cause::Lapse(decision) => format!("lapse {} {}", decision.document, place(&decision.place)),
        }
    }

    fn cause(self, cause: &Cause<'_>, own: CellIndex, lang: Lang) -> String {
        let (word, document, at) = match cause {
            Cause::Discipline(cell, document, at) if *cell == own => (Word::CauseDiscipline, document, at),
            Cause::Discipline(_, document, at) => (Word::CauseDisciplineElsewhere, document, at),
            Cause::Decision(decision) => (Word::CauseDecision, &decision.document, &decision.place),
            Cause::Rejected(next) => (Word::CauseRejected, &next.document, &next.place),
            Cause::Lapse(decision) => (Word::CauseLapse, &decision.document, &decision.place),
        };
        let cell = if let Cause::Discipline(cell, _, _) = cause { self.meetings.cells.code(*cell) } else { "" };
        let text = fill(word.text(lang), &[("document", document), ("cell", cell)]);
        format!("{} ({})", text.split_whitespace().collect::<Vec<&str>>().join(" "), short_place(at))
    }

    /// Every decision on a level, the one that stands last.
    pub(super) fn lines(self, (cell, subject): (CellIndex, Subject), depth: usize, lines: &mut Vec<Line>, lang: Lang) {
        let own = |settled: &&Settled<'_>| settled.decision.cell == cell && settled.decision.subject == subject;
        for Settled { decision, state, now } in self.decided.all.iter().filter(own) {
            let then = self.computed(subject, &decision.computed, lang);
            let mut parts = vec![
                format!("{then} → {}: {}", self.short(subject, &decision.decided), state_word(*state).text(lang)),
                decision.authority.clone(),
                fill(Word::DecisionSigned.text(lang), &[("day", &day(decision.day, lang)), ("signer", &decision.signer)]),
            ];
            if *state == State::Stale {
                let now = self.computed(subject, now, lang);
                parts.insert(1, fill(Word::ComputedNow.text(lang), &[("level", &now)]));
            }
            if let Some(next) = decision.superseded_by.as_ref().filter(|_| *state == State::Superseded) {
                parts.insert(1, fill(Word::DecisionReplacedBy.text(lang), &[("document", &next.document)]));
            }
            parts.extend(decision.until.map(|until| fill(Word::DecisionUntil.text(lang), &[("day", &day(until, lang))])));
            parts.push(fill(Word::DecisionReason.text(lang), &[("reason", &decision.reason)]));
            // Where everything stands in one line, so does its name.
            let item = fill(Word::DecisionItem.text(lang), &[("document", &decision.document)]);
            lines.push(Line {
                depth,
                kind: "decision",
                id: decision.document.clone(),
                value: if depth > 0 { parts.join("; ") } else { format!("{item}: {}", parts.join("; ")) },
                item,
                branch: state.word().to_owned(),
                file: decision.place.file.as_ref().map_or_else(String::new, ToString::to_string),
                row: decision.place.row,
                ..Line::default()
            });
        }
    }

    /// How many decisions there are, of which states, and what they do not change.
    pub(super) fn notices(self, lang: Lang) -> Vec<Notice> {
        let mut all = Vec::new();
        all.extend(as_of(self.decided, lang));
        let total = self.decided.all.len();
        if total > 0 {
            let values = [("count", total.to_string()), ("list", states(self.decided, lang))];
            let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
            all.push(Notice { code: "decisions", text: fill(Word::DecisionsNotice.text(lang), &values) });
        }
        if self.year.is_some_and(|year| !year.layout.quality.is_empty()) && self.has(Subject::MeetingQuality) {
            all.push(Notice { code: "decision-not-fed", text: Word::DecisionNotFedNotice.text(lang).to_owned() });
        }
        all
    }
}

/// As of which day a result is, where one is asked for.
pub(super) fn as_of(decided: &Decided<'_>, lang: Lang) -> Option<Notice> {
    let text = |on| fill(Word::AsOfNotice.text(lang), &[("day", &day(on, lang))]);
    decided.as_of.map(|on| Notice { code: "as-of", text: text(on) })
}

/// How many decisions are worth what: `applied 2, superseded 1`.
pub(super) fn states(decided: &Decided<'_>, lang: Lang) -> String {
    let count = |state: State| decided.all.iter().filter(|settled| settled.state == state).count();
    let states = [State::Applied, State::Stale, State::Superseded, State::Lapsed, State::NotYet];
    let counts = states.into_iter().map(|state| (state, count(state))).filter(|(_, count)| *count > 0);
    counts.map(|(state, count)| format!("{} {count}", state_word(state).text(lang))).collect::<Vec<String>>().join(", ")
}

/// The columns of machine formats that tell of the last decision on a level.
pub(super) fn columns(subject: Subject, beside_year: bool) -> [Column; 4] {
    match subject {
        Subject::MeetingQuality if beside_year => [
            "decided_meeting_quality",
            "meeting_quality_decision",
            "meeting_quality_decision_date",
            "meeting_quality_decision_state",
        ],
        _ => ["decided_level", "decision", "decision_date", "decision_state"],
    }
    .map(Column::machine)
}

/// `HT (12-QĐ/ĐU)`; of a decision that does not stand also why, and of one that ends when.
pub(super) fn decided_text((level, document): (&str, &str), state: State, until: Option<Day>, lang: Lang) -> String {
    let mut text = format!("{level} ({document})");
    if state != State::Applied {
        text.push_str(&format!(": {}", state_word(state).text(lang)));
    } else if let Some(until) = until {
        text.push_str(&format!(", {}", fill(Word::DecisionEnds.text(lang), &[("day", &day(until, lang))])));
    }
    text
}

/// What there is, with a space between.
fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<&str>>().join(" ")
}

pub(super) fn state_word(state: State) -> Word {
    match state {
        State::Applied => Word::DecisionApplied,
        State::Stale => Word::DecisionStale,
        State::Superseded => Word::DecisionSuperseded,
        State::Lapsed => Word::DecisionLapsed,
        State::NotYet => Word::DecisionNotYet,
    }
}

fn subject_word(subject: Subject) -> Word {
    match subject {
        Subject::YearEnd => Word::SubjectYearEnd,
        Subject::MeetingQuality => Word::SubjectMeetingQuality,
    }
}

/// `records/discipline.csv:4`.
fn place(at: &Place) -> String {
    let file: Cow<'_, str> = at.file.as_deref().unwrap_or("").into();
    at.row.map_or_else(|| file.to_string(), |row| format!("{file}:{row}"))
}

/// The same without folders, as readers know where they are.
fn short_place(at: &Place) -> String {
    let whole = place(at);
    whole.rsplit('/').next().unwrap_or("").to_owned()
}
