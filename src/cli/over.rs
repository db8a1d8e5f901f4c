//! What a run would write over: refused before anything is read or written.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use chibo::run::{Part, files, names};
use chibo::words::{Word, fill};
use clap::ArgMatches;

use super::arguments::Arguments;
use super::{Cli, Command, Common, Exit, emit};

/// What a run reads, each by where it really is.
struct Reads {
    /// Files that are there.
    files: Vec<PathBuf>,
    /// Where folders of records look for files, whether any is there or not.
    names: Vec<PathBuf>,
    /// Folders of records.
    folders: Vec<PathBuf>,
}

/// What the run reads, where it is to write anything.
///
/// # Errors
/// The refusal of a run whose result or receipt would be written over what it reads, over each other, or where a later run would read it as
/// records.
pub(crate) fn inputs(cli: &Cli, matches: &ArgMatches) -> Result<Rc<[PathBuf]>, Exit> {
    let common = &cli.common;
    if written(common).next().is_none() && common.rejects.is_none() {
        return Ok(Rc::default());
    }
    let reads = Reads::of(&cli.command, matches, common);
    match refused(&reads, common) {
        Some(exit) => Err(exit),
        None => Ok(reads.files.into()),
    }
}

fn refused(reads: &Reads, common: &Common) -> Option<Exit> {
    let has = |all: &[PathBuf], path: &Path| all.contains(&place(path));
    for (argument, path) in written(common) {
        let word = match path {
            _ if has(&reads.files, path) => Word::UsageOverInput,
            _ if has(&reads.names, path) => Word::UsageOverName,
            _ => continue,
        };
        return Some(said(word, &[("argument", argument), ("value", &path.to_string_lossy())], common));
    }
    let rejects = common.rejects.as_deref();
    for (argument, path) in written(common) {
        let is_rejects = rejects.is_some_and(|folder| place(path).parent() == Some(&place(folder)) && is_of_rejects(path));
        let is_twice = argument != OUTPUT && common.output.as_deref().is_some_and(|output| place(output) == place(path));
        let other = if is_rejects { "--rejects" } else { OUTPUT };
        if is_rejects || is_twice {
            let values = [("argument", argument), ("value", &*path.to_string_lossy()), ("other", other)];
            return Some(said(Word::UsageOverOther, &values, common));
        }
    }
    let folder = rejects.filter(|folder| common.receipt.is_some() && has(&reads.folders, folder))?;
    Some(said(Word::UsageRejectsAmongRecords, &[("value", &folder.to_string_lossy())], common))
}

/// Refuses to write a result over one of these files.
pub(crate) fn refused_over(files: &[PathBuf], common: &Common) -> Option<Exit> {
    let files: Vec<PathBuf> = files.iter().map(|file| place(file)).collect();
    let (argument, path) = written(common).find(|(_, path)| files.contains(&place(path)))?;
    Some(said(Word::UsageOverInput, &[("argument", argument), ("value", &path.to_string_lossy())], common))
}

/// Refuses to write a result among the files that a command makes in a folder.
pub(crate) fn refused_within(folder: &Path, command: &str, common: &Common) -> Option<Exit> {
    let folder = place(folder);
    let (argument, path) = written(common).find(|(_, path)| place(path).starts_with(&folder))?;
    let values = [("argument", argument), ("value", &*path.to_string_lossy()), ("other", command)];
    Some(said(Word::UsageOverOther, &values, common))
}

const OUTPUT: &str = "--output";

fn written(common: &Common) -> impl Iterator<Item = (&'static str, &Path)> {
    let options = [(OUTPUT, common.output.as_deref()), ("--receipt", common.receipt.as_deref())];
    options.into_iter().filter_map(|(argument, path)| Some((argument, path?)))
}

fn said(word: Word, values: &[(&str, &str)], common: &Common) -> Exit {
    emit::say(&fill(word.text(common.language), values));
    Exit::Usage
}

fn is_of_rejects(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".rejects.csv"))
}

impl Reads {
    fn of(command: &Command, matches: &ArgMatches, common: &Common) -> Reads {
        let mut reads = Reads { files: Vec::new(), names: Vec::new(), folders: Vec::new() };
        let here = std::env::current_dir().unwrap_or_default();
        let own = match command {
            Command::Profile(args) => args.reads(common),
            Command::Rules(args) => args.reads(),
            Command::Verify(args) => args.reads(),
            _ => match Arguments::of(matches, &here) {
                Some(Arguments { records, profile, texts, .. }) => {
                    reads.names = names(&records, profile.as_deref()).iter().map(|path| place(path)).collect();
                    reads.folders = records.iter().map(|path| place(path)).collect();
                    let files = files(&records, profile.as_deref(), &texts).into_iter();
                    files.filter(|file| file.part != Part::Shipped).map(|file| file.path).collect()
                }
                None => Vec::new(),
            },
        };
        reads.files = own.iter().map(|path| place(path)).collect();
        reads
    }
}

/// Where a path leads, through links; of a file that is not there yet, in which folder it would be.
pub(crate) fn place(path: &Path) -> PathBuf {
    let within = || {
        let folder = path.parent()?;
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        Some(place(folder).join(path.file_name()?))
    };
    path.canonicalize().ok().or_else(within).unwrap_or_else(|| path.to_owned())
}
