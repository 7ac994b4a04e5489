//! Sample displays, for the promises in this folder and for `examples/display.rs`.

use inloop_hardware::display::{Call, Panel, Showing, Words};
use inloop_hardware::ticket::{Direction, TwoDigits};

use super::samples;

/// A name that a house may really have.
pub(crate) const LONG: &str = "Spreekkamer aan de binnentuin, eerste verdieping links";

/// A television of 32 inches, a panel of 10.1, and that one upright: their millimetres and pixels.
pub(crate) fn panels() -> [(&'static str, Panel, (u32, u32)); 3] {
    let panel = |width, height| Panel::new(width, height).expect("it was measured");
    [
        ("32in", panel(708.0, 398.0), (1920, 1080)),
        ("10in", panel(217.0, 136.0), (1280, 800)),
        ("10in-upright", panel(136.0, 217.0), (800, 1280)),
    ]
}

pub(crate) fn call(picture: &str, number: u8, place: &str) -> Call {
    let number = TwoDigits::new(number).expect("two digits");
    Call { picture: samples::picture(picture), number, place: place.to_owned() }
}

pub(crate) fn called(large: Call, small: Vec<Call>) -> Showing {
    Showing::Called { large, fresh: false, small, direction: Direction::LeftToRight }
}

pub(crate) fn words(language: &str, direction: Direction, text: &str) -> Words {
    Words { text: text.to_owned(), language: language.to_owned(), direction }
}

pub(crate) fn four() -> Vec<Call> {
    vec![call("vis", 14, "Balie"), call("sleutel", 88, LONG), call("fiets", 0, "Kamer 1"), call("zon", 61, "Spreekkamer 12")]
}

/// All of them, by name.
pub(crate) fn all() -> Vec<(&'static str, Showing)> {
    let (nl, ar) = (Direction::LeftToRight, Direction::RightToLeft);
    let name = || Some(words("nl", nl, "Huis van de Wijk De Schans"));
    let idle = vec![words("nl", nl, "Hier ziet u wie aan de beurt is."), words("ar", ar, "هنا ترى دور من الآن.")];
    let offline = vec![
        words("nl", nl, "Dit scherm heeft even geen verbinding. Vraag het ons."),
        words("ar", ar, "هذه الشاشة غير متصلة الآن. الرجاء سؤالنا."),
    ];
    let arabic = vec![call("vogel", 7, "غرفة ٢"), call("boot", 42, "مكتب الاستقبال في الطابق الأول"), call("hart", 9, "Kamer 3")];
    vec![
        ("idle", Showing::Rest { name: name(), words: idle }),
        ("offline", Showing::Rest { name: name(), words: offline }),
        ("unknown", Showing::Rest { name: None, words: vec![words("nl", nl, "Hier ziet u wie aan de beurt is.")] }),
        ("one", called(call("boom", 27, "Kamer 2"), vec![])),
        (
            "fresh",
            Showing::Called {
                large: call("boom", 27, "Kamer 2"),
                fresh: true,
                small: vec![call("vis", 14, "Balie")],
                direction: nl,
            },
        ),
        ("four", called(call("boom", 27, LONG), four())),
        (
            "arabic",
            Showing::Called {
                large: call("ster", 4, "غرفة الاستشارة ٢"), fresh: false, small: arabic, direction: ar
            },
        ),
    ]
}
