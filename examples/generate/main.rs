//! Writes the example data and the data for measuring speed: the same bytes for the same version, on every machine.

mod attendance;
mod bench;
mod calendar;
mod cell;
mod character;
mod climate;
mod dien_bien;
mod facts;
mod headings;
mod lai_chau;
mod line;
mod meeting;
mod members;
mod names;
mod notes;
mod output;
mod permutation;
mod random;
mod rows;
mod schedule;
mod visits;
mod world;
mod year;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use output::Disturbance;
use world::World;

const USAGE: &str = "\
usage: generate lai-chau FOLDER | dien-bien FOLDER | tuyen-quang-visits FOLDER
       generate province FOLDER | country FOLDER [--shuffled] [--faults N]
       generate members FOLDER [--by-day] [--roster]";

/// The same code for every refusal: the arguments are wrong, or the folder they name cannot be written.
const REFUSED: u8 = 3;

struct Job {
    /// None where there are no meetings but visits.
    world: Option<World>,
    folder: PathBuf,
    disturbance: Disturbance,
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().skip(1).collect();
    let unwritable = |folder: &std::path::Path, error: std::io::Error| format!("cannot write into {}: {error}", folder.display());
    let done = match arguments.as_slice() {
        [shape, folder, options @ ..] if shape == "members" => {
            members::options(options).ok_or(USAGE.to_owned()).and_then(|options| {
                let folder = PathBuf::from(folder);
                members::folder(&folder, options).map_err(|error| unwritable(&folder, error))
            })
        }
        _ => job(arguments.into_iter()).and_then(|job| {
            let written = match &job.world {
                Some(world) => output::folder(&job.folder, world, job.disturbance),
                None => visits::folder(&job.folder),
            };
            written.map_err(|error| unwritable(&job.folder, error))
        }),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            // A closed standard error leaves nobody to tell.
            let _ = writeln!(std::io::stderr(), "generate: {message}");
            ExitCode::from(REFUSED)
        }
    }
}

fn job(mut arguments: impl Iterator<Item = OsString>) -> Result<Job, String> {
    let shape = arguments.next().ok_or_else(|| format!("no shape is named\n{USAGE}"))?;
    let shape = shape.to_string_lossy();
    let (world, for_measuring) = match &*shape {
        "lai-chau" => (Some(lai_chau::world()), false),
        "dien-bien" => (Some(dien_bien::world()), false),
        "tuyen-quang-visits" => (None, false),
        "province" => (Some(bench::world(bench::PROVINCE)), true),
        "country" => (Some(bench::world(bench::COUNTRY_CELLS)), true),
        other => return Err(format!("unknown shape \"{other}\"\n{USAGE}")),
    };
    let folder = match arguments.next() {
        Some(folder) if !folder.is_empty() && !folder.to_string_lossy().starts_with("--") => PathBuf::from(folder),
        _ => return Err(format!("no folder is named after {shape}\n{USAGE}")),
    };
    let disturbance = disturbance(arguments)?;
    if !for_measuring && (disturbance.shuffled || disturbance.faults.is_some()) {
        return Err(format!("{shape} takes no options: --shuffled and --faults are for province and country"));
    }
    Ok(Job { world, folder, disturbance })
}

fn disturbance(mut arguments: impl Iterator<Item = OsString>) -> Result<Disturbance, String> {
    let mut disturbance = Disturbance::default();
    while let Some(argument) = arguments.next() {
        match &*argument.to_string_lossy() {
            "--shuffled" => disturbance.shuffled = true,
            "--faults" => {
                let number = arguments.next().unwrap_or_default();
                let every = number.to_string_lossy().parse().ok().filter(|every| *every > 0);
                disturbance.faults = Some(every.ok_or("--faults needs a whole number from 1 on")?);
            }
            other => return Err(format!("unknown argument \"{other}\"\n{USAGE}")),
        }
    }
    Ok(disturbance)
}
