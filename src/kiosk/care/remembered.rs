//! The caretaker's code as this machine keeps it, for while the desk cannot be asked: a fact of the outbox, so that no power cut
//! gives a try back.

use crate::caretaker::Remembered;
use crate::clock::{Luck, NoLuck};
use crate::kiosk::keeper::{KeeperHandle, Trouble};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

const FACT: &str = "caretaker";

/// Memory in KiB, passes, lanes: OWASP's first recommendation. Whoever steals the machine tries 10^8 digits in a month and a half of one
/// processor, and learns how many entries wait.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// What is remembered; none where nothing is, or what no program of ours wrote.
pub(in crate::kiosk) fn load(keeper: &KeeperHandle) -> Result<Option<Remembered>, Trouble> {
    Ok(keeper.recall(FACT)?.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

/// Remembers this from now on, or nothing.
pub(in crate::kiosk) fn keep(keeper: &KeeperHandle, one: Option<&Remembered>) -> Result<(), Trouble> {
    // Numbers and ASCII: writing them has no way to fail.
    let bytes = one.map(|one| serde_json::to_vec(one).unwrap_or_default());
    keeper.remember(vec![(FACT.to_owned(), bytes)])
}

/// The desk says which code holds.
pub(in crate::kiosk) fn heard(keeper: &KeeperHandle, which: u64) {
    let left = match load(keeper) {
        Ok(Some(one)) => one.heard(which),
        Ok(None) => return,
        Err(trouble) => return tracing::warn!(error = %trouble, "the caretaker's code cannot be looked at"),
    };
    if left.is_none() {
        match keep(keeper, None) {
            Ok(()) => tracing::info!("the caretaker's code that was known here holds no more"),
            Err(trouble) => tracing::warn!(error = %trouble, "the caretaker's code cannot be forgotten; it is tried again"),
        }
    }
}

/// The program has started: see [`Remembered::after_a_start`].
pub(in crate::kiosk) fn started(keeper: &KeeperHandle) {
    let counted = load(keeper).and_then(|one| match one {
        Some(one) => keep(keeper, one.after_a_start().as_ref()),
        None => Ok(()),
    });
    if let Err(trouble) = counted {
        tracing::warn!(error = %trouble, "a start was not counted for the caretaker's code");
    }
}

fn argon2() -> Option<Argon2<'static>> {
    Some(Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(COST.0, COST.1, COST.2, None).ok()?))
}

/// The hash of digits; none where there is no memory for it.
pub(in crate::kiosk) fn hash(digits: &str, luck: &dyn Luck) -> Result<Option<String>, NoLuck> {
    let mut random = [0; 16];
    luck.fill(&mut random)?;
    let hashed = || Some(argon2()?.hash_password(digits.as_bytes(), &SaltString::encode_b64(&random).ok()?).ok()?.to_string());
    Ok(hashed())
}

/// Whether these are the digits of that hash.
pub(in crate::kiosk) fn is(digits: &str, hash: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(hash) else { return false };
    argon2().is_some_and(|argon2| argon2.verify_password(digits.as_bytes(), &parsed).is_ok())
}
