//! What the desk last told about this post, kept for the days without a desk.

use super::files::{self, FileError};
use crate::seal::{BadRecipients, Recipients};
use crate::wire::{MAX_MESSAGE, Site, VERSION};
use std::path::Path;

/// The name of the file in the data folder.
pub const FILE: &str = "site.json";

/// Why a site is not taken over. The last good one stays.
#[derive(Debug, thiserror::Error)]
pub enum BadSite {
    /// Of a version this program does not know.
    #[error("the desk's site is of version {0}, which this program does not know")]
    Newer(u32),
    /// Whom to seal to is not clear: taking it over would make entries that nobody can read.
    #[error("the desk's site names no two keys to seal to")]
    Recipients(#[from] BadRecipients),
    /// Opening hours that no week has.
    #[error("the desk's site has opening hours that do not exist")]
    Hours,
    /// Not the JSON of a site.
    #[error("{FILE} is damaged; the desk is asked again")]
    Damaged,
    /// The file.
    #[error(transparent)]
    File(#[from] FileError),
}

/// Looks whether a site from an authenticated answer makes sense, and gives whom to seal to from now on.
///
/// # Errors
/// [`BadSite`].
pub fn check(site: &Site) -> Result<Recipients, BadSite> {
    if site.v != VERSION {
        return Err(BadSite::Newer(site.v));
    }
    let day = 24 * 60;
    let exists = |h: &crate::wire::OpeningHours| (1..=7).contains(&h.weekday) && h.from < h.until && h.until <= day;
    if !site.hours.iter().all(exists) {
        return Err(BadSite::Hours);
    }
    Ok(Recipients::parse(&site.team, &site.recovery)?)
}

/// Keeps the body of the desk's answer, which was checked.
///
/// # Errors
/// [`BadSite::File`]; the one before stays.
pub fn keep(folder: &Path, body: &[u8]) -> Result<(), BadSite> {
    Ok(files::replace(&folder.join(FILE), body)?)
}

/// The last good one; none where there never was one.
///
/// # Errors
/// [`BadSite`]: as good as none, but somebody is to be told.
pub fn last(folder: &Path) -> Result<Option<Site>, BadSite> {
    let Some(bytes) = files::read(&folder.join(FILE), MAX_MESSAGE)? else { return Ok(None) };
    let site: Site = serde_json::from_slice(&bytes).map_err(|_| BadSite::Damaged)?;
    check(&site)?;
    Ok(Some(site))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::TeamKey;
    use crate::wire::{OpeningHours, Presence};

    fn site() -> Site {
        Site {
            v: 1,
            name: "Wijkpost".into(),
            phone: None,
            hours: vec![OpeningHours { weekday: 1, from: 540, until: 1020 }],
            presence: Presence::Unknown,
            readers: vec![],
            contact: vec!["phone".into()],
            topics: vec![],
            messages: vec![],
            helpers: vec![],
            erased_after_days: Some(30),
            languages: vec!["nl".into()],
            texts: vec![],
            tekens: vec![],
            team: TeamKey::generate().public(),
            recovery: TeamKey::generate().public(),
            store: "a".into(),
        }
    }

    #[test]
    fn the_last_good_site_is_there_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(last(folder.path()).unwrap(), None);
        keep(folder.path(), &serde_json::to_vec(&site()).unwrap()).unwrap();
        assert_eq!(last(folder.path()).unwrap().unwrap().name, "Wijkpost");
        std::fs::write(folder.path().join(FILE), b"{").unwrap();
        assert!(matches!(last(folder.path()), Err(BadSite::Damaged)));
    }

    #[test]
    fn a_site_nobody_could_be_sealed_to_or_of_a_newer_version_is_not_taken_over() {
        let same = |mut site: Site| {
            site.recovery = site.team.clone();
            site
        };
        assert!(matches!(check(&same(site())), Err(BadSite::Recipients(_))));
        assert!(matches!(check(&Site { v: 2, ..site() }), Err(BadSite::Newer(2))));
        for (weekday, from, until) in [(0, 1, 2), (8, 1, 2), (1, 2, 2), (1, 2, 1441)] {
            let hours = vec![OpeningHours { weekday, from, until }];
            assert!(matches!(check(&Site { hours, ..site() }), Err(BadSite::Hours)));
        }
        check(&site()).unwrap();
    }
}
