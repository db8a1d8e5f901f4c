//! A quota or an award by itself: how many places there are and why, who competes, where the cut is, who stands outside.

use super::decisions::Beside;
use super::explain::{Depth, Line};
use super::explain_table::{self, citation};
use super::notice::RegulationNote;
use super::places::{self, Contest};
use super::{Field, Report, classify, reason, texts};
use crate::assess::Meetings;
use crate::assess::contest::{Group, Place, Ranked};
use crate::assess::entrant::Opened;
use crate::assess::year::Classification;
use crate::records::{Account, Subject};
use crate::rules::{Basis, Places, Regulation};
use crate::words::{Lang, Word, fill};

/// Which quota or award, and which groups of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Id of the quota or award.
    pub id: String,
    /// The group, in the words of machine formats; all of them where none is named.
    pub group: Option<String>,
}

impl Asked {
    /// From `xs` or `xs:Đảng ủy A`.
    pub fn parse(text: &str) -> Asked {
        let (id, group) = text.split_once(':').map_or((text, None), |(id, group)| (id, Some(group)));
        Asked { id: id.trim().to_owned(), group: group.map(|group| group.trim().to_owned()) }
    }
}

/// What could have been asked for: `xs:Đảng ủy A`, …; the ids alone where none of that id is known.
pub fn known(result: &Classification<'_>, asked: &Asked) -> Vec<String> {
    let all = contests(result, Lang::Vi);
    match all.iter().find(|one| one.id == asked.id) {
        Some(one) => one.groups.iter().map(|group| format!("{}:{}", one.id, places::group_words(group))).collect(),
        None => all.iter().map(|one| one.id.to_owned()).collect(),
    }
}

fn contests<'a>(result: &'a Classification<'_>, lang: Lang) -> Vec<Contest<'a>> {
    let regulation = result.regulation;
    let quotas = regulation.quotas.iter().zip(&result.quotas).map(|(quota, groups)| {
        let what = places::quota_name(regulation, quota, lang);
        Contest { id: quota.id.as_str(), what, places: &quota.places, groups }
    });
    let awards = regulation.awards.iter().zip(&result.awards).map(|(award, groups)| {
        let what = award.title.clone();
        Contest { id: award.id.as_str(), what, places: &award.places, groups }
    });
    quotas.chain(awards).collect()
}

/// The report on a quota or award, with the decisions that stand beside it; `None` where no such group is known, which [`known`] names.
pub fn report<'a>(
    (result, beside): (&'a Classification<'a>, Beside<'a>),
    asked: &Asked,
    depth: Depth,
    accounts: &[Account],
    lang: Lang,
) -> Option<Report<'a>> {
    let meetings = beside.meetings;
    let all = contests(result, lang);
    let (number_of_contest, contest) = all.iter().enumerate().find(|(_, one)| one.id == asked.id)?;
    let is_award = number_of_contest >= result.regulation.quotas.len();
    let is_asked = |group: &&Group| asked.group.as_ref().is_none_or(|name| *name == places::group_words(group));
    let groups: Vec<&Group> = contest.groups.iter().filter(is_asked).collect();
    if groups.is_empty() {
        return None;
    }
    let note = RegulationNote::of(result.regulation, "year");
    let mut notices = texts::year_notices(result, lang);
    notices.extend(note.notices(lang));
    notices.extend(beside.notices(lang));
    let mut lines = Vec::new();
    for group in groups {
        let told = Told { meetings, result, beside, contest, group, is_award, lang };
        match depth {
            Depth::Line => lines.push(told.line()),
            depth => told.lines(depth, &mut lines),
        }
    }
    let year = result.year.to_string();
    let title = fill(Word::QuotaTitleOf.text(lang), &[("what", &contest.what), ("year", &year)]);
    let mut regulations = texts::notes(meetings);
    regulations.push(note);
    let versions = explain_table::versions(&regulations);
    Some(Report {
        id: "explain",
        title,
        regulations,
        notices,
        tables: vec![explain_table::table(lines, depth, versions, lang)],
        on_request: u64::from(result.on_request),
        document: Vec::new(),
        accounts: meetings.accounts.iter().chain(accounts).cloned().collect(),
        lang,
    })
}

