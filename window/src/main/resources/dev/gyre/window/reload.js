
// Development only, the end of gyre.js there: shows a change as soon as it is saved.
events.on("gyre.assets.changed", ({ paths, count }) => {
  const sheets = new Map();
  for (const link of document.querySelectorAll("link[rel~=stylesheet]")) {
    const url = new URL(link.href);
    if (url.origin === location.origin) sheets.set(decodeURIComponent(url.pathname), { link, url });
  }
  if (count > paths.length || !paths.every((path) => sheets.has(path))) return location.reload();
  for (const { link, url } of paths.map((path) => sheets.get(path))) {
    url.search = "changed=" + Date.now();
    link.href = url;
  }
});
