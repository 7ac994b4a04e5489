//! PURE. The bytes of ESC/POS that we say and hear.

use crate::Bitmap;
use crate::printer::PrinterStatus;

const ESC: u8 = 0x1B;
const GS: u8 = 0x1D;
const DLE: u8 = 0x10;

/// Rows of one band: 16 mm. A printer that stops has no more than this in hand, and every model's buffer (4 KB and up) holds more than
/// the 9 KB of 128 rows of the wider paper at once or takes them as they are printed.
pub const BAND: u32 = 128;

/// `ESC @` forgets every setting of before; `GS a 0` has the printer say nothing by itself.
pub const BEGIN: [u8; 5] = [ESC, b'@', GS, b'a', 0];

/// `GS V 66 0`: feeds the ticket past the cutter, and cuts it but for one point, so that it does not fall.
pub const CUT: [u8; 4] = [GS, b'V', 66, 0];

/// `DLE ENQ 2` lets go of what failed and empties the buffers; `DLE DC4 8 ...` empties them where nothing failed. Both work while the
/// printer is stopped. A printer that knows only one of them does what that one says.
pub const FORGET: [u8; 13] = [DLE, 0x05, 2, DLE, 0x14, 8, 1, 3, 20, 1, 6, 2, 8];

/// The ticket in bands of at most [`BAND`] rows, each a whole `GS v 0`.
pub fn bands(ticket: &Bitmap) -> impl Iterator<Item = Vec<u8>> + '_ {
    let stride = ticket.stride();
    ticket.bytes().chunks(stride * BAND as usize).map(move |rows| {
        // A ticket is at most 72 bytes wide and a band 128 rows high: both fit their two bytes.
        let [wide, high] = [stride, rows.len() / stride].map(|count| (count as u16).to_le_bytes());
        let mut band = vec![GS, b'v', b'0', 0, wide[0], wide[1], high[0], high[1]];
        band.extend_from_slice(rows);
        band
    })
}

/// What a printer can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Why it does not print: the cover (`DLE EOT 2`). Answered at once.
    Offline,
    /// What is broken (`DLE EOT 3`). Answered at once.
    Error,
    /// The roll (`DLE EOT 4`). Answered at once.
    Paper,
    /// Whether everything before is done (`GS r 1`). Answered in its turn, with the roll.
    Done,
}

/// What it answered to that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heard {
    ask: Ask,
    byte: u8,
}

impl Ask {
    /// The question.
    #[must_use]
    pub fn bytes(self) -> [u8; 3] {
        match self {
            Self::Offline => [DLE, 0x04, 2],
            Self::Error => [DLE, 0x04, 3],
            Self::Paper => [DLE, 0x04, 4],
            Self::Done => [GS, b'r', 1],
        }
    }

    /// The answer, where the byte can be one: those at once have bits 1 and 4 set and 0 and 7 clear; the other has 4 and 7 clear, and
    /// each of its two sensors in two bits that are alike.
    #[must_use]
    pub fn read(self, byte: u8) -> Option<Heard> {
        let fits = match self {
            Self::Offline | Self::Error | Self::Paper => byte & 0b1001_0011 == 0b0001_0010,
            Self::Done => byte & 0b1001_0000 == 0 && [byte & 0b11, byte >> 2 & 0b11].iter().all(|two| matches!(two, 0 | 0b11)),
        };
        fits.then_some(Heard { ask: self, byte })
    }
}

impl Heard {
    /// What it says of the printer.
    #[must_use]
    pub fn status(self) -> PrinterStatus {
        let set = |bits: u8| self.byte & bits != 0;
        match self.ask {
            Ask::Offline if set(0b0000_0100) => PrinterStatus::CoverOpen,
            Ask::Offline if set(0b0010_0000) => PrinterStatus::OutOfPaper,
            // The cutter, and what only a power switch mends; a hot head mends itself, and is no more ready meanwhile.
            Ask::Error if set(0b0110_1000) => PrinterStatus::Broken,
            Ask::Paper if set(0b0110_0000) => PrinterStatus::OutOfPaper,
            Ask::Paper if set(0b0000_1100) => PrinterStatus::PaperLow,
            Ask::Done if set(0b0000_1100) => PrinterStatus::OutOfPaper,
            Ask::Done if set(0b0000_0011) => PrinterStatus::PaperLow,
            Ask::Offline | Ask::Error | Ask::Paper | Ask::Done => PrinterStatus::Ready,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_goes_in_bands_that_hold_all_of_it_once() {
        let mut ticket = Bitmap::new(384, BAND * 2 + 5);
        (0..ticket.height()).for_each(|y| ticket.set(y % 384, y, true));
        let bands: Vec<_> = bands(&ticket).collect();
        let heights: Vec<u8> = bands.iter().map(|band| band[6]).collect();
        assert_eq!(heights, [128, 128, 5]);
        assert!(bands.iter().all(|band| band[..6] == [0x1D, b'v', b'0', 0, 48, 0] && band[7] == 0));
        let rows: Vec<u8> = bands.iter().flat_map(|band| band[8..].to_vec()).collect();
        assert_eq!(rows, ticket.bytes());
        assert_eq!(super::bands(&Bitmap::new(384, 0)).count(), 0);
    }

    #[test]
    fn every_answer_is_read_as_the_reference_has_it() {
        let says = |ask: Ask, byte| ask.read(byte).map(Heard::status);
        assert_eq!(says(Ask::Paper, 0x12), Some(PrinterStatus::Ready));
        assert_eq!(says(Ask::Paper, 0x1E), Some(PrinterStatus::PaperLow));
        assert_eq!(says(Ask::Paper, 0x72), Some(PrinterStatus::OutOfPaper));
        assert_eq!(says(Ask::Offline, 0x16), Some(PrinterStatus::CoverOpen));
        assert_eq!(says(Ask::Offline, 0x32), Some(PrinterStatus::OutOfPaper));
        assert_eq!(says(Ask::Offline, 0x1A), Some(PrinterStatus::Ready), "somebody feeds paper by the button");
        for broken in [0x1A, 0x32, 0x52] {
            assert_eq!(says(Ask::Error, broken), Some(PrinterStatus::Broken), "{broken:x}");
        }
        assert_eq!(says(Ask::Done, 0x00), Some(PrinterStatus::Ready));
        assert_eq!(says(Ask::Done, 0x03), Some(PrinterStatus::PaperLow));
        assert_eq!(says(Ask::Done, 0x0C), Some(PrinterStatus::OutOfPaper));
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for noise in [0x00, 0xFF, 0x10, 0x13, 0x92, b'A'] {
            assert_eq!(Ask::Paper.read(noise), None, "{noise:x}");
        }
        // An answer at once is not taken for one in its turn, nor what the printer says by itself.
        for noise in [0x12, 0x10, 0xFF, 0x37, 0x25] {
            assert_eq!(Ask::Done.read(noise), None, "{noise:x}");
        }
    }
}
