//! Which byte of a framebuffer is which pixel, against bytes that were worked out by hand, and a device made of files.

use std::fs;
use std::path::{Path, PathBuf};

use embedded_graphics::Pixel;
use embedded_graphics::draw_target::DrawTarget;
use embedded_graphics::geometry::Point;
use embedded_graphics::pixelcolor::{Rgb888, RgbColor};
use inloop_hardware::display::{
    BenchFramebuffer, Canvas, Depth, Framebuffer, FramebufferProblem, Geometry, GeometryProblem, LinuxFramebuffer, Sysfs,
};

const ORANGE: Rgb888 = Rgb888::new(0xff, 0x86, 0x08);

/// Two by two: red, green; blue, orange.
fn four_colours() -> Canvas {
    let mut canvas = Canvas::new(2, 2, Rgb888::RED);
    let at = |x, y, colour| Pixel(Point::new(x, y), colour);
    canvas
        .draw_iter([at(1, 0, Rgb888::GREEN), at(0, 1, Rgb888::BLUE), at(1, 1, ORANGE), at(2, 1, ORANGE), at(-1, 0, ORANGE)])
        .unwrap();
    canvas
}

fn two_by_two(depth: Depth, stride: usize) -> Geometry {
    Geometry { width: 2, height: 2, stride, depth, offset: (0, 0) }
}

#[test]
fn in_32_bits_blue_comes_first_and_in_16_red_has_the_highest_five() {
    let bytes = two_by_two(Depth::Xrgb8888, 8).bytes(&four_colours());
    assert_eq!(bytes, [0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0, 0, 0x08, 0x86, 0xff, 0]);
    let bytes = two_by_two(Depth::Rgb565, 4).bytes(&four_colours());
    // Orange: 11111 100001 00001.
    assert_eq!(bytes, [0x00, 0xf8, 0xe0, 0x07, 0x1f, 0x00, 0x21, 0xfc]);
}

#[test]
fn rows_that_are_longer_than_the_picture_and_a_picture_that_begins_further_in_stay_in_place() {
    let geometry = Geometry { offset: (1, 3), ..two_by_two(Depth::Rgb565, 8) };
    let bytes = geometry.bytes(&four_colours());
    assert_eq!(bytes, [0, 0, 0x00, 0xf8, 0xe0, 0x07, 0, 0, 0, 0, 0x1f, 0x00, 0x21, 0xfc, 0, 0]);
    assert_eq!(geometry.begin(), 24);
}

#[test]
fn what_is_drawn_is_what_is_seen() {
    for depth in [Depth::Rgb565, Depth::Xrgb8888] {
        let geometry = Geometry { offset: (1, 1), ..two_by_two(depth, 32) };
        let mut bench = BenchFramebuffer::new(geometry);
        let picture = four_colours();
        bench.show(&picture, geometry).unwrap();
        assert_eq!(bench.picture(), picture, "these colours are the same in both");
        assert_eq!(bench.memory().len(), 3 * 32);
    }
    let white = two_by_two(Depth::Rgb565, 4).picture(&[0xff; 8]);
    assert_eq!(white, Canvas::new(2, 2, Rgb888::WHITE));
}

fn sysfs<'a>(virtual_size: &'a str, stride: &'a str, bits_per_pixel: &'a str) -> Sysfs<'a> {
    Sysfs { virtual_size, stride, bits_per_pixel, mode: None, pan: None }
}

#[test]
fn sysfs_is_read_as_the_kernel_writes_it() {
    let television = Geometry::read(sysfs("1920,1080\n", "7680\n", "32\n")).unwrap();
    let whole = Geometry { width: 1920, height: 1080, stride: 7680, depth: Depth::Xrgb8888, offset: (0, 0) };
    assert_eq!(television, whole);
    let small = Geometry::read(sysfs("800,480", "1600", "16")).unwrap();
    assert_eq!((small.depth, small.stride), (Depth::Rgb565, 1600));
    // Twice as high as it is seen, and the second half is shown.
    let panned = Sysfs { mode: Some("U:1920x1080p-60\n"), pan: Some("0,1080\n"), ..sysfs("1920,2160", "7680", "32") };
    assert_eq!(Geometry::read(panned).unwrap(), Geometry { offset: (0, 1080), ..whole });
    let no_mode = Sysfs { mode: Some(""), ..sysfs("1920,1080", "7680", "32") };
    assert_eq!(Geometry::read(no_mode).unwrap(), whole);
}

#[test]
fn what_cannot_be_drawn_into_is_said() {
    let problem = |sysfs| Geometry::read(sysfs).unwrap_err();
    assert_eq!(problem(sysfs("1920,1080", "5760", "24")), GeometryProblem::Depth(24));
    assert_eq!(problem(sysfs("1920,1080", "4000", "32")), GeometryProblem::Stride(1920, 4000));
    for (size, stride, bits) in
        [("1920x1080", "7680", "32"), ("0,0", "0", "32"), ("99999,1", "9", "16"), ("8,8", "", "16"), ("8,8", "32", "x")]
    {
        assert!(matches!(problem(sysfs(size, stride, bits)), GeometryProblem::Odd { .. }), "{size} {stride} {bits}");
    }
    let outside = Sysfs { pan: Some("0,8"), ..sysfs("8,8", "32", "32") };
    assert!(matches!(problem(outside), GeometryProblem::Odd { file: "pan", .. }));
}

/// A framebuffer of files, as the kernel would have them.
fn device(folder: &Path, rows: usize) -> PathBuf {
    let about = folder.join("class/fb1");
    fs::create_dir_all(&about).unwrap();
    for (file, says) in
        [("virtual_size", "2,4\n"), ("stride", "16\n"), ("bits_per_pixel", "32\n"), ("mode", "U:2x2p-60\n"), ("pan", "0,2\n")]
    {
        fs::write(about.join(file), says).unwrap();
    }
    let device = folder.join("fb1");
    fs::write(&device, vec![7; rows * 16]).unwrap();
    device
}

#[test]
fn the_port_writes_what_is_seen_and_nothing_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let device = device(folder.path(), 4);
    let mut port = LinuxFramebuffer::of_class(device.clone(), &folder.path().join("class")).unwrap();
    let geometry = port.geometry().unwrap();
    assert_eq!(geometry, Geometry { offset: (0, 2), ..two_by_two(Depth::Xrgb8888, 16) });
    port.show(&four_colours(), geometry).unwrap();
    let bytes = fs::read(&device).unwrap();
    assert_eq!(bytes[..32], [7; 32]);
    assert_eq!(bytes[32..40], [0, 0, 255, 0, 0, 255, 0, 0]);
    assert_eq!(bytes.len(), 64);
}

#[test]
fn a_framebuffer_that_is_not_there_is_said_with_its_file_and_may_come_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut port = LinuxFramebuffer::of_class(folder.path().join("fb1"), &folder.path().join("class")).unwrap();
    let said = port.geometry().unwrap_err().to_string();
    assert!(said.contains("class/fb1/virtual_size") && said.contains("framebuffer"), "{said}");
    device(folder.path(), 4);
    let geometry = port.geometry().unwrap();
    fs::remove_file(folder.path().join("fb1")).unwrap();
    assert!(matches!(port.show(&four_colours(), geometry), Err(FramebufferProblem::Write { .. })), "a file is never made");
    assert!(LinuxFramebuffer::new(PathBuf::from("/")).is_err());
}
