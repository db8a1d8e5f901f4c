//! Headings and words as clerks type them: compared without case, Vietnamese marks and punctuation.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// The plain ASCII form of a heading: `Số đảng viên` and `so-dang-vien` both give `so-dang-vien`.
pub fn plain(text: &str) -> String {
    let mut plain = Plain { out: String::with_capacity(text.len()), gap: false };
    for c in text.chars() {
        if c.is_ascii() {
            plain.push(c.to_ascii_lowercase());
        } else {
            // In which order the marks of a letter stand is no matter, as they all fall away.
            decompose_canonical(c, |part| part.to_lowercase().for_each(|letter| plain.push(letter)));
        }
    }
    plain.out
}

/// Letters and figures, with one hyphen for whatever stands between them but marks.
struct Plain {
    out: String,
    gap: bool,
}

impl Plain {
    fn push(&mut self, letter: char) {
        let letter = if matches!(letter, 'đ' | 'ð') { 'd' } else { letter };
        if letter.is_ascii_alphanumeric() {
            if self.gap && !self.out.is_empty() {
                self.out.push('-');
            }
            self.gap = false;
            self.out.push(letter);
        } else if !('\u{300}'..='\u{36f}').contains(&letter) {
            self.gap = true;
        }
    }
}

/// A text as it is compared letter for letter: composed, without spaces around it, with one where there are several or a line break.
pub fn exact(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<&str>>().join(" ");
    if words.is_ascii() { words } else { words.nfc().collect() }
}

/// Whether two texts are the same letter for letter, however their letters are composed and their spaces laid.
pub fn same(a: &str, b: &str) -> bool {
    a == b || exact(a) == exact(b)
}

/// What two names have in common that a reader may take for one: case, spaces, how letters are composed, which vowel of a word bears the
/// tone (`hoà`, `hòa`), and which of the two alike letters stands for đ (`Đ`, `Ð`).
pub fn likeness(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut tones = String::new();
        for letter in word.nfd().flat_map(char::to_lowercase) {
            match letter {
                '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones.push(letter),
                'ð' => out.push('đ'),
                letter => out.push(letter),
            }
        }
        out.push_str(&tones);
    }
    out
}

/// The known word nearest to `text`, if one is near enough to be meant.
pub fn nearest<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = plain(text);
    known
        .into_iter()
        .map(|word| (strsim::osa_distance(&typed, &plain(word)), word))
        .filter(|(distance, word)| *distance <= 1 + word.len().min(typed.len()) / 4)
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, word)| word)
}

/// The known word nearest to `text`; when none is near, all of them, or nothing where they are too many to read: the first of them would
/// be taken for the nearest.
pub fn nearest_or_some<'a>(text: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    const MANY: usize = 24;
    let known: Vec<&str> = known.into_iter().collect();
    match nearest(text, known.iter().copied()) {
        Some(near) => near.to_owned(),
        None if known.len() > MANY => String::new(),
        None => known.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_have_one_likeness() {
        let alike = [
            "Chi bộ thôn Hoà Đồng",
            "Chi bộ thôn Hòa Đồng",
            "Chi bộ  thôn Hòa Ðồng",
            "CHI BỘ THÔN HOÀ ĐỒNG",
            "Chi bô\u{323} thôn Ho\u{300}a Đồng",
        ];
        for name in alike {
            assert_eq!(likeness(name), likeness(alike[0]), "{name}");
        }
        for name in ["Chi bộ thôn Hóa Đồng", "Chi bộ thôn Hoà Dồng", "Chi bộ thôn Hoà"] {
            assert_ne!(likeness(name), likeness(alike[0]), "{name}");
        }
    }

    #[test]
    fn texts_are_the_same_however_they_are_composed() {
        assert!(same("Số  đảng\nviên ", "Sô\u{301} đa\u{309}ng viên"));
        assert!(!same("hoà", "hòa") && !same("Số", "So"));
    }

    /// By the standard's own decomposition, which puts marks in order first.
    fn decomposed(text: &str) -> String {
        let letters = text.nfd().flat_map(char::to_lowercase).map(|c| if matches!(c, 'đ' | 'ð') { 'd' } else { c });
        let letters = letters.filter(|c| !('\u{300}'..='\u{36f}').contains(c));
        let words: String = letters.map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
        words.split_whitespace().collect::<Vec<&str>>().join("-")
    }

    proptest::proptest! {
        #[test]
        fn letters_are_taken_apart_one_by_one(text in "([a-zA-ZđĐðÐăâêôơưÀ-ỹ0-9 .\u{300}\u{301}\u{323}\u{345}\u{483}]|\\PC){0,24}") {
            proptest::prop_assert_eq!(plain(&text), decomposed(&text));
        }
    }

    #[test]
    fn marks_case_and_punctuation_do_not_matter() {
        for text in
            ["Số đảng viên", "SỐ ĐẢNG VIÊN", "so-dang-vien", "so_dang_vien", " Số  đảng viên * ", "Sô\u{301} đa\u{309}ng viên"]
        {
            assert_eq!(plain(text), "so-dang-vien", "{text}");
        }
    }

    #[test]
    fn only_near_words_are_proposed() {
        assert_eq!(nearest("presnt", ["present", "excused"]), Some("present"));
        assert_eq!(nearest("banana", ["present", "excused"]), None);
        assert_eq!(nearest_or_some("banana", ["present", "excused"]), "present, excused");
        let many: Vec<String> = (0..30).map(|number| format!("fact-{number}")).collect();
        assert_eq!(nearest_or_some("banana", many.iter().map(String::as_str)), "");
    }
}
