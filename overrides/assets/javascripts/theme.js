// Light or dark: what the reader chose here before, else what the device asks for (the stylesheet's part).
(() => {
  const KEY = "theme";
  const root = document.documentElement;
  let stored = null;
  try { stored = localStorage.getItem(KEY); } catch { /* storage may be forbidden: nothing is kept then */ }
  if (stored === "light" || stored === "dark") root.dataset.theme = stored;
  root.classList.replace("no-js", "js");
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme-toggle");
    const device = matchMedia("(prefers-color-scheme: dark)");
    const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : device.matches);
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    show();
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      try { localStorage.setItem(KEY, root.dataset.theme); } catch { /* see above */ }
      show();
    });
  });
})();
