// The way to Java in a WebView of JavaFX, whose WebSocket never opens. Stands before gyre.js, in the same module.
{
  let hear = () => {};

  // Java sends several messages at once, and a last one that is no frame but says why there will be no more.
  addEventListener("gyre-message", ({ detail }) => {
    for (const message of detail.split("\n")) hear(message);
  });

  globalThis.gyreChannel = ({ opened, received, closed }) => {
    hear = (message) => {
      if (message[0] === "[") return received(message);
      hear = () => {};
      const [code, reason] = message.split(" ");
      closed(Number(code), reason);
    };
    const open = () => {
      gyreHost.post(""); // a new connection, in place of the one before
      opened();
    };
    if (globalThis.gyreHost) Promise.resolve().then(open);
    else addEventListener("gyre-host", open, { once: true });
    return { textOnly: true, send: (message) => gyreHost.post(message) };
  };

  // WebKit tells nobody here what pages write to their consoles.
  const show = (value) => {
    if (typeof value === "string") return value;
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    try {
      return JSON.stringify(value) ?? String(value);
    } catch {
      return String(value);
    }
  };
  const write = (level, text) => globalThis.gyreHost?.post(`!${level} ${text.slice(0, 1000)}`);
  for (const level of ["debug", "log", "info", "warn", "error"]) {
    const original = console[level];
    console[level] = (...values) => {
      original.apply(console, values);
      write(level, values.map(show).join(" "));
    };
  }
  addEventListener("error", ({ message, filename, lineno }) => {
    if (message) write("error", `${message} (${filename}:${lineno})`);
  });
  addEventListener("unhandledrejection", ({ reason }) => write("error", "unhandled: " + show(reason)));
}
