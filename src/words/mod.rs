//! Every word a reader sees, in Vietnamese and English, in one place. Floor 0.
//!
//! Ids, CSV headings, JSON keys and fault codes are ASCII, the same in both languages, and do not stand here.

mod faults;
mod help;
mod phrases;

pub use faults::{Code, Severity};
pub use help::help;
pub use phrases::Word;

/// The language of what a reader sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// Vietnamese, the default.
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The text of this language out of a pair (Vietnamese, English).
    pub fn pick<'a>(self, pair: (&'a str, &'a str)) -> &'a str {
        match self {
            Lang::Vi => pair.0,
            Lang::En => pair.1,
        }
    }

    /// From an environment value such as `en_US.UTF-8` or `vi`; `None` when it names neither language.
    pub fn from_locale(value: &str) -> Option<Lang> {
        let language = value.split(['_', '.', '@', '-']).next().unwrap_or("");
        match language {
            "vi" => Some(Lang::Vi),
            "en" => Some(Lang::En),
            _ => None,
        }
    }
}

/// Puts `values` into the places of `template`: `{name}` is the value, `{name:one|many}` the first word where the value is 1, else
/// the second. A place without a value stays visible.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((place, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        let (name, forms) = place.split_once(':').unwrap_or((place, ""));
        match (values.iter().find(|(key, _)| *key == name), forms.split_once('|')) {
            (Some((_, value)), Some((one, many))) => out.push_str(if *value == "1" { one } else { many }),
            (Some((_, value)), None) => out.push_str(value),
            (None, _) => {
                out.push('{');
                out.push_str(place);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// The places of a template, in order of name.
#[cfg(test)]
fn places(template: &str) -> Vec<&str> {
    let places = template.split('{').skip(1).filter_map(|part| part.split('}').next());
    let mut names: Vec<&str> = places.filter_map(|place| place.split(':').next()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_and_many_have_words_of_their_own() {
        let template = "{n} {n:cell is|cells are} tied {m:x|y}";
        assert_eq!(fill(template, &[("n", "1")]), "1 cell is tied {m:x|y}");
        assert_eq!(fill(template, &[("n", "0"), ("m", "1")]), "0 cells are tied x");
        assert_eq!(fill(template, &[("n", "11"), ("m", "2")]), "11 cells are tied y");
    }

    #[test]
    fn places_are_filled_and_unknown_ones_stay() {
        assert_eq!(fill("{a} và {b}", &[("a", "1")]), "1 và {b}");
        assert_eq!(fill("mở { mà không đóng", &[]), "mở { mà không đóng");
    }

    #[test]
    fn both_languages_of_a_phrase_take_the_same_values() {
        for word in Word::ALL {
            let (vi, en) = word.pair();
            assert_eq!(places(vi), places(en), "{word:?}");
        }
    }

    #[test]
    fn both_languages_of_a_fault_take_the_same_values() {
        for code in Code::ALL {
            for (vi, en) in [code.what(), code.expected(), code.mend()] {
                assert_eq!(places(vi), places(en), "{code:?}");
                assert_eq!(vi.is_empty(), en.is_empty(), "{code:?}");
            }
        }
    }

    #[test]
    fn fault_codes_are_unique_ascii_kebab_case() {
        let mut ids: Vec<&str> = Code::ALL.iter().map(|code| code.id()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
        assert!(ids.iter().all(|id| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')));
    }
}
