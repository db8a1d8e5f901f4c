//! The size and the SHA-256 of bytes: what `sha256sum` says of them.

use std::io::{self, Read, Write};

use sha2::{Digest as _, Sha256};

/// How many bytes there are, and their SHA-256 as 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest {
    /// How many.
    pub bytes: u64,
    /// SHA-256 (FIPS 180-4).
    pub sha256: String,
}

/// So many bytes of a file are hashed at once.
const AT_ONCE: usize = 1 << 16;

impl Digest {
    /// Of bytes in memory.
    pub fn of(bytes: &[u8]) -> Digest {
        let mut sum = Sum::default();
        sum.add(bytes);
        sum.end()
    }

    /// Of all that can still be read.
    ///
    /// # Errors
    /// What the reader fails with.
    pub fn of_reader(mut reader: impl Read) -> io::Result<Digest> {
        let mut sum = Sum::default();
        let mut held = vec![0; AT_ONCE];
        loop {
            match reader.read(&mut held) {
                Ok(0) => return Ok(sum.end()),
                Ok(read) => sum.add(held.get(..read).unwrap_or(&[])),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Whether a text is written as such a sum is.
    pub fn is_sum(text: &str) -> bool {
        text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }
}

#[derive(Default)]
struct Sum {
    bytes: u64,
    state: Sha256,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        self.bytes += u64::try_from(bytes.len()).unwrap_or(0);
        self.state.update(bytes);
    }

    fn end(self) -> Digest {
        let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or('0'));
        Digest { bytes: self.bytes, sha256: self.state.finalize().iter().flat_map(|byte| digits(*byte)).collect() }
    }
}

/// Hands on what is written, and hashes it on the way.
pub struct Hashing<W> {
    out: W,
    sum: Sum,
}

impl<W: Write> Hashing<W> {
    /// Nothing written yet.
    pub fn of(out: W) -> Hashing<W> {
        Hashing { out, sum: Sum::default() }
    }

    /// Of all that was written.
    pub fn end(self) -> Digest {
        self.sum.end()
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.add(bytes.get(..written).unwrap_or(bytes));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// The examples of FIPS 180-4 for SHA-256, and the sum of nothing.
    const KNOWN: [(&str, &str); 3] = [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
        ),
    ];

    #[test]
    fn the_sums_are_those_of_the_standard() {
        for (text, sum) in KNOWN {
            assert_eq!(Digest::of(text.as_bytes()).sha256, sum);
            assert!(Digest::is_sum(sum));
        }
        let million = "a".repeat(1_000_000);
        let read = Digest::of_reader(million.as_bytes()).unwrap();
        assert_eq!(read.sha256, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
        assert_eq!(read.bytes, 1_000_000);
    }

    #[test]
    fn what_is_written_in_pieces_has_the_sum_of_the_whole() {
        let mut out = Hashing::of(Vec::new());
        for piece in ["a", "", "bc"] {
            out.write_all(piece.as_bytes()).unwrap();
        }
        assert_eq!(out.out, b"abc");
        assert_eq!(out.end(), Digest::of(b"abc"));
    }

    #[test]
    fn a_sum_has_64_small_digits() {
        let sum = Digest::of(b"").sha256;
        assert!(!Digest::is_sum(&sum.to_uppercase()) && !Digest::is_sum(sum.get(1..).unwrap()));
    }
}