struct Told<'a, 'r> {
    meetings: &'a Meetings<'a>,
    result: &'a Classification<'r>,
    beside: Beside<'a>,
    contest: &'a Contest<'a>,
    group: &'a Group,
    is_award: bool,
    lang: Lang,
}

impl Told<'_, '_> {
    fn regulation(&self) -> &Regulation {
        self.result.regulation
    }

    fn places(&self) -> &Places {
        self.contest.places
    }

    fn code(&self, unit: usize) -> &str {
        self.result.cells.get(unit).map_or("", |cell| self.meetings.cells.code(cell.cell))
    }

    fn group_name(&self) -> String {
        places::group_text(self.regulation(), self.places(), self.group, self.lang)
    }

    /// How many have a place, and how many have none.
    fn counts(&self) -> String {
        if self.group.ranked.is_empty() {
            return Word::QuotaNoCandidates.text(self.lang).to_owned();
        }
        let word = if self.is_award { Word::AwardSummary } else { Word::QuotaSummary };
        let count = |place: Place| self.group.count(place).to_string();
        let values = [
            ("candidates", self.group.ranked.len().to_string()),
            ("admitted", count(Place::Admitted)),
            ("undecided", count(Place::Undecided)),
            ("moved", count(Place::MovedDown)),
        ];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fill(word.text(self.lang), &values)
    }

    fn head(&self) -> Line {
        let line = Line {
            kind: if self.is_award { "award" } else { "quota" },
            id: self.contest.id.to_owned(),
            item: format!("{}, {}", self.contest.what, self.group_name()),
            value: self.counts(),
            branch: if self.group.provisional { "provisional" } else { "" }.to_owned(),
            inputs: places::machine(self.group, None),
            file: self.file(),
            ..Line::default()
        };
        line.cited(self.regulation(), &self.places().rests_on())
    }

    fn file(&self) -> String {
        let first = self.result.years.rows.values().find_map(|row| row.place.file.clone());
        first.map_or_else(String::new, |file| file.to_string())
    }

    /// `Chỉ tiêu XS, Thành ủy A: 20 % × 38 = 7,6 ⇒ 7 chỗ; 15 ứng viên: …; chỗ cuối cùng: …`.
    fn line(&self) -> Line {
        let head = self.head();
        let mut parts = vec![places::places_text(self.places(), self.group, self.lang), self.counts()];
        if !self.group.ranked.is_empty() {
            let cut = self.cut();
            parts.push(if self.has_cut() { format!("{} {cut}", Word::QuotaCut.text(self.lang).to_lowercase()) } else { cut });
        }
        if self.group.provisional {
            parts.push(Word::Provisional.text(self.lang).to_owned());
        }
        let clause = citation(&head.document, &head.clause, &head.standing, self.lang);
        Line { value: format!("{}: {}", head.item, parts.join("; ")), clause, ..head }
    }

    /// Whether the places end among the candidates.
    fn has_cut(&self) -> bool {
        let count = |place: Place| self.group.count(place);
        count(Place::Undecided) > 0 || count(Place::MovedDown) > 0 && count(Place::Admitted) > 0
    }

    /// Where the places end.
    fn cut(&self) -> String {
        let open: Vec<&Ranked> = self.group.ranked.iter().filter(|ranked| ranked.place == Place::Undecided).collect();
        if let (Some(first), Some(last)) =
            (open.iter().map(|ranked| ranked.first).min(), open.iter().map(|ranked| ranked.last).max())
        {
            let rank = format!("{first}–{last}");
            let codes: Vec<&str> = open.iter().map(|ranked| self.code(ranked.unit)).collect();
            return format!("{}: {}", fill(Word::QuotaCutTied.text(self.lang), &[("rank", &rank)]), codes.join(" "));
        }
        if self.group.count(Place::MovedDown) == 0 {
            return Word::QuotaCutNone.text(self.lang).to_owned();
        }
        if self.group.count(Place::Admitted) == 0 {
            return Word::QuotaCutNoPlaces.text(self.lang).to_owned();
        }
        let admitted = self.group.count(Place::Admitted).to_string();
        fill(Word::QuotaCutAfter.text(self.lang), &[("rank", &admitted)])
    }

