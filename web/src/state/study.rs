//! A study in place of the run: what is to be computed, how far that is, and the moment of it that is shown.

use super::{Action, State, Topic};
use crate::prefs::calm;
use crate::worker::{Heard, News, Steps};
use std::rc::Rc;
use synod_session::study::{Field, Report, StudyInfo, Task};
use synod_words::{Phrase, phrase};

/// How long a moment of the field is shown, in milliseconds: all of them together for some seconds.
const WHOLE: f64 = 9_000.0;
const LONGEST: f64 = 280.0;
const SHORTEST: f64 = 50.0;

/// A study on the page.
#[derive(Clone, PartialEq)]
pub struct Studying {
    /// Which.
    pub info: Rc<StudyInfo>,
    /// What is to be computed.
    pub task: Task,
    /// Its address, which may hold a whole run.
    link: String,
    /// The number of the job; another one for every time that it is begun.
    pub job: u32,
    /// How it stands with it.
    pub outcome: Outcome,
    /// How far it is.
    pub steps: Option<Steps>,
    /// What it came to so far; until then, what the one before came to.
    pub report: Option<Rc<Report>>,
    /// Whether what is shown belongs to the job before.
    pub stale: bool,
    /// Every node through time.
    pub field: Option<Rc<Field>>,
    /// The moment that is shown, by its place in the film.
    pub shot: usize,
    /// Whether the moments follow each other by themselves.
    pub playing: bool,
    /// For how long the moment has been shown, in milliseconds.
    shown: f64,
    /// The quarter of the work that was told last.
    quarter: u32,
}

/// How it stands with a job.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is being done.
    Running,
    /// It is done.
    Done,
    /// The reader stopped it.
    Cancelled,
    /// It could not be done.
    Failed(Phrase),
}

/// What can be done with a study.
#[derive(Clone, PartialEq, Debug)]
pub enum Doing {
    /// Opens it, and begins.
    Open(Task),
    /// Opens the sweep of the run on the page, and begins.
    Sweep,
    /// Gives the run the parameters of a point, by its curve and its place, and goes back to it.
    Take(u32, u32),
    /// Back to the run.
    Close,
    /// Begins anew.
    Run,
    /// Stops.
    Cancel,
    /// The worker of this job told something.
    Heard(u32, Heard),
    /// Shows this moment.
    Show(usize),
}

/// The study that a link names, and its task.
pub(super) fn read(link: &str) -> Result<(StudyInfo, Task), Phrase> {
    let unknown = || phrase!("This link names no study.", "该链接不指向任何研究。");
    let task = Task::read(link).ok_or_else(unknown)??;
    Ok((task.info()?, task))
}

impl State {
    /// Opens the study of a link; what makes no sense in it has been told already.
    pub(super) fn open_link(&mut self, link: &str) {
        if let Ok((info, task)) = read(link) {
            self.open_study(info, task);
        }
    }

    fn open_study(&mut self, info: StudyInfo, task: Task) {
        self.playing = false;
        self.close();
        self.tool = None;
        self.picked = None;
        self.leave_comparison();
        let mut study = Studying {
            info: Rc::new(info),
            link: String::new(),
            task,
            job: 0,
            outcome: Outcome::Done,
            steps: None,
            report: None,
            stale: false,
            field: None,
            shot: 0,
            playing: false,
            shown: 0.0,
            quarter: 0,
        };
        study.begin();
        self.study = Some(study);
    }

    pub(super) fn study(&mut self, what: Doing) {
        match what {
            Doing::Open(task) => {
                if let Ok(info) = task.info() {
                    self.open_study(info, task);
                }
            }
            Doing::Sweep => self.sweep(),
            Doing::Take(curve, place) => self.take_setting(curve, place),
            Doing::Close => self.study = None,
            what => {
                if let Some(said) = self.study.as_mut().and_then(|study| study.take(what)) {
                    self.said = Some(said);
                }
            }
        }
    }

    /// Opens the sweep of the run on the page; it counts first how often the promise is broken that is explained.
    fn sweep(&mut self) {
        let promise = self.explained().and_then(|nth| self.run.promises.get(nth)).map(|promise| promise.id);
        let task = Task::of_run(&self.run.export(), promise);
        match task.and_then(|task| Ok((task.info()?, task))) {
            Ok((info, task)) => self.open_study(info, task),
            Err(why) => self.notice(Topic::Refused, why, None),
        }
    }

    fn take_setting(&mut self, curve: u32, place: u32) {
        let Some(study) = &self.study else { return };
        let settings = study.report.as_ref().and_then(|report| report.plots.first()).and_then(|plot| plot.settings.as_ref());
        if let Some(settings) = settings {
            let values = study.task.setting(settings, curve, place);
            self.study = None;
            self.set_params(values);
        }
    }

