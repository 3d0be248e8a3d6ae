/** The types of embed.js: the element `<synod-lab>`, and the messages between a figure and the page around it. */

/** What a reader can do with a figure. */
export type Controls = "full" | "play" | "none";

/** A run: a scenario that Synod ships ("nwr/stale-read"), or the fragment of a link ("s=1.…", "challenge=paid-twice"). */
export type Run = { scenario: string; link?: undefined } | { link: string; scenario?: undefined };

/** Where to go: behind a step, to a time in microseconds, or to the end. */
export type Place = { step: number } | { at: number } | { end: true };

/** Another run is there: after loading, and after the reader changed a parameter. */
export interface Ready {
  synod: 1;
  type: "ready";
  /** The version of the simulator: links of the same one replay alike. */
  engine: number;
  lab: string;
  /** The shipped scenario, or null for a run of somebody's own. */
  scenario: string | null;
  /** Its name, in the language of the figure. */
  name: string;
  steps: number;
  /** When the run ends, in microseconds. */
  end: number;
}

/** How a promise stands at the cursor: told of every promise after `ready`, then whenever one changes, forwards or backwards. */
export interface Verdict {
  synod: 1;
  type: "verdict";
  id: string;
  name: string;
  standing: "holds" | "violated" | "undecided";
  /** Why it is broken, or not decided. */
  sentence?: string;
  step: number;
  at: number;
}

/** The cursor moved; a few times a second at most. */
export interface Moved {
  synod: 1;
  type: "moved";
  step: number;
  at: number;
  steps: number;
}

/** Playing came to the end. */
export interface Ended {
  synod: 1;
  type: "ended";
}

/** A message was not understood, or a run could not be loaded. The run that was there stays. */
export interface Failed {
  synod: 1;
  type: "error";
  why: string;
}

/** What a figure hears, by `postMessage` from the page around it. */
export type Incoming =
  | ({ synod: 1; type: "load" } & Run)
  | { synod: 1; type: "play" }
  | { synod: 1; type: "pause" }
  | ({ synod: 1; type: "seek" } & Place)
  | { synod: 1; type: "setLang"; lang: "en" | "zh" }
  | { synod: 1; type: "setTheme"; theme: "light" | "dark" | "auto" };

/** What a figure says, by `postMessage` to the page around it. */
export type Outgoing = Ready | Verdict | Moved | Ended | Failed;

/**
 * A figure. Attributes: `scenario` or `link`, `lang` (else that of the page), `theme` (light, dark, auto), `controls`, `autoplay`,
 * `height` in pixels (480), `title`. Changing `lang`, `theme`, `scenario` or `link` reaches the figure without loading it anew.
 * What stands inside of the element is for readers without scripts.
 */
export interface SynodLab extends HTMLElement {
  readonly ready: boolean;
  readonly steps: number;
  readonly step: number;
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** The address of the run in Synod itself. */
  readonly href: string;
  /** Shows another run. */
  load(run: Run): void;
  /** Plays on; from the start, once the end is reached. */
  play(): void;
  /** Stands still. */
  pause(): void;
  /** Goes to a step, a time, or the end. */
  seek(to: number | Place): void;
}

export interface SynodEvents {
  "synod-ready": CustomEvent<Ready>;
  "synod-verdict": CustomEvent<Verdict>;
  "synod-moved": CustomEvent<Moved>;
  "synod-ended": CustomEvent<Ended>;
  "synod-error": CustomEvent<Failed>;
}

declare global {
  interface HTMLElementTagNameMap {
    "synod-lab": SynodLab;
  }
  interface HTMLElementEventMap extends SynodEvents {}
}
