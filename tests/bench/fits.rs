//! Whether what is drawn can be read: measured on the drawn elements.

use super::Bench;
use i_slint_backend_testing::{ElementHandle, ElementRoot};
use inloop_ui::{IdleAdapter, Theme};
use slint::ComponentHandle;

/// Lines may come this near to each other, in millimetres: boxes of text may touch, lines may not lie on each other.
const DEEP: f32 = 1.5;

/// What cannot be read on this screen: texts that leave their box, and texts that lie on each other.
pub fn complaints(bench: &Bench) -> Vec<String> {
    let mut all = not_whole(bench);
    // "Bent u er nog?" lies over a screen on purpose.
    if !bench.app.global::<IdleAdapter<'_>>().get_shown() {
        all.extend(on_each_other(bench));
    }
    all
}

/// Left, top, right and bottom in pixels.
pub fn edges(element: &ElementHandle) -> (f32, f32, f32, f32) {
    let (at, size) = (element.absolute_position(), element.size());
    (at.x, at.y, at.x + size.width, at.y + size.height)
}

fn texts(bench: &Bench) -> Vec<(String, (f32, f32, f32, f32))> {
    // Room for the tails of Arabic letters, which hang out of their box.
    let tails = bench.app.global::<Theme<'_>>().get_tails();
    let mut texts = Vec::new();
    for text in bench.app.root_element().query_descendants().match_id("Words::shown").find_all() {
        let (said, at) = (text.accessible_label().unwrap_or_default().to_string(), edges(&text));
        let at = (at.0, at.1 + tails, at.2, at.3 - tails);
        if !said.is_empty() && at.2 - at.0 > 1.0 && !texts.contains(&(said.clone(), at)) {
            texts.push((said, at));
        }
    }
    texts
}

fn not_whole(bench: &Bench) -> Vec<String> {
    let boxes: Vec<_> =
        bench.app.root_element().query_descendants().match_inherits("Words").find_all().iter().map(edges).collect();
    let texts = texts(bench);
    if texts.is_empty() || boxes.is_empty() {
        return vec!["no texts are found".to_owned()];
    }
    let whole = |t: &(f32, f32, f32, f32)| {
        // A pixel is rounding; what hangs below the last line of most letters is empty.
        let inside = |b: &(f32, f32, f32, f32)| t.0 >= b.0 - 1.5 && t.2 <= b.2 + 1.5 && t.1 >= b.1 - 1.5 && t.3 <= b.3 + 1.5;
        boxes.iter().any(inside)
    };
    texts.iter().filter(|(_, t)| !whole(t)).map(|(said, t)| format!("{said:?} does not fit: {t:?}")).collect()
}

fn on_each_other(bench: &Bench) -> Vec<String> {
    let texts = texts(bench);
    let mut all = Vec::new();
    for (i, (one, a)) in texts.iter().enumerate() {
        for (other, b) in &texts[i + 1..] {
            let deep = (a.3.min(b.3) - a.1.max(b.1)).min(a.2.min(b.2) - a.0.max(b.0));
            if deep / bench.panel.px_per_mm() >= DEEP {
                all.push(format!("{one:?} lies on {other:?}"));
            }
        }
    }
    all
}
