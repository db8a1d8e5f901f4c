//! TCVN3 and VNI, which were fonts before they were encodings: bytes from 0x80 up stand for Vietnamese letters.

/// TCVN3 (TCVN 5712:1993, VN3): the 74 letters that ASCII lacks. Upper case has no tones; fonts for capitals show the lower-case bytes.
#[rustfmt::skip]
const TCVN3: [(u8, char); 74] = [
    (0xA1, 'Ă'), (0xA2, 'Â'), (0xA3, 'Ê'), (0xA4, 'Ô'), (0xA5, 'Ơ'), (0xA6, 'Ư'), (0xA7, 'Đ'),
    (0xA8, 'ă'), (0xA9, 'â'), (0xAA, 'ê'), (0xAB, 'ô'), (0xAC, 'ơ'), (0xAD, 'ư'), (0xAE, 'đ'),
    (0xB5, 'à'), (0xB6, 'ả'), (0xB7, 'ã'), (0xB8, 'á'), (0xB9, 'ạ'),
    (0xBB, 'ằ'), (0xBC, 'ẳ'), (0xBD, 'ẵ'), (0xBE, 'ắ'), (0xC6, 'ặ'),
    (0xC7, 'ầ'), (0xC8, 'ẩ'), (0xC9, 'ẫ'), (0xCA, 'ấ'), (0xCB, 'ậ'),
    (0xCC, 'è'), (0xCE, 'ẻ'), (0xCF, 'ẽ'), (0xD0, 'é'), (0xD1, 'ẹ'),
    (0xD2, 'ề'), (0xD3, 'ể'), (0xD4, 'ễ'), (0xD5, 'ế'), (0xD6, 'ệ'),
    (0xD7, 'ì'), (0xD8, 'ỉ'), (0xDC, 'ĩ'), (0xDD, 'í'), (0xDE, 'ị'),
    (0xDF, 'ò'), (0xE1, 'ỏ'), (0xE2, 'õ'), (0xE3, 'ó'), (0xE4, 'ọ'),
    (0xE5, 'ồ'), (0xE6, 'ổ'), (0xE7, 'ỗ'), (0xE8, 'ố'), (0xE9, 'ộ'),
    (0xEA, 'ờ'), (0xEB, 'ở'), (0xEC, 'ỡ'), (0xED, 'ớ'), (0xEE, 'ợ'),
    (0xEF, 'ù'), (0xF1, 'ủ'), (0xF2, 'ũ'), (0xF3, 'ú'), (0xF4, 'ụ'),
    (0xF5, 'ừ'), (0xF6, 'ử'), (0xF7, 'ữ'), (0xF8, 'ứ'), (0xF9, 'ự'),
    (0xFA, 'ỳ'), (0xFB, 'ỷ'), (0xFC, 'ỹ'), (0xFD, 'ý'), (0xFE, 'ỵ'),
];

/// VNI for Windows, lower case: letters that are one byte.
#[rustfmt::skip]
const VNI_LETTERS: [(u8, char); 8] = [
    (0xE6, 'ỉ'), (0xEC, 'ì'), (0xED, 'í'), (0xEE, 'ỵ'), (0xF1, 'đ'), (0xF2, 'ị'), (0xF3, 'ĩ'), (0xF4, 'ơ'),
];
/// The ninth letter, and what follows a vowel: its mark, its tone, or both.
const VNI_U_HORN: (u8, char) = (0xF6, 'ư');
#[rustfmt::skip]
const VNI_MARKS: [(u8, &str); 17] = [
    (0xF9, "\u{301}"), (0xF8, "\u{300}"), (0xFB, "\u{309}"), (0xF5, "\u{303}"), (0xEF, "\u{323}"),
    (0xEA, "\u{306}"), (0xE9, "\u{306}\u{301}"), (0xE8, "\u{306}\u{300}"), (0xFA, "\u{306}\u{309}"), (0xFC, "\u{306}\u{303}"),
    (0xEB, "\u{306}\u{323}"),
    (0xE2, "\u{302}"), (0xE1, "\u{302}\u{301}"), (0xE0, "\u{302}\u{300}"), (0xE5, "\u{302}\u{309}"), (0xE3, "\u{302}\u{303}"),
    (0xE4, "\u{302}\u{323}"),
];

