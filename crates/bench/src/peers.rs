//! The same work done by other simulators, each the way its own documentation shows.

use std::cell::Cell;
use std::net::{IpAddr, Ipv4Addr};
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Result, anyhow};
use simulacra::{NetEvent, NodeId, TopologyBuilder, UniformJitter};
use synod_bench::{DELAY_US, first_token, next_hop, next_token};
use turmoil::net::UdpSocket;

/// A `simulacra::Network` in which every node is linked to every other.
pub struct Simulacra {
    network: simulacra::Network<u64, UniformJitter>,
    nodes: u32,
}

impl Simulacra {
    /// Every node sends `each` messages. All routes are found before, so that the search is not measured.
    pub fn new(nodes: u16, each: u16, seed: u64) -> Simulacra {
        let (low_us, high_us) = DELAY_US;
        let mean = simulacra::Duration::from_micros(low_us.midpoint(high_us));
        let jitter = simulacra::Duration::from_micros((high_us - low_us) / 2);
        let mut topology = TopologyBuilder::new(usize::from(nodes)).full_mesh(mean).build();
        topology.precompute_routes();
        let mut network = simulacra::Network::with_latency_model(topology, UniformJitter::new(jitter), seed);
        for me in 0..nodes {
            for nth in 0..each {
                let token = first_token(me, nth);
                network.send(NodeId(u32::from(me)), NodeId(next_hop(u32::from(me), u32::from(nodes), token)), token);
            }
        }
        Simulacra { network, nodes: u32::from(nodes) }
    }

    /// Passes on so many messages, then lets the last ones arrive. Returns how many arrived in all.
    pub fn deliver(self, deliveries: u64) -> u64 {
        let Simulacra { network, nodes } = self;
        let mut left = deliveries;
        let stats = network.run(|cx, event| {
            if let NetEvent::Deliver(message) = event
                && left > 0
            {
                left -= 1;
                let token = next_token(message.payload);
                cx.send(message.dst, NodeId(next_hop(message.dst.as_u32(), nodes, token)), token);
            }
        });
        stats.messages_delivered
    }
}

/// Hosts of a `turmoil::Sim` in pairs; each answers every datagram of its partner.
pub struct Turmoil {
    sim: turmoil::Sim<'static>,
    delivered: Rc<Cell<u64>>,
}

const PORT: u16 = 9_000;

impl Turmoil {
    /// Every host sends one datagram. Delays lie between the same bounds as ours; how they are spread between them is turmoil's own
    /// (exponential), and time goes on in turmoil's own steps of a millisecond.
    pub fn new(hosts: u16, seed: u64) -> Turmoil {
        let mut sim = turmoil::Builder::new()
            .rng_seed(seed)
            .simulation_duration(Duration::MAX)
            .min_message_latency(Duration::from_micros(DELAY_US.0))
            .max_message_latency(Duration::from_micros(DELAY_US.1))
            .build();
        let delivered = Rc::new(Cell::new(0));
        for host in 0..hosts {
            let delivered = Rc::clone(&delivered);
            sim.host(name(host), move || answer(host, Rc::clone(&delivered)));
        }
        Turmoil { sim, delivered }
    }

    /// Runs on until so many more datagrams have arrived. Returns how many it were.
    pub fn deliver(&mut self, deliveries: u64) -> Result<u64> {
        let before = self.delivered.get();
        while self.delivered.get() - before < deliveries {
            self.sim.step().map_err(|why| anyhow!("turmoil: {why}"))?;
        }
        Ok(self.delivered.get() - before)
    }
}

fn name(host: u16) -> String {
    format!("host-{host}")
}

async fn answer(host: u16, delivered: Rc<Cell<u64>>) -> turmoil::Result {
    let socket = UdpSocket::bind((IpAddr::V4(Ipv4Addr::UNSPECIFIED), PORT)).await?;
    socket.send_to(&first_token(host, 0).to_le_bytes(), (name(host ^ 1), PORT)).await?;
    let mut buffer = [0; 8];
    loop {
        let (_, from) = socket.recv_from(&mut buffer).await?;
        delivered.set(delivered.get() + 1);
        socket.send_to(&next_token(u64::from_le_bytes(buffer)).to_le_bytes(), from).await?;
    }
}
