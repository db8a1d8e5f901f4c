//! How the letters of a file are written as bytes: told by the file itself, named by the user, or proposed, never guessed.

use std::collections::BTreeSet;

use encoding_rs::WINDOWS_1258;

use super::legacy;

/// How much of a file is looked at to see whether its letters are there.
const LOOKED_AT: usize = 64 * 1024;

/// How letters are written as bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first: "Unicode Text" of Excel.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1258, the Vietnamese code page of Windows: a letter and its tone apart.
    Windows1258,
    /// TCVN3 (ABC), as of fonts such as .VnTime.
    Tcvn3,
    /// VNI for Windows, as of fonts such as VNI-Times.
    Vni,
}

impl Encoding {
    /// All of them.
    pub const ALL: [Encoding; 6] =
        [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni];
    /// Those that no file tells of itself: they are named by a person.
    pub const TO_BE_NAMED: [Encoding; 3] = [Encoding::Windows1258, Encoding::Tcvn3, Encoding::Vni];

    /// The word of `chibo.toml`.
    pub fn word(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Windows1258 => "windows-1258",
            Encoding::Tcvn3 => "tcvn3",
            Encoding::Vni => "vni",
        }
    }

    /// From the word of `chibo.toml`; `utf-16` is the one that Excel writes.
    pub fn from_word(word: &str) -> Option<Encoding> {
        let plain = word.to_ascii_lowercase().replace(['_', ' '], "-");
        match plain.as_str() {
            "utf8" => Some(Encoding::Utf8),
            "utf-16" | "utf16" => Some(Encoding::Utf16Le),
            "cp1258" => Some(Encoding::Windows1258),
            _ => Encoding::ALL.into_iter().find(|encoding| encoding.word() == plain),
        }
    }
}

/// Why a file is read in an encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The profile names it.
    Profile,
    /// A byte order mark.
    Mark,
    /// Every other byte of the start is zero.
    Zeros,
    /// The bytes are sound UTF-8.
    Sound,
    /// A spreadsheet file says it.
    Format,
}

/// The encoding that the start of a file shows by itself; `None` where it is none of those that can be told.
pub(super) fn shown(start: &[u8]) -> Option<(Encoding, Basis)> {
    match start {
        [0xEF, 0xBB, 0xBF, ..] => return Some((Encoding::Utf8, Basis::Mark)),
        [0xFF, 0xFE, ..] => return Some((Encoding::Utf16Le, Basis::Mark)),
        [0xFE, 0xFF, ..] => return Some((Encoding::Utf16Be, Basis::Mark)),
        _ => {}
    }
    if let Some(found) = by_zeros(start) {
        return Some((found, Basis::Zeros));
    }
    is_mostly_utf8(start).then_some((Encoding::Utf8, Basis::Sound))
}

/// Of text that is mostly ASCII, as tables are, UTF-16 has a zero in every other byte.
fn by_zeros(start: &[u8]) -> Option<Encoding> {
    let zeros = |first: usize| start.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), start.len() / 2);
    if pairs == 0 {
        None
    } else if even == 0 && odd * 4 >= pairs {
        Some(Encoding::Utf16Le)
    } else if odd == 0 && even * 4 >= pairs {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// Whether the start is UTF-8 but for single fields, which are faults of their rows: its first line is sound, and of the other lines no more
/// than one is unsound, or fewer than letters outside ASCII are sound.
fn is_mostly_utf8(start: &[u8]) -> bool {
    let (mut sound, mut unsound) = (0_usize, 0_usize);
    for (place, line) in start.split(|byte| matches!(byte, b'\n' | b'\r')).enumerate() {
        match std::str::from_utf8(line) {
            Ok(text) => sound += text.chars().filter(|letter| !letter.is_ascii()).count(),
            // What the start cut off at its end is no fault of the file.
            Err(error) if error.error_len().is_none() && start.ends_with(line) => {}
            Err(_) if place == 0 => return false,
            Err(_) => unsound += 1,
        }
    }
    unsound <= 1 || unsound < sound
}

/// A word of a text whose letters outside ASCII were lost when it was written: question marks stand in several words, where no sentence has
/// them, and no such letter is left. `None` where they are all there.
pub(in crate::records) fn lost_letters(bytes: &[u8]) -> Option<String> {
    /// One or two may be somebody's way of writing.
    const SEVERAL: usize = 3;
    let start = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if !start.contains(&b'?') || !start.is_ascii() {
        return None;
    }
    let text = std::str::from_utf8(start).ok()?;
    let is_before_letter = |word: &&str| {
        let pairs = word.as_bytes().windows(2);
        pairs.into_iter().any(|pair| matches!(pair, [b'?', letter] if letter.is_ascii_alphabetic()))
    };
    let mut words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '?').filter(is_before_letter);
    let first = words.next()?.to_owned();
    (words.count() + 1 >= SEVERAL).then_some(first)
}

