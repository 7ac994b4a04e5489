//! Passwords of staff, as Argon2id hashes.

use crate::clock::{Luck, NoLuck};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use zeroize::Zeroizing;

/// Memory in KiB, passes, lanes: OWASP's first recommendation.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// A hash that no password has, at the cost of every other. Whoever is not there, and whoever has not chosen a password yet, is
/// compared with it, so that nobody learns from the time of an answer which names there are.
pub const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlzIQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
pub enum NotHashed {
    /// No randomness for the salt.
    #[error(transparent)]
    NoLuck(#[from] NoLuck),
    /// No memory, or a password of more than 4 GB.
    #[error("the password could not be hashed: {0}")]
    Argon2(argon2::password_hash::Error),
}

fn argon2() -> Result<Argon2<'static>, NotHashed> {
    let params = Params::new(COST.0, COST.1, COST.2, None).map_err(|error| NotHashed::Argon2(error.into()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password in PHC form: takes about 20 ms and 19 MiB, so not on a thread that others wait for.
///
/// # Errors
/// [`NotHashed`].
pub fn hash(password: &str, luck: &dyn Luck) -> Result<String, NotHashed> {
    let mut random = [0; 16];
    luck.fill(&mut random)?;
    let salt = SaltString::encode_b64(&random).map_err(NotHashed::Argon2)?;
    Ok(argon2()?.hash_password(password.as_bytes(), &salt).map_err(NotHashed::Argon2)?.to_string())
}

/// Whether it is this password. What is no hash fits no password.
pub fn verify(password: &str, hash: &str) -> bool {
    let parsed = PasswordHash::new(hash);
    let fits =
        |parsed: PasswordHash<'_>| argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), &parsed).is_ok());
    parsed.is_ok_and(fits)
}

/// A password to be used once: 16 letters and digits that cannot be taken for one another, 80 bits.
///
/// # Errors
/// Where there is no randomness.
pub fn one_time(luck: &dyn Luck) -> Result<Zeroizing<String>, NoLuck> {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let mut random = Zeroizing::new([0u8; 16]);
    luck.fill(&mut *random)?;
    Ok(Zeroizing::new(random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{BenchLuck, MachineLuck};

    #[test]
    fn only_the_password_fits_its_hash() {
        let hash = hash("een lang wachtwoord", &MachineLuck).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("een lang wachtwoord", &hash));
        assert!(!verify("een ander wachtwoord", &hash));
        assert!(!verify("", "") && !verify("x", "x"));
    }

    #[test]
    fn no_two_one_time_passwords_are_the_same() {
        let luck = BenchLuck::seeded(1);
        let (one, two) = (one_time(&luck).unwrap(), one_time(&luck).unwrap());
        assert_eq!(one.len(), 16);
        assert_ne!(*one, *two);
    }
}
