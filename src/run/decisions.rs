//! The decisions on levels that a run shows.

use super::input::Input;
use crate::assess::Meetings;
use crate::assess::decision::Decided;
use crate::assess::year::Classification;
use crate::base::Day;
use crate::diagnostic::Findings;
use crate::records::{Account, CellIndex, DecisionRequest, Decisions, RecordFile};
use crate::rules::{Regulation, Scope};

/// What `decisions.csv` says, as far as a run asks for it.
#[derive(Debug, Default)]
pub struct Made {
    /// The decisions.
    pub decisions: Decisions,
    /// What became of the rows.
    pub accounts: Vec<Account>,
    as_of: Option<Day>,
}

impl Made {
    /// Decisions on the period of the run; on year-end levels where `year` gives them. `None` when a file cannot be used.
    pub fn read(
        input: &Input,
        meetings: &Meetings<'_>,
        year: Option<&Regulation>,
        (only, as_of, check_all): (Option<CellIndex>, Option<Day>, bool),
        findings: &mut Findings,
    ) -> Option<Made> {
        if !input.any_has(Scope::Decision) {
            return Some(Made { as_of, ..Made::default() });
        }
        let texts = meetings.period_judges().filter_map(|text| meetings.texts.all().get(text)).map(|text| &text.regulation);
        let request = DecisionRequest {
            registers: input.registers(),
            cells: &input.cells,
            period: input.period,
            year,
            meetings: &texts.collect::<Vec<&Regulation>>(),
            only,
            as_of,
            check_all,
        };
        let having = input.folders.iter().filter(|folder| folder.has(Scope::Decision));
        let files: Vec<RecordFile> = having.flat_map(|folder| folder.files(Scope::Decision)).collect();
        let (decisions, accounts) = Decisions::read(&files, request, findings);
        (accounts.len() == files.len()).then_some(Made { decisions, accounts, as_of })
    }

    /// Holds them against what is computed.
    pub fn settle(&self, meetings: &Meetings<'_>, year: Option<&Classification<'_>>, findings: &mut Findings) -> Decided<'_> {
        Decided::of(&self.decisions, self.as_of, (meetings, year), findings)
    }
}
