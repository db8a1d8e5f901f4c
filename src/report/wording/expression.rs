//! Conditions and quantities in words: `unexcused > 0` reads “Vắng không lý do” trên 0.

use super::{Wording, figure, quoted};
use crate::base::Day;
use crate::expr::{Arith, Compare, Expr, Kind, Tree, Unit};
use crate::report::day;
use crate::rules::meetings::MORE_POINTS;
use crate::rules::{FactType, Tally};
use crate::words::Word;

/// How tightly a part holds together; a looser part within a tighter one is put in brackets.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Hold {
    Any,
    All,
    Sum,
    Product,
}

impl Wording<'_> {
    /// A condition as a sentence.
    pub(super) fn condition(&self, expr: &Expr) -> String {
        expr.tree().map_or_else(|| expr.text().to_owned(), |tree| self.holds(&tree, Hold::Any))
    }

    /// A quantity, or a condition that is counted with.
    pub(super) fn quantity(&self, expr: &Expr) -> String {
        let Some(tree) = expr.tree() else { return expr.text().to_owned() };
        if *expr.unit() == Unit::Flag { self.holds(&tree, Hold::Any) } else { self.amount(&tree, Hold::Any) }
    }

    /// A tree that is true or not.
    fn holds(&self, tree: &Tree, around: Hold) -> String {
        match &tree.kind {
            Kind::Any(parts) => self.joined(parts, Word::SayOr, Hold::Any, around),
            Kind::All(parts) => self.joined(parts, Word::SayAnd, Hold::All, around),
            Kind::Not(inner) => self.fails(inner),
            Kind::Compare(operator, sides) => self.compared(*operator, &sides.0, &sides.1),
            Kind::OneOf(left, words) => {
                let words: Vec<String> = words.iter().map(|word| self.word_of(left, word)).collect();
                let words = words.join(Word::SayOr.text(self.lang));
                self.say(Word::SayIs, &[("a", &self.amount(left, Hold::Sum)), ("b", &words)])
            }
            Kind::Call(function, arguments) if function == "given" => self.of_first(Word::SayGiven, arguments),
            Kind::Call(function, arguments) if function == "full" => self.of_first(Word::SayFull, arguments),
            Kind::Call(function, arguments) if function == "award" => self.of_first(Word::SayAward, arguments),
            Kind::Name(name) if name != "yes" && name != "no" => self.say(Word::SayYes, &[("a", &self.name(name))]),
            Kind::Name(_)
            | Kind::Call(..)
            | Kind::Number(_)
            | Kind::Percent(_)
            | Kind::Quoted(_)
            | Kind::Negate(_)
            | Kind::Arith(..) => self.amount(tree, around),
        }
    }

    fn joined(&self, parts: &[Tree], with: Word, own: Hold, around: Hold) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.holds(part, own)).collect();
        bracketed(parts.join(with.text(self.lang)), own < around)
    }

    /// A tree that must not be true.
    fn fails(&self, tree: &Tree) -> String {
        match &tree.kind {
            Kind::Name(name) => self.say(Word::SayNo, &[("a", &self.name(name))]),
            Kind::Call(function, arguments) if function == "given" => self.of_first(Word::SayNotGiven, arguments),
            Kind::Call(function, arguments) if function == "full" => self.of_first(Word::SayNotFull, arguments),
            Kind::Call(function, arguments) if function == "award" => self.of_first(Word::SayNotAward, arguments),
            _ => self.say(Word::SayNot, &[("a", &self.holds(tree, Hold::Any))]),
        }
    }

    fn compared(&self, operator: Compare, left: &Tree, right: &Tree) -> String {
        let fixed = |tree: &Tree| matches!(tree.kind, Kind::Number(_) | Kind::Percent(_)) || self.is_word(tree);
        if fixed(left) && !fixed(right) {
            return self.compared(operator.mirrored(), right, left);
        }
        let amount = self.amount(left, Hold::Sum);
        if self.is_word(right) || self.is_word_of(left, right) {
            let phrase = match operator {
                Compare::Equal => Word::SayIs,
                Compare::Unlike => Word::SayIsNot,
                Compare::AtLeast => Word::SayOrBetter,
                Compare::More => Word::SayBetter,
                Compare::AtMost => Word::SayOrWorse,
                Compare::Less => Word::SayWorse,
            };
            return self.say(phrase, &[("a", &amount), ("b", &self.word_of(left, right))]);
        }
        let figure = match &right.kind {
            Kind::Number(value) => figure(*value, &self.unit(left), self.lang),
            _ => self.amount(right, Hold::Sum),
        };
        let phrase = match operator {
            Compare::AtLeast if self.is_day(left) => Word::SayDayFrom,
            Compare::More if self.is_day(left) => Word::SayDayAfter,
            Compare::AtMost if self.is_day(left) => Word::SayDayUntil,
            Compare::Less if self.is_day(left) => Word::SayDayBefore,
            Compare::AtLeast => Word::SayFrom,
            // "trên" beside another amount would read as a fraction.
            Compare::More => {
                if fixed(right) {
                    Word::SayOver
                } else {
                    Word::SayMore
                }
            }
            Compare::AtMost => Word::SayUpTo,
            Compare::Less => {
                if fixed(right) {
                    Word::SayBelow
                } else {
                    Word::SayLess
                }
            }
            Compare::Equal => Word::SayEquals,
            Compare::Unlike => Word::SayUnlike,
        };
        format!("{amount} {}", self.say(phrase, &[("a", &figure)]))
    }

    /// A tree that is an amount, a day or a word.
    fn amount(&self, tree: &Tree, around: Hold) -> String {
        match &tree.kind {
            Kind::Number(value) => figure(*value, &Unit::Number, self.lang),
            Kind::Percent(share) => figure(*share, &Unit::Percent, self.lang),
            Kind::Quoted(word) => quoted(word),
            Kind::Name(name) => self.name(name),
            Kind::Negate(inner) => format!("−{}", self.amount(inner, Hold::Product)),
            Kind::Arith(operator, sides) => {
                let (sign, own) = match operator {
                    Arith::Add => ("+", Hold::Sum),
                    Arith::Sub => ("−", Hold::Sum),
                    Arith::Mul => ("×", Hold::Product),
                    Arith::Div => ("/", Hold::Product),
                };
                let left = self.amount(&sides.0, own);
                // What is taken away or divided by holds together: a − (b + c).
                let right = self.amount(&sides.1, own);
                let right = match (operator, &sides.1.kind) {
                    (Arith::Sub | Arith::Div, Kind::Arith(..)) => bracketed(right.clone(), !right.starts_with('(')),
                    _ => right,
                };
                bracketed(format!("{left} {sign} {right}"), own < around)
            }
            Kind::Call(function, arguments) => bracketed(self.call(function, arguments), around >= Hold::Product),
            Kind::Compare(..) | Kind::OneOf(..) | Kind::Not(_) | Kind::All(_) | Kind::Any(_) => self.holds(tree, around),
        }
    }

    fn call(&self, function: &str, arguments: &[Tree]) -> String {
        let of_each = |phrase: Word| {
            let each: Vec<String> = arguments.iter().map(|part| self.amount(part, Hold::Any)).collect();
            self.say(phrase, &[("a", &each.join("; "))])
        };
        match (function, arguments) {
            ("if", [condition, yes, no]) => {
                let (yes, no) = (self.amount(yes, Hold::Any), self.amount(no, Hold::Any));
                self.say(Word::SayIf, &[("a", &self.holds(condition, Hold::Any)), ("b", &yes), ("c", &no)])
            }
            ("min", _) => of_each(Word::SayLeast),
            ("max", _) => of_each(Word::SayGreatest),
            ("given", _) => self.of_first(Word::SayGiven, arguments),
            ("full", _) => self.of_first(Word::SayFull, arguments),
            ("award", _) => self.of_first(Word::SayAward, arguments),
            ("points", _) => self.of_first(Word::SayPoints, arguments),
            ("grade", _) => self.of_first(Word::SayGrade, arguments),
            ("lowest_grade", _) => self.of_first(Word::SayLowestGrade, arguments),
            ("count", _) => self.of_first(Word::SayCount, arguments),
            ("count_at_least", _) => self.of_first(Word::SayCountAtLeast, arguments),
            ("group_points", _) => self.of_first(Word::SayGroupPoints, arguments),
            ("group_share", _) => self.of_first(Word::SayGroupShare, arguments),
            ("criteria", _) => self.of_first(Word::SayCriteria, arguments),
            ("criteria_at_least", [grade]) => self.say(Word::SayCriteriaAtLeast, &[("a", &self.word_of(grade, grade))]),
            ("criteria_at_least", [tag, grade]) => {
                let tag = if let Kind::Quoted(tag) = &tag.kind { tag.as_str() } else { "" };
                self.say(Word::SayCriteriaOfAtLeast, &[("a", &self.word_of(grade, grade)), ("b", tag)])
            }
            ("floor", _) => of_each(Word::SayFloor),
            ("ceil", _) => of_each(Word::SayCeil),
            ("round_half_up", [inner, step]) => self.of_both(Word::SayRoundHalfUp, inner, step),
            ("round_down", [inner, step]) => self.of_both(Word::SayRoundDown, inner, step),
            ("round_up", [inner, step]) => self.of_both(Word::SayRoundUp, inner, step),
            ("same_month", [day, number]) => self.of_both(Word::SaySameMonth, day, number),
            ("day_of_month", _) => of_each(Word::SayDayOfMonth),
            ("weekday", _) => of_each(Word::SayWeekday),
            ("day", [Tree { kind: Kind::Quoted(text), .. }]) => {
                Day::parse_iso(text).map_or_else(|| text.clone(), |on| day(on, self.lang))
            }
            _ => {
                let each: Vec<String> = arguments.iter().map(|part| self.amount(part, Hold::Any)).collect();
                format!("{function}({})", each.join("; "))
            }
        }
    }

    fn of_both(&self, phrase: Word, first: &Tree, second: &Tree) -> String {
        self.say(phrase, &[("a", &self.amount(first, Hold::Any)), ("b", &self.amount(second, Hold::Any))])
    }

    /// A phrase about the one argument of a function: a leaf, a level, an award, a set of criteria, a column.
    fn of_first(&self, phrase: Word, arguments: &[Tree]) -> String {
        let shown = match arguments.first().map(|first| &first.kind) {
            Some(Kind::Quoted(word)) => match phrase {
                Word::SayCount | Word::SayCountAtLeast => self.level(word).to_owned(),
                Word::SayAward | Word::SayNotAward => {
                    let award = self.regulation.awards.iter().find(|award| award.id == *word);
                    quoted(award.map_or(word, |award| &award.title))
                }
                _ => word.clone(),
            },
            Some(Kind::Name(name)) => self.name(name),
            _ => String::new(),
        };
        self.say(phrase, &[("a", &shown)])
    }

    fn name(&self, name: &str) -> String {
        if let Some(word) = of_the_language(name) {
            return word.text(self.lang).to_owned();
        }
        let fact = self.regulation.vocabulary.get(name).map(|fact| fact.title(self.lang));
        let measure = || self.regulation.measures.iter().find(|measure| measure.id == name);
        let tally = || self.tally(name).map(|tally| tally.title.as_str());
        quoted(fact.or_else(|| measure().map(|measure| measure.title.as_str())).or_else(tally).unwrap_or(name))
    }

    fn level<'w>(&'w self, id: &'w str) -> &'w str {
        self.regulation.levels.iter().find(|level| level.id == id).map_or(id, |level| &level.title)
    }

    fn tally(&self, name: &str) -> Option<&Tally> {
        self.regulation.tallies.iter().find(|tally| tally.id == name)
    }

    fn is_day(&self, tree: &Tree) -> bool {
        match &tree.kind {
            Kind::Call(function, _) => function == "day" || function == "same_month",
            Kind::Arith(_, sides) => self.is_day(&sides.0),
            _ => self.unit(tree) == Unit::Day,
        }
    }

    /// Whether a tree is a word of a scale and stands for nothing else.
    fn is_word(&self, tree: &Tree) -> bool {
        match &tree.kind {
            Kind::Quoted(_) => true,
            Kind::Name(name) => {
                let measured = self.regulation.measures.iter().any(|measure| measure.id == *name);
                of_the_language(name).is_none()
                    && !measured
                    && self.tally(name).is_none()
                    && self.regulation.vocabulary.get(name).is_none()
            }
            _ => false,
        }
    }

    /// Whether a name is a word of what it is compared with, though it also names something else.
    fn is_word_of(&self, beside: &Tree, word: &Tree) -> bool {
        match (&word.kind, self.unit(beside)) {
            (Kind::Name(word), Unit::Word(scale)) => scale.place(word).is_some(),
            _ => false,
        }
    }

    /// The word of a scale, which is that of the value it stands beside.
    fn word_of(&self, beside: &Tree, word: &Tree) -> String {
        let (Kind::Quoted(word) | Kind::Name(word)) = &word.kind else { return self.amount(word, Hold::Sum) };
        match &beside.kind {
            Kind::Name(name) if name == "level" => return quoted(self.level(word)),
            Kind::Call(function, _) if function == "weekday" => {
                return weekday(word).map_or_else(|| quoted(word), |day| day.text(self.lang).to_owned());
            }
            _ => {}
        }
        self.scale_word(word, &self.unit(beside))
    }

    /// What an amount is counted in, where one name says so.
    fn unit(&self, tree: &Tree) -> Unit {
        match &tree.kind {
            Kind::Name(name) if name == "total" || MORE_POINTS.contains(&name.as_str()) => Unit::Points,
            Kind::Call(function, _) if function == "points" || function == "group_points" => Unit::Points,
            Kind::Name(name) => match self.regulation.vocabulary.get(name) {
                Some(fact) if fact.kind == FactType::Grade => Unit::Text,
                Some(fact) => fact.unit(None),
                None => {
                    let measure = self.regulation.measures.iter().find(|measure| measure.id == *name);
                    measure.map_or(Unit::Number, |measure| measure.of.unit().clone())
                }
            },
            _ => Unit::Number,
        }
    }
}

