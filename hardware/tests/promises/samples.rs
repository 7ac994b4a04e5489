//! Sample tickets and panels, for the promises in this folder and for `examples/pictures.rs`.

#![allow(clippy::expect_used, reason = "without its samples there is nothing to check or to look at")]

use inloop_hardware::panel::{LastContact, PanelState};
use inloop_hardware::qr::QrSecret;
use inloop_hardware::ticket::{Direction, Fonts, Picture, Ticket, TwoDigits};

/// What the codes of all samples hold.
pub(crate) const SECRET: &str = "1VKW7T4MF8CJN0H67D5VV4B640";

macro_rules! font {
    ($name:literal) => {
        include_bytes!(concat!("../../../ui/fonts/", $name, ".ttf")).as_slice()
    };
}

macro_rules! tekens {
    ($($name:literal)*) => {
        [$(($name, include_bytes!(concat!("../../../ui/icons/teken-", $name, ".svg")).as_slice())),*]
    };
}

/// The twelve pictures of the glass.
pub(crate) const TEKENS: [(&str, &[u8]); 12] =
    tekens!["boom" "vis" "zon" "huis" "fiets" "ster" "bloem" "vogel" "boot" "sleutel" "hart" "appel"];

/// The fonts of the glass.
pub(crate) fn fonts() -> Fonts {
    Fonts::new(
        &[font!("NotoSans-Regular"), font!("NotoSansArabic-Regular"), font!("NotoSansEthiopic-Regular")],
        &[font!("NotoSans-SemiBold"), font!("NotoSansArabic-SemiBold"), font!("NotoSansEthiopic-SemiBold")],
    )
    .expect("the glass has its fonts")
}

/// One ticket's words: language, whether it reads right to left, the teken, a moment, what follows.
pub(crate) struct Words(
    pub(crate) &'static str,
    pub(crate) Direction,
    pub(crate) &'static str,
    pub(crate) &'static str,
    pub(crate) [&'static str; 2],
);

/// The eight languages of the post, in the words of the glass (`ui/lang`).
pub(crate) const LANGUAGES: [Words; 8] = [
    Words(
        "nl",
        Direction::LeftToRight,
        "Uw teken is Boot 27.",
        "Maandag 23\u{a0}november, tien uur.",
        ["U hoort van ons voor donderdag.", "Bewaar dit briefje."],
    ),
    Words(
        "en",
        Direction::LeftToRight,
        "Your sign is Boat 27.",
        "Monday 23\u{a0}November, ten o'clock.",
        ["You will hear from us before Thursday.", "Keep this ticket."],
    ),
    Words(
        "ar",
        Direction::RightToLeft,
        "علامتك: قارب 27.",
        "الاثنين 23\u{a0}نوفمبر، الساعة العاشرة تمامًا.",
        ["نرد عليك قبل يوم الخميس.", "احتفظ بهذه الورقة."],
    ),
    Words(
        "tr",
        Direction::LeftToRight,
        "İşaretiniz: Tekne 27.",
        "23\u{a0}Kasım Pazartesi, saat on.",
        ["Size Perşembe gününden önce haber veririz.", "Bu kâğıdı saklayın."],
    ),
    Words(
        "pl",
        Direction::LeftToRight,
        "Znak to Łódź 27.",
        "Poniedziałek 23\u{a0}listopada, godzina dziesiąta.",
        ["Odezwiemy się przed tym dniem: czwartek.", "Proszę zachować ten bilet."],
    ),
    Words(
        "uk",
        Direction::LeftToRight,
        "Ваш знак: Човен 27.",
        "Понеділок, 23\u{a0}листопада, десята година.",
        ["Ми відповімо до цього дня: четвер.", "Збережіть цей талон."],
    ),
    Words(
        "ti",
        Direction::LeftToRight,
        "ምልክትኩም፡ ጃልባ 27።",
        "ሰኑይ 23\u{a0}ሕዳር፣ ሰዓት ዓሰርተ።",
        ["ቅድሚ ሓሙስ ክንነግረኩም ኢና።", "ነዚ ወረቐት ዓቅቡዎ።"],
    ),
    Words(
        "fa",
        Direction::RightToLeft,
        "نشان شما: قایق 27.",
        "دوشنبه 23\u{a0}نوامبر، ساعت ده.",
        ["پیش از روز پنج‌شنبه به شما خبر می‌دهیم.", "این برگه را نگه دارید."],
    ),
];

/// One of the twelve pictures.
pub(crate) fn picture(name: &str) -> Picture {
    let (_, svg) = TEKENS.iter().find(|(teken, _)| *teken == name).expect("the glass has this picture");
    Picture::from_svg(svg).expect("the glass has SVG pictures")
}

/// A ticket with these words.
pub(crate) fn ticket(words: &Words) -> Ticket {
    Ticket {
        language: words.0.to_owned(),
        direction: words.1,
        site: "Huis van de Wijk Zuiderhof".to_owned(),
        picture: picture("boot"),
        number: TwoDigits::new(27).expect("27 has two digits"),
        teken: words.2.to_owned(),
        moment: Some(words.3.to_owned()),
        follows: words.4.iter().map(|&sentence| sentence.to_owned()).collect(),
        secret: Some(QrSecret::new(SECRET).expect("it is spelled as one")),
    }
}

/// A post where all is well.
pub(crate) fn well() -> PanelState {
    PanelState {
        troubles: Vec::new(),
        waiting: 0,
        parked: 0,
        last_contact: LastContact::MinutesAgo(0),
        clock_trusted: true,
        address: Some("192.168.178.24".to_owned()),
    }
}