/// What a text would be in each encoding that must be named, the likeliest first, with a sample: the first line that shows it, or, of a table
/// of people, only the letters outside ASCII, each once, which tell nobody's name.
pub(in crate::records) fn proposals(start: &[u8], has_people: bool) -> Vec<(Encoding, String)> {
    let line = start.split(|byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.is_ascii());
    let sample: Vec<u8> = line.take(20).collect::<Vec<_>>().join(&b'\n');
    let mut all: Vec<(usize, Encoding, String)> = Encoding::TO_BE_NAMED
        .into_iter()
        .map(|encoding| {
            let text = decoded(encoding, &sample);
            (strangeness(&text), encoding, text)
        })
        .collect();
    all.sort_by_key(|(strange, _, _)| *strange);
    // A line that shows whether it reads right: all of it is letters in the likeliest encoding.
    let reads = |line: &str| strangeness(line) == 0;
    let line = all.first().map_or(0, |(_, _, text)| text.lines().position(reads).unwrap_or(0));
    let shown = |text: &str| text.lines().nth(line).unwrap_or("").chars().take(80).collect();
    let letters = |text: &str| {
        let letters: BTreeSet<String> = text.chars().filter(|letter| !letter.is_ascii()).map(String::from).collect();
        letters.into_iter().take(40).collect::<Vec<String>>().join(" ")
    };
    let sample = |text: &str| if has_people { letters(text) } else { shown(text) };
    all.iter().map(|(_, encoding, text)| (*encoding, sample(text))).collect()
}

/// All of a text in one of the encodings that must be named, composed.
fn decoded(encoding: Encoding, bytes: &[u8]) -> String {
    use unicode_normalization::UnicodeNormalization;
    let text = match encoding {
        Encoding::Tcvn3 => legacy::tcvn3(bytes),
        Encoding::Vni => legacy::vni(bytes),
        _ => WINDOWS_1258.decode_without_bom_handling(bytes).0.into_owned(),
    };
    text.nfc().collect()
}

/// How much of a text no Vietnamese writes: letters of other alphabets, tones on consonants, signs inside words.
fn strangeness(text: &str) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let strange = |place: usize, letter: char| {
        let beside = |other: Option<&char>| other.is_some_and(|other| other.is_alphabetic());
        let inside = beside(place.checked_sub(1).and_then(|before| letters.get(before))) || beside(letters.get(place + 1));
        !letter.is_ascii() && !is_vietnamese(letter) && (letter.is_alphabetic() || !letter.is_whitespace() && inside)
    };
    let odd = letters.iter().enumerate().filter(|(place, letter)| strange(*place, **letter)).count();
    let shouted = letters.windows(2).filter(|pair| matches!(pair, [a, b] if a.is_lowercase() && b.is_uppercase())).count();
    odd + shouted
}

