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

/// The eight languages of the post.
pub(crate) const LANGUAGES: [Words; 8] = [
    Words(
        "nl",
        Direction::LeftToRight,
        "Uw teken is Boot 27.",
        "Maandag 23 november, tien uur",
        ["Bewaar dit briefje.", "U hoort van ons voor donderdag."],
    ),
    Words(
        "en",
        Direction::LeftToRight,
        "Your sign is Boat 27.",
        "Monday 23 November, ten o’clock",
        ["Keep this ticket.", "You will hear from us before Thursday."],
    ),
    Words(
        "ar",
        Direction::RightToLeft,
        "علامتك هي قارب 27.",
        "الاثنين 23 نوفمبر، الساعة العاشرة",
        ["احتفظ بهذه الورقة.", "ستسمع منا قبل يوم الخميس."],
    ),
    Words(
        "tr",
        Direction::LeftToRight,
        "İşaretiniz Tekne 27.",
        "23 Kasım Pazartesi, saat on",
        ["Bu kâğıdı saklayın.", "Perşembe gününden önce size ulaşacağız."],
    ),
    Words(
        "pl",
        Direction::LeftToRight,
        "Twój znak to Łódź 27.",
        "Poniedziałek 23 listopada, godzina dziesiąta",
        ["Zachowaj tę kartkę.", "Odezwiemy się przed czwartkiem."],
    ),
    Words(
        "uk",
        Direction::LeftToRight,
        "Ваш знак — Човен 27.",
        "Понеділок, 23 листопада, десята година",
        ["Збережіть цей папірець.", "Ми зв’яжемося з вами до четверга."],
    ),
    Words("ti", Direction::LeftToRight, "ምልክትኩም ጃልባ 27 እዩ።", "ሰኑይ 23 ሕዳር፡ ሰዓት ዓሰርተ", ["ነዚ ወረቐት ዓቅቡዎ።", "ቅድሚ ሓሙስ ክንድውለልኩም ኢና።"]),
    Words(
        "fa",
        Direction::RightToLeft,
        "نشان شما قایق 27 است.",
        "دوشنبه 23 نوامبر، ساعت ده",
        ["این برگه را نگه دارید.", "پیش از پنج‌شنبه با شما تماس می‌گیریم."],
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
