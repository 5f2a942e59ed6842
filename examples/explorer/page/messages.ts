/** Where everything is said that does not go as asked for, and what was done. */
import { messageOf } from '../engine/checks.js';
import { element } from './elements.js';

/** The message area of the page. */
export interface Messages {
  /** What was done; takes away an alarm. */
  readonly say: (text: string) => void;
  /** What was refused or went wrong: a text or whatever was thrown. */
  readonly alarm: (problem: unknown) => void;
  /** More about what was done. */
  readonly add: (text: string) => void;
  /** What came of a run; an alarm stays. */
  readonly inform: (text: string) => void;
  /** What could not be shown, beside what was done. */
  readonly note: (text: string) => void;
  /** Takes an alarm away; what was done stays. */
  readonly calm: () => void;
  readonly clear: () => void;
  /** Runs `act` and says what it throws; whether it threw nothing. */
  readonly attempt: (act: () => void) => boolean;
}

/** The message area, with errors that nobody caught. */
export function messageArea(): Messages {
  const alert = element('alert', HTMLElement);
  const status = element('status', HTMLElement);
  const dismiss = element('dismiss', HTMLButtonElement);
  const show = (said: string, alarmed: string): void => {
    if (status.textContent !== said) status.textContent = said;
    if (alert.textContent !== alarmed) alert.textContent = alarmed;
    dismiss.hidden = said === '' && alarmed === '';
  };
  dismiss.addEventListener('click', () => {
    show('', '');
  });
  const alarm = (problem: unknown): void => {
    show('', typeof problem === 'string' ? problem : messageOf(problem));
  };
  window.addEventListener('error', ({ error, message }) => {
    // A browser's notice that it lays out once more, not an error of anybody.
    if (!message.startsWith('ResizeObserver')) alarm(error ?? message);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    alarm(reason);
  });
  return {
    say: (text) => {
      show(text, '');
    },
    alarm,
    add: (text) => {
      show(`${status.textContent} ${text}`.trim(), alert.textContent);
    },
    inform: (text) => {
      show(text, alert.textContent);
    },
    note: (text) => {
      show(status.textContent, text);
    },
    calm: () => {
      show(status.textContent, '');
    },
    clear: () => {
      show('', '');
    },
    attempt: (act) => {
      try {
        act();
        return true;
      } catch (error) {
        alarm(error);
        return false;
      }
    },
  };
}
