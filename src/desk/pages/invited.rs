//! Who was invited chooses a password: the code works once, within its days.

use super::door::Secure;
use super::login::{LONGEST_PASSWORD, SHORTEST_PASSWORD, read_tied, tie, tied};
use super::page::{Page, Said, render};
use super::session;
use super::{Pages, done};
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::{News, people};
use crate::desk::{passwords, second};
use askama::Template;
use axum::Extension;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::RETRY_AFTER;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::net::SocketAddr;
use std::sync::Arc;
use zeroize::Zeroizing;

#[derive(Template)]
#[template(path = "invited.html")]
struct InvitedPage {
    page: Page,
    least: usize,
}

/// What the store holds of a code, however it was typed.
pub(super) fn code_hash(typed: &str) -> [u8; 32] {
    let plain = Zeroizing::new(second::plain(typed));
    Sha256::new().chain_update("inloop invitation\n").chain_update(plain.as_bytes()).finalize().into()
}

async fn show(pages: &Pages, parts: &Parts, secure: Secure, status: StatusCode, said: Option<Said>) -> Response {
    let say = session::tongue(&parts.headers);
    let (guard, cookie) = match tied(pages, parts) {
        Ok(tied) => tied,
        Err(error) => return super::login::trouble(say, &error),
    };
    let mut page = Page::outside(say, "/uitnodiging", guard).saying(said);
    page.site = match pages.heading().await {
        Ok(site) => site,
        Err(error) => return super::login::trouble(say, &error),
    };
    let mut answer = render(status, &InvitedPage { page, least: SHORTEST_PASSWORD });
    tie(&mut answer, cookie.as_ref(), secure);
    answer
}

/// `GET /uitnodiging`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Extension(secure): Extension<Secure>, request: Request) -> Response {
    show(&pages, &request.into_parts().0, secure, StatusCode::OK, None).await
}

#[derive(Deserialize)]
struct Chosen {
    code: String,
    new: String,
    again: String,
}

/// `POST /uitnodiging`.
pub(super) async fn choose(State(pages): State<Arc<Pages>>, Extension(secure): Extension<Secure>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let say = session::tongue(&parts.headers);
    let again = |status, text: String| show(&pages, &parts, secure, status, Some(Said { text, kind: true }));
    let Some(Chosen { code, new, again: twice }) = read_tied::<Chosen>(&parts, body).await else {
        return again(StatusCode::FORBIDDEN, say.choice("said-", "form-old")).await;
    };
    let (code, new, twice) = (Zeroizing::new(code), Zeroizing::new(new), Zeroizing::new(twice));
    let address = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip());
    // Counted by address: whoever guesses has no name.
    let name = format!("invitation {}", address.map(|address| address.to_string()).unwrap_or_default());
    let counted = match pages.limiter.begin(&name, address, pages.desk.clock.now()) {
        Ok(counted) => counted,
        Err(super::limiter::TooOften(wait)) => {
            let mut answer =
                again(StatusCode::TOO_MANY_REQUESTS, say.with("login-slow", "minutes", wait.as_secs().div_ceil(60))).await;
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait.as_secs()));
            return answer;
        }
    };
    if new.chars().count() < SHORTEST_PASSWORD || new.len() > LONGEST_PASSWORD {
        pages.limiter.forgive(&counted);
        return again(StatusCode::FORBIDDEN, say.choice("said-", "password-short")).await;
    }
    if *new != *twice {
        pages.limiter.forgive(&counted);
        return again(StatusCode::FORBIDDEN, say.get("invited-twice")).await;
    }
    let Ok(_turn) = pages.hashing.acquire().await else {
        return again(StatusCode::SERVICE_UNAVAILABLE, say.get("trouble-body")).await;
    };
    let luck = Arc::clone(&pages.desk.luck);
    let hashed = match tokio::task::spawn_blocking(move || passwords::hash(&new, &*luck)).await {
        Ok(Ok(hashed)) => hashed,
        Ok(Err(error)) => return super::login::trouble(say, &error),
        Err(error) => return super::login::trouble(say, &error),
    };
    let (hash, key, now) = (code_hash(&code), pages.desk.audit.clone(), pages.desk.now());
    let joined = pages.desk.store.write(News::Pages, move |conn| {
        let Some(worker) = people::join(conn, &hash, &hashed, now)? else { return Ok(false) };
        audit::note(conn, &key, &Line::of(worker, What::Joined, format!("worker:{worker}"), ""), now)?;
        Ok(true)
    });
    match joined.await {
        Ok(true) => {
            pages.limiter.forgive(&counted);
            done("/login", "welcome")
        }
        Ok(false) => {
            tracing::warn!("an invitation did not fit");
            again(StatusCode::FORBIDDEN, say.get("invited-wrong")).await
        }
        Err(error) => super::login::trouble(say, &error),
    }
}
