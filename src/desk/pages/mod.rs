//! What staff see in their browser: plain pages that work without a script, kept up to date where there is one.
//!
//! 1. Nothing is shown to whoever is not logged in (`session`), nothing is changed but from our own page (`door`), and
//!    every form carries its session's token.
//! 2. Lists show a teken, a topic and an age; a name, a number and own words are unsealed only on the card (`card`), and what was
//!    said only for whoever plays it there (`listen`), for as long as one answer takes.
//! 3. Who may ask for what stands in one table (`rights`); what is not in it, nobody may. Whoever holds the address of a calendar
//!    (`feed`) sees when somebody comes, and nothing else.
//! 4. Opening is not claiming, and nothing here counts what a worker did. Who opened what is in the audit log before it is shown.
//! 5. A page says what changed since it was drawn by drawing itself again (`live`).

mod ages;
mod appointment;
mod arrange;
mod asked;
mod assets;
mod audit;
mod card;
mod card_acts;
mod caretaker;
mod code;
mod daylist;
mod door;
mod export;
mod feed;
mod handed;
mod invited;
mod keeping;
mod kiosks;
mod limiter;
mod lines;
mod links;
mod listen;
mod live;
mod login;
mod machine;
mod meeting;
mod message;
mod new_card;
mod open;
mod outside;
mod page;
mod patterns;
mod people;
mod post_forms;
mod posts;
mod request;
mod rights;
mod risks;
mod say;
mod second;
mod session;
#[cfg(feature = "tryout")]
pub(crate) use session::fresh_token;
mod setup;
mod spreekuren;
mod steps;
mod teams;
mod today;
mod week;
mod wording;

use super::DeskState;
use super::store::{StoreError, posts as posts_of_desk};
use asked::Refused;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{MethodRouter, get, post};
pub(crate) use say::Say;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The longest form in bytes: 280 characters of four bytes, each written as `%F0`, are 3360, and everything else beside them fits in
/// what is left.
const MAX_FORM: usize = 6 * 1024;

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

impl Pages {
    /// The name over every page: the post's, where there is one alone.
    async fn heading(&self) -> Result<Option<String>, StoreError> {
        self.desk.store.read(posts_of_desk::heading).await
    }
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
    let all = routes().into_iter().fold(Router::new(), |router, (path, answers)| router.route(path, answers));
    all.fallback(not_found)
        .method_not_allowed_fallback(not_found)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(&pages), asked::tell))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(axum::middleware::from_fn_with_state(door, door::guard))
        .with_state(pages)
}

