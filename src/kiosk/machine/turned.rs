//! A panel that is mounted turned: how its picture and its touch are turned.
//!
//! Slint's `linuxkms` reads how the picture is turned from the environment, once, before it opens the screen, and has no call for it.
//! A program cannot change its own environment without `unsafe`, so it puts itself in its own place with the variable set.
//! Touch comes from libinput, which takes its matrix from udev: [`touch_rule`] is the line that belongs there.

use crate::kiosk::config::Rotation;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// What Slint's back end reads (i-slint-backend-linuxkms 1.18, `calloop_backend.rs`).
pub const VARIABLE: &str = "SLINT_KMS_ROTATION";

/// Whether a process in which the variable says `said` shows a picture turned otherwise than that.
#[must_use]
pub fn differs(rotation: Rotation, said: Option<&str>) -> bool {
    said.map_or(rotation != Rotation::Upright, |said| said.parse() != Ok(rotation.degrees()))
}

/// Starts this program anew in its own place, with the same words and the picture turned. It is the same process: whoever started it
/// notices nothing. Where it comes back, it could not.
#[must_use]
pub fn again(program: OsString, words: impl Iterator<Item = OsString>, rotation: Rotation) -> std::io::Error {
    Command::new(program).args(words).env(VARIABLE, rotation.degrees().to_string()).exec()
}

/// The line for `/etc/udev/rules.d` that turns touch as the picture is turned; none where neither is.
#[must_use]
pub fn touch_rule(rotation: Rotation) -> Option<String> {
    let matrix = matrix(rotation);
    let numbers = matrix.map(|number| number.to_string()).join(" ");
    (rotation != Rotation::Upright)
        .then(|| format!("ENV{{ID_INPUT_TOUCHSCREEN}}==\"1\", ENV{{LIBINPUT_CALIBRATION_MATRIX}}=\"{numbers}\""))
}

/// The first two rows of libinput's matrix, which acts on places from 0 to 1: where a finger on the panel is in the picture.
fn matrix(rotation: Rotation) -> [i8; 6] {
    match rotation {
        Rotation::Upright => [1, 0, 0, 0, 1, 0],
        // The picture's right is the panel's lower edge: x = y, y = 1 - x.
        Rotation::Quarter => [0, 1, 0, -1, 0, 1],
        Rotation::Half => [-1, 0, 1, 0, -1, 1],
        Rotation::ThreeQuarters => [0, -1, 1, 1, 0, 0],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Rotation; 4] = [Rotation::Upright, Rotation::Quarter, Rotation::Half, Rotation::ThreeQuarters];

    #[test]
    fn a_picture_is_turned_once_and_then_stays_as_it_is() {
        for rotation in ALL {
            let said = rotation.degrees().to_string();
            assert!(!differs(rotation, Some(&said)), "it would start itself for ever");
            assert_eq!(differs(rotation, None), rotation != Rotation::Upright);
            assert!(differs(rotation, Some("45")) && differs(rotation, Some("")));
        }
        assert!(differs(Rotation::Upright, Some("90")), "the configuration says what is true");
    }

    /// Where a point of the picture is on a panel whose picture is turned clockwise by so much; both from 0 to 1.
    fn on_the_panel(rotation: Rotation, (x, y): (i8, i8)) -> (i8, i8) {
        match rotation {
            Rotation::Upright => (x, y),
            // The picture's upper left corner is at the panel's upper right one.
            Rotation::Quarter => (1 - y, x),
            Rotation::Half => (1 - x, 1 - y),
            Rotation::ThreeQuarters => (y, 1 - x),
        }
    }

    #[test]
    fn a_finger_on_a_corner_of_the_picture_is_on_that_corner() {
        for rotation in ALL {
            let [a, b, c, d, e, f] = matrix(rotation);
            for corner in [(0, 0), (1, 0), (0, 1), (1, 1)] {
                let (x, y) = on_the_panel(rotation, corner);
                assert_eq!((a * x + b * y + c, d * x + e * y + f), corner, "{rotation:?}");
            }
        }
    }

    #[test]
    fn the_rule_is_one_that_udev_reads() {
        assert_eq!(touch_rule(Rotation::Upright), None);
        let rule = touch_rule(Rotation::Quarter).unwrap();
        assert_eq!(rule, r#"ENV{ID_INPUT_TOUCHSCREEN}=="1", ENV{LIBINPUT_CALIBRATION_MATRIX}="0 1 0 -1 0 1""#);
    }
}
