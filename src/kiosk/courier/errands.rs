//! Small questions that are not in a hurry: the site, the health report, and the one at a closed door.

use super::hall::Nudge;
use super::slots::Ask;
use super::{News, Shared, Word, spawn};
use crate::delivery::Pause;
use crate::kiosk::care::remembered;
use crate::kiosk::keeper::{Disk, Enrolment, Health as DiskHealth};
use crate::kiosk::link::Failure;
use crate::kiosk::site;
use crate::kiosk::told_texts::{Fetched, Told};
use crate::wire::{DiskState, Health, HealthAnswer, Machine, Site, VERSION};
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

/// How often the desk is told how the kiosk is. Staff look at it when they wonder, and a minute is what they wait.
pub const HEALTH_EVERY: Duration = Duration::from_secs(60);

/// How old the desk's time on the disk may grow, in seconds: a certificate is renewed weeks before it ends.
const TIME_IS_KEPT_EVERY: i64 = 24 * 60 * 60;

/// The name of the fact that holds the version of the site that was taken over.
const SITE_VERSION: &str = "desk.site-version";

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    /// Tell the desk how the kiosk is, now.
    Health,
    /// Fetch the site.
    Site,
    /// Fetch the site, to see whether the desk lets this kiosk in.
    Probe,
    /// The courier stops.
    Stop,
}

pub(super) fn start(
    shared: Arc<Shared>,
    mind: Sender<Word>,
    hall: Sender<Nudge>,
    slots: Sender<Ask>,
    errands: Receiver<Errand>,
) -> io::Result<()> {
    let kept = shared.link.time().told();
    let texts = Told::in_folder(&shared.folder, shared.check_texts);
    let runner = Runner {
        health_at: shared.clock.now(),
        shared,
        mind,
        hall,
        slots,
        last_site: None,
        site_wrong: None,
        texts,
        time_kept: kept,
        room: None,
    };
    spawn("errands", move || runner.run(&errands)).map(drop)
}

struct Runner {
    shared: Arc<Shared>,
    mind: Sender<Word>,
    hall: Sender<Nudge>,
    slots: Sender<Ask>,
    health_at: Instant,
    last_site: Option<Site>,
    /// Why the kept site is not used; none where it is, or another has come.
    site_wrong: Option<String>,
    texts: Told,
    time_kept: i64,
    /// What was last told about the room for sound.
    room: Option<bool>,
}

/// The courier has stopped.
struct Stopped;

impl Runner {
    fn run(mut self, errands: &Receiver<Errand>) {
        // The log has it from whoever read the file for the glass; the desk is told here, and asked again.
        match site::last(&self.shared.folder) {
            Ok(site) => self.last_site = site,
            Err(error) => self.site_wrong = Some(error.to_string()),
        }
        loop {
            let wait = self.health_at.saturating_duration_since(self.shared.clock.now());
            let done = match errands.recv_timeout(wait) {
                Ok(Errand::Health) | Err(RecvTimeoutError::Timeout) => self.health(),
                Ok(Errand::Site) => self.site(None),
                Ok(Errand::Probe) => self.probe(),
                Ok(Errand::Stop) | Err(RecvTimeoutError::Disconnected) => return,
            };
            if done.is_err() {
                return;
            }
        }
    }

    fn health(&mut self) -> Result<(), Stopped> {
        self.health_at = self.shared.clock.now() + HEALTH_EVERY;
        let Ok(disk) = self.shared.keeper.health() else { return Ok(()) };
        if self.room.replace(disk.room_for_sound) != Some(disk.room_for_sound) {
            self.shared.listener.hear(News::RoomForSound(disk.room_for_sound));
        }
        let on_the_glass = self.shared.texts.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let both: Vec<String> = self.site_wrong.iter().cloned().chain(on_the_glass).chain(self.texts.wrong()).collect();
        let texts = (!both.is_empty()).then(|| both.join("; "));
        let machine = self.shared.machine.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match self.shared.link.health(&report(&disk, self.shared.clock.stamp().trusted, texts, machine)) {
            Ok(HealthAnswer { store, site_version, slots_version, caretaker, .. }) => {
                self.answered()?;
                remembered::heard(&self.shared.keeper, caretaker);
                self.say(Word::Store(store))?;
                self.slots.send(Ask::Sync(Some(slots_version))).map_err(|_| Stopped)?;
                self.keep_time();
                let version = site_version.to_string().into_bytes();
                let taken_over = self.shared.keeper.recall(SITE_VERSION).ok().flatten();
                if self.last_site.is_none() || taken_over.as_ref() != Some(&version) {
                    return self.site(Some(version));
                }
                // What could not be fetched before.
                self.fetch_texts()
            }
            Err(failure) => self.failed(&failure),
        }
    }

    /// Fetches what the site says otherwise, where it is not here yet.
    fn fetch_texts(&mut self) -> Result<(), Stopped> {
        let Some(site) = &self.last_site else { return Ok(()) };
        let (link, mut failed, wrong) = (&self.shared.link, None, self.texts.wrong());
        let ask = |language| link.texts(language).map_err(|failure| failed = Some(failure)).ok();
        if self.texts.fetch(&site.texts, ask) == Fetched::Changed {
            self.shared.listener.hear(News::Texts);
        }
        if self.texts.wrong() != wrong {
            // Whoever reworded it is still looking.
            self.health_at = self.shared.clock.now();
        }
        failed.map_or(Ok(()), |failure| self.failed(&failure))
    }

