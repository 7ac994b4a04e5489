//! Posten: what each post tells its residents is changed on its page, checked as the configuration is, and told at its field.

use crate::hands::{Browser, Desk, Page};
use crate::people::{give, seated};
use crate::team::{self, Left, arrive};
use axum::http::StatusCode;
use inloop::desk::config::SiteConfig;
use inloop::desk::roles::Role;
use inloop::desk::store::enrolment::{self, Confirmed};
use inloop::desk::store::posts::{self, Added, Post, PostId};
use inloop::desk::store::{News, cards, entries, kiosks, spreekuren, workers};
use inloop::entry::{CallReason, Contact, KioskId, Question, Topic};
use inloop::wire::{KioskKey, Sort};

const POSTS: &str = "/inrichting/posten";
const ONE: &str = "/inrichting/posten/1";

fn post(desk: &Desk, id: PostId) -> Post {
    desk.state.store.read_waiting(move |conn| posts::find(conn, id)).unwrap().unwrap()
}

fn first(desk: &Desk) -> SiteConfig {
    post(desk, posts::FIRST).site
}

/// A desk with a second post, Noord, and its kiosk.
fn two_posts() -> (Desk, KioskId) {
    let desk = Desk::new();
    let kiosk = noord(&desk);
    (desk, kiosk)
}

fn noord(desk: &Desk) -> KioskId {
    let site = SiteConfig { name: "Noord".into(), ..first(desk) };
    let (luck, now) = (desk.state.luck.clone(), desk.state.now());
    let made = desk.state.store.write_waiting(News::Hall, move |conn| {
        let Added::Yes(post) = posts::add(conn, &site, now)? else { panic!("the name is free") };
        let code = enrolment::new_code_in(conn, post, &*luck, now)?;
        let key = KioskKey::from_seed(&zeroize::Zeroizing::new([9; 32])).public();
        enrolment::offer(conn, &code, &key, "0.1.0", now)?;
        let pending = enrolment::pending(conn, now)?.pop().unwrap().id;
        enrolment::confirm(conn, pending, "Hal Noord", None, now)
    });
    match made.unwrap() {
        Confirmed::Enrolled(kiosk, _) => kiosk,
        other => panic!("{other:?}"),
    }
}

/// Fills in a form of the first post, with the version that its page shows.
async fn fill(browser: &mut Browser, form: &str, fields: &[(&str, &str)]) -> Page {
    let shown = browser.get(ONE).await;
    let (action, guard) = (format!("{ONE}{form}"), shown.guard(&format!("{ONE}{form}")));
    let version = shown.html.split("name=\"version\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let own = [("guard", guard.as_str()), ("version", version.as_str())];
    let all: Vec<(&str, &str)> = own.into_iter().chain(fields.iter().copied()).collect();
    browser.post(&action, &all).await
}

/// The sentence that stands at this field.
fn wrong<'a>(page: &'a Page, field: &str) -> &'a str {
    let told = page.html.split(&format!("id=\"wrong-{field}\" class=\"wrong\">")).nth(1);
    told.unwrap_or_else(|| panic!("nothing at {field}: {}", page.html)).split('<').next().unwrap()
}

