//! Score sheets and what they read: measures, forms, groups, leaves, rows, the regulation's own columns.

use super::entry::{Builder, Key, Kind};
use super::{Value, rounding};
use crate::base::Points;
use crate::expr::Unit;
use crate::rules::form::RoundingRule;
use crate::rules::leaf::Step;
use crate::rules::{
    Apart, Bonus, Correspondence, Fact, FactType, Form, Group, Leaf, LeafKind, Measure, NotApplicable, Penalty, Policy, Tier,
    Vocabulary, When,
};
use crate::words::Word;

pub(super) fn measures<'a>(measures: &'a [Measure], builder: &mut Builder<'a>) {
    // The attendance rate follows from who counts, which is an entry of its own.
    for Measure { id, title, of, basis } in measures.iter().filter(|measure| measure.id != "attendance_rate") {
        builder.entry(Kind::Measure, id, title, Some(basis.clone())).figure(Key::Of, Value::Quantities(vec![of]));
    }
}

/// The facts that the regulation adds to the shared ones: further columns of records.
pub(super) fn facts<'a>(vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    for fact in vocabulary.facts.iter().skip(vocabulary.shared) {
        let (word, phrase) = match fact.kind {
            FactType::Code => ("code", Word::TypeText),
            FactType::Text => ("text", Word::TypeText),
            FactType::Count => ("count", Word::TypeCount),
            FactType::Minutes => ("minutes", Word::TypeMinutes),
            FactType::Flag => ("flag", Word::TypeFlag),
            FactType::Points => ("points", Word::TypePoints),
            FactType::Date => ("date", Word::TypeDate),
            FactType::DayOfMonth => ("day-of-month", Word::TypeDayOfMonth),
            FactType::Year => ("year", Word::TypeYear),
            FactType::Period => ("period", Word::TypePeriod),
            FactType::Choice(_) => ("choice", Word::TypeChoice),
            FactType::Grade => ("grade", Word::TypeGrade),
            FactType::Level => ("level", Word::TypeLevel),
        };
        let entry = builder.entry(Kind::Fact, &fact.heading, "", None);
        entry.figure(Key::Facts, Value::Facts(vec![fact])).figure(Key::Type, Value::term(word, phrase));
    }
}

pub(super) fn forms<'a>(forms: &'a [Form], leaves: &'a [Leaf], vocabulary: &'a Vocabulary, builder: &mut Builder<'a>) {
    for form in forms {
        // `plain`, `given`, `short` and `involved` are how the leaves are scored fast; each leaf says by itself whether it is a bonus.
        let Form {
            id,
            title,
            applies,
            groups,
            leaves: own,
            max,
            rounding,
            plain: _,
            given: _,
            short: _,
            involved: _,
            has_apart: _,
            span: _,
        } = form;
        let entry = builder.entry(Kind::Form, id, title, None);
        entry.figure(Key::Applies, applies.as_ref().map(Value::Condition));
        // A sheet of conditions alone has no points.
        entry.figure(Key::Maximum, (*max > Points::ZERO).then_some(Value::Points(*max)));
        let sheet = Sheet { groups, leaves: leaves.get(own.clone()).unwrap_or(&[]), vocabulary };
        builder.inside(|builder| {
            for rule in rounding {
                self::form_rounding(rule, builder);
            }
            sheet.groups(None, builder);
        });
    }
}

fn form_rounding<'a>(rule: &'a RoundingRule, builder: &mut Builder<'a>) {
    let RoundingRule { leaf, group, total, step, mode, basis } = rule;
    let places = [(*leaf, "leaf", Word::AtLeaf), (*group, "group", Word::AtGroup), (*total, "total", Word::AtTotal)];
    let places = places.into_iter().filter(|(here, ..)| *here).map(|(_, word, phrase)| (word, phrase)).collect();
    let entry = builder.entry(Kind::Rounding, "", "", Some(basis.clone()));
    entry.figure(Key::At, Value::Terms(places)).figure(Key::Step, Value::Number(*step)).figure(Key::Mode, rounding(*mode));
}

/// A form whose groups and leaves are put into their tree.
struct Sheet<'a> {
    groups: &'a [Group],
    leaves: &'a [Leaf],
    vocabulary: &'a Vocabulary,
}

impl<'a> Sheet<'a> {
    /// The groups right inside one, or the outermost.
    fn groups(&self, around: Option<usize>, builder: &mut Builder<'a>) {
        for (position, group) in self.groups.iter().enumerate().filter(|(_, group)| group.parent == around) {
            let Group { id, title, max, parent: _, basis } = group;
            builder.entry(Kind::Group, id, title, Some(basis.clone())).figure(Key::Maximum, Value::Points(*max));
            builder.inside(|builder| {
                for leaf in self.leaves.iter().filter(|leaf| leaf.group == position) {
                    self.leaf(leaf, builder);
                }
                self.groups(Some(position), builder);
            });
        }
    }

