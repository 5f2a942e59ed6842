import type { Colours } from './colours.js';
import { textWidth } from './drawing/pen.js';
import type { Pen } from './drawing/pen.js';
import type { Size } from './stage.js';

/** Words in the middle of a picture that has nothing else to show, in as many lines as they need. */
export function paintNote(pen: Pen, words: string, { width, height }: Size, { softInk }: Colours): void {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines[lines.length - 1]} ${word}`;
    if (lines.length > 0 && textWidth(longer, 13) <= width - 24) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  lines.forEach((text, k) => {
    const y = height / 2 + (k - (lines.length - 1) / 2) * 18;
    pen.text(text, width / 2, y, { colour: softInk, size: 13, align: 'middle' });
  });
}
