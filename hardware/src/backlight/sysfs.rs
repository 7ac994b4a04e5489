//! The thin port: a folder of the kernel's `/sys/class/backlight` (Linux, `Documentation/ABI/stable/sysfs-class-backlight`).

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Backlight, BacklightProblem, Done, Light};

/// Lit, in `bl_power` (FB_BLANK_UNBLANK).
const POWER_ON: u32 = 0;

/// Off, in `bl_power` (FB_BLANK_POWERDOWN).
const POWER_OFF: u32 = 4;

/// The backlight of this board.
#[derive(Debug)]
pub struct SysfsLight {
    class: PathBuf,
    name: Option<String>,
    /// What was set last, and where.
    now: Option<(PathBuf, Light)>,
    said_none: bool,
}

impl SysfsLight {
    /// The backlight called `name` in `class`, which is `/sys/class/backlight`; the first by name where none is given. It may come later.
    #[must_use]
    pub fn new(class: PathBuf, name: Option<String>) -> Self {
        Self { class, name, now: None, said_none: false }
    }

    fn none(&self) -> BacklightProblem {
        let place = self.name.as_ref().map_or_else(|| self.class.clone(), |name| self.class.join(name));
        BacklightProblem::None(place.display().to_string())
    }

    /// Its folder, and the most light that it gives.
    fn find(&self) -> Option<(PathBuf, u32)> {
        let mut folders = match &self.name {
            Some(name) => vec![self.class.join(name)],
            None => fs::read_dir(&self.class).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        };
        folders.sort();
        folders.into_iter().find_map(|folder| {
            let most = fs::read_to_string(folder.join("max_brightness")).ok()?;
            Some((folder, most.trim().parse().ok()?))
        })
    }
}

/// Writes a number into a file of the kernel's; never makes one.
fn put(file: &Path, number: u32) -> io::Result<()> {
    OpenOptions::new().write(true).truncate(true).open(file)?.write_all(number.to_string().as_bytes())
}

/// Some drivers have no `bl_power`: there no light is off. Says whether it was there.
fn power(folder: &Path, number: u32) -> io::Result<bool> {
    match put(&folder.join("bl_power"), number) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

fn write(folder: &Path, most: u32, light: Light) -> io::Result<()> {
    match light {
        Light::Lit(share) => {
            // Before it goes on: it does not flash.
            put(&folder.join("brightness"), share.of(most))?;
            power(folder, POWER_ON).map(drop)
        }
        Light::Dark => {
            if !power(folder, POWER_OFF)? {
                put(&folder.join("brightness"), 0)?;
            }
            Ok(())
        }
    }
}

impl Backlight for SysfsLight {
    fn set(&mut self, light: Light) -> Result<Done, BacklightProblem> {
        let Some((folder, most)) = self.find() else {
            self.now = None;
            return if std::mem::replace(&mut self.said_none, true) { Ok(Done::NoneHere) } else { Err(self.none()) };
        };
        self.said_none = false;
        if self.now.as_ref().is_some_and(|(at, now)| (at, *now) == (&folder, light)) {
            return Ok(Done::AsBefore);
        }
        // Whatever became of half of it, the next time all of it is written.
        self.now = None;
        write(&folder, most, light).map_err(|source| BacklightProblem::Write { light: folder.display().to_string(), source })?;
        self.now = Some((folder, light));
        Ok(Done::Set)
    }
}
