//! What the forms of a post's page change. Each is checked as the configuration is, and told at its field what is wrong; what somebody
//! else changed meanwhile is not written over.

use super::asked::{Named, Refused};
use super::posts::{BOXES, HelperView, PAGE, View, Wrong, hours_line, named, show};
use super::session::{Seat, Signed};
use super::{Pages, done};
use crate::desk::config::{ConfigError, HelperFault, Hours, MOST_HOURS, SiteConfig, TimeOfDay, helper_fault};
use crate::desk::store::News;
use crate::desk::store::audit::{self, Line, What};
use crate::desk::store::posts::{self, Changed, PostId};
use crate::entry::{Language, may_be_shown};
use crate::wire::Helper;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// What was typed and ticked: boxes of one sort have one name.
type Pairs = Vec<(String, String)>;

/// A form of a post.
pub(super) struct Form(pub(super) Pairs);

impl Form {
    /// What was typed into the field of this name, as one line.
    pub(super) fn one(&self, name: &str) -> String {
        self.all(name).next().unwrap_or_default()
    }

    /// Everything of this name.
    fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = String> + 'a {
        let line = |text: &String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let plain = |text: String| text.chars().filter(|c| may_be_shown(*c)).collect();
        self.0.iter().filter(move |(key, _)| key == name).map(move |(_, value)| plain(line(value)))
    }

    /// Nothing where nothing was typed.
    fn some(&self, name: &str) -> Option<String> {
        Some(self.one(name)).filter(|text| !text.is_empty())
    }
}

/// A field, and the key of what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fault(pub(super) &'static str, pub(super) &'static str);

/// Where a key of the configuration has its field.
fn fault_of(error: &ConfigError) -> Fault {
    let ConfigError::Value { key, .. } = error else { return Fault("name", "post-wrong-name") };
    match *key {
        "site.phone" => Fault("phone", "post-wrong-phone"),
        "site.topics" => Fault("topics", "post-wrong-topics"),
        "site.contact" => Fault("contact", "post-wrong-choice"),
        "site.messages" => Fault("messages", "post-wrong-choice"),
        "site.hours" => Fault("until", "post-wrong-hours"),
        "site.languages" => Fault("languages", "post-wrong-languages"),
        "site.helpers" => Fault("helpers", "post-wrong-helpers"),
        _ => Fault("name", "post-wrong-name"),
    }
}

