//! A small reader of our own pages: their links, and their forms as a browser would send them.

use std::collections::BTreeSet;

/// What sort of field it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Typed, by whatever keyboard.
    Typed,
    /// Never seen.
    Hidden,
    /// Boxes of one name.
    Ticked,
    /// One of several: a list, radios, or the button that is pressed.
    Chosen,
}

/// A field, or all of one name that go together.
#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub kind: Kind,
    /// What would be sent as the page stands.
    pub value: Vec<String>,
    /// What can be chosen.
    pub choices: Vec<String>,
}

/// A form.
#[derive(Clone, Debug)]
pub struct Form {
    pub action: String,
    /// It changes something; else it asks for a page.
    pub sent: bool,
    pub fields: Vec<Field>,
}

/// A tag, with its attributes.
struct Tag<'a> {
    name: &'a str,
    attributes: Vec<(&'a str, String)>,
    /// What stands behind it, up to the next tag.
    text: String,
}

impl Tag<'_> {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

/// What the text says once a browser has read it.
pub fn read(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, behind)) = after.split_once(';').filter(|(name, _)| name.len() <= 8) else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = name.strip_prefix('#').and_then(|number| match number.strip_prefix('x') {
            Some(hex) => u32::from_str_radix(hex, 16).ok(),
            None => number.parse().ok(),
        });
        let named = [("amp", '&'), ("lt", '<'), ("gt", '>'), ("quot", '"'), ("nbsp", '\u{a0}')];
        let known = named.into_iter().find(|(known, _)| *known == name).map(|(_, c)| c);
        out.push(number.and_then(char::from_u32).or(known).unwrap_or_else(|| panic!("&{name};")));
        rest = behind;
    }
    out + rest
}

/// Every tag of the page, in order. Closing ones begin with a slash.
fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(begin) = rest.find('<') {
        rest = &rest[begin + 1..];
        // The end of the tag is the first bracket that no quote holds.
        let mut quoted = None;
        let end = rest.find(|c| match (quoted, c) {
            (None, '"' | '\'') => {
                quoted = Some(c);
                false
            }
            (Some(quote), c) if quote == c => {
                quoted = None;
                false
            }
            (None, '>') => true,
            _ => false,
        });
        let end = end.unwrap_or_else(|| panic!("a tag without an end: {}", &rest[..rest.len().min(80)]));
        let (inside, behind) = (&rest[..end], &rest[end + 1..]);
        rest = behind;
        let name_ends = inside.find(|c: char| c.is_whitespace()).unwrap_or(inside.len());
        let text = read(&behind[..behind.find('<').unwrap_or(behind.len())]);
        found.push(Tag { name: &inside[..name_ends], attributes: attributes(&inside[name_ends..]), text });
    }
    found
}

fn attributes(mut text: &str) -> Vec<(&str, String)> {
    let mut found = Vec::new();
    loop {
        text = text.trim_start().trim_end_matches('/');
        if text.is_empty() {
            return found;
        }
        let ends = text.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(text.len());
        let (name, rest) = text.split_at(ends);
        match rest.strip_prefix("=\"") {
            Some(quoted) => {
                let (value, behind) = quoted.split_once('"').expect("a quote that ends");
                found.push((name, read(value)));
                text = behind;
            }
            None => {
                assert!(!rest.starts_with('='), "an attribute without quotes: {name}{rest}");
                found.push((name, String::new()));
                text = rest;
            }
        }
    }
}

/// The addresses of our own that the page links to, without what stands behind `#`.
pub fn links(html: &str) -> BTreeSet<String> {
    let those = tags(html).into_iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.get("href").map(str::to_owned));
    those
        .filter(|href| href.starts_with('/') && !href.starts_with("//"))
        .map(|href| href.split('#').next().unwrap().to_owned())
        .collect()
}

/// The forms, and their fields.
pub fn forms(html: &str) -> Vec<Form> {
    let mut found: Vec<Form> = Vec::new();
    let (mut open, mut list) = (false, None::<String>);
    for tag in tags(html) {
        match tag.name {
            "form" => {
                assert!(!open, "a form in a form");
                let sent = match tag.get("method") {
                    Some("post") => true,
                    Some("get") => false,
                    other => panic!("a form by {other:?}"),
                };
                found.push(Form { action: tag.get("action").expect("an action").to_owned(), sent, fields: Vec::new() });
                open = true;
            }
            "/form" => open = false,
            "/select" => list = None,
            _ if !open => {}
            "select" => list = tag.get("name").map(str::to_owned),
            _ => {
                let form = found.last_mut().expect("a form is open");
                form.takes(&tag, list.as_deref());
            }
        }
    }
    found
}

