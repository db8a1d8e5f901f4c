//! Cells and meetings as lines of their files, field after field in the order of the headings.

use crate::attendance::Attendance;
use crate::cell::{Cell, CellType, Leadership, Rank};
use crate::facts::{Facts, Given};
use crate::line::Line;
use crate::meeting::{Meeting, Outcome};
use crate::schedule::Kind;

/// From members to suspended.
const COUNTS: usize = 11;
/// From minutes to the last given points.
const FACTS: usize = 18;

pub fn cell(line: &mut Line, cell: &Cell) {
    let identity = &cell.identity;
    line.text(&identity.code);
    line.text(&identity.name);
    line.text(&identity.committee);
    line.text(match identity.cell_type {
        CellType::Village => "village",
        CellType::ResidentialGroup => "residential-group",
        CellType::Agency => "agency",
        CellType::PublicService => "public-service",
        CellType::Enterprise => "enterprise",
        CellType::ArmedForces => "armed-forces",
    });
    line.text(match identity.rank {
        Rank::Grassroots => "grassroots",
        Rank::Dependent => "dependent",
    });
    line.text(match cell.leadership {
        Leadership::Committee => "committee",
        Leadership::SecretaryAndDeputy => "secretary-and-deputy",
        Leadership::SecretaryOnly => "secretary-only",
    });
    line.number(cell.meeting_day);
    line.maybe(cell.from, Line::day);
    line.maybe(cell.until, Line::day);
}

pub fn meeting(line: &mut Line, code: &str, meeting: &Meeting) {
    line.text(code);
    line.day(meeting.planned.day);
    line.word(match meeting.planned.kind {
        Kind::Regular => ("regular", "thường kỳ"),
        Kind::Thematic => ("thematic", "chuyên đề"),
        Kind::Combined => ("combined", "kết hợp"),
    });
    match &meeting.outcome {
        Outcome::Held(who, facts, note) => {
            line.word(("held", "đã họp"));
            line.blanks(1);
            attendance(line, who);
            happened(line, facts);
            line.text(note);
        }
        Outcome::NotScored(who) => {
            line.word(("not-scored", "chưa chấm"));
            line.blanks(1);
            attendance(line, who);
            line.blanks(FACTS + 1);
        }
        Outcome::NotHeld(reason) => {
            line.word(("not-held", "không họp"));
            line.text(reason);
            line.blanks(COUNTS + FACTS + 1);
        }
    }
}

fn attendance(line: &mut Line, who: &Attendance) {
    let counts: [u32; COUNTS] = [
        who.members,
        who.present,
        who.late,
        who.excused,
        who.unexcused,
        who.on_mission,
        who.special_duty,
        who.exempt_absent,
        who.exempt_present,
        who.transferred,
        who.suspended,
    ];
    for count in counts {
        line.number(count);
    }
}

fn happened(line: &mut Line, facts: &Facts) {
    line.number(facts.minutes);
    line.number(facts.speakers);
    line.flag(facts.on_day);
    line.flag(facts.prepared_in_person);
    line.maybe(facts.committee_met, Line::flag);
    line.flag(facts.content_prepared);
    line.flag(facts.draft_resolution);
    line.flag(facts.procedure_followed);
    line.flag(facts.praise_and_reminder);
    line.flag(facts.minutes_complete);
    line.flag(facts.centralism_kept);
    line.flag(facts.unity_kept);
    line.maybe(facts.targets.map(|(set, _)| set), Line::number);
    line.maybe(facts.targets.map(|(_, met)| met), Line::number);
    for Given { own, verified } in [facts.content, facts.principles] {
        line.halves(own);
        line.maybe(verified, Line::halves);
    }
}
