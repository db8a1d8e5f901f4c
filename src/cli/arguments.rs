//! A command line in the one form in which receipts hold it: every option that bears on the result, by name, with paths from here.

use std::any::TypeId;
use std::ffi::OsStr;
use std::path::{Component, Path, PathBuf};

use chibo::receipt::label;
use chibo::rules::shipped;
use chibo::words::Lang;
use clap::{Arg, ArgAction, ArgMatches, CommandFactory};

use super::Cli;

/// Where results and faults go, and how fast: nothing that a result depends on. The folder of rejected rows is not among them, since
/// with it all faults are kept.
const NO_PART: [&str; 9] = ["output", "receipt", "receipt_date", "strict", "quiet", "diagnostics", "threads", "help", "version"];
/// What names regulations, by id or path.
const TEXTS: [&str; 3] = ["rules", "year_end", "visit_rules"];

/// A command that reads records.
pub(crate) struct Arguments {
    /// The command line without the program's own name.
    pub(crate) words: Vec<String>,
    /// The folders of records, by whatever argument they are named.
    pub(crate) records: Vec<PathBuf>,
    /// What takes the place of their own profiles.
    pub(crate) profile: Option<PathBuf>,
    /// Regulations that are named.
    pub(crate) texts: Vec<String>,
}

impl Arguments {
    /// `None` of a command that reads no records.
    pub(crate) fn of(matches: &ArgMatches, here: &Path) -> Option<Arguments> {
        let (name, given) = matches.subcommand()?;
        let mut command = Cli::command();
        command.build();
        let known: Vec<Arg> = command.find_subcommand(name)?.get_arguments().cloned().collect();
        known.iter().find(|argument| argument.get_id() == "records")?;
        let mut out = Arguments { words: vec![name.to_owned()], records: Vec::new(), profile: None, texts: Vec::new() };
        let (mut options, mut folders) = (Vec::new(), Vec::new());
        for argument in known.iter().filter(|argument| !NO_PART.contains(&argument.get_id().as_str())) {
            let id = argument.get_id().as_str();
            let values = values(argument, given, here);
            match id {
                "profile" => out.profile = values.first().map(PathBuf::from),
                "rejects" => {}
                _ if TEXTS.contains(&id) => {
                    out.texts.extend(values.iter().flat_map(|names| names.split(',')).map(str::to_owned));
                }
                _ if is_path(argument) => out.records.extend(values.iter().map(PathBuf::from)),
                _ => {}
            }
            match argument.get_long() {
                Some(long) if takes_none(argument) => options.extend(values.iter().map(|_| format!("--{long}"))),
                Some(long) => options.extend(values.iter().map(|value| format!("--{long}={value}"))),
                None => folders.extend(values),
            }
        }
        // Stable, so that an option that is given several times keeps its order.
        options.sort_by(|one, other| one.split('=').next().cmp(&other.split('=').next()));
        // The order of folders is of no account.
        folders.sort();
        out.words.extend(options);
        out.words.extend(folders);
        Some(out)
    }

    /// Names the language, which would otherwise come from the environment.
    pub(crate) fn speak(&mut self, lang: Lang) {
        let word = format!("--lang={}", lang.pick(("vi", "en")));
        self.words.retain(|word| !word.starts_with("--lang="));
        let before = |own: &String| own.split('=').next() < word.split('=').next();
        let at = 1 + self.words.iter().skip(1).take_while(|own| own.starts_with("--") && before(own)).count();
        self.words.insert(at, word);
    }
}

fn is_path(argument: &Arg) -> bool {
    argument.get_value_parser().type_id() == TypeId::of::<PathBuf>()
}

fn takes_none(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::SetTrue | ArgAction::SetFalse)
}

fn values(argument: &Arg, given: &ArgMatches, here: &Path) -> Vec<String> {
    let id = argument.get_id().as_str();
    if takes_none(argument) {
        return if given.get_flag(id) { vec![String::new()] } else { Vec::new() };
    }
    let one = |value: &OsStr| match id {
        _ if is_path(argument) => label(&from(here, Path::new(value))),
        _ if TEXTS.contains(&id) => names(&value.to_string_lossy(), here),
        _ => value.to_string_lossy().into_owned(),
    };
    given.get_raw(id).into_iter().flatten().map(one).collect()
}

/// `A,B`: each once, in no order of their own; what is no shipped id may be a path.
fn names(value: &str, here: &Path) -> String {
    let one = |name: &str| {
        let path = Path::new(name);
        if shipped::ids().contains(&name) || !path.exists() {
            return name.to_owned();
        }
        let path = label(&from(here, path));
        if shipped::ids().contains(&path.as_str()) { format!("./{path}") } else { path }
    };
    let mut names: Vec<String> = value.split(',').map(|name| one(name.trim())).collect();
    names.sort();
    names.dedup();
    names.join(",")
}

/// A path as seen from a folder, without detours; as it was given where it cannot be said otherwise.
pub(crate) fn from(here: &Path, path: &Path) -> PathBuf {
    let real = |path: &Path| path.canonicalize().ok();
    let plain = below(here, &plain(&here.join(path)));
    // A link on the way may lead elsewhere than its name says.
    let holds = |found: &PathBuf| match real(path) {
        Some(own) => real(&here.join(found)) == Some(own),
        None => path.parent().and_then(real) == here.join(found).parent().and_then(real),
    };
    let is_within = |found: &PathBuf| !found.starts_with("..");
    let by_name = plain.filter(holds);
    let found = by_name.clone().filter(is_within).or_else(|| below(&real(here)?, &real(path)?).filter(is_within)).or(by_name);
    let found = found.unwrap_or_else(|| path.to_owned());
    let is_like_an_option = found.to_string_lossy().starts_with('-');
    if is_like_an_option { Path::new(".").join(found) } else { found }
}

/// Without `.`, and without `..` after a name.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

/// The way from one absolute path to another; `None` where there is none, as between drives.
fn below(here: &Path, path: &Path) -> Option<PathBuf> {
    let (here, path): (Vec<Component<'_>>, Vec<Component<'_>>) = (here.components().collect(), path.components().collect());
    let shared = here.iter().zip(&path).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return None;
    }
    let up = here.iter().skip(shared).map(|_| Component::ParentDir);
    let way: PathBuf = up.chain(path.iter().skip(shared).copied()).collect();
    Some(if way.as_os_str().is_empty() { PathBuf::from(".") } else { way })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_between_two_paths_has_no_detours() {
        let way = |here: &str, path: &str| below(Path::new(here), &plain(&Path::new(here).join(path))).map(|way| label(&way));
        for (here, path, wanted) in [
            ("/a/b", "c", "c"),
            ("/a/b", "./c/", "c"),
            ("/a/b", "/a/b/c/../d", "d"),
            ("/a/b", "../x", "../x"),
            ("/a/b", "/x/y", "../../x/y"),
            ("/a/b", ".", "."),
        ] {
            assert_eq!(way(here, path).as_deref(), Some(wanted), "{path} from {here}");
        }
    }
}
