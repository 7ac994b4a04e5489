//! The second step of logging in: codes of RFC 6238 from a worker's own device, and recovery codes for when it is lost.
//!
//! Codes have six digits, live 30 seconds and are made with SHA-1: what every app on a phone can do. The secret lies in the store
//! locked with a key that is not there, bound to its worker.

use super::keys::{self, DeskKeys};
use super::passwords;
use crate::clock::{Luck, NoLuck};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce};
use qrcode::{Color, QrCode};
use totp_rs::{Builder, Secret, Totp};
use zeroize::Zeroizing;

/// Seconds that a code lives.
pub const STEP: u64 = 30;
/// Steps before and after this one that are taken too: phones are not always on time.
pub const DRIFT: u16 = 1;
/// Recovery codes that are made at once.
pub const RECOVERY_CODES: usize = 10;

/// Bytes of the secret: as many as a hash of SHA-1 has, as RFC 4226 advises.
const SECRET: usize = 20;
/// Bytes of the number that a lock is used with once.
const NONCE: usize = 12;
/// Modules of white around a QR code, as its standard asks.
const QUIET: usize = 4;

/// What was locked cannot be opened: by other keys, for another worker, or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the secret of a second step cannot be opened with this desk's keys")]
pub struct NotOpened;

/// A worker's secret. Does not print.
pub struct Seed(Zeroizing<[u8; SECRET]>);

impl Seed {
    /// A new one.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn fresh(luck: &dyn Luck) -> Result<Self, NoLuck> {
        let mut bytes = Zeroizing::new([0; SECRET]);
        luck.fill(&mut *bytes)?;
        Ok(Seed(bytes))
    }

    fn totp(&self) -> Option<Totp> {
        Builder::new().with_secret(Secret::new_stack(*self.0)).with_step_duration(STEP).with_skew(DRIFT).build().ok()
    }

    /// The code at this second: for whoever tests a desk.
    pub fn code_at(&self, seconds: u64) -> Option<String> {
        Some(self.totp()?.generate(seconds).to_string())
    }

    /// The step whose code this is, where that is now or [`DRIFT`] away.
    pub fn step_of(&self, code: &str, now: i64) -> Option<i64> {
        let step = self.totp()?.check(code, u64::try_from(now).ok()?)?;
        i64::try_from(step).ok()
    }

    /// To be typed into an app that cannot see, in groups of four.
    pub fn typed(&self) -> Zeroizing<String> {
        let plain = self.base32();
        let groups: Vec<&str> = (0..plain.len()).step_by(4).filter_map(|i| plain.get(i..plain.len().min(i + 4))).collect();
        Zeroizing::new(groups.join(" "))
    }

    fn base32(&self) -> Zeroizing<String> {
        Zeroizing::new(Secret::new_stack(*self.0).to_base32())
    }

    /// What an app reads from the code.
    pub fn url(&self, post: &str, worker: &str) -> Zeroizing<String> {
        let (post, worker, secret) = (percent(post), percent(worker), self.base32());
        Zeroizing::new(format!("otpauth://totp/{post}:{worker}?secret={}&issuer={post}", *secret))
    }

    /// Locked, for the store.
    ///
    /// # Errors
    /// Where there is no randomness.
    pub fn lock(&self, keys: &DeskKeys, worker: i32, luck: &dyn Luck) -> Result<Vec<u8>, NoLuck> {
        let mut nonce = [0; NONCE];
        luck.fill(&mut nonce)?;
        let (about, key) = (about(worker), keys.derived("second step"));
        let cipher = ChaCha20Poly1305::new((&*key).into());
        let payload = Payload { msg: self.0.as_slice(), aad: about.as_bytes() };
        // Only a message of 256 GB is too long to be locked.
        let locked = cipher.encrypt(Nonce::from_slice(&nonce), payload).map_err(|_| NoLuck)?;
        Ok([nonce.as_slice(), &locked].concat())
    }

    /// Out of the store.
    ///
    /// # Errors
    /// [`NotOpened`].
    pub fn unlock(locked: &[u8], keys: &DeskKeys, worker: i32) -> Result<Self, NotOpened> {
        let (nonce, sealed) = locked.split_at_checked(NONCE).ok_or(NotOpened)?;
        let (about, key) = (about(worker), keys.derived("second step"));
        let cipher = ChaCha20Poly1305::new((&*key).into());
        let payload = Payload { msg: sealed, aad: about.as_bytes() };
        let opened = Zeroizing::new(cipher.decrypt(Nonce::from_slice(nonce), payload).map_err(|_| NotOpened)?);
        let bytes = <[u8; SECRET]>::try_from(opened.as_slice()).map_err(|_| NotOpened)?;
        Ok(Seed(Zeroizing::new(bytes)))
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(..)")
    }
}

fn about(worker: i32) -> String {
    format!("inloop second step of {worker}")
}

