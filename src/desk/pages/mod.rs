//! What staff see in their browser: plain pages that work without a script, kept up to date where there is one.
//!
//! 1. Nothing is shown to whoever is not logged in (`session`), nothing is changed but from our own page (`door`), and
//!    every form carries its session's token.
//! 2. Lists show a teken, a topic and an age; a name, a number and own words are unsealed only on the card (`card`), for as
//!    long as one answer takes.
//! 3. A host of another organisation has one page, the day list (`daylist`); whoever holds the address of a calendar (`feed`)
//!    sees when somebody comes, and nothing else.
//! 4. Opening is not claiming, and nothing here counts what a worker did.
//! 5. A page says what changed since it was drawn by drawing itself again (`live`).

mod ages;
mod appointment;
mod arrange;
mod asked;
mod assets;
mod card;
mod card_acts;
mod daylist;
mod door;
mod export;
mod feed;
mod handed;
mod kiosks;
mod limiter;
mod lines;
mod links;
mod live;
mod login;
mod meeting;
mod message;
mod open;
mod outside;
mod page;
mod risks;
mod say;
mod session;
#[cfg(feature = "tryout")]
pub(crate) use session::fresh_token;
mod spreekuren;
mod steps;
mod today;
mod week;

use super::DeskState;
use asked::Refused;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
pub(crate) use say::Say;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The longest form in bytes: a name, a password and a token fit in a quarter of it.
const MAX_FORM: usize = 4 * 1024;

/// Passwords hashed at once: each takes 19 MiB and a processor.
const HASHES_AT_ONCE: usize = 2;

/// Pages kept up to date at once: twenty workers with ten tabs each.
const MAX_LIVE: usize = 200;

/// What every page is handed.
struct Pages {
    desk: DeskState,
    limiter: limiter::Limiter,
    hashing: Semaphore,
    live: Arc<Semaphore>,
}

/// All pages.
pub fn router(desk: DeskState) -> Router {
    let door = Arc::new(door::Door::new(&desk.staff));
    let pages = Arc::new(Pages {
        desk,
        limiter: limiter::Limiter::default(),
        hashing: Semaphore::new(HASHES_AT_ONCE),
        live: Arc::new(Semaphore::new(MAX_LIVE)),
    });
    Router::new()
        .route("/", get(async || Redirect::to("/vandaag")))
        .route("/login", get(login::page).post(login::log_in))
        .route("/uitloggen", post(login::log_out))
        .route("/wachtwoord", get(login::password_page).post(login::change_password))
        .route("/taal", post(login::choose_language))
        .route("/vandaag", get(today::page))
        .route("/aanwezig", post(today::say_presence))
        .route("/roep/{id}/ik-kom", post(today::come))
        .route("/roep/{id}/gezien", post(today::seen))
        .route("/kaart/{id}", get(card::page))
        .route("/roep-volgende", post(card_acts::call_next))
        .route("/kaart/{id}/oppakken", post(card_acts::claim))
        .route("/kaart/{id}/ongedaan", post(card_acts::release))
        .route("/kaart/{id}/terug", post(card_acts::undo))
        .route("/kaart/{id}/niet-voor-mij", post(card_acts::pass))
        .route("/kaart/{id}/vraag", post(card_acts::ask))
        .route("/kaart/{id}/roep", post(card_acts::call))
        .route("/kaart/{id}/kijken", post(card_acts::look))
        .route("/kaart/{id}/plan", post(card_acts::plan))
        .route("/kaart/{id}/gesproken", post(card_acts::spoke))
        .route("/kaart/{id}/afronden", post(card_acts::close))
        .route("/kaart/{id}/bellen", post(card_acts::follow))
        .route("/kaart/{id}/heropen", post(card_acts::reopen))
        .route("/kaart/{id}/over", post(card_acts::hand_over))
        .route("/overleg", get(meeting::page))
        .route("/kaart/{id}/overgezet", post(handed::by_hand))
        .route("/kaart/{id}/niet-overgezet", post(handed::not_by_hand))
        .route("/koppelingen", get(links::page))
        .route("/koppelingen/export", post(export::give))
        .route("/koppelingen/{name}/nu", post(links::ask))
        .route("/koppelingen/{name}/{id}/opnieuw", post(links::again))
        .route("/koppelingen/{name}/{id}/niet", post(links::leave))
        .route("/kiosken", get(kiosks::page))
        .route("/kiosken/risico/onbekend", post(risks::accept_strangers))
        .route("/kiosken/code", get(kiosks::page).post(kiosks::make_code))
        .route("/kiosken/aanvraag/{id}/ja", post(kiosks::confirm))
        .route("/kiosken/aanvraag/{id}/nee", post(kiosks::refuse))
        .route("/kiosken/{id}/afschrijven", get(kiosks::write_off_page).post(kiosks::write_off))
        .route("/spreekuren", get(spreekuren::page))
        .route("/spreekuren/nieuw", get(spreekuren::new_page).post(spreekuren::make))
        .route("/spreekuren/reservekopie", post(risks::read_loss))
        .route("/spreekuren/risico/{kiosk}", post(risks::accept))
        .route("/spreekuren/{id}", get(week::page))
        .route("/spreekuren/{id}/week/{day}", get(week::page_of))
        .route("/spreekuren/{id}/tijd/{minute}", get(appointment::slot_page).post(appointment::book))
        .route("/spreekuren/{id}/dag/{day}/afzeggen", get(week::cancel_day_page).post(week::cancel_day))
        .route("/spreekuren/{id}/inrichten", get(arrange::page))
        .route("/spreekuren/{id}/gegevens", post(arrange::describe))
        .route("/spreekuren/{id}/uren", post(arrange::add_hours))
        .route("/spreekuren/{id}/uren/{line}/weg", post(arrange::remove_hours))
        .route("/spreekuren/{id}/uitzondering", post(arrange::add_exception))
        .route("/spreekuren/{id}/uitzondering/{line}/weg", post(arrange::remove_exception))
        .route("/spreekuren/{id}/pauze", post(arrange::pause))
        .route("/spreekuren/{id}/agenda", post(arrange::new_feed))
        .route("/spreekuren/{id}/host", get(arrange::page).post(arrange::add_host))
        .route("/afspraak/{id}", get(appointment::page))
        .route("/afspraak/{id}/tijd", post(appointment::settle))
        .route("/afspraak/{id}/afzeggen", post(appointment::cancel))
        .route("/afspraak/{id}/gezien", post(spreekuren::seen))
        .route("/afspraak/{id}/bericht", get(message::page).post(message::sent))
        .route("/daglijst", get(daylist::page))
        .route("/agenda/{name}", get(feed::get))
        .route("/nieuws", get(live::news))
        .route("/static/{name}", get(assets::get))
        .fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&pages), asked::tell))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(axum::middleware::from_fn_with_state(door, door::guard))
        .with_state(pages)
}

async fn not_found() -> Refused {
    Refused::NotThere
}

/// Back to a page, which says what was done.
fn done(path: &str, said: &str) -> Response {
    Redirect::to(&format!("{path}?said={said}")).into_response()
}

/// What a page was sent on to say.
#[derive(Debug, Default, serde::Deserialize)]
struct Query {
    said: Option<String>,
    /// The card that it is said of, where the page is another.
    card: Option<String>,
}
