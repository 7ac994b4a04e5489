//! The task of one connector: takes what is due, one at a time, and writes down what came of it.
//!
//! Trouble with one entry makes that entry wait; trouble with the road makes the whole queue wait. A pause is asked about every
//! [`super::way::ASK_AGAIN`], or when a worker says so; it loses nothing.

use super::content::Content;
use super::way::Way;
use super::{Connector, Done, Halt, Job, Why};
use crate::desk::DeskState;
use crate::desk::state::NotShown;
use crate::desk::store::outgoing::{self, Out, Road, Work};
use crate::desk::store::{News, StoreError, entries};
use std::sync::Arc;
use std::time::Duration;

/// After so many tries of its own that came to nothing, an entry is set apart, where somebody looks: with the waits between them
/// that takes about half a day.
pub const TRIES: u32 = 20;

/// How often the queue is looked at while nothing is due: the wait before leaving is six times as long.
pub(super) const LOOK_EVERY: Duration = Duration::from_secs(5);

/// What one turn came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nothing is due before this moment, in seconds since 1970; none where nothing waits.
    Idle(Option<i64>),
    /// A job was carried.
    Carried(Result<Done, Halt>),
    /// The road is closed: until when, in seconds since 1970.
    Closed(i64),
}

/// Runs one connector.
pub struct Runner {
    desk: DeskState,
    connector: Arc<dyn Connector>,
    way: Way,
    checked: bool,
}

impl std::fmt::Debug for Runner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Runner").field(&self.connector.name()).finish()
    }
}

impl Runner {
    /// A runner that has asked nothing yet.
    pub fn new(desk: DeskState, connector: Arc<dyn Connector>) -> Self {
        let way = Way::new(desk.clone(), connector.name());
        Runner { desk, connector, way, checked: false }
    }

    /// Takes turns until the desk goes down.
    pub(super) async fn run(mut self) {
        let mut closing = self.desk.closing.clone();
        loop {
            let turn = tokio::select! {
                turn = self.turn() => turn,
                _ = closing.wait_for(|closing| *closing) => return,
            };
            let wait = match turn {
                Ok(Turn::Carried(_)) => continue,
                Ok(Turn::Idle(_) | Turn::Closed(_)) => LOOK_EVERY,
                Err(error) => {
                    tracing::error!(%error, connector = self.connector.name(), "the queue to another system could not be read");
                    LOOK_EVERY
                }
            };
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                _ = closing.wait_for(|closing| *closing) => return,
            }
        }
    }

    /// One turn: at most one job. Dropped at any point, it loses nothing.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn turn(&mut self) -> Result<Turn, StoreError> {
        let (name, now) = (self.connector.name(), self.desk.now());
        let road = self.way.road().await?;
        if let Some(until) = road.closed_until(now) {
            return Ok(Turn::Closed(until));
        }
        if !self.checked || road.paused.is_some() {
            match self.connector.check().await {
                Ok(()) => {
                    self.checked = true;
                    self.way.open(&road).await?;
                }
                // What is refused here is refused for every job.
                Err(Halt::Refused(why) | Halt::Paused(why)) => return self.way.pause(&road, &why).await.map(Turn::Closed),
                Err(Halt::Later(trouble)) => return self.way.close(&road, &trouble).await.map(Turn::Closed),
                Err(Halt::Gone) => {}
            }
        }
        let (any, next) =
            self.desk.store.read(move |conn| Ok((outgoing::any_due(conn, name, now)?, outgoing::next_due(conn, name)?))).await?;
        if !any {
            return Ok(Turn::Idle(next));
        }
        let taken = self.desk.store.write(News::Silent, move |conn| outgoing::take(conn, name, now)).await?;
        // Another runner may have been first.
        let Some(out) = taken else { return Ok(Turn::Idle(next)) };
        let carried = match self.job(&out).await? {
            Ok(mut job) => {
                let carried = self.connector.carry(&mut job).await;
                self.write_down(job.out(), &carried).await?;
                carried
            }
            Err(Halt::Gone) => {
                // The entry is gone here: then it goes there too, where it may be.
                let id = out.entry;
                self.desk.store.write(News::Pages, move |conn| outgoing::erase(conn, id, now)).await?;
                Err(Halt::Gone)
            }
            Err(halt) => {
                self.write_down(&out, &Err(halt.clone())).await?;
                Err(halt)
            }
        };
        Ok(Turn::Carried(carried))
    }

    /// Opens what is to be sent.
    async fn job(&self, out: &Out) -> Result<Result<Job, Halt>, StoreError> {
        if out.work == Work::Erase {
            return Ok(Ok(Job::new(self.desk.clone(), out.clone(), None)));
        }
        let id = out.entry;
        let Some(listed) = self.desk.store.read(move |conn| entries::listed(conn, id)).await? else { return Ok(Err(Halt::Gone)) };
        Ok(match self.desk.opened(id).await {
            Ok(Some(entry)) => {
                let content = Content::of(entry, &listed, self.connector.choice(), &self.desk.connect);
                Ok(Job::new(self.desk.clone(), out.clone(), Some(content)))
            }
            Ok(None) => Err(Halt::Gone),
            Err(NotShown::Store(error)) => return Err(error),
            Err(NotShown::Sealed(error)) => {
                tracing::error!(%error, %id, "an entry for another system does not open");
                Err(Halt::Refused(Why::Shut))
            }
        })
    }

    async fn write_down(&self, out: &Out, carried: &Result<Done, Halt>) -> Result<(), StoreError> {
        let (name, now, id) = (self.connector.name(), self.desk.now(), out.entry);
        match carried {
            Ok(done) => {
                let (out, number) = (out.clone(), done.number.clone());
                let road = Road::default();
                self.desk
                    .store
                    .write(News::Pages, move |conn| {
                        outgoing::keep_road(conn, name, &road)?;
                        outgoing::done(conn, &out, number.as_deref(), now)
                    })
                    .await?;
                tracing::info!(connector = name, %id, "handed over");
            }
            Err(Halt::Refused(why)) => {
                tracing::warn!(connector = name, %id, %why, "another system does not take an entry");
                self.park(out, why).await?;
            }
            Err(Halt::Later(trouble)) if !trouble.whole && out.tries >= TRIES => {
                tracing::warn!(connector = name, %id, why = %trouble.why, "an entry was tried too often");
                self.park(out, &Why::TooOften).await?;
            }
            Err(Halt::Later(trouble)) => {
                tracing::info!(connector = name, %id, why = %trouble.why, "handing over is tried again");
                let wait = self.way.wait(out.tries, trouble.after);
                let (out, why) = (out.clone(), trouble.why.to_string());
                self.desk.store.write(News::Pages, move |conn| outgoing::later(conn, &out, &why, now + wait)).await?;
                if trouble.whole {
                    self.way.close(&self.way.road().await?, trouble).await?;
                }
            }
            Err(Halt::Paused(why)) => {
                let (again, kept) = (out.clone(), why.to_string());
                self.desk.store.write(News::Silent, move |conn| outgoing::later(conn, &again, &kept, now)).await?;
                self.way.pause(&self.way.road().await?, why).await?;
            }
            // Whoever changed it has said what becomes of it.
            Err(Halt::Gone) => {}
        }
        Ok(())
    }

    async fn park(&self, out: &Out, why: &Why) -> Result<(), StoreError> {
        let (out, why) = (out.clone(), why.to_string());
        self.desk.store.write(News::Pages, move |conn| outgoing::park(conn, &out, &why)).await
    }
}
