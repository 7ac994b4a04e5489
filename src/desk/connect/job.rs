//! One job in the hands of a connector, with what was noted durably so far.

use super::content::Content;
use super::{Halt, Trouble, Why};
use crate::clock::Luck;
use crate::desk::DeskState;
use crate::desk::store::outgoing::{self, Out, Work};
use crate::desk::store::{News, StoreError};
use crate::entry::EntryId;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// One job.
#[derive(Debug)]
pub struct Job {
    desk: DeskState,
    out: Out,
    /// What goes; none where something is to be erased.
    content: Option<Content>,
}

impl Job {
    pub(super) fn new(desk: DeskState, out: Out, content: Option<Content>) -> Self {
        Job { desk, out, content }
    }

    /// Which entry.
    pub fn entry(&self) -> EntryId {
        self.out.entry
    }

    /// What goes; none where the entry is to be erased there.
    pub fn content(&self) -> Option<&Content> {
        self.content.as_ref().filter(|_| self.out.work != Work::Erase)
    }

    /// When the contact changed that is to be changed there too, in seconds since 1970; none where it is handed over or erased.
    pub fn changed_at(&self) -> Option<i64> {
        (self.out.work == Work::Change).then(|| self.out.made_at.timestamp())
    }

    /// Whether it is known to be there.
    pub fn is_there(&self) -> bool {
        self.out.done_at.is_some()
    }

    /// The desk's randomness.
    pub fn luck(&self) -> &Arc<dyn Luck> {
        &self.desk.luck
    }

    /// Seconds since 1970.
    pub fn now(&self) -> i64 {
        self.desk.now()
    }

    /// What was noted; the start where nothing was.
    pub fn progress<T: DeserializeOwned + Default>(&self) -> T {
        self.out.progress.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    /// Notes how far it is. From here it outlives a crash.
    ///
    /// # Errors
    /// [`Halt::Gone`] where the job is not ours any more, [`Halt::Later`] where the store has trouble.
    pub async fn note<T: Serialize + Sync>(&mut self, progress: &T) -> Result<(), Halt> {
        let own = |_| Halt::Later(Trouble { why: Why::Own, after: None, whole: true });
        let text = serde_json::to_string(progress).map_err(own)?;
        let (out, noted, now) = (self.out.clone(), text.clone(), self.now());
        let kept = self.desk.store.write(News::Silent, move |conn| outgoing::note(conn, &out, &noted, now)).await;
        match kept.map_err(|error: StoreError| {
            tracing::error!(%error, "the progress of a handing over could not be kept");
            Halt::Later(Trouble { why: Why::Own, after: None, whole: true })
        })? {
            true => {
                self.out.progress = Some(text);
                Ok(())
            }
            false => Err(Halt::Gone),
        }
    }

    pub(super) fn out(&self) -> &Out {
        &self.out
    }
}
