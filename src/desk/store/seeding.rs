//! Teams, their kiosks, and who is where, for a made-up city.

use super::schema::{kiosk, post, team, worker_team};
use super::{Conn, StoreError, kiosks, meta};
use crate::entry::{Epoch, KioskId, TEKENS};
use crate::followup::TeamId;
use crate::wire::KioskPublicKey;
use diesel::prelude::*;

/// A team of this number and name, with a post of its own; the first team is renamed, and the first post where nobody has named it.
pub(crate) fn team(conn: &mut Conn, id: TeamId, name: &str, now: i64) -> Result<(), StoreError> {
    if diesel::update(team::table.find(id)).set(team::name.eq(name)).execute(conn)? == 0 {
        diesel::insert_into(team::table).values((team::id.eq(id), team::name.eq(name), team::made_at.eq(now))).execute(conn)?;
    }
    let known: i64 = post::table.find(id).count().get_result(conn)?;
    if known == 0 {
        diesel::insert_into(post::table).values((post::id.eq(id), post::name.eq(name), post::made_at.eq(now))).execute(conn)?;
    }
    // One that a desk has begun with already has its name.
    diesel::update(post::table.find(id).filter(post::content.is_null())).set(post::name.eq(name)).execute(conn)?;
    Ok(())
}

/// A kiosk of this team and of its post, of which nobody compared words. In two posts kiosks may give the same tekens.
pub(crate) fn kiosk(
    conn: &mut Conn,
    id: KioskId,
    name: &str,
    key: &KioskPublicKey,
    of: TeamId,
    now: i64,
) -> Result<(), StoreError> {
    let (number, each) = (id.get() as i32, i32::from(kiosks::TEKENS_EACH));
    meta::note_kiosks_given(conn, number)?;
    let row = (
        kiosk::id.eq(number),
        kiosk::name.eq(name),
        kiosk::public_key.eq(key.as_bytes().as_slice()),
        kiosk::epoch.eq(Epoch::FIRST.get() as i32),
        kiosk::state.eq("active"),
        kiosk::enrolled_at.eq(now),
        kiosk::software.eq(env!("CARGO_PKG_VERSION")),
        kiosk::teken_first.eq((number * each) % i32::from(TEKENS)),
        kiosk::teken_count.eq(each),
        kiosk::spent_numbers.eq(0_i64),
        kiosk::team.eq(of),
        kiosk::post.eq(of),
    );
    diesel::insert_into(kiosk::table).values(row).execute(conn)?;
    Ok(())
}

/// The worker is in this team alone.
pub(crate) fn join(conn: &mut Conn, worker: i32, of: TeamId) -> Result<(), StoreError> {
    diesel::delete(worker_team::table.filter(worker_team::worker.eq(worker))).execute(conn)?;
    diesel::insert_into(worker_team::table).values((worker_team::worker.eq(worker), worker_team::team.eq(of))).execute(conn)?;
    Ok(())
}
