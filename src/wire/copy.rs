//! A copy of what a kiosk keeps, in one file that somebody carries to the desk. Pure: lines in, lines out.
//!
//! Version 1, frozen: what a kiosk wrote today has to open at a desk of later years.
//! ASCII text, each line ended by one LF, one space between its parts, numbers in plain digits without leading zeros:
//!
//! ```text
//! inloop-copy 1
//! K <kiosk> <epoch> <made at, seconds since 1970> <1 where the kiosk believed that moment, else 0>
//! E <seconds that it had waited by then> <the envelope's bytes as they stand on the disk, base64>
//! P <which piece of the entry before it, from 1> <the sealed piece's bytes, base64>
//! Z <how many lines E> <how many lines P>
//! S <Ed25519 signature, base64>
//! ```
//!
//! `E` and `P` come as often as there is something. The kiosk's key of that enrolment signs `inloop-copy-v1`, LF, and the
//! `Content-Digest` of every byte before the line `S`. Nothing stands behind that line. Entries are in their seals: whoever finds
//! the file learns how many there are, how long they waited, and nothing that anybody left.

use super::signature::{self, KioskKey, KioskPublicKey, NotSigned};
use crate::entry::pieces::MAX_SEALED_PIECE;
use crate::entry::{Epoch, KioskId};
use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// The version that is written and read.
pub const COPY_VERSION: u32 = 1;

/// The longest line in bytes, with its LF: a piece of sound as base64, which is a third more, and a few numbers. An envelope is
/// far shorter.
pub const MAX_COPY_LINE: usize = MAX_SEALED_PIECE.div_ceil(3) * 4 + 64;

/// How every copy begins.
const MAGIC: &str = "inloop-copy ";

/// Whose copy it is, and of when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CopyHead {
    /// Which kiosk.
    pub kiosk: KioskId,
    /// Its enrolment, whose key signs.
    pub epoch: Epoch,
    /// When it was made, in seconds since 1970 by the kiosk's clock.
    pub made_at: u64,
    /// Whether the kiosk believed that clock.
    pub trusted: bool,
}

/// Why a file cannot be taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadCopy {
    /// It begins otherwise.
    #[error("this is not a copy that a kiosk made")]
    NotACopy,
    /// A later program wrote it.
    #[error("the copy is of version {0}, which this program does not know: install the newer one")]
    Newer(u32),
    /// A line is not what belongs there.
    #[error("line {0} of the copy is damaged")]
    Damaged(u64),
    /// It ends before its signature.
    #[error("the end of the copy is missing: it was cut off while it was written or copied")]
    CutOff,
}

/// Writes a copy, line by line.
#[derive(Debug)]
pub struct CopyWriter {
    hash: Sha256,
    entries: u64,
    pieces: u64,
}

impl CopyWriter {
    /// The first bytes.
    pub fn begin(head: &CopyHead) -> (Self, Vec<u8>) {
        let CopyHead { kiosk, epoch, made_at, trusted } = head;
        let mut writer = CopyWriter { hash: Sha256::new(), entries: 0, pieces: 0 };
        let (epoch, trusted) = (epoch.get(), u8::from(*trusted));
        let first = writer.line(format!("{MAGIC}{COPY_VERSION}\nK {kiosk} {epoch} {made_at} {trusted}\n"));
        (writer, first)
    }

    /// The next entry, as it stands on the disk.
    pub fn entry(&mut self, waited: Duration, envelope: &[u8]) -> Vec<u8> {
        self.entries += 1;
        self.line(format!("E {} {}\n", waited.as_secs(), STANDARD.encode(envelope)))
    }

    /// The next piece of what was said with the last entry.
    pub fn piece(&mut self, n: u8, sealed: &[u8]) -> Vec<u8> {
        self.pieces += 1;
        self.line(format!("P {n} {}\n", STANDARD.encode(sealed)))
    }

    /// The last bytes.
    pub fn end(mut self, key: &KioskKey) -> Vec<u8> {
        let mut last = self.line(format!("Z {} {}\n", self.entries, self.pieces));
        let signature = signature::sign_copy(key, &digest(self.hash));
        last.extend_from_slice(format!("S {signature}\n").as_bytes());
        last
    }

    /// How many entries and pieces were written.
    pub fn count(&self) -> (u64, u64) {
        (self.entries, self.pieces)
    }

    fn line(&mut self, text: String) -> Vec<u8> {
        self.hash.update(text.as_bytes());
        text.into_bytes()
    }
}

