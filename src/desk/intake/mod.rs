//! Answers the kiosks.
//!
//! 1. Nothing is believed that is not signed by a kiosk the desk knows, over exactly this method, path and body, under a number
//!    it never used before (`hearing`). Who is not known learns only that: an unknown kiosk and a bad signature get one answer.
//! 2. An entry is opened and on the disk before its receipt is written (`entries`), and so is each piece of what was said with it
//!    (`sound`), which is taken only once the entry is here.
//! 3. Every answer is signed and bound to the request it answers. A refusal that would make a kiosk give up for ever is bound
//!    only where the request was recognised first: whoever alters a request on the way cannot make the desk say it.
//! 4. A kiosk learns of times and of today's visitors what it needs to book and to check in: its own rights, and no name
//!    (`slots`).
//! 5. No answer, error or log line holds a word, number or address of a resident.

mod answer;
mod caretaker;
mod enrol;
pub(super) mod entries;
mod hall;
mod hearing;
mod limits;
mod numbers;
mod slots;
pub(super) mod sound;

use super::DeskState;
use crate::wire;
use answer::{Answer, No};
use axum::extract::{ConnectInfo, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Router, handler::Handler};
use hearing::{Body, Heard, Known, Numbers};
use limits::Limits;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// What the calls share.
struct Intake {
    desk: DeskState,
    long_poll: Duration,
    numbers: Numbers,
    limits: Limits,
}

/// The calls of [`wire`]. A question about calls is kept open for at most `long_poll`.
pub fn router(desk: DeskState, long_poll: Duration) -> Router {
    let intake = Intake { desk, long_poll, numbers: Numbers::default(), limits: Limits::default() };
    Router::new()
        .route(&format!("{}/{{id}}", wire::ENTRIES), put(leaving(Body::MESSAGE, entries::put)))
        .route(&format!("{}/{{id}}/attachments/{{n}}", wire::ENTRIES), put(leaving(Body::SOUND, sound::put)))
        .route(wire::OPENAPI, get(description))
        .route(wire::SITE, get(known(hall::site)))
        .route(&format!("{}/{{code}}", wire::TEXTS), get(known(hall::texts)))
        .route(&format!("{}/{{version}}", wire::CALLS), get(known(hall::calls)))
        .route(wire::HEALTH, post(known(hall::health)))
        .route(wire::CARETAKER, post(known(caretaker::ask)))
        .route(wire::SLOTS_SYNC, post(leaving(Body::MESSAGE, slots::sync)))
        .route(wire::SLOTS_TAKE, post(leaving(Body::MESSAGE, slots::take)))
        .route(wire::TODAY, get(leaving(Body::MESSAGE, slots::today)))
        .route(wire::ENROL, post(anyone(enrol::offer)))
        .route(wire::ENROL_STATE, get(anyone(enrol::state)))
        .method_not_allowed_fallback(known(nothing))
        .fallback(known(nothing))
        .with_state(Arc::new(intake))
}

/// `GET openapi.json`: what all of these take and give, for whoever builds beside us. Nobody has to be known for it.
async fn description() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], include_str!("openapi.json"))
}

/// There is no such call: said only to a kiosk that surely asked for it.
async fn nothing(_: Arc<Intake>, _: Known) -> Result<Answer, No> {
    Err(wire::Refusal::Nothing.into())
}

/// A call for kiosks of ours: heard, recognised, and answered with the desk's signature.
fn known<F, Fut>(call: F) -> impl Handler<(), Arc<Intake>>
where
    F: Fn(Arc<Intake>, Known) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Answer, No>> + Send,
{
    heard_as(Body::MESSAGE, |_| true, call)
}

/// As [`known`], for what leaves something, or takes a time: to a display there is no such call.
fn leaving<F, Fut>(body: Body, call: F) -> impl Handler<(), Arc<Intake>>
where
    F: Fn(Arc<Intake>, Known) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Answer, No>> + Send,
{
    heard_as(body, |known| known.kiosk.sort == wire::Sort::Kiosk, call)
}

fn heard_as<F, Fut>(body: Body, may: fn(&Known) -> bool, call: F) -> impl Handler<(), Arc<Intake>>
where
    F: Fn(Arc<Intake>, Known) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Answer, No>> + Send,
{
    let call = move |intake: Arc<Intake>, heard: Heard| {
        let call = call.clone();
        async move {
            let known = hearing::recognise(&intake, heard).await?;
            if may(&known) { call(intake, known).await } else { nothing(intake, known).await }
        }
    };
    Wrapped(body, call)
}

/// A call for whoever signs with the key it speaks of.
fn anyone<F, Fut>(call: F) -> impl Handler<(), Arc<Intake>>
where
    F: Fn(Arc<Intake>, Heard) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Answer, No>> + Send,
{
    Wrapped(Body::MESSAGE, call)
}

/// Hears a request out, calls, and signs the answer.
#[derive(Clone)]
struct Wrapped<F>(Body, F);

impl<F, Fut> Handler<(), Arc<Intake>> for Wrapped<F>
where
    F: Fn(Arc<Intake>, Heard) -> Fut + Clone + Send + Sync + 'static,
    Fut: Future<Output = Result<Answer, No>> + Send,
{
    type Future = std::pin::Pin<Box<dyn Future<Output = Response> + Send>>;

    fn call(self, request: Request, intake: Arc<Intake>) -> Self::Future {
        Box::pin(async move {
            let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
            let (signature, result) = match hearing::hear(&intake, request, address, self.0).await {
                Ok(heard) => (heard.claim.signature().to_owned(), (self.1)(Arc::clone(&intake), heard).await),
                // Nobody was recognised: the answer is bound to nothing, and a kiosk takes it for weather.
                Err(no) => (String::new(), Err(no)),
            };
            if let (Err(no), Some(address)) = (&result, address)
                && no.is_a_strangers()
            {
                intake.limits.a_stranger_was_here(address, intake.desk.clock.now());
            }
            let answer = result.unwrap_or_else(Answer::from);
            answer.signed(&intake.desk.keys.signing, intake.desk.clock.stamp().at, &signature)
        })
    }
}
