//! A recording travels in pieces, each sealed by itself. This is the form of one inside its seal, version 1.
//!
//! Every piece has [`PIECE`] bytes: a head of JSON that says what it is a piece of, filled up with spaces, and then sound, filled
//! up with zeros. So the pieces of all residents are equally long, and only their number is told: a step of about four seconds of
//! speech. The head stands inside the seal, so that nobody can put a piece under another name or in another place.
//!
//! Frozen at the first release, as [`super::v1`] is.

use super::{Header, MAX_RECORDING, v1::NotRead};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Bytes of a piece: 128 KiB, two blocks of age. On the slowest mobile link (GPRS, 20 kbit/s) that is less than a minute, which is
/// what a broken connection costs at most; the longest recording is still no more than 31 requests.
pub const PIECE: usize = 128 * 1024;

/// Bytes of its head: the longest, with every number as large as it may be, has 170.
const HEAD: usize = 256;

/// Bytes of sound in a full piece.
pub const SOUND_IN_A_PIECE: usize = PIECE - HEAD;

/// Pieces of the largest recording.
pub const MAX_PIECES: u8 = MAX_RECORDING.div_ceil(SOUND_IN_A_PIECE) as u8;

/// The most bytes of a sealed piece: what age adds for two recipients is below 1 KiB, and the rest is to spare.
pub const MAX_SEALED_PIECE: usize = PIECE + 4 * 1024;

/// The version this module writes and reads.
const VERSION: u32 = 1;

/// Which piece, and of how many: the first is 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The piece.
    pub n: u8,
    /// All of them.
    pub of: u8,
}

/// How many pieces a recording of so many bytes has.
pub fn pieces_of(bytes: usize) -> u8 {
    // Above MAX_RECORDING there is no recording; then no piece fits either.
    bytes.div_ceil(SOUND_IN_A_PIECE).try_into().unwrap_or(u8::MAX)
}

/// What a piece says of itself.
#[derive(Serialize, Deserialize)]
struct Head {
    v: u32,
    #[serde(flatten)]
    header: Header,
    n: u8,
    of: u8,
    bytes: u32,
}

#[derive(Deserialize)]
struct Version {
    v: u32,
}

/// A recording's pieces with their places, in order; each is wiped when dropped.
pub fn cut(header: Header, flac: &[u8]) -> impl Iterator<Item = (Place, Zeroizing<Vec<u8>>)> {
    let of = pieces_of(flac.len());
    (1..=of).zip(flac.chunks(SOUND_IN_A_PIECE)).map(move |(n, sound)| {
        let place = Place { n, of };
        (place, write(header, place, sound))
    })
}

fn write(header: Header, Place { n, of }: Place, sound: &[u8]) -> Zeroizing<Vec<u8>> {
    let mut piece = Zeroizing::new(Vec::with_capacity(PIECE));
    let head = Head { v: VERSION, header, n, of, bytes: sound.len() as u32 };
    // Numbers and a name: writing them has no way to fail, and a test knows the longest.
    piece.extend(serde_json::to_vec(&head).unwrap_or_default());
    piece.resize(HEAD, b' ');
    piece.extend(sound);
    piece.resize(PIECE, 0);
    piece
}

/// What a piece is a piece of, and its sound.
///
/// # Errors
/// [`NotRead`].
pub fn read(piece: &[u8]) -> Result<(Header, Place, &[u8]), NotRead> {
    let malformed = || NotRead::Malformed { line: 0, column: 0 };
    if piece.len() != PIECE {
        return Err(malformed());
    }
    let (head, sound) = piece.split_at(HEAD);
    let Version { v } = serde_json::from_slice(head).map_err(|_| malformed())?;
    if v != VERSION {
        return Err(NotRead::Newer(v));
    }
    let Head { header, n, of, bytes, .. } = serde_json::from_slice(head).map_err(|_| malformed())?;
    let bytes = bytes as usize;
    // Only the last one may be less than full.
    let fits = if n == of { (1..=SOUND_IN_A_PIECE).contains(&bytes) } else { bytes == SOUND_IN_A_PIECE };
    if n == 0 || n > of || of > MAX_PIECES || !fits {
        return Err(malformed());
    }
    Ok((header, Place { n, of }, &sound[..bytes]))
}

#[cfg(test)]
mod tests {
    use super::super::{EntryId, Epoch, KioskId, Sequence};
    use super::*;

    fn header() -> Header {
        Header {
            id: EntryId::new(1_800_000_000_000, [1; 10]),
            kiosk: KioskId::new(3).unwrap(),
            epoch: Epoch::FIRST,
            sequence: Sequence::new(17).unwrap(),
        }
    }

    fn flac(bytes: usize) -> Vec<u8> {
        (0..bytes).map(|at| (at * 31 % 251) as u8).collect()
    }

    #[test]
    fn a_recording_of_any_length_comes_together_again_and_its_pieces_are_equally_long() {
        let full = SOUND_IN_A_PIECE;
        for bytes in [1, full - 1, full, full + 1, 3 * full, MAX_RECORDING] {
            let flac = flac(bytes);
            let mut together: Vec<u8> = Vec::new();
            let mut many = 0;
            for (place, piece) in cut(header(), &flac) {
                many += 1;
                assert_eq!(piece.len(), PIECE);
                let (of, told, sound) = read(&piece).unwrap();
                assert_eq!((of, told, place), (header(), place, Place { n: many, of: pieces_of(bytes) }));
                together.extend(sound);
            }
            assert!(many == pieces_of(bytes) && together == flac, "{bytes} bytes");
        }
        assert_eq!((pieces_of(MAX_RECORDING), MAX_PIECES), (31, 31));
    }

    #[test]
    fn the_longest_head_has_room() {
        let header = Header {
            kiosk: KioskId::new(u32::MAX).unwrap(),
            epoch: Epoch::new(u32::MAX),
            sequence: Sequence::new(i64::MAX as u64).unwrap(),
            ..header()
        };
        let piece = write(header, Place { n: MAX_PIECES, of: MAX_PIECES }, &flac(SOUND_IN_A_PIECE));
        let written = piece[..HEAD].iter().rposition(|byte| *byte != b' ').unwrap();
        assert!(written < 170, "{written}");
        assert_eq!(read(&piece).unwrap().0, header);
    }

    #[test]
    fn what_is_no_piece_is_refused() {
        let good = write(header(), Place { n: 2, of: 3 }, &flac(SOUND_IN_A_PIECE));
        read(&good).unwrap();
        let spoiled = |from: &str, to: &str| {
            let head = std::str::from_utf8(&good[..HEAD]).unwrap();
            assert!(head.contains(from), "{head}");
            let mut head = head.replacen(from, to, 1).into_bytes();
            head.resize(HEAD, b' ');
            [&head, &good[HEAD..]].concat()
        };
        assert!(matches!(read(&spoiled("\"v\":1", "\"v\":2")), Err(NotRead::Newer(2))));
        for (from, to) in [
            ("\"n\":2", "\"n\":0"),
            ("\"n\":2", "\"n\":4"),
            ("\"of\":3", "\"of\":32"),
            ("\"bytes\":130816", "\"bytes\":130815"),
            ("\"bytes\":130816", "\"bytes\":4294967295"),
            ("\"v\":1", "\"v\":x"),
        ] {
            assert!(matches!(read(&spoiled(from, to)), Err(NotRead::Malformed { .. })), "{to}");
        }
        for cut in [0, 1, HEAD, PIECE - 1] {
            assert!(read(&good[..cut]).is_err(), "cut at {cut}");
        }
        assert!(read(&[&good[..], &[0]].concat()).is_err());
    }
}