/// Names that stand for neither a fact nor a measure.
fn of_the_language(name: &str) -> Option<Word> {
    match name {
        "yes" => Some(Word::Yes),
        "no" => Some(Word::No),
        "meetings" => Some(Word::SayMeetings),
        "total" => Some(Word::SayTotal),
        "level" => Some(Word::SayYearLevel),
        "window_days" => Some(Word::SayWindowDays),
        "meeting_quality" => Some(Word::SayMeetingQuality),
        "lowest_grade" => Some(Word::SayLowestOfAll),
        "lowest_group_share" => Some(Word::SayLowestShare),
        "criteria" => Some(Word::SayAllCriteria),
        "not_held" => Some(Word::SayNotHeldCount),
        "not_scored" => Some(Word::SayNotScoredCount),
        "not_received" => Some(Word::SayNotReceivedCount),
        "open" => Some(Word::SayOpenCount),
        "mean" => Some(Word::SayMean),
        "lowest" => Some(Word::SayLowestPoints),
        "mean_without_lowest" => Some(Word::SayMeanWithoutLowest),
        "first_half_mean" => Some(Word::SayFirstHalfMean),
        "second_half_mean" => Some(Word::SaySecondHalfMean),
        _ => None,
    }
}

fn weekday(word: &str) -> Option<Word> {
    match word {
        "monday" => Some(Word::Monday),
        "tuesday" => Some(Word::Tuesday),
        "wednesday" => Some(Word::Wednesday),
        "thursday" => Some(Word::Thursday),
        "friday" => Some(Word::Friday),
        "saturday" => Some(Word::Saturday),
        "sunday" => Some(Word::Sunday),
        _ => None,
    }
}

fn bracketed(text: String, wanted: bool) -> String {
    if wanted { format!("({text})") } else { text }
}
