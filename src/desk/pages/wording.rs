//! Inrichting, Teksten: a manager rewords what the glass says. Each text stands beside its bundled wording; what is wrong with an
//! own one is told at its field, and nothing is saved then.

use super::Pages;
use super::asked::{Asked, Named, Refused};
use super::page::{Page, render};
use super::people::line;
use super::say::Say;
use super::session::{Seat, Signed};
use crate::desk::store::audit::{self, What};
use crate::desk::store::own_texts::{self, Own};
use crate::desk::store::{News, StoreError};
use crate::desk::wording::{self, BUNDLED};
use crate::entry::{Language, may_be_shown};
use crate::texts::{Fault, FaultKind, Group, Texts};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const PAGE: &str = "/inrichting/teksten";

/// The letters of what is searched for.
const LONGEST_SEARCH: usize = 60;

/// The group of all that is said otherwise.
const OWN: &str = "eigen";

/// Which texts are shown, and of which one something is said.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Shown {
    /// The language's code.
    #[serde(default)]
    taal: String,
    /// The number of a group, or [`OWN`].
    #[serde(default)]
    groep: String,
    /// What is searched for; goes before the group.
    #[serde(default)]
    zoek: String,
    /// The text that was just saved.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    tekst: String,
    /// What became of it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    gedaan: String,
}

impl Shown {
    fn language(&self) -> Language {
        let known = BUNDLED.iter().find(|(code, _)| *code == self.taal).map_or("nl", |(code, _)| *code);
        known.parse().unwrap_or(Language::NL)
    }

    fn address(&self) -> String {
        // Words and numbers: writing them has no way to fail.
        format!("{PAGE}?{}", serde_urlencoded::to_string(self).unwrap_or_default())
    }
}

#[derive(Template)]
#[template(path = "wording.html")]
struct WordingPage {
    page: Page,
    code: &'static str,
    direction: &'static str,
    shown: Shown,
    languages: Vec<LanguageView>,
    groups: Vec<GroupView>,
    title: String,
    texts: Vec<TextView>,
    longest: usize,
    longest_search: usize,
}

struct LanguageView {
    code: &'static str,
    name: String,
    own: usize,
}

struct GroupView {
    id: String,
    title: String,
    many: usize,
    here: bool,
}

struct TextView {
    key: String,
    bundled: String,
    /// What stands in the field.
    words: String,
    is_own: bool,
    places: String,
    /// What is wrong with what stands in the field.
    wrong: Vec<String>,
    /// Worth a look, though it is used.
    look: bool,
    /// What was just done with it.
    done: Option<String>,
}

/// A wording that is shown again because something is wrong with it.
struct Again {
    key: String,
    words: String,
    wrong: Vec<Fault>,
}

/// `GET /inrichting/teksten`.
pub(super) async fn page(State(pages): State<Arc<Pages>>, Asked(shown): Asked<Shown>, seat: Seat) -> Result<Response, Refused> {
    draw(&pages, &seat, shown, None).await
}

/// What of it can be shown again, and leaves what follows it as it is.
fn shown_again(typed: &str) -> String {
    typed.chars().filter(|c| *c == '\n' || may_be_shown(*c)).collect()
}

