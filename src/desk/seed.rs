//! A city that nobody lives in, for trying and measuring: a year of entries, sealed and picked up as real ones are, and erased as the
//! year goes by. The same number makes the same city; only the seals differ, which are the machine's own luck.

use super::DeskKeys;
use super::listing;
use super::store::ratings::{self, Week};
use super::store::{
    Conn, News, Store, StoreError, calls, cards, entries, erasing, kiosks, patterns, retention, seeding, workers,
};
use crate::clock::{BenchLuck, Clock, Luck, Stamp};
use crate::desk::calendar;
use crate::entry::{
    BadId, Body, CallReason, Contact, Deed, Draft, Entry, EntryId, Epoch, Face, Goal, Header, Kind, KioskId, Language, Mark,
    Need, Offering, PhoneNumber, Question, Rating, Sequence, Teken, Topic, Words, Worry,
};
use crate::followup::{Act, Closing, Followed, Outcome, Reached, TeamId, Wanted};
use crate::seal::seal;
use crate::wire::KioskKey;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::time::Duration;
use zeroize::Zeroizing;

/// How far back the first entry lies.
const YEAR: TimeDelta = TimeDelta::days(365);

/// Entries of one transaction.
const AT_ONCE: u32 = 500;

/// What is not opened by anybody's words: a city of its own.
const WORDS: [&str; 4] = [
    "Ik krijg brieven die ik niet begrijp.",
    "Wie kan mij helpen met een formulier?",
    "Mijn huur is te laat.",
    "Ik wil graag een keer praten.",
];

/// The languages of the city, most spoken first: each comes half as often as the one before it.
const LANGUAGES: [&str; 8] = ["nl", "ar", "tr", "pl", "en", "uk", "ti", "fa"];

/// How large it is.
#[derive(Clone, Copy, Debug)]
pub struct City {
    /// Teams, each with a kiosk.
    pub teams: u16,
    /// Workers over all teams.
    pub workers: u16,
    /// Entries of the last year.
    pub entries: u32,
    /// Which city.
    pub seed: u64,
    /// Days after its end at which something is erased.
    pub closed_days: u16,
}

/// Why there is no city.
#[derive(Debug, thiserror::Error)]
pub enum NoCity {
    /// It would mix with what people left.
    #[error("there are entries in this store: a made-up city goes into an empty one")]
    NotEmpty,
    /// Nothing would be in it.
    #[error("a city has at least one team, and a worker in each")]
    TooSmall,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An entry could not be sealed.
    #[error(transparent)]
    Sealed(#[from] crate::seal::NotSealed),
}

/// Numbers that only look like luck.
struct Dice(BenchLuck);

impl Dice {
    /// A number below `end`.
    fn below(&self, end: u32) -> u32 {
        let mut bytes = [0; 8];
        // The luck of a bench never fails.
        let _ = self.0.fill(&mut bytes);
        (u64::from_le_bytes(bytes) % u64::from(end.max(1))) as u32
    }

    fn one_of<T: Copy>(&self, all: &[T]) -> T {
        all[self.below(all.len() as u32) as usize]
    }