    /// While a study is shown, what would go to the run behind it goes to the study.
    pub(super) fn taken_by_study(&mut self, action: Action) -> Option<Action> {
        let Some(study) = &mut self.study else { return Some(action) };
        match action {
            Action::Tick(ms) => study.tick(ms),
            Action::TogglePlay => study.play(!study.playing),
            Action::Play(on) => study.play(on),
            Action::Step(by) | Action::StepBy(_, by) => study.step(by),
            Action::ToStart => study.show(0),
            Action::ToEnd => study.show(usize::MAX),
            Action::Param(id, value) => {
                study.task.set(&id, value);
                study.begin();
            }
            Action::Seed(seed) => {
                study.task.seed = seed;
                study.begin();
            }
            // They are about the run that is not to be seen.
            Action::Zoom(_) | Action::PickHere | Action::Keep(_) => {}
            action => return Some(action),
        }
        None
    }
}

impl Studying {
    /// The address of the study, as a fragment.
    pub fn link(&self) -> String {
        self.link.clone()
    }

    /// How many moments there are to be shown.
    pub fn shots(&self) -> usize {
        self.field.as_ref().map_or(0, |field| field.film.shots().len())
    }

    fn begin(&mut self) {
        self.job += 1;
        self.link = self.task.link();
        self.outcome = Outcome::Running;
        self.steps = None;
        self.quarter = 0;
        self.stale = self.report.is_some() || self.field.is_some();
    }

    /// Does it; what a screen reader should say of it.
    fn take(&mut self, what: Doing) -> Option<Phrase> {
        match what {
            Doing::Run => self.begin(),
            Doing::Cancel if self.outcome == Outcome::Running => {
                self.outcome = Outcome::Cancelled;
                return Some(phrase!("Cancelled.", "已取消。"));
            }
            // What an ended worker had told before is no longer of interest.
            Doing::Heard(job, heard) if job == self.job && self.outcome == Outcome::Running => return self.hear(heard),
            Doing::Show(shot) => self.show(shot),
            _ => {}
        }
        None
    }

    fn hear(&mut self, heard: Heard) -> Option<Phrase> {
        match heard {
            Ok(News::Progress(steps)) => {
                let quarter = steps.done * 4 / steps.of.max(1);
                let told = quarter > self.quarter && quarter < 4;
                self.quarter = quarter;
                let said = told.then(|| phrase!("{0} % done", "已完成 {0} %", quarter * 25));
                self.steps = Some(steps);
                return said;
            }
            Ok(News::Field(field)) => {
                self.field = Some(Rc::new(field));
                self.stale = false;
                self.shot = 0;
                self.shown = 0.0;
                self.playing = !calm();
                if calm() {
                    self.show(usize::MAX);
                }
            }
            Ok(News::Report(report)) => {
                self.report = Some(Rc::new(report));
                self.stale = false;
            }
            Ok(News::Done) => {
                self.outcome = Outcome::Done;
                return Some(phrase!("Done.", "已完成。"));
            }
            Ok(News::Refused(why)) => self.outcome = Outcome::Failed(why.phrase()),
            Ok(News::Ready(_) | News::Searched(_) | News::Found(_)) => {}
            Err(why) => self.outcome = Outcome::Failed(why),
        }
        None
    }

    fn tick(&mut self, ms: f64) {
        let last = self.shots().saturating_sub(1);
        self.shown += ms;
        let each = (WHOLE / last.max(1) as f64).clamp(SHORTEST, LONGEST);
        if self.shown >= each {
            self.shown %= each;
            self.shot = (self.shot + 1).min(last);
        }
        self.playing &= self.shot < last;
    }

    fn play(&mut self, on: bool) {
        let last = self.shots().saturating_sub(1);
        // From the end it begins again.
        if on && self.shot >= last {
            self.shot = 0;
        }
        self.shown = 0.0;
        self.playing = on && last > 0;
    }

    fn step(&mut self, by: i32) {
        self.show(self.shot.saturating_add_signed(by as isize));
    }

