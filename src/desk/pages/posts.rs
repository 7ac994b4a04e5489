//! Inrichting, Posten: which places this desk has, and what each tells its residents. What a form of it changes is in `post_forms`.

use super::ages;
use super::asked::{Asked, Named, Refused};
use super::page::{Page, Said, render};
use super::post_forms::{Fault, Form};
use super::say::Say;
use super::session::{Seat, Signed};
use super::steps::Choice;
use super::{Pages, Query, done};
use crate::desk::config::{
    HELPER_LINE, HELPER_NAME, HELPER_PAGE, MESSAGES, MOST_HELPER_LINES, MOST_HELPERS, MOST_LANGUAGES, SITE_NAME, SITE_PHONE,
    SiteConfig, WAYS,
};
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::posts::{self, Added, Post, PostId};
use crate::desk::store::{News, kiosks, spreekuren};
use crate::entry::{Language, TEKENS, Topic};
use crate::wire::{Helper, Sort};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Weekday;
use std::sync::Arc;

pub(super) const PAGE: &str = "/inrichting/posten";

const WEEK: [Weekday; 7] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The languages that every kiosk has texts for.
const LANGUAGES: [&str; 8] = ["nl", "en", "ar", "tr", "pl", "uk", "ti", "fa"];

/// Places of the menu that are offered beyond those that are taken.
const MORE_LANGUAGES: usize = 2;

/// Boxes of one sort that residents may or may not be offered.
pub(super) struct Boxes {
    /// The field's name, and the end of its keys.
    pub(super) name: &'static str,
    /// Every word that a kiosk knows, in the order in which it is kept.
    pub(super) words: &'static [&'static str],
    /// The beginning of the words' keys.
    texts: &'static str,
    /// Which are ticked.
    ticked: fn(&SiteConfig) -> Vec<String>,
    /// Keeps them; false where one is no word that can be kept. What else the configuration refuses is found by its own check.
    pub(super) keep: fn(&mut SiteConfig, Vec<String>) -> bool,
}

/// The topics that a site can leave out: *Iets anders* stays, or somebody would have no answer.
const TOPICS: [&str; 11] =
    ["money", "letters", "work", "learning", "home", "neighbours", "relation", "children", "health", "feelings", "meeting"];

fn keep_topics(site: &mut SiteConfig, words: Vec<String>) -> bool {
    let chosen: Option<Vec<Topic>> = words.iter().map(|word| Topic::from_word(word)).collect();
    let known = chosen.is_some();
    site.topics = chosen.unwrap_or_default().into_iter().chain([Topic::Else]).collect();
    known
}

/// All sorts of boxes of a post.
pub(super) const BOXES: [Boxes; 3] = [
    Boxes {
        name: "topics",
        words: &TOPICS,
        texts: "topic-",
        ticked: |site| site.topics.iter().map(|topic| topic.word().to_owned()).collect(),
        keep: keep_topics,
    },
    Boxes {
        name: "contact",
        words: &WAYS,
        texts: "contact-",
        ticked: |site| site.contact.clone(),
        keep: |site, words| {
            site.contact = words;
            true
        },
    },
    Boxes {
        name: "messages",
        words: &MESSAGES,
        texts: "contact-",
        ticked: |site| site.messages.clone(),
        keep: |site, words| {
            site.messages = words;
            true
        },
    },
];

#[derive(Template)]
#[template(path = "posts.html")]
struct PostsPage {
    page: Page,
    posts: Vec<PostLine>,
    /// What was typed for a new one, and what is wrong with it.
    name: String,
    wrong: Option<String>,
    most: usize,
}

struct PostLine {
    id: PostId,
    name: String,
    phone: Option<String>,
    kiosks: String,
    spreekuren: String,
}

#[derive(Template)]
#[template(path = "post.html")]
struct PostPage {
    page: Page,
    post: View,
}

