//! Spreekuren: what somebody has to look at first, then which there are, and making one.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::lines::{called, in_post};
use super::page::{Page, render};
use super::risks::{self, Risk};
use super::say::Say;
use super::session::{self, Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::hours::{LONGEST, SHORTEST};
use crate::desk::store::appointments::{self, Appointment, State as Stands, ToDo, Unmatched};
use crate::desk::store::elsewhere::{self, Clash};
use crate::desk::store::posts::{self, Places, PostId};
use crate::desk::store::spreekuren::{self, LONGEST_NAME, New, Spreekuur};
use crate::desk::store::{Conn, News, StoreError, appointing};
use crate::entry::{EntryId, SlotId, SpreekuurId, Whom, may_be_shown};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Template)]
#[template(path = "spreekuren.html")]
struct SpreekurenPage {
    page: Page,
    version: u64,
    /// What a desk out of a backup has lost, as sentences.
    lost: Option<Vec<String>>,
    risks: Vec<Risk>,
    /// Which two of one host are held at the same time, a sentence each.
    clashes: Vec<String>,
    to_do: Vec<ToDoList>,
    lines: Vec<Line>,
}

/// What somebody has to do about several appointments.
struct ToDoList {
    /// The end of its keys: `conflicts`, `wishes`, ...
    key: &'static str,
    icon: &'static str,
    /// Whether something went otherwise than anybody expects; calling and sending are work as usual.
    first: bool,
    cards: Vec<ToDoLine>,
}

/// One appointment that somebody has to look at.
pub(super) struct ToDoLine {
    pub(super) id: EntryId,
    /// Where it opens; none for what only can be seen.
    pub(super) href: Option<String>,
    pub(super) picture: String,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) contact: Option<String>,
    pub(super) unreachable: bool,
    pub(super) at: String,
    pub(super) age: String,
}

struct Line {
    id: SpreekuurId,
    title: String,
    place: String,
    hours: Vec<String>,
    active: bool,
    free: usize,
    booked: usize,
}

/// With whom, from which organisation, and in which post where there are several.
pub(super) fn title(say: Say, one: &Spreekuur) -> String {
    let whom = say.choice("whom-", one.whom.word());
    let title = if one.host.is_empty() { whom } else { format!("{whom} · {}", one.host) };
    in_post(title, one.at.as_deref())
}

/// The day on which a time begins, in the post's time.
pub(super) fn day_of(slot: SlotId) -> NaiveDate {
    ages::local(slot.start()).date_naive()
}

/// The minutes since 1970 at which a day of the post begins and ends.
pub(super) fn bounds(day: NaiveDate) -> (i64, i64) {
    let begins = |day: Option<NaiveDate>| day.and_then(|day| crate::desk::hours::instant(day, 0)).map_or(0, i64::from);
    (begins(Some(day)), begins(day.succ_opt()))
}

/// The spreekuur of a path.
pub(super) async fn named(pages: &Pages, id: &str) -> Result<Spreekuur, Refused> {
    let id = id.parse().ok().and_then(|number| SpreekuurId::new(number).ok()).ok_or(Refused::NotThere)?;
    pages.desk.store.read(move |conn| spreekuren::find(conn, id)).await?.ok_or(Refused::NotThere)
}

/// What was typed for a name of something: without what cannot be shown, and not too long.
pub(super) fn tidy(text: &str) -> String {
    text.trim().chars().filter(|c| may_be_shown(*c)).take(LONGEST_NAME).collect()
}

/// Tells an appointment as a line of a list: never a name or a number. With its post's name, where the list has those of several.
pub(super) fn line(say: Say, one: &Appointment, now: DateTime<Utc>, places: Option<&Places>) -> ToDoLine {
    let (picture, name) = called(say, one.teken, ("appointment", "appointment-without-teken"));
    let name = in_post(name, places.and_then(|places| places.beside(places.of_appointment(one))));
    let whom = say.choice("whom-", one.whom.word());
    let left = DateTime::from_timestamp(one.left_at, 0).unwrap_or(now);
    ToDoLine {
        id: one.id,
        href: Some(format!("/afspraak/{}", one.id)),
        picture,
        name,
        what: match one.slot {
            Some(slot) => format!("{whom}, {} {}", ages::short_day(say, day_of(slot)), ages::time(slot.start())),
            None => whom,
        },
        contact: one.contact.as_ref().filter(|_| one.reaches).map(|way| format!("contact-{way}")),
        unreachable: !one.reaches,
        at: ages::machine(left),
        age: ages::age(say, left, now),
    }
}

