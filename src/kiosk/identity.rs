//! Who this kiosk is and who its desk is: agreed once, at enrolment, and kept in one file for the kiosk's user alone.

use super::files::{self, FileError};
use super::keeper::{Enrolment, KeeperHandle, Trouble};
use super::link::address::DeskUrl;
use super::link::tls::Trust;
use super::link::{Peer, Sender};
use crate::entry::{Epoch, KioskId};
use crate::seal::Recipients;
use crate::wire::{DeskPublicKey, KioskKey};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use std::path::Path;
use zeroize::{Zeroize, Zeroizing};

/// The name of the file in the data folder.
pub const FILE: &str = "identity.json";

/// The fact of the outbox that says under which key it was enrolled.
const ENROLLED_KEY: &str = "enrolled.key";

/// The fact of the outbox that says what the desk signs with that it was enrolled at.
const ENROLLED_DESK: &str = "enrolled.desk";

/// The version of the file.
const VERSION: u32 = 1;

/// The longest file that is read, in bytes: a certificate is at most a few KiB.
const MAX_FILE: usize = 64 * 1024;

/// Everything that was agreed at enrolment. Its `Debug` shows no private key.
#[derive(Debug)]
pub struct Identity {
    /// This kiosk's private key.
    pub key: KioskKey,
    /// Its number.
    pub kiosk: KioskId,
    /// Its enrolment.
    pub epoch: Epoch,
    /// Where the desk is.
    pub desk: DeskUrl,
    /// What the desk signs with.
    pub desk_key: DeskPublicKey,
    /// Who vouches for the desk's certificate.
    pub trust: Trust,
    /// Whom entries are sealed to.
    pub recipients: Recipients,
    /// The desk's time at enrolment, in seconds since 1970: no earlier moment is believed.
    pub desk_time: i64,
}

/// Why the file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum BadIdentity {
    /// It cannot be read or written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Written by a newer program.
    #[error("{FILE} is of version {0}, which this program does not know: install the newer one")]
    Newer(u32),
    /// Damaged.
    #[error("{FILE} is damaged ({0}): enrol this kiosk again")]
    Damaged(&'static str),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk {
    v: u32,
    seed: String,
    kiosk: KioskId,
    epoch: Epoch,
    desk: String,
    desk_key: String,
    /// Base64 DER; none where public authorities vouch.
    certificate: Option<String>,
    team: String,
    recovery: String,
    desk_time: i64,
}

impl Drop for OnDisk {
    fn drop(&mut self) {
        self.seed.zeroize();
    }
}

impl Identity {
    /// Reads the file in `folder`; none where this kiosk was never enrolled.
    ///
    /// # Errors
    /// [`BadIdentity`].
    pub fn load(folder: &Path) -> Result<Option<Self>, BadIdentity> {
        let Some(bytes) = files::read(&folder.join(FILE), MAX_FILE)? else { return Ok(None) };
        Self::parse(&Zeroizing::new(bytes)).map(Some)
    }

    /// Writes the file in `folder`: whole or not at all, for the kiosk's user alone.
    ///
    /// # Errors
    /// [`BadIdentity::File`].
    pub fn store(&self, folder: &Path) -> Result<(), BadIdentity> {
        let seed = self.key.seed();
        let on_disk = OnDisk {
            v: VERSION,
            seed: STANDARD.encode(*seed),
            kiosk: self.kiosk,
            epoch: self.epoch,
            desk: self.desk.to_string(),
            desk_key: self.desk_key.to_text(),
            certificate: match &self.trust {
                Trust::Own(der) => Some(STANDARD.encode(der)),
                Trust::Public => None,
            },
            team: self.recipients.team(),
            recovery: self.recipients.recovery(),
            desk_time: self.desk_time,
        };
        // Room for all of it, so that no half-grown copy of the seed is left behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_FILE));
        serde_json::to_writer_pretty(&mut *bytes, &on_disk).map_err(|_| BadIdentity::Damaged("it cannot be written down"))?;
        Ok(files::replace(&folder.join(FILE), &bytes)?)
    }

