//! What Open Klant is told, as JSON within its limits. Pure.
//!
//! Its limits count code points. Its phone numbers have one form, which is that of [`PhoneNumber`](crate::entry::PhoneNumber).

use crate::desk::connect::config::OpenKlantConfig;
use crate::desk::connect::content::Content;
use crate::entry::Language;
use serde_json::{Value, json};
use zeroize::Zeroizing;

/// `onderwerp` and `gevraagdeHandeling`, in code points.
pub const SUBJECT: usize = 200;
/// `inhoud` and `toelichting`, in code points.
pub const TEXT: usize = 1000;
/// `kanaal`, in code points.
pub const CHANNEL: usize = 50;
/// `adres`, in code points.
pub const ADDRESS: usize = 80;
/// `contactnaam.voornaam`, in code points.
pub const NAME: usize = 200;

/// By which way the contact came.
const BY: &str = "Inloop";

/// The register that our entry's id is of.
pub const REGISTER: &str = "inloop";

/// Numbers are drawn from here, one for each entry: ten digits, and none of those near the end, which break the giving of
/// numbers for everyone on some versions.
pub const NUMBERS: std::ops::RangeInclusive<u64> = 1_000_000_000..=8_999_999_999;

/// At most `most` code points; where it is longer, an ellipsis says so.
pub fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
}

/// ISO 639-2/B, with the Dutch code that the register's own description gives as its example.
pub fn language(language: Language) -> &'static str {
    match language.code() {
        "nl" => "nld",
        "en" => "eng",
        "ar" => "ara",
        "tr" => "tur",
        "pl" => "pol",
        "uk" => "ukr",
        "ti" => "tir",
        "fa" => "per",
        "fr" => "fre",
        "de" => "ger",
        "es" => "spa",
        "pt" => "por",
        "it" => "ita",
        "ro" => "rum",
        "bg" => "bul",
        "ru" => "rus",
        "zh" => "chi",
        "so" => "som",
        "ps" => "pus",
        "ku" => "kur",
        "am" => "amh",
        "ur" => "urd",
        "hi" => "hin",
        "vi" => "vie",
        _ => "und",
    }
}

/// What both subject and task say: no topic and no sort unless the site chose so.
fn subject(content: &Content) -> String {
    let about = content.topic.as_ref().map_or("Iemand vraagt contact", |about| about.text.as_str());
    cut(&format!("{about}: {}", content.called()), SUBJECT)
}

/// `/maak-klantcontact`: contact, who was involved and what it is about, in one transaction there.
pub fn contact(content: &Content, number: u64) -> Value {
    let mut contact = json!({
        "nummer": number.to_string(),
        "kanaal": cut(BY, CHANNEL),
        "onderwerp": subject(content),
        "taal": language(content.language),
        "vertrouwelijk": true,
        "indicatieContactGelukt": null,
        "plaatsgevondenOp": content.left_at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
    });
    if let Some(words) = &content.words {
        contact["inhoud"] = json!(cut(&words.0, TEXT));
    }
    let name = content.name.as_ref().map_or("", |name| name.reveal());
    json!({
        "klantcontact": contact,
        "betrokkene": {
            "wasPartij": null,
            "rol": "klant",
            "initiator": true,
            "contactnaam": { "voorletters": "", "voornaam": cut(name, NAME), "voorvoegselAchternaam": "", "achternaam": "" },
        },
        "onderwerpobject": {
            "wasKlantcontact": null,
            "onderwerpobjectidentificator": {
                "objectId": content.id.to_string(),
                "codeObjecttype": "inloop-kaart",
                "codeRegister": REGISTER,
                "codeSoortObjectId": "uuid",
            },
        },
    })
}

/// Sort and address, as Open Klant takes them; none where nothing was given, or nothing that it takes.
pub fn reach(content: &Content) -> Option<(&'static str, &str)> {
    match content.reach() {
        (Some(number), _) if is_phone(number) => Some(("telefoonnummer", number)),
        (_, Some(address)) if address.chars().count() <= ADDRESS => Some(("email", address)),
        _ => None,
    }
}

/// `^(0[1-9][0-9]{8}|\+[0-9]{9,15}|00[0-9]{7,13})$`
fn is_phone(number: &str) -> bool {
    let digits = |text: &str, few: usize, most: usize| {
        (few..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    match number.as_bytes() {
        [b'+', ..] => digits(&number[1..], 9, 15),
        [b'0', b'0', ..] => digits(&number[2..], 7, 13),
        [b'0', ..] => digits(&number[1..], 9, 9),
        _ => false,
    }
}

/// `/digitaleadressen`.
pub fn address((sort, address): (&str, &str), party: &str) -> Value {
    json!({
        "verstrektDoorBetrokkene": { "uuid": party },
        "verstrektDoorPartij": null,
        "adres": address,
        "soortDigitaalAdres": sort,
        "isStandaardAdres": false,
        "omschrijving": sort,
    })
}

/// What the task tells whoever picks it up; the link to the card makes it ours and nobody else's.
pub fn explanation(content: &Content) -> Zeroizing<String> {
    let mut lines = vec![format!("Teken: {}", content.called()), content.link.clone()];
    lines.extend(content.advice());
    if reach(content).is_none()
        && let (Some(given), _) | (None, Some(given)) = content.reach()
    {
        lines.push(given.to_owned());
    }
    Zeroizing::new(cut(&lines.join("\n"), TEXT))
}

/// `/internetaken`.
pub fn task(content: &Content, contact: &str, config: &OpenKlantConfig) -> Value {
    json!({
        "gevraagdeHandeling": subject(content),
        "aanleidinggevendKlantcontact": { "uuid": contact },
        "toegewezenAanActoren": [{ "uuid": config.actor.to_string() }],
        "toelichting": explanation(content).as_str(),
        "status": "te_verwerken",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_by_code_points_and_says_so() {
        assert_eq!(cut("kort", 4), "kort");
        let long = cut(&"😀é".repeat(600), TEXT);
        assert_eq!((long.chars().count(), long.chars().last()), (TEXT, Some('…')));
    }

    #[test]
    fn every_language_of_the_glass_has_its_code() {
        let codes = ["nl", "en", "ar", "tr", "pl", "uk", "ti", "fa"].map(|code| language(code.parse().unwrap()).to_owned());
        assert_eq!(codes, ["nld", "eng", "ara", "tur", "pol", "ukr", "tir", "per"]);
        assert_eq!(language("xx".parse().unwrap()), "und");
    }

    #[test]
    fn a_number_has_the_one_form_that_is_taken() {
        for (number, taken) in [
            ("0612345678", true),
            ("+31612345678", true),
            ("0031612345678", true),
            ("06 12345678", false),
            ("612345678", false),
            ("+3161234", false),
        ] {
            assert_eq!(is_phone(number), taken, "{number}");
        }
    }
}