    /// True this often of a hundred times.
    fn percent(&self, often: u32) -> bool {
        self.below(100) < often
    }
}

struct Team {
    id: TeamId,
    kiosk: kiosks::Kiosk,
    workers: Vec<i32>,
}

/// Fills an empty store. `password` is the hash of the one password that all workers have, to be changed at the first log-in.
///
/// # Errors
/// [`NoCity`].
pub fn fill(store: &Store, keys: &Arc<DeskKeys>, city: City, password: &str, clock: &dyn Clock) -> Result<(), NoCity> {
    if city.teams == 0 || city.workers < city.teams {
        return Err(NoCity::TooSmall);
    }
    let now = clock.stamp().at;
    let dice = Arc::new(Dice(BenchLuck::seeded(city.seed)));
    let (password, own) = (password.to_owned(), Arc::clone(&dice));
    let teams = store.write_waiting(News::Silent, move |conn| {
        if entries::count(conn)? > 0 {
            return Ok(None);
        }
        settle_in(conn, city, &password, &own, now - YEAR).map(Some)
    })?;
    let teams = Arc::new(teams.ok_or(NoCity::NotEmpty)?);
    let step = YEAR / (city.entries.max(1) as i32);
    for first in (0..city.entries).step_by(AT_ONCE as usize) {
        let mut made = Vec::new();
        let last = (first + AT_ONCE).min(city.entries);
        for n in first..last {
            let at = now - YEAR + step * (n as i32);
            let team = dice.below(u32::from(city.teams)) as usize;
            let entry = entry(&dice, &teams[team], n, at).map_err(|_| StoreError::Odd("a made-up city"))?;
            let sealed = seal(&entry, &keys.recipients)?;
            made.push((team, entry, sealed.envelope().clone(), at));
        }
        let (teams, dice, keys) = (Arc::clone(&teams), Arc::clone(&dice), Arc::clone(keys));
        store.write_waiting(News::Silent, move |conn| {
            for (team, entry, envelope, at) in &made {
                let team = &teams[*team];
                let listed = listing::list(entry, &keys, team.kiosk.epoch, Duration::ZERO, *at);
                let digest = crate::wire::signature::digest(&envelope.to_bytes());
                entries::arrive(conn, envelope, &digest, &listed)?;
                live(conn, &dice, team, entry, *at, now)?;
            }
            let at = made.last().map_or(now, |(.., at)| *at);
            grow_old(conn, city, at)
        })?;
    }
    store.write_waiting(News::Pages, move |conn| grow_old(conn, city, now))?;
    // What went during the year stands nowhere either.
    store.drop_old_pages()?;
    Ok(())
}

/// What the hourly look of a desk does, as the year goes by.
fn grow_old(conn: &mut Conn, city: City, at: DateTime<Utc>) -> Result<(), StoreError> {
    patterns::settle(conn, at)?;
    let terms = retention::History::of(city.closed_days).terms();
    while erasing::sweep(conn, &terms, at.timestamp())? > 0 {}
    Ok(())
}

/// Teams, kiosks and workers.
fn settle_in(conn: &mut Conn, city: City, password: &str, dice: &Dice, at: DateTime<Utc>) -> Result<Vec<Team>, StoreError> {
    let odd = || StoreError::Odd("a made-up city");
    let now = at.timestamp();
    let before = kiosks::all(conn)?.iter().map(|kiosk| kiosk.id.get()).max().unwrap_or_default();
    let mut teams = Vec::new();
    for number in 1..=city.teams {
        let id = i32::from(number);
        seeding::team(conn, id, &format!("Wijkteam {number:02}"), now)?;
        let mut key = Zeroizing::new([0; 32]);
        dice.0.fill(&mut *key)?;
        let kiosk = KioskId::new(before + u32::from(number)).map_err(|_| odd())?;
        seeding::kiosk(conn, kiosk, &format!("Hal {number:02}"), &KioskKey::from_seed(&key).public(), id, now)?;
        let kiosk = kiosks::find(conn, kiosk)?.ok_or_else(odd)?;
        teams.push(Team { id, kiosk, workers: Vec::new() });
    }
    for number in 0..city.workers {
        let worker = workers::add(conn, &format!("Medewerker {:03}", number + 1), password, true, now)?.ok_or_else(odd)?;
        let team = &mut teams[usize::from(number % city.teams)];
        seeding::join(conn, worker, team.id)?;
        team.workers.push(worker);
    }
    Ok(teams)
}

fn entry(dice: &Dice, team: &Team, n: u32, at: DateTime<Utc>) -> Result<Entry, BadId> {
    let mut random = [0; 10];
    let _ = dice.0.fill(&mut random);
    let spoken = LANGUAGES.iter().copied().find(|_| dice.percent(50)).unwrap_or(LANGUAGES[0]);
    let number = || PhoneNumber::parse(&format!("06{:08}", dice.below(100_000_000))).ok();
    let contact = |dice: &Dice| match dice.below(10) {
        0..6 => Some(Contact::Call { number: number(), when: None, voicemail: false, safe: Some(true) }),
        6..8 => Some(Contact::Sms { number: number(), safe: None }),
        8 => Some(Contact::VisitUs),
        _ => None,
    };
    let body = match dice.below(100) {
        0..72 => Body::Question(Question {
            topic: (!dice.percent(5)).then(|| dice.one_of(Topic::ALL)),
            need: Some(dice.one_of(Need::ALL)),
            words: dice.percent(60).then(|| Words::new(dice.one_of(&WORDS)).ok()).flatten(),
            contact: contact(dice),
            goal: dice.percent(50).then_some(Goal::Overview),
            ..Question::default()
        }),
        72..77 => Body::Worry(Worry { danger: Some(dice.percent(5)), contact: contact(dice), ..Worry::default() }),
        77..82 => Body::Offering(Offering { deeds: vec![Deed::Meal], contact: contact(dice), ..Offering::default() }),
        82..88 => Body::Call(CallReason::TalkNow),
        _ => Body::Rating(Rating { face: Face::Four, mark: Mark::try_from(6 + dice.below(5) as u8).ok() }),
    };
    // A number of 32 bits always fits.
    let sequence = Sequence::new(u64::from(n) + 1)?;
    let header = Header {
        id: EntryId::new(at.timestamp_millis().max(0) as u64, random),
        kiosk: team.kiosk.id,
        epoch: Epoch::FIRST,
        sequence,
    };
    Ok(Entry {
        header,
        left_at: Stamp { at, trusted: true },
        teken: Teken::from_index(dice.below(1_200) as u16).ok(),
        recognition: None,
        draft: Draft { language: spoken.parse().unwrap_or(Language::NL), body, recording: None },
    })
}

/// What follows on it, as far as that is not to come.
fn live(
    conn: &mut Conn,
    dice: &Dice,
    team: &Team,
    entry: &Entry,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let id = entry.header.id;
    match &entry.draft.body {
        Body::Call(reason) => drop(calls::arrive(conn, id, team.kiosk.id, *reason, at.timestamp(), now.timestamp())?),
        Body::Rating(given) => ratings::count(conn, &Week::of(at), given)?,
        _ => {}
    }
    if !matches!(entry.draft.body.kind(), Kind::Question | Kind::Worry | Kind::Offering) {
        return Ok(());
    }
    let worker = dice.one_of(&team.workers);
    let mut when = at;
    let mut does = |conn: &mut Conn, hours: u32, act: Act| -> Result<bool, StoreError> {
        when += TimeDelta::hours(i64::from(hours));
        if when > now {
            return Ok(false);
        }
        cards::act(conn, id, &[team.id], worker, act, when).map(|_| true)
    };
    // Of a hundred one is left lying, as in any city.
    if dice.percent(1) || !does(conn, 1 + dice.below(40), Act::Claim)? {
        return Ok(());
    }
    if dice.percent(80) && !does(conn, 1 + dice.below(60), Act::Spoke)? || dice.percent(1) {
        return Ok(());
    }
    let hours = 1 + dice.below(24 * 10);
    let call_on = dice.percent(10).then(|| calendar::working_day_from(calendar::day_of(at + TimeDelta::days(30))));
    let closing = Closing {
        outcome: dice.one_of(Outcome::ALL),
        wanted: dice.percent(80).then(|| dice.one_of(Wanted::ALL)),
        reached: dice.percent(70).then(|| dice.one_of(Reached::ALL)),
        call_on,
    };
    if does(conn, hours, Act::Close(closing))? && call_on.is_some() {
        does(conn, 24 * 21, Act::Followed(Followed::Well(Some(Reached::Yes))))?;
    }
    Ok(())
}