#[tokio::test]
async fn all_that_a_post_tells_is_changed_on_its_page_and_stands_in_the_log() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let told = desk.state.store.read_waiting(inloop::desk::store::meta::site_version).unwrap();
    let hall = *desk.state.store.hall_news().borrow();
    let saved = format!("{ONE}?said=post-changed");
    let about = [("name", "  Wijkpost   West "), ("phone", "14 0320")];
    assert_eq!(fill(&mut fatma, "", &about).await.goes_to(), saved);
    assert_eq!(fill(&mut fatma, "", &about).await.goes_to(), format!("{ONE}?said=same-as-before"));
    let saturday = [("weekday", "6"), ("from", "10:00"), ("until", "12:30")];
    assert_eq!(fill(&mut fatma, "/uren", &saturday).await.goes_to(), saved);
    assert_eq!(fill(&mut fatma, "/uren", &saturday).await.goes_to(), format!("{ONE}?said=same-as-before"), "once is enough");
    assert_eq!(fill(&mut fatma, "/uren/weg", &[("line", "1 09:00 17:00")]).await.goes_to(), saved);
    let ticked = [
        ("messages", "email"),
        ("contact", "wait"),
        ("contact", "call"),
        ("messages", "sms"),
        ("topics", "letters"),
        ("topics", "money"),
    ];
    assert_eq!(fill(&mut fatma, "/keuzes", &ticked).await.goes_to(), saved);
    let order = [("language", "en"), ("language", ""), ("language", "nl"), ("other", "fr")];
    assert_eq!(fill(&mut fatma, "/talen", &order).await.goes_to(), saved);
    let ans = [("name", "Ans"), ("offer", "Geld"), ("offer", ""), ("offer", "Wonen"), ("page", "https://example.nl")];
    assert_eq!(fill(&mut fatma, "/koppelkaart", &ans).await.goes_to(), saved);
    let bea = [("name", "Bea"), ("place", "Kamer 2"), ("phone", "0320 123")];
    assert_eq!(fill(&mut fatma, "/koppelkaart", &bea).await.goes_to(), saved);
    assert_eq!(fill(&mut fatma, "/koppelkaart/1", &[("name", "Beatrix"), ("place", "Kamer 2")]).await.goes_to(), saved);
    assert_eq!(fill(&mut fatma, "/koppelkaart/0/weg", &[]).await.goes_to(), saved);

    let site = first(&desk);
    assert_eq!((site.name.as_str(), site.phone.as_deref()), ("Wijkpost West", Some("14 0320")));
    let days: Vec<u8> = site.hours.iter().map(|hours| hours.weekday).collect();
    assert_eq!(days, [2, 3, 4, 5, 6]);
    assert_eq!((site.contact, site.messages), (vec!["call".into(), "wait".into()], vec!["sms".into(), "email".into()]));
    assert_eq!(site.topics, [Topic::Money, Topic::Letters, Topic::Else], "in the order of the glass, and the last always");
    let codes: Vec<&str> = site.languages.iter().map(|language| language.code()).collect();
    assert_eq!(codes, ["en", "nl", "fr"]);
    let helper = &site.helpers[0];
    assert_eq!((site.helpers.len(), helper.name.as_str(), helper.place.as_deref()), (1, "Beatrix", Some("Kamer 2")));
    assert_eq!(helper.phone, None, "what was emptied is gone");
    // Every kiosk is told, and every change is written down.
    assert!(desk.state.store.read_waiting(inloop::desk::store::meta::site_version).unwrap() >= told + 9);
    assert!(*desk.state.store.hall_news().borrow() >= hall + 9);
    give(&desk, "Bram", &[Role::Auditor]);
    let log = seated(&desk, "Bram").await.get("/inrichting/inzage").await.text();
    for part in ["naam en telefoon", "openingstijden", "keuzes", "talen", "koppelkaart"] {
        assert!(log.contains(&format!("Veranderde een post · post 1 · {part}")), "{part} in {log}");
    }
    let shown = desk.worker("Fatma").await.get(ONE).await;
    assert!(shown.html.contains("<span class=\"site\">Wijkpost West</span>"), "it stands over every page");
    assert!(shown.text().contains("Wat hier staat, geldt."), "the configuration says something else now");
    assert!(shown.text().contains("zaterdag 10:00–12:30") && shown.text().contains("Taal: fr"));
}

