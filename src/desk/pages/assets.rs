//! What the browser fetches beside the pages: one sheet of style, one script, the pictograms. All part of the program.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::fmt;
use std::sync::LazyLock;

macro_rules! pictograms {
    ($($name:literal),+ $(,)?) => {
        const PICTOGRAMS: &[(&str, &str)] = &[$(($name, include_str!(concat!("../../../ui/icons/", $name, ".svg")))),+];
    };
}
pictograms!(
    "again",
    "appointment",
    "back",
    "play",
    "pause",
    "next",
    "edit",
    "delete",
    "clock",
    "coming",
    "contact-call",
    "contact-email",
    "contact-sms",
    "contact-visit-home",
    "contact-visit-us",
    "contact-wait",
    "danger-112",
    "door",
    "goal-home",
    "goal-money",
    "goal-overview",
    "goal-people",
    "goal-rest",
    "goal-unsure",
    "help",
    "here",
    "kept",
    "language",
    "mail",
    "name",
    "need-explain",
    "need-papers",
    "need-plan",
    "need-talk",
    "need-unsure",
    "need-urgent",
    "no",
    "nobody",
    "offer",
    "offline",
    "phone",
    "question",
    "rate",
    "safe",
    "speak",
    "talk-now",
    "teken-appel",
    "teken-bloem",
    "teken-boom",
    "teken-boot",
    "teken-fiets",
    "teken-hart",
    "teken-huis",
    "teken-sleutel",
    "teken-ster",
    "teken-vis",
    "teken-vogel",
    "teken-zon",
    "touch",
    "voicemail",
    "waiting",
    "when-any",
    "whom-team",
    "worry",
    "yes",
);

/// A pictogram in a page, in the colour of the text around it. Decoration only: the words beside it say the same.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Icon(&'static str);

/// The pictogram of that name; the question mark where there is none.
pub(crate) fn icon(name: &str) -> Icon {
    Icon(PICTOGRAMS.iter().map(|(known, _)| *known).find(|known| *known == name).unwrap_or("question"))
}

impl fmt::Display for Icon {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, r#"<svg class="icon" aria-hidden="true"><use href="/static/icons.svg#{}"/></svg>"#, self.0)
    }
}

// The name is one of PICTOGRAMS: nothing in it needs escaping.
impl askama::filters::HtmlSafe for Icon {}

/// All pictograms in one file, each a symbol that takes the colour of its surroundings.
static SHEET: LazyLock<String> = LazyLock::new(|| {
    let mut sheet = String::from(r#"<svg xmlns="http://www.w3.org/2000/svg">"#);
    for (name, svg) in PICTOGRAMS {
        let inside = svg.split_once('>').and_then(|(_, rest)| rest.rsplit_once("</svg>")).map_or("", |(inside, _)| inside);
        let inside = inside.replace("#000", "currentColor");
        sheet.push_str(&format!(r#"<symbol id="{name}" viewBox="0 0 48 48">{inside}</symbol>"#));
    }
    sheet.push_str("</svg>");
    sheet
});

struct Asset {
    name: &'static str,
    kind: &'static str,
    body: &'static [u8],
    tag: String,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    let asset = |name, kind, body: &'static [u8]| {
        let digest = Sha256::digest(body);
        let tag = digest.iter().take(8).fold(String::from("\""), |tag, byte| tag + &format!("{byte:02x}")) + "\"";
        Asset { name, kind, body, tag }
    };
    vec![
        asset("desk.css", "text/css; charset=utf-8", include_bytes!("../static/desk.css")),
        asset("desk.js", "text/javascript; charset=utf-8", include_bytes!("../static/desk.js")),
        asset("icon.svg", "image/svg+xml", include_bytes!("../static/icon.svg")),
        asset("icons.svg", "image/svg+xml", SHEET.as_bytes()),
    ]
});

/// `GET /static/{name}`. The browser asks every time whether it changed: a desk is updated in place.
pub(crate) async fn get(name: Result<Path<String>, PathRejection>, headers: HeaderMap) -> Response {
    let named = name.ok().and_then(|Path(name)| ASSETS.iter().find(|asset| asset.name == name));
    let Some(asset) = named else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let known = headers.get(IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == asset.tag.as_bytes());
    let head = [(CONTENT_TYPE, asset.kind), (CACHE_CONTROL, "no-cache"), (ETAG, asset.tag.as_str())];
    if known { (StatusCode::NOT_MODIFIED, head).into_response() } else { (head, asset.body).into_response() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pictogram_stands_in_the_sheet_in_the_colour_of_the_text() {
        for (name, svg) in PICTOGRAMS {
            assert!(SHEET.contains(&format!(r#"<symbol id="{name}""#)), "{name}");
            assert!(svg.contains(r#"viewBox="0 0 48 48""#), "{name}");
        }
        assert!(!SHEET.contains("#000"));
        assert!(SHEET.matches("<path").count() > PICTOGRAMS.len());
    }

    #[test]
    fn a_name_that_is_no_pictogram_is_a_question_mark() {
        assert!(icon(r#""><script>"#).to_string().contains("#question"));
    }

    #[test]
    fn the_style_and_the_script_name_nothing_outside_this_desk() {
        for asset in ASSETS.iter().filter(|asset| !asset.name.ends_with(".svg")) {
            let text = std::str::from_utf8(asset.body).unwrap();
            assert!(!text.contains("://"), "{}", asset.name);
        }
    }
}
