//! Decisions between documents, which name things, and the kernel, which numbers them.

use crate::doc::{self, Act, Atom};
use crate::names::Names;
use synod_check::Value;
use synod_kernel::{Action, Decision, Pid, Ratio};
use synod_protocols::{Erased, Kind, Spoken};
use synod_words::{Phrase, phrase};

/// What a document's decision means in a run of this lab.
///
/// # Errors
/// A sentence that says what in it does not exist there.
pub(crate) fn to_action(kind: &dyn Kind, names: &Names, act: &Act) -> Result<Action<Erased>, Phrase> {
    let one = |name: &str| names.find(name);
    Ok(match act {
        Act::Request(client, verb, args) => {
            let args = args.iter().map(value).collect::<Result<_, _>>()?;
            Action::Request(one(client)?, kind.hear(&Spoken { verb: verb.clone(), args })?)
        }
        Act::Crash(name) => Action::Crash(one(name)?),
        Act::Restart(name) => Action::Restart(one(name)?),
        Act::Pause(name) => Action::Pause(one(name)?),
        Act::Resume(name) => Action::Resume(one(name)?),
        Act::Cut(from, to) => Action::Cut(one(from)?, one(to)?),
        Act::Mend(from, to) => Action::Mend(one(from)?, one(to)?),
        Act::Slow(from, to, times) => Action::Slow(one(from)?, one(to)?, *times),
        Act::Partition(groups) => {
            let find_all = |group: &Vec<String>| group.iter().map(|name| one(name)).collect::<Result<Vec<Pid>, _>>();
            Action::Partition(groups.iter().map(find_all).collect::<Result<_, _>>()?)
        }
        Act::Heal => Action::Heal,
        Act::Drop(message) => Action::Drop(names.find_message(message)?),
        Act::Duplicate(message) => Action::Duplicate(names.find_message(message)?),
        Act::Delay(message, by_us) => Action::Delay(names.find_message(message)?, *by_us),
        Act::Deliver(message) => Action::Deliver(names.find_message(message)?),
        Act::Fire(name, timer) => {
            let unknown = || phrase!("there is no timer {0}", "没有定时器 {0}", timer);
            Action::Fire(one(name)?, kind.timer_of(timer).ok_or_else(unknown)?)
        }
        Act::Choose(name, choice, value) => {
            let unknown = || phrase!("there is no choice {0}", "没有随机选择 {0}", choice);
            Action::Choose(one(name)?, kind.choice_of(choice).ok_or_else(unknown)?, *value)
        }
        Act::Loss(num, den) => Action::Loss(ratio(*num, *den)?),
        Act::Duplication(num, den) => Action::Duplication(ratio(*num, *den)?),
        Act::ShiftClock(name, by_us) => Action::ShiftClock(one(name)?, *by_us),
        Act::Drift(name, ppm) => Action::Drift(one(name)?, *ppm),
    })
}

/// How a decision of a run of this lab stands in a document.
pub(crate) fn to_act(kind: &dyn Kind, names: &Names, action: &Action<Erased>) -> Act {
    let one = |pid: &Pid| names.of(*pid);
    match action {
        Action::Request(client, op) => {
            let Spoken { verb, args } = kind.say(op);
            Act::Request(one(client), verb, args.into_iter().map(atom).collect())
        }
        Action::Crash(pid) => Act::Crash(one(pid)),
        Action::Restart(pid) => Act::Restart(one(pid)),
        Action::Pause(pid) => Act::Pause(one(pid)),
        Action::Resume(pid) => Act::Resume(one(pid)),
        Action::Cut(from, to) => Act::Cut(one(from), one(to)),
        Action::Mend(from, to) => Act::Mend(one(from), one(to)),
        Action::Slow(from, to, times) => Act::Slow(one(from), one(to), *times),
        Action::Partition(groups) => Act::Partition(groups.iter().map(|group| group.iter().map(one).collect()).collect()),
        Action::Heal => Act::Heal,
        Action::Drop(id) => Act::Drop(names.message(*id)),
        Action::Duplicate(id) => Act::Duplicate(names.message(*id)),
        Action::Delay(id, by_us) => Act::Delay(names.message(*id), *by_us),
        Action::Deliver(id) => Act::Deliver(names.message(*id)),
        Action::Fire(pid, timer) => Act::Fire(one(pid), kind.timer_id(timer)),
        Action::Choose(pid, choice, value) => Act::Choose(one(pid), kind.choice_id(choice), *value),
        Action::Loss(ratio) => Act::Loss(ratio.num(), ratio.den()),
        Action::Duplication(ratio) => Act::Duplication(ratio.num(), ratio.den()),
        Action::ShiftClock(pid, by_us) => Act::ShiftClock(one(pid), *by_us),
        Action::Drift(pid, ppm) => Act::Drift(one(pid), *ppm),
    }
}

