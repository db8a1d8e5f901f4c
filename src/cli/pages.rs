//! Writing to a file in whole pages.

use std::io::{self, Write};

/// So many bytes are written at once. They begin and end where pages of the system do: bytes cut anywhere cost it half as much again.
const SIZE: usize = 1 << 18;

/// Gathers what is written.
pub(super) struct Pages<W> {
    out: W,
    held: Vec<u8>,
}

impl<W: Write> Pages<W> {
    pub(super) fn of(out: W) -> Pages<W> {
        Pages { out, held: Vec::with_capacity(SIZE) }
    }

    /// Writes the rest.
    pub(super) fn end(mut self) -> io::Result<W> {
        self.out.write_all(&self.held)?;
        self.out.flush()?;
        Ok(self.out)
    }
}

impl<W: Write> Write for Pages<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (fits, _) = bytes.split_at_checked(SIZE - self.held.len()).unwrap_or((bytes, &[]));
        self.held.extend_from_slice(fits);
        if self.held.len() == SIZE {
            self.out.write_all(&self.held)?;
            self.held.clear();
        }
        Ok(fits.len())
    }

    /// Nobody reads the file before its end: nothing is gained by writing less than a page.
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
