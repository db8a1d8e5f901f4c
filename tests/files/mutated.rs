//! Spreadsheet files with some bytes changed: each is read or refused, and the program never stops short.

use std::panic::catch_unwind;
use std::path::PathBuf;

use chibo::records::{RecordFile, propose};
use chibo::rules::{Rulebook, Scope, shipped};

use super::fixture;

/// A small generator of numbers; the same seed gives the same numbers.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % end
    }
}

/// Another file that has a few bytes of this one changed, taken out or doubled.
fn changed(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len());
        match chance.below(4) {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => bytes[at] = u8::try_from(chance.below(256)).unwrap(),
            2 => drop(bytes.drain(at..(at + 1 + chance.below(8)).min(bytes.len() - 1))),
            _ => bytes.insert(at, b"0999999\"<>&/;="[chance.below(14)]),
        }
        if bytes.len() < 8 {
            break;
        }
    }
    bytes
}

/// The parts of a package changed inside, so that the package itself stays sound.
fn changed_inside(bytes: &[u8], chance: &mut Chance) -> Vec<u8> {
    use std::io::Read;
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let chosen = chance.below(package.len());
    let mut parts = Vec::new();
    for number in 0..package.len() {
        let mut part = package.by_index(number).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let name = part.name().unwrap().to_string();
        let content = if number == chosen && content.len() > 8 { changed(&content, chance) } else { content };
        parts.push((name, content));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    super::workbook::package(&parts)
}

fn read(rulebook: &Rulebook, path: PathBuf) {
    let proposal = propose(&RecordFile::at(path), Some(Scope::Meeting), rulebook, None, None);
    assert!(proposal.account.is_some() || !proposal.findings.is_empty());
}

fn try_all(times: usize, seed: u64) {
    let rulebook = shipped::rulebook().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut chance = Chance(seed);
    for name in ["meetings.xlsx", "meetings.ods"] {
        let whole = fixture(name);
        for number in 0..times {
            let bytes = if number % 4 == 0 { changed(&whole, &mut chance) } else { changed_inside(&whole, &mut chance) };
            let path = folder.path().join(name);
            std::fs::write(&path, &bytes).unwrap();
            if catch_unwind(|| read(&rulebook, path.clone())).is_err() {
                let kept = std::env::temp_dir().join(format!("chibo-{seed}-{number}-{name}"));
                std::fs::write(&kept, &bytes).unwrap();
                panic!("{}", kept.display());
            }
        }
    }
}

#[test]
fn changed_bytes_never_stop_the_program() {
    try_all(30, 2024);
}

/// `CHANGES=5000 cargo test --test files thousands -- --ignored`
#[test]
#[ignore = "takes minutes"]
fn thousands_of_changes_never_stop_the_program() {
    let times = std::env::var("CHANGES").ok().and_then(|times| times.parse().ok()).unwrap_or(1_000);
    try_all(times, 77);
}
