//! Whatever is typed or sent into a field.

use super::html::{Kind, says};
use super::town::Town;
use super::{Filled, Found, forms_of, fresh, is_done, is_page, said, send, visited, working};
use crate::hands::{Browser, Page};
use axum::http::{StatusCode, header};
use std::collections::{BTreeMap, BTreeSet};

const SCRIPT: &str = "<script>alert(1)</script>";
const TURNS: &str = "naar \u{202e}links\u{2066} en terug";
/// A word that no list of ours has.
const NO_WORD: &str = "vlinder";

/// What is sent instead of what was meant; none for a field that is left out.
fn bad() -> Vec<Option<String>> {
    let texts = [
        "",
        SCRIPT,
        "\"><img src=x onerror=alert(2)>",
        "'; DROP TABLE entry;--",
        "../../etc/passwd",
        "\0",
        "a\0b",
        "-1",
        "2147483648",
        "99999999999999999999",
        "😀",
        TURNS,
        NO_WORD,
        "2026-02-30",
        "+262142-12-31",
        "-262143-01-01",
        "24:00",
    ];
    let long = ["x".repeat(10_000), "é".repeat(300)];
    let texts = texts.into_iter().map(String::from).chain(long);
    std::iter::once(None).chain(texts.map(Some)).collect()
}

/// Fields in which any word may stand, because it only says what the page showed or where it goes back to.
const ANY_WORD: [(&str, &str); 8] = [
    ("/taal", "back"),
    ("/login", "next"),
    ("/login/code", "next"),
    ("/kaart/{id}/oppakken", "place"),
    ("/inrichting/teksten/{taal}/{tekst}", "groep"),
    ("/inrichting/teksten/{taal}/{tekst}", "zoek"),
    ("/inrichting/teksten/{taal}/{tekst}/gewoon", "groep"),
    ("/inrichting/teksten/{taal}/{tekst}/gewoon", "zoek"),
];

fn assert_nothing_runs(page: &Page, what: &str) {
    if is_page(page) {
        assert!(!page.html.contains(SCRIPT) && !page.html.contains("<img src=x"), "{what}: {}", page.html);
        for never in ['\u{202e}', '\u{2066}', '\0'] {
            assert!(!page.html.contains(never), "{what}: {never:?}: {}", page.html);
        }
    }
}

/// What the answer says: the page itself, or that to which the browser is sent on.
async fn sentence(browser: &mut Browser, page: Page, what: &str) -> String {
    assert_nothing_runs(&page, what);
    if page.status != StatusCode::SEE_OTHER {
        assert!(is_page(&page), "{what}: no page");
        return says(&page.html);
    }
    let to = page.goes_to().to_owned();
    assert!(said(&to).is_some(), "{what}: nothing is said at {to}");
    let page = browser.get(&to).await;
    assert_nothing_runs(&page, what);
    assert!(page.html.contains("<p class=\"notice kind\" role=\"status\">"), "{what}: nothing is said: {}", page.text());
    says(&page.html)
}

