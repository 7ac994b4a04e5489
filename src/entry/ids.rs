//! Names of things. Each is parsed once, at the edge, and cannot be changed afterwards.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use uuid::Uuid;

/// The name of one entry: a UUID of version 7, made at the kiosk, the same on every try for ever.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "Uuid", into = "Uuid")]
pub struct EntryId(Uuid);

impl EntryId {
    /// From the wall clock (milliseconds since 1970, right or wrong: order does not depend on it) and 10 random bytes.
    pub fn new(unix_millis: u64, random: [u8; 10]) -> Self {
        EntryId(uuid::Builder::from_unix_timestamp_millis(unix_millis, &random).into_uuid())
    }

    /// The 16 bytes as they stand in a database.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// From the 16 bytes of a database.
    ///
    /// # Errors
    /// Where they are not a UUID of version 7.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, BadId> {
        Uuid::from_slice(bytes).map_err(|_| BadId).and_then(EntryId::try_from)
    }
}

impl TryFrom<Uuid> for EntryId {
    type Error = BadId;
    fn try_from(uuid: Uuid) -> Result<Self, BadId> {
        match uuid.get_version_num() {
            7 => Ok(EntryId(uuid)),
            _ => Err(BadId),
        }
    }
}

impl From<EntryId> for Uuid {
    fn from(id: EntryId) -> Uuid {
        id.0
    }
}

impl FromStr for EntryId {
    type Err = BadId;
    /// Only the hyphenated lower-case form: one name, one spelling.
    fn from_str(text: &str) -> Result<Self, BadId> {
        let id = EntryId::try_from(Uuid::parse_str(text).map_err(|_| BadId)?)?;
        if id.to_string() == text { Ok(id) } else { Err(BadId) }
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl fmt::Debug for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EntryId({self})")
    }
}

/// Not a name of the kind that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a well-formed id")]
pub struct BadId;

/// The number the desk gave a kiosk at enrolment; never given twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KioskId(NonZeroU32);

impl KioskId {
    /// From the desk's numbering, which starts at 1.
    ///
    /// # Errors
    /// For 0.
    pub fn new(number: u32) -> Result<Self, BadId> {
        NonZeroU32::new(number).map(KioskId).ok_or(BadId)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0.get()
    }
}

impl fmt::Display for KioskId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for KioskId {
    type Err = BadId;
    fn from_str(text: &str) -> Result<Self, BadId> {
        text.parse().map_err(|_| BadId).and_then(KioskId::new)
    }
}

/// How often this kiosk number has been enrolled anew or written off. Whatever an older epoch says is looked at by people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epoch(u32);

impl Epoch {
    /// The epoch of a first enrolment.
    pub const FIRST: Epoch = Epoch(1);

    /// From a stored number.
    pub fn new(number: u32) -> Self {
        Epoch(number)
    }

    /// The number.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// The place of an entry in its kiosk's own count; each entry is one higher than the one before, with gaps allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sequence(u64);

impl Sequence {
    /// Fits SQLite's signed integer, and lasts for ever at any rate a hall can produce.
    pub const MAX: u64 = i64::MAX as u64;

