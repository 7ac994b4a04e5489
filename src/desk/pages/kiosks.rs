//! Kiosken: which there are and how they are doing; a new one is let in after two people have compared four words.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::lines::in_post;
use super::machine;
use super::page::{Page, render};
use super::risks::{self, Risk};
use super::say::Say;
use super::session::{Nothing, Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::store::audit::{Line, What};
use crate::desk::store::enrolment::{self, CODE_LIVES, Confirmed, Pending};
use crate::desk::store::kiosks::{self, Kiosk};
use crate::desk::store::posts::{self, Places, PostId};
use crate::desk::store::{Conn, News, StoreError};
use crate::entry::{KioskId, may_be_shown};
use crate::wire::{DiskState, EnrolCode, Sort, words};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::sync::Arc;

/// A kiosk speaks twice a minute: after this long without a word its line or its power is gone.
const QUIET_AFTER: TimeDelta = TimeDelta::minutes(5);

/// The longest name of a kiosk, in characters.
const LONGEST_NAME: usize = 40;

#[derive(Template)]
#[template(path = "kiosks.html")]
struct KiosksPage {
    page: Page,
    view: View,
}

struct View {
    version: u64,
    risk: Option<Risk>,
    pending: Vec<PendingView>,
    kiosks: Vec<KioskView>,
    code: Option<CodeView>,
    /// For which post a code can be made; nothing is asked where there is one.
    posts: Vec<(PostId, String)>,
}

impl View {
    /// Drawing this page again by itself would take something away that somebody needs.
    fn in_use(&self) -> bool {
        self.code.is_some() || self.risk.is_some() || !self.pending.is_empty()
    }
}

struct PendingView {
    id: i32,
    words: [&'static str; 4],
    software: String,
    display: bool,
    post: PostId,
    /// The name of that post, where there are several.
    in_post: Option<String>,
}

struct CodeView {
    shown: String,
    until: String,
    /// For which post, where there are several.
    in_post: Option<String>,
}

struct KioskView {
    id: KioskId,
    name: String,
    display: bool,
    post: PostId,
    state: &'static str,
    seen: String,
    waiting: u64,
    facts: Vec<Fact>,
    /// The lock of its machine that somebody who looked can end.
    lock: Option<u64>,
}

/// One thing that a kiosk says of itself.
pub(super) struct Fact {
    pub(super) key: &'static str,
    pub(super) value: String,
    /// Somebody has to do something about it.
    pub(super) look: bool,
}

impl KioskView {
    fn icon(&self) -> &'static str {
        match self.state {
            "fine" => "yes",
            "quiet" => "offline",
            "gone" => "no",
            _ => "waiting",
        }
    }

    fn gone(&self) -> bool {
        self.state == "gone"
    }

    fn of(kiosk: &Kiosk, say: Say, now: DateTime<Utc>) -> Self {
        let quiet = kiosk.last_seen.is_none_or(|seen| now - seen > QUIET_AFTER);
        let mut facts = Vec::new();
        let mut fact = |key, value, look| facts.push(Fact { key, value, look });
        if kiosk.copied {
            fact("kiosk-copied", say.get("kiosk-copied-look"), true);
        }
        match &kiosk.health {
            None => fact("kiosk-waiting", say.get("kiosk-unknown"), false),
            Some(health) => {
                // Nothing is left at a display.
                if kiosk.sort == Sort::Kiosk {
                    fact("kiosk-waiting", health.waiting.to_string(), false);
                    fact("kiosk-parked", health.parked.to_string(), health.parked > 0);
                }
                if health.sound_waiting > 0 {
                    fact("kiosk-sound-waiting", health.sound_waiting.to_string(), false);
                }
                if health.sound_parked > 0 {
                    fact("kiosk-sound-parked", health.sound_parked.to_string(), true);
                }
                if let Some(texts) = &health.texts {
                    fact("kiosk-texts", texts.clone(), true);
                }
                let disk = match health.disk {
                    DiskState::Ok => "ok",
                    DiskState::Full => "full",
                    DiskState::Broken => "broken",
                    DiskState::SetAside => "set-aside",
                };
                fact("kiosk-disk", say.choice("kiosk-disk-", disk), health.disk != DiskState::Ok);
                let clock = if health.clock_trusted { "fine" } else { "unsure" };
                fact("kiosk-clock", say.choice("kiosk-clock-", clock), !health.clock_trusted);
                facts.extend(health.machine.iter().flat_map(|machine| machine::facts(machine, health.opens, say)));
            }
        }
        let mut fact = |key, value, look| facts.push(Fact { key, value, look });
        fact("kiosk-software", kiosk.software.clone(), false);
        let look = facts.iter().any(|fact| fact.look);
        KioskView {
            id: kiosk.id,
            name: kiosk.name.clone(),
            display: kiosk.sort == Sort::Display,
            post: kiosk.post,
            state: match (kiosk.active, quiet, look) {
                (false, ..) => "gone",
                (_, true, _) => "quiet",
                (_, _, true) => "look",
                _ => "fine",
            },
            seen: kiosk.last_seen.map_or_else(|| say.get("kiosk-never-seen"), |seen| ages::age(say, seen, now)),
            waiting: kiosk.health.as_ref().map_or(0, |health| health.waiting.saturating_add(health.sound_waiting)),
            facts,
            lock: kiosk.health.as_ref().and_then(machine::lock),
        }
    }
}

/// What staff have to hear of a kiosk before they look at its page: it is silent, or says that something is wrong.
pub(super) fn trouble(kiosk: &Kiosk, say: Say, now: DateTime<Utc>, places: &Places) -> Option<String> {
    let view = KioskView::of(kiosk, say, now);
    let what = match view.state {
        // That there are two of it is said first, also where both are silent.
        "quiet" if !kiosk.copied => say.with("kiosk-trouble-quiet", "seen", &view.seen),
        "look" | "quiet" => {
            let wrong = view.facts.iter().filter(|fact| fact.look);
            wrong.map(|fact| format!("{}: {}", say.get(fact.key), fact.value)).collect::<Vec<_>>().join(". ")
        }
        _ => return None,
    };
    let name = in_post(view.name, places.beside(Some(kiosk.post)));
    let key = if view.display { "kiosk-trouble-display" } else { "kiosk-trouble" };
    Some(say.with_two(key, ("name", &name), ("what", &what)))
}

/// `GET /kiosken`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    show(&pages, &seat, query.said.as_deref(), None).await
}

