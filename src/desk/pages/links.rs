//! Koppelingen: what goes to other systems, how the way there is, and what somebody has to decide. A teken and a reason, and never
//! what was sent.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::lines::{called, in_post};
use super::page::{Page, render};
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::{Pages, Query, done, outside};
use crate::desk::connect::config::On;
use crate::desk::connect::{BY_HAND, OPEN_KLANT, WEBHOOK, Why};
use crate::desk::store::mail::{self, MAIL};
use crate::desk::store::outgoing::{self, Queue, State as Stands, Stuck, Work};
use crate::desk::store::posts::Places;
use crate::desk::store::{Conn, News, StoreError, entries};
use crate::entry::EntryId;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;

/// The most lines of one system: more is one trouble with one cause, which stands above them.
pub(super) const MOST_LINES: i64 = 30;

/// What waits longer than this is said on Vandaag: far longer than any wait between two tries.
const LONG: TimeDelta = TimeDelta::hours(2);

/// The systems that work by themselves.
const BY_THEMSELVES: [&str; 2] = [OPEN_KLANT, WEBHOOK];

#[derive(Template)]
#[template(path = "links.html")]
struct LinksPage {
    page: Page,
    version: u64,
    links: Vec<Link>,
    export: Option<Export>,
}

pub(super) struct Link {
    pub(super) name: String,
    /// What staff read above it.
    pub(super) title: String,
    /// `off`, `fine`, `paused` or `look`.
    pub(super) state: &'static str,
    pub(super) facts: Vec<Fact>,
    /// Why nothing goes now.
    pub(super) trouble: Option<String>,
    /// Whether there is something to ask anew at once.
    pub(super) ask: bool,
    pub(super) lines: Vec<Line>,
}

impl Link {
    /// One that is not in the configuration.
    pub(super) fn off(name: &str, title: String) -> Self {
        Link { name: name.into(), title, state: "off", facts: Vec::new(), trouble: None, ask: false, lines: Vec::new() }
    }

    fn icon(&self) -> &'static str {
        match self.state {
            "fine" => "yes",
            "off" => "no",
            "paused" => "offline",
            _ => "waiting",
        }
    }

    /// As the style of kiosks knows it.
    fn look(&self) -> &'static str {
        match self.state {
            "fine" => "fine",
            "off" => "gone",
            _ => "look",
        }
    }
}

pub(super) struct Fact {
    label: String,
    value: String,
    look: bool,
}

impl Fact {
    pub(super) fn new(label: String, value: String, look: bool) -> Self {
        Fact { label, value, look }
    }
}

pub(super) struct Line {
    /// What is decided about; none where nothing is to be decided here.
    pub(super) id: Option<EntryId>,
    pub(super) picture: String,
    pub(super) name: String,
    /// Where it is opened; none where it is not here any more.
    pub(super) page: Option<String>,
    pub(super) age: String,
    pub(super) why: String,
    pub(super) parked: bool,
    /// Whether something is to be taken away there.
    pub(super) erasing: bool,
    /// Whether the contact is to be changed there.
    pub(super) changing: bool,
}

struct Export {
    goes: String,
    from: String,
    until: String,
}

/// The sentence of what was kept as a reason.
pub(super) fn why(say: Say, kept: &str) -> String {
    let (word, what) = Why::read(kept);
    say.with(&format!("link-why-{word}"), "what", what).trim_end().to_owned()
}

/// What goes along, as the site chose.
fn goes(say: Say, on: &On<'_>) -> String {
    let mut all = vec![say.get("link-goes-always")];
    all.extend(on.choice.topic.then(|| say.get("link-goes-topic")));
    all.extend(on.choice.words.then(|| say.get("link-goes-words")));
    all.join(", ")
}