/// TCVN3 to text. A byte that the table lacks becomes U+FFFD.
pub(super) fn tcvn3(bytes: &[u8]) -> String {
    let letter = |byte: &u8| match byte {
        0..0x80 => char::from(*byte),
        // A space that does not break, as spreadsheets put it.
        0xA0 => ' ',
        _ => TCVN3.iter().find(|(own, _)| own == byte).map_or(char::REPLACEMENT_CHARACTER, |(_, letter)| *letter),
    };
    bytes.iter().map(letter).collect()
}

/// VNI to text, marks after their letters. A byte that the tables lack becomes U+FFFD.
pub(super) fn vni(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 4);
    for byte in bytes {
        // Capitals stand 0x20 below, as in Latin-1.
        let (lower, is_capital) = if (0xC0..0xE0).contains(byte) { (byte + 0x20, true) } else { (*byte, false) };
        let letter = VNI_LETTERS.iter().chain([&VNI_U_HORN]).find(|(own, _)| *own == lower).map(|(_, letter)| *letter);
        let mark = VNI_MARKS.iter().find(|(own, _)| *own == lower).map(|(_, mark)| *mark);
        match (letter, mark) {
            _ if *byte < 0x80 => text.push(char::from(*byte)),
            _ if *byte == 0xA0 => text.push(' '),
            (Some(letter), _) if is_capital => text.extend(letter.to_uppercase()),
            (Some(letter), _) => text.push(letter),
            (None, Some(mark)) => text.push_str(mark),
            (None, None) => text.push(char::REPLACEMENT_CHARACTER),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    /// All letters that Vietnamese has and ASCII lacks, in lower case.
    const LETTERS: &str = "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ";

    #[test]
    fn the_table_of_tcvn3_has_every_lower_case_letter_once() {
        let mut own: Vec<char> = TCVN3.iter().map(|(_, letter)| *letter).filter(|letter| letter.is_lowercase()).collect();
        let mut all: Vec<char> = LETTERS.chars().collect();
        own.sort_unstable();
        all.sort_unstable();
        assert_eq!(own, all);
        assert!(TCVN3.windows(2).all(|pair| pair[0].0 < pair[1].0), "each byte once, in order");
        let capitals: String = TCVN3.iter().map(|(_, letter)| *letter).filter(|letter| letter.is_uppercase()).collect();
        assert_eq!(capitals, "ĂÂÊÔƠƯĐ");
    }

    #[test]
    fn every_letter_can_be_written_in_vni() {
        let written: Vec<String> = {
            let marks: Vec<u8> = VNI_MARKS.iter().map(|(byte, _)| *byte).collect();
            let bases: &[&[u8]] = &[b"a", b"e", b"o", b"u", b"y", b"\xF4", b"\xF6"];
            let pairs = bases.iter().flat_map(|base| marks.iter().map(move |mark| [base, &[*mark][..]].concat()));
            let alone = VNI_LETTERS.iter().chain([&VNI_U_HORN]).map(|(byte, _)| vec![*byte]);
            pairs.chain(alone).map(|bytes| vni(&bytes).nfc().collect()).collect()
        };
        for letter in LETTERS.chars() {
            assert!(written.contains(&letter.to_string()), "{letter}");
        }
    }

    #[test]
    fn capitals_and_unknown_bytes() {
        assert_eq!(vni(b"\xD1A\xDBNG \xD6\xD4").nfc().collect::<String>(), "ĐẢNG ƯƠ");
        assert_eq!(tcvn3(b"\xA7\xA0\x80"), "Đ \u{FFFD}");
        assert_eq!(vni(b"\x80"), "\u{FFFD}");
    }
}