async fn show(pages: &Arc<Pages>, seat: &Seat, said: Option<&str>, code: Option<CodeView>) -> Result<Response, Refused> {
    let version = *pages.desk.store.news().borrow();
    let (say, now) = (seat.say, pages.desk.clock.stamp().at);
    let found = pages.desk.store.read(move |conn| {
        let pending = enrolment::pending(conn, now.timestamp())?;
        Ok((kiosks::all(conn)?, pending, risks::strangers(conn, say)?, Places::load(conn)?))
    });
    let (all, pending, risk, places) = found.await?;
    let mut pending = four_words(pages, pending).await?;
    for one in &mut pending {
        one.in_post = places.beside(Some(one.post)).map(str::to_owned);
    }
    let kiosk = |kiosk: &Kiosk| {
        let view = KioskView::of(kiosk, seat.say, now);
        KioskView { name: in_post(view.name, places.beside(Some(kiosk.post))), ..view }
    };
    let posts = places.all().map(|(post, name)| (post, name.to_owned())).collect();
    let view = View { version, risk, pending, kiosks: all.iter().map(kiosk).collect(), code, posts };
    Ok(render(StatusCode::OK, &KiosksPage { page: seat.page(pages, "kiosks", said), view }))
}

/// The words of everybody who waits; each costs one Argon2id, so not on a thread that serves.
async fn four_words(pages: &Arc<Pages>, pending: Vec<Pending>) -> Result<Vec<PendingView>, words::NoWords> {
    let Ok(_turn) = pages.hashing.acquire().await else { return Ok(Vec::new()) };
    let answer = Arc::clone(&pages.desk.enrol_answer);
    let compute = move || {
        let view = |one: Pending| {
            let words = words::four_words(&one.key, &answer)?;
            let display = one.sort == Sort::Display;
            Ok(PendingView { id: one.id, words, software: one.software, display, post: one.post, in_post: None })
        };
        pending.into_iter().map(view).collect()
    };
    tokio::task::spawn_blocking(compute).await.unwrap_or_else(|_| Ok(Vec::new()))
}

/// For which post.
#[derive(Deserialize)]
pub(super) struct Where {
    /// May be left out where there is one.
    post: Option<PostId>,
}

/// `POST /kiosken/code`: the code is in this answer and nowhere else.
pub(super) async fn make_code(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Where { post }): Signed<Where>,
) -> Result<Response, Refused> {
    let places = pages.desk.store.read(Places::load).await?;
    // Which of several is not guessed.
    let post = match post {
        None if places.several() => None,
        None => Some(posts::FIRST),
        Some(post) => Some(post),
    };
    let Some((post, _)) = places.all().find(|(id, _)| Some(*id) == post) else { return Ok(done("/kiosken", "typed-wrong")) };
    let (luck, stamp) = (Arc::clone(&pages.desk.luck), pages.desk.clock.stamp());
    let made = move |conn: &mut Conn| enrolment::new_code_in(conn, post, &*luck, stamp.at.timestamp());
    let code = pages.desk.store.write(News::Silent, made).await?;
    let in_post = places.beside(Some(post)).map(str::to_owned);
    let view = CodeView { shown: in_two(&code), until: ages::time(stamp.at + CODE_LIVES), in_post };
    show(&pages, &seat, None, Some(view)).await
}