async fn draw(pages: &Arc<Pages>, seat: &Seat, shown: Shown, again: Option<Again>) -> Result<Response, Refused> {
    let say = seat.say;
    let shown = Shown { groep: shown_again(&shown.groep), zoek: shown_again(&shown.zoek), ..shown };
    let again = again.map(|again| Again { words: shown_again(&again.words), ..again });
    let (language, all) = (shown.language(), pages.desk.store.read(own_texts::all).await?);
    let none = Own::new();
    let own = all.get(language.code()).unwrap_or(&none);
    let count = |code: &str| all.get(code).map_or(0, |own| own.keys().filter(|key| wording::may_reword(key)).count());
    let languages = BUNDLED
        .iter()
        .filter_map(|(code, _)| Some(LanguageView { code, name: say.language(code.parse().ok()?), own: count(code) }));
    let groups = titled(say, language);
    let search = shown.zoek.trim().to_lowercase();
    let picked = picked(&groups, &shown, own, &search);
    let title = match (search.is_empty(), shown.groep == OWN) {
        (false, _) => say.with("wording-found", "words", shown.zoek.trim()),
        (true, true) => say.get("wording-own"),
        (true, false) => groups.get(picked.0).map(|group| group.title.clone()).unwrap_or_default(),
    };
    let here = |id: &str| search.is_empty() && id == picked.0.to_string() && shown.groep != OWN;
    let mut views: Vec<GroupView> = groups
        .iter()
        .enumerate()
        .filter(|(_, group)| !group.texts.is_empty())
        .map(|(number, group)| {
            let id = number.to_string();
            GroupView { here: here(&id), id, title: group.title.clone(), many: group.texts.len() }
        })
        .collect();
    let own_here = search.is_empty() && shown.groep == OWN;
    views.push(GroupView { id: OWN.to_owned(), title: say.get("wording-own"), many: count(language.code()), here: own_here });
    let view = |(key, bundled): &(String, String)| {
        let again = again.as_ref().filter(|again| again.key == *key);
        let own = own.get(key);
        let done = (shown.tekst == *key && again.is_none()).then(|| done(say, &shown.gedaan)).flatten();
        let look = done.is_some() && own.is_some_and(|words| is_long(language, key, words));
        TextView {
            words: again.map(|again| again.words.clone()).or_else(|| own.cloned()).unwrap_or_default(),
            wrong: again.map(|again| again.wrong.iter().map(|fault| told(say, fault)).collect()).unwrap_or_default(),
            places: wording::places(bundled).iter().map(|place| format!("{{ ${place} }}")).collect::<Vec<_>>().join("  "),
            is_own: own.is_some(),
            key: key.clone(),
            bundled: bundled.clone(),
            look,
            done,
        }
    };
    let texts = picked.1.iter().map(view).collect();
    let status = if again.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = WordingPage {
        page: seat.page(pages, "wording", None),
        code: BUNDLED.iter().find(|(code, _)| *code == language.code()).map_or("nl", |(code, _)| code),
        direction: if from_the_right(language) { "rtl" } else { "ltr" },
        languages: languages.collect(),
        groups: views,
        title,
        texts,
        shown: Shown { taal: language.code().to_owned(), tekst: String::new(), gedaan: String::new(), ..shown },
        longest: wording::LONGEST,
        longest_search: LONGEST_SEARCH,
    };
    Ok(render(status, &page))
}

/// The groups of a language, under titles that the worker reads.
fn titled(say: Say, language: Language) -> Vec<Group> {
    let titles = wording::texts(say.code().parse().unwrap_or(Language::NL));
    let mut groups = wording::texts(language);
    for (group, named) in groups.iter_mut().zip(titles) {
        group.title = if named.title.is_empty() { say.get("wording-lists") } else { named.title };
    }
    groups
}

/// Which group is shown, and which texts.
fn picked(groups: &[Group], shown: &Shown, own: &Own, search: &str) -> (usize, Vec<(String, String)>) {
    let all = || groups.iter().flat_map(|group| &group.texts);
    // What is no screen stands before the first that is one.
    let first = groups.iter().skip(1).position(|group| group.texts.len() > 1).map_or(0, |at| at + 1);
    let number = shown.groep.parse().ok().filter(|number| *number < groups.len()).unwrap_or(first);
    if !search.is_empty() {
        let has = |words: &str| words.to_lowercase().contains(search);
        let found = all().filter(|(key, words)| has(words) || has(key) || own.get(key).is_some_and(|own| has(own)));
        return (number, found.cloned().collect());
    }
    if shown.groep == OWN {
        return (number, all().filter(|(key, _)| own.contains_key(key)).cloned().collect());
    }
    (number, groups.get(number).map(|group| group.texts.clone()).unwrap_or_default())
}

fn from_the_right(language: Language) -> bool {
    let texts = wording::bundled(language).and_then(|ftl| Texts::parse(language, ftl).ok());
    texts.is_some_and(|texts| texts.reads_from_the_right())
}

fn is_long(language: Language, key: &str, words: &str) -> bool {
    wording::check(language, key, words).notes.iter().any(|note| note.what.kind == FaultKind::Longer)
}

fn done(say: Say, word: &str) -> Option<String> {
    ["saved", "back", "same"].contains(&word).then(|| say.choice("wording-done-", word))
}

/// What is wrong, for whoever types.
fn told(say: Say, fault: &Fault) -> String {
    let place = |name: &str| format!("{{ ${name} }}");
    let detail = match fault.kind {
        FaultKind::Lacks | FaultKind::Unfilled => place(&fault.detail),
        // A letter that cannot be shown is told by its number.
        _ => fault
            .detail
            .chars()
            .map(|c| if may_be_shown(c) { c.to_string() } else { format!("U+{:04X}", u32::from(c)) })
            .collect(),
    };
    say.with(&format!("wording-wrong-{}", fault.kind.word()), "what", detail)
}

