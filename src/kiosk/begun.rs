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
    /// It was enrolled, and what was written down of that is damaged. What it keeps is as it was.
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
        let Some(identity) = identity else { return Ok(Begun { keeper, enrolled: None, forgot: None }) };
        identity.is_known_to(&handle)?;
        let link = Arc::new(Link::to_desk(&identity, &handle, Arc::clone(clock), proxy, patience)?);
        Ok(Begun { keeper, enrolled: Some((identity, link)), forgot: None })
    }
}
