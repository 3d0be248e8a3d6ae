//! A limit on everything, so that no link and no protocol can take the page's memory.

/// What a world refuses to grow beyond.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Limits;

impl Limits {
    /// Processes, servers and clients together.
    pub const PROCESSES_MAX: usize = 128;
    /// Messages in flight at once.
    pub const IN_FLIGHT_MAX: usize = 100_000;
    /// Effects that one step of a node may ask for.
    pub const EFFECTS_MAX: usize = 4_096;
    /// Timers armed at one process at once.
    pub const TIMERS_MAX: usize = 1_024;
    /// Copies of one message.
    pub const COPIES_MAX: u8 = 8;
    /// Steps of one run that a timeline keeps.
    pub const STEPS_MAX: usize = 200_000;
    /// Decisions in one script.
    pub const DECISIONS_MAX: usize = 10_000;
    /// The latest moment of a run: ten simulated days.
    pub const TIME_US_MAX: u64 = 864_000_000_000;
    /// The longest delay that is ever drawn: ten simulated minutes.
    pub const DELAY_US_MAX: u64 = 600_000_000;
    /// Clock drift, in parts per million: half or one and a half times as fast.
    pub const DRIFT_PPM_MAX: i32 = 500_000;
}
