import { Alarm, Clock, Files, Models, Stock, deep_down, emit, eventStream, now, on, once } from "./gyre.js";
import type { Animal, Bean, Color, Everything, Node, Page, Plant, Result, Shape, Tick } from "./gyre.js";

export async function calls(signal: AbortSignal, maybe?: AbortSignal): Promise<void> {
  const hello: string = await Clock.greet("Ada");
  const again: string = await Clock.greet(hello, { signal });
  await Clock.greet(again, maybe && { signal: maybe });
  await Clock.stop();
  await Clock.reset(null);
  const sum: number = await Clock.sum(1, 2, 3);
  const last: Tick | null = await Clock.last();
  const alarm: string = await Alarm.set(last?.at ?? "2026-01-31T12:30:00Z", String(sum));
  const time: string = await deep_down["tell-time"]();
  const instant: string = await now({ signal });
  console.log(alarm, time, instant);
}

export async function streams(blob: Blob, stream: ReadableStream<Uint8Array>): Promise<void> {
  for await (const tick of Clock.history("PT1M")) {
    const count: number = tick.count;
    console.log(count);
  }
  for await (const chunk of Files.chunks("a.txt", { signal: AbortSignal.timeout(1) })) {
    console.log(chunk.byteLength);
  }
  const bytes: Uint8Array = await Files.read("a.txt");
  await Files.save("a.txt", blob);
  await Files.save("a.txt", stream);
  await Files.save("a.txt", [bytes]);
  const size: number = await Files.count([{ name: "a.txt", size: 1 }], { signal: AbortSignal.timeout(1) });
  console.log(size);
}

export function area(shape: Shape): number {
  switch (shape.type) {
    case "Circle":
      return shape.radius;
    case "Ellipse":
      return shape.a * shape.b;
    case "Square":
      return shape.side;
  }
}

export function told(animal: Animal, plant: Plant, result: Result<string>): string {
  const size = "height" in plant ? plant.height : plant.scent.length;
  const word: string = result.type === "Success" ? result.value : result.message;
  return word + size + (animal.kind === "cat" ? animal.lives : animal.name);
}

export async function models(everything: Everything): Promise<void> {
  const color: Color = "grass";
  const same = await Models.everything({ ...everything, nothing: null, colors: [color], byColor: { RED: 1 } });
  const id: string = same.id;
  const names: Page<string | null> = { items: ["a", null], total: 2, first: null };
  const born: string | undefined = (await Models.people(names)).items[0]?.items[0]?.born;
  const leaf: Node = { label: id, children: [], parent: null };
  await Models.tree({ label: born ?? "", children: [leaf], parent: null });
  const bean: Bean = await Models.bean({ content: "user", note: null }, { text: "why" });
  console.log(bean.length, (await Models.written()).anything);
  const sold = await Stock.sell({ name: "tea", shelf: 3 });
  console.log(sold.price);
}

export async function events(signal: AbortSignal): Promise<void> {
  const stop = on("clock.tick", (tick, name) => console.log(tick.at, name.length));
  once("stock.all", (items) => items.map((item) => item.price));
  on("stock.sold", (item) => item.price, { frame: true });
  void emit("stock.sold", { name: "tea", price: 3 });
  for await (const { name, payload } of eventStream("clock.tick", { signal })) {
    const count: number = payload.count;
    console.log(name, count);
  }
  for await (const { payload } of eventStream("stock.all")) console.log(payload.length);
  stop();
}
