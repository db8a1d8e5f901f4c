//! The files that a run rests on, hashed before it reads them.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

use super::{Input, label};
use crate::base::Digest;
use crate::diagnostic::{Code, Diagnostic, Findings, Place};
use crate::run::RunFile;

/// A file of at most so many bytes is hashed again after the run; of a larger one its size and times tell whether it was written to.
const SMALL: u64 = 8 * 1024 * 1024;

/// The files of a run with their sums, taken before the run. What it reads is what was hashed as long as [`Inputs::still_hold`].
#[derive(Debug)]
pub struct Inputs {
    taken: Vec<Taken>,
}

#[derive(Debug)]
struct Taken {
    file: RunFile,
    digest: Digest,
    /// None of what is within the program.
    stamp: Option<Stamp>,
}

impl Inputs {
    /// Hashes the files. A file that cannot be read is a fault; `None` where there is one.
    pub fn take(files: Vec<RunFile>, findings: &mut Findings) -> Option<Inputs> {
        let mut taken = Vec::new();
        let mut whole = true;
        for file in files {
            let read = match file.shipped_text() {
                Some(text) => Ok((Digest::of(text.as_bytes()), None)),
                None => hash(&file.path).map(|(digest, stamp)| (digest, Some(stamp))),
            };
            match read {
                Ok((digest, stamp)) => taken.push(Taken { file, digest, stamp }),
                Err(error) => {
                    whole = false;
                    findings.push(Diagnostic::new(Code::FileUnreadable, place(&file.path)).with_system("value", &error));
                }
            }
        }
        whole.then_some(Inputs { taken })
    }

    /// Whether each file is still the one that was hashed; each that is not is a fault.
    pub fn still_hold(&self, findings: &mut Findings) -> bool {
        let changed = self.taken.iter().filter(|taken| !taken.still_holds());
        let before = findings.counts().get(&Code::InputInFlux).copied();
        for taken in changed {
            let fault = Diagnostic::new(Code::InputInFlux, place(&taken.file.path));
            findings.push(fault.with("value", label(&taken.file.path)));
        }
        before == findings.counts().get(&Code::InputInFlux).copied()
    }

    /// As they stand in a receipt.
    pub fn list(&self) -> Vec<Input> {
        let one = |taken: &Taken| Input { part: taken.file.part, path: label(&taken.file.path), digest: taken.digest.clone() };
        self.taken.iter().map(one).collect()
    }
}

impl Taken {
    fn still_holds(&self) -> bool {
        let Some(stamp) = &self.stamp else { return true };
        let same = || self.file.path.metadata().is_ok_and(|about| Stamp::of(&about) == *stamp);
        let hashed = || hash(&self.file.path).is_ok_and(|(digest, _)| digest == self.digest);
        same() && (stamp.bytes > SMALL || hashed())
    }
}

/// The sum of a file, and what it was when its first byte was read.
fn hash(path: &Path) -> io::Result<(Digest, Stamp)> {
    let file = File::open(path)?;
    let stamp = Stamp::of(&file.metadata()?);
    Ok((Digest::of_reader(file)?, stamp))
}

/// By what a system tells that a file was written to.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    modified: Option<Duration>,
    /// Which file it is and when it changed, which nobody can set back.
    #[cfg(unix)]
    inode: [i64; 3],
}

impl Stamp {
    fn of(about: &Metadata) -> Stamp {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Stamp {
            bytes: about.len(),
            modified: about.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok()),
            #[cfg(unix)]
            inode: [about.ino().cast_signed(), about.ctime(), about.ctime_nsec()],
        }
    }
}

fn place(path: &Path) -> Place {
    let name: Arc<str> = label(path).into();
    Place::file(&name)
}
