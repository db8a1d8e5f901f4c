//! Who of a group has a place: how many places there are, who goes first, and what ties leave open.

use std::collections::BTreeMap;

use crate::base::Exact;
use crate::rules::places::{Share, WarnOver};
use crate::rules::{Amount, Base, Places, Small, Ties};

/// A unit as a contest sees it.
#[derive(Clone, Debug)]
pub struct Unit {
    /// Values of the grouping facts; `None` where one was not recorded.
    pub group: Vec<Option<String>>,
    /// Its level before this cut; `None` when it could not be told.
    pub level: Option<usize>,
    /// Its level if it gets no place.
    pub below: Option<usize>,
    /// Whether it competes.
    pub candidate: Candidate,
    /// Whether it stands outside the group: neither in the base nor among the candidates.
    pub outside: bool,
    /// Whether it has the special grounds.
    pub grounds: bool,
    /// Whether what is known of it may still change.
    pub provisional: bool,
    /// Values of the ranking keys, in order; higher goes first.
    pub ranking: Vec<Option<Exact>>,
}

/// Whether a unit competes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Candidate {
    /// It does not.
    No,
    /// A tie that another contest left open decides.
    Perhaps,
    /// It does.
    Yes,
}

/// What a contest gives a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Not a candidate.
    None,
    /// Left out of the group by a condition: no contest touches it.
    Outside,
    /// Has one of the places.
    Admitted,
    /// Whether it has one hangs on a tie that nothing in the text settles.
    Undecided,
    /// A candidate without a place.
    MovedDown,
}

impl Place {
    /// The word of machine formats.
    pub fn word(self) -> &'static str {
        match self {
            Place::None => "",
            Place::Outside => "outside",
            Place::Admitted => "admitted",
            Place::Undecided => "undecided",
            Place::MovedDown => "moved-down",
        }
    }
}

/// One group of units with its places.
#[derive(Clone, Debug)]
pub struct Group {
    /// Values of the grouping facts; several where small groups were put together.
    pub keys: Vec<Vec<Option<String>>>,
    /// What held because the group is small.
    pub small: Option<Small>,
    /// Units in the group.
    pub units: u64,
    /// Units in the group with a level.
    pub rated: u64,
    /// What the percent is taken of; `None` for a fixed number.
    pub base: Option<u64>,
    /// The percent of the base before it is rounded; `None` for a fixed number.
    pub share: Option<Exact>,
    /// Places; `None` without limit.
    pub allowed: Option<u64>,
    /// Further places for units with special grounds.
    pub special: u64,
    /// The candidates, the first one first; those who are equal in the order of the units.
    pub ranked: Vec<Ranked>,
    /// Units that stand outside, by position.
    pub outside: Vec<usize>,
    /// More candidates than places where that is only marked.
    pub breached: bool,
    /// With a place, and what they are a share of, where that share is over the one of which the rule warns.
    pub over: Option<(u64, u64)>,
    /// Something may still change the base or the places: a unit's level, a condition, a grouping fact that was not recorded.
    pub provisional: bool,
}

/// A candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranked {
    /// By position in the list given.
    pub unit: usize,
    /// The best rank it can have, from 1.
    pub first: u64,
    /// The worst; equal ones share both.
    pub last: u64,
    /// What it gets.
    pub place: Place,
    /// Whether only its special grounds give it the place.
    pub special: bool,
}

impl Group {
    /// The units that a place was given to, or kept from, in the order of their ranks.
    pub fn with(&self, place: Place) -> impl Iterator<Item = usize> {
        self.ranked.iter().filter(move |ranked| ranked.place == place).map(|ranked| ranked.unit)
    }

    /// How many units have that place.
    pub fn count(&self, place: Place) -> u64 {
        self.with(place).count() as u64
    }

    /// The candidate that a unit is.
    pub fn candidate(&self, unit: usize) -> Option<&Ranked> {
        self.ranked.iter().find(|ranked| ranked.unit == unit)
    }
}

