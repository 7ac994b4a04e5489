//! Whether a cable or an access point is there, as the operating system shows it.

use std::collections::BTreeSet;
use std::path::Path;

/// Where Linux shows its network interfaces.
const INTERFACES: &str = "/sys/class/net";

/// The interfaces that carry, without the loopback. Empty where the operating system does not say: then nobody is told
/// anything, and the waits end by themselves.
pub fn up() -> BTreeSet<String> {
    up_in(Path::new(INTERFACES))
}

fn up_in(folder: &Path) -> BTreeSet<String> {
    let Ok(interfaces) = std::fs::read_dir(folder) else { return BTreeSet::new() };
    let carries = |name: &str| {
        let state = std::fs::read_to_string(folder.join(name).join("operstate")).unwrap_or_default();
        // A tunnel or a modem is often "unknown" for as long as it lives.
        name != "lo" && matches!(state.trim(), "up" | "unknown")
    };
    interfaces.flatten().filter_map(|entry| entry.file_name().into_string().ok()).filter(|name| carries(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cable_that_is_put_in_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let set = |name: &str, state: &str| {
            std::fs::create_dir_all(folder.path().join(name)).unwrap();
            std::fs::write(folder.path().join(name).join("operstate"), state).unwrap();
        };
        set("lo", "unknown\n");
        set("eth0", "down\n");
        let before = up_in(folder.path());
        assert!(before.is_empty());
        set("eth0", "up\n");
        assert_eq!(up_in(folder.path()).into_iter().collect::<Vec<_>>(), ["eth0"]);
        assert!(up_in(&folder.path().join("nothing")).is_empty());
    }
}
