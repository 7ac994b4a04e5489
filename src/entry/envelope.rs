//! What travels and what both disks hold: the clear header and the sealed bytes, as one JSON object.

use super::Header;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

/// The longest envelope in bytes: 4 KiB of entry, about 400 bytes of seal for two recipients, a third more for base64, the
/// header, and a quarter to spare.
pub const MAX_ENVELOPE: usize = 8 * 1024;

/// A sealed entry with its clear header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    header: Header,
    padded: u32,
    sealed: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Json<'a> {
    v: u32,
    id: super::EntryId,
    kiosk: super::KioskId,
    epoch: super::Epoch,
    seq: super::Sequence,
    size: u32,
    sealed: std::borrow::Cow<'a, str>,
}

/// Why bytes are not an envelope.
#[derive(Debug, thiserror::Error)]
pub enum BadEnvelope {
    /// Longer than [`MAX_ENVELOPE`].
    #[error("more than {MAX_ENVELOPE} bytes")]
    TooLong,
    /// Of a version this program does not know.
    #[error("envelope version {0} is not known here")]
    Newer(u32),
    /// Not the JSON of an envelope.
    #[error("not an envelope")]
    Malformed,
}

impl Envelope {
    /// Called by the seal only: `padded` is the plain entry's length in bytes, a step of [`super::v1::STEPS`].
    pub(crate) fn new(header: Header, padded: u32, sealed: Vec<u8>) -> Self {
        Envelope { header, padded, sealed }
    }

    /// The clear header.
    pub fn header(&self) -> Header {
        self.header
    }

    /// The plain entry's length as padded, in bytes.
    pub fn padded(&self) -> u32 {
        self.padded
    }

    /// The age file.
    pub fn sealed(&self) -> &[u8] {
        &self.sealed
    }

    /// The bytes that are kept, sent and compared: the same for the same envelope, always.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Header { id, kiosk, epoch, sequence: seq } = self.header;
        let sealed = STANDARD.encode(&self.sealed).into();
        let json = Json { v: super::v1::VERSION, id, kiosk, epoch, seq, size: self.padded, sealed };
        // Writing numbers and ASCII into memory has no way to fail.
        serde_json::to_vec(&json).unwrap_or_default()
    }

    /// From bytes off the wire or off a disk.
    ///
    /// # Errors
    /// [`BadEnvelope`].
    pub fn parse(bytes: &[u8]) -> Result<Self, BadEnvelope> {
        #[derive(Deserialize)]
        struct Version {
            v: u32,
        }
        if bytes.len() > MAX_ENVELOPE {
            return Err(BadEnvelope::TooLong);
        }
        let Version { v } = serde_json::from_slice(bytes).map_err(|_| BadEnvelope::Malformed)?;
        if v != super::v1::VERSION {
            return Err(BadEnvelope::Newer(v));
        }
        let json: Json<'_> = serde_json::from_slice(bytes).map_err(|_| BadEnvelope::Malformed)?;
        let sealed = STANDARD.decode(json.sealed.as_bytes()).map_err(|_| BadEnvelope::Malformed)?;
        if !super::v1::STEPS.iter().any(|step| *step as u32 == json.size) {
            return Err(BadEnvelope::Malformed);
        }
        let header = Header { id: json.id, kiosk: json.kiosk, epoch: json.epoch, sequence: json.seq };
        Ok(Envelope { header, padded: json.size, sealed })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EntryId, Epoch, KioskId, Sequence};
    use super::*;

    fn envelope() -> Envelope {
        let header = Header {
            id: EntryId::new(1_800_000_000_000, [1; 10]),
            kiosk: KioskId::new(3).unwrap(),
            epoch: Epoch::FIRST,
            sequence: Sequence::new(17).unwrap(),
        };
        Envelope::new(header, 1024, vec![9; 1400])
    }

    #[test]
    fn an_envelope_reads_back_the_same() {
        let bytes = envelope().to_bytes();
        assert_eq!(Envelope::parse(&bytes).unwrap(), envelope());
        assert!(bytes.len() < MAX_ENVELOPE / 2);
    }

    #[test]
    fn a_truncated_a_long_and_a_newer_one_are_told_apart() {
        let bytes = envelope().to_bytes();
        for cut in [0, 1, 40, bytes.len() - 1] {
            assert!(matches!(Envelope::parse(&bytes[..cut]), Err(BadEnvelope::Malformed)));
        }
        assert!(matches!(Envelope::parse(&[b' '; MAX_ENVELOPE + 1]), Err(BadEnvelope::TooLong)));
        let newer = String::from_utf8(bytes).unwrap().replace("\"v\":1", "\"v\":2");
        assert!(matches!(Envelope::parse(newer.as_bytes()), Err(BadEnvelope::Newer(2))));
    }

    #[test]
    fn a_size_that_is_no_step_is_refused() {
        let odd = String::from_utf8(envelope().to_bytes()).unwrap().replace("1024", "1023");
        assert!(matches!(Envelope::parse(odd.as_bytes()), Err(BadEnvelope::Malformed)));
    }
}