/// What was typed, and what the page showed.
#[derive(Deserialize)]
pub(super) struct Typed {
    words: String,
    #[serde(default)]
    groep: String,
    #[serde(default)]
    zoek: String,
}

/// What was shown, of a form without words.
#[derive(Deserialize)]
pub(super) struct Back {
    #[serde(default)]
    groep: String,
    #[serde(default)]
    zoek: String,
}

/// `POST /inrichting/teksten/{taal}/{tekst}`.
pub(super) async fn say(
    State(pages): State<Arc<Pages>>,
    Named((code, key)): Named<(String, String)>,
    Signed(seat, Typed { words, groep, zoek }): Signed<Typed>,
) -> Result<Response, Refused> {
    let (language, bundled) = known(&code, &key)?;
    let shown = Shown { taal: code, groep, zoek, ..Shown::default() };
    let words = tidied(&words);
    let mut wrong: Vec<Fault> = wording::too_long(&key, &words).into_iter().collect();
    if wrong.is_empty() {
        wrong = wording::check(language, &key, &words).refused.into_iter().map(|remark| remark.what).collect();
    }
    if wrong.is_empty() && words == bundled {
        return back(&pages, &seat, language, key, shown).await;
    }
    if wrong.is_empty() {
        match save(&pages, &seat, language, &key, &words).await? {
            Saved::Now => return Ok(to(shown, key, "saved")),
            Saved::Before => return Ok(to(shown, key, "same")),
            Saved::Full => wrong.push(wording::full(&key)),
        }
    }
    draw(&pages, &seat, shown, Some(Again { key, words, wrong })).await
}

enum Saved {
    Now,
    /// It was said so already.
    Before,
    /// No kiosk could be told all of it.
    Full,
}

async fn save(pages: &Arc<Pages>, seat: &Seat, language: Language, key: &str, words: &str) -> Result<Saved, StoreError> {
    let (audit, now, key, words) = (pages.desk.audit.clone(), pages.desk.now(), key.to_owned(), words.to_owned());
    let noted = line(seat, What::TextSaid, about(language, &key), String::new());
    let saved = pages.desk.store.write(News::Pages, move |conn| {
        let mut own = own_texts::of(conn, language)?;
        if own.insert(key.clone(), words.clone()).as_ref() == Some(&words) {
            return Ok(Saved::Before);
        }
        if !wording::fits(language, &own) {
            return Ok(Saved::Full);
        }
        own_texts::say(conn, language, &key, &words)?;
        audit::note(conn, &audit, &noted, now)?;
        Ok(Saved::Now)
    });
    saved.await
}

/// `POST /inrichting/teksten/{taal}/{tekst}/gewoon`.
pub(super) async fn take_back(
    State(pages): State<Arc<Pages>>,
    Named((code, key)): Named<(String, String)>,
    Signed(seat, Back { groep, zoek }): Signed<Back>,
) -> Result<Response, Refused> {
    let (language, _) = known(&code, &key)?;
    back(&pages, &seat, language, key, Shown { taal: code, groep, zoek, ..Shown::default() }).await
}

async fn back(pages: &Arc<Pages>, seat: &Seat, language: Language, key: String, shown: Shown) -> Result<Response, Refused> {
    let (audit, now, gone) = (pages.desk.audit.clone(), pages.desk.now(), key.clone());
    let noted = line(seat, What::TextBack, about(language, &key), String::new());
    let taken = pages.desk.store.write(News::Pages, move |conn| {
        let taken = own_texts::take_back(conn, language, &gone)?;
        if taken {
            audit::note(conn, &audit, &noted, now)?;
        }
        Ok(taken)
    });
    let said = if taken.await? { "back" } else { "same" };
    Ok(to(shown, key, said))
}

fn about(language: Language, key: &str) -> String {
    format!("text:{}/{key}", language.code())
}

/// The language of that code and the bundled words of that text; there is no such page where one of them is not there.
fn known(code: &str, key: &str) -> Result<(Language, String), Refused> {
    let language: Language = code.parse().map_err(|_| Refused::NotThere)?;
    let mut all = wording::texts(language).into_iter().flat_map(|group| group.texts);
    let found = all.find(|(known, _)| known == key).ok_or(Refused::NotThere)?;
    Ok((language, found.1))
}

/// As lines are kept: a browser sends other ends of lines, and hands leave room behind them.
fn tidied(words: &str) -> String {
    words.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Back to where the text was, which says what was done.
fn to(shown: Shown, key: String, done: &str) -> Response {
    let place = format!("#t-{key}");
    let shown = Shown { tekst: key, gedaan: done.to_owned(), ..shown };
    Redirect::to(&(shown.address() + &place)).into_response()
}
