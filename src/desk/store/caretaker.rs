//! The code of a post by which whoever looks after its machines sees at the glass how they are.

use super::posts::PostId;
use super::schema::caretaker_code;
use super::{Conn, StoreError};
use chrono::{DateTime, Utc};
use diesel::prelude::*;

/// What is kept of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Drawn anew with each code; never 0.
    pub which: u64,
    /// Its Argon2id hash.
    pub hash: String,
    /// When it was made.
    pub made_at: DateTime<Utc>,
}

/// The code of this post; none where there is none.
///
/// # Errors
/// Where the store fails.
pub fn of(conn: &mut Conn, post: PostId) -> Result<Option<Code>, StoreError> {
    let row: Option<(i64, String, i64)> = caretaker_code::table
        .find(post)
        .select((caretaker_code::which, caretaker_code::hash, caretaker_code::made_at))
        .first(conn)
        .optional()?;
    let code = |(which, hash, made_at)| {
        let which = u64::try_from(which).ok().filter(|which| *which > 0).ok_or(StoreError::Odd("caretaker_code"))?;
        Ok(Code { which, hash, made_at: super::entries::moment(made_at)? })
    };
    row.map(code).transpose()
}

/// Which code holds now, as kiosks are told; 0 where none does.
///
/// # Errors
/// Where the store fails.
pub fn which(conn: &mut Conn, post: PostId) -> Result<u64, StoreError> {
    Ok(of(conn, post)?.map_or(0, |code| code.which))
}

/// Makes this the code, in place of the one before.
///
/// # Errors
/// Where the store fails.
pub fn keep(conn: &mut Conn, post: PostId, code: &Code) -> Result<(), StoreError> {
    let which = i64::try_from(code.which).map_err(|_| StoreError::Odd("caretaker_code"))?;
    let row = (
        caretaker_code::post.eq(post),
        caretaker_code::which.eq(which),
        caretaker_code::hash.eq(&code.hash),
        caretaker_code::made_at.eq(code.made_at.timestamp()),
    );
    diesel::delete(caretaker_code::table.find(post)).execute(conn)?;
    diesel::insert_into(caretaker_code::table).values(row).execute(conn)?;
    Ok(())
}

/// Takes it away. False where there was none.
///
/// # Errors
/// Where the store fails.
pub fn take_away(conn: &mut Conn, post: PostId) -> Result<bool, StoreError> {
    Ok(diesel::delete(caretaker_code::table.find(post)).execute(conn)? == 1)
}
