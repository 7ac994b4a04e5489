//! Inloggen in twee stappen: a worker turns it on with their own phone, and off with their password and a code.

use super::asked::{Asked, Refused};
use super::code::{LONGEST_CODE, fits};
use super::login;
use super::page::{Page, render};
use super::session::{Nothing, Seat, Signed};
use super::{Pages, Query, done};
use crate::desk::config::TwoFactor;
use crate::desk::second::{self, Seed};
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::{News, second_steps};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "second.html")]
struct SecondPage {
    page: Page,
    stage: Stage,
    required: bool,
}

/// How far it is.
enum Stage {
    Off,
    /// In this answer and nowhere else: the code as a path of SVG, its size, and the secret to type.
    Shown(Zeroizing<String>, usize, Zeroizing<String>),
    /// A secret was shown before, and waits for its first code.
    Asked,
    /// In this answer and nowhere else: the codes for paper.
    Codes(Vec<Zeroizing<String>>),
    /// It is on; how many codes of paper are left.
    On(i64),
}

impl Stage {
    /// Whether a first code is asked for.
    fn asks(&self) -> bool {
        matches!(self, Stage::Shown(..) | Stage::Asked)
    }

    /// Whether it is asked for after the secret was shown.
    fn asks_again(&self) -> bool {
        matches!(self, Stage::Asked)
    }
}

fn show(pages: &Pages, seat: &Seat, stage: Stage, said: Option<&str>) -> Response {
    let required = pages.desk.staff.two_factor == TwoFactor::Required;
    let mut page = seat.page(pages, "", said);
    // The language is chosen by a form that comes back here, and what is shown once would be gone.
    page.path = "/tweestap".to_owned();
    render(StatusCode::OK, &SecondPage { page, stage, required })
}

/// `GET /tweestap`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    let worker = seat.worker;
    let found =
        pages.desk.store.read(move |conn| Ok((second_steps::find(conn, worker)?, second_steps::recovery_left(conn, worker)?)));
    let stage = match found.await? {
        (None, _) => Stage::Off,
        (Some(step), left) if step.proven_at.is_some() => Stage::On(left),
        (Some(_), _) => Stage::Asked,
    };
    Ok(show(&pages, &seat, stage, query.said.as_deref()))
}

/// `POST /tweestap/begin`: a new secret, which is in this answer and locked in the store.
pub(super) async fn begin(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let (seed, worker) = (Seed::fresh(&*pages.desk.luck)?, seat.worker);
    let locked = seed.lock(&pages.desk.keys, worker, &*pages.desk.luck)?;
    if !pages.desk.store.write(News::Silent, move |conn| second_steps::begin(conn, worker, &locked)).await? {
        return Ok(done("/tweestap", "second-on"));
    }
    // What the phone shows beside the code.
    let site = seat.site.clone().unwrap_or_else(|| seat.say.get("brand"));
    let (path, size) = second::drawn(&seed.url(&site, &seat.name)).unwrap_or_default();
    Ok(show(&pages, &seat, Stage::Shown(path, size, seed.typed()), None))
}

/// A code.
#[derive(Deserialize)]
pub(super) struct Typed {
    code: String,
}

/// `POST /tweestap/aan`: a first code shows that the phone has the secret.
pub(super) async fn prove(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Typed { code }): Signed<Typed>,
) -> Result<Response, Refused> {
    let (worker, now) = (seat.worker, pages.desk.now());
    let Some(step) = pages.desk.store.read(move |conn| second_steps::find(conn, worker)).await? else {
        return Ok(done("/tweestap", "second-wrong"));
    };
    let code = Zeroizing::new(second::plain(&code));
    let seed = Seed::unlock(&step.locked, &pages.desk.keys, worker);
    let Some(taken) = seed.ok().filter(|_| code.len() <= LONGEST_CODE).and_then(|seed| seed.step_of(&code, now)) else {
        return Ok(done("/tweestap", "second-wrong"));
    };
    let codes = second::recovery_codes(&*pages.desk.luck)?;
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| second::recovery_hash(&pages.desk.keys, worker, code)).collect();
    let (key, locked) = (pages.desk.audit.clone(), step.locked);
    let proven = pages.desk.store.write(News::Pages, move |conn| {
        if !second_steps::prove(conn, worker, &locked, taken, &hashes, now)? {
            return Ok(false);
        }
        audit::note(conn, &key, &Line::of(worker, What::StepsOn, format!("worker:{worker}"), ""), now)?;
        Ok(true)
    });
    if !proven.await? {
        return Ok(done("/tweestap", "second-wrong"));
    }
    Ok(show(&pages, &seat, Stage::Codes(codes.iter().map(|code| second::grouped(code)).collect()), Some("second-on")))
}

/// Password and code.
#[derive(Deserialize)]
pub(super) struct Stop {
    now: String,
    code: String,
}

/// `POST /tweestap/uit`: for another phone. Where everybody has to, it is asked for again at once.
pub(super) async fn stop(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Stop { now, code }): Signed<Stop>,
) -> Result<Response, Refused> {
    let (typed, code) = (Zeroizing::new(now), Zeroizing::new(code));
    let wrong = || Ok(done("/tweestap", "second-wrong"));
    let Ok(counted) = pages.limiter.begin(&format!("{} code", seat.name), None, pages.desk.clock.now()) else { return wrong() };
    if !login::fits(&pages, typed, Some(seat.password.clone())).await || !fits(&pages, seat.worker, &code).await? {
        return wrong();
    }
    pages.limiter.forgive(&counted);
    let (worker, key, at) = (seat.worker, pages.desk.audit.clone(), pages.desk.now());
    let stopped = move |conn: &mut crate::desk::store::Conn| {
        second_steps::forget(conn, worker)?;
        audit::note(conn, &key, &Line::of(worker, What::StepsOff, format!("worker:{worker}"), ""), at)
    };
    pages.desk.store.write(News::Pages, stopped).await?;
    Ok(done("/tweestap", "second-off"))
}
