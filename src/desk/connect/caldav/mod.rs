//! A spreekuur whose host has a calendar elsewhere (CalDAV, RFC 4791): a second writer of the same times.
//!
//! 1. The name of our event is made of the time alone, and it is put there only where nothing has that name: a retry, a restart and a
//!    desk out of a backup find their own event by its UID, and never make a second.
//! 2. A calendar does not refuse what overlaps. So after our event is there, the time is read once more; where the host was first,
//!    ours goes away again and the time is not given.
//! 3. An event says "Inloop", is private, and names nobody.
//! 4. Of what the host does only the busy minutes are kept.
//! 5. One request at a time goes to each calendar. None of it holds up intake; whoever waits at the glass waits
//!    [`WITHIN`] and is offered others.

mod dav;
pub mod events;
pub mod multistatus;

use super::config::CaldavConfig;
use super::line::Line;
use super::runner::{LOOK_EVERY, Turn};
use super::way::Way;
use super::{ConnectConfig, Done, Halt, NoConnector, Trouble, Why, secrets};
use crate::desk::DeskState;
use crate::desk::store::calendars::steps::{self, Reading, Sent, Step};
use crate::desk::store::calendars::{self, Gate, road_name};
use crate::desk::store::{News, Store, StoreError, spreekuren};
use crate::entry::{SlotId, SpreekuurId};
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::DateTime;
use dav::{Dav, odd, strange};
use events::Event;
use multistatus::Item;
use reqwest::header::HeaderValue;
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

/// How long a resident at the glass, or a worker, waits for the calendar: less than the six seconds that a kiosk waits for the desk.
pub const WITHIN: Duration = Duration::from_secs(4);

/// How often a calendar is read whole, in seconds: so long a time that the host has just taken may still be offered. It is not given.
pub const READ_EVERY: i64 = 5 * 60;

/// How far ahead a calendar is read, in seconds: further than times are made (six weeks).
const READS_AHEAD: i64 = 45 * 24 * 3600;

/// How far back, in seconds: what began before now and is not over.
const READS_BACK: i64 = 24 * 3600;

/// Of every event: the word that its host sees.
const SUMMARY: &str = "Inloop";

/// The calendars that are bound, by spreekuur.
#[derive(Debug, Default)]
pub struct Calendars(BTreeMap<SpreekuurId, Calendar>);

/// One calendar.
pub struct Calendar {
    spreekuur: SpreekuurId,
    dav: Dav,
    /// Held while something is under way there.
    alone: tokio::sync::Mutex<()>,
}

impl std::fmt::Debug for Calendar {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Calendar").field(&self.spreekuur.get()).finish()
    }
}

/// What has to be known of a spreekuur to write its events.
#[derive(Clone, Copy)]
struct Own {
    minutes: u16,
    made_at: i64,
}

impl Own {
    /// The same as in the calendar that hosts subscribe to.
    fn uid(self, slot: SlotId) -> String {
        format!("{slot}-{}@inloop", self.made_at)
    }
}

/// The name of a time's event in the collection.
fn name(slot: SlotId) -> String {
    format!("inloop-{slot}.ics")
}

/// The time whose event has this name.
fn named(name: &str) -> Option<SlotId> {
    name.strip_prefix("inloop-")?.strip_suffix(".ics")?.parse().ok()
}

/// A moment as RFC 5545 writes it.
fn stamp(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().format("%Y%m%dT%H%M%SZ").to_string()
}

fn event(own: Own, slot: SlotId, now: i64) -> String {
    let start = slot.start().timestamp();
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Inloop//Spreekuur//NL\r\nBEGIN:VEVENT\r\nUID:{}\r\nDTSTAMP:{}\r\n\
         DTSTART:{}\r\nDTEND:{}\r\nSUMMARY:{SUMMARY}\r\nCLASS:PRIVATE\r\nSTATUS:CONFIRMED\r\nTRANSP:OPAQUE\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n",
        own.uid(slot),
        stamp(now),
        stamp(start),
        stamp(start + i64::from(own.minutes) * 60),
    )
}

