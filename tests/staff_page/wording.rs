//! Texts of the glass, as a manager rewords them.

use crate::hands::{Browser, Desk, Page};
use crate::people::{give, seated};
use crate::retention::count;
use axum::http::StatusCode;
use inloop::desk::roles::Role;
use inloop::desk::store::{News, meta, own_texts};
use inloop::desk::wording::{self, LONGEST};
use inloop::entry::Language;

const PAGE: &str = "/inrichting/teksten";
const ASK: &str = "/inrichting/teksten/nl/home-ask";

fn own(desk: &Desk, language: &'static str) -> own_texts::Own {
    desk.state.store.read_waiting(move |conn| own_texts::of(conn, language.parse().unwrap())).unwrap()
}

fn version(desk: &Desk) -> u64 {
    desk.state.store.read_waiting(meta::site_version).unwrap()
}

async fn reword(manager: &mut Browser, action: &str, words: &str) -> Page {
    manager.fill(&format!("{PAGE}?taal=nl&groep=2"), action, &[("words", words), ("groep", "2"), ("zoek", "")]).await
}

#[tokio::test]
async fn a_text_is_said_otherwise_and_goes_back_and_kiosks_are_told_each_time() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let (page, before) = (fatma.get(&format!("{PAGE}?taal=nl&groep=2")).await, version(&desk));
    assert!(page.text().contains("Ik heb een vraag") && !page.offers(&format!("{ASK}/gewoon")));

    let saved = reword(&mut fatma, ASK, "  Ik wil iets\r\n vragen \r\n\r\n").await;
    assert_eq!(saved.goes_to(), format!("{PAGE}?taal=nl&groep=2&zoek=&tekst=home-ask&gedaan=saved#t-home-ask"));
    assert_eq!(own(&desk, "nl")["home-ask"], "Ik wil iets\n vragen");
    assert!(version(&desk) > before, "kiosks fetch it");
    let page = fatma.get(&format!("{PAGE}?taal=nl&groep=2&tekst=home-ask&gedaan=saved")).await;
    assert!(page.text().contains("Opgeslagen. Binnen een paar minuten") && page.text().contains("Ik heb een vraag"));

    let before = version(&desk);
    assert!(reword(&mut fatma, ASK, "Ik wil iets\n vragen").await.goes_to().contains("gedaan=same"));
    assert_eq!(version(&desk), before, "nobody fetches what they have");

    let back = fatma.fill(&format!("{PAGE}?taal=nl&groep=eigen"), &format!("{ASK}/gewoon"), &[("groep", "eigen")]).await;
    assert!(back.goes_to().contains("gedaan=back"), "{}", back.goes_to());
    assert!(own(&desk, "nl").is_empty() && version(&desk) > before);
    reword(&mut fatma, ASK, "Vraag maar").await;
    assert!(reword(&mut fatma, ASK, "Ik heb een vraag").await.goes_to().contains("gedaan=back"), "only what differs is kept");
    assert!(own(&desk, "nl").is_empty());
}

#[tokio::test]
async fn each_thing_that_is_wrong_is_told_at_its_field_in_both_languages_and_nothing_is_saved() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let before = version(&desk);
    let teken = "/inrichting/teksten/nl/receipt-teken";
    let long = "x".repeat(LONGEST + 1);
    let cases = [
        (ASK, " \n", "Schrijf iets, of ga terug", "Write something, or go back"),
        (ASK, "Ja { $", "kan het scherm niet lezen", "cannot read this"),
        (ASK, "Ja }", "kan het scherm niet lezen", "cannot read this"),
        (ASK, "Ja { $naam }", "vult het scherm hier niet in: { $naam }", "does not fill in this place here: { $naam }"),
        (teken, "Onthoud het.", "moet erin blijven staan: { $teken }", "has to stay in it: { $teken }"),
        (ASK, "Ja 漢", "niet tekenen: 漢", "cannot draw this letter: 漢"),
        (ASK, "{ home-question }", "geen andere tekst binnenhalen: home-question", "cannot bring in another text: home-question"),
        (ASK, "{ home-ask }", "zichzelf niet binnenhalen", "cannot bring in itself"),
        (ASK, "{ DATETIME(1) }", "niet uitrekenen: DATETIME()", "cannot work this out: DATETIME()"),
        (ASK, long.as_str(), "hoogstens 400 letters", "at most 400 letters"),
    ];
    for english in [false, true] {
        if english {
            fatma.fill(PAGE, "/taal", &[("back", PAGE)]).await;
        }
        for (action, words, nl, en) in cases {
            let page = if action == teken { format!("{PAGE}?zoek=teken+is") } else { format!("{PAGE}?taal=nl&groep=2") };
            let refused = fatma
                .fill(&page, action, &[("words", words), ("groep", "2"), ("zoek", if action == teken { "teken is" } else { "" })])
                .await;
            assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words:?}");
            let key = action.rsplit('/').next().unwrap();
            let field = refused.html.split(&format!("id=\"t-{key}\"")).nth(1).unwrap().split("</li>").next().unwrap();
            let told = if english { en } else { nl };
            let field = field.replace("&#39;", "'").replace("&#38;", "&");
            assert!(field.contains(told), "{words:?}: {told} is not in {field}");
            assert!(field.contains("aria-invalid=\"true\" autofocus") && field.contains("role=\"alert\""), "{words:?}");
            if !words.trim().is_empty() {
                assert!(field.contains(words.trim().split(char::is_whitespace).next().unwrap()), "what was typed is still there");
            }
        }
    }
    assert!(own(&desk, "nl").is_empty());
    assert_eq!(version(&desk), before);
}

