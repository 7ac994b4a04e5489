//! Logging in and out, the language, and a worker's own password.

use super::asked::{Asked, Refused};
use super::door::Secure;
use super::page::{Notice, Page, Said, notice_page, render};
use super::people::LONGEST_NAME;
use super::rights;
use super::session::{self, FORM, LONGEST, Nothing, SESSION, Seat, Signed, TokenHash};
use super::{Pages, Query, done};
use crate::clock::NoLuck;
use crate::desk::passwords;
use crate::desk::store::workers::Opens;
use crate::desk::store::{News, second_steps, workers};
use crate::entry::may_be_shown;
use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, FromRequestParts, RawForm, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use zeroize::Zeroizing;

/// The shortest password a worker may choose, in characters. Length is asked for and nothing else, as NIST SP 800-63B advises.
pub(super) const SHORTEST_PASSWORD: usize = 12;

/// The longest that is looked at, in bytes: hashing more would be a way to keep the desk busy.
pub(super) const LONGEST_PASSWORD: usize = 256;

/// How long a log-in form may lie open.
const FORM_KEPT: chrono::TimeDelta = chrono::TimeDelta::hours(12);

/// How long a right password waits for its code: time to find a phone.
const SECOND_WITHIN: chrono::TimeDelta = chrono::TimeDelta::minutes(5);

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    page: Page,
    name: String,
    next: String,
}

/// Where the log-in goes on to, and what it says.
#[derive(Default, Deserialize)]
pub(super) struct Onward {
    next: Option<String>,
    said: Option<String>,
}

#[derive(Deserialize)]
struct Fields {
    name: String,
    password: String,
    next: String,
}

/// The token of a log-in form: made from a cookie that only this browser has, so that no foreign form fits.
fn form_token(cookie: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::new().chain_update("inloop log-in form").chain_update(cookie).finalize())
}

/// Only our own pages, by their path: never another host.
pub(super) fn onward(next: &str) -> &str {
    let plain = next.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'-'));
    let ours =
        ["/vandaag", "/kaart/", "/kiosken", "/spreekuren", "/afspraak/", "/daglijst", "/koppelingen", "/inrichting", "/overleg"]
            .iter()
            .any(|page| next.starts_with(page));
    if plain && ours && !next.contains("//") { next } else { "/vandaag" }
}

/// `GET /`: to the first page of whoever is logged in.
pub(super) async fn home(seat: Seat) -> Redirect {
    Redirect::to(rights::home(seat.roles))
}

/// The token of a form for whoever is not logged in, and the cookie that it belongs to where that is new.
pub(super) fn tied(pages: &Pages, parts: &Parts) -> Result<(String, Option<Zeroizing<String>>), NoLuck> {
    match session::token(parts, FORM) {
        Some(cookie) => Ok((form_token(&cookie), None)),
        None => session::fresh_token(&*pages.desk.luck).map(|token| (form_token(&token), Some(token))),
    }
}

/// Gives the browser the cookie of [`tied`].
pub(super) fn tie(answer: &mut Response, cookie: Option<&Zeroizing<String>>, secure: Secure) {
    if let Some(cookie) = cookie {
        session::set_cookie(answer, FORM, cookie, secure, FORM_KEPT);
    }
}

/// The fields of such a form; none where it is another browser's, or no form.
pub(super) async fn read_tied<T: serde::de::DeserializeOwned>(parts: &Parts, body: axum::body::Body) -> Option<T> {
    let bytes = RawForm::from_request_body(parts.clone(), body).await?;
    let ours = form_token(&session::token(parts, FORM)?);
    let (guard, fields) = session::fields::<T>(&bytes)?;
    session::same(&ours, &guard).then_some(fields)
}

/// `GET /login`.
pub(super) async fn page(
    State(pages): State<Arc<Pages>>,
    Extension(secure): Extension<Secure>,
    Asked(ask): Asked<Onward>,
    request: Request,
) -> Response {
    let mut parts = request.into_parts().0;
    let next = onward(ask.next.as_deref().unwrap_or_default()).to_owned();
    if session::token(&parts, SESSION).is_some() && Seat::from_request_parts(&mut parts, &pages).await.is_ok() {
        return Redirect::to(&next).into_response();
    }
    let say = session::tongue(&parts.headers);
    let said = Said::named(say, ask.said.as_deref().filter(|said| matches!(*said, "ended" | "goodbye" | "password" | "welcome")));
    form(&pages, &parts, secure, StatusCode::OK, said, String::new(), next).await
}

/// The form, with the cookie it belongs to.
async fn form(
    pages: &Pages,
    parts: &Parts,
    secure: Secure,
    status: StatusCode,
    said: Option<Said>,
    name: String,
    next: String,
) -> Response {
    let say = session::tongue(&parts.headers);
    let (guard, cookie) = match tied(pages, parts) {
        Ok(tied) => tied,
        Err(error) => return no_luck(say, &error),
    };
    let mut page = Page::outside(say, "/login", guard).saying(said);
    page.site = match pages.heading().await {
        Ok(site) => site,
        Err(error) => return trouble(say, &error),
    };
    let name = name.chars().filter(|c| may_be_shown(*c)).take(LONGEST_NAME).collect();
    let mut answer = render(status, &LoginPage { page, name, next });
    tie(&mut answer, cookie.as_ref(), secure);
    answer
}