    /// Fetches the site and takes it over; it is then of `version`, where that is known.
    fn site(&mut self, version: Option<Vec<u8>>) -> Result<(), Stopped> {
        match self.shared.link.site() {
            Ok((site, body)) => {
                self.answered()?;
                self.say(Word::Store(site.store.clone()))?;
                self.take_over(site, &body, version);
                self.fetch_texts()
            }
            Err(failure) => self.failed(&failure),
        }
    }

    fn probe(&mut self) -> Result<(), Stopped> {
        let let_in = match self.shared.link.site() {
            Ok((site, body)) => {
                self.shared.heard();
                self.take_over(site, &body, None);
                // It fails only where the courier has stopped, which the next line finds too.
                let _ = self.hall.send(Nudge::TryNow);
                Some(Ok(()))
            }
            Err(Failure::Refused { refusal, .. }) => Pause::from_refusal(refusal).map(Err),
            Err(_) => None,
        };
        self.say(Word::Probed(let_in))
    }

    fn take_over(&mut self, site: Site, body: &[u8], version: Option<Vec<u8>>) {
        if self.last_site.as_ref() != Some(&site) {
            if let Err(error) = self.adopt(&site, body) {
                // The last good site stays, and this one is tried again with the next health report.
                tracing::warn!(error = &*error, "the desk's site was not taken over");
                return;
            }
            (self.last_site, self.site_wrong) = (Some(site.clone()), None);
            self.shared.listener.hear(News::Site(Arc::new(site)));
        }
        if let Some(version) = version
            && let Err(trouble) = self.shared.keeper.remember(vec![(SITE_VERSION.to_owned(), Some(version))])
        {
            tracing::warn!(error = %trouble, "the version of the site was not written down; it is fetched again");
        }
    }

    /// Whom to seal to and what to be called by go into the outbox first: a file that names more than the outbox knows would
    /// promise what is not there.
    fn adopt(&self, site: &Site, body: &[u8]) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let recipients = site::check(site)?;
        let keeper = &self.shared.keeper;
        if let Some(Enrolment { kiosk, epoch, recipients: before }) = keeper.enrolment()?
            && (before.team(), before.recovery()) != (recipients.team(), recipients.recovery())
        {
            tracing::info!("the team's keys have changed");
            keeper.enrol(Enrolment { kiosk, epoch, recipients }, Vec::new())?;
        }
        keeper.grant_tekens(site.tekens.clone())?;
        site::keep(&self.shared.folder, body)?;
        Ok(())
    }

    /// After a power cut a board without a battery knows no better time than the last one that was kept.
    fn keep_time(&mut self) {
        let told = self.shared.link.time().told();
        if told < self.time_kept.saturating_add(TIME_IS_KEPT_EVERY) {
            return;
        }
        let fact = (crate::kiosk::link::DESK_TIME.to_owned(), Some(told.to_string().into_bytes()));
        match self.shared.keeper.remember(vec![fact]) {
            Ok(()) => self.time_kept = told,
            Err(trouble) => tracing::warn!(error = %trouble, "the desk's time was not written down"),
        }
    }

    fn answered(&self) -> Result<(), Stopped> {
        self.shared.heard();
        self.say(Word::Answered)
    }

    fn failed(&self, failure: &Failure) -> Result<(), Stopped> {
        tracing::debug!(error = %failure, "an errand brought nothing");
        match failure {
            Failure::Refused { refusal, .. } => match Pause::from_refusal(*refusal) {
                Some(why) => self.say(Word::TurnedAway(why)),
                None => Ok(()),
            },
            _ => Ok(()),
        }
    }

    fn say(&self, word: Word) -> Result<(), Stopped> {
        self.mind.send(word).map_err(|_| Stopped)
    }
}

fn report(disk: &DiskHealth, clock_trusted: bool, texts: Option<String>, machine: Option<Machine>) -> Health {
    let state = match disk.disk {
        Disk::Full => DiskState::Full,
        Disk::Broken | Disk::Refused => DiskState::Broken,
        Disk::Fine if !disk.set_aside.is_empty() => DiskState::SetAside,
        Disk::Fine => DiskState::Ok,
    };
    let (counts, sound) = (disk.counts.unwrap_or_default(), disk.sound.unwrap_or_default());
    Health {
        v: VERSION,
        waiting: counts.waiting,
        parked: counts.parked,
        sound_waiting: sound.waiting,
        sound_parked: sound.parked,
        disk: state,
        clock_trusted,
        software: env!("CARGO_PKG_VERSION").to_owned(),
        texts,
        machine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outbox::{Counts, SoundCounts};

    #[test]
    fn the_health_report_tells_of_a_file_that_was_set_aside() {
        let mut disk = DiskHealth {
            disk: Disk::Fine,
            words: None,
            counts: Some(Counts { waiting: 2, urgent: 1, parked: 3 }),
            sound: Some(SoundCounts { waiting: 4, parked: 5 }),
            unarrived: None,
            room_for_sound: true,
            missed_calls: 0,
            set_aside: vec![],
            tekens: 0,
        };
        let health = report(&disk, true, None, None);
        assert_eq!((health.waiting, health.parked, health.disk, health.clock_trusted), (2, 3, DiskState::Ok, true));
        assert_eq!((health.sound_waiting, health.sound_parked), (4, 5));
        disk.set_aside.push("outbox.set-aside-1".into());
        assert_eq!(report(&disk, false, None, None).disk, DiskState::SetAside);
        disk.disk = Disk::Full;
        assert_eq!(report(&disk, false, None, None).disk, DiskState::Full);
    }
}
