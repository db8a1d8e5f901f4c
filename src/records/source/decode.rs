//! A file in another encoding as a stream of UTF-8, a piece at a time.

use std::io::{self, Read};

use encoding_rs::{CoderResult, UTF_16BE, UTF_16LE, WINDOWS_1258};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::encoding::Encoding;
use super::legacy;

/// How many bytes are decoded at once.
const PIECE: usize = 64 * 1024;
/// What stands for bytes that are no letter: no UTF-8 either, so that the field is a fault of its row and nothing is lost in silence.
const UNREADABLE: u8 = 0xFF;

/// Decodes what it reads. Letters and their tones come composed.
pub(super) struct Decoded<R> {
    inner: R,
    way: Way,
    /// Decoded text that may still get a mark, since the piece ended there.
    open: String,
    ready: Vec<u8>,
    taken: usize,
    done: bool,
}

enum Way {
    Standard(encoding_rs::Decoder),
    Tcvn3,
    Vni,
}

impl<R: Read> Decoded<R> {
    /// Of an encoding other than UTF-8, from the start of a file.
    pub(super) fn new(inner: R, encoding: Encoding) -> Decoded<R> {
        let way = match encoding {
            Encoding::Utf16Le => Way::Standard(UTF_16LE.new_decoder_with_bom_removal()),
            Encoding::Utf16Be => Way::Standard(UTF_16BE.new_decoder_with_bom_removal()),
            Encoding::Tcvn3 => Way::Tcvn3,
            Encoding::Vni => Way::Vni,
            Encoding::Windows1258 | Encoding::Utf8 => Way::Standard(WINDOWS_1258.new_decoder_without_bom_handling()),
        };
        Decoded { inner, way, open: String::new(), ready: Vec::new(), taken: 0, done: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut piece = Vec::with_capacity(PIECE);
        self.inner.by_ref().take(PIECE as u64).read_to_end(&mut piece)?;
        self.done = piece.len() < PIECE;
        match &mut self.way {
            Way::Standard(decoder) => standard(decoder, &piece, self.done, &mut self.open),
            Way::Tcvn3 => self.open.push_str(&legacy::tcvn3(&piece)),
            Way::Vni => self.open.push_str(&legacy::vni(&piece)),
        }
        // Marks that are still to come belong to the last letter.
        let letter = self.open.char_indices().rev().find(|(_, sign)| !is_combining_mark(*sign));
        let whole = letter.filter(|_| !self.done).map_or(self.open.len(), |(place, _)| place);
        let rest = self.open.split_off(whole);
        self.ready.clear();
        self.taken = 0;
        let composed = self.open.nfc().collect::<String>();
        let mut letter = [0; 4];
        for sign in composed.chars() {
            match sign {
                char::REPLACEMENT_CHARACTER => self.ready.push(UNREADABLE),
                _ => self.ready.extend_from_slice(sign.encode_utf8(&mut letter).as_bytes()),
            }
        }
        self.open = rest;
        Ok(())
    }
}

fn standard(decoder: &mut encoding_rs::Decoder, mut piece: &[u8], last: bool, text: &mut String) {
    loop {
        text.reserve(decoder.max_utf8_buffer_length(piece.len()).unwrap_or(piece.len()));
        let (result, read, _) = decoder.decode_to_string(piece, text, last);
        piece = piece.get(read..).unwrap_or_default();
        if result == CoderResult::InputEmpty {
            return;
        }
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.taken == self.ready.len() && !self.done {
            self.refill()?;
        }
        let mut rest = self.ready.get(self.taken..).unwrap_or_default();
        let read = rest.read(buffer)?;
        self.taken += read;
        Ok(read)
    }
}

/// Lines that end in CR alone, as old spreadsheet programs write them, with LF in its place.
pub(super) struct LineFeeds<R>(pub(super) R);

impl<R: Read> Read for LineFeeds<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        for byte in buffer.iter_mut().take(read).filter(|byte| **byte == b'\r') {
            *byte = b'\n';
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reader that gives one byte at a time.
    struct Slowly<'a>(&'a [u8]);

    impl Read for Slowly<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let one = buffer.len().min(1);
            self.0.read(&mut buffer[..one])
        }
    }

    fn decoded(bytes: &[u8], encoding: Encoding) -> Vec<u8> {
        let mut out = Vec::new();
        Decoded::new(Slowly(bytes), encoding).read_to_end(&mut out).unwrap();
        out
    }

    #[test]
    fn each_encoding_gives_the_same_text() {
        let text = "Chi bộ,Đồng Tâm\n";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&[&[0xFF, 0xFE], &utf16[..]].concat(), Encoding::Utf16Le), text.as_bytes());
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&utf16, Encoding::Utf16Be), text.as_bytes());
        assert_eq!(decoded(b"Chi b\xF4\xF2,\xD0\xF4\xCCng T\xE2m\n", Encoding::Windows1258), text.as_bytes());
        assert_eq!(decoded(b"Chi b\xE9,\xA7\xE5ng T\xA9m\n", Encoding::Tcvn3), text.as_bytes());
        assert_eq!(decoded(b"Chi bo\xE4,\xD1o\xE0ng Ta\xE2m\n", Encoding::Vni), text.as_bytes());
    }

    #[test]
    fn a_letter_is_composed_wherever_a_piece_ends() {
        for before in [PIECE - 3, PIECE - 2, PIECE - 1, PIECE] {
            let mut bytes = vec![b'x'; before];
            bytes.extend(b"bo\xE4 ");
            let expected = format!("{}bộ ", "x".repeat(before));
            assert!(decoded(&bytes, Encoding::Vni) == expected.as_bytes(), "{before}");
        }
    }

    #[test]
    fn what_is_no_letter_is_no_utf8_either() {
        assert_eq!(decoded(b"a\x80b", Encoding::Tcvn3), b"a\xFFb");
        assert_eq!(decoded(b"a\0\0\xD8b\0", Encoding::Utf16Le), b"a\xFFb");
    }
}