impl Calendars {
    /// Those of the configuration, with their passwords from the folder `keys`.
    ///
    /// # Errors
    /// [`NoConnector`].
    pub fn new(config: &ConnectConfig, keys: &Path) -> Result<Self, NoConnector> {
        let one = |own: &CaldavConfig| Ok((own.spreekuur, Calendar::new(own, keys)?));
        config.caldav.iter().map(one).collect::<Result<_, _>>().map(Calendars)
    }

    /// Tells the store which spreekuren are bound: before the desk answers anybody.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn bind(&self, store: &Store) -> Result<(), StoreError> {
        let ids: Vec<SpreekuurId> = self.0.keys().copied().collect();
        store.write_waiting(News::Silent, move |conn| calendars::bind(conn, &ids))
    }

    /// That of a spreekuur.
    pub fn of(&self, id: SpreekuurId) -> Option<&Calendar> {
        self.0.get(&id)
    }

    /// Which are bound.
    pub fn bound(&self) -> impl Iterator<Item = SpreekuurId> + '_ {
        self.0.keys().copied()
    }

    /// Sees to it, where a calendar decides too, that the time is claimed there before somebody gets it. Whether it is says the store,
    /// in the transaction that gives it.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn claim(&self, desk: &DeskState, slot: SlotId) -> Result<(), StoreError> {
        let Some(calendar) = self.of(slot.spreekuur()) else { return Ok(()) };
        // What is cut off here is written down as begun, and finished by the calendar's own task.
        tokio::time::timeout(WITHIN, calendar.claim(desk, slot)).await.unwrap_or(Ok(()))
    }
}

/// Runs each calendar in a task of its own, until the desk goes down.
pub(super) fn start(runtime: &tokio::runtime::Runtime, desk: &DeskState) {
    for id in desk.calendars.bound() {
        let desk = desk.clone();
        runtime.spawn(async move {
            let mut closing = desk.closing.clone();
            loop {
                let Some(calendar) = desk.calendars.of(id) else { return };
                let turn = tokio::select! {
                    turn = calendar.turn(&desk) => turn,
                    _ = closing.wait_for(|closing| *closing) => return,
                };
                match turn {
                    Ok(Turn::Carried(_)) => continue,
                    Ok(Turn::Idle(_) | Turn::Closed(_)) => {}
                    Err(error) => {
                        tracing::error!(%error, spreekuur = id.get(), "what a calendar has to be told could not be read")
                    }
                }
                tokio::select! {
                    () = tokio::time::sleep(LOOK_EVERY) => {}
                    _ = closing.wait_for(|closing| *closing) => return,
                }
            }
        });
    }
}

impl Calendar {
    fn new(config: &CaldavConfig, keys: &Path) -> Result<Self, NoConnector> {
        let secret = secrets::read(keys, &config.secret)?;
        let both = zeroize::Zeroizing::new(format!("{}:{}", config.user, secret.0.as_str()));
        let basic = zeroize::Zeroizing::new(format!("Basic {}", STANDARD.encode(both.as_bytes())));
        let malformed = |_| secrets::NoSecret::Malformed { path: keys.join(&config.secret), what: "a password" };
        let mut authorization = HeaderValue::from_str(&basic).map_err(malformed)?;
        authorization.set_sensitive(true);
        let dav = Dav::new(Line::new(&config.url, config.road(keys))?, authorization);
        Ok(Calendar { spreekuur: config.spreekuur, dav, alone: tokio::sync::Mutex::new(()) })
    }