#[tokio::test]
async fn a_text_that_is_much_longer_is_saved_and_whoever_wrote_it_is_asked_to_look() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let saved = reword(&mut fatma, ASK, &"Ik heb een lange vraag ".repeat(6)).await;
    let page = fatma.get(saved.goes_to().split('#').next().unwrap()).await;
    assert!(page.text().contains("Dit is veel langer dan in de andere talen."), "{}", page.text());
    assert_eq!(own(&desk, "nl").len(), 1);
}

#[tokio::test]
async fn what_no_message_to_a_kiosk_holds_is_not_saved() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let keys: Vec<String> = wording::texts(Language::NL).into_iter().flat_map(|group| group.texts).map(|(key, _)| key).collect();
    let filled = desk.state.store.write_waiting(News::Silent, move |conn| {
        for key in keys.iter().filter(|key| *key != "home-ask").take(200) {
            own_texts::say(conn, Language::NL, key, &"a".repeat(LONGEST - 20))?;
        }
        Ok(())
    });
    filled.unwrap();
    let refused = reword(&mut fatma, ASK, &"a".repeat(LONGEST)).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("Er past niets meer bij in deze taal."), "{}", refused.text());
    assert!(!own(&desk, "nl").contains_key("home-ask"));
}

#[tokio::test]
async fn texts_are_found_by_their_words_in_every_language_and_by_screen() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    let found = fatma.get(&format!("{PAGE}?taal=nl&zoek=GELD+en")).await;
    assert!(found.text().contains("Geld en schulden") && !found.text().contains("Ik heb een vraag Eigen"), "{}", found.text());
    let arabic = fatma.get(&format!("{PAGE}?taal=ar&groep=2")).await;
    assert!(arabic.html.contains("lang=\"ar\" dir=\"rtl\"") && arabic.offers("/inrichting/teksten/ar/home-ask"));
    assert!(arabic.html.contains("Begin"), "the group's name is in the worker's language");
    fatma.fill(&format!("{PAGE}?taal=ar&groep=2"), "/inrichting/teksten/ar/home-ask", &[("words", "عندي سؤال لكم")]).await;
    assert_eq!(own(&desk, "ar")["home-ask"], "عندي سؤال لكم");
    assert!(own(&desk, "nl").is_empty());
    assert!(fatma.get(&format!("{PAGE}?taal=ar&zoek=لكم")).await.html.contains("t-home-ask"), "own words are found too");
    assert!(fatma.get(&format!("{PAGE}?zoek=bestaatniet")).await.text().contains("Hier staat niets."));
    for hidden in ["verbatim", "direction", "read-by-native", "language-nl"] {
        let page = fatma.get(&format!("{PAGE}?zoek={hidden}")).await;
        assert!(!page.offers(&format!("{PAGE}/nl/{hidden}")), "{hidden}");
    }
    assert!(fatma.get(&format!("{PAGE}?taal=..&groep=99999")).await.text().contains("Ik heb een vraag"));
}

#[tokio::test]
async fn only_a_manager_rewords_with_the_forms_own_token_and_what_exists() {
    let desk = Desk::new();
    give(&desk, "Bram", &[Role::Worker, Role::Coordinator]);
    give(&desk, "Chidi", &[Role::Auditor]);
    for name in ["Bram", "Chidi"] {
        let mut other = seated(&desk, name).await;
        assert_ne!(other.get(PAGE).await.status, StatusCode::OK, "{name}");
        assert_ne!(other.post(ASK, &[("words", "Ja"), ("guard", "x")]).await.status, StatusCode::OK, "{name}");
    }
    let mut fatma = desk.worker("Fatma").await;
    assert_eq!(fatma.post(ASK, &[("words", "Ja"), ("guard", "x")]).await.status, StatusCode::FORBIDDEN);
    let guard = fatma.get(&format!("{PAGE}?groep=2")).await.guard(ASK);
    for nowhere in ["nl/verbatim", "nl/home-asked", "fr/home-ask", "nl/language-nl", "NL/home-ask"] {
        let page = fatma.post(&format!("{PAGE}/{nowhere}"), &[("words", "Ja"), ("guard", &guard)]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    assert!(own(&desk, "nl").is_empty());
}

#[tokio::test]
async fn who_reworded_what_is_in_the_audit_log() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    reword(&mut fatma, ASK, "Vraag maar").await;
    fatma.fill(&format!("{PAGE}?groep=eigen"), &format!("{ASK}/gewoon"), &[]).await;
    for what in ["text-said", "text-back"] {
        assert_eq!(
            count(&desk, &format!("audit WHERE what = '{what}' AND about = 'text:nl/home-ask' AND worker = 1")),
            1,
            "{what}"
        );
    }
    assert_eq!(count(&desk, "audit WHERE detail LIKE '%Vraag maar%'"), 0, "what, and not in which words");
    give(&desk, "Chidi", &[Role::Auditor]);
    let log = seated(&desk, "Chidi").await.get("/inrichting/inzage").await;
    assert!(log.text().contains("Schreef een tekst van het scherm anders"), "{}", log.text());
}

#[tokio::test]
async fn a_message_about_an_appointment_is_said_as_the_glass_says_it() {
    let desk = Desk::new();
    let mut fatma = desk.worker("Fatma").await;
    fatma.fill(&format!("{PAGE}?zoek=staat+vast"), "/inrichting/teksten/nl/booked-title", &[("words", "Gelukt!")]).await;
    let glass = desk.state.glass_says(vec![Language::NL]).await.unwrap().unwrap();
    assert_eq!(glass.say(Language::NL, &inloop::texts::Text::key("booked-title")), "Gelukt!");
}
