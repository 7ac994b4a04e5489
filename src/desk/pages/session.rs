//! Who is at the page: cookies, sessions, and the token every form carries.
//!
//! The browser holds 32 random bytes; the store holds their SHA-256, so that a copy of the store logs nobody in. A session ends
//! after [`IDLE`] without a page being asked for by a hand, and after [`LONGEST`] whatever happens.

use super::Pages;
use super::asked::Refused;
use super::door::Secure;
use super::page::{Notice, Page, Said, notice_page};
use super::rights;
use super::say::Say;
use crate::clock::{Luck, NoLuck};
use crate::desk::config::TwoFactor;
use crate::desk::roles::Roles;
use crate::desk::store::workers::Opens;
use crate::desk::store::{News, StoreError, cards, posts, second_steps, workers};
use crate::entry::EntryId;
use crate::followup::TeamId;
use axum::extract::{FromRequest, FromRequestParts, MatchedPath, RawForm, Request};
use axum::http::header::{COOKIE, HeaderValue, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::TimeDelta;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::sync::Arc;
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

/// A session ends when nobody has touched the page for this long: half a working day, because the page has to ring while it
/// lies open and nobody touches it.
pub(crate) const IDLE: TimeDelta = TimeDelta::hours(4);

/// A session ends after this long in any case: the longest working day.
pub(crate) const LONGEST: TimeDelta = TimeDelta::hours(12);

/// The end of a session is written anew only when it moves by at least this much: not every click costs a write.
const MOVES_BY: TimeDelta = TimeDelta::minutes(1);

/// How long the choice of a language is kept.
const LANGUAGE_KEPT: TimeDelta = TimeDelta::days(365);

/// Set by the page's own script when it looks for news: nobody touched anything.
pub(super) const BY_ITSELF: &str = "x-inloop-live";

/// What anybody may ask for before they have chosen a password of their own.
const WITH_ANY_PASSWORD: [&str; 2] = ["/wachtwoord", "/uitloggen"];

/// What else, where everybody has to log in by two steps and this worker does not yet.
const WITH_ONE_STEP: [&str; 5] = ["/wachtwoord", "/uitloggen", "/tweestap", "/tweestap/begin", "/tweestap/aan"];

/// A worker at a page.
pub(crate) struct Seat {
    /// The worker's number.
    pub(crate) worker: i32,
    /// The worker's name.
    pub(crate) name: String,
    /// The worker's password hash, to change it.
    pub(crate) password: String,
    /// True while the password is one that somebody else made.
    pub(crate) must_change: bool,
    /// What they may do.
    pub(crate) roles: Roles,
    /// True where they have to log in by two steps, and do not yet.
    pub(crate) must_step: bool,
    /// The teams whose cards they see.
    pub(crate) teams: Vec<TeamId>,
    /// Since when this session is, in seconds since 1970.
    pub(crate) since: i64,
    /// The name over every page; none where there are several posts.
    pub(crate) site: Option<String>,
    /// The language of the pages.
    pub(crate) say: Say,
    /// What every form of this session carries.
    csrf: String,
    /// Which session.
    pub(crate) token: TokenHash,
    path: String,
}

impl Seat {
    /// The frame of a page for this worker.
    pub(crate) fn page(&self, _: &Pages, here: &'static str, said: Option<&str>) -> Page {
        let mut page = Page::inside(self.say, &self.path, here, &self.name, &self.csrf);
        page.site = self.site.clone();
        page.roles = self.roles;
        page.saying(Said::named(self.say, said))
    }

    /// Goes on where the card is one of this worker's teams.
    ///
    /// # Errors
    /// [`Refused::NotThere`], as if there were none.
    pub(crate) async fn must_see(&self, pages: &Pages, id: EntryId) -> Result<(), Refused> {
        let teams = self.teams.clone();
        let sees = pages.desk.store.read(move |conn| cards::is_of(conn, &teams, id)).await?;
        if sees { Ok(()) } else { Err(Refused::NotThere) }
    }

    /// Whether this worker may ask for the page of that route.
    pub(crate) fn may_see(&self, path: &str) -> bool {
        rights::may(self.roles, path, &Method::GET)
    }

    /// Back to a page that says what was done; to the first page of this worker where they may not see that one.
    pub(crate) fn done(&self, path: &str, said: &str) -> Response {
        let path = if self.may_see(path) { path } else { rights::home(self.roles) };
        super::done(path, said)
    }

    /// Where this worker is sent instead of the route `path`; none where they may ask for it. What is no route says so itself, but
    /// to a host.
    fn turned_away(&self, pages: &Pages, parts: &Parts) -> Option<Response> {
        let asked = parts.uri.path();
        let to = |page: &str| Some(Redirect::to(page).into_response());
        if self.must_change && !WITH_ANY_PASSWORD.contains(&asked) {
            return to("/wachtwoord");
        }
        if self.must_step && !self.must_change && !WITH_ONE_STEP.contains(&asked) {
            return to("/tweestap");
        }
        let route = parts.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
        let may = route.map_or(!self.roles.is_host(), |route| rights::may(self.roles, route, &parts.method));
        if may {
            return None;
        }
        // A host has one page. Whoever comes in by the first page of others is shown their own.
        if self.roles.is_host() || (asked == "/vandaag" && parts.method == Method::GET) {
            return to(rights::home(self.roles));
        }
        // Sent to a page that is only read: there is no such thing, for nobody.
        if route.is_some_and(|route| {
            rights::who(route, &parts.method) == rights::Who::Nobody && rights::TABLE.iter().any(|row| row.0 == route)
        }) {
            return Some(self.notice(pages, StatusCode::NOT_FOUND, &Notice::NOT_FOUND));
        }
        tracing::warn!(worker = self.worker, route, "a page of another role was asked for");
        Some(self.notice(pages, StatusCode::FORBIDDEN, &Notice::NOT_YOURS))
    }

    /// A page that only says something.
    pub(crate) fn notice(&self, pages: &Pages, status: StatusCode, notice: &Notice) -> Response {
        notice_page(status, self.page(pages, "", None), notice)
    }
}

impl FromRequestParts<Arc<Pages>> for Seat {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, pages: &Arc<Pages>) -> Result<Self, Response> {
        let seat = seat(parts, pages).await.map_err(|error| {
            tracing::error!(%error, "a session could not be looked up");
            let page = Page::outside(tongue(&parts.headers), "/vandaag", String::new());
            notice_page(StatusCode::SERVICE_UNAVAILABLE, page, &Notice::TROUBLE)
        })?;
        match seat {
            Some(seat) => match seat.turned_away(pages, parts) {
                Some(instead) => Err(instead),
                None => Ok(seat),
            },
            None if parts.headers.contains_key(BY_ITSELF) => Err(StatusCode::UNAUTHORIZED.into_response()),
            None => Err(to_login(parts)),
        }
    }
}

