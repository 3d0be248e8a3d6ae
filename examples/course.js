// What this page does with its figures: buttons that play them, a sentence about what happens, and a task that ticks itself off.

const figure = (id) => document.getElementById(id);

// Buttons of the page work a figure by its methods. A figure that was not loaded yet is loaded first.
for (const button of document.querySelectorAll("[data-figure]")) {
  const lab = figure(button.dataset.figure);
  button.addEventListener("click", () => (button.dataset.do === "play" ? lab.play() : lab.seek(0)));
}

// A figure tells how each promise stands: once when it is there, and whenever that changes, also when the reader goes back.
figure("miss").addEventListener("synod-verdict", ({ detail }) => {
  if (detail.id !== "linearizable") return;
  const broken = detail.standing === "violated";
  const words = broken ? `✗ Not linearizable any more, at ${detail.at / 1000} ms.` : "✓ Linearizable so far.";
  figure("miss-said").textContent = words;
});

// The task is done when the promise breaks in a run of the reader's own. It stays done.
figure("break").addEventListener("synod-verdict", ({ detail }) => {
  if (detail.id !== "read-your-writes" || detail.standing !== "violated") return;
  figure("task").classList.add("solved");
  figure("task").querySelector(".tick").textContent = "☑";
  figure("done").textContent = `Done. ${detail.sentence}`;
});

// Another run in the same figure.
figure("swap").addEventListener("click", (event) => {
  figure("old-again").load({ scenario: "nwr/write-back" });
  event.target.hidden = true;
});