/// Holds the contest in every group; groups come in the order of their keys, whatever the order of the units, small ones that are pooled last.
pub fn contest(places: &Places, units: &[Unit]) -> Vec<Group> {
    let mut groups: BTreeMap<&[Option<String>], Vec<usize>> = BTreeMap::new();
    for (position, unit) in units.iter().enumerate() {
        groups.entry(&unit.group).or_default().push(position);
    }
    // A unit whose group nobody recorded may belong to any of them.
    let unknown = units.iter().any(|unit| !unit.outside && unit.group.iter().any(Option::is_none));
    let size = |members: &[usize]| members.iter().filter(|at| units.get(**at).is_some_and(|unit| !unit.outside)).count() as u64;
    let mut pool: (Vec<Vec<Option<String>>>, Vec<usize>) = Default::default();
    let mut out = Vec::new();
    for (key, members) in groups {
        match places.small_groups.as_ref().filter(|small| size(&members) < small.under).map(|small| small.then) {
            Some(Small::Pooled) => {
                pool.0.push(key.to_vec());
                pool.1.extend(members);
            }
            small => out.push(hold(places, units, vec![key.to_vec()], members, small)),
        }
    }
    if !pool.1.is_empty() {
        pool.1.sort_unstable();
        out.push(hold(places, units, pool.0, pool.1, Some(Small::Pooled)));
    }
    out.iter_mut().for_each(|group| group.provisional |= unknown);
    out
}

fn hold(places: &Places, units: &[Unit], keys: Vec<Vec<Option<String>>>, members: Vec<usize>, small: Option<Small>) -> Group {
    let unit = |at: &usize| units.get(*at);
    let (outside, members): (Vec<usize>, Vec<usize>) =
        members.into_iter().partition(|at| unit(at).is_some_and(|unit| unit.outside));
    let inside: Vec<&Unit> = members.iter().filter_map(unit).collect();
    let candidates = members.iter().copied().filter(|at| unit(at).is_some_and(|unit| unit.candidate != Candidate::No)).collect();
    let classes = classes(units, candidates, 0);
    let count = count(places, units, &inside, &classes, small);
    let mut group = Group {
        keys,
        small,
        units: inside.len() as u64,
        rated: inside.iter().filter(|unit| unit.level.is_some()).count() as u64,
        base: count.base,
        share: count.share,
        allowed: count.allowed,
        special: count.special,
        ranked: Vec::new(),
        outside,
        breached: false,
        over: None,
        provisional: inside.iter().any(|unit| unit.provisional),
    };
    // At worst every unit that may compete takes a place from the others, at best only those that surely do.
    let mut worst = Cut::new(&group, places.ties);
    let mut best = Cut::new(&group, places.ties);
    let mut before = 0;
    for class in &classes {
        let of = |grounds: bool, perhaps: bool| {
            let takes = |unit: &&Unit| unit.grounds == grounds && (perhaps || unit.candidate == Candidate::Yes);
            class.units.iter().filter_map(unit).filter(takes).count() as u64
        };
        let at_worst = worst.class([of(false, true), of(true, true)], class.unknown);
        let at_best = best.class([of(false, false), of(true, false)], class.unknown);
        let last = before + class.units.len() as u64;
        for at in &class.units {
            let Some(unit) = unit(at) else { continue };
            let fate = |[plain, grounded]: [Fate; 2]| if unit.grounds { grounded } else { plain };
            let place = match (unit.candidate, fate(at_worst), fate(at_best)) {
                (Candidate::Yes, Fate::In, _) => Place::Admitted,
                (_, _, Fate::Out) => Place::MovedDown,
                _ => Place::Undecided,
            };
            let [plain, _] = at_worst;
            let special = place == Place::Admitted && plain != Fate::In;
            group.ranked.push(Ranked { unit: *at, first: before + 1, last, place, special });
        }
        before = last;
    }
    if places.warn {
        for ranked in &mut group.ranked {
            group.breached |= ranked.place != Place::Admitted;
            let sure = unit(&ranked.unit).is_some_and(|unit| unit.candidate == Candidate::Yes);
            ranked.place = if sure { Place::Admitted } else { Place::Undecided };
        }
    }
    group.over = places.warn_over.as_ref().and_then(|rule| over(rule, &group));
    group
}

