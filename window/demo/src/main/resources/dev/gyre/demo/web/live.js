// The state of the connection, as the page shows it.

import { connection } from "/gyre/gyre.js";

const STATES = { connecting: "Connecting", open: "Live", lost: "Reconnecting", closed: "Ended" };
const REASONS = {
  code_used: "this link was used already; ask for a new one",
  no_code: "open the link that the demo printed",
  replaced: "this window is shown in another tab",
  closed: "the demo has ended, or shows this window anew",
  unreachable: "the demo does not answer",
};

/** Shows the state in `#connection`, begins with each new session, and complains of the last one's end. */
export function live(begin, complain) {
  const pill = document.getElementById("connection");
  let generation = 0;

  function connected(state) {
    pill.dataset.state = state;
    pill.textContent = STATES[state];
    if (state === "closed") {
      complain({ message: "The connection has ended: " + (REASONS[connection.reason] || connection.reason) + "." });
    }
    // A session that comes back after a short loss goes on; another one knows nothing of this page yet.
    if (state === "open" && connection.generation !== generation) {
      generation = connection.generation;
      begin();
    }
  }

  connection.on("state", connected);
  connected(connection.state);
}
