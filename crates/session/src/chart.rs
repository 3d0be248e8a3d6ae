//! The space-time diagram of a run: operations as bars, messages as lines, faults as spans.

use crate::faults::Faults;
use crate::frame::{Chart, MessageLine, OperationBar, Row, Window};
use crate::names::Names;
use crate::trace::Trace;
use synod_kernel::{Ended, MessageLife, Timeline};
use synod_protocols::{Datum, Erased, ProcessSpec};

/// Draws up the chart of all that is known of a run.
pub(crate) fn chart(
    lab: &Erased,
    names: &Names,
    processes: &[ProcessSpec],
    timeline: &Timeline<Erased>,
    trace: &Trace,
    windows: &[Window],
) -> Chart {
    let row = |process: &ProcessSpec| Row { name: process.name.clone(), client: process.client };
    let (clients, servers): (Vec<Row>, Vec<Row>) = processes.iter().map(row).partition(|row| row.client);
    let chronicle = timeline.chronicle();
    let operations = chronicle.operations().iter().enumerate().map(|(i, life)| {
        let shown = lab.show_operation(life.id, &life.body, life.returned.as_ref().map(|(_, ret)| ret));
        OperationBar {
            client: names.of(life.client),
            label: shown.label,
            answer: shown.answer,
            outcome: shown.outcome,
            owner: shown.owner,
            called: life.called,
            returned: life.returned.as_ref().map(|(when, _)| *when),
            delays: trace.operations().get(i).and_then(|asked| asked.delays),
        }
    });
    let messages: Vec<MessageLine> = chronicle.messages().iter().map(|life| message_line(lab, names, life)).collect();
    let due = messages.iter().map(|line| line.end.map_or(line.due, |end| end.1));
    let end = due.chain(timeline.steps().last().map(|step| step.event.at)).max().unwrap_or(0);
    Chart {
        rows: clients.into_iter().chain(servers).collect(),
        operations: operations.collect(),
        faults: Faults::of(names, timeline),
        windows: windows.to_vec(),
        messages,
        end,
    }
}

fn message_line(lab: &Erased, names: &Names, life: &MessageLife<Datum>) -> MessageLine {
    let shown = lab.show_message(&life.msg);
    MessageLine {
        id: names.message(life.id),
        from: names.of(life.id.from),
        to: names.of(life.id.to),
        sent: life.sent,
        due: life.rescheduled.last().map_or(life.due, |(_, due)| *due),
        end: life.end.map(|(when, _)| when),
        lost: life.end.and_then(|(_, how)| if let Ended::Lost(why) = how { Some(why) } else { None }),
        label: shown.label,
        kind: shown.kind,
        owner: shown.owner,
    }
}