fn link(conn: &mut Conn, say: Say, name: &'static str, on: Option<&On<'_>>, now: DateTime<Utc>) -> Result<Link, StoreError> {
    let queue = outgoing::queue(conn, name)?;
    let places = Places::load(conn)?;
    let lines: Vec<Line> =
        outgoing::troubled(conn, name, MOST_LINES)?.iter().map(|stuck| line(say, stuck, now, &places)).collect();
    let Queue { waiting, oldest, parked, last_done, road } = queue;
    let mut facts = Vec::new();
    let mut fact = |key: &str, value, look| facts.push(Fact::new(say.get(key), value, look));
    if let Some(on) = on {
        fact("link-reader", on.reader.to_owned(), false);
        fact("link-goes", goes(say, on), false);
    }
    let moment = |at: i64| DateTime::from_timestamp(at, 0).unwrap_or_default();
    if on.is_some() || waiting + parked > 0 {
        let since = oldest.map(|at| say.with("link-oldest", "age", ages::age(say, moment(at), now)));
        let waits = [Some(waiting.to_string()), since].into_iter().flatten().collect::<Vec<_>>().join(", ");
        fact("link-waiting", waits, on.is_none() && waiting > 0);
        fact("link-parked", parked.to_string(), parked > 0);
        let last = last_done.map_or_else(|| say.get("link-never"), |at| ages::age(say, moment(at), now));
        fact("link-last", last, false);
    }
    let trouble = match (&road.paused, &road.why) {
        (Some(paused), _) => Some(format!("{} {}", say.get("link-paused-means"), why(say, paused))),
        (None, Some(kept)) => Some(format!("{} {}", why(say, kept), say.get("link-tries-again"))),
        (None, None) if on.is_none() && waiting > 0 => Some(say.get("link-off-waiting")),
        (None, None) => None,
    };
    let state = match on {
        None => "off",
        Some(_) if road.paused.is_some() => "paused",
        Some(_) if parked > 0 || road.why.is_some() => "look",
        Some(_) => "fine",
    };
    let ask = on.is_some() && (road.paused.is_some() || road.why.is_some());
    Ok(Link { name: name.into(), title: say.choice("link-name-", name), state, facts, trouble, ask, lines })
}

fn line(say: Say, stuck: &Stuck, now: DateTime<Utc>, places: &Places) -> Line {
    let out = &stuck.out;
    let (picture, name) = called(say, stuck.teken, ("question", "card-without-teken"));
    let kind = stuck.kind.as_deref();
    Line {
        id: Some(out.entry),
        picture,
        name: in_post(name, places.beside(stuck.kiosk.and_then(|kiosk| places.of_kiosk(kiosk)))),
        page: kind.map(|kind| format!("/{}/{}", if kind == "booking" { "afspraak" } else { "kaart" }, out.entry)),
        age: ages::age(say, out.made_at, now),
        why: why(say, out.why.as_deref().unwrap_or_default()),
        parked: out.state == Stands::Parked,
        erasing: out.work == Work::Erase,
        changing: out.work == Work::Change,
    }
}

/// `GET /koppelingen`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    // Read first: what changes while the page is drawn makes it draw itself again.
    let version = *pages.desk.store.news().borrow();
    let (say, now, config) = (seat.say, pages.desk.clock.stamp().at, Arc::clone(&pages.desk.connect));
    let links = pages.desk.store.read(move |conn| {
        let on = config.on();
        let of = |name: &'static str| on.iter().find(|one| one.name == name);
        let own = BY_THEMSELVES.into_iter().map(|name| link(conn, say, name, of(name), now));
        let mut links = own.collect::<Result<Vec<_>, _>>()?;
        links.extend(outside::calendars(conn, say, &config, now)?);
        links.push(outside::mail(conn, say, &config, now)?);
        Ok(links)
    });
    let links = links.await?;
    let today = ages::local(now).date_naive();
    let on = pages.desk.connect.on();
    let export = on.iter().find(|on| on.name == BY_HAND).map(|on| Export {
        goes: goes(say, on),
        from: (today - chrono::Days::new(7)).to_string(),
        until: today.to_string(),
    });
    let page = seat.page(&pages, "links", query.said.as_deref());
    Ok(render(StatusCode::OK, &LinksPage { page, version, links, export }))
}

