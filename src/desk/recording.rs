//! What a resident said, put together again in memory, for a worker who listens.

use super::DeskState;
use super::state::NotShown;
use super::store::recordings;
use crate::entry::pieces::Place;
use crate::entry::{Entry, Spoken};
use crate::seal;
use zeroize::Zeroizing;

/// How far what was said has come.
pub enum Heard {
    /// All of it is here, and it is the very file that the entry tells of.
    Whole(Zeroizing<Vec<u8>>),
    /// Some pieces are still on their way.
    Coming {
        /// How many are here.
        here: u8,
        /// How many there are.
        of: u8,
    },
    /// All pieces are here, and together they are not what the entry tells of.
    Broken,
}

impl std::fmt::Debug for Heard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Heard::Whole(_) => f.write_str("Whole(..)"),
            Heard::Coming { here, of } => f.debug_struct("Coming").field("here", here).field("of", of).finish(),
            Heard::Broken => f.write_str("Broken"),
        }
    }
}

impl DeskState {
    /// What was said with an opened entry; none where nothing was. Up to 4 MB are opened, on a thread that may wait.
    ///
    /// # Errors
    /// [`NotShown::Store`].
    pub async fn heard(&self, entry: &Entry) -> Result<Option<Heard>, NotShown> {
        let Some(spoken) = entry.draft.spoken() else { return Ok(None) };
        let (keys, header) = (std::sync::Arc::clone(&self.keys), entry.header);
        let heard = self.store.read(move |conn| {
            let (here, of) = (recordings::count(conn, header.id)?, spoken.pieces());
            if here < of {
                return Ok(Heard::Coming { here, of });
            }
            let pieces = recordings::sealed(conn, header.id)?;
            let mut flac = Zeroizing::new(Vec::with_capacity(spoken.bytes as usize));
            for (n, sealed) in pieces {
                match seal::open_piece(&sealed, header, Place { n, of }, &keys.team) {
                    // Never beyond what was made room for, so that no copy stays behind.
                    Ok(sound) if flac.len() + sound.len() <= flac.capacity() => flac.extend_from_slice(&sound),
                    Ok(_) => return Ok(Heard::Broken),
                    Err(error) => {
                        tracing::error!(%error, id = %header.id, piece = n, "a piece of what was said does not open");
                        return Ok(Heard::Broken);
                    }
                }
            }
            Ok(whole(flac, spoken))
        });
        Ok(Some(heard.await?))
    }
}

fn whole(flac: Zeroizing<Vec<u8>>, spoken: Spoken) -> Heard {
    if spoken.is_of(&flac) { Heard::Whole(flac) } else { Heard::Broken }
}
