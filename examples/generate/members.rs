//! A country-year of rows of members: 300,000 cells of 21 members, sixteen meetings each, 100.8 million rows.

use std::ffi::OsString;
use std::fs::{File, create_dir_all, write};
use std::io::{BufWriter, Result, Write};
use std::path::Path;

use crate::bench::COUNTRY_CELLS;
use crate::random::{Purpose, Random, mix};

const SEED: u64 = 2_024;
const MEMBERS: u64 = 21;
/// Every third month has a thematic meeting after the regular one.
const MEETINGS: u64 = 16;
const CELLS_OF_A_COMMITTEE: u64 = 12;

const SETTINGS: &str = "\
# Số liệu sinh ngẫu nhiên để đo tốc độ, năm 2024; mọi mã đều do chương trình đặt ra.
committee = \"Số liệu đo tốc độ\"
period = \"2024\"
rules = \"14-qdi-tu\"
";

/// How the rows are written.
#[derive(Clone, Copy, Default)]
pub struct Options {
    /// Meeting by meeting of all cells, as if each month was put below the one before.
    by_day: bool,
    /// With members.csv, of which one member in nine is exempt.
    roster: bool,
}

pub fn options(arguments: &[OsString]) -> Option<Options> {
    let mut options = Options::default();
    for argument in arguments {
        match &*argument.to_string_lossy() {
            "--by-day" => options.by_day = true,
            "--roster" => options.roster = true,
            _ => return None,
        }
    }
    Some(options)
}

pub fn folder(folder: &Path, options: Options) -> Result<()> {
    create_dir_all(folder)?;
    write(folder.join("chibo.toml"), SETTINGS)?;
    let file = |name: &str| -> Result<_> { Ok(BufWriter::with_capacity(1 << 20, File::create(folder.join(name))?)) };
    let mut out = file("cells.csv")?;
    writeln!(out, "code,name,committee")?;
    for cell in 0..COUNTRY_CELLS {
        let committee = cell / CELLS_OF_A_COMMITTEE + 1;
        writeln!(out, "{},Chi bộ số {},Đảng ủy cơ sở số {committee}", code(cell), cell % CELLS_OF_A_COMMITTEE + 1)?;
    }
    out.flush()?;
    if options.roster {
        let mut out = file("members.csv")?;
        writeln!(out, "cell,member,joined,left,exempt-from")?;
        for member in 0..COUNTRY_CELLS * MEMBERS {
            let exempt = if is_exempt(member) { "2020-01-01" } else { "" };
            writeln!(out, "{},{member:07},,,{exempt}", code(member / MEMBERS))?;
        }
        out.flush()?;
    }
    let mut out = file("attendance.csv")?;
    writeln!(out, "cell,date,kind,member,status")?;
    if options.by_day {
        for meeting in 0..MEETINGS {
            for cell in 0..COUNTRY_CELLS {
                rows(&mut out, cell, meeting)?;
            }
        }
    } else {
        for cell in 0..COUNTRY_CELLS {
            for meeting in 0..MEETINGS {
                rows(&mut out, cell, meeting)?;
            }
        }
    }
    out.flush()
}

fn code(cell: u64) -> String {
    format!("{:02}-{:04}", cell / 4_785 + 1, cell % 4_785 + 1)
}

fn is_exempt(member: u64) -> bool {
    mix(SEED ^ member).is_multiple_of(9)
}

fn rows(out: &mut impl Write, cell: u64, meeting: u64) -> Result<()> {
    let (month, kind) = match meeting {
        0..12 => (meeting + 1, "regular"),
        _ => ((meeting - 12) * 3 + 2, "thematic"),
    };
    let day = if kind == "regular" { 5 } else { 20 };
    let start = format!("{},2024-{month:02}-{day:02},{kind},", code(cell));
    let mut random = Random::new(SEED, Purpose::Meeting, cell, meeting);
    for member in cell * MEMBERS..(cell + 1) * MEMBERS {
        let status = if is_exempt(member) {
            if random.chance(250) { "exempt-present" } else { "exempt-absent" }
        } else {
            match random.below(1000) {
                0..920 => "present",
                920..940 => "late",
                940..980 => "excused",
                980..990 => "on-mission",
                _ => "unexcused",
            }
        };
        out.write_all(start.as_bytes())?;
        writeln!(out, "{member:07},{status}")?;
    }
    Ok(())
}