/// Every address. Who may ask for it stands in `rights`, and one without a line there answers nobody.
fn routes() -> Vec<(&'static str, MethodRouter<Arc<Pages>>)> {
    vec![
        ("/", get(login::home)),
        ("/login", get(login::page).post(login::log_in)),
        ("/uitloggen", post(login::log_out)),
        ("/wachtwoord", get(login::password_page).post(login::change_password)),
        ("/taal", post(login::choose_language)),
        ("/login/code", get(code::page).post(code::check)),
        ("/uitnodiging", get(invited::page).post(invited::choose)),
        ("/tweestap", get(second::page)),
        ("/tweestap/begin", post(second::begin)),
        ("/tweestap/aan", post(second::prove)),
        ("/tweestap/uit", post(second::stop)),
        ("/vandaag", get(today::page)),
        ("/aanwezig", post(today::say_presence)),
        ("/roep/{id}/ik-kom", post(today::come)),
        ("/roep/{id}/gezien", post(today::seen)),
        ("/kaart/nieuw", get(new_card::page).post(new_card::make)),
        ("/kaart/{id}", get(card::page)),
        ("/roep-volgende", post(card_acts::call_next)),
        ("/kaart/{id}/oppakken", post(card_acts::claim)),
        ("/kaart/{id}/ongedaan", post(card_acts::release)),
        ("/kaart/{id}/terug", post(card_acts::undo)),
        ("/kaart/{id}/niet-voor-mij", post(card_acts::pass)),
        ("/kaart/{id}/vraag", post(card_acts::ask)),
        ("/kaart/{id}/roep", post(card_acts::call)),
        ("/kaart/{id}/kijken", post(card_acts::look)),
        ("/kaart/{id}/plan", post(card_acts::plan)),
        ("/kaart/{id}/gesproken", post(card_acts::spoke)),
        ("/kaart/{id}/afronden", post(card_acts::close)),
        ("/kaart/{id}/bellen", post(card_acts::follow)),
        ("/kaart/{id}/heropen", post(card_acts::reopen)),
        ("/kaart/{id}/over", post(card_acts::hand_over)),
        ("/kaart/{id}/eerst", post(card_acts::nudge)),
        ("/overleg", get(meeting::page)),
        ("/patronen", get(patterns::page)),
        ("/patronen/csv", get(patterns::csv)),
        ("/kaart/{id}/verzoek/inzage", post(request::see)),
        ("/kaart/{id}/verzoek/contact", post(request::contact)),
        ("/kaart/{id}/verzoek/wissen", post(request::erase)),
        ("/afspraak/{id}/verzoek/wissen", post(request::erase_appointment)),
        ("/kaart/{id}/overgezet", post(handed::by_hand)),
        ("/kaart/{id}/niet-overgezet", post(handed::not_by_hand)),
        ("/koppelingen", get(links::page)),
        ("/koppelingen/export", post(export::give)),
        ("/koppelingen/{name}/nu", post(links::ask)),
        ("/koppelingen/{name}/{id}/opnieuw", post(links::again)),
        ("/koppelingen/{name}/{id}/niet", post(links::leave)),
        ("/kaart/{id}/opname", get(listen::get)),
        ("/kiosken", get(kiosks::page)),
        ("/kiosken/risico/onbekend", post(risks::accept_strangers)),
        ("/kiosken/code", get(kiosks::page).post(kiosks::make_code)),
        ("/kiosken/beheer", get(caretaker::page).post(caretaker::make)),
        ("/kiosken/beheer/weg", post(caretaker::take_away)),
        ("/kiosken/aanvraag/{id}/ja", post(kiosks::confirm)),
        ("/kiosken/aanvraag/{id}/nee", post(kiosks::refuse)),
        ("/kiosken/{id}/vrijgeven", post(machine::unlock)),
        ("/kiosken/{id}/afschrijven", get(kiosks::write_off_page).post(kiosks::write_off)),
        ("/spreekuren", get(spreekuren::page)),
        ("/spreekuren/nieuw", get(spreekuren::new_page).post(spreekuren::make)),
        ("/spreekuren/reservekopie", post(risks::read_loss)),
        ("/spreekuren/risico/{kiosk}", post(risks::accept)),
        ("/spreekuren/{id}", get(week::page)),
        ("/spreekuren/{id}/week/{day}", get(week::page_of)),
        ("/spreekuren/{id}/tijd/{minute}", get(appointment::slot_page).post(appointment::book)),
        ("/spreekuren/{id}/dag/{day}/afzeggen", get(week::cancel_day_page).post(week::cancel_day)),
        ("/spreekuren/{id}/inrichten", get(arrange::page)),
        ("/spreekuren/{id}/gegevens", post(arrange::describe)),
        ("/spreekuren/{id}/uren", post(arrange::add_hours)),
        ("/spreekuren/{id}/uren/{line}/weg", post(arrange::remove_hours)),
        ("/spreekuren/{id}/uitzondering", post(arrange::add_exception)),
        ("/spreekuren/{id}/uitzondering/{line}/weg", post(arrange::remove_exception)),
        ("/spreekuren/{id}/pauze", post(arrange::pause)),
        ("/spreekuren/{id}/agenda", post(arrange::new_feed)),
        ("/spreekuren/{id}/host", get(arrange::page).post(arrange::add_host)),
        ("/afspraak/{id}", get(appointment::page)),
        ("/afspraak/{id}/tijd", post(appointment::settle)),
        ("/afspraak/{id}/afzeggen", post(appointment::cancel)),
        ("/afspraak/{id}/gezien", post(spreekuren::seen)),
        ("/afspraak/{id}/bericht", get(message::page).post(message::sent)),
        ("/daglijst", get(daylist::page)),
        ("/agenda/{name}", get(feed::get)),
        ("/inrichting", get(setup::page)),
        ("/inrichting/posten", get(posts::page).post(posts::make)),
        ("/inrichting/posten/{id}", get(posts::one).post(post_forms::describe)),
        ("/inrichting/posten/{id}/uren", post(post_forms::add_hours)),
        ("/inrichting/posten/{id}/uren/weg", post(post_forms::remove_hours)),
        ("/inrichting/posten/{id}/keuzes", post(post_forms::choose)),
        ("/inrichting/posten/{id}/talen", post(post_forms::order_languages)),
        ("/inrichting/posten/{id}/koppelkaart", post(post_forms::add_helper)),
        ("/inrichting/posten/{id}/koppelkaart/{n}", post(post_forms::change_helper)),
        ("/inrichting/posten/{id}/koppelkaart/{n}/weg", post(post_forms::remove_helper)),
        ("/inrichting/mensen", get(people::page).post(people::invite)),
        ("/inrichting/mensen/{id}", get(people::one).post(people::change)),
        ("/inrichting/mensen/{id}/uitnodiging", post(people::invite_again)),
        ("/inrichting/mensen/{id}/actief", post(people::set_active)),
        ("/inrichting/mensen/{id}/sessies", post(people::end_sessions)),
        ("/inrichting/mensen/{id}/tweestap", post(people::reset_second)),
        ("/inrichting/teams", get(teams::page).post(teams::make)),
        ("/inrichting/teams/{id}", post(teams::rename)),
        ("/inrichting/teams/kiosk/{kiosk}", post(teams::move_kiosk)),
        ("/inrichting/teksten", get(wording::page)),
        ("/inrichting/teksten/{taal}/{tekst}", post(wording::say)),
        ("/inrichting/teksten/{taal}/{tekst}/gewoon", post(wording::take_back)),
        ("/inrichting/bewaren", get(keeping::page).post(keeping::change)),
        ("/inrichting/inzage", get(audit::page).post(audit::search)),
        ("/nieuws", get(live::news)),
        ("/static/{name}", get(assets::get)),
    ]
}

async fn not_found() -> Refused {
    Refused::NotThere
}

/// Back to a page, which says what was done.
fn done(path: &str, said: &str) -> Response {
    Redirect::to(&format!("{path}?said={said}")).into_response()
}

/// Whether a box of one of our forms was ticked: no other word is.
fn is_ticked(box_: Option<&str>) -> bool {
    box_ == Some("yes")
}

/// What a page was sent on to say.
#[derive(Debug, Default, serde::Deserialize)]
struct Query {
    said: Option<String>,
    /// The card that it is said of, where the page is another.
    card: Option<String>,
}

#[cfg(test)]
mod tests;