/// RFC 3986: everything but what is unreserved.
fn percent(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// The dark squares of a QR code as one path of SVG, and how many there are along an edge with the white around; none where the text
/// is too long for one.
pub fn drawn(text: &str) -> Option<(Zeroizing<String>, usize)> {
    let code = QrCode::new(text.as_bytes()).ok()?;
    let width = code.width();
    let mut path = Zeroizing::new(String::new());
    for (i, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            path.push_str(&format!("M{} {}h1v1h-1z", i % width + QUIET, i / width + QUIET));
        }
    }
    Some((path, width + 2 * QUIET))
}

/// Recovery codes, to be written on paper: 80 bits each.
///
/// # Errors
/// Where there is no randomness.
pub fn recovery_codes(luck: &dyn Luck) -> Result<Vec<Zeroizing<String>>, NoLuck> {
    (0..RECOVERY_CODES).map(|_| passwords::one_time(luck)).collect()
}

/// What the store holds of a recovery code, however it was typed: without the key nobody can try them all.
pub fn recovery_hash(keys: &DeskKeys, worker: i32, typed: &str) -> [u8; 32] {
    let plain = Zeroizing::new(plain(typed));
    keys::mac(&*keys.derived("recovery codes"), &[worker.to_string().as_bytes(), b"\n", plain.as_bytes()])
}

/// A code as it was made, out of how people type it: with spaces, dashes and capitals.
pub fn plain(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace() && *c != '-').flat_map(char::to_lowercase).collect()
}

/// A code of sixteen in groups of four.
pub fn grouped(code: &str) -> Zeroizing<String> {
    let groups: Vec<&str> = (0..code.len()).step_by(4).filter_map(|i| code.get(i..code.len().min(i + 4))).collect();
    Zeroizing::new(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::BenchLuck;

    fn keys(seed: u64) -> (tempfile::TempDir, DeskKeys) {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("keys");
        keys::make(&dir, &[], &BenchLuck::seeded(seed)).unwrap();
        (folder, DeskKeys::load(&dir).unwrap())
    }

    #[test]
    fn codes_are_those_of_the_rfc_and_one_step_of_drift_is_taken() {
        // RFC 6238, appendix B, of which apps show the last six digits.
        let seed = Seed(Zeroizing::new(*b"12345678901234567890"));
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(seed.code_at(seconds).unwrap(), code);
            let step = seconds as i64 / 30;
            for (now, taken) in [(0, true), (30, true), (-30, true), (60, false), (-60, false)] {
                let found = seed.step_of(code, seconds as i64 + now);
                assert_eq!(found, taken.then_some(step), "{code} {now} seconds later");
            }
        }
        for not in ["", "28708", "2870821", "28708x", "٢٨٧٠٨٢"] {
            assert_eq!(seed.step_of(not, 59), None, "{not}");
        }
    }

    #[test]
    fn a_secret_opens_with_this_desks_keys_for_its_own_worker_alone() {
        let ((_one, keys), (_other, others)) = (keys(1), keys(2));
        let (luck, seed) = (BenchLuck::seeded(3), Seed::fresh(&BenchLuck::seeded(4)).unwrap());
        let locked = seed.lock(&keys, 7, &luck).unwrap();
        assert!(!locked.windows(SECRET).any(|part| part == seed.0.as_slice()));
        assert_eq!(*Seed::unlock(&locked, &keys, 7).unwrap().0, *seed.0);
        assert_ne!(locked, seed.lock(&keys, 7, &luck).unwrap(), "locked anew it looks otherwise");
        let mut bent = locked.clone();
        bent[20] ^= 1;
        for (locked, keys, worker) in [(&locked, &keys, 8), (&locked, &others, 7), (&bent, &keys, 7), (&Vec::new(), &keys, 7)] {
            assert!(Seed::unlock(locked, keys, worker).is_err());
        }
        assert_eq!(format!("{seed:?}"), "Seed(..)");
        assert_eq!(recovery_hash(&keys, 7, "ABCD-efgh 1234"), recovery_hash(&keys, 7, "abcdefgh1234"));
        assert_ne!(recovery_hash(&keys, 7, "abcd"), recovery_hash(&keys, 8, "abcd"));
        assert_ne!(recovery_hash(&keys, 7, "abcd"), recovery_hash(&others, 7, "abcd"));
    }

    #[test]
    fn an_app_reads_post_worker_and_secret_off_the_code() {
        let seed = Seed(Zeroizing::new(*b"12345678901234567890"));
        let url = seed.url("Huis van de Wijk", "Fatma & Jan");
        assert_eq!(
            *url,
            "otpauth://totp/Huis%20van%20de%20Wijk:Fatma%20%26%20Jan?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Huis%20van%20de%20Wijk"
        );
        let (path, width) = drawn(&url).unwrap();
        let dark: std::collections::HashSet<(usize, usize)> = path
            .split('M')
            .skip(1)
            .map(|square| {
                let (x, rest) = square.split_once(' ').unwrap();
                (x.parse().unwrap(), rest.split('h').next().unwrap().parse().unwrap())
            })
            .collect();
        let size = 4 * width;
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(size, size, |x, y| if dark.contains(&(x / 4, y / 4)) { 0 } else { 255 });
        assert_eq!(image.detect_grids()[0].decode().unwrap().1, *url);
    }
}
