/** Elements of the page by their id. */

/** The element with an id, of the class that is asked for. */
export function element<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`page: there must be an element #${id} of the kind ${kind.name}`);
}

/** Fills a list with choices. */
export function fillSelect(select: HTMLSelectElement, choices: readonly (readonly [string, string])[]): void {
  select.replaceChildren(...choices.map(([value, title]) => new Option(title, value)));
}

/** Sets the value of an input that the reader is not writing in. */
export function showValue(input: HTMLInputElement | HTMLSelectElement, value: string): void {
  if (input.value !== value && document.activeElement !== input) input.value = value;
}