#[tokio::test]
async fn what_cannot_be_is_told_at_its_field_in_both_languages_and_changes_nothing() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    fill(&mut fatma, "/koppelkaart", &[("name", "Ans")]).await;
    let (before, long) = (post(&desk, 1), "x".repeat(121));
    let long = |most: usize| &long[..=most];
    let page = format!("https://{}", long(113));
    let time = |from, until| [("weekday", "1"), ("from", from), ("until", until)];
    type Case<'a> = (&'a str, Vec<(&'a str, &'a str)>, &'a str, &'a str, &'a str);
    let cases: Vec<Case<'_>> = vec![
        ("", vec![("name", "  ")], "name", "hoogstens 60 letters", "at most 60 letters"),
        ("", vec![("name", long(60))], "name", "hoogstens 60 letters", "at most 60 letters"),
        ("", vec![("name", "A"), ("phone", "bel ons")], "phone", "cijfers en spaties", "digits and spaces"),
        ("", vec![("name", "A"), ("phone", "0123456789 0123456789 0123456789")], "phone", "cijfers", "digits"),
        ("/uren", time("17:00", "09:00").to_vec(), "until", "Sluiten komt na", "Closing comes after"),
        ("/uren", time("9 uur", "10:00").to_vec(), "from", "Typ een tijd", "Type a time"),
        ("/uren", time("09:00", "").to_vec(), "until", "Typ een tijd", "Type a time"),
        ("/uren", vec![("weekday", "8"), ("from", "09:00"), ("until", "10:00")], "weekday", "Kies een dag", "Choose a day"),
        ("/keuzes", vec![("contact", "call")], "topics", "minstens één onderwerp", "at least one topic"),
        ("/keuzes", vec![("topics", "moon")], "topics", "niet aanbieden", "cannot offer"),
        (
            "/keuzes",
            vec![("topics", "money"), ("contact", "call"), ("contact", "fax")],
            "contact",
            "niet aanbieden",
            "cannot offer",
        ),
        ("/keuzes", vec![("topics", "money"), ("messages", "call")], "messages", "niet aanbieden", "cannot offer"),
        ("/talen", vec![("language", "")], "languages", "minstens één taal", "at least one language"),
        ("/talen", vec![("language", "nl"), ("language", "nl")], "languages", "twee keer", "there twice"),
        ("/talen", vec![("language", "Nederlands")], "languages", "geen taalcode", "no code"),
        ("/talen", vec![("language", "nl"), ("other", "F!")], "other", "geen taalcode", "no code"),
        ("/koppelkaart", vec![("name", "")], "helper-name-new", "hoogstens 40 letters", "at most 40 letters"),
        ("/koppelkaart", vec![("name", long(40))], "helper-name-new", "hoogstens 40", "at most 40"),
        ("/koppelkaart", vec![("name", "B"), ("offer", long(60))], "helper-offers-new", "hoogstens 60", "at most 60"),
        ("/koppelkaart", [("name", "B")].into_iter().chain([("offer", "a"); 5]).collect(), "helper-offers-new", "vier", "four"),
        ("/koppelkaart/0", vec![("name", "B"), ("place", long(60))], "helper-place-0", "hoogstens 60", "at most 60"),
        ("/koppelkaart/0", vec![("name", "B"), ("phone", long(60))], "helper-phone-0", "hoogstens 60", "at most 60"),
        ("/koppelkaart/0", vec![("name", "B"), ("page", "http://a.nl")], "helper-page-0", "https://", "https://"),
        ("/koppelkaart", vec![("name", "B"), ("page", &page)], "helper-page-new", "hoogstens 120", "at most 120"),
    ];
    for english in [false, true] {
        if english {
            fatma.fill(ONE, "/taal", &[("back", ONE)]).await;
        }
        for (form, fields, field, dutch, other) in &cases {
            let refused = fill(&mut fatma, form, fields).await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{form} {fields:?}");
            let told = wrong(&refused, field);
            assert!(told.contains(if english { other } else { dutch }), "{form} {field}: {told}");
            assert_eq!(refused.html.matches("class=\"wrong\"").count(), 1, "and at no other field: {form} {fields:?}");
            let says = if english { "Nothing was saved." } else { "Er is niets opgeslagen." };
            assert!(refused.text().contains(says), "{form}");
            if !form.is_empty() && !field.starts_with("language") && *form != "/keuzes" {
                let typed = fields.last().unwrap().1.trim();
                assert!(refused.html.contains(typed), "what was typed stands there again: {typed}");
            }
        }
    }
    let after = post(&desk, 1);
    assert!(before.version == after.version && posts::is_same(&before.site, &after.site), "{:?}", after.site);
}