fn no_luck(say: super::Say, error: &NoLuck) -> Response {
    tracing::error!(%error, "a token could not be made");
    notice_page(StatusCode::SERVICE_UNAVAILABLE, Page::outside(say, "/login", String::new()), &Notice::TROUBLE)
}

/// `POST /login`. A wrong name and a wrong password get the same answer after the same work.
pub(super) async fn log_in(State(pages): State<Arc<Pages>>, Extension(secure): Extension<Secure>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let say = session::tongue(&parts.headers);
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    let Some(fields) = read_tied::<Fields>(&parts, body).await else {
        return form(
            &pages,
            &parts,
            secure,
            StatusCode::FORBIDDEN,
            Said::named(say, Some("form-old")),
            String::new(),
            "/vandaag".into(),
        )
        .await;
    };
    let (name, next) = (fields.name.trim().to_owned(), onward(&fields.next).to_owned());
    let counted = match pages.limiter.begin(&name, address, pages.desk.clock.now()) {
        Ok(counted) => counted,
        Err(super::limiter::TooOften(wait)) => {
            let minutes = wait.as_secs().div_ceil(60);
            let said = Said { text: say.with("login-slow", "minutes", minutes), kind: true };
            let mut answer = form(&pages, &parts, secure, StatusCode::TOO_MANY_REQUESTS, Some(said), name, next).await;
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs()));
            return answer;
        }
    };
    let (worker, steps) = match check(&pages, name.clone(), Zeroizing::new(fields.password)).await {
        Ok(Some(found)) => found,
        Ok(None) => {
            tracing::warn!("a log-in did not fit");
            let said = Said { text: say.get("login-wrong"), kind: true };
            return form(&pages, &parts, secure, StatusCode::FORBIDDEN, Some(said), name, next).await;
        }
        Err(error) => return trouble(say, &error),
    };
    pages.limiter.forgive(&counted);
    let before = session::token(&parts, SESSION).map(|token| TokenHash::of(&token));
    if steps {
        let onward = Redirect::to(&format!("/login/code?next={next}")).into_response();
        return begin(&pages, say, worker.id, before, Opens::Nothing, secure, onward).await;
    }
    let next = if worker.must_change { "/wachtwoord" } else { next.as_str() };
    begin(&pages, say, worker.id, before, Opens::Pages, secure, Redirect::to(next).into_response()).await
}

pub(super) fn trouble(say: super::Say, error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "a log-in could not be looked at");
    notice_page(StatusCode::SERVICE_UNAVAILABLE, Page::outside(say, "/login", String::new()), &Notice::TROUBLE)
}

/// The worker, where name and password fit, and whether a second step follows.
async fn check(
    pages: &Pages,
    name: String,
    typed: Zeroizing<String>,
) -> Result<Option<(workers::Worker, bool)>, crate::desk::store::StoreError> {
    let found = pages.desk.store.read(move |conn| {
        let Some(worker) = workers::by_name(conn, &name)? else { return Ok(None) };
        let steps = second_steps::is_on(conn, worker.id)?;
        Ok(Some((worker, steps)))
    });
    let found = found.await?;
    let kept = found.as_ref().map(|(worker, _)| worker.password.clone());
    Ok(if fits(pages, typed, kept).await { found } else { None })
}

/// Compares a password, a few at a time and not on a thread that serves.
pub(super) async fn fits(pages: &Pages, typed: Zeroizing<String>, kept: Option<String>) -> bool {
    let Ok(_turn) = pages.hashing.acquire().await else { return false };
    let compare = move || {
        let right = passwords::verify(&typed, kept.as_deref().unwrap_or(passwords::NOBODY));
        right && kept.is_some()
    };
    tokio::task::spawn_blocking(compare).await.unwrap_or(false)
}

/// Begins a session under a new token, ends the one before, and adds the cookie to the answer.
pub(super) async fn begin(
    pages: &Pages,
    say: super::Say,
    worker: i32,
    before: Option<TokenHash>,
    opens: Opens,
    secure: Secure,
    mut answer: Response,
) -> Response {
    let tokens = session::fresh_token(&*pages.desk.luck).and_then(|token| Ok((token, session::fresh_token(&*pages.desk.luck)?)));
    let (token, csrf) = match tokens {
        Ok(both) => both,
        Err(error) => return no_luck(say, &error),
    };
    let now = pages.desk.now();
    let lasts = if opens == Opens::Pages { session::IDLE } else { SECOND_WITHIN };
    let (hash, until) = (TokenHash::of(&token), now + lasts.num_seconds());
    let begun = pages.desk.store.write(News::Silent, move |conn| {
        if let Some(before) = before {
            workers::end_session(conn, &before.0)?;
        }
        workers::begin_session(conn, &hash.0, worker, &csrf, opens, now, until)
    });
    if let Err(error) = begun.await {
        return trouble(say, &error);
    }
    session::set_cookie(&mut answer, SESSION, &token, secure, LONGEST);
    answer
}

