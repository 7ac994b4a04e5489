//! The panel on its display: what stands on the glass is read back from the messages on its bus.

use inloop_hardware::Bitmap;
use inloop_hardware::panel::{HEIGHT, LastContact, Panel, PanelProblem, PanelState, WIDTH, picture};
use inloop_hardware::ssd1306::{Place, Ssd1306, WHOLE_EVERY};
use proptest::prelude::{ProptestConfig, Strategy, any, proptest};

use crate::oled::Oled;
use crate::samples::well;

#[test]
fn what_is_drawn_stands_on_the_glass() {
    let (oled, mut panel) = Oled::plugged();
    let busy = PanelState { waiting: 128, parked: 3, last_contact: LastContact::MinutesAgo(47), ..well() };
    for state in [well(), busy, PanelState { clock_trusted: false, address: None, ..well() }] {
        panel.show(&picture(&state)).unwrap();
        assert_eq!(oled.with(|inside| inside.glass()).unwrap(), picture(&state));
    }
    assert!(!oled.with(|inside| inside.noise_seen), "it was lit before its memory held a picture");
}

proptest! {
    // Each draws up to six pictures, pixel by pixel.
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn any_pictures_in_any_order_stand_on_the_glass(dots in proptest::collection::vec(dots(), 1..6)) {
        let (oled, mut panel) = Oled::plugged();
        for dots in dots {
            let mut drawn = Bitmap::new(WIDTH, HEIGHT);
            for (x, y) in dots {
                drawn.set(x, y, true);
            }
            panel.show(&drawn).unwrap();
            assert_eq!(oled.with(|inside| inside.glass()).unwrap(), drawn);
        }
    }
}

fn dots() -> impl Strategy<Value = Vec<(u32, u32)>> {
    proptest::collection::vec((any::<u32>(), any::<u32>()).prop_map(|(x, y)| (x % WIDTH, y % HEIGHT)), 0..40)
}

#[test]
fn only_pages_that_changed_are_sent() {
    let (oled, mut panel) = Oled::plugged();
    panel.show(&picture(&well())).unwrap();
    assert_eq!(oled.with(|inside| std::mem::take(&mut inside.taken)), 8 * 128);
    let messages = oled.with(|inside| inside.messages);
    panel.show(&picture(&well())).unwrap();
    assert_eq!(oled.with(|inside| inside.messages), messages, "of the same picture nothing is sent");
    let mut dot = picture(&well());
    dot.set(0, 63, !dot.get(0, 63));
    panel.show(&dot).unwrap();
    assert_eq!(oled.with(|inside| inside.taken), 128, "one page");
    assert_eq!(oled.with(|inside| inside.glass()).unwrap(), dot);
}

#[test]
fn one_that_is_not_there_has_a_name_and_is_found_once_it_is_plugged_in() {
    let (oled, mut panel) = Oled::plugged();
    oled.with(|inside| inside.plugged = false);
    let refused = panel.show(&picture(&well())).unwrap_err();
    assert!(matches!(refused, PanelProblem::Silent { .. }));
    assert!(refused.to_string().contains("/dev/i2c-1@3c"), "{refused}");
    oled.with(|inside| inside.plugged = true);
    panel.show(&picture(&well())).unwrap();
    assert_eq!(oled.with(|inside| inside.glass()).unwrap(), picture(&well()));
}

#[test]
fn a_board_without_the_bus_says_which_bus() {
    let folder = tempfile::tempdir().unwrap();
    let bus = folder.path().join("i2c-1");
    let mut panel = Ssd1306::new(format!("{}@3d", bus.display()).parse().unwrap());
    let refused = panel.show(&picture(&well())).unwrap_err();
    assert!(refused.to_string().contains(&format!("{}@3d", bus.display())), "{refused}");
}

#[test]
fn pulled_at_any_message_and_plugged_in_again_it_shows_all_of_the_next_picture() {
    let next = PanelState { waiting: 7, parked: 1, clock_trusted: false, ..well() };
    // Set up, 16 messages of picture, light; then those of the changed pages.
    for pulled_after in 0..24 {
        let (oled, mut panel) = Oled::plugged();
        oled.with(|inside| inside.pulled_after = Some(pulled_after));
        let shown = [&well(), &next].map(|state| panel.show(&picture(state)).is_ok());
        assert!(!shown[0] || !shown[1], "{pulled_after}: it was pulled");
        oled.with(|inside| inside.lose_power());
        panel.show(&picture(&next)).unwrap();
        assert_eq!(oled.with(|inside| inside.glass()).unwrap(), picture(&next), "{pulled_after}");
        assert!(!oled.with(|inside| inside.noise_seen), "{pulled_after}");
    }
}

#[test]
fn one_that_lost_its_power_unseen_does_not_stay_dark() {
    let (oled, mut panel) = Oled::plugged();
    panel.show(&picture(&well())).unwrap();
    oled.with(|inside| inside.lose_power());
    for _ in 0..WHOLE_EVERY {
        panel.show(&picture(&well())).unwrap();
    }
    assert_eq!(oled.with(|inside| inside.glass()).unwrap(), picture(&well()));
}

#[test]
fn a_picture_of_another_size_is_refused_before_a_byte_is_sent() {
    let (oled, mut panel) = Oled::plugged();
    let refused = panel.show(&Bitmap::new(128, 32));
    assert!(matches!(refused, Err(PanelProblem::WrongSize { width: 128, height: 32 })));
    assert_eq!(oled.with(|inside| inside.messages), 0);
}

#[test]
fn a_place_is_a_bus_and_one_of_two_addresses() {
    for (text, place) in [("/dev/i2c-1", "/dev/i2c-1@3c"), ("/dev/i2c-0@3D", "/dev/i2c-0@3d")] {
        assert_eq!(text.parse::<Place>().unwrap().to_string(), place);
    }
    for wrong in ["", "i2c-1", "/dev/i2c-1@", "/dev/i2c-1@48", "/dev/i2c-1@0x3c"] {
        assert!(wrong.parse::<Place>().is_err(), "{wrong}");
    }
}
