//! What the now-calling display promises, measured on its pixels with a ruler that shares no code with what draws them.

use std::collections::BTreeMap;

use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use inloop_hardware::display::{Call, Canvas, Panel, READ_FROM, Showing, colours, render};
use inloop_hardware::ticket::Direction;

use super::displays::{self, LONG, call, called, four};
use super::samples;

/// A letter is read from 200 times its height.
const LETTER: f32 = READ_FROM / 200.0;

/// A drawn display, and how many millimetres its pixels are.
struct Seen {
    canvas: Canvas,
    mm: (f32, f32),
}

fn seen(showing: &Showing, mm: (f32, f32), pixels: (u32, u32)) -> Seen {
    let panel = Panel::new(mm.0, mm.1).unwrap();
    let canvas = render(showing, panel, pixels, &samples::fonts()).unwrap();
    assert_eq!((canvas.width(), canvas.height()), pixels);
    Seen { mm: (mm.0 / pixels.0 as f32, mm.1 / pixels.1 as f32), canvas }
}

impl Seen {
    /// Runs of columns, or of rows, of this part of the panel (in shares of it) that hold any ink.
    fn bands(&self, across: (f32, f32), down: (f32, f32), by_rows: bool) -> Vec<(f32, f32)> {
        let part = |share: (f32, f32), all: u32| (share.0 * all as f32) as usize..(share.1 * all as f32) as usize;
        let (columns, rows) = (part(across, self.canvas.width()), part(down, self.canvas.height()));
        let pixels: Vec<&[Rgb888]> = self.canvas.rows().collect();
        let ground = pixels[rows.start][columns.start];
        let inked = |x: usize, y: usize| pixels[y][x] != ground;
        let (along, other) = if by_rows { (rows.clone(), columns) } else { (columns.clone(), rows) };
        let any = |at: usize| other.clone().any(|beside| if by_rows { inked(beside, at) } else { inked(at, beside) });
        let mm = if by_rows { self.mm.1 } else { self.mm.0 };
        let mut bands = Vec::new();
        let mut begun = None;
        for at in along.start..=along.end {
            let ink = at < along.end && any(at);
            match (ink, begun) {
                (true, None) => begun = Some(at),
                (false, Some(start)) => {
                    bands.push((start as f32 * mm, at as f32 * mm));
                    begun = None;
                }
                _ => {}
            }
        }
        bands
    }

    /// Heights of what stands under one another there.
    fn heights(&self, across: (f32, f32), down: (f32, f32)) -> Vec<f32> {
        self.bands(across, down, true).iter().map(|(top, bottom)| bottom - top).collect()
    }

    /// How many pixels have which colour.
    fn colours(&self) -> BTreeMap<[u8; 3], usize> {
        let mut many = BTreeMap::new();
        for pixel in self.canvas.rows().flatten() {
            *many.entry([pixel.r(), pixel.g(), pixel.b()]).or_default() += 1;
        }
        many
    }
}

const TELEVISION: (f32, f32) = (708.0, 398.0);
const SMALL_PANEL: (f32, f32) = (217.0, 136.0);
const WHOLE: (f32, f32) = (0.0, 1.0);
/// The large one's part of a panel with others beside it, and theirs.
const LARGE: (f32, f32) = (0.0, 0.6);
const BESIDE: (f32, f32) = (0.605, 1.0);

fn kamer_2() -> Call {
    call("boom", 27, "Kamer 2")
}

#[test]
fn the_large_one_is_read_from_three_metres_on_a_small_panel_and_from_far_away_on_a_television() {
    for (mm, pixels, number, place) in [(TELEVISION, (1920, 1080), 110.0, 3.0 * LETTER), (SMALL_PANEL, (1280, 800), 35.0, LETTER)]
    {
        for small in [vec![], four()] {
            let across = if small.is_empty() { WHOLE } else { LARGE };
            let heights = seen(&called(kamer_2(), small), mm, pixels).heights(across, WHOLE);
            assert_eq!(heights.len(), 2, "picture and number, and under it the place: {heights:?}");
            assert!(heights[0] >= number && heights[1] >= place, "{mm:?}: {heights:?} mm");
        }
    }
}

