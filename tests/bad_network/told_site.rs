//! What the desk tells of the post: only its own whole word, of a version that is known, is taken over; and the last good one stays,
//! over a restart without a line too.

use crate::post::{PATIENCE, Post};
use crate::proxy::{Request, Seen, Weather, answer};
use inloop::desk::DeskKeys;
use inloop::desk::store::{kiosks, own_texts};
use inloop::entry::Language;
use inloop::kiosk::courier::News;
use inloop::kiosk::site::{self, BadSite};
use inloop::wire::{AnswerHead, DeskKey, HEALTH, SITE, Site};
use std::sync::Arc;
use zeroize::Zeroizing;

fn kept(post: &Post) -> Site {
    site::last(&post.kiosk_folder()).unwrap().unwrap()
}

/// The keys of the desk.
fn desk_keys(post: &Post) -> DeskKeys {
    DeskKeys::load(&post.kiosk_folder().join("../keys")).unwrap()
}

/// The answer to the question about the site that `key` signs, for this very request.
fn signed(key: &DeskKey, request: &Request, body: &[u8]) -> Option<Vec<u8>> {
    let to = request.header("signature")?.strip_prefix("sig=:")?.strip_suffix(':')?;
    let head = AnswerHead { status: 200, time: chrono::DateTime::UNIX_EPOCH, request_signature: to, body };
    let headers = head.sign(key);
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Some(answer("200 OK", &headers, body))
}

/// The desk has something new to tell, and is asked for it twice: the first answer has been looked at by then.
fn asks_twice(post: &Post, text: &'static str) {
    let from = post.proxy.seen();
    let asked = |many| move |seen: &[Seen]| seen.iter().filter(|one| one.path == SITE && one.status == Some(200)).count() >= many;
    post.at_desk(move |conn, _| own_texts::say(conn, Language::NL, "home-ask", text));
    post.courier().link_came_up();
    post.proxy.wait_for("the question about the site", from, asked(1));
    post.courier().link_came_up();
    post.proxy.wait_for("the next", from, asked(2));
}

#[test]
fn a_site_that_is_unsigned_forged_damaged_newer_or_odd_changes_nothing_and_the_last_good_one_stays_without_a_line() {
    let mut post = Post::open();
    post.until("the site", |news| matches!(news, News::Site(_)).then_some(()));
    let good = kept(&post);
    let (desk, stranger) = (Arc::new(desk_keys(&post)), Arc::new(DeskKey::from_seed(&Zeroizing::new([66; 32]))));
    let other = Site { name: "Elders".into(), languages: vec!["en".into()], ..good.clone() };
    let bytes = serde_json::to_vec(&other).unwrap();
    let newer = serde_json::to_vec(&Site { v: 2, ..other.clone() }).unwrap();
    let nobodys = serde_json::to_vec(&Site { recovery: other.team.clone(), ..other.clone() }).unwrap();
    let half = bytes[..bytes.len() / 2].to_vec();
    let cases = [
        ("forged", None, bytes.clone()),
        ("damaged", Some(Arc::clone(&desk)), half),
        ("newer", Some(Arc::clone(&desk)), newer),
        ("for nobody to read", Some(Arc::clone(&desk)), nobodys),
    ];
    for ((what, keys, body), text) in cases.into_iter().zip(["Een", "Twee", "Drie", "Vier"]) {
        let stranger = Arc::clone(&stranger);
        let own = move |request: &Request| {
            let key = keys.as_ref().map_or(&*stranger, |keys| &keys.signing);
            (request.path == SITE).then(|| signed(key, request, &body)).flatten()
        };
        post.proxy.set(Weather::Answer(Arc::new(own)));
        asks_twice(&post, text);
        assert_eq!(kept(&post), good, "{what}");
    }
    post.proxy.set(Weather::only(SITE.to_owned(), answer("200 OK", &[], &bytes)));
    asks_twice(&post, "Vijf");
    assert_eq!(kept(&post), good, "unsigned");
    // Signed by the desk, for another question: an old answer that somebody kept.
    let kept_answer = std::sync::Mutex::new(None::<Vec<u8>>);
    let replay = move |request: &Request| {
        let mut first = kept_answer.lock().unwrap();
        (request.path == SITE).then(|| first.get_or_insert_with(|| signed(&desk.signing, request, &bytes).unwrap()).clone())
    };
    // The first is the desk's own word and would be taken over, so it is asked by somebody else.
    let asked_before = Request {
        method: "GET".into(),
        path: SITE.into(),
        headers: vec![("signature".into(), "sig=:AAAA:".into())],
        body: vec![],
    };
    assert!(replay(&asked_before).is_some());
    post.proxy.set(Weather::Answer(Arc::new(replay)));
    asks_twice(&post, "Zes");
    assert_eq!(kept(&post), good, "of another request");

    post.restart_kiosk();
    post.proxy.set(Weather::Cut);
    assert_eq!(kept(&post), good, "without a line");
    post.proxy.set(Weather::Clear);
    post.carry(PATIENCE);
    let told = post.until("the site", |news| if let News::Site(site) = news { Some(site) } else { None });
    assert_eq!((&told.name, kept(&post)), (&good.name, Site::clone(&told)));
    assert_ne!(told.texts, good.texts, "what the desk has to tell arrives in the end");
}

#[test]
fn a_kept_site_that_is_damaged_is_said_to_the_desk_and_fetched_again() {
    let mut post = Post::open();
    post.until("the site", |news| matches!(news, News::Site(_)).then_some(()));
    let good = kept(&post);
    post.restart_kiosk();
    let file = post.kiosk_folder().join(site::FILE);
    let whole = std::fs::read(&file).unwrap();
    std::fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    assert!(matches!(site::last(&post.kiosk_folder()), Err(BadSite::Damaged)));
    // The site cannot be fetched yet.
    post.proxy.set(Weather::only(SITE.to_owned(), answer("502 Bad Gateway", &[], b"")));
    let from = post.proxy.seen();
    post.carry(PATIENCE);
    post.proxy.wait_for("the health report", from, |seen| seen.iter().any(|one| one.path == HEALTH && one.status == Some(200)));
    let said = |post: &Post| post.at_desk(|conn, _| Ok(kiosks::all(conn)?.remove(0))).health.unwrap().texts;
    assert!(said(&post).is_some_and(|said| said.contains("site.json is damaged")), "{:?}", said(&post));
    post.proxy.set(Weather::Clear);
    post.courier().link_came_up();
    post.until("the site", |news| matches!(news, News::Site(_)).then_some(()));
    assert_eq!(kept(&post), good);
    let from = post.proxy.seen();
    post.courier().link_came_up();
    post.proxy.wait_for("the next report", from, |seen| seen.iter().any(|one| one.path == HEALTH && one.status == Some(200)));
    assert_eq!(said(&post), None, "it is mended");
}
