//! A small regulation in parts, so that a test writes only what it asks about.

use chibo::rules::{Regulation, load, shipped};
use chibo::words::Lang;

/// A regulation that must be sound.
pub fn loaded(text: &str) -> Regulation {
    let rulebook = shipped::rulebook().unwrap();
    load(&rulebook, &"thu/regulation.toml".into(), &text.into()).unwrap_or_else(|findings| {
        let faults: Vec<String> =
            findings.iter().map(|fault| format!("{:?}: {}", fault.place.line, fault.what(Lang::En))).collect();
        panic!("{faults:#?}\n{text}");
    })
}

/// The head of a regulation whose one source is `a`.
pub fn head(id: &str, scope: &str) -> String {
    format!(
        r#"
[regulation]
id = "{id}"
scope = "{scope}"
title = "Thử"
[sources.a]
title = "A"
standing = "assumed"
"#
    )
}

/// A form of one leaf, whose points a person records. What follows it may belong to that leaf.
pub const RECORDED: &str = r#"
[[form]]
id = "phieu"
title = "Phiếu"
max = 100
[[form.group]]
id = "1"
title = "Nhóm"
max = 100
cite = "a"
[[form.group.leaf]]
id = "1"
title = "Điểm"
max = 100
[form.group.leaf.recorded]
"#;

/// Three levels of a hundred points.
pub const LEVELS: &str = r#"
[[level]]
id = "tot"
title = "Tốt"
in = "[90, 100]"
cite = "a"
[[level]]
id = "kha"
title = "Khá"
in = "[70, 90)"
cite = "a"
[[level]]
id = "kem"
title = "Kém"
in = "[0, 70)"
cite = "a"
"#;
