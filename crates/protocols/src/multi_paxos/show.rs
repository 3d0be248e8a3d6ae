//! How the lab is shown: servers, clients, messages, operations.

use super::proposer::Stage;
use super::replica::Replica;
use super::{Accepted, Client, Command, Msg, MultiPaxos, Node, Op, Ret, Roles, Server};
use crate::{Ballot, Field, LogCell, MessageKind, MessageView, NodeView, Nodes, OperationView, Outcome};
use synod_kernel::Pid;
use synod_words::{Phrase, phrase};

impl Node {
    /// Whether it is the leader, as far as it knows.
    pub fn leads(&self) -> bool {
        matches!(self, Node::Server(Server { proposer: Some(proposer), .. }) if proposer.leads())
    }

    /// The clients' commands in its log and behind it, in order, and whether each is chosen, as far as it knows.
    pub fn commands(&self) -> Vec<(&Op, bool)> {
        let Node::Server(server) = self else { return Vec::new() };
        let accepted = server.acceptor.as_ref().map(super::Acceptor::accepted);
        let last = accepted.and_then(|all| all.last_key_value()).map_or(0, |(slot, _)| *slot).max(server.log.last());
        let command = |slot: u32| match (server.log.get(slot), accepted.and_then(|all| all.get(&slot))) {
            (Some(Command::Client { body, .. }), _) => Some((body, true)),
            (None, Some((_, Command::Client { body, .. }))) => Some((body, false)),
            _ => None,
        };
        (1..=last).filter_map(command).collect()
    }
}

impl MultiPaxos {
    pub(super) fn node_view(&self, pid: Pid, world: &dyn Nodes<MultiPaxos>) -> NodeView {
        match world.node(pid) {
            None => NodeView::default(),
            Some(Node::Client(client)) => NodeView { fields: self.client_fields(client), ..NodeView::default() },
            Some(Node::Server(server)) => NodeView {
                headline: Some(headline(server)),
                detail: Some(self.detail(server)),
                owner: self.colour(ballot(server)),
                log: self.cells(server),
                fields: self.fields(server),
                ..NodeView::default()
            },
        }
    }

    fn client_fields(&self, client: &Client) -> Vec<Field> {
        let mut fields = vec![field(phrase!("asks", "询问"), Phrase::verbatim(self.name_of(client.server())))];
        if let Some((op, body)) = client.waiting() {
            fields.push(field(phrase!("waits for operation {0}", "等待操作 {0}", op.0 + 1), Phrase::verbatim(body.to_string())));
        }
        fields
    }

    fn detail(&self, server: &Server) -> Phrase {
        match (&server.acceptor, &server.replica) {
            (_, Some(replica)) if self.roles == Roles::Apart => phrase!("{0} applied", "已执行 {0} 项", replica.applied()),
            (Some(acceptor), None) => phrase!("{0} accepted", "已接受 {0} 项", acceptor.accepted().len()),
            (None, None) => phrase!("{0} chosen", "已选定 {0} 项", server.log.entries().count()),
            (_, Some(replica)) => match first_key(replica) {
                Some(pair) => Phrase::verbatim(format!("#{} · {pair}", replica.applied())),
                None => phrase!("{0} applied", "已执行 {0} 项", replica.applied()),
            },
        }
    }

    /// A cell for each slot that is in use: what is chosen there, or accepted, or proposed.
    fn cells(&self, server: &Server) -> Vec<LogCell> {
        let accepted = server.acceptor.as_ref().map(super::Acceptor::accepted);
        let proposals: Vec<(u32, &Command, Ballot)> = match server.proposer.as_ref().map(|proposer| &proposer.stage) {
            Some(Stage::Leads(leading)) => {
                leading.proposals().map(|(slot, command, _)| (slot, command, leading.ballot)).collect()
            }
            _ => Vec::new(),
        };
        let last = accepted.and_then(|all| all.last_key_value()).map_or(0, |(slot, _)| *slot);
        let last = last.max(server.log.last()).max(proposals.last().map_or(0, |proposal| proposal.0));
        let cell = |slot: u32| {
            let entry = accepted.and_then(|all| all.get(&slot));
            let proposal = proposals.iter().find(|proposal| proposal.0 == slot);
            let ballot = entry.map(|entry| entry.0).or(proposal.map(|proposal| proposal.2));
            let chosen = server.log.get(slot);
            let command = chosen.or(entry.map(|entry| &entry.1)).or(proposal.map(|proposal| proposal.1));
            LogCell {
                label: command.map_or_else(String::new, Command::cell),
                owner: ballot.and_then(|ballot| self.colour(ballot)),
                committed: chosen.is_some(),
            }
        };
        (1..=last).map(cell).collect()
    }

