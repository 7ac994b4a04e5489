//! Word of an appointment that a resident asked for: ready to send, and off the list once a worker has sent it. Opened as a card
//! is, by whoever is about to send it; what is sent stands on this page alone, and in no log.

use super::ages;
use super::appointment::must_stand;
use super::asked::{Asked, Named, Refused};
use super::lines::called;
use super::open::{Open, Reach};
use super::page::{Page, render};
use super::session::{Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::messages::{self as texts, Message};
use crate::desk::state::NotShown;
use crate::desk::store::News;
use crate::desk::store::appointments::State as Stands;
use crate::desk::store::audit::What;
use crate::desk::store::messages::{self, Due};
use crate::entry::{Booking, EntryId, Language};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage {
    page: Page,
    id: EntryId,
    picture: String,
    name: String,
    when: String,
    /// `booked` or `cancelled`: what the message says, and with `minute` what is ticked off.
    state: &'static str,
    minute: u32,
    /// How to reach the resident; none where the seal does not open.
    open: Option<Box<Open>>,
    message: Message,
    language: String,
    unread: bool,
    /// The same in the worker's own language, where that is another.
    means: Option<String>,
}

impl MessagePage {
    fn reach(&self) -> Option<Reach> {
        self.open.as_ref()?.writes(&self.message)
    }
}

/// `GET /afspraak/{id}/bericht`.
pub(super) async fn page(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
    seat: Seat,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let now = pages.desk.now();
    must_stand(&pages, id).await?;
    let found = pages.desk.store.read(move |conn| messages::find(conn, id, now)).await?;
    let Some(due) = found else { return Ok(done("/spreekuren", "message-other")) };
    let slot = due.one.slot.ok_or(Refused::NotThere)?;
    // Who opens what is kept before it is shown; what was in it is not.
    pages.opens(&seat, What::Message, id, Some(&headers)).await?;
    let left = left(&pages, &due).await?;
    // What the resident knows: what they were sent last, else what they chose at the glass.
    let chosen = left.as_ref().and_then(|booking| booking.time).map(|time| i64::from(time.slot.minute()));
    let (tells, about) = texts::telling(&due, chosen).ok_or(Refused::NotThere)?;
    let own: Language = seat.say.code().parse().unwrap_or(Language::NL);
    let glass = pages.desk.glass_says(vec![due.one.language, own]).await?.ok_or(Refused::NotThere)?;
    let write = |language| texts::write(&glass, language, tells, about, due.one.teken);
    let message = write(due.one.language);
    let (picture, name) = called(seat.say, due.one.teken, ("appointment", "appointment-without-teken"));
    let page = MessagePage {
        page: seat.page(&pages, "spreekuren", query.said.as_deref()),
        id,
        picture,
        name,
        when: format!("{} {}", ages::day(seat.say, super::spreekuren::day_of(slot)), ages::time(slot.start())),
        state: word(due.one.state),
        minute: slot.minute(),
        open: left.map(|booking| Box::new(Open::reaching(booking.contact, None, due.one.language, seat.say))),
        language: seat.say.language(message.language),
        unread: !glass.read_by_native(message.language),
        means: (message.language != own).then(|| write(own).text),
        message,
    };
    Ok(render(StatusCode::OK, &page))
}

/// What the resident left; none where it does not open.
async fn left(pages: &Arc<Pages>, due: &Due) -> Result<Option<Booking>, Refused> {
    match pages.desk.opened(due.from).await {
        Ok(opened) => Ok(opened.and_then(texts::asked_by)),
        Err(NotShown::Store(error)) => Err(error.into()),
        Err(NotShown::Sealed(error)) => {
            tracing::error!(%error, id = %due.one.id, "an appointment does not open");
            Ok(None)
        }
    }
}

fn word(state: Stands) -> &'static str {
    if state == Stands::Cancelled { "cancelled" } else { "booked" }
}

/// What the worker read and sent: another time since then has to be sent anew.
#[derive(Deserialize)]
pub(super) struct Sent {
    state: String,
    minute: u32,
}

/// `POST /afspraak/{id}/bericht`: it was sent.
pub(super) async fn sent(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Sent { state, minute }): Signed<Sent>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    must_stand(&pages, id).await?;
    let state = match state.as_str() {
        "cancelled" => Stands::Cancelled,
        "booked" => Stands::Booked,
        _ => return Ok(done("/spreekuren", "typed-wrong")),
    };
    let now = pages.desk.now();
    let sent = pages.desk.store.write(News::Pages, move |conn| messages::sent(conn, id, state, minute, now)).await?;
    if !sent {
        return Ok(done("/spreekuren", "message-other"));
    }
    tracing::info!(worker = seat.worker, %id, "a message was sent");
    Ok(done("/spreekuren", "message-sent"))
}
