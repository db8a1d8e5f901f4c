//! One meeting as the hard-coded sheets read it, and the same facts in the slots of a regulation.

use chibo::rules::Regulation;

/// Kinds of meetings that the sheets score, in the order of the shared vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Regular,
    Thematic,
    Combined,
}

/// What happened at a meeting; `None` was not recorded.
#[derive(Clone, Debug)]
pub struct Facts {
    pub kind: Kind,
    pub secretary_only: Option<bool>,
    pub members: Option<i64>,
    pub present: Option<i64>,
    pub excused: Option<i64>,
    pub unexcused: Option<i64>,
    pub on_mission: Option<i64>,
    pub minutes: Option<i64>,
    pub speakers: Option<i64>,
    pub targets_set: Option<i64>,
    pub targets_met: Option<i64>,
    pub excused_run_over_3: Option<bool>,
    pub held_on_day: Option<bool>,
    pub prepared_in_person: Option<bool>,
    pub committee_met: Option<bool>,
    pub content_prepared: Option<bool>,
    pub draft_resolution: Option<bool>,
    pub discussion_pointers: Option<bool>,
    pub announced: Option<bool>,
    pub documents_sent: Option<bool>,
    pub procedure_followed: Option<bool>,
    pub regular_content_complete: Option<bool>,
    pub thematic_content_complete: Option<bool>,
    pub praise_and_reminder: Option<bool>,
    pub minutes_complete: Option<bool>,
    pub ideology_time: Option<bool>,
    pub documents_used: Option<bool>,
    pub chairing_flexible: Option<bool>,
    pub chairing_pointers: Option<bool>,
    pub chairing_democratic: Option<bool>,
    pub chairing_summed_up: Option<bool>,
    pub centralism_kept: Option<bool>,
    pub criticism_kept: Option<bool>,
    pub unity_kept: Option<bool>,
    pub leadership_shown: Option<bool>,
    pub information_kept: Option<bool>,
    pub conclusion_made: Option<bool>,
    pub resolution_made: Option<bool>,
    pub results_posted: Option<bool>,
}

impl Facts {
    /// A likely meeting: mostly yes, mostly recorded, every bound of the tables met now and then.
    pub fn draw(chance: &mut Chance) -> Facts {
        let members = 3 + chance.below(58);
        let absent = |chance: &mut Chance, often: u64| if chance.one_in(often) { chance.below(members / 4 + 1) } else { 0 };
        let excused = absent(chance, 2);
        let on_mission = absent(chance, 8);
        let unexcused = if chance.one_in(10) { chance.below(3) } else { 0 };
        let present = (members - excused - on_mission - unexcused).max(0);
        let targets_set = chance.below(11);
        let kind = match chance.below(4) {
            0 => Kind::Thematic,
            1 => Kind::Combined,
            _ => Kind::Regular,
        };
        Facts {
            kind,
            secretary_only: chance.recorded(|chance| chance.one_in(3)),
            members: chance.recorded(|_| members),
            present: chance.recorded(|_| present),
            excused: chance.recorded(|_| excused),
            unexcused: chance.recorded(|_| unexcused),
            on_mission: chance.recorded(|_| on_mission),
            minutes: chance.recorded(|chance| 5 * chance.below(30)),
            speakers: chance.recorded(|chance| chance.below(members + 1)),
            targets_set: chance.recorded(|_| targets_set),
            targets_met: chance.recorded(|chance| targets_set - chance.below(targets_set + 1).min(chance.below(11))),
            excused_run_over_3: chance.recorded(|chance| chance.one_in(20)),
            held_on_day: chance.flag(),
            prepared_in_person: chance.flag(),
            committee_met: chance.flag(),
            content_prepared: chance.flag(),
            draft_resolution: chance.flag(),
            discussion_pointers: chance.flag(),
            announced: chance.flag(),
            documents_sent: chance.flag(),
            procedure_followed: chance.flag(),
            regular_content_complete: chance.flag(),
            thematic_content_complete: chance.flag(),
            praise_and_reminder: chance.flag(),
            minutes_complete: chance.flag(),
            ideology_time: chance.flag(),
            documents_used: chance.flag(),
            chairing_flexible: chance.flag(),
            chairing_pointers: chance.flag(),
            chairing_democratic: chance.flag(),
            chairing_summed_up: chance.flag(),
            centralism_kept: chance.flag(),
            criticism_kept: chance.flag(),
            unity_kept: chance.flag(),
            leadership_shown: chance.flag(),
            information_kept: chance.flag(),
            conclusion_made: chance.flag(),
            resolution_made: chance.flag(),
            results_posted: chance.flag(),
        }
    }

