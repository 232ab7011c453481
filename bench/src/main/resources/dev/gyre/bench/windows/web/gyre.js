// The page over Gyre.

import { call, events } from "/gyre/gyre.js";
import { begin } from "/page.js";

begin({ call, ask: (done, ...words) => call(...words).then(done), listen: (name, listener) => events.on(name, listener) });
