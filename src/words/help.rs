//! The words of `--help`.

/// Help of a command or an argument, by its key; (Vietnamese, English).
pub fn help(_key: &str) -> Option<(&'static str, &'static str)> {
    None
}
