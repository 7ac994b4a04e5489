//! A site's own colour and logo.

use super::*;
use inloop::kiosk::glass::{BadLook, dress};
use inloop::kiosk::look::{Accent, Look};
use inloop_ui::RestAdapter;
use std::path::PathBuf;

fn accent(colour: &str) -> Look {
    Look { accent: Some(Accent::try_from(colour.to_owned()).unwrap()), logo: None }
}

fn logo(folder: &tempfile::TempDir, name: &str, colour: [u8; 4]) -> Look {
    let path = folder.path().join(name);
    image::RgbaImage::from_pixel(40, 20, image::Rgba(colour)).save(&path).unwrap();
    Look { accent: None, logo: Some(path) }
}

#[test]
fn a_sites_own_accent_is_used_where_everything_on_it_can_be_read() {
    let bench = Bench::new(Panel::LANDSCAPE_10);
    let theme = bench.app.global::<Theme<'_>>();
    let own = theme.get_warm().accent;
    for pale in ["#ff8800", "#888888", "#ffffff", "#cc0000"] {
        let refused = dress(&bench.app, &accent(pale));
        assert!(matches!(refused[..], [BadLook::TooPale { .. }]), "{pale}: {refused:?}");
        assert_eq!(theme.get_warm().accent, own, "{pale}");
    }
    for dark in ["#5a1430", "#1b2a6b", "#333333"] {
        assert!(dress(&bench.app, &accent(dark)).is_empty(), "{dark}");
        let Palette { accent, tint, picked, ground, ink, on_accent, .. } = theme.get_warm();
        assert_ne!(accent, own);
        for (one, other) in [(accent, ground), (accent, tint), (on_accent, accent), (ink, picked)] {
            assert!(contrast(one, other) >= 7.0, "{dark}");
        }
    }
}

#[test]
fn a_logo_that_can_be_seen_stands_on_the_resting_glass_and_covers_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (name, panel) in PANELS {
        let bench = Bench::new(panel);
        let rest = bench.app.global::<RestAdapter<'_>>();
        let nothing = PathBuf::from("/nowhere/logo.png");
        let text = folder.path().join("text.png");
        std::fs::write(&text, "no picture").unwrap();
        for path in [nothing, text] {
            let refused = dress(&bench.app, &Look { accent: None, logo: Some(path) });
            assert!(matches!(refused[..], [BadLook::NoPicture(_)]), "{name}: {refused:?}");
        }
        let pale = dress(&bench.app, &logo(&folder, "pale.png", [250, 240, 230, 255]));
        assert!(matches!(pale[..], [BadLook::Pale { .. }]), "{name}: {pale:?}");
        assert_eq!(rest.get_logo().size().width, 0);
        assert!(dress(&bench.app, &logo(&folder, "logo.png", [20, 40, 90, 255])).is_empty());
        assert_eq!(rest.get_logo().size().width, 40);
        assert_eq!(fits::complaints(&bench), [""; 0], "{name}");
        let dark = |pixel: &&slint::Rgba8Pixel| (pixel.r, pixel.g, pixel.b) == (20, 40, 90);
        assert!(bench.picture().as_slice().iter().filter(dark).count() > 1_000, "{name}: the logo is not drawn");
    }
}
