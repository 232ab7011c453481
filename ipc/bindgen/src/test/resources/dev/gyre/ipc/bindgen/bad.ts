import { Clock, Files, Models, emit, eventStream, on } from "./gyre.js";
import type { Bean, Shape } from "./gyre.js";

Clock.greet(42); // wrong
Clock.greet("Ada", "Bob"); // wrong
Clock.greet(); // wrong
Clock.notOpen(); // wrong
Clock.sum("1"); // wrong
const hello: number = await Clock.greet("Ada"); // wrong
for (const tick of Clock.history("PT1M")) console.log(tick); // wrong
await Files.count(new Blob()); // wrong
await Models.turn({ type: "Hexagon", side: 1 }); // wrong
await Models.drive([{ sort: "Car" }]); // wrong
const side = (shape: Shape): number => shape.side; // wrong
const long = (bean: Bean): void => void (bean.length = 3); // wrong
on("clock.tock", () => {}); // wrong
on("clock.tick", (tick: string) => tick); // wrong
on("clock.tick", () => {}, { frames: true }); // wrong
eventStream("clock.tock"); // wrong
for await (const { payload } of eventStream("clock.tick")) console.log(payload.price); // wrong
emit("stock.sold", { name: "tea" }); // wrong
console.log(hello, side, long);
