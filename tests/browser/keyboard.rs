//! The pages without a mouse or a finger: Tab, arrows, Space and Enter alone.

use crate::chrome::{Browser, Driver, Screen};
use crate::staff::Post;
use crate::team::{self, Left};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;

/// More stops than any page here has.
const MOST_STOPS: usize = 80;

async fn press(browser: &Browser, key: Key) {
    let value = char::from(key);
    let keys = KeyActions::new("keyboard".into()).then(KeyAction::Down { value }).then(KeyAction::Up { value });
    browser.client.perform_actions(keys).await.unwrap();
}

async fn writes(browser: &Browser, text: &str) {
    let strokes = text.chars().fold(KeyActions::new("keyboard".into()), |keys, value| {
        keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
    });
    browser.client.perform_actions(strokes).await.unwrap();
}

/// Tab until this is where the keyboard is. Every stop on the way can be seen: a ring around it, or around its label.
async fn tab_to(browser: &Browser, css: &str) {
    for _ in 0..MOST_STOPS {
        press(browser, Key::Tab).await;
        let at = browser
            .run(&format!(
                "const at = document.activeElement;
                 if (at === document.body) {{ return ['body', false, true]; }}
                 const rings = [at, ...(at.labels ?? [])].some((one) => {{
                   const style = getComputedStyle(one);
                   return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
                 }});
                 return [at.outerHTML.slice(0, 160), at.matches({css:?}), rings];"
            ))
            .await;
        assert_eq!(at[2], true, "nothing shows that the keyboard is at {}", at[0]);
        if at[1] == true {
            return;
        }
    }
    panic!("Tab never comes to {css} on {}", browser.path().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_is_picked_up_and_closed_by_keyboard_alone() {
    let (post, driver) = (Post::open(), Driver::start());
    let id = post.arrive(Left::words(324, "hallo"));
    let browser = driver.browser(Screen::Desk).await;
    browser.open(&post.url("/")).await;
    tab_to(&browser, "#name").await;
    writes(&browser, "Fatma").await;
    tab_to(&browser, "#password").await;
    writes(&browser, team::PASSWORD).await;
    press(&browser, Key::Enter).await;
    browser.see("#list-new").await;

    tab_to(&browser, &format!("#card-{id}")).await;
    press(&browser, Key::Enter).await;
    browser.see("#claim").await;
    tab_to(&browser, "#claim").await;
    press(&browser, Key::Enter).await;
    browser.see("#undo").await;

    tab_to(&browser, "#close summary").await;
    press(&browser, Key::Enter).await;
    // A choice of one is one stop, and the arrows go through it.
    tab_to(&browser, "#close input[name=outcome]").await;
    for _ in 0..MOST_STOPS {
        if browser.run("return document.activeElement.value").await == "together" {
            break;
        }
        press(&browser, Key::Down).await;
    }
    assert_eq!(browser.run("return document.querySelector('#close input[name=outcome]:checked').value").await, "together");
    tab_to(&browser, "#close-go").await;
    press(&browser, Key::Enter).await;
    browser.see("#reopen").await;
    browser.close().await;
}
