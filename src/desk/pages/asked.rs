//! What an address asks for, and the page that a request gets where there is none of that kind or the desk has trouble.
//!
//! A handler that cannot answer gives a [`Refused`]; [`tell`] makes a page of it, in the language and the frame of whoever asked.
//! So an address that nobody of ours made gets a page too, and never a line of the web framework.

use super::Pages;
use super::page::Notice;
use super::session::Seat;
use axum::extract::{FromRequestParts, MatchedPath, Path, Query, Request, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use std::convert::Infallible;
use std::sync::Arc;

/// Why there is no answer of the kind that was asked for.
#[derive(Debug)]
pub(crate) enum Refused {
    /// There is no such thing.
    NotThere,
    /// The desk has trouble.
    Trouble(Box<dyn std::error::Error + Send + Sync>),
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Refused {
    fn from(error: E) -> Self {
        Refused::Trouble(Box::new(error))
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, notice) = match self {
            Refused::NotThere => (StatusCode::NOT_FOUND, Notice::NOT_FOUND),
            Refused::Trouble(error) => {
                tracing::error!(error = &*error as &(dyn std::error::Error + 'static), "a staff page could not be shown");
                (StatusCode::SERVICE_UNAVAILABLE, Notice::TROUBLE)
            }
        };
        let mut bare = status.into_response();
        bare.extensions_mut().insert(notice);
        bare
    }
}

/// The middleware that makes a page of a [`Refused`]: of who is not logged in, the way to do so.
pub(super) async fn tell(State(pages): State<Arc<Pages>>, request: Request, next: Next) -> Response {
    let (mut asked, body) = request.into_parts();
    let answer = next.run(Request::from_parts(asked.clone(), body)).await;
    let Some(notice) = answer.extensions().get::<Notice>() else { return answer };
    match Seat::from_request_parts(&mut asked, &pages).await {
        Ok(seat) => {
            if answer.status() == StatusCode::NOT_FOUND {
                // Its route and not its address, which may hold anything.
                let route = asked.extensions.get::<MatchedPath>().map(MatchedPath::as_str);
                tracing::warn!(worker = seat.worker, method = %asked.method, route, "something that is not there was asked for");
            }
            seat.notice(&pages, answer.status(), notice)
        }
        Err(instead) => instead,
    }
}

/// What the path names; where that is not of its kind, there is no such page.
pub(super) struct Named<T>(pub(super) T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let Path(named) = Path::from_request_parts(parts, state).await.map_err(|_| Refused::NotThere)?;
        Ok(Named(named))
    }
}

/// What stands behind the question mark; nothing where no page of ours wrote it.
pub(super) struct Asked<T>(pub(super) T);

impl<T: DeserializeOwned + Default, S: Send + Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let asked = Query::try_from_uri(&parts.uri).map(|Query(asked)| asked);
        Ok(Asked(asked.unwrap_or_default()))
    }
}
