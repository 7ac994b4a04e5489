//! What kiosks are told of their post, and the description of every call.

use crate::by_hand::*;
use inloop::desk::store::{own_texts, retention};
use inloop::entry::{Language, Topic};
use inloop::wire::*;
use std::time::Duration;

#[test]
fn every_call_is_described_and_the_description_is_served_to_anybody() {
    let bench = Bench::new();
    let (status, served) = bench.fetched(OPENAPI);
    assert_eq!((status, &served), (200, &*openapi::DOCUMENT));
    let routes = include_str!("../../src/desk/intake/mod.rs").matches(".route(").count();
    let described = openapi::DOCUMENT["paths"].as_object().unwrap().values().map(|path| path.as_object().unwrap().len());
    assert_eq!(described.sum::<usize>() + 1, routes, "each route but that of the description itself");
    // What each answers is held against it by the bench, in every test that asks something.
    let kiosk = bench.enrol(1);
    for (path, methods) in openapi::DOCUMENT["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            let path = path.replace("{id}", "x").replace("{n}", "0").replace("{version}", "0");
            let said = bench.ask(kiosk.sign(&method.to_uppercase(), &path, b"{", Duration::ZERO));
            assert!(![404, 405].contains(&said.status), "{method} {path}: {}", said.status);
        }
    }
    assert_eq!(bench.ask(kiosk.get("/api/kiosk/v1/nothing")).status, 404);
}

fn site(bench: &Bench, kiosk: &Kiosk) -> Site {
    bench.ask(kiosk.get(SITE)).json()
}

#[test]
fn a_kiosk_is_told_the_newest_term_and_it_is_written_down_that_it_was() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    assert_eq!(site(&bench, &kiosk).erased_after_days, Some(30));
    let id = kiosk.id;
    let told = || bench.read(move |conn| retention::last_told(conn, id));
    assert_eq!(told(), Some(30));
    let now = bench.now();
    assert!(bench.write(move |conn| retention::change(conn, 30, 60, now)));
    assert_eq!(told(), Some(30), "it has not asked since");
    assert_eq!(site(&bench, &kiosk).erased_after_days, Some(60));
    assert_eq!(told(), Some(60));
}

#[test]
fn a_kiosk_is_told_which_texts_differ_and_gets_them_and_nothing_else() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    assert!(site(&bench, &kiosk).texts.is_empty());
    bench.write(|conn| own_texts::say(conn, Language::NL, "home-ask", "Ik wil iets vragen"));
    let named = site(&bench, &kiosk).texts;
    let texts: Texts = bench.ask(kiosk.get(&format!("{TEXTS}/nl"))).json();
    assert_eq!(texts.ftl, "home-ask = Ik wil iets vragen\n");
    assert_eq!(named, [OwnTexts { language: "nl".into(), digest: signature::digest(texts.ftl.as_bytes()) }]);
    let none: Texts = bench.ask(kiosk.get(&format!("{TEXTS}/en"))).json();
    assert_eq!(none.ftl, "");
    assert_eq!(bench.ask(kiosk.get(&format!("{TEXTS}/..%2f"))).refusal(), Refusal::Malformed);
    bench.write(|conn| own_texts::take_back(conn, Language::NL, "home-ask"));
    assert!(site(&bench, &kiosk).texts.is_empty());
}

#[test]
fn a_kiosk_is_told_the_topics_that_the_site_asks_about() {
    let bench = Bench::new();
    let kiosk = bench.enrol(1);
    assert_eq!(site(&bench, &kiosk).topics.len(), Topic::ALL.len());
    let bench = Bench::new().saying(|site| site.topics = vec![Topic::Work, Topic::Money]);
    let kiosk = bench.enrol(1);
    assert_eq!(site(&bench, &kiosk).topics, ["work", "money"]);
}