    /// The facts where the library reads them.
    pub fn slots(&self, regulation: &Regulation) -> Vec<Option<i64>> {
        let mut slots = vec![None; regulation.layout.recorded()];
        let flag = |value: Option<bool>| value.map(i64::from);
        // The words of a choice are held by their place in the vocabulary.
        let leadership = self.secretary_only.map(|only| if only { 2 } else { 0 });
        for (id, value) in [
            ("kind", Some(self.kind as i64)),
            ("leadership", leadership),
            ("members", self.members),
            ("present", self.present),
            ("excused", self.excused),
            ("unexcused", self.unexcused),
            ("on_mission", self.on_mission),
            ("minutes", self.minutes),
            ("speakers", self.speakers),
            ("targets_set", self.targets_set),
            ("targets_met", self.targets_met),
            ("excused_run_over_3", flag(self.excused_run_over_3)),
            ("held_on_day", flag(self.held_on_day)),
            ("prepared_in_person", flag(self.prepared_in_person)),
            ("committee_met", flag(self.committee_met)),
            ("content_prepared", flag(self.content_prepared)),
            ("draft_resolution", flag(self.draft_resolution)),
            ("discussion_pointers", flag(self.discussion_pointers)),
            ("announced", flag(self.announced)),
            ("documents_sent", flag(self.documents_sent)),
            ("procedure_followed", flag(self.procedure_followed)),
            ("regular_content_complete", flag(self.regular_content_complete)),
            ("thematic_content_complete", flag(self.thematic_content_complete)),
            ("praise_and_reminder", flag(self.praise_and_reminder)),
            ("minutes_complete", flag(self.minutes_complete)),
            ("ideology_time", flag(self.ideology_time)),
            ("documents_used", flag(self.documents_used)),
            ("chairing_flexible", flag(self.chairing_flexible)),
            ("chairing_pointers", flag(self.chairing_pointers)),
            ("chairing_democratic", flag(self.chairing_democratic)),
            ("chairing_summed_up", flag(self.chairing_summed_up)),
            ("centralism_kept", flag(self.centralism_kept)),
            ("criticism_kept", flag(self.criticism_kept)),
            ("unity_kept", flag(self.unity_kept)),
            ("leadership_shown", flag(self.leadership_shown)),
            ("information_kept", flag(self.information_kept)),
            ("conclusion_made", flag(self.conclusion_made)),
            ("resolution_made", flag(self.resolution_made)),
            ("results_posted", flag(self.results_posted)),
        ] {
            let slot = regulation.vocabulary.position(id).unwrap_or_else(|| panic!("{id} is no fact"));
            slots[slot] = value;
        }
        slots
    }
}

/// Numbers that look like chance and are the same in every run.
pub struct Chance {
    state: u64,
    /// A fact is not recorded once in so many.
    pub missing: u64,
}

impl Chance {
    pub fn new(seed: u64, missing: u64) -> Chance {
        Chance { state: seed, missing }
    }

    /// From 0 up to, not including, `end`.
    pub fn below(&mut self, end: i64) -> i64 {
        // SplitMix64: every seed gives another, well mixed sequence.
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        i64::try_from(mixed % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_in(&mut self, often: u64) -> bool {
        self.below(i64::try_from(often).unwrap()) == 0
    }

    fn recorded<T>(&mut self, value: impl FnOnce(&mut Chance) -> T) -> Option<T> {
        let value = value(self);
        (!self.one_in(self.missing)).then_some(value)
    }

    fn flag(&mut self) -> Option<bool> {
        self.recorded(|chance| !chance.one_in(6))
    }
}