/// Whether a composed letter is one of the Vietnamese alphabet.
fn is_vietnamese(letter: char) -> bool {
    "ăâđêôơưàảãáạèẻẽéẹìỉĩíịòỏõóọùủũúụỳỷỹýỵ".contains(letter.to_lowercase().next().unwrap_or(letter))
        || ('\u{1ea0}'..='\u{1ef9}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_tells_what_it_can() {
        assert_eq!(shown(b"\xEF\xBB\xBFa"), Some((Encoding::Utf8, Basis::Mark)));
        assert_eq!(shown(b"\xFF\xFEa\0"), Some((Encoding::Utf16Le, Basis::Mark)));
        assert_eq!(shown(b"\xFE\xFF\0a"), Some((Encoding::Utf16Be, Basis::Mark)));
        assert_eq!(shown(b"a\0b\0"), Some((Encoding::Utf16Le, Basis::Zeros)));
        assert_eq!(shown(b"\0a\0b"), Some((Encoding::Utf16Be, Basis::Zeros)));
        assert_eq!(shown("Chi bộ".as_bytes()), Some((Encoding::Utf8, Basis::Sound)));
        assert_eq!(shown(b"plain"), Some((Encoding::Utf8, Basis::Sound)));
        assert_eq!(shown(b""), Some((Encoding::Utf8, Basis::Sound)));
    }

    #[test]
    fn a_single_bad_byte_among_sound_letters_does_not_change_the_file() {
        assert_eq!(shown(b"cell,note\n1,th\xF4n\n"), Some((Encoding::Utf8, Basis::Sound)));
        assert_eq!(shown(b"cell,note\n1,th\xF4n\n2,b\xF4n\n"), None);
        let sound = "cell,note\n1,Chi bộ thôn số một\n".as_bytes();
        assert_eq!(shown(&[sound, b"1,th\xF4n\n2,b\xF4n\n"].concat()), Some((Encoding::Utf8, Basis::Sound)));
        assert_eq!(shown(b"Chi b\xE9 th\xF4n"), None);
        // A letter that the block cuts in two.
        assert_eq!(shown(&"abc bộ".as_bytes()[..7]), Some((Encoding::Utf8, Basis::Sound)));
    }

    #[test]
    fn the_likeliest_encoding_is_proposed_first() {
        // "Chi bộ thôn Đồng Tâm, đảng viên được miễn sinh hoạt"
        let tcvn3 = b"Chi b\xE9 th\xABn \xA7\xE5ng T\xA9m, \xAE\xB6ng vi\xAAn \xAE\xAD\xEEc mi\xD4n sinh ho\xB9t";
        let vni = b"Chi bo\xE4 tho\xE2n \xD1o\xE0ng Ta\xE2m, \xF1a\xFBng vie\xE2n \xF1\xF6\xF4\xEFc mie\xE3n sinh hoa\xEFt";
        let windows =
            b"Chi b\xF4\xF2 th\xF4n \xD0\xF4\xCCng T\xE2m, \xF0a\xD2ng vi\xEAn \xF0\xFD\xF5\xF2c mi\xEA\xDEn sinh hoa\xF2t";
        for (bytes, encoding) in [(&tcvn3[..], Encoding::Tcvn3), (&vni[..], Encoding::Vni), (&windows[..], Encoding::Windows1258)]
        {
            let (first, sample) = proposals(bytes, false).remove(0);
            let letters = &proposals(bytes, true)[0].1;
            assert_eq!(letters, "â ê ô Đ đ ư ạ ả ễ ồ ộ ợ", "{encoding:?}");
            assert_eq!(sample, "Chi bộ thôn Đồng Tâm, đảng viên được miễn sinh hoạt", "{encoding:?}");
            assert_eq!(first, encoding);
        }
    }

    #[test]
    fn words_lead_back_to_the_encoding() {
        for encoding in Encoding::ALL {
            assert_eq!(Encoding::from_word(encoding.word()), Some(encoding));
        }
        assert_eq!(Encoding::from_word("UTF-16"), Some(Encoding::Utf16Le));
        assert_eq!(Encoding::from_word("latin-1"), None);
    }
}
