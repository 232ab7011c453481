// JavaFX tells of a system in the locale C as of one that speaks the language "C", which libraries hand on to Intl, where it
// is an error. Runs before them.
try {
  Intl.getCanonicalLocales(navigator.language);
} catch {
  Object.defineProperty(navigator, "language", { value: "en" });
}
