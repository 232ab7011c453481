// The colours: as the system has them, or as the user chose. Runs before the first paint, so that nothing flashes.
(() => {
  const KEY = "gyre.demo.theme";
  const CHOICES = ["system", "light", "dark"];
  const system = matchMedia("(prefers-color-scheme: dark)");
  let choice;

  function read() {
    choice = CHOICES.includes(localStorage.getItem(KEY)) ? localStorage.getItem(KEY) : "system";
  }

  function apply() {
    const dark = choice === "dark" || (choice === "system" && system.matches);
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    const button = document.getElementById("theme");
    if (button) {
      const words = choice === "system" ? "as the system" : choice;
      button.setAttribute("aria-label", "Colours: " + words);
      button.title = "Colours: " + words;
    }
    document.dispatchEvent(new Event("themechange"));
  }

  system.addEventListener("change", apply);
  // Chosen in another window.
  addEventListener("storage", () => {
    read();
    apply();
  });
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    document.getElementById("theme").addEventListener("click", () => {
      choice = CHOICES[(CHOICES.indexOf(choice) + 1) % CHOICES.length];
      localStorage.setItem(KEY, choice);
      apply();
    });
  });
  read();
  apply();
})();
