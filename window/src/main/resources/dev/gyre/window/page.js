
// The end of gyre.js: tells Java what its page is called, where it is, and whether it is to be light or dark.
{
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const short = (text) => text.slice(0, 1000);
  const facts = () => [
    { type: "PageTitle", text: short(document.title) },
    { type: "Location", path: short(location.pathname + location.search) },
    { type: "Theme", scheme: dark.matches ? "DARK" : "LIGHT" },
  ];
  const told = new Map(); // type -> what Java knows
  const isNews = (fact) => told.get(fact.type) !== JSON.stringify(fact);
  let telling = false;

  // One call at a time, so that of a flood only the newest is told
  async function tell() {
    if (telling || link.state !== "open") return;
    telling = true;
    try {
      for (let news = facts().filter(isNews); news.length > 0; news = facts().filter(isNews)) {
        for (const fact of news) told.set(fact.type, JSON.stringify(fact));
        await call("gyre.page.tell", news);
      }
    } catch {
      told.clear(); // told again in the next session
    }
    telling = false;
  }

  connection.on("state", tell);
  dark.addEventListener("change", tell);
  addEventListener("popstate", tell);
  if (globalThis.navigation) navigation.addEventListener("currententrychange", tell);
  else for (const change of ["pushState", "replaceState"]) {
    const original = history[change];
    history[change] = (...to) => {
      original.apply(history, to);
      tell();
    };
  }
  new MutationObserver(tell).observe(document.head, { subtree: true, childList: true, characterData: true });
}
