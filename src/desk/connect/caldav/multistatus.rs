//! PURE. A calendar server's answer about many things at once (RFC 4918): which of them hold a calendar.

/// What a collection holds under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name, the last part of its address.
    pub name: String,
    /// Its version.
    pub etag: Option<String>,
    /// The calendar in it.
    pub text: String,
}

/// What a multistatus holds; none where it is none.
pub fn items(xml: &str) -> Option<Vec<Item>> {
    let document = roxmltree::Document::parse(xml).ok()?;
    let root = document.root_element();
    if root.tag_name().name() != "multistatus" {
        return None;
    }
    let responses = root.children().filter(|node| node.tag_name().name() == "response");
    let item = |response: roxmltree::Node<'_, '_>| {
        let text = |name: &str| {
            response.descendants().find(|node| node.tag_name().name() == name).and_then(|node| node.text()).map(str::trim)
        };
        let name = text("href")?.trim_end_matches('/').rsplit('/').next()?.to_owned();
        Some(Item { name, etag: text("getetag").map(str::to_owned), text: text("calendar-data")?.to_owned() })
    };
    Some(responses.filter_map(item).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_whatever_it_calls_its_namespaces() {
        let xml = r#"<?xml version="1.0"?><multistatus xmlns="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><response>
            <href>/a/b/inloop-1-2.ics</href><propstat><prop><getetag>"7"</getetag><c:calendar-data>BEGIN:VCALENDAR
END:VCALENDAR</c:calendar-data></prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>"#;
        let item =
            Item { name: "inloop-1-2.ics".into(), etag: Some("\"7\"".into()), text: "BEGIN:VCALENDAR\nEND:VCALENDAR".into() };
        assert_eq!(items(xml), Some(vec![item]));
        assert_eq!(items("<html>log in</html>"), None);
        assert_eq!(items("<!DOCTYPE x [<!ENTITY a \"aa\">]><multistatus>&a;</multistatus>"), None);
    }
}