    /// From a stored number.
    ///
    /// # Errors
    /// Above [`Sequence::MAX`].
    pub fn new(number: u64) -> Result<Self, BadId> {
        if number <= Self::MAX { Ok(Sequence(number)) } else { Err(BadId) }
    }

    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// The random 128 bits in a resident's QR code. Whoever shows it may see, change or cancel; the teken may not.
#[derive(zeroize::Zeroize, zeroize::ZeroizeOnDrop)]
pub struct Secret([u8; 16]);

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Secret {
    /// Characters of its code.
    pub const CODE: usize = 26;

    /// From 16 random bytes.
    pub fn new(random: [u8; 16]) -> Self {
        Secret(random)
    }

    /// What goes into the QR code, and nothing else does: 26 characters of Crockford's base 32 without padding.
    pub fn to_code(&self) -> zeroize::Zeroizing<String> {
        let mut bits = u128::from_be_bytes(self.0);
        let mut code = [0u8; Self::CODE];
        for place in code.iter_mut().rev() {
            *place = ALPHABET[(bits & 31) as usize];
            bits >>= 5;
        }
        zeroize::Zeroizing::new(code.iter().map(|b| char::from(*b)).collect())
    }

    /// From a code that a scanner read or somebody typed; at most [`Secret::CODE`] characters are looked at.
    ///
    /// # Errors
    /// Where it is not such a code.
    pub fn from_code(code: &str) -> Result<Self, BadId> {
        if code.len() != Self::CODE {
            return Err(BadId);
        }
        let mut bits = zeroize::Zeroizing::new(0u128);
        for (place, byte) in code.bytes().enumerate() {
            let value = ALPHABET.iter().position(|known| *known == byte.to_ascii_uppercase()).ok_or(BadId)? as u128;
            // 26 characters hold 130 bits: the first two are never used.
            if place == 0 && value > 7 {
                return Err(BadId);
            }
            *bits = (*bits << 5) | value;
        }
        Ok(Secret(bits.to_be_bytes()))
    }

    /// What the desk keeps instead of the secret: its SHA-256.
    pub fn recognition(&self) -> Recognition {
        use sha2::{Digest, Sha256};
        Recognition(Sha256::digest(self.0).into())
    }
}

impl Serialize for Secret {
    /// As its code: sealed, on its way to the desk, and nowhere else.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_code())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = zeroize::Zeroizing::new(String::deserialize(deserializer)?);
        Secret::from_code(&code).map_err(serde::de::Error::custom)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// The first 64 bits of a [`Recognition`]: of a million codes, two begin alike once in forty million posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hint([u8; 8]);

impl Hint {
    /// From its 8 bytes.
    pub fn new(bytes: [u8; 8]) -> Self {
        Hint(bytes)
    }

    /// Its 8 bytes.
    pub fn as_bytes(&self) -> &[u8; 8] {
        &self.0
    }
}

/// The SHA-256 of a [`Secret`]: recognises who shows the QR code, cannot make one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Recognition([u8; 32]);

impl Recognition {
    /// From its 32 bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Recognition(bytes)
    }

    /// Its 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Its beginning: enough to say of a code which day it is for, and for nothing that anybody may do.
    pub fn hint(&self) -> Hint {
        let [a, b, c, d, e, f, g, h, ..] = self.0;
        Hint([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Debug for Recognition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recognition(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_id_has_one_spelling_and_one_version() {
        let id = EntryId::new(1_800_000_000_000, [7; 10]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(id.to_string().to_uppercase().parse::<EntryId>(), Err(BadId));
        assert_eq!("67e55044-10b1-426f-9247-bb680e5fe0c8".parse::<EntryId>(), Err(BadId));
        assert_eq!("../../etc/passwd".parse::<EntryId>(), Err(BadId));
        assert_eq!(EntryId::from_bytes(id.as_bytes()), Ok(id));
    }

    #[test]
    fn a_kiosk_number_starts_at_one() {
        assert_eq!("0".parse::<KioskId>(), Err(BadId));
        assert_eq!("3".parse::<KioskId>().map(KioskId::get), Ok(3));
    }

    #[test]
    fn a_secret_does_not_print_and_its_code_is_its_bits() {
        let secret = Secret::new([0xAB; 16]);
        assert_eq!(format!("{secret:?}"), "Secret(..)");
        assert_eq!(secret.to_code().len(), 26);
        assert_eq!(Secret::from_code(&secret.to_code().to_lowercase()).unwrap().recognition(), secret.recognition());
        for bad in ["", "ZZZZZZZZZZZZZZZZZZZZZZZZZZ", "0000000000000000000000000U", &"0".repeat(27), &"é".repeat(13)] {
            assert_eq!(Secret::from_code(bad).err(), Some(BadId), "{bad}");
        }
        assert_ne!(*secret.to_code(), *Secret::new([0xAC; 16]).to_code());
    }
}
