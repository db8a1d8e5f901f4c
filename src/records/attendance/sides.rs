//! On which side of the rate one member stands, by status and by the text of the day.

use super::turnout::{MemberStatus, STATUSES};
use crate::base::Day;
use crate::expr::{Expr, Slots};
use crate::rules::{Regulation, Texts};

/// For a status: attending (0 or 1) and expected (0 or 1); `None` where that hangs on more than the member.
type Side = Option<(u8, u8)>;

/// The sides of all texts of a run.
#[derive(Debug)]
pub(super) struct Sides {
    texts: Vec<(Option<Day>, Option<Day>, [Side; STATUSES])>,
    on_request: bool,
}

impl Sides {
    pub(super) fn of_texts(texts: &Texts) -> Sides {
        let of = texts
            .all()
            .iter()
            .map(|text| (text.first, text.last, MemberStatus::ALL.map(|status| side(&text.regulation, status))));
        Sides { texts: of.collect(), on_request: texts.is_on_request() }
    }

    pub(super) fn of(&self, day: Day, state: u8) -> Side {
        let judges = |first: Option<Day>, last: Option<Day>| {
            self.on_request || first.is_none_or(|first| first <= day) && last.is_none_or(|last| day <= last)
        };
        let mut all = self.texts.iter().filter(|(first, last, _)| judges(*first, *last));
        let (_, _, sides) = all.next()?;
        sides.get(usize::from(state)).copied().flatten()
    }
}

fn side(regulation: &Regulation, status: MemberStatus) -> Side {
    let rule = regulation.attendance.as_ref()?;
    let counted = if status == MemberStatus::Late { MemberStatus::Present } else { status };
    let slot = regulation.vocabulary.position(counted.fact())?;
    let Some((attending, expected)) = &rule.sides else {
        return Some((u8::from(rule.counts.contains(&slot)), u8::from(rule.base.contains(&slot))));
    };
    if rule.varies.contains(&slot) {
        return None;
    }
    let zero = |id: &str| regulation.vocabulary.position(id);
    let mut facts = vec![None; regulation.layout.recorded()];
    let mut set = |slot: usize, value: i64| {
        if let Some(fact) = facts.get_mut(slot) {
            *fact = Some(value);
        }
    };
    for slot in MemberStatus::ALL.iter().filter_map(|status| zero(status.fact())) {
        set(slot, 0);
    }
    set(slot, 1);
    set(zero("members")?, 1);
    let slots = Slots { facts: &facts, derived: &[] };
    let of = |side: &Expr| u8::try_from(side.number(slots).ok()?.reduced().num()).ok();
    Some((of(attending)?, of(expected)?))
}