    fn parse(bytes: &[u8]) -> Result<Self, BadIdentity> {
        #[derive(Deserialize)]
        struct Version {
            v: u32,
        }
        let damaged = BadIdentity::Damaged;
        let Version { v } = serde_json::from_slice(bytes).map_err(|_| damaged("it is not what this program writes"))?;
        if v != VERSION {
            return Err(BadIdentity::Newer(v));
        }
        let disk: OnDisk = serde_json::from_slice(bytes).map_err(|_| damaged("it is not what this program writes"))?;
        let decoded = Zeroizing::new(STANDARD.decode(disk.seed.as_bytes()).map_err(|_| damaged("its key"))?);
        let mut seed = Zeroizing::new([0; 32]);
        if decoded.len() != seed.len() {
            return Err(damaged("its key"));
        }
        seed.copy_from_slice(&decoded);
        let trust = match &disk.certificate {
            Some(text) => Trust::Own(STANDARD.decode(text).map_err(|_| damaged("the desk's certificate"))?),
            None => Trust::Public,
        };
        Ok(Identity {
            key: KioskKey::from_seed(&seed),
            kiosk: disk.kiosk,
            epoch: disk.epoch,
            desk: disk.desk.parse().map_err(|_| damaged("the desk's address"))?,
            desk_key: DeskPublicKey::parse(&disk.desk_key).map_err(|_| damaged("the desk's key"))?,
            trust,
            recipients: Recipients::parse(&disk.team, &disk.recovery).map_err(|_| damaged("the team's keys"))?,
            desk_time: disk.desk_time,
        })
    }

    /// Lets the outbox know who this kiosk is: the first time, and where it was enrolled anew since. Numbers and recipients that the desk
    /// has changed meanwhile stay as they are.
    ///
    /// # Errors
    /// [`Trouble`]; then everything is as before.
    pub fn is_known_to(&self, keeper: &KeeperHandle) -> Result<(), Trouble> {
        let key = self.key.public().to_text().into_bytes();
        let desk = self.desk_key.to_text().into_bytes();
        let (known, before) = (keeper.recall(ENROLLED_KEY)?, keeper.enrolment()?);
        let is_complete = keeper.recall(ENROLLED_DESK)?.as_ref() == Some(&desk);
        let facts = vec![(ENROLLED_KEY.to_owned(), Some(key.clone())), (ENROLLED_DESK.to_owned(), Some(desk))];
        match (known, before) {
            (Some(known), Some(_)) if known == key && is_complete => Ok(()),
            (Some(known), Some(_)) if known == key => keeper.remember(facts),
            // Of a program that did not write down by which key.
            (None, Some(before)) if before.kiosk == self.kiosk => keeper.remember(facts),
            _ => keeper.enrol(self.enrolment(), facts),
        }
    }

    /// What the desk signs with that this outbox was last enrolled at; none where nothing was written down.
    ///
    /// # Errors
    /// [`Trouble`].
    pub fn desk_known_to(keeper: &KeeperHandle) -> Result<Option<DeskPublicKey>, Trouble> {
        let text = keeper.recall(ENROLLED_DESK)?.and_then(|bytes| String::from_utf8(bytes).ok());
        Ok(text.and_then(|text| DeskPublicKey::parse(&text).ok()))
    }

    /// What the keeper has to know.
    pub fn enrolment(&self) -> Enrolment {
        Enrolment { kiosk: self.kiosk, epoch: self.epoch, recipients: self.recipients.clone() }
    }

    /// The desk, as the line to it sees it.
    pub fn peer(&self, proxy: Option<String>) -> Peer {
        Peer { url: self.desk.clone(), trust: self.trust.clone(), key: self.desk_key, proxy }
    }

