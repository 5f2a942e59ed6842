/** Columns of the page. */
export const WIDTH = 92;

/** A section of the page under its title. */
export function section(title: string, lines: readonly string[], remark = ''): string[] {
  return [title.toUpperCase() + (remark === '' ? '' : ` (${remark})`), ...lines];
}

/** Columns of text, right-aligned where they are numbers. */
export function table(rows: readonly (readonly string[])[], alignments: string, indent = '  '): string[] {
  const widths = Array.from(alignments, (_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      alignments[column] === 'r' ? cell.padStart(widths[column]) : cell.padEnd(widths[column]),
    );
    return (indent + cells.join('  ')).trimEnd();
  });
}

/** A number with a few significant digits, plain where it is short and scientific where it is not. */
export function figure(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'undefined';
  const rounded = Number(value.toPrecision(digits));
  const magnitude = Math.abs(rounded);
  // Through a number and back, so that no trailing zeros are shown.
  return rounded !== 0 && Number.isFinite(rounded) && (magnitude < 1e-3 || magnitude >= 1e6)
    ? rounded.toExponential()
    : String(rounded);
}

/** `1 unit`, `3 units`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

/** A paragraph of at most `width` columns a line, indented. */
export function paragraph(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(' ')) {
    if (line !== indent && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  lines.push(line);
  return lines;
}

/** A number with what it is measured in. */
export function measured(value: number, unit: string | null): string {
  return unit === null ? figure(value) : `${figure(value)} ${unit}`;
}
