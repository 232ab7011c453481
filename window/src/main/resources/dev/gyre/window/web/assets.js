// Many small assets in one response.
//
//   import { assets } from "/gyre/assets.js";
//   const [settings, icon] = await assets(["/settings.json", "icons/ok.svg"]);
//   use(await settings.json(), await icon.text());

const MAX_PARTS = 128; // what Java takes in one request
const MAX_QUERY = 6000; // characters; a request line has 8 KiB
const TOO_LARGE = 413;

export async function assets(paths, { signal } = {}) {
  const urls = Array.from(paths, (path) => new URL(path, document.baseURI));
  const foreign = urls.find((url) => url.origin !== location.origin);
  if (foreign) throw new TypeError(`path: ${foreign} (expected: one of ${location.origin})`);
  const answers = await Promise.all(groups(urls).map((group) => together(group, signal)));
  return answers.flat();
}

/** A path as it stands in the query, where `&` parts it from the next. */
const asked = (url) => url.pathname.replaceAll("&", "%26");

function groups(urls) {
  const all = [];
  let last = [], length = MAX_QUERY;
  for (const url of urls) {
    length += asked(url).length + 1;
    if (length > MAX_QUERY || last.length === MAX_PARTS) {
      all.push(last = []);
      length = asked(url).length;
    }
    last.push(url);
  }
  return all;
}

/** One request. The body begins with a line for each asset: status, count of bytes, validator and media type. */
async function together(urls, signal) {
  const response = await fetch("/gyre/assets?" + urls.map(asked).join("&"), { signal });
  if (!response.ok) throw new Error(`assets: ${response.status} (expected: 200)`);
  const bytes = new Uint8Array(await response.arrayBuffer());
  let at = 0;
  const take = (end) => bytes.subarray(at, at = end);
  const heads = urls.map(() => new TextDecoder().decode(take(bytes.indexOf(10, at) + 1)).trimEnd().split(" "));
  return Promise.all(urls.map((url, i) => {
    const [status, length, etag, ...type] = heads[i];
    if (Number(status) === TOO_LARGE) return fetch(url, { signal });
    const headers = status === "200" ? { "content-type": type.join(" "), etag } : {};
    return new Response(take(at + Number(length)), { status, headers });
  }));
}
