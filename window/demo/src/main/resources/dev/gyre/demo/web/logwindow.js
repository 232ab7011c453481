// The log in a window of its own.

import { call, connection } from "/gyre/gyre.js";
import { change, state } from "/gyre/window.js";
import { number } from "./format.js";
import { live } from "./live.js";
import { LogPanel } from "./log.js";
import { Title } from "./title.js";

const byId = (id) => document.getElementById(id);

const title = new Title();
const log = new LogPanel((lines) => title.show("Log, " + number(lines) + (lines === 1 ? " line" : " lines")));

function complain(error) {
  byId("error").hidden = false;
  byId("error").textContent = (error.kind ? error.kind + ": " : "") + error.message;
}

async function begin() {
  byId("error").hidden = true;
  log.listen(connection.window);
  try {
    const info = await call("Monitor.info");
    describe(info);
    await log.refresh();
    if (info.backend !== "browser" && connection.generation === 1) await comeIntoSight();
  } catch (error) {
    complain(error);
  }
}

function describe(info) {
  byId("log-file").textContent = info.log;
  byId("log-file").title = info.log;
  title.of(info);
  byId("top").hidden = info.backend === "browser";
}

/** Java opens this window beside the main one, and knows nothing of the screen. */
async function comeIntoSight() {
  const { position, size } = await state();
  const beyond = position.x + size.width - screen.availWidth;
  if (beyond > 0) await change({ position: { x: Math.max(0, position.x - beyond), y: position.y } });
}

byId("top").addEventListener("click", async () => {
  const wanted = byId("top").getAttribute("aria-pressed") !== "true";
  try {
    await change({ onTop: wanted });
    byId("top").setAttribute("aria-pressed", wanted);
  } catch (error) {
    complain(error);
  }
});

connection.on("gap", (missed) => log.missed(missed));
live(begin, complain);