/// A script as a document holds it.
pub(crate) fn to_document(kind: &dyn Kind, names: &Names, script: &[Decision<Erased>]) -> Vec<doc::Decision> {
    script.iter().map(|d| doc::Decision { at: d.at, nth: d.nth, act: to_act(kind, names, &d.action) }).collect()
}

/// What remains of a decision when processes have gone: a partition is kept between those that are left.
pub(crate) fn without_strangers(names: &Names, act: &Act) -> Act {
    match act {
        Act::Partition(groups) => {
            let known = |name: &&String| names.find(name).is_ok();
            let groups = groups.iter().map(|group| group.iter().filter(known).cloned().collect::<Vec<_>>());
            Act::Partition(groups.filter(|group| !group.is_empty()).collect())
        }
        other => other.clone(),
    }
}

/// What happens, in words.
pub(crate) fn describe(names: &Names, lab: &Erased, action: &Action<Erased>) -> Phrase {
    match action {
        Action::Request(client, op) => {
            let asked = lab.show_operation(synod_kernel::OperationId(0), op, None).label;
            phrase!("{0} asks: {1}", "{0} 请求：{1}", names.of(*client), asked)
        }
        Action::Fire(pid, timer) => {
            phrase!("timer at {0}: {1}", "{0} 的定时器到时：{1}", names.of(*pid), lab.kind().timer_name(timer))
        }
        other => in_words(&to_act(lab.kind(), names, other)),
    }
}