/// Whether somebody has to look there.
pub(super) async fn need_a_look(pages: &Pages) -> Result<bool, StoreError> {
    let (config, now) = (Arc::clone(&pages.desk.connect), pages.desk.now());
    let looked = pages.desk.store.read(move |conn| {
        let names = config.on();
        for name in BY_THEMSELVES {
            let queue = outgoing::queue(conn, name)?;
            let old = queue.oldest.is_some_and(|oldest| now - oldest > LONG.num_seconds());
            let on = names.iter().any(|on| on.name == name);
            if queue.parked > 0 || old || (on && queue.road.paused.is_some()) {
                return Ok(true);
            }
        }
        outside::need_a_look(conn, &config, LONG, now)
    });
    looked.await
}

/// The system of that name.
fn named(name: &str) -> Result<&'static str, Refused> {
    BY_THEMSELVES.into_iter().find(|known| *known == name).ok_or(Refused::NotThere)
}

/// Says that it is over, where there was such an entry.
async fn over(pages: &Pages, name: &'static str, id: EntryId) -> Result<Response, Refused> {
    let there = pages.desk.store.read(move |conn| {
        let known = outgoing::of(conn, id)?.iter().any(|(out, _)| out.connector == name);
        // Of an entry that was erased there is no line left once it is erased there too.
        Ok(known || (entries::is_there(conn, id)? && entries::envelope(conn, id)?.is_none()))
    });
    if there.await? { Ok(done("/koppelingen", "link-over")) } else { Err(Refused::NotThere) }
}

/// `POST /koppelingen/{name}/{id}/opnieuw`: tried once more, after the wait that everything has that leaves.
pub(super) async fn again(
    State(pages): State<Arc<Pages>>,
    Named((name, id)): Named<(String, String)>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (name, id): (_, EntryId) = (named(&name)?, id.parse().map_err(|_| Refused::NotThere)?);
    let now = pages.desk.now();
    if !pages.desk.store.write(News::Pages, move |conn| outgoing::again(conn, name, id, now)).await? {
        return over(&pages, name, id).await;
    }
    tracing::info!(worker = seat.worker, connector = name, %id, "handing over is asked for again");
    Ok(done("/koppelingen", "link-again"))
}

/// `POST /koppelingen/{name}/{id}/niet`: it does not go there, or is erased there by hand.
pub(super) async fn leave(
    State(pages): State<Arc<Pages>>,
    Named((name, id)): Named<(String, String)>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (name, id): (_, EntryId) = (named(&name)?, id.parse().map_err(|_| Refused::NotThere)?);
    if !pages.desk.store.write(News::Pages, move |conn| outgoing::leave(conn, name, id)).await? {
        return over(&pages, name, id).await;
    }
    tracing::info!(worker = seat.worker, connector = name, %id, "handing over was called off");
    Ok(done("/koppelingen", "link-left"))
}

/// `POST /koppelingen/{name}/nu`: the other system is asked again at once.
pub(super) async fn ask(
    State(pages): State<Arc<Pages>>,
    Named(name): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let name = match outside::named(&pages.desk.connect, &name) {
        Some(known) => known,
        None => named(&name)?.to_owned(),
    };
    let (road, now) = (name.clone(), pages.desk.now());
    let asked = pages.desk.store.write(News::Pages, move |conn| {
        if road == MAIL {
            mail::again(conn, now)?;
        }
        let before = outgoing::road(conn, &road)?;
        outgoing::keep_road(conn, &road, &outgoing::Road { not_before: 0, ..before })
    });
    asked.await?;
    tracing::info!(worker = seat.worker, connector = name, "another system is asked again");
    Ok(done("/koppelingen", "link-asked"))
}
