//! The frame around every page, what it says at the top, and the pages that only say that something is not there.

use super::assets::{Icon, icon};
use super::rights;
use super::say::Say;
use crate::desk::roles::Roles;
use askama::Template;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use std::fmt;

/// What `base.html` needs.
#[derive(Debug)]
pub(crate) struct Page {
    /// The language.
    pub(crate) say: Say,
    /// Where the language button comes back to.
    pub(crate) path: String,
    /// Which tab is this page's: `today`, `spreekuren`, `meeting`, `patterns`, `kiosks`, `links`, `day-list`, or of Inrichting
    /// `setup`, `posts`, `people`, `teams`, `wording`, `keeping`, `audit`; or none.
    pub(crate) here: &'static str,
    /// Who is logged in.
    pub(crate) worker: Option<String>,
    /// What whoever is logged in may do: which tabs there are.
    pub(crate) roles: Roles,
    /// The post's name; none where there are several.
    pub(crate) site: Option<String>,
    /// What was just done, said at the top.
    pub(crate) notice: Option<Said>,
    /// Where the form goes that takes the worker's last act back; none where there is nothing to take back.
    pub(crate) undo: Option<String>,
    csrf: String,
}

impl Page {
    /// A page for somebody who is not logged in.
    pub(crate) fn outside(say: Say, path: &str, csrf: String) -> Self {
        Page {
            say,
            path: path.to_owned(),
            here: "",
            worker: None,
            roles: Roles::NONE,
            site: None,
            notice: None,
            undo: None,
            csrf,
        }
    }

    /// A page for a worker.
    pub(crate) fn inside(say: Say, path: &str, here: &'static str, worker: &str, csrf: &str) -> Self {
        Page { here, worker: Some(worker.to_owned()), ..Page::outside(say, path, csrf.to_owned()) }
    }

    /// With something said at the top.
    pub(crate) fn saying(mut self, notice: Option<Said>) -> Self {
        self.notice = notice;
        self
    }

    /// Whether the page of that address is this worker's to see.
    pub(crate) fn may(&self, path: &str) -> bool {
        rights::may(self.roles, path, &Method::GET)
    }

    /// Whether the form of that address is this worker's to send.
    pub(crate) fn may_send(&self, path: &str) -> bool {
        rights::may(self.roles, path, &Method::POST)
    }

    /// Whether there is the tab Inrichting, under which Kiosken and Koppelingen then are too: six tabs do not fit a phone.
    pub(crate) fn sets_up(&self) -> bool {
        self.may("/inrichting")
    }

    /// Whether this page is one of those under Inrichting.
    pub(crate) fn is_setup(&self) -> bool {
        self.sets_up()
            && matches!(self.here, "setup" | "posts" | "people" | "teams" | "wording" | "keeping" | "audit" | "kiosks" | "links")
    }

    /// A pictogram.
    #[allow(clippy::unused_self)]
    pub(crate) fn icon(&self, name: &str) -> Icon {
        icon(name)
    }

    /// The field that every form carries.
    pub(crate) fn guard(&self) -> Guard<'_> {
        Guard(&self.csrf)
    }
}

/// The hidden field with the form's token.
#[derive(Clone, Copy)]
pub(crate) struct Guard<'a>(&'a str);

impl fmt::Display for Guard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Tokens are our own base64; anything else is left out rather than trusted.
        let plain: String = self.0.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
        write!(f, r#"<input type="hidden" name="guard" value="{plain}">"#)
    }
}

impl askama::filters::HtmlSafe for Guard<'_> {}

/// A sentence at the top of a page about what was just done.
#[derive(Debug)]
pub(crate) struct Said {
    /// The sentence.
    pub(crate) text: String,
    /// True where it did not go as hoped.
    pub(crate) kind: bool,
}

