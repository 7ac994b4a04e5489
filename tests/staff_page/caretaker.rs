//! The caretaker's code is made, replaced and taken away by a manager, and shown once.

use crate::hands::Desk;
use crate::people::{give, seated};
use inloop::desk::passwords;
use inloop::desk::roles::Role;
use inloop::desk::store::caretaker;
use inloop::desk::store::posts;

const PAGE: &str = "/kiosken/beheer";

/// The digits that stand on the page.
fn digits(html: &str) -> Option<String> {
    let shown = html.split("id=\"digits\">").nth(1)?.split('<').next()?;
    Some(shown.chars().filter(char::is_ascii_digit).collect())
}

#[tokio::test]
async fn a_manager_makes_a_code_that_is_shown_once_replaces_it_and_takes_it_away() {
    let desk = Desk::new();
    give(&desk, "Chidi", &[Role::Manager]);
    let mut chidi = seated(&desk, "Chidi").await;
    assert!(digits(&chidi.get(PAGE).await.html).is_none());
    let made = digits(&chidi.fill(PAGE, PAGE, &[("post", "1")]).await.html).unwrap();
    assert_eq!(made.len(), 8);
    let kept = |desk: &Desk| desk.state.store.read_waiting(|conn| caretaker::of(conn, posts::FIRST)).unwrap();
    let first = kept(&desk).unwrap();
    assert!(passwords::verify(&made, &first.hash) && !first.hash.contains(&made));
    assert!(digits(&chidi.get(PAGE).await.html).is_none(), "it is shown once");
    let other = digits(&chidi.fill(PAGE, PAGE, &[("post", "1")]).await.html).unwrap();
    let second = kept(&desk).unwrap();
    assert!(other != made && second.which != first.which && !passwords::verify(&made, &second.hash));
    let away = chidi.fill(PAGE, "/kiosken/beheer/weg", &[("post", "1")]).await;
    assert!(away.goes_to().contains("said=caretaker-off"));
    assert_eq!(kept(&desk), None);
}
