//! What a run wrote and came to, kept for the receipt that was asked for, or for a proof that only wants to know.

use std::cell::RefCell;
use std::io::Write;
use std::path::{Path, PathBuf};

use chibo::base::Hashing;
use chibo::diagnostic::{Diagnostic, Findings};
use chibo::receipt::{Inputs, Now, Outcome, Output, Receipt, SCREEN, label};
use chibo::report::Report;
use chibo::run::SEMANTICS;

use super::out::{To, to_file, unwritable};
use super::{Exit, emit};

/// Why a run is kept.
pub(crate) enum Keep {
    /// A receipt is to be written.
    Receipt(Asked),
    /// The run repeats an earlier one: it says and writes nothing.
    Proof(Memory),
}

/// A receipt that was asked for, with what was known before the run.
pub(crate) struct Asked {
    pub(crate) path: PathBuf,
    pub(crate) date: Option<String>,
    pub(crate) command: Vec<String>,
    pub(crate) inputs: Inputs,
}

/// What a repeated run came to.
#[derive(Default)]
pub(crate) struct Memory {
    /// How wide tables are.
    pub(crate) width: Option<u16>,
    pub(crate) now: RefCell<Now>,
    pub(crate) findings: RefCell<Findings>,
}

impl Keep {
    /// Writes to a path, or to the screen where there is none; tells what was written where a receipt is to say it.
    pub(crate) fn put(
        keep: Option<&Keep>,
        path: Option<&Path>,
        fill: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
    ) -> Result<Option<Output>, Box<Diagnostic>> {
        let to = path.map_or(To::Screen, To::File);
        let name = path.map_or_else(|| SCREEN.to_owned(), label);
        match keep {
            None => to.write(fill).map(|()| None),
            Some(Keep::Proof(memory)) => {
                let own = RefCell::default();
                To::Memory(&own).write(fill)?;
                memory.now.borrow_mut().outputs.push((name, own.into_inner()));
                Ok(None)
            }
            Some(Keep::Receipt(_)) => {
                let mut digest = None;
                to.write(|out| {
                    let mut out = Hashing::of(out);
                    fill(&mut out)?;
                    digest = Some(out.end());
                    Ok(())
                })?;
                // Of a result of which somebody read only the start there is nothing to prove.
                let digest = digest.ok_or_else(|| unwritable(Path::new("stdout"), &std::io::ErrorKind::BrokenPipe.into()))?;
                Ok(Some(Output { path: name, digest }))
            }
        }
    }

    /// Writes the receipt, or keeps what the run came to.
    ///
    /// # Errors
    /// Why there is no receipt.
    pub(crate) fn end(
        &self,
        report: &Report<'_>,
        findings: &Findings,
        exit: Exit,
        outputs: Vec<Output>,
        width: Option<u16>,
    ) -> Result<(), Findings> {
        let outcome = Outcome::of(report, findings, exit as u8);
        match self {
            Keep::Proof(memory) => {
                memory.now.borrow_mut().outcome = Some(outcome);
                Ok(())
            }
            Keep::Receipt(asked) => {
                let mut faults = Findings::new();
                if !asked.inputs.still_hold(&mut faults) {
                    return Err(faults);
                }
                let receipt = Receipt {
                    version: env!("CARGO_PKG_VERSION").to_owned(),
                    semantics: SEMANTICS,
                    date: asked.date.clone(),
                    command: asked.command.clone(),
                    width,
                    inputs: asked.inputs.list(),
                    outcome,
                    outputs,
                };
                let written = to_file(&asked.path, |out| out.write_all(receipt.text().as_bytes()));
                written.map_err(|error| emit::only(*unwritable(&asked.path, &error)))
            }
        }
    }
}
