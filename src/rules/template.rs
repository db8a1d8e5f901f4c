//! A small sound regulation to begin with: every kind of entry once, every figure marked as assumed.

/// The files of a new regulation of that id, by name.
pub fn files(id: &str) -> [(&'static str, String); 3] {
    FILES.map(|(name, text)| (name, text.replace("{id}", id)))
}

const FILES: [(&str, &str); 3] = [
    ("regulation.toml", include_str!("template/regulation.toml")),
    ("cases.toml", include_str!("template/cases.toml")),
    ("reading.md", include_str!("template/reading.md")),
];
