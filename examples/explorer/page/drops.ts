/** Files that are dropped anywhere on the page, or chosen. */

/** Calls `take` with each file that is dropped or chosen: the first one where there are several. */
export function acceptFiles(input: HTMLInputElement, take: (file: File) => void): void {
  input.addEventListener('change', () => {
    const file = input.files?.item(0);
    if (file) take(file);
    // So that the same file can be chosen again.
    input.value = '';
  });
  const carriesFiles = ({ dataTransfer }: DragEvent): boolean =>
    dataTransfer?.types.includes('Files') ?? false;
  const mark = (dropping: boolean): void => {
    document.body.classList.toggle('dropping', dropping);
  };
  window.addEventListener('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(true);
  });
  window.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) mark(false);
  });
  window.addEventListener('drop', (event) => {
    mark(false);
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const file = event.dataTransfer?.files.item(0);
    if (file) take(file);
  });
}
