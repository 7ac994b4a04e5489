//! The posts of this desk: what each is, and which kiosks and spreekuren are its own.
//!
//! 1. A kiosk and a spreekuur stay in the post that they were made for, so that what came from there is still from there tomorrow.
//! 2. The configuration fills a post once, when it has nothing yet; from then on staff change it on its page.

use super::appointments::{self, Appointment};
use super::schema::{entry, kiosk, post, spreekuur};
use super::{Conn, StoreError, meta, slots};
use crate::desk::config::SiteConfig;
use crate::entry::{EntryId, KioskId, SpreekuurId};
use diesel::prelude::*;
use diesel::result::{DatabaseErrorKind, Error};
use std::collections::{BTreeMap, HashMap};

/// A post's number.
pub type PostId = i32;

/// The one that every desk has.
pub const FIRST: PostId = 1;

/// More posts than any city has.
pub const MOST: i64 = 100;

const ODD: StoreError = StoreError::Odd("post");

/// One post.
#[derive(Clone, Debug)]
pub struct Post {
    /// Its number.
    pub id: PostId,
    /// What its residents are told; without readers, which are the configuration's.
    pub site: SiteConfig,
    /// Goes up with every change.
    pub version: i64,
}

type Row = (PostId, Option<String>, i64);

fn read((id, content, version): Row) -> Result<Post, StoreError> {
    let site = serde_json::from_str(&content.ok_or(ODD)?).map_err(|_| ODD)?;
    Ok(Post { id, site, version })
}

/// All, by number.
///
/// # Errors
/// Where the store fails.
pub fn all(conn: &mut Conn) -> Result<Vec<Post>, StoreError> {
    let rows: Vec<Row> = post::table.order(post::id.asc()).select((post::id, post::content, post::version)).load(conn)?;
    rows.into_iter().map(read).collect()
}

/// The one with this number.
///
/// # Errors
/// Where the store fails.
pub fn find(conn: &mut Conn, id: PostId) -> Result<Option<Post>, StoreError> {
    let row: Option<Row> = post::table.find(id).select((post::id, post::content, post::version)).first(conn).optional()?;
    row.map(read).transpose()
}

/// The post in which this kiosk stands.
///
/// # Errors
/// Where the store fails, or there is no such kiosk.
pub fn of_kiosk(conn: &mut Conn, id: KioskId) -> Result<PostId, StoreError> {
    Ok(kiosk::table.find(id.get() as i32).select(kiosk::post).first(conn)?)
}

/// The post in which this spreekuur is held; none where there is no such spreekuur.
///
/// # Errors
/// Where the store fails.
pub fn of_spreekuur(conn: &mut Conn, id: SpreekuurId) -> Result<Option<PostId>, StoreError> {
    let Some(id) = slots::column(id) else { return Ok(None) };
    Ok(spreekuur::table.find(id).select(spreekuur::post).first(conn).optional()?)
}

/// The post of an appointment: where it is held, else where its resident wished for it.
///
/// # Errors
/// Where the store fails.
pub(super) fn of_appointment(conn: &mut Conn, one: &Appointment) -> Result<Option<PostId>, StoreError> {
    match (one.slot, one.kiosk) {
        (Some(slot), _) => of_spreekuur(conn, slot.spreekuur()),
        (None, Some(kiosk)) => of_kiosk(conn, kiosk).map(Some),
        (None, None) => Ok(None),
    }
}

/// What of a site is a post's own, as it is kept.
fn content(site: &SiteConfig) -> Result<String, StoreError> {
    serde_json::to_string(&SiteConfig { readers: Vec::new(), ..site.clone() }).map_err(|_| ODD)
}

/// Whether both say the same of a post.
pub fn is_same(one: &SiteConfig, other: &SiteConfig) -> bool {
    matches!((content(one), content(other)), (Ok(one), Ok(other)) if one == other)
}

/// Fills in what has nothing yet from the configuration: the first post of a new desk, or of one from before there were several.
/// True where the configuration says something else of the first post than what holds.
///
/// # Errors
/// Where the store fails.
pub fn begin(conn: &mut Conn, site: &SiteConfig, now: i64) -> Result<bool, StoreError> {
    let empty: Vec<(PostId, String)> = post::table.filter(post::content.is_null()).select((post::id, post::name)).load(conn)?;
    for (id, name) in empty {
        let name = if name.is_empty() { site.name.clone() } else { name };
        let own = content(&SiteConfig { name: name.clone(), ..site.clone() })?;
        let row = (post::name.eq(name), post::content.eq(Some(own)), post::made_at.eq(now));
        diesel::update(post::table.find(id)).set(row).execute(conn)?;
    }
    Ok(find(conn, FIRST)?.is_some_and(|first| !is_same(&first.site, site)))
}

/// What became of a new post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is there.
    Yes(PostId),
    /// Another has this name.
    NameTaken,
    /// There are [`MOST`].
    Full,
}