/// Those with a place and what they are a share of, where the share is too large. However a tie at the cut is broken, all places are taken.
fn over(rule: &WarnOver, group: &Group) -> Option<(u64, u64)> {
    let candidates = group.ranked.len() as u64;
    let (settled, open) = (group.count(Place::Admitted), group.count(Place::Undecided));
    let given = settled.max(group.allowed.unwrap_or(candidates).min(settled + open));
    let base = match rule.base {
        Base::AllRated => group.rated,
        Base::Candidates => candidates,
        _ => group.units,
    };
    let exact = |count: u64| i64::try_from(count).ok().map(Exact::whole);
    let most = exact(base)?.checked_mul(rule.percent)?;
    (exact(given)? > most).then_some((given, base))
}

/// Candidates that nothing tells apart, in the order of the units.
struct Class {
    units: Vec<usize>,
    /// Whether that is because a ranking key has no value; then no policy for ties applies.
    unknown: bool,
}

/// Candidates as classes, the first ones first. A key that has no value for one of those still equal tells none of them apart.
fn classes(units: &[Unit], candidates: Vec<usize>, key: usize) -> Vec<Class> {
    let values = |at: &usize| units.get(*at).map(|unit| unit.ranking.as_slice()).unwrap_or_default();
    let value = |at: &usize| values(at).get(key).copied().flatten();
    let keys = candidates.first().map_or(0, |at| values(at).len());
    if candidates.len() < 2 || key >= keys {
        return if candidates.is_empty() { Vec::new() } else { vec![Class { units: candidates, unknown: false }] };
    }
    if candidates.iter().any(|at| value(at).is_none()) {
        return vec![Class { units: candidates, unknown: true }];
    }
    let mut ordered = candidates;
    ordered.sort_by(|a, b| value(b).cmp(&value(a)).then(a.cmp(b)));
    ordered.chunk_by(|a, b| value(a) == value(b)).flat_map(|equal| classes(units, equal.to_vec(), key + 1)).collect()
}

/// What a class can count on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// Each of them has a place, however the ties are broken.
    In,
    /// That hangs on a tie.
    Open,
    /// None of them has one.
    Out,
}

/// The places that are left while the classes come one after another.
struct Cut {
    ties: Ties,
    left: u64,
    special: u64,
    /// Special places that are taken, at least and at most: ties above may leave it open.
    taken: (u64, u64),
}

impl Cut {
    fn new(group: &Group, ties: Ties) -> Cut {
        Cut { ties, left: group.allowed.unwrap_or(u64::MAX), special: group.special, taken: (0, 0) }
    }

    /// The fate of a class of so many without and with special grounds: of the ones, of the others.
    fn class(&mut self, [plain, grounded]: [u64; 2], unknown: bool) -> [Fate; 2] {
        let all = plain + grounded;
        if self.left > 0 && all <= self.left {
            self.left -= all;
            return [Fate::In, Fate::In];
        }
        // What is left of the ordinary places belongs to this class; nobody behind it gets any.
        let left = std::mem::take(&mut self.left);
        match if unknown { Ties::HandOver } else { self.ties } {
            Ties::HandOver => self.handed_over([plain, grounded], left),
            Ties::AllIn if left > 0 => [Fate::In, Fate::In],
            Ties::AllIn => [Fate::Out, self.whole(|taken, special| taken < special, grounded)],
            Ties::AllOut => [Fate::Out, self.whole(|taken, special| taken + grounded <= special, grounded)],
        }
    }

    fn handed_over(&mut self, [plain, grounded]: [u64; 2], left: u64) -> [Fate; 2] {
        let (least, most) = self.taken;
        // At worst the others with grounds come to their special places before this one does.
        let others = grounded.saturating_sub(1);
        let others = others - others.min(left.saturating_sub(plain));
        let with_grounds = match () {
            () if most + others < self.special => Fate::In,
            () if left > 0 || least < self.special => Fate::Open,
            () => Fate::Out,
        };
        let all = plain + grounded;
        let taken = (least + grounded.saturating_sub(left), most + grounded.min(all - left.min(all)));
        self.taken = (taken.0.min(self.special), taken.1.min(self.special));
        [if left > 0 { Fate::Open } else { Fate::Out }, with_grounds]
    }

