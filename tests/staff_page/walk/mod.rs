//! Every form of every page, as somebody sends it who means it, who mistypes, and who means harm.

mod bad;
mod html;
mod others;
mod store;
mod town;

use crate::hands::{Browser, Page};
use crate::team::PASSWORD;
use axum::http::{StatusCode, header};
use html::{Field, Form, Kind};
use std::collections::{BTreeMap, BTreeSet};
use store::Before;
pub use town::{Town, town};

/// The pages of one kind that are opened: all there are in the town, of weeks and days the first.
const MOST_OF_A_KIND: usize = 12;

/// A form on a page, and who has it before them.
struct Found {
    route: &'static str,
    who: &'static str,
    browser: Browser,
    form: Form,
}

/// The fields of a form with what is sent in them.
type Filled = Vec<(String, Vec<String>)>;

/// The table of who may ask for what, as it stands in the program: each route to which a form may be sent.
fn sent_to() -> Vec<&'static str> {
    let text = include_str!("../../../src/desk/pages/rights.rs");
    let (head, table) = text.split_once("TABLE: [(&str, Who, Who); ").unwrap();
    assert!(!head.contains("TABLE"));
    let (many, table) = table.split_once("] = [").unwrap();
    let rows: Vec<Vec<&str>> = table
        .split("\n];")
        .next()
        .unwrap()
        .lines()
        .filter_map(|line| line.trim().strip_prefix('(')?.strip_suffix("),"))
        .map(|row| row.split(", ").collect())
        .collect();
    assert_eq!(many.parse(), Ok(rows.len()));
    rows.into_iter().filter(|row| row[2] != "Nobody").map(|row| row[0].trim_matches('"')).collect()
}

/// The route of an address: that with the most words of its own where several fit.
fn route_of(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('?').next().unwrap().split('/').collect();
    let own = |route: &&'static str| route.split('/').filter(|part| !part.starts_with('{')).count();
    let fits = |route: &&'static str| {
        let pattern: Vec<&str> = route.split('/').collect();
        pattern.len() == parts.len() && pattern.iter().zip(&parts).all(|(want, have)| want.starts_with('{') || want == have)
    };
    sent_to().into_iter().filter(fits).max_by_key(own)
}