/// The session of the request's cookie, moved on where a hand asked.
async fn seat(parts: &Parts, pages: &Pages) -> Result<Option<Seat>, StoreError> {
    let Some(token) = token(parts, SESSION) else { return Ok(None) };
    let token = TokenHash::of(&token);
    let now = pages.desk.now();
    let found = pages.desk.store.read(move |conn| {
        let Some(session) = workers::session(conn, &token.0, Opens::Pages, now)? else { return Ok(None) };
        let teams = workers::teams(conn, session.worker.id)?;
        let steps = second_steps::is_on(conn, session.worker.id)?;
        Ok(Some((session, teams, steps, posts::heading(conn)?)))
    });
    let Some((session, teams, steps, site)) = found.await? else { return Ok(None) };
    let longest = session.made_at + LONGEST;
    let wanted = (pages.desk.clock.stamp().at + IDLE).min(longest);
    if !parts.headers.contains_key(BY_ITSELF) && wanted - session.expires_at >= MOVES_BY {
        let until = wanted.timestamp();
        pages.desk.store.write(News::Silent, move |conn| workers::extend_session(conn, &token.0, until)).await?;
    }
    Ok(Some(Seat {
        worker: session.worker.id,
        name: session.worker.name,
        password: session.worker.password,
        must_change: session.worker.must_change,
        roles: session.worker.roles,
        must_step: !steps && pages.desk.staff.two_factor == TwoFactor::Required,
        // Whoever sees no cards has none, whatever rows there are.
        teams: if session.worker.roles.sees_cards() { teams } else { Vec::new() },
        since: session.made_at.timestamp(),
        site,
        say: tongue(&parts.headers),
        csrf: session.csrf,
        token,
        path: parts.uri.path().to_owned(),
    }))
}

fn to_login(parts: &Parts) -> Response {
    let next = if parts.method == Method::GET { parts.uri.path() } else { "/vandaag" };
    let ended = if token(parts, SESSION).is_some() { "&said=ended" } else { "" };
    Redirect::to(&format!("/login?next={next}{ended}")).into_response()
}

/// A form that came from a page of this session.
pub(crate) struct Signed<T>(pub(crate) Seat, pub(crate) T);

/// A form without fields of its own.
#[derive(serde::Deserialize)]
pub(crate) struct Nothing {}

