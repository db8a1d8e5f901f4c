//! A checked regulation as one ordered tree of entries, each with an address, its figures and its clause. Floor 4.
//!
//! Whatever shows, compares or counts the entries of a regulation goes through here, so that nothing of it can be shown in one place
//! and forgotten in another. Structures are taken apart field by field and kinds are matched one by one: what a regulation can say
//! anew is missing here until its author has given it a place.

mod entry;
mod levels;
mod meetings;
pub(crate) mod places;
mod sheet;
mod value;
mod visits;
mod year;

pub use entry::{Entry, Figure, Key, Kind, Outline};
pub(crate) use meetings::sign_phrase;
pub(crate) use meetings::stretch;
pub(crate) use meetings::succession_phrase;
pub use value::Value;

use crate::base::Rounding;
use crate::rules::{Basis, Gap, Header, Level, Reading, Regulation, Scope, Source, Unscored, Window};
use crate::words::Word;
use entry::Builder;

/// The outline of a regulation.
pub fn of(regulation: &Regulation) -> Outline<'_> {
    let Regulation {
        header,
        file: _,
        text: _,
        // Already in what the readings say.
        chosen: _,
        gaps,
        sources,
        readings,
        vocabulary,
        layout,
        tallies,
        measures,
        attendance,
        due,
        forms,
        unscored,
        leaves,
        levels,
        gates,
        periods,
        transition,
        lineage,
        signs,
        grades,
        criteria,
        quotas,
        awards,
        visits,
        // The same entries once more, as a list for counting.
        figures: _,
        warnings: _,
    } = regulation;
    let mut builder = Builder::default();
    identity(header, &mut builder);
    if let Some(attendance) = attendance {
        meetings::attendance(attendance, vocabulary, &mut builder);
    }
    if let Some(due) = due {
        meetings::due(due, vocabulary, &mut builder);
    }
    year::tallies(tallies, vocabulary, &mut builder);
    sheet::measures(measures, &mut builder);
    sheet::forms(forms, leaves, vocabulary, &mut builder);
    if let Unscored { when, basis: Some(basis) } = unscored {
        builder.entry(Kind::Unscored, "", "", Some(basis.clone())).figure(Key::When, Value::Condition(when));
    }
    year::grading(grades, criteria, layout, vocabulary, &mut builder);
    levels::levels(levels, &mut builder);
    levels::gates(gates, levels, &mut builder);
    meetings::periods(periods, levels, &mut builder);
    if let Some(transition) = transition {
        meetings::transition(transition, &mut builder);
    }
    if let Some(lineage) = lineage {
        meetings::lineage(lineage, &mut builder);
    }
    meetings::signs(signs, &mut builder);
    for quota in quotas {
        places::quota(quota, levels, vocabulary, &mut builder);
    }
    for award in awards {
        places::award(award, awards, levels, vocabulary, &mut builder);
    }
    if let Some(rule) = visits {
        visits::visits(rule, &mut builder);
    }
    sheet::facts(vocabulary, &mut builder);
    self::readings(readings, &mut builder);
    self::gaps(gaps, levels, &mut builder);
    self::sources(sources, &mut builder);
    builder.finish()
}

fn identity<'a>(header: &'a Header, builder: &mut Builder<'a>) {
    let Header { id, scope, title, number, issuer, issued, first_day, last_day, years, window, replaces, extends, notice } =
        header;
    let scope = match scope {
        Scope::Cell => ("cell", Word::ScopeCell),
        Scope::Meeting => ("meeting", Word::ScopeMeeting),
        Scope::Year => ("year", Word::ScopeYear),
        Scope::Visit => ("visit", Word::ScopeVisit),
        // No regulation is about any other table.
        _ => ("discipline", Word::DisciplineTable),
    };
    let entry = builder.entry(Kind::Regulation, id, title, None);
    entry.figure(Key::Number, Value::text(number)).figure(Key::Issuer, Value::text(issuer));
    entry.figure(Key::Issued, issued.map(Value::Day)).figure(Key::Scope, Value::term(scope.0, scope.1));
    entry.figure(Key::Extends, Value::text(extends));
    entry.figure(Key::Replaces, Value::text(replaces)).figure(Key::Notice, Value::text(notice));
    let entry = builder.entry(Kind::Time, "", "", None);
    entry.figure(Key::FirstDay, first_day.map(Value::Day)).figure(Key::LastDay, last_day.map(Value::Day));
    if let Some(Window { first, last }) = window {
        entry.figure(Key::WindowFirst, Value::Day(*first)).figure(Key::WindowLast, Value::Day(*last));
    }
    if let Some((first, last)) = years {
        entry.figure(Key::FirstYear, first.map(Value::Year)).figure(Key::LastYear, last.map(Value::Year));
    }
}

fn readings<'a>(readings: &'a [Reading], builder: &mut Builder<'a>) {
    for Reading { id, open, chosen, alternatives, basis } in readings {
        let entry = builder.entry(Kind::Reading, id, "", Some(basis.clone()));
        entry.figure(Key::Open, Value::text(open)).figure(Key::Chosen, Value::text(chosen));
        let others: Vec<(&str, &str)> = alternatives.iter().map(|(id, chosen)| (id.as_str(), chosen.as_str())).collect();
        entry.figure(Key::Alternatives, (!others.is_empty()).then_some(Value::Pairs(others)));
    }
}

fn gaps<'a>(gaps: &'a [Gap], levels: &'a [Level], builder: &mut Builder<'a>) {
    for Gap { id, open, needs, levels: concerned, basis } in gaps {
        let entry = builder.entry(Kind::Gap, id, "", Some(basis.clone()));
        entry.figure(Key::Open, Value::text(open)).figure(Key::Needs, Value::text(needs));
        let concerned: Vec<&str> =
            concerned.iter().filter_map(|level| levels.get(*level)).map(|level| level.id.as_str()).collect();
        entry.figure(Key::Words, (!concerned.is_empty()).then_some(Value::Names(concerned)));
    }
}

fn sources<'a>(sources: &'a [Source], builder: &mut Builder<'a>) {
    for (position, source) in sources.iter().enumerate() {
        let Source { id, title, number, short: _, standing, url, file: _ } = source;
        let basis = Basis { source: position, standing: *standing, ..Basis::unknown(String::new()) };
        let entry = builder.entry(Kind::Source, id, title, Some(basis));
        entry.figure(Key::Number, Value::text(number)).figure(Key::Address, Value::text(url));
    }
}

fn rounding(mode: Rounding) -> Value<'static> {
    let (word, phrase) = match mode {
        Rounding::HalfUp => ("half-up", Word::RoundingHalfUp),
        Rounding::Down => ("down", Word::RoundingDown),
        Rounding::Up => ("up", Word::RoundingUp),
    };
    Value::term(word, phrase)
}
