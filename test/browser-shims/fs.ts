/** What the tests use of `node:fs`, in a browser: the files of the repository, as the server of the tests hands them out. */

export function readFileSync(path: string | URL): Uint8Array;
export function readFileSync(path: string | URL, encoding: 'utf8'): string;
export function readFileSync(path: string | URL, encoding?: 'utf8'): Uint8Array | string {
  const bytes = fetched(path) ?? fetched(`/@fs${new URL(path, location.href).pathname}`);
  if (bytes === null) throw new Error(`readFileSync: no file ${String(path)}`);
  return encoding === undefined ? bytes : new TextDecoder().decode(bytes);
}

/** The bytes that the server has at an address: one of the repository, or after `/@fs` one of the machine. */
function fetched(address: string | URL): Uint8Array | null {
  const request = new XMLHttpRequest();
  // Tests read where they stand, as in Node; only a request that blocks can do that.
  request.open('GET', address, false);
  // One character a byte, since such a request hands over nothing but text.
  request.overrideMimeType('text/plain; charset=x-user-defined');
  request.send();
  // For what it does not know, the server of the tests shows a page.
  const isPage = request.getResponseHeader('content-type')?.startsWith('text/html') === true;
  if (request.status !== 200 || isPage) return null;
  return Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0) & 0xff);
}