#[tokio::test]
async fn as_many_as_a_glass_can_show_and_no_more() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    for n in 0..12 {
        fill(&mut fatma, "/koppelkaart", &[("name", &format!("Ans {n}"))]).await.goes_to();
    }
    let full = fatma.get(ONE).await;
    assert!(!full.html.contains("id=\"add-helper\""), "there is no form for a thirteenth");
    let (guard, version) = (full.guard(ONE), post(&desk, 1).version.to_string());
    let fields = [("guard", guard.as_str()), ("version", version.as_str()), ("name", "Dertien")];
    let refused = fatma.post(&format!("{ONE}/koppelkaart"), &fields).await;
    assert!(wrong(&refused, "helpers").contains("geen plaats meer") && first(&desk).helpers.len() == 12);
    for n in 0..28 - first(&desk).hours.len() {
        let (day, from) = ((n % 7 + 1).to_string(), format!("{:02}:30", n / 7));
        fill(&mut fatma, "/uren", &[("weekday", &day), ("from", &from), ("until", "20:00")]).await.goes_to();
    }
    let more = fill(&mut fatma, "/uren", &[("weekday", "1"), ("from", "20:00"), ("until", "21:00")]).await;
    assert_eq!(more.goes_to(), format!("{ONE}?said=lines-full"));
    assert_eq!(first(&desk).hours.len(), 28);
}

#[tokio::test]
async fn nobody_writes_over_what_somebody_else_changed_meanwhile() {
    let (desk, _) = two_posts();
    let (mut fatma, mut other) = (desk.worker("Fatma").await, desk.worker("Fatma").await);
    let seen = fatma.get(ONE).await;
    fill(&mut other, "", &[("name", "Nieuw"), ("phone", "")]).await.goes_to();
    let guard = seen.guard(ONE);
    for form in ["", "/uren/weg", "/keuzes", "/talen"] {
        let late = [("guard", guard.as_str()), ("version", "1"), ("name", "Oud"), ("language", "nl")];
        assert_eq!(fatma.post(&format!("{ONE}{form}"), &late).await.goes_to(), format!("{ONE}?said=post-meanwhile"));
    }
    assert_eq!((first(&desk).name.as_str(), post(&desk, 1).version), ("Nieuw", 2));
    let taken = fill(&mut fatma, "", &[("name", "Noord"), ("phone", "")]).await;
    assert!(wrong(&taken, "name").contains("heet al zo"));
}

#[tokio::test]
async fn only_a_manager_sees_or_changes_posts_and_only_by_a_form_of_their_own() {
    let desk = Desk::new();
    give(&desk, "Chidi", &[Role::Coordinator]);
    let (mut bram, mut fatma) = (desk.worker("Bram").await, desk.worker("Fatma").await);
    let mut chidi = seated(&desk, "Chidi").await;
    let forms = ["", "/uren", "/uren/weg", "/keuzes", "/talen", "/koppelkaart", "/koppelkaart/0", "/koppelkaart/0/weg"];
    for browser in [&mut bram, &mut chidi] {
        let guard = browser.get("/vandaag").await.guard("/aanwezig");
        assert_eq!(browser.get(POSTS).await.status, StatusCode::FORBIDDEN);
        assert_eq!(browser.get(ONE).await.status, StatusCode::FORBIDDEN);
        for form in forms {
            let fields = [("guard", guard.as_str()), ("version", "1"), ("name", "Gekaapt")];
            assert_eq!(browser.post(&format!("{ONE}{form}"), &fields).await.status, StatusCode::FORBIDDEN, "{form}");
        }
    }
    // A manager's, with the token of another session or none.
    let foreign = desk.worker("Fatma").await.get(ONE).await.guard(ONE);
    for guard in [foreign.as_str(), ""] {
        for form in forms {
            let fields = [("guard", guard), ("version", "1"), ("name", "Gekaapt")];
            assert_eq!(fatma.post(&format!("{ONE}{form}"), &fields).await.status, StatusCode::FORBIDDEN, "{form}");
        }
        assert_eq!(fatma.post(POSTS, &[("guard", guard), ("name", "Gekaapt")]).await.status, StatusCode::FORBIDDEN);
    }
    for missing in ["/inrichting/posten/9", "/inrichting/posten/x"] {
        assert_eq!(fatma.get(missing).await.status, StatusCode::NOT_FOUND);
    }
    let guard = fatma.get(ONE).await.guard(ONE);
    for form in ["/koppelkaart/0", "/koppelkaart/0/weg"] {
        let fields = [("guard", guard.as_str()), ("version", "1"), ("name", "Niemand")];
        assert_eq!(fatma.post(&format!("{ONE}{form}"), &fields).await.status, StatusCode::NOT_FOUND, "{form}");
    }
    let all = desk.state.store.read_waiting(posts::all).unwrap();
    assert_eq!((all.len(), all[0].version), (1, 1));
}

