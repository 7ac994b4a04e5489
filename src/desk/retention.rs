//! Sees to it that what is over goes: at the start, and every hour. What may be told of it is counted before it goes.

use super::state::DeskState;
use super::store::{News, StoreError, erasing, patterns, retention};
use std::time::Duration;

/// How often it is looked for what is over. Once a day would keep the promise of a day; every hour heals soonest after trouble.
const EVERY: Duration = Duration::from_secs(3600);

/// What went, and what was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Things erased.
    pub erased: usize,
    /// False where old pages of the store still stand beside it, because somebody was reading: the next time takes them along.
    pub clean: bool,
}

/// Counts what ended, tells of periods that are over, and erases whatever has been over for as long as the site says.
///
/// # Errors
/// Where the store fails; what was erased until then is erased.
pub async fn sweep(state: &DeskState) -> Result<Swept, StoreError> {
    let (stamp, configured) = (state.clock.stamp().at, state.retention.closed_days);
    let now = stamp.timestamp();
    state.store.write(News::Silent, move |conn| patterns::settle(conn, stamp)).await?;
    let mut erased = 0;
    loop {
        // In parts, so that what kiosks send meanwhile goes between them.
        let part = state.store.write(News::Silent, move |conn| {
            let terms = retention::history(conn, configured)?.terms();
            erasing::sweep(conn, &terms, now)
        });
        let part = part.await?;
        erased += part;
        if part == 0 {
            break;
        }
    }
    Ok(Swept { erased, clean: drop_old_pages(state).await? })
}

/// Takes what was overwritten out of the file beside the store. False where somebody was reading.
///
/// # Errors
/// Where the store fails.
pub async fn drop_old_pages(state: &DeskState) -> Result<bool, StoreError> {
    let store = state.store.clone();
    tokio::task::spawn_blocking(move || store.drop_old_pages()).await.unwrap_or(Err(StoreError::Stopped))
}

/// [`sweep`] now and every hour, until the desk goes down.
pub(super) async fn keep_erasing(state: DeskState) {
    let mut closing = state.closing.clone();
    loop {
        match sweep(&state).await {
            Ok(Swept { erased: 0, .. }) => {}
            Ok(Swept { erased, clean }) => tracing::info!(erased, clean, "what was over was erased"),
            Err(error) => tracing::error!(%error, "what is over could not be erased"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}