/// The same of an appointment that a message is due of: it opens where the message is.
fn message_line(say: Say, one: &Appointment, now: DateTime<Utc>, places: &Places) -> ToDoLine {
    let line = line(say, one, now, Some(places));
    let cancelled = (one.state == Stands::Cancelled).then(|| format!(" · {}", say.get("appointment-state-cancelled")));
    ToDoLine { href: Some(format!("/afspraak/{}/bericht", one.id)), what: line.what + &cancelled.unwrap_or_default(), ..line }
}

pub(super) fn unmatched(say: Say, one: &Unmatched, places: Option<&Places>) -> ToDoLine {
    let (picture, name) = called(say, one.teken, ("appointment", "appointment-without-teken"));
    let post = |places: &'_ Places| one.kiosk.and_then(|kiosk| places.of_kiosk(kiosk));
    let name = in_post(name, places.and_then(|places| places.beside(post(places))));
    let what = say.choice("unmatched-", &one.kind);
    let (contact, at, age) = (None, String::new(), String::new());
    ToDoLine { id: one.id, href: None, picture, name, what, contact, unreachable: false, at, age }
}

/// What the page is made of, read at one moment.
struct Found {
    to_do: ToDo,
    all: Vec<(Spreekuur, Vec<String>, usize, usize)>,
    risks: Vec<Risk>,
    lost: Option<Vec<String>>,
    clashes: Vec<String>,
    places: Places,
}

/// What two spreekuren of one host at the same time look like, as a sentence.
pub(super) fn clash(say: Say, clash: &Clash) -> String {
    let both = say.with_two("clash-both", ("one", &title(say, &clash.one)), ("other", &title(say, &clash.other)));
    let when = format!("{} {}", ages::short_day(say, day_of(clash.first)), ages::time(clash.first.start()));
    format!("{both} {}", say.with("clash-first", "when", when))
}

fn find(conn: &mut Conn, say: Say, now: i64) -> Result<Found, StoreError> {
    let minute = now.div_euclid(60);
    let mut lines = Vec::new();
    for one in spreekuren::all(conn)? {
        let hours = spreekuren::hours(conn, one.id)?.iter().map(|line| super::arrange::said(say, &line.line)).collect();
        let times = appointments::times(conn, one.id, minute, minute + 7 * 24 * 60)?;
        let count = |booked: bool| {
            let those = times.iter().filter(|time| match time.holder {
                appointments::Holder::Booked(_) => booked,
                appointments::Holder::Free => !booked,
                _ => false,
            });
            those.count()
        };
        let (free, booked) = (count(false), count(true));
        lines.push((one, hours, free, booked));
    }
    Ok(Found {
        to_do: appointments::to_do(conn, now)?,
        all: lines,
        risks: risks::all(conn, say, minute)?,
        lost: risks::lost(conn, say)?,
        clashes: elsewhere::clashes(conn, now)?.iter().map(|found| clash(say, found)).collect(),
        places: Places::load(conn)?,
    })
}

/// `GET /spreekuren`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    show(&pages, &seat, query.said.as_deref()).await
}

async fn show(pages: &Arc<Pages>, seat: &Seat, said: Option<&str>) -> Result<Response, Refused> {
    let version = *pages.desk.store.news().borrow();
    let (say, now) = (seat.say, pages.desk.clock.stamp().at);
    let found = pages.desk.store.read(move |conn| find(conn, say, now.timestamp())).await?;
    let Found { to_do, all, risks, lost, clashes, places } = found;
    let lines = |those: &[Appointment]| those.iter().map(|one| line(say, one, now, Some(&places))).collect();
    let messages = |those: &[Appointment]| those.iter().map(|one| message_line(say, one, now, &places)).collect();
    let [(sms, by_sms), (email, by_email)] = &to_do.messages;
    let to_do = [
        ("conflicts", "need-urgent", lines(&to_do.conflicts)),
        ("without-host", "need-urgent", lines(&to_do.without_host)),
        ("to-tell", "phone", lines(&to_do.to_tell)),
        (*sms, "contact-sms", messages(by_sms)),
        (*email, "mail", messages(by_email)),
        ("late", "waiting", lines(&to_do.late)),
        ("wishes", "phone", lines(&to_do.wishes)),
        ("unmatched", "question", to_do.unmatched.iter().map(|one| unmatched(say, one, Some(&places))).collect()),
    ];
    let to_do = to_do.into_iter().filter(|(.., cards): &(_, _, Vec<ToDoLine>)| !cards.is_empty());
    let to_do = to_do
        .map(|(key, icon, cards)| {
            let first = !["wishes", *sms, *email].contains(&key);
            ToDoList { key, icon, first, cards }
        })
        .collect();
    let lines = all
        .into_iter()
        .map(|(one, hours, free, booked)| Line {
            id: one.id,
            title: title(say, &one),
            place: one.place,
            hours,
            active: one.active,
            free,
            booked,
        })
        .collect();
    let page = seat.page(pages, "spreekuren", said);
    Ok(render(StatusCode::OK, &SpreekurenPage { page, version, lost, risks, clashes, to_do, lines }))
}