/// The same answers are looked at once, in both languages.
#[derive(Default)]
struct Told(BTreeSet<(&'static str, u16, String)>);

impl Told {
    async fn look(&mut self, town: &Town, one: &Found, fields: &Filled, (page, mut then): (Page, Browser), what: &str) {
        let to = page.headers.get(header::LOCATION).map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default();
        if !self.0.insert((one.route, page.status.as_u16(), to)) {
            assert_nothing_runs(&page, what);
            return;
        }
        let dutch = sentence(&mut then, page, what).await;
        let mut english = fresh(town, one);
        english.cookies.insert("inloop-language".into(), "en".into());
        let (page, mut then) = send(&english, &one.form.action, fields).await;
        let english = sentence(&mut then, page, what).await;
        assert!(!dutch.is_empty() && dutch != english, "{what}: {dutch} in both languages");
    }
}

#[tokio::test]
async fn whatever_is_sent_into_a_field_is_done_or_refused_with_a_sentence_and_what_is_refused_changes_nothing() {
    let town = super::town().await;
    let (working, mut before) = working(&town).await;
    let (mut told, mut sent, mut refused) = (Told::default(), 0, 0);
    for (one, meant) in &working {
        for (at, (name, _)) in meant.iter().enumerate() {
            for bad in bad() {
                let mut fields = meant.clone();
                fields[at].1 = bad.clone().into_iter().collect();
                let what =
                    format!("{} {name}={:?}", one.route, bad.as_deref().map(|bad| bad.chars().take(30).collect::<String>()));
                let answer = send(&fresh(&town, one), &one.form.action, &fields).await;
                sent += 1;
                if is_done(&answer.0) {
                    let field = &one.form.fields[at];
                    if name == "guard" {
                        assert_eq!(one.route, "/taal", "{what} is taken for a token");
                        assert_nothing_runs(&answer.0, &what);
                        before.back(&town.desk);
                        continue;
                    }
                    let chosen =
                        matches!(field.kind, Kind::Chosen | Kind::Hidden) && !ANY_WORD.contains(&(one.route, name.as_str()));
                    assert!(!(chosen && bad.as_deref() == Some(NO_WORD)), "{what} is taken for a choice");
                    assert_nothing_runs(&answer.0, &what);
                } else {
                    refused += 1;
                    let changed = before.otherwise(&town.desk);
                    assert!(changed.is_empty(), "{what} was refused, and yet: {changed:#?}");
                    told.look(&town, one, &fields, answer, &what).await;
                }
                before.back(&town.desk);
            }
        }
    }
    assert!(refused > 1000 && sent > refused, "{sent} sent, {refused} refused");
}

/// Fields in which any text may stand.
const TEXTS: [&str; 5] = ["name", "host", "place", "reason", "words"];

#[tokio::test]
async fn what_was_typed_is_shown_as_text_on_every_page_and_turns_nothing() {
    let town = super::town().await;
    let (working, _) = working(&town).await;
    let mut done: BTreeMap<&str, usize> = BTreeMap::new();
    // Those keep nothing that was typed, and end what the others need.
    let ends =
        ["/uitloggen", "/wachtwoord", "/inrichting/mensen/{id}", "/kaart/{id}/verzoek/wissen", "/kiosken/{id}/afschrijven"];
    let first = working.iter().filter(|(one, _)| !ends.iter().any(|end| one.route.starts_with(end)));
    for text in [SCRIPT, TURNS, "\"><img src=x onerror=alert(2)>"] {
        for (one, meant) in first.clone() {
            let mut fields = meant.clone();
            for (at, field) in one.form.fields.iter().enumerate().filter(|(_, field)| field.kind == Kind::Typed) {
                if TEXTS.contains(&field.name.as_str()) {
                    fields[at].1 = vec![text.to_owned()];
                }
            }
            let (page, _) = send(&fresh(&town, one), &one.form.action, &fields).await;
            *done.entry(one.route).or_default() += usize::from(is_done(&page));
            assert_nothing_runs(&page, one.route);
        }
    }
    for kept in
        ["/spreekuren/{id}/gegevens", "/spreekuren/nieuw", "/kaart/nieuw", "/inrichting/teams", "/kiosken/aanvraag/{id}/ja"]
    {
        assert!(done[kept] > 0, "{kept} keeps what was typed: {done:?}");
    }
    for seen in visited(&town).await {
        assert_nothing_runs(&seen.page, &format!("{} at {}", seen.who, seen.path));
    }
}

#[tokio::test]
async fn whatever_is_asked_for_by_a_form_that_only_looks_is_a_page_on_which_nothing_runs_and_nothing_changes() {
    let town = super::town().await;
    let all = visited(&town).await;
    let before = super::store::Before::of(&town.desk);
    let mut asked = BTreeSet::new();
    for seen in all {
        for form in forms_of(&seen.page).filter(|form| !form.sent) {
            for (field, bad) in form.fields.iter().flat_map(|field| bad().into_iter().flatten().map(move |bad| (field, bad))) {
                let query = serde_urlencoded::to_string([(field.name.as_str(), bad.as_str())]).unwrap();
                let address = format!("{}?{query}", form.action);
                if !asked.insert((seen.who, address.clone())) {
                    continue;
                }
                let page = seen.browser.clone().get(&address).await;
                assert!(page.status == StatusCode::OK || page.status.is_client_error(), "{address}: {}", page.status);
                assert!(is_page(&page), "{address}");
                assert_nothing_runs(&page, &address);
            }
        }
    }
    assert!(!asked.is_empty() && before.otherwise(&town.desk).is_empty(), "{} asked", asked.len());
}
