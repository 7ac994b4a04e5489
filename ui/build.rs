//! Compiles the screens and lists the pictograms and the translations.

use std::fmt::Write as _;
use std::path::Path;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // Tests find elements by their id, which needs the debug information; it adds no work at run time.
    let config = slint_build::CompilerConfiguration::new().with_style("fluent-light".into()).with_debug_info(true);
    slint_build::compile_with_config("app.slint", config)?;
    list("icons", "svg", "ICONS", "&[u8]", "include_bytes")?;
    list("lang", "ftl", "LANGUAGES", "&str", "include_str")?;
    Ok(())
}

/// Writes `name`: every file of `folder` with this ending, by its name, sorted, embedded.
fn list(folder: &str, ending: &str, name: &str, kind: &str, include: &str) -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed={folder}");
    let place = std::path::absolute(folder)?;
    let mut names = Vec::new();
    for file in std::fs::read_dir(&place)? {
        let path = file?.path();
        if path.extension().is_some_and(|found| found == ending) {
            names.extend(path.file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
        }
    }
    names.sort_unstable();
    let mut table = format!("static {name}: &[(&str, {kind})] = &[\n");
    for file in &names {
        let path = place.join(format!("{file}.{ending}"));
        writeln!(table, "    ({file:?}, {include}!({path:?})),")?;
    }
    table.push_str("];\n");
    std::fs::write(Path::new(&std::env::var("OUT_DIR")?).join(format!("{folder}.rs")), table)?;
    Ok(())
}
