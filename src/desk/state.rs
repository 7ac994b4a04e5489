//! What every request of the desk is handed.

use super::config::{Config, RetentionConfig, SiteConfig, StaffConfig};
use super::connect::ConnectConfig;
use super::connect::caldav::Calendars;
use super::keys::DeskKeys;
use super::store::audit::AuditKey;
use super::store::{Store, StoreError, entries, own_texts};
use super::wording;
use crate::clock::{Clock, Luck};
use crate::entry::{Entry, EntryId, Language};
use crate::seal::{self, NotOpened};
use crate::texts::Library;
use crate::wire::EnrolAnswer;
use std::sync::Arc;

/// The desk's parts, shared by all requests. Cheap to clone.
#[derive(Clone)]
pub struct DeskState {
    /// Everything that is kept; its [`Store::news`] says that something changed.
    pub store: Store,
    /// All keys: opens what is sealed, signs what is answered.
    pub keys: Arc<DeskKeys>,
    /// Makes the audit log's hashes.
    pub audit: AuditKey,
    /// The only clock.
    pub clock: Arc<dyn Clock>,
    /// The only source of randomness.
    pub luck: Arc<dyn Luck>,
    /// What the post is.
    pub site: Arc<SiteConfig>,
    /// What goes to other systems, and who reads there.
    pub connect: Arc<ConnectConfig>,
    /// Calendars that decide about times too; none before the desk starts.
    pub calendars: Arc<Calendars>,
    /// How staff reach the pages.
    pub staff: Arc<StaffConfig>,
    /// How long things are kept.
    pub retention: RetentionConfig,
    /// What an enrolling kiosk is told: with its key, it makes the four words.
    pub enrol_answer: Arc<EnrolAnswer>,
    /// Becomes true when the desk goes down: whoever waits, ends.
    pub closing: tokio::sync::watch::Receiver<bool>,
}

/// Why an entry cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum NotShown {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It was kept, and no longer opens: the team's key is another one now.
    #[error(transparent)]
    Sealed(#[from] NotOpened),
}

impl DeskState {
    /// From the parts of a desk.
    pub fn new(
        store: Store,
        keys: DeskKeys,
        clock: Arc<dyn Clock>,
        luck: Arc<dyn Luck>,
        config: &Config,
        closing: tokio::sync::watch::Receiver<bool>,
    ) -> Self {
        DeskState {
            store,
            enrol_answer: Arc::new(keys.enrol_answer(!config.kiosks.public_certificate)),
            audit: AuditKey::of(&keys),
            keys: Arc::new(keys),
            clock,
            luck,
            site: Arc::new(config.told_site()),
            connect: Arc::new(config.connect.clone()),
            calendars: Arc::default(),
            staff: Arc::new(config.staff.clone()),
            retention: config.retention,
            closing,
        }
    }

    /// Seconds since 1970, as the store's columns have them.
    pub fn now(&self) -> i64 {
        self.clock.stamp().at.timestamp()
    }

    /// What the glass says in these languages and in Dutch, with the site's own wordings; none where the texts cannot be used at all.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn glass_says(&self, languages: Vec<Language>) -> Result<Option<Library>, StoreError> {
        let own = self.store.read(own_texts::all).await?;
        let made = wording::library(&languages, &own);
        // The files are part of the program and a test reads them: this cannot be logged in a released desk.
        Ok(made.inspect_err(|error| tracing::error!(%error, "the texts of the glass")).ok())
    }

    /// The entry with its words, to show to a worker who opened the card; none where there is no such entry.
    ///
    /// # Errors
    /// [`NotShown`].
    pub async fn opened(&self, id: EntryId) -> Result<Option<Entry>, NotShown> {
        let keys = Arc::clone(&self.keys);
        let opened = self
            .store
            .read(move |conn| Ok(entries::envelope(conn, id)?.map(|envelope| seal::open(&envelope, &keys.team))))
            .await?;
        Ok(opened.transpose()?)
    }
}

impl std::fmt::Debug for DeskState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeskState(..)")
    }
}