    fn fields(&self, server: &Server) -> Vec<Field> {
        let mut fields = Vec::new();
        if let Some(proposer) = &server.proposer {
            fields.push(field(phrase!("round seen", "所见最大轮次"), self.ballot_words(proposer.seen())));
            fields.push(field(phrase!("own highest ballot", "自己用过的最大编号"), self.ballot_words(proposer.used())));
            match &proposer.stage {
                Stage::Follows => {}
                Stage::Prepares(preparing) => fields.push(field(
                    phrase!("phase 1 from slot {0}", "阶段一，自槽 {0} 起", preparing.from),
                    phrase!("{0} of {1} promises", "{1} 个承诺中的 {0} 个", preparing.promises.len(), self.q1()),
                )),
                Stage::Leads(leading) => fields.extend(leading.proposals().map(|(slot, command, votes)| {
                    let words =
                        phrase!("{0}: {1} of {2} accepted", "{0}：{2} 个接受中的 {1} 个", command.to_string(), votes, self.q2());
                    field(phrase!("phase 2, slot {0}", "阶段二，槽 {0}", slot), words)
                })),
            }
            if !proposer.queue.is_empty() {
                let waiting: Vec<String> = proposer.queue.values().map(ToString::to_string).collect();
                fields.push(field(phrase!("requests waiting", "等待中的请求"), Phrase::verbatim(waiting.join(", "))));
            }
        }
        if let Some(acceptor) = &server.acceptor {
            fields.push(field(phrase!("promised", "已承诺"), self.ballot_words(acceptor.promised())));
            let accepted = |(slot, (ballot, command)): (&u32, &(Ballot, Command))| {
                field(phrase!("accepted in slot {0}", "槽 {0} 已接受", *slot), Phrase::verbatim(format!("({ballot}, {command})")))
            };
            fields.extend(acceptor.accepted().iter().map(accepted));
        }
        let chosen = |(slot, command): (u32, &Command)| {
            field(phrase!("chosen in slot {0}", "槽 {0} 已选定", slot), Phrase::verbatim(command.to_string()))
        };
        fields.extend(server.log.entries().map(chosen));
        if let Some(replica) = &server.replica {
            fields.push(field(phrase!("slots applied", "已执行的槽数"), Phrase::verbatim(replica.applied().to_string())));
            fields.push(field(phrase!("store", "存储"), store(replica.store())));
        }
        fields
    }

    pub(super) fn message_view(&self, msg: &Msg) -> MessageView {
        let request = MessageKind::Request;
        let verbatim = |text: String| Phrase::verbatim(text);
        let (kind, label, ballot) = match msg {
            Msg::Request { command: Command::Client { body, .. } } => (request, operation(body), Ballot::NONE),
            Msg::Request { command } => (request, verbatim(command.to_string()), Ballot::NONE),
            Msg::Answer { ret, .. } => (MessageKind::Yes, answer(ret), Ballot::NONE),
            Msg::Prepare { ballot, .. } => (request, verbatim(format!("prepare({ballot})")), *ballot),
            Msg::Promise { ballot, accepted } => (MessageKind::Yes, promise(*ballot, accepted), *ballot),
            Msg::Accept { ballot, slot, command, .. } => {
                (request, verbatim(format!("accept({ballot}, #{slot}: {command})")), *ballot)
            }
            Msg::Accepted { ballot, slot, .. } => (MessageKind::Yes, verbatim(format!("accepted({ballot}, #{slot})")), *ballot),
            Msg::Nack { promised, .. } => (MessageKind::No, verbatim(format!("nack({promised})")), *promised),
            Msg::Chosen { ballot, entries, .. } => (MessageKind::Yes, chosen(entries), *ballot),
            Msg::Missing { from } => (request, phrase!("what is chosen from #{0}?", "#{0} 起选定了什么？", *from), Ballot::NONE),
            Msg::Heartbeat { ballot, .. } => (MessageKind::Heartbeat, verbatim(format!("heartbeat({ballot})")), *ballot),
        };
        MessageView { label, kind, owner: self.colour(ballot), fields: self.message_fields(msg, ballot) }
    }

    fn message_fields(&self, msg: &Msg, ballot: Ballot) -> Vec<Field> {
        let mut fields = Vec::new();
        if ballot > Ballot::NONE {
            fields.push(field(phrase!("ballot", "编号"), self.ballot_words(ballot)));
        }
        let slot_field = |slot: u32, text: String| field(phrase!("slot {0}", "槽 {0}", slot), Phrase::verbatim(text));
        match msg {
            Msg::Request { command: Command::Client { op, .. } } | Msg::Answer { op, .. } => {
                fields.push(field(phrase!("for operation", "所属操作"), Phrase::verbatim((op.0 + 1).to_string())));
            }
            Msg::Prepare { from, .. } => {
                fields.push(field(phrase!("for all slots from", "起始槽"), Phrase::verbatim(from.to_string())));
            }
            Msg::Promise { accepted, .. } => fields
                .extend(accepted.iter().map(|(slot, (ballot, command))| slot_field(*slot, format!("({ballot}, {command})")))),
            Msg::Accept { slot, command, .. } | Msg::Accepted { slot, command, .. } => {
                fields.push(slot_field(*slot, command.to_string()));
            }
            Msg::Chosen { entries, .. } => {
                fields.extend(entries.iter().map(|(slot, command)| slot_field(*slot, command.to_string())));
            }
            Msg::Nack { ballot, .. } => fields.push(field(phrase!("refused", "被拒绝的编号"), self.ballot_words(*ballot))),
            Msg::Request { .. } | Msg::Missing { .. } | Msg::Heartbeat { .. } => {}
        }
        if let Msg::Accept { upto, .. } | Msg::Chosen { upto, .. } | Msg::Heartbeat { upto, .. } = msg {
            fields.push(field(phrase!("chosen up to slot", "已选定至槽"), Phrase::verbatim(upto.to_string())));
        }
        fields
    }

