import { call } from "/gyre/gyre.js";

document.title = await call("Probe.greet", "Ada");
