// Measures the page from within. Put in before the page's own scripts: whatever they hand to the browser to be called later is timed,
// and what they spend between two frames is summed. `synodBench` is what the bench program calls.
(() => {
  const clock = () => performance.now();
  const nativeFrame = window.requestAnimationFrame.bind(window);
  let spent = 0;
  let inside = false;
  let frames = null;

  const timed = (work) => {
    if (typeof work !== "function") return work;
    return function (...args) {
      if (inside) return work.apply(this, args);
      inside = true;
      const begin = clock();
      try {
        return work.apply(this, args);
      } finally {
        spent += clock() - begin;
        inside = false;
      }
    };
  };
  for (const name of ["requestAnimationFrame", "queueMicrotask", "setTimeout"]) {
    const native = window[name].bind(window);
    window[name] = (work, ...rest) => native(timed(work), ...rest);
  }
  const nativeThen = Promise.prototype.then;
  Promise.prototype.then = function (done, failed) {
    return nativeThen.call(this, timed(done), timed(failed));
  };
  const NativeObserver = window.ResizeObserver;
  window.ResizeObserver = class extends NativeObserver {
    constructor(work) {
      super(timed(work));
    }
  };
  const known = new WeakMap();
  const listener = (work) => {
    if (typeof work !== "function") return work;
    if (!known.has(work)) known.set(work, timed(work));
    return known.get(work);
  };
  for (const name of ["addEventListener", "removeEventListener"]) {
    const native = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (kind, work, ...rest) {
      return native.call(this, kind, listener(work), ...rest);
    };
  }

  const find = (id) => document.querySelector(`[data-testid="${id}"]`);
  const shownTime = () => find("clock")?.textContent;

  // A frame ends where the next one begins. Only frames in which the clock moved count as frames of a run that plays.
  let shownLast;
  const tick = () => {
    if (frames) {
      const shown = shownTime();
      frames.push({ spent, moved: shown !== shownLast, messages: document.querySelectorAll('[data-testid="message"]').length });
      shownLast = shown;
    }
    spent = 0;
    nativeFrame(tick);
  };
  nativeFrame(tick);

  const nextFrame = () => new Promise((resolve) => nativeFrame(resolve));
  /** Comes back once the next frame has been made: its callbacks, its layout and its painting come before the message. */
  const frameDone = () =>
    new Promise((resolve) => {
      nativeFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(clock());
        channel.port2.postMessage(null);
      });
    });

  const shifts = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const of = entry.sources.map(({ node }) => node?.className?.baseVal ?? node?.className ?? node?.nodeName ?? "");
      shifts.push({ value: entry.value, of: of.map(String) });
    }
  }).observe({ type: "layout-shift", buffered: true });

  const left = (css) => {
    const box = document.querySelector(css)?.getBoundingClientRect();
    return box && box.width > 0 ? [box.x, box.y, box.height] : null;
  };
  const loaded = { ready: null, first: null, mounted: null, shifts };
  const watch = () => {
    loaded.first = left(".first-bar b") ?? loaded.first;
    if (find("play") && document.querySelector('[data-testid^="node-"]')) {
      loaded.mounted = left(".wordmark b");
      frameDone().then((now) => (loaded.ready = now));
    } else {
      nativeFrame(watch);
    }
  };
  nativeFrame(watch);

  window.synodBench = {
    loaded: () => loaded,
    resources: () => [location.href, ...performance.getEntriesByType("resource").map((entry) => entry.name)],
    events: () => Number(/(\d+)\D*$/.exec(shownTime())[1]),

    /** Plays, and says what each of `count` frames took in which the clock moved and at least `least` messages were there. */
    async play(count, least) {
      // Slowly, so that the messages stay under way for all of the frames, however long those take.
      const speed = find("speed");
      speed.selectedIndex = [...speed.options].findIndex((option) => option.textContent === "1/20×");
      speed.dispatchEvent(new Event("change", { bubbles: true }));
      find("play").click();
      frames = [];
      let idle = 0;
      const counted = () => frames.filter((frame) => frame.moved && frame.messages >= least);
      while (counted().length < count && idle < 120) {
        await nextFrame();
        idle = frames.at(-1)?.moved ? 0 : idle + 1;
      }
      const taken = counted();
      frames = null;
      if (idle < 120) find("play").click();
      return taken.map((frame) => frame.spent);
    },

    /** Seeks to these shares of the run by its scrubber; says for each how long it took until the frame that shows it was made. */
    async seek(shares) {
      const scrubber = find("scrubber");
      const taken = [];
      for (const share of shares) {
        await frameDone();
        const begin = clock();
        scrubber.value = String(share * Number(scrubber.max));
        scrubber.dispatchEvent(new Event("input", { bubbles: true }));
        taken.push((await frameDone()) - begin);
      }
      return taken;
    },

    /** Plays the field of nodes, over and over; says what each of `count` frames took in which another moment was shown. */
    async field(count) {
      const shown = () => find("moment")?.textContent ?? "";
      while (find("work")?.dataset.outcome !== "done" || !find("field")) await nextFrame();
      const taken = [];
      let last = shown();
      while (taken.length < count) {
        if (find("end").disabled) find("play").click();
        frames = [];
        await nextFrame();
        const now = shown();
        // The frame that has just ended is the one that changed what is shown.
        if (now !== last) taken.push(frames.at(-1)?.spent ?? 0);
        last = now;
      }
      frames = null;
      return taken;
    },

    /** Zooms in and turns the wheel sideways in each of `count` frames; says what each took, or nothing where there is no zoom. */
    async pan(count) {
      const [diagram, zoom] = [find("spacetime-svg"), find("zoom-in")];
      if (!diagram || !zoom) return null;
      for (let i = 0; i < 6 && !zoom.disabled; i++) {
        zoom.click();
        await frameDone();
      }
      const box = diagram.getBoundingClientRect();
      const at = { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2, bubbles: true, cancelable: true };
      frames = [];
      for (let i = 0; i < count; i++) {
        await nextFrame();
        diagram.dispatchEvent(new WheelEvent("wheel", { ...at, deltaX: i % 100 < 50 ? 40 : -40 }));
      }
      await frameDone();
      const taken = frames.slice(1);
      frames = null;
      return taken.map((frame) => frame.spent);
    },
  };
})();
