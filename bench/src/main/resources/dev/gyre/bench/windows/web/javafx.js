// The page over a member of the window, as one writes it first: an answer is a call back with the number of the question.

import { bare } from "/bare.js";
import { begin } from "/page.js";

const waiting = new Map();
let last = 0;

globalThis.answer = (id, json) => {
  const done = waiting.get(id);
  waiting.delete(id);
  done(json);
};
globalThis.hearJson = (json) => {
  const { name, payload } = JSON.parse(json);
  hear(name, payload);
};

const bridge = bare((request, done) => {
  waiting.set(++last, done);
  java.call(last, request);
}, false);

if (globalThis.java) begin(bridge);
else globalThis.javaIsHere = () => begin(bridge);