    fn show(&mut self, shot: usize) {
        self.playing = false;
        self.shown = 0.0;
        self.shot = shot.min(self.shots().saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Run;
    use synod_session::study::{Film, start, studies};
    use synod_session::{ParamKind, ParamValue};
    use synod_words::Lang;

    /// The page, as the link of a study opens it.
    fn page() -> State {
        let info = studies().swap_remove(0);
        let lab = synod_session::lab(info.lab).expect("its lab");
        let (run, _) = Run::open(&lab.scenarios[0].document, 1).expect("a shipped scenario opens");
        let mut state = State::new(Lang::En, run);
        state.open_link(&Task::of(&info).link());
        state
    }

    fn study(state: &State) -> &Studying {
        state.study.as_ref().expect("a study is shown")
    }

    /// What a worker tells of a film of four moments.
    fn filmed() -> News {
        let mut study = start(&Task::of(&studies()[0])).expect("it begins");
        while study.advance() {}
        let mut film = Film::new(1);
        (0..4).for_each(|at| film.push(at, &[0]));
        News::Field(Field { film, ..study.field().cloned().expect("it has a field") })
    }

    #[test]
    fn a_link_opens_a_study_over_its_lab_and_begins_at_once() {
        let state = page();
        assert_eq!(state.run.lab.id, study(&state).info.lab);
        assert_eq!((study(&state).job, &study(&state).outcome), (1, &Outcome::Running));
    }

    #[test]
    fn another_value_is_another_job_and_what_the_old_one_tells_is_not_heard() {
        let mut state = page();
        let spec =
            study(&state).info.params.iter().find(|spec| matches!(spec.kind, ParamKind::Int { .. })).expect("a number").clone();
        let ParamKind::Int { max, .. } = spec.kind else { return };
        state.apply(Action::Param(spec.id.to_owned(), ParamValue::Int(max)));
        assert_eq!(study(&state).job, 2);
        assert!(study(&state).link().contains(&format!("{}={max}", spec.id)));
        state.apply(Action::Study(Doing::Heard(1, Ok(News::Done))));
        assert_eq!(study(&state).outcome, Outcome::Running);
        state.apply(Action::Study(Doing::Heard(2, Ok(News::Done))));
        assert_eq!(study(&state).outcome, Outcome::Done);
    }

    #[test]
    fn keys_move_through_the_field_and_not_through_the_run_behind_it() {
        let mut state = page();
        let cursor = state.run.cursor();
        state.study.as_mut().expect("a study").field = match filmed() {
            News::Field(field) => Some(Rc::new(field)),
            _ => None,
        };
        for (action, shot) in
            [(Action::ToEnd, 3), (Action::Step(-1), 2), (Action::ToStart, 0), (Action::Step(-1), 0), (Action::Step(1), 1)]
        {
            state.apply(action);
            assert_eq!(study(&state).shot, shot);
        }
        state.apply(Action::TogglePlay);
        (0..100).for_each(|_| state.apply(Action::Tick(LONGEST)));
        assert_eq!((study(&state).shot, study(&state).playing), (3, false), "it stands at its end");
        assert_eq!(state.run.cursor(), cursor);
        state.apply(Action::Study(Doing::Close));
        assert!(state.study.is_none());
    }

    /// The page with a scenario of quorums, and its sweep with what a few runs came to.
    fn swept() -> State {
        let lab = synod_session::labs().into_iter().find(|lab| lab.params.iter().any(|spec| spec.id == "r")).expect("quorums");
        let (run, _) = Run::open(&lab.scenarios[0].document, 1).expect("a shipped scenario opens");
        let mut state = State::new(Lang::En, run);
        state.apply(Action::Study(Doing::Sweep));
        let mut computed = start(&study(&state).task).expect("it begins");
        for _ in 0..30 {
            computed.advance();
        }
        state.apply(Action::Study(Doing::Heard(1, Ok(News::Report(computed.report())))));
        state
    }

    #[test]
    fn a_point_of_a_sweep_gives_the_run_its_parameters_in_one_step() {
        let mut state = swept();
        state.apply(Action::Study(Doing::Take(0, 3)));
        let value = |id: &str| state.run.params.get(id).cloned();
        assert!(state.study.is_none());
        assert_eq!((value("w"), value("r")), (Some(ParamValue::Int(1)), Some(ParamValue::Int(4))));
        assert_eq!(state.branches.list.len(), 1, "both at once are one other run");
    }

    #[test]
    fn the_link_of_a_sweep_opens_it_over_its_run() {
        let mut state = swept();
        state.apply(Action::Param("x".to_owned(), ParamValue::Pick("n".to_owned())));
        let (link, run) = (study(&state).link(), state.run.export());
        let mut fresh = page();
        fresh.apply(Action::Follow(crate::address::asked(&link)));
        assert_eq!((study(&fresh).link(), study(&fresh).job), (link, 1));
        assert_eq!(fresh.run.export().decisions, run.decisions);
        fresh.apply(Action::Study(Doing::Close));
        assert_eq!(fresh.run.lab.id, state.run.lab.id);
    }

    #[test]
    fn a_cancelled_job_hears_nothing_more() {
        let mut state = page();
        state.apply(Action::Study(Doing::Cancel));
        state.apply(Action::Study(Doing::Heard(1, Ok(News::Report(Report::default())))));
        assert_eq!((&study(&state).outcome, study(&state).report.is_none()), (&Outcome::Cancelled, true));
    }
}
