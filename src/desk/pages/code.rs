//! The second step of a log-in: the code of a worker's own device, or one from paper.

use super::Pages;
use super::asked::{Asked, Refused};
use super::door::Secure;
use super::login::{begin, onward};
use super::page::{Page, Said, render};
use super::rights;
use super::session::{self, SESSION, TokenHash};
use crate::desk::second::{self, Seed};
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::workers::{self, Opens, Session};
use crate::desk::store::{News, StoreError, second_steps};
use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, FromRequest, RawForm, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::net::SocketAddr;
use std::sync::Arc;
use zeroize::Zeroizing;

/// Letters of a code as people type it: a recovery code with its dashes, and some spaces.
pub(super) const LONGEST_CODE: usize = 40;

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    page: Page,
    next: String,
}

/// Where the log-in goes on to.
#[derive(Default, Deserialize)]
pub(super) struct Onward {
    next: Option<String>,
}

/// The log-in of this browser that waits for its second step.
async fn waiting(pages: &Pages, parts: &Parts) -> Result<Option<(TokenHash, Session)>, StoreError> {
    let Some(token) = session::token(parts, SESSION) else { return Ok(None) };
    let (token, now) = (TokenHash::of(&token), pages.desk.now());
    let found = pages.desk.store.read(move |conn| workers::session(conn, &token.0, Opens::Nothing, now)).await?;
    Ok(found.map(|session| (token, session)))
}

async fn show(
    pages: &Pages,
    parts: &Parts,
    session: &Session,
    next: String,
    status: StatusCode,
    said: Option<Said>,
) -> Result<Response, StoreError> {
    let mut page = Page::outside(session::tongue(&parts.headers), "/login", session.csrf.clone()).saying(said);
    page.site = pages.heading().await?;
    Ok(render(status, &CodePage { page, next }))
}

/// `GET /login/code`.
pub(super) async fn page(
    State(pages): State<Arc<Pages>>,
    Asked(ask): Asked<Onward>,
    request: Request,
) -> Result<Response, Refused> {
    let parts = request.into_parts().0;
    let next = onward(ask.next.as_deref().unwrap_or_default()).to_owned();
    Ok(match waiting(&pages, &parts).await? {
        Some((_, session)) => show(&pages, &parts, &session, next, StatusCode::OK, None).await?,
        None => Redirect::to("/login").into_response(),
    })
}

#[derive(Deserialize)]
struct Typed {
    code: String,
    next: String,
}

/// `POST /login/code`.
pub(super) async fn check(
    State(pages): State<Arc<Pages>>,
    Extension(secure): Extension<Secure>,
    request: Request,
) -> Result<Response, Refused> {
    let (parts, body) = request.into_parts();
    let Some((token, session)) = waiting(&pages, &parts).await? else { return Ok(Redirect::to("/login").into_response()) };
    let say = session::tongue(&parts.headers);
    let form = RawForm::from_request(Request::from_parts(parts.clone(), body), &()).await;
    let read = form.ok().and_then(|RawForm(bytes)| session::fields::<Typed>(&bytes));
    let Some((_, Typed { code, next })) = read.filter(|(guard, _)| session::same(guard, &session.csrf)) else {
        let said = Said::named(say, Some("form-old"));
        return Ok(show(&pages, &parts, &session, "/vandaag".into(), StatusCode::FORBIDDEN, said).await?);
    };
    let (code, next) = (Zeroizing::new(code), onward(&next).to_owned());
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    // Its own count: a right password before it takes none of these back.
    let counted = match pages.limiter.begin(&format!("{} code", session.worker.name), address, pages.desk.clock.now()) {
        Ok(counted) => counted,
        Err(super::limiter::TooOften(wait)) => {
            let said = Said { text: say.with("login-slow", "minutes", wait.as_secs().div_ceil(60)), kind: true };
            let mut answer = show(&pages, &parts, &session, next, StatusCode::TOO_MANY_REQUESTS, Some(said)).await?;
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs()));
            return Ok(answer);
        }
    };
    let worker = session.worker.id;
    if !fits(&pages, worker, &code).await? {
        tracing::warn!(worker, "a second step did not fit");
        let said = Said::named(say, Some("second-wrong"));
        return Ok(show(&pages, &parts, &session, next, StatusCode::FORBIDDEN, said).await?);
    }
    pages.limiter.forgive(&counted);
    let next = if session.worker.must_change {
        "/wachtwoord"
    } else if next == "/vandaag" {
        rights::home(session.worker.roles)
    } else {
        &next
    };
    Ok(begin(&pages, say, worker, Some(token), Opens::Pages, secure, Redirect::to(next).into_response()).await)
}

/// Whether the code is one of this worker's, and was not taken before: the code of now, or one of those on paper.
pub(super) async fn fits(pages: &Pages, worker: i32, typed: &str) -> Result<bool, StoreError> {
    if typed.chars().count() > LONGEST_CODE {
        return Ok(false);
    }
    let plain = Zeroizing::new(second::plain(typed));
    let now = pages.desk.now();
    let found = pages.desk.store.read(move |conn| second_steps::find(conn, worker)).await?;
    let Some(step) = found.filter(|step| step.proven_at.is_some()) else { return Ok(false) };
    if plain.bytes().all(|byte| byte.is_ascii_digit()) && plain.len() <= 6 {
        let seed = match Seed::unlock(&step.locked, &pages.desk.keys, worker) {
            Ok(seed) => seed,
            Err(error) => {
                tracing::error!(%error, worker, "a second step cannot be looked at");
                return Ok(false);
            }
        };
        let Some(step) = seed.step_of(&plain, now) else { return Ok(false) };
        return pages.desk.store.write(News::Silent, move |conn| second_steps::take(conn, worker, step)).await;
    }
    let (hash, key) = (second::recovery_hash(&pages.desk.keys, worker, &plain), pages.desk.audit.clone());
    let used = move |conn: &mut crate::desk::store::Conn| {
        let used = second_steps::use_recovery(conn, worker, &hash)?;
        if used {
            audit::note(conn, &key, &Line::of(worker, What::Recovery, format!("worker:{worker}"), ""), now)?;
        }
        Ok(used)
    };
    pages.desk.store.write(News::Silent, used).await
}
