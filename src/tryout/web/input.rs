//! What the page reports, as Slint's events. What cannot be read is dropped: the page is ours, but the socket is open.

use slint::platform::{Key, PointerEventButton, WindowEvent};
use slint::{LogicalPosition, SharedString};

/// The longest message of the page in bytes: a typed text is a few characters.
pub(super) const MAX_MESSAGE: usize = 1024;

/// Positions are in pixels of the picture.
#[derive(serde::Deserialize)]
#[serde(tag = "t", rename_all = "lowercase", deny_unknown_fields)]
enum Input {
    Down { x: f32, y: f32 },
    Move { x: f32, y: f32 },
    Up { x: f32, y: f32 },
    Leave,
    Key { key: String, down: bool },
    Text { text: String },
}

/// What the page says of its microphone.
#[derive(serde::Deserialize)]
#[serde(tag = "t", rename_all = "lowercase", deny_unknown_fields)]
enum OfMicrophone {
    Microphone { there: bool },
}

/// Whether the page has a microphone, where that is what it says.
pub(super) fn microphone(text: &str) -> Option<bool> {
    let OfMicrophone::Microphone { there } = serde_json::from_str(text).ok()?;
    Some(there)
}

/// One message of the page as events.
pub(super) fn events(text: &str) -> Vec<WindowEvent> {
    let button = PointerEventButton::Left;
    let at = LogicalPosition::new;
    match serde_json::from_str(text) {
        Ok(Input::Down { x, y }) => vec![WindowEvent::PointerPressed { position: at(x, y), button }],
        Ok(Input::Move { x, y }) => vec![WindowEvent::PointerMoved { position: at(x, y) }],
        Ok(Input::Up { x, y }) => vec![WindowEvent::PointerReleased { position: at(x, y), button }],
        Ok(Input::Leave) => vec![WindowEvent::PointerExited],
        Ok(Input::Key { key, down }) => named_key(&key)
            .map(|text| if down { WindowEvent::KeyPressed { text } } else { WindowEvent::KeyReleased { text } })
            .into_iter()
            .collect(),
        Ok(Input::Text { text }) => text.chars().filter(|c| !c.is_control()).flat_map(typed).collect(),
        Err(_) => Vec::new(),
    }
}

fn typed(c: char) -> [WindowEvent; 2] {
    let text = SharedString::from(c);
    [WindowEvent::KeyPressed { text: text.clone() }, WindowEvent::KeyReleased { text }]
}

/// The browser's name for a key that writes nothing.
fn named_key(name: &str) -> Option<SharedString> {
    let key = match name {
        "Enter" => Key::Return,
        "Backspace" => Key::Backspace,
        "Tab" => Key::Tab,
        "Escape" => Key::Escape,
        "ArrowLeft" => Key::LeftArrow,
        "ArrowRight" => Key::RightArrow,
        "ArrowUp" => Key::UpArrow,
        "ArrowDown" => Key::DownArrow,
        "Shift" => Key::Shift,
        "F9" => Key::F9,
        _ => return None,
    };
    Some(key.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_is_dropped() {
        for junk in ["", "{}", "[1]", r#"{"t":"down"}"#, r#"{"t":"quit"}"#, r#"{"t":"key","key":"F12","down":true}"#] {
            assert!(events(junk).is_empty(), "{junk}");
        }
    }

    #[test]
    fn a_page_says_whether_it_has_a_microphone() {
        assert_eq!(microphone(r#"{"t":"microphone","there":true}"#), Some(true));
        for other in [r#"{"t":"microphone"}"#, r#"{"t":"leave"}"#, r#"{"t":"microphone","there":1}"#] {
            assert_eq!(microphone(other), None);
        }
        assert!(events(r#"{"t":"microphone","there":true}"#).is_empty());
    }

    #[test]
    fn a_typed_text_is_pressed_and_released_letter_by_letter() {
        let events = events("{\"t\":\"text\",\"text\":\"a\\u0000é\"}");
        assert_eq!(events.len(), 4);
        assert!(matches!(&events[2], WindowEvent::KeyPressed { text } if text == "é"));
    }

    #[test]
    fn a_touch_is_a_press_and_a_release_where_it_was() {
        let down = events(r#"{"t":"down","x":10.5,"y":20}"#);
        assert!(matches!(&down[..], [WindowEvent::PointerPressed { position, .. }] if position.x == 10.5));
        assert_eq!(events(r#"{"t":"up","x":10.5,"y":20}"#).len(), 1);
    }
}
