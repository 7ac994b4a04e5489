//! Kaart: the one place where a sealed question, worry or offer is opened, for a worker who asked to see it. Opening is not claiming.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::handed::{self, Handed};
use super::lines::{called, in_post, sort, topic};
use super::open::{Open, Value};
use super::page::{Page, render};
use super::say::Say;
use super::session::Seat;
use super::steps::Steps;
use super::{Pages, Query};
use crate::desk::recording::Heard;
use crate::desk::state::NotShown;
use crate::desk::store::audit::What;
use crate::desk::store::cards::{self, Line, Names};
use crate::desk::store::posts::Places;
use crate::desk::store::{Conn, StoreError, kiosks, workers};
use crate::entry::v1::NotRead;
use crate::entry::{EntryId, Kind, Spoken};
use crate::followup::{self, TeamId};
use crate::seal::NotOpened;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// Sound that has not come after so long may not come any more: a kiosk brings it within minutes of its words where its line
/// carries both.
const SOUND_IS_LATE: TimeDelta = TimeDelta::days(1);

#[derive(Template)]
#[template(path = "card.html")]
struct CardPage {
    page: Page,
    card: Card,
    steps: Steps,
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
    /// How many have it.
    claims: usize,
    /// Who, as sentences.
    claimed: Vec<String>,
    /// Who was asked, and who knows this person, as sentences.
    beside: Vec<String>,
    /// The key of the button, and the place it asks for; none where there is nothing to take.
    offer: Option<(&'static str, usize)>,
    /// Whether this worker has it.
    mine: bool,
    content: Content,
    /// What other systems have of it.
    handed: Handed,
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

/// Everything about a card but its words.
pub(super) struct Found {
    line: Line,
    pub(super) card: followup::Card,
    kiosk: String,
    /// Where it was left, where there are several posts.
    post: Option<String>,
    pub(super) names: Names,
    pub(super) colleagues: Vec<(i32, String)>,
    pub(super) teams: Vec<(TeamId, String)>,
}

fn find(conn: &mut Conn, teams: &[TeamId], id: EntryId) -> Result<Option<Found>, StoreError> {
    let Some((line, card)) = cards::find(conn, teams, id)? else { return Ok(None) };
    let kiosk = kiosks::find(conn, line.listed.kiosk)?.map(|kiosk| kiosk.name).unwrap_or_default();
    let places = Places::load(conn)?;
    let post = places.beside(places.of_kiosk(line.listed.kiosk)).map(str::to_owned);
    let (names, colleagues) = (cards::names(conn)?, workers::colleagues(conn, teams)?);
    Ok(Some(Found { line, card, kiosk, post, names, colleagues, teams: workers::all_teams(conn)? }))
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
    let teams = seat.teams.clone();
    let found = pages.desk.store.read(move |conn| find(conn, &teams, id)).await?.ok_or(Refused::NotThere)?;
    pages.opens(&seat, What::Card, id, Some(&headers)).await?;
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
    let handed = handed::of(&pages, &seat, id).await?;
    let now = pages.desk.clock.stamp().at;
    let wanted = match &content {
        Content::Open(open) => open.wanted(),
        Content::Shut(_) => None,
    };
    let steps = Steps::of(&seat, &found, found.line.listed.kind, wanted, &pages.desk.staff.rooms, now);
    let mut page = seat.page(&pages, "", query.said.as_deref());
    page.undo = found.card.can_be_undone(seat.worker, now).map(|_| format!("/kaart/{id}/terug"));
    let mut card = tell(&seat, now, &found, content, handed);
    if let (Content::Open(open), Some(heard)) = (&card.content, heard)
        && let Some(spoken) = open.spoken()
    {
        let sound = Sound::of(seat.say, spoken, &heard, now - found.line.listed.received_at);
        card.version = matches!(sound, Sound::Coming { .. }).then_some(version);
        card.sound = Some(sound);
    }
    Ok(render(StatusCode::OK, &CardPage { page, card, steps }))
}

fn tell(seat: &Seat, now: DateTime<Utc>, found: &Found, content: Content, handed: Handed) -> Card {
    let say = seat.say;
    let (listed, card) = (&found.line.listed, &found.card);
    let (picture, name) = called(say, listed.teken, (sort(listed.kind).unwrap_or("question"), "card-without-teken"));
    let worry_advice = if listed.reaches { "worry-call-first" } else { "worry-no-number" };
    let left = listed.left();
    let mine = card.has(seat.worker);
    let open = card.stage() == followup::Stage::Open;
    let free = card.free_place().filter(|_| open && !mine);
    Card {
        id: listed.id,
        picture,
        name: in_post(name, found.post.as_deref()),
        topic: topic(say, listed),
        sort: sort(listed.kind),
        advice: (listed.kind == Kind::Worry).then_some(worry_advice),
        danger: listed.raised,
        kiosk: found.kiosk.clone(),
        at: ages::machine(left),
        left: format!("{} {} ({})", ages::date(say, left), ages::time(left), ages::age(say, left, now)),
        clock_unsure: !listed.left_at.trusted,
        urgent: listed.need == Some(crate::entry::Need::Urgent),
        late: listed.late,
        claims: card.holders.iter().flatten().count(),
        claimed: claimed(say, seat.worker, found),
        beside: beside(say, seat.worker, found),
        offer: free.map(|place| (if card.nobody_has_it() { "claim-first" } else { "claim-second" }, place)),
        mine: mine && open,
        content,
        handed,
        sound: None,
        version: None,
    }
}

fn claimed(say: Say, worker: i32, found: &Found) -> Vec<String> {
    let holders = found.card.holders.iter().flatten().enumerate();
    let sentence = |(place, holder): (usize, &i32)| match (place, *holder == worker) {
        (0, true) => say.get("claims-by-you"),
        (0, false) => say.with("claims-by", "name", found.name(*holder)),
        (_, true) => say.get("claims-with-you"),
        (_, false) => say.with("claims-with", "name", found.name(*holder)),
    };
    holders.map(sentence).collect()
}

fn beside(say: Say, worker: i32, found: &Found) -> Vec<String> {
    let mut said = Vec::new();
    match found.line.short.known_by {
        Some(knows) if knows == worker => said.push(say.get("card-known-you")),
        Some(knows) => said.push(say.with("card-known", "name", found.name(knows))),
        None => {}
    }
    match found.card.asked {
        Some((asked, by)) if asked == worker => said.push(say.with("card-asked-by", "name", found.name(by))),
        Some((asked, _)) => said.push(say.with("card-asked", "name", found.name(asked))),
        None => {}
    }
    said
}

impl Found {
    /// A worker's name, also of one who has left.
    pub(super) fn name(&self, worker: i32) -> &str {
        self.names.get(&worker).map(String::as_str).unwrap_or_default()
    }
}