/// A post as its page shows it; after a form that could not be meant, with what was typed.
pub(super) struct View {
    id: PostId,
    title: String,
    version: i64,
    /// Whether the configuration says something else.
    differs: bool,
    wrong: Option<(&'static str, String)>,
    pub(super) name: String,
    pub(super) phone: String,
    hours: Vec<(String, String)>,
    weekdays: Vec<(usize, &'static str)>,
    pub(super) weekday: usize,
    pub(super) from: String,
    pub(super) until: String,
    boxes: Vec<BoxesView>,
    languages: Vec<Vec<Choice>>,
    pub(super) other: String,
    pub(super) helpers: Vec<HelperView>,
    pub(super) new: HelperView,
    sizes: Sizes,
}

/// How much fits into each field, in letters.
struct Sizes {
    name: usize,
    phone: usize,
    helpers: usize,
    helper: usize,
    line: usize,
    page: usize,
}

struct BoxesView {
    name: &'static str,
    boxes: Vec<Choice>,
}

/// Somebody of the *koppelkaart*, in fields.
pub(super) struct HelperView {
    /// Its place in the list; for somebody new, none.
    n: Option<usize>,
    name: String,
    offers: Vec<String>,
    place: String,
    phone: String,
    page: String,
    /// Whether it is unfolded.
    open: bool,
}

impl HelperView {
    fn of(n: Option<usize>, helper: &Helper) -> Self {
        let plain = |text: &Option<String>| text.clone().unwrap_or_default();
        let mut offers = helper.offers.clone();
        offers.resize(MOST_HELPER_LINES, String::new());
        HelperView {
            n,
            name: helper.name.clone(),
            offers,
            place: plain(&helper.place),
            phone: plain(&helper.phone),
            page: plain(&helper.page),
            open: false,
        }
    }

    /// The same, unfolded: as somebody typed it.
    pub(super) fn typed(n: Option<usize>, helper: &Helper) -> Self {
        HelperView { open: true, ..HelperView::of(n, helper) }
    }

    /// What tells its fields from those of another.
    fn end(&self) -> String {
        self.n.map_or_else(|| "new".to_owned(), |n| n.to_string())
    }
}

fn nobody() -> Helper {
    Helper { name: String::new(), offers: Vec::new(), place: None, phone: None, page: None }
}

/// A line of opening hours as its form names it.
pub(super) fn hours_line(hours: &crate::desk::config::Hours) -> String {
    format!("{} {} {}", hours.weekday, String::from(hours.from), String::from(hours.until))
}

impl View {
    fn of(say: Say, post: &Post, differs: bool) -> Self {
        let site = &post.site;
        let day = |weekday: u8| WEEK.get(usize::from(weekday).wrapping_sub(1)).map_or("", |day| ages::weekday(say, *day));
        let mut hours: Vec<_> = site.hours.iter().collect();
        hours.sort_by_key(|hours| (hours.weekday, hours.from));
        let told = |hours: &&crate::desk::config::Hours| {
            let (from, until) = (String::from(hours.from), String::from(hours.until));
            let places = [("day", day(hours.weekday)), ("from", from.as_str()), ("until", until.as_str())];
            (hours_line(hours), say.with_three("post-hours-line", places))
        };
        let boxes = |boxes: &Boxes| {
            let ticked = (boxes.ticked)(site);
            let choice = |word: &&str| Choice {
                value: (*word).to_owned(),
                text: say.choice(boxes.texts, word),
                on: ticked.iter().any(|ticked| ticked == word),
            };
            BoxesView { name: boxes.name, boxes: boxes.words.iter().map(choice).collect() }
        };
        let codes: Vec<String> = site.languages.iter().map(|language| language.code().to_owned()).collect();
        View {
            id: post.id,
            title: site.name.clone(),
            version: post.version,
            differs,
            wrong: None,
            name: site.name.clone(),
            phone: site.phone.clone().unwrap_or_default(),
            hours: hours.iter().map(told).collect(),
            weekdays: WEEK.iter().enumerate().map(|(number, day)| (number + 1, ages::weekday(say, *day))).collect(),
            weekday: 1,
            from: "09:00".into(),
            until: "17:00".into(),
            boxes: BOXES.iter().map(boxes).collect(),
            languages: places_of_languages(say, &codes),
            other: String::new(),
            helpers: site.helpers.iter().enumerate().map(|(n, helper)| HelperView::of(Some(n), helper)).collect(),
            new: HelperView::of(None, &nobody()),
            sizes: Sizes {
                name: SITE_NAME,
                phone: SITE_PHONE,
                helpers: MOST_HELPERS,
                helper: HELPER_NAME,
                line: HELPER_LINE,
                page: HELPER_PAGE,
            },
        }
    }

    /// Shows these codes as chosen, in this order.
    pub(super) fn choose_languages(&mut self, say: Say, codes: &[String]) {
        self.languages = places_of_languages(say, codes);
    }

    /// What is wrong with the field of this name.
    fn wrong(&self, field: &str) -> Option<&str> {
        self.wrong.as_ref().filter(|(wrong, _)| *wrong == field).map(|(_, text)| text.as_str())
    }

    /// The same of a field of one of the *koppelkaart*: of the one that is unfolded.
    fn wrong_of(&self, helper: &HelperView, field: &str) -> Option<&str> {
        self.wrong(field).filter(|_| helper.open)
    }
}

/// A list to choose from for each place of the menu, and for some more.
fn places_of_languages(say: Say, codes: &[String]) -> Vec<Vec<Choice>> {
    let mut known: Vec<String> = LANGUAGES.iter().map(|code| (*code).to_owned()).collect();
    known.extend(codes.iter().filter(|code| code.parse::<Language>().is_ok() && !LANGUAGES.contains(&code.as_str())).cloned());
    known.dedup();
    let name = |code: &str| code.parse().map_or_else(|_| code.to_owned(), |language| say.language(language));
    let place = |chosen: Option<&String>| {
        let choice = |code: &String| Choice { value: code.clone(), text: name(code), on: Some(code) == chosen };
        known.iter().map(choice).collect()
    };
    let count = (codes.len() + MORE_LANGUAGES).min(MOST_LANGUAGES);
    (0..count).map(|n| place(codes.get(n))).collect()
}

/// The post of a path.
pub(super) async fn named(pages: &Pages, seat: &Seat, id: PostId) -> Result<Post, Refused> {
    let found = pages.desk.store.read(move |conn| posts::find(conn, id)).await?;
    found.ok_or_else(|| {
        tracing::warn!(worker = seat.worker, id, "a post that is not there was asked for");
        Refused::NotThere
    })
}

/// What is wrong with a form, and how what was typed comes back into the page.
pub(super) struct Wrong<'a>(pub(super) Fault, pub(super) &'a dyn Fn(&mut View));

/// Draws the page of a post: what was just done is said, or what was typed is shown again with what is wrong with it.
pub(super) fn show(pages: &Pages, seat: &Seat, post: &Post, said: Option<&str>, wrong: Option<Wrong<'_>>) -> Response {
    let differs = post.id == posts::FIRST && !posts::is_same(&post.site, &pages.desk.site);
    let mut view = View::of(seat.say, post, differs);
    let mut page = seat.page(pages, "posts", said);
    // The address of a form is nobody's to come back to.
    page.path = format!("{PAGE}/{}", post.id);
    let Some(Wrong(Fault(field, key), typed)) = wrong else {
        return render(StatusCode::OK, &PostPage { page, post: view });
    };
    typed(&mut view);
    view.wrong = Some((field, seat.say.get(key)));
    let page = page.saying(Said::named(seat.say, Some("post-wrong")));
    render(StatusCode::UNPROCESSABLE_ENTITY, &PostPage { page, post: view })
}

/// `GET /inrichting/posten/{id}`.
pub(super) async fn one(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<PostId>,
    Asked(query): Asked<Query>,
    seat: Seat,
) -> Result<Response, Refused> {
    let post = named(&pages, &seat, id).await?;
    Ok(show(&pages, &seat, &post, query.said.as_deref(), None))
}

/// `GET /inrichting/posten`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(query): Asked<Query>, seat: Seat) -> Result<Response, Refused> {
    list(&pages, &seat, query.said.as_deref(), String::new(), None).await
}

