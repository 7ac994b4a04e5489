//! Server-sent events that say only that something changed. The page then asks for itself again, as its reader may see it.

use super::Pages;
use super::session::{Seat, TokenHash};
use crate::desk::store::workers::{self, Opens};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, mpsc};
use tokio_stream::wrappers::ReceiverStream;

/// Something is said at least this often, so that a page knows a dead link from a quiet day, and a session that has ended ends
/// here too. Below the 30 s after which common proxies give up.
const SPEAKS_EVERY: Duration = Duration::from_secs(15);

/// Changes within this time are told as one: an outbox that empties does not redraw every page a hundred times.
const GATHERS_FOR: Duration = Duration::from_millis(300);

/// `GET /nieuws`.
pub(super) async fn news(State(pages): State<Arc<Pages>>, seat: Seat) -> Response {
    let Ok(place) = Arc::clone(&pages.live).try_acquire_owned() else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let (tell, told) = mpsc::channel(1);
    tokio::spawn(speak(pages, seat.token, tell, place));
    Sse::new(ReceiverStream::new(told)).into_response()
}

/// Speaks until the browser goes, the session ends or the desk goes down.
async fn speak(
    pages: Arc<Pages>,
    session: TokenHash,
    tell: mpsc::Sender<Result<Event, Infallible>>,
    place: OwnedSemaphorePermit,
) {
    let mut news = pages.desk.store.news();
    let mut closing = pages.desk.closing.clone();
    loop {
        let version = *news.borrow_and_update();
        let event = match still_there(&pages, session).await {
            true => Event::default().event("version").data(version.to_string()),
            false => Event::default().event("bye").data("."),
        };
        let over = tell.send(Ok(event)).await.is_err();
        if over || !still_there(&pages, session).await {
            break;
        }
        tokio::select! {
            changed = tokio::time::timeout(SPEAKS_EVERY, news.changed()) => match changed {
                Ok(Err(_)) => break,
                Ok(Ok(())) => tokio::time::sleep(GATHERS_FOR).await,
                Err(_) => {}
            },
            () = tell.closed() => break,
            () = closed(&mut closing) => break,
        }
    }
    drop(place);
}

async fn still_there(pages: &Pages, session: TokenHash) -> bool {
    let now = pages.desk.now();
    let found = pages.desk.store.read(move |conn| workers::session(conn, &session.0, Opens::Pages, now)).await;
    // A store in trouble logs nobody out; the page itself will say what is wrong.
    found.map_or(true, |session| session.is_some())
}

async fn closed(closing: &mut tokio::sync::watch::Receiver<bool>) {
    // A desk that is gone has closed too.
    let _ = closing.wait_for(|closing| *closing).await;
}