/// Words and numbers of an address replaced by what they stand for, so that pages of one kind are known as such.
fn kind_of(path: &str) -> String {
    let part = |part: &str| if part.chars().any(|c| c.is_ascii_digit()) { "*".to_owned() } else { part.to_owned() };
    path.split('?').next().unwrap().split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A page, who sees it, and the browser that shows it.
pub struct Seen {
    pub who: &'static str,
    pub path: String,
    pub browser: Browser,
    pub page: Page,
}

/// Every page that somebody sees who follows every link from where they begin.
pub async fn visited(town: &Town) -> Vec<Seen> {
    let mut visited = Vec::new();
    for (who, begin, browser) in &town.people {
        let (mut known, mut next) = (BTreeSet::from([(*begin).to_owned()]), vec![(*begin).to_owned()]);
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        while let Some(path) = next.pop() {
            let count = kinds.entry(kind_of(&path)).or_default();
            *count += 1;
            if *count > MOST_OF_A_KIND {
                continue;
            }
            let mut browser = browser.clone();
            let page = browser.get(&path).await;
            let mut links = BTreeSet::new();
            if page.status == StatusCode::SEE_OTHER {
                links.insert(page.goes_to().to_owned());
            } else {
                assert_eq!(page.status, StatusCode::OK, "{who} at {path}");
            }
            if is_page(&page) {
                links.extend(html::links(&page.html));
            }
            // Whoever begins elsewhere is there for what is theirs alone: the other pages are walked by somebody of that role.
            let near =
                |link: &str| ["/wachtwoord", "/tweestap", "/login", "/uitnodiging"].iter().any(|own| link.starts_with(own));
            let ours =
                |link: &String| !link.starts_with("/static/") && !link.starts_with("/nieuws") && (*begin == "/" || near(link));
            next.extend(links.into_iter().filter(ours).filter(|link| known.insert(link.clone())));
            visited.push(Seen { who, path, browser, page });
        }
    }
    visited
}

/// Every form on those pages; those of one address with the same fields together.
async fn walk(town: &Town) -> Vec<Vec<Found>> {
    let mut found: BTreeMap<(&'static str, BTreeSet<String>), Vec<Found>> = BTreeMap::new();
    for Seen { who, path, browser, page } in visited(town).await {
        for form in forms_of(&page).filter(|form| form.sent) {
            let route = route_of(&form.action).unwrap_or_else(|| panic!("{path} sends to {}", form.action));
            let one = Found { route, who, browser: browser.clone(), form };
            found.entry((route, one.form.names())).or_default().push(one);
        }
    }
    found.into_values().collect()
}

fn forms_of(page: &Page) -> impl Iterator<Item = Form> {
    if is_page(page) { html::forms(&page.html) } else { Vec::new() }.into_iter()
}

fn is_page(page: &Page) -> bool {
    page.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html")) && !page.html.is_empty()
}

/// What somebody types who means it; nothing where the page has said it already.
fn meant(town: &Town, route: &'static str, field: &Field) -> Option<Vec<String>> {
    let one = |text: &str| Some(vec![text.to_owned()]);
    match (route, field.name.as_str()) {
        ("/uitnodiging" | "/login/code" | "/tweestap/uit" | "/tweestap/aan", "code") => one(&town.codes[route]),
        ("/login", "name") => one("Fatma"),
        ("/tweestap/uit" | "/wachtwoord", "now") | ("/login", "password") => one(PASSWORD),
        ("/wachtwoord" | "/uitnodiging", "new" | "again") => one("een zelf gekozen zin"),
        ("/kaart/{id}/overgezet", "number") => one("Z-17"),
        ("/inrichting/inzage", "picture") => one("boom"),
        ("/inrichting/inzage", "number") => one("27"),
        ("/kaart/{id}/verzoek/contact", "value") => one("06 87654321"),
        ("/kaart/nieuw", "address") => one("fatma@voorbeeld.example.nl"),
        ("/kaart/nieuw" | "/spreekuren/{id}/tijd/{minute}", "number") => one("06 87654321"),
        ("/spreekuren/{id}/uitzondering", "day") => one("2026-12-21"),
        ("/inrichting/mensen/{id}", "role") => Some(["worker", "coordinator", "manager"].map(String::from).into()),
        ("/inrichting/bewaren", "days") => one("60"),
        ("/inrichting/posten/{id}/talen", "language") => one("en"),
        ("/inrichting/posten/{id}/uren", "weekday") => one("6"),
        ("/inrichting/posten/{id}/keuzes", "topics") => one("money"),
        ("/inrichting/mensen/{id}", "team") => one("1"),
        (_, "name" | "host" | "place" | "reason" | "words") if field.kind == Kind::Typed => one("Jannie"),
        _ => None,
    }
}

/// The form, filled in.
fn filled(town: &Town, route: &'static str, form: &Form) -> Filled {
    let value = |field: &Field| {
        meant(town, route, field).unwrap_or_else(|| match field.kind {
            // Nothing was chosen yet.
            Kind::Chosen | Kind::Ticked if field.value.is_empty() => field.choices.first().cloned().into_iter().collect(),
            _ => field.value.clone(),
        })
    };
    form.fields.iter().map(|field| (field.name.clone(), value(field))).collect()
}

/// Sends it, as this browser; what came back, and the browser with what it then holds.
async fn send(browser: &Browser, action: &str, fields: &Filled) -> (Page, Browser) {
    let mut browser = browser.clone();
    let pairs: Vec<(&str, &str)> =
        fields.iter().flat_map(|(name, values)| values.iter().map(|value| (name.as_str(), value.as_str()))).collect();
    (browser.post(action, &pairs).await, browser)
}

/// What the desk said by sending the browser on: its name, and whether that means that it was not done.
fn said(to: &str) -> Option<(&str, bool)> {
    let name = to.split_once("said=")?.1.split('&').next()?;
    let known = include_str!("../../../src/desk/pages/page.rs");
    let line = known.split(&format!("(\"{name}\", ")).nth(1).unwrap_or_else(|| panic!("nothing is said for {name}"));
    // Whoever pressed the button of the first place and got the second.
    Some((name, line.starts_with("true") && name != "joined-after"))
}

/// Whether it was done.
fn is_done(page: &Page) -> bool {
    assert!(!page.status.is_server_error(), "{}: {}", page.status, page.html);
    match page.status {
        StatusCode::SEE_OTHER => match said(page.goes_to()) {
            Some((_, refused)) => !refused,
            None => !page.goes_to().starts_with("/login?"),
        },
        StatusCode::OK => !is_page(page) || !page.html.contains("<p class=\"notice kind\" role=\"status\">"),
        _ => false,
    }
}

/// The forms of the town, each as one that does its thing when it is meant, and the town's store as it was.
async fn working(town: &Town) -> (Vec<(Found, Filled)>, Before) {
    let found = walk(town).await;
    let mut before = Before::of(&town.desk);
    let mut working = Vec::new();
    for same in found {
        let (route, mut told, mut works) = (same[0].route, Vec::new(), None);
        for one in same {
            let fields = filled(town, route, &one.form);
            let (page, _) = send(&fresh(town, &one), &one.form.action, &fields).await;
            let done = is_done(&page);
            if !done {
                told.push(format!("{} {:?}", page.status, page.headers.get(header::LOCATION)));
                let changed = before.otherwise(&town.desk);
                assert!(changed.is_empty(), "{route}: {changed:#?}");
            }
            before.back(&town.desk);
            if done {
                works = Some((one, fields));
                break;
            }
        }
        working.push(works.unwrap_or_else(|| panic!("{route} does nothing when it is meant: {told:?}")));
    }
    (working, before)
}

/// The browser, in front of pages that have counted no wrong password yet.
fn fresh(town: &Town, one: &Found) -> Browser {
    let mut fresh = Browser::of(inloop::desk::pages::router(town.desk.state.clone()));
    fresh.cookies = one.browser.cookies.clone();
    fresh
}

#[tokio::test]
async fn every_route_that_takes_a_form_is_reached_by_links_and_does_its_thing_when_it_is_meant() {
    let town = town().await;
    let (working, _) = working(&town).await;
    let reached: BTreeSet<&str> = working.iter().map(|(one, _)| one.route).collect();
    let missing: Vec<&str> = sent_to().into_iter().filter(|route| !reached.contains(route)).collect();
    assert!(missing.is_empty(), "no page that anybody walks to has a form for {missing:?}");
}