    /// This kiosk, as the line to the desk sees it.
    pub fn sender(&self) -> Sender {
        Sender { key: KioskKey::from_seed(&self.key.seed()), kiosk: Some(self.kiosk), epoch: self.epoch }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{BenchClock, MachineLuck};
    use crate::kiosk::keeper::Keeper;
    use crate::seal::TeamKey;
    use crate::wire::DeskKey;
    use std::sync::Arc;

    fn identity() -> Identity {
        Identity {
            key: KioskKey::from_seed(&Zeroizing::new([7; 32])),
            kiosk: KioskId::new(3).unwrap(),
            epoch: Epoch::FIRST,
            desk: "https://desk.example.nl:8443".parse().unwrap(),
            desk_key: DeskKey::from_seed(&Zeroizing::new([9; 32])).public(),
            trust: Trust::Own(vec![1, 2, 3]),
            recipients: Recipients::parse(&TeamKey::generate().public(), &TeamKey::generate().public()).unwrap(),
            desk_time: 1_800_000_000,
        }
    }

    #[test]
    fn what_was_agreed_is_there_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Identity::load(folder.path()).unwrap().is_none());
        let one = identity();
        one.store(folder.path()).unwrap();
        let other = Identity::load(folder.path()).unwrap().unwrap();
        assert_eq!(*one.key.seed(), *other.key.seed());
        assert_eq!(
            (one.kiosk, one.epoch, one.desk_key, one.desk_time),
            (other.kiosk, other.epoch, other.desk_key, other.desk_time)
        );
        assert_eq!((one.desk, one.trust), (other.desk, other.trust));
        assert_eq!(format!("{:?}", one.recipients), format!("{:?}", other.recipients));
    }

    #[test]
    fn the_outbox_follows_a_new_enrolment_and_keeps_what_the_desk_has_changed_since() {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(BenchClock::at(0, false));
        let keeper = Keeper::start(&folder.path().join("outbox.sqlite"), clock, Arc::new(MachineLuck)).unwrap();
        let handle = keeper.handle();
        let sealed_to = || format!("{:?}", handle.enrolment().unwrap().unwrap().recipients);
        let first = identity();
        assert_eq!(Identity::desk_known_to(&handle).unwrap(), None);
        first.is_known_to(&handle).unwrap();
        assert_eq!(sealed_to(), format!("{:?}", first.recipients));
        assert_eq!(Identity::desk_known_to(&handle).unwrap(), Some(first.desk_key));

        // One that an older program enrolled learns at its next start which desk that was.
        handle.remember(vec![(ENROLLED_DESK.to_owned(), None)]).unwrap();
        first.is_known_to(&handle).unwrap();
        assert_eq!(Identity::desk_known_to(&handle).unwrap(), Some(first.desk_key));

        // The team's keys change: what the identity says is older.
        let changed = Recipients::parse(&TeamKey::generate().public(), &TeamKey::generate().public()).unwrap();
        let (kiosk, epoch) = (first.kiosk, first.epoch);
        handle.enrol(Enrolment { kiosk, epoch, recipients: changed.clone() }, Vec::new()).unwrap();
        first.is_known_to(&handle).unwrap();
        assert_eq!(sealed_to(), format!("{changed:?}"));

        // Another desk, at which it happens to have the same number.
        let anew = Identity { key: KioskKey::from_seed(&Zeroizing::new([8; 32])), ..identity() };
        anew.is_known_to(&handle).unwrap();
        assert_eq!(sealed_to(), format!("{:?}", anew.recipients));
    }

    #[test]
    fn the_seed_does_not_print() {
        let text = format!("{:?} {:?}", identity(), identity().sender());
        for seed in [STANDARD.encode([7; 32]), format!("{:?}", [7; 32]), "7, 7, 7".to_owned()] {
            assert!(!text.contains(&seed));
        }
    }

    #[test]
    fn a_damaged_and_a_newer_file_are_refused_in_words_without_the_seed() {
        let folder = tempfile::tempdir().unwrap();
        identity().store(folder.path()).unwrap();
        let path = folder.path().join(FILE);
        let good = std::fs::read_to_string(&path).unwrap();
        let seed = STANDARD.encode([7; 32]);
        let cases = [
            (good[..40].to_owned(), "damaged"),
            (good.replace("\"v\": 1", "\"v\": 2"), "version 2"),
            (good.replace("\"v\": 1", "\"v\": 1, \"x\": 0"), "not what this program writes"),
            (good.replace(&seed, "AAAA"), "its key"),
            (good.replace("https://", "http://"), "address"),
            (good.replace("age1", "age2"), "the team's keys"),
        ];
        for (text, words) in cases {
            std::fs::write(&path, text).unwrap();
            let said = Identity::load(folder.path()).unwrap_err().to_string();
            assert!(said.contains(words) && !said.contains(&seed), "{said}");
        }
    }
}