#[tokio::test]
async fn a_new_post_begins_as_another_and_gets_kiosks_and_spreekuren_of_its_own() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    for page in ["/kiosken", "/spreekuren/nieuw", "/kaart/nieuw"] {
        assert!(!fatma.get(page).await.html.contains("name=\"post\""), "with one post nothing is asked: {page}");
    }
    assert!(fatma.get(ONE).await.html.contains("<span class=\"site\">Huis van de Wijk</span>"));
    let empty = fatma.fill(POSTS, POSTS, &[("name", " ")]).await;
    assert!(empty.status == StatusCode::UNPROCESSABLE_ENTITY && wrong(&empty, "name").contains("60 letters"));
    let taken = fatma.fill(POSTS, POSTS, &[("name", "Huis van de Wijk")]).await;
    assert!(wrong(&taken, "name").contains("heet al zo") && taken.html.contains("value=\"Huis van de Wijk\""));
    let made = fatma.fill(POSTS, POSTS, &[("name", "Post Noord")]).await;
    assert_eq!(made.goes_to(), format!("{POSTS}/2?said=post-made"));
    let new = post(&desk, 2).site;
    assert_eq!((new.name.as_str(), new.phone, new.hours.len()), ("Post Noord", first(&desk).phone, first(&desk).hours.len()));
    let list = fatma.get(POSTS).await;
    assert!(list.text().contains("Post Noord") && list.text().contains("Kiosken: 1 van 12 · Spreekuren: 0"));
    assert!(!list.html.contains("class=\"site\""), "over the pages of two posts stands no name of one");

    // The code is for the post that is chosen; which one is not guessed.
    let kiosken = fatma.get("/kiosken").await;
    let guard = kiosken.guard("/kiosken/code");
    for fields in [vec![], vec![("post", "9")]] {
        let fields: Vec<(&str, &str)> = [("guard", guard.as_str())].into_iter().chain(fields).collect();
        let refused = fatma.post("/kiosken/code", &fields).await;
        assert!(!refused.html.contains("id=\"code\""), "{fields:?}");
    }
    let coded = fatma.fill("/kiosken", "/kiosken/code", &[("post", "2")]).await;
    assert!(coded.text().contains("Deze code is voor een kiosk van Post Noord."));
    let code = coded.html.split("id=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let now = desk.state.now();
    let offered = desk.state.store.write_waiting(News::Pages, move |conn| {
        enrolment::offer(conn, &inloop::wire::EnrolCode::parse(&code).unwrap(), &team::kiosk_key(7), "0.1.0", now)?;
        Ok(enrolment::pending(conn, now)?.pop().unwrap().id)
    });
    let id = offered.unwrap();
    let waiting = fatma.get("/kiosken").await;
    assert!(waiting.text().contains("Voor de post Post Noord."));
    let again = waiting.html.split("name=\"again\"").nth(1).unwrap().split("</form>").next().unwrap().to_owned();
    assert!(!again.contains(&format!("value=\"{}\"", desk.kiosk)), "one of another post is not offered as the same: {again}");
    let path = format!("/kiosken/aanvraag/{id}/ja");
    let other = fatma.fill("/kiosken", &path, &[("name", "Hal"), ("again", &desk.kiosk.to_string())]).await;
    assert_eq!(other.goes_to(), "/kiosken?said=other-post");
    assert_eq!(fatma.fill("/kiosken", &path, &[("name", "Hal"), ("again", "")]).await.goes_to(), "/kiosken?said=enrolled");
    let kiosks = desk.state.store.read_waiting(kiosks::all).unwrap();
    assert_eq!(kiosks.iter().map(|kiosk| kiosk.post).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(kiosks[0].tekens, kiosks[1].tekens, "in two posts there is one teken twice");
    assert!(fatma.get("/kiosken").await.text().contains("Hal · Post Noord"));

    let typed = [("whom", "team"), ("host", "Ans"), ("place", "Kamer 1"), ("minutes", "30"), ("post", "2")];
    fatma.fill("/spreekuren/nieuw", "/spreekuren/nieuw", &typed).await.goes_to();
    let nowhere = [("whom", "team"), ("host", "Ans"), ("place", ""), ("minutes", "30"), ("post", "9")];
    assert_eq!(
        fatma.fill("/spreekuren/nieuw", "/spreekuren/nieuw", &nowhere).await.goes_to(),
        "/spreekuren/nieuw?said=typed-wrong"
    );
    let held = desk.state.store.read_waiting(spreekuren::all).unwrap();
    assert_eq!(held.iter().map(|one| one.post).collect::<Vec<_>>(), [2]);
    assert!(fatma.get("/spreekuren").await.text().contains("Wijkteam · Ans · Post Noord"));
}

#[tokio::test]
async fn a_display_is_let_in_as_one_and_known_as_one_on_the_page_of_kiosks() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (luck, now) = (desk.state.luck.clone(), desk.state.now());
    let offered = desk.state.store.write_waiting(News::Hall, move |conn| {
        let code = enrolment::new_code(conn, &*luck, now)?;
        enrolment::offer_as(conn, Sort::Display, &code, &team::kiosk_key(7), "0.1.0", now)?;
        Ok(enrolment::pending(conn, now)?.pop().unwrap().id)
    });
    let id = offered.unwrap();
    let waiting = fatma.get("/kiosken").await;
    assert!(waiting.text().contains("Een scherm vraagt om toegang") && waiting.text().contains("geen tekens en geen tijden"));
    let again = waiting.html.split("name=\"again\"").nth(1).unwrap().split("</form>").next().unwrap().to_owned();
    assert!(!again.contains(&format!("value=\"{}\"", desk.kiosk)), "a kiosk is not offered as the same: {again}");
    let path = format!("/kiosken/aanvraag/{id}/ja");
    let other = fatma.fill("/kiosken", &path, &[("name", "Hal"), ("again", &desk.kiosk.to_string())]).await;
    assert_eq!(other.goes_to(), "/kiosken?said=other-sort");
    assert!(fatma.get("/kiosken?said=other-sort").await.text().contains("Een scherm is geen kiosk"));
    assert_eq!(fatma.fill("/kiosken", &path, &[("name", "Televisie"), ("again", "")]).await.goes_to(), "/kiosken?said=enrolled");
    let shown = fatma.get("/kiosken").await;
    assert!(shown.text().contains("Televisie Scherm"), "{}", shown.text());
    desk.clock.advance(std::time::Duration::from_secs(60 * 60));
    let told = fatma.get("/vandaag").await.text();
    assert!(told.contains("Scherm Televisie: laatst gezien:") && !told.contains("Kiosk Televisie"), "{told}");
}