/// Makes a post. Write with [`super::News::Pages`].
///
/// # Errors
/// Where the store fails.
pub fn add(conn: &mut Conn, site: &SiteConfig, now: i64) -> Result<Added, StoreError> {
    let (count, last): (i64, Option<PostId>) =
        post::table.select((diesel::dsl::count_star(), diesel::dsl::max(post::id))).first(conn)?;
    if count >= MOST {
        return Ok(Added::Full);
    }
    let id = last.unwrap_or(0) + 1;
    let row = (post::id.eq(id), post::name.eq(&site.name), post::content.eq(Some(content(site)?)), post::made_at.eq(now));
    match conn.transaction(|conn| diesel::insert_into(post::table).values(row).execute(conn)) {
        Ok(_) => Ok(Added::Yes(id)),
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(Added::NameTaken),
        Err(error) => Err(error.into()),
    }
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It is so, and every kiosk is told to fetch its site again.
    Yes,
    /// It was so before.
    Same,
    /// Somebody else changed it meanwhile, or it is not there.
    Meanwhile,
    /// Another has this name.
    NameTaken,
}

/// What the post is from now on, for whoever looked at `version` of it. Write with [`super::News::Hall`].
///
/// # Errors
/// Where the store fails.
pub fn change(conn: &mut Conn, id: PostId, version: i64, site: &SiteConfig) -> Result<Changed, StoreError> {
    match find(conn, id)? {
        Some(now) if now.version != version => return Ok(Changed::Meanwhile),
        Some(now) if is_same(&now.site, site) => return Ok(Changed::Same),
        Some(_) => {}
        None => return Ok(Changed::Meanwhile),
    }
    let row = (post::name.eq(&site.name), post::content.eq(Some(content(site)?)), post::version.eq(version + 1));
    match conn.transaction(|conn| diesel::update(post::table.find(id)).set(row).execute(conn)) {
        Ok(_) => meta::raise_site_version(conn).map(|_| Changed::Yes),
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Ok(Changed::NameTaken),
        Err(error) => Err(error.into()),
    }
}

/// The name that stands over every page: the post's, where there is one alone.
///
/// # Errors
/// Where the store fails.
pub fn heading(conn: &mut Conn) -> Result<Option<String>, StoreError> {
    let mut names: Vec<String> = post::table.order(post::id.asc()).limit(2).select(post::name).load(conn)?;
    Ok(names.pop().filter(|_| names.is_empty()))
}

/// Which post everything is of, read at one moment.
#[derive(Clone, Debug, Default)]
pub struct Places {
    names: BTreeMap<PostId, String>,
    kiosks: HashMap<KioskId, PostId>,
    spreekuren: HashMap<SpreekuurId, PostId>,
}

impl Places {
    /// As it is now.
    ///
    /// # Errors
    /// Where the store fails.
    pub fn load(conn: &mut Conn) -> Result<Self, StoreError> {
        let names: Vec<(PostId, String)> = post::table.select((post::id, post::name)).load(conn)?;
        let kiosks: Vec<(i32, PostId)> = kiosk::table.select((kiosk::id, kiosk::post)).load(conn)?;
        let spreekuren: Vec<(i32, PostId)> = spreekuur::table.select((spreekuur::id, spreekuur::post)).load(conn)?;
        let kiosks = kiosks.into_iter().map(|(id, post)| Ok((super::kiosks::id_from(id)?, post)));
        let spreekuren = spreekuren.into_iter().map(|(id, post)| Ok((slots::spreekuur_from(id)?, post)));
        Ok(Places {
            names: names.into_iter().collect(),
            kiosks: kiosks.collect::<Result<_, StoreError>>()?,
            spreekuren: spreekuren.collect::<Result<_, StoreError>>()?,
        })
    }

    /// Whether there is more than one.
    pub fn several(&self) -> bool {
        self.names.len() > 1
    }

    /// All, by number, with their names.
    pub fn all(&self) -> impl Iterator<Item = (PostId, &str)> {
        self.names.iter().map(|(id, name)| (*id, name.as_str()))
    }

    /// The post of what came from this kiosk.
    pub fn of_kiosk(&self, id: KioskId) -> Option<PostId> {
        self.kiosks.get(&id).copied()
    }

    /// The post of an appointment: where it is held, else where its resident wished for it.
    pub fn of_appointment(&self, one: &Appointment) -> Option<PostId> {
        match one.slot {
            Some(slot) => self.spreekuren.get(&slot.spreekuur()).copied(),
            None => one.kiosk.and_then(|kiosk| self.of_kiosk(kiosk)),
        }
    }

    /// The name of a post.
    pub fn name(&self, id: Option<PostId>) -> Option<&str> {
        self.names.get(&id?).map(String::as_str)
    }

    /// That name, where there are several and one teken can be there twice.
    pub fn beside(&self, id: Option<PostId>) -> Option<&str> {
        self.name(id).filter(|_| self.several())
    }
}

/// The post of what was left, or booked on the phone, under this name; none where there is nothing of that name.
///
/// # Errors
/// Where the store fails.
pub fn of_entry(conn: &mut Conn, id: EntryId) -> Result<Option<PostId>, StoreError> {
    if let Some(kiosk) = kiosk_of_entry(conn, id)? {
        return of_kiosk(conn, kiosk).map(Some);
    }
    match appointments::find(conn, id)? {
        Some(one) => of_appointment(conn, &one),
        None => Ok(None),
    }
}

/// From which kiosk an entry came; none where there is no such entry.
pub(super) fn kiosk_of_entry(conn: &mut Conn, id: EntryId) -> Result<Option<KioskId>, StoreError> {
    let found: Option<i32> = entry::table.find(id.as_bytes().as_slice()).select(entry::kiosk).first(conn).optional()?;
    found.map(super::kiosks::id_from).transpose()
}