impl Said {
    /// What may be said after a form has sent the browser on, by its name in the address. Nothing else is repeated from there.
    const KNOWN: [(&'static str, bool); 118] = [
        ("claimed", false),
        ("joined", false),
        ("joined-after", true),
        ("undone", false),
        ("coming", false),
        ("coming-late", true),
        ("presence", false),
        ("enrolled", false),
        ("refused", false),
        ("enrol-late", true),
        ("written-off", false),
        ("seen", false),
        ("no-tekens", true),
        ("other-post", true),
        ("other-sort", true),
        ("post-made", false),
        ("post-changed", false),
        ("post-meanwhile", true),
        ("post-wrong", true),
        ("posts-full", true),
        ("ended", true),
        ("goodbye", false),
        ("password", false),
        ("password-wrong", true),
        ("password-short", true),
        ("form-old", true),
        ("made", false),
        ("saved", false),
        ("added", false),
        ("removed", false),
        ("paused", false),
        ("resumed", false),
        ("feed", false),
        ("typed-wrong", true),
        ("lines-full", true),
        ("booked", false),
        ("slot-taken", true),
        ("slot-double", true),
        ("slot-calendar", true),
        ("moved", false),
        ("cancelled", false),
        ("cancelled-before", true),
        ("handled", false),
        ("day-cancelled", false),
        ("lost-read", false),
        ("tick-first", true),
        ("message-sent", false),
        ("message-other", true),
        ("risk-accepted", false),
        ("strangers-accepted", false),
        ("undone-now", false),
        ("passed", false),
        ("asked", false),
        ("called", false),
        ("looked", false),
        ("planned", false),
        ("spoke", false),
        ("closed", false),
        ("closed-calls", false),
        ("followed-well", false),
        ("followed-again", false),
        ("reopened", false),
        ("handed-over", false),
        ("called-nobody", true),
        ("card-made", false),
        ("card-bsn", true),
        ("no-full", true),
        ("no-yours-already", true),
        ("no-not-yours", true),
        ("no-ended", true),
        ("no-not-ended", true),
        ("no-no-call", true),
        ("no-nobody-waits", true),
        ("no-alone", true),
        ("no-other-day", true),
        ("no-nobody-to-ask", true),
        ("no-same-team", true),
        ("no-too-late", true),
        ("no-just-now", true),
        ("no-gone", true),
        ("handed-before", true),
        ("link-again", false),
        ("link-left", false),
        ("link-over", true),
        ("link-asked", false),
        ("export-much", true),
        ("handed", false),
        ("not-handed", false),
        ("handed-number", true),
        ("invited", false),
        ("changed", false),
        ("last-manager", true),
        ("name-taken", true),
        ("deactivated", false),
        ("activated", false),
        ("sessions-ended", false),
        ("second-reset", false),
        ("second-on", false),
        ("second-off", false),
        ("second-wrong", true),
        ("team-made", false),
        ("team-renamed", false),
        ("kiosk-moved", false),
        ("nudged", false),
        ("welcome", false),
        ("host-roles", true),
        ("same-as-before", true),
        ("erased", false),
        ("contact-changed", false),
        ("contact-by-hand", true),
        ("caretaker-off", false),
        ("caretaker-none", true),
        ("caretaker-not-made", true),
        ("keeping-longer", false),
        ("keeping-shorter", false),
        ("keeping-same", true),
        ("machine-unlocked", false),
        ("machine-other", true),
    ];

    /// The sentence of that name.
    pub(crate) fn named(say: Say, name: Option<&str>) -> Option<Said> {
        let (name, kind) = Said::KNOWN.into_iter().find(|(known, _)| Some(*known) == name)?;
        Some(Said { text: say.choice("said-", name), kind })
    }

    /// The picture beside it.
    pub(crate) fn icon(&self) -> &'static str {
        if self.kind { "waiting" } else { "kept" }
    }
}

/// A page that only says something.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Notice {
    title: &'static str,
    body: &'static str,
    picture: &'static str,
}

const fn key(key: &'static str) -> &'static str {
    key
}

impl Notice {
    /// There is no such page or card.
    pub(crate) const NOT_FOUND: Notice =
        Notice { title: key("not-found-title"), body: key("not-found-body"), picture: "question" };
    /// The desk has trouble.
    pub(crate) const TROUBLE: Notice = Notice { title: key("trouble-title"), body: key("trouble-body"), picture: "again" };
    /// The form's token is not this session's.
    pub(crate) const FORM_OLD: Notice = Notice { title: key("form-old-title"), body: key("form-old-body"), picture: "clock" };
    /// A page of another role.
    pub(crate) const NOT_YOURS: Notice = Notice { title: key("not-yours-title"), body: key("not-yours-body"), picture: "no" };
    /// From a foreign host or origin.
    pub(crate) const FOREIGN: Notice = Notice { title: key("foreign-title"), body: key("foreign-body"), picture: "no" };
}

#[derive(Template)]
#[template(path = "notice.html")]
struct NoticePage {
    page: Page,
    title: String,
    body: String,
    picture: &'static str,
}

/// A page that only says something.
pub(crate) fn notice_page(status: StatusCode, page: Page, notice: &Notice) -> Response {
    let (title, body) = (page.say.get(notice.title), page.say.get(notice.body));
    render(status, &NoticePage { page, title, body, picture: notice.picture })
}

/// A template as an answer.
pub(crate) fn render(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, [(CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be drawn");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
