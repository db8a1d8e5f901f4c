//! `[signs]` in rule files.

use super::regulation;
use super::support::Sandbox;

fn check(signs: &str) -> Vec<String> {
    let sandbox = Sandbox::new();
    sandbox.write("mau/regulation.toml", regulation(signs));
    let run = sandbox.run(&["rules", "check", "mau", "--diagnostics", "json"]);
    run.faults().into_iter().filter(|fault| fault.severity == "error").map(|fault| fault.code).collect()
}

#[test]
fn every_limit_is_checked() {
    let share = |keys: &str| check(&format!("[signs.self-always-full]\ncite = \"a\"\n{keys}\n"));
    assert_eq!(share("meetings-at-least = 3\npercent = \"100%\""), [""; 0]);
    assert_eq!(share("meetings-at-least = 3"), ["rule-missing-key"]);
    assert_eq!(share("percent = \"100%\""), ["rule-missing-key"]);
    assert_eq!(share("meetings-at-least = 0\npercent = \"100%\""), ["rule-value"]);
    for percent in ["0%", "101%", "100", "nhiều"] {
        assert_eq!(share(&format!("meetings-at-least = 3\npercent = \"{percent}\"")), ["rule-value"], "{percent}");
    }
    // What goes by no points has none.
    assert_eq!(share("meetings-at-least = 3\npercent = \"100%\"\npoints-at-most = 5"), ["rule-unknown-key"]);
    let apart = |keys: &str| {
        check(&format!("[signs.self-above-verified]\ncite = \"a\"\nmeetings-at-least = 3\npercent = \"50%\"\n{keys}\n"))
    };
    assert_eq!(apart("points-at-most = 0"), [""; 0]);
    assert_eq!(apart(""), ["rule-missing-key"]);
    let column = |keys: &str| check(&format!("[signs.one-value-column]\ncite = \"a\"\nmeetings-at-least = 3\n{keys}\n"));
    assert_eq!(column(""), [""; 0]);
    assert_eq!(column("percent = \"90%\""), ["rule-unknown-key"]);
    assert_eq!(
        check("[signs.self-full]\ncite = \"a\"\nmeetings-at-least = 3\npercent = \"1%\"\npoints-at-most = 1\n"),
        ["rule-unknown-key"]
    );
    assert_eq!(check("[signs.self-always-full]\nmeetings-at-least = 3\npercent = \"100%\"\n"), ["rule-uncited"]);
}

#[test]
fn a_yearly_text_has_no_signs() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "nam/regulation.toml",
        super::support::small_regulation::head("nam", "year")
            + "[[level]]\nid = \"tot\"\ntitle = \"Tốt\"\ncite = \"a\"\n[signs.self-always-full]\nmeetings-at-least = 3\npercent = \"100%\"\ncite = \"a\"\n",
    );
    let run = sandbox.run(&["rules", "check", "nam", "--diagnostics", "json"]);
    assert!(run.faults().iter().any(|fault| fault.code == "rule-unknown-key"), "{}", run.stderr);
}

#[test]
fn a_limit_is_shown_in_words_and_compared() {
    let limit = |points: &str| {
        let keys = "meetings-at-least = 3\npercent = \"50%\"";
        regulation(&format!("[signs.self-above-verified]\ncite = \"a\"\n{keys}\npoints-at-most = {points}\n"))
    };
    let sandbox = Sandbox::new();
    sandbox.write("a/regulation.toml", limit("5")).write("b/regulation.toml", limit("4.5").replace("id = \"mau\"", "id = \"b\""));
    let shown = sandbox.run_in("vi", &["rules", "show", "a", "--format", "markdown"]).stdout;
    let row = shown.lines().find(|line| line.contains("tự chấm cao hơn thẩm định")).unwrap_or_else(|| panic!("{shown}"));
    for text in ["Số buổi ít nhất: 3", "50 %", "5 điểm", "giả định"] {
        assert!(row.contains(text), "{row}");
    }
    let diff = sandbox.run(&["rules", "diff", "a", "b", "--format", "csv"]).stdout;
    let rows: Vec<&str> = diff.lines().filter(|line| line.starts_with("sign,")).collect();
    assert_eq!(rows.len(), 1, "{diff}");
    assert!(rows[0].contains("points-at-most") && rows[0].contains("4.5"), "{diff}");
}
