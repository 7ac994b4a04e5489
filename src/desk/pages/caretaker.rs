//! Kiosken, the caretaker's code: eight digits for the machines of a post, shown once, replaced and taken away here.

use super::asked::{Asked, Refused};
use super::page::{Page, render};
use super::session::{Seat, Signed};
use super::{Pages, Query, ages, done};
use crate::clock::Luck;
use crate::desk::passwords;
use crate::desk::store::audit::{Line, What};
use crate::desk::store::caretaker::{self, Code};
use crate::desk::store::posts::{Places, PostId};
use crate::desk::store::{News, StoreError};
use crate::wire::CARETAKER_DIGITS;
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use zeroize::Zeroizing;

const PAGE: &str = "/kiosken/beheer";

/// Codes are told apart by a number that every reader of JSON takes whole.
const WHICH_BITS: u64 = (1 << 53) - 1;

#[derive(Template)]
#[template(path = "caretaker.html")]
struct CaretakerPage {
    page: Page,
    posts: Vec<PostView>,
    /// The digits that were just made, for which post.
    made: Option<(PostId, String)>,
}

struct PostView {
    id: PostId,
    name: String,
    /// Since when it has a code.
    since: Option<String>,
}

/// `GET /kiosken/beheer`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    show(&pages, &seat, query.said.as_deref(), None).await
}

async fn show(pages: &Arc<Pages>, seat: &Seat, said: Option<&str>, made: Option<(PostId, String)>) -> Result<Response, Refused> {
    let say = seat.say;
    let found = pages.desk.store.read(move |conn| {
        let places = Places::load(conn)?;
        let mut views = Vec::new();
        for (id, name) in places.all() {
            let since = caretaker::of(conn, id)?.map(|code| ages::date(say, code.made_at));
            views.push(PostView { id, name: name.to_owned(), since });
        }
        Ok(views)
    });
    let posts = found.await?;
    Ok(render(StatusCode::OK, &CaretakerPage { page: seat.page(pages, "kiosks", said), posts, made }))
}

/// For which post.
#[derive(Deserialize)]
pub(super) struct Where {
    post: PostId,
}

async fn is_there(pages: &Pages, post: PostId) -> Result<bool, StoreError> {
    let places = pages.desk.store.read(Places::load).await?;
    Ok(places.all().any(|(known, _)| known == post))
}

/// `POST /kiosken/beheer`: the digits are in this answer and nowhere else.
pub(super) async fn make(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Where { post }): Signed<Where>,
) -> Result<Response, Refused> {
    if !is_there(&pages, post).await? {
        return Ok(done(PAGE, "typed-wrong"));
    }
    let (digits, which) = draw(&*pages.desk.luck).map_err(StoreError::from)?;
    let (typed, luck) = (digits.clone(), Arc::clone(&pages.desk.luck));
    let Ok(_turn) = pages.hashing.acquire().await else { return Ok(done(PAGE, "typed-wrong")) };
    let hashed = tokio::task::spawn_blocking(move || passwords::hash(&typed, &*luck)).await;
    let Ok(Ok(hash)) = hashed else {
        tracing::error!("a caretaker's code could not be made");
        return Ok(done(PAGE, "caretaker-not-made"));
    };
    let code = Code { which, hash, made_at: pages.desk.clock.stamp().at };
    pages.desk.store.write(News::Pages, move |conn| caretaker::keep(conn, post, &code)).await?;
    pages.notes(Line::of(seat.worker, What::CaretakerMade, format!("post:{post}"), "")).await?;
    let (one, two) = digits.split_at(CARETAKER_DIGITS / 2);
    show(&pages, &seat, None, Some((post, format!("{one} {two}")))).await
}

/// Eight digits, and the number that they are told apart by.
fn draw(luck: &dyn Luck) -> Result<(Zeroizing<String>, u64), crate::clock::NoLuck> {
    let mut random = Zeroizing::new([0; 16]);
    luck.fill(&mut *random)?;
    let number = |bytes: &[u8]| bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    // 2^64 is so much more than 10^8 that none of the digits is likelier than another by more than one in 10^11.
    let digits = Zeroizing::new(format!("{:0width$}", number(&random[..8]) % 10_u64.pow(8), width = CARETAKER_DIGITS));
    Ok((digits, (number(&random[8..]) & WHICH_BITS).max(1)))
}

/// `POST /kiosken/beheer/weg`.
pub(super) async fn take_away(
    State(pages): State<Arc<Pages>>,
    Signed(seat, Where { post }): Signed<Where>,
) -> Result<Response, Refused> {
    if !is_there(&pages, post).await? {
        return Ok(done(PAGE, "typed-wrong"));
    }
    if !pages.desk.store.write(News::Pages, move |conn| caretaker::take_away(conn, post)).await? {
        return Ok(done(PAGE, "caretaker-none"));
    }
    pages.notes(Line::of(seat.worker, What::CaretakerOff, format!("post:{post}"), "")).await?;
    Ok(done(PAGE, "caretaker-off"))
}