    /// A class that gets its special places as a whole or not at all.
    fn whole(&mut self, fits: impl Fn(u64, u64) -> bool, grounded: u64) -> Fate {
        let (least, most) = self.taken;
        let after = |taken: u64| if fits(taken, self.special) { (taken + grounded).min(self.special) } else { self.special };
        self.taken = (after(least), after(most));
        match (fits(least, self.special), fits(most, self.special)) {
            (true, true) => Fate::In,
            (false, false) => Fate::Out,
            _ => Fate::Open,
        }
    }
}

/// How many places a group has, and what that follows from.
struct Count {
    base: Option<u64>,
    share: Option<Exact>,
    allowed: Option<u64>,
    special: u64,
}

fn count(places: &Places, units: &[Unit], inside: &[&Unit], classes: &[Class], small: Option<Small>) -> Count {
    let candidates = classes.iter().map(|class| class.units.len()).sum::<usize>() as u64;
    let mut count = match &places.amount {
        Amount::Fixed(fixed) => Count { base: None, share: None, allowed: Some(*fixed), special: 0 },
        Amount::Share(share) => {
            let counted = |level: Option<usize>| level.is_some_and(|level| share.counts(level));
            let (base, allowed) = match share.base {
                Base::OrBetter | Base::Only => plain(share, inside.iter().filter(|unit| counted(unit.level)).count()),
                Base::AllRated => plain(share, inside.iter().filter(|unit| unit.level.is_some()).count()),
                Base::AllUnits => plain(share, inside.len()),
                Base::Candidates => plain(share, classes.iter().map(|class| class.units.len()).sum()),
                Base::OrBetterAfterCut | Base::OnlyAfterCut => after_cut(share, units, inside, classes, candidates),
            };
            let special = places.special.as_ref().map_or(0, |special| rounded(special.percent, base, share));
            Count {
                base: Some(base),
                share: part(share.percent, base),
                allowed: Some(allowed),
                special: special.saturating_sub(allowed),
            }
        }
    };
    match small {
        Some(Small::OnePlace) => count.allowed = count.allowed.map(|allowed| allowed.max(1)),
        Some(Small::NoLimit) => count.allowed = None,
        Some(Small::Pooled) | None => {}
    }
    count
}

fn plain(share: &Share, base: usize) -> (u64, u64) {
    (base as u64, rounded(share.percent, base as u64, share))
}

/// Who is moved down joins the base or leaves it, so the number of places answers to itself: the largest number that it allows.
fn after_cut(share: &Share, units: &[Unit], inside: &[&Unit], classes: &[Class], candidates: u64) -> (u64, u64) {
    let counted = |level: Option<usize>| u64::from(level.is_some_and(|level| share.counts(level)));
    let rest = inside.iter().filter(|unit| unit.candidate == Candidate::No).map(|unit| counted(unit.level)).sum::<u64>();
    // Of those who are equal, whoever would enlarge the base below is taken first: the smaller base is the certain one.
    let mut moves: Vec<(u64, u64)> = Vec::new();
    for class in classes {
        let start = moves.len();
        moves.extend(class.units.iter().filter_map(|at| units.get(*at)).map(|unit| (counted(unit.level), counted(unit.below))));
        if let Some(own) = moves.get_mut(start..) {
            own.sort_unstable_by_key(|(stays, falls)| (std::cmp::Reverse(*falls), *stays));
        }
    }
    let mut base = rest + moves.iter().map(|(stays, _)| stays).sum::<u64>();
    let mut admitted = candidates;
    for (stays, falls) in moves.iter().rev() {
        if admitted <= rounded(share.percent, base, share) {
            break;
        }
        base = base - stays + falls;
        admitted -= 1;
    }
    // One more place than that would take away the base it rests on.
    (base, if admitted < candidates { admitted } else { rounded(share.percent, base, share) })
}

fn part(percent: Exact, base: u64) -> Option<Exact> {
    i64::try_from(base).ok().map(Exact::whole).and_then(|base| base.checked_mul(percent)).map(Exact::reduced)
}

fn rounded(percent: Exact, base: u64, share: &Share) -> u64 {
    let places = part(percent, base).and_then(|part| part.round(Exact::ONE, share.rounding));
    places.and_then(|places| u64::try_from(places.reduced().num()).ok()).unwrap_or(0)
}