#[test]
fn the_small_ones_are_read_from_half_of_that() {
    let small = vec![call("vis", 14, "Balie"), call("zon", 61, "Kamer 1"), call("hart", 0, "Kamer 3"), call("ster", 9, "Zaal")];
    for (mm, pixels) in [(TELEVISION, (1920, 1080)), (SMALL_PANEL, (1280, 800))] {
        let seen = seen(&called(kamer_2(), small.clone()), mm, pixels);
        let tekens = seen.heights((0.61, 0.78), WHOLE);
        let places = seen.heights((0.79, 1.0), WHOLE);
        assert!(tekens.len() == 4 && places.len() >= 4, "four under one another, a place over two lines perhaps: {places:?}");
        assert!(tekens.iter().chain(&places).all(|height| *height >= LETTER / 2.0 - 0.2), "{mm:?}: {tekens:?} {places:?}");
        let largest = places.iter().copied().fold(0.0, f32::max);
        assert!(seen.heights(LARGE, WHOLE)[1] > 1.5 * largest, "and the large one is large beside them");
    }
}

#[test]
fn sizes_follow_the_millimetres_and_not_the_pixels() {
    let heights = |pixels| seen(&called(kamer_2(), four()), TELEVISION, pixels).heights(LARGE, WHOLE);
    let (few, many) = (heights((1280, 720)), heights((1920, 1080)));
    assert!(few.iter().zip(&many).all(|(few, many)| (few - many).abs() < 4.0), "{few:?} {many:?}");
    let small = seen(&called(kamer_2(), four()), SMALL_PANEL, (1920, 1080)).heights(LARGE, WHOLE);
    assert!(small[0] < many[0] / 2.0, "a panel of 10 inches has not the sizes of a television of as many pixels");
}

#[test]
fn whatever_a_place_is_called_nothing_is_lost_at_an_edge_or_beneath_another() {
    let word = "Bewonersondersteuningsspreekkamerverdieping".repeat(3);
    let arabic = "مكتب الاستقبال في الطابق الأول بجانب المصعد الكبير";
    for (name, mm, pixels) in [("television", TELEVISION, (1920, 1080)), ("panel", SMALL_PANEL, (1280, 800))] {
        for place in [LONG, word.as_str(), arabic, "2", &"Kamer ".repeat(30)] {
            let small = vec![call("zon", 61, place); 4];
            let seen = seen(&called(call("boom", 27, place), small), mm, pixels);
            let rows = seen.bands(LARGE, WHOLE, true);
            let columns = seen.bands(LARGE, WHOLE, false);
            let edge = 0.04 * mm.1;
            let (first, last) = (rows.first().unwrap(), rows.last().unwrap());
            assert!(first.0 >= edge && last.1 <= mm.1 - edge, "{name}, {place:?}: {first:?} {last:?}");
            let (first, last) = (columns.first().unwrap(), columns.last().unwrap());
            assert!(first.0 >= edge && last.1 <= 0.6 * mm.0 - edge, "{name}, {place:?}: {first:?} {last:?}");
            let (beside, below) = (seen.bands(BESIDE, WHOLE, false), seen.bands(BESIDE, WHOLE, true));
            assert!(beside.last().unwrap().1 <= mm.0 - edge && below.last().unwrap().1 <= mm.1 - edge, "{name}, {place:?}");
            // Between teken and place there is nothing, and between one row and the next neither.
            assert!(rows.len() >= 2 && below.len() >= 4, "{name}, {place:?}: {below:?}");
        }
    }
}

#[test]
fn a_long_name_has_all_of_its_letters() {
    // As many letters, each the widest there is: what is left out or cut off would be missing from the ink.
    let ink = |place: &str| {
        let seen = seen(&called(call("boom", 27, place), vec![]), TELEVISION, (1920, 1080));
        let bands = seen.bands(WHOLE, (0.6, 1.0), true);
        let lines = bands.iter().map(|(top, bottom)| (top / TELEVISION.1, bottom / TELEVISION.1));
        lines.map(|line| seen.bands(WHOLE, line, false).len()).sum::<usize>()
    };
    assert_eq!(ink("ooooooooooooooo"), 15);
    assert_eq!(ink(&"o".repeat(60)), 60);
    assert_eq!(ink(&"oooooo ".repeat(10)), 60);
}

#[test]
fn a_post_that_reads_from_the_right_has_everything_the_other_way_round() {
    let showing =
        |direction| Showing::Called { large: kamer_2(), fresh: false, small: vec![call("hart", 9, "غرفة ٢")], direction };
    let left = seen(&showing(Direction::LeftToRight), TELEVISION, (1920, 1080));
    let right = seen(&showing(Direction::RightToLeft), TELEVISION, (1920, 1080));
    let corner = |seen: &Seen, x: usize| seen.canvas.rows().next().unwrap()[x];
    assert_eq!((corner(&left, 0), corner(&left, 1919)), (colours::PAPER, colours::DARK));
    assert_eq!((corner(&right, 0), corner(&right, 1919)), (colours::DARK, colours::PAPER));
    // The tree is one thing, the number two: they change places, and the digits do not.
    let widths = |seen: &Seen, across| -> Vec<i32> {
        seen.bands(across, (0.05, 0.5), false).iter().map(|(from, to)| (to - from) as i32).collect()
    };
    let (mine, theirs) = (widths(&left, LARGE), widths(&right, (0.405, 1.0)));
    assert_eq!((mine.len(), theirs.len()), (3, 3));
    assert_eq!((mine[0], mine[1], mine[2]), (theirs[2], theirs[0], theirs[1]));
}