    /// One turn: reads the calendar where that is due, and does at most one thing there. Dropped at any point, it loses nothing.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn turn(&self, desk: &DeskState) -> Result<Turn, StoreError> {
        let _alone = self.alone.lock().await;
        let (id, now, way) = (self.spreekuur, desk.now(), Way::new(desk.clone(), &road_name(self.spreekuur)));
        let road = way.road().await?;
        if let Some(until) = road.closed_until(now) {
            return Ok(Turn::Closed(until));
        }
        let known = desk.store.read(move |conn| Ok((calendars::read_at(conn, id)?, spreekuren::find(conn, id)?))).await?;
        // A number that no spreekuur has yet: the page says so.
        let (Some(read_at), Some(own)) = known else { return Ok(Turn::Idle(None)) };
        let own = Own { minutes: own.minutes, made_at: own.made_at };
        let lately = read_at.is_some_and(|at| (0..READ_EVERY).contains(&(now - at)));
        if !lately || road != Default::default() {
            match self.read(own, now).await {
                Ok(reading) => desk.store.write(News::Pages, move |conn| steps::read(conn, id, &reading, now)).await?,
                Err(halt) => return self.halted(&way, halt).await,
            }
            way.open(&road).await?;
        }
        if desk.store.read(move |conn| steps::is_idle(conn, id, now)).await? {
            return Ok(Turn::Idle(None));
        }
        let Some(step) = desk.store.write(News::Silent, move |conn| steps::next(conn, id, now)).await? else {
            return Ok(Turn::Idle(None));
        };
        self.carry(desk, own, step).await
    }

    async fn claim(&self, desk: &DeskState, slot: SlotId) -> Result<(), StoreError> {
        let now = desk.now();
        let wanted = desk.store.write(News::Silent, move |conn| {
            let gate = Gate::load(conn, now)?;
            Ok(!gate.holds(slot) && calendars::ask(conn, &gate, slot, None, now)?)
        });
        if !wanted.await? {
            return Ok(());
        }
        let _alone = self.alone.lock().await;
        let way = Way::new(desk.clone(), &road_name(self.spreekuur));
        if way.road().await?.closed_until(now).is_some() {
            return Ok(());
        }
        let begun = desk.store.write(News::Silent, move |conn| {
            let own = spreekuren::find(conn, slot.spreekuur())?;
            Ok(own.zip(steps::begin(conn, slot)?))
        });
        let Some((own, step)) = begun.await? else { return Ok(()) };
        self.carry(desk, Own { minutes: own.minutes, made_at: own.made_at }, step).await.map(drop)
    }

    /// Does one step that is written down as begun, and writes down what came of it.
    async fn carry(&self, desk: &DeskState, own: Own, step: Step) -> Result<Turn, StoreError> {
        let now = desk.now();
        let way = Way::new(desk.clone(), &road_name(self.spreekuur));
        match step {
            Step::Claim(slot) => match self.put(own, slot, now).await {
                Ok(sent) => desk.store.write(News::Pages, move |conn| steps::sent(conn, slot, &sent, now)).await?,
                Err(halt) => return self.halted(&way, halt).await,
            },
            Step::Release(slot, etag) => match self.release(own, slot, etag).await {
                Ok(()) => desk.store.write(News::Pages, move |conn| steps::gone(conn, slot, now)).await?,
                Err(halt) => return self.halted(&way, halt).await,
            },
        }
        Ok(Turn::Carried(Ok(Done::default())))
    }

    async fn halted(&self, way: &Way, halt: Halt) -> Result<Turn, StoreError> {
        let road = way.road().await?;
        match halt {
            Halt::Paused(why) | Halt::Refused(why) => way.pause(&road, &why).await.map(Turn::Closed),
            Halt::Later(trouble) => way.close(&road, &trouble).await.map(Turn::Closed),
            Halt::Gone => Ok(Turn::Idle(None)),
        }
    }

    /// Reads the whole calendar.
    async fn read(&self, own: Own, now: i64) -> Result<Reading, Halt> {
        let (from, until) = (now - READS_BACK, now + READS_AHEAD);
        let items = self.dav.between(&stamp(from), &stamp(until)).await?;
        let mut reading = Reading { span: (now.div_euclid(60), until.div_euclid(60)), ..Reading::default() };
        for item in &items {
            let (ours, events) = (self.ours(own, item), events_of(item)?);
            match ours {
                Some(slot) => drop(reading.ours.insert(i64::from(slot.minute()), item.etag.clone())),
                None => reading.busy.extend(busy(&events)),
            }
        }
        Ok(reading)
    }

    /// The time whose event this is, where it is ours.
    fn ours(&self, own: Own, item: &Item) -> Option<SlotId> {
        let slot = named(&item.name).filter(|slot| slot.spreekuur() == self.spreekuur)?;
        is_ours(own, slot, item).then_some(slot)
    }

    /// Puts our event there, or finds it there.
    async fn put(&self, own: Own, slot: SlotId, now: i64) -> Result<Sent, Halt> {
        let name = name(slot);
        let raw = self.dav.put_new(&name, event(own, slot, now)).await?;
        let etag = match raw.status {
            201 | 204 if raw.etag.is_some() => raw.etag,
            // No version was said: it is read. A name that is taken: by us, in a try whose answer was lost, or by somebody else.
            200 | 201 | 204 | 412 => match self.dav.get(&name).await? {
                Some(item) if is_ours(own, slot, &item) => item.etag,
                Some(_) => return Ok(Sent::Taken),
                None => return Err(Halt::Later(Trouble { why: Why::Hidden, after: None, whole: true })),
            },
            // Ours is there under another name: somebody moved it about.
            409 => return Ok(Sent::Taken),
            status => return Err(odd(&raw, status)),
        };
        let start = slot.start().timestamp();
        let items = self.dav.between(&stamp(start), &stamp(start + i64::from(own.minutes) * 60)).await?;
        let mut beside = Vec::new();
        for item in items.iter().filter(|item| self.ours(own, item) != Some(slot)) {
            beside.extend(busy(&events_of(item)?));
        }
        let (from, until) = (i64::from(slot.minute()), i64::from(slot.minute()) + i64::from(own.minutes));
        beside.retain(|(begins, ends)| *begins < until && from < *ends);
        Ok(if beside.is_empty() { Sent::Held(etag) } else { Sent::Beside(etag, beside) })
    }

    /// Takes our event away; it is good where it is not there, or not ours.
    async fn release(&self, own: Own, slot: SlotId, etag: Option<String>) -> Result<(), Halt> {
        let name = name(slot);
        let mut etag = etag;
        for _ in 0..2 {
            if let Some(known) = &etag {
                let raw = self.dav.delete(&name, known).await?;
                match raw.status {
                    200 | 204 | 404 | 410 => return Ok(()),
                    // Its host changed it meanwhile: it is still ours to take away.
                    412 => {}
                    status => return Err(odd(&raw, status)),
                }
            }
            match self.dav.get(&name).await? {
                Some(item) if is_ours(own, slot, &item) => etag = Some(item.etag.ok_or_else(|| strange(200))?),
                _ => return Ok(()),
            }
        }
        Err(Halt::Later(Trouble { why: Why::Hidden, after: None, whole: true }))
    }
}

fn is_ours(own: Own, slot: SlotId, item: &Item) -> bool {
    let uid = own.uid(slot);
    events::events(&item.text).is_some_and(|events| events.iter().any(|event| event.uid == uid))
}

fn events_of(item: &Item) -> Result<Vec<Event>, Halt> {
    let events = events::events(&item.text).ok_or_else(|| strange(207))?;
    // A server that does not say when the others of a row are would have us promise times that are taken.
    if events.iter().any(|event| event.repeats) {
        return Err(Halt::Paused(Why::Repeats));
    }
    Ok(events)
}

fn busy(events: &[Event]) -> Vec<(i64, i64)> {
    events.iter().filter(|event| event.busy).map(|event| (event.from, event.until)).collect()
}
