//! Looks whether two machines speak as one kiosk, and tells staff.

use super::state::DeskState;
use super::store::{News, StoreError, copies};
use crate::entry::KioskId;
use std::time::Duration;

/// How often. It reads the numbers of all entries; a copied card does no harm in an hour that it has not done before.
const EVERY: Duration = Duration::from_secs(3600);

/// Looks once; answers the kiosks that were not known to be copied before.
///
/// # Errors
/// Where the store fails.
pub async fn look(state: &DeskState) -> Result<Vec<KioskId>, StoreError> {
    let found = state.store.read(copies::find).await?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    state.store.write(News::Pages, move |conn| copies::mark(conn, &found)).await
}

/// [`look`] now and every hour, until the desk goes down.
pub(super) async fn keep_looking(state: DeskState) {
    let mut closing = state.closing.clone();
    loop {
        match look(&state).await {
            Ok(fresh) => {
                for kiosk in fresh {
                    tracing::warn!(kiosk = kiosk.get(), "two machines speak as this kiosk: write it off, and enrol it anew");
                }
            }
            Err(error) => tracing::error!(%error, "copied kiosks could not be looked for"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}