/// A decision in words, as far as they do not depend on the lab.
pub(crate) fn in_words(act: &Act) -> Phrase {
    match act {
        Act::Request(client, verb, _) => phrase!("{0} asks: {1}", "{0} 请求：{1}", client, verb),
        Act::Crash(name) => phrase!("{0} crashes", "{0} 宕机", name),
        Act::Restart(name) => phrase!("{0} restarts", "{0} 重启", name),
        Act::Pause(name) => phrase!("{0} pauses", "{0} 暂停", name),
        Act::Resume(name) => phrase!("{0} goes on", "{0} 恢复运行", name),
        Act::Cut(from, to) => phrase!("{0} can no longer reach {1}", "{0} 到 {1} 的链路切断", from, to),
        Act::Mend(from, to) => phrase!("{0} reaches {1} again", "{0} 到 {1} 的链路恢复", from, to),
        Act::Slow(from, to, times) => {
            phrase!("{0} to {1} takes {2} times as long", "{0} 到 {1} 的延迟变为 {2} 倍", from, to, *times)
        }
        Act::Partition(groups) => {
            let groups: Vec<String> = groups.iter().map(|group| format!("{{{}}}", group.join(" "))).collect();
            phrase!("partition {0}", "分区 {0}", groups.join(" | "))
        }
        Act::Heal => phrase!("all links are mended", "所有链路恢复"),
        Act::Drop(id) => phrase!("message {0} is lost", "消息 {0} 丢失", id),
        Act::Duplicate(id) => phrase!("message {0} is duplicated", "消息 {0} 被复制", id),
        Act::Delay(id, by_us) => {
            let by = synod_words::Arg::TimeUs(*by_us);
            phrase!("message {0} takes {1} longer", "消息 {0} 再晚 {1}", id, by)
        }
        Act::Deliver(id) => phrase!("message {0} arrives", "消息 {0} 到达", id),
        Act::Fire(name, timer) => phrase!("timer at {0}: {1}", "{0} 的定时器到时：{1}", name, timer),
        Act::Choose(name, _, value) => phrase!("{0} draws {1}", "{0} 随机选中 {1}", name, *value),
        Act::Loss(num, den) => {
            phrase!("from now on {0} messages in {1} are lost", "此后每 {1} 条消息丢失 {0} 条", *num, *den)
        }
        Act::Duplication(num, den) => {
            phrase!("from now on {0} messages in {1} arrive twice", "此后每 {1} 条消息有 {0} 条重复到达", *num, *den)
        }
        Act::ShiftClock(name, by_us) => {
            let by = synod_words::Arg::TimeUs(by_us.unsigned_abs());
            if *by_us < 0 {
                phrase!("the clock of {0} falls {1} behind", "{0} 的时钟拨慢 {1}", name, by)
            } else {
                phrase!("the clock of {0} jumps {1} ahead", "{0} 的时钟拨快 {1}", name, by)
            }
        }
        Act::Drift(name, 0) => phrase!("the clock of {0} runs true again", "{0} 的时钟恢复准确", name),
        Act::Drift(name, ppm) if *ppm < 0 => phrase!("the clock of {0} runs {1} slow", "{0} 的时钟慢 {1}", name, share(*ppm)),
        Act::Drift(name, ppm) => phrase!("the clock of {0} runs {1} fast", "{0} 的时钟快 {1}", name, share(*ppm)),
    }
}

/// How far off a clock runs, without its sign: in per cent where that has two decimals at most, else in millionths.
fn share(ppm: i32) -> String {
    let ppm = ppm.unsigned_abs();
    let (whole, hundredths) = (ppm / 10_000, ppm % 10_000 / 100);
    match (ppm % 100, hundredths) {
        (0, 0) => format!("{whole} %"),
        (0, hundredths) => format!("{whole}.{hundredths:02} %"),
        _ => format!("{ppm} ppm"),
    }
}

fn value(atom: &Atom) -> Result<Value, Phrase> {
    match atom {
        Atom::Null => Ok(Value::Null),
        Atom::Int(i) => Ok(Value::Int(*i)),
        Atom::Text(text) if text.chars().count() > doc::TEXT_MAX => {
            Err(phrase!("a text has {0} characters at most", "文本最长 {0} 个字符", doc::TEXT_MAX))
        }
        Atom::Text(text) => Ok(Value::Text(text.clone())),
        Atom::Bool(_) => Err(phrase!("a value is a whole number, a text or null", "值应为整数、文本或 null")),
    }
}

fn atom(value: Value) -> Atom {
    match value {
        Value::Int(i) => Atom::Int(i),
        Value::Text(text) => Atom::Text(text),
        Value::Null | Value::Siblings(_) => Atom::Null,
    }
}

fn ratio(num: u32, den: u32) -> Result<Ratio, Phrase> {
    Ratio::new(num, den).map_err(|bad| phrase!("{0}/{1} is not a probability", "{0}/{1} 不是概率", bad.num, bad.den))
}

#[cfg(test)]
mod tests {
    use super::*;
    use synod_words::Lang;

    #[test]
    fn a_drift_is_told_in_per_cent_where_it_is_as_large() {
        let told = |ppm, lang| in_words(&Act::Drift("H1".to_owned(), ppm)).text(lang);
        assert_eq!(told(-400_000, Lang::En), "the clock of H1 runs 40 % slow");
        assert_eq!(told(12_500, Lang::Zh), "H1 的时钟快 1.25 %");
        assert_eq!(told(50, Lang::En), "the clock of H1 runs 50 ppm fast");
        assert_eq!(told(0, Lang::En), "the clock of H1 runs true again");
    }
}