/// `0123 WXYZ`: easier to read to somebody.
fn in_two(code: &EnrolCode) -> String {
    let (one, two) = code.reveal().split_at(4);
    format!("{one} {two}")
}

/// What staff say of a kiosk they let in.
#[derive(Deserialize)]
pub(super) struct LetIn {
    name: String,
    /// The number of the kiosk this was before; empty for a new one.
    again: String,
}

/// Goes on where a kiosk asked under that number, however long ago, and there is the one that it is said to be.
async fn must_have_asked(pages: &Pages, id: i32, again: Option<KioskId>) -> Result<(), Refused> {
    let there = pages.desk.store.read(move |conn| {
        let known = again.map_or(Ok(true), |again| Ok::<_, StoreError>(kiosks::find(conn, again)?.is_some()))?;
        Ok(known && enrolment::is_known(conn, id)?)
    });
    if there.await? { Ok(()) } else { Err(Refused::NotThere) }
}

/// `POST /kiosken/aanvraag/{id}/ja`.
pub(super) async fn confirm(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Signed(seat, LetIn { name, again }): Signed<LetIn>,
) -> Result<Response, Refused> {
    let name: String = name.trim().chars().filter(|c| may_be_shown(*c)).take(LONGEST_NAME).collect();
    let name = if name.is_empty() { seat.say.get("pending-name-hall") } else { name };
    let again = match again.as_str() {
        "" => None,
        number => match number.parse::<KioskId>() {
            Ok(known) => Some(known),
            Err(_) => return Ok(done("/kiosken", "typed-wrong")),
        },
    };
    must_have_asked(&pages, id, again).await?;
    let now = pages.desk.now();
    let confirmed = pages.desk.store.write(News::Pages, move |conn| enrolment::confirm(conn, id, &name, again, now)).await?;
    if let Confirmed::Enrolled(kiosk, _) = &confirmed {
        pages.notes(Line::of(seat.worker, What::KioskIn, format!("kiosk:{kiosk}"), "")).await?;
    }
    let said = match confirmed {
        Confirmed::Enrolled(..) => "enrolled",
        Confirmed::TooLate => "enrol-late",
        Confirmed::NoTekens => "no-tekens",
        Confirmed::OtherPost => "other-post",
        Confirmed::OtherSort => "other-sort",
    };
    Ok(done("/kiosken", said))
}

/// `POST /kiosken/aanvraag/{id}/nee`.
pub(super) async fn refuse(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<i32>,
    Signed(_, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    must_have_asked(&pages, id, None).await?;
    let refused = pages.desk.store.write(News::Pages, move |conn| enrolment::refuse(conn, id)).await?;
    Ok(done("/kiosken", if refused { "refused" } else { "enrol-late" }))
}

#[derive(Template)]
#[template(path = "write_off.html")]
struct WriteOffPage {
    page: Page,
    kiosk: KioskView,
}

/// The kiosk of a path, where it is not written off.
pub(super) async fn named(pages: &Pages, id: &str) -> Result<Kiosk, Refused> {
    let id: KioskId = id.parse().map_err(|_| Refused::NotThere)?;
    let found = pages.desk.store.read(move |conn| kiosks::find(conn, id)).await?;
    found.filter(|kiosk| kiosk.active).ok_or(Refused::NotThere)
}

/// `GET /kiosken/{id}/afschrijven`: asks first.
pub(super) async fn write_off_page(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    seat: Seat,
) -> Result<Response, Refused> {
    let kiosk = KioskView::of(&named(&pages, &id).await?, seat.say, pages.desk.clock.stamp().at);
    Ok(render(StatusCode::OK, &WriteOffPage { page: seat.page(&pages, "kiosks", None), kiosk }))
}

/// `POST /kiosken/{id}/afschrijven`.
pub(super) async fn write_off(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<String>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (kiosk, now) = (named(&pages, &id).await?.id, pages.desk.now());
    pages.desk.store.write(News::Hall, move |conn| kiosks::write_off(conn, kiosk, now)).await?;
    pages.notes(Line::of(seat.worker, What::KioskOff, format!("kiosk:{kiosk}"), "")).await?;
    Ok(done("/kiosken", "written-off"))
}
