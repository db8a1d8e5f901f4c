//! Neither the order of rows and files nor the number of workers changes a byte.

use super::{BY_MEAN, folder, lineage, meetings, regulation};

#[test]
fn order_and_workers_change_nothing() {
    let rules = regulation(&lineage("merge = \"weight-by-months\"\nsplit = \"carry-over\"\nrename = \"carry-over\""), BY_MEAN);
    let cells = "A,C,,\nB,C,,\nN,C,2025-07-01,\nP,C,,\nQ,C,,\n";
    let rows = [
        meetings("A", 1..=6, "80"),
        meetings("B", 1..=6, "60"),
        meetings("N", 7..=12, "90"),
        meetings("P", 5..=12, "72.5"),
        meetings("Q", 10..=12, "99"),
    ];
    let changes = ["A,N,2025-07-01,merge\n", "B,N,2025-07-01,merge\n", "B,P,2025-05-01,split\n", "P,Q,2025-10-01,split\n"];
    let outputs = |sandbox: &super::Sandbox| -> Vec<String> {
        let commands: [&[&str]; 4] = [
            &["score", "r", "--format", "csv", "--table", "cells"],
            &["score", "r", "--format", "csv", "--table", "cells", "--threads", "2"],
            &["explain", "r", "--cell", "N", "--format", "csv"],
            &["explain", "r", "--cell", "Q", "--format", "csv"],
        ];
        // Rows are numbered as they stand, so only what is judged is compared.
        let judged = |text: String| {
            let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
            let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
            let of_rows: Vec<bool> = records[0].iter().map(|heading| ["file", "row", "rows"].contains(&heading)).collect();
            let kept = |record: &csv::StringRecord| -> String {
                let fields = record.iter().zip(&of_rows).filter(|(_, of_rows)| !**of_rows);
                fields.map(|(field, _)| field).collect::<Vec<&str>>().join(",")
            };
            records.iter().map(kept).collect::<Vec<String>>().join("\n")
        };
        commands.iter().map(|command| judged(sandbox.run(command).stdout)).collect()
    };
    let first = outputs(&folder(&rules, cells, &changes.concat(), &rows.concat()));
    assert_eq!(first[0], first[1]);
    assert!(first[2].contains("weighted-mean"), "{}", first[2]);
    let reversed: String = rows.concat().lines().rev().map(|line| format!("{line}\n")).collect();
    let turned: String = changes.iter().rev().copied().collect();
    assert_eq!(outputs(&folder(&rules, cells, &turned, &reversed)), first);
    // In two files.
    let apart = folder(&rules, cells, &changes[..2].concat(), &rows.concat());
    apart.write("r/sau.csv", format!("from,to,date,what\n{}", changes[2..].concat()));
    apart.write(
        "r/chibo.toml",
        "period = \"2025\"\nrules = \"../mau\"\n[[file]]\ntable = \"lineage\"\npath = [\"sau.csv\", \"lineage.csv\"]\n",
    );
    let two = outputs(&apart);
    assert_eq!(two[0], first[0]);
}

/// Each committee has a folder of its own, and a cell goes from one to the other; both name one text, by paths of their own.
#[test]
fn a_cell_goes_from_the_folder_of_one_committee_into_that_of_another() {
    let rules = regulation(&lineage("transfer = \"carry-over\""), super::BY_COUNT);
    let sandbox = folder(&rules, "A,C,,\n", "A,N,2025-07-01,transfer\n", &meetings("A", 1..=6, "95"));
    sandbox.write("s/chibo.toml", "period = \"2025\"\nrules = \"../mau\"\n");
    sandbox.write("s/cells.csv", "code,committee\nN,D\n");
    sandbox.write("s/meetings.csv", format!("cell,date,kind,verified:mau:1\n{}", meetings("N", 7..=12, "60")));
    for order in [["r", "s"], ["s", "r"]] {
        let run = sandbox.run(&[&["score"][..], &order, &["--format", "json", "--diagnostics", "json"]].concat());
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        // Six of twelve are good.
        assert_eq!(super::level(&run.json(), "N"), ("tot".to_owned(), false));
    }
}
