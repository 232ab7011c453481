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
}