    /// A ballot is owned by the proposer that uses it.
    fn colour(&self, ballot: Ballot) -> Option<u32> {
        ballot.owner(self.proposers())
    }

    fn ballot_words(&self, ballot: Ballot) -> Phrase {
        match self.owner(ballot) {
            Some(owner) => phrase!("{0} of {1}", "{0}（{1}）", ballot.0, self.name_of(owner)),
            None => phrase!("none", "无"),
        }
    }
}

/// The ballot that a process is shown with: the highest that it has heard of.
fn ballot(server: &Server) -> Ballot {
    let promised = server.acceptor.as_ref().map_or(Ballot::NONE, super::Acceptor::promised);
    server.proposer.as_ref().map_or(promised, |proposer| proposer.seen().max(promised))
}

fn headline(server: &Server) -> Phrase {
    let Some(proposer) = &server.proposer else {
        return match (&server.acceptor, &server.replica) {
            (Some(acceptor), _) if acceptor.promised() == Ballot::NONE => phrase!("no round", "尚无轮次"),
            (Some(acceptor), _) => phrase!("promise {0}", "承诺 {0}", acceptor.promised().0),
            (None, replica) => replica.as_ref().and_then(first_key).map_or_else(|| phrase!("empty", "空"), Phrase::verbatim),
        };
    };
    match &proposer.stage {
        Stage::Leads(leading) => phrase!("leader {0}", "领导者 {0}", leading.ballot.0),
        Stage::Prepares(preparing) => phrase!("round {0}", "第 {0} 轮", preparing.ballot.0),
        Stage::Follows => phrase!("follower", "跟随者"),
    }
}

/// The first key of a replica with its value: `x=2`.
fn first_key(replica: &Replica) -> Option<String> {
    replica.store().first_key_value().map(|(key, value)| format!("{key}={value}"))
}

fn store(store: &synod_order::Map<String, synod_check::Value>) -> Phrase {
    if store.is_empty() {
        return phrase!("empty", "空");
    }
    let each: Vec<String> = store.iter().map(|(key, value)| format!("{key}={value}")).collect();
    Phrase::verbatim(each.join(", "))
}

fn field(name: Phrase, value: Phrase) -> Field {
    Field { name, value }
}

/// `promise(3)`, `promise(3, had 2: (1, x=1))`.
fn promise(ballot: Ballot, accepted: &Accepted) -> Phrase {
    if accepted.is_empty() {
        return Phrase::verbatim(format!("promise({ballot})"));
    }
    let each: Vec<String> = accepted.iter().map(|(slot, (ballot, command))| format!("#{slot}: ({ballot}, {command})")).collect();
    phrase!("promise({0}, had {1})", "promise({0}, 曾接受 {1})", ballot.0, each.join(", "))
}

/// `chosen #2: x=1`, and a range for several slots.
fn chosen(entries: &synod_order::Map<u32, Command>) -> Phrase {
    match (entries.first_key_value(), entries.last_key_value()) {
        (Some((first, command)), Some((last, _))) if first == last => Phrase::verbatim(format!("chosen(#{first}: {command})")),
        (Some((first, _)), Some((last, _))) => Phrase::verbatim(format!("chosen(#{first} – #{last})")),
        _ => Phrase::verbatim("chosen()".to_owned()),
    }
}

pub(super) fn operation(op: &Op) -> Phrase {
    match op {
        Op::Read(key) => phrase!("read {0}", "读 {0}", &**key),
        Op::Write(key, value) => phrase!("write {0} = {1}", "写 {0} = {1}", &**key, value.to_string()),
    }
}

fn answer(ret: &Ret) -> Phrase {
    match ret {
        Ret::Written => phrase!("ok", "成功"),
        Ret::Found(synod_check::Value::Null) => Phrase::verbatim("–".to_owned()),
        Ret::Found(value) => Phrase::verbatim(value.to_string()),
        Ret::NoAnswer => phrase!("no answer", "无应答"),
    }
}

pub(super) fn operation_view(op: &Op, ret: Option<&Ret>) -> OperationView {
    let outcome = ret.map(|ret| match ret {
        Ret::Written | Ret::Found(_) => Outcome::Answered,
        Ret::NoAnswer => Outcome::Unknown,
    });
    OperationView { label: operation(op), answer: ret.map(answer), outcome, owner: None }
}