fn digest(hash: Sha256) -> String {
    format!("sha-256=:{}:", STANDARD.encode(hash.finalize()))
}

/// What a line holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyLine {
    /// Only of use to whoever reads the next one.
    Frame,
    /// Whose copy it is.
    Head(CopyHead),
    /// An entry.
    Entry {
        /// How long it had waited when the copy was made.
        waited: Duration,
        /// The envelope's bytes.
        envelope: Vec<u8>,
    },
    /// A piece of what was said with the last entry.
    Piece {
        /// Which.
        n: u8,
        /// Its bytes.
        sealed: Vec<u8>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Next {
    Magic,
    Head,
    Body,
    Signature,
    Nothing,
}

/// Reads a copy, line by line. Nothing that it gives may be believed before [`CopyReader::end`] and [`Signed::check`].
#[derive(Debug)]
pub struct CopyReader {
    hash: Sha256,
    next: Next,
    number: u64,
    entries: u64,
    pieces: u64,
    signature: String,
}

impl Default for CopyReader {
    fn default() -> Self {
        CopyReader { hash: Sha256::new(), next: Next::Magic, number: 0, entries: 0, pieces: 0, signature: String::new() }
    }
}

impl CopyReader {
    /// Reads the next line, with its LF; the last one of a file that was cut off has none.
    ///
    /// # Errors
    /// [`BadCopy`].
    pub fn line(&mut self, line: &[u8]) -> Result<CopyLine, BadCopy> {
        self.number += 1;
        let text = std::str::from_utf8(line).ok().filter(|text| text.is_ascii());
        if self.next == Next::Magic {
            self.hash.update(line);
            self.next = Next::Head;
            let version = text.and_then(|text| text.strip_prefix(MAGIC)).ok_or(BadCopy::NotACopy)?;
            let version = version.strip_suffix('\n').ok_or(BadCopy::CutOff)?;
            return match number(version).and_then(|version| u32::try_from(version).ok()) {
                Some(COPY_VERSION) => Ok(CopyLine::Frame),
                Some(other) => Err(BadCopy::Newer(other)),
                None => Err(BadCopy::NotACopy),
            };
        }
        let damaged = BadCopy::Damaged(self.number);
        if !line.ends_with(b"\n") {
            return Err(if self.next == Next::Nothing { damaged } else { BadCopy::CutOff });
        }
        let text = text.and_then(|text| text.strip_suffix('\n')).ok_or(damaged)?;
        if self.next != Next::Signature {
            self.hash.update(line);
        }
        self.parts(text).ok_or(damaged)
    }

    fn parts(&mut self, text: &str) -> Option<CopyLine> {
        let (sort, rest) = text.split_once(' ')?;
        match (self.next, sort) {
            (Next::Head, "K") => {
                self.next = Next::Body;
                let parts: Vec<u64> = rest.split(' ').map(number).collect::<Option<_>>()?;
                let [kiosk, epoch, made_at, trusted @ (0 | 1)] = parts[..] else { return None };
                let kiosk = KioskId::new(u32::try_from(kiosk).ok()?).ok()?;
                let epoch = Epoch::new(u32::try_from(epoch).ok()?);
                Some(CopyLine::Head(CopyHead { kiosk, epoch, made_at, trusted: trusted == 1 }))
            }
            (Next::Body, "E") => {
                let (waited, envelope) = rest.split_once(' ')?;
                self.entries += 1;
                Some(CopyLine::Entry { waited: Duration::from_secs(number(waited)?), envelope: STANDARD.decode(envelope).ok()? })
            }
            (Next::Body, "P") if self.entries > 0 => {
                let (n, sealed) = rest.split_once(' ')?;
                self.pieces += 1;
                let n = number(n).and_then(|n| u8::try_from(n).ok()).filter(|n| *n > 0)?;
                Some(CopyLine::Piece { n, sealed: STANDARD.decode(sealed).ok()? })
            }
            (Next::Body, "Z") => {
                let (entries, pieces) = rest.split_once(' ')?;
                self.next = Next::Signature;
                ((number(entries)?, number(pieces)?) == (self.entries, self.pieces)).then_some(CopyLine::Frame)
            }
            (Next::Signature, "S") => {
                self.next = Next::Nothing;
                rest.clone_into(&mut self.signature);
                Some(CopyLine::Frame)
            }
            _ => None,
        }
    }

    /// There are no more lines.
    ///
    /// # Errors
    /// [`BadCopy::CutOff`].
    pub fn end(self) -> Result<Signed, BadCopy> {
        match self.next {
            Next::Magic => Err(BadCopy::NotACopy),
            Next::Nothing => Ok(Signed { digest: digest(self.hash), signature: self.signature }),
            Next::Head | Next::Body | Next::Signature => Err(BadCopy::CutOff),
        }
    }
}

/// A whole copy, and who is said to have signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    digest: String,
    signature: String,
}