#[tokio::test]
async fn where_a_list_has_cards_of_two_posts_the_post_stands_by_the_teken() {
    let (desk, there) = two_posts();
    let mut fatma = desk.worker("Fatma").await;
    let here = arrive(&desk.state, desk.kiosk, Left::words(324, "Hier."));
    assert!(!fatma.get("/vandaag").await.html.contains("Boom 27 · "), "of one post alone, the teken is enough");
    let other = arrive(&desk.state, there, Left::words(324, "Daar."));
    let call = arrive(&desk.state, there, Left::call(41, CallReason::Help));
    let shown = fatma.get("/vandaag").await;
    let line = |id: inloop::entry::EntryId| {
        let after = shown.html.split(&format!("data-id=\"card-{id}\"")).nth(1).unwrap();
        after.split("</li>").next().unwrap().to_owned()
    };
    assert!(line(here).contains("Boom 27 · Huis van de Wijk") && line(other).contains("Boom 27 · Noord"));
    let ringing = shown.html.split(&format!("data-id=\"call-{call}\"")).nth(1).unwrap().split("</li>").next().unwrap();
    assert!(ringing.contains(" · Noord"));
    assert!(fatma.get(&format!("/kaart/{other}")).await.text().contains("Boom 27 · Noord"));
    desk.clock.advance(std::time::Duration::from_secs(5 * 86_400));
    let meeting = desk.worker("Fatma").await.get("/overleg").await.text();
    assert!(meeting.contains("Boom 27 · Noord") && meeting.contains("Boom 27 · Huis van de Wijk"), "{meeting}");
}

