//! What the desk answers, and how it signs that.

use crate::desk::store::StoreError;
use crate::wire::{self, AnswerHead, DeskKey, Problem, Refusal};
use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::time::Duration;

/// When a kiosk is asked to come back after trouble of the desk's own: long enough for a disk to catch its breath.
const AFTER_TROUBLE: Duration = Duration::from_secs(5);

/// An answer before it is signed.
pub(super) struct Answer {
    status: u16,
    body: Vec<u8>,
    retry_after: Option<Duration>,
}

/// A refusal on its way to becoming an [`Answer`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct No {
    refusal: Refusal,
    next: Option<u64>,
    retry_after: Option<Duration>,
}

impl No {
    /// The number was used; `next` is free.
    pub(super) fn replayed(next: u64) -> Self {
        No { refusal: Refusal::Replayed, next: Some(next), retry_after: None }
    }

    /// Too much at once.
    pub(super) fn busy(retry_after: Duration) -> Self {
        No { refusal: Refusal::Busy, next: None, retry_after: Some(retry_after) }
    }

    /// True where it went to somebody who is not, or not yet, one of ours.
    pub(super) fn is_a_strangers(&self) -> bool {
        matches!(self.refusal, Refusal::Unsigned | Refusal::BadCode)
    }
}

impl From<Refusal> for No {
    fn from(refusal: Refusal) -> Self {
        No { refusal, next: None, retry_after: (refusal == Refusal::Later).then_some(AFTER_TROUBLE) }
    }
}

impl From<StoreError> for No {
    fn from(error: StoreError) -> Self {
        tracing::error!(error = &error as &dyn std::error::Error, "a kiosk is asked to come back");
        Refusal::Later.into()
    }
}

impl Answer {
    /// `message` with a status.
    pub(super) fn of(status: u16, message: &impl Serialize) -> Self {
        match serde_json::to_vec(message) {
            Ok(body) => Answer { status, body, retry_after: None },
            Err(error) => {
                tracing::error!(%error, "an answer could not be written");
                Answer::from(No::from(Refusal::Later))
            }
        }
    }

    /// The answer on the wire, signed and bound to `request_signature`.
    pub(super) fn signed(self, key: &DeskKey, time: DateTime<Utc>, request_signature: &str) -> Response {
        let head = AnswerHead { status: self.status, time, request_signature, body: &self.body };
        let signature = head.sign(key);
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(after) = self.retry_after {
            headers.insert(header::RETRY_AFTER, after.as_secs().max(1).into());
        }
        for (name, value) in signature {
            match HeaderValue::try_from(value) {
                Ok(value) => drop(headers.insert(name, value)),
                // Base64 and digits always fit; without it the kiosk takes the answer for weather.
                Err(error) => tracing::error!(name, %error, "an answer could not be signed"),
            }
        }
        response
    }
}

impl From<No> for Answer {
    fn from(no: No) -> Self {
        let problem = Problem { v: wire::VERSION, refusal: no.refusal, next: no.next };
        // A problem is words and numbers: writing it has no way to fail.
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        Answer { status: no.refusal.status(), body, retry_after: no.retry_after }
    }
}
