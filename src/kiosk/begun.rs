//! What a machine of a post begins with, glass or display: what it keeps, who it is, and its line to the desk.

use super::identity::{BadIdentity, Identity};
use super::keeper::{Keeper, Trouble};
use super::link::{Link, NoLink, Patience};
use crate::clock::{Clock, Luck};
use crate::outbox::NotOpened;
use crate::wire::DeskPublicKey;
use std::path::Path;
use std::sync::Arc;

/// The file in the data folder that keeps what residents leave; of a display, its request numbers alone.
pub const OUTBOX: &str = "outbox.sqlite";

/// It has begun.
pub struct Begun {
    /// What is kept.
    pub keeper: Keeper,
    /// Who this is, and its line; none where it is not enrolled.
    pub enrolled: Option<(Identity, Arc<Link>)>,
    /// It was enrolled, and what was written down of that is damaged or gone. What it keeps is as it was.
    pub forgot: Option<Forgot>,
}

/// A machine that does not know any more who it is.
pub struct Forgot {
    /// What is damaged.
    pub why: BadIdentity,
    /// What its desk signs with, as the outbox remembers: no other may take it in again, because it stands in a hall, and asks whoever
    /// stands before it.
    pub desk: DeskPublicKey,
}

/// Why a machine does not begin. Each is one sentence for whoever looks after it.
#[derive(Debug, thiserror::Error)]
pub enum NotBegun {
    /// The outbox holds something that trying again does not mend.
    #[error(transparent)]
    Outbox(#[from] NotOpened),
    /// Who this is.
    #[error(transparent)]
    Identity(#[from] BadIdentity),
    /// The keeper.
    #[error(transparent)]
    Keeper(#[from] Trouble),
    /// The line to the desk.
    #[error(transparent)]
    Link(#[from] NoLink),
}

impl Begun {
    /// As the data folder says.
    ///
    /// # Errors
    /// [`NotBegun`].
    pub fn in_folder(
        folder: &Path,
        clock: &Arc<dyn Clock>,
        luck: &Arc<dyn Luck>,
        proxy: Option<String>,
        patience: Patience,
    ) -> Result<Self, NotBegun> {
        let keeper = Keeper::start(&folder.join(OUTBOX), Arc::clone(clock), Arc::clone(luck))?;
        let handle = keeper.handle();
        let identity = match Identity::load(folder) {
            Err(why @ BadIdentity::Damaged(_)) => {
                let Some(desk) = Identity::desk_known_to(&handle)? else { return Err(why.into()) };
                return Ok(Begun { keeper, enrolled: None, forgot: Some(Forgot { why, desk }) });
            }
            loaded => loaded?,
        };
        let Some(identity) = identity else {
            // A file that is gone is as bad as one that is damaged: whoever stands in the hall would be asked whose this is.
            let desk = Identity::desk_known_to(&handle)?;
            let forgot = desk.map(|desk| Forgot { why: BadIdentity::Damaged("it is gone"), desk });
            return Ok(Begun { keeper, enrolled: None, forgot });
        };
        identity.is_known_to(&handle)?;
        let link = Arc::new(Link::to_desk(&identity, &handle, Arc::clone(clock), proxy, patience)?);
        Ok(Begun { keeper, enrolled: Some((identity, link)), forgot: None })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{BenchClock, MachineLuck};
    use crate::entry::{Epoch, KioskId};
    use crate::kiosk::identity::FILE;
    use crate::kiosk::link::tls::Trust;
    use crate::seal::{Recipients, TeamKey};
    use crate::wire::{DeskKey, KioskKey};
    use zeroize::Zeroizing;

    fn begins(folder: &Path) -> Result<Begun, NotBegun> {
        let (clock, luck) = (Arc::new(BenchClock::at(0, false)), Arc::new(MachineLuck));
        let (clock, luck): (Arc<dyn Clock>, Arc<dyn Luck>) = (clock, luck);
        Begun::in_folder(folder, &clock, &luck, None, Patience::default())
    }

    fn enrolled(folder: &Path) -> DeskPublicKey {
        let identity = Identity {
            key: KioskKey::from_seed(&Zeroizing::new([7; 32])),
            kiosk: KioskId::new(3).unwrap(),
            epoch: Epoch::FIRST,
            desk: "https://desk.example.nl:8443".parse().unwrap(),
            desk_key: DeskKey::from_seed(&Zeroizing::new([9; 32])).public(),
            trust: Trust::Public,
            recipients: Recipients::parse(&TeamKey::generate().public(), &TeamKey::generate().public()).unwrap(),
            desk_time: 1_800_000_000,
        };
        identity.store(folder).unwrap();
        identity.desk_key
    }

    #[test]
    fn who_does_not_know_any_more_whose_it_is_believes_the_desk_of_its_outbox_alone() {
        let folder = tempfile::tempdir().unwrap();
        let begun = begins(folder.path()).unwrap();
        assert!(begun.enrolled.is_none() && begun.forgot.is_none(), "a new machine forgot nothing");
        drop(begun);
        let desk = enrolled(folder.path());
        assert!(begins(folder.path()).unwrap().enrolled.is_some());
        let file = folder.path().join(FILE);
        for (what, damages) in [("damaged", true), ("gone", false)] {
            if damages {
                std::fs::write(&file, "{").unwrap()
            } else {
                std::fs::remove_file(&file).unwrap()
            }
            let begun = begins(folder.path()).unwrap();
            assert!(begun.enrolled.is_none(), "{what}");
            assert_eq!(begun.forgot.unwrap().desk, desk, "{what}");
        }
    }

    #[test]
    fn where_no_desk_is_known_nobody_is_asked_and_nothing_begins() {
        let folder = tempfile::tempdir().unwrap();
        enrolled(folder.path());
        // Before its outbox heard of it.
        std::fs::write(folder.path().join(FILE), "{").unwrap();
        assert!(matches!(begins(folder.path()), Err(NotBegun::Identity(BadIdentity::Damaged(_)))));
    }

    #[test]
    fn what_a_newer_program_wrote_is_no_damage() {
        let folder = tempfile::tempdir().unwrap();
        enrolled(folder.path());
        drop(begins(folder.path()).unwrap());
        let file = folder.path().join(FILE);
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("\"v\": 1", "\"v\": 2")).unwrap();
        assert!(matches!(begins(folder.path()), Err(NotBegun::Identity(BadIdentity::Newer(2)))));
    }
}
