//! The road to one system: open, closed for a while, or paused until somebody has looked. It outlives restarts.

use super::{Trouble, Why};
use crate::delivery::{back_off, jitter};
use crate::desk::DeskState;
use crate::desk::store::outgoing::{self, Road};
use crate::desk::store::{News, StoreError};
use std::sync::Arc;
use std::time::Duration;

/// No wait between two tries is longer: after a night of trouble everything is handed over within the hour.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60 * 60);

/// How often a paused system is asked whether it lets us in again: often enough that nobody waits for it, rare enough for a token
/// that is wrong to be no nuisance.
pub const ASK_AGAIN: Duration = Duration::from_secs(15 * 60);

/// A road, by its name in the store.
#[derive(Debug)]
pub(super) struct Way {
    desk: DeskState,
    name: Arc<str>,
}

impl Way {
    pub(super) fn new(desk: DeskState, name: &str) -> Self {
        Way { desk, name: name.into() }
    }

    /// How it is.
    pub(super) async fn road(&self) -> Result<Road, StoreError> {
        let name = Arc::clone(&self.name);
        self.desk.store.read(move |conn| outgoing::road(conn, &name)).await
    }

    async fn keep(&self, road: Road) -> Result<(), StoreError> {
        let name = Arc::clone(&self.name);
        self.desk.store.write(News::Pages, move |conn| outgoing::keep_road(conn, &name, &road)).await
    }

    /// It is open.
    pub(super) async fn open(&self, before: &Road) -> Result<(), StoreError> {
        if *before == Road::default() { Ok(()) } else { self.keep(Road::default()).await }
    }

    /// Everything on it waits; until when, in seconds since 1970.
    pub(super) async fn close(&self, before: &Road, trouble: &Trouble) -> Result<i64, StoreError> {
        let failures = before.failures.saturating_add(1);
        let until = self.desk.now() + self.wait(failures.max(1) as u32, trouble.after);
        self.keep(Road { not_before: until, failures, why: Some(trouble.why.to_string()), ..before.clone() }).await?;
        Ok(until)
    }

    /// Nothing goes until somebody has looked, or the other system lets us in again.
    pub(super) async fn pause(&self, before: &Road, why: &Why) -> Result<i64, StoreError> {
        let now = self.desk.now();
        if before.paused.is_none() {
            tracing::error!(connector = &*self.name, %why, "another system lets nobody in; handing over is paused");
        }
        let until = now + seconds(ASK_AGAIN);
        let since = before.paused_at.filter(|_| before.paused.is_some()).unwrap_or(now);
        let road = Road { paused: Some(why.to_string()), paused_at: Some(since), not_before: until, failures: 0, why: None };
        self.keep(road).await?;
        Ok(until)
    }

    /// Seconds until the next try: at least half of the back-off, or what the other system asked for.
    pub(super) fn wait(&self, tries: u32, after: Option<Duration>) -> i64 {
        let half = back_off(tries, LONGEST_WAIT) / 2;
        let own = half + jitter(half, &*self.desk.luck);
        seconds(own.max(after.unwrap_or_default()).min(LONGEST_WAIT)).max(1)
    }
}

fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}
