
// What gyre.d.ts is yet to say; appended to it as long as it does not.
export function stream<T = unknown>(name: string, ...args: unknown[]): AsyncIterableIterator<T>;
export interface Upload<T = unknown> {
  readonly __item?: T;
}
export function upload(source: Blob): Upload<Uint8Array>;
export function upload<T>(source: AsyncIterable<T> | Iterable<T> | ReadableStream<T>): Upload<T>;