impl<T: DeserializeOwned> FromRequest<Arc<Pages>> for Signed<T> {
    type Rejection = Response;

    async fn from_request(request: Request, pages: &Arc<Pages>) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let seat = Seat::from_request_parts(&mut parts, pages).await?;
        let refused = |seat: &Seat| seat.notice(pages, StatusCode::FORBIDDEN, &Notice::FORM_OLD);
        let form = RawForm::from_request(Request::from_parts(parts, body), pages).await;
        match form.ok().and_then(|RawForm(bytes)| fields::<T>(&bytes)) {
            Some((guard, rest)) if same(&guard, &seat.csrf) => Ok(Signed(seat, rest)),
            _ => Err(refused(&seat)),
        }
    }
}

/// The guard and the other fields of a form's body.
pub(crate) fn fields<T: DeserializeOwned>(body: &[u8]) -> Option<(String, T)> {
    #[derive(serde::Deserialize)]
    struct Guard {
        guard: String,
    }
    let Guard { guard } = serde_urlencoded::from_bytes(body).ok()?;
    Some((guard, serde_urlencoded::from_bytes(body).ok()?))
}

/// Compares tokens without telling by time how much of them is right.
pub(crate) fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// What the store holds of a token.
#[derive(Clone, Copy)]
pub(crate) struct TokenHash(pub(crate) [u8; 32]);

impl TokenHash {
    /// Of what the browser holds.
    pub(crate) fn of(token: &str) -> Self {
        TokenHash(Sha256::digest(token.as_bytes()).into())
    }
}

impl std::fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenHash(..)")
    }
}

/// 256 random bits as text for a cookie or a form.
pub(crate) fn fresh_token(luck: &dyn Luck) -> Result<Zeroizing<String>, NoLuck> {
    let mut bytes = Zeroizing::new([0; 32]);
    luck.fill(&mut *bytes)?;
    Ok(Zeroizing::new(URL_SAFE_NO_PAD.encode(*bytes)))
}

/// The cookie that logs in.
pub(crate) const SESSION: &str = "inloop-session";
/// The cookie that ties a log-in form to the browser that asked for it.
pub(crate) const FORM: &str = "inloop-form";
const LANGUAGE: &str = "inloop-language";

/// Over TLS the browser itself sees to it that no other host or path can set the cookie.
fn full_name(name: &str, Secure(secure): Secure) -> String {
    if secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// The value of a cookie, read by the name that belongs to the way the page was reached.
pub(crate) fn token(parts: &Parts, name: &str) -> Option<String> {
    let secure = parts.extensions.get::<Secure>().copied()?;
    cookie(&parts.headers, &full_name(name, secure)).map(str::to_owned)
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// Adds a cookie to an answer; an empty value takes it away.
pub(crate) fn set_cookie(answer: &mut Response, name: &str, value: &str, secure: Secure, lasts: TimeDelta) {
    let (name, seconds) = (full_name(name, secure), if value.is_empty() { 0 } else { lasts.num_seconds() });
    let more = if secure.0 { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{more}");
    // Tokens are base64 and languages are codes: neither holds what a header cannot.
    if let Ok(line) = HeaderValue::from_str(&line) {
        answer.headers_mut().append(SET_COOKIE, line);
    }
}

/// Keeps the language of the pages.
pub(crate) fn set_language(answer: &mut Response, say: Say, secure: Secure) {
    set_cookie(answer, LANGUAGE, say.code(), secure, LANGUAGE_KEPT);
}

/// The language of the pages, as this browser chose it.
pub(crate) fn tongue(headers: &HeaderMap) -> Say {
    let chosen = [true, false].into_iter().find_map(|secure| cookie(headers, &full_name(LANGUAGE, Secure(secure))));
    Say::from_code(chosen.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_is_found_among_others_and_by_its_whole_name() {
        let headers = HeaderMap::from_iter([(COOKIE, HeaderValue::from_static("a=1; inloop-language=en; xinloop-form=2"))]);
        assert_eq!(cookie(&headers, "inloop-language"), Some("en"));
        assert_eq!(cookie(&headers, "inloop-form"), None);
        assert_eq!(tongue(&headers), Say::English);
    }

    #[test]
    fn over_tls_a_cookie_is_bound_to_this_host_and_to_tls() {
        let mut answer = StatusCode::OK.into_response();
        set_cookie(&mut answer, SESSION, "t", Secure(true), LONGEST);
        let line = answer.headers()[SET_COOKIE].to_str().unwrap();
        assert_eq!(line, "__Host-inloop-session=t; Path=/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure");
    }
}
