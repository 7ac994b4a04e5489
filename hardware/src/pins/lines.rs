//! The thin port: lines of a GPIO chip, with the kernel's edges and times.

use std::collections::VecDeque;
use std::time::Duration;

use gpiocdev::Request;
use gpiocdev::line::{self, EdgeDetection, EdgeKind, Value};
use gpiocdev::request::Builder;

use super::wiring::{Bias, Pin, Wiring};
use super::{Edge, PinProblem, Pins, Role, since_start};

/// A wait without an end, in steps that the kernel can count.
const LONG: Duration = Duration::from_secs(3600);

/// What the kernel is asked for.
fn asked(wiring: &Wiring) -> Builder {
    let mut builder = Request::builder();
    builder.with_consumer("inloop").on_chip(wiring.chip());
    for pin in wiring.pins() {
        builder.with_line(pin.offset).as_input().with_edge_detection(EdgeDetection::BothEdges);
        builder.with_bias(match pin.bias {
            Bias::Up => line::Bias::PullUp,
            Bias::Down => line::Bias::PullDown,
            Bias::None => line::Bias::Disabled,
        });
        if pin.active_low {
            builder.as_active_low()
        } else {
            builder.as_active_high()
        };
    }
    builder
}

/// Counts the kernel's edges, from 1: it drops the oldest where nobody reads in time.
#[derive(Debug, Default)]
struct Count(u32);

impl Count {
    /// Whether edges before this one are gone.
    fn skips(&mut self, number: u32) -> bool {
        std::mem::replace(&mut self.0, number).wrapping_add(1) != number
    }
}

/// Switches on lines of a GPIO chip.
#[derive(Debug)]
pub struct GpioPins {
    wiring: Wiring,
    request: Request,
    count: Count,
    /// How lines were found after edges were lost.
    found: VecDeque<Edge>,
}

impl GpioPins {
    /// Takes the lines; nobody else has them from now on.
    ///
    /// # Errors
    /// [`PinProblem::Lines`] where chip or line are not there, or somebody else has them.
    pub fn open(wiring: Wiring) -> Result<Self, PinProblem> {
        let request = asked(&wiring).request().map_err(|source| problem(&wiring, source))?;
        Ok(Self { wiring, request, count: Count::default(), found: VecDeque::new() })
    }

    fn read(&mut self, until: Option<Duration>) -> Result<Option<Edge>, gpiocdev::Error> {
        loop {
            if let Some(edge) = self.found.pop_front() {
                return Ok(Some(edge));
            }
            let within = until.map_or(LONG, |until| until.saturating_sub(since_start()).min(LONG));
            if !self.request.wait_edge_event(within)? {
                if until.is_some_and(|until| until <= since_start()) {
                    return Ok(None);
                }
                continue;
            }
            // Not `read_edge_event`: without the old kernel interface it takes eight edges and gives one.
            let mut one = vec![0; self.request.edge_event_u64_size()];
            let taken = self.request.read_edge_events_into_slice(&mut one)?;
            let event = self.request.edge_event_from_slice(&one[..taken])?;
            if self.count.skips(event.seqno) {
                for pin in self.wiring.pins() {
                    let active = self.request.value(pin.offset)? == Value::Active;
                    self.found.push_back(Edge { role: pin.role, active, at: since_start() });
                }
            }
            let at = Duration::from_nanos(event.timestamp_ns);
            let pin = self.wiring.pins().iter().find(|pin| pin.offset == event.offset);
            if let Some(&Pin { role, .. }) = pin {
                return Ok(Some(Edge { role, active: event.kind == EdgeKind::Rising, at }));
            }
        }
    }
}

fn problem(wiring: &Wiring, source: gpiocdev::Error) -> PinProblem {
    PinProblem::Lines { chip: wiring.chip().display().to_string(), source }
}

impl Pins for GpioPins {
    fn levels(&mut self) -> Result<(Vec<(Role, bool)>, Duration), PinProblem> {
        let level = |pin: &Pin| Ok((pin.role, self.request.value(pin.offset)? == Value::Active));
        let levels: Result<_, gpiocdev::Error> = self.wiring.pins().iter().map(level).collect();
        Ok((levels.map_err(|source| problem(&self.wiring, source))?, since_start()))
    }

    fn next(&mut self, until: Option<Duration>) -> Result<Option<Edge>, PinProblem> {
        self.read(until).map_err(|source| problem(&self.wiring, source))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_asked_for_each_line_as_it_is_wired() {
        let pins = ["choose=17:low:up", "presence=4:high:down", "hook=22"].map(|pin| pin.parse::<Pin>().unwrap());
        let config = asked(&Wiring::new("/dev/gpiochip0".into(), pins.to_vec()).unwrap()).config();
        for (offset, active_low, bias) in
            [(17, true, line::Bias::PullUp), (4, false, line::Bias::PullDown), (22, false, line::Bias::Disabled)]
        {
            let line = config.line_config(offset).unwrap();
            assert_eq!((line.active_low, line.bias), (active_low, Some(bias)), "line {offset}");
            assert_eq!(line.edge_detection, Some(EdgeDetection::BothEdges), "line {offset}");
        }
    }

    #[test]
    fn lost_edges_are_noticed_also_where_the_count_begins_anew() {
        let mut count = Count::default();
        assert_eq!([1, 2, 3, 6, 7].map(|number| count.skips(number)), [false, false, false, true, false]);
        assert!(Count::default().skips(3), "nobody read the first ones in time");
        assert!(!Count(u32::MAX).skips(0));
    }
}
