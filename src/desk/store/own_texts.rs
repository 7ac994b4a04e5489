//! What the site says otherwise than the bundled texts of the glass: only what differs, by language and key.

use super::schema::own_text;
use super::{Conn, StoreError, meta};
use crate::entry::Language;
use diesel::prelude::*;
use std::collections::BTreeMap;

/// Words by key.
pub type Own = BTreeMap<String, String>;

/// What is said otherwise in `language`.
///
/// # Errors
/// Where the store fails.
pub fn of(conn: &mut Conn, language: Language) -> Result<Own, StoreError> {
    let rows = own_text::table.filter(own_text::language.eq(language.code())).select((own_text::key, own_text::words));
    Ok(rows.load::<(String, String)>(conn)?.into_iter().collect())
}

/// The same of every language in which something is.
///
/// # Errors
/// Where the store fails.
pub fn all(conn: &mut Conn) -> Result<BTreeMap<String, Own>, StoreError> {
    let rows: Vec<(String, String, String)> = own_text::table.load(conn)?;
    let mut all: BTreeMap<String, Own> = BTreeMap::new();
    for (language, key, words) in rows {
        all.entry(language).or_default().insert(key, words);
    }
    Ok(all)
}

/// Says `key` otherwise from now on, in words that were checked. Kiosks fetch it.
///
/// # Errors
/// Where the store fails.
pub fn say(conn: &mut Conn, language: Language, key: &str, words: &str) -> Result<(), StoreError> {
    let row = own_text::table.find((language.code(), key));
    if diesel::update(row).set(own_text::words.eq(words)).execute(conn)? == 0 {
        let new = (own_text::language.eq(language.code()), own_text::key.eq(key), own_text::words.eq(words));
        diesel::insert_into(own_text::table).values(new).execute(conn)?;
    }
    meta::raise_site_version(conn).map(drop)
}

/// Says `key` as bundled again. False where it was.
///
/// # Errors
/// Where the store fails.
pub fn take_back(conn: &mut Conn, language: Language, key: &str) -> Result<bool, StoreError> {
    let there = diesel::delete(own_text::table.find((language.code(), key))).execute(conn)? > 0;
    if there {
        meta::raise_site_version(conn)?;
    }
    Ok(there)
}
