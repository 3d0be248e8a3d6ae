// Runs before the first paint, so that neither the theme nor the language flickers.
// The address decides (?lang=en|zh, ?theme=light|dark), then what the user chose last, then the system.
(() => {
  const root = document.documentElement;
  const asked = new URLSearchParams(location.search);
  // A figure (?embed=1) belongs to the page around it: what a reader chose for Synod itself is not asked for there.
  const figure = asked.get("embed") === "1";
  const kept = (key) => {
    if (figure) return null;
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // A page that embeds Synod may forbid storage.
    }
  };
  const choice = (name, allowed) =>
    [asked.get(name), kept(`synod.${name}`)].find((value) => allowed.includes(value));

  const system = (navigator.languages ?? [navigator.language]).find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  const lang = choice("lang", ["en", "zh"]) ?? system.slice(0, 2).toLowerCase();
  root.lang = lang === "zh" ? "zh-CN" : "en";

  const theme = choice("theme", ["light", "dark"]);
  if (theme) root.dataset.theme = theme;
  if (figure) root.dataset.embed = "";
  root.dataset.js = ""; // Scripts run: first.css may speak of loading.
})();