#[derive(Template)]
#[template(path = "spreekuur_new.html")]
struct NewPage {
    page: Page,
    whom: Vec<(&'static str, String)>,
    /// In which post; nothing is asked where there is one.
    posts: Vec<(PostId, String)>,
    shortest: u16,
    longest: u16,
    most: usize,
}

/// `GET /spreekuren/nieuw`.
pub(super) async fn new_page(
    State(pages): State<Arc<Pages>>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    let places = pages.desk.store.read(Places::load).await?;
    // "Weet ik niet" is an answer of a resident, never somebody to speak to.
    let whom = Whom::ALL.iter().filter(|whom| **whom != Whom::Unsure);
    let whom = whom.map(|whom| (whom.word(), seat.say.choice("whom-", whom.word()))).collect();
    let page = seat.page(&pages, "spreekuren", query.said.as_deref());
    let posts = places.all().map(|(post, name)| (post, name.to_owned())).collect();
    Ok(render(StatusCode::OK, &NewPage { page, whom, posts, shortest: SHORTEST, longest: LONGEST, most: LONGEST_NAME }))
}

/// What a new spreekuur is made of, as typed.
#[derive(Deserialize)]
pub(super) struct Typed {
    whom: String,
    host: String,
    place: String,
    minutes: String,
    /// May be left out where there is one.
    post: Option<PostId>,
}

/// `POST /spreekuren/nieuw`: without hours; the page it goes on to asks for those.
pub(super) async fn make(State(pages): State<Arc<Pages>>, Signed(_, typed): Signed<Typed>) -> Result<Response, Refused> {
    make_one(&pages, &typed).await
}

async fn make_one(pages: &Arc<Pages>, typed: &Typed) -> Result<Response, Refused> {
    let whom = Whom::from_word(&typed.whom).filter(|whom| *whom != Whom::Unsure);
    let minutes = typed.minutes.trim().parse().ok().filter(|minutes| (SHORTEST..=LONGEST).contains(minutes));
    let (Some(whom), Some(minutes)) = (whom, minutes) else { return Ok(done("/spreekuren/nieuw", "typed-wrong")) };
    let feed = session::fresh_token(&*pages.desk.luck)?.to_string();
    let new = New { whom, host: tidy(&typed.host), place: tidy(&typed.place), minutes, feed };
    let now = pages.desk.now();
    let post = typed.post.unwrap_or(posts::FIRST);
    let made = pages.desk.store.write(News::Hall, move |conn| match posts::find(conn, post)? {
        Some(_) => spreekuren::add_in(conn, post, &new, now).map(Some),
        None => Ok(None),
    });
    let Some(id) = made.await? else { return Ok(done("/spreekuren/nieuw", "typed-wrong")) };
    Ok(done(&format!("/spreekuren/{}/inrichten", id.get()), "made"))
}

/// `POST /afspraak/{id}/gezien`: whatever was odd about it, somebody knows now.
pub(super) async fn seen(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(_, session::Nothing {}): Signed<session::Nothing>,
) -> Result<Response, Refused> {
    let id: EntryId = id.parse().map_err(|_| Refused::NotThere)?;
    let now = pages.desk.now();
    if !pages.desk.store.write(News::Pages, move |conn| appointing::seen(conn, id, now)).await? {
        return Err(Refused::NotThere);
    }
    Ok(done("/spreekuren", "handled"))
}