    fn lines(&self, depth: Depth, lines: &mut Vec<Line>) {
        let (regulation, places, group, lang) = (self.regulation(), self.places(), self.group, self.lang);
        lines.push(self.head());
        let below = |kind: &'static str, item: &str, value: String, basis: &Basis| {
            let line = Line { depth: 1, kind, item: item.to_owned(), value, ..Line::default() };
            line.cited(regulation, basis)
        };
        if let crate::rules::Amount::Share(share) = &places.amount {
            let values = [("units", group.units.to_string()), ("rated", group.rated.to_string())];
            let [(_, units), (_, rated)] = &values;
            let base = group.base.map_or_else(|| "?".to_owned(), |base| base.to_string());
            let what = format!("{} = {base}", places::base(regulation, share, lang));
            let value = fill(Word::QuotaBaseValue.text(lang), &[("units", units), ("rated", rated), ("base", &what)]);
            let basis = self.part("base");
            let line = below("base", Word::QuotaBaseItem.text(lang), value, basis);
            let base = group.base.map_or_else(String::new, |base| format!(";base={base}"));
            lines.push(Line { inputs: format!("units={units};rated={rated}{base}"), ..line });
        }
        let formula = below("places", Word::QuotaFormula.text(lang), places::places_text(places, group, lang), &places.basis);
        lines.push(Line { inputs: places::machine(group, None), ..formula });
        if let (Some(rule), Some(small)) = (&places.small_groups, group.small) {
            let word = crate::outline::places::small_phrase(small).text(lang).to_owned();
            lines.push(below("small-group", Word::EntrySmallGroups.text(lang), word, &rule.basis));
        }
        if let (Some(rule), Some((given, base))) = (&places.warn_over, group.over) {
            lines.push(below("over", Word::EntryWarnOver.text(lang), Field::Rate(given, base).shown(lang), &rule.basis));
        }
        self.readings(lines);
        for key in &places.ranking {
            let first = if key.lowest_first { Word::RankedLower } else { Word::RankedHigher };
            let line = below("ranking", &key.title, first.text(lang).to_owned(), &key.basis);
            lines.push(Line { id: key.id.clone(), ..line });
        }
        let mut cut_told = false;
        for ranked in &group.ranked {
            if ranked.place == Place::MovedDown && !cut_told {
                cut_told = true;
                lines.push(below("cut", Word::QuotaCut.text(lang), self.cut(), &places.basis));
            }
            // What changed nothing is told only in full.
            if depth == Depth::Tree || ranked.place != Place::Admitted {
                lines.push(self.candidate(ranked));
            }
        }
        if !cut_told && !group.ranked.is_empty() {
            lines.push(below("cut", Word::QuotaCut.text(lang), self.cut(), &places.basis));
        }
        for unit in &group.outside {
            lines.extend(self.outside(*unit));
        }
    }

    fn part(&self, name: &str) -> &Basis {
        let places = self.contest.places;
        places.parts.iter().find(|(part, _)| *part == name).map_or(&places.basis, |(_, basis)| basis)
    }

    /// How what the text leaves open is read: of base, rounding, group, ties and ranking, each reading once.
    fn readings(&self, lines: &mut Vec<Line>) {
        let places = self.places();
        let bases = std::iter::once(&places.basis).chain(places.parts.iter().map(|(_, basis)| basis));
        let mut told = std::collections::BTreeSet::new();
        for basis in bases.chain(places.ranking.iter().map(|key| &key.basis)) {
            let Some(number) = basis.reading.filter(|number| told.insert(*number)) else { continue };
            let Some(reading) = self.regulation().readings.get(number) else { continue };
            let values = [("open", reading.open.as_str()), ("chosen", reading.chosen.as_str())];
            let line = Line {
                depth: 1,
                kind: "reading",
                id: reading.id.clone(),
                item: Word::ReadingItem.text(self.lang).to_owned(),
                value: fill(Word::ReadingValue.text(self.lang), &values),
                ..Line::default()
            };
            lines.push(line.cited(self.regulation(), &reading.basis));
        }
    }

    fn opened(&self, at: usize) -> Option<Opened> {
        self.result.cells.get(at).map(|year| year.entrant.open())
    }

    /// The name of a unit, and the row of its yearly facts.
    fn of_unit(&self, at: usize, kind: &'static str) -> Line {
        let cell = self.result.cells.get(at).map(|year| year.cell);
        let name = cell.map_or("", |cell| self.meetings.cells.name(cell));
        let place = cell.and_then(|cell| self.result.years.rows.get(&cell)).map(|row| &row.place);
        Line {
            depth: 2,
            kind,
            id: self.code(at).to_owned(),
            item: [self.code(at), name].join(" ").trim_end().to_owned(),
            file: place.and_then(|place| place.file.as_ref()).map_or_else(String::new, |file| file.to_string()),
            row: place.and_then(|place| place.row),
            ..Line::default()
        }
    }

    fn candidate(&self, ranked: &Ranked) -> Line {
        let (regulation, lang) = (self.regulation(), self.lang);
        let verdict = match (self.is_award, ranked.place) {
            (true, Place::Admitted) => Word::AwardGiven.text(lang),
            (true, Place::MovedDown) => Word::AwardNoPlace.text(lang),
            (_, place) => classify::place_text(place, lang),
        };
        let special = if ranked.special { format!(" ({})", Word::BySpecialGrounds.text(lang)) } else { String::new() };
        let rank = places::rank_text(ranked, "–");
        let verdict = format!("{verdict}{special}");
        let mut parts = vec![fill(Word::CandidateRank.text(lang), &[("rank", &rank), ("verdict", &verdict)])];
        let mut inputs = vec![format!("rank={}", places::rank_text(ranked, "-"))];
        if let Some(opened) = self.opened(ranked.unit) {
            let slots = opened.slots();
            for key in &self.places().ranking {
                parts.push(format!("{} {}", key.title, places::ranking_text(regulation, key, slots, lang)));
                inputs.push(super::inputs::of(regulation, &key.of, slots));
            }
        }
        let tied = self.group.ranked.iter().filter(|other| other.is_tied_with(ranked)).count();
        if tied > 1 && ranked.place == Place::Undecided {
            parts.push(fill(Word::TiedUnits.text(lang), &[("count", &tied.to_string())]));
        }
        if let Some(year) = self.result.cells.get(ranked.unit) {
            let decided = self.beside.shown(year.cell, Subject::YearEnd, lang).shown(lang);
            parts.extend((!decided.is_empty()).then(|| fill(Word::DecidedBelow.text(lang), &[("level", &decided)])));
        }
        let line = Line {
            value: parts.join("; "),
            branch: ranked.place.word().to_owned(),
            inputs: inputs.join(";"),
            // In one list with the cut, which stands at its place among them.
            depth: 1,
            ..self.of_unit(ranked.unit, "candidate")
        };
        let line = line.cited(regulation, &self.places().rests_on());
        // The row of a unit says more than the clause, which stands above.
        Line { shows_row: true, ..line }
    }

    /// Who stands outside the group: who does not count and why.
    fn outside(&self, at: usize) -> Option<Line> {
        let (when, basis) = self.places().leaves_out.as_ref()?;
        let opened = self.opened(at)?;
        let slots = opened.slots();
        let inputs = reason::inputs(self.regulation(), when, slots, self.lang);
        let line = Line {
            value: format!("{}: {inputs}", classify::place_text(Place::Outside, self.lang)),
            branch: Place::Outside.word().to_owned(),
            inputs: super::inputs::of(self.regulation(), when, slots),
            ..self.of_unit(at, "outside")
        };
        Some(line.cited(self.regulation(), basis))
    }
}