/// Changes what `edit` changes, and writes down that `part` was. Where it cannot be, `typed` puts into the page what stood in the form.
async fn changes(
    pages: &Arc<Pages>,
    seat: &Seat,
    (id, part): (PostId, &'static str),
    form: &Form,
    edit: impl FnOnce(&mut SiteConfig) -> Result<(), Fault>,
    typed: &(dyn Fn(&mut View) + Sync),
) -> Result<Response, Refused> {
    let post = named(pages, seat, id).await?;
    let back = |said: &str| Ok(done(&format!("{PAGE}/{id}"), said));
    if form.one("version") != post.version.to_string() {
        return back("post-meanwhile");
    }
    let mut site = post.site.clone();
    let checked = edit(&mut site).and_then(|()| site.check().map_err(|error| fault_of(&error)));
    if let Err(fault) = checked {
        return Ok(show(pages, seat, &post, None, Some(Wrong(fault, typed))));
    }
    let (key, now, by, version) = (pages.desk.audit.clone(), pages.desk.now(), seat.worker, post.version);
    let changed = pages.desk.store.write(News::Hall, move |conn| {
        let changed = posts::change(conn, id, version, &site)?;
        if changed == Changed::Yes {
            audit::note(conn, &key, &Line::of(by, What::PostChanged, format!("post:{id}"), part), now)?;
        }
        Ok(changed)
    });
    match changed.await? {
        Changed::Yes => back("post-changed"),
        Changed::Same => back("same-as-before"),
        Changed::Meanwhile => back("post-meanwhile"),
        Changed::NameTaken => Ok(show(pages, seat, &post, None, Some(Wrong(Fault("name", "post-wrong-taken"), typed)))),
    }
}

/// `POST /inrichting/posten/{id}`: its name and its number.
pub(super) async fn describe(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<PostId>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    let edit = |site: &mut SiteConfig| {
        (site.name, site.phone) = (form.one("name"), form.some("phone"));
        Ok(())
    };
    let typed = |view: &mut View| (view.name, view.phone) = (form.one("name"), form.one("phone"));
    changes(&pages, &seat, (id, "about"), &form, edit, &typed).await
}

/// `POST /inrichting/posten/{id}/uren`: one more line.
pub(super) async fn add_hours(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<PostId>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    let edit = |site: &mut SiteConfig| {
        let weekday = form.one("weekday").parse().ok().filter(|day| (1..=7).contains(day));
        let weekday = weekday.ok_or(Fault("weekday", "post-wrong-weekday"))?;
        let time = |name: &'static str| TimeOfDay::try_from(form.one(name)).map_err(|_| Fault(name, "post-wrong-time"));
        let hours = Hours { weekday, from: time("from")?, until: time("until")? };
        if !site.hours.iter().any(|known| hours_line(known) == hours_line(&hours)) {
            site.hours.push(hours);
        }
        site.hours.sort_by_key(|hours| (hours.weekday, hours.from));
        Ok(())
    };
    let typed = |view: &mut View| {
        view.weekday = form.one("weekday").parse().unwrap_or_default();
        (view.from, view.until) = (form.one("from"), form.one("until"));
    };
    let full = named(&pages, &seat, id).await?.site.hours.len() >= MOST_HOURS;
    if full {
        return Ok(done(&format!("{PAGE}/{id}"), "lines-full"));
    }
    changes(&pages, &seat, (id, "hours"), &form, edit, &typed).await
}

/// `POST /inrichting/posten/{id}/uren/weg`.
pub(super) async fn remove_hours(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<PostId>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    let edit = |site: &mut SiteConfig| {
        site.hours.retain(|hours| hours_line(hours) != form.one("line"));
        Ok(())
    };
    changes(&pages, &seat, (id, "hours"), &form, edit, &|_| ()).await
}

/// `POST /inrichting/posten/{id}/keuzes`: every box.
pub(super) async fn choose(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<PostId>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    let edit = |site: &mut SiteConfig| {
        for boxes in &BOXES {
            let mut ticked: Vec<String> = form.all(boxes.name).collect();
            // One that no kiosk knows stands last, and is refused where the configuration would be.
            let place = |word: &String| boxes.words.iter().position(|known| known == word).unwrap_or(usize::MAX);
            ticked.sort_by_key(place);
            ticked.dedup();
            if !(boxes.keep)(site, ticked) {
                return Err(Fault(boxes.name, "post-wrong-choice"));
            }
        }
        Ok(())
    };
    changes(&pages, &seat, (id, "choices"), &form, edit, &|_| ()).await
}

/// `POST /inrichting/posten/{id}/talen`: which, in which order.
pub(super) async fn order_languages(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<PostId>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    let chosen: Vec<String> = form.all("language").filter(|code| !code.is_empty()).collect();
    let edit = |site: &mut SiteConfig| {
        let read = |code: &String, field| code.parse().map_err(|_| Fault(field, "post-wrong-language"));
        let languages = chosen.iter().map(|code| read(code, "languages"));
        let other = form.some("other").map(|code| read(&code, "other"));
        let mut all: Vec<Language> = Vec::new();
        for language in languages.chain(other) {
            let language = language?;
            if all.contains(&language) {
                return Err(Fault("languages", "post-wrong-twice"));
            }
            all.push(language);
        }
        site.languages = all;
        Ok(())
    };
    let say = seat.say;
    let typed = |view: &mut View| {
        view.choose_languages(say, &chosen);
        view.other = form.one("other");
    };
    changes(&pages, &seat, (id, "languages"), &form, edit, &typed).await
}

/// Somebody of the *koppelkaart* as typed; a line in which nothing stands is none.
fn helper(form: &Form) -> Helper {
    Helper {
        name: form.one("name"),
        offers: form.all("offer").filter(|line| !line.is_empty()).collect(),
        place: form.some("place"),
        phone: form.some("phone"),
        page: form.some("page"),
    }
}

/// The same, where a glass can show it.
fn shown(form: &Form) -> Result<Helper, Fault> {
    let helper = helper(form);
    match helper_fault(&helper) {
        None => Ok(helper),
        Some(HelperFault::Name) => Err(Fault("helper-name", "post-wrong-helper-name")),
        Some(HelperFault::Offers) => Err(Fault("helper-offers", "post-wrong-helper-offers")),
        Some(HelperFault::Place) => Err(Fault("helper-place", "post-wrong-helper-place")),
        Some(HelperFault::Phone) => Err(Fault("helper-phone", "post-wrong-helper-phone")),
        Some(HelperFault::Page) => Err(Fault("helper-page", "post-wrong-helper-page")),
    }
}

/// `POST /inrichting/posten/{id}/koppelkaart`: one more.
pub(super) async fn add_helper(
    State(pages): State<Arc<Pages>>,
    Named(id): Named<PostId>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    let edit = |site: &mut SiteConfig| {
        site.helpers.push(shown(&form)?);
        Ok(())
    };
    let typed = |view: &mut View| view.new = HelperView::typed(None, &helper(&form));
    changes(&pages, &seat, (id, "helpers"), &form, edit, &typed).await
}

/// `POST /inrichting/posten/{id}/koppelkaart/{n}`.
pub(super) async fn change_helper(
    State(pages): State<Arc<Pages>>,
    Named((id, n)): Named<(PostId, usize)>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    named(&pages, &seat, id).await?.site.helpers.get(n).ok_or(Refused::NotThere)?;
    let edit = |site: &mut SiteConfig| {
        if let Some(place) = site.helpers.get_mut(n) {
            *place = shown(&form)?;
        }
        Ok(())
    };
    let typed = |view: &mut View| {
        if let Some(place) = view.helpers.get_mut(n) {
            *place = HelperView::typed(Some(n), &helper(&form));
        }
    };
    changes(&pages, &seat, (id, "helpers"), &form, edit, &typed).await
}

/// `POST /inrichting/posten/{id}/koppelkaart/{n}/weg`.
pub(super) async fn remove_helper(
    State(pages): State<Arc<Pages>>,
    Named((id, n)): Named<(PostId, usize)>,
    Signed(seat, pairs): Signed<Pairs>,
) -> Result<Response, Refused> {
    let form = Form(pairs);
    named(&pages, &seat, id).await?.site.helpers.get(n).ok_or(Refused::NotThere)?;
    let edit = |site: &mut SiteConfig| {
        if n < site.helpers.len() {
            site.helpers.remove(n);
        }
        Ok(())
    };
    changes(&pages, &seat, (id, "helpers"), &form, edit, &|_| ()).await
}