impl Signed {
    /// Whether this key signed exactly those bytes.
    ///
    /// # Errors
    /// [`NotSigned::Wrong`].
    pub fn check(&self, key: &KioskPublicKey) -> Result<(), NotSigned> {
        signature::check_copy(key, &self.digest, &self.signature)
    }
}

/// Plain digits, no sign and no leading zero.
fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    text.parse().ok().filter(|_| plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zeroize::Zeroizing;

    fn head() -> CopyHead {
        CopyHead { kiosk: KioskId::new(3).unwrap(), epoch: Epoch::FIRST, made_at: 1_795_431_600, trusted: true }
    }

    fn key() -> KioskKey {
        KioskKey::from_seed(&Zeroizing::new([7; 32]))
    }

    fn copy() -> Vec<u8> {
        let (mut writer, mut bytes) = CopyWriter::begin(&head());
        bytes.extend(writer.entry(Duration::from_secs(60), b"{\"v\":1}"));
        bytes.extend(writer.piece(1, &[0, 255, 10]));
        bytes.extend(writer.entry(Duration::ZERO, b"second"));
        assert_eq!(writer.count(), (2, 1));
        bytes.extend(writer.end(&key()));
        bytes
    }

    fn read(bytes: &[u8]) -> Result<(Vec<CopyLine>, Signed), BadCopy> {
        let mut reader = CopyReader::default();
        let lines = bytes.split_inclusive(|b| *b == b'\n').map(|line| reader.line(line)).collect::<Result<_, _>>()?;
        Ok((lines, reader.end()?))
    }

    #[test]
    fn the_format_is_frozen() {
        let text = String::from_utf8(copy()).unwrap();
        let (body, signature) = text.rsplit_once("S ").unwrap();
        assert_eq!(
            body, "inloop-copy 1\nK 3 1 1795431600 1\nE 60 eyJ2IjoxfQ==\nP 1 AP8K\nE 0 c2Vjb25k\nZ 2 1\n",
            "a copy that was made before could not be read any more"
        );
        let base = format!("inloop-copy-v1\n{}", signature::digest(body.as_bytes()));
        use ed25519_dalek::{Signer, SigningKey};
        let signed = SigningKey::from_bytes(&[7; 32]).sign(base.as_bytes()).to_bytes();
        assert_eq!(signature.trim_end(), STANDARD.encode(signed), "as another program would sign it");
    }

    #[test]
    fn what_was_written_is_read_and_only_its_kiosk_signed_it() {
        let (lines, signed) = read(&copy()).unwrap();
        assert_eq!(lines[1], CopyLine::Head(head()));
        assert_eq!(lines[2], CopyLine::Entry { waited: Duration::from_secs(60), envelope: b"{\"v\":1}".to_vec() });
        assert_eq!(lines[3], CopyLine::Piece { n: 1, sealed: vec![0, 255, 10] });
        assert!(signed.check(&key().public()).is_ok());
        assert!(signed.check(&KioskKey::from_seed(&Zeroizing::new([8; 32])).public()).is_err());
    }

    #[test]
    fn a_copy_that_is_cut_off_or_changed_anywhere_is_not_believed() {
        let whole = copy();
        for cut in 0..whole.len() {
            let said = read(&whole[..cut]);
            assert!(matches!(said, Err(BadCopy::CutOff | BadCopy::NotACopy)), "{cut}: {said:?}");
        }
        for place in 0..whole.len() {
            let mut other = whole.clone();
            other[place] ^= 1;
            let believed = read(&other).is_ok_and(|(_, signed)| signed.check(&key().public()).is_ok());
            assert!(!believed, "byte {place}");
        }
        let more = [whole.clone(), b"E 0 AAAA\n".to_vec()].concat();
        assert_eq!(read(&more).unwrap_err(), BadCopy::Damaged(8));
        assert_eq!(read(b"inloop-copy 2\n").unwrap_err(), BadCopy::Newer(2));
        assert_eq!(read(b"PK\x03\x04").unwrap_err(), BadCopy::NotACopy);
    }
}
