//! Kaart: the one place where a sealed question, worry or offer is opened, for a worker who asked to see it. Opening is not claiming.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::open::{Open, Value};
use super::page::{Page, render};
use super::say::Say;
use super::session::{BY_ITSELF, Nothing, Seat, Signed};
use super::today::{called, sort, topic};
use super::{Pages, Query, done};
use crate::desk::recording::Heard;
use crate::desk::state::NotShown;
use crate::desk::store::claims::{Claimed, Outcome};
use crate::desk::store::entries::Listed;
use crate::desk::store::{Conn, News, StoreError, claims, entries, kiosks};
use crate::entry::v1::NotRead;
use crate::entry::{EntryId, Kind, Spoken};
use crate::seal::NotOpened;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::TimeDelta;
use serde::Deserialize;
use std::sync::Arc;

/// Sound that has not come after so long may not come any more: a kiosk brings it within minutes of its words where its line
/// carries both.
const SOUND_IS_LATE: TimeDelta = TimeDelta::days(1);

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage {
    page: Page,
    card: Card,
}

struct Card {
    id: EntryId,
    picture: String,
    name: String,
    topic: String,
    /// The pictogram of what sort of card it is; none for a question.
    sort: Option<&'static str>,
    /// What to do first, as a key; where somebody worries.
    advice: Option<&'static str>,
    danger: bool,
    kiosk: String,
    at: String,
    left: String,
    clock_unsure: bool,
    urgent: bool,
    late: bool,
    promised: Option<String>,
    /// How many have it.
    claims: usize,
    /// Who, as sentences.
    claimed: Vec<String>,
    /// The key of the button, and the place it asks for; none where there is nothing to take.
    offer: Option<(&'static str, i32)>,
    /// Whether this worker has it.
    undo: bool,
    content: Content,
    sound: Option<Sound>,
    /// What the page waits for, while sound is still coming.
    version: Option<u64>,
}

/// What was said.
enum Sound {
    /// It can be played; how long it takes.
    Whole(String),
    /// It cannot yet; how far it is, and whether that takes long.
    Coming { told: String, late: bool },
    /// It never can.
    Broken,
}

impl Sound {
    fn of(say: Say, spoken: Spoken, heard: &Heard, since: TimeDelta) -> Self {
        match heard {
            Heard::Whole(_) => Sound::Whole(format!("{}:{:02}", spoken.seconds / 60, spoken.seconds % 60)),
            Heard::Coming { here, of } => {
                let told = say.with_two("card-spoken-coming", ("here", &here.to_string()), ("of", &of.to_string()));
                Sound::Coming { told, late: since > SOUND_IS_LATE }
            }
            Heard::Broken => Sound::Broken,
        }
    }
}

/// What the seal held.
#[allow(clippy::large_enum_variant)]
enum Content {
    Open(Open),
    /// It does not open; the key of why.
    Shut(&'static str),
}

fn find(conn: &mut Conn, id: EntryId) -> Result<Option<(Listed, Vec<Claimed>, String)>, StoreError> {
    let Some(listed) = entries::listed(conn, id)?.filter(Listed::is_card) else { return Ok(None) };
    let kiosk = kiosks::find(conn, listed.kiosk)?.map(|kiosk| kiosk.name).unwrap_or_default();
    Ok(Some((listed, claims::of(conn, id)?, kiosk)))
}

/// `GET /kaart/{id}`.
pub(super) async fn page(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
    seat: Seat,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    // Read first: what comes while the page is drawn makes it draw itself again.
    let version = *pages.desk.store.news().borrow();
    let found = pages.desk.store.read(move |conn| find(conn, id)).await?.ok_or(Refused::NotThere)?;
    let mut heard = None;
    let content = match pages.desk.opened(id).await {
        Ok(Some(entry)) => {
            heard = pages.desk.heard(&entry).await?;
            Open::of(entry, seat.say).map_or(Content::Shut("card-shut-other-key"), Content::Open)
        }
        Ok(None) => return Err(Refused::NotThere),
        Err(NotShown::Store(error)) => return Err(error.into()),
        Err(NotShown::Sealed(error)) => {
            tracing::error!(%error, %id, "a card does not open");
            Content::Shut(match error {
                NotOpened::Entry(NotRead::Newer(_)) => "card-shut-newer",
                _ => "card-shut-other-key",
            })
        }
    };
    if !headers.contains_key(BY_ITSELF) {
        // Who opened what is kept; what was in it is not.
        tracing::info!(worker = seat.worker, %id, "a card was opened");
    }
    let now = pages.desk.clock.stamp().at;
    let since = now - found.0.received_at;
    let mut card = tell(&seat, now, found, content);
    if let (Content::Open(open), Some(heard)) = (&card.content, heard)
        && let Some(spoken) = open.spoken()
    {
        let sound = Sound::of(seat.say, spoken, &heard, since);
        card.version = matches!(sound, Sound::Coming { .. }).then_some(version);
        card.sound = Some(sound);
    }
    Ok(render(StatusCode::OK, &CardPage { page: seat.page(&pages, "", query.said.as_deref()), card }))
}

fn tell(
    seat: &Seat,
    now: chrono::DateTime<chrono::Utc>,
    (listed, by, kiosk): (Listed, Vec<Claimed>, String),
    content: Content,
) -> Card {
    let say = seat.say;
    let (picture, name) = called(say, listed.teken, (sort(listed.kind).unwrap_or("question"), "card-without-teken"));
    let worry_advice = if listed.reaches { "worry-call-first" } else { "worry-no-number" };
    let left = listed.received_at - chrono::TimeDelta::from_std(listed.waited).unwrap_or_default();
    let sentence = |claim: &Claimed| match (claim.place, claim.worker == seat.worker) {
        (1, true) => say.get("claims-by-you"),
        (1, false) => say.with("claims-by", "name", &claim.name),
        (_, true) => say.get("claims-with-you"),
        (_, false) => say.with("claims-with", "name", &claim.name),
    };
    let mine = by.iter().any(|claim| claim.worker == seat.worker);
    let free = (1..=claims::PLACES).find(|place| by.iter().all(|claim| claim.place != *place));
    Card {
        id: listed.id,
        picture,
        name,
        topic: topic(say, &listed),
        sort: sort(listed.kind),
        advice: (listed.kind == Kind::Worry).then_some(worry_advice),
        danger: listed.raised,
        kiosk,
        at: ages::machine(left),
        left: format!("{} {} ({})", ages::date(say, left), ages::time(left), ages::age(say, left, now)),
        clock_unsure: !listed.left_at.trusted,
        urgent: listed.need == Some(crate::entry::Need::Urgent),
        late: listed.late,
        promised: listed.promised_before.map(|day| ages::day(say, day)),
        claims: by.len(),
        claimed: by.iter().map(sentence).collect(),
        offer: free.filter(|_| !mine).map(|place| (if place == 1 { "claim-first" } else { "claim-second" }, place)),
        undo: mine,
        content,
        sound: None,
        version: None,
    }
}

/// The place that the button promised.
#[derive(Deserialize)]
pub(super) struct Wanted {
    place: String,
}

/// `POST /kaart/{id}/oppakken`: the first free place, whoever else asks at the same moment.
pub(super) async fn claim(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Wanted { place }): Signed<Wanted>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let (worker, now) = (seat.worker, pages.desk.now());
    let claimed = pages.desk.store.write(News::Pages, move |conn| match entries::listed(conn, id)? {
        Some(listed) if listed.is_card() => claims::claim(conn, id, worker, now).map(Some),
        _ => Ok(None),
    });
    let said = match claimed.await? {
        Some(Outcome::Yours(1) | Outcome::Already(1)) => "claimed",
        // The button still said "Ik pak dit op".
        Some(Outcome::Yours(_)) if place == "1" => "joined-after",
        Some(Outcome::Yours(_) | Outcome::Already(_)) => "joined",
        Some(Outcome::Full) => "full",
        None => return Err(Refused::NotThere),
    };
    Ok(done(&format!("/kaart/{id}"), said))
}

/// `POST /kaart/{id}/ongedaan`: the worker's own claim, whenever: who cannot go on gives the card back to all.
pub(super) async fn undo(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let worker = seat.worker;
    let released = pages.desk.store.write(News::Pages, move |conn| claims::release(conn, id, worker)).await?;
    if released { Ok(done(&format!("/kaart/{id}"), "undone")) } else { Err(Refused::NotThere) }
}
