//! Where bytes go: to the screen, into a file that appears whole or not at all, or into memory.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::sync::Arc;

use chibo::diagnostic::{Code, Diagnostic, Place};

use super::pages::Pages;

/// Where a result goes.
pub(crate) enum To<'a> {
    /// Standard output.
    Screen,
    /// A file.
    File(&'a Path),
    /// Memory, for whoever only wants to know what it would be.
    Memory(&'a RefCell<Vec<u8>>),
}

impl To<'_> {
    /// Writes what `fill` writes.
    pub(crate) fn write(&self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Box<Diagnostic>> {
        match self {
            To::Screen => {
                let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
                match fill(&mut out).and_then(|()| out.flush()) {
                    // Whoever reads our output may stop early; that is no fault.
                    Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                    done => done.map_err(|error| unwritable(Path::new("stdout"), &error)),
                }
            }
            To::File(path) => to_file(path, fill).map_err(|error| unwritable(path, &error)),
            To::Memory(memory) => fill(&mut *memory.borrow_mut()).map_err(|error| unwritable(Path::new("memory"), &error)),
        }
    }
}

/// The file appears whole or not at all. A device or a pipe is written to as it stands, never replaced by a file; of a link,
/// what it points to is replaced.
pub(crate) fn to_file(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match path.metadata() {
        Ok(there) if there.is_dir() => return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory")),
        Ok(there) if !there.is_file() => {
            let mut out = BufWriter::with_capacity(1 << 16, File::options().write(true).open(path)?);
            return fill(&mut out).and_then(|()| out.flush());
        }
        _ => {}
    }
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // Temporary files are private; a result is for colleagues too.
        builder.permissions(std::fs::Permissions::from_mode(0o644));
    }
    let file = builder.tempfile_in(folder)?;
    let mut out = Pages::of(file);
    fill(&mut out)?;
    let file = out.end()?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// That something could not be written there, and why.
pub(crate) fn unwritable(path: &Path, error: &io::Error) -> Box<Diagnostic> {
    Box::new(not_written(path).with_system("cause", error))
}

/// That something could not be written there.
pub(crate) fn not_written(path: &Path) -> Diagnostic {
    let name: Arc<str> = path.to_string_lossy().into();
    Diagnostic::new(Code::OutputUnwritable, Place::file(&name)).with("value", &name)
}
