// The way to Java in JCEF where no port is open: queries there, scripts back. Stands before gyre.js, in the same module.
// QUERY is the function that Chromium has for the queries of one application.
{
  const LOST = 1006; // as a WebSocket says it

  // What has other characters on the way arrives without them.
  const ascii = (text) =>
    text.replace(/[\u007f-\uffff]/g, (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"));

  globalThis.gyreChannel = ({ opened, received, closed }) => {
    const name = crypto.randomUUID(); // by which Java and this document tell this connection from others
    let behind = null; // what came after something that is still being fetched
    let over = false;

    const end = (code, reason) => {
      if (over) return;
      over = true;
      removeEventListener(name, listen);
      closed(code, reason);
    };
    const query = (request) => QUERY({ request, onFailure: () => end(LOST, "") });

    // Java sends several messages at once, and a last one that is no frame but says why there will be no more.
    const hear = (text) => {
      for (const message of text.split("\n")) {
        if (message[0] === "[") received(message);
        else end(Number(message.split(" ")[0]), message.split(" ")[1]);
      }
    };

    // What is too large for a script is fetched, and nothing overtakes it.
    const take = async (detail) => {
      if (detail[0] !== "/") return hear(detail);
      behind = [];
      try {
        const response = await fetch(detail);
        if (!response.ok) throw new Error("gone");
        hear(await response.text());
      } catch {
        return end(LOST, "");
      }
      const next = behind;
      behind = null;
      for (const each of next) listen({ detail: each });
    };
    const listen = ({ detail }) => {
      if (behind) behind.push(detail);
      else take(detail);
    };

    addEventListener(name, listen);
    query(name); // is answered when the connection ends
    Promise.resolve().then(opened);
    return { textOnly: true, send: (message) => query(name + " " + ascii(message)) };
  };
}
