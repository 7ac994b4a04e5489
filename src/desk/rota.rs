//! Sees to it that the times of the coming weeks are offered: at the start, and as the days go by. A change of a spreekuur's hours
//! does the same at once, in its own transaction.

use super::state::DeskState;
use super::store::{News, StoreError, spreekuren};
use std::time::Duration;

/// How often the horizon is moved on. Once a day would do; every hour heals soonest after trouble with the store.
const EVERY: Duration = Duration::from_secs(3600);

/// Offers what the horizon holds now.
///
/// # Errors
/// Where the store fails.
pub async fn offer(state: &DeskState) -> Result<(), StoreError> {
    let now = state.now();
    state.store.write(News::Pages, move |conn| spreekuren::refresh_all(conn, now)).await
}

/// [`offer`] now and every hour, until the desk goes down.
pub(super) async fn keep_offering(state: DeskState) {
    let mut closing = state.closing.clone();
    loop {
        if let Err(error) = offer(&state).await {
            tracing::error!(%error, "the times of the coming weeks could not be offered");
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = closing.wait_for(|closing| *closing) => return,
        }
    }
}