#[tokio::test]
async fn an_auditor_who_asks_by_teken_is_told_of_which_post_each_line_is() {
    let (desk, there) = two_posts();
    let mut fatma = desk.worker("Fatma").await;
    for kiosk in [desk.kiosk, there] {
        let id = arrive(&desk.state, kiosk, Left::words(324, "Hallo."));
        fatma.get(&format!("/kaart/{id}")).await;
    }
    give(&desk, "Bram", &[Role::Auditor]);
    let asked = [("picture", "boom"), ("number", "27"), ("day", "2026-11-23"), ("link", "")];
    let page = "/inrichting/inzage";
    let found = seated(&desk, "Bram").await.fill(page, page, &asked).await.text();
    for post in ["Huis van de Wijk", "Noord"] {
        assert_eq!(found.matches(&format!("Boom 27 · {post}")).count(), 1, "{post}: {found}");
    }
}

#[tokio::test]
async fn the_next_is_called_in_the_hall_of_one_post_to_the_kiosks_of_that_post() {
    let (desk, there) = two_posts();
    let mut fatma = desk.worker("Fatma").await;
    let waits = || Left::question(324, Question { contact: Some(Contact::Wait), ..Question::default() });
    let here = arrive(&desk.state, desk.kiosk, waits());
    desk.clock.advance(std::time::Duration::from_secs(60));
    let other = arrive(&desk.state, there, waits());
    let shown = fatma.get("/vandaag").await;
    assert!(shown.text().contains("Roep volgende in Noord") && shown.text().contains("Roep volgende in Huis van de Wijk"));
    let called = fatma.fill("/vandaag", "/roep-volgende", &[("post", "2"), ("to", "Balie")]).await;
    assert_eq!(called.goes_to(), format!("/kaart/{other}?said=called"), "though another waits longer in the other hall");
    let told = |post| {
        let now = desk.clock_now();
        desk.state.store.read_waiting(move |conn| cards::now_called(conn, (1, post), now, 4)).unwrap().len()
    };
    assert_eq!((told(1), told(2)), (0, 1));
    let left = fatma.get("/vandaag").await;
    assert!(left.text().contains("Roep volgende in Huis van de Wijk") && !left.text().contains("Roep volgende in Noord"));
    let called = fatma.fill("/vandaag", "/roep-volgende", &[("post", "1"), ("to", "Balie")]).await;
    assert_eq!(called.goes_to(), format!("/kaart/{here}?said=called"));
}

#[tokio::test]
async fn a_card_that_a_worker_writes_is_of_the_post_that_they_choose() {
    let (desk, _) = two_posts();
    let mut fatma = desk.worker("Fatma").await;
    let fields = |post| {
        [
            ("topic", ""),
            ("need", ""),
            ("words", "Aan de balie."),
            ("way", ""),
            ("number", ""),
            ("address", ""),
            ("name", ""),
            ("language", "nl"),
            ("team", "1"),
            ("post", post),
        ]
    };
    assert_eq!(fatma.fill("/kaart/nieuw", "/kaart/nieuw", &fields("9")).await.goes_to(), "/kaart/nieuw?said=typed-wrong");
    let mut sources = Vec::new();
    for post in ["1", "2", "2"] {
        let made = fatma.fill("/kaart/nieuw", "/kaart/nieuw", &fields(post)).await;
        let id: inloop::entry::EntryId = made.goes_to().split(['/', '?']).nth(2).unwrap().parse().unwrap();
        let found = desk.state.store.read_waiting(move |conn| {
            let kiosk = entries::listed(conn, id)?.unwrap().kiosk;
            Ok((kiosk, posts::of_kiosk(conn, kiosk)?))
        });
        sources.push(found.unwrap());
    }
    assert_eq!(sources.iter().map(|(_, post)| *post).collect::<Vec<_>>(), [1, 2, 2]);
    assert!(sources[0].0 != sources[1].0 && sources[1].0 == sources[2].0, "one source for each post");
    assert!(desk.state.store.read_waiting(workers::all_teams).unwrap().len() == 1);
}
