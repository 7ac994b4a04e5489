//! Who may do what, as a manager, an auditor and somebody new use it.

use crate::chrome::{Driver, Screen};
use crate::staff::{Post, fits};
use crate::team;
use inloop::desk::roles::{Role, Roles};
use inloop::desk::second::Seed;
use inloop::desk::store::{News, people, second_steps, workers};

const OWN: &str = "een zelf gekozen zin";

fn give(post: &Post, name: &'static str, roles: Roles) {
    let given = post.state().store.write_waiting(News::Pages, move |conn| {
        let id = workers::by_name(conn, name)?.unwrap().id;
        people::set_roles(conn, id, roles, &[1])
    });
    given.unwrap();
}

/// The code of the worker's phone, a step from now at most.
fn code(post: &Post, name: &'static str, later: u64) -> String {
    let found = post.state().store.read_waiting(move |conn| {
        let id = workers::by_name(conn, name)?.unwrap().id;
        Ok((id, second_steps::find(conn, id)?.unwrap().locked))
    });
    let (id, locked) = found.unwrap();
    let seed = Seed::unlock(&locked, &post.state().keys, id).unwrap();
    seed.code_at(post.state().now() as u64 + later).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_invited_chooses_a_password_and_turns_two_steps_on() {
    let (post, driver) = (Post::open(), Driver::start());
    let manager = driver.browser(Screen::Desk).await;
    post.log_in(&manager, "Fatma").await;
    manager.click("nav a[href='/inrichting']").await;
    manager.click("nav a[href='/inrichting/mensen']").await;
    manager.type_into("#name", "Noor").await;
    manager.click("#team-1").await;
    if manager.run("return document.querySelector('#team-1').checked").await != true {
        manager.click("#team-1").await;
    }
    manager.click("#invite-now").await;
    let invitation = manager.see("#code").await.text().await.unwrap();
    fits(&manager, "1280-nl-uitgenodigd").await;

    let phone = driver.browser(Screen::Phone).await;
    phone.open(&post.url("/login")).await;
    phone.click("a[href='/uitnodiging']").await;
    fits(&phone, "360-nl-uitnodiging").await;
    phone.type_into("#code", &invitation).await;
    phone.type_into("#new", OWN).await;
    phone.type_into("#again", OWN).await;
    phone.click("button.main").await;
    phone.see("#password").await;
    phone.type_into("#name", "Noor").await;
    phone.type_into("#password", OWN).await;
    phone.click("button.main").await;
    phone.see("#list-new").await;
    phone.open(&post.url("/tweestap")).await;
    fits(&phone, "360-nl-tweestap").await;
    phone.click("#begin").await;
    phone.see("#secret").await;
    fits(&phone, "360-nl-tweestap-sleutel").await;
    phone.type_into("#code", &code(&post, "Noor", 0)).await;
    phone.click("#prove").await;
    phone.see(".codes").await;
    fits(&phone, "360-nl-tweestap-papier").await;
    phone.open(&post.url("/tweestap")).await;
    fits(&phone, "360-nl-tweestap-aan").await;
    phone.close().await;

    let other = driver.browser(Screen::Phone).await;
    other.open(&post.url("/")).await;
    other.type_into("#name", "Noor").await;
    other.type_into("#password", OWN).await;
    other.click("button.main").await;
    other.see("#code").await;
    fits(&other, "360-nl-code").await;
    other.type_into("#code", &code(&post, "Noor", 30)).await;
    other.click("button.main").await;
    other.see("#list-new").await;
    other.close().await;
    manager.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn inrichting_fits_a_phone_and_a_desk() {
    let (post, driver) = (Post::open(), Driver::start());
    give(&post, "Bram", Roles::of(&[Role::Coordinator, Role::Manager, Role::Auditor]));
    let long = "Jan-Willem van den Bosch-Oosterhout van der Meulen-Hoogeboom";
    let made = post.state().store.write_waiting(News::Pages, move |conn| {
        people::make_team(conn, long, 0)?;
        workers::add_as(conn, long, "x", false, Roles::of(&[Role::Worker, Role::Manager]), &[1, 2], 0)
    });
    let third = made.unwrap().unwrap();
    let ids = team::a_busy_morning(post.state(), post.kiosk());
    for (screen, width) in [(Screen::Phone, "360"), (Screen::Desk, "1280")] {
        let browser = driver.browser(screen).await;
        post.log_in(&browser, "Bram").await;
        browser.open(&post.url(&format!("/kaart/{}", ids[0]))).await;
        for language in ["nl", "en"] {
            let pages = [
                ("inrichting", "/inrichting".to_owned()),
                ("mensen", "/inrichting/mensen".into()),
                ("mens", format!("/inrichting/mensen/{third}")),
                ("teams", "/inrichting/teams".into()),
                ("inzage", "/inrichting/inzage".into()),
                ("kiosken-beheer", "/kiosken".into()),
                ("koppelingen-beheer", "/koppelingen".into()),
                ("overleg-coordinator", "/overleg".into()),
            ];
            for (page, path) in pages {
                browser.open(&post.url(&path)).await;
                fits(&browser, &format!("{width}-{language}-{page}")).await;
            }
            browser.open(&post.url("/inrichting/inzage")).await;
            browser.type_into("#link", &ids[0].to_string()).await;
            browser.click("#search").await;
            browser.see("#found").await;
            fits(&browser, &format!("{width}-{language}-inzage-gevonden")).await;
            browser.open(&post.url("/vandaag")).await;
            browser.click("form[action='/taal'] button").await;
            browser.see("#list-new").await;
        }
        browser.close().await;
    }
}