#[test]
fn arabic_letters_are_joined() {
    let words = |place| seen(&called(call("boom", 27, place), vec![]), TELEVISION, (1920, 1080)).bands(WHOLE, (0.6, 1.0), false);
    assert_eq!(words("بببب").len(), 1);
    assert!(words("ب\u{200c}ب\u{200c}ب\u{200c}ب").len() > 1, "the same letters, kept apart");
}

#[test]
fn a_sign_that_no_font_has_is_left_out_and_the_rest_is_shown() {
    let shown = |place| seen(&called(call("boom", 27, place), vec![]), SMALL_PANEL, (1280, 800)).canvas;
    assert_eq!(shown("Kamer 2 \u{1f642}"), shown("Kamer 2"));
    assert_eq!(shown("\u{1f642}"), shown(""), "who is called is shown also where nothing of the place can be");
}

fn luminance(colour: [u8; 3]) -> f64 {
    let linear = |byte: u8| {
        let share = f64::from(byte) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(colour[0]) + 0.7152 * linear(colour[1]) + 0.0722 * linear(colour[2])
}

#[test]
fn whatever_is_shown_its_ink_has_at_least_seven_to_one_on_its_ground() {
    for (name, showing) in displays::all() {
        for part in [LARGE, BESIDE] {
            let seen = seen(&showing, TELEVISION, (1920, 1080));
            let from = (part.0 * 1920.0) as u32;
            let width = ((part.1 - part.0) * 1920.0) as usize;
            let mut many: BTreeMap<[u8; 3], usize> = BTreeMap::new();
            for pixel in seen.canvas.rows().flat_map(|row| &row[from as usize..from as usize + width]) {
                *many.entry([pixel.r(), pixel.g(), pixel.b()]).or_default() += 1;
            }
            let mut common: Vec<_> = many.into_iter().collect();
            common.sort_by_key(|(_, many)| std::cmp::Reverse(*many));
            let Some([ground, ink]) = common.get(..2).map(|two| [two[0].0, two[1].0]) else { continue };
            let (light, dark) = (luminance(ground).max(luminance(ink)), luminance(ground).min(luminance(ink)));
            let contrast = (light + 0.05) / (dark + 0.05);
            assert!(contrast >= 7.0, "{name}: {ground:?} and {ink:?} have {contrast:.1}:1");
        }
    }
}

#[test]
fn who_has_just_become_large_has_another_ground_and_nothing_else_is_different() {
    let showing = |fresh| Showing::Called { large: kamer_2(), fresh, small: vec![], direction: Direction::LeftToRight };
    let (fresh, calm) = (seen(&showing(true), TELEVISION, (1280, 720)), seen(&showing(false), TELEVISION, (1280, 720)));
    let ink = [colours::INK.r(), colours::INK.g(), colours::INK.b()];
    assert_eq!(fresh.colours()[&ink], calm.colours()[&ink]);
    assert_eq!(fresh.bands(WHOLE, WHOLE, true), calm.bands(WHOLE, WHOLE, true));
    assert_ne!(fresh.canvas, calm.canvas);
}

#[test]
fn at_rest_the_posts_name_is_the_largest_and_each_language_stands_on_its_own() {
    for (name, showing) in displays::all().into_iter().filter(|(name, _)| ["idle", "offline"].contains(name)) {
        for (mm, pixels) in [(TELEVISION, (1920, 1080)), (SMALL_PANEL, (1280, 800))] {
            let seen = seen(&showing, mm, pixels);
            let heights = seen.heights(WHOLE, WHOLE);
            assert!(heights[0] >= LETTER && heights[2..].iter().all(|height| *height < heights[0]), "{name}: {heights:?}");
            assert!(heights[2..].iter().all(|height| *height >= LETTER / 2.0 - 0.5), "{name}, {mm:?}: {heights:?}");
        }
    }
}

#[test]
fn a_call_does_not_print_who_is_called() {
    assert_eq!(format!("{:?}", kamer_2()), "Call(to \"Kamer 2\")");
}

#[test]
fn a_panel_that_cannot_be_is_refused() {
    for (width, height) in [(70.8, 39.8), (7080.0, 3980.0), (f32::NAN, 398.0), (708.0, 0.0)] {
        assert!(Panel::new(width, height).is_err());
    }
}