    fn leaf(&self, leaf: &'a Leaf, builder: &mut Builder<'a>) {
        let Leaf { id, title, form: _, group: _, max, kind, not_applicable, first, apart, below: _, corresponds, basis } = leaf;
        let entry = builder.entry(Kind::Leaf, id, title, Some(basis.clone()));
        entry.figure(Key::Maximum, Value::Points(*max));
        match apart {
            Some(Apart::Bonus(bonus)) => entry.figure(Key::Bonus, self::bonus(*bonus)),
            Some(Apart::Penalty(penalty)) => entry.figure(Key::Penalty, self::penalty(*penalty)),
            None => entry,
        };
        let rows = match kind {
            LeafKind::YesNo { when } => {
                way(builder, "yes-no", Word::KindYesNo).figure(Key::When, Value::Condition(when));
                None
            }
            LeafKind::Recorded { fact, step } => {
                let fact = fact.and_then(|fact| self.vocabulary.facts.get(fact));
                let entry = way(builder, "recorded", Word::KindRecorded);
                entry.figure(Key::Facts, fact.map(|fact: &Fact| Value::Facts(vec![fact])));
                entry.figure(Key::Step, step.map(Value::Points));
                None
            }
            LeafKind::Chosen { options } => {
                way(builder, "chosen", Word::KindChosen);
                Some((options, Unit::Points))
            }
            LeafKind::PerOccurrence { of, start, each, at_least, at_most, rounding } => {
                let entry = way(builder, "per-occurrence", Word::KindPerOccurrence);
                entry.figure(Key::Of, Value::Quantities(vec![of])).figure(Key::Each, Value::Number(*each));
                entry.figure(Key::Start, Value::Points(*start));
                entry.figure(Key::AtLeast, Value::Points(*at_least)).figure(Key::AtMost, Value::Points(*at_most));
                step(rounding.as_ref(), entry);
                None
            }
            LeafKind::Proportional { of, full_at, rounding } => {
                let entry = way(builder, "proportional", Word::KindProportional);
                entry.figure(Key::Of, Value::Quantities(vec![of])).figure(Key::FullAt, Value::Share(*full_at));
                step(Some(rounding), entry);
                None
            }
            LeafKind::Tiers { of, tiers } => {
                way(builder, "tiers", Word::KindTiers).figure(Key::Of, Value::Quantities(vec![of]));
                Some((tiers, of.unit().clone()))
            }
        };
        builder.inside(|builder| {
            self::rows(Kind::Exception, first, &Unit::Points, builder);
            if let Some((tiers, unit)) = rows {
                self::rows(Kind::Row, tiers, &unit, builder);
            }
            self::corresponds(corresponds, builder);
            self::not_applicable(not_applicable, builder);
        });
    }
}

fn bonus<'a>(bonus: Bonus) -> Value<'a> {
    let phrase = match bonus {
        Bonus::InGroup => Word::BonusInGroup,
        Bonus::InTotal => Word::BonusInTotal,
        Bonus::Beyond => Word::BonusBeyond,
    };
    Value::term(bonus.word(), phrase)
}

fn penalty<'a>(penalty: Penalty) -> Value<'a> {
    let phrase = match penalty {
        Penalty::FromGroup => Word::PenaltyFromGroup,
        Penalty::FromTotal => Word::PenaltyFromTotal,
    };
    Value::term(penalty.word(), phrase)
}

fn step(rule: Option<&Step>, builder: &mut Builder<'_>) {
    if let Some(Step { step, mode }) = rule {
        builder.figure(Key::Step, Value::Number(*step)).figure(Key::Mode, rounding(*mode));
    }
}

fn corresponds<'a>(entries: &'a [Correspondence], builder: &mut Builder<'a>) {
    for Correspondence { regulation, leaf, max, rounding, basis } in entries {
        let entry = builder.entry(Kind::Corresponds, "", "", Some(basis.clone()));
        entry.figure(Key::OtherRegulation, Value::Text(regulation)).figure(Key::OtherLeaf, Value::Text(leaf));
        step(rounding.as_ref(), entry.figure(Key::Maximum, Value::Points(*max)));
    }
}

fn rows<'a>(kind: Kind, tiers: &'a [Tier], unit: &Unit, builder: &mut Builder<'a>) {
    for Tier { when, points, title, basis } in tiers {
        let entry = builder.entry(kind, "", title, Some(basis.clone()));
        match when {
            When::Condition(when) => entry.figure(Key::When, Value::Condition(when)),
            When::In(interval) => entry.figure(Key::In, Value::Interval(interval, unit.clone())),
            When::Is(_, word) => entry.figure(Key::Is, Value::Word(word, unit.clone())),
            // Which of the options it is, its title and its points say.
            When::Chosen => entry,
        };
        entry.figure(Key::Points, Value::Points(*points));
    }
}

fn not_applicable<'a>(entries: &'a [NotApplicable], builder: &mut Builder<'a>) {
    for NotApplicable { when, then, basis } in entries {
        let phrase = match then {
            Policy::Full => Word::PolicyFull,
            Policy::Drop => Word::PolicyDrop,
            Policy::Rescale => Word::PolicyRescale,
            Policy::Redistribute => Word::PolicyRedistribute,
        };
        let entry = builder.entry(Kind::NotApplicable, "", "", Some(basis.clone()));
        entry.figure(Key::When, Value::Condition(when)).figure(Key::Policy, Value::term(then.word(), phrase));
    }
}

fn way<'b, 'a>(builder: &'b mut Builder<'a>, word: &'static str, phrase: Word) -> &'b mut Builder<'a> {
    builder.figure(Key::Way, Value::term(word, phrase))
}
