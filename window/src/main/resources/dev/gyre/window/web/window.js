// The window that this page is shown in.
//
//   import { change, maximise, on } from "/gyre/window.js";
//   await change({ title: "Clock", size: { width: 400, height: 300 } });
//   const stop = on("mode", (mode) => document.body.classList.toggle("wide", mode === "maximised"));

import { call, connection, events } from "./gyre.js";

/** Traits that are one value: the member of Java's that holds it. */
const MEMBERS = {
  title: "text", resizable: "allowed", frameless: "wanted", onTop: "wanted", background: "rgb", icon: "path",
  zoom: "factor", focus: "held", mode: "state", visible: "wanted", pageTitle: "text", location: "path", theme: "scheme",
};

/** Traits whose value is a word: ours, and Java's. */
const WORDS = {
  mode: { normal: "NORMAL", minimised: "MINIMISED", maximised: "MAXIMISED", fullScreen: "FULL_SCREEN" },
  theme: { light: "LIGHT", dark: "DARK" },
};

const LIFE = { ready: "READY", pageEnded: "PAGE_ENDED", closing: "CLOSING" };

const key = (table, value) => Object.keys(table).find((name) => table[name] === value);

/** A trait of Java as name and value. */
function entry({ type, ...members }) {
  const name = type[0].toLowerCase() + type.slice(1);
  const value = name in MEMBERS ? members[MEMBERS[name]] : members;
  return [name, name in WORDS ? key(WORDS[name], value) : value];
}

function trait([name, value]) {
  const type = name[0].toUpperCase() + name.slice(1);
  if (!Object.hasOwn(MEMBERS, name)) return { type, ...value };
  return { type, [MEMBERS[name]]: Object.hasOwn(WORDS, name) ? WORDS[name][value] : value };
}

export async function state() {
  return Object.fromEntries((await call("gyre.window.state")).map(entry));
}

export async function change(wishes) {
  await call("gyre.window.change", Object.entries(wishes).map(trait));
}

export const screens = () => call("gyre.window.screens");

export const minimise = () => change({ mode: "minimised" });
export const maximise = () => change({ mode: "maximised" });
export const restore = () => change({ mode: "normal" });
export const fullScreen = () => change({ mode: "fullScreen" });
export const focus = () => change({ focus: true });
export const show = () => change({ visible: true });
export const hide = () => change({ visible: false });

export const screenshot = () => call("gyre.window.screenshot");
export const openDevTools = () => call("gyre.window.openDevTools");

export function close() {
  return call("gyre.window.close");
}

export function on(what, listener) {
  const isMine = ({ window }) => window === connection.window;
  if (Object.hasOwn(LIFE, what)) {
    return events.on("gyre.window.event", (event) => {
      if (isMine(event) && event.change === LIFE[what]) listener();
    });
  }
  if (what === "screens") return events.on("gyre.window.screens", ({ now }) => listener(now));
  return events.on("gyre.window.changed", (event) => {
    if (!isMine(event)) return;
    const [name, value] = entry(event.now);
    if (name === what) listener(value);
  });
}
