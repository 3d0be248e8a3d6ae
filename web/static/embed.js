// <synod-lab scenario="nwr/stale-read">: a run of Synod as a figure in any page. The types are in embed.d.ts, beside this file.
//
// The figure is an iframe with the page that lies beside this script, loaded once a reader comes near it. The element and the
// figure talk by postMessage; only what comes from the element's own iframe is believed.

//
// A plain script and no module: browsers take modules from another host only when that host says so in a header, and most plain
// hosts do not. As `type="module"` it works too, where the host allows it.
(() => {
  "use strict";

  const VERSION = 1;
  const HEIGHT = 480;
  /** How long a figure may take before a plain link stands in its place, in milliseconds. */
  const PATIENCE = 10_000;
  /** The folder that Synod lies in, wherever that is: that of this script. (As a module it has no currentScript, but a tag.) */
  const HOME = new URL("./", (document.currentScript ?? document.querySelector("script[src$='embed.js']")).src);

  const WORDS = {
    en: { run: "A run in Synod", wait: "Loads when you come here", fail: "The figure could not be loaded.", open: "Open this run in Synod" },
    zh: { run: "Synod 中的一次运行", wait: "滚动到此处时载入", fail: "图未能载入。", open: "在 Synod 中打开此次运行" },
  };

  const STYLE = new CSSStyleSheet();
  STYLE.replaceSync(`
    :host { --ground: #fff; --ink: #1d2129; --muted: #646b79; --line: #dedbd3; --accent: #0069a6;
      display: block; position: relative; box-sizing: border-box; overflow: hidden; margin: 1.5em 0;
      border: 1px solid var(--line); border-radius: 10px; background: var(--ground); color: var(--ink); }
    :host([hidden]) { display: none; }
    :host([theme="dark"]) { --ground: #1d2128; --ink: #e8e6e1; --muted: #9aa2ad; --line: #343a44; --accent: #6bb9e8; }
    @media (prefers-color-scheme: dark) {
      :host(:not([theme="light"])) { --ground: #1d2128; --ink: #e8e6e1; --muted: #9aa2ad; --line: #343a44; --accent: #6bb9e8; }
    }
    iframe { display: block; position: absolute; inset: 0; width: 100%; height: 100%; border: 0; }
    iframe[hidden] { display: none; }
    .before { display: flex; height: 100%; flex-direction: column; align-items: center; justify-content: center; gap: 4px; padding: 16px;
      box-sizing: border-box; font: 15px/1.5 "Noto Sans", system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; text-align: center; }
    .before b { font-size: 16px; font-weight: 600; }
    .before span { color: var(--muted); font-size: 13px; }
    .before a { color: var(--accent); }
    svg { width: 96px; height: 96px; margin-bottom: 8px; }
    path { fill: none; stroke: var(--line); stroke-width: 2; }
    circle { fill: var(--ground); stroke: var(--accent); stroke-width: 4; }
  `);

  const PICTURE = `<svg viewBox="-115 -115 230 230" aria-hidden="true">
    <path d="M0-90 85.6-27.8 52.9 72.8-52.9 72.8-85.6-27.8ZM0-90 52.9 72.8-85.6-27.8 85.6-27.8-52.9 72.8Z"/>
    <circle cy="-90" r="20"/><circle cx="85.6" cy="-27.8" r="20"/><circle cx="52.9" cy="72.8" r="20"/>
    <circle cx="-52.9" cy="72.8" r="20"/><circle cx="-85.6" cy="-27.8" r="20"/></svg>`;

  class SynodLab extends HTMLElement {
    static observedAttributes = ["scenario", "link", "lang", "theme", "controls", "autoplay", "height", "title"];

    #frame = null;
    #before = null;
    #ready = false;
    #waiting = [];
    #timer = 0;
    #seen = null;
    #heard = null;
    #name = "";
    #steps = 0;
    #step = 0;
    #verdicts = {};
    #still = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      root.adoptedStyleSheets = [STYLE];
      root.innerHTML = `<div class="before" part="before">${PICTURE}<b></b><span></span></div>`;
      this.#before = root.querySelector(".before");
    }

    /** How many steps the run has, as far as it is known. */
    get steps() { return this.#steps; }
    /** After how many steps the cursor stands. */
    get step() { return this.#step; }
    /** Whether the figure is there. */
    get ready() { return this.#ready; }
    /** How each promise stands at the cursor, by its id. */
    get verdicts() { return { ...this.#verdicts }; }
    /** The address of the run in Synod itself. */
    get href() { return `${HOME}?lang=${this.#lang}${this.#run}`; }

    connectedCallback() {
      this.#dress();
      this.#heard = (event) => this.#hear(event);
      addEventListener("message", this.#heard);
      // What plays by itself begins when it is seen; anything else may load a little earlier.
      const rootMargin = this.#plays ? "0px" : "200px 0px";
      this.#seen = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && this.#open({ loading: "lazy" }), { rootMargin });
      this.#seen.observe(this);
    }

    disconnectedCallback() {
      removeEventListener("message", this.#heard);
      this.#close();
    }

    attributeChangedCallback(name, before, now) {
      if (before === now || !this.isConnected || this.#still) return;
      this.#dress();
      if (!this.#frame) return;
      if (name === "lang") this.#tell({ type: "setLang", lang: this.#lang });
      if (name === "theme") this.#tell({ type: "setTheme", theme: this.#theme });
      if (name === "controls") this.#open({ again: true });
      // A run that is no longer named stays; another one may be named in the next moment.
      if ((name === "scenario" || name === "link") && now !== null) this.#tell({ type: "load", [name]: now });
    }

    /** Shows another run: `{ scenario: "nwr/stale-read" }` or `{ link: "s=1.…" }`. */
    load({ scenario, link } = {}) {
      this.#still = true;
      for (const [name, value] of Object.entries({ scenario, link })) {
        if (value === undefined) this.removeAttribute(name);
        else this.setAttribute(name, value);
      }
      this.#still = false;
      this.#dress();
      if (this.#frame) this.#tell({ type: "load", scenario, link });
      else this.#open();
    }

    /** Plays on; from the start, once the end is reached. */
    play() { this.#open(); this.#tell({ type: "play" }); }

    /** Stands still. */
    pause() { this.#tell({ type: "pause" }); }

    /** Goes to a step: `seek(12)`, `seek({ step: 12 })`, `seek({ at: 96_000 })` in microseconds, or `seek({ end: true })`. */
    seek(to) {
      this.#open();
      this.#tell({ type: "seek", ...(typeof to === "number" ? { step: to } : to) });
    }

    get #lang() { return (this.getAttribute("lang") ?? this.closest("[lang]")?.lang ?? navigator.language).startsWith("zh") ? "zh" : "en"; }
    get #theme() { return ["light", "dark"].find((theme) => theme === this.getAttribute("theme")) ?? "auto"; }
    get #plays() { return this.hasAttribute("autoplay") && !["0", "false"].includes(this.getAttribute("autoplay")); }
    get #run() { return `#${(this.getAttribute("link") ?? this.getAttribute("scenario") ?? "").replace(/^#/, "")}`; }

    /** Puts height, words and titles in place. */
    #dress() {
      const height = Number(this.getAttribute("height")) || HEIGHT;
      this.style.setProperty("height", `${Math.min(Math.max(height, 120), 4000)}px`);
      const words = WORDS[this.#lang];
      const title = this.getAttribute("title") || this.#name || words.run;
      this.#before.lang = this.#lang === "zh" ? "zh-CN" : "en";
      this.#before.querySelector("b").textContent = title;
      this.#before.querySelector("span").textContent = words.wait;
      if (this.#frame) this.#frame.title = this.#lang === "zh" ? `Synod：${title}` : `Synod: ${title}`;
    }

    /** Loads the figure, once; anew when `again`. Called for by a method, it loads wherever it stands. */
    #open({ again = false, loading = "eager" } = {}) {
      if (!this.isConnected || (this.#frame && !again)) return;
      this.#close();
      const asked = new URLSearchParams({ embed: "1", lang: this.#lang, theme: this.#theme });
      asked.set("controls", this.getAttribute("controls") ?? "full");
      asked.set("autoplay", this.#plays ? "1" : "0");
      const frame = document.createElement("iframe");
      frame.loading = loading;
      frame.src = `${HOME}?${asked}${this.#run}`;
      this.#frame = frame;
      this.#dress();
      this.shadowRoot.append(frame);
      this.#timer = setTimeout(() => this.#giveUp(), PATIENCE);
    }

    #close() {
      this.#seen?.disconnect();
      clearTimeout(this.#timer);
      this.#frame?.remove();
      this.#frame = null;
      this.#ready = false;
    }

    /** A plain link in place of a figure that does not come. */
    #giveUp() {
      const words = WORDS[this.#lang];
      const link = Object.assign(document.createElement("a"), { href: this.href, textContent: words.open });
      this.#before.querySelector("span").replaceChildren(words.fail, document.createElement("br"), link);
      this.#frame.hidden = true;
    }

    #tell(message) {
      if (this.#ready) this.#frame.contentWindow.postMessage({ synod: VERSION, ...message }, HOME.origin);
      else this.#waiting.push(message);
    }

    #hear(event) {
      const message = event.data;
      if (!this.#frame || event.source !== this.#frame.contentWindow || message?.synod !== VERSION) return;
      if (message.type === "ready") {
        clearTimeout(this.#timer);
        this.#frame.hidden = false;
        this.#ready = true;
        this.#name = message.name;
        this.#steps = message.steps;
        this.#verdicts = {};
        this.#dress();
        this.#waiting.splice(0).forEach((waiting) => this.#tell(waiting));
      } else if (message.type === "verdict") {
        this.#verdicts[message.id] = message;
      } else if (message.type === "moved") {
        [this.#step, this.#steps] = [message.step, message.steps];
      } else if (!["ended", "error"].includes(message.type)) {
        return;
      }
      this.dispatchEvent(new CustomEvent(`synod-${message.type}`, { detail: message, bubbles: true, composed: true }));
    }
  }

  if (!customElements.get("synod-lab")) customElements.define("synod-lab", SynodLab);
})();
