// Loads the program and starts it; shows a readable page when that fails, or when the program stops later.
// Trunk writes this script's tag with the addresses of the glue (data-js) and of the program (data-wasm); see Trunk.toml.

const words = {
  load: {
    en: ["Synod could not be loaded", "Part of the page did not arrive, or this browser is too old to run it. Check the connection, then try again."],
    zh: ["Synod 未能载入", "页面的一部分没有收到，或者浏览器版本过旧。请检查网络连接，然后重试。"],
    retry: ["Try again", "重试"],
  },
  stop: {
    en: ["Synod has stopped", "This is a fault in Synod, not in your run. The address of this page still holds the run: load it again to go on."],
    zh: ["Synod 已停止运行", "这是 Synod 自身的缺陷，与您的操作无关。本页地址仍保存着这次运行：重新载入即可继续。"],
    retry: ["Load again", "重新载入"],
  },
};
// Where the run itself brings the program down, loading it again would too.
const anew = ["Start anew", "重新开始"];
const run = ["The link of this run", "这次运行的链接"];

const element = (tag, props, ...children) => {
  const made = Object.assign(document.createElement(tag), props);
  made.append(...children);
  return made;
};

/** Replaces the page by an explanation in both languages, the reader's own first. Only the first fault is shown. */
const showFault = (kind, detail) => {
  if (document.getElementById("fault")) return;
  const order = document.documentElement.lang.startsWith("zh") ? ["zh", "en"] : ["en", "zh"];
  const texts = order.map((lang) => {
    const [title, text] = words[kind][lang];
    return element("section", { lang: lang === "zh" ? "zh-CN" : "en" }, element("h1", {}, title), element("p", {}, text));
  });
  const both = ([en, zh]) => (order[0] === "zh" ? `${zh} · ${en}` : `${en} · ${zh}`);
  const retry = element("button", { type: "button", onclick: () => location.reload() }, both(words[kind].retry));
  const links = element("p", {}, element("a", { href: location.pathname + location.search }, both(anew)));
  if (location.hash) links.append(element("a", { href: location.href }, both(run)));
  const fault = element("main", { id: "fault" }, ...texts, retry, links, element("pre", {}, String(detail)));
  fault.setAttribute("role", "alert");
  document.body.replaceChildren(fault);
  retry.focus();
};

const stopped = (error) => {
  if (error instanceof WebAssembly.RuntimeError) showFault("stop", error.stack ?? error);
};

// The app's panic hook (web/src/fault.rs) says so itself, with Rust's own message; a trap without one is caught here.
addEventListener("synod:fault", (event) => showFault("stop", event.detail));
addEventListener("error", (event) => stopped(event.error));
addEventListener("unhandledrejection", (event) => stopped(event.reason));

try {
  const { js, wasm } = document.querySelector("script[data-wasm]").dataset;
  const glue = await import(new URL(js, document.baseURI));
  await glue.default({ module_or_path: new URL(wasm, document.baseURI) });
} catch (error) {
  showFault("load", error);
}
