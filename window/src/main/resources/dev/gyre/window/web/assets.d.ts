/**
 * Fetches many small assets of the page's own origin in one response, or in few: 128 and 1 MiB go together. Each is what a
 * `fetch` of it alone would give, one that is missing too, with its status, its `content-type` and its `etag`; a large one
 * is fetched alone. Nothing of it stays in the browser's cache.
 *
 * @param paths relative to the page, without queries
 * @param options a signal that aborts
 * @returns the responses in the order of the paths; rejects as `fetch` does, or with a TypeError for a foreign path
 */
export function assets(paths: Iterable<string | URL>, options?: { signal?: AbortSignal }): Promise<Response[]>;