/// `POST /uitloggen`.
pub(super) async fn log_out(
    State(pages): State<Arc<Pages>>,
    Extension(secure): Extension<Secure>,
    Signed(seat, Nothing {}): Signed<Nothing>,
) -> Result<Response, Refused> {
    let token = seat.token;
    pages.desk.store.write(News::Silent, move |conn| workers::end_session(conn, &token.0)).await?;
    let mut answer = done("/login", "goodbye");
    session::set_cookie(&mut answer, SESSION, "", secure, LONGEST);
    Ok(answer)
}

/// Which page the language was changed on.
#[derive(Deserialize)]
pub(super) struct Back {
    back: String,
}

/// `POST /taal`: the other language, in this browser. Changes nothing at the desk, so a page without a session has it too; the
/// door has seen to it that one of our own pages asks.
pub(super) async fn choose_language(Extension(secure): Extension<Secure>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let say = session::tongue(&parts.headers).other();
    let back = RawForm::from_request_body(parts, body).await.and_then(|bytes| session::fields::<Back>(&bytes));
    let back = back.map(|(_, Back { back })| back).unwrap_or_default();
    let mut answer = Redirect::to(if back == "/login" || back == "/wachtwoord" { &back } else { onward(&back) }).into_response();
    session::set_language(&mut answer, say, secure);
    answer
}

#[derive(Template)]
#[template(path = "password.html")]
struct PasswordPage {
    page: Page,
    /// Whether this worker logs in by two steps.
    steps: bool,
    least: usize,
    first: bool,
}

/// `GET /wachtwoord`.
pub(super) async fn password_page(
    State(pages): State<Arc<Pages>>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    let worker = seat.worker;
    let steps = pages.desk.store.read(move |conn| second_steps::is_on(conn, worker)).await?;
    let page = seat.page(&pages, "", query.said.as_deref());
    Ok(render(StatusCode::OK, &PasswordPage { page, steps, least: SHORTEST_PASSWORD, first: seat.must_change }))
}

/// The worker's password now, and the one to come.
#[derive(Deserialize)]
pub(super) struct Change {
    now: String,
    new: String,
}

/// `POST /wachtwoord`: ends every session of the worker and begins a new one here.
pub(super) async fn change_password(
    State(pages): State<Arc<Pages>>,
    Extension(secure): Extension<Secure>,
    Signed(seat, Change { now, new }): Signed<Change>,
) -> Result<Response, Refused> {
    let (now, new) = (Zeroizing::new(now), Zeroizing::new(new));
    if new.chars().count() < SHORTEST_PASSWORD || new.len() > LONGEST_PASSWORD {
        return Ok(done("/wachtwoord", "password-short"));
    }
    // Guesses are counted here too: who finds an open page must not find the password with it.
    let Ok(counted) = pages.limiter.begin(&seat.name, None, pages.desk.clock.now()) else {
        return Ok(done("/wachtwoord", "password-wrong"));
    };
    if !fits(&pages, now, Some(seat.password.clone())).await {
        return Ok(done("/wachtwoord", "password-wrong"));
    }
    pages.limiter.forgive(&counted);
    let luck = Arc::clone(&pages.desk.luck);
    let hashed = tokio::task::spawn_blocking(move || passwords::hash(&new, &*luck)).await??;
    let worker = seat.worker;
    pages.desk.store.write(News::Silent, move |conn| workers::set_password(conn, worker, &hashed, false)).await?;
    let onward = done(rights::home(seat.roles), "password");
    Ok(begin(&pages, seat.say, worker, None, Opens::Pages, secure, onward).await)
}

/// The body of a form, at most [`super::MAX_FORM`] bytes; none where it is longer or is no form.
trait Body {
    async fn from_request_body(parts: Parts, body: axum::body::Body) -> Option<axum::body::Bytes>;
}

impl Body for RawForm {
    async fn from_request_body(parts: Parts, body: axum::body::Body) -> Option<axum::body::Bytes> {
        use axum::extract::FromRequest;
        RawForm::from_request(Request::from_parts(parts, body), &()).await.ok().map(|RawForm(bytes)| bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_costs_as_much_as_somebody_and_has_no_password() {
        let somebody = passwords::hash("x", &crate::clock::BenchLuck::seeded(1)).unwrap();
        let cost = |hash: &str| hash.split('$').take(4).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(cost(&somebody), cost(passwords::NOBODY));
        assert!(argon2::PasswordHash::new(passwords::NOBODY).is_ok(), "it is hashed with, not refused");
        assert!(!passwords::verify("", passwords::NOBODY));
    }

    #[test]
    fn a_log_in_goes_on_to_our_own_pages_alone() {
        for ours in ["/vandaag", "/kiosken", "/inrichting/mensen", "/kaart/019a0000-0000-7000-8000-000000000000"] {
            assert_eq!(onward(ours), ours);
        }
        for foreign in
            ["", "//evil.example", "https://evil.example", "/vandaag//evil", "/\\evil.example", "/kaart/\r\nx: y", "/login"]
        {
            assert_eq!(onward(foreign), "/vandaag", "{foreign:?}");
        }
    }
}
