// What both bare bridges have in common, the rest being a function that asks Java and has its answer in JSON.

const CONFIRMED = 256; // events; Java is told where nothing else tells it how far the page is

export function bare(askJava, confirms) {
  const listeners = new Map();
  let heard = 0;
  const ask = (done, method, ...args) =>
    askJava(JSON.stringify({ method, args }), (answer) => done(answer === undefined ? undefined : JSON.parse(answer)));

  globalThis.hear = (name, payload) => {
    listeners.get(name)?.(payload);
    if (confirms && ++heard % CONFIRMED === 0) ask(() => {}, "Pump.taken", CONFIRMED);
  };

  return {
    ask,
    call: (...words) => new Promise((resolve) => ask(resolve, ...words)),
    listen(name, listener) {
      listeners.set(name, listener);
      return () => listeners.delete(name);
    },
  };
}