async fn list(
    pages: &Arc<Pages>,
    seat: &Seat,
    said: Option<&str>,
    name: String,
    wrong: Option<&'static str>,
) -> Result<Response, Refused> {
    let found = pages.desk.store.read(|conn| Ok((posts::all(conn)?, kiosks::all(conn)?, spreekuren::all(conn)?)));
    let (all, kiosks, spreekuren) = found.await?;
    let most = (TEKENS / kiosks::TEKENS_EACH).to_string();
    let line = |post: Post| {
        let here = kiosks.iter().filter(|kiosk| kiosk.active && kiosk.sort == Sort::Kiosk && kiosk.post == post.id).count();
        let held = spreekuren.iter().filter(|one| one.post == post.id).count();
        PostLine {
            id: post.id,
            name: post.site.name,
            phone: post.site.phone,
            kiosks: seat.say.with_two("posts-kiosks", ("n", &here.to_string()), ("most", &most)),
            spreekuren: seat.say.with("posts-spreekuren", "n", held),
        }
    };
    let mut page = seat.page(pages, "posts", said);
    page.path = PAGE.to_owned();
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let wrong = wrong.map(|key| seat.say.get(key));
    Ok(render(status, &PostsPage { page, posts: all.into_iter().map(line).collect(), name, wrong, most: SITE_NAME }))
}

/// `POST /inrichting/posten`: a new one, which begins as another is.
pub(super) async fn make(
    State(pages): State<Arc<Pages>>,
    Signed(seat, pairs): Signed<Vec<(String, String)>>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    let like = form.one("like").parse().unwrap_or(posts::FIRST);
    let (like, name) = (named(&pages, &seat, like).await?, form.one("name"));
    let site = SiteConfig { name: name.clone(), ..like.site };
    if site.check().is_err() {
        return list(&pages, &seat, Some("post-wrong"), name, Some("post-wrong-name")).await;
    }
    let (key, now, by) = (pages.desk.audit.clone(), pages.desk.now(), seat.worker);
    let added = pages.desk.store.write(News::Pages, move |conn| {
        let added = posts::add(conn, &site, now)?;
        if let Added::Yes(id) = added {
            audit::note(conn, &key, &Line::of(by, What::PostMade, format!("post:{id}"), ""), now)?;
        }
        Ok(added)
    });
    match added.await? {
        Added::Yes(id) => Ok(done(&format!("{PAGE}/{id}"), "post-made")),
        Added::NameTaken => list(&pages, &seat, Some("post-wrong"), name, Some("post-wrong-taken")).await,
        Added::Full => Ok(done(PAGE, "posts-full")),
    }
}