impl Form {
    fn takes(&mut self, tag: &Tag<'_>, list: Option<&str>) {
        let name = tag.get("name");
        let value = || tag.get("value").unwrap_or_default().to_owned();
        match (tag.name, tag.get("type").unwrap_or("text"), name) {
            ("option", ..) => {
                let list = list.expect("an option of a list");
                let value = tag.get("value").map_or_else(|| tag.text.trim().to_owned(), str::to_owned);
                self.add(list, Kind::Chosen, value, tag.has("selected"));
            }
            ("input", "radio", Some(name)) => self.add(name, Kind::Chosen, value(), tag.has("checked")),
            ("input", "checkbox", Some(name)) => self.add(name, Kind::Ticked, value(), tag.has("checked")),
            ("input", "hidden", Some(name)) => self.add(name, Kind::Hidden, value(), true),
            ("input", _, Some(name)) => self.add(name, Kind::Typed, value(), true),
            ("textarea", _, Some(name)) => self.add(name, Kind::Typed, tag.text.clone(), true),
            ("button", _, Some(name)) => self.add(name, Kind::Chosen, value(), false),
            _ => {}
        }
    }

    fn add(&mut self, name: &str, kind: Kind, value: String, sent: bool) {
        if !self.fields.iter().any(|field| field.name == name) {
            self.fields.push(Field { name: name.to_owned(), kind, value: Vec::new(), choices: Vec::new() });
        }
        let field = self.fields.iter_mut().find(|field| field.name == name).expect("just made");
        if sent {
            field.value.push(value.clone());
        }
        field.choices.push(value);
    }

    /// The names of its fields: two forms of one address with the same names are one.
    pub fn names(&self) -> BTreeSet<String> {
        self.fields.iter().map(|field| field.name.clone()).collect()
    }
}

/// What the page says first: the sentence at its top, else its heading.
pub fn says(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap_or_else(|| panic!("no page of ours: {html}"));
    let top = main.split("<p class=\"notice").nth(1).filter(|rest| rest.split('>').next().unwrap().contains("role=\"status\""));
    let rest = top.or_else(|| main.split("<h1").nth(1)).unwrap_or_else(|| panic!("nothing is said: {html}"));
    let ends = rest.find("</p>").into_iter().chain(rest.find("</h1>")).min().expect("it ends");
    let mut text = String::new();
    for piece in rest[..ends].split_inclusive('>') {
        text.push_str(piece.split('<').next().unwrap());
    }
    read(text.split_once('>').map_or("", |(_, text)| text)).trim().to_owned()
}

#[test]
fn forms_are_read_as_a_browser_sends_them() {
    let html = "<main><form method=\"post\" action=\"/x?a=1&#38;b=2\"><input type=\"hidden\" name=\"guard\" value=\"g\">\
        <input name=\"say\" value=\"a &#62; b\"><select name=\"one\"><option value=\"\">-</option><option selected>B&#38;</option></select>\
        <input type=\"checkbox\" name=\"t\" value=\"1\"><input type=\"checkbox\" name=\"t\" value=\"2\" checked>\
        <textarea name=\"w\">x</textarea><button name=\"is\" value=\"yes\">Ja</button><button>Nee</button></form>";
    let forms = forms(html);
    let told: Vec<_> =
        forms[0].fields.iter().map(|one| (one.name.as_str(), one.kind, one.value.join(","), one.choices.join(","))).collect();
    let text = |value: &str| value.to_owned();
    assert_eq!(forms[0].action, "/x?a=1&b=2");
    assert_eq!(
        told,
        [
            ("guard", Kind::Hidden, text("g"), text("g")),
            ("say", Kind::Typed, text("a > b"), text("a > b")),
            ("one", Kind::Chosen, text("B&"), text(",B&")),
            ("t", Kind::Ticked, text("2"), text("1,2")),
            ("w", Kind::Typed, text("x"), text("x")),
            ("is", Kind::Chosen, String::new(), text("yes")),
        ]
    );
}
