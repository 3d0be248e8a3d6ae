//! Delay models that labs offer, by name: textbook shapes, and the four that Bailis et al. fitted to production stores
//! (Probabilistically Bounded Staleness, PVLDB 5(8), 2012, table 3).

use crate::ParamSpec;
use synod_kernel::{Delay, Network, Ratio};
use synod_words::phrase;

/// The id of the parameter that picks a delay model.
pub const DELAY_PARAM: &str = "delay";

/// The four legs of a replicated operation, as PBS names them; a protocol's [`synod_kernel::Protocol::delay_class`] is one of them.
pub mod leg {
    /// A write on its way to a replica.
    pub const W: u8 = 0;
    /// Its acknowledgement on the way back.
    pub const A: u8 = 1;
    /// A read request on its way to a replica.
    pub const R: u8 = 2;
    /// Its response on the way back.
    pub const S: u8 = 3;
}

/// A delay model for each leg.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Delays {
    /// Ten milliseconds, always.
    Constant,
    /// Five to fifteen milliseconds.
    Uniform,
    /// Exponential, ten milliseconds on average.
    Exponential,
    /// Log-normal, ten milliseconds in the median.
    LogNormal,
    /// Pareto, five milliseconds and a long tail.
    Pareto,
    /// PBS: `LinkedIn`, SSD.
    LinkedInSsd,
    /// PBS: `LinkedIn`, spinning disks.
    LinkedInDisk,
    /// PBS: Yammer.
    Yammer,
    /// PBS: `LinkedIn`, spinning disks, replicas in several data centres.
    Wan,
}

impl Delays {
    const ALL: [(&'static str, Delays); 9] = [
        ("log-normal", Delays::LogNormal),
        ("constant", Delays::Constant),
        ("uniform", Delays::Uniform),
        ("exponential", Delays::Exponential),
        ("pareto", Delays::Pareto),
        ("lnkd-ssd", Delays::LinkedInSsd),
        ("lnkd-disk", Delays::LinkedInDisk),
        ("ymmr", Delays::Yammer),
        ("wan", Delays::Wan),
    ];

    /// The model of this id.
    pub fn from_id(id: &str) -> Option<Delays> {
        Delays::ALL.iter().find(|d| d.0 == id).map(|d| d.1)
    }

    /// Its id.
    pub fn id(self) -> &'static str {
        Delays::ALL.iter().find(|d| d.1 == self).map_or("", |d| d.0)
    }

    /// The parameter that picks one.
    pub fn param() -> ParamSpec {
        let names = [
            phrase!("log-normal, 10 ms", "对数正态，10 毫秒"),
            phrase!("constant, 10 ms", "固定，10 毫秒"),
            phrase!("uniform, 5–15 ms", "均匀，5–15 毫秒"),
            phrase!("exponential, 10 ms", "指数，10 毫秒"),
            phrase!("Pareto, from 5 ms", "帕累托，5 毫秒起"),
            phrase!("LinkedIn, SSD", "LinkedIn，固态硬盘"),
            phrase!("LinkedIn, disk", "LinkedIn，机械硬盘"),
            phrase!("Yammer", "Yammer"),
            phrase!("several data centres", "多数据中心"),
        ];
        ParamSpec::pick(
            DELAY_PARAM,
            phrase!("Delay", "延迟"),
            phrase!("How long a message takes", "一条消息需要多长时间"),
            Delays::ALL.iter().map(|d| d.0).zip(names).collect(),
        )
    }

    /// The network with these delays; `sites` says where each process is, for the model with several data centres.
    pub fn network(self, sites: Vec<u8>, loss: Ratio, duplication: Ratio) -> Network {
        let several = self == Delays::Wan;
        Network {
            delays: self.legs().into(),
            sites: if several { sites } else { Vec::new() },
            between_sites_us: if several { 75_000 } else { 0 },
            loss,
            duplication,
        }
    }

    /// The models of the legs W, A, R and S.
    fn legs(self) -> [Delay; 4] {
        let all = |delay: Delay| [delay.clone(), delay.clone(), delay.clone(), delay];
        let write = |write: Delay, rest: Delay| [write, rest.clone(), rest.clone(), rest];
        match self {
            Delays::Constant => all(Delay::constant_ms(10)),
            Delays::Uniform => all(Delay::Uniform { low_us: 5_000, high_us: 15_000 }),
            Delays::Exponential => all(Delay::Exponential { mean_ns: 10_000_000 }),
            Delays::LogNormal => all(Delay::LogNormal { median_us: 10_000, sigma_milli: 500 }),
            Delays::Pareto => all(Delay::Pareto { scale_us: 5_000, shape_milli: 1_500 }),
            Delays::LinkedInSsd => all(ssd()),
            Delays::LinkedInDisk | Delays::Wan => write(fitted(3_800, (1_050, 1_510), 5_464_481), ssd()),
            Delays::Yammer => write(fitted(9_390, (3_000, 3_350), 357_142_857), fitted(9_820, (1_500, 3_800), 46_082_949)),
        }
    }
}

fn ssd() -> Delay {
    fitted(9_122, (235, 10_000), 602_410)
}

/// A body and a tail, as PBS fits them: with `body_in_10_000` Pareto (scale in microseconds, shape in thousandths), else exponential
/// with this mean in nanoseconds, the inverse of the rate per millisecond in the paper.
fn fitted(body_in_10_000: u32, (scale_us, shape_milli): (u64, u32), tail_mean_ns: u64) -> Delay {
    Delay::Mixture {
        p: Ratio::new(body_in_10_000, 10_000).unwrap_or(Ratio::ONE),
        a: Box::new(Delay::Pareto { scale_us, shape_milli }),
        b: Box::new(Delay::Exponential { mean_ns: tail_mean_ns }),
    }
}
